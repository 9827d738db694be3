package generate

import (
	"errors"
	"fmt"
	"math"

	"github.com/accessindex/ambit/graph"
)

// Config says how large an organisation is.
type Config struct {
	BusinessUnits int // 1 or more
	Users         int // 1 or more
	Teams         int
	Records       int // all of the entity account
	Shares        int // at most Records × (Users + Teams)
	Seed          uint64
}

// Default is an organisation of that many records, with the other sizes in proportion.
func Default(records int) Config {
	return Config{
		BusinessUnits: max(records/2000, 5),
		Users:         max(records/200, 10),
		Teams:         max(records/1000, 3),
		Records:       records,
		Shares:        records / 20,
	}
}

// Validate is nil for sizes that an organisation can have, and otherwise names each that it cannot
// have with graph.ErrInvalid.
func (c Config) Validate() error {
	var wrong []error
	within := func(what string, n, least int, most int64) {
		if n < least || int64(n) > most {
			wrong = append(wrong, fmt.Errorf("%w: %d %s: want %d to %d", graph.ErrInvalid, n, what, least, most))
		}
	}
	within("business units", c.BusinessUnits, 1, math.MaxInt32)
	within("users", c.Users, 1, math.MaxInt32)
	within("teams", c.Teams, 0, math.MaxInt32)
	within("records", c.Records, 0, math.MaxInt32)
	if wrong == nil {
		most := min(int64(c.Users)+int64(c.Teams), math.MaxInt32) * int64(c.Records)
		within("shares", c.Shares, 0, min(most, math.MaxInt32))
	}
	return errors.Join(wrong...)
}
