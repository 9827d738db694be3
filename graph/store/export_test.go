package store

import (
	"encoding/binary"

	"github.com/accessindex/ambit/graph"
)

// Names that the external tests use.
const (
	CutSize      = cutSize
	MarkName     = markName
	ManifestName = manifestName
)

// PageNames lists the names of the pages of the root.
func (st *Store) PageNames() map[graph.PageKey]uint64 {
	st.checkpoints.Lock()
	defer st.checkpoints.Unlock()
	names := map[graph.PageKey]uint64{}
	for key, each := range st.pages {
		names[key] = each.entry.name
	}
	return names
}

// Keys lists all keys of the store.
func (st *Store) Keys() []string {
	var keys []string
	err := st.scan(nil, nil, false, func(key, _ []byte) error {
		keys = append(keys, string(key))
		return nil
	})
	if err != nil {
		panic(err)
	}
	return keys
}

// Put writes a value past all rules.
func (st *Store) Put(key string, value []byte) error {
	writes := st.batch()
	if err := writes.set([]byte(key), value); err != nil {
		return err
	}
	return writes.commit()
}

// Remove removes a value past all rules.
func (st *Store) Remove(key string) error { return st.deleteKeys([][]byte{[]byte(key)}) }

// Value reads a value.
func (st *Store) Value(key string) ([]byte, error) {
	txn := st.db.NewTransaction(false)
	defer txn.Discard()
	return read(txn, nil, []byte(key))
}

// EntryValues are the keys and values that the log holds for a batch.
func EntryValues(e Entry) (keys []string, values [][]byte, err error) {
	payload, err := e.payload()
	if err != nil {
		return nil, nil, err
	}
	values = chunks(e.Revision, seal(logKey(e.Revision, 0), nil, payload))
	for i := range values {
		keys = append(keys, string(logKey(e.Revision, i)))
	}
	return keys, values, nil
}

// SealRoot is a root with other versions.
func SealRoot(format, rules uint32, value []byte) []byte {
	body := append([]byte(nil), value[:len(value)-4]...)
	for i := range 4 {
		body[len(rootMagic)+i] = byte(format >> (8 * i))
		body[len(rootMagic)+4+i] = byte(rules >> (8 * i))
	}
	return sealed(rootKey, body)
}

// OldRoot is a root as version 1 of the format has it.
func OldRoot(value []byte) ([]byte, error) {
	r, err := decodeRoot(value)
	if err != nil {
		return nil, err
	}
	header := binary.LittleEndian.AppendUint32([]byte(rootMagic), 1)
	header = binary.LittleEndian.AppendUint32(header, graph.RulesVersion)
	body := binary.AppendUvarint(nil, uint64(r.revision))
	body = binary.AppendUvarint(body, r.next)
	return seal(rootKey, header, appendTable(body, r.pages)), nil
}

// Kept is the first revision that the log holds, and the bytes of what is kept besides what Open reads.
func (st *Store) Kept() (oldest graph.Revision, bytes int64) {
	st.writer.Lock()
	defer st.writer.Unlock()
	return st.oldest(), bytesOf(st.kept)
}

// MarkText is what the file AMBIT says.
func MarkText(format uint32, revision graph.Revision) string { return mark{format, revision}.String() }

// Versions counts the transactions of Badger.
func (st *Store) Versions() uint64 { return st.db.MaxVersion() }

// SharedReaders tells whether several processes may read at once.
const SharedReaders = sharedReaders

// DiskUse is how many bytes of blocks the files of a directory take.
func DiskUse(dir string) int64 { return diskUseOf(dir) }

// SyncsItself tells whether syncs can be put off.
const SyncsItself = syncsItself

// Sync makes durable what was appended.
func (st *Store) Sync() error { return st.sync() }

// Unsynced is how many transactions may not be durable.
func (st *Store) Unsynced() int { return int(st.commits.Load() - st.synced.Load()) }

// BreakSync makes the next sync fail.
func (st *Store) BreakSync() {
	st.syncs.Lock()
	defer st.syncs.Unlock()
	for _, each := range st.mems {
		_ = each.file.Close()
	}
}

// LogKey is the key of the first value of a log entry.
func LogKey(revision graph.Revision) string { return string(logKey(revision, 0)) }
