package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"

	"github.com/accessindex/ambit/graph"
)

// chunkHeader is the number of chunks and the checksum of the whole entry, four bytes each. The latter
// keeps chunks of two attempts to write one revision apart.
const chunkHeader = 8

// chunks cuts a sealed log entry into the values that the log holds.
func chunks(revision graph.Revision, whole []byte) [][]byte {
	count := (len(whole) + cutSize - 1) / cutSize
	values := make([][]byte, 0, count)
	sum := whole[len(whole)-crc32.Size:]
	for i := range count {
		part := whole[i*cutSize : min(len(whole), (i+1)*cutSize)]
		value := make([]byte, 0, chunkHeader+len(part)+crc32.Size)
		value = binary.LittleEndian.AppendUint32(value, uint32(count))
		value = append(value, sum...)
		value = append(value, part...)
		values = append(values, sealed(logKey(revision, i), value))
	}
	return values
}

// chunk is one value of the log.
type chunk struct {
	count int
	sum   uint32
	part  []byte
}

// decodeChunk reads a value of the log.
func decodeChunk(key, value []byte) (chunk, error) {
	body, err := verify(key, value)
	if err != nil {
		return chunk{}, err
	}
	if len(body) <= chunkHeader {
		return chunk{}, errors.New("short chunk")
	}
	count := binary.LittleEndian.Uint32(body)
	if count == 0 || count > maxSealed/cutSize+1 {
		return chunk{}, fmt.Errorf("%d chunks", count)
	}
	return chunk{int(count), binary.LittleEndian.Uint32(body[4:]), body[chunkHeader:]}, nil
}

// collector gathers the chunks of one revision.
type collector struct {
	revision graph.Revision
	first    chunk // its count and sum hold for the entry
	whole    []byte
	taken    int
	size     int64 // bytes of the values
	late     bool  // isLate
}

// add takes the next chunk and reports whether it belongs to the entry; what follows one that does not is
// left out too.
func (c *collector) add(number int, each chunk, size int) bool {
	if number == 0 {
		c.first = chunk{count: each.count, sum: each.sum}
	}
	if number != c.taken || each.count != c.first.count || each.sum != c.first.sum || number >= each.count {
		return false
	}
	c.whole = append(c.whole, each.part...)
	c.size += int64(size)
	c.taken++
	return true
}

// complete reports whether all chunks are there.
func (c *collector) complete() bool { return c.taken > 0 && c.taken == c.first.count }

// entry is what a complete collector gathered.
func (c *collector) entry() (Entry, error) {
	body, err := verify(logKey(c.revision, 0), c.whole)
	if err == nil {
		body, err = unpack(new([]byte), body)
	}
	if err != nil {
		return Entry{}, fmt.Errorf("%w: log entry %d: %w", ErrCorrupt, c.revision, err)
	}
	return decodeEntry(c.revision, body)
}
