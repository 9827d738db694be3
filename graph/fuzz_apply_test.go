package graph_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index/indextest"
)

// script reads batches out of bytes: each byte is a choice among few, so that ids meet.
type script struct{ rest []byte }

func (s *script) next(choices int) int {
	if len(s.rest) == 0 {
		return 0
	}
	choice := int(s.rest[0]) % choices
	s.rest = s.rest[1:]
	return choice
}

func choose[T any](s *script, from ...T) T { return from[s.next(len(from))] }

func (s *script) unit() string { return choose(s, "", "root", "north", "oslo", "south", "off", "x") }
func (s *script) user() string { return choose(s, "", "ada", "ben", "cy", "dee", "eve", "x") }
func (s *script) team() string {
	return choose(s, "deals", "desk", "north", "root", "off", "x", "oslo")
}

func (s *script) role() string   { return choose(s, "seller", "lead", "scout", "clerk", "x") }
func (s *script) entity() string { return choose(s, "account", "Account", "product", "task", "x") }

func (s *script) ref() graph.Ref {
	return graph.RecordRef(s.entity(), choose(s, "a1", "a2", "a3", "a6", "p1", "t1", "ada", "x"))
}

func (s *script) principal() graph.Principal {
	switch s.next(5) {
	case 0:
		return graph.Organization
	case 1, 2:
		return graph.TeamRef(s.team())
	}
	return graph.UserRef(s.user())
}

func (s *script) depth() graph.Depth { return graph.Depth(s.next(5)) }

func (s *script) privilege() string {
	return choose(s, "prvReadAccount", "PRVREADACCOUNT", "prvReadProduct", "prvShareActivity", "prvReadX", "prvTask")
}

func (s *script) bit() bool { return s.next(2) == 1 }

// object is one of any kind.
func (s *script) object() graph.Object {
	switch s.next(14) {
	case 0:
		settings := graph.DefaultSettings()
		settings.OwnershipAcrossBusinessUnits, settings.RoleDepthOverrides = s.bit(), s.bit()
		settings.AlwaysMoveRecordToOwnerBusinessUnit, settings.DoNotRemoveRolesOnChangeBusinessUnit = s.bit(), s.bit()
		settings.ShareToPreviousOwnerOnAssign = s.bit()
		settings.HierarchyModel = graph.HierarchyModel(s.next(3))
		return settings
	case 1:
		return graph.Entity{Name: s.entity(), Ownership: graph.Ownership(s.next(4)), Privilege: choose(s, "", "Activity", "x")}
	case 2:
		return graph.BusinessUnit{ID: s.unit(), Parent: s.unit(), Disabled: s.bit()}
	case 3:
		return graph.Position{ID: choose(s, "p", "q"), Parent: choose(s, "", "p", "q")}
	case 4:
		return graph.User{ID: s.user(), BusinessUnit: s.unit(), Manager: s.user(), Position: choose(s, "", "p", "q")}
	case 5:
		return graph.Team{ID: s.team(), BusinessUnit: s.unit(), Type: graph.TeamType(s.next(3)), Default: s.bit()}
	case 6:
		return graph.Member{Team: s.team(), User: s.user()}
	case 7:
		return graph.Privilege{Name: s.privilege(), Depths: choose(s, nil, []graph.Depth{graph.Local}, []graph.Depth{graph.Basic, graph.Global})}
	case 8:
		o := graph.Role{ID: s.role(), BusinessUnit: s.unit(), Profile: s.next(8) == 1, Template: choose(s, "", "", "", administrator)}
		o.Privileges = depths(s.privilege(), s.depth())
		if s.bit() {
			o.Overrides = []graph.Override{{BusinessUnit: s.unit(), Privilege: s.privilege(), Depth: s.depth()}}
		}
		return o
	case 9:
		return graph.RoleAssignment{Role: s.role(), Principal: s.principal(), BusinessUnit: s.unit()}
	case 10:
		r := s.ref()
		o := graph.Record{Entity: r.Entity, ID: r.ID, Owner: s.principal(), BusinessUnit: s.unit(), Inactive: s.bit()}
		if s.bit() {
			o.Owner = graph.Principal{}
		}
		for range s.next(3) {
			o.Lookups = map[string]graph.Ref{choose(s, "up", "to"): s.ref()}
		}
		return o
	case 11:
		return graph.Relationship{
			Child: s.entity(), Lookup: choose(s, "up", "to"), Parent: s.entity(),
			Share: graph.Cascade(s.next(4)), Reparent: graph.Cascade(s.next(4)),
			Assign: graph.Cascade(s.next(4)), Unshare: graph.Cascade(s.next(4)),
		}
	case 12:
		o := graph.RecordShare{Record: s.ref(), Principal: s.principal(), Rights: graph.Rights(s.next(4))}
		for range s.next(3) {
			from := graph.InheritedShare{Rights: graph.Rights(s.next(4))}
			if s.bit() {
				from.Origin = s.ref()
			}
			o.Inherited = append(o.Inherited, from)
		}
		return o
	}
	return graph.Task{Name: choose(s, "t", "x"), Requires: []string{s.privilege()}}
}

