package index

import (
	"fmt"
	"strings"

	"github.com/accessindex/ambit/graph"
)

// entityPlaceholder stands for an entity's privilege name in what a task requires (14.1).
const entityPlaceholder = "$entity"

// CanDoTask reports whether a user may do a task (14.1): the user is active, the task can be done offline
// if that is asked, and the user's roles give each privilege that it requires, at any depth. The entity
// is the one that the task is about; a task that takes one is ErrInvalid without. Missing are the
// privileges that the roles do not give, by name in the task's order; there may be none where the
// answer is Deny for another reason.
func (s *Snapshot) CanDoTask(user, task, entity string, offline bool) (may Decision, missing []string, err error) {
	u, err := s.askUser(user)
	if err != nil {
		return Deny, nil, err
	}
	t, found := s.state.Task(task)
	if !found {
		return Deny, nil, absent(graph.CheckID(task), "task", task)
	}
	about := ""
	if entity != "" {
		e, err := s.askEntity(entity)
		if err != nil {
			return Deny, nil, err
		}
		about = e.Fact().Privilege
	}
	for _, name := range t.Requires {
		if strings.Contains(name, entityPlaceholder) && entity == "" {
			return Deny, nil, fmt.Errorf("%w: task %q takes an entity", graph.ErrInvalid, task)
		}
		name = strings.ReplaceAll(name, entityPlaceholder, about)
		privilege, known := s.state.Privilege(name)
		if known && s.hasPrivilege(u, privilege) {
			continue
		}
		if known {
			name = s.state.PrivilegeName(privilege)
		}
		missing = append(missing, name)
	}
	may = Decision(len(missing) == 0 && s.state.ActiveUser(u) && (t.Offline || !offline))
	return may, missing, nil
}

// hasPrivilege reports whether the roles of a user, direct or through a team, give a privilege at any
// depth (4.6).
func (s *Snapshot) hasPrivilege(u graph.PrincipalNumber, p graph.PrivilegeNumber) bool {
	for _, holder := range s.userPlan(u).principals {
		for each := range s.state.AssignmentsOf(holder) {
			if gives(s.state.DepthOf(each.Role, each.Base, p)) {
				return true
			}
		}
	}
	return false
}
