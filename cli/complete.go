package cli

import (
	"bufio"
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
)

// completionWord begins the command line with which a shell asks what its last word may become. The words
// after it are those of the line to be completed, without the program.
const completionWord = "__complete"

// fileCandidate says that a file is wanted.
const fileCandidate = ":file"

// candidate is what a word may become, and what that is.
type candidate struct{ text, about string }

// complete prints the candidates for the last of the words: one a line, behind a tab what it is.
func complete(app *cli.App, words []string) int {
	out := bufio.NewWriter(app.Writer)
	for _, each := range candidates(app, words) {
		if each.about != "" {
			each.text += "\t" + each.about
		}
		fmt.Fprintln(out, each.text)
	}
	if out.Flush() != nil {
		return exitFailed
	}
	return exitDone
}

// candidates is what the last of the words may become. As bash does, a flag and its value may be three
// words, of which the second is =.
func candidates(app *cli.App, words []string) []candidate {
	if len(words) == 0 {
		words = []string{""}
	}
	var command *cli.Command
	var open cli.Flag // whose value comes next
	last, help := words[len(words)-1], false
	for _, word := range words[:len(words)-1] {
		switch {
		case open != nil && word == "=":
		case open != nil:
			open = nil
		case word == "--":
			return sources(command)
		case strings.HasPrefix(word, "-"):
			flag := find(word, slices.Concat(flagsOf(command), app.Flags))
			if flag != nil && takesValue(flag) && !strings.Contains(word, "=") {
				open = flag
			}
		case command == nil && word == "help":
			help = true
		default:
			if next := named(below(app, command), word); next != nil {
				command = next
			}
		}
	}
	name, value, set := strings.Cut(last, "=")
	switch {
	case open != nil:
		return values(open, "", strings.TrimPrefix(last, "="))
	case strings.HasPrefix(last, "-") && set:
		return values(find(name, slices.Concat(flagsOf(command), app.Flags)), name+"=", value)
	case strings.HasPrefix(last, "-"):
		return flagCandidates(app, command, last)
	case len(below(app, command)) > 0:
		return commandCandidates(app, command, last)
	case help:
		return nil
	case last == "" && !takesSources(command):
		return flagCandidates(app, command, last)
	}
	return sources(command)
}

func takesSources(command *cli.Command) bool { return command != nil && command.ArgsUsage != "" }

// sources is what may stand behind the flags of a command.
func sources(command *cli.Command) []candidate {
	if !takesSources(command) {
		return nil
	}
	return []candidate{{text: fileCandidate}}
}

// values is the values of a flag that begin with a text. In a list with commas it is the last that begins.
func values(flag cli.Flag, before, text string) []candidate {
	if plain, ok := flag.(*cli.StringFlag); ok && plain.TakesFile {
		return []candidate{{text: fileCandidate}}
	}
	choice, ok := flag.(*choiceFlag)
	if !ok {
		return nil
	}
	if comma := strings.LastIndexByte(text, ','); choice.list && comma >= 0 {
		before, text = before+text[:comma+1], text[comma+1:]
	}
	var found []candidate
	for _, each := range choice.values {
		if len(each) >= len(text) && strings.EqualFold(each[:len(text)], text) {
			found = append(found, candidate{text: before + each})
		}
	}
	return found
}

func flagCandidates(app *cli.App, command *cli.Command, text string) []candidate {
	var found []candidate
	for _, flag := range slices.Concat(flagsOf(command), app.Flags) {
		about := ""
		if documented, ok := flag.(cli.DocGenerationFlag); ok {
			about = strings.ReplaceAll(documented.GetUsage(), "`", "")
		}
		found = append(found, candidate{"--" + flag.Names()[0], about})
	}
	found = append(found, candidate{"--help", "show help"})
	return slices.DeleteFunc(found, func(c candidate) bool { return !strings.HasPrefix(c.text, text) })
}

func commandCandidates(app *cli.App, command *cli.Command, text string) []candidate {
	var found []candidate
	for _, each := range below(app, command) {
		if strings.HasPrefix(each.Name, text) {
			found = append(found, candidate{each.Name, each.Usage})
		}
	}
	return found
}
