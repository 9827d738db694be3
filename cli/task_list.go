package cli

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/urfave/cli/v2"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
)

func taskListCommand() *cli.Command {
	return &cli.Command{
		Name:      "list",
		Usage:     "Print the tasks, and which of them a user may perform",
		UsageText: "ambit task list [--user USER]",
		Description: `  ambit task list
  ambit task list --user ada
  ambit task list --user ada --format json

  For a task that requires privileges of $entity there is no answer without an entity: ask for it with
  ambit task --user ada --task NAME --entity ENTITY.
`,
		Flags:  []cli.Flag{userFlag(), formatFlag("table", "json")},
		Action: taskList,
	}
}

// taskRow is a task, and the answer for the user if one is asked about and the task takes no entity.
type taskRow struct {
	Task     string   `json:"task"`
	Title    string   `json:"title"`
	Requires []string `json:"requires"`
	Offline  bool     `json:"offline"`
	Decision string   `json:"decision,omitempty"`
	Missing  []string `json:"missing,omitempty"`
}

// taskList prints all tasks.
func taskList(c *cli.Context) error {
	if err := noSources(c); err != nil {
		return err
	}
	return ask(c, func(ix *index.Index) error {
		rows, err := taskRows(ix.Snapshot(), c.IsSet("user"), c.String("user"))
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			say(c, "there are no tasks; they are loaded as objects of the kind task")
		}
		return output(c, func(out *bufio.Writer) error {
			if c.String("format") == "json" {
				return json.NewEncoder(out).Encode(rows)
			}
			return printTasks(c, out, rows)
		})
	})
}

// taskRows is the tasks by name, for a user if one is asked about.
func taskRows(s *index.Snapshot, asked bool, user string) ([]taskRow, error) {
	rows := []taskRow{}
	if asked { // even of an organisation without tasks
		if err := graph.CheckID(user); err != nil {
			return nil, fmt.Errorf("user: %w", err)
		}
		if _, found := s.State().User(user); !found {
			return nil, fmt.Errorf("%w: user %q", graph.ErrUnknown, user)
		}
	}
	for object := range s.Objects(graph.KindTask) {
		t := object.(graph.Task)
		row := taskRow{Task: t.Name, Title: cmp.Or(t.Title, t.Name), Requires: t.Requires, Offline: t.Offline}
		if asked {
			may, missing, err := s.CanDoTask(user, t.Name, "", false)
			switch {
			case err == nil:
				row.Decision, row.Missing = may.String(), missing
			case !errors.Is(err, graph.ErrInvalid): // as it is for a task that takes an entity
				return nil, err
			}
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// printTasks writes a table.
func printTasks(c *cli.Context, out *bufio.Writer, rows []taskRow) error {
	if len(rows) == 0 {
		return nil
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	asked := c.IsSet("user")
	heading := "TASK\tOFFLINE\tREQUIRES\tTITLE"
	if asked {
		heading = "TASK\tANSWER\tMISSING\tOFFLINE\tTITLE"
	}
	fmt.Fprintln(table, heading)
	for _, row := range rows {
		offline := "no"
		if row.Offline {
			offline = "yes"
		}
		if !asked {
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", row.Task, offline, strings.Join(row.Requires, ", "), row.Title)
			continue
		}
		decision := cmp.Or(row.Decision, "by entity")
		missing := cmp.Or(strings.Join(row.Missing, ", "), "-")
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", row.Task, decision, missing, offline, row.Title)
	}
	return table.Flush()
}
