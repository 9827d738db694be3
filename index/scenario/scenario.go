package scenario

import (
	"fmt"
	"os"

	"github.com/accessindex/ambit/graph"
)

// Scenario is a file that was read: an organisation, and what is done with it, line by line.
type Scenario struct {
	name  string // of the file, as findings name it
	facts []fact // the load
	steps []step
}

// fact is an object of the load and where it stands.
type fact struct {
	line   int
	object graph.Object
}

// step is a statement after the load.
type step struct {
	line int
	text string // as it was written, without the answer
	does statement
}

// statement is one of batch, refusal, rehearsal, question, reopening and verification.
type statement any

type (
	// reopening closes the index and opens it again.
	reopening struct{}
	// verification proves the index.
	verification struct{}
)

// Read reads the scenario of a file. A file that cannot be read is an error of package os, one that is
// no scenario a *loader.ParseErrors.
func Read(path string) (*Scenario, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading scenario: %w", err)
	}
	return Parse(path, text)
}
