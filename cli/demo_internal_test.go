package cli

import (
	"bytes"
	"cmp"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/loader"
)

// decoded is what stands in an org stream.
func decoded(t *testing.T, stream []byte) []graph.Object {
	t.Helper()
	var objects []graph.Object
	for line := range bytes.Lines(stream) {
		object, err := loader.Decode(bytes.TrimSuffix(line, []byte("\n")))
		require.NoError(t, err)
		objects = append(objects, object)
	}
	return objects
}

// The organisation of the demo is the one of testdata, and has a bit of everything.
func TestDemoOrganisation(t *testing.T) {
	org, err := os.ReadFile("../testdata/orgs/" + demoSource)
	require.NoError(t, err)
	require.True(t, bytes.Equal(org, demoOrganisation), "cli/%[1]s and testdata/orgs/%[1]s differ", demoSource)
	require.Less(t, len(org), 600_000)

	seen := map[any]int{}
	for _, object := range decoded(t, demoOrganisation) {
		seen[object.Kind()]++
		switch o := object.(type) {
		case graph.Settings:
			seen[o.HierarchyModel]++
		case graph.BusinessUnit:
			if o.Disabled {
				seen["disabled unit"]++
			}
		case graph.User:
			if o.Disabled {
				seen["disabled user"]++
			}
			if o.Manager != "" {
				seen["manager"]++
			}
		case graph.Team:
			seen[o.Type]++
			if o.Default {
				seen["default team"]++
			}
		case graph.Entity:
			seen[o.Ownership]++
		case graph.Role:
			seen[o.MemberInheritance]++
			for _, depth := range o.Privileges {
				seen[depth]++
			}
		case graph.RecordShare:
			seen[o.Principal.Kind]++
			if o.Rights != 0 {
				seen["explicit share"]++
			}
			for _, each := range o.Inherited {
				require.False(t, each.Origin.IsZero())
				seen["inherited share"]++
			}
		}
	}
	require.GreaterOrEqual(t, seen[graph.KindUser], 30)
	require.GreaterOrEqual(t, seen[graph.KindBusinessUnit], 12)
	require.GreaterOrEqual(t, seen[graph.KindRecord], 3000)
	for _, some := range []any{
		graph.ManagerHierarchy, "disabled unit", "disabled user", "manager", "default team",
		graph.OwnerTeam, graph.AccessTeam, graph.GroupTeam, graph.UserOwned, graph.BusinessOwned, graph.OrganizationOwned,
		graph.InheritUser, graph.InheritTeam, graph.Basic, graph.Local, graph.Deep, graph.Global,
		graph.UserPrincipal, graph.TeamPrincipal, graph.OrganizationPrincipal, "explicit share", "inherited share",
		graph.KindPosition, graph.KindRelationship, graph.KindTask,
	} {
		require.NotZero(t, seen[some], some)
	}
}

// The map puts every user where the organisation does.
func TestDemoMap(t *testing.T) {
	place := map[string]string{}
	for line := range strings.Lines(demoMap) {
		words := strings.FieldsFunc(line, func(r rune) bool { return !('a' <= r && r <= 'z') })
		for i, each := range words {
			if i > 0 && strings.HasPrefix(line, "  ") {
				place[each] = words[0]
			}
		}
	}
	for _, object := range decoded(t, demoOrganisation) {
		if user, is := object.(graph.User); is {
			require.Equal(t, cmp.Or(user.BusinessUnit, "velo"), place[user.ID], user.ID)
		}
	}
}

// The organisation is in canonical form.
func TestDemoOrganisationIsCanonical(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ambit.db")
	var dumped, stderr bytes.Buffer
	load := []string{"ambit", "--db", dir, "load", "--quiet", "-"}
	require.Zero(t, Run(t.Context(), load, bytes.NewReader(demoOrganisation), &dumped, &stderr), &stderr)
	require.Zero(t, Run(t.Context(), []string{"ambit", "--db", dir, "dump"}, nil, &dumped, &stderr), &stderr)
	require.True(t, bytes.Equal(demoOrganisation, dumped.Bytes()))
}
