package loader

import (
	"fmt"

	"github.com/accessindex/ambit/graph"
)

// transfer reads the fields of transfer, which takes a user or a team.
func (d *decoder) transfer() graph.Change {
	var user, team, unit string
	var aUser, aTeam bool
	d.members(func(key []byte) bool {
		switch string(key) {
		case "user":
			user, aUser = d.reference(), true
		case "team":
			team, aTeam = d.reference(), true
		case "business_unit":
			unit = d.reference()
		default:
			return false
		}
		return true
	}, "business_unit")
	switch {
	case !d.one("user", aUser, "team", aTeam, team):
		return nil
	case aUser:
		return graph.TransferUser{User: user, BusinessUnit: unit}
	}
	return graph.TransferTeam{Team: team, BusinessUnit: unit}
}

// flagging reads the fields of enable and disable, which take a user or a business unit.
func (d *decoder) flagging(ofUser, ofUnit func(id string) graph.Change) graph.Change {
	var user, unit string
	var aUser, aUnit bool
	d.members(func(key []byte) bool {
		switch string(key) {
		case "user":
			user, aUser = d.reference(), true
		case "business_unit":
			unit, aUnit = d.reference(), true
		default:
			return false
		}
		return true
	})
	switch {
	case !d.one("user", aUser, "business_unit", aUnit, unit):
		return nil
	case aUser:
		return ofUser(user)
	}
	return ofUnit(unit)
}

// one reports whether just one of two fields was there, and refuses the line otherwise. The value is
// that of the second field.
func (d *decoder) one(first string, isFirst bool, second string, isSecond bool, value string) bool {
	switch {
	case d.err != nil:
	case isFirst && isSecond:
		d.refuse(second, value, fmt.Errorf("%w: give %s or %s, not both", graph.ErrInvalid, first, second))
	case !isFirst && !isSecond:
		d.refuse(first, "", fmt.Errorf("%w: %s or %s is required", graph.ErrInvalid, first, second))
	}
	return isFirst != isSecond
}
