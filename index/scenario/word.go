package scenario

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode"

	"github.com/accessindex/ambit/graph"
)

// blanks are what separates words.
const blanks = " \t"

// word is a part of a statement. What stands in quotes is never an arrow or a flag.
type word struct {
	text   string
	quoted bool
}

// is reports whether w is the given word, without quotes.
func (w word) is(text string) bool { return !w.quoted && w.text == text }

// flag is the name of the flag that w is, and its value where the two stand together.
func (w word) flag() (name, value string, together, found bool) {
	name, found = strings.CutPrefix(w.text, "--")
	if w.quoted || !found {
		return "", "", false, false
	}
	name, value, together = strings.Cut(name, "=")
	return name, value, together, true
}

// split cuts a statement into words, up to a comment.
func split(text string) ([]word, error) {
	var words []word
	for {
		text = strings.TrimLeft(text, blanks)
		if text == "" || text[0] == '#' {
			return words, nil
		}
		w, rest, err := first(text)
		if err != nil {
			return nil, err
		}
		words, text = append(words, w), rest
	}
}

// first cuts the first word off. It may stand in JSON quotes, wholly or from its first colon on.
func first(text string) (w word, rest string, err error) {
	end := strings.IndexAny(text, blanks)
	if end < 0 {
		end = len(text)
	}
	start := strings.IndexByte(text[:end], ':') + 1
	if text[0] == '"' {
		start = 0
	}
	if start == len(text) || text[start] != '"' {
		return word{text: text[:end]}, text[end:], nil
	}
	end = start + quotedEnd(text[start:])
	if end < start || json.Unmarshal([]byte(text[start:end]), &w.text) != nil {
		return word{}, "", fmt.Errorf("%w: %s is not in JSON quotes", graph.ErrInvalid, text[start:])
	}
	rest = text[end:]
	if rest != "" && !strings.ContainsAny(rest[:1], blanks) {
		return word{}, "", fmt.Errorf("%w: no blank after %s", graph.ErrInvalid, text[start:end])
	}
	return word{text[:start] + w.text, true}, rest, nil
}

// quotedEnd is where the JSON string at the start of the text ends, or less than 0.
func quotedEnd(text string) int {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return -1
}

// object cuts the JSON object at the start of the text off. One that does not end is all of the text.
func object(text string) (line, rest string) {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			end := quotedEnd(text[i:])
			if end < 0 {
				return text, ""
			}
			i += end - 1
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return text[:i+1], text[i+1:]
			}
		}
	}
	return text, ""
}

// quote writes a word so that it is read as the same again.
func quote(text string) string {
	if text != "" && text != "=>" && !strings.HasPrefix(text, "--") && !strings.ContainsAny(text, blanks+`"#;`) &&
		!strings.ContainsFunc(text, unicode.IsControl) {
		return text
	}
	quoted, _ := json.Marshal(text) // of a string, which never fails
	return string(quoted)
}
