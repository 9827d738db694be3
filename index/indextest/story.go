package indextest

import (
	"bytes"
	"slices"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/loader"
)

// Story is an organisation and what is done to it: the objects of its load, then batch after batch.
type Story struct {
	Objects []graph.Object
	Batches [][]graph.Change
}

// String is the story as an org stream, the batches between brackets.
func (s Story) String() string {
	var text bytes.Buffer
	line := func(change graph.Change) {
		text.Write(loader.AppendChange(nil, change))
		text.WriteByte('\n')
	}
	for _, object := range s.Objects {
		line(graph.PutObject{Object: object})
	}
	for _, batch := range s.Batches {
		text.WriteString("{\"op\":\"begin\"}\n")
		for _, change := range batch {
			line(change)
		}
		text.WriteString("{\"op\":\"commit\"}\n")
	}
	return text.String()
}

// Reduce drops objects, batches and changes from a story for as long as it fails in the same way:
// failure names the way in which a story fails, and is empty for one that does not.
func Reduce(story Story, failure func(Story) string) Story {
	way := failure(story)
	fails := func(s Story) bool { return failure(s) == way }
	story.Batches = shrink(story.Batches, func(batches [][]graph.Change) bool {
		return fails(Story{story.Objects, batches})
	})
	for round := range 2 {
		story.Objects = shrink(story.Objects, func(objects []graph.Object) bool {
			return fails(Story{objects, story.Batches})
		})
		for i := range story.Batches {
			story.Batches[i] = shrink(story.Batches[i], func(batch []graph.Change) bool {
				batches := slices.Clone(story.Batches)
				batches[i] = batch
				return fails(Story{story.Objects, batches})
			})
		}
		for at := len(story.Objects) - 1; at >= 0 && round == 0; at-- {
			if shorter := story.without(story.Objects[at]); fails(shorter) {
				story = shorter
				at = min(at, len(story.Objects))
			}
		}
	}
	return story
}

// without is the story without an object and all changes to it.
func (s Story) without(object graph.Object) Story {
	gone := sameness(object)
	var less Story
	for _, other := range s.Objects {
		if sameness(other) != gone {
			less.Objects = append(less.Objects, other)
		}
	}
	for _, batch := range s.Batches {
		less.Batches = append(less.Batches, slices.DeleteFunc(slices.Clone(batch), func(c graph.Change) bool { return sameness(c.Subject()) == gone }))
	}
	return less
}

// shrink drops parts of the list, first large ones, then single elements, until none can be spared.
func shrink[T any](list []T, fails func([]T) bool) []T {
	for part := max(len(list)/2, 1); part > 0; part /= 2 {
		for again := true; again; {
			again = false
			for at := len(list) - part; at >= 0; at-- {
				shorter := slices.Concat(list[:at], list[at+part:])
				if fails(shorter) {
					list, again = shorter, part == 1
					at = min(at, len(list)-part+1)
				}
			}
		}
	}
	return list
}
