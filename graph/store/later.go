package store

import "time"

// isLate marks the values of a log entry that was written while one before it was not yet durable. Where a
// machine failed, such an entry may be there without the one before, and is then as lost as that one.
const isLate byte = 1

// mayWait reports whether entries of such values may be synced later, as Options.SyncDelay says. More than one
// transaction is synced one by one, so that an entry is not there in part before another.
func (st *Store) mayWait(values [][][]byte) bool {
	size, count := 0, 0
	for _, parts := range values {
		for _, value := range parts {
			size += len(logKey(0, 1)) + len(value) + entryOverhead
			count++
		}
	}
	return syncsItself && st.options.SyncDelay > 0 && size <= batchBytes && count <= batchCount
}

// syncAppended makes durable what syncLater has left. The caller holds writer.
func (st *Store) syncAppended() error {
	if st.synced.Load() >= st.appended {
		return nil
	}
	return st.sync()
}

// lateness is what the values of the next entry are marked with. The caller holds writer.
func (st *Store) lateness() byte {
	if st.synced.Load() < st.appended {
		return isLate
	}
	return 0
}

// syncLater sees to it that what was appended is durable in time. The caller holds writer.
func (st *Store) syncLater() {
	st.appended = st.commits.Load()
	if st.timer == nil {
		st.timer = time.AfterFunc(st.options.SyncDelay, st.syncNow)
	}
}

// syncNow is what the timer does. Of its failure, the next write tells.
func (st *Store) syncNow() {
	if st.use() != nil {
		return // Close syncs
	}
	defer st.calls.Done()
	st.writer.Lock()
	st.timer = nil // what is appended from now on waits for another
	st.writer.Unlock()
	if err := st.sync(); err != nil {
		st.logger.Error("store: written batches may be lost", "dir", st.dir, "error", err)
	}
}
