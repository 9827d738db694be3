package index_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/accessindex/ambit/index"
)

// A program that keeps something of its own beside the index, such as a search index or a replica, follows it.
// After a reset, or where it has fallen behind too far, it begins again with a whole snapshot.
func ExampleIndex_Watch() {
	ix, done := opened()
	defer done()
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	begun := ix.Revision() // what is kept beside is of this revision
	_, _ = ix.Apply(ctx, index.DisableUser{User: "ada"})
	_, _ = ix.Apply(ctx,
		index.PutObject{Object: index.Record{Entity: "account", ID: "a9", Owner: index.UserRef("ben")}},
		index.TransferUser{User: "ben", BusinessUnit: "oslo"})

	for e, err := range ix.Watch(ctx, begun) {
		switch {
		case errors.Is(err, index.ErrTrimmed) || e.Reset:
			fmt.Println("begin again with a snapshot")
		case err != nil:
			fmt.Println(err)
		}
		for _, change := range e.Changes {
			fmt.Printf("%d %T %s\n", e.Revision, change, change.Subject())
		}
		if e.Revision == begun+2 {
			stop()
		}
	}
	// Output:
	// 2 graph.DisableUser user "ada"
	// 3 graph.PutObject record "account:a9"
	// 3 graph.TransferUser user "ben"
	// watching after revision 3: waiting for revision 4: context canceled
}
