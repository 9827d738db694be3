package graph_test

import (
	"encoding/binary"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
)

// sections are those of the seeds, by the byte that stands for each.
var sections = []string{
	"settings", "unit/key", "unit/object", "user", "team", "principal", "position/key", "position/object",
	"role/key", "role/object", "privilege/key", "privilege/object", "entity/key", "entity/object",
	"relationship/key", "relationship/object", "task/key", "task/object", "member", "assignment",
	"record/1/key", "record/1/row", "record/1/holding", "record/1/share", "record/2/row", "lookup/1", "lookup/2",
	"unit", "record", "nothing",
}

// appendPages writes the pages of a State one after the other: section, number, length in two bytes, text.
func appendPages(s *graph.State) []byte {
	var out []byte
	for page := range s.Pages() {
		if section := slices.Index(sections, page.Key.Section); section >= 0 {
			text := page.Append(nil)
			out = append(out, byte(section), byte(page.Key.Number))
			out = append(binary.LittleEndian.AppendUint16(out, uint16(len(text))), text...)
		}
	}
	return out
}

// readPages reads what appendPages wrote, as far as it goes.
func readPages(data []byte) (*graph.State, error) {
	r := graph.NewStateReader()
	for len(data) >= 4 {
		section, number := sections[int(data[0])%len(sections)], uint32(data[1])
		size := min(int(binary.LittleEndian.Uint16(data[2:])), len(data)-4)
		if err := r.Add(graph.PageKey{Section: section, Number: number}, data[4:4+size]); err != nil {
			return nil, err
		}
		data = data[4+size:]
	}
	return r.State()
}

// Pages that do not make a State are ErrInvalid, and those that do are read in no more memory than they
// give reason for.
func FuzzPages(f *testing.F) {
	small := puts(
		graph.Entity{Name: "e"}, graph.BusinessUnit{ID: "r"}, graph.BusinessUnit{ID: "s", Parent: "r"}, graph.User{ID: "u", BusinessUnit: "s"},
		graph.Role{ID: "o", Privileges: depths("prvReadE", graph.Local)}, assigned("o", graph.UserRef("u"), ""),
		graph.Relationship{Child: "e", Lookup: "l", Parent: "e"},
		graph.Record{Entity: "e", ID: "01234567-89ab-cdef-0123-456789abcdef", Owner: graph.UserRef("u")},
		graph.Record{Entity: "e", ID: "b", Owner: graph.TeamRef("r"), Lookups: map[string]graph.Ref{"l": {Entity: "e", ID: "b"}}},
		graph.RecordShare{
			Record: graph.RecordRef("e", "b"), Principal: graph.UserRef("u"), Rights: 1,
			Inherited: []graph.InheritedShare{{Rights: 2}, {Origin: graph.RecordRef("e", "b"), Rights: 2}},
		})
	state, _, err := graph.NewState().Apply(small)
	require.NoError(f, err)
	f.Add(appendPages(graph.NewState()))
	f.Add(appendPages(state))
	f.Fuzz(func(t *testing.T, data []byte) {
		state, err := readPages(data)
		if err != nil {
			require.ErrorIs(t, err, graph.ErrInvalid)
			require.Nil(t, state)
			return
		}
		for page := range state.Pages() {
			require.LessOrEqual(t, len(page.Append(nil)), 20*len(data)+1000)
		}
	})
}
