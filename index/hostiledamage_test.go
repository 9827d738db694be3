package index_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/indextest"
)

// patient is a directory to be damaged: the facts and the answers of each revision that was acknowledged,
// and the files as the last one left them.
type patient struct {
	facts  map[index.Revision]string
	known  map[index.Revision]*known
	oldest index.Revision // the least that a copy of the directory may hold
	files  map[string][]byte
}

// readFiles is the files of a directory.
func readFiles(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, each := range entries {
		files[each.Name()], err = os.ReadFile(filepath.Join(dir, each.Name()))
		require.NoError(t, err)
	}
	return files
}

func writeFiles(t *testing.T, files map[string][]byte) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, bytes.TrimRight(content, "\x00"), 0o600))
		require.NoError(t, os.Truncate(path, int64(len(content)))) // what is preallocated takes no room
	}
	return dir
}

// newPatient writes a random organisation and some batches, closing the index now and then, and keeps the
// files at some of the revisions. The last ones are those of an index that was closed, or that is in use.
func newPatient(t *testing.T, seed uint64, closed bool) (p *patient, before []map[string][]byte) {
	t.Helper()
	dir := t.TempDir()
	p = &patient{facts: map[index.Revision]string{}, known: map[index.Revision]*known{}}
	random := rand.New(rand.NewPCG(seed, 3))
	objects := indextest.Organisation(seed, indextest.Shape{})
	oracle, history := indextest.New(), indextest.NewHistory(seed, objects)
	require.NoError(t, oracle.Load(objects))
	ix, err := index.Open(dir, nil)
	require.NoError(t, err)
	_, err = ix.Load(t.Context(), source(objects))
	require.NoError(t, err)
	p.note(t, ix, knownOf(random, oracle))
	for round := range 3 {
		for range 3 {
			batch := history.Next(oracle.Objects())
			if _, err := ix.Apply(t.Context(), batch...); err != nil {
				continue
			}
			require.NoError(t, oracle.Apply(batch))
			p.note(t, ix, knownOf(random, oracle))
		}
		if round == 1 {
			more := bulky()
			_, err = ix.Load(t.Context(), source(more)) // a checkpoint
			require.NoError(t, err)
			require.NoError(t, oracle.Load(more))
			p.note(t, ix, knownOf(random, oracle))
		}
		if round == 2 && !closed {
			p.files = readFiles(t, dir)
			require.NoError(t, ix.Close())
			return p, before
		}
		p.oldest = ix.Revision()
		require.NoError(t, ix.Close())
		before = append(before, readFiles(t, dir))
		if round < 2 {
			ix, err = index.Open(dir, nil)
			require.NoError(t, err)
		}
	}
	p.files = before[len(before)-1]
	return p, before[:len(before)-1]
}

// bulky is as much as a load takes to be a bulk one.
func bulky() []graph.Object {
	objects := []graph.Object{graph.Entity{Name: "bulky", Ownership: graph.Unowned}}
	for i := range 10_000 {
		objects = append(objects, graph.Record{Entity: "bulky", ID: fmt.Sprint(i)})
	}
	return objects
}

func (p *patient) note(t *testing.T, ix *index.Index, k *known) {
	p.facts[ix.Revision()], p.known[ix.Revision()] = string(dumped(t, ix.Snapshot())), k
}

// requireTold opens damaged files: the index says so, or it is as it was at a revision that was acknowledged,
// with the answers that the oracle had.
func (p *patient) requireTold(t *testing.T, files map[string][]byte, what string) (told bool) {
	t.Helper()
	dir := writeFiles(t, files)
	ix, err := index.Open(dir, nil)
	if err != nil {
		require.True(t, isDamage(err) || errors.Is(err, fs.ErrNotExist), "%s: %v", what, err)
		require.ErrorContains(t, err, dir, what)
		return true
	}
	s := ix.Snapshot()
	require.GreaterOrEqual(t, s.Revision(), p.oldest, what)
	require.Contains(t, p.facts, s.Revision(), what)
	require.Equal(t, p.facts[s.Revision()], string(dumped(t, s)), what)
	require.Empty(t, p.known[s.Revision()].wrong(s), what)
	require.NoError(t, ix.Close())
	return false
}

