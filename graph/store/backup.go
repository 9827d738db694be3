package store

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"

	"github.com/accessindex/ambit/graph"
)

// BackupVersion is the version of the bytes of a backup, which FORMAT.md describes. It covers those of the
// pages in it. A backup of a greater one is not read. Its history:
//
//	1: header, pages, digest
const BackupVersion = 1

const (
	// backupMagic opens a backup.
	backupMagic = "AMBITBK\n"
	// backupHeader is the length of the header: magic, versions, revision, number of pages, checksum.
	backupHeader = len(backupMagic) + 4 + 4 + 8 + 4 + crc32.Size
	// backupBuffer is how many bytes of a backup go out, or come in, at once.
	backupBuffer = 256 << 10
)

// WriteBackup writes a State as a backup of a revision. It reads nothing but the State, so that it needs no
// Store and holds up nobody, and takes the memory of a page. Equal pages give equal bytes.
func WriteBackup(ctx context.Context, w io.Writer, revision graph.Revision, state *graph.State) error {
	var pages uint32
	for range state.Pages() {
		pages++
	}
	digest := sha256.New()
	out := bufio.NewWriterSize(io.MultiWriter(w, digest), backupBuffer)
	_, err := out.Write(encodeBackupHeader(revision, pages))
	var payload []byte
	var number uint32
	for page := range state.Pages() {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			break
		}
		payload = appendBackupPage(payload[:0], page.Key)
		payload = page.Append(payload)
		if len(payload) > maxSealed/2 {
			return fmt.Errorf("%w: page of %d bytes", ErrTooLarge, len(payload))
		}
		value := seal(backupPlace(number), nil, payload)
		number++
		if _, err = out.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(value)))); err == nil {
			_, err = out.Write(value)
		}
	}
	if err == nil {
		err = out.Flush()
	}
	if err == nil {
		err = ctx.Err()
	}
	if err == nil {
		_, err = w.Write(digest.Sum(nil))
	}
	if err != nil {
		return fmt.Errorf("store: writing backup: %w", err)
	}
	return nil
}

func encodeBackupHeader(revision graph.Revision, pages uint32) []byte {
	header := append(make([]byte, 0, backupHeader), backupMagic...)
	header = binary.LittleEndian.AppendUint32(header, BackupVersion)
	header = binary.LittleEndian.AppendUint32(header, graph.RulesVersion)
	header = binary.LittleEndian.AppendUint64(header, uint64(revision))
	header = binary.LittleEndian.AppendUint32(header, pages)
	return sealed(nil, header)
}

// appendBackupPage begins the payload of a page with what names it.
func appendBackupPage(dst []byte, key graph.PageKey) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(key.Section)))
	dst = append(dst, key.Section...)
	return binary.AppendUvarint(dst, uint64(key.Number))
}

// backupPlace is what the checksum of a page covers besides it, so that one that is missing, or in another
// place, shows at once.
func backupPlace(number uint32) []byte { return binary.LittleEndian.AppendUint32(nil, number) }
