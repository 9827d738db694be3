package indextest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
)

type objects = []graph.Object

func put(stated ...graph.Object) []graph.Change {
	var batch []graph.Change
	for _, object := range stated {
		batch = append(batch, graph.PutObject{Object: object})
	}
	return batch
}

func remove(stated ...graph.Object) []graph.Change {
	var batch []graph.Change
	for _, object := range stated {
		batch = append(batch, graph.DeleteObject{Object: object})
	}
	return batch
}

func then(batches ...[]graph.Change) []graph.Change {
	var all []graph.Change
	for _, batch := range batches {
		all = append(all, batch...)
	}
	return all
}

// matrixMode are the settings of section 17 in matrix mode, with overrides on.
func matrixMode() graph.Settings {
	settings := graph.DefaultSettings()
	settings.HierarchyModel = graph.ManagerHierarchy
	settings.OwnershipAcrossBusinessUnits = true
	settings.RoleDepthOverrides = true
	return settings
}

const administrator = "627090ff-40a3-4053-8790-584edc5be201"

func depths(privilege string, depth graph.Depth) map[string]graph.Depth {
	return map[string]graph.Depth{privilege: depth}
}

// Each batch, applied to the organisation of section 17, is accepted or refused for every one of the reasons given.
func TestChanges(t *testing.T) {
	off := graph.BusinessUnit{ID: "off", Parent: "south", Disabled: true}
	for name, row := range map[string]struct {
		batch []graph.Change
		want  []error
	}{
		"5.1 second root":         {put(graph.BusinessUnit{ID: "x"}), []error{graph.ErrRootBusinessUnit}},
		"5.1 disabled root":       {put(graph.BusinessUnit{ID: "root", Disabled: true}), []error{graph.ErrRootBusinessUnit}},
		"5.1 renamed root":        {put(graph.BusinessUnit{ID: "root", Name: "top"}), nil},
		"5.1 root above the root": {put(graph.BusinessUnit{ID: "top"}, graph.BusinessUnit{ID: "root", Parent: "top"}), []error{graph.ErrRootBusinessUnit}},
		"5.1 passing by":          {put(graph.BusinessUnit{ID: "x"}, graph.BusinessUnit{ID: "x", Parent: "root"}), nil},
		"2.2 cycle":               {put(graph.BusinessUnit{ID: "north", Parent: "oslo"}), []error{graph.ErrCycle}},
		"5.7 root":                {remove(graph.BusinessUnit{ID: "root"}), []error{graph.ErrRootBusinessUnit}},
		"5.7 enabled":             {remove(graph.BusinessUnit{ID: "south"}), []error{graph.ErrNotDisabled}},
		"5.7 not empty":           {then(put(graph.BusinessUnit{ID: "south", Parent: "root", Disabled: true}), remove(graph.BusinessUnit{ID: "south"})), []error{graph.ErrNotEmpty}},
		"5.7 owns records":        {then(put(off, graph.Record{Entity: "account", ID: "x", Owner: graph.TeamRef("off")}), remove(off)), []error{graph.ErrOwnsRecords}},
		"5.7 unit above disabled": {then(put(off, graph.BusinessUnit{ID: "leaf", Parent: "off"}), remove(graph.BusinessUnit{ID: "leaf"})), nil},
		"5.7 system role":         {then(put(off, graph.Role{ID: "x", BusinessUnit: "off", Template: administrator}), remove(off)), []error{graph.ErrSystemRole}},
		"15.4 put again":          {then(put(off, graph.User{ID: "x", BusinessUnit: "off"}), remove(off), put(off)), nil},
		"15.4 unit moved later":   {then(put(off, graph.User{ID: "x", BusinessUnit: "off"}), remove(off), put(graph.User{ID: "x"})), nil},

		"6.3 other base unit in classic mode": {put(graph.RoleAssignment{Role: "lead", Principal: graph.UserRef("ben"), BusinessUnit: "oslo"}), []error{graph.ErrRoleUnit}},
		"6.3 holder's base unit":              {put(graph.RoleAssignment{Role: "lead", Principal: graph.UserRef("ben"), BusinessUnit: "north"}), nil},
		"6.3 other base unit in matrix mode":  {put(matrixMode(), graph.RoleAssignment{Role: "lead", Principal: graph.UserRef("ben"), BusinessUnit: "oslo"}), nil},
		"6.3 delete by the holder's unit":     {remove(graph.RoleAssignment{Role: "lead", Principal: graph.UserRef("ben"), BusinessUnit: "north"}), nil},
		"6.3 delete in matrix mode":           {then(put(matrixMode()), remove(graph.RoleAssignment{Role: "lead", Principal: graph.UserRef("ben"), BusinessUnit: "north"})), []error{graph.ErrUnknown}},
		"6.4 access team":                     {put(graph.RoleAssignment{Role: "lead", Principal: graph.TeamRef("desk")}), []error{graph.ErrAccessTeamRole}},
		"6.4 organization":                    {put(graph.RoleAssignment{Role: "lead", Principal: graph.Organization}), []error{graph.ErrInvalid}},
		"6.5 no instance":                     {put(graph.Role{ID: "lead", BusinessUnit: "south"}), []error{graph.ErrRoleUnit}},
		"6.5 moved away":                      {put(graph.Role{ID: "lead", BusinessUnit: "north"}, graph.User{ID: "ben", BusinessUnit: "south", Manager: "ada"}), []error{graph.ErrRoleUnit}},
		"6.6 overrides off":                   {put(graph.Role{ID: "lead", Overrides: []graph.Override{{BusinessUnit: "oslo", Privilege: "prvReadAccount", Depth: graph.Deep}}}), []error{graph.ErrDepthNotAllowed}},
		"6.6 no instance":                     {put(matrixMode(), graph.Role{ID: "x", BusinessUnit: "south", Overrides: []graph.Override{{BusinessUnit: "oslo", Privilege: "prvReadAccount", Depth: graph.Deep}}}), []error{graph.ErrRoleUnit}},
		"6.7 put again":                       {then(put(graph.Role{ID: "x", Template: administrator}, graph.Role{ID: "x", Name: "x", BusinessUnit: "root", Template: administrator})), nil},
		"6.7 replaced":                        {put(graph.Role{ID: "x", Template: administrator}, graph.Role{ID: "x"}), []error{graph.ErrSystemRole}},
		"6.7 deleted":                         {then(put(graph.Role{ID: "x", Template: administrator}), remove(graph.Role{ID: "x"})), []error{graph.ErrSystemRole}},

		"4.1 depth":             {put(graph.Role{ID: "x", Privileges: depths("prvreadPRODUCT", graph.Deep)}), []error{graph.ErrDepthNotAllowed}},
		"4.1 assign":            {put(graph.Role{ID: "x", Privileges: depths("prvAssignProduct", graph.Global)}), []error{graph.ErrDepthNotAllowed}},
		"4.1 shared privilege":  {put(graph.Entity{Name: "fax", Privilege: "Product"}, graph.Role{ID: "x", Privileges: depths("prvAssignProduct", graph.Deep)}), nil},
		"4.1 no longer shared":  {then(put(graph.Entity{Name: "fax", Privilege: "Product"}, graph.Role{ID: "x", Privileges: depths("prvAssignProduct", graph.Deep)}), remove(graph.Entity{Name: "FAX"})), []error{graph.ErrDepthNotAllowed}},
		"2.6 declared":          {put(graph.Privilege{Name: "PRVREADACCOUNT", Depths: []graph.Depth{graph.Local, graph.Basic, graph.Deep}}), nil},
		"2.6 not declared":      {put(graph.Privilege{Name: "PRVREADACCOUNT", Depths: []graph.Depth{graph.Basic, graph.Global}}), []error{graph.ErrDepthNotAllowed}},
		"4.7 task privilege":    {put(graph.Role{ID: "x", Privileges: depths("prvGoOffline", graph.Basic)}), nil},
		"1.16 spelled the same": {put(graph.Entity{Name: "ToDo"}, graph.Entity{Name: "do"}), []error{graph.ErrDuplicate}},
		"1.16 two spellings":    {put(graph.Role{ID: "x", Privileges: map[string]graph.Depth{"prvA": graph.Basic, "prva": graph.Basic}}), []error{graph.ErrDuplicate}},
		"14.2 entity privilege": {put(graph.Role{ID: "x", Profile: true, Privileges: depths("prvReadAccount", graph.Global)}), []error{graph.ErrDepthNotAllowed}},
		"14.2 two profiles":     {put(graph.Role{ID: "x", Profile: true}, graph.Role{ID: "y", Profile: true}, graph.RoleAssignment{Role: "x", Principal: graph.UserRef("ada")}, graph.RoleAssignment{Role: "y", Principal: graph.UserRef("ada")}), []error{graph.ErrDuplicate}},

		"7.5 delete":           {remove(graph.Team{ID: "north"}), []error{graph.ErrDefaultTeam}},
		"7.5 member":           {put(graph.Member{Team: "north", User: "ada"}), []error{graph.ErrDefaultTeam}},
		"7.5 member before":    {put(graph.Member{Team: "west", User: "ada"}, graph.BusinessUnit{ID: "west", Parent: "root"}), []error{graph.ErrDefaultTeam}},
		"7.5 id of a unit":     {put(graph.Team{ID: "north", BusinessUnit: "north"}), []error{graph.ErrDuplicate}},
		"7.5 declared":         {put(graph.Team{ID: "north", BusinessUnit: "north", Default: true}), nil},
		"7.5 of another unit":  {put(graph.Team{ID: "north", BusinessUnit: "oslo", Default: true}), []error{graph.ErrDuplicate}},
		"7.5 second":           {put(graph.Team{ID: "x", BusinessUnit: "oslo", Default: true}, graph.Team{ID: "y", BusinessUnit: "oslo", Default: true}), []error{graph.ErrDuplicate}},
		"7.5 undeclared":       {put(graph.Team{ID: "x", BusinessUnit: "oslo", Default: true}, graph.Team{ID: "x", BusinessUnit: "oslo"}), []error{graph.ErrDefaultTeam}},
		"7.5 access":           {put(graph.Team{ID: "x", BusinessUnit: "oslo", Default: true, Type: graph.AccessTeam}), []error{graph.ErrDefaultTeam}},
		"5.2 owner goes":       {put(graph.Team{ID: "x", BusinessUnit: "root", Default: true}), []error{graph.ErrUnknown}}, // a6 is owned by team:root
		"7.6 owner to access":  {put(graph.Team{ID: "deals", BusinessUnit: "south", Type: graph.AccessTeam}), []error{graph.ErrAccessTeamOwns, graph.ErrAccessTeamRole}},
		"7.6 access to owner":  {put(graph.Team{ID: "desk", BusinessUnit: "root"}), []error{graph.ErrTeamType}},
		"7.11 owns records":    {remove(graph.User{ID: "cy"}), []error{graph.ErrOwnsRecords}},
		"7.11 owner replaced":  {then(remove(graph.User{ID: "ada"}), put(graph.Record{Entity: "task", ID: "t1", Owner: graph.UserRef("ben")})), nil},
		"8.10 managers":        {put(graph.User{ID: "ada", Manager: "cy"}), []error{graph.ErrCycle}},
		"8.10 positions":       {put(graph.Position{ID: "p", Parent: "q"}, graph.Position{ID: "q", Parent: "p"}), []error{graph.ErrCycle}},
		"15.4 position in use": {then(put(graph.Position{ID: "p"}, graph.User{ID: "ada", Position: "p"}), remove(graph.Position{ID: "p"})), []error{graph.ErrNotEmpty}},
		"2.1 depth of zero":    {put(graph.Settings{}), []error{graph.ErrInvalid}},

		"4.2 no owner":               {put(graph.Record{Entity: "account", ID: "x"}), []error{graph.ErrOwnership}},
		"4.1 owner":                  {put(graph.Record{Entity: "product", ID: "x", Owner: graph.UserRef("ada")}), []error{graph.ErrOwnership}},
		"7.7 access team":            {put(graph.Record{Entity: "account", ID: "x", Owner: graph.TeamRef("desk")}), []error{graph.ErrAccessTeamOwns}},
		"13.1 other unit":            {put(graph.Record{Entity: "account", ID: "x", Owner: graph.UserRef("cy"), BusinessUnit: "south"}), []error{graph.ErrRecordUnit}},
		"13.1 owner's unit":          {put(graph.Record{Entity: "account", ID: "x", Owner: graph.UserRef("cy"), BusinessUnit: "oslo"}), nil},
		"13.1 after each change":     {put(graph.Record{Entity: "account", ID: "x", Owner: graph.UserRef("cy"), BusinessUnit: "oslo"}, graph.User{ID: "cy", BusinessUnit: "north"}), nil},
		"13.1 not before the change": {put(graph.Record{Entity: "account", ID: "x", Owner: graph.UserRef("cy"), BusinessUnit: "north"}, graph.User{ID: "cy", BusinessUnit: "north"}), nil},
		"13.5 own unit cleared":      {put(matrixMode(), graph.Record{Entity: "account", ID: "x", Owner: graph.UserRef("cy"), BusinessUnit: "south"}, graph.DefaultSettings()), nil},
		"13.5 base unit":             {put(matrixMode(), graph.RoleAssignment{Role: "lead", Principal: graph.UserRef("ben"), BusinessUnit: "oslo"}, graph.DefaultSettings()), []error{graph.ErrRoleUnit}},
		"4.3 no unit":                {put(graph.Entity{Name: "desk", Ownership: graph.BusinessOwned}, graph.Record{Entity: "desk", ID: "x"}), []error{graph.ErrOwnership}},
		"4.3 default":                {put(graph.Entity{Name: "SystemUser", Ownership: graph.BusinessOwned}, graph.Record{Entity: "systemuser", ID: "ada"}), nil},
		"4.3 default of nothing":     {put(graph.Entity{Name: "SystemUser", Ownership: graph.BusinessOwned}, graph.Record{Entity: "systemuser", ID: "zoe"}), []error{graph.ErrOwnership}},
		"15 ownership fixed":         {put(graph.Entity{Name: "Account", Ownership: graph.BusinessOwned}), []error{graph.ErrOwnership}},
		"15.4 entity in use":         {remove(graph.Entity{Name: "Account"}), []error{graph.ErrNotEmpty}},
		"11.8 not shareable":         {put(graph.RecordShare{Record: ref("product:p1"), Principal: graph.Organization, Rights: 1}), []error{graph.ErrNotShareable}},
		"2.8 no relationship":        {put(graph.Record{Entity: "account", ID: "a1", Owner: graph.UserRef("cy"), Lookups: map[string]graph.Ref{"parent": ref("account:a2")}}), []error{graph.ErrUnknown}},
		"15.4 deleted absent":        {remove(graph.Record{Entity: "account", ID: "a9"}), []error{graph.ErrUnknown}},
		"15.2 settings stay":         {remove(graph.Settings{}), []error{graph.ErrInvalid}},
	} {
		t.Run(name, func(t *testing.T) {
			err := worked(t).Apply(row.batch)
			if len(row.want) == 0 {
				require.NoError(t, err)
			}
			for _, want := range row.want {
				require.ErrorIs(t, err, want)
			}
		})
	}
}