// damages are what can happen to a file, by name.
var damages = map[string]func(random *rand.Rand, content []byte) []byte{
	"cut": func(random *rand.Rand, content []byte) []byte { return content[:random.IntN(len(content))] },
	"bit": func(random *rand.Rand, content []byte) []byte {
		content[random.IntN(len(content))] ^= 1 << random.IntN(8)
		return content
	},
	"zeros": func(random *rand.Rand, content []byte) []byte {
		at := random.IntN(len(content))
		clear(content[at:min(len(content), at+1+random.IntN(512))])
		return content
	},
	"noise": func(random *rand.Rand, content []byte) []byte {
		at := random.IntN(len(content))
		for i := at; i < min(len(content), at+64); i++ {
			content[i] = byte(random.Uint32())
		}
		return content
	},
	"moved": func(random *rand.Rand, content []byte) []byte {
		at := random.IntN(len(content))
		return append(content[at:len(content):len(content)], content[:at]...)
	},
	"longer": func(_ *rand.Rand, content []byte) []byte { return append(content, content[:min(len(content), 99)]...) },
}

// with is the files with one of them replaced; nil removes it.
func (p *patient) with(name string, content []byte) map[string][]byte {
	files := map[string][]byte{}
	for each, text := range p.files {
		files[each] = text
	}
	if files[name] = content; content == nil {
		delete(files, name)
	}
	return files
}

// Each file of a closed index, and of one that was in use when it was copied, is damaged in some of the ways, at
// random places.
func TestHostileDamage(t *testing.T) {
	if testing.Short() {
		t.Skip("opens some hundred directories")
	}
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	for _, closed := range []bool{true, false} {
		p, _ := newPatient(t, seed%1000, closed)
		random := rand.New(rand.NewPCG(seed, 4))
		told := 0
		for name, content := range p.files {
			if p.requireTold(t, p.with(name, nil), "without "+name) {
				told++
			}
			for way, damage := range damages {
				used := bytes.TrimRight(content, "\x00")
				if len(used) == 0 || random.IntN(2) == 0 {
					continue
				}
				damaged := damage(random, slices.Clone(used))
				if preallocated := len(content) - len(used); way != "cut" {
					damaged = append(damaged, make([]byte, preallocated)...)
				}
				what := fmt.Sprintf("seed %d, closed %t: %s: %s", seed, closed, name, way)
				if p.requireTold(t, p.with(name, damaged), what) {
					told++
				}
			}
		}
		require.Positive(t, told)
	}
}

// A file takes the place of another one, or of the same one as an older copy of the directory has it.
func TestHostileSwaps(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	p, before := newPatient(t, seed%1000, true)
	random := rand.New(rand.NewPCG(seed, 6))
	for name := range p.files {
		for other, content := range p.files {
			if other != name && random.IntN(3) == 0 {
				p.requireTold(t, p.with(name, content), fmt.Sprintf("seed %d: %s in the place of %s", seed, other, name))
			}
		}
		for i, old := range before {
			if content, there := old[name]; there {
				p.requireTold(t, p.with(name, content), fmt.Sprintf("seed %d: %s of copy %d", seed, name, i))
			}
		}
	}
	for i, old := range before {
		for name, content := range old {
			if _, there := p.files[name]; !there {
				p.requireTold(t, p.with(name, content), fmt.Sprintf("seed %d: %s of copy %d besides", seed, name, i))
			}
		}
		mixed := p.with("", nil)
		for name, content := range old {
			if name != "AMBIT" {
				mixed[name] = content
			}
		}
		require.True(t, p.requireTold(t, mixed, fmt.Sprintf("seed %d: copy %d but for its mark", seed, i)))
	}
}

// Pages that are bent and sealed anew are refused, or make an organisation with sets and answers of its own
// and no panic.
func TestHostilePages(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 5))
	state := loaded(t, indextest.Organisation(seed%1000, indextest.Shape{}))
	opened := 0
	for range 400 {
		r := graph.NewStateReader()
		var err error
		chosen := random.IntN(60)
		for page := range state.Pages() {
			text := page.Append(nil)
			if chosen--; chosen < 2 && chosen >= 0 && len(text) >= 4 {
				at := random.IntN(len(text)) &^ 3
				text[at] = byte(random.IntN(9))
			}
			err = errors.Join(err, r.Add(page.Key, text))
		}
		if err != nil {
			continue
		}
		bent, err := r.State()
		if err != nil {
			require.ErrorIs(t, err, graph.ErrInvalid)
			continue
		}
		opened++
		s := index.NewSnapshot(bent, 1, 1)
		require.Empty(t, s.WrongSets(), "seed %d", seed)
		askAll(t, s)
	}
	require.Positive(t, opened)
}

// askAll asks a snapshot all about everybody, and compares with the oracle.
func askAll(t *testing.T, s *index.Snapshot) { t.Helper(); _ = allRights(t, s) }
