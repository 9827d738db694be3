package loader_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/loader"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/require"
)

var fuzzLines = []string{
	`{"kind":"settings","hierarchy_model":"manager","hierarchy_depth":2}`,
	`{"kind":"entity","name":"account","ownership":"business","privilege":"Act"}`,
	`{"kind":"business_unit","id":"b","parent":null}`,
	`{"kind":"position","id":"p","parent":"q"}`,
	`{"kind":"user","id":"u","manager":"m","position":"p","disabled":true}`,
	`{"kind":"team","id":"t\u00e9","business_unit":"b","type":"access"}`,
	`{"kind":"member","team":"t","user":"u"}`,
	`{"kind":"privilege","name":"prvReadAccount","depths":["Deep"]}`,
	`{"kind":"role","id":"r","privileges":{"prvReadAccount":"Deep"},"overrides":[{"business_unit":"b","privilege":"p","depth":"Local"}]}`,
	`{"kind":"role_assignment","role":"r","principal":"user:u","business_unit":"b"}`,
	`{"kind":"record","entity":"account","id":"ü","owner":"user:u","lookups":{"x":"lead:l"}}`,
	`{"kind":"relationship","child":"c","lookup":"l","parent":"p","share":"active"}`,
	`{"kind":"share","record":"account:a","principal":"organization","rights":7,"inherited":[{"origin":"a:b","rights":["Read"]}]}`,
	`{"kind":"task","name":"n","requires":["prvGoOffline"],"offline":true}`,
	`{"x":[1.5e3,{"y":null}],"kind":"user"}`,
}

// What is accepted is JSON by the measure of a strict reader, and written out says the same.
func FuzzDecode(f *testing.F) {
	for _, line := range fuzzLines {
		f.Add([]byte(line))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		o, err := loader.Decode(line)
		if err != nil {
			requireReasons(t, err)
			return
		}
		require.True(t, jsontext.Value(line).IsValid(), "%q", line)
		written := loader.AppendObject(nil, o)
		require.True(t, jsontext.Value(written).IsValid(), "%q", written)
		again, err := loader.Decode(written)
		require.NoError(t, err, "%q", written)
		require.Equal(t, canonical(o), canonical(again), "%q", written)
		require.Equal(t, written, loader.AppendObject(nil, again))
	})
}

// requireReasons asks of each error that it has a reason that callers can test for.
func requireReasons(t *testing.T, err error) {
	var list *loader.ParseErrors
	require.ErrorAs(t, err, &list)
	require.NotEmpty(t, list.List)
	require.LessOrEqual(t, len(list.List), graph.MaxErrors+2)
	for _, each := range list.List {
		require.True(t, errors.Is(each, graph.ErrInvalid) || errors.Is(each, graph.ErrDuplicate) || errors.Is(each, graph.ErrUnknown), "%v", each)
		require.NotEmpty(t, each.Error())
	}
}

// canonical clears what is at its default but was written out.
func canonical(o graph.Object) graph.Object {
	unless := func(value *string, standard string) {
		if *value == standard {
			*value = ""
		}
	}
	switch o := o.(type) {
	case graph.Entity:
		unless(&o.Privilege, o.Name)
		return o
	case graph.BusinessUnit:
		unless(&o.Name, o.ID)
		return o
	case graph.Position:
		unless(&o.Name, o.ID)
		return o
	case graph.User:
		unless(&o.Name, o.ID)
		return o
	case graph.Team:
		unless(&o.Name, o.ID)
		return o
	case graph.Privilege:
		unless(&o.ID, o.Name)
		return o
	case graph.Role:
		unless(&o.Name, o.ID)
		return o
	case graph.Task:
		unless(&o.Title, o.Name)
		return o
	}
	return o
}

// However the text is cut into blocks, loading counts the lines that Decode accepts, or fails.
func FuzzLoad(f *testing.F) {
	f.Add([]byte(strings.Join(fuzzLines, "\r\n")))
	f.Add([]byte("\ufeff# comment\n\n" + strings.Join(fuzzLines[:3], "\n") + "\n"))
	f.Add([]byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff, 1, 0, 0, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0})
	f.Add([]byte{0x28, 0xb5, 0x2f, 0xfd, 0, 0, 1, 0, 0})
	f.Fuzz(func(t *testing.T, text []byte) {
		r := loader.New([]string{"-"}, iotest.OneByteReader(bytes.NewReader(text)))
		if err := r.Load(context.Background(), graph.NewBuilder()); err != nil {
			requireReasons(t, err)
			return
		}
		if packed := bytes.HasPrefix(text, []byte{0x1f, 0x8b}) || bytes.HasPrefix(text, []byte{0x28, 0xb5, 0x2f, 0xfd}); packed {
			return
		}
		objects := 0
		for line := range bytes.Lines(bytes.TrimPrefix(text, []byte("\ufeff"))) {
			if line[0] == '#' || len(bytes.TrimSpace(line)) == 0 {
				continue
			}
			_, err := loader.Decode(line)
			require.NoError(t, err)
			objects++
		}
		require.Equal(t, objects, r.Counts().Sum())
	})
}
