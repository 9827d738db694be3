//go:build unix

package index_test

import (
	"fmt"
	"slices"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/index"
)

// check opens what a killed process left. A directory in which something is wrong is kept, and a new one begun.
func (k *killing) check() {
	begun := k.revision
	problem := k.examine()
	if problem == "" {
		return
	}
	k.Errorf("seed %d, kill %d, from revision %d: %s: %s is left", *firstSeed, k.kills, begun, problem, k.dir)
	k.dir = ""
}

// examine is what is wrong with the index, or empty; then the truth has gone on to its revision.
func (k *killing) examine() string {
	ix, err := index.Open(k.index(), &index.Options{ReadOnly: k.IntN(4) == 0})
	if err != nil {
		k.torn++
		return fmt.Sprintf("opening: %v", err)
	}
	defer func() { require.NoError(k, ix.Close()) }()
	history, problem := k.replay(ix)
	if problem == "" {
		problem = k.kept(history)
	}
	if problem != "" {
		return problem
	}
	if problem = k.saved(history); problem != "" {
		return problem
	}
	s := ix.Snapshot()
	if text := k.facts(s); text != "" {
		k.torn++
		return text
	}
	if text := k.answers(s, k.Rand); text != "" {
		k.wrong++
		return text
	}
	if k.wholly() {
		k.verified++
		if found, err := ix.Verify(k.Context()); err != nil || len(found) > 0 {
			k.torn++
			return fmt.Sprintf("verify: %v %v", found, err)
		}
	}
	k.deeds, k.bulks = map[int]*said{}, nil
	return ""
}

// past is what the truth was at a revision, and the deed that led to it.
type past struct {
	truth
	deed int
}

// replay lets the truth follow the events of the index up to its revision. Each must be a deed that was begun,
// whole, and one that the oracle accepts. It returns what was at each revision, the last one checked first.
func (k *killing) replay(ix *index.Index) (history []past, problem string) {
	history = []past{{k.truth.clone(), -1}}
	revision, bulks := k.revision, k.bulks
	if revision == ix.Revision() {
		return history, ""
	}
	for e, err := range ix.Watch(k.Context(), revision) {
		if err != nil {
			k.lost++
			return nil, fmt.Sprintf("watching after revision %d: %v", revision, err)
		}
		revision++
		number := numberOf(e.Changes)
		if e.Reset && len(bulks) > 0 {
			number, bulks = bulks[0], bulks[1:]
		}
		d := k.deeds[number]
		if e.Revision != revision || d == nil || !d.begun || d.refused || e.Reset != (d.Kind == bulkDeed) {
			k.wrong++
			return nil, fmt.Sprintf("revision %d: event %d is deed %d: %+v", revision, e.Revision, number, d)
		}
		if changes, err := d.changes(); err != nil || !e.Reset && d.text(changes) != d.text(e.Changes) {
			k.torn++
			return nil, fmt.Sprintf("revision %d is not what deed %d was: %v", revision, number, err)
		}
		if err := k.truth.apply(d.deed); err != nil {
			k.wrong++
			return nil, fmt.Sprintf("revision %d: the oracle refuses deed %d: %v", revision, number, err)
		}
		history = append(history, past{k.truth.clone(), number})
		if revision == ix.Revision() {
			break
		}
	}
	k.revision = revision
	return history, ""
}

// refusedBy reports whether the oracle refuses the deed at a time.
func (d deed) refusedBy(at past) bool {
	copied := at.clone()
	return copied.apply(d) != nil
}

// kept compares what the processes said with what there is: what was done is there under its revision, what is
// there was done once, and what was refused had to be.
func (k *killing) kept(history []past) string {
	first := k.revision - index.Revision(len(history)-1)
	at := map[int]index.Revision{}
	for i, each := range history[1:] {
		if other, again := at[each.deed]; again {
			k.wrong++
			return fmt.Sprintf("deed %d is in revisions %d and %d", each.deed, other, first+index.Revision(i)+1)
		}
		at[each.deed] = first + index.Revision(i) + 1
	}
	for number, d := range k.deeds {
		if d.done && d.writes() && at[number] != d.revision {
			k.lost++
			return fmt.Sprintf("%s %d was done in revision %d of now %d, but is in %d", d.Kind, number, d.revision, k.revision, at[number])
		}
		if d.refused && d.until <= k.revision && !slices.ContainsFunc(history[d.revision-first:d.until-first+1], d.refusedBy) {
			k.wrong++
			return fmt.Sprintf("%s %d was refused after revisions %d to %d", d.Kind, number, d.revision, d.until)
		}
	}
	return ""
}
