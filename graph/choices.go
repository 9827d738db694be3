package graph

// The choices of section 18, one predicate each, so that each can be flipped in one place.

// disablingReachesBelow: disabling a unit makes the users of the units below it inactive too (5.6).
func disablingReachesBelow() bool { return true }

// overriddenDepth: an override may raise a depth and never lowers it (6.6).
func overriddenDepth(own, override Depth) Depth { return max(own, override) }

// ownerInherits is what the owner of a parent inherits on its children (12.2).
func ownerInherits() Rights { return FullRights }

// moveDropsOutside: a move drops the assignments and overrides whose unit it takes out of the subtree of
// their role's home (5.5).
func moveDropsOutside() bool { return true }

// grantedRights are what a principal has by explicit share after a grant: it adds to what was there (11.4).
func grantedRights(had, given Rights) Rights { return had | given }

// childOwnerCounts: a change of the child's owner settles anew what the child inherits, as one of the
// parent's owner does (12.7).
func childOwnerCounts() bool { return true }

// The choices of 2.4 and 7.2 leave team administrators and access modes out: neither is kept.

// OwnsAtDepth: a role of any depth, not of Basic alone, gives OWN (3.5a).
func OwnsAtDepth(d Depth) bool { return d >= Basic }

// OwnPrivilegeServesTeams: one's own privilege serves the records of one's teams, not only the owning
// team's roles (3.5c).
func OwnPrivilegeServesTeams() bool { return true }

// TeamRoleReachesFromMember: whether a team's role reaches from the member's unit too, and not from
// its base unit alone (3.6e).
func TeamRoleReachesFromMember() bool { return false }

// OrganizationShareServes: a share with the organization counts for a role of any depth, not of Basic
// alone (3.7).
func OrganizationShareServes(d Depth) bool { return d > None }

// RightsAsked are what a question about one right asks for: that right alone, and not Read beside it
// (3.14).
func RightsAsked(r Right) Rights { return Rights(r) }

// ReachesOwnUser: the condition of 3.5a reaches one's own systemuser record (4.3).
func ReachesOwnUser() bool { return true }

// HierarchyRights are what a superior may get at a distance: writing goes as far as
// hierarchy_write_levels, which is 1 unless set otherwise (8.2).
func HierarchyRights(s Settings, distance int) Rights {
	switch {
	case distance < 1 || distance > s.HierarchyDepth:
		return 0
	case distance <= s.HierarchyWriteLevels:
		return RightsOf(Read, Write, Append, AppendTo)
	}
	return RightsOf(Read)
}

// SuperiorAtDepth: any depth suffices for the superior, not Local or Deep alone (8.5).
func SuperiorAtDepth(d Depth) bool { return d > None }

// ReportMustPass: whether the report's own privileges are asked (8.5).
func ReportMustPass() bool { return false }

// ManagesFrom: a manager's unit is the report's or any above it, not the immediate parent alone (8.7).
func ManagesFrom(t *Tree, manager, report UnitNumber) bool { return t.Within(report, manager) }

// ReportCounts: a report counts whether active or not (8.9).
func ReportCounts(active bool) bool { return true }

// CreatingTakesAssign: whether creating a record for another owner takes Assign too (9.4).
func CreatingTakesAssign() bool { return false }

// LinkRights are what a link takes on the child and on the parent: not Write on the parent (9.7).
func LinkRights() (child, parent Rights) {
	return RightsOf(Read, Write, Append), RightsOf(Read, AppendTo)
}

// AssociateRights are what it takes to associate two records many to many, and to dissociate them, on
// each: Append on both (9.8). No such links are kept here; whoever keeps them asks for the two.
func AssociateRights() (one, other Rights) { return RightsOf(Append), RightsOf(Append) }

// SharerRights are what it takes to give rights on a record: Share and Read (11.1), and every right
// that is given, since nobody gives what he or she does not have (11.2).
func SharerRights(given Rights) Rights { return RightsOf(Share, Read) | given }

// GranteeMustPass: whether a right that the grantee's roles do not give is refused, and not stored to
// lie inert (11.3).
func GranteeMustPass() bool { return false }
