package bitmap

import (
	"encoding/binary"
	"io"
)

// The portable roaring serialisation: a cookie, the key and size of each block of 65,536 ordinals, where
// its content starts, and the contents. https://github.com/RoaringBitmap/RoaringFormatSpec
const (
	cookiePlain = 12346 // no block is kept as runs; the number of blocks follows
	cookieRuns  = 12347 // in the low half; blocks less one in the high half; flags follow
	fewBlocks   = 4     // with runs and fewer blocks than these, there are no offsets
	maxArray    = 4096  // the most ordinals of a block that are kept as an array
	blockSize   = 1 << 16
	wordBytes   = blockSize / 8
)

// WriteTo writes s in the portable roaring serialisation. It returns the number of bytes written.
func (s Set) WriteTo(w io.Writer) (int64, error) {
	if f, ok := s.form.(*dense); ok {
		return f.bitmap.WriteTo(w)
	}
	n, err := w.Write(encodeRuns(listOf(s)))
	return int64(n), err
}

// block sums up the ordinals that share their upper 16 bits.
type block struct {
	key  uint16
	size uint32 // 1 to 65,536
	runs uint32
}

// asRuns reports whether runs are the smallest content, and bytes its size.
func (b block) asRuns() bool  { return 2+4*b.runs < b.plain() }
func (b block) bytes() uint64 { return uint64(min(2+4*b.runs, b.plain())) }

func (b block) plain() uint32 {
	if b.size <= maxArray {
		return 2 * b.size
	}
	return wordBytes
}

// cut is the part of r in its first block, and whether there is more, which r is then left with.
func (r *run) cut() (part run, more bool) {
	part = *r
	if end := r.first | (blockSize - 1); end < r.last {
		part.last, r.first = end, end+1
		return part, true
	}
	return part, false
}

// blocksOf sums up an ascending list of maximal runs.
func blocksOf(list []run) (blocks []block) {
	var b *block
	for _, r := range list {
		for more := true; more; {
			var part run
			part, more = r.cut()
			if key := uint16(part.first >> 16); b == nil || b.key != key {
				blocks = append(blocks, block{key: key})
				b = &blocks[len(blocks)-1]
			}
			b.size += part.last - part.first + 1
			b.runs++
		}
	}
	return blocks
}

// encodeRuns is the serialisation of an ascending list of maximal runs, each block in its smallest form.
func encodeRuns(list []run) []byte {
	blocks := blocksOf(list)
	data, at := encodeHeader(blocks)
	next, content := 0, []byte(nil)
	for _, r := range list {
		for more := true; more; {
			var part run
			part, more = r.cut()
			if next == 0 || blocks[next-1].key != uint16(part.first>>16) {
				n := int(blocks[next].bytes())
				content = data[at : at+n]
				at += n
				if blocks[next].asRuns() {
					binary.LittleEndian.PutUint16(content, uint16(blocks[next].runs))
					content = content[2:]
				}
				next++
			}
			content = blocks[next-1].put(content, part)
		}
	}
	return data
}

// put writes a run to the content of b and is what is left of that.
func (b block) put(content []byte, r run) []byte {
	switch {
	case b.asRuns():
		binary.LittleEndian.PutUint16(content, uint16(r.first))
		binary.LittleEndian.PutUint16(content[2:], uint16(r.last-r.first))
		return content[4:]
	case b.size <= maxArray:
		for x := r.first; ; x++ {
			binary.LittleEndian.PutUint16(content, uint16(x))
			content = content[2:]
			if x == r.last {
				return content
			}
		}
	}
	setBits(content, int(uint16(r.first)), int(uint16(r.last)))
	return content
}

// encodeHeader is a serialisation but for its contents, and where these start.
func encodeHeader(blocks []block) (data []byte, start int) {
	flags := make([]byte, (len(blocks)+7)/8)
	runs, contents := false, 0
	for i, b := range blocks {
		if b.asRuns() {
			flags[i/8] |= 1 << (i % 8)
			runs = true
		}
		contents += int(b.bytes())
	}
	start = headerBytes(len(blocks), runs)
	data = make([]byte, 0, start+contents)
	if runs {
		data = binary.LittleEndian.AppendUint32(data, cookieRuns|uint32(len(blocks)-1)<<16)
		data = append(data, flags...)
	} else {
		data = binary.LittleEndian.AppendUint32(data, cookiePlain)
		data = binary.LittleEndian.AppendUint32(data, uint32(len(blocks)))
	}
	for _, b := range blocks {
		data = binary.LittleEndian.AppendUint16(data, b.key)
		data = binary.LittleEndian.AppendUint16(data, uint16(b.size-1))
	}
	if hasOffsets(len(blocks), runs) {
		at := start
		for _, b := range blocks {
			data = binary.LittleEndian.AppendUint32(data, uint32(at))
			at += int(b.bytes())
		}
	}
	return data[:cap(data)], start
}

func hasOffsets(blocks int, runs bool) bool { return !runs || blocks >= fewBlocks }

// headerBytes is where the contents start.
func headerBytes(blocks int, runs bool) int {
	n := 8 + 4*blocks
	if runs {
		n = 4 + (blocks+7)/8 + 4*blocks
	}
	if hasOffsets(blocks, runs) {
		n += 4 * blocks
	}
	return n
}

// setBits sets the bits first to last, both included, of little-endian words.
func setBits(words []byte, first, last int) {
	for ; first <= last && first%8 != 0; first++ {
		words[first/8] |= 1 << (first % 8)
	}
	for ; first+7 <= last; first += 8 {
		words[first/8] = 0xff
	}
	for ; first <= last; first++ {
		words[first/8] |= 1 << (first % 8)
	}
}
