package index

import (
	"context"
	"fmt"
	"reflect"

	"github.com/accessindex/ambit/graph"
)

// verifyPlans compares every plan that is kept with one made anew from the facts, and lets check, list
// and who answer the same questions, which are three ways to one answer (16.1).
func (s *Snapshot) verifyPlans(ctx context.Context, fresh *Snapshot, report func(string)) error {
	for user := range s.state.Users() {
		if err := ctx.Err(); err != nil {
			return err
		}
		s.comparePlans(fresh, user, report)
	}
	for _, e := range s.state.Entities() {
		if err := s.compareAnswers(ctx, e, report); err != nil {
			return err
		}
	}
	return nil
}

// comparePlans compares the plans of one user that are kept.
func (s *Snapshot) comparePlans(fresh *Snapshot, user graph.PrincipalNumber, report func(string)) {
	page, slot := planRow(user)
	kept := s.plans.Load().pages[page].users[slot].Load()
	if kept == nil {
		return
	}
	id := s.state.PrincipalAt(user)
	anew := fresh.userPlan(user)
	if !reflect.DeepEqual(kept.principals, anew.principals) {
		report(fmt.Sprintf("the teams kept in the plan of %q are not what the facts give", id))
	}
	if reports := kept.reports.Load(); reports != nil && !reflect.DeepEqual(*reports, fresh.reports(anew)) {
		report(fmt.Sprintf("the reports kept in the plan of %q are not what the facts give", id))
	}
	for _, e := range s.state.Entities() {
		if p := kept.plans[e.Number()].Load(); p != nil && !reflect.DeepEqual(p, fresh.plan(anew, e)) {
			report(fmt.Sprintf("the plan of %q for entity %q is not what the facts give", id, e.Fact().Name))
		}
	}
}

// verifiedRecords is for how many records of an entity all users are asked about in three ways.
const verifiedRecords = 16

// compareAnswers asks check, list and who about records spread over an entity.
func (s *Snapshot) compareAnswers(ctx context.Context, e graph.Records, report func(string)) error {
	step := max(1, int(e.End())/verifiedRecords)
	for at := 0; at < int(e.End()); at += step {
		ordinal := graph.Ordinal(at)
		if !e.Live(ordinal) {
			continue
		}
		ref := graph.RecordRef(e.Fact().Name, e.ID(ordinal))
		for _, r := range graph.EachRight {
			if err := ctx.Err(); err != nil {
				return err
			}
			users, err := s.Users(r, ref)
			if err != nil {
				report(fmt.Sprintf("who may %s %q: %v", r, ref, err))
				continue
			}
			s.compareWho(e, ordinal, ref, r, users, report)
		}
	}
	return nil
}

// compareWho asks check about every user that who names, and check and list about some of all users.
func (s *Snapshot) compareWho(
	e graph.Records, ordinal graph.Ordinal, ref graph.Ref, r graph.Right, users UserSet, report func(string),
) {
	for id := range users.All() {
		if may, err := s.Check(id, r, ref); err != nil || may != Allow {
			report(fmt.Sprintf("may %q %s %q: who says so, and check does not", id, r, ref))
		}
	}
	asked := 0
	for user := range s.state.Users() {
		if asked++; asked > verifiedUsers {
			break
		}
		id := s.state.PrincipalAt(user).ID
		listed := s.list(user, r, e).Contains(uint32(ordinal))
		if may, err := s.Check(id, r, ref); err != nil || bool(may) != listed || listed != users.Contains(id) {
			report(fmt.Sprintf("may %q %s %q: check says %v, list %v, who %v", id, r, ref, may, listed, users.Contains(id)))
		}
	}
}

// verifiedUsers is how many users are asked about in three ways for one record and right.
const verifiedUsers = 64
