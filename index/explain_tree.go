package index

import (
	"fmt"
	"strings"

	"github.com/accessindex/ambit/graph"
)

// branch is a step from the user towards the record. Paths that begin with the same steps share them.
type branch struct {
	label    string
	end      bool // the record, or why it is not reached: the last step of a path
	branches []*branch
}

// grow adds a path below the branch, and returns its last step.
func (b *branch) grow(steps ...string) *branch {
	at := b
	for _, step := range steps {
		at = at.below(step)
	}
	return at
}

func (b *branch) below(label string) *branch {
	for _, each := range b.branches {
		if each.label == label && !each.end {
			return each
		}
	}
	next := &branch{label: label}
	b.branches = append(b.branches, next)
	return next
}

// arrive adds the record as the end of a path.
func (b *branch) arrive(label string) {
	b.branches = append(b.branches, &branch{label: label, end: true})
}

// String draws the branch and all below it, without a newline at the end.
func (b *branch) String() string {
	var text strings.Builder
	text.WriteString(b.label)
	b.draw(&text, "\n")
	return text.String()
}

func (b *branch) draw(text *strings.Builder, indent string) {
	for i, each := range b.branches {
		knot, rail := "├─ ", "│  "
		if i == len(b.branches)-1 {
			knot, rail = "└─ ", "   "
		}
		text.WriteString(indent + knot + each.label)
		each.draw(text, indent+rail)
	}
}

// tree leads from the user by each path to the record. Where the record is out of reach it leads by
// each role as far as that goes.
func (x Explanation) tree() *branch {
	tree := &branch{label: x.User}
	for _, p := range x.Paths {
		tree.grow(steps(p)...).arrive(fmt.Sprintf("%s, %s (%s)", x.Record, x.ending(p), p.Rule))
	}
	switch {
	case x.MorePaths == 1:
		tree.grow("and 1 more path")
	case x.MorePaths > 1:
		tree.grow(fmt.Sprintf("and %d more paths", x.MorePaths))
	}
	if x.Stage == StageReach {
		for _, role := range x.Gate {
			tree.grow(roleSteps(role)...).arrive(fmt.Sprintf("%s %s", x.Record, x.shortfall(role)))
		}
	}
	return tree
}

// steps are what stands between the user and the record on a path.
func steps(p Path) []string {
	switch {
	case p.Subordinate != "":
		steps := []string{p.Subordinate + ", " + levels(p.Distance)}
		if has := has(p); has.Kind == graph.TeamPrincipal {
			steps = append(steps, nameOf(has))
		}
		return steps
	case p.Role.ID != "":
		return roleSteps(p.Role)
	case p.Share.Principal.Kind == graph.UserPrincipal:
		return nil
	}
	return []string{nameOf(p.Share.Principal)}
}

// has is who has the record on a path by ownership or share.
func has(p Path) graph.Principal {
	if p.Owner.IsZero() {
		return p.Share.Principal
	}
	return p.Owner
}

// roleSteps are the team that holds a role, if one does, and the role.
func roleSteps(r PathRole) []string {
	if r.Holder.Kind == graph.TeamPrincipal {
		return []string{nameOf(r.Holder), roleName(r) + roleDepth(r)}
	}
	return []string{roleName(r) + roleDepth(r)}
}

func roleName(r PathRole) string {
	if r.Name != "" {
		return fmt.Sprintf("role %q (%s)", r.Name, r.ID)
	}
	return "role " + r.ID
}

func roleDepth(r PathRole) string {
	text := fmt.Sprintf(", %s at %s", r.Depth, r.BusinessUnit)
	if r.Overridden {
		text += " by override"
	}
	return text
}

// ending says how a path comes to the record.
func (x Explanation) ending(p Path) string {
	switch {
	case p.Rule == "3.6a":
		return "as every " + x.Record.Entity
	case p.Rule == "3.6b" && p.Role.BusinessUnit != x.BusinessUnit:
		return fmt.Sprintf("in %s below %s", x.BusinessUnit, p.Role.BusinessUnit)
	case p.Rule == "3.6b" || p.Rule == "3.6c":
		return "in " + x.BusinessUnit
	case p.Rule == "4.1":
		return "of the organization"
	case p.Rule == "4.3":
		return "the user's own"
	case p.Rule == "4.4":
		return "of nobody"
	case !p.Owner.IsZero():
		return "owned by " + nameOf(p.Owner)
	}
	return "shared with " + nameOf(p.Share.Principal) + inheritance(p.Share)
}

// shortfall says that a role does not reach the record, and at which depth it would.
func (x Explanation) shortfall(role PathRole) string {
	text := "is out of reach"
	for _, each := range x.Remedies {
		switch {
		case each.Kind != RemedyRaise || each.Role.ID != role.ID:
		case each.Role == role:
			text += fmt.Sprintf("; %s would cover it", each.Depth)
		case each.Role.Depth == graph.None: // where an override opens the gate, and another unit reaches
			text += fmt.Sprintf("; %s at %s would cover it", each.Depth, each.Role.BusinessUnit)
		}
	}
	return text
}
