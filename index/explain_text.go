package index

import (
	"fmt"
	"strings"

	"github.com/accessindex/ambit/graph"
)

// String says it to an administrator: a sentence, and a tree that leads from the user by each path to
// the record or, where the record is out of reach, to how far each role goes; then the roles that open
// the gate. The text of one revision is always the same. It has no newline at its end.
func (x Explanation) String() string {
	if x.User == "" {
		return Deny.String()
	}
	lines := []string{x.sentence()}
	if tree := x.tree(); len(tree.branches) > 0 {
		lines = append(lines, "", tree.String())
	}
	if x.Decision == Allow {
		gate := &branch{label: "the gate, " + x.Privilege + ", is open by"}
		for _, role := range x.Gate {
			gate.grow(roleSteps(role)...)
		}
		lines = append(lines, "", gate.String())
	}
	return strings.Join(lines, "\n")
}

// sentence is the answer and the first reason for it, or the smallest change.
func (x Explanation) sentence() string {
	if x.Decision == Deny {
		return fmt.Sprintf("%s may not %s %s: %s; %s", x.User, x.Right, x.Record, x.failure(), x.smallestChange())
	}
	text := fmt.Sprintf("%s may %s %s", x.User, x.Right, x.Record)
	if len(x.Paths) > 0 {
		text += fmt.Sprintf(": %s (%s)", x.reason(x.Paths[0]), x.Paths[0].Rule)
	}
	switch others := len(x.Paths) + x.MorePaths - 1; {
	case others == 1:
		text += ", and in one more way"
	case others > 1:
		text += fmt.Sprintf(", and in %d more ways", others)
	}
	return text
}

// reason says why a path grants the right.
func (x Explanation) reason(p Path) string {
	role := roleName(p.Role) + roleDepth(p.Role)
	if p.Role.Holder.Kind == graph.TeamPrincipal {
		role = fmt.Sprintf("%s of %s%s", roleName(p.Role), nameOf(p.Role.Holder), roleDepth(p.Role))
	}
	shared := "it is shared with "
	switch {
	case p.Rule == "3.5a":
		return fmt.Sprintf("%s owns it and has %s", x.User, role)
	case p.Rule == "3.5b" || p.Rule == "3.5c":
		return fmt.Sprintf("%s, of which %s is a member, owns it, and %s has %s", nameOf(p.Owner), x.User, x.User, role)
	case p.Rule == "3.6a":
		return fmt.Sprintf("%s has %s, which covers every %s", x.User, role, x.Record.Entity)
	case p.Rule == "3.6b" || p.Rule == "3.6c":
		return fmt.Sprintf("%s has %s, which covers unit %s", x.User, role, x.BusinessUnit)
	case p.Rule == "3.7":
		return shared + x.sharer(p.Share) + inheritance(p.Share)
	case p.Subordinate == "": // 4.1, 4.3, 4.4
		return fmt.Sprintf("%s has %s, and the record is %s", x.User, role, x.ending(p))
	case p.Owner == graph.UserRef(p.Subordinate):
		return fmt.Sprintf("%s, %s, owns it", p.Subordinate, levels(p.Distance))
	case !p.Owner.IsZero():
		return fmt.Sprintf("%s, of which %s, %s, is a member, owns it", nameOf(p.Owner), p.Subordinate, levels(p.Distance))
	case p.Share.Principal == graph.UserRef(p.Subordinate):
		return fmt.Sprintf("%s%s, %s", shared, p.Subordinate, levels(p.Distance))
	}
	return fmt.Sprintf("%s%s, of which %s, %s, is a member", shared, nameOf(p.Share.Principal), p.Subordinate, levels(p.Distance))
}

// sharer names whom the record is shared with, and how that concerns the user.
func (x Explanation) sharer(share PathShare) string {
	if share.Principal.Kind == graph.TeamPrincipal {
		return fmt.Sprintf("%s, of which %s is a member", nameOf(share.Principal), x.User)
	}
	return nameOf(share.Principal)
}

// failure says at which stage the decision fails, and why.
func (x Explanation) failure() string {
	switch {
	case x.Stage == StageInactive:
		return "inactive, as " + x.disabled() + " disabled (7.2)"
	case x.Stage == StageGate && x.Privilege == "":
		return fmt.Sprintf("the gate is shut, as %s does not exist on %s (4.1)", x.Right, x.Record.Entity)
	case x.Stage == StageGate:
		return fmt.Sprintf("the gate is shut, as no role grants %s (3.2)", x.Privilege)
	case x.Owner.IsZero():
		return fmt.Sprintf("out of reach, as no role or share brings a record of unit %s (3.1)", x.BusinessUnit)
	}
	return fmt.Sprintf("out of reach, as no role, share or subordinate brings a record of %s in unit %s (3.1)",
		nameOf(x.Owner), x.BusinessUnit)
}

// smallestChange says what gets past the stage.
func (x Explanation) smallestChange() string {
	if len(x.Remedies) == 0 {
		return "no change opens it"
	}
	first := x.Remedies[0]
	switch first.Kind {
	case RemedyEnable:
		return "smallest change: enable " + putNames(first.Changes)
	case RemedyGrant:
		return fmt.Sprintf("smallest change: a role that grants it at %s", first.Depth)
	}
	return fmt.Sprintf("smallest change: share it with %s for %s", x.User, x.Right)
}

// disabled is the subject and verb of what has to be enabled.
func (x Explanation) disabled() string {
	var changes []graph.Change
	for _, each := range x.Remedies {
		changes = append(changes, each.Changes...)
	}
	if len(changes) == 1 {
		return putNames(changes) + " is"
	}
	return putNames(changes) + " are"
}

// putNames lists the users and units that changes put.
func putNames(changes []graph.Change) string {
	var list []string
	for _, change := range changes {
		switch object := change.Subject().(type) {
		case graph.User:
			list = append(list, "user "+object.ID)
		case graph.BusinessUnit:
			list = append(list, "unit "+object.ID)
		}
	}
	return strings.Join(list, " and ")
}

// nameOf names a principal in a sentence: a user by the id alone.
func nameOf(p graph.Principal) string {
	switch p.Kind {
	case graph.TeamPrincipal:
		return "team " + p.ID
	case graph.OrganizationPrincipal:
		return "the organization"
	}
	return p.ID
}

func levels(distance int) string {
	if distance == 1 {
		return "1 level below"
	}
	return fmt.Sprintf("%d levels below", distance)
}

// inheritance says what a part of a share is inherited from.
func inheritance(share PathShare) string {
	switch {
	case !share.Inherited:
		return ""
	case share.Origin.IsZero():
		return ", inherited from an unknown record"
	}
	return ", inherited from " + share.Origin.String()
}
