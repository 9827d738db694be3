package export

import "bytes"

// appendCSV adds a row a record to dst.
func appendCSV(dst []byte, p part) []byte {
	user := append(appendField(nil, []byte(p.user)), ',')
	for id := range p.records.IDs(p.from, p.to) {
		dst = append(dst, user...)
		dst = append(appendField(dst, id), '\n')
	}
	return dst
}

// appendField adds an id to dst, in quotes if it needs them. No id holds the end of a line (1.14).
func appendField(dst, id []byte) []byte {
	if bytes.IndexByte(id, ',') < 0 && bytes.IndexByte(id, '"') < 0 {
		return append(dst, id...)
	}
	dst = append(dst, '"')
	for _, b := range id {
		if b == '"' {
			dst = append(dst, '"')
		}
		dst = append(dst, b)
	}
	return append(dst, '"')
}
