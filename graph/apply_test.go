package graph_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index/indextest"
)

const administrator = "627090ff-40a3-4053-8790-584edc5be201"

// fault is what a FactError says: the index of the change, the object, the field, and the reason.
type fault struct {
	change int
	object string
	field  string
	err    error
}

// faults are the refused facts of a batch.
func faults(t *testing.T, err error) []fault {
	t.Helper()
	var refused graph.FactErrors
	require.ErrorAs(t, err, &refused)
	var all []fault
	for _, each := range refused {
		all = append(all, fault{each.Change, each.Object, each.Field, reason(t, each)})
	}
	return all
}

// reason is the one error of section 15 that an error unwraps to.
func reason(t *testing.T, err error) error {
	t.Helper()
	var found []error
	for _, each := range []error{
		graph.ErrUnknown, graph.ErrInvalid, graph.ErrDuplicate, graph.ErrCycle, graph.ErrRootBusinessUnit,
		graph.ErrNotDisabled, graph.ErrNotEmpty, graph.ErrOwnsRecords, graph.ErrSystemRole, graph.ErrDefaultTeam,
		graph.ErrTeamType, graph.ErrAccessTeamOwns, graph.ErrAccessTeamRole, graph.ErrRoleUnit,
		graph.ErrDepthNotAllowed, graph.ErrOwnership, graph.ErrRecordUnit, graph.ErrCannotOwn,
		graph.ErrNotShareable, graph.ErrStaleOrigin,
	} {
		if errors.Is(err, each) {
			found = append(found, each)
		}
	}
	require.Len(t, found, 1, "%v", err)
	return found[0]
}

func puts(objects ...graph.Object) []graph.Change {
	var batch []graph.Change
	for _, each := range objects {
		batch = append(batch, graph.PutObject{Object: each})
	}
	return batch
}

func deletes(objects ...graph.Object) []graph.Change {
	var batch []graph.Change
	for _, each := range objects {
		batch = append(batch, graph.DeleteObject{Object: each})
	}
	return batch
}

func then(batches ...[]graph.Change) []graph.Change {
	var all []graph.Change
	for _, each := range batches {
		all = append(all, each...)
	}
	return all
}

// worked is the organisation of section 17 with more objects, which a batch of puts adds.
func worked(t testing.TB, more ...graph.Object) *graph.State {
	t.Helper()
	state, _, err := graph.NewState().Apply(puts(append(indextest.Worked(), more...)...))
	require.NoError(t, err)
	state.Settle()
	return state
}

func depths(privilege string, depth graph.Depth) map[string]graph.Depth {
	return map[string]graph.Depth{privilege: depth}
}

// matrix are the settings of section 17 in matrix mode with overrides on.
func matrix() graph.Settings {
	settings := graph.DefaultSettings()
	settings.HierarchyModel = graph.ManagerHierarchy
	settings.OwnershipAcrossBusinessUnits = true
	settings.RoleDepthOverrides = true
	return settings
}

func account(id, owner string) graph.Record {
	return graph.Record{Entity: "account", ID: id, Owner: graph.UserRef(owner)}
}

func ofTeam(id, team string) graph.Record {
	return graph.Record{Entity: "account", ID: id, Owner: graph.TeamRef(team)}
}

func at(record graph.Record, unit string) graph.Record {
	record.BusinessUnit = unit
	return record
}

func below(record graph.Record, lookup, parent string) graph.Record {
	record.Lookups = map[string]graph.Ref{lookup: graph.RecordRef("account", parent)}
	return record
}

func assigned(role string, to graph.Principal, unit string) graph.RoleAssignment {
	return graph.RoleAssignment{Role: role, Principal: to, BusinessUnit: unit}
}

// refusal is a batch, and the faults for which the organisation of section 17 refuses it.
type refusal struct {
	rule  string
	batch []graph.Change
	want  []fault
}

// requireRefused applies the batch, tests the faults, and that the state is as it was.
func (r refusal) requireRefused(t *testing.T, state *graph.State) {
	t.Run(r.rule, func(t *testing.T) {
		before := facts(state)
		next, effects, err := state.Apply(r.batch)
		require.Error(t, err)
		require.Nil(t, next)
		require.Nil(t, effects)
		require.Equal(t, r.want, faults(t, err), "%v", err)
		require.Equal(t, before, facts(state)) // 16.13
		var none []string
		require.NoError(t, state.Verify(t.Context(), func(text string) { none = append(none, text) }))
		require.Empty(t, none)
	})
}

// An empty organisation is as sound as any other.
func TestVerifyNothing(t *testing.T) {
	require.NoError(t, graph.NewState().Verify(t.Context(), func(text string) { t.Error(text) }))
}
