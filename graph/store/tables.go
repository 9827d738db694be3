package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/fb"
	"github.com/dgraph-io/badger/v4/table"
)

// checkTables verifies the tables that the manifest names. Where one is cut short Badger ends the process
// rather than return an error, and where a block is damaged it takes what it holds for absent, so this goes
// before it.
func checkTables(dir string, opt badger.Options) error {
	f, err := os.Open(filepath.Join(dir, manifestName))
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	defer f.Close()
	manifest, _, err := badger.ReplayManifestFile(f, badgerMagic, opt)
	if err != nil {
		return fmt.Errorf("%w: %s: file %s: %w", ErrCorrupt, dir, manifestName, err)
	}
	names := make([]string, 0, len(manifest.Tables))
	for id := range manifest.Tables {
		names = append(names, table.NewFilename(id, dir))
	}
	slices.Sort(names)
	workers := min(runtime.GOMAXPROCS(0), len(names))
	errs := make([]error, workers)
	var group sync.WaitGroup
	for w := range workers {
		group.Go(func() {
			for i := w; i < len(names) && errs[w] == nil; i += workers {
				err := checkTable(names[i])
				if err != nil && ofSystem(err) {
					errs[w] = fmt.Errorf("store: %w", err)
				} else if err != nil {
					errs[w] = fmt.Errorf("%w: %s: table %s: %v", ErrCorrupt, dir, filepath.Base(names[i]), err)
				}
			}
		})
	}
	group.Wait()
	return errors.Join(errs...)
}

var errTable = errors.New("malformed")

// checkTable verifies the index of a table and every block. A table ends with the index, its length, its
// checksum, and that one's length.
func checkTable(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	end := info.Size()
	sum, end, err := takeBack(f, end)
	if err != nil {
		return err
	}
	index, end, err := takeBack(f, end)
	if err != nil {
		return err
	}
	if !isSum(sum, index) {
		return errSeal
	}
	// Past its checksum the index can be trusted.
	blocks := fb.GetRootAsTableIndex(index, 0)
	var at fb.BlockOffset
	var block []byte
	for i := range blocks.OffsetsLength() {
		if !blocks.Offsets(&at, i) || int64(at.Offset())+int64(at.Len()) > end {
			return errTable
		}
		block = append(block[:0], make([]byte, at.Len())...)
		if _, err := f.ReadAt(block, int64(at.Offset())); err != nil {
			return err
		}
		if err := checkBlock(block); err != nil {
			return err
		}
	}
	return nil
}

// takeBack reads what stands before end: bytes and, behind them, their length.
func takeBack(f io.ReaderAt, end int64) ([]byte, int64, error) {
	var length [4]byte
	if end < int64(len(length)) {
		return nil, 0, errTable
	}
	end -= int64(len(length))
	if _, err := f.ReadAt(length[:], end); err != nil {
		return nil, 0, err
	}
	n := int64(binary.BigEndian.Uint32(length[:]))
	if n > end {
		return nil, 0, errTable
	}
	taken := make([]byte, n)
	if _, err := f.ReadAt(taken, end-n); err != nil {
		return nil, 0, err
	}
	return taken, end - n, nil
}

// checkBlock verifies a block: entries, their offsets of four bytes each, how many, the checksum of all
// this, and its length.
func checkBlock(block []byte) error {
	end := len(block) - 4
	if end < 0 {
		return errTable
	}
	length := binary.BigEndian.Uint32(block[end:])
	if int64(length) > int64(end) {
		return errTable
	}
	sum, body := block[end-int(length):end], block[:end-int(length)]
	if !isSum(sum, body) || len(body) < 4 {
		return errSeal
	}
	return nil
}

// isSum reports whether sum is the checksum of the bytes as Badger writes it, a protocol buffer whose second
// field it is.
func isSum(sum, of []byte) bool {
	if len(sum) < 2 || sum[0] != 2<<3 {
		return false
	}
	want, n := binary.Uvarint(sum[1:])
	return n == len(sum)-1 && want == uint64(checksum(nil, of))
}
