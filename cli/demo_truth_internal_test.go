package cli

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index/indextest"
	"github.com/accessindex/ambit/loader"
)

// The answers of the tour are those of the oracle.
func TestDemoTellsTheTruth(t *testing.T) {
	oracle := indextest.New()
	require.NoError(t, oracle.Load(decoded(t, demoOrganisation)))
	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile(demoSource, demoOrganisation, 0o600))
	for _, step := range demoTour() {
		var stdout, stderr bytes.Buffer
		args := append([]string{"ambit", "--db", "ambit.db"}, strings.Fields(step.line)...)
		code := Run(t.Context(), args, strings.NewReader(step.stdin), &stdout, &stderr)
		require.Equal(t, step.fails, code == exitFailed, "%s\n%s", step.line, &stderr)
		told := stdout.String()
		if step.file != "" {
			text, err := os.ReadFile(step.file)
			require.NoError(t, err)
			told = string(text)
		}
		verb, _, _ := strings.Cut(step.line, " --")
		truth := witness{t, oracle, flagValues(step.line)}.tell(verb, step.stdin)
		switch {
		case verb == "verify" || step.line == "load "+demoSource: // exit 0 says it
		case verb == "apply" && !strings.Contains(step.line, "--dry-run"):
			require.NoError(t, oracle.Apply(changesOf(t, step.stdin)))
		case verb == "dump":
			var objects []byte
			for _, each := range oracle.Objects() {
				objects = append(loader.AppendObject(objects, each), '\n')
			}
			require.Equal(t, string(objects), told)
		case truth == "":
			t.Errorf("nobody vouches for: ambit %s", step.line)
		case verb == "explain" || verb == "task":
			require.True(t, strings.HasPrefix(told, truth), "%s\nwant %s\ngot %s", step.line, truth, told)
		case strings.Contains(step.line, "--limit"):
			require.Subset(t, strings.Fields(truth), strings.Fields(told), step.line)
		case verb == "apply": // beside the widths of the columns
			require.Equal(t, strings.Fields(truth), strings.Fields(told), step.line)
		case verb == "list" || verb == "export": // in no order that the rules state
			require.Equal(t, sorted(truth), sorted(told), step.line)
		default:
			require.Equal(t, truth, told, step.line)
		}
	}
}

// witness knows what a command ought to print.
type witness struct {
	*testing.T
	oracle *indextest.Oracle
	flags  map[string]string
}

// flagValues are the flags of a command line, by name.
func flagValues(line string) map[string]string {
	flags := map[string]string{}
	for _, each := range strings.Split(line, " --")[1:] {
		name, value, _ := strings.Cut(each, " ")
		flags[name] = value
	}
	return flags
}

// tell is what the verb prints, or how that begins.
func (w witness) tell(verb, stdin string) string {
	user, entity := w.flags["user"], w.flags["entity"]
	switch verb {
	case "check":
		if stdin != "" {
			return w.batch(stdin)
		}
		return word(w.oracle.Check(user, w.right("right"), w.ref())) + "\n"
	case "explain":
		may, err := w.oracle.Check(user, w.right("right"), w.ref())
		require.NoError(w, err)
		if may {
			return fmt.Sprintf("%s may %s %s: ", user, w.flags["right"], w.flags["record"])
		}
		return fmt.Sprintf("%s may not %s %s: ", user, w.flags["right"], w.flags["record"])
	case "list":
		return w.list()
	case "who":
		users, err := w.oracle.Users(w.right("right"), w.ref())
		require.NoError(w, err)
		return strings.Join(users, "\n") + "\n"
	case "rights":
		mask, err := w.oracle.Rights(user, w.ref())
		require.NoError(w, err)
		return strings.Trim(strings.Join(strings.Fields(fmt.Sprint(mask.List())), "\n"), "[]") +
			fmt.Sprintf("\nmask %d\n", uint32(mask))
	case "can assign":
		return word(w.oracle.CanAssign(user, w.ref(), w.principal("owner"))) + "\n"
	case "can share":
		var rights graph.Rights
		for _, name := range strings.Split(w.flags["rights"], ",") {
			right, err := graph.ParseRight(name)
			require.NoError(w, err)
			rights |= graph.RightsOf(right)
		}
		return word(w.oracle.CanShare(user, w.ref(), w.principal("principal"), rights)) + "\n"
	case "can create":
		return word(w.oracle.CanCreate(user, entity, w.principal("owner"), "")) + "\n"
	case "task":
		_, offline := w.flags["offline"]
		return word(w.oracle.CanDoTask(user, w.flags["task"], entity, offline)) + "\n"
	case "export":
		return w.export()
	case "apply":
		return w.difference(stdin)
	}
	return ""
}

