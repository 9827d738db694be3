package bitmap_test

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/accessindex/ambit/bitmap"
)

func Example() {
	own := bitmap.Of(3, 8, 11)
	unit := bitmap.Range(100, 1_000_100)
	all := bitmap.Union(own, unit)
	fmt.Println(all.Len(), all.Contains(8), all.Contains(9))
	for first, last := range all.Runs() {
		fmt.Println(first, last)
	}
	// Output:
	// 1000003 true false
	// 3 3
	// 8 8
	// 11 11
	// 100 1000099
}

func ExampleSet_From() {
	s := bitmap.Of(2, 3, 5, 7, 11, 13)
	start, _ := s.Select(2) // the third member
	for x := range s.From(start) {
		if x > 11 {
			break
		}
		fmt.Println(x)
	}
	// Output:
	// 5
	// 7
	// 11
}

func ExampleSet_With() {
	before := bitmap.Of(1, 2, 3)
	after := before.With([]uint32{9}, []uint32{2})
	fmt.Println(before.AppendTo(nil), after.AppendTo(nil))
	// Output: [1 2 3] [1 3 9]
}

func ExampleBuilder() {
	var b bitmap.Builder
	b.AddRange(10, 13)
	b.Add(40)
	b.Remove(11)
	fmt.Println(slices.Collect(b.Set().All()))
	// Output: [10 12 40]
}

func ExampleDecode() {
	var file bytes.Buffer
	if _, err := bitmap.Of(1, 2, 70000).WriteTo(&file); err != nil {
		panic(err)
	}
	s, err := bitmap.Decode(file.Bytes())
	fmt.Println(s.AppendTo(nil), err)
	// Output: [1 2 70000] <nil>
}
