package index_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
)

// 14.1: a task takes an active user, each privilege, and the flag where it is done offline.
func TestCanDoTask(t *testing.T) {
	s := section9Snapshot(t,
		graph.Task{Name: "go-offline", Requires: []string{"prvGoOffline"}, Offline: true},
		graph.Task{Name: "link-item", Requires: []string{"prvWrite$entity", "prvAppendTo$entity", "PRVCREATEACCOUNT", "prvNobodyHasIt"}},
		graph.Task{Name: "free"},
		graph.Role{ID: "traveller", Privileges: map[string]graph.Depth{"prvGoOffline": graph.Global}},
		graph.RoleAssignment{Role: "traveller", Principal: graph.TeamRef("crew")},
		graph.User{ID: "zoe", Disabled: true},
		graph.RoleAssignment{Role: "traveller", Principal: graph.UserRef("zoe")},
	)
	for _, row := range []struct {
		user, task, entity string
		offline            bool
		want               index.Decision
		missing            []string
		err                error
	}{
		{"tom", "go-offline", "", true, index.Allow, nil, nil}, // 4.6: through a team
		{"ann", "go-offline", "", false, index.Deny, []string{"prvGoOffline"}, nil},
		{"zoe", "go-offline", "", false, index.Deny, nil, nil}, // 7.2
		{"ann", "free", "", false, index.Allow, nil, nil},
		{"ann", "free", "", true, index.Deny, nil, nil},
		{"ann", "free", "account", false, index.Allow, nil, nil},
		{"sue", "link-item", "account", false, index.Deny, []string{"prvNobodyHasIt"}, nil},
		{"rex", "link-item", "ACCOUNT", false, index.Deny,
			[]string{"prvWriteAccount", "prvAppendToAccount", "prvCreateAccount", "prvNobodyHasIt"}, nil}, // 1.14
		{"sue", "link-item", "", false, index.Deny, nil, graph.ErrInvalid},
		{"sue", "link-item", "acount", false, index.Deny, nil, graph.ErrUnknown},
		{"sue", "no-task", "", false, index.Deny, nil, graph.ErrUnknown},
		{"sue", "", "", false, index.Deny, nil, graph.ErrInvalid},
		{"nobody", "free", "", false, index.Deny, nil, graph.ErrUnknown},
	} {
		may, missing, err := s.CanDoTask(row.user, row.task, row.entity, row.offline)
		require.ErrorIs(t, err, row.err, "%v", row)
		require.Equal(t, row.want, may, "%v", row)
		require.Equal(t, row.missing, missing, "%v", row)
	}
}
