package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"syscall"
)

// The exit codes. Wrong usage, an unknown id, refused input and trouble with files are all exitFailed.
const (
	exitDone     = 0 // and, for a question: allowed
	exitFailed   = 1
	exitDenied   = 2
	exitDiffered = 3
)

var (
	// errDenied ends a command whose answer, already printed, is no.
	errDenied = errors.New("denied")
	// errDiffered ends a verification that found differences, already printed.
	errDiffered = errors.New("differences found")
	// errInterrupted ends a command that was told to stop.
	errInterrupted = errors.New("interrupted")
)

// Run runs the command line args, whose first word is the program's name, and returns the exit code:
// 0 done or allowed, 1 failed, 2 denied, 3 differences found. A context that ends makes it stop, leave
// the index as it was and return 1.
func Run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	app := newApp(stdin, stdout, stderr)
	if len(args) > 1 && args[1] == completionWord {
		return complete(app, args[2:])
	}
	args, err := arrange(app, args)
	if err == nil {
		err = app.RunContext(ctx, args)
	}
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errDenied):
		return exitDenied
	case errors.Is(err, errDiffered):
		return exitDiffered
	case errors.Is(err, syscall.EPIPE): // whoever read the output has enough, and there is nobody to tell
		return exitFailed
	}
	if errors.Is(err, context.Canceled) {
		err = errInterrupted
	}
	fmt.Fprintf(stderr, "ambit: %s\n", strings.ReplaceAll(err.Error(), "\n", "\n       "))
	if hint := advice(err); hint != "" {
		fmt.Fprintf(stderr, "hint: %s\n", hint)
	}
	return exitFailed
}
