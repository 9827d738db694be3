package graph

// Effects are what a batch did to the facts.
type Effects struct {
	// Changes are the facts as they were set and removed, in order, with all consequences: setting
	// them again by Replay, which knows no rule, gives the same State.
	Changes []Change
	// AsGiven is true where Changes say just what the batch said.
	AsGiven bool
	// Records are the records that came, went, or changed their holding.
	Records []RecordStep
	// Shares are the shares that changed.
	Shares []ShareStep
	// Moves are the users and teams that came to another unit.
	Moves []Move
	// Placed are the owners whose records got or lost own units as a whole (7.3c).
	Placed []PrincipalNumber
	// Users are those whose teams, roles, unit, manager or position changed, each once or more.
	Users []PrincipalNumber
	// AllUsers is true where roles, entities, privileges, positions or settings changed.
	AllUsers bool
	// Tree is true where units came, went, changed their parent or were disabled or enabled.
	Tree bool
	// OwnUnits is true where all own units of user-owned records were cleared (13.5).
	OwnUnits bool
	// Clones is the number of pages that the step cloned.
	Clones int
}

// RecordStep is a record's change of holding; 0 stands for no record.
type RecordStep struct {
	Entity   EntityNumber
	Ordinal  Ordinal
	Old, New HoldingNumber
}

// ShareStep is a change of the rights that a principal has on a record by share (11.5).
type ShareStep struct {
	Entity                     EntityNumber
	Ordinal                    Ordinal
	Principal                  PrincipalNumber
	OldExplicit, NewExplicit   Rights
	OldInherited, NewInherited Rights
}

// Move is a principal's change of unit.
type Move struct {
	Principal PrincipalNumber
	From, To  UnitNumber
}

// dropOwnUnits is an effect: every user-owned record's own unit is cleared (13.5).
type dropOwnUnits struct{}

// Subject is the settings, whose change has this effect.
func (dropOwnUnits) Subject() Object { return Settings{} }
func (dropOwnUnits) change()         {}

// placeOwned is an effect: the records of an owner that have no own unit get one, or, where the unit
// is empty, all lose theirs (7.3c).
type placeOwned struct {
	Owner        Principal `json:"owner"`
	BusinessUnit string    `json:"business_unit"`
}

// Subject is the owner, whose transfer has this effect.
func (e placeOwned) Subject() Object {
	if e.Owner.Kind == TeamPrincipal {
		return Team{ID: e.Owner.ID}
	}
	return User{ID: e.Owner.ID}
}
func (placeOwned) change() {}

// sameChange reports whether an effect is what a change of the batch says, and no consequence.
func sameChange(effect, change Change) bool {
	switch effect.(type) {
	case PutObject:
		if _, same := change.(PutObject); !same {
			return false
		}
	case DeleteObject:
		if _, same := change.(DeleteObject); !same {
			return false
		}
	default:
		return false
	}
	return effect.Subject().String() == change.Subject().String()
}
