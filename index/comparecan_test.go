package index_test

import (
	"fmt"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/indextest"
)

// canQuestions is how many of each operation check a comparison asks.
const canQuestions = 25

// can compares random operation checks, some about what is not there or malformed.
func (c *comparison) can() string {
	for range canQuestions {
		user, entity := c.orNot(pick(c, c.users)), c.orNot(c.odd(pick(c, c.entities)))
		owner, unit, ref, other := c.principal(), c.unit(), c.anyRecord(), c.anyRecord()
		if c.IntN(2) == 0 {
			owner = graph.Principal{}
		}
		some, others := graph.Rights(c.Uint32()), graph.Rights(c.Uint32())
		rights := some & others & graph.AllRights
		if c.IntN(20) == 0 {
			rights |= 8
		}
		task, offline := c.orNot(pick(c, c.ids(graph.KindTask))), c.IntN(2) == 0
		about := entity
		if c.IntN(3) == 0 {
			about = ""
		}
		for _, text := range []string{
			c.canCreate(user, entity, owner, unit), c.canOwn(c.principal(), entity), c.canAssign(user, ref, c.principal()),
			c.canShare(user, ref, c.principal(), rights), c.canLink(user, ref, other), c.canDoTask(user, task, about, offline),
		} {
			if text != "" {
				return text
			}
		}
	}
	return ""
}

// The functions below ask one question of both sides.

func (c *comparison) canCreate(user, entity string, owner graph.Principal, unit string) string {
	want, wantErr := c.oracle.CanCreate(user, entity, owner, unit)
	got, err := c.snap.CanCreate(user, entity, owner, unit)
	return sameAnswer(fmt.Sprintf("can-create(%q, %q, %v, %q)", user, entity, owner, unit), want, wantErr, got, err)
}

func (c *comparison) canOwn(p graph.Principal, entity string) string {
	want, wantErr := c.oracle.CanOwn(p, entity)
	got, err := c.snap.CanOwn(p, entity)
	return sameAnswer(fmt.Sprintf("can-own(%v, %q)", p, entity), want, wantErr, got, err)
}

func (c *comparison) canAssign(user string, ref graph.Ref, owner graph.Principal) string {
	want, wantErr := c.oracle.CanAssign(user, ref, owner)
	got, err := c.snap.CanAssign(user, ref, owner)
	return sameAnswer(fmt.Sprintf("can-assign(%q, %v, %v)", user, ref, owner), want, wantErr, got, err)
}

func (c *comparison) canShare(user string, ref graph.Ref, p graph.Principal, rights graph.Rights) string {
	want, wantErr := c.oracle.CanShare(user, ref, p, rights)
	got, err := c.snap.CanShare(user, ref, p, rights)
	return sameAnswer(fmt.Sprintf("can-share(%q, %v, %v, %v)", user, ref, p, rights), want, wantErr, got, err)
}

func (c *comparison) canLink(user string, child, parent graph.Ref) string {
	want, wantErr := c.oracle.CanLink(user, child, parent)
	got, err := c.snap.CanLink(user, child, parent)
	return sameAnswer(fmt.Sprintf("can-link(%q, %v, %v)", user, child, parent), want, wantErr, got, err)
}

func (c *comparison) canDoTask(user, task, entity string, offline bool) string {
	question := fmt.Sprintf("can-do-task(%q, %q, %q, %t)", user, task, entity, offline)
	want, wantErr := c.oracle.CanDoTask(user, task, entity, offline)
	got, missing, err := c.snap.CanDoTask(user, task, entity, offline)
	if (err != nil || got == index.Allow) && len(missing) > 0 {
		return fmt.Sprintf("%s: %v, %v, and yet missing %q", question, got, err, missing)
	}
	return sameAnswer(question, want, wantErr, got, err)
}

// sameAnswer says how an answer and its error differ from the oracle's.
func sameAnswer(question string, want bool, wantErr error, got index.Decision, err error) string {
	if text := indextest.Disagreement(wantErr, err); text != "" {
		return question + ": " + text
	}
	if bool(got) != want {
		return fmt.Sprintf("%s: want %t, got %v, %v", question, want, got, err)
	}
	return ""
}

// orNot is the id, or now and then one that is not there or malformed.
func (c *comparison) orNot(id string) string {
	switch c.IntN(40) {
	case 0:
		return "not there"
	case 1:
		return "a\tb"
	}
	return id
}

func (c *comparison) anyRecord() graph.Ref {
	ref := pick(c, c.records)
	return graph.RecordRef(c.orNot(c.odd(ref.Entity)), c.orNot(ref.ID))
}

func (c *comparison) unit() string {
	if c.IntN(2) == 0 {
		return ""
	}
	return c.orNot(pick(c, c.ids(graph.KindBusinessUnit)))
}

// principal is a user, a team, the organization, or none of these.
func (c *comparison) principal() graph.Principal {
	switch c.IntN(10) {
	case 0:
		return graph.Organization
	case 1:
		return pick(c, []graph.Principal{{}, {Kind: 9, ID: "x"}, {Kind: graph.OrganizationPrincipal, ID: "x"}})
	case 2, 3, 4:
		return graph.TeamRef(c.orNot(pick(c, c.ids(graph.KindTeam))))
	case 5: // an undeclared default team (5.2)
		return graph.TeamRef(pick(c, c.ids(graph.KindBusinessUnit)))
	}
	return graph.UserRef(c.orNot(pick(c, c.users)))
}

// ids are those of the objects of a kind.
func (c *comparison) ids(kind graph.Kind) (ids []string) {
	for object := range c.snap.Objects(kind) {
		switch o := object.(type) {
		case graph.BusinessUnit:
			ids = append(ids, o.ID)
		case graph.Team:
			ids = append(ids, o.ID)
		case graph.Task:
			ids = append(ids, o.Name)
		}
	}
	return ids
}
