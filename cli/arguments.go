package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
)

// arrange puts a command line into the order that the flag parser needs, whatever order it was
// written in: global flags, the command, the command below it, flags, sources. An unknown command or flag is
// a usageError. "help COMMAND" becomes "COMMAND --help".
func arrange(app *cli.App, args []string) ([]string, error) {
	var global, words, own, sources []string
	var command *cli.Command
	help := false
	for i := 1; i < len(args); i++ {
		arg := args[i]
		switch {
		case arg == "--":
			sources = append(sources, args[i+1:]...)
			i = len(args)
		case len(arg) > 1 && arg[0] == '-':
			list := &own
			flag := find(arg, flagsOf(command))
			if flag == nil {
				list, flag = &global, find(arg, app.Flags)
			}
			if flag == nil && !isBuiltIn(arg, command) {
				return nil, unknownFlag(app, command, words, arg)
			}
			if flag == nil && command != nil {
				list = &own
			}
			*list = append(*list, arg)
			if flag == nil || !takesValue(flag) || strings.Contains(arg, "=") {
				break
			}
			if i++; i == len(args) {
				return nil, &usageError{strings.Join(words, " "), fmt.Errorf("%s needs a value", arg)}
			}
			*list = append(*list, args[i])
		case command == nil && arg == "help":
			help = true
		case len(below(app, command)) > 0:
			next := named(below(app, command), arg)
			if next == nil {
				return nil, unknownCommand(words, below(app, command), arg)
			}
			command, words = next, append(words, next.Name)
		default:
			sources = append(sources, arg)
		}
	}
	line := slices.Concat(args[:1], global, words, own)
	switch {
	case help:
		line = append(line, "--help")
	case len(sources) > 0:
		line = append(append(line, "--"), sources...)
	}
	return line, nil
}

// flagName is the name in a word such as --name or --name=value.
func flagName(arg string) string {
	name, _, _ := strings.Cut(strings.TrimLeft(arg, "-"), "=")
	return name
}

// find is the flag that a word names, nil if it is none of those.
func find(arg string, flags []cli.Flag) cli.Flag {
	for _, flag := range flags {
		if slices.Contains(flag.Names(), flagName(arg)) {
			return flag
		}
	}
	return nil
}

// isBuiltIn reports whether the flag is one that needs no declaration.
func isBuiltIn(arg string, command *cli.Command) bool {
	switch flagName(arg) {
	case "help", "h":
		return true
	case "version", "v":
		return command == nil
	}
	return false
}

func takesValue(flag cli.Flag) bool {
	documented, ok := flag.(cli.DocGenerationFlag)
	return ok && documented.TakesValue()
}

func flagsOf(command *cli.Command) []cli.Flag {
	if command == nil {
		return nil
	}
	return command.Flags
}

// below is the commands that may follow a command, or nothing.
func below(app *cli.App, command *cli.Command) []*cli.Command {
	if command == nil {
		return app.Commands
	}
	return command.Subcommands
}

func named(commands []*cli.Command, name string) *cli.Command {
	for _, each := range commands {
		if each.Name == name {
			return each
		}
	}
	return nil
}

func unknownFlag(app *cli.App, command *cli.Command, words []string, arg string) error {
	var names []string
	for _, flag := range slices.Concat(flagsOf(command), app.Flags) {
		names = append(names, "--"+flag.Names()[0])
	}
	arg, _, _ = strings.Cut(arg, "=")
	return &usageError{strings.Join(words, " "), fmt.Errorf("unknown flag %s%s", arg, guess(arg, names))}
}

func unknownCommand(words []string, commands []*cli.Command, arg string) error {
	var names []string
	for _, each := range commands {
		names = append(names, each.Name)
	}
	before := strings.Join(append(words, ""), " ")
	return &usageError{strings.Join(words, " "), fmt.Errorf("unknown command %q%s", before+arg, guess(arg, names))}
}

// guess asks whether one of the names was meant, if there is one that is nearly the same.
func guess(word string, names []string) string {
	best, least := "", 3
	for _, name := range names {
		if d := distance(word, name); d < least {
			best, least = name, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf(", did you mean %s?", best)
}

// distance is how many bytes are to be added, removed or changed to make b of a.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		left := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := left
			if a[i] != b[j] {
				change++
			}
			left = row[j+1]
			row[j+1] = min(change, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}