// 12.8, 12.9: links that cascade form no circle, and inherited entries need a lookup to their origin.
func TestLinks(t *testing.T) {
	account := func(id, parent string) graph.Record {
		return graph.Record{Entity: "account", ID: id, Owner: graph.UserRef("cy"), Lookups: map[string]graph.Ref{"parent": ref("account:" + parent)}}
	}
	link := graph.Relationship{Child: "account", Lookup: "parent", Parent: "Account"}
	cascading := link
	cascading.Reparent = graph.CascadeActive
	circle := put(account("a1", "a2"), account("a2", "a1"))
	require.NoError(t, worked(t, link).Apply(circle))
	require.ErrorIs(t, worked(t, cascading).Apply(circle), graph.ErrCycle)
	require.ErrorIs(t, worked(t, cascading).Apply(put(account("a1", "a1"))), graph.ErrCycle)

	share := graph.RecordShare{
		Record: ref("account:a1"), Principal: graph.UserRef("dee"),
		Inherited: []graph.InheritedShare{{Rights: 1}, {Origin: ref("account:a2"), Rights: 2}},
	}
	o := worked(t, link, account("a1", "a2"), share)
	require.ErrorIs(t, o.Apply(put(account("a1", "a3"))), graph.ErrStaleOrigin)
	require.ErrorIs(t, o.Apply(remove(link)), graph.ErrNotEmpty) // 15.4
	require.ErrorIs(t, o.Apply(remove(graph.Entity{Name: "account"})), graph.ErrNotEmpty)
}

