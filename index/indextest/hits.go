package indextest

import (
	"fmt"
	"maps"
	"sync"

	"github.com/accessindex/ambit/graph"
)

// counter counts the branches that an oracle and its clones took.
type counter struct {
	mu    sync.Mutex
	taken map[string]int
}

func (c *counter) hit(branch string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.taken[branch]++
}

// hitIf counts the branch where the condition holds, and returns the condition.
func (c *counter) hitIf(holds bool, branch string) bool {
	if holds {
		c.hit(branch)
	}
	return holds
}

// refuse counts a refusal under "refused SENTINEL RULE" and makes its error.
func (c *counter) refuse(sentinel error, rule string, about fmt.Stringer) error {
	c.hit("refused " + sentinelName(sentinel) + " " + rule)
	return fmt.Errorf("%s: %w (%s)", about, sentinel, rule)
}

func (s *state) refuse(sentinel error, rule string, about fmt.Stringer) error {
	return s.count.refuse(sentinel, rule, about)
}

// Hits is how often each branch of [Branches] was taken by the oracle and its clones. Branches never
// taken are absent.
func (o *Oracle) Hits() map[string]int {
	o.count.mu.Lock()
	defer o.count.mu.Unlock()
	return maps.Clone(o.count.taken)
}

func sentinelName(sentinel error) string {
	for _, each := range sentinels {
		if each.err == sentinel {
			return each.name
		}
	}
	return "an error that is no sentinel"
}

var sentinels = []struct {
	err  error
	name string
}{
	{graph.ErrUnknown, "ErrUnknown"},
	{graph.ErrInvalid, "ErrInvalid"},
	{graph.ErrDuplicate, "ErrDuplicate"},
	{graph.ErrCycle, "ErrCycle"},
	{graph.ErrRootBusinessUnit, "ErrRootBusinessUnit"},
	{graph.ErrNotDisabled, "ErrNotDisabled"},
	{graph.ErrNotEmpty, "ErrNotEmpty"},
	{graph.ErrOwnsRecords, "ErrOwnsRecords"},
	{graph.ErrSystemRole, "ErrSystemRole"},
	{graph.ErrDefaultTeam, "ErrDefaultTeam"},
	{graph.ErrTeamType, "ErrTeamType"},
	{graph.ErrAccessTeamOwns, "ErrAccessTeamOwns"},
	{graph.ErrAccessTeamRole, "ErrAccessTeamRole"},
	{graph.ErrRoleUnit, "ErrRoleUnit"},
	{graph.ErrDepthNotAllowed, "ErrDepthNotAllowed"},
	{graph.ErrOwnership, "ErrOwnership"},
	{graph.ErrRecordUnit, "ErrRecordUnit"},
	{graph.ErrCannotOwn, "ErrCannotOwn"},
	{graph.ErrNotShareable, "ErrNotShareable"},
	{graph.ErrStaleOrigin, "ErrStaleOrigin"},
}

// text lets a plain string be what a refusal is about.
type text string

func (t text) String() string { return string(t) }
