package indextest

// Shape says how large a random organisation may grow: each number is the greatest of its kind.
// A zero number stands for that of a small organisation.
type Shape struct {
	Units     int // business units, 3 or more
	Users     int // 4 or more
	Teams     int // declared teams, 2 or more
	Positions int
	Entities  int // 2 or more
	Roles     int // 3 or more
	Records   int // 10 or more
	Shares    int
}

// smallShape is what one comparison with the oracle walks through in milliseconds.
var smallShape = Shape{
	Units: 10, Users: 10, Teams: 8, Positions: 6, Entities: 6, Roles: 8, Records: 40, Shares: 30,
}

// filled replaces the zero numbers.
func (s Shape) filled() Shape {
	for _, number := range []struct{ mine, small *int }{
		{&s.Units, &smallShape.Units}, {&s.Users, &smallShape.Users}, {&s.Teams, &smallShape.Teams},
		{&s.Positions, &smallShape.Positions}, {&s.Entities, &smallShape.Entities}, {&s.Roles, &smallShape.Roles},
		{&s.Records, &smallShape.Records}, {&s.Shares, &smallShape.Shares},
	} {
		if *number.mine == 0 {
			*number.mine = *number.small
		}
	}
	return s
}
