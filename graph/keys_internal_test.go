package graph

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

// keyVersion is a version of keys and what it stands for.
type keyVersion struct {
	keys  keys
	ids   []string // by number
	taken map[string]uint32
}

func (v keyVersion) next() keyVersion {
	return keyVersion{v.keys, append([]string(nil), v.ids...), maps.Clone(v.taken)}
}

// put gives a number a key that no number has.
func (v *keyVersion) put(e *edit, number uint32, id string) {
	v.keys.put(e, number, id)
	for uint32(len(v.ids)) <= number {
		v.ids = append(v.ids, "")
	}
	delete(v.taken, v.ids[number])
	v.ids[number] = id
	v.taken[id] = number
}

// changed is a version in which numbers have new keys, some of them taken from old ones.
func (v keyVersion) changed(random *rand.Rand) keyVersion {
	next, e := v.next(), &edit{}
	for range 1 + random.IntN(60) {
		number := uint32(len(next.ids))
		if number > 0 && random.IntN(3) == 0 {
			number = uint32(random.IntN(len(next.ids)))
		}
		id := drawID(random)
		if _, there := next.taken[id]; !there {
			next.put(e, number, id)
		}
	}
	return next
}

// wrong is the first thing in which the keys are not what they stand for, or empty.
func (v *keyVersion) wrong(absent func() string) string {
	if int(v.keys.length) != len(v.ids) {
		return fmt.Sprintf("length %d, not %d", v.keys.length, len(v.ids))
	}
	for number, id := range v.ids {
		if got := v.keys.id(uint32(number)); got != id {
			return fmt.Sprintf("number %d has key %q, not %q", number, got, id)
		}
		if id == "" {
			continue
		}
		if got, found := v.keys.find(id); !found || got != uint32(number) {
			return fmt.Sprintf("key %q is found at %d (%t), not at %d", id, got, found, number)
		}
	}
	for range 50 {
		id := absent()
		if _, there := v.taken[id]; there {
			continue
		}
		if at, found := v.keys.find(id); found {
			return fmt.Sprintf("key %q, which is not there, is found at %d", id, at)
		}
	}
	return ""
}

// wrongDiffering is the first number that differing gets wrong, or empty.
func (v *keyVersion) wrongDiffering(other *keyVersion) string {
	differ := map[uint32]bool{}
	for number := range v.keys.differing(&other.keys) {
		differ[number] = true
	}
	for number := range max(len(v.ids), len(other.ids)) {
		want := number >= min(len(v.ids), len(other.ids)) || v.ids[number] != other.ids[number]
		if differ[uint32(number)] != want {
			return fmt.Sprintf("number %d differs: %t", number, want)
		}
		delete(differ, uint32(number))
	}
	if len(differ) > 0 {
		return fmt.Sprintf("%d numbers beyond the end", len(differ))
	}
	return ""
}

// drawID is a GUID, a short id, one around the edge of a slot, a long one or one in another script; ids of
// few numbers, so that they recur.
func drawID(random *rand.Rand) string {
	n := random.IntN(3000)
	switch random.IntN(9) {
	case 0, 1:
		return fmt.Sprintf("%08x-40a3-4053-8790-584edc5be2%02x", n*0xabcdef, n&0xff)
	case 2:
		return strings.ToUpper(fmt.Sprintf("%08x-40a3-4053-8790-584edc5be2%02x", n*0xabcdef, n&0xff)) // an id like any other (1.14)
	case 3:
		return fmt.Sprintf("%0*d", keySlotText-1+n%3, n)
	case 4:
		return strings.Repeat("x", MaxID-5) + fmt.Sprint(n)
	case 5:
		return fmt.Sprint("zürich·東京·", n)
	case 6:
		return fmt.Sprintf("%x-40a3-4053-8790-584edc5be201", n) // nearly a GUID
	}
	return fmt.Sprint(n)
}

