package bench_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"
)

// newMemory is a chain of places in 8 MiB of memory, each of which leads to another at random.
func newMemory() []uint32 {
	chain := make([]uint32, 1<<21)
	for i, to := range rand.New(rand.NewPCG(seed, seed)).Perm(len(chain)) {
		chain[i] = uint32(to)
	}
	return chain
}

// walk goes a hundred steps along the chain: what the machine gives at the moment, whatever the index does.
func (s *soak) walk(from uint32) (to uint32) {
	start := time.Now()
	for range 100 {
		from = s.memory[from]
	}
	s.took("floor: memory", time.Since(start))
	return from
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
