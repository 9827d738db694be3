package store

import (
	"encoding/binary"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// directory is what a look at the files tells before Badger sees them.
type directory struct {
	exists  bool // there is a store
	crashed bool // it was not closed
	mark    mark
	marked  bool
}

// inspect tells whether there is a store in the directory, and refuses one that is not ours: Badger would
// write into a directory of other files, and delete tables that its manifest does not name.
func inspect(dir string) (directory, error) {
	var d directory
	files, err := os.ReadDir(dir)
	if os.IsNotExist(err) {
		return d, nil
	}
	if err != nil {
		if info, failed := os.Stat(dir); failed == nil && !info.IsDir() {
			return d, fmt.Errorf("%w: %s is a file", ErrFormat, dir)
		}
		return d, fmt.Errorf("store: %w", err)
	}
	if d.mark, d.marked, err = readMark(dir); err != nil {
		return d, fmt.Errorf("%w: %s", err, dir)
	}
	var foreign string
	for _, file := range files {
		switch name := file.Name(); {
		case name == manifestName:
			d.exists = true
		case name == beforeName:
			d.crashed = true
		case strings.HasSuffix(name, ".mem"):
			d.crashed = true
		case strings.HasSuffix(name, ".vlog"):
			d.crashed = d.crashed || isEmpty(file)
		case !unfinished(name):
			foreign = name
		}
	}
	switch {
	case d.exists:
		return d, checkManifestOwner(dir)
	case d.marked:
		return d, fmt.Errorf("%w: %s: file %s is missing", ErrCorrupt, dir, manifestName)
	case foreign != "":
		return d, fmt.Errorf("%w: %s is not empty, it holds %s", ErrFormat, dir, foreign)
	}
	return d, nil
}

// unfinished reports whether a file may be what a process left behind that died while it created a store.
func unfinished(name string) bool {
	switch name {
	case markName, markName + ".new", lockName, discardName, beforeName + ".new", "MANIFEST-REWRITE", "KEYREGISTRY", "REWRITE-KEYREGISTRY":
		return true
	}
	return false
}

func isEmpty(file fs.DirEntry) bool {
	info, err := file.Info()
	return err == nil && info.Size() == 0
}

// checkManifestOwner refuses a manifest of Badger that does not bear our magic.
func checkManifestOwner(dir string) error {
	f, err := os.Open(filepath.Join(dir, manifestName))
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	defer f.Close()
	var head [8]byte
	n, _ := f.ReadAt(head[:], 0)
	if n == len(head) && string(head[:4]) == "Bdgr" && binary.BigEndian.Uint16(head[4:]) == badgerMagic {
		return nil
	}
	if _, marked, _ := readMark(dir); marked {
		return fmt.Errorf("%w: %s: file %s", ErrCorrupt, dir, manifestName)
	}
	return fmt.Errorf("%w: %s is a directory of another program", ErrFormat, dir)
}
