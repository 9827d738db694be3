package store

import (
	"bytes"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
)

func FuzzRoot(f *testing.F) {
	r := root{revision: 7, next: 900, kept: []stretch{{3, 70}, {6, 1 << 40}}, pages: []entry{
		{graph.PageKey{Section: "record/3/row", Number: 0}, 5, 1},
		{graph.PageKey{Section: "record/3/row", Number: 4}, 899, 3},
		{graph.PageKey{Section: "user", Number: 1<<32 - 1}, 0, 1},
	}}
	value := r.encode()
	again, err := decodeRoot(value)
	require.NoError(f, err)
	require.Equal(f, &r, again)
	f.Add(value[:len(value)-4])
	f.Add([]byte(rootMagic))
	f.Fuzz(func(t *testing.T, body []byte) {
		value := sealed(rootKey, bytes.Clone(body)) // or the checksum would stop all but one
		r, err := decodeRoot(value)
		if err != nil {
			requireKnown(t, err)
			return
		}
		again, err := decodeRoot(r.encode())
		require.NoError(t, err)
		require.Equal(t, r, again)
	})
}

func FuzzEntry(f *testing.F) {
	changes := []graph.Change{
		graph.PutObject{Object: graph.User{ID: "u", BusinessUnit: "root"}},
		graph.DeleteObject{Object: graph.Team{ID: "t"}},
	}
	for _, e := range []Entry{{Revision: 3, Changes: changes}, {Revision: 3, Changes: changes, Effects: changes[:1]}, {Revision: 3, Reset: true}} {
		payload, err := e.payload()
		require.NoError(f, err)
		again, err := decodeEntry(3, payload)
		require.NoError(f, err)
		e.Rules = graph.RulesVersion
		require.Equal(f, e, again)
		f.Add(payload)
	}
	f.Fuzz(func(t *testing.T, payload []byte) {
		e, err := decodeEntry(3, payload)
		if err != nil {
			requireKnown(t, err)
			return
		}
		_, _ = e.payload()
	})
}

func FuzzChunks(f *testing.F) {
	f.Add([]byte("payload"), uint16(0))
	f.Add(bytes.Repeat([]byte("payload"), 200_000), uint16(1))
	f.Fuzz(func(t *testing.T, payload []byte, bend uint16) {
		whole := seal(logKey(9, 0), nil, payload)
		c := collector{revision: 9}
		for i, value := range chunks(9, whole) {
			key := logKey(9, i)
			each, err := decodeChunk(key, value)
			require.NoError(t, err)
			require.True(t, c.add(i, each, len(value)))
			value[int(bend)%len(value)] ^= 1
			_, err = decodeChunk(key, value)
			require.Error(t, err)
		}
		require.True(t, c.complete())
		body, err := verify(logKey(9, 0), c.whole)
		require.NoError(t, err)
		again, err := unpack(new([]byte), body)
		require.NoError(t, err)
		require.True(t, bytes.Equal(payload, again))
	})
}

func FuzzUnpack(f *testing.F) {
	body, err := verify(rootKey, seal(rootKey, nil, bytes.Repeat([]byte("row"), 1000)))
	require.NoError(f, err)
	f.Add(body)
	f.Fuzz(func(t *testing.T, body []byte) {
		if len(body) > 0 && body[0] == codecS2 && len(body) > 5 && body[4]&0x80 != 0 {
			t.Skip("claims hundreds of megabytes")
		}
		payload, err := unpack(new([]byte), body)
		if err == nil && body[0] == codecRaw {
			require.Equal(t, body[1:], payload)
		}
	})
}

func FuzzMark(f *testing.F) {
	f.Add([]byte(mark{FormatVersion, 42}.String()))
	f.Fuzz(func(t *testing.T, text []byte) {
		m, err := parseMark(text)
		if err != nil {
			require.ErrorIs(t, err, ErrCorrupt)
			return
		}
		require.Equal(t, string(text), m.String())
	})
}

func FuzzKey(f *testing.F) {
	f.Add(pageKey(1, 0))
	f.Add(pageKey(1<<63, 7))
	f.Fuzz(func(t *testing.T, key []byte) {
		if number, part, ok := parseKey(pagePrefix, key); ok {
			require.Equal(t, bytes.ToLower(key), pageKey(number, part))
		}
	})
}

func requireKnown(t *testing.T, err error) {
	t.Helper()
	require.True(t, errors.Is(err, ErrCorrupt) || errors.Is(err, ErrFormat), "%v", err)
}
