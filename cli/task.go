package cli

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/urfave/cli/v2"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
)

func taskCommand() *cli.Command {
	return &cli.Command{
		Name:      "task",
		Usage:     "May a user perform a task, and which privilege is missing?",
		UsageText: "ambit task --user USER --task NAME [--entity ENTITY] [--offline]\n  ambit task list [--user USER]",
		Description: `  ambit task --user ada --task go-offline --offline
  ambit task --user ada --task link-item --entity appointment
  ambit task list
  ambit task list --user ada

  Prints allow or deny, and each privilege that is missing; the exit code is 0 or 2. A task that requires
  privileges of $entity takes an entity.
`,
		Flags: []cli.Flag{
			userFlag(),
			&cli.StringFlag{Name: "task", Usage: "the task by `NAME`"},
			entityFlag(),
			&cli.BoolFlag{Name: "offline", Usage: "perform it offline"},
			formatFlag("text", "json"),
		},
		Subcommands: []*cli.Command{taskListCommand()},
		Action:      task,
	}
}

// taskAnswer is what task prints.
type taskAnswer struct {
	Decision index.Decision `json:"decision"`
	Missing  []string       `json:"missing"`          // privileges
	Reason   string         `json:"reason,omitempty"` // of a denial that no privilege would change
	Error    string         `json:"error,omitempty"`
}

// task prints whether a user may perform a task and, if not, what is missing.
func task(c *cli.Context) error {
	if err := firstError(noSources(c), need(c, "user", "task")); err != nil {
		return err
	}
	return ask(c, func(ix *index.Index) error {
		answer, unanswered := askTask(c, ix.Snapshot())
		printing := output(c, func(out *bufio.Writer) error {
			if c.String("format") == "json" {
				return json.NewEncoder(out).Encode(answer)
			}
			fmt.Fprintln(out, shown(c, answer.Decision))
			for _, each := range answer.Missing {
				fmt.Fprintln(out, "missing", each)
			}
			return nil
		})
		if answer.Reason != "" {
			say(c, "%s", answer.Reason)
		}
		return verdict(answer.Decision, unanswered, printing)
	})
}

// askTask is CanDoTask for what the flags say.
func askTask(c *cli.Context, s *index.Snapshot) (taskAnswer, error) {
	user, name := c.String("user"), c.String("task")
	may, missing, err := s.CanDoTask(user, name, c.String("entity"), c.Bool("offline"))
	answer := taskAnswer{Decision: may, Missing: append([]string{}, missing...)}
	switch {
	case err != nil:
		answer.Error = err.Error()
		if _, found := s.State().Task(name); found && !c.IsSet("entity") && errors.Is(err, graph.ErrInvalid) {
			err = &entityError{err}
		}
	case may == index.Deny && len(missing) == 0:
		answer.Reason = "the user, or a business unit from the user's up, is disabled"
		if t, _ := s.State().Task(name); c.Bool("offline") && !t.Offline {
			answer.Reason = "the task cannot be performed offline"
		}
	}
	return answer, err
}
