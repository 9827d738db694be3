package cli

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/loader"
)

// questionLine is a line of check --batch. What is absent is nil.
type questionLine struct {
	User         *string `json:"user"`
	Right        *string `json:"right"`
	Record       *string `json:"record"`
	Entity       *string `json:"entity"`
	Owner        *string `json:"owner"`
	BusinessUnit *string `json:"business_unit"`
}

// answer answers the lines of the block.
func (b *block) answer(s *index.Snapshot) {
	for line := range bytes.Lines(b.text) {
		decision, err := answerLine(s, bytes.TrimRight(line, "\r\n"))
		b.asked++
		b.answers = append(append(b.answers, `{"decision":"`...), decision.String()...)
		b.answers = append(b.answers, '"')
		if err != nil {
			b.answers = append(b.answers, `,"error":`...)
			b.answers, _ = jsontext.AppendQuote(b.answers, err.Error()) // invalid UTF-8 is replaced
		}
		b.answers = append(b.answers, "}\n"...)
		if errors.Is(err, graph.ErrInvalid) {
			b.wrong++ // whereas an unknown id is a question, and answered
		}
	}
}

// answerLine is the decision on one line. What is not a question is denied with an error.
func answerLine(s *index.Snapshot, line []byte) (index.Decision, error) {
	var q questionLine
	if len(line) > loader.MaxLine {
		return index.Deny, fmt.Errorf("%w: line is longer than %d bytes", graph.ErrInvalid, loader.MaxLine)
	}
	if len(bytes.TrimSpace(line)) == 0 {
		return index.Deny, fmt.Errorf("%w: an empty line", graph.ErrInvalid)
	}
	if err := json.Unmarshal(line, &q, json.RejectUnknownMembers(true)); err != nil {
		return index.Deny, fmt.Errorf("%w: not a question: %w", graph.ErrInvalid, err)
	}
	creates := q.Entity != nil || q.Owner != nil || q.BusinessUnit != nil
	switch {
	case q.User == nil:
		return index.Deny, missing("user")
	case q.Right == nil:
		return index.Deny, missing("right")
	case q.Record != nil && creates:
		return index.Deny, fmt.Errorf("%w: record excludes entity, owner and business_unit", graph.ErrInvalid)
	case creates:
		return q.create(s)
	case q.Record == nil:
		return index.Deny, missing("record")
	}
	return checkText(s, *q.User, *q.Right, *q.Record)
}

// create is the decision on a question that names an entity: may the user create a record of it (9.1)?
func (q questionLine) create(s *index.Snapshot) (index.Decision, error) {
	right, err := graph.ParseRight(*q.Right)
	switch {
	case err != nil:
		return index.Deny, err
	case right != graph.Create:
		return index.Deny, missing("record")
	case q.Entity == nil:
		return index.Deny, missing("entity")
	}
	var owner, unit string
	if q.Owner != nil {
		owner = *q.Owner
	}
	if q.BusinessUnit != nil {
		unit = *q.BusinessUnit
	}
	return createText(s, *q.User, *q.Entity, owner, unit)
}

func missing(field string) error {
	article := "a"
	if field == "entity" {
		article = "an"
	}
	return fmt.Errorf("%w: a question needs %s %s", graph.ErrInvalid, article, field)
}
