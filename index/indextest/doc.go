// Package indextest holds the oracle: the access rules of graph/RULES.md over plain Go maps, slow and
// obvious, against which everything faster is tested.
//
// An [Oracle] takes the same objects and changes as the index and answers the same questions. It
// shares only the vocabulary of package graph with what it judges, never its rules: facts live
// in maps, whatever follows from them is worked out anew, and every † of the rules is one function
// of choices.go. [Oracle.Hits] counts the branches of the rules that were taken, of [Branches], so
// that a test can show that its organisations reach all of them. [Worked] is the organisation of
// rule section 17.
package indextest
