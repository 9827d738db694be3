package cli

import (
	"bufio"
	"fmt"
	"io"
	"os"

	"github.com/urfave/cli/v2"
	"golang.org/x/term"
)

// outputBuffer is how many bytes go out at once.
const outputBuffer = 64 << 10

// output lets a command write its data through a buffer.
func output(c *cli.Context, write func(*bufio.Writer) error) error {
	out := bufio.NewWriterSize(c.App.Writer, outputBuffer)
	if err := write(out); err != nil {
		_ = out.Flush() // what was found before the error
		return err
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing: %w", err)
	}
	return nil
}

// say tells the user something that is not data.
func say(c *cli.Context, format string, values ...any) {
	if !c.Bool("quiet") {
		fmt.Fprintf(c.App.ErrWriter, format+"\n", values...)
	}
}

// isTerminal reports whether a person reads what is written.
func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// colored reports whether what is written to w may have colors.
func colored(c *cli.Context, w io.Writer) bool {
	return isTerminal(w) && !c.Bool("no-color") && os.Getenv("NO_COLOR") == ""
}
