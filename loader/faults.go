package loader

import (
	"cmp"
	"slices"
	"sync/atomic"

	"github.com/accessindex/ambit/graph"
)

// faults are the first errors that one goroutine met, in the order of the input.
type faults struct {
	list  []*ParseError
	total *atomic.Int64 // of all goroutines
}

func (f *faults) add(inputs []input, source, line uint32, fault *ParseError) {
	f.total.Add(1)
	if len(f.list) <= graph.MaxErrors {
		fault.File, fault.Line, fault.source = inputs[source-1].name, int(line), source
		f.list = append(f.list, fault)
	}
}

// merge is the first errors of all goroutines, nil if there are none. Blocks are handed out in
// order, so that none of the first errors is beyond what was read.
func merge(parts []*faults) error {
	var all []*ParseError
	for _, each := range parts {
		all = append(all, each.list...)
	}
	if len(all) == 0 {
		return nil
	}
	return parseErrors(readable(all))
}

// readable leaves out the errors of a file that come after one that ends it.
func readable(all []*ParseError) []*ParseError {
	ends := map[uint32]int{}
	for _, each := range all {
		if line, twice := ends[each.source]; each.ends && (!twice || each.Line < line) {
			ends[each.source] = each.Line
		}
	}
	return slices.DeleteFunc(all, func(each *ParseError) bool {
		line, ended := ends[each.source]
		return ended && each.Line > line
	})
}

// parseErrors sorts a list of errors by file and line and shortens it to what is reported.
func parseErrors(all []*ParseError) *ParseErrors {
	slices.SortStableFunc(all, func(a, b *ParseError) int {
		return cmp.Or(cmp.Compare(a.source, b.source), cmp.Compare(a.Line, b.Line))
	})
	if len(all) > graph.MaxErrors {
		return &ParseErrors{List: all[:graph.MaxErrors], More: true}
	}
	return &ParseErrors{List: all}
}
