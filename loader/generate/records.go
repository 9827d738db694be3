package generate

import (
	"encoding/hex"
	"math/rand/v2"

	"github.com/accessindex/ambit/graph"
)

// entity is that of all records.
const entity = "account"

// records have random users as owners, one in five a random team.
func records(c Config, yield func(graph.Object) bool) {
	random := c.stream(recordStream)
	for n := range c.Records {
		record := graph.Record{Entity: entity, ID: recordID(c.Seed, n)}
		if c.Teams > 0 && random.oneIn(5) {
			record.Owner = graph.TeamRef(teamID(random.below(c.Teams)))
		} else {
			record.Owner = graph.UserRef(userID(random.below(c.Users)))
		}
		if !yield(record) {
			return
		}
	}
}

// recordID is a GUID of version 4 in canonical lower case, made out of the record's number.
func recordID(seed uint64, n int) string {
	random := rand.NewPCG(^seed, uint64(n)) // apart from the streams of the same seed
	high, low := random.Uint64(), random.Uint64()
	var b [16]byte
	for i := range 8 {
		b[i] = byte(high >> (8 * i))
		b[i+8] = byte(low >> (8 * i))
	}
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	var text [36]byte
	hex.Encode(text[0:8], b[0:4])
	hex.Encode(text[9:13], b[4:6])
	hex.Encode(text[14:18], b[6:8])
	hex.Encode(text[19:23], b[8:10])
	hex.Encode(text[24:36], b[10:16])
	text[8], text[13], text[18], text[23] = '-', '-', '-', '-'
	return string(text[:])
}

// shareRights are the rights that shares give.
var shareRights = []graph.Rights{
	graph.RightsOf(graph.Read),
	graph.RightsOf(graph.Read),
	graph.RightsOf(graph.Read, graph.Write),
	graph.RightsOf(graph.Read, graph.Write, graph.Append, graph.AppendTo),
	graph.RightsOf(graph.Read, graph.Write, graph.Share),
}

// shares go through the records in a random order, as often as it takes, and give each of them
// another principal every time: a team in two out of five.
func shares(c Config, yield func(graph.Object) bool) {
	random := c.stream(shareStream)
	if c.Shares == 0 {
		return
	}
	records := uint64(c.Records)
	start, stride := uint64(random.below(c.Records)), 1+uint64(random.below(c.Records))
	for divisor(stride, records) != 1 {
		stride++
	}
	for n := range uint64(c.Shares) {
		record := int((start + n%records*stride) % records)
		if !yield(graph.RecordShare{
			Record:    graph.RecordRef(entity, recordID(c.Seed, record)),
			Principal: grantee(c, record, int(n/records)),
			Rights:    shareRights[random.below(len(shareRights))],
		}) {
			return
		}
	}
}

// grantee is the principal of a record's share with that number.
func grantee(c Config, record, number int) graph.Principal {
	random := numbers{*rand.NewPCG(^c.Seed, 1<<63|uint64(record))}
	user, team := random.below(c.Users), random.below(c.Teams)
	users, teams := 0, 0 // how many came before
	for {
		toTeam := (random.below(5) < 2 || users == c.Users) && teams < c.Teams
		switch {
		case users+teams < number && toTeam:
			teams++
		case users+teams < number:
			users++
		case toTeam:
			return graph.TeamRef(teamID((team + teams) % c.Teams))
		default:
			return graph.UserRef(userID((user + users) % c.Users))
		}
	}
}

// divisor is the greatest common divisor.
func divisor(a, b uint64) uint64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