// list is a number or the ids.
func (w witness) list() string {
	ids, err := w.oracle.List(w.flags["user"], w.right("right"), w.flags["entity"])
	require.NoError(w, err)
	if _, count := w.flags["count"]; count {
		return fmt.Sprintln(len(ids))
	}
	return strings.Join(ids, "\n") + "\n"
}

// difference is who would gain or lose what by changes that concern Read alone (3.14).
func (w witness) difference(stdin string) string {
	after := w.oracle.Clone()
	require.NoError(w, after.Apply(changesOf(w.T, stdin)))
	rows := "CHANGE USER RIGHT ENTITY COUNT\n"
	for _, user := range w.oracle.UserIDs() {
		for _, entity := range w.oracle.EntityNames() {
			was, err := w.oracle.List(user, graph.Read, entity)
			require.NoError(w, err)
			is, err := after.List(user, graph.Read, entity)
			require.NoError(w, err)
			if gained := lacking(is, was); gained > 0 {
				rows += fmt.Sprintln("gains", user, graph.Read, entity, gained)
			}
			if lost := lacking(was, is); lost > 0 {
				rows += fmt.Sprintln("loses", user, graph.Read, entity, lost)
			}
		}
	}
	return rows
}

// lacking is how many of some ids others have not.
func lacking(ids, others []string) int {
	return len(slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return slices.Contains(others, id) }))
}

// changesOf is the changes in an apply file.
func changesOf(t *testing.T, text string) []graph.Change {
	t.Helper()
	batches, err := loader.Changes(t.Context(), "-", strings.NewReader(text))
	require.NoError(t, err)
	var changes []graph.Change
	for _, batch := range batches {
		changes = append(changes, batch.Changes...)
	}
	return changes
}

// export is the CSV file of all users.
func (w witness) export() string {
	rows := "user,record\n"
	for _, user := range w.oracle.UserIDs() {
		ids, err := w.oracle.List(user, w.right("right"), w.flags["entity"])
		require.NoError(w, err)
		for _, id := range ids {
			rows += user + "," + id + "\n"
		}
	}
	return rows
}

// batch is the answer to each line.
func (w witness) batch(stdin string) string {
	answers := ""
	for line := range strings.Lines(stdin) {
		var q questionLine
		require.NoError(w, json.Unmarshal([]byte(line), &q))
		right, err := graph.ParseRight(*q.Right)
		require.NoError(w, err)
		decision := ""
		if q.Record != nil {
			ref, err := graph.ParseRef(*q.Record)
			require.NoError(w, err)
			decision = word(w.oracle.Check(*q.User, right, ref))
		} else {
			owner, err := graph.ParsePrincipal(*q.Owner)
			require.NoError(w, err)
			decision = word(w.oracle.CanCreate(*q.User, *q.Entity, owner, ""))
		}
		answers += `{"decision":"` + decision + "\"}\n"
	}
	return answers
}

func sorted(text string) []string { return slices.Sorted(strings.Lines(text)) }

// word is a decision as it is printed. What is unknown is denied.
func word(may bool, _ error) string {
	if may {
		return "allow"
	}
	return "deny"
}

func (w witness) right(flag string) graph.Right {
	right, err := graph.ParseRight(w.flags[flag])
	require.NoError(w, err)
	return right
}

func (w witness) ref() graph.Ref {
	ref, err := graph.ParseRef(w.flags["record"])
	require.NoError(w, err)
	return ref
}

func (w witness) principal(flag string) graph.Principal {
	p, err := graph.ParsePrincipal(w.flags[flag])
	require.NoError(w, err)
	return p
}
