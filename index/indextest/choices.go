package indextest

import (
	"slices"

	"github.com/accessindex/ambit/graph"
)

// Each † of the rules whose facts the oracle holds is one function here, so that it can be flipped.
// Those of 2.4 and 7.2 (team administrators, access modes) choose to ignore what is not even
// stored.

// ownsAtDepth is the choice of 3.5a: a member-inherited role of any depth gives OWN on one's own
// records, not of depth Basic alone.
func ownsAtDepth(d graph.Depth) bool { return d >= graph.Basic }

// ownPrivilegeServesTeams is the choice of 3.5c: one's own privilege serves records of one's teams,
// not only the owning team's roles.
func ownPrivilegeServesTeams() bool { return true }

// followedUnit is the choice of 3.6e: a role that names no base unit reaches from the unit of its
// holder, never from that of the team's member.
func followedUnit(holder, _ string) string { return holder }

// organizationShareServes is the choice of 3.7: shares with the organization count for all, whatever
// the depth of the privilege.
func organizationShareServes([]holding) bool { return true }

// asksRead is the choice of 3.14: no right asks for Read beside it.
func asksRead(graph.Right) bool { return false }

// reachesOwnUser is the choice of 4.3: the condition of 3.5a reaches one's own systemuser record.
func reachesOwnUser() bool { return true }

// keptOnMove is the choice of 5.5: a move drops assignments and overrides that are then outside the
// subtree of their role.
func keptOnMove() bool { return false }

// disablingUnits is the choice of 5.6: disabling counts for all units below, so that any unit from
// the user's own (the first) up to the root may disable the user.
func disablingUnits(upward []string) []string { return upward }

// overridden is the choice of 6.6: an override may raise a depth, never lower it.
func overridden(own, override graph.Depth) graph.Depth { return max(own, override) }

// hierarchyRights is the choice of 8.2: what a superior may get at distance k. Writing goes as far
// as hierarchy_write_levels, which is 1 unless set otherwise.
func hierarchyRights(settings graph.Settings, k int) graph.Rights {
	switch {
	case k < 1 || k > settings.HierarchyDepth:
		return 0
	case k <= settings.HierarchyWriteLevels:
		return graph.RightsOf(graph.Read, graph.Write, graph.Append, graph.AppendTo)
	}
	return graph.RightsOf(graph.Read)
}

// superiorAtDepth is a choice of 8.5: any depth suffices for the superior.
func superiorAtDepth(d graph.Depth) bool { return d > graph.None }

// reportMustReach is a choice of 8.5: the report's own privileges are not asked.
func reportMustReach() bool { return false }

// managesFrom is the choice of 8.7: a manager sits in the report's unit, or in any above it.
func managesFrom(manager string, upward []string) bool { return slices.Contains(upward, manager) }

// reportCounts is the choice of 8.9: reports count even if they are not active.
func reportCounts(bool) bool { return true }

// asksAssignToCreate is the choice of 9.4: creating for another owner does not take Assign.
func asksAssignToCreate() bool { return false }

// linkNeedsOfChild and linkNeedsOfParent are the choice of 9.7: no Write on the parent.
func linkNeedsOfChild() []graph.Right {
	return []graph.Right{graph.Read, graph.Write, graph.Append}
}

func linkNeedsOfParent() []graph.Right { return []graph.Right{graph.Read, graph.AppendTo} }

// sharerNeeds is the choice of 11.2: the sharer holds Share, Read (11.1) and every right given.
func sharerNeeds(given graph.Rights) graph.Rights {
	return given | graph.RightsOf(graph.Share, graph.Read)
}

// storedOf is the choice of 11.3: rights that the grantee cannot use are stored with the others.
func storedOf(given graph.Rights) graph.Rights { return given }

// granted is the choice of 11.4: granting again adds.
func granted(had, given graph.Rights) graph.Rights { return had | given }

// ownersPart is the choice of 12.2: what the owner of a parent inherits on its children is all but Create.
func ownersPart() graph.Rights { return graph.FullRights }

// ownerChangeCounts is the choice of 12.7: a change of the child's owner counts like one of the parent's.
func ownerChangeCounts(ofParent, ofChild bool) bool { return ofParent || ofChild }

// ownerReachesUnit is the choice of 13.3: the owner's reach asks for no role in the record's unit.
func ownerReachesUnit([]holding, string) bool { return true }
