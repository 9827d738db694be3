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
)

// WriteTo writes s in the portable roaring serialisation. It returns the number of bytes written.
func (s Set) WriteTo(w io.Writer) (int64, error) {
	if f, ok := s.form.(*dense); ok {
		return f.bitmap.WriteTo(w)
	}
	n, err := w.Write(encodeRuns(listOf(s)))
	return int64(n), err
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
