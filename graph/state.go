package graph

// State is all facts of an organisation at one moment. It is immutable: Apply makes the next one,
// which shares with it whatever did not change. Any number of goroutines may read it.
type State struct {
	settings   Settings
	numbering  uint64
	tree       *Tree
	units      table[unit]
	users      keys // ids of users; see PrincipalNumber
	teams      keys // ids of teams
	principals column[*principal]
	positions  table[position]
	roles      table[role]
	privileges table[privilege]
	entities   table[entity]
	relations  table[relation]
	tasks      table[Task]

	members     sorted[pair]       // team, user: explicit ones, so none of default teams
	assignments sorted[assignment] // by principal

	// What follows from the above, to walk it the other way.
	memberships    sorted[pair] // user, team
	unitChildren   sorted[pair] // parent, child
	unitUsers      sorted[pair] // unit, user
	unitTeams      sorted[pair] // unit, team
	defaultTeams   sorted[pair] // unit, declared default team
	unitRoles      sorted[pair] // home, role
	reports        sorted[pair] // manager, user
	positionUsers  sorted[pair] // position, user
	positionsBelow sorted[pair] // parent, child
	roleHolders    sorted[pair] // role, principal
	basedAt        sorted[pair] // unit, principal: named assignments
}

// unit is a business unit with what it refers to by number.
type unit struct {
	fact   BusinessUnit
	parent UnitNumber      // 0 for the root
	team   PrincipalNumber // its default team
}

// principal is a user or a team with what it refers to by number. The organization is one too.
type principal struct {
	kind     PrincipalKind
	user     User // of a user
	team     Team // of a team
	unit     UnitNumber
	manager  PrincipalNumber
	position PositionNumber
	implied  bool // an undeclared default team
}

type position struct {
	fact   Position
	parent PositionNumber
}

// NewState is an empty organisation.
func NewState() *State {
	s := &State{settings: DefaultSettings(), tree: &Tree{}}
	e := &edit{}
	s.principals.set(e, uint32(OrganizationNumber), &principal{kind: OrganizationPrincipal})
	return s
}

// Settings of the organization.
func (s *State) Settings() Settings { return s.settings }

// Numbering names what the ordinals of records mean: it changes when a load numbers them anew. States
// of one numbering have the same ordinal for a record that is there in both and all between them.
func (s *State) Numbering() uint64 { return s.numbering }

// Tree of the business units.
func (s *State) Tree() *Tree { return s.tree }

// Settle moves what this state added to its key tables into the tables that states share. The one
// writer calls it on a state before it publishes it; a state that is only tried is never settled.
func (s *State) Settle() {
	s.units.settle()
	s.users.settle()
	s.teams.settle()
	s.positions.settle()
	s.roles.settle()
	s.privileges.settle()
	s.entities.settle()
	s.relations.settle()
	s.tasks.settle()
	for _, e := range s.entities.all() {
		e.keys.settle()
	}
}
