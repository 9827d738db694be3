package scenario

import (
	"fmt"
	"strings"

	"github.com/accessindex/ambit/graph"
)

// parseStatement reads a line that is no object; asked is the line without answer and comment.
func parseStatement(line int, text string) (does statement, asked string, err error) {
	verb, rest := cut(text)
	switch verb {
	case "error":
		return parseRefusal(line, rest)
	case "dry-run":
		return parseRehearsal(line, rest)
	case "reopen", "verify":
		if words, err := split(rest); err != nil || len(words) > 0 {
			return nil, "", fmt.Errorf("%w: %s stands alone", graph.ErrInvalid, verb)
		}
		if verb == "reopen" {
			return reopening{}, verb, nil
		}
		return verification{}, verb, nil
	}
	words, err := split(text)
	if err != nil {
		return nil, "", err
	}
	q, answers, err := parseQuestion(words)
	if err != nil {
		return nil, "", err
	}
	if answers == nil {
		return nil, "", fmt.Errorf("%w: %s has no answer: want => and the answer", graph.ErrInvalid, q.verb.name)
	}
	if q.want, err = q.form().parse(answers.words, q.verb.because); err != nil {
		return nil, "", err
	}
	return q, q.String(), nil
}

// cut cuts the first word off.
func cut(text string) (head, rest string) {
	end := strings.IndexAny(text, blanks)
	if end < 0 {
		return text, ""
	}
	return text[:end], strings.Trim(text[end:], blanks)
}
