package index_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
)

// questions asks everything that names a user, a record, another principal and the like, and returns each
// answer that is not no, by its question, and each error.
func questions(s *index.Snapshot, user, entity, id, other string, mask uint32) (yes []string, errs []error) {
	ref, p := graph.RecordRef(entity, id), graph.Principal{Kind: graph.PrincipalKind(mask % 5), ID: other}
	right, rights := graph.Right(mask), graph.Rights(mask)
	note := func(question string, may bool, err error) {
		errs = append(errs, err)
		if may {
			yes = append(yes, fmt.Sprintf("%s %v", question, err))
		}
	}
	decide := func(question string) func(index.Decision, error) {
		return func(d index.Decision, err error) { note(question, bool(d), err) }
	}
	decide("check")(s.Check(user, right, ref))
	for _, answer := range s.CheckMany([]index.Question{{User: user, Right: right, Record: ref}}) {
		note("check many", bool(answer.Decision), answer.Err)
	}
	h, err := s.User(user)
	note("user", false, err)
	decide("handle")(h.Check(right, ref))
	has, err := s.Rights(user, ref)
	note("rights", has != 0, err)
	list, err := s.Records(user, right, entity)
	note("records", list.Len() > 0, err)
	who, err := s.Users(right, ref)
	note("users", who.Len() > 0, err)
	for _, answer := range s.UsersMany(right, []graph.Ref{ref, {}}) {
		note("users many", answer.Users.Len() > 0, answer.Err)
	}
	decide("create")(s.CanCreate(user, entity, p, other))
	decide("own")(s.CanOwn(p, entity))
	decide("assign")(s.CanAssign(user, ref, p))
	decide("share")(s.CanShare(user, ref, p, rights))
	decide("link")(s.CanLink(user, ref, graph.RecordRef(entity, other)))
	may, _, err := s.CanDoTask(user, other, entity, mask%2 == 0)
	note("task", bool(may), err)
	x, err := s.Explain(user, right, ref)
	note("explain", x.First(int(int8(mask))).String() == "" && x.Dot() == "", err)
	for _, limit := range []int{-1, 0, 1, 1 << 30} {
		_, _, err := list.Page(other, limit)
		errs = append(errs, ignored(err))
		_, _, err = who.Page(other, limit)
		errs = append(errs, ignored(err))
	}
	for range list.IDs(int(int32(mask)), int(int8(mask>>8))) {
	}
	_, _, _ = list.Contains(other), list.Intersect([]string{id, other, ""}), who.Contains(other)
	return yes, errs
}

// ignored keeps an error from being taken for that of a question.
func ignored(error) error { return nil }

// FuzzQuestions asks for ids of any bytes, any mask and any token. An answer with an error is no (3.15).
func FuzzQuestions(f *testing.F) {
	f.Add("ben", "account", "a1", "ada", uint32(1))
	f.Add("", "", "", "", uint32(0))
	f.Add("ben\x00", "a:b", strings.Repeat("x", 600), "\xff", ^uint32(0))
	f.Add("cy", "ACCOUNT", "a4", "AAAAAAAAAAAAAAAA", uint32(1<<31|3))
	s := workedSnapshot(f)
	f.Fuzz(func(t *testing.T, user, entity, id, other string, mask uint32) {
		yes, errs := questions(s, user, entity, id, other, mask)
		for _, answer := range yes {
			require.True(t, strings.HasSuffix(answer, "<nil>"), answer)
		}
		for _, err := range errs {
			if err != nil {
				require.NotEmpty(t, err.Error())
				require.Less(t, len(err.Error()), 8*graph.MaxID)
			}
		}
		ref, p := graph.RecordRef(entity, id), graph.Principal{Kind: graph.PrincipalKind(mask), ID: other}
		for _, change := range []graph.Change{
			graph.PutObject{Object: graph.User{ID: user, BusinessUnit: other}}, graph.DeleteObject{Object: graph.BusinessUnit{ID: other}},
			graph.PutObject{Object: graph.Record{Entity: entity, ID: id, Owner: p, Lookups: map[string]graph.Ref{other: ref}}},
			graph.PutObject{Object: graph.Role{ID: id, Privileges: map[string]graph.Depth{other: graph.Depth(mask)}}},
			graph.GrantShare{Record: ref, Principal: p, Rights: graph.Rights(mask)}, graph.AssignRecord{Record: ref, Owner: p, BusinessUnit: other},
			graph.MoveUnit{BusinessUnit: user, Parent: other}, graph.TransferUser{User: user, BusinessUnit: other}, graph.LinkRecord{Record: ref, Lookup: other, Target: ref},
		} {
			tried, err := s.Try(change)
			if err == nil {
				require.Empty(t, tried.WrongSets())
			} else {
				require.Nil(t, tried)
			}
		}
	})
}

