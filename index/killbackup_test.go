//go:build unix

package index_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/index"
)

// saved checks the backups that were made since the last check, and removes them: each that was done is there,
// whole, and what is there under the name of a backup is one.
func (k *killing) saved(history []past) (problem string) {
	first := k.revision - index.Revision(len(history)-1)
	for number, d := range k.deeds {
		if d.Kind != backupDeed {
			continue
		}
		revision, text, err := k.backup(d.file(k.backups()), first, history)
		switch {
		case !d.done && errors.Is(err, fs.ErrNotExist): // killed before it was whole
		case err != nil:
			k.lost++
			problem = fmt.Sprintf("backup %d: %v", number, err)
		case !d.begun, d.done && revision != d.revision:
			k.wrong++
			problem = fmt.Sprintf("backup %d is of revision %d, not of %d", number, revision, d.revision)
		case text != "":
			k.torn++
			problem = fmt.Sprintf("backup %d: %s", number, text)
		}
		if problem != "" {
			return problem
		}
	}
	files, err := os.ReadDir(k.backups())
	require.NoError(k, err)
	for _, file := range files {
		require.True(k, strings.HasSuffix(file.Name(), ".ambit") || strings.HasSuffix(file.Name(), ".tmp"), file.Name())
		require.NoError(k, os.Remove(filepath.Join(k.backups(), file.Name())))
	}
	return ""
}

// backup reads one, now and then by restoring it, and compares it with what was at its revision: what it says is
// how they differ.
func (k *killing) backup(path string, first index.Revision, history []past) (revision index.Revision, problem string, err error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return 0, "", err
	}
	k.restored++
	s, err := index.OpenBackup(k.Context(), bytes.NewReader(content))
	if err != nil {
		return 0, "", err
	}
	if revision = s.Revision(); revision < first || revision > k.revision {
		return revision, fmt.Sprintf("revision %d is not of %d to %d", revision, first, k.revision), nil
	}
	was := history[revision-first]
	if problem = was.facts(s); problem != "" || !k.wholly() {
		return revision, problem, nil
	}
	dir := filepath.Join(k.dir, "restored")
	if _, err = index.Restore(k.Context(), dir, bytes.NewReader(content)); err != nil {
		return revision, "", err
	}
	defer func() { require.NoError(k, os.RemoveAll(dir)) }()
	ix, err := index.Open(dir, nil)
	if err != nil {
		return revision, "", err
	}
	defer func() { require.NoError(k, ix.Close()) }()
	problem = was.facts(ix.Snapshot()) + was.answers(ix.Snapshot(), k.Rand)
	if ix.Revision() != revision {
		problem += fmt.Sprintf("restored as revision %d", ix.Revision())
	}
	return revision, problem, nil
}
