package index

import "github.com/accessindex/ambit/graph"

// Explanation says why a user may do something to a record, or why not and what would change that
// (3.17, 3.18). It is plain data; String, MarshalJSON and Dot write it out. The zero Explanation denies.
type Explanation struct {
	User     string         `json:"user"`
	Right    graph.Right    `json:"right"`
	Record   graph.Ref      `json:"record"` // the entity as it was declared
	Decision Decision       `json:"decision"`
	Revision graph.Revision `json:"revision"`

	// Privilege governs the right on the entity (1.16). It is empty where the right does not exist (4.1).
	Privilege string `json:"privilege,omitzero"`
	// Owner of the record, on user-owned entities.
	Owner graph.Principal `json:"owner,omitzero"`
	// BusinessUnit is the record's owning unit (4.2, 4.3), where it has one.
	BusinessUnit string `json:"business_unit,omitzero"`

	// Gate is the roles that open the gate (3.2), by role, holder and base unit; none where the user is
	// not active.
	Gate []PathRole `json:"gate"`
	// Paths are what grants the right, each once, by rule and witnesses; none where it is denied.
	Paths []Path `json:"paths"`
	// MorePaths is how many paths First left out.
	MorePaths int `json:"more_paths,omitzero"`

	// Stage is the first that fails; empty where the right is granted.
	Stage Stage `json:"stage,omitzero"`
	// Remedies are the smallest changes that get past the stage, the first the one to name; any one is
	// enough. There is none for a right that does not exist.
	Remedies []Remedy `json:"remedies,omitempty"`
}

// Stage is a stage of the decision at which it is denied (3.18).
type Stage string

// The stages of rule 3.18, in their order.
const (
	StageInactive Stage = "inactive" // the user or a unit from the user's up is disabled (7.2)
	StageGate     Stage = "gate"     // no role grants the privilege (3.2)
	StageReach    Stage = "reach"    // the gate is open, but no clause holds (3.1)
)

// Path is one way in which a right is granted: a rule and its witnesses (3.17). It suffices with the
// gate alone. Which fields are set depends on the rule.
type Path struct {
	// Rule is 3.5a, 3.5b, 3.5c, 3.6a, 3.6b, 3.6c, 3.7, 4.1, 4.3, 4.4, 8.7 or 8.8.
	Rule string `json:"rule"`
	// Role that gives the right; of 3.5, 3.6, 4.1, 4.3 and 4.4.
	Role PathRole `json:"role,omitzero"`
	// Owner of the record; of 3.5, and of 8.7 and 8.8 where owning it brings it: the subordinate or a team
	// of the subordinate.
	Owner graph.Principal `json:"owner,omitzero"`
	// Share that gives the right; of 3.7, and of 8.7 and 8.8 where it brings the record.
	Share PathShare `json:"share,omitzero"`
	// Subordinate is the user below; of 8.7 (managers) and 8.8 (positions).
	Subordinate string `json:"subordinate,omitzero"`
	// Distance is how many steps below the subordinate is, 1 or more.
	Distance int `json:"distance,omitzero"`
}

// PathRole is a role assignment of the user or of a team of the user, with the depth that it gives the
// privilege.
type PathRole struct {
	ID           string          `json:"id"`            // of the role
	Name         string          `json:"name,omitzero"` // of the role, where it is not its id
	Holder       graph.Principal `json:"holder"`
	BusinessUnit string          `json:"business_unit"` // the base unit
	Depth        graph.Depth     `json:"depth"`
	Overridden   bool            `json:"overridden,omitzero"` // the depth is raised at the base unit (6.6)
}

// PathShare is one part of a share of the record: the explicit rights, or those inherited from one origin.
type PathShare struct {
	Principal graph.Principal `json:"principal"`
	Inherited bool            `json:"inherited"`
	Origin    graph.Ref       `json:"origin,omitzero"` // of an inherited part; zero where it is not known
}

// RemedyKind tells remedies apart.
type RemedyKind string

// The kinds of remedy. Where nothing changes beside it, each moves the answer to a later stage or to
// allow.
const (
	RemedyEnable RemedyKind = "enable" // enable the user, and each disabled unit above
	RemedyGrant  RemedyKind = "grant"  // give the user a role with the privilege
	RemedyShare  RemedyKind = "share"  // share the record with the user
	RemedyRaise  RemedyKind = "raise"  // raise the depth of a role that opens the gate
)

// Remedy is a smallest change that gets past a stage (3.18).
type Remedy struct {
	Kind RemedyKind `json:"kind"`
	// Privilege to be granted or raised.
	Privilege string `json:"privilege,omitzero"`
	// Depth is the lowest that does it: that the privilege may have, to open the gate; that covers the
	// record, to reach it.
	Depth graph.Depth `json:"depth,omitzero"`
	// Role that is raised: the assignment that then covers the record, at its present depth.
	Role PathRole `json:"role,omitzero"`
	// Changes that make it, as one batch. There are none for a grant, for which a role is to be chosen,
	// and none where the role cannot be changed (6.7).
	Changes []graph.Change `json:"changes"`
}

// First is the explanation with at most n of its paths; MorePaths counts the others.
func (x Explanation) First(n int) Explanation {
	if n = max(n, 0); len(x.Paths) > n {
		x.MorePaths += len(x.Paths) - n
		x.Paths = x.Paths[:n:n]
	}
	return x
}
