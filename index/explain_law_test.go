package index_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/indextest"
)

var explainedRuns = flag.Int("explained", 12, "number of random organisations of which everything is explained")

// 3.17, 3.18, 16.2: for every user x right x record of random organisations there are paths exactly
// where check allows, they are all that there are, each suffices with the gate, and none comes twice;
// else a stage fails, and the remedies get past it.
func TestExplainAgreesWithCheck(t *testing.T) {
	t.Logf("seeds from %d, %d organisations", *firstSeed, *explainedRuns)
	met := map[string]int{}
	for seed := *firstSeed; seed < *firstSeed+uint64(*explainedRuns); seed++ {
		objects := indextest.Organisation(seed, indextest.Shape{})
		l := &explainLaw{
			T: t, Rand: rand.New(rand.NewPCG(seed, 1)), oracle: indextest.New(), met: met, tried: map[string]bool{},
			snap: index.NewSnapshot(loaded(t, objects), 1, 1),
		}
		require.NoError(t, l.oracle.Load(objects))
		l.facts = factsOf(l.oracle.Objects())
		for _, user := range l.oracle.UserIDs() {
			for _, entity := range l.oracle.EntityNames() {
				for _, ref := range l.oracle.RecordRefs(entity) {
					for _, right := range graph.EachRight {
						l.question = fmt.Sprintf("seed %d: %q %v %v", seed, user, right, ref)
						l.explain(user, right, ref)
					}
				}
			}
		}
	}
	t.Log(met)
	for _, each := range []string{
		"3.5a", "3.5b", "3.5c", "3.6a", "3.6b", "3.6c", "3.7", "4.1", "4.3", "4.4", "8.7", "8.8",
		"inactive", "gate", "reach", "enable", "grant", "share", "raise",
	} {
		require.Positive(t, met[each], "%s never came", each)
	}
}

type explainLaw struct {
	*testing.T
	*rand.Rand
	oracle   *indextest.Oracle
	snap     *index.Snapshot
	facts    *facts
	met      map[string]int
	tried    map[string]bool // remedies of the organisation
	question string
}

func (l *explainLaw) explain(user string, r graph.Right, ref graph.Ref) {
	x, err := l.snap.Explain(user, r, ref)
	require.NoError(l, err, l.question)
	allowed, err := l.oracle.Check(user, r, ref)
	require.NoError(l, err)
	require.Equal(l, allowed, bool(x.Decision), "%s\n%s", l.question, x)
	require.Equal(l, allowed, len(x.Paths) > 0, l.question)
	require.Equal(l, allowed, x.Stage == "", l.question)

	record := l.facts.records[lowRef(ref)]
	entity := l.facts.entities[lowRef(ref).Entity]
	require.Equal(l, record.Owner, x.Owner, l.question)
	require.Equal(l, l.facts.owningUnit(record), x.BusinessUnit, l.question)
	held := l.facts.held(user, privilegeName(r, entity))
	if entity.Ownership == graph.OrganizationOwned && (r == graph.Assign || r == graph.Share) { // 4.1
		held = nil
	}
	var want []index.Path
	for _, p := range l.facts.candidates(user, record, held) {
		if len(held) > 0 && l.facts.suffices(p, user, r, record) {
			want = append(want, p)
		}
	}
	stage := index.Stage("")
	switch {
	case !l.facts.active(user):
		stage, held, want = index.StageInactive, nil, nil
	case len(held) == 0:
		stage = index.StageGate
	case len(want) == 0:
		stage = index.StageReach
	}
	require.Equal(l, stage, x.Stage, l.question)
	l.sameSet(len(held), len(x.Gate), func(i int) bool { return slices.Contains(x.Gate, held[i]) })
	l.sameSet(len(want), len(x.Paths), func(i int) bool { return slices.Contains(x.Paths, want[i]) })
	for _, p := range x.Paths {
		l.met[p.Rule]++
	}
	require.NotContains(l, x.String(), "  \n")
	if !allowed {
		l.met[string(x.Stage)]++
		l.remedies(x, entity)
	}
}

// sameSet requires that as many were found as wanted, and each of those.
func (l *explainLaw) sameSet(want, got int, found func(i int) bool) {
	require.Equal(l, want, got, l.question)
	for i := range want {
		require.True(l, found(i), "%s: %d", l.question, i)
	}
}

// remedies tries what a denial names, once for each user and stage that it could differ for.
func (l *explainLaw) remedies(x index.Explanation, e graph.Entity) {
	key := fmt.Sprint(x.User, x.Stage)
	switch x.Stage {
	case index.StageGate:
		key = fmt.Sprint(x.Stage, x.Right, x.Record.Entity)
	case index.StageReach:
		if l.IntN(60) > 0 {
			return
		}
		key = fmt.Sprint(x.User, x.Right, x.Record)
	}
	if l.tried[key] {
		return
	}
	l.tried[key] = true
	for _, remedy := range x.Remedies {
		l.met[string(remedy.Kind)]++
	}
	switch x.Stage {
	case index.StageInactive:
		require.Len(l, x.Remedies, 1, l.question)
		l.enable(x, x.Remedies[0])
	case index.StageGate:
		l.grant(x, e)
	case index.StageReach:
		require.NotEmpty(l, x.Remedies, l.question)
		require.Equal(l, index.RemedyShare, x.Remedies[0].Kind, l.question)
		require.Equal(l, index.Stage(""), l.after(x, x.Remedies[0].Changes...), l.question)
		l.raise(x)
	}
}

