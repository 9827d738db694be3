//go:build unix

package index_test

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/indextest"
	"github.com/accessindex/ambit/loader"
)

const (
	ballastEntity = "ballast"
	// classes are how many kinds of ballast records there are: they have an owner and are active or not.
	classes = 2 * owners
	owners  = 6
)

// truth is what an index that was killed must hold: an organisation in the oracle, and the records
// of one more entity, too many for it. For each class of these the oracle has one, so that it knows the
// answers for all. All that the truth adds to the organisation is named own-….
type truth struct {
	oracle  *indextest.Oracle
	ballast []uint8 // class by number
}

func (h truth) clone() truth { return truth{h.oracle.Clone(), slices.Clone(h.ballast)} }

// ballastID is the id of a ballast record.
func ballastID(i int) string { return fmt.Sprintf("b%08d", i) }

// ballastRecord is a ballast record of a class.
func ballastRecord(id string, class int) graph.Record {
	owner := graph.UserRef(fmt.Sprint("own-user-", class/2))
	if class/2 == 0 {
		owner = graph.TeamRef("own-team")
	}
	return graph.Record{Entity: ballastEntity, ID: id, Owner: owner, Inactive: class%2 == 1}
}

// sampleID is the id of the record that the oracle has of a class.
func sampleID(class int) string { return fmt.Sprint("own-sample-", class) }

// ownObjects are what the truth adds to an organisation: the entity, its owners, who reads it, and a
// record of each class.
func ownObjects(organisation []graph.Object, random *rand.Rand) []graph.Object {
	root := ""
	var users []graph.Principal
	for _, object := range organisation {
		switch o := object.(type) {
		case graph.BusinessUnit:
			if o.Parent == "" {
				root = o.ID
			}
		case graph.User:
			users = append(users, graph.UserRef(o.ID))
		}
	}
	all := []graph.Object{
		graph.Entity{Name: ballastEntity},
		graph.BusinessUnit{ID: "own-unit-0", Parent: root},
		graph.BusinessUnit{ID: "own-unit-1", Parent: "own-unit-0"},
		graph.BusinessUnit{ID: "own-unit-2", Parent: "own-unit-0"},
		graph.Team{ID: "own-team", BusinessUnit: "own-unit-0"},
		graph.Member{Team: "own-team", User: "own-user-1"},
	}
	for i := range owners {
		all = append(all, graph.User{ID: fmt.Sprint("own-user-", i), BusinessUnit: fmt.Sprint("own-unit-", i%3)})
		users = append(users, graph.UserRef(fmt.Sprint("own-user-", i)))
	}
	for _, depth := range []graph.Depth{graph.Basic, graph.Local, graph.Deep, graph.Global} {
		role := graph.Role{ID: "own-role-" + depth.String(), Privileges: map[string]graph.Depth{}}
		for _, right := range graph.EachRight {
			role.Privileges["prv"+right.String()+ballastEntity] = depth
		}
		all = append(all, role)
		for _, user := range users {
			if random.IntN(4) == 0 {
				all = append(all, graph.RoleAssignment{Role: role.ID, Principal: user})
			}
		}
	}
	for class := range classes {
		all = append(all, ballastRecord(sampleID(class), class))
	}
	return all
}

// seen is what random histories get to see of the organisation: what the truth added they are to leave.
func (h truth) seen() []graph.Object {
	return slices.DeleteFunc(h.oracle.Objects(), func(object graph.Object) bool {
		return strings.Contains(string(loader.AppendObject(nil, object)), `"own-`)
	})
}

// apply does what a deed does, or refuses it.
func (h *truth) apply(d deed) error {
	changes, err := deed{Number: d.Number, Kind: d.Kind, Lines: d.Lines, Pad: d.Pad}.changes()
	if err != nil {
		return err
	}
	if err := h.oracle.Apply(changes); err != nil {
		return err
	}
	d.ballast(func(i, class int) { h.ballast[i] = uint8(class) })
	return nil
}

