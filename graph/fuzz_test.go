package graph_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index/indextest"
)

// What ParseRef takes is spelled as it was; what it does not take is ErrInvalid (1.14, 1.15).
func FuzzParseRef(f *testing.F) {
	for _, text := range []string{"", ":", "account:a1", "account:crm:7:", ":a", "a:", "a\x00:b", "a:\xff", "zürich:東京"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		ref, err := graph.ParseRef(text)
		if err != nil {
			requireShort(t, err, graph.ErrInvalid)
			require.True(t, ref.IsZero())
			return
		}
		require.Equal(t, text, ref.String())
		require.NoError(t, graph.CheckEntityName(ref.Entity))
		require.NoError(t, graph.CheckID(ref.ID))
	})
}

// What ParsePrincipal takes is spelled as it was; what it does not take is ErrInvalid (1.14, 1.15).
func FuzzParsePrincipal(f *testing.F) {
	for _, text := range []string{"", "organization", "organization:x", "user:", "user:u1", "team:a:b", "unit:x", "USER:u1", "user:\n"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := graph.ParsePrincipal(text)
		if err != nil {
			requireShort(t, err, graph.ErrInvalid)
			require.True(t, p.IsZero())
			return
		}
		require.Equal(t, text, p.String())
	})
}

// The names of rights in any case are rights, anything else is ErrUnknown (1.1, 1.14, 3.15).
func FuzzParseRight(f *testing.F) {
	for _, text := range []string{"", "Read", "RETRIEVE", "append to", "AppendTo", "Right(8)", "ſhare", "1"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, err := graph.ParseRight(text)
		if err != nil {
			requireShort(t, err, graph.ErrUnknown)
			require.Zero(t, r)
			return
		}
		require.True(t, r.Valid())
		again, err := graph.ParseRight(r.String())
		require.NoError(t, err)
		require.Equal(t, r, again)
	})
}

// The names of depths in any case are depths, anything else is ErrInvalid (1.4, 4.5).
func FuzzParseDepth(f *testing.F) {
	for _, text := range []string{"", "Basic", "user", "PARENT: CHILD BUSINESS UNITS", "none selected", "RecordFilter", "4"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := graph.ParseDepth(text)
		if err != nil {
			requireShort(t, err, graph.ErrInvalid)
			require.Equal(t, graph.None, d)
			return
		}
		again, err := graph.ParseDepth(d.String())
		require.NoError(t, err)
		require.Equal(t, d, again)
	})
}

// What reads as rights has no bit beside the eight (1.1), and is written and read again as the same.
func FuzzRightsJSON(f *testing.F) {
	for _, text := range []string{`0`, `852023`, `8`, `["Read","update"]`, `[]`, `null`, `"Read"`, `[1]`, `-1`, `4294967296`, `["Read","Read"]`, `1.0`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var m graph.Rights
		if json.Unmarshal(text, &m) != nil {
			return
		}
		require.True(t, m.Valid())
		written, err := json.Marshal(m)
		require.NoError(t, err)
		var again graph.Rights
		require.NoError(t, json.Unmarshal(written, &again))
		require.Equal(t, m, again)
	})
}

// requireShort tests that an error is the one given, and quotes no more of what was wrong than fits a line.
func requireShort(t *testing.T, err, want error) {
	t.Helper()
	require.ErrorIs(t, err, want)
	require.LessOrEqual(t, len(err.Error()), 5*graph.MaxID)
}

// What decodes as a batch of well-formed objects encodes to the same batch; anything else is ErrInvalid.
func FuzzDecodeChanges(f *testing.F) {
	for seed := range uint64(3) {
		history := indextest.NewHistory(seed, indextest.Worked())
		text, err := graph.EncodeChanges(history.Next(indextest.Worked()))
		require.NoError(f, err)
		f.Add(text)
	}
	text, err := graph.EncodeChanges(puts(indextest.Worked()...))
	require.NoError(f, err)
	f.Add(text)
	settings, err := json.Marshal(graph.DefaultSettings())
	require.NoError(f, err)
	for _, line := range []string{
		`put privilege {"depths":"AQI="}`, `put settings {"hierarchy_model":"position"}`,
		"drop_own_units settings " + string(settings) + "\n",
		`put share {"record":"a:b","principal":"organization","rights":["Read"],"inherited":[{"rights":1}]}`,
	} {
		f.Add([]byte(line))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		changes, err := graph.DecodeChanges(text)
		if err != nil {
			require.ErrorIs(t, err, graph.ErrInvalid)
			return
		}
		for _, each := range changes {
			if graph.Check(each.Subject()) != nil {
				return // it decodes, and Apply would refuse it
			}
		}
		written, err := graph.EncodeChanges(changes)
		require.NoError(t, err)
		again, err := graph.DecodeChanges(written)
		require.NoError(t, err)
		require.Equal(t, changes, again)
		rewritten, err := graph.EncodeChanges(again)
		require.NoError(t, err)
		require.Equal(t, string(written), string(rewritten))
	})
}
