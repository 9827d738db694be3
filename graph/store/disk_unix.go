//go:build linux || darwin || freebsd

package store

import (
	"io/fs"
	"syscall"
)

// diskFree is how many bytes the file system of the directory has left for us.
func diskFree(dir string) (uint64, bool) {
	var stat syscall.Statfs_t
	if err := syscall.Statfs(dir, &stat); err != nil {
		return 0, false
	}
	return uint64(max(0, int64(stat.Bavail))) * uint64(stat.Bsize), true
}

// diskUse is how many bytes of blocks a file takes, which for a sparse file is less than its length.
func diskUse(info fs.FileInfo) int64 {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return stat.Blocks * 512
	}
	return info.Size()
}
