package bitmap

// Of is the set of values, in any order and with any repetitions.
func Of(values ...uint32) Set {
	var b Builder
	b.AddMany(values)
	return b.Set()
}

// FromSorted is the set of values, which ascend; repetitions are allowed. It keeps no part of values.
// It is Of by another name where values do not ascend.
func FromSorted(values []uint32) Set { return Of(values...) }

// Range is the set of all ordinals from from up to, but not including, to.
func Range(from, to uint32) Set {
	if from >= to {
		return Set{}
	}
	return fromRuns([]run{{from, to - 1}})
}
