package index_test

import (
	"cmp"
	"slices"
	"strings"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
)

// facts are the objects of a canonical dump, looked up by hand: what the paths of explanations are
// tried against. It knows nothing of State.
type facts struct {
	settings    graph.Settings
	entities    map[string]graph.Entity // by folded name
	units       map[string]graph.BusinessUnit
	root        string
	positions   map[string]graph.Position
	users       map[string]graph.User
	teams       map[string]graph.Team // undeclared default teams included
	members     map[graph.Member]bool
	roles       map[string]graph.Role
	assignments []graph.RoleAssignment
	records     map[graph.Ref]graph.Record // entities folded
	shares      map[graph.Ref][]graph.RecordShare
}

func factsOf(objects []graph.Object) *facts {
	f := &facts{
		entities: map[string]graph.Entity{}, units: map[string]graph.BusinessUnit{}, positions: map[string]graph.Position{},
		users: map[string]graph.User{}, teams: map[string]graph.Team{}, members: map[graph.Member]bool{},
		roles: map[string]graph.Role{}, records: map[graph.Ref]graph.Record{}, shares: map[graph.Ref][]graph.RecordShare{},
	}
	for _, object := range objects {
		switch o := object.(type) {
		case graph.Settings:
			f.settings = o
		case graph.Entity:
			f.entities[strings.ToLower(o.Name)] = o
		case graph.BusinessUnit:
			f.units[o.ID] = o
			if o.Parent == "" {
				f.root = o.ID
			}
		case graph.Position:
			f.positions[o.ID] = o
		case graph.User:
			f.users[o.ID] = o
		case graph.Team:
			f.teams[o.ID] = o
		case graph.Member:
			f.members[o] = true
		case graph.Role:
			f.roles[o.ID] = o
		case graph.RoleAssignment:
			f.assignments = append(f.assignments, o)
		case graph.Record:
			f.records[lowRef(o.Ref())] = o
		case graph.RecordShare:
			f.shares[lowRef(o.Record)] = append(f.shares[lowRef(o.Record)], o)
		}
	}
	for id := range f.units { // 5.2
		if !slices.ContainsFunc(f.teamList(), func(t graph.Team) bool { return t.Default && t.BusinessUnit == id }) {
			f.teams[id] = graph.Team{ID: id, BusinessUnit: id, Default: true}
		}
	}
	return f
}

func lowRef(ref graph.Ref) graph.Ref { return graph.RecordRef(strings.ToLower(ref.Entity), ref.ID) }

func (f *facts) teamList() []graph.Team {
	var all []graph.Team
	for _, t := range f.teams {
		all = append(all, t)
	}
	return all
}

func (f *facts) unitOf(p graph.Principal) string {
	if p.Kind == graph.TeamPrincipal {
		return f.teams[p.ID].BusinessUnit
	}
	return cmp.Or(f.users[p.ID].BusinessUnit, f.root)
}

// isOr reports whether a principal is the user or a team of the user (2.4, 5.2).
func (f *facts) isOr(user string, p graph.Principal) bool {
	if p.Kind != graph.TeamPrincipal {
		return p == graph.UserRef(user)
	}
	t := f.teams[p.ID]
	return t.Default && t.BusinessUnit == f.unitOf(graph.UserRef(user)) || f.members[graph.Member{Team: p.ID, User: user}]
}

// up is the unit and all above it.
func (f *facts) up(unit string) []string {
	var all []string
	for ; unit != ""; unit = f.units[unit].Parent {
		all = append(all, unit)
	}
	return all
}

func (f *facts) owningUnit(record graph.Record) string {
	switch entity := strings.ToLower(record.Entity); {
	case record.BusinessUnit != "":
		return record.BusinessUnit
	case !record.Owner.IsZero():
		return f.unitOf(record.Owner)
	case f.entities[entity].Ownership != graph.BusinessOwned:
		return ""
	case entity == "businessunit":
		return record.ID
	case entity == "systemuser":
		return f.unitOf(graph.UserRef(record.ID))
	}
	return f.unitOf(graph.TeamRef(record.ID))
}

func privilegeName(r graph.Right, e graph.Entity) string {
	return strings.ToLower("prv" + r.String() + cmp.Or(e.Privilege, e.Name))
}

// held is H(u) as far as it gives a privilege (section 3a).
func (f *facts) held(user, privilege string) []index.PathRole {
	var all []index.PathRole
	for _, a := range f.assignments {
		if !f.isOr(user, a.Principal) {
			continue
		}
		role := f.roles[a.Role]
		q := index.PathRole{ID: a.Role, Holder: a.Principal, BusinessUnit: cmp.Or(a.BusinessUnit, f.unitOf(a.Principal))}
		if role.Name != role.ID {
			q.Name = role.Name
		}
		for name, depth := range role.Privileges {
			if strings.ToLower(name) == privilege {
				q.Depth = depth
			}
		}
		own := q.Depth
		for _, each := range role.Overrides {
			if strings.ToLower(each.Privilege) == privilege && each.BusinessUnit == q.BusinessUnit {
				q.Depth = max(q.Depth, each.Depth)
			}
		}
		q.Overridden = q.Depth > own
		if q.Depth > graph.None && !slices.Contains(all, q) {
			all = append(all, q)
		}
	}
	return all
}

// chain is the users, or positions, above.
func (f *facts) chain(user string) []string {
	var all []string
	if f.settings.HierarchyModel == graph.ManagerHierarchy {
		for at := f.users[user].Manager; at != ""; at = f.users[at].Manager {
			all = append(all, at)
		}
		return all
	}
	for at := f.users[user].Position; at != ""; at = f.positions[at].Parent {
		all = append(all, at)
	}
	return all[min(1, len(all)):]
}

