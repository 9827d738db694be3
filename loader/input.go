package loader

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/accessindex/ambit/graph"
)

// input is one file, or standard input where the path is empty.
type input struct {
	name string // as errors show it
	path string
	size int64 // in bytes, -1 where it is not known
}

// find lists the files of the given paths. A directory stands for its files in the order of their
// names, without those whose name starts with a dot.
func find(paths []string) ([]input, error) {
	var inputs []input
	for _, path := range paths {
		if path == "-" {
			inputs = append(inputs, input{name: "stdin", size: -1})
			continue
		}
		info, err := os.Stat(path)
		if err != nil {
			return nil, err
		}
		if !info.IsDir() {
			inputs = append(inputs, fileInput(path, info))
			continue
		}
		within, err := directory(path)
		if err != nil {
			return nil, err
		}
		inputs = append(inputs, within...)
	}
	return inputs, nil
}

func directory(path string) ([]input, error) {
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, err
	}
	var inputs []input
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), ".") {
			continue
		}
		within := filepath.Join(path, entry.Name())
		info, err := os.Stat(within)
		if err != nil {
			return nil, err
		}
		if info.IsDir() {
			return nil, fmt.Errorf("%w: %s is a directory within a directory: %s", graph.ErrInvalid, within, expected)
		}
		inputs = append(inputs, fileInput(within, info))
	}
	if len(inputs) == 0 {
		return nil, fmt.Errorf("%w: there is no file in %s: %s", graph.ErrInvalid, path, expected)
	}
	return inputs, nil
}

func fileInput(path string, info os.FileInfo) input {
	size := info.Size()
	if !info.Mode().IsRegular() {
		size = -1
	}
	return input{name: path, path: path, size: size}
}
