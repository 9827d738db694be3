package index

import (
	"context"
	"fmt"
	"strings"

	"github.com/accessindex/ambit/graph"
)

// The functions of this file find what a question names. What is not there is ErrUnknown and a
// malformed id ErrInvalid (3.15); nothing is allocated for what is there.

// none reports whether a Snapshot is not one of an index: nothing is in it.
func (s *Snapshot) none() bool { return s == nil || s.state == nil }

// given is nil for a context that is not nil.
func given(ctx context.Context) error {
	if ctx == nil {
		return fmt.Errorf("%w: the context is nil", graph.ErrInvalid)
	}
	return nil
}

func (s *Snapshot) askUser(id string) (graph.PrincipalNumber, error) {
	if s.none() {
		return 0, absent(graph.CheckID(id), "user", id)
	}
	if user, found := s.state.User(id); found {
		return user, nil
	}
	return 0, absent(graph.CheckID(id), "user", id)
}

func askRight(r graph.Right) error {
	if r.Valid() {
		return nil
	}
	return absent(nil, "right", r.String())
}

func (s *Snapshot) askEntity(name string) (graph.Records, error) {
	if s.none() {
		return graph.Records{}, absent(graph.CheckEntityName(name), "entity", name)
	}
	number, found := s.names[name]
	if !found {
		number, found = s.names[strings.ToLower(name)]
	}
	if found {
		return s.state.EntityAt(number), nil
	}
	return graph.Records{}, absent(graph.CheckEntityName(name), "entity", name)
}

func (s *Snapshot) askRecord(ref graph.Ref) (graph.Records, graph.Ordinal, error) {
	e, err := s.askEntity(ref.Entity)
	if err == nil {
		if ordinal, found := e.Find(ref.ID); found {
			return e, ordinal, nil
		}
	}
	if malformed := graph.CheckID(ref.ID); malformed != nil {
		err = malformed
	}
	if err == nil {
		err = absent(nil, "record", ref.String())
	}
	return graph.Records{}, 0, err
}

// absent is the error for something that is malformed or not there.
func absent(malformed error, what, id string) error {
	if malformed != nil {
		return fmt.Errorf("%s: %w", what, malformed)
	}
	return fmt.Errorf("%w: %s %q", graph.ErrUnknown, what, id)
}
