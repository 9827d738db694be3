package index_test

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/indextest"
)

var (
	firstSeed = flag.Uint64("seed", 1, "first seed of the random organisations")
	runs      = flag.Int("runs", 15, "number of random organisations")
)

// steps is how many batches a random history has.
const steps = 8

// Random organisations answer as the oracle does, and so they do after every batch of a random
// history, before and after reopening; what is refused leaves no trace (16.1, 16.13, 15.3).
func TestIndexAgreesWithOracle(t *testing.T) {
	t.Parallel()
	t.Logf("seeds from %d, %d runs", *firstSeed, *runs)
	for seed := *firstSeed; seed < *firstSeed+uint64(*runs); seed++ {
		p := begin(t, indextest.Organisation(seed, indextest.Shape{}))
		require.True(t, p.loaded, "seed %d", seed)
		history := indextest.NewHistory(seed, p.story.Objects)
		for step := 0; step < steps && p.failure == ""; step++ {
			p.apply(history.Next(p.oracle.Objects()))
		}
		p.reopen()
		p.close()
		if p.failure != "" {
			reduced := indextest.Reduce(p.story, func(s indextest.Story) string { return manner(follow(t, s)) })
			t.Fatalf("seed %d: %s\nreduced: %s\n%s", seed, p.failure, follow(t, reduced), reduced)
		}
	}
}

// follow retells a story; what it returns is how index and oracle part, or empty.
func follow(t *testing.T, story indextest.Story) string {
	p := begin(t, story.Objects)
	defer p.close()
	for _, batch := range story.Batches {
		p.apply(batch)
	}
	p.reopen()
	return p.failure
}

// pair is an index and the oracle after the same changes, and how they part, once they do.
type pair struct {
	t       *testing.T
	dir     string
	index   *index.Index
	oracle  *indextest.Oracle
	story   indextest.Story
	loaded  bool // whether the objects were accepted
	failure string
}

func begin(t *testing.T, objects []graph.Object) *pair {
	t.Helper()
	p := &pair{t: t, dir: t.TempDir(), oracle: indextest.New(), story: indextest.Story{Objects: objects}}
	p.open()
	_, err := p.index.Load(context.Background(), source(objects))
	refused := p.oracle.Load(objects)
	p.compare(indextest.Disagreement(refused, err))
	p.loaded = refused == nil
	return p
}

// source puts the objects in their order.
func source(objects []graph.Object) graph.Source {
	return func(_ context.Context, b *graph.Builder) error {
		section := b.Section()
		for i, object := range objects {
			if err := section.Put(graph.Place{Line: uint32(i + 1)}, object); err != nil {
				return err
			}
		}
		return nil
	}
}

func (p *pair) open() {
	ix, err := index.Open(p.dir, nil)
	require.NoError(p.t, err)
	p.index = ix
}

func (p *pair) close() { require.NoError(p.t, p.index.Close()) }

// reopen closes the index and opens it anew: the answers are those of the last revision.
func (p *pair) reopen() {
	revision := p.index.Revision()
	p.close()
	p.open()
	if now := p.index.Revision(); now != revision {
		p.compare(fmt.Sprintf("reopened: revision %d was %d", now, revision))
	}
	p.compare("")
}

// apply applies the batch to both.
func (p *pair) apply(batch []graph.Change) {
	if p.failure != "" {
		return
	}
	p.story.Batches = append(p.story.Batches, slices.Clone(batch))
	before := p.index.Revision()
	revision, err := p.index.Apply(context.Background(), batch...)
	text := indextest.Disagreement(p.oracle.Apply(batch), err)
	switch {
	case text != "":
	case err != nil && p.index.Revision() != before:
		text = fmt.Sprintf("revision: refused, and yet %d became %d", before, p.index.Revision())
	case err == nil && (revision != p.index.Revision() || revision != before+1):
		text = fmt.Sprintf("revision: %d became %d, returned %d", before, p.index.Revision(), revision)
	}
	p.compare(text)
}

// compare notes the failure that is given, or else how snapshot and oracle differ, or else what
// Verify finds.
func (p *pair) compare(failure string) {
	if p.failure != "" {
		return
	}
	if p.failure = failure; failure != "" {
		return
	}
	if p.failure = difference(p.oracle, p.index.Snapshot()); p.failure != "" {
		return
	}
	found, err := p.index.Verify(context.Background())
	if err != nil || len(found) > 0 {
		p.failure = fmt.Sprintf("verify: %v, %v", found, err)
	}
}

// manner is the first word of a failure: what a reduced story must share with it.
func manner(failure string) string {
	word, _, _ := strings.Cut(failure, ":")
	word, _, _ = strings.Cut(word, "(")
	return word
}
