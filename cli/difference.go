package cli

import (
	"bufio"
	"fmt"
	"iter"
	"strconv"
	"text/tabwriter"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/urfave/cli/v2"

	"github.com/accessindex/ambit/index"
)

// alignedTogether is how many rows of a table are aligned with one another: so many are held back.
const alignedTogether = 1000

// differenceFormat is --format of a difference; what is added to its usage says when it applies.
func differenceFormat(usage string) cli.Flag {
	flag := formatFlag("table", "ndjson", "json").(*choiceFlag)
	flag.Usage += usage
	return flag
}

// printDifference writes a difference as it comes: for each user, entity and right what is gained and what
// is lost.
func printDifference(c *cli.Context, changes iter.Seq2[index.AccessChange, error]) error {
	if !isTerminal(c.App.Writer) { // which shows the rows
		defer progress(c, "comparing", false, nil)()
	}
	rows := 0
	err := output(c, func(out *bufio.Writer) error {
		write, end := differenceTable(out)
		if format := c.String("format"); format != "table" {
			write, end = differenceJSON(out, format == "json")
		}
		for each, err := range changes {
			if err != nil {
				return err
			}
			for _, row := range []differenceRow{{"gains", each, each.Gained.Len()}, {"loses", each, each.Lost.Len()}} {
				if row.count == 0 {
					continue
				}
				rows++
				if err := write(row); err != nil {
					return err
				}
			}
		}
		return end()
	})
	if err == nil && rows == 0 {
		say(c, "no access changes")
	}
	return err
}

// differenceRow is what is gained, or what is lost.
type differenceRow struct {
	change string
	index.AccessChange
	count int
}

// differenceTable writes rows in columns, under a heading where there are any.
func differenceTable(out *bufio.Writer) (write func(differenceRow) error, end func() error) {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	rows := 0
	write = func(row differenceRow) error {
		if rows == 0 {
			fmt.Fprintln(table, "CHANGE\tUSER\tRIGHT\tENTITY\tCOUNT")
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%d\n", row.change, row.User, row.Right, row.Entity, row.count)
		if rows++; rows%alignedTogether == 0 {
			return table.Flush()
		}
		return nil
	}
	return write, table.Flush
}

// differenceJSON writes a row as an object: one a line, or all in an array.
func differenceJSON(out *bufio.Writer, array bool) (write func(differenceRow) error, end func() error) {
	start, between, after, last := "", "", "\n", ""
	if array {
		start, between, after, last = "[", ",", "", "]\n"
	}
	rows := 0
	var line []byte
	write = func(row differenceRow) error {
		line = append(line[:0], start...)
		if rows++; rows > 1 {
			line = append(line[:0], between...)
		}
		line = append(line, `{"change":"`+row.change+`","user":`...)
		line, _ = jsontext.AppendQuote(line, row.User) // ids are UTF-8
		line = append(line, `,"right":"`+row.Right.String()+`","entity":`...)
		line, _ = jsontext.AppendQuote(line, row.Entity)
		line = append(line, `,"count":`...)
		line = strconv.AppendInt(line, int64(row.count), 10)
		line = append(append(line, '}'), after...)
		_, err := out.Write(line)
		return err
	}
	end = func() error {
		if rows == 0 {
			last = start + last
		}
		_, err := out.WriteString(last)
		return err
	}
	return write, end
}
