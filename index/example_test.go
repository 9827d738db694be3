package index_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"slices"
	"strings"

	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/loader"
)

// worked is a small organisation: four units, five users, two teams and six accounts.
const worked = "../testdata/orgs/worked.ndjson"

func Example() {
	dir, err := os.MkdirTemp("", "ambit")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)

	ix, err := index.Open(dir, nil) // nil: the default options
	if err != nil {
		log.Fatal(err)
	}
	defer ix.Close()
	if _, err := ix.Load(context.Background(), loader.New([]string{worked}, nil).Load); err != nil {
		log.Fatal(err)
	}

	snap := ix.Snapshot()
	may, err := snap.Check("ben", index.Write, index.RecordRef("account", "a1"))
	fmt.Println(may, err)
	accounts, err := snap.Records("ben", index.Read, "account")
	fmt.Println(accounts.Len(), slices.Sorted(accounts.All()), err)
	// Output:
	// allow <nil>
	// 5 [a1 a2 a3 a4 a6] <nil>
}

// opened is an index that holds the worked example.
func opened() (ix *index.Index, done func()) {
	dir, err := os.MkdirTemp("", "ambit")
	if err != nil {
		log.Fatal(err)
	}
	if ix, err = index.Open(dir, nil); err != nil {
		log.Fatal(err)
	}
	if _, err = ix.Load(context.Background(), loader.New([]string{worked}, nil).Load); err != nil {
		log.Fatal(err)
	}
	return ix, func() {
		_ = ix.Close()
		_ = os.RemoveAll(dir)
	}
}

func ExampleIndex_Load() {
	dir, err := os.MkdirTemp("", "ambit")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	ix, err := index.Open(dir, nil)
	if err != nil {
		log.Fatal(err)
	}
	defer ix.Close()

	lines := strings.NewReader(`
{"kind":"entity","name":"account"}
{"kind":"business_unit","id":"head office"}
{"kind":"user","id":"ann"}
{"kind":"role","id":"reader","privileges":{"prvReadAccount":"Basic"}}
{"kind":"role_assignment","role":"reader","principal":"user:ann"}
{"kind":"record","entity":"account","id":"a1","owner":"user:ann"}
`)
	revision, err := ix.Load(context.Background(), loader.New([]string{"-"}, lines).Load)
	fmt.Println(revision, err)
	// Output: 1 <nil>
}

func ExampleIndex_Apply() {
	ix, done := opened()
	defer done()
	ctx := context.Background()

	may, _ := ix.Snapshot().Check("dee", index.Read, index.RecordRef("account", "a5"))
	fmt.Println(may)

	// Both changes take effect together, and are durable when Apply returns.
	revision, err := ix.Apply(ctx,
		index.PutObject{Object: index.Role{ID: "reader", Privileges: map[string]index.Depth{"prvReadAccount": index.Basic}}},
		index.PutObject{Object: index.RoleAssignment{Role: "reader", Principal: index.UserRef("dee")}},
	)
	fmt.Println(revision, err)
	may, _ = ix.Snapshot().Check("dee", index.Read, index.RecordRef("account", "a5"))
	fmt.Println(may)

	// A refused batch changes nothing.
	_, err = ix.Apply(ctx, index.DeleteObject{Object: index.User{ID: "dee"}})
	fmt.Println(errors.Is(err, index.ErrOwnsRecords), ix.Revision())
	// Output:
	// deny
	// 2 <nil>
	// allow
	// true 2
}

func ExampleIndex_SnapshotAt() {
	ix, done := opened()
	defer done()
	revision, err := ix.Apply(context.Background(), index.DeleteObject{
		Object: index.RoleAssignment{Role: "seller", Principal: index.UserRef("cy")},
	})
	if err != nil {
		log.Fatal(err)
	}
	// Whoever has the revision of a revocation sees no older access.
	snap, err := ix.SnapshotAt(context.Background(), revision)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(snap.Check("cy", index.Read, index.RecordRef("account", "a1")))
	// Output: deny <nil>
}

func ExampleIndex_Verify() {
	ix, done := opened()
	defer done()
	differences, err := ix.Verify(context.Background())
	fmt.Println(len(differences), err)
	// Output: 0 <nil>
}

func ExampleSnapshot_Check() {
	ix, done := opened()
	defer done()
	snap := ix.Snapshot()
	fmt.Println(snap.Check("ben", index.Write, index.RecordRef("account", "a2")))
	may, err := snap.Check("nobody", index.Read, index.RecordRef("account", "a2"))
	fmt.Println(may, errors.Is(err, index.ErrUnknown))
	// Output:
	// deny <nil>
	// deny true
}

func ExampleSnapshot_Rights() {
	ix, done := opened()
	defer done()
	rights, err := ix.Snapshot().Rights("cy", index.RecordRef("account", "a1"))
	fmt.Println(rights, err)
	// Output: Read Write Create <nil>
}

func ExampleSnapshot_CheckMany() {
	ix, done := opened()
	defer done()
	for _, answer := range ix.Snapshot().CheckMany([]index.Question{
		{User: "ada", Right: index.Read, Record: index.RecordRef("account", "a6")},
		{User: "ada", Right: index.Write, Record: index.RecordRef("account", "a1")},
	}) {
		fmt.Println(answer.Decision, answer.Err)
	}
	// Output:
	// allow <nil>
	// deny <nil>
}

func ExampleRecordSet_Page() {
	ix, done := opened()
	defer done()
	accounts, err := ix.Snapshot().Records("ben", index.Read, "account")
	if err != nil {
		log.Fatal(err)
	}
	pages, walked := 0, 0
	for token := ""; ; {
		page, next, err := accounts.Page(token, 2)
		if err != nil {
			log.Fatal(err)
		}
		pages, walked = pages+1, walked+len(page)
		if token = next; token == "" {
			break
		}
	}
	fmt.Println(pages, walked)
	// Output: 3 5
}

func ExampleRecordSet_Intersect() {
	ix, done := opened()
	defer done()
	accounts, err := ix.Snapshot().Records("cy", index.Read, "account")
	if err != nil {
		log.Fatal(err)
	}
	// What a search engine found, cut down to what cy may read.
	found := accounts.Intersect([]string{"a2", "a4", "a5", "zz"})
	fmt.Println(slices.Sorted(found.All()))
	// Output: [a4 a5]
}
