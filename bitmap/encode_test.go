package bitmap_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/bitmap"
)

func encode(t testing.TB, s bitmap.Set) []byte {
	t.Helper()
	var buffer bytes.Buffer
	n, err := s.WriteTo(&buffer)
	require.NoError(t, err)
	require.EqualValues(t, buffer.Len(), n)
	return buffer.Bytes()
}

func TestSerialisationIsTheOneOfRoaring(t *testing.T) {
	for name, shape := range shapes {
		for _, n := range []int{0, 1, 100, 4096, 5000, 140000} {
			values := shape(newRand(t, 20), n)
			theirs := roaring.BitmapOf(values...)
			theirs.RunOptimize()
			want, err := theirs.ToBytes()
			require.NoError(t, err)
			require.True(t, bytes.Equal(want, encode(t, bitmap.Of(values...))), "%s/%d", name, n)
		}
	}
}

func TestDecodeWhatWasEncoded(t *testing.T) {
	r := newRand(t, 21)
	for range 80 {
		values := anyValues(r, 60000)
		s := bitmap.Of(values...)
		data := encode(t, s)
		got, err := bitmap.Decode(data)
		require.NoError(t, err)
		clear(data) // nothing of it is kept
		require.True(t, got.Equal(s))
		require.Equal(t, s.SizeBytes(), got.SizeBytes())
	}
}

func TestDecodeWhatIsNotOptimised(t *testing.T) {
	values := append(stretch(10, 70000), 1<<20)
	plain, err := roaring.BitmapOf(values...).ToBytes()
	require.NoError(t, err)
	got, err := bitmap.Decode(plain)
	require.NoError(t, err)
	requireSame(t, oracleOf(values), got)
	require.Less(t, got.SizeBytes(), 100)
}

func TestDecodeRefusesWhatIsCorrupt(t *testing.T) {
	data := encode(t, bitmap.Of(append(append(stretch(0, 9000), pick(newRand(t, 22), 30000, 1<<16, 1<<18)...), 1<<30)...))
	for cut := range len(data) {
		if cut > 200 && cut%97 > 0 {
			continue
		}
		_, err := bitmap.Decode(data[:cut])
		require.ErrorIs(t, err, bitmap.ErrCorrupt, "cut at %d", cut)
	}
	_, err := bitmap.Decode(append(data, 0))
	require.ErrorIs(t, err, bitmap.ErrCorrupt)

	for name, words := range map[string][]uint16{
		"unknown cookie":         {12345, 0, 0, 0},
		"too many blocks":        {12346, 0, 1, 1},
		"keys descend":           {12346, 0, 2, 0, 1, 0, 0, 0, 24, 0, 26, 0, 5, 5},
		"array descends":         {12346, 0, 1, 0, 0, 1, 16, 0, 5, 4},
		"array repeats":          {12346, 0, 1, 0, 0, 1, 16, 0, 5, 5},
		"offset is wrong":        {12346, 0, 1, 0, 0, 1, 17, 0, 4, 5},
		"no runs":                {12347, 0, 1, 0, 0, 0},
		"runs overlap":           {12347, 0, 0x0001, 0, 0, 0},
		"flag without its block": {12347, 0, 1, 0},
	} {
		var data []byte
		for _, w := range words {
			data = binary.LittleEndian.AppendUint16(data, w)
		}
		_, err := bitmap.Decode(data)
		require.ErrorIs(t, err, bitmap.ErrCorrupt, name)
	}
}

func TestDecodeRefusesBadRuns(t *testing.T) {
	encoded := func(size uint16, runs ...uint16) []byte {
		data := binary.LittleEndian.AppendUint32(nil, 12347)
		data = append(data, 1) // the one block is in runs
		for _, w := range append([]uint16{0, size - 1, uint16(len(runs) / 2)}, runs...) {
			data = binary.LittleEndian.AppendUint16(data, w)
		}
		return data
	}
	got, err := bitmap.Decode(encoded(14, 10, 9, 21, 3))
	require.NoError(t, err)
	requireSame(t, oracleOf(append(stretch(10, 10), stretch(21, 4)...)), got)
	for name, data := range map[string][]byte{
		"none":         encoded(1),
		"touching":     encoded(14, 10, 9, 20, 3),
		"overlapping":  encoded(14, 10, 9, 15, 3),
		"descending":   encoded(14, 30, 9, 10, 3),
		"past the end": encoded(14, 65530, 13),
		"wrong size":   encoded(15, 10, 9, 21, 3),
	} {
		_, err := bitmap.Decode(data)
		require.ErrorIs(t, err, bitmap.ErrCorrupt, name)
	}
}

func TestWriteToReturnsTheErrorOfTheWriter(t *testing.T) {
	failure := errors.New("disk full")
	for _, s := range []bitmap.Set{{}, bitmap.Range(0, 9), bitmap.Of(pick(newRand(t, 23), 100000, 0, 1<<18)...)} {
		_, err := s.WriteTo(failingWriter{failure})
		require.ErrorIs(t, err, failure)
	}
}

type failingWriter struct{ err error }

func (w failingWriter) Write([]byte) (int, error) { return 0, w.err }