// facts says in what the facts of a snapshot are not those that they should be; it is empty where they are.
func (h truth) facts(s *index.Snapshot) (wrong string) {
	count := 0
	text := indextest.DifferentFacts(h.oracle, func(kind graph.Kind) iter.Seq[graph.Object] {
		return func(yield func(graph.Object) bool) {
			for object := range s.Objects(kind) {
				i, ok := -1, false
				if record, is := object.(graph.Record); is {
					i, ok = h.number(record.Ref())
					count++
					if want := ballastRecord(record.ID, int(h.ballast[max(i, 0)])); ok && (record.Owner != want.Owner ||
						record.Inactive != want.Inactive || record.BusinessUnit != "" || len(record.Lookups) > 0) {
						wrong = fmt.Sprintf("facts: want %v, got %v", want, record)
					}
				}
				if !ok && !yield(object) {
					return
				}
			}
		}
	})
	if want := len(h.ballast) + len(h.records()); text == "" && wrong == "" && count != want {
		return fmt.Sprintf("facts: %d records, not %d", count, want)
	}
	return text + wrong
}

// number is the number of a ballast record, false for another one.
func (h truth) number(ref graph.Ref) (i int, ok bool) {
	digits, found := strings.CutPrefix(ref.ID, "b0")
	if !found || ref.Entity != ballastEntity || len(digits) != len(ballastID(0))-2 {
		return 0, false
	}
	i, err := strconv.Atoi(digits)
	return i, err == nil && i < len(h.ballast)
}

// records are those that the oracle has.
func (h truth) records() (refs []graph.Ref) {
	for _, entity := range h.oracle.EntityNames() {
		refs = append(refs, h.oracle.RecordRefs(entity)...)
	}
	return refs
}

// answers is the first answer of a snapshot that is not the right one, or empty.
func (h truth) answers(s *index.Snapshot, random *rand.Rand) string {
	c := comparison{oracle: h.oracle, snap: s, Rand: random, users: h.oracle.UserIDs(), records: h.records()}
	c.entities = slices.DeleteFunc(h.oracle.EntityNames(), func(name string) bool { return name == ballastEntity })
	for _, part := range []func() string{c.answers, c.many, c.unknown, c.who, c.can} {
		if text := part(); text != "" {
			return text
		}
	}
	for range 4 {
		if text := h.list(s, pick(&c, c.users), pick(&c, graph.EachRight[:])); text != "" {
			return text
		}
	}
	return ""
}

// list compares all ballast records on which a user has a right.
func (h truth) list(s *index.Snapshot, user string, right graph.Right) string {
	question := fmt.Sprintf("list(%q, %v, %s): ", user, right, ballastEntity)
	want, err := h.oracle.List(user, right, ballastEntity)
	if err != nil {
		return question + err.Error()
	}
	set, err := s.Records(user, right, ballastEntity)
	if err != nil {
		return question + err.Error()
	}
	may, left := map[string]bool{}, len(want)
	for _, id := range want {
		may[id] = true
	}
	for _, class := range h.ballast {
		if may[sampleID(int(class))] {
			left++
		}
	}
	if set.Len() != left {
		return fmt.Sprintf("%swant %d, got %d", question, left, set.Len())
	}
	met := make([]bool, len(h.ballast))
	for id := range set.All() {
		i, ok := h.number(graph.RecordRef(ballastEntity, id))
		switch {
		case !ok && !may[id], ok && !may[sampleID(int(h.ballast[i]))], ok && met[i]:
			return question + "got " + id
		case ok:
			met[i] = true
		}
		left--
	}
	if left != 0 {
		return fmt.Sprintf("%s%d of %d are missing", question, left, set.Len())
	}
	return ""
}

// sourceOf puts the objects that changes put.
func sourceOf(changes []graph.Change) graph.Source {
	return func(ctx context.Context, b *graph.Builder) error {
		objects := make([]graph.Object, len(changes))
		for i, change := range changes {
			objects[i] = change.Subject()
		}
		return source(objects)(ctx, b)
	}
}
