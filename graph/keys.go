package graph

import (
	"bytes"
	"encoding/binary"
	"iter"
	"maps"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/cespare/xxhash/v2"
)

// keys numbers ids: a number keeps its key until another key takes the number over. A canonical
// GUID lies in 16 bytes, as does a short id; a longer one lies in its page's text.
type keys struct {
	pages  []*keyPage
	length uint32
	owner  *edit
	hint   *hint             // shared with other states
	fresh  map[string]uint32 // keys that are not in the hint yet
}

type keyPage struct {
	slots []keySlot
	guids [pageRows / 64]uint64 // which slots hold a GUID
	text  []byte                // of the ids too long for a slot
	owner *edit
}

// keySlot is a GUID, or an id's length in two bytes and then either the id or its offset in the text.
type keySlot [16]byte

const keySlotText = 14 // bytes of an id that fit in a slot

// pack writes an id that is no GUID, and reports whether it fits; if not, its length alone is there.
func (s *keySlot) pack(id string) bool {
	*s = keySlot{}
	binary.LittleEndian.PutUint16(s[:], uint16(len(id)))
	if len(id) > keySlotText {
		return false
	}
	copy(s[2:], id)
	return true
}

// text is the id that pack wrote, where it fitted.
func (s *keySlot) text() []byte { return s[2 : 2+binary.LittleEndian.Uint16(s[:])] }

func (p *keyPage) isGUID(slot uint32) bool { return p.guids[slot/64]>>(slot%64)&1 != 0 }

// textID is the bytes of an id that is no GUID; empty where the slot holds none.
func (p *keyPage) textID(slot uint32) []byte {
	packed := &p.slots[slot]
	length := binary.LittleEndian.Uint16(packed[:])
	if length <= keySlotText {
		return packed.text()
	}
	offset := binary.LittleEndian.Uint32(packed[2:])
	return p.text[offset : offset+uint32(length)]
}

// put writes an id into a slot of a page that nobody else reads.
func (p *keyPage) put(slot uint32, id string) {
	p.guids[slot/64] &^= 1 << (slot % 64)
	packed := &p.slots[slot]
	if guid, ok := parseGUID(id); ok {
		*packed = guid
		p.guids[slot/64] |= 1 << (slot % 64)
		return
	}
	if packed.pack(id) {
		return
	}
	binary.LittleEndian.PutUint32(packed[2:], uint32(len(p.text)))
	p.text = append(p.text, id...)
}

// id is the key of a number; empty where it has none.
func (k *keys) id(number uint32) string { return string(k.appendID(nil, number)) }

func (k *keys) appendID(dst []byte, number uint32) []byte {
	if number >= k.length {
		return dst
	}
	page, slot := k.pages[number/pageRows], number%pageRows
	if page.isGUID(slot) {
		return appendGUID(dst, &page.slots[slot])
	}
	return append(dst, page.textID(slot)...)
}

// find is the number that has the key. Whether the object of that number is there, the caller knows.
func (k *keys) find(id string) (uint32, bool) {
	if k.hint != nil {
		guid, isGUID := parseGUID(id)
		hash := xxhash.Sum64String(id)
		tag := hintTag(hash)
		for at := k.hint.home(hash); ; at++ {
			if at == len(k.hint.slots) {
				at = 0
			}
			entry := k.hint.slots[at].Load()
			if entry == 0 {
				break
			}
			if entry&^0xffffffff == tag && k.holds(uint32(entry)-1, id, guid, isGUID) {
				return uint32(entry) - 1, true
			}
		}
	}
	number, found := k.fresh[id]
	return number, found
}

// holds reports whether the number has the key, given as text and, where it is one, as a GUID.
func (k *keys) holds(number uint32, id string, guid keySlot, isGUID bool) bool {
	if number >= k.length {
		return false
	}
	page, slot := k.pages[number/pageRows], number%pageRows
	if isGUID || page.isGUID(slot) {
		return isGUID && page.isGUID(slot) && page.slots[slot] == guid
	}
	return string(page.textID(slot)) == id
}

// differing yields the numbers whose keys are not the same in both, those that only one has included.
// Pages that both share are passed over.
func (k *keys) differing(other *keys) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		for number := uint32(0); number < max(k.length, other.length); number++ {
			if page := number / pageRows; number%pageRows == 0 && number < min(k.length, other.length) && k.pages[page] == other.pages[page] {
				number += pageRows - 1
				continue
			}
			if !k.sameKey(other, number) && !yield(number) {
				return
			}
		}
	}
}

func (k *keys) sameKey(other *keys, number uint32) bool {
	if number >= min(k.length, other.length) {
		return false
	}
	slot := number % pageRows
	a, b := k.pages[number/pageRows], other.pages[number/pageRows]
	if a.isGUID(slot) || b.isGUID(slot) {
		return a.isGUID(slot) && b.isGUID(slot) && a.slots[slot] == b.slots[slot]
	}
	return bytes.Equal(a.textID(slot), b.textID(slot))
}

