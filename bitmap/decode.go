package bitmap

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
)

// ErrCorrupt is returned for data that is not a portable roaring serialisation.
var ErrCorrupt = errors.New("bitmap: corrupt serialisation")

// Decode reads what WriteTo, or any other writer of the portable roaring serialisation, wrote. All of data
// must belong to it, and none of it is kept. Anything else is ErrCorrupt: whatever data holds, Decode
// neither panics nor takes much more memory than data.
func Decode(data []byte) (Set, error) {
	blocks, start, err := readHeader(data)
	if err != nil {
		return Set{}, err
	}
	at := start
	for i := range blocks {
		b := &blocks[i]
		if b.offset >= 0 && b.offset != int64(at) {
			return Set{}, corrupt("block %d starts at %d, not at %d", i, at, b.offset)
		}
		n, err := b.check(data[at:])
		if err != nil {
			return Set{}, fmt.Errorf("block %d: %w", i, err)
		}
		at += n
	}
	if at != len(data) {
		return Set{}, corrupt("%d bytes left over", len(data)-at)
	}
	return fromBitmap(decoded(data)), nil
}

func corrupt(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrCorrupt, fmt.Sprintf(format, args...))
}

// encoded is a block of a serialisation.
type encoded struct {
	key    uint16
	size   uint32 // 1 to 65,536
	inRuns bool
	offset int64 // -1 where the serialisation has none
}

// readHeader reads the blocks and where their contents start.
func readHeader(data []byte) (blocks []encoded, start int, err error) {
	if len(data) < 4 {
		return nil, 0, corrupt("%d bytes", len(data))
	}
	cookie, count, at := binary.LittleEndian.Uint32(data), 0, 4
	runs := cookie&0xffff == cookieRuns
	switch {
	case runs:
		count = int(cookie>>16) + 1
	case cookie == cookiePlain && len(data) >= 8:
		n := binary.LittleEndian.Uint32(data[4:])
		if n > blockSize {
			return nil, 0, corrupt("%d blocks", n)
		}
		count, at = int(n), 8
	default:
		return nil, 0, corrupt("cookie %d", cookie)
	}
	start = headerBytes(count, runs)
	if len(data) < start {
		return nil, 0, corrupt("header of %d blocks in %d bytes", count, len(data))
	}
	var flags []byte
	if runs {
		flags = data[at : at+(count+7)/8]
		at += len(flags)
	}
	blocks = make([]encoded, count)
	for i := range blocks {
		b := &blocks[i]
		b.key = binary.LittleEndian.Uint16(data[at+4*i:])
		b.size = uint32(binary.LittleEndian.Uint16(data[at+4*i+2:])) + 1
		b.inRuns = runs && flags[i/8]>>(i%8)&1 == 1
		b.offset = -1
		if hasOffsets(count, runs) {
			b.offset = int64(binary.LittleEndian.Uint32(data[at+4*count+4*i:]))
		}
		if i > 0 && b.key <= blocks[i-1].key {
			return nil, 0, corrupt("key %d after %d", b.key, blocks[i-1].key)
		}
	}
	return blocks, start, nil
}

// check reads the content that data starts with, and is how many bytes that has.
func (b *encoded) check(data []byte) (int, error) {
	switch {
	case b.inRuns:
		return b.checkRuns(data)
	case b.size <= maxArray:
		return b.checkArray(data)
	}
	return b.checkWords(data)
}

func (b *encoded) checkRuns(data []byte) (int, error) {
	if len(data) < 2 {
		return 0, corrupt("number of runs cut off")
	}
	runs := int(binary.LittleEndian.Uint16(data))
	n := 2 + 4*runs
	if len(data) < n {
		return 0, corrupt("%d runs in %d bytes", runs, len(data))
	}
	size, free := uint32(0), uint32(0) // free is the least ordinal at which a run may start
	for at := 2; at < n; at += 4 {
		first := uint32(binary.LittleEndian.Uint16(data[at:]))
		length := uint32(binary.LittleEndian.Uint16(data[at+2:])) + 1
		if first < free || first+length > blockSize {
			return 0, corrupt("run of %d at %d", length, first)
		}
		size += length
		free = first + length + 1
	}
	if size != b.size {
		return 0, corrupt("runs of %d ordinals, not %d", size, b.size)
	}
	return n, nil
}

func (b *encoded) checkArray(data []byte) (int, error) {
	n := 2 * int(b.size)
	if len(data) < n {
		return 0, corrupt("%d ordinals in %d bytes", b.size, len(data))
	}
	before := -1
	for at := 0; at < n; at += 2 {
		x := int(binary.LittleEndian.Uint16(data[at:]))
		if x <= before {
			return 0, corrupt("%d after %d", x, before)
		}
		before = x
	}
	return n, nil
}

func (b *encoded) checkWords(data []byte) (int, error) {
	if len(data) < wordBytes {
		return 0, corrupt("%d bytes of bits", len(data))
	}
	size := 0
	for at := 0; at < wordBytes; at += 8 {
		size += bits.OnesCount64(binary.LittleEndian.Uint64(data[at:]))
	}
	if uint32(size) != b.size {
		return 0, corrupt("%d bits, not %d", size, b.size)
	}
	return wordBytes, nil
}
