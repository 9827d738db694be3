package cli

// demoSource is the file of the demo's organisation, and demoExport the one that it writes.
const (
	demoSource = "demo.ndjson"
	demoExport = "readers.csv"
)

// demoMap says who is who in the organisation, the head of each unit first.
const demoMap = `Velo sells bicycles and mends them. The index of this tour is gone when it ends.

  velo             ada; ivy audits, rex administers
  ├─ sales         bo
  │  ├─ north      ben
  │  │  ├─ oslo    cy, fay; eve has left
  │  │  └─ malmo   gro, jan, kim
  │  └─ south      dee
  │     ├─ lyon    gus, lea; jon starts next week
  │     ├─ turin   nia, tom, ugo
  │     └─ ghent   pim, wim; the shop is closed
  ├─ service       sam
  │  ├─ workshop   hal, max, uma, yan
  │  └─ helpdesk   joy, lou, pat, tia
  └─ finance       vic, eli, ora
`

const demoEnd = `
In a clone, go on with: ambit load testdata/orgs/demo.ndjson
With an organisation of your own: ambit load SOURCE. The format is in loader/FORMAT.md, the rules whose
numbers stand in brackets are in graph/RULES.md, and the commands in: ambit --help
`

// demoStep is a command line of the demo.
type demoStep struct {
	why   string // somebody asks
	line  string // without the program and without values that hold blanks
	stdin string
	size  bool   // print how much it prints, instead of that
	file  string // is written, and its beginning is shown
	fails bool   // and is meant to
}

// demoGrant is the change of the demo.
const demoGrant = `{"op":"grant","record":"account:fjord-rentals","principal":"user:gus","rights":["Read"]}
`

// demoTour is the steps of the tour.
func demoTour() []demoStep {
	return []demoStep{
		{why: "Units, people, teams, roles, records and shares are lines of a file, of which a load takes all or nothing.",
			line: "load " + demoSource},
		{why: "Cy, who sells in Oslo, opens his customer Fjord Rentals: may he edit it?",
			line: "check --user cy --right Write --record account:fjord-rentals"},
		{why: "And may Gus, who has the same role in Lyon, so much as read it?",
			line: "check --user gus --right Read --record account:fjord-rentals"},
		{why: "Gus asks why not, and learns what stops him and the least that would help.",
			line: "explain --user gus --right Read --record account:fjord-rentals"},
		{why: "Cy means to share it with him: what would that change, and for whom? Nothing is applied yet.",
			line:  "apply --dry-run --quiet -",
			stdin: demoGrant},
		{why: "Gus would get all that hangs on the customer as well, and Dee, to whom he reports, the customer. Just so:",
			line:  "apply --quiet -",
			stdin: demoGrant},
		{why: "May Gus read it now?",
			line: "check --user gus --right Read --record account:fjord-rentals"},
		{why: "Why may Ben change it, who is not in Oslo and whose role writes in the unit north alone?",
			line: "explain --user ben --right Write --record account:fjord-rentals"},
		{why: "Why does Cy, none of whose roles reaches the help desk, see a case that Joy keeps there?",
			line: "explain --user cy --right Read --record incident:case-001"},
		{why: "Something about Fjord Rentals was changed by mistake: who could have done it?",
			line: "who --right Write --record account:fjord-rentals"},
		{why: "Cy's screen lists the customers he may see, a page at a time ...",
			line: "list --user cy --right Read --entity account --limit 5"},
		{why: "... and above them how many there are, for which it needs no list.",
			line: "list --user cy --right Read --entity account --count"},
		{why: "Which buttons shall it show him on a customer of his team, the key accounts?",
			line: "rights --user cy --record account:alpine-tours"},
		{why: "Does Jon, who has no role yet, see the customer that has been shared with him already?",
			line: "explain --user jon --right Read --record account:city-couriers"},
		{why: "Does Pim, whose shop is closed, still see the customers that he owns?",
			line: "explain --user pim --right Read --record account:canal-couriers"},
		{why: "Whoever is not there is denied too, and said to be unknown.",
			line: "check --user mallory --right Read --record account:fjord-rentals", fails: true},
		{why: "Eve has left, her customers have not: may Bo give one to Fay?",
			line: "can assign --user bo --record account:harbour-hire --owner user:fay"},
		{why: "And to Jon, who without a role can own none?",
			line: "can assign --user bo --record account:harbour-hire --owner user:jon"},
		{why: "May Cy let Gus delete his customer, which he may not do himself?",
			line: "can share --user cy --record account:fjord-rentals --principal user:gus --rights Delete"},
		{why: "May he enter a new one for his team?",
			line: "can create --user cy --entity account --owner team:key-accounts"},
		{why: "May Fay take her mail along on the train, and if not, which privilege does she lack?",
			line: "task --user fay --task go-offline --offline"},
		{why: "A service asks in bulk: a question a line, an answer a line.",
			line: "check --batch -",
			stdin: `{"user":"ada","right":"Read","record":"order:1001"}
{"user":"hal","right":"Write","record":"order:1001"}
{"user":"dee","right":"Create","entity":"order","owner":"user:gus"}
`},
		{why: "A search engine wants it all at once: who may read which account.",
			line: "export --right Read --entity account --out " + demoExport, file: demoExport},
		{why: "An auditor asks for proof: what the index derives from the facts is derived again and compared.",
			line: "verify"},
		{why: "And the organisation comes out again, in canonical form, with Cy's share in it.",
			line: "dump", size: true},
	}
}
