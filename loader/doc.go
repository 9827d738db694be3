// Package loader reads organisations and changes from text and writes organisations back.
//
// [Reader] is the way in: it reads org streams, one JSON object a line, and CSV files that are named
// after their kinds, out of files, directories and standard input, compressed or not, and fills a
// [graph.Builder] from all processors at once. It is strict, since a typo must not lose a grant:
// whatever is not in FORMAT.md is refused with its file, line, object, field and value
// ([ParseErrors]). [Changes] reads the batches of an apply file, and [AppendChange] writes a line of one.
//
// [Dump] is the way out, in canonical form, and [DumpCSV] writes the same as CSV: reading either again
// gives an equal organisation.
//
// What stands here is syntax: package graph decides whether the facts agree with one another.
package loader