// Nothing is asked of nothing: zero values know nobody and nobody knows them.
func TestHostileZeroValues(t *testing.T) {
	for _, s := range []*index.Snapshot{{}, nil} {
		yes, errs := questions(s, "ben", "account", "a1", "ada", 1)
		require.Empty(t, yes)
		for _, err := range slices.DeleteFunc(errs, func(err error) bool { return err == nil }) {
			require.True(t, errors.Is(err, graph.ErrUnknown) || errors.Is(err, graph.ErrInvalid), err.Error())
		}
		require.Empty(t, slices.Collect(s.Objects(graph.KindUser)))
		require.Zero(t, s.Revision())
		_, err := s.Try(graph.PutObject{Object: graph.Task{Name: "t"}})
		require.ErrorIs(t, err, graph.ErrInvalid)
		for _, err := range index.Diff(t.Context(), workedSnapshot(t), s) {
			require.ErrorIs(t, err, graph.ErrInvalid)
		}
	}
	requireRefuses(t, &index.Index{}, index.ErrClosed)
}

// requireRefuses tests that each method of an index returns an error, and that it does return.
func requireRefuses(t *testing.T, ix *index.Index, want error) {
	t.Helper()
	_, err := ix.Apply(t.Context(), graph.PutObject{Object: graph.Task{Name: "t"}})
	require.ErrorIs(t, err, want)
	_, err = ix.Apply(t.Context())
	require.ErrorIs(t, err, want)
	_, err = ix.Load(t.Context(), source(nil))
	require.ErrorIs(t, err, want)
	_, err = ix.Verify(t.Context())
	require.ErrorIs(t, err, want)
	_, err = ix.Backup(t.Context(), io.Discard)
	require.ErrorIs(t, err, want)
	_, err = ix.SnapshotAt(t.Context(), ix.Revision()+1)
	require.ErrorIs(t, err, want)
	for _, err := range ix.Watch(t.Context(), ix.Revision()) {
		require.ErrorIs(t, err, want)
	}
	require.ErrorIs(t, ix.Close(), want)
}

// What is nil is refused, or stands for nothing, and the index goes on.
func TestHostileNils(t *testing.T) {
	requireNoneLeft(t)
	ix, err := index.Open(t.TempDir(), nil)
	require.NoError(t, err)
	var none context.Context
	fine := graph.PutObject{Object: graph.Task{Name: "t"}}
	for what, do := range map[string]func() error{
		"Apply":      func() error { _, err := ix.Apply(none, fine); return err },
		"Apply none": func() error { _, err := ix.Apply(none); return err },
		"change":     func() error { _, err := ix.Apply(t.Context(), fine, nil); return err },
		"object":     func() error { _, err := ix.Apply(t.Context(), fine, graph.PutObject{}); return err },
		"deleted":    func() error { _, err := ix.Apply(t.Context(), graph.DeleteObject{}); return err },
		"pointer":    func() error { _, err := ix.Apply(t.Context(), (*graph.PutObject)(nil)); return err },
		"to a verb":  func() error { _, err := ix.Apply(t.Context(), &graph.DisableUser{User: "u"}); return err },
		"to a fact": func() error {
			_, err := ix.Apply(t.Context(), graph.PutObject{Object: &graph.Task{Name: "t"}})
			return err
		},
		"to none": func() error { _, err := ix.Apply(t.Context(), graph.PutObject{Object: (*graph.User)(nil)}); return err },
		"a deleted": func() error {
			_, err := ix.Apply(t.Context(), graph.DeleteObject{Object: (*graph.User)(nil)})
			return err
		},
		"Load":       func() error { _, err := ix.Load(none, source(nil)); return err },
		"source":     func() error { _, err := ix.Load(t.Context(), nil); return err },
		"Verify":     func() error { _, err := ix.Verify(none); return err },
		"Backup":     func() error { _, err := ix.Backup(none, io.Discard); return err },
		"writer":     func() error { _, err := ix.Backup(t.Context(), nil); return err },
		"SnapshotAt": func() error { _, err := ix.SnapshotAt(none, 1); return err },
		"OpenBackup": func() error { _, err := index.OpenBackup(none, strings.NewReader("")); return err },
		"reader":     func() error { _, err := index.OpenBackup(t.Context(), nil); return err },
		"Restore":    func() error { _, err := index.Restore(none, t.TempDir(), strings.NewReader("")); return err },
		"restored":   func() error { _, err := index.Restore(t.Context(), t.TempDir(), nil); return err },
		"Watch":      func() error { return firstError(ix.Watch(none, 0)) },
		"Diff":       func() error { return firstError(index.Diff(none, ix.Snapshot(), ix.Snapshot())) },
	} {
		require.ErrorIs(t, do(), graph.ErrInvalid, what)
	}
	require.Zero(t, ix.Revision())
	_, err = ix.Apply(t.Context(), fine)
	require.NoError(t, err)
	requireSound(t, ix)
	require.NoError(t, ix.Close())
	requireRefuses(t, ix, index.ErrClosed)
}

func firstError[T any](sequence func(func(T, error) bool)) (first error) {
	sequence(func(_ T, err error) bool { first = err; return false })
	return first
}
