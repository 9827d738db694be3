package bench_test

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/indextest"
)

// difference is the first answer about the part in which a snapshot differs from the oracle, or nil: every user x right
// x record by rights and checks, every user x right x entity by lists, who has each right on each record, and
// explanations of some. The caller holds the part's lock, and the snapshot is of its last commit or a later one.
func (p *part) difference(snap *index.Snapshot) error {
	for _, entity := range partEntities {
		refs := p.oracle.RecordRefs(entity.Name)
		who := map[graph.Right][][]string{}
		for _, right := range graph.EachRight {
			who[right] = make([][]string, len(refs))
		}
		for _, user := range p.oracle.UserIDs() {
			if err := p.userDiffers(snap, user, entity.Name, refs, who); err != nil {
				return err
			}
		}
		for _, right := range graph.EachRight {
			for i, ref := range refs {
				users, err := snap.Users(right, ref)
				if got := slices.Sorted(users.All()); err != nil || !slices.Equal(got, who[right][i]) {
					return fmt.Errorf("who(%v, %v): got %v, %v, want %v", right, ref, got, err, who[right][i])
				}
			}
		}
	}
	return nil
}

func (p *part) userDiffers(snap *index.Snapshot, user, entity string, refs []graph.Ref, who map[graph.Right][][]string) error {
	listed := map[graph.Right][]string{}
	for i, ref := range refs {
		want, err := p.oracle.Rights(user, ref)
		if err != nil {
			return err
		}
		if got, err := snap.Rights(user, ref); err != nil || got != want {
			return fmt.Errorf("rights(%s, %v): got %v, %v, want %v", user, ref, got, err, want)
		}
		for _, right := range graph.EachRight {
			got, err := snap.Check(user, right, ref)
			if err != nil || bool(got) != want.Has(right) {
				return fmt.Errorf("check(%s, %v, %v): got %v, %v", user, right, ref, got, err)
			}
			if want.Has(right) {
				listed[right] = append(listed[right], ref.ID)
				who[right][i] = append(who[right][i], user)
			}
		}
		if p.IntN(100) == 0 {
			x, err := snap.Explain(user, graph.Write, ref)
			if err != nil || bool(x.Decision) != want.Has(graph.Write) || bool(x.Decision) != (len(x.Paths) > 0) {
				return fmt.Errorf("explain(%s, Write, %v): got %v, %v", user, ref, x, err)
			}
		}
	}
	for _, right := range graph.EachRight {
		set, err := snap.Records(user, right, entity)
		if got := slices.Sorted(set.All()); err != nil || !slices.Equal(got, listed[right]) {
			return fmt.Errorf("list(%s, %v, %s): got %v, %v, want %v", user, right, entity, got, err, listed[right])
		}
	}
	return nil
}

// factsDiffer is how the facts of the part differ from the oracle's, or nil. The caller holds the part's
// lock.
func (p *part) factsDiffer(snap *index.Snapshot) error {
	text := indextest.DifferentFacts(p.oracle, func(kind graph.Kind) iter.Seq[graph.Object] {
		return func(yield func(graph.Object) bool) {
			for object := range snap.Objects(kind) {
				if !ofDivision(object) && !yield(object) {
					return
				}
			}
		}
	})
	if text != "" {
		return errors.New(text)
	}
	return nil
}

// ofDivision reports whether an object belongs to a division, whose ids begin alike.
func ofDivision(object graph.Object) bool {
	id := ""
	switch o := object.(type) {
	case graph.BusinessUnit:
		id = o.ID
	case graph.User:
		id = o.ID
	case graph.Team:
		id = o.ID
	case graph.Member:
		id = o.Team
	case graph.RoleAssignment:
		id = o.Principal.ID
	case graph.Record:
		return o.Entity == "account"
	case graph.RecordShare:
		return o.Record.Entity == "account"
	}
	return len(id) > 1 && id[0] == 'd' && strings.IndexByte("0123456789", id[1]) >= 0
}
