package cli_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/cli"
	"github.com/accessindex/ambit/loader"
)

// Many answers come in the order of the questions, and each is that of a single check.
func TestBatchInOrder(t *testing.T) {
	dir := worked(t)
	var questions, want strings.Builder
	users, records := strings.Fields("ada ben cy dee eve zoe"), strings.Fields("a1 a2 a3 a4 a5 a6 a7")
	answers := map[string]string{}
	for _, user := range users {
		for _, record := range records {
			got := run(t, dir, "", "check", "--user", user, "--right", "Read", "--record", "account:"+record)
			answers[user+record] = strings.TrimSpace(got.stdout)
		}
	}
	for i := range 20000 {
		user, record := users[i*7%len(users)], records[i%11%len(records)]
		fmt.Fprintf(&questions, `{"user":%q,"right":"Read","record":"account:%s"}`+"\r\n", user, record)
		fmt.Fprintf(&want, "%q\n", answers[user+record])
	}
	got := run(t, dir, questions.String(), "check", "--batch", "-")
	require.Zero(t, got.code, got.stderr)
	var found strings.Builder
	for line := range strings.Lines(got.stdout) {
		line, _ = strings.CutPrefix(line, `{"decision":`)
		decision, _, _ := strings.Cut(strings.TrimRight(line, "}\n"), ",")
		fmt.Fprintln(&found, decision)
	}
	require.Equal(t, want.String(), found.String())
}

// A program may ask, wait for the answer, and ask again.
func TestBatchAnswersEachLine(t *testing.T) {
	dir := worked(t)
	questions, ask := io.Pipe()
	answers, answer := io.Pipe()
	ended := make(chan int)
	go func() {
		args := []string{"ambit", "--db", dir, "check", "--batch", "-"}
		ended <- cli.Run(t.Context(), args, questions, answer, io.Discard)
	}()
	read := bufio.NewReader(answers)
	for range 3 {
		for record, want := range map[string]string{"a1": "allow", "a2": "deny"} {
			_, err := fmt.Fprintf(ask, `{"user":"ben","right":"Write","record":"account:%s"}`+"\n", record)
			require.NoError(t, err)
			got, err := read.ReadString('\n')
			require.NoError(t, err)
			require.Equal(t, fmt.Sprintf(`{"decision":%q}`+"\n", want), got)
		}
	}
	require.NoError(t, ask.Close())
	require.Zero(t, <-ended)
}

// Lines of any length are one line each.
func TestBatchLongLines(t *testing.T) {
	const question = `{"user":"ben","right":"Read","record":"account:a1"}`
	var in bytes.Buffer
	for _, length := range []int{0, 1 << 16, loader.MaxLine - len(question), loader.MaxLine, 3 * loader.MaxLine} {
		in.WriteString(question + strings.Repeat(" ", length) + "\n")
	}
	in.WriteString(question) // without an end
	got := run(t, worked(t), in.String(), "check", "--batch", "-")
	require.Equal(t, 1, got.code)
	const allow, tooLong = `{"decision":"allow"}` + "\n", `{"decision":"deny","error":"invalid: line is longer than 1048576 bytes"}` + "\n"
	require.Equal(t, allow+allow+allow+tooLong+tooLong+allow, got.stdout)
}
