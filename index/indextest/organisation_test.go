package indextest_test

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index/indextest"
)

func TestOrganisationIsDeterministic(t *testing.T) {
	for seed := range uint64(20) {
		first := indextest.Organisation(seed, indextest.Shape{})
		require.Equal(t, first, indextest.Organisation(seed, indextest.Shape{}), "seed %d", seed)
		a, b := indextest.NewHistory(seed, first), indextest.NewHistory(seed, first)
		for range 5 {
			require.Equal(t, a.Next(first), b.Next(first), "seed %d", seed)
		}
	}
}

// Every kind of object and both values of every flag come up.
func TestOrganisationIsVaried(t *testing.T) {
	seen := map[string]bool{}
	for seed := range uint64(200) {
		for _, object := range indextest.Organisation(seed, indextest.Shape{}) {
			value := reflect.ValueOf(object)
			for i := range value.NumField() {
				field := string(object.Kind()) + "." + value.Type().Field(i).Name
				if value.Field(i).IsZero() {
					seen["no "+field] = true
				} else {
					seen[field] = true
				}
			}
		}
	}
	var missing []string
	for _, object := range []graph.Object{graph.Settings{}, graph.Entity{}, graph.BusinessUnit{}, graph.Position{}, graph.User{}, graph.Team{}, graph.Role{}, graph.Record{}, graph.Relationship{}, graph.RecordShare{}, graph.Task{}, graph.Privilege{}, graph.RoleAssignment{}, graph.Member{}} {
		for i := range reflect.TypeOf(object).NumField() {
			field := string(object.Kind()) + "." + reflect.TypeOf(object).Field(i).Name
			if !seen[field] {
				missing = append(missing, field)
			}
		}
	}
	require.Empty(t, missing)
}
