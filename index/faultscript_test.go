//go:build linux && (amd64 || arm64)

package index_test

import (
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/indextest"
)

// script is what a process does whose calls fail. Each of its writes leads to one revision.
type script struct {
	name        string
	last        graph.Revision
	options     *index.Options
	write       func(t *testing.T, ix *index.Index, revision graph.Revision) error
	checkpoints []graph.Revision // after which there is one
	reopens     []graph.Revision // after which the index is closed and opened
	beside      bool             // checkpoints are written beside the batches
	whole       []graph.Revision // which are loads with a checkpoint of their own, or restored
	saved       graph.Revision   // of which there is a backup
	restored    graph.Revision   // which is the backup, restored
}

// scripts are a short life of an index; and one of long batches, in which Badger's write-ahead file is
// replaced and written out, and the tables are merged when the index is closed.
var scripts = []script{
	{"short", 12, nil, writeShort, []graph.Revision{5, 12}, []graph.Revision{10}, false, []graph.Revision{8, 11}, 7, 11},
	{"long", 30, &index.Options{FeedBytes: -1}, writeLong, []graph.Revision{29}, nil, true, nil, 0, 0},
}

func writeShort(t *testing.T, ix *index.Index, revision graph.Revision) error {
	var err error
	switch revision {
	case 1:
		_, err = ix.Load(t.Context(), source(indextest.Worked()))
	case 8:
		_, err = ix.Load(t.Context(), source(many()))
	default:
		_, err = ix.Apply(t.Context(), twins(revision)...)
	}
	return err
}

func writeLong(t *testing.T, ix *index.Index, revision graph.Revision) error {
	if revision == 1 {
		return writeShort(t, ix, revision)
	}
	name := make([]byte, 750_000)
	_, _ = rand.NewChaCha8([32]byte{byte(revision)}).Read(name)
	talker := graph.PutObject{Object: graph.User{ID: "talker", Name: base64.StdEncoding.EncodeToString(name)}}
	_, err := ix.Apply(t.Context(), append(twins(revision), talker)...)
	return err
}

// twins are two records that come together; those of the revision before go together.
func twins(revision graph.Revision) []graph.Change {
	left, right := twin("left", revision), twin("right", revision)
	batch := []graph.Change{graph.PutObject{Object: left}, graph.PutObject{Object: right}}
	if revision == 2 || revision == 9 || revision == 12 { // the loads give none, nor does what is restored
		return batch
	}
	return append(batch,
		graph.DeleteObject{Object: twin("left", revision-1)}, graph.DeleteObject{Object: twin("right", revision-1)})
}

func twin(side string, revision graph.Revision) graph.Record {
	return graph.Record{Entity: "account", ID: fmt.Sprint(side, revision), Owner: graph.UserRef("cy")}
}
