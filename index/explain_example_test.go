package index_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log"

	"github.com/accessindex/ambit/index"
)

func ExampleSnapshot_Explain() {
	ix, done := opened()
	defer done()
	why, err := ix.Snapshot().Explain("ben", index.Read, index.RecordRef("account", "a1"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(why)
	// Output:
	// ben may Read account:a1: ben has role lead, Deep at north, which covers unit oslo (3.6b), and in one more way
	//
	// ben
	// ├─ role lead, Deep at north
	// │  └─ account:a1, in oslo below north (3.6b)
	// └─ cy, 1 level below
	//    └─ account:a1, owned by cy (8.7)
	//
	// the gate, prvReadAccount, is open by
	// └─ role lead, Deep at north
}

// What is denied names the stage and what gets past it, as changes that can be applied.
func ExampleSnapshot_Explain_denied() {
	ix, done := opened()
	defer done()
	record := index.RecordRef("account", "a2")
	why, err := ix.Snapshot().Explain("ben", index.Write, record)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(why.Decision, why.Stage)
	for _, remedy := range why.Remedies {
		fmt.Println(remedy.Kind, remedy.Role.ID, remedy.Depth)
	}
	if _, err := ix.Apply(context.Background(), why.Remedies[0].Changes...); err != nil {
		log.Fatal(err)
	}
	fmt.Println(ix.Snapshot().Check("ben", index.Write, record))
	// Output:
	// deny reach
	// share  None
	// raise lead Deep
	// allow <nil>
}

func ExampleExplanation_First() {
	ix, done := opened()
	defer done()
	why, err := ix.Snapshot().Explain("cy", index.Read, index.RecordRef("account", "a4"))
	if err != nil {
		log.Fatal(err)
	}
	for _, path := range why.First(2).Paths {
		fmt.Println(path.Rule, path.Role.ID)
	}
	fmt.Println("and", why.First(2).MorePaths, "more")
	// Output:
	// 3.5b scout
	// 3.5c seller
	// and 1 more
}

func ExampleRemedy_MarshalJSON() {
	ix, done := opened()
	defer done()
	why, err := ix.Snapshot().Explain("eve", index.Read, index.RecordRef("account", "a2"))
	if err != nil {
		log.Fatal(err)
	}
	text, err := json.Marshal(why.Remedies[0])
	fmt.Println(string(text), err)
	// Output: {"kind":"enable","changes":[{"kind":"user","id":"eve","business_unit":"oslo"}]} <nil>
}

func ExampleExplanation_Dot() {
	ix, done := opened()
	defer done()
	why, err := ix.Snapshot().Explain("ben", index.Write, index.RecordRef("account", "a1"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(why.Dot())
	// Output:
	// digraph explain {
	//   rankdir=LR;
	//   label="ben may Write account:a1: cy, 1 level below, owns it (8.7)";
	//   node [shape=box];
	//   record [label="account:a1", shape=folder];
	//   n0 [label="ben"];
	//   n1 [label="cy, 1 level below"];
	//   n1 -> record [label="account:a1, owned by cy (8.7)"];
	//   n0 -> n1;
	// }
}
