package store

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"

	"github.com/accessindex/ambit/graph"
)

// The keys: root, page/NAME[/PART] and log/REVISION[/CHUNK]. Numbers are hexadecimal of a fixed width,
// so that Badger's order is theirs. The first part or chunk has no suffix.
var (
	rootKey    = []byte("root")
	pagePrefix = []byte("page/")
	logPrefix  = []byte("log/")
)

// pageKey is where a part of the page of that name lies.
func pageKey(name uint64, part int) []byte { return numbered(pagePrefix, name, part) }

// logKey is where a chunk of the log entry of that revision lies.
func logKey(revision graph.Revision, chunk int) []byte {
	return numbered(logPrefix, uint64(revision), chunk)
}

func numbered(prefix []byte, number uint64, part int) []byte {
	key := appendHex(append(make([]byte, 0, len(prefix)+25), prefix...), binary.BigEndian.AppendUint64(nil, number))
	if part == 0 {
		return key
	}
	return appendHex(append(key, '/'), binary.BigEndian.AppendUint32(nil, uint32(part)))
}

func appendHex(dst, number []byte) []byte { return hex.AppendEncode(dst, number) }

// parseKey reads the number and the part of a key with the given prefix.
func parseKey(prefix, key []byte) (number uint64, part int, ok bool) {
	text, found := bytes.CutPrefix(key, prefix)
	if !found || (len(text) != 16 && len(text) != 25) {
		return 0, 0, false
	}
	var raw [8]byte
	if _, err := hex.Decode(raw[:], text[:16]); err != nil {
		return 0, 0, false
	}
	number = binary.BigEndian.Uint64(raw[:])
	if len(text) == 16 {
		return number, 0, true
	}
	if _, err := hex.Decode(raw[:4], text[17:]); err != nil || text[16] != '/' {
		return 0, 0, false
	}
	suffix := binary.BigEndian.Uint32(raw[:4])
	if suffix == 0 || suffix > maxSealed/cutSize {
		return 0, 0, false
	}
	return number, int(suffix), true
}
