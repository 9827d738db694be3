package index_test

import (
	"context"
	"fmt"
	"log"
	"slices"

	"github.com/accessindex/ambit/index"
)

// What if ben became the owner of dee's account? Nothing is written to find out.
func ExampleSnapshot_Try() {
	ix, done := opened()
	defer done()
	now := ix.Snapshot()
	a5 := index.RecordRef("account", "a5")
	tried, err := now.Try(index.AssignRecord{Record: a5, Owner: index.UserRef("ben")})
	if err != nil {
		log.Fatal(err)
	}
	before, _ := now.Check("ben", index.Write, a5)
	after, _ := tried.Check("ben", index.Write, a5)
	fmt.Println(before, after)
	// Output: deny allow
}

func ExampleDiff() {
	ix, done := opened()
	defer done()
	now := ix.Snapshot()
	tried, err := now.Try(index.AssignRecord{Record: index.RecordRef("account", "a5"), Owner: index.UserRef("ben")})
	if err != nil {
		log.Fatal(err)
	}
	for change, err := range index.Diff(context.Background(), now, tried) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(change.User, change.Right, change.Entity,
			"gains", slices.Collect(change.Gained.All()), "loses", slices.Collect(change.Lost.All()))
	}
	// Output:
	// ada Read account gains [a5] loses []
	// ada Write account gains [a5] loses []
	// ben Read account gains [a5] loses []
	// ben Write account gains [a5] loses []
	// ben Share account gains [a5] loses []
	// ben Assign account gains [a5] loses []
	// cy Read account gains [] loses [a5]
}