// Keys find each id at its number and nothing else, also an id that took its number from another one. No
// version changes when others are made from it: those that a writer settles, and those that are only tried.
func TestKeysAreAMap(t *testing.T) {
	const seed = 13
	random := rand.New(rand.NewPCG(seed, 1))
	absent := func() string { return drawID(random) }
	now := keyVersion{taken: map[string]uint32{}}
	kept := []keyVersion{now}
	for step := range steps {
		tried := now.changed(random)
		now = now.changed(random)
		if step%5 > 0 {
			now.keys.settle()
		}
		if step%4 == 0 {
			require.Empty(t, tried.wrong(absent), "seed %d: tried at step %d", seed, step)
			require.Empty(t, now.wrong(absent), "seed %d: step %d", seed, step)
		}
		if step%8 == 0 {
			kept = append(kept, tried, now)
		}
	}
	for i := range kept {
		require.Empty(t, kept[i].wrong(absent), "seed %d: kept version %d", seed, i)
		other := random.IntN(len(kept))
		require.Empty(t, kept[i].wrongDiffering(&kept[other]), "seed %d: kept versions %d and %d", seed, i, other)
	}
	require.Greater(t, len(now.ids), pageRows/2, "too few keys to be a test")
}

// Readers of any version search, and try others made from it, while the writer settles the next one. Run
// it with -race.
func TestKeysBesideAWriter(t *testing.T) {
	const seed, readers = 14, 3
	var versions [4]atomic.Pointer[keyVersion]
	first := &keyVersion{taken: map[string]uint32{}}
	for i := range versions {
		versions[i].Store(first)
	}
	var done atomic.Bool
	var wait sync.WaitGroup
	for reader := range readers {
		wait.Go(func() {
			random := rand.New(rand.NewPCG(seed, uint64(reader)+2))
			for i := reader; !done.Load(); i++ {
				v := versions[i%len(versions)].Load()
				if i%4 == 0 {
					tried := v.changed(random)
					v = &tried
				}
				if wrong := v.wrong(func() string { return drawID(random) }); wrong != "" {
					t.Errorf("seed %d reader %d: %s", seed, reader, wrong)
					return
				}
			}
		})
	}
	random := rand.New(rand.NewPCG(seed, 1))
	now := *first
	for step := range steps / 2 {
		next := now.changed(random)
		next.keys.settle()
		now = next
		versions[step%len(versions)].Store(&next)
	}
	done.Store(true)
	wait.Wait()
}

// A canonical GUID is packed and comes out as it was; what only looks like one stays text (1.14).
func TestGUIDs(t *testing.T) {
	const canonical = "01234567-89ab-cdef-0123-456789abcdef"
	guid, ok := parseGUID(canonical)
	require.True(t, ok)
	require.Equal(t, canonical, string(appendGUID(nil, &guid)))
	for _, id := range []string{
		"", strings.ToUpper(canonical), "{" + canonical + "}", canonical[1:], canonical + "0",
		strings.ReplaceAll(canonical, "-", "0"), strings.Replace(canonical, "a", "g", 1), strings.Replace(canonical, "-", "_", 1),
	} {
		_, ok := parseGUID(id)
		require.False(t, ok, id)
	}
}

// A page keeps the text of the long ids that are there, not of those that were.
func TestKeyPagesForgetOldText(t *testing.T) {
	long := func(n int) string { return strings.Repeat("x", 100) + fmt.Sprint(n) }
	v := keyVersion{taken: map[string]uint32{}}
	for n := range 1000 {
		v.put(&edit{}, uint32(n%10), long(n))
	}
	require.LessOrEqual(t, len(v.keys.pages[0].text), 11*len(long(1000)))
}

// The search ends in a hint that is as full as it may be, wherever the keys begin.
func TestHintIsNeverFull(t *testing.T) {
	h := newHint(0)
	for n := uint32(0); !h.full(1); n++ {
		h.enter(^uint64(0)-uint64(n), n) // all at home in the last slot
	}
	empty := 0
	for i := range h.slots {
		if h.slots[i].Load() == 0 {
			empty++
		}
	}
	require.Equal(t, len(h.slots)-h.used, empty)
	require.Positive(t, empty)
}
