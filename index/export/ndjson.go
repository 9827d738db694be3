package export

import "bytes"

// appendNDJSON adds the records to the line of their user, which it begins and ends where they are the
// first or the last.
func appendNDJSON(dst []byte, p part) []byte {
	if p.from == 0 {
		dst = append(dst, `{"user":`...)
		dst = appendString(dst, []byte(p.user))
		dst = append(dst, `,"records":[`...)
	}
	between := p.from > 0
	for id := range p.records.IDs(p.from, p.to) {
		if between {
			dst = append(dst, ',')
		}
		between = true
		dst = appendString(dst, id)
	}
	if p.last() {
		dst = append(dst, "]}\n"...)
	}
	return dst
}

// appendString adds an id to dst as a JSON string. Ids are UTF-8 without control characters (1.14), so
// that a quote and a backslash alone are to be escaped.
func appendString(dst, id []byte) []byte {
	dst = append(dst, '"')
	if bytes.IndexByte(id, '"') < 0 && bytes.IndexByte(id, '\\') < 0 {
		return append(append(dst, id...), '"')
	}
	for _, b := range id {
		if b == '"' || b == '\\' {
			dst = append(dst, '\\')
		}
		dst = append(dst, b)
	}
	return append(dst, '"')
}
