// Package generate makes synthetic organisations out of a seed, for benchmarks and trials. The same
// [Config] always gives the same org stream, whatever the machine, and none of it is held in memory
// but the tree of units.
package generate
