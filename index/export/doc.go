// Package export writes out who may reach what: for a right and an entity, the records of every user,
// or of some, as rows of CSV or lines of JSON.
//
// [Write] writes to an io.Writer. [File] writes a file, which appears under its name when it is
// complete and never before. Both go through the users by id in byte order and through the records of
// a user in the order of index.RecordSet.All, so that equal snapshots give equal bytes. The lists are worked
// out and put into text by as many goroutines as there are processors, in pieces of some thousand rows:
// the memory taken does not grow with the number of users or of rows.
package export
