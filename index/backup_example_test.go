package index_test

import (
	"bytes"
	"context"
	"fmt"
	"log"
	"os"

	"github.com/accessindex/ambit/index"
)

// A program backs up its index while it goes on, and makes a copy of it elsewhere.
func ExampleIndex_Backup() {
	ix, done := opened()
	defer done()
	ctx := context.Background()
	var backup bytes.Buffer // or a file, or a connection
	revision, err := ix.Backup(ctx, &backup)
	fmt.Println("backed up", revision, err)
	_, _ = ix.Apply(ctx, index.DisableUser{User: "ben"}) // not in it

	dir, err := os.MkdirTemp("", "ambit")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	revision, err = index.Restore(ctx, dir, &backup)
	fmt.Println("restored", revision, err)
	restored, err := index.Open(dir, nil)
	if err != nil {
		log.Fatal(err)
	}
	defer restored.Close()
	for _, each := range []*index.Index{ix, restored} {
		may, _ := each.Snapshot().Check("ben", index.Write, index.RecordRef("account", "a1"))
		fmt.Println(may)
	}
	// Output:
	// backed up 1 <nil>
	// restored 1 <nil>
	// deny
	// allow
}
