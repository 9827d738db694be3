package bench_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"
)

// floor is what the machine gives at the moment, whatever the index does: dependent random reads of memory.
type floor struct {
	chain []uint32
	at    uint32
}

func newFloor() *floor {
	f := &floor{chain: make([]uint32, 1<<22)} // 16 MiB
	for i, to := range rand.New(rand.NewPCG(seed, seed)).Perm(len(f.chain)) {
		f.chain[i] = uint32(to)
	}
	return f
}

// walk is how long 100 reads took.
func (f *floor) walk() time.Duration {
	start := time.Now()
	for range 100 {
		f.at = f.chain[f.at]
	}
	return time.Since(start)
}

// syncs appends to a file and syncs it, some times a second: the floor of a commit.
func (s *soak) syncs() {
	file, err := os.Create(filepath.Join(s.t.TempDir(), "floor"))
	if err != nil {
		s.fail(err)
		return
	}
	defer file.Close()
	entry := make([]byte, 200)
	s.every(200*time.Millisecond, func() error {
		start := time.Now()
		_, err := file.Write(entry)
		if err == nil {
			err = file.Sync()
		}
		s.took("floor: sync", time.Since(start))
		if err != nil {
			return fmt.Errorf("floor: %w", err)
		}
		return nil
	})
}
