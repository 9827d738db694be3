package store

import (
	"encoding/binary"
	"fmt"

	"github.com/accessindex/ambit/graph"
)

// Entry is a batch of changes in the log.
type Entry struct {
	Revision graph.Revision
	Changes  []graph.Change // as they were given
	Effects  []graph.Change // the facts as they were set; nil where Changes say it
	Reset    bool           // a checkpoint published a State that no batch made; there are no changes
	Rules    int            // version of the rules that made the effects; the store sets it
}

// effects are the facts that the entry set.
func (e *Entry) effects() []graph.Change {
	if e.Effects != nil {
		return e.Effects
	}
	return e.Changes
}

// What the second number of an entry says.
const (
	effectsAreChanges = 0
	effectsFollow     = 1
	isReset           = 2
)

// payload is the entry as it is sealed: the version of the rules, what kind of entry it is, the changes
// with their length, and the effects.
func (e *Entry) payload() ([]byte, error) {
	changes, err := graph.EncodeChanges(e.Changes)
	if err != nil {
		return nil, fmt.Errorf("store: changes of revision %d: %w", e.Revision, err)
	}
	dst := make([]byte, 0, len(changes)+16)
	dst = binary.AppendUvarint(dst, graph.RulesVersion)
	switch {
	case e.Reset:
		dst = append(dst, isReset)
	case e.Effects == nil:
		dst = append(dst, effectsAreChanges)
	default:
		dst = append(dst, effectsFollow)
	}
	dst = binary.AppendUvarint(dst, uint64(len(changes)))
	dst = append(dst, changes...)
	if e.Effects == nil {
		return dst, nil
	}
	effects, err := graph.EncodeChanges(e.Effects)
	if err != nil {
		return nil, fmt.Errorf("store: effects of revision %d: %w", e.Revision, err)
	}
	return append(dst, effects...), nil
}

// decodeEntry reads a payload. An entry of newer rules is ErrFormat, a malformed one ErrCorrupt.
func decodeEntry(revision graph.Revision, payload []byte) (Entry, error) {
	in := reader{rest: payload}
	rules, form := in.uvarint(), in.uvarint()
	if in.err == nil && rules > graph.RulesVersion {
		return Entry{}, fmt.Errorf("%w: log entry %d: rules version %d, this program has %d",
			ErrFormat, revision, rules, graph.RulesVersion)
	}
	changes := in.bytes(in.uvarint())
	effects := in.bytes(uint64(len(in.rest)))
	switch {
	case form > isReset,
		form == effectsAreChanges && len(effects) > 0,
		form == isReset && len(changes)+len(effects) > 0:
		in.fail("form")
	}
	err := in.finish()
	e := Entry{Revision: revision, Reset: form == isReset, Rules: int(rules)}
	if err == nil {
		e.Changes, err = graph.DecodeChanges(changes)
	}
	if err == nil && form == effectsFollow {
		e.Effects, err = graph.DecodeChanges(effects)
		if e.Effects == nil {
			e.Effects = []graph.Change{}
		}
	}
	if err != nil {
		return Entry{}, fmt.Errorf("%w: log entry %d: %w", ErrCorrupt, revision, err)
	}
	return e, nil
}