// candidates are all paths that there could be for a question, right or wrong.
func (f *facts) candidates(user string, record graph.Record, held []index.PathRole) []index.Path {
	var all []index.Path
	for _, q := range held {
		for _, rule := range []string{"3.5a", "3.5b", "3.5c"} {
			all = append(all, index.Path{Rule: rule, Role: q, Owner: record.Owner})
		}
		for _, rule := range []string{"3.6a", "3.6b", "3.6c", "4.1", "4.3", "4.4"} {
			all = append(all, index.Path{Rule: rule, Role: q})
		}
	}
	for _, share := range f.shares[lowRef(record.Ref())] {
		all = append(all, index.Path{Rule: "3.7", Share: index.PathShare{Principal: share.Principal}})
		for _, from := range share.Inherited {
			all = append(all, index.Path{Rule: "3.7", Share: index.PathShare{
				Principal: share.Principal, Inherited: true, Origin: from.Origin,
			}})
		}
	}
	for v := range f.users {
		for distance := range f.chain(v) {
			for _, rule := range []string{"8.7", "8.8"} {
				p := index.Path{Rule: rule, Subordinate: v, Distance: distance + 1}
				for _, share := range f.shares[lowRef(record.Ref())] {
					p.Share.Principal = share.Principal
					all = append(all, p)
				}
				p.Share, p.Owner = index.PathShare{}, record.Owner
				all = append(all, p)
			}
		}
	}
	return all
}

// suffices reports whether a path grants the right by itself once the gate is open, by the letter of
// its rule. The role is known to be held, with its depth.
func (f *facts) suffices(p index.Path, user string, r graph.Right, record graph.Record) bool {
	entity := f.entities[strings.ToLower(record.Entity)]
	unit := f.owningUnit(record)
	owned := entity.Ownership == graph.UserOwned
	placed := owned || entity.Ownership == graph.BusinessOwned
	asInA := p.Role.Holder == graph.UserRef(user) || f.roles[p.Role.ID].MemberInheritance == graph.InheritUser
	ofTeam := record.Owner.Kind == graph.TeamPrincipal && f.isOr(user, record.Owner)
	switch p.Rule {
	case "3.5a":
		return owned && record.Owner == graph.UserRef(user) && asInA
	case "3.5b":
		return owned && ofTeam && p.Role.Holder == record.Owner
	case "3.5c":
		return owned && ofTeam && asInA
	case "3.6a":
		return placed && p.Role.Depth == graph.Global
	case "3.6b":
		return placed && p.Role.Depth == graph.Deep && slices.Contains(f.up(unit), p.Role.BusinessUnit)
	case "3.6c":
		return placed && p.Role.Depth == graph.Local && unit == p.Role.BusinessUnit
	case "3.7":
		concerns := p.Share.Principal == graph.Organization || f.isOr(user, p.Share.Principal)
		return placed && concerns && f.shared(record, p.Share).Has(r)
	case "4.1":
		return entity.Ownership == graph.OrganizationOwned
	case "4.3":
		return entity.Ownership == graph.BusinessOwned && strings.EqualFold(entity.Name, "systemuser") && record.ID == user && asInA
	case "4.4":
		return entity.Ownership == graph.Unowned
	}
	return owned && f.above(p, user, r, entity) && f.hasIt(p, r, record)
}

// shared is the rights of one part of a share.
func (f *facts) shared(record graph.Record, part index.PathShare) graph.Rights {
	for _, share := range f.shares[lowRef(record.Ref())] {
		if share.Principal != part.Principal {
			continue
		}
		if !part.Inherited {
			return share.Rights
		}
		for _, from := range share.Inherited {
			if from.Origin == part.Origin {
				return from.Rights
			}
		}
	}
	return 0
}

// above reports whether the subordinate of a path is below the user, and for this right (8.1, 8.2).
func (f *facts) above(p index.Path, user string, r graph.Right, e graph.Entity) bool {
	top, rule := user, "8.7"
	switch f.settings.HierarchyModel {
	case graph.NoHierarchy:
		return false
	case graph.PositionHierarchy:
		top, rule = f.users[user].Position, "8.8"
	}
	chain := f.chain(p.Subordinate)
	if p.Rule != rule || e.HierarchyExcluded || p.Distance > len(chain) || chain[p.Distance-1] != top {
		return false
	}
	if rule == "8.7" && f.settings.ManagersInSameOrParentBusinessUnit &&
		!slices.Contains(f.up(f.unitOf(graph.UserRef(p.Subordinate))), f.unitOf(graph.UserRef(user))) {
		return false
	}
	switch r {
	case graph.Read:
		return p.Distance <= f.settings.HierarchyDepth
	case graph.Write, graph.Append, graph.AppendTo:
		return p.Distance <= min(f.settings.HierarchyDepth, f.settings.HierarchyWriteLevels)
	}
	return false
}

// hasIt reports whether the subordinate has the record by what the path names (8.3, 8.4).
func (f *facts) hasIt(p index.Path, r graph.Right, record graph.Record) bool {
	if !p.Owner.IsZero() {
		return p.Owner == record.Owner && f.isOr(p.Subordinate, p.Owner)
	}
	return f.isOr(p.Subordinate, p.Share.Principal) && f.shared(record, p.Share).Has(r)
}

// active is rule 7.2.
func (f *facts) active(user string) bool {
	return !f.users[user].Disabled && !slices.ContainsFunc(f.up(f.unitOf(graph.UserRef(user))), func(u string) bool {
		return f.units[u].Disabled
	})
}
