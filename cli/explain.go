package cli

import (
	"bufio"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
)

// firstPaths is how many paths are shown unless all are asked for.
const firstPaths = 20

func explainCommand() *cli.Command {
	return &cli.Command{
		Name:      "explain",
		Usage:     "Why may a user do this to a record, or why not?",
		UsageText: "ambit explain --user USER --right RIGHT --record ENTITY:ID\n  ambit explain --user USER --all --record ENTITY:ID",
		Description: fmt.Sprintf(`  ambit explain --user ada --right Read --record account:a1
  ambit explain --user ada --all --record account:a1
  ambit explain --user ada --right Read --record account:a1 --format json
  ambit explain --user ada --right Read --record account:a1 --format dot | dot -Tsvg > why.svg

  Shows every path that grants the right, or the stage that fails and the smallest change that gets past
  it; the numbers are those of the rules. Of more than %d paths the first are shown. The exit code is 0
  where the right is granted and 2 where it is denied; with --all it is 0.
`, firstPaths),
		Flags: []cli.Flag{
			userFlag(), rightFlag(), recordFlag(),
			&cli.BoolFlag{Name: "all", Usage: "explain each of the eight rights"},
			&cli.BoolFlag{Name: "all-paths", Usage: "show every path, however many there are"},
			formatFlag("text", "json", "dot"),
		},
		Action: explain,
	}
}

// explain prints why a user has a right on a record or lacks it, or does so for each right.
func explain(c *cli.Context) error {
	asked := []string{"user", "right", "record"}
	if c.Bool("all") {
		asked = []string{"user", "record"}
	}
	if err := firstError(noSources(c), exclude(c, "all", "right"), need(c, asked...)); err != nil {
		return err
	}
	return ask(c, func(ix *index.Index) error {
		explanations, unanswered := explainText(c, ix.Snapshot())
		printing := output(c, func(out *bufio.Writer) error {
			if unanswered != nil {
				return printUnexplained(c, out, unanswered)
			}
			return printExplanations(c, out, explanations)
		})
		if unanswered == nil && c.Bool("all") {
			return printing
		}
		decision := index.Deny
		if unanswered == nil {
			decision = explanations[0].Decision
		}
		return verdict(decision, unanswered, printing)
	})
}

// explainText is Explain for what the flags say, with as many paths as they ask for.
func explainText(c *cli.Context, s *index.Snapshot) ([]index.Explanation, error) {
	rights := graph.EachRight[:]
	if !c.Bool("all") {
		right, err := graph.ParseRight(c.String("right"))
		if err != nil {
			return nil, err
		}
		rights = []graph.Right{right}
	}
	ref, err := graph.ParseRef(c.String("record"))
	if err != nil {
		return nil, err
	}
	var explanations []index.Explanation
	for _, right := range rights {
		x, err := s.Explain(c.String("user"), right, ref)
		if err != nil {
			return nil, err
		}
		if !c.Bool("all-paths") {
			x = x.First(firstPaths)
		}
		explanations = append(explanations, x)
	}
	return explanations, nil
}

// printExplanations writes one explanation, or those of all rights, as --format says.
func printExplanations(c *cli.Context, out *bufio.Writer, explanations []index.Explanation) error {
	switch c.String("format") {
	case "json":
		encoder := json.NewEncoder(out)
		encoder.SetEscapeHTML(false)
		if c.Bool("all") {
			return encoder.Encode(explanations)
		}
		return encoder.Encode(explanations[0])
	case "dot":
		for _, x := range explanations {
			fmt.Fprint(out, x.Dot())
		}
		return nil
	}
	left := 0
	for i, x := range explanations {
		if c.Bool("all") {
			if i > 0 {
				fmt.Fprintln(out)
			}
			fmt.Fprintln(out, paint(c, bold, graph.EachRight[i].String()+":"), shown(c, x.Decision))
		}
		fmt.Fprintln(out, painted(c, x))
		left += x.MorePaths
	}
	if left > 0 {
		say(c, "more paths: %d, shown with --all-paths", left)
	}
	return nil
}

// painted is the text of an explanation with its answer in color.
func painted(c *cli.Context, x index.Explanation) string {
	text, in, answer := x.String(), green, " may "
	if x.Decision == index.Deny {
		in, answer = red, " may not "
	}
	rest, found := strings.CutPrefix(text, x.User+answer)
	if !found {
		return text
	}
	return x.User + " " + paint(c, in, strings.TrimSpace(answer)) + " " + rest
}

// printUnexplained writes deny where the question has no explanation, in a graph as its only word.
func printUnexplained(c *cli.Context, out *bufio.Writer, unanswered error) error {
	switch c.String("format") {
	case "json":
		return json.NewEncoder(out).Encode(struct {
			Decision index.Decision `json:"decision"`
			Error    string         `json:"error"`
		}{index.Deny, unanswered.Error()})
	case "text":
		fmt.Fprintln(out, shown(c, index.Deny))
	case "dot":
		fmt.Fprintf(out, "digraph explain {\n  %s\n}\n", index.Deny)
	}
	return nil
}