// 15.3: malformed objects are reported with whatever else is wrong before them.
func TestMalformed(t *testing.T) {
	for _, object := range (objects{
		graph.User{}, graph.User{ID: "a\tb"}, graph.Team{ID: "x"}, graph.Entity{Name: "a:b"}, graph.Entity{Name: "a", Ownership: 9},
		graph.RecordShare{Record: ref("account:a1")}, graph.RecordShare{Record: ref("account:a1"), Principal: graph.Organization, Rights: 8},
		graph.Privilege{Name: "x", Depths: []graph.Depth{graph.None}}, nil,
	}) {
		require.ErrorIs(t, worked(t).Apply(put(object)), graph.ErrInvalid, "%v", object)
	}
	err := worked(t).Apply(then(remove(graph.User{ID: "zoe"}), put(graph.User{})))
	require.ErrorIs(t, err, graph.ErrUnknown)
	require.ErrorIs(t, err, graph.ErrInvalid)
}

// 5.7: what goes with a unit.
func TestDeleteUnit(t *testing.T) {
	off := graph.BusinessUnit{ID: "off", Parent: "root", Disabled: true}
	o := worked(t, matrixMode(), off,
		graph.Entity{Name: "equipment", Ownership: graph.BusinessOwned},
		graph.Record{Entity: "equipment", ID: "e1", BusinessUnit: "off"},
		graph.Role{ID: "local", BusinessUnit: "off", Privileges: depths("prvReadAccount", graph.Local)},
		graph.RoleAssignment{Role: "local", Principal: graph.UserRef("ada"), BusinessUnit: "off"},
		graph.RoleAssignment{Role: "lead", Principal: graph.UserRef("ben"), BusinessUnit: "off"},
		graph.RoleAssignment{Role: "seller", Principal: graph.TeamRef("off")},
		graph.Role{ID: "raised", Overrides: []graph.Override{
			{BusinessUnit: "off", Privilege: "prvReadAccount", Depth: graph.Deep},
			{BusinessUnit: "oslo", Privilege: "prvReadAccount", Depth: graph.Deep},
		}},
		graph.RecordShare{Record: ref("account:a1"), Principal: graph.TeamRef("off"), Rights: 1})
	want := worked(t, matrixMode(), graph.Entity{Name: "equipment", Ownership: graph.BusinessOwned},
		graph.Role{ID: "raised", Overrides: []graph.Override{{BusinessUnit: "oslo", Privilege: "prvReadAccount", Depth: graph.Deep}}})
	require.NoError(t, o.Apply(remove(off)))
	require.Equal(t, want.Objects(), o.Objects())
}

