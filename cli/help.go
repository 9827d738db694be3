package cli

// appHelp and commandHelp are the templates of --help. The description of a command is its examples.
const (
	appHelp = `Ambit answers who may do what to which record.

Usage:
  ambit [--db DIR] COMMAND [flags] [SOURCE...]

Commands:{{range .VisibleCommands}}
  {{.Name}}{{"\t"}}{{.Usage}}{{end}}

Flags of every command:{{range .VisibleFlags}}
  {{.}}{{end}}

Examples:
  ambit demo                          a tour, in a temporary directory
  ambit load organisation.ndjson.gz   an organisation into ./ambit.db
  ambit check --user ada --right Read --record account:a1
  ambit explain --user ada --right Read --record account:a1
  ambit COMMAND --help                more about a command, with examples

Exit codes:
  0  done; for a question: allowed
  1  failed: wrong usage, unknown id, input refused, i/o
  2  denied
  3  verify, test or assert found differences
`
	commandHelp = `{{.Usage}}

Usage:
  {{.UsageText}}
{{with .VisibleCommands}}
Commands:{{range .}}
  {{.Name}}{{"\t"}}{{.Usage}}{{end}}
{{end}}
Examples:
{{.Description}}
Flags:{{range .VisibleFlags}}
  {{.}}{{end}}

Flags of every command, such as --db DIR, are in: ambit --help
`
)
