// Package index answers who may do what to which record, after the record security model of
// Dataverse. It is the one import that a program needs: the vocabulary of package graph is here under
// the same names.
//
// A [Snapshot] is one revision of the organisation. It is immutable and free to keep, any number of
// goroutines may ask it, and all its answers are those of that revision:
//
//   - [Snapshot.Check] says whether a user has a right on a record, [Snapshot.Rights] which of the
//     eight, and [Snapshot.CheckMany] answers many questions at once;
//   - [Snapshot.Records] is the set of records on which a user has a right, to be counted, walked,
//     paged through, or intersected with candidates;
//   - [Snapshot.Users] is the set of users who have a right on a record, [Snapshot.UsersMany] for many
//     records at once;
//   - [Snapshot.Explain] says why a user has a right on a record, by every path that grants it, or at
//     which stage it is denied and what is the least that would change it;
//   - [Snapshot.CanCreate], [Snapshot.CanOwn], [Snapshot.CanAssign], [Snapshot.CanShare],
//     [Snapshot.CanLink] and [Snapshot.CanDoTask] are for what takes more than one right;
//   - [Snapshot.User] finds a user once, for many checks of the same one;
//   - [Snapshot.Try] is the snapshot that would be after some changes, and [Diff] who gains and who loses
//     what between two snapshots.
//
// An [Index] has the snapshot of the last write. [Index.Apply] changes it by a batch of facts and verbs,
// [Index.Load] by a whole organisation; both are durable when they return a revision. [Index.SnapshotAt]
// waits for a revision, and [Index.Watch] yields what each one changed. [Index.Backup] writes it to a stream,
// of which [Restore] makes an index and [OpenBackup] a snapshot.
//
// Nothing is denied by silence: a question about a user, record, entity or right that is not there
// answers no and [ErrUnknown], a malformed id no and [ErrInvalid].
//
// Questions lock nothing. Check reads the record's row, its holding, and the user's plan: what the
// user's roles say for the entity, worked out when first asked. Records unites sets of ordinals, one a
// holding, which changes keep up to date, and unions of these a unit and a subtree, which questions
// build and snapshots share. Neither is made of the other. Users goes from the record to those who
// reach it, clause by clause, and asks neither. In the source each clause of the rules
// has a file: gate.go is rule 3.2, free.go 4.1 and 4.4, scope.go 3.6, own.go 3.5, shared.go 3.7,
// hierarchy.go section 8; the files named who… are the same clauses the other way.
package index
