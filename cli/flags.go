package cli

import (
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"
)

// usageError is a command line that means nothing.
type usageError struct {
	command string // empty where there is none
	err     error
}

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

// usage is the usageError of the command that runs.
func usage(c *cli.Context, format string, values ...any) error {
	return &usageError{path(c), fmt.Errorf(format, values...)}
}

// path is the words of the command that runs, without the program's name.
func path(c *cli.Context) string {
	_, words, _ := strings.Cut(c.Command.HelpName, " ")
	return words
}

// need is a usageError if one of the flags is not given.
func need(c *cli.Context, names ...string) error {
	var missing []string
	for _, name := range names {
		if !c.IsSet(name) {
			missing = append(missing, "--"+name)
		}
	}
	if len(missing) > 0 {
		return usage(c, "%s needs %s", path(c), strings.Join(missing, " and "))
	}
	return nil
}

// exclude is a usageError if the first flag and one of the others are both given.
func exclude(c *cli.Context, name string, others ...string) error {
	for _, other := range others {
		if c.IsSet(name) && c.IsSet(other) {
			return usage(c, "--%s and --%s exclude each other", name, other)
		}
	}
	return nil
}

// noSources is a usageError if the command line has more than flags.
func noSources(c *cli.Context) error {
	if c.NArg() > 0 {
		return usage(c, "%s takes flags alone, but there is %q", path(c), c.Args().First())
	}
	return nil
}

// firstError is the first that is not nil.
func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
