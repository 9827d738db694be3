package cli

import (
	"cmp"
	"io"
	"os"
	"runtime/debug"

	"github.com/urfave/cli/v2"
)

// standardDir is the index of a command line that names none.
const standardDir = "./ambit.db"

// newApp is the command with all its verbs.
func newApp(stdin io.Reader, stdout, stderr io.Writer) *cli.App {
	app := &cli.App{
		Name:                  "ambit",
		Usage:                 "who may do what to which record",
		Version:               version(),
		Flags:                 globalFlags(),
		HideHelpCommand:       true, // arrange knows it
		CustomAppHelpTemplate: appHelp,
		Reader:                stdin,
		Writer:                stdout,
		ErrWriter:             stderr,
		ExitErrHandler:        func(*cli.Context, error) {}, // Run decides
		// An id may have a comma.
		DisableSliceFlagSeparator: true,
		Commands: []*cli.Command{
			demoCommand(),
			loadCommand(),
			applyCommand(),
			checkCommand(),
			listCommand(),
			whoCommand(),
			rightsCommand(),
			explainCommand(),
			canCommand(),
			taskCommand(),
			exportCommand(),
			diffCommand(),
			verifyCommand(),
			statsCommand(),
			dumpCommand(),
			backupCommand(),
			restoreCommand(),
			testCommand(),
			assertCommand(),
			generateCommand(),
			completionCommand(),
		},
	}
	app.OnUsageError = misused
	furnish(app.Commands)
	return app
}

// furnish gives commands and those below them what they have in common.
func furnish(commands []*cli.Command) {
	for _, command := range commands {
		command.HideHelpCommand = true
		command.CustomHelpTemplate = commandHelp
		command.OnUsageError = misused
		furnish(command.Subcommands)
	}
}

// misused is the error for flags that do not parse.
func misused(c *cli.Context, err error, _ bool) error { return usage(c, "%w", err) }

// globalFlags are those of every command. They may stand anywhere in a command line.
func globalFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{
			Name: "db", Usage: "the index is in `DIR`; also AMBIT_DB",
			Value: cmp.Or(os.Getenv("AMBIT_DB"), standardDir), DefaultText: standardDir, TakesFile: true,
		},
		&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, Usage: "print data and errors alone"},
		&cli.BoolFlag{Name: "no-color", Usage: "print without colors; also NO_COLOR"},
	}
}

// version is that of the module the program was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "(devel)"
	}
	return cmp.Or(info.Main.Version, "(devel)")
}
