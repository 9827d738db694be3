package indextest

import (
	"errors"
	"fmt"
	"slices"

	"github.com/accessindex/ambit/graph"
)

// faults are all that is wrong with the final state of the batch (15.3, 15.4).
func (b *batch) faults() error {
	return errors.Join(b.treeFaults(), b.entityFaults(), b.positionFaults(), b.userFaults(), b.teamFaults(),
		b.roleFaults(), b.assignmentFaults(), b.recordFaults(), b.relationshipFaults(), b.shareFaults())
}

// absent is the error for a reference to something that is not there (15.4): held says what it is
// where the batch deleted it.
func (b *batch) absent(kind graph.Kind, id any, held error, about fmt.Stringer, rule string) error {
	if held != nil && b.deleted[identity{kind, id}] {
		return b.refuse(held, rule, about)
	}
	return b.refuse(graph.ErrUnknown, "15.4 reference", about)
}

// treeFaults tests the units: a whole tree whose root is enabled and the same as ever (5.1).
func (b *batch) treeFaults() error {
	err := b.shapeFaults()
	for _, unit := range b.units {
		if unit.Parent == "" && unit.Disabled {
			err = errors.Join(err, b.refuse(graph.ErrRootBusinessUnit, "5.1 disabled", unit))
		}
	}
	if unit, found := b.units[b.root]; b.root != "" && (!found || unit.Parent != "") {
		err = errors.Join(err, b.refuse(graph.ErrRootBusinessUnit, "5.1 given a parent", unit))
	}
	return err
}

// shapeFaults tests that the units are a whole tree: one root, no parent missing and no circle (2.2, 5.1).
func (b *batch) shapeFaults() (err error) {
	roots := 0
	for id, unit := range b.units {
		if unit.Parent == "" {
			roots++
			continue
		}
		if _, found := b.units[unit.Parent]; !found {
			err = errors.Join(err, b.absent(graph.KindBusinessUnit, unit.Parent, graph.ErrNotEmpty, unit, "15.4 unit of a unit"))
		}
		if circular(id, func(id string) string { return b.units[id].Parent }) {
			err = errors.Join(err, b.refuse(graph.ErrCycle, "2.2", unit))
		}
	}
	if len(b.units) > 0 && roots == 0 {
		err = errors.Join(err, b.refuse(graph.ErrRootBusinessUnit, "5.1 none", text("the tree")))
	}
	if roots > 1 {
		err = errors.Join(err, b.refuse(graph.ErrRootBusinessUnit, "5.1 several", text("the tree")))
	}
	return err
}

// circular reports whether the chain from an id up comes back to it.
func circular(id string, above func(id string) string) bool {
	chain := climb(id, above)
	return above(chain[len(chain)-1]) == id
}

// entityFaults tests that each privilege is that of one right and one privilege name (1.16).
func (b *batch) entityFaults() (err error) {
	type pair struct {
		right graph.Right
		name  string
	}
	spelled := map[string]pair{}
	for _, entity := range b.entities {
		for _, right := range graph.EachRight {
			this := pair{right, fold(privilegeName(entity))}
			name := privilegeOf(right, entity)
			if other, taken := spelled[name]; taken && other != this {
				err = errors.Join(err, b.refuse(graph.ErrDuplicate, "1.16", entity))
			}
			spelled[name] = this
		}
	}
	return err
}

func (b *batch) positionFaults() (err error) {
	for id, position := range b.positions {
		if _, found := b.positions[position.Parent]; position.Parent != "" && !found {
			err = errors.Join(err, b.absent(graph.KindPosition, position.Parent, graph.ErrNotEmpty, position, "15.4 parent of a position"))
		}
		if circular(id, func(id string) string { return b.positions[id].Parent }) {
			err = errors.Join(err, b.refuse(graph.ErrCycle, "8.10 positions", position))
		}
	}
	return err
}

func (b *batch) userFaults() (err error) {
	for id, user := range b.users {
		unit := b.unitOfUser(id) // empty without a root
		if _, found := b.units[unit]; !found {
			err = errors.Join(err, b.absent(graph.KindBusinessUnit, unit, graph.ErrNotEmpty, user, "15.4 unit of a user"))
		}
		if _, found := b.users[user.Manager]; user.Manager != "" && !found {
			err = errors.Join(err, b.absent(graph.KindUser, user.Manager, nil, user, ""))
		}
		if _, found := b.positions[user.Position]; user.Position != "" && !found {
			err = errors.Join(err, b.absent(graph.KindPosition, user.Position, graph.ErrNotEmpty, user, "15.4 user of a position"))
		}
		if circular(id, func(id string) string { return b.users[id].Manager }) {
			err = errors.Join(err, b.refuse(graph.ErrCycle, "8.10 managers", user))
		}
		if len(b.profilesOf(id)) > 1 {
			err = errors.Join(err, b.refuse(graph.ErrDuplicate, "14.2", user))
		}
	}
	return err
}

// profilesOf are the profiles that a user holds directly, counted by role (14.2).
func (s *state) profilesOf(user string) map[string]bool {
	profiles := map[string]bool{}
	for assignment := range s.assignments {
		if assignment.Principal == graph.UserRef(user) && s.roles[assignment.Role].Profile {
			profiles[assignment.Role] = true
		}
	}
	return profiles
}

