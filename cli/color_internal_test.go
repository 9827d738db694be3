package cli

import (
	"bytes"
	"context"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestColor(t *testing.T) {
	require.Equal(t, "\x1b[32mallow\x1b[0m", green.of("allow"))
	require.Equal(t, "\x1b[31mdeny\x1b[0m", red.of("deny"))
}

// What is no terminal never gets a color, whatever the environment says.
func TestNoColorElsewhere(t *testing.T) {
	t.Setenv("NO_COLOR", "")
	t.Setenv("TERM", "xterm-256color")
	dir := t.TempDir()
	var out bytes.Buffer
	say := func(args ...string) {
		Run(context.Background(), append([]string{"ambit", "--db", dir + "/x"}, args...), nil, &out, &out)
	}
	say("load", "../testdata/orgs/worked.ndjson")
	say("check", "--user", "ben", "--right", "Read", "--record", "account:a1")
	say("explain", "--user", "ben", "--all", "--record", "account:a1")
	say("rights", "--user", "zoe", "--record", "account:a1")
	say("--help")
	require.NotContains(t, out.String(), "\x1b")
}
