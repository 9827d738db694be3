package store

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/accessindex/ambit/graph"
)

// Names of files in the directory that the store looks at.
const (
	markName     = "AMBIT"
	manifestName = "MANIFEST"
	lockName     = "LOCK"
)

// mark is what the file AMBIT says: the format of the directory, and a revision that it has reached for
// certain. Badger takes some damage for the end of what was written; a store below its mark is damaged.
type mark struct {
	format   uint32
	revision graph.Revision
}

// readMark reads the mark, false where there is none. A malformed one is ErrCorrupt, a newer ErrFormat.
func readMark(dir string) (mark, bool, error) {
	text, err := os.ReadFile(filepath.Join(dir, markName))
	if os.IsNotExist(err) {
		return mark{}, false, nil
	}
	if err != nil {
		return mark{}, false, fmt.Errorf("store: %w", err)
	}
	m, err := parseMark(text)
	if err != nil {
		return mark{}, false, err
	}
	if m.format > FormatVersion {
		return mark{}, false, fmt.Errorf("%w: format %d, this program reads %d", ErrFormat, m.format, FormatVersion)
	}
	return m, true, nil
}

// String is the one line of the file; the checksum covers what stands before it.
func (m mark) String() string {
	text := fmt.Sprintf("ambit store format %d revision %d", m.format, m.revision)
	return fmt.Sprintf("%s checksum %08x\n", text, checksum(nil, []byte(text)))
}

func parseMark(text []byte) (mark, error) {
	var m mark
	var sum uint32
	_, err := fmt.Sscanf(string(text), "ambit store format %d revision %d checksum %x\n", &m.format, &m.revision, &sum)
	if err != nil || m.String() != string(text) {
		return mark{}, fmt.Errorf("%w: file %s", ErrCorrupt, markName)
	}
	return m, nil
}

// writeMark replaces the mark durably.
func writeMark(dir string, revision graph.Revision) error {
	if err := replaceFile(dir, markName, []byte(mark{FormatVersion, revision}.String())); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	return nil
}

// replaceFile writes a file of the directory, durably and as a whole.
func replaceFile(dir, name string, content []byte) error {
	path := filepath.Join(dir, name)
	f, err := os.Create(path + ".new")
	if err == nil {
		_, err = f.Write(content)
		if err == nil {
			err = f.Sync()
		}
		if closing := f.Close(); err == nil {
			err = closing
		}
	}
	if err == nil {
		err = os.Rename(path+".new", path)
	}
	if err == nil {
		err = syncDir(dir)
	}
	return err
}

// syncDir makes a rename durable where directories can be synced.
func syncDir(dir string) error {
	if !sharedReaders { // Windows
		return nil
	}
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = f.Sync()
	if closing := f.Close(); err == nil {
		err = closing
	}
	return err
}
