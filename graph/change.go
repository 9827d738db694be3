package graph

// Change is one step of a batch (section 15). PutObject and DeleteObject state facts; the others are
// verbs, which carry consequences (15.2).
type Change interface {
	// Subject is the object that the change is about: only what identifies it, where the change does not
	// put it.
	Subject() Object
	change()
}

// PutObject states a fact: it creates the object or replaces the whole of it (15.2).
type PutObject struct{ Object Object }

// DeleteObject removes a fact (15.2). Only the fields that identify the object are read.
type DeleteObject struct{ Object Object }

// MoveUnit gives a business unit another parent; all below it comes along (5.5).
type MoveUnit struct {
	BusinessUnit string `json:"business_unit"`
	Parent       string `json:"parent"`
}

// EnableUnit and DisableUnit set the flag of a business unit (5.6).
type (
	EnableUnit struct {
		BusinessUnit string `json:"business_unit"`
	}
	DisableUnit struct {
		BusinessUnit string `json:"business_unit"`
	}
)

// EnableUser and DisableUser set the flag of a user (7.1).
type (
	EnableUser struct {
		User string `json:"user"`
	}
	DisableUser struct {
		User string `json:"user"`
	}
)

// TransferUser brings a user to another business unit, with what that does to default teams, roles,
// records and managers (7.3).
type TransferUser struct {
	User         string `json:"user"`
	BusinessUnit string `json:"business_unit"`
}

// TransferTeam brings a team to another business unit, with what that does to its roles and records
// (7.4).
type TransferTeam struct {
	Team         string `json:"team"`
	BusinessUnit string `json:"business_unit"`
}

// AssignRecord gives a record, and the children that the cascade takes in, another owner (10.2 to 10.6,
// 12.7).
type AssignRecord struct {
	Record       Ref       `json:"record"`
	Owner        Principal `json:"owner"`
	BusinessUnit string    `json:"business_unit,omitzero"` // empty: what 10.3 gives
}

// GrantShare adds rights to those that a principal has on a record by explicit share (11.4, 11.6).
type GrantShare struct {
	Record    Ref       `json:"record"`
	Principal Principal `json:"principal"`
	Rights    Rights    `json:"rights"`
}

// ModifyShare replaces the rights that a principal has on a record by explicit share (11.4, 11.6).
type ModifyShare struct {
	Record    Ref       `json:"record"`
	Principal Principal `json:"principal"`
	Rights    Rights    `json:"rights"`
}

// RevokeShare clears the rights that a principal has on a record by explicit share (11.4, 11.6).
type RevokeShare struct {
	Record    Ref       `json:"record"`
	Principal Principal `json:"principal"`
}

// LinkRecord points a lookup of a record at another record (12.1); a lookup that points elsewhere is
// unlinked first (12.3).
type LinkRecord struct {
	Record Ref    `json:"record"`
	Lookup string `json:"lookup"`
	Target Ref    `json:"target"`
}

// UnlinkRecord clears a lookup of a record (12.3).
type UnlinkRecord struct {
	Record Ref    `json:"record"`
	Lookup string `json:"lookup"`
}

// RecomputeInherited builds the inherited rights of a record and all below it anew, or those of every
// record (12.6).
type RecomputeInherited struct {
	Record Ref `json:"record,omitzero"` // zero: everything
}

// Subject is the object that is put.
func (p PutObject) Subject() Object { return p.Object }

// Subject is the object that is deleted.
func (d DeleteObject) Subject() Object { return d.Object }

// Subject is the business unit.
func (c MoveUnit) Subject() Object    { return BusinessUnit{ID: c.BusinessUnit} }
func (c EnableUnit) Subject() Object  { return BusinessUnit{ID: c.BusinessUnit} }
func (c DisableUnit) Subject() Object { return BusinessUnit{ID: c.BusinessUnit} }

// Subject is the user or team.
func (c EnableUser) Subject() Object   { return User{ID: c.User} }
func (c DisableUser) Subject() Object  { return User{ID: c.User} }
func (c TransferUser) Subject() Object { return User{ID: c.User} }
func (c TransferTeam) Subject() Object { return Team{ID: c.Team} }

// Subject is the record, or the share of it.
func (c AssignRecord) Subject() Object { return Record{Entity: c.Record.Entity, ID: c.Record.ID} }
func (c LinkRecord) Subject() Object   { return Record{Entity: c.Record.Entity, ID: c.Record.ID} }
func (c UnlinkRecord) Subject() Object { return Record{Entity: c.Record.Entity, ID: c.Record.ID} }
func (c RecomputeInherited) Subject() Object {
	return Record{Entity: c.Record.Entity, ID: c.Record.ID}
}
func (c GrantShare) Subject() Object  { return RecordShare{Record: c.Record, Principal: c.Principal} }
func (c ModifyShare) Subject() Object { return RecordShare{Record: c.Record, Principal: c.Principal} }
func (c RevokeShare) Subject() Object { return RecordShare{Record: c.Record, Principal: c.Principal} }

func (PutObject) change()          {}
func (DeleteObject) change()       {}
func (MoveUnit) change()           {}
func (EnableUnit) change()         {}
func (DisableUnit) change()        {}
func (EnableUser) change()         {}
func (DisableUser) change()        {}
func (TransferUser) change()       {}
func (TransferTeam) change()       {}
func (AssignRecord) change()       {}
func (GrantShare) change()         {}
func (ModifyShare) change()        {}
func (RevokeShare) change()        {}
func (LinkRecord) change()         {}
func (UnlinkRecord) change()       {}
func (RecomputeInherited) change() {}
