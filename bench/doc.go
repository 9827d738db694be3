// Package bench measures Ambit on generated organisations of several sizes. Every benchmark checks its
// answers against a truth worked out by other means, and measures beside itself, in the same run, the
// floor that the machine sets or the baseline that a first attempt would be.
//
//	go test -run '^$' -bench . -benchmem ./bench
package bench
