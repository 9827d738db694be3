package generate_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/loader"
	"github.com/accessindex/ambit/loader/generate"
	"github.com/stretchr/testify/require"
)

func text(t *testing.T, c generate.Config) string {
	var text bytes.Buffer
	require.NoError(t, generate.Write(context.Background(), &text, c))
	return text.String()
}

// The sizes are as asked for, references are to what is there, and nothing is said twice.
func TestObjects(t *testing.T) {
	for _, c := range []generate.Config{
		generate.Default(10_000),
		{BusinessUnits: 300, Users: 400, Teams: 30, Records: 500, Shares: 5000, Seed: 7},
		{BusinessUnits: 1, Users: 2, Teams: 1, Records: 3, Shares: 9},
		{BusinessUnits: 1, Users: 1},
	} {
		counts := map[graph.Kind]int{}
		seen := map[string]bool{}
		levels := map[string]int{}
		there := func(kind graph.Kind, id string) {
			require.True(t, seen[fmt.Sprintf("%s %q", kind, id)], "%s %s", kind, id)
		}
		principal := func(p graph.Principal) {
			if p.Kind == graph.TeamPrincipal {
				there(graph.KindTeam, p.ID)
			} else {
				there(graph.KindUser, p.ID)
			}
		}
		depths := map[string]int{}
		teamOwned, teamShares := 0, 0
		guid := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
		for o := range generate.Objects(c) {
			counts[o.Kind()]++
			switch o := o.(type) {
			case graph.BusinessUnit:
				if counts[graph.KindBusinessUnit] > 1 {
					there(graph.KindBusinessUnit, o.Parent)
					levels[o.ID] = levels[o.Parent] + 1
					require.LessOrEqual(t, levels[o.ID], 8)
				}
			case graph.User:
				there(graph.KindBusinessUnit, o.BusinessUnit)
				if o.Manager != "" {
					there(graph.KindUser, o.Manager)
				}
			case graph.Team:
				there(graph.KindBusinessUnit, o.BusinessUnit)
			case graph.Member:
				there(graph.KindTeam, o.Team)
				there(graph.KindUser, o.User)
			case graph.RoleAssignment:
				there(graph.KindRole, o.Role)
				principal(o.Principal)
				depths[o.Role]++
			case graph.Record:
				require.Regexp(t, guid, o.ID)
				principal(o.Owner)
				if o.Owner.Kind == graph.TeamPrincipal {
					teamOwned++
				}
			case graph.RecordShare:
				there(graph.KindRecord, o.Record.String())
				principal(o.Principal)
				require.NotZero(t, o.Rights)
				if o.Principal.Kind == graph.TeamPrincipal {
					teamShares++
				}
			}
			require.False(t, seen[o.String()], o.String())
			seen[o.String()] = true
		}
		require.Equal(t, c.BusinessUnits, counts[graph.KindBusinessUnit])
		require.Equal(t, c.Users, counts[graph.KindUser])
		require.Equal(t, c.Users, counts[graph.KindRoleAssignment])
		require.Equal(t, c.Teams, counts[graph.KindTeam])
		require.LessOrEqual(t, counts[graph.KindMember], 15*c.Teams)
		require.GreaterOrEqual(t, counts[graph.KindMember], min(5, c.Users)*c.Teams)
		require.Equal(t, c.Records, counts[graph.KindRecord])
		require.Equal(t, c.Shares, counts[graph.KindShare])
		if c.Users == 400 {
			require.InDelta(t, 200, depths["account-Basic"], 40)
			require.InDelta(t, 100, depths["account-Local"], 40)
			require.InDelta(t, 80, depths["account-Deep"], 40)
			require.InDelta(t, 20, depths["account-Global"], 15)
			require.InDelta(t, 100, teamOwned, 40)
			require.InDelta(t, 2000, teamShares, 200)
		}
	}
}

// The same seed gives the same bytes, another seed others.
func TestSeed(t *testing.T) {
	c := generate.Default(1000)
	one := text(t, c)
	require.Equal(t, one, text(t, c))
	require.Equal(t, "eff780236cc3c8cf0d6c8ffc85cc21eb9d14297e8d06dff000255d1c1679e3b7", fmt.Sprintf("%x", sha256.Sum256([]byte(one))), "other bytes than in earlier versions, or on other machines")
	c.Seed = 1
	require.NotEqual(t, one, text(t, c))
	require.True(t, strings.HasPrefix(one, `{"kind":"entity","name":"account"}
{"kind":"business_unit","id":"bu-0"}
{"kind":"business_unit","id":"bu-1","parent":"bu-0"}
`), one[:200])
}

// What is written can be read.
func TestWriteIsAnOrgStream(t *testing.T) {
	c := generate.Default(2000)
	r := loader.New([]string{"-"}, strings.NewReader(text(t, c)))
	require.NoError(t, r.Load(context.Background(), graph.NewBuilder()))
	require.Equal(t, c.Records, r.Counts().Objects[graph.KindRecord])
	require.Equal(t, c.Shares, r.Counts().Objects[graph.KindShare])
}

func TestValidate(t *testing.T) {
	require.NoError(t, generate.Default(0).Validate())
	require.EqualError(t, generate.Config{Teams: -1}.Validate(), `invalid: 0 business units: want 1 to 2147483647
invalid: 0 users: want 1 to 2147483647
invalid: -1 teams: want 0 to 2147483647`)
	err := generate.Write(context.Background(), io.Discard, generate.Config{BusinessUnits: 1, Users: 1, Teams: 1, Records: 1, Shares: 3})
	require.EqualError(t, err, "invalid: 3 shares: want 0 to 2")
	require.True(t, errors.Is(err, graph.ErrInvalid))
}

// A reader that stops early is obeyed at once, whatever the kind.
func TestStop(t *testing.T) {
	c := generate.Default(100)
	for _, kind := range graph.Kinds {
		met := 0
		for range generate.Kind(c, kind) {
			met++
			break
		}
		require.LessOrEqual(t, met, 1)
	}
}

func BenchmarkWrite(b *testing.B) {
	c := generate.Default(100_000)
	for b.Loop() {
		require.NoError(b, generate.Write(context.Background(), io.Discard, c))
	}
	b.ReportMetric(float64(c.Records+c.Shares)*float64(b.N)/b.Elapsed().Seconds(), "lines/s")
}

// The start of a very small organisation.
func Example() {
	c := generate.Config{BusinessUnits: 1, Users: 1, Records: 2, Seed: 1}
	for _, kind := range []graph.Kind{graph.KindUser, graph.KindRecord} {
		for o := range generate.Kind(c, kind) {
			fmt.Printf("%s\n", loader.AppendObject(nil, o))
		}
	}
	// Output:
	// {"kind":"user","id":"user-0","business_unit":"bu-0"}
	// {"kind":"record","entity":"account","id":"a5edac01-a80e-4333-baa2-ac7797995e5f","owner":"user:user-0"}
	// {"kind":"record","entity":"account","id":"41d342a8-a839-4045-a6a6-2f8a86e7cfb5","owner":"user:user-0"}
}