func (b *batch) teamFaults() (err error) {
	defaults := map[string]string{}
	for id, team := range b.teams {
		if _, found := b.units[team.BusinessUnit]; !found {
			err = errors.Join(err, b.absent(graph.KindBusinessUnit, team.BusinessUnit, graph.ErrNotEmpty, team, "15.4 unit of a team"))
		}
		if team.Default {
			if _, second := defaults[team.BusinessUnit]; second {
				err = errors.Join(err, b.refuse(graph.ErrDuplicate, "7.5 second default team", team))
			}
			defaults[team.BusinessUnit] = id
		}
		if _, taken := b.units[id]; taken && !(team.Default && team.BusinessUnit == id) {
			err = errors.Join(err, b.refuse(graph.ErrDuplicate, "7.5 id of a unit", team))
		}
	}
	for member := range b.members {
		team, found := b.team(member.Team)
		if !found {
			err = errors.Join(err, b.absent(graph.KindTeam, member.Team, nil, member, ""))
		}
		if team.Default { // put before the team was one
			err = errors.Join(err, b.refuse(graph.ErrDefaultTeam, "7.5 members put before", member))
		}
		if _, found := b.users[member.User]; !found {
			err = errors.Join(err, b.absent(graph.KindUser, member.User, nil, member, ""))
		}
	}
	return err
}

func (b *batch) roleFaults() (err error) {
	governed := b.governed()
	for _, r := range b.roles {
		home := b.homeOf(r.Role)
		if _, found := b.units[home]; !found {
			err = errors.Join(err, b.absent(graph.KindBusinessUnit, home, nil, r, ""))
		}
		if len(r.Overrides) > 0 && !b.settings.RoleDepthOverrides {
			err = errors.Join(err, b.refuse(graph.ErrDepthNotAllowed, "6.6", r))
		}
		grants := map[string][]graph.Depth{}
		for privilege, depth := range r.grants {
			grants[privilege] = append(grants[privilege], depth)
		}
		for place, depth := range r.raised {
			grants[place.privilege] = append(grants[place.privilege], depth)
			if _, found := b.units[place.unit]; !found {
				err = errors.Join(err, b.absent(graph.KindBusinessUnit, place.unit, nil, r, ""))
			} else if !b.hasInstance(r.Role, place.unit) {
				err = errors.Join(err, b.refuse(graph.ErrRoleUnit, "6.6", r))
			}
		}
		for privilege, depths := range grants {
			for _, depth := range depths {
				if !b.mayHave(privilege, governed[privilege], depth) {
					err = errors.Join(err, b.refuse(graph.ErrDepthNotAllowed, "6.2", r))
				}
			}
			if r.Profile && len(governed[privilege]) > 0 {
				err = errors.Join(err, b.refuse(graph.ErrDepthNotAllowed, "14.2", r))
			}
		}
	}
	return err
}

func (b *batch) assignmentFaults() (err error) {
	for assignment := range b.assignments {
		r, found := b.roles[assignment.Role]
		if !found {
			err = errors.Join(err, b.absent(graph.KindRole, assignment.Role, nil, assignment, ""))
		}
		holder := b.exists(assignment.Principal)
		if !holder {
			err = errors.Join(err, b.absent(graph.KindUser, assignment.Principal.ID, nil, assignment, ""))
		}
		if team, _ := b.team(assignment.Principal.ID); assignment.Principal.Kind == graph.TeamPrincipal && team.Type == graph.AccessTeam {
			err = errors.Join(err, b.refuse(graph.ErrAccessTeamRole, "6.4", assignment))
		}
		base := assignment.BusinessUnit
		if base == "" {
			base = b.unitOf(assignment.Principal)
		} else if !b.matrix() && holder {
			// The holder's own unit would have been dropped by settle.
			err = errors.Join(err, b.refuse(graph.ErrRoleUnit, "13.1", assignment))
		}
		if _, known := b.units[base]; !known {
			if assignment.BusinessUnit != "" {
				err = errors.Join(err, b.absent(graph.KindBusinessUnit, base, nil, assignment, ""))
			}
		} else if found && !b.hasInstance(r.Role, base) {
			err = errors.Join(err, b.refuse(graph.ErrRoleUnit, "6.5", assignment))
		}
	}
	return err
}

// relationshipFaults tests that the entities of each relationship are there (15.4).
func (b *batch) relationshipFaults() (err error) {
	for _, r := range b.relationships {
		for _, entity := range []string{r.Child, r.Parent} {
			if _, found := b.entities[entity]; !found {
				err = errors.Join(err, b.absent(graph.KindEntity, entity, graph.ErrNotEmpty, r, "15.4 entity of a relationship"))
			}
		}
	}
	return err
}

func (b *batch) shareFaults() (err error) {
	for key, stored := range b.shares {
		about := graph.RecordShare{Record: key.record, Principal: key.principal}
		record, found := b.records[key.record]
		if !found {
			err = errors.Join(err, b.absent(graph.KindRecord, key.record, nil, about, ""))
		} else if _, known := b.entities[key.record.Entity]; known && !b.shareable(key.record.Entity) {
			err = errors.Join(err, b.refuse(graph.ErrNotShareable, "11.8", about))
		}
		if !b.exists(key.principal) {
			err = errors.Join(err, b.absent(graph.KindUser, key.principal.ID, nil, about, ""))
		}
		for origin := range stored.inherited {
			if origin.IsZero() {
				continue // 12.6: kept although the origin is not known
			}
			if _, known := b.records[origin]; !known {
				err = errors.Join(err, b.absent(graph.KindRecord, origin, nil, about, ""))
			}
			if !slices.Contains(targets(record), origin) {
				err = errors.Join(err, b.refuse(graph.ErrStaleOrigin, "12.9", about))
			}
		}
	}
	return err
}

// targets are the records that a record's lookups point at.
func targets(record graph.Record) []graph.Ref {
	var refs []graph.Ref
	for _, target := range record.Lookups {
		refs = append(refs, target)
	}
	return refs
}
