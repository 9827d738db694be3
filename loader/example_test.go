package loader_test

import (
	"context"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/loader"
)

// Reading an organisation from standard input.
func ExampleReader() {
	r := loader.New([]string{"-"}, strings.NewReader(`
# two objects
{"kind":"business_unit","id":"root"}
{"kind":"user","id":"ada"}
`))
	if err := r.Load(context.Background(), graph.NewBuilder()); err != nil {
		fmt.Println(err)
	}
	fmt.Println(r.Counts().Sum(), "objects in", r.Counts().Lines, "lines")
	fmt.Println(r.Locate(graph.Place{Source: 1, Line: 4}))
	// Output:
	// 2 objects in 4 lines
	// stdin:4
}

// Errors say where they are and what is wrong.
func ExampleReader_Load() {
	r := loader.New([]string{"-"}, strings.NewReader(`
{"kind":"user","id":"ada","manger":"ben"}
{"kind":"share","record":"account:a1","principal":"user:ada","rights":["Reed"]}
`))
	fmt.Println(r.Load(context.Background(), graph.NewBuilder()))
	// Output:
	// stdin:2: user "ada": manger "\"ben\"": invalid: no such field
	// stdin:3: share "account:a1" "user:ada": rights[0] "Reed": invalid: unknown: right "Reed"
}

// The same organisation as CSV, one file a kind.
func ExampleReader_csv() {
	r := loader.New([]string{"../testdata/orgs/worked"}, nil)
	if err := r.Load(context.Background(), graph.NewBuilder()); err != nil {
		fmt.Println(err)
	}
	fmt.Println(r.Counts().Objects[graph.KindRole], "roles and", r.Counts().Objects[graph.KindRecord], "records")
	// Output: 4 roles and 8 records
}

// An organisation written as CSV.
func ExampleDumpCSV() {
	dir, err := os.MkdirTemp("", "ambit")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)

	// The facts are usually those of a graph.State or an index.Snapshot: state.Objects.
	facts := func(kind graph.Kind) iter.Seq[graph.Object] {
		return func(yield func(graph.Object) bool) {
			if kind == graph.KindRole {
				yield(graph.Role{ID: "seller", Privileges: map[string]graph.Depth{"prvReadAccount": graph.Deep, "prvWriteAccount": graph.Basic}})
			}
		}
	}
	if err := loader.DumpCSV(context.Background(), dir, facts); err != nil {
		fmt.Println(err)
		return
	}
	for _, name := range []string{"roles.csv", "role_privileges.csv"} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		fmt.Printf("%s:\n%s%v\n", name, text, err)
	}
	// Output:
	// roles.csv:
	// id,name,business_unit,member_inheritance,profile,template
	// seller,,,,,
	// <nil>
	// role_privileges.csv:
	// role,privilege,depth
	// seller,prvReadAccount,Deep
	// seller,prvWriteAccount,Basic
	// <nil>
}

func ExampleDecode() {
	o, err := loader.Decode([]byte(`{"kind":"share","record":"account:a1","principal":"team:desk","rights":3}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	share := o.(graph.RecordShare)
	fmt.Println(share.Principal, "may", share.Rights)
	// Output: team:desk may Read Write
}

func ExampleAppendObject() {
	line := loader.AppendObject(nil, graph.RecordShare{
		Record: graph.RecordRef("account", "a1"), Principal: graph.TeamRef("desk"), Rights: 3,
	})
	fmt.Println(string(line))
	// Output: {"kind":"share","record":"account:a1","principal":"team:desk","rights":["Read","Write"]}
}

func ExampleChanges() {
	batches, err := loader.Changes(context.Background(), "testdata/changes.ndjson", os.Stdin)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, batch := range batches {
		fmt.Printf("line %d:\n", batch.Line)
		for _, change := range batch.Changes {
			fmt.Printf("  %T %s\n", change, change.Subject())
		}
	}
	// Output:
	// line 2:
	//   graph.PutObject user "fay"
	// line 3:
	//   graph.PutObject role_assignment "seller" "user:fay"
	//   graph.DeleteObject share "account:a3" "user:dee"
}
