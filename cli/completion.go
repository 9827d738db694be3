package cli

import (
	_ "embed" // for the scripts
	"fmt"

	"github.com/urfave/cli/v2"
)

// The scripts ask ambit itself what may come next, by completionWord.
var (
	//go:embed completion.bash
	bashCompletion string
	//go:embed completion.zsh
	zshCompletion string
	//go:embed completion.fish
	fishCompletion string
)

func completionCommand() *cli.Command {
	return &cli.Command{
		Name:      "completion",
		Usage:     "Print a script that completes command lines, for bash, zsh or fish",
		UsageText: "ambit completion SHELL",
		Description: `  ambit completion bash --help         how to use it in each shell

  The script completes commands, flags, rights, formats and the names of files.
`,
		Subcommands: []*cli.Command{
			shellCommand("bash", bashCompletion, `  source <(ambit completion bash)      this shell; or, in ~/.bashrc, every shell
  ambit completion bash > ~/.local/share/bash-completion/completions/ambit
`),
			shellCommand("zsh", zshCompletion, `  source <(ambit completion zsh)       this shell; or, in ~/.zshrc after compinit, every shell
  ambit completion zsh > ~/.zfunc/_ambit
                                       where fpath has ~/.zfunc before compinit
`),
			shellCommand("fish", fishCompletion, `  ambit completion fish | source       this shell
  ambit completion fish > ~/.config/fish/completions/ambit.fish
`),
		},
		Action: func(c *cli.Context) error { return usage(c, "completion needs one of bash, zsh and fish") },
	}
}

// shellCommand prints the script of a shell.
func shellCommand(shell, script, examples string) *cli.Command {
	return &cli.Command{
		Name:        shell,
		Usage:       "Print the script for " + shell,
		UsageText:   "ambit completion " + shell,
		Description: examples,
		Action: func(c *cli.Context) error {
			if err := noSources(c); err != nil {
				return err
			}
			_, err := fmt.Fprint(c.App.Writer, script)
			return err
		},
	}
}
