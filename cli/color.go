package cli

import "github.com/urfave/cli/v2"

// color is the code that a terminal takes for one.
type color string

const (
	green color = "32" // allow
	red   color = "31" // deny
	bold  color = "1"  // headings
)

// paint is the text in a color where data goes to a terminal, and the text alone elsewhere.
func paint(c *cli.Context, in color, text string) string {
	if !colored(c, c.App.Writer) {
		return text
	}
	return in.of(text)
}

func (in color) of(text string) string { return "\x1b[" + string(in) + "m" + text + "\x1b[0m" }
