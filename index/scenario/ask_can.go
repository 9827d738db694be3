package scenario

import (
	"strings"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
)

// decided is the answer of an operation check.
func decided(decision index.Decision, err error) (answer, error) {
	return answer{decision.String()}, err
}

func (a asker) canCreate(q question) (answer, error) {
	var owner graph.Principal
	if q.has("owner") {
		var err error
		if owner, err = graph.ParsePrincipal(q.flags["owner"]); err != nil {
			return denied(), err
		}
	}
	return decided(a.CanCreate(q.args[0], q.args[1], owner, q.flags["business-unit"]))
}

func (a asker) canOwn(q question) (answer, error) {
	owner, err := graph.ParsePrincipal(q.args[0])
	if err != nil {
		return denied(), err
	}
	return decided(a.CanOwn(owner, q.args[1]))
}

func (a asker) canAssign(q question) (answer, error) {
	ref, err := graph.ParseRef(q.args[1])
	if err != nil {
		return denied(), err
	}
	owner, err := graph.ParsePrincipal(q.args[2])
	if err != nil {
		return denied(), err
	}
	return decided(a.CanAssign(q.args[0], ref, owner))
}

func (a asker) canShare(q question) (answer, error) {
	ref, err := graph.ParseRef(q.args[1])
	if err != nil {
		return denied(), err
	}
	grantee, err := graph.ParsePrincipal(q.args[2])
	if err != nil {
		return denied(), err
	}
	mask, err := rightsOf(q.args[3])
	if err != nil {
		return denied(), err
	}
	return decided(a.CanShare(q.args[0], ref, grantee, mask))
}

// rightsOf reads the names of rights with commas between them; an empty text is none.
func rightsOf(text string) (graph.Rights, error) {
	var mask graph.Rights
	if text == "" {
		return mask, nil
	}
	for name := range strings.SplitSeq(text, ",") {
		right, err := graph.ParseRight(name)
		if err != nil {
			return 0, err
		}
		mask |= graph.Rights(right)
	}
	return mask, nil
}

func (a asker) canLink(q question) (answer, error) {
	child, err := graph.ParseRef(q.args[1])
	if err != nil {
		return denied(), err
	}
	parent, err := graph.ParseRef(q.args[2])
	if err != nil {
		return denied(), err
	}
	return decided(a.CanLink(q.args[0], child, parent))
}

// task answers with the privileges that are missing behind deny.
func (a asker) task(q question) (answer, error) {
	may, missing, err := a.CanDoTask(q.args[0], q.args[1], q.flags["entity"], q.has("offline"))
	return append(answer{may.String()}, thePrivileges.sorted(missing)...), err
}
