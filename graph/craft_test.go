package graph_test

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"

	"github.com/accessindex/ambit/graph"
)

// crafted is the pages of a State on their way to being something else.
type crafted map[graph.PageKey][]byte

func craft(s *graph.State) crafted {
	pages := crafted{}
	for page := range s.Pages() {
		pages[page.Key] = page.Append(nil)
	}
	return pages
}

func (c crafted) state() (*graph.State, error) {
	r := graph.NewStateReader()
	for key, text := range c {
		if err := r.Add(key, text); err != nil {
			return nil, err
		}
	}
	return r.State()
}

func (c crafted) keys() []graph.PageKey {
	var keys []graph.PageKey
	for key := range c {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b graph.PageKey) int {
		return cmp.Or(strings.Compare(a.Section, b.Section), cmp.Compare(a.Number, b.Number))
	})
	return keys
}

// rewrite replaces text in a page of objects, and makes their lengths fit.
func (c crafted) rewrite(section string, rewrite func(text []byte) []byte) {
	key := graph.PageKey{Section: section}
	var out []byte
	for rest := c[key]; len(rest) > 0; {
		if section == "principal" {
			out = append(out, rest[0])
			if rest = rest[1:]; out[len(out)-1] < 2 {
				continue
			}
		}
		size, n := binary.Uvarint(rest)
		if n <= 0 || size > uint64(len(rest)-n) { // another page was put here
			return
		}
		text := rest[n : n+int(size)]
		if size > 0 {
			text = rewrite(text)
		}
		out = append(binary.AppendUvarint(out, uint64(len(text))), text...)
		rest = rest[n+int(size):]
	}
	c[key] = out
}

// replace replaces a text throughout a page of objects.
func (c crafted) replace(section, from, to string) {
	c.rewrite(section, func(text []byte) []byte { return bytes.ReplaceAll(text, []byte(from), []byte(to)) })
}

// patch writes a number at a place of a page.
func (c crafted) patch(section string, at int, number uint32) {
	key := graph.PageKey{Section: section}
	c[key] = slices.Clone(c[key])
	binary.LittleEndian.PutUint32(c[key][at:], number)
}

// holdsTexts reports whether the pages of a section hold objects as texts.
func holdsTexts(section string) bool {
	return section == "settings" || section == "principal" || strings.HasSuffix(section, "/object")
}

var words = regexp.MustCompile(`"[^"]*"|true|false|[0-9]+`)

// bend makes one change to the pages that leaves each page readable on its own, most of the time.
func (c crafted) bend(random *rand.Rand) {
	keys := c.keys()
	key := keys[random.IntN(len(keys))]
	page := slices.Clone(c[key])
	switch way := random.IntN(12); {
	case way == 0:
		delete(c, key)
	case way == 1: // another page in its place
		c[key] = c[keys[random.IntN(len(keys))]]
	case way == 2: // twice
		c[graph.PageKey{Section: key.Section, Number: key.Number + 1 + uint32(random.IntN(2))}] = page
	case len(page) == 0:
	case holdsTexts(key.Section):
		c.bendText(random, key)
	case way <= 4 && len(page) >= 8: // two numbers change places
		i, j := random.IntN(len(page)/4)*4, random.IntN(len(page)/4)*4
		x, y := binary.LittleEndian.Uint32(page[i:]), binary.LittleEndian.Uint32(page[j:])
		binary.LittleEndian.PutUint32(page[i:], y)
		binary.LittleEndian.PutUint32(page[j:], x)
		c[key] = page
	case way <= 8 && len(page) >= 4:
		at := random.IntN(len(page) / 4 * 4)
		if strings.HasSuffix(key.Section, "/share") {
			at = random.IntN(len(page) - 3)
		} else {
			at &^= 3
		}
		old := binary.LittleEndian.Uint32(page[at:])
		numbers := []uint32{0, 1, 2, 3, old + 1, old - 1, old + 2, old ^ 1<<30, old ^ 1<<31, uint32(random.IntN(50)), ^uint32(0)}
		binary.LittleEndian.PutUint32(page[at:], numbers[random.IntN(len(numbers))])
		c[key] = page
	case way == 9:
		c[key] = page[:random.IntN(len(page))]
	default:
		page[random.IntN(len(page))] ^= 1 << random.IntN(8)
		c[key] = page
	}
}

// bendText puts another word of the pages in the place of one.
func (c crafted) bendText(random *rand.Rand, key graph.PageKey) {
	var all [][]byte
	for other, page := range c {
		if holdsTexts(other.Section) {
			all = append(all, words.FindAll(page, -1)...)
		}
	}
	slices.SortFunc(all, bytes.Compare)
	all = append(all, []byte("true"), []byte("false"), []byte("0"), []byte(`""`), []byte("-1"), []byte("null"))
	bend := func(text []byte) []byte {
		places := words.FindAllIndex(text, -1)
		if len(places) == 0 {
			return text
		}
		at := places[random.IntN(len(places))]
		return slices.Concat(text[:at[0]], all[random.IntN(len(all))], text[at[1]:])
	}
	if key.Section == "settings" {
		c[key] = bend(c[key])
		return
	}
	rows, row := 0, 0
	c.rewrite(key.Section, func(text []byte) []byte { rows++; return text })
	chosen := random.IntN(max(1, rows))
	c.rewrite(key.Section, func(text []byte) []byte {
		if row++; row-1 == chosen {
			return bend(text)
		}
		return text
	})
}
