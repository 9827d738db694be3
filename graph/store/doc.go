// Package store keeps an immutable [graph.State] durable in a directory, in Badger.
//
// Three kinds of key are on disk: the root, which names the pages of the State at one revision; the
// pages, written once and never changed; and the log, one entry for each batch of changes since, and before
// as far as Options.KeepBytes says. A batch is durable when [Store.Append] returns. [Store.Checkpoint]
// writes the pages that differ from those of the root and switches the root in one transaction, so a
// process that dies leaves the old State or the new one, never a mixture. [Open] reads the pages that the
// root names and sets the facts of the later log entries; no rule runs. [Store.Log] walks the log. [WriteBackup]
// writes a State to a stream, and [Restore] makes it that of a store.
//
// FORMAT.md beside this file describes every byte. The package knows no rule and no set, and is the only
// one that imports Badger.
//
// # Caveats
//
// One process writes; several may read at once if all open the directory with Options.ReadOnly (on
// Windows a reader, too, has the directory for itself). Badger maps its files into memory, where a full
// disk shows as a fatal fault rather than an error, so each write first asks the file system for room
// and returns [ErrFull] when there is too little; a quota that the file system does not report is not
// seen this way. Other failures of the system are errors, after most of which the store is to be opened again;
// but Badger, while it is opened, ends the process where it cannot list the directory, or open or map the file
// DISCARD; the store has done so itself just before. After a crash Badger takes the first damaged byte of its write-ahead file for the end of
// it. A store therefore remembers, in the file AMBIT, a revision that it is known to have reached, and
// refuses to open below it; damage to entries after that revision and before the next [Store.Close]
// looks like a crash before they were written.
package store
