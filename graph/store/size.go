package store

import (
	"io/fs"
	"os"
	"strings"
)

// Size is how many bytes of disk the directory takes, in blocks where the system tells them. It shrinks
// when the store is closed.
func (st *Store) Size() (int64, error) {
	if err := st.use(); err != nil {
		return 0, err
	}
	defer st.calls.Done()
	return diskUseOf(st.dir), nil
}

// diskUseOf is how many bytes of disk the files of a directory take, in blocks where the system tells them.
func diskUseOf(dir string) int64 {
	var size int64
	for _, info := range filesOf(dir, "") {
		size += diskUse(info)
	}
	return size
}

// filesOf lists the files whose name ends so. One that vanishes meanwhile is left out.
func filesOf(dir, suffix string) []fs.FileInfo {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil
	}
	var files []fs.FileInfo
	for _, each := range entries {
		if info, err := each.Info(); err == nil && info.Mode().IsRegular() && strings.HasSuffix(each.Name(), suffix) {
			files = append(files, info)
		}
	}
	return files
}
