package indextest

import (
	"strings"
	"unicode"

	"github.com/accessindex/ambit/graph"
)

// fold is name without regard to case (1.14): each letter becomes the least of those that differ
// from it by case alone.
func fold(name string) string {
	return strings.Map(func(r rune) rune {
		least := r
		for each := unicode.SimpleFold(r); each != r; each = unicode.SimpleFold(each) {
			least = min(least, each)
		}
		return least
	}, name)
}

// foldRef is ref with the name of its entity folded; the id keeps its case (1.14).
func foldRef(ref graph.Ref) graph.Ref { return graph.RecordRef(fold(ref.Entity), ref.ID) }
