package indextest

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/accessindex/ambit/graph"
)

// newID is an id in one of many spellings (1.14) that is free in its name space. Most are plain, so
// that failures stay readable; many recur in other name spaces (1.15).
func (d dice) newID(letter string, taken func(id string) bool) string {
	for try := 0; ; try++ {
		n := d.between(1, 12+try)
		id := ""
		switch d.IntN(20) {
		default:
			id = fmt.Sprint(letter, n)
		case 0, 1, 2, 3:
			id = fmt.Sprint(n)
		case 4:
			id = strings.ToUpper(fmt.Sprint(letter, n))
		case 5:
			id = fmt.Sprintf("%08x-40a3-4053-8790-584edc5be2%02x", n*0xabcdef, n)
		case 6:
			id = strings.ToUpper(fmt.Sprintf("%08x-40a3-4053-8790-584edc5be2%02x", n*0xabcdef, n))
		case 7:
			id = fmt.Sprintf("crm:%s:%d:", letter, n)
		case 8:
			id = fmt.Sprintf(" the %s no. %d ", letter, n)
		case 9:
			id = fmt.Sprintf("%s·zürich·東京\u2028%d", letter, n)
		case 10:
			id = fmt.Sprintf("<%s&\"%d\\>", letter, n)
		case 11:
			if !d.chance(10) {
				continue
			}
			id = fmt.Sprintf("%0*d", graph.MaxID, n)
		}
		if !taken(id) {
			return id
		}
	}
}

// odd is the name in another case now and then, where case does not matter (1.14).
func (d dice) odd(name string) string {
	switch d.IntN(12) {
	case 0:
		return strings.ToUpper(name)
	case 1:
		return strings.ToLower(name)
	case 2:
		return strings.Map(func(letter rune) rune {
			if d.chance(50) {
				return unicode.ToUpper(letter)
			}
			return unicode.ToLower(letter)
		}, name)
	}
	return name
}

// label is a name that decides nothing and may recur (5.3); often none is stated.
func (d dice) label() string {
	return pick(d, []string{"", "", "", "Same", "Same", "Zoë \"Z\"", "<b>", " x"})
}

// lower is what names that compare without regard to case have in common (1.14).
func lower(name string) string { return strings.ToLower(name) }

// spelled is the privilege for a right on an entity with the given privilege name (1.16).
func spelled(right graph.Right, name string) string { return "prv" + right.String() + name }
