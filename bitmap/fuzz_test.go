package bitmap_test

import (
	"encoding/binary"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/bitmap"
)

// FuzzDecode feeds Decode anything: it errs or gives a set that comes out of its own serialisation again.
func FuzzDecode(f *testing.F) {
	r := newRand(f, 40)
	for _, name := range slices.Sorted(maps.Keys(shapes)) {
		for _, n := range []int{0, 3, 300, 6000} {
			f.Add(encode(f, bitmap.Of(shapes[name](r, n)...)))
		}
	}
	f.Add([]byte("not a bitmap"))
	f.Add([]byte{0x3b, 0x30, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, data []byte) {
		given := slices.Clone(data)
		s, err := bitmap.Decode(data)
		require.Equal(t, given, data)
		if err != nil {
			require.ErrorIs(t, err, bitmap.ErrCorrupt)
			require.True(t, s.IsEmpty())
			return
		}
		if s.Len() > 0 {
			least, _ := s.Min()
			greatest, _ := s.Select(s.Len() - 1)
			require.True(t, s.Contains(least) && s.Contains(greatest))
		}
		again, err := bitmap.Decode(encode(t, s))
		require.NoError(t, err)
		require.True(t, s.Equal(again))
	})
}

// FuzzOps runs a random program of set operations on three sets and on their oracles.
func FuzzOps(f *testing.F) {
	for op := range byte(10) {
		f.Add([]byte{0, 0, 200, 1, 3, 1, 1, 1, 40, 0, 0, 0, op, 0, 1, 2, 6, 1, 2, 0, op, 2, 0, 1})
		f.Add([]byte{1, 0, 255, 255, 1, 1, 7, 255, 2, 2, 9, 255, op, 0, 1, 2, op, 1, 2, 0, op, 2, 0, 1})
	}
	f.Fuzz(func(t *testing.T, program []byte) {
		program = program[:min(len(program), 64)] // an oracle of large sets is slow
		p := &machine{}
		for i := range p.oracles {
			p.oracles[i] = oracle{}
		}
		for len(program) >= 4 {
			p.step(program[0]%10, [3]byte(program[1:4]))
			program = program[4:]
		}
		for i, s := range p.sets {
			requireSame(t, p.oracles[i], s)
			got, err := bitmap.Decode(encode(t, s))
			require.NoError(t, err)
			require.True(t, got.Equal(s))
		}
	})
}

// machine has three registers, each with a set and its oracle.
type machine struct {
	sets    [3]bitmap.Set
	oracles [3]oracle
}

// step does one operation. Its operands name registers, or places and lengths of ordinals.
func (m *machine) step(op byte, x [3]byte) {
	to, a, b := x[0]%3, x[1]%3, x[2]%3
	switch op {
	case 0: // a stretch
		first := uint32(x[1]) << 9
		m.put(to, bitmap.Range(first, first+uint32(x[2])<<7), oracleOf(stretch(first, int(x[2])<<7)))
	case 1: // a comb, whose teeth lie up to 15 apart
		values := make([]uint32, int(x[2])<<4)
		for i := range values {
			values[i] = uint32(x[1])<<12 + uint32(i)*uint32(x[1]%16)
		}
		m.put(to, bitmap.Of(values...), oracleOf(values))
	case 2: // the top end
		values := stretch(-uint32(x[2])-1, int(x[2])+1)
		m.put(to, bitmap.FromSorted(values), oracleOf(values))
	case 3:
		m.put(to, bitmap.Union(m.sets[a], m.sets[b]), m.oracles[a].with(m.oracles[b], either))
	case 4:
		m.put(to, bitmap.Union(m.sets[:]...), m.oracles[0].with(m.oracles[1], either).with(m.oracles[2], either))
	case 5:
		m.put(to, bitmap.Intersect(m.sets[a], m.sets[b]), m.oracles[a].with(m.oracles[b], both))
	case 6:
		m.put(to, bitmap.Difference(m.sets[a], m.sets[b]), m.oracles[a].with(m.oracles[b], onlyOne))
	case 7: // a small patch
		at := uint32(binary.LittleEndian.Uint16(x[1:])) << 2
		add, remove := oracleOf([]uint32{at, at + 1, at + 9}), oracleOf([]uint32{at + 2, at + 3})
		m.put(to, m.sets[to].With(add.sorted(), remove.sorted()),
			m.oracles[to].with(remove, onlyOne).with(add, either))
	case 8: // a patch as large as another set
		m.put(to, m.sets[to].With(m.sets[a].AppendTo(nil), m.sets[b].AppendTo(nil)),
			m.oracles[to].with(m.oracles[b], onlyOne).with(m.oracles[a], either))
	case 9: // all through a Builder
		var builder bitmap.Builder
		builder.AddSet(m.sets[a])
		builder.Remove(uint32(x[0]) << 8)
		builder.AddSet(m.sets[b])
		without := m.oracles[a].with(oracleOf([]uint32{uint32(x[0]) << 8}), onlyOne)
		m.put(to, builder.Set(), without.with(m.oracles[b], either))
	}
}

func (m *machine) put(to byte, s bitmap.Set, o oracle) { m.sets[to], m.oracles[to] = s, o }
