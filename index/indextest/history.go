package indextest

import "github.com/accessindex/ambit/graph"

// History draws random batches of changes, one after another. Equal seeds draw equal batches from
// equal objects.
type History struct {
	dice
	most  int                           // objects above which more is deleted than put
	steps []func(*draft) []graph.Change // what is drawn besides losses and mistakes
}

// NewHistory begins a history of an organisation that holds the given objects. Half of all histories
// leave settings, entities and roles alone: whoever keeps answers from one batch to the next
// must then keep the right ones.
func NewHistory(seed uint64, objects []graph.Object) *History {
	h := &History{newDice(seed), len(objects)*5/4 + 20, steps}
	if h.chance(50) {
		h.steps = people
	}
	return h
}

// Next is a random batch of changes to an organisation whose canonical objects are given. About two
// in three are meant to be accepted; over many seeds the others meet every refusal that section 15
// has. Verbs are about two in five of the steps. Some come in an order in which they refer forward or pass through states
// that would not be valid as a last one (15.3).
func (h *History) Next(current []graph.Object) []graph.Change {
	w := newDraft(h.dice, current)
	count, wrong := 1, -1
	if h.chance(60) {
		count = h.between(2, 6)
	}
	if h.chance(36) {
		wrong = h.IntN(count)
	}
	var batch []graph.Change
	for i := range count {
		var changes []graph.Change
		for try := 0; len(changes) == 0 && try < 100; try++ {
			switch {
			case i == wrong:
				changes = pick(h.dice, mistakes)(w)
			case len(current) > h.most && h.chance(60):
				changes = pick(h.dice, losses)(w)
			default:
				changes = pick(h.dice, h.steps)(w)
			}
		}
		w.apply(changes...)
		batch = append(batch, changes...)
	}
	if h.chance(10) {
		shuffle(h.dice, batch)
	}
	return batch
}

// puts states objects.
func puts(objects ...graph.Object) []graph.Change {
	changes := make([]graph.Change, len(objects))
	for i, object := range objects {
		changes[i] = graph.PutObject{Object: object}
	}
	return changes
}

// deletes removes objects.
func deletes(objects ...graph.Object) []graph.Change {
	changes := make([]graph.Change, len(objects))
	for i, object := range objects {
		changes[i] = graph.DeleteObject{Object: object}
	}
	return changes
}

// only is the changes, or none where they would not do.
func only(valid bool, changes []graph.Change) []graph.Change {
	if valid {
		return changes
	}
	return nil
}
