package store

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/table"
)

// beforeName is the manifest as it was before tables were merged, kept until it is certain that nothing was lost.
const beforeName = "MANIFEST-BEFORE"

// errMerge is why merged tables are not used.
var errMerge = errors.New("a merge of tables lost some")

// merge merges the tables of a closed store. Badger takes a table that it could not write for one without keys,
// and then removes what it was made of. The old tables are therefore held, and the old manifest is kept beside
// the new one, until all keys have been seen in the new tables; otherwise the next Open goes back to the old ones.
func merge(dir string, o *Options) (err error) {
	manifest, err := os.ReadFile(filepath.Join(dir, manifestName))
	if err == nil {
		err = replaceFile(dir, beforeName, manifest)
	}
	if err != nil {
		return err
	}
	// With a bound of one table Badger merges all that overlap; not before it is told to.
	db, err := openBadger(badgerOptions(dir, o).WithNumLevelZeroTables(1).WithNumCompactors(0))
	if err != nil {
		return err
	}
	old := db.NewTransaction(false)
	held := old.NewIterator(badger.IteratorOptions{})
	err = db.Flatten(1)
	if err == nil && !sameKeys(db, held) {
		err = errMerge
	}
	if err == nil {
		err = errors.Join(os.Remove(filepath.Join(dir, beforeName)), syncDir(dir))
	}
	if err != nil {
		// Held for good, the old tables stay.
		return errors.Join(err, db.Close(), undoMerge(dir, o))
	}
	held.Close()
	old.Discard()
	return db.Close()
}

// sameKeys compares what an iterator walks with what is there now.
func sameKeys(db *engine, before *badger.Iterator) bool {
	txn := db.NewTransaction(false)
	defer txn.Discard()
	now := txn.NewIterator(badger.IteratorOptions{})
	defer now.Close()
	before.Rewind()
	for now.Rewind(); now.Valid() && before.Valid(); now.Next() {
		a, b := now.Item(), before.Item()
		if !bytes.Equal(a.Key(), b.Key()) || a.Version() != b.Version() || a.ValueSize() != b.ValueSize() {
			return false
		}
		before.Next()
	}
	return !now.Valid() && !before.Valid()
}

// undoMerge goes back to the tables before a merge that was not seen to the end, if they are all there. If not,
// they are being removed, for it was.
func undoMerge(dir string, o *Options) error {
	name := filepath.Join(dir, beforeName)
	f, err := os.Open(name)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	manifest, _, err := badger.ReplayManifestFile(f, badgerMagic, badgerOptions(dir, o))
	if err = errors.Join(err, f.Close()); err != nil && ofSystem(err) {
		return fmt.Errorf("store: %w", err)
	}
	whole := err == nil
	for id := range manifest.Tables {
		if err := checkTable(table.NewFilename(id, dir)); err != nil && ofSystem(err) {
			return fmt.Errorf("store: %w", err)
		} else if err != nil {
			whole = false
		}
	}
	if whole {
		err = os.Rename(name, filepath.Join(dir, manifestName))
	} else {
		err = os.Remove(name)
	}
	if err = errors.Join(err, syncDir(dir)); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	return nil
}
