// Package bitmap holds immutable sets of ordinals and the algebra on them.
//
// A [Set] is a value: copy it, keep it, read it from any number of goroutines; nothing ever changes
// it. [Union], [Intersect], [Difference] and [Set.With] make new sets and leave their operands alone. A
// [Builder] collects ordinals one at a time. [Set.WriteTo] and [Decode] speak the portable 32-bit
// roaring serialisation that other languages read too.
//
// A set takes one of three forms, the smallest in memory that is still cheap to patch: sorted
// numbers while it is small and sparse, sorted runs while it consists of few of them, a roaring bitmap
// otherwise. The form never shows in an answer.
package bitmap
