package graph

import (
	"encoding/binary"
	"encoding/json"
	"strings"
)

// section decodes a page by the section that it is of.
func (d *pageDecoder) section(section string) any {
	first, part, _ := strings.Cut(section, "/")
	switch first {
	case sectionSettings:
		return decodeJSON[settingsPage](d, d.all())
	case sectionUsers, sectionTeams:
		return d.keys()
	case sectionPrincipals:
		return rowsOf(d, (*pageDecoder).principal)
	case sectionMembers:
		return rowsOf(d, (*pageDecoder).pair)
	case sectionAssignments:
		return rowsOf(d, (*pageDecoder).assignment)
	case sectionLookups:
		return rowsOf(d, (*pageDecoder).number)
	case sectionRecords:
		_, part, _ = strings.Cut(part, "/")
		switch "/" + part {
		case partKeys:
			return d.keys()
		case partRows:
			return rowsOf(d, (*pageDecoder).number)
		case partHoldings:
			return rowsOf(d, (*pageDecoder).holding)
		case partShares:
			return rowsOf(d, (*pageDecoder).share)
		}
	}
	if "/"+part == partKeys {
		return d.keys()
	}
	switch first {
	case sectionUnits:
		return factsOf[BusinessUnit](d)
	case sectionPositions:
		return factsOf[Position](d)
	case sectionRoles:
		return factsOf[Role](d)
	case sectionPrivileges:
		return factsOf[privilegePage](d)
	case sectionEntities:
		return factsOf[Entity](d)
	case sectionRelations:
		return factsOf[Relationship](d)
	case sectionTasks:
		return factsOf[Task](d)
	}
	d.failed = true
	return nil
}

// pageDecoder takes values from the front of a page.
type pageDecoder struct {
	rest   []byte
	failed bool
}

// take is the next bytes, zeros where the page has not as many.
func (d *pageDecoder) take(size int) []byte {
	if size < 0 || size > len(d.rest) {
		d.failed = true
		d.rest = nil
		return make([]byte, min(max(size, 0), 16))
	}
	taken := d.rest[:size]
	d.rest = d.rest[size:]
	return taken
}

func (d *pageDecoder) all() []byte { return d.take(len(d.rest)) }

func (d *pageDecoder) uvarint() uint64 {
	value, size := binary.Uvarint(d.rest)
	if size <= 0 {
		d.failed = true
		d.rest = nil
		return 0
	}
	d.rest = d.rest[size:]
	return value
}

// text is bytes after their length.
func (d *pageDecoder) text() []byte {
	size := d.uvarint()
	if size > uint64(len(d.rest)) {
		d.failed = true
		return nil
	}
	return d.take(int(size))
}

func (d *pageDecoder) number() uint32 { return binary.LittleEndian.Uint32(d.take(4)) }

func (d *pageDecoder) pair() pair { return pair{d.number(), d.number()} }

func (d *pageDecoder) assignment() assignment {
	return assignment{PrincipalNumber(d.number()), RoleNumber(d.number()), UnitNumber(d.number())}
}

func (d *pageDecoder) holding() Holding {
	return Holding{PrincipalNumber(d.number()), UnitNumber(d.number())}
}

func (d *pageDecoder) share() shareEntry {
	return shareEntry{
		ordinal: Ordinal(d.number()), principal: PrincipalNumber(d.number()), origin: Ordinal(d.number()),
		source: binary.LittleEndian.Uint16(d.take(2)), rights: packedRights(d.take(1)[0]),
	}
}

func (d *pageDecoder) principal() *principal {
	switch form := d.take(1)[0]; form {
	case pageNoPrincipal:
		return nil
	case pageOrganization:
		return &principal{kind: OrganizationPrincipal}
	case pageUser:
		return &principal{kind: UserPrincipal, user: decodeJSON[User](d, d.text())}
	case pageTeam, pageImpliedTeam:
		return &principal{kind: TeamPrincipal, team: decodeJSON[Team](d, d.text()), implied: form == pageImpliedTeam}
	}
	d.failed = true
	return nil
}

func (d *pageDecoder) keys() *keyPage {
	page := &keyPage{}
	for len(d.rest) > 0 && !d.failed {
		slot := uint32(len(page.slots))
		if slot == pageRows {
			d.failed = true
			break
		}
		page.slots = append(page.slots, keySlot{})
		switch length := d.uvarint(); {
		case length == 0:
		case length == 1:
			copy(page.slots[slot][:], d.take(16))
			page.guids[slot/64] |= 1 << (slot % 64)
		case length-2 > 3*MaxID+2: // the key of a relationship is three names
			d.failed = true
		default:
			page.put(slot, string(d.take(int(length-2))))
		}
	}
	return page
}

// rowsOf is all rows of a page.
func rowsOf[T any](d *pageDecoder, row func(*pageDecoder) T) []T {
	rows := make([]T, 0, min(len(d.rest), pageRows))
	for len(d.rest) > 0 && !d.failed {
		if len(rows) == pageRows {
			d.failed = true
			break
		}
		rows = append(rows, row(d))
	}
	return rows
}

// factsOf is the objects of a page, nil where there is none.
func factsOf[T any](d *pageDecoder) []*T {
	return rowsOf(d, func(d *pageDecoder) *T {
		text := d.text()
		if len(text) == 0 {
			return nil
		}
		fact := decodeJSON[T](d, text)
		return &fact
	})
}

func decodeJSON[T any](d *pageDecoder, text []byte) T {
	var fact T
	if err := json.Unmarshal(text, &fact); err != nil {
		d.failed = true
	}
	return fact
}
