//go:build linux && (amd64 || arm64)

package index_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// fault is which call fails, and how.
type fault struct {
	kind    string
	number  int // the how manieth of the kind; none if 0
	errno   syscall.Errno
	short   bool // half of what is to be written is
	lasting bool // those after it fail too
}

func (f fault) String() string {
	text := fmt.Sprintf("%s %d: %s", f.kind, f.number, map[syscall.Errno]string{
		syscall.EIO: "EIO", syscall.ENOSPC: "ENOSPC", syscall.ENOMEM: "ENOMEM", syscall.EMFILE: "EMFILE",
	}[f.errno])
	if f.short {
		text += " after half"
	}
	if f.lasting {
		text += " and on"
	}
	return text
}

// matches reports whether a call is one that may fail so.
func (f fault) matches(kind string, n *notice) bool {
	return kind == f.kind && (f.errno != syscall.ENOSPC || n.creates())
}

// outcome is what became of a process.
type outcome struct {
	calls  map[string]int // by kind
	hit    string         // the call that failed
	before string         // what the process had said until then
	report string         // what it said
	output string
	err    error
}

// patience is how long a process may take.
const patience = 30 * time.Second

// runFaulty runs a script in a process and makes a call of it fail that is about a file in the directory.
func runFaulty(t *testing.T, dir string, number int, f fault, end ending) outcome {
	t.Helper()
	pair, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	require.NoError(t, err)
	theirs := os.NewFile(uintptr(pair[1]), "theirs")
	defer syscall.Close(pair[0])

	report := filepath.Join(t.TempDir(), "report")
	require.NoError(t, os.WriteFile(report, nil, 0o600))
	child := exec.Command(os.Args[0], "-test.run=^TestFaultVictim$")
	child.Env = append(os.Environ(), "GODEBUG=asyncpreemptoff=1", faultDir+"="+dir, faultReport+"="+report,
		faultScript+"="+fmt.Sprint(number), faultEnd+"="+string(end))
	child.ExtraFiles = []*os.File{theirs}
	var output bytes.Buffer
	child.Stdout, child.Stderr = &output, &output
	require.NoError(t, child.Start())
	require.NoError(t, theirs.Close())
	defer time.AfterFunc(patience, func() { _ = child.Process.Kill() }).Stop()

	o := outcome{calls: map[string]int{}}
	if listener, err := listenerFrom(pair[0]); err == nil {
		ended := make(chan struct{})
		served := make(chan error)
		go func() { served <- serve(listener, dir, report, f, &o, ended) }()
		o.err = child.Wait()
		close(ended)
		require.NoError(t, <-served)
		require.NoError(t, syscall.Close(listener))
	} else {
		o.err = child.Wait()
	}
	said, err := os.ReadFile(report)
	require.NoError(t, err)
	o.report, o.output = string(said), output.String()
	if why, ok := strings.CutPrefix(o.report, "unable "); ok {
		t.Skip("the system does not let system calls be made to fail:", why)
	}
	return o
}

// listenerFrom receives the descriptor by which to answer the process's calls.
func listenerFrom(socket int) (int, error) {
	space := make([]byte, syscall.CmsgSpace(4))
	_, size, _, _, err := syscall.Recvmsg(socket, make([]byte, 1), space, syscall.MSG_CMSG_CLOEXEC)
	if err != nil {
		return 0, err
	}
	messages, err := syscall.ParseSocketControlMessage(space[:size])
	if err != nil || len(messages) == 0 {
		return 0, fmt.Errorf("no descriptor: %w", err)
	}
	descriptors, err := syscall.ParseUnixRights(&messages[0])
	if err != nil {
		return 0, err
	}
	return descriptors[0], nil
}

// serve answers the calls of a process until it has ended.
func serve(listener int, dir, report string, f fault, o *outcome, ended <-chan struct{}) error {
	failNext := false
	for {
		var n notice
		switch got, err := receive(listener, &n); {
		case err != nil:
			return err
		case !got:
			select {
			case <-ended:
				return nil
			default:
				continue
			}
		}
		a := answer{id: n.id, flags: goOn}
		kind, path := kindOf[n.call], n.path()
		if !strings.HasPrefix(path, dir) {
			kind = ""
		} else if f.number == 0 || f.matches(kind, &n) {
			o.calls[kind]++
		}
		if f.number > 0 && f.matches(kind, &n) && (o.calls[kind] == f.number || failNext) {
			if o.hit == "" {
				o.hit = fmt.Sprintf("%s %s", kind, filepath.Base(path))
				said, err := os.ReadFile(report)
				if err != nil {
					return err
				}
				o.before = string(said)
			}
			a.flags, a.errno = 0, -int32(f.errno)
			failNext = f.lasting
			if f.short && o.calls[kind] == f.number {
				half, err := n.writeHalf()
				if err != nil {
					return err
				}
				if half > 0 {
					a.errno, a.value = 0, half
					failNext = true
				}
			}
		}
		if err := reply(listener, &a); err != nil {
			return err
		}
	}
}
