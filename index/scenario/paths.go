package scenario

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// extension is that of the names of scenario files.
const extension = ".scenario"

// Paths is the scenario files that arguments name: files as they are, whatever they are called, and for
// a directory all *.scenario in it and below, by name. What is not there is an error of package os, a
// directory without scenarios is fs.ErrNotExist.
func Paths(args []string) ([]string, error) {
	var paths []string
	for _, arg := range args {
		info, err := os.Stat(arg)
		if err != nil {
			return nil, fmt.Errorf("finding scenarios: %w", err)
		}
		if !info.IsDir() {
			paths = append(paths, arg)
			continue
		}
		before := len(paths)
		if err := filepath.WalkDir(arg, func(path string, entry fs.DirEntry, err error) error {
			if err == nil && !entry.IsDir() && strings.HasSuffix(path, extension) {
				paths = append(paths, path)
			}
			return err
		}); err != nil {
			return nil, fmt.Errorf("finding scenarios: %w", err)
		}
		if len(paths) == before {
			return nil, fmt.Errorf("finding scenarios: no *%s in %s: %w", extension, arg, fs.ErrNotExist)
		}
	}
	return paths, nil
}
