// Package ambit_test holds the tests of the house as a whole.
package ambit_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "github.com/accessindex/ambit"

// mayImport is what the files of a folder may import of this module and of others. Tests may import all
// of this module, and what serves them is in forTests.
var mayImport = map[string][]string{
	"graph":           {"github.com/cespare/xxhash/v2"},
	"graph/store":     {"graph", "github.com/dgraph-io/badger/v4", "github.com/klauspost/compress"},
	"bitmap":          {"github.com/RoaringBitmap/roaring/v2"},
	"index":           {"graph", "graph/store", "bitmap"},
	"index/indextest": {"graph", "loader"},
	"index/export":    {"graph", "index"},
	"index/scenario":  {"graph", "index", "loader"},
	"loader":          {"graph", "github.com/go-json-experiment/json", "github.com/klauspost/compress"},
	"loader/generate": {"graph", "loader"},
	"bench":           {"graph", "loader", "loader/generate", "index"},
	"cli": {
		"graph", "loader", "loader/generate", "index", "index/export", "index/scenario", "bench",
		"github.com/urfave/cli/v2", "github.com/schollz/progressbar/v3", "golang.org/x/term",
		"github.com/go-json-experiment/json",
	},
	"cli/ambit": {"cli"},
}

// forTests is what tests alone may import.
var forTests = []string{"github.com/stretchr/testify/require"}

// Imports run in one direction, and each library is known to one folder or two: a new arrow is a decision,
// to be made here.
func TestImports(t *testing.T) {
	files := 0
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if name != "." && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata") {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") {
			return nil
		}
		files++
		checkImports(t, filepath.ToSlash(name))
		return nil
	})
	require.NoError(t, err)
	require.Greater(t, files, 100)
}

func checkImports(t *testing.T, name string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
	require.NoError(t, err)
	folder, isTest := path.Dir(name), strings.HasSuffix(name, "_test.go")
	allowed, known := mayImport[folder]
	if !known && !isTest {
		t.Errorf("%s: folder %s is new: say in this test what it may import", name, folder)
	}
	for _, each := range file.Imports {
		imported, err := strconv.Unquote(each.Path.Value)
		require.NoError(t, err)
		within, own := strings.CutPrefix(imported, module+"/")
		switch {
		case !own && !strings.Contains(strings.Split(imported, "/")[0], "."): // the standard library
			if imported == "C" {
				t.Errorf("%s: no cgo", name)
			}
		case isTest && (own || allows(forTests, imported)):
		case own && !slices.Contains(allowed, within), !own && !allows(allowed, imported):
			t.Errorf("%s: %s may not import %s", name, folder, imported)
		}
	}
}

// allows reports whether a package or one above it is in the list.
func allows(list []string, imported string) bool {
	for _, each := range list {
		if imported == each || strings.HasPrefix(imported, each+"/") {
			return true
		}
	}
	return false
}
