package scenario

import (
	"fmt"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
)

// keys is the keys of a map.
func keys[V any](m map[string]V) iter.Seq[string] { return maps.Keys(m) }

func (a asker) check(q question) (answer, error) {
	right, ref, err := rightOn(q.args[1], q.args[2])
	if err != nil {
		return denied(), err
	}
	decision, err := a.Check(q.args[0], right, ref)
	if err != nil || decision == index.Allow {
		return answer{decision.String()}, err
	}
	why, err := a.Explain(q.args[0], right, ref)
	return answer{decision.String(), string(why.Stage)}, err
}

// rightOn reads a right and a record.
func rightOn(right, record string) (graph.Right, graph.Ref, error) {
	r, err := graph.ParseRight(right)
	if err != nil {
		return 0, graph.Ref{}, err
	}
	ref, err := graph.ParseRef(record)
	return r, ref, err
}

// list answers list and count.
func (a asker) list(q question) (answer, error) {
	right, err := graph.ParseRight(q.args[1])
	if err != nil {
		return q.form().nothing(), err
	}
	found, err := a.Records(q.args[0], right, q.args[2])
	if err != nil {
		return q.form().of(found.Len(), found.All()), err
	}
	if q.has("within") {
		candidates, err := a.file(q.flags["within"])
		if err != nil {
			return nil, err
		}
		found = found.Intersect(candidates)
	}
	if limit, _ := q.limit(); limit > 0 {
		page, _, err := found.Page("", limit)
		return ids.of(len(page), slices.Values(page)), err
	}
	return q.form().of(found.Len(), found.All()), nil
}

// limit is the greatest number of ids that a list answers, 0 for all.
func (q *question) limit() (int, error) {
	if !q.has("limit") {
		return 0, nil
	}
	limit, err := strconv.Atoi(q.flags["limit"])
	if err != nil || limit < 1 {
		return 0, fmt.Errorf("%w: --limit %q is no number from 1", graph.ErrInvalid, q.flags["limit"])
	}
	return limit, nil
}

// file reads the ids of a file, one a line.
func (a asker) file(name string) ([]string, error) {
	if !filepath.IsAbs(name) {
		name = filepath.Join(a.folder, name)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("reading ids: %w", err)
	}
	var ids []string
	for line := range strings.Lines(string(text)) {
		if id := strings.TrimRight(line, "\r\n"); id != "" {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

func (a asker) who(q question) (answer, error) {
	right, ref, err := rightOn(q.args[0], q.args[1])
	if err != nil {
		return q.form().nothing(), err
	}
	found, err := a.Users(right, ref)
	return q.form().of(found.Len(), found.All()), err
}

func (a asker) rights(q question) (answer, error) {
	ref, err := graph.ParseRef(q.args[1])
	if err != nil {
		return rights.nothing(), err
	}
	mask, err := a.Rights(q.args[0], ref)
	return answer(strings.Fields(mask.String())), err
}