// after is the stage at which the question fails once changes are made, by the index and the oracle.
func (l *explainLaw) after(x index.Explanation, changes ...graph.Change) index.Stage {
	oracle := l.oracle.Clone()
	require.NoError(l, oracle.Apply(changes), l.question)
	allowed, err := oracle.Check(x.User, x.Right, x.Record)
	require.NoError(l, err)
	state, _, err := l.snap.State().Apply(changes)
	require.NoError(l, err, l.question)
	next, err := index.NewSnapshot(state, 2, 1).Explain(x.User, x.Right, x.Record)
	require.NoError(l, err)
	require.Equal(l, allowed, bool(next.Decision), l.question)
	return next.Stage
}

// enable: all of the changes are needed, and together they are enough.
func (l *explainLaw) enable(x index.Explanation, remedy index.Remedy) {
	require.NotEmpty(l, remedy.Changes, l.question)
	require.NotEqual(l, index.StageInactive, l.after(x, remedy.Changes...), l.question)
	for i := range remedy.Changes {
		without := slices.Delete(slices.Clone(remedy.Changes), i, i+1)
		require.Equal(l, index.StageInactive, l.after(x, without...), l.question)
	}
}

// granting is a new role with a privilege, and the user as its holder.
func granting(x index.Explanation, privilege string, depth graph.Depth) []graph.Change {
	return []graph.Change{
		graph.PutObject{Object: graph.Role{ID: "granted anew", Privileges: map[string]graph.Depth{privilege: depth}}},
		graph.PutObject{Object: graph.RoleAssignment{Role: "granted anew", Principal: graph.UserRef(x.User)}},
	}
}

// grant: the depth that is named opens the gate, and the privilege may have no lower one.
func (l *explainLaw) grant(x index.Explanation, e graph.Entity) {
	lowest := graph.Global + 1
	if len(x.Remedies) > 0 {
		require.Len(l, x.Remedies, 1, l.question)
		require.Equal(l, x.Privilege, x.Remedies[0].Privilege, l.question)
		lowest = x.Remedies[0].Depth
		require.NotEqual(l, index.StageGate, l.after(x, granting(x, x.Privilege, lowest)...), l.question)
	}
	if x.Privilege == "" { // 4.1
		require.Equal(l, graph.OrganizationOwned, e.Ownership, l.question)
		require.Empty(l, x.Remedies, l.question)
		return
	}
	for depth := graph.Basic; depth < lowest; depth++ {
		err := l.oracle.Clone().Apply(granting(x, x.Privilege, depth))
		if e.Ownership == graph.BusinessOwned && depth == graph.Basic { // 4.7: accepted, and yet not one of its depths
			continue
		}
		require.ErrorIs(l, err, graph.ErrDepthNotAllowed, "%s at %v", l.question, depth)
	}
}

// raise: for each role that opens the gate, the depth that is named covers the record, and no lower
// one does; where none is named, none does.
func (l *explainLaw) raise(x index.Explanation) {
	named := map[string]index.Remedy{}
	for _, remedy := range x.Remedies[1:] {
		require.Equal(l, index.RemedyRaise, remedy.Kind, l.question)
		require.NotContains(l, named, remedy.Role.ID, l.question)
		require.True(l, slices.ContainsFunc(x.Gate, func(q index.PathRole) bool { return q.ID == remedy.Role.ID }), l.question)
		named[remedy.Role.ID] = remedy
	}
	for _, q := range x.Gate {
		role := l.facts.roles[q.ID]
		if role.Template != "" {
			continue
		}
		for depth := graph.Basic; depth <= graph.Global; depth++ {
			remedy, some := named[q.ID]
			if some && remedy.Depth == depth {
				require.Equal(l, index.Stage(""), l.after(x, remedy.Changes...), l.question)
				break
			}
			changed := role
			changed.Privileges = map[string]graph.Depth{}
			for name, each := range role.Privileges {
				if !strings.EqualFold(name, x.Privilege) {
					changed.Privileges[name] = each
				}
			}
			changed.Privileges[x.Privilege] = depth
			oracle := l.oracle.Clone()
			if oracle.Apply([]graph.Change{graph.PutObject{Object: changed}}) != nil {
				continue
			}
			allowed, err := oracle.Check(x.User, x.Right, x.Record)
			require.NoError(l, err)
			require.False(l, allowed, "%s: role %q at %v would do", l.question, q.ID, depth)
		}
	}
}
