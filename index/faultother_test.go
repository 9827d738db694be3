//go:build !linux || !(amd64 || arm64)

package index_test

import "testing"

// System calls are made to fail where the kernel lets another process answer them.
func TestFaults(t *testing.T) {
	t.Skip("system calls are made to fail on Linux alone, on amd64 and arm64")
}
