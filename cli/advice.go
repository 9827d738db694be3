package cli

import (
	"errors"
	"io/fs"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/loader"
)

// absentError is a question to an index that is not there.
type absentError struct {
	dir string
	err error
}

func (e *absentError) Error() string { return "there is no index in " + e.dir }
func (e *absentError) Unwrap() error { return e.err }

// refusedError is a load that was refused. The index is as it was.
type refusedError struct{ err error }

func (e *refusedError) Error() string { return "nothing was loaded:\n" + e.err.Error() }
func (e *refusedError) Unwrap() error { return e.err }

// scenarioError is scenarios that could not be run.
type scenarioError struct{ err error }

func (e *scenarioError) Error() string { return e.err.Error() }
func (e *scenarioError) Unwrap() error { return e.err }

// entityError is a question about a task that takes an entity, without one.
type entityError struct{ err error }

func (e *entityError) Error() string { return e.err.Error() }
func (e *entityError) Unwrap() error { return e.err }

// advice says what to do after an error, empty where the error says it.
func advice(err error) string {
	var wrong *usageError
	var unapplied *unappliedError
	var behind *behindError
	var absent *absentError
	var refused *refusedError
	var scenario *scenarioError
	var entity *entityError
	var unrestored *unrestoredError
	var backup *index.BackupError
	var lines *loader.ParseErrors
	switch {
	case errors.As(err, &wrong) && wrong.command != "":
		return "see: ambit " + wrong.command + " --help"
	case errors.As(err, &wrong):
		return "see: ambit --help"
	case errors.As(err, &unapplied):
		return unapplied.advice()
	case errors.As(err, &behind):
		return "ask again once the change is in the index, and check that --db names the right one"
	case errors.Is(err, errInterrupted):
		return "the index is as it was"
	case errors.As(err, &absent):
		return "name another directory with --db or AMBIT_DB, or make one: ambit --db " + absent.dir + " load SOURCE"
	case errors.Is(err, index.ErrLocked):
		return "wait for the program that has it open, or stop it"
	case errors.As(err, &backup) && errors.Is(err, index.ErrFormat):
		return "name a backup, or use the version of ambit that wrote it"
	case errors.As(err, &backup):
		return "take another backup"
	case errors.Is(err, index.ErrFormat):
		return "name the directory of an index with --db, or use the version of ambit that wrote it"
	case errors.Is(err, index.ErrCorrupt):
		return "restore a backup, or load the organisation, into another directory with --db"
	case errors.Is(err, index.ErrFull):
		return "make room on the disk and try again; the index is as it was"
	case errors.Is(err, index.ErrPageExpired):
		return "begin again, without --page"
	case errors.As(err, &scenario) && errors.As(err, &lines):
		return "correct the scenario; its form is in index/scenario/FORMAT.md"
	case errors.As(err, &lines):
		return "correct the source and load again; the index is as it was"
	case errors.As(err, &refused) && errors.Is(err, fs.ErrNotExist):
		return "check the name of the source; the index is as it was"
	case errors.As(err, &refused):
		return "the index is as it was"
	case errors.As(err, &unrestored) && errors.Is(err, fs.ErrNotExist):
		return "check the name of the backup; the index is as it was"
	case errors.As(err, &unrestored):
		return "the index is as it was"
	case errors.As(err, &entity):
		return "name one with --entity"
	case errors.Is(err, fs.ErrNotExist):
		return "check the name of the file or directory"
	case errors.Is(err, graph.ErrOwnership):
		return "name an owner for what users and teams own, a business unit for what units own, and neither otherwise"
	case errors.Is(err, graph.ErrRecordUnit):
		return "leave --business-unit out, or let the settings say ownership_across_business_units"
	case errors.Is(err, graph.ErrUnknown):
		return "check the name, and that --db names the right index"
	}
	return ""
}
