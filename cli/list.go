package cli

import (
	"bufio"
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/urfave/cli/v2"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
)

func listCommand() *cli.Command {
	return &cli.Command{
		Name:      "list",
		Usage:     "On which records of an entity does a user have a right?",
		UsageText: "ambit list --user USER --right RIGHT --entity ENTITY",
		Description: `  ambit list --user ada --right Read --entity account
  ambit list --user ada --right Read --entity account --count
  ambit list --user ada --right Read --entity account --limit 100 --page TOKEN

  The token of the next page is printed on standard error as "next: TOKEN".
`,
		Flags: []cli.Flag{
			userFlag(), rightFlag(), entityFlag(),
			&cli.BoolFlag{Name: "count", Usage: "print the number of records alone"},
			&cli.IntFlag{Name: "limit", Usage: "print `N` records at most"},
			&cli.StringFlag{Name: "page", Usage: "print the page that `TOKEN` names; with --limit"},
			formatFlag("ids", "ndjson", "json"),
		},
		Action: list,
	}
}

// list prints the records on which a user has a right.
func list(c *cli.Context) error {
	if err := firstError(
		noSources(c), need(c, "user", "right", "entity"), exclude(c, "count", "limit", "page"),
	); err != nil {
		return err
	}
	if c.IsSet("limit") && c.Int("limit") < 1 {
		return usage(c, "--limit %d is less than 1", c.Int("limit"))
	}
	if c.IsSet("page") && !c.IsSet("limit") {
		return usage(c, "--page needs --limit")
	}
	right, err := graph.ParseRight(c.String("right"))
	if err != nil {
		return err
	}
	return ask(c, func(ix *index.Index) error {
		found, err := ix.Snapshot().Records(c.String("user"), right, c.String("entity"))
		if err != nil {
			return err
		}
		return printRecords(c, found)
	})
}

// printRecords prints a set of records as the flags say.
func printRecords(c *cli.Context, found index.RecordSet) error {
	ids, next := found.All(), ""
	if c.IsSet("limit") {
		page, token, err := found.Page(c.String("page"), c.Int("limit"))
		if err != nil {
			return err
		}
		ids, next = slices.Values(page), token
	}
	err := output(c, func(out *bufio.Writer) error {
		if c.Bool("count") {
			_, err := fmt.Fprintln(out, found.Len())
			return err
		}
		return printIDs(c.Context, out, c.String("format"), "record", ids, next)
	})
	if err == nil && next != "" && c.String("format") != "json" {
		fmt.Fprintf(c.App.ErrWriter, "next: %s\n", next) // even with --quiet: a walk needs it
	}
	return err
}

// printIDs writes ids of what has a name, in one of the formats of list, and the token of the next page
// where the format has a place for it.
func printIDs(
	ctx context.Context, out *bufio.Writer, format, name string, ids iter.Seq[string], next string,
) error {
	start, before, after, between, end := "", "", "\n", "", ""
	switch format {
	case "ndjson":
		before, after = `{"`+name+`":`, "}\n"
	case "json":
		start, after, between, end = `{"`+name+`s":[`, "", ",", "]}\n"
		if next != "" {
			token, _ := jsontext.AppendQuote(nil, next)
			end = `],"next":` + string(token) + "}\n"
		}
	}
	line := []byte(start)
	count := 0
	for id := range ids {
		if count++; count > 1 {
			line = append(line, between...)
		}
		line = append(line, before...)
		if format == "ids" {
			line = append(line, id...)
		} else {
			line, _ = jsontext.AppendQuote(line, id) // ids are UTF-8
		}
		line = append(line, after...)
		if _, err := out.Write(line); err != nil {
			return err
		}
		line = line[:0]
		if count%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
	}
	_, err := out.Write(append(line, end...))
	return err
}
