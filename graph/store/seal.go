package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"

	"github.com/klauspost/compress/s2"
)

// How a sealed payload is stored.
const (
	codecRaw byte = iota
	codecS2
)

// minCompress is the least payload that is worth an attempt to compress.
const minCompress = 256

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// errSeal is the reason why a sealed value does not open; callers wrap it into ErrCorrupt.
var errSeal = errors.New("checksum does not match")

// checksum covers the place of a value as well as its bytes, so that a value in a wrong place shows.
func checksum(place, value []byte) uint32 {
	return crc32.Update(crc32.Checksum(place, castagnoli), castagnoli, value)
}

// seal returns header, then the payload, compressed where this saves an eighth, then the checksum.
func seal(place, header, payload []byte) []byte {
	if len(payload) >= minCompress {
		dst := make([]byte, len(header)+1+binary.MaxVarintLen64+s2.MaxEncodedLen(len(payload))+crc32.Size)
		n := copy(dst, header)
		dst[n] = codecS2
		n++
		packed := s2.Encode(dst[n:], payload)
		if len(packed) <= len(payload)-len(payload)/8 {
			return sealed(place, dst[:n+len(packed)])
		}
	}
	dst := make([]byte, 0, len(header)+1+len(payload)+crc32.Size)
	dst = append(dst, header...)
	dst = append(dst, codecRaw)
	return sealed(place, append(dst, payload...))
}

func sealed(place, value []byte) []byte {
	return binary.LittleEndian.AppendUint32(value, checksum(place, value))
}

// verify checks the checksum at the end of a sealed value and returns what stands before it.
func verify(place, value []byte) ([]byte, error) {
	if len(value) < crc32.Size {
		return nil, errSeal
	}
	body, sum := value[:len(value)-crc32.Size], value[len(value)-crc32.Size:]
	if checksum(place, body) != binary.LittleEndian.Uint32(sum) {
		return nil, errSeal
	}
	return body, nil
}

// unpack returns the payload behind the header of a verified value: a part of it, or scratch, which grows
// as needed, where it must be decompressed.
func unpack(scratch *[]byte, body []byte) ([]byte, error) {
	if len(body) == 0 {
		return nil, errors.New("empty value")
	}
	switch body[0] {
	case codecRaw:
		return body[1:], nil
	case codecS2:
		size, err := s2.DecodedLen(body[1:])
		if err != nil {
			return nil, err
		}
		if size > maxSealed {
			return nil, fmt.Errorf("payload of %d bytes", size)
		}
		if cap(*scratch) < size {
			*scratch = make([]byte, size)
		}
		return s2.Decode((*scratch)[:size], body[1:])
	}
	return nil, fmt.Errorf("codec %d", body[0])
}
