package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/accessindex/ambit/graph"
)

// The flags of a question.
func userFlag() cli.Flag { return &cli.StringFlag{Name: "user", Usage: "the `USER` by id"} }
func recordFlag() cli.Flag {
	return &cli.StringFlag{Name: "record", Usage: "the record as `ENTITY:ID`"}
}
func entityFlag() cli.Flag { return &cli.StringFlag{Name: "entity", Usage: "the `ENTITY` by name"} }

func rightFlag() cli.Flag {
	names := rightNames()
	return &choiceFlag{&cli.StringFlag{Name: "right", Usage: "the `RIGHT`: " + strings.Join(names, ", ")}, names, false}
}

// rightsFlag is a flag for some rights, with commas between them.
func rightsFlag() cli.Flag {
	names := rightNames()
	flag := &cli.StringFlag{Name: "rights", Usage: "the `RIGHTS`, with commas: " + strings.Join(names, ", ")}
	return &choiceFlag{flag, names, true}
}

// principalFlag is a flag for a user or a team.
func principalFlag(name, usage string) cli.Flag {
	return &cli.StringFlag{Name: name, Usage: usage + ": a `PRINCIPAL` is user:ID or team:ID"}
}

func fileFlag(name, usage string) cli.Flag {
	return &cli.StringFlag{Name: name, Usage: usage, TakesFile: true}
}

// choiceFlag is a flag whose values can be listed.
type choiceFlag struct {
	*cli.StringFlag
	values []string
	list   bool // it takes several, with commas between them
}

// formatFlag is --format with the formats that a command has, the default one first.
func formatFlag(formats ...string) cli.Flag {
	check := func(c *cli.Context, format string) error {
		if !slices.Contains(formats, format) {
			return usage(c, "--format %q is none of %s", format, strings.Join(formats, ", "))
		}
		return nil
	}
	return &choiceFlag{&cli.StringFlag{
		Name: "format", Usage: "print as `FORMAT`: " + strings.Join(formats, ", "), Value: formats[0], Action: check,
	}, formats, false}
}

// rightNames is the names of the eight rights.
func rightNames() []string {
	var names []string
	for _, each := range graph.EachRight {
		names = append(names, each.String())
	}
	return names
}

// rightsText reads the names of rights with commas between them. An empty text is none.
func rightsText(text string) (graph.Rights, error) {
	var mask graph.Rights
	if strings.TrimSpace(text) == "" {
		return mask, nil
	}
	for name := range strings.SplitSeq(text, ",") {
		right, err := graph.ParseRight(strings.TrimSpace(name))
		if err != nil {
			return 0, fmt.Errorf("--rights: %w", err)
		}
		mask |= graph.Rights(right)
	}
	return mask, nil
}
