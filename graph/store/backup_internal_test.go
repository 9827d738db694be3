package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzBackup reads the bytes as a backup, and as the pages of one whose checksums and digest hold: each with its
// length in two bytes.
func FuzzBackup(f *testing.F) {
	version1, err := os.ReadFile("testdata/backup-1.ambit")
	require.NoError(f, err)
	f.Add(version1)
	f.Add(version1[:100])
	var pages []byte
	in := &backupReader{from: bytes.NewReader(version1), digest: sha256.New()}
	_, count, err := in.header()
	require.NoError(f, err)
	for range count {
		size, err := in.take(4)
		require.NoError(f, err)
		value, err := in.take(int(binary.LittleEndian.Uint32(size)))
		require.NoError(f, err)
		body, err := unpack(new([]byte), value[:len(value)-4])
		require.NoError(f, err)
		pages = append(binary.LittleEndian.AppendUint16(pages, uint16(len(body))), body...)
	}
	require.NoError(f, in.end())
	require.Equal(f, version1, sealBackup(3, pages))
	f.Add(pages)
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, each := range [][]byte{data, sealBackup(7, data)} {
			state, revision, err := ReadBackup(context.Background(), bytes.NewReader(each))
			if err != nil {
				var refused *BackupError
				require.ErrorAs(t, err, &refused)
				require.True(t, errors.Is(err, ErrCorrupt) || errors.Is(err, ErrFormat))
				require.Nil(t, state)
				continue
			}
			var again bytes.Buffer
			require.NoError(t, WriteBackup(context.Background(), &again, revision, state))
			_, _, err = ReadBackup(context.Background(), &again)
			require.NoError(t, err)
		}
	})
}

// sealBackup makes a backup of pages.
func sealBackup(revision uint64, data []byte) []byte {
	var values []byte
	var count uint32
	for ; len(data) >= 2; count++ {
		size := min(int(binary.LittleEndian.Uint16(data)), len(data)-2)
		value := seal(backupPlace(count), nil, data[2:2+size])
		values = append(binary.LittleEndian.AppendUint32(values, uint32(len(value))), value...)
		data = data[2+size:]
	}
	header := []byte(backupMagic)
	header = binary.LittleEndian.AppendUint32(header, BackupVersion)
	header = binary.LittleEndian.AppendUint32(header, 2) // the rules of the seed
	header = binary.LittleEndian.AppendUint64(header, revision)
	whole := append(sealed(nil, binary.LittleEndian.AppendUint32(header, count)), values...)
	digest := sha256.Sum256(whole)
	return append(whole, digest[:]...)
}
