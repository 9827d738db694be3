// Package graph holds the facts of an organisation and the rules that a change to them must keep.
//
// The vocabulary comes first: [Right], [Depth], [Principal], [Ref] and one struct for each kind of
// object ([BusinessUnit], [User], [Team], [Role], [Record], [Share] and so on), with [PutObject] and
// [DeleteObject] as the changes that state and remove them. [State] is all facts at one revision: it is
// immutable, and [State.Apply] is the pure step from one State to the next. [Builder] makes a State
// out of a whole organisation.
//
// The access rules are in RULES.md beside this file; numbers such as 3.5a refer to them. The package
// knows neither sets nor files: package index answers questions from a State, and graph/store
// keeps one on disk.
package graph
