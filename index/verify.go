package index

import (
	"context"
	"fmt"

	"github.com/accessindex/ambit/graph"
)

// Difference is something that Verify found wrong.
type Difference struct {
	Revision Revision
	Text     string
}

// String says what is wrong.
func (d Difference) String() string { return fmt.Sprintf("revision %d: %s", d.Revision, d.Text) }

// Verify proves the index at its present revision: the facts keep every rule, what is kept beside them
// is what they give, what is on disk is what is in memory, and every set is what one made anew from the
// facts is. It returns each difference; there is none in a sound index. Readers and writers go on.
func (ix *Index) Verify(ctx context.Context) ([]Difference, error) {
	if err := ix.begin(ctx); err != nil {
		return nil, err
	}
	s := ix.Snapshot()
	stored, revision, err := ix.store.Read(ctx)
	ix.writer.Unlock()
	if err != nil {
		return nil, err
	}
	var differences []Difference
	report := func(text string) { differences = append(differences, Difference{s.Revision(), text}) }
	if revision != s.Revision() {
		report(fmt.Sprintf("on disk is revision %d", revision))
	}
	s.State().CompareFacts(stored, func(text string) { report("on disk: " + text) })
	if err := s.State().Verify(ctx, report); err != nil {
		return differences, err
	}
	fresh := newSnapshot(s.state, s.revision, s.numbering)
	if err := s.verifySets(ctx, fresh, report); err != nil {
		return differences, err
	}
	return differences, s.verifyPlans(ctx, fresh, report)
}

// verifySets compares the sets of the holdings, and of every unit and owner, with ones made anew.
func (s *Snapshot) verifySets(ctx context.Context, fresh *Snapshot, report func(string)) error {
	for _, e := range s.state.Entities() {
		name := e.Fact().Name
		for h := range e.Holdings() {
			if !s.setsOf(e).holdings.at(uint32(h)).Equal(fresh.setsOf(e).holdings.at(uint32(h))) {
				report(fmt.Sprintf("entity %q: the set of holding %d is not what the rows give", name, h))
			}
		}
		tree := s.state.Tree()
		for position := tree.Len() - 1; position >= 0; position-- { // from the leaves up, each subtree out of those below
			u := tree.At(uint32(position))
			if err := ctx.Err(); err != nil {
				return err
			}
			if !s.unitSet(e, u).Equal(fresh.unitSet(e, u)) {
				report(fmt.Sprintf("entity %q: the set of unit %q is not what the holdings give", name, s.state.UnitID(u)))
			}
			if !s.subtreeSet(e, u).Equal(fresh.subtreeSet(e, u)) {
				report(fmt.Sprintf("entity %q: the set below unit %q is not what the units give", name, s.state.UnitID(u)))
			}
		}
		for p := range graph.PrincipalNumber(s.state.PrincipalNumbers()) {
			if err := ctx.Err(); err != nil {
				return err
			}
			principal := s.state.PrincipalAt(p)
			if !s.ownerSet(e, p).Equal(fresh.ownerSet(e, p)) {
				report(fmt.Sprintf("entity %q: the set of owner %q is not what the holdings give", name, principal))
			}
			if !sameShares(s.shareSet(e, p), fresh.shareSet(e, p)) {
				report(fmt.Sprintf("entity %q: the shares of %q are not what the entries give", name, principal))
			}
		}
	}
	return nil
}

func sameShares(a, b *shareSet) bool {
	if len(a.groups) == 0 && len(b.groups) == 0 {
		return true
	}
	for _, r := range graph.EachRight {
		if !a.any(r).Equal(b.any(r)) || !a.explicit(r).Equal(b.explicit(r)) {
			return false
		}
	}
	return true
}
