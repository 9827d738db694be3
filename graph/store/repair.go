package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// repair removes files that keep Badger from opening, and undoes a merge of tables that did not end. The caller holds the directory for itself.
//
// A process that dies while it creates a write-ahead file or a value log leaves it empty, and Badger fails
// on an empty one. Value logs hold none of our values, and their statistics are of no use.
func repair(dir string, o *Options) error {
	if err := undoMerge(dir, o); err != nil {
		return err
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	for _, file := range files {
		name := file.Name()
		useless := name == discardName || strings.HasSuffix(name, ".vlog") ||
			strings.HasSuffix(name, ".mem") && isEmpty(file)
		if !useless {
			continue
		}
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			return fmt.Errorf("store: %w", err)
		}
	}
	return createDiscard(dir)
}

// createDiscard creates the file of Badger's statistics at its size. Where Badger cannot create it, it ends the
// process.
func createDiscard(dir string) error {
	f, err := os.Create(filepath.Join(dir, discardName))
	if err == nil {
		err = errors.Join(f.Truncate(discardSize), f.Close())
	}
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	return nil
}

// discardName and discardSize are those of the file of Badger's statistics.
const (
	discardName = "DISCARD"
	discardSize = 1 << 20
)
