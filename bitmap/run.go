package bitmap

// run is a stretch of consecutive ordinals, both ends included.
type run struct{ first, last uint32 }

// size is the number of ordinals in r.
func (r run) size() uint64 { return uint64(r.last-r.first) + 1 }

// appendRun adds r, which starts no earlier than the last of dst, and joins what overlaps or touches.
func appendRun(dst []run, r run) []run {
	if n := len(dst); n > 0 && (r.first <= dst[n-1].last || r.first-dst[n-1].last == 1) {
		dst[n-1].last = max(dst[n-1].last, r.last)
		return dst
	}
	return append(dst, r)
}

// sizeOf is the number of ordinals in disjoint runs.
func sizeOf(list []run) (n uint64) {
	for _, r := range list {
		n += r.size()
	}
	return n
}

// uniteRuns is the union of two ascending lists.
func uniteRuns(a, b []run) []run {
	out := make([]run, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if a[0].first <= b[0].first {
			out, a = appendRun(out, a[0]), a[1:]
		} else {
			out, b = appendRun(out, b[0]), b[1:]
		}
	}
	for _, r := range a {
		out = appendRun(out, r)
	}
	for _, r := range b {
		out = appendRun(out, r)
	}
	return out
}

// intersectRuns is what two ascending lists of disjoint runs have in common.
func intersectRuns(a, b []run) []run {
	var out []run
	for len(a) > 0 && len(b) > 0 {
		first, last := max(a[0].first, b[0].first), min(a[0].last, b[0].last)
		if first <= last {
			out = append(out, run{first, last})
		}
		if a[0].last < b[0].last {
			a = a[1:]
		} else {
			b = b[1:]
		}
	}
	return out
}

// subtractRuns is what the first of two ascending lists of disjoint runs has and the second lacks.
func subtractRuns(a, b []run) []run {
	out := make([]run, 0, len(a))
	for _, r := range a {
		for len(b) > 0 && b[0].last < r.first {
			b = b[1:]
		}
		rest := true
		for i := 0; i < len(b) && b[i].first <= r.last; i++ {
			if r.first < b[i].first {
				out = append(out, run{r.first, b[i].first - 1})
			}
			if rest = b[i].last < r.last; !rest {
				break
			}
			r.first = b[i].last + 1
		}
		if rest {
			out = append(out, r)
		}
	}
	return out
}
