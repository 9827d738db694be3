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

// pieces cuts runs at the borders of blocks.
func pieces(list []run, yield func(key uint16, first, last uint16)) {
	for _, r := range list {
		for r.first>>16 != r.last>>16 {
			yield(uint16(r.first>>16), uint16(r.first), blockSize-1)
			r.first = (r.first>>16 + 1) << 16
		}
		yield(uint16(r.first>>16), uint16(r.first), uint16(r.last))
	}
}

// blocksOf sums up an ascending list of maximal runs.
func blocksOf(list []run) (blocks []block) {
	pieces(list, func(key, first, last uint16) {
		if n := len(blocks); n == 0 || blocks[n-1].key != key {
			blocks = append(blocks, block{key: key})
		}
		b := &blocks[len(blocks)-1]
		b.size += uint32(last-first) + 1
		b.runs++
	})
	return blocks
}

// encodeRuns is the serialisation of an ascending list of maximal runs, each block in its smallest form.
func encodeRuns(list []run) []byte {
	blocks := blocksOf(list)
	data, starts := encodeHeader(blocks)
	i, at := -1, 0
	pieces(list, func(key, first, last uint16) {
		if i < 0 || blocks[i].key != key {
			i++
			at = starts[i]
			if blocks[i].asRuns() {
				binary.LittleEndian.PutUint16(data[at:], uint16(blocks[i].runs))
				at += 2
			}
		}
		switch {
		case blocks[i].asRuns():
			binary.LittleEndian.PutUint16(data[at:], first)
			binary.LittleEndian.PutUint16(data[at+2:], last-first)
			at += 4
		case blocks[i].size <= maxArray:
			for x := int(first); x <= int(last); x++ {
				binary.LittleEndian.PutUint16(data[at:], uint16(x))
				at += 2
			}
		default:
			setBits(data[at:at+wordBytes], int(first), int(last))
		}
	})
	return data
}

// encodeHeader is a serialisation but for its contents, and where the content of each block starts.
func encodeHeader(blocks []block) (data []byte, starts []int) {
	flags := make([]byte, (len(blocks)+7)/8)
	runs, contents := false, 0
	for i, b := range blocks {
		if b.asRuns() {
			flags[i/8] |= 1 << (i % 8)
			runs = true
		}
		contents += int(b.bytes())
	}
	header := headerBytes(len(blocks), runs)
	data = make([]byte, 0, header+contents)
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
	at := header
	for _, b := range blocks {
		if hasOffsets(len(blocks), runs) {
			data = binary.LittleEndian.AppendUint32(data, uint32(at))
		}
		starts = append(starts, at)
		at += int(b.bytes())
	}
	return data[:cap(data)], starts
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
