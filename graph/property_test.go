package graph_test

import (
	"context"
	"errors"
	"flag"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index/indextest"
)

var (
	firstSeed = flag.Uint64("seed", 1, "first seed of the random histories")
	runs      = flag.Int("runs", 150, "number of random histories")
)

// A State and the oracle accept and refuse the same batches, for the same reasons, and hold the same
// facts after each (15.2 to 15.4).
func TestStateAgreesWithOracle(t *testing.T) {
	t.Logf("seeds from %d, %d runs", *firstSeed, *runs)
	for seed := *firstSeed; seed < *firstSeed+atMost(*runs); seed++ {
		story, failure := tell(seed)
		if failure == "" {
			continue
		}
		way := func(s indextest.Story) string { return manner(follow(s)) }
		reduced := indextest.Reduce(story, way)
		t.Fatalf("seed %d: %s\nreduced: %s\n%s", seed, failure, follow(reduced), reduced)
	}
}

// tell follows a random history up to where State and oracle part.
func tell(seed uint64) (indextest.Story, string) {
	story := indextest.Story{Objects: indextest.Organisation(seed, indextest.Shape{})}
	both, failure := begin(story.Objects)
	history := indextest.NewHistory(seed, story.Objects)
	for step := 0; step < 12 && failure == ""; step++ {
		batch := history.Next(both.oracle.Objects())
		story.Batches = append(story.Batches, batch)
		failure = both.apply(batch)
	}
	return story, failure
}

func follow(story indextest.Story) string {
	both, failure := begin(story.Objects)
	for _, batch := range story.Batches {
		if failure == "" {
			failure = both.apply(batch)
		}
	}
	return failure
}

// A load and the oracle agree on organisations with something wrong in them, and on a second load on
// top of the first (15.3).
func TestLoadAgreesWithOracle(t *testing.T) {
	t.Logf("seeds from %d, %d runs", *firstSeed, *runs)
	for seed := *firstSeed; seed < *firstSeed+atMost(*runs); seed++ {
		objects := indextest.Organisation(seed, indextest.Shape{})
		history := indextest.NewHistory(seed, objects)
		more := stated(history.Next(objects))
		for name, loads := range map[string][2][]graph.Object{"as one": {slices.Concat(objects, more), nil}, "as two": {objects, more}} {
			both, failure := begin(loads[0])
			if failure == "" && loads[1] != nil {
				failure = both.load(loads[1])
			}
			require.Empty(t, failure, "seed %d, %s:\n%s", seed, name, indextest.Story{Objects: slices.Concat(loads[0], loads[1])})
		}
	}
}

// stated is what the changes put.
func stated(changes []graph.Change) []graph.Object {
	var objects []graph.Object
	for _, change := range changes {
		if put, ok := change.(graph.PutObject); ok {
			objects = append(objects, put.Object)
		}
	}
	return objects
}

// pair is the State and the oracle after the same changes.
type pair struct {
	state  *graph.State
	oracle *indextest.Oracle
}

// begin loads the objects into both.
func begin(objects []graph.Object) (*pair, string) {
	both := &pair{graph.NewState(), indextest.New()}
	return both, both.load(objects)
}

// load loads the objects into both, on top of what is there.
func (p *pair) load(objects []graph.Object) string {
	builder := graph.NewBuilder()
	var loaded graph.Loaded
	err := fill(builder, objects)
	if err == nil {
		loaded, err = p.state.Load(context.Background(), builder)
	}
	if text := indextest.Disagreement(p.oracle.Load(objects), err); text != "" {
		return text
	}
	if err == nil {
		p.state = loaded.State
	}
	return indextest.DifferentFacts(p.oracle, p.state.Objects)
}

// fill puts the objects into the builder, each at its line.
func fill(builder *graph.Builder, objects []graph.Object) error {
	section := builder.Section()
	var malformed error
	for i, object := range objects {
		malformed = errors.Join(malformed, section.Put(graph.Place{Line: uint32(i + 1)}, object))
	}
	return malformed
}

// apply applies the batch to both; what it returns says how they part, and begins with the manner.
func (p *pair) apply(batch []graph.Change) string {
	refused := p.oracle.Apply(batch)
	next, _, err := p.state.Apply(batch)
	if text := indextest.Disagreement(refused, err); text != "" {
		return text
	}
	if err == nil {
		p.state = next
	}
	return indextest.DifferentFacts(p.oracle, p.state.Objects)
}

// manner is the first word of a failure: what a reduced story must share with it.
func manner(failure string) string {
	word, _, _ := strings.Cut(strings.ReplaceAll(failure, ",", ":"), ":")
	return word
}