// 11.10, 12.3: deleting a record clears the lookups to it, and cuts what was inherited along them.
func TestDeleteRecordCuts(t *testing.T) {
	child := func(id, parent string) graph.Record {
		return graph.Record{Entity: "account", ID: id, Owner: graph.UserRef("cy"), Lookups: map[string]graph.Ref{"parent": ref("account:" + parent)}}
	}
	share := func(record, origin string, explicit, inherited graph.Rights) graph.RecordShare {
		return graph.RecordShare{
			Record: ref(record), Principal: graph.UserRef("dee"), Rights: explicit,
			Inherited: []graph.InheritedShare{{Origin: ref(origin), Rights: inherited}},
		}
	}
	o := worked(t,
		graph.Relationship{Child: "account", Lookup: "parent", Parent: "account", Share: graph.CascadeAll},
		child("top", "a1"), child("mid", "top"), child("low", "mid"), child("end", "low"),
		graph.RecordShare{Record: ref("account:top"), Principal: graph.UserRef("dee"), Rights: 3},
		share("account:mid", "account:top", 1, 3),
		share("account:low", "account:mid", 0, 3),
		share("account:end", "account:low", 2, 2))
	require.NoError(t, o.Apply(remove(graph.Record{Entity: "ACCOUNT", ID: "top"})))
	objects := o.Objects()
	require.Contains(t, objects, graph.Record{Entity: "account", ID: "mid", Owner: graph.UserRef("cy")})
	require.Contains(t, objects, graph.RecordShare{Record: ref("account:mid"), Principal: graph.UserRef("dee"), Rights: 1})
	require.Contains(t, objects, share("account:low", "account:mid", 0, 1))
	require.Contains(t, objects, graph.RecordShare{Record: ref("account:end"), Principal: graph.UserRef("dee"), Rights: 2})
}

// 12.2: what the owner of a parent inherits is given back only as far as that owner still owns it.
func TestCutKeepsTheOwnersPart(t *testing.T) {
	link := graph.Relationship{Child: "account", Lookup: "parent", Parent: "account", Reparent: graph.CascadeAll}
	other := graph.Relationship{Child: "account", Lookup: "other", Parent: "account"}
	o := worked(t, link, other,
		graph.Record{Entity: "account", ID: "a2", Owner: graph.UserRef("eve"), Lookups: map[string]graph.Ref{"parent": ref("account:a3"), "other": ref("account:a5")}},
		graph.RecordShare{
			Record: ref("account:a2"), Principal: graph.UserRef("ben"),
			Inherited: []graph.InheritedShare{{Origin: ref("account:a3"), Rights: graph.FullRights}, {Origin: ref("account:a5"), Rights: 1}},
		})
	require.NoError(t, o.Apply(remove(graph.Record{Entity: "account", ID: "a5"})))
	require.Contains(t, o.Objects(), graph.RecordShare{
		Record: ref("account:a2"), Principal: graph.UserRef("ben"),
		Inherited: []graph.InheritedShare{{Origin: ref("account:a3"), Rights: graph.FullRights}},
	})
}
