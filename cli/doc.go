// Package cli is the command ambit: flags in, calls of package index, text out.
//
// [Run] is one run of it. Every verb has a file of its own, whose name is the verb's, and the rest is
// what they share: arguments.go puts a command line in order, flags.go reads it, open.go opens the
// index, advice.go says what to do after an error.
//
// Data goes to standard output and everything else to standard error. Nothing here decides access.
package cli
