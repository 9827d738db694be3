package export_test

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/export"
	"github.com/accessindex/ambit/loader"
)

func ExampleWrite() {
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
	ctx := context.Background()
	if _, err := ix.Load(ctx, loader.New([]string{"../../testdata/orgs/worked.ndjson"}, nil).Load); err != nil {
		log.Fatal(err)
	}

	c := export.Config{Right: index.Write, Entity: "account"}
	sum, err := export.Write(ctx, ix.Snapshot(), os.Stdout, c)
	fmt.Println(sum.Users, "users,", sum.Rows, "rows,", sum.Bytes, "bytes", err)

	c.Format, c.Users = export.NDJSON, []string{"dee", "ben"}
	_, err = export.Write(ctx, ix.Snapshot(), os.Stdout, c)
	fmt.Println(err)
	// Output:
	// user,record
	// ada,a3
	// ada,a6
	// ben,a1
	// ben,a3
	// ben,a4
	// ben,a6
	// cy,a1
	// cy,a4
	// 5 users, 8 rows, 66 bytes <nil>
	// {"user":"ben","records":["a1","a3","a4","a6"]}
	// {"user":"dee","records":[]}
	// <nil>
}
