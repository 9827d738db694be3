package index

import (
	"encoding/json"

	"github.com/accessindex/ambit/graph"
)

// MarshalText writes allow or deny.
func (d Decision) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// MarshalJSON writes a remedy with its changes as lines of an org stream, each an object with its kind:
// ambit apply takes them, a put each, between begin and commit.
func (r Remedy) MarshalJSON() ([]byte, error) {
	type fields Remedy
	changes := make([]json.RawMessage, 0, len(r.Changes))
	for _, change := range r.Changes {
		line, err := streamLine(change.Subject())
		if err != nil {
			return nil, err
		}
		changes = append(changes, line)
	}
	return json.Marshal(struct {
		fields
		Changes []json.RawMessage `json:"changes"`
	}{fields(r), changes})
}

// streamLine is an object as a line of an org stream, its kind first.
func streamLine(object graph.Object) (json.RawMessage, error) {
	kind, err := json.Marshal(object.Kind())
	if err != nil {
		return nil, err
	}
	fields, err := json.Marshal(object)
	if err != nil {
		return nil, err
	}
	line := append([]byte(`{"kind":`), kind...)
	return append(append(line, ','), fields[1:]...), nil
}
