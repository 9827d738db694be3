package loader_test

import (
	"bytes"
	"context"
	"os"
	"testing"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/loader"
	"github.com/accessindex/ambit/loader/generate"
	"github.com/stretchr/testify/require"
)

// state loads text into an empty organisation.
func state(text []byte) (*graph.State, error) {
	ctx, builder := context.Background(), graph.NewBuilder()
	r := loader.New([]string{"-"}, bytes.NewReader(text))
	if err := r.Load(ctx, builder); err != nil {
		return nil, err
	}
	loaded, err := graph.NewState().Load(ctx, builder)
	return loaded.State, r.Explain(err)
}

func dump(t *testing.T, s *graph.State) []byte {
	var text bytes.Buffer
	require.NoError(t, loader.Dump(context.Background(), &text, s.Objects))
	return text.Bytes()
}

// An organisation that is dumped and loaded again dumps the same bytes, small or in bulk. 16.14
func TestDumpOfALoad(t *testing.T) {
	worked, err := os.ReadFile(worked)
	require.NoError(t, err)
	var small, bulk bytes.Buffer
	require.NoError(t, generate.Write(context.Background(), &small, generate.Default(1000)))
	require.NoError(t, generate.Write(context.Background(), &bulk, generate.Default(12_000)))
	for _, text := range [][]byte{worked, small.Bytes(), bulk.Bytes()} {
		once, err := state(text)
		require.NoError(t, err)
		dumped := dump(t, once)
		again, err := state(dumped)
		require.NoError(t, err)
		require.Equal(t, string(dumped), string(dump(t, again)))
	}
}

// The same object twice is an error that names both lines, unless both say the same.
func TestDuplicatesNameBothLines(t *testing.T) {
	const root = "{\"kind\":\"business_unit\",\"id\":\"root\"}\n"
	_, err := state([]byte(root + root))
	require.NoError(t, err)
	_, err = state([]byte(root + "\n# again\n{\"kind\":\"business_unit\",\"id\":\"root\",\"name\":\"Root\"}\n"))
	require.ErrorIs(t, err, graph.ErrDuplicate)
	require.EqualError(t, err, `stdin:4: business_unit "root": duplicate, see stdin:1`)
}

// What refers to nothing is told with its line.
func TestDanglingReferenceNamesItsLine(t *testing.T) {
	_, err := state([]byte("{\"kind\":\"business_unit\",\"id\":\"root\"}\n{\"kind\":\"user\",\"id\":\"u\",\"manager\":\"nobody\"}\n"))
	require.ErrorIs(t, err, graph.ErrUnknown)
	require.ErrorContains(t, err, `stdin:2: user "u": manager "nobody": unknown`)
}
