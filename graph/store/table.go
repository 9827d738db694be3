package store

import (
	"encoding/binary"

	"github.com/accessindex/ambit/graph"
)

// appendTable encodes the page table: the sections, each with its name, the number of its pages, and for
// each page the step from the number before, the step from the name before, and its parts. Where
// pages of a section are not in ascending order, a second run of that section begins.
func appendTable(dst []byte, pages []entry) []byte {
	var name uint64
	for len(pages) > 0 {
		run := sectionRun(pages)
		section := pages[0].key.Section
		dst = binary.AppendUvarint(dst, uint64(len(section)))
		dst = append(dst, section...)
		dst = binary.AppendUvarint(dst, uint64(run))
		number := int64(-1)
		for _, each := range pages[:run] {
			dst = binary.AppendUvarint(dst, uint64(int64(each.key.Number)-number-1))
			// The lowest bit tells whether there is more than one part.
			step := zigzag(int64(each.name - name))
			if each.parts == 1 {
				dst = binary.AppendUvarint(dst, step<<1)
			} else {
				dst = binary.AppendUvarint(dst, step<<1|1)
				dst = binary.AppendUvarint(dst, uint64(each.parts))
			}
			number, name = int64(each.key.Number), each.name
		}
		pages = pages[run:]
	}
	return dst
}

// sectionRun is how many pages from the first on are of one section, in ascending order.
func sectionRun(pages []entry) int {
	run := 1
	for run < len(pages) && pages[run].key.Section == pages[0].key.Section &&
		pages[run].key.Number > pages[run-1].key.Number {
		run++
	}
	return run
}

// table decodes what appendTable encoded, to the end. A page that stands twice is an error.
func (in *reader) table() []entry {
	var pages []entry
	seen := map[graph.PageKey]bool{}
	var name uint64
	for len(in.rest) > 0 && in.err == nil {
		section := string(in.bytes(in.uvarint()))
		run := in.uvarint()
		number := int64(-1)
		for ; run > 0 && in.err == nil; run-- {
			step := in.uvarint()
			if step > 1<<32 {
				in.fail("page number")
				return nil
			}
			number += int64(step) + 1
			moved := in.uvarint()
			parts := 1
			if moved&1 == 1 {
				parts = int(min(in.uvarint(), 1<<31-1))
			}
			name += uint64(unzigzag(moved >> 1))
			key := graph.PageKey{Section: section, Number: uint32(number)}
			if number > 1<<32-1 || parts < 1 || parts > maxSealed/cutSize+1 || seen[key] {
				in.fail("page table")
				return nil
			}
			seen[key] = true
			pages = append(pages, entry{key, name, parts})
		}
	}
	return pages
}

func zigzag(n int64) uint64   { return uint64(n<<1) ^ uint64(n>>63) }
func unzigzag(u uint64) int64 { return int64(u>>1) ^ -int64(u&1) }
