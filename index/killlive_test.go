//go:build unix

package index_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/index"
)

// live starts a process and kills it at its moment, or a while after it has done all; false where it ended by itself.
func (k *killing) live(p plan, m moment) (killed bool) {
	text, err := json.Marshal(p)
	require.NoError(k, err)
	path := filepath.Join(k.TempDir(), "plan")
	require.NoError(k, os.WriteFile(path, text, 0o600))
	for _, d := range p.deeds() {
		k.deeds[d.Number] = &said{deed: d}
	}
	child := exec.Command(os.Args[0], "-test.run=^TestDoomed$")
	child.Env = append(os.Environ(), killPlan+"="+path)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	require.NoError(k, err)
	require.NoError(k, child.Start())
	late := time.AfterFunc(3*time.Minute, func() {
		k.Errorf("%v: a process hangs", k.place(m))
		_ = child.Process.Kill()
	})
	defer late.Stop()
	now := map[string]int{} // what is under way
	armed := false
	for lines := bufio.NewScanner(out); lines.Scan(); {
		what, kind, ok := k.hear(lines.Text(), now, m)
		if ok && !armed && (what == "begin" && kind == m.kind && m.n == 1 || what == "idle") {
			armed = true
			defer time.AfterFunc(m.after, func() { _ = child.Process.Kill() }).Stop()
		} else if what == "begin" && kind == m.kind {
			m.n--
		}
	}
	err = child.Wait()
	if status, ok := child.ProcessState.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		k.kills++
		k.died(now)
		return true
	}
	if err != nil {
		k.Errorf("%v: a process failed: %v", k.place(m), err)
	}
	return false
}

// hear takes in a line that a process said.
func (k *killing) hear(line string, now map[string]int, m moment) (what, kind string, ok bool) {
	var number int
	if n, _ := fmt.Sscanf(line, "%s %q %d", &what, &kind, &number); n < 3 {
		return "", "", false // of the testing package
	}
	if what == "idle" {
		return what, kind, true
	}
	d := k.deeds[number]
	var revision, until index.Revision
	_, _ = fmt.Sscanf(line, "%s %q %d %d %d", &what, &kind, &number, &revision, &until)
	switch what {
	case "begin":
		now[kind]++
		d.begun, d.since = true, time.Now()
		if kind == bulkDeed {
			k.bulks = append(k.bulks, number)
		}
		return what, kind, true
	case "done":
		d.done, d.revision = true, revision
		k.lasted[kind] = time.Since(d.since)
		if d.writes() {
			k.acknowledged++
		}
	case "refused":
		d.refused, d.revision, d.until = true, revision, until
		k.refusals++
	case "failed":
		k.Errorf("%v: %s", k.place(m), line)
	}
	if now[kind]--; now[kind] <= 0 {
		delete(now, kind)
	}
	return what, kind, true
}

// bulksUnderWay are the bulk loads of which it is open whether they are in.
func (k *killing) bulksUnderWay() (open []int) {
	for _, number := range k.bulks {
		if !k.deeds[number].done {
			open = append(open, number)
		}
	}
	return open
}
