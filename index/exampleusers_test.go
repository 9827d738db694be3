package index_test

import (
	"context"
	"fmt"
	"log"
	"slices"

	"github.com/accessindex/ambit/index"
)

func ExampleSnapshot_Users() {
	ix, done := opened()
	defer done()
	users, err := ix.Snapshot().Users(index.Read, index.RecordRef("account", "a1"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(users.Len(), slices.Sorted(users.All()), users.Contains("dee"))
	// Output: 3 [ada ben cy] false
}

func ExampleSnapshot_UsersMany() {
	ix, done := opened()
	defer done()
	accounts := []index.Ref{index.RecordRef("account", "a3"), index.RecordRef("account", "a5")}
	for i, answer := range ix.Snapshot().UsersMany(index.Read, accounts) {
		fmt.Println(accounts[i], slices.Sorted(answer.Users.All()), answer.Err)
	}
	// Output:
	// account:a3 [ada ben] <nil>
	// account:a5 [cy] <nil>
}

func ExampleUserSet_Page() {
	ix, done := opened()
	defer done()
	users, err := ix.Snapshot().Users(index.Read, index.RecordRef("account", "a1"))
	if err != nil {
		log.Fatal(err)
	}
	for token := ""; ; {
		page, next, err := users.Page(token, 2)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(len(page))
		if token = next; token == "" {
			break
		}
	}
	// Output:
	// 2
	// 1
}

func ExampleSnapshot_CanCreate() {
	ix, done := opened()
	defer done()
	snap := ix.Snapshot()
	fmt.Println(snap.CanCreate("cy", "account", index.Principal{}, "")) // owned by cy, in cy's unit
	fmt.Println(snap.CanCreate("cy", "account", index.TeamRef("deals"), ""))
	fmt.Println(snap.CanCreate("cy", "account", index.UserRef("ben"), ""))
	// Output:
	// allow <nil>
	// allow <nil>
	// deny <nil>
}

func ExampleSnapshot_CanOwn() {
	ix, done := opened()
	defer done()
	fmt.Println(ix.Snapshot().CanOwn(index.UserRef("dee"), "account"))
	// Output: deny <nil>
}

func ExampleSnapshot_CanAssign() {
	ix, done := opened()
	defer done()
	snap, account := ix.Snapshot(), index.RecordRef("account", "a3")
	fmt.Println(snap.CanAssign("ben", account, index.UserRef("cy")))
	fmt.Println(snap.CanAssign("ben", account, index.UserRef("dee"))) // dee could not read it
	// Output:
	// allow <nil>
	// deny <nil>
}

func ExampleSnapshot_CanShare() {
	ix, done := opened()
	defer done()
	snap, account := ix.Snapshot(), index.RecordRef("account", "a3")
	fmt.Println(snap.CanShare("ben", account, index.UserRef("cy"), index.RightsOf(index.Read)))
	fmt.Println(snap.CanShare("ben", account, index.UserRef("cy"), index.RightsOf(index.Read, index.Delete)))
	// Output:
	// allow <nil>
	// deny <nil>
}

func ExampleSnapshot_CanLink() {
	ix, done := opened()
	defer done()
	// cy may write both, but nobody here may append.
	fmt.Println(ix.Snapshot().CanLink("cy", index.RecordRef("account", "a1"), index.RecordRef("account", "a4")))
	// Output: deny <nil>
}

func ExampleSnapshot_CanDoTask() {
	ix, done := opened()
	defer done()
	task := index.Task{Name: "visit", Requires: []string{"prvRead$entity", "prvWrite$entity"}}
	if _, err := ix.Apply(context.Background(), index.PutObject{Object: task}); err != nil {
		log.Fatal(err)
	}
	may, missing, err := ix.Snapshot().CanDoTask("dee", "visit", "task", false)
	fmt.Println(may, missing, err)
	// Output: deny [prvWriteActivity] <nil>
}
