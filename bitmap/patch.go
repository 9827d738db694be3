package bitmap

// With is s without the members of remove and with those of add; an ordinal in both is added. Both
// must ascend, and may repeat. It costs a copy of s and about as much again as each change: much less than
// building the set anew.
func (s Set) With(add, remove []uint32) Set {
	if len(add) == 0 && len(remove) == 0 {
		return s
	}
	if f, ok := s.form.(*dense); ok {
		b := f.bitmap.Clone()
		for _, x := range remove {
			b.Remove(x)
		}
		b.AddMany(add)
		st := b.Stats()
		if few, ok := fewRuns(b, st); ok {
			return few
		}
		return Set{&dense{b, st.Cardinality}} // exact but for the containers that add touched
	}
	return fromRuns(uniteRuns(subtractRuns(listOf(s), runsOf(remove)), runsOf(add)))
}

// runsOf is the runs of ascending values.
func runsOf(values []uint32) []run {
	list := make([]run, 0, len(values))
	for _, x := range values {
		list = appendRun(list, run{x, x})
	}
	return list
}