// verb is a change with consequences, of any kind.
func (s *script) verb() graph.Change {
	switch s.next(14) {
	case 0:
		return graph.MoveUnit{BusinessUnit: s.unit(), Parent: s.unit()}
	case 1:
		return graph.EnableUnit{BusinessUnit: s.unit()}
	case 2:
		return graph.DisableUnit{BusinessUnit: s.unit()}
	case 3:
		return graph.EnableUser{User: s.user()}
	case 4:
		return graph.DisableUser{User: s.user()}
	case 5:
		return graph.TransferUser{User: s.user(), BusinessUnit: s.unit()}
	case 6:
		return graph.TransferTeam{Team: s.team(), BusinessUnit: s.unit()}
	case 7:
		return graph.AssignRecord{Record: s.ref(), Owner: s.principal(), BusinessUnit: s.unit()}
	case 8:
		return graph.GrantShare{Record: s.ref(), Principal: s.principal(), Rights: graph.Rights(s.next(8))}
	case 9:
		return graph.ModifyShare{Record: s.ref(), Principal: s.principal(), Rights: graph.Rights(s.next(8))}
	case 10:
		return graph.RevokeShare{Record: s.ref(), Principal: s.principal()}
	case 11:
		return graph.LinkRecord{Record: s.ref(), Lookup: choose(s, "up", "to"), Target: s.ref()}
	case 12:
		return graph.UnlinkRecord{Record: s.ref(), Lookup: choose(s, "up", "to")}
	}
	return graph.RecomputeInherited{Record: choose(s, graph.Ref{}, s.ref())}
}

func (s *script) batch() []graph.Change {
	var batch []graph.Change
	for range 1 + s.next(6) {
		switch s.next(4) {
		case 0:
			batch = append(batch, graph.DeleteObject{Object: s.object()})
		case 1:
			batch = append(batch, s.verb())
		default:
			batch = append(batch, graph.PutObject{Object: s.object()})
		}
	}
	return batch
}

// Batches are accepted and refused as the oracle does, and give the same facts (section 15); what they did
// gives the same State when it is replayed, and the same bytes when it is done twice.
func FuzzApply(f *testing.F) {
	for _, bytes := range []string{
		"", "\x05\x0a\x00\x00\x03\x03\x00\x00\x01", "\x00\x02\x05\x01\x01\x01\x00\x02\x05\x01\x01\x00", "\x00\x04\x03\x04\x00\x00\x01",
		"\x02\x0b\x00\x00\x00\x01\x01\x01\x0a\x00\x00\x03\x02\x00\x00\x00\x01\x00\x00\x01\x01", "\x00\x00\x01\x01\x01", "ambit", "0123456789abcdef",
	} {
		f.Add([]byte(bytes))
	}
	base := worked(f)
	oracle := indextest.New()
	require.NoError(f, oracle.Load(indextest.Worked()))
	f.Fuzz(func(t *testing.T, data []byte) {
		s := &script{data[:min(len(data), 400)]}
		state, o := base, oracle.Clone()
		for step := 0; step == 0 || len(s.rest) > 0; step++ {
			batch := s.batch()
			say := fmt.Sprintf("step %d: %v", step, batch)
			expected := o.Apply(batch)
			next, effects, err := state.Apply(batch)
			require.Empty(t, indextest.Disagreement(expected, err), say)
			if err != nil {
				continue
			}
			require.Empty(t, indextest.DifferentFacts(o, next.Objects), say)
			replayed, err := state.Replay(effects.Changes)
			require.NoError(t, err, say)
			requireSame(t, next, replayed, say)
			_, again, err := state.Apply(batch)
			require.NoError(t, err, say)
			require.Equal(t, effects, again, say)
			state = next // never settled, as a State that is only tried
		}
		require.NoError(t, state.Verify(t.Context(), func(text string) { t.Error(text) }))
	})
}
