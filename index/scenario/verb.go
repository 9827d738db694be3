package scenario

import (
	"slices"
	"strings"

	"github.com/accessindex/ambit/index"
)

// verb is a kind of question.
type verb struct {
	name    string
	takes   []string        // the required arguments, in the order of the command line
	flags   map[string]bool // the others, and whether they have a value
	form    form            // of the answer
	because reason          // may stand behind deny
	ask     func(a asker, q question) (answer, error)
}

// asker is what a question is asked of.
type asker struct {
	*index.Snapshot
	folder string // of the scenario, where the files are that flags name
}

// verbs are the questions of rule 3.16.
func verbs() []verb {
	return []verb{
		{name: "check", takes: []string{"USER", "RIGHT", "ENTITY:ID"}, because: aStage, ask: asker.check},
		{
			name: "list", takes: []string{"USER", "RIGHT", "ENTITY"}, form: ids,
			flags: map[string]bool{"count": false, "limit": true, "within": true}, ask: asker.list,
		},
		{
			name: "count", takes: []string{"USER", "RIGHT", "ENTITY"}, form: number,
			flags: map[string]bool{"within": true}, ask: asker.list,
		},
		{
			name: "who", takes: []string{"RIGHT", "ENTITY:ID"}, form: ids,
			flags: map[string]bool{"count": false}, ask: asker.who,
		},
		{name: "rights", takes: []string{"USER", "ENTITY:ID"}, form: rights, ask: asker.rights},
		{
			name: "can create", takes: []string{"USER", "ENTITY"},
			flags: map[string]bool{"owner": true, "business-unit": true}, ask: asker.canCreate,
		},
		{name: "can own", takes: []string{"PRINCIPAL", "ENTITY"}, ask: asker.canOwn},
		{name: "can assign", takes: []string{"USER", "ENTITY:ID", "OWNER"}, ask: asker.canAssign},
		{name: "can share", takes: []string{"USER", "ENTITY:ID", "PRINCIPAL", "RIGHT,…"}, ask: asker.canShare},
		{name: "can link", takes: []string{"USER", "CHILD", "PARENT"}, ask: asker.canLink},
		{
			name: "task", takes: []string{"USER", "TASK"}, because: thePrivileges,
			flags: map[string]bool{"entity": true, "offline": false}, ask: asker.task,
		},
	}
}

// usage is how the question is written.
func (v *verb) usage() string {
	words := append([]string{v.name}, v.takes...)
	for _, name := range slices.Sorted(keys(v.flags)) {
		if v.flags[name] {
			name += " …"
		}
		words = append(words, "[--"+name+"]")
	}
	return strings.Join(words, " ")
}
