//go:build linux && (amd64 || arm64)

package index_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// kindOf are the calls that are made to fail, by kind.
var kindOf = map[int32]string{
	syscall.SYS_WRITE:     "write",
	syscall.SYS_PWRITE64:  "write",
	syscall.SYS_FSYNC:     "sync",
	syscall.SYS_FDATASYNC: "sync",
	syscall.SYS_MSYNC:     "sync",
	syscall.SYS_OPENAT:    "open",
	syscall.SYS_MKDIRAT:   "open",
	syscall.SYS_RENAMEAT:  "rename",
	syscall.SYS_UNLINKAT:  "remove",
	syscall.SYS_FTRUNCATE: "truncate",
	syscall.SYS_FALLOCATE: "truncate",
	syscall.SYS_MMAP:      "map",
	syscall.SYS_MREMAP:    "map",
}

// path is the file that a call is about; none where that cannot be told.
func (n *notice) path() string {
	switch n.call {
	case syscall.SYS_OPENAT, syscall.SYS_MKDIRAT, syscall.SYS_RENAMEAT, syscall.SYS_UNLINKAT:
		return n.text(n.args[1])
	case syscall.SYS_MSYNC, syscall.SYS_MREMAP:
		return n.mapped(n.args[0])
	case syscall.SYS_MMAP:
		return n.file(n.args[4])
	}
	return n.file(n.args[0])
}

// creates reports whether the call takes up room on the disk.
func (n *notice) creates() bool {
	return n.call != syscall.SYS_OPENAT || n.args[2]&syscall.O_CREAT != 0
}

func (n *notice) proc(name string) string { return fmt.Sprintf("/proc/%d/%s", n.thread, name) }

func (n *notice) file(descriptor uint64) string {
	name, err := os.Readlink(n.proc(fmt.Sprintf("fd/%d", int32(descriptor))))
	if err != nil {
		return ""
	}
	return name
}

// text is a path in the memory of the process.
func (n *notice) text(address uint64) string {
	value, _, _ := bytes.Cut(n.memory(address, syscall.PathMax), []byte{0})
	return filepath.Clean(string(value))
}

// memory reads from the process, as much as can be had.
func (n *notice) memory(address, size uint64) []byte {
	memory, err := os.Open(n.proc("mem"))
	if err != nil {
		return nil
	}
	defer memory.Close()
	value := make([]byte, size)
	got, _ := memory.ReadAt(value, int64(address))
	return value[:max(0, got)]
}

// mapped is the file that is mapped at an address.
func (n *notice) mapped(address uint64) string {
	maps, err := os.ReadFile(n.proc("maps"))
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(maps)) {
		var from, to, skip uint64
		var word string
		var name string
		_, _ = fmt.Sscanf(line, "%x-%x %s %x %s %d %s", &from, &to, &word, &skip, &word, &skip, &name)
		if from <= address && address < to {
			return name
		}
	}
	return ""
}

// writeHalf does the first half of a write in the place of the process.
func (n *notice) writeHalf() (int64, error) {
	const pidfdOpen, pidfdGetfd = 434, 438 // the same on all machines
	process, _, errno := syscall.Syscall(pidfdOpen, uintptr(n.process()), 0, 0)
	if errno != 0 {
		return 0, errno
	}
	defer syscall.Close(int(process))
	file, _, errno := syscall.Syscall(pidfdGetfd, process, uintptr(n.args[0]), 0)
	if errno != 0 {
		return 0, errno
	}
	defer syscall.Close(int(file))
	half := n.memory(n.args[1], n.args[2]/2)
	if n.call == syscall.SYS_PWRITE64 {
		written, err := syscall.Pwrite(int(file), half, int64(n.args[3]))
		return int64(written), err
	}
	written, err := syscall.Write(int(file), half)
	return int64(written), err
}

// process is the id of the process of the thread.
func (n *notice) process() (id int) {
	status, _ := os.ReadFile(n.proc("status"))
	for line := range strings.Lines(string(status)) {
		if text, ok := strings.CutPrefix(line, "Tgid:"); ok {
			_, _ = fmt.Sscan(text, &id)
		}
	}
	return id
}
