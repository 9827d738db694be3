package store_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/graph/store"
)

// large is a batch of several chunks.
func large(w *world, from int) store.Entry {
	return store.Entry{Revision: w.rev + 1, Changes: users(from, 3_000, 500)}
}

func TestTornEntryIsIgnoredAndSwept(t *testing.T) {
	w := openWorld(t, t.TempDir(), nil)
	w.append(user("u"))
	keys, values, err := store.EntryValues(large(w, 0))
	require.NoError(t, err)
	require.Greater(t, len(keys), 2)
	before := w.st.Keys()
	for missing := range keys {
		for i, key := range keys {
			if i != missing {
				require.NoError(t, w.st.Put(key, values[i]))
			}
		}
		w.reopen(&store.Options{ReadOnly: true})
		w.reopen(nil)
		require.Equal(t, before, w.st.Keys(), "chunk %d missing", missing)
	}
	w.append(user("v"))
	w.reopen(nil)
}

func TestChunksOfTwoAttemptsAreNotMixed(t *testing.T) {
	w := openWorld(t, t.TempDir(), nil)
	keys, first, err := store.EntryValues(large(w, 0))
	require.NoError(t, err)
	_, second, err := store.EntryValues(large(w, 5_000))
	require.NoError(t, err)
	require.Len(t, second, len(first))
	for i, key := range keys {
		value := first[i]
		if i == 0 {
			value = second[i]
		}
		require.NoError(t, w.st.Put(key, value))
	}
	w.reopen(nil)
}

func TestShorterEntryAfterATornOne(t *testing.T) {
	w := openWorld(t, t.TempDir(), nil)
	keys, values, err := store.EntryValues(large(w, 0))
	require.NoError(t, err)
	for i := range keys[1:] {
		require.NoError(t, w.st.Put(keys[i+1], values[i+1]))
	}
	w.append(user("short")) // of the same revision
	w.reopen(nil)
	w.append(user("next"))
	w.reopen(nil)
}

func TestMissingEntryIsDamage(t *testing.T) {
	w := openWorld(t, t.TempDir(), nil)
	w.append(user("u"))
	w.append(user("v"))
	require.NoError(t, w.st.Remove("log/0000000000000002"))
	require.NoError(t, w.st.Close())
	_, _, _, err := store.Open(w.dir, nil)
	require.ErrorIs(t, err, store.ErrCorrupt)
	require.ErrorContains(t, err, w.dir)
}

func TestMissingLastEntryIsDamageOnceClosed(t *testing.T) {
	w := openWorld(t, t.TempDir(), nil)
	w.append(user("u"))
	w.reopen(nil)
	require.NoError(t, w.st.Remove("log/0000000000000002"))
	require.NoError(t, w.st.Close())
	_, _, _, err := store.Open(w.dir, nil)
	require.ErrorIs(t, err, store.ErrCorrupt)
}

func TestEntryOfNewerRulesIsRefused(t *testing.T) {
	w := openWorld(t, t.TempDir(), nil)
	root, err := w.st.Value("root")
	require.NoError(t, err)
	require.NoError(t, w.st.Put("root", store.SealRoot(store.FormatVersion, graph.RulesVersion+1, root)))
	require.NoError(t, w.st.Close())
	_, _, _, err = store.Open(w.dir, nil)
	require.ErrorIs(t, err, store.ErrFormat)
	require.ErrorContains(t, err, fmt.Sprintf("rules version %d", graph.RulesVersion+1))
}
