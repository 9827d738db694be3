package scenario

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/loader"
)

// Parse reads the text of a scenario. The name is that of the file, for errors and findings. What is no
// scenario is a *loader.ParseErrors with the lines at fault.
func Parse(name string, text []byte) (*Scenario, error) {
	p := parser{scenario: &Scenario{name: name}, loading: true}
	number := 0
	for line := range bytes.Lines(bytes.TrimPrefix(text, []byte("\ufeff"))) {
		number++
		p.line = number
		if len(p.faults) > graph.MaxErrors {
			break
		}
		p.read(strings.Trim(string(line), blanks+"\r\n"))
	}
	if p.open != nil {
		p.line = p.open.line
		p.refuse(fmt.Errorf("%w: begin without a commit", graph.ErrInvalid))
	}
	if len(p.faults) > 0 {
		return nil, parseErrors(p.faults)
	}
	return p.scenario, nil
}

// parser reads a scenario line by line.
type parser struct {
	scenario *Scenario
	line     int
	loading  bool   // no line but those of the load has come
	open     *batch // waits for its commit
	faults   []*loader.ParseError
}

func (p *parser) read(text string) {
	switch {
	case text == "" || text[0] == '#':
	case !utf8.ValidString(text):
		p.refuse(fmt.Errorf("%w: not UTF-8", graph.ErrInvalid))
	case len(text) > loader.MaxLine:
		p.refuse(fmt.Errorf("%w: line of more than %d bytes", graph.ErrInvalid, loader.MaxLine))
	case text[0] == '{':
		p.object(text)
	case p.open != nil:
		p.refuse(fmt.Errorf("%w: only changes may stand between begin and commit", graph.ErrInvalid))
	default:
		p.loading = false
		does, asked, err := parseStatement(p.line, text)
		if err != nil {
			p.refuse(err)
			return
		}
		p.add(asked, does)
	}
}

// object reads a line of the org stream or a change.
func (p *parser) object(text string) {
	text, err := alone(text)
	if err != nil {
		p.refuse(err)
		return
	}
	op, change, err := loader.DecodeChange([]byte(text))
	if err != nil {
		p.refuse(err)
		return
	}
	if p.loading && op == loader.OpPut {
		if o, err := loader.Decode([]byte(text)); err == nil { // it has no op
			p.scenario.facts = append(p.scenario.facts, fact{p.line, o})
			return
		}
	}
	p.loading = false
	switch {
	case (op == loader.OpBegin) != (p.open == nil) && (op == loader.OpBegin || op == loader.OpCommit):
		p.refuse(fmt.Errorf("%w: begin and commit do not alternate", graph.ErrInvalid))
	case op == loader.OpBegin:
		p.open = &batch{line: p.line}
	case op == loader.OpCommit:
		p.scenario.steps = append(p.scenario.steps, step{p.open.line, "begin", *p.open})
		p.open = nil
	case p.open != nil:
		p.open.add(p.line, text, change)
	default:
		b := batch{line: p.line}
		b.add(p.line, text, change)
		p.add(text, b)
	}
}

func (p *parser) add(text string, does statement) {
	p.scenario.steps = append(p.scenario.steps, step{p.line, text, does})
}

// alone is the JSON object of a text that has nothing else but a comment behind it.
func alone(text string) (string, error) {
	line, rest := object(text)
	return line, end(rest)
}

// refuse notes what is wrong with the line.
func (p *parser) refuse(err error) {
	var list *loader.ParseErrors
	if !errors.As(err, &list) {
		list = &loader.ParseErrors{List: []*loader.ParseError{{Err: err}}}
	}
	for _, each := range list.List {
		each.File, each.Line = p.scenario.name, p.line
		p.faults = append(p.faults, each)
	}
}

// parseErrors is the first faults of a scenario.
func parseErrors(faults []*loader.ParseError) error {
	n := min(len(faults), graph.MaxErrors)
	return &loader.ParseErrors{List: faults[:n], More: n < len(faults)}
}
