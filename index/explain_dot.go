package index

import (
	"fmt"
	"strings"
)

// Dot writes the explanation in the language of Graphviz: a graph from the user by each path to the
// record, its edges into the record saying by which rule. Where the right is denied the edge is dashed
// and says at which stage.
func (x Explanation) Dot() string {
	d := &dot{}
	d.line("digraph explain {")
	d.line("  rankdir=LR;")
	d.line("  label=%s;", quote(x.sentence()))
	d.line("  node [shape=box];")
	d.line("  record [label=%s, shape=folder];", quote(x.Record.String()))
	tree := x.tree()
	if len(tree.branches) == 0 {
		tree.arrive(x.failure())
	}
	d.style = ""
	if x.Decision == Deny {
		d.style = ", style=dashed, color=red"
	}
	d.node(tree)
	d.line("}")
	return d.text.String()
}

type dot struct {
	text  strings.Builder
	nodes int
	style string // of the edges into the record
}

func (d *dot) line(format string, values ...any) { fmt.Fprintf(&d.text, format+"\n", values...) }

// node writes a step and all that follows it, and returns its name.
func (d *dot) node(b *branch) string {
	name := fmt.Sprint("n", d.nodes)
	d.nodes++
	d.line("  %s [label=%s];", name, quote(b.label))
	for _, each := range b.branches {
		if each.end {
			d.line("  %s -> record [label=%s%s];", name, quote(each.label), d.style)
			continue
		}
		d.line("  %s -> %s;", name, d.node(each))
	}
	return name
}

// quote makes a string of any text. Graphviz knows the backslash before a quote, and as an escape in labels.
func quote(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}
