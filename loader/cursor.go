package loader

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/accessindex/ambit/graph"
	"github.com/go-json-experiment/json/jsontext"
)

// maxNesting is how deep arrays and objects may lie in one another.
const maxNesting = 10_000

var (
	errEnds  = errors.New("the line ends inside its object")
	errUTF8  = errors.New("text that is not UTF-8")
	errQuote = errors.New("control character in a string")
)

// plain tells the bytes that stand for themselves in a JSON string.
var plain = func() (table [256]bool) {
	for b := byte(' '); b < 0x7f; b++ {
		table[b] = b != '"' && b != '\\'
	}
	return table
}()

// cursor walks over the JSON text of one line. The first error stays and leaves nothing to read.
type cursor struct {
	text []byte
	pos  int
	err  error
}

// fail keeps the first error and goes to the end of the line.
func (c *cursor) fail(err error) {
	if c.err == nil {
		c.err = fmt.Errorf("%w: column %d: %w", graph.ErrInvalid, c.pos+1, err)
	}
	c.pos = len(c.text)
}

// unexpected fails because something else should stand here.
func (c *cursor) unexpected(want string) {
	if c.pos >= len(c.text) {
		c.fail(errEnds)
		return
	}
	r, _ := utf8.DecodeRune(c.text[c.pos:])
	c.fail(fmt.Errorf("%q where %s should be", r, want))
}

// peek is the next byte that is no blank, 0 at the end.
func (c *cursor) peek() byte {
	for c.pos < len(c.text) {
		switch b := c.text[c.pos]; b {
		case ' ', '\t', '\r', '\n':
			c.pos++
		default:
			return b
		}
	}
	return 0
}

// expect steps over a byte of punctuation.
func (c *cursor) expect(b byte) {
	if c.peek() != b {
		c.unexpected(fmt.Sprintf("%q", b))
		return
	}
	c.pos++
}

// more steps over the comma before an element, or over the closing byte after the last one.
func (c *cursor) more(closing byte, first bool) bool {
	b := c.peek()
	switch {
	case b == closing:
		c.pos++
		return false
	case first && b != 0:
		return true
	case !first && b == ',':
		c.pos++
		return true
	}
	c.unexpected(fmt.Sprintf("a comma or %q", closing))
	return false
}

// quoted reads a string. The result is part of the line unless the string holds an escape.
func (c *cursor) quoted() []byte {
	if c.peek() != '"' {
		c.unexpected("a string")
		return nil
	}
	start := c.pos + 1
	end := start
	for end < len(c.text) && plain[c.text[end]] {
		end++
	}
	if end < len(c.text) && c.text[end] == '"' {
		c.pos = end + 1
		return c.text[start:end]
	}
	return c.escaped(start, end)
}

// escaped reads on in a string that holds more than plain bytes.
func (c *cursor) escaped(start, end int) []byte {
	escapes := false
	for ; end < len(c.text) && c.text[end] != '"'; end++ {
		switch b := c.text[end]; {
		case b == '\\':
			escapes = true
			end++
		case b < ' ':
			c.pos = end
			c.fail(errQuote)
			return nil
		}
	}
	if end >= len(c.text) {
		c.pos = len(c.text)
		c.fail(errEnds)
		return nil
	}
	text := c.text[start:end]
	var err error
	if escapes {
		text, err = jsontext.AppendUnquote(nil, c.text[start-1:end+1])
	} else if !utf8.Valid(text) {
		err = errUTF8
	}
	if err != nil {
		c.fail(err)
		return nil
	}
	c.pos = end + 1
	return text
}

// word reads a number, true, false or null, without asking which.
func (c *cursor) word() []byte {
	c.peek()
	start := c.pos
	for c.pos < len(c.text) {
		switch b := c.text[c.pos]; {
		case 'a' <= b && b <= 'z', 'A' <= b && b <= 'Z', '0' <= b && b <= '9', b == '-', b == '+', b == '.':
			c.pos++
			continue
		}
		break
	}
	return c.text[start:c.pos]
}

// skip reads any value and is its text.
func (c *cursor) skip() []byte {
	c.peek()
	start := c.pos
	c.value(0)
	return c.text[start:c.pos]
}

func (c *cursor) value(depth int) {
	switch b := c.peek(); {
	case b == '"':
		c.quoted()
	case b != '{' && b != '[':
		c.scalar()
	case depth == maxNesting:
		c.fail(errors.New("values nested too deep"))
	case b == '{':
		c.pos++
		for first := true; c.more('}', first); first = false {
			c.quoted()
			c.expect(':')
			c.value(depth + 1)
		}
	default:
		c.pos++
		for first := true; c.more(']', first); first = false {
			c.value(depth + 1)
		}
	}
}

// scalar reads a number, true, false or null.
func (c *cursor) scalar() {
	start := c.pos
	word := c.word()
	if len(word) == 0 || !jsontext.Value(word).IsValid() {
		c.pos = start
		c.unexpected("a value")
	}
}

// end fails if anything follows.
func (c *cursor) end() {
	if c.peek(); c.pos < len(c.text) {
		c.unexpected("the end of the line")
	}
}
