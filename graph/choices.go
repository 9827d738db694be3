package graph

// The choices of section 18, one predicate each, so that each can be flipped in one place.

// disablingReachesBelow: disabling a unit makes the users of the units below it inactive too (5.6).
func disablingReachesBelow() bool { return true }

// overriddenDepth: an override may raise a depth and never lowers it (6.6).
func overriddenDepth(own, override Depth) Depth { return max(own, override) }

// ownerInherits is what the owner of a parent inherits on its children (12.2).
func ownerInherits() Rights { return FullRights }
