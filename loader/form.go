package loader

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/accessindex/ambit/graph"
)

// form is the CSV form of a kind of object: what its file is called and what its columns are.
type form struct {
	name     string     // of the file, without .csv
	kind     graph.Kind // of the object that a row is, or is a part of
	part     bool       // a row is but a part of an object
	columns  []string   // in the order in which they are written
	required []string
}

// forms are all CSV files of an organisation, the kinds in the order of graph.Kinds. The records have a
// column lookup.NAME for each lookup besides.
var forms = []form{
	{"settings", graph.KindSettings, true, []string{"name", "value"}, []string{"name", "value"}},
	{"entities", graph.KindEntity, false, []string{"name", "ownership", "privilege", "hierarchy_excluded"}, []string{"name"}},
	{"business_units", graph.KindBusinessUnit, false, []string{"id", "name", "parent", "disabled"}, []string{"id"}},
	{"positions", graph.KindPosition, false, []string{"id", "name", "parent"}, []string{"id"}},
	{"users", graph.KindUser, false, []string{"id", "name", "business_unit", "manager", "position", "disabled"}, []string{"id"}},
	{"teams", graph.KindTeam, false, []string{"id", "name", "business_unit", "type", "default"}, []string{"id", "business_unit"}},
	{"members", graph.KindMember, false, []string{"team", "user"}, []string{"team", "user"}},
	{"privileges", graph.KindPrivilege, false, []string{"name", "id", "depths"}, []string{"name"}},
	{"roles", graph.KindRole, false, []string{"id", "name", "business_unit", "member_inheritance", "profile", "template"}, []string{"id"}},
	{"role_privileges", graph.KindRole, true, []string{"role", "privilege", "depth"}, []string{"role", "privilege", "depth"}},
	{"role_overrides", graph.KindRole, true, []string{"role", "business_unit", "privilege", "depth"}, []string{"role", "business_unit", "privilege", "depth"}},
	{"role_assignments", graph.KindRoleAssignment, false, []string{"role", "principal", "business_unit"}, []string{"role", "principal"}},
	{"records", graph.KindRecord, false, []string{"entity", "id", "owner", "business_unit", "inactive"}, []string{"entity", "id"}},
	{"relationships", graph.KindRelationship, false, []string{"child", "lookup", "parent", "assign", "share", "unshare", "reparent"}, []string{"child", "lookup", "parent"}},
	{"shares", graph.KindShare, false, []string{"record", "principal", "rights"}, []string{"record", "principal"}},
	{"inherited_shares", graph.KindShare, true, []string{"record", "principal", "origin", "rights"}, []string{"record", "principal", "rights"}},
	{"tasks", graph.KindTask, false, []string{"name", "title", "requires", "offline"}, []string{"name", "requires"}},
}

// ofEntity starts the name of a file that holds the records of one entity.
const ofEntity = "records-"

// formOf is the form that a file's name tells, without regard to case: USERS.CSV.gz holds users. In
// records-ENTITY.csv the entity is told as well. There is no form where the name does not end in .csv,
// and where it fits none, which is ErrInvalid.
func formOf(path string) (f *form, entity string, err error) {
	name, csv := tableName(path)
	if !csv {
		return nil, "", nil
	}
	folded := strings.ToLower(name)
	if strings.HasPrefix(folded, ofEntity) {
		entity = name[len(ofEntity):]
		if err := graph.CheckEntityName(entity); err != nil {
			return nil, "", err
		}
		folded = "records"
	}
	for i := range forms {
		if forms[i].name == folded {
			return &forms[i], entity, nil
		}
	}
	names := make([]string, len(forms))
	for i := range forms {
		names[i] = forms[i].name + ".csv"
	}
	return nil, "", fmt.Errorf("%w: no kind is called %q: expected one of %s, or records-ENTITY.csv",
		graph.ErrInvalid, clip(name), strings.Join(names, ", "))
}

// tableName is the name of a CSV file without .csv and what it is compressed with.
func tableName(path string) (name string, csv bool) {
	name = filepath.Base(path)
	for _, packed := range []string{".gz", ".zst"} {
		name, _ = cutSuffix(name, packed)
	}
	return cutSuffix(name, ".csv")
}

// cutSuffix cuts off an extension, without regard to case.
func cutSuffix(name, extension string) (string, bool) {
	if start := len(name) - len(extension); start >= 0 && strings.EqualFold(name[start:], extension) {
		return name[:start], true
	}
	return name, false
}
