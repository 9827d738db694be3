package store

import (
	"encoding/binary"

	"github.com/accessindex/ambit/graph"
)

// stretch is log entries that are kept although the root has taken them in: those from a revision on to the
// next stretch, or to the revision of the root. It comes and goes as a whole, so that nobody needs to know
// the size of each entry.
type stretch struct {
	first graph.Revision
	bytes int64
}

// stretchesKept is about how many stretches the bytes that are to be kept are divided into at most.
const stretchesKept = 64

// stretches are those of a root of the given revision: those that there are and what it takes in of the
// log, with the bytes of an entry of its own, without the oldest that need not be kept.
func (st *Store) stretches(revision graph.Revision, own int64) []stretch {
	st.writer.Lock()
	defer st.writer.Unlock()
	var kept []stretch
	added := stretch{st.checkpoint + 1, own}
	if revision > st.revision+1 {
		added.first = revision // a restore: nothing that is kept leads there
	} else {
		kept = append(kept, st.kept...)
		for _, each := range st.log {
			if each.revision <= revision {
				added.bytes += each.bytes
			}
		}
	}
	switch last := len(kept) - 1; {
	case added.first > revision: // nothing new
	case last >= 0 && kept[last].bytes < st.options.KeepBytes/stretchesKept:
		kept[last].bytes += added.bytes
	default:
		kept = append(kept, added)
	}
	for total := bytesOf(kept); len(kept) > 0 && total-kept[0].bytes >= st.options.KeepBytes; kept = kept[1:] {
		total -= kept[0].bytes
	}
	return kept
}

// oldest is the revision of the first entry that is kept, or that of the next one where there is none. The
// caller holds writer.
func (st *Store) oldest() graph.Revision {
	if len(st.kept) > 0 {
		return st.kept[0].first
	}
	return st.checkpoint + 1
}

func bytesOf(kept []stretch) (sum int64) {
	for _, each := range kept {
		sum += each.bytes
	}
	return sum
}

// appendStretches encodes how many stretches there are, and of each the step from the one before and its
// bytes.
func appendStretches(dst []byte, kept []stretch) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(kept)))
	var before graph.Revision
	for _, each := range kept {
		dst = binary.AppendUvarint(dst, uint64(each.first-before))
		dst = binary.AppendUvarint(dst, uint64(each.bytes))
		before = each.first
	}
	return dst
}

// stretches decodes what appendStretches encoded for a root of the given revision.
func (in *reader) stretches(root graph.Revision) []stretch {
	var kept []stretch
	var before graph.Revision
	for n := in.uvarint(); n > 0 && in.err == nil; n-- {
		step, bytes := in.uvarint(), in.uvarint()
		if step == 0 || step > uint64(root-before) || bytes > 1<<48 {
			in.fail("stretch of the log")
			return nil
		}
		before += graph.Revision(step)
		kept = append(kept, stretch{before, int64(bytes)})
	}
	return kept
}

// resetValue is what the log holds for a load.
func resetValue(revision graph.Revision) ([]byte, error) {
	payload, err := (&Entry{Revision: revision, Reset: true}).payload()
	if err != nil {
		return nil, err
	}
	return chunks(revision, seal(logKey(revision, 0), nil, payload))[0], nil
}
