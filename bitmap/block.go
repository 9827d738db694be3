package bitmap

import "encoding/binary"

const (
	blockSize = 1 << 16
	wordBytes = blockSize / 8 // of a block that is kept as one bit an ordinal
	maxArray  = 4096          // the most ordinals of a block that are kept as an array
)

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
