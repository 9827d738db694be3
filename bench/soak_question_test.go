package bench_test

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
)

func (r *reader) checks() error {
	for _, p := range r.pairs(256) {
		start := time.Now()
		d, err := r.snap.Check(p.user, index.Read, index.RecordRef("account", p.record))
		r.took("check", time.Since(start))
		if err != nil || bool(d) != p.allow {
			return fmt.Errorf("check: got %v, %v: %+v", d, err, p)
		}
		r.asked.Add(1)
	}
	return nil
}

func (r *reader) explains() error {
	for _, p := range r.pairs(16) {
		start := time.Now()
		x, err := r.snap.Explain(p.user, index.Read, index.RecordRef("account", p.record))
		r.took("explain", time.Since(start))
		if err != nil || bool(x.Decision) != p.allow || p.allow != (len(x.Paths) > 0) {
			return fmt.Errorf("explain: got %v, %v: %+v", x, err, p)
		}
		r.asked.Add(1)
	}
	return nil
}

// who asks for the users of a record, and looks for all of two divisions in the answer.
func (r *reader) who() error {
	record := ""
	may := map[string]bool{}
	r.at(func() {
		record = pickOf(r.Rand, r.away.records)
		for _, d := range []*division{r.home, r.away} {
			for _, user := range d.users {
				may[user] = d.may(user, r.away, record)
			}
		}
	})
	start := time.Now()
	set, err := r.snap.Users(index.Read, index.RecordRef("account", record))
	r.took("who", time.Since(start))
	if err != nil {
		return err
	}
	for user, want := range may {
		if set.Contains(user) != want {
			return fmt.Errorf("who(%s): %s: want %t", record, user, want)
		}
	}
	r.asked.Add(1)
	return nil
}

// counts asks for the list of a user of whom all records lie in the user's own division.
func (r *reader) counts() error {
	user, count := "", 0
	r.at(func() {
		for user = pickOf(r.Rand, r.home.users); r.home.depth[user] == graph.Global; {
			user = pickOf(r.Rand, r.home.users)
		}
		for _, record := range r.home.records {
			if r.home.may(user, r.home, record) {
				count++
			}
		}
	})
	start := time.Now()
	set, err := r.snap.Records(user, index.Read, "account")
	r.took("list", time.Since(start))
	if err != nil || set.Len() != count {
		return fmt.Errorf("list(%s): got %d, %v, want %d", user, set.Len(), err, count)
	}
	r.asked.Add(1)
	return nil
}

// pages walks through a list, each page in the newest snapshot: no record comes twice, and each is one that
// the user may read.
func (r *reader) pages() error {
	user := r.pairs(1)[0].user
	met := map[string]bool{}
	token := ""
	for range 1 + r.IntN(20) {
		r.snap = r.ix.Snapshot()
		start := time.Now()
		set, err := r.snap.Records(user, index.Read, "account")
		if err != nil {
			return err
		}
		ids, next, err := set.Page(token, 100)
		r.took("page", time.Since(start))
		if err != nil {
			return fmt.Errorf("page of %s: %w", user, err)
		}
		for _, id := range ids {
			d, err := r.snap.Check(user, index.Read, index.RecordRef("account", id))
			if err != nil || !bool(d) || met[id] {
				return fmt.Errorf("page of %s: %s: %v, %v, met before: %t", user, id, d, err, met[id])
			}
			met[id] = true
		}
		r.asked.Add(1)
		if token = next; token == "" {
			break
		}
	}
	return nil
}

// strangers asks what users of the divisions may do in the part, and the other way: nothing.
func (r *reader) strangers() error {
	p := r.pairs(1)[0]
	person := pickOf(r.Rand, r.part.users)
	entity := pickOf(r.Rand, partEntities).Name
	start := time.Now()
	rights, err := r.snap.Rights(person, index.RecordRef("account", p.record))
	r.took("rights", time.Since(start))
	if err != nil || rights != 0 {
		return fmt.Errorf("rights(%s, %s): got %v, %v", person, p.record, rights, err)
	}
	set, err := r.snap.Records(p.user, index.Read, entity)
	if err != nil || set.Len() != 0 {
		return fmt.Errorf("list(%s, %s): got %d, %v", p.user, entity, set.Len(), err)
	}
	r.asked.Add(2)
	return nil
}

// tries gives a record to somebody in a what-if. The new owner, if active, may read it there, the difference
// is about this record alone, and nobody else sees it.
func (r *reader) tries() error {
	var p pair
	owner, reads := "", false
	r.at(func() {
		owner, p.record = pickOf(r.Rand, r.away.users), pickOf(r.Rand, r.away.records)
		reads = r.away.may(owner, r.away, p.record)
		p.user, p.allow = owner, !r.away.offUser[owner]
		for at := r.away.unitOf["user:"+owner]; at != ""; at = r.away.parent[at] {
			p.allow = p.allow && !r.away.offUnit[at]
		}
	})
	ref := index.RecordRef("account", p.record)
	start := time.Now()
	tried, err := r.snap.Try(index.AssignRecord{Record: ref, Owner: index.UserRef(owner)})
	r.took("try", time.Since(start))
	if err != nil {
		return err
	}
	if d, err := tried.Check(owner, index.Read, ref); err != nil || bool(d) != p.allow {
		return fmt.Errorf("try: %s assigned to %s: got %v, %v, want %t", p.record, owner, d, err, p.allow)
	}
	start = time.Now()
	gained := false
	for change, err := range index.Diff(context.Background(), r.snap, tried) {
		if err != nil {
			return err
		}
		ids := slices.AppendSeq(slices.Collect(change.Gained.All()), change.Lost.All())
		if change.Entity != "account" || !slices.Equal(ids, []string{p.record}) {
			return fmt.Errorf("diff: %s assigned to %s: %s %v %s %v", p.record, owner, change.User, change.Right, change.Entity, ids)
		}
		gained = gained || change.User == owner && change.Right == index.Read && change.Gained.Len() == 1
	}
	r.took("diff", time.Since(start))
	if gained != (p.allow && !reads) {
		return fmt.Errorf("diff: %s assigned to %s: gained %t, might before %t, may now %t", p.record, owner, gained, reads, p.allow)
	}
	if d, err := r.snap.Check(owner, index.Read, ref); err != nil || bool(d) != reads {
		return fmt.Errorf("after try: %s of %s: got %v, %v, want %t", p.record, owner, d, err, reads)
	}
	r.asked.Add(2)
	return nil
}