// put gives a number a key, taking it from the key that had it.
func (k *keys) put(e *edit, number uint32, id string) {
	if k.owner != e {
		k.pages = slices.Clone(k.pages)
		k.fresh = maps.Clone(k.fresh)
		k.owner = e
	}
	for k.length <= number {
		if k.length%pageRows == 0 {
			k.pages = append(k.pages, &keyPage{owner: e})
		}
		page := k.writable(e, k.length/pageRows)
		page.slots = append(page.slots, keySlot{})
		k.length++
	}
	if old := k.id(number); old != "" && k.fresh[old] == number {
		delete(k.fresh, old)
	}
	k.writable(e, number/pageRows).put(number%pageRows, id)
	if k.fresh == nil {
		k.fresh = map[string]uint32{}
	}
	k.fresh[id] = number
}

// writable is a page, cloned unless it is this edit's own; the clone leaves out unused text.
func (k *keys) writable(e *edit, number uint32) *keyPage {
	old := k.pages[number]
	if old.owner == e {
		return old
	}
	page := &keyPage{slots: slices.Clone(old.slots), guids: old.guids, owner: e}
	for slot := range page.slots {
		if page.isGUID(uint32(slot)) {
			continue
		}
		if id := old.textID(uint32(slot)); len(id) > keySlotText {
			page.put(uint32(slot), string(id))
		}
	}
	k.pages[number] = page
	e.clones++
	return page
}

// settle moves the fresh keys to the hint. Only the writer may call it, on the state it publishes
// next; keys of states that are never published stay out of the hint.
func (k *keys) settle() {
	if len(k.fresh) == 0 {
		return
	}
	if k.hint == nil || k.hint.full(len(k.fresh)) {
		k.hint, _ = k.index(int(k.length) * 5 / 4)
	} else {
		for id, number := range k.fresh {
			k.hint.enter(xxhash.Sum64String(id), number)
		}
	}
	k.fresh = nil
}

// index is a new hint of all keys, with room for the given number of them, and whether each key is there
// once only.
func (k *keys) index(room int) (*hint, bool) {
	h := newHint(max(room, int(k.length)))
	var used, twins atomic.Int64
	var group sync.WaitGroup
	workers := min(runtime.GOMAXPROCS(0), len(k.pages)/16+1)
	for w := range workers {
		group.Go(func() {
			first, end := len(k.pages)*w/workers, len(k.pages)*(w+1)/workers
			added, same := k.indexPages(h, first, end)
			used.Add(int64(added))
			twins.Add(int64(same))
		})
	}
	group.Wait()
	h.used = int(used.Load())
	return h, twins.Load() == 0
}

// indexPages adds the keys of some pages to a hint, and counts them and those that it meets there.
func (k *keys) indexPages(h *hint, first, end int) (added, twins int) {
	var id []byte
	meet := func(other uint32) {
		if bytes.Equal(id, k.appendID(nil, other)) {
			twins++
		}
	}
	for number := first; number < end; number++ {
		for slot := range k.pages[number].slots {
			row := uint32(number*pageRows + slot)
			if id = k.appendID(id[:0], row); len(id) > 0 && h.add(xxhash.Sum64(id), row, meet) {
				added++
			}
		}
	}
	return added, twins
}

// parseGUID packs a GUID in canonical form: lower case with dashes, without braces.
func parseGUID(id string) (guid keySlot, ok bool) {
	if len(id) != 36 || id[8] != '-' || id[13] != '-' || id[18] != '-' || id[23] != '-' {
		return guid, false
	}
	var all byte
	for i, at := range guidDigits {
		high, low := hexDigit[id[at]], hexDigit[id[at+1]]
		all |= high | low
		guid[i] = high<<4 | low
	}
	return guid, all <= 15
}

func appendGUID(dst []byte, guid *keySlot) []byte {
	const digits = "0123456789abcdef"
	text := [36]byte{8: '-', 13: '-', 18: '-', 23: '-'}
	for i, at := range guidDigits {
		text[at], text[at+1] = digits[guid[i]>>4], digits[guid[i]&15]
	}
	return append(dst, text[:]...)
}

// guidDigits is where the two digits of each byte of a GUID stand.
var guidDigits = [16]uint8{0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34}

// hexDigit is the value of each lower-case hexadecimal digit, 255 for any other byte.
var hexDigit = func() (table [256]byte) {
	for i := range table {
		table[i] = 255
	}
	for i := range byte(10) {
		table['0'+i] = i
	}
	for i := range byte(6) {
		table['a'+i] = 10 + i
	}
	return table
}()
