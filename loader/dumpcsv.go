package loader

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"

	"github.com/accessindex/ambit/graph"
)

// checkEvery is how many rows DumpCSV writes between two looks at its context.
const checkEvery = 1024

// DumpCSV writes an organisation as CSV files into a directory, in the order in which facts yields each
// kind, each file with all columns of FORMAT.md. The directory is made if it is not there; one that is
// not empty is fs.ErrExist, since a file left over would be loaded with the others. Kinds without
// objects, and settings at their defaults, have no file. Of records, facts is asked twice: the names of
// the lookups are columns. After an error, which is that of a file or of the context, no file is left.
func DumpCSV(ctx context.Context, dir string, facts func(graph.Kind) iter.Seq[graph.Object]) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	there, err := os.ReadDir(dir)
	if err == nil && len(there) > 0 {
		err = fmt.Errorf("%s is not empty: %w", dir, fs.ErrExist)
	}
	if err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	d := &csvDump{dir: dir, files: map[string]*csvFile{}}
	err = d.write(ctx, facts)
	if err = errors.Join(err, d.close()); err == nil {
		return nil
	}
	for name := range d.files {
		err = errors.Join(err, os.Remove(d.path(name)))
	}
	return fmt.Errorf("write CSV: %w", err)
}

// csvDump is a directory of CSV files that is being written.
type csvDump struct {
	dir     string
	files   map[string]*csvFile // by the name of the form
	lookups []string            // of all records, by name
}

// csvFile is one of them.
type csvFile struct {
	file *os.File
	rows *csv.Writer
}

func (d *csvDump) path(name string) string { return filepath.Join(d.dir, name+".csv") }

func (d *csvDump) write(ctx context.Context, facts func(graph.Kind) iter.Seq[graph.Object]) error {
	for _, kind := range graph.Kinds {
		if kind == graph.KindRecord {
			if err := each(ctx, facts(kind), d.lookupsOf); err != nil {
				return err
			}
			slices.Sort(d.lookups)
		}
		if err := each(ctx, facts(kind), d.object); err != nil {
			return err
		}
	}
	return nil
}

// each visits objects until there is an error or the context ends.
func each(ctx context.Context, objects iter.Seq[graph.Object], visit func(graph.Object) error) error {
	count := 0
	for o := range objects {
		if count++; count%checkEvery == 0 && ctx.Err() != nil {
			break
		}
		if err := visit(o); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// lookupsOf takes in the names of a record's lookups.
func (d *csvDump) lookupsOf(o graph.Object) error {
	for name := range o.(graph.Record).Lookups {
		if !slices.Contains(d.lookups, name) {
			d.lookups = append(d.lookups, name)
		}
	}
	return nil
}

// row writes a row of a file, which is made with its header for the first one.
func (d *csvDump) row(name string, cells ...string) error {
	f := d.files[name]
	if f == nil {
		file, err := os.OpenFile(d.path(name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		if err != nil {
			return err
		}
		f = &csvFile{file, csv.NewWriter(file)}
		d.files[name] = f
		if err := f.rows.Write(d.header(name)); err != nil {
			return err
		}
	}
	return f.rows.Write(cells)
}

// header is all columns of a file.
func (d *csvDump) header(name string) []string {
	at := slices.IndexFunc(forms, func(f form) bool { return f.name == name })
	header := slices.Clone(forms[at].columns)
	if name == "records" {
		for _, lookup := range d.lookups {
			header = append(header, lookupColumn+lookup)
		}
	}
	return header
}

func (d *csvDump) close() error {
	var errs []error
	for _, f := range d.files {
		f.rows.Flush()
		errs = append(errs, f.rows.Error(), f.file.Close())
	}
	return errors.Join(errs...)
}
