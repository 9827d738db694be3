//go:build linux && (amd64 || arm64)

package index_test

import (
	"fmt"
	"runtime"
	"syscall"
	"unsafe"
)

// What the kernel offers to answer a process's system calls from outside of it (seccomp_unotify(2)). The numbers
// are those of linux/seccomp.h.
const (
	seccompFilter = 1
	// All threads, a descriptor to answer by, and no interruption of a call that waits for its answer.
	seccompFlags = 1 | 8 | 16 | 32

	answerAllow  = 0x7fff0000
	answerNotify = 0x7fc00000

	noticeReceive = 0xc0502100
	noticeAnswer  = 0xc0182101
	goOn          = 1 // with the call as it is
)

// seccompCall is the number of the call itself, which package syscall lacks on amd64.
var seccompCall = map[string]uintptr{"amd64": 317, "arm64": 277}[runtime.GOARCH]

// notice is what the kernel says of a call that waits.
type notice struct {
	id     uint64
	thread uint32
	_      uint32
	call   int32
	_      uint32
	_      uint64
	args   [6]uint64
}

// answer is what the call is to return.
type answer struct {
	id    uint64
	value int64
	errno int32 // less than zero
	flags uint32
}

// Where a filter finds the call and the low halves of its arguments, on machines with the low byte first.
const (
	offsetCall = 0
	offsetArgs = 16
)

// watchCalls makes the kernel ask before it does any of the calls, in all threads of this process. It returns
// the descriptor by which to answer. Writes to the standard files and maps without a file are not asked about.
func watchCalls(calls ...uintptr) (int, error) {
	const (
		load   = syscall.BPF_LD | syscall.BPF_W | syscall.BPF_ABS
		equal  = syscall.BPF_JMP | syscall.BPF_JEQ | syscall.BPF_K
		beyond = syscall.BPF_JMP | syscall.BPF_JGT | syscall.BPF_K
		give   = syscall.BPF_RET | syscall.BPF_K
	)
	program := []syscall.SockFilter{
		{Code: load, K: offsetCall},
		{Code: equal, K: syscall.SYS_WRITE, Jf: 3},
		{Code: load, K: offsetArgs},
		{Code: beyond, K: 2, Jt: 1},
		{Code: give, K: answerAllow},
		{Code: load, K: offsetCall},
		{Code: equal, K: syscall.SYS_MMAP, Jf: 3},
		{Code: load, K: offsetArgs + 4*8},
		{Code: equal, K: 1<<32 - 1, Jf: 1},
		{Code: give, K: answerAllow},
		{Code: load, K: offsetCall},
	}
	for _, call := range calls {
		program = append(program,
			syscall.SockFilter{Code: equal, K: uint32(call), Jf: 1}, syscall.SockFilter{Code: give, K: answerNotify})
	}
	program = append(program, syscall.SockFilter{Code: give, K: answerAllow})

	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	const noNewPrivileges = 38
	if _, _, errno := syscall.RawSyscall6(syscall.SYS_PRCTL, noNewPrivileges, 1, 0, 0, 0, 0); errno != 0 {
		return 0, fmt.Errorf("prctl: %w", errno)
	}
	whole := syscall.SockFprog{Len: uint16(len(program)), Filter: &program[0]}
	listener, _, errno := syscall.RawSyscall(seccompCall, seccompFilter, seccompFlags, uintptr(unsafe.Pointer(&whole)))
	if errno != 0 {
		return 0, fmt.Errorf("seccomp: %w", errno)
	}
	return int(listener), nil
}

// receive waits a moment for a notice: false where none came.
func receive(listener int, n *notice) (bool, error) {
	poll := struct {
		fd      int32
		events  int16
		revents int16
	}{int32(listener), 1, 0}
	wait := syscall.Timespec{Nsec: 50_000_000}
	count, _, errno := syscall.Syscall6(syscall.SYS_PPOLL, uintptr(unsafe.Pointer(&poll)), 1, uintptr(unsafe.Pointer(&wait)), 0, 0, 0)
	if errno == syscall.EINTR || errno == 0 && (count == 0 || poll.revents&1 == 0) {
		return false, nil
	}
	if errno != 0 {
		return false, errno
	}
	*n = notice{}
	_, _, errno = syscall.Syscall(syscall.SYS_IOCTL, uintptr(listener), noticeReceive, uintptr(unsafe.Pointer(n)))
	if errno == syscall.ENOENT || errno == syscall.EINTR { // the thread is gone
		return false, nil
	}
	if errno != 0 {
		return false, errno
	}
	return true, nil
}

// reply ends the wait of a call. That of a thread that is gone needs none.
func reply(listener int, a *answer) error {
	_, _, errno := syscall.Syscall(syscall.SYS_IOCTL, uintptr(listener), noticeAnswer, uintptr(unsafe.Pointer(a)))
	if errno != 0 && errno != syscall.ENOENT {
		return errno
	}
	return nil
}
