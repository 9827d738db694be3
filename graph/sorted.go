package graph

import (
	"iter"
	"slices"
)

// sortedPageItems is how many items a page of a sorted set holds before it splits.
const sortedPageItems = 1024

// sorted is an ordered set of T in pages that states share. The zero value is empty.
type sorted[T ordered[T]] struct {
	pages  []*sortedPage[T] // none is empty
	length int
	named  uint32 // pages that ever were; their numbers stay with them, wherever they stand
	owner  *edit  // who may write to the slice of pages
}

type sortedPage[T any] struct {
	number uint32
	items  []T
	owner  *edit
}

// ordered is a value with a total order in which equal means identical.
type ordered[T any] interface {
	compare(other T) int
}

// pair is two numbers, ordered by the first and then by the second.
type pair struct{ first, second uint32 }

func (p pair) compare(q pair) int {
	a, b := uint64(p.first)<<32|uint64(p.second), uint64(q.first)<<32|uint64(q.second)
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// locate is the page where item stands or would stand, and its place there.
func (s *sorted[T]) locate(item T) (page, at int, found bool) {
	page, _ = slices.BinarySearchFunc(s.pages, item, func(p *sortedPage[T], item T) int {
		return p.items[len(p.items)-1].compare(item)
	})
	if page == len(s.pages) {
		return page, 0, false
	}
	at, found = slices.BinarySearchFunc(s.pages[page].items, item, T.compare)
	return page, at, found
}

func (s *sorted[T]) has(item T) bool {
	_, _, found := s.locate(item)
	return found
}

// from yields the items from low on, in order.
func (s *sorted[T]) from(low T) iter.Seq[T] {
	return func(yield func(T) bool) {
		page, at, _ := s.locate(low)
		for ; page < len(s.pages); page, at = page+1, 0 {
			for _, item := range s.pages[page].items[at:] {
				if !yield(item) {
					return
				}
			}
		}
	}
}

// all yields the items in order.
func (s *sorted[T]) all() iter.Seq[T] {
	return func(yield func(T) bool) {
		for _, page := range s.pages {
			for _, item := range page.items {
				if !yield(item) {
					return
				}
			}
		}
	}
}

// insert adds an item and reports whether it was new.
func (s *sorted[T]) insert(e *edit, item T) bool {
	page, at, found := s.locate(item)
	if found {
		return false
	}
	s.own(e)
	s.length++
	if len(s.pages) == 0 {
		s.pages = append(s.pages, s.page(e, []T{item}))
		return true
	}
	if page == len(s.pages) {
		page--
		at = len(s.pages[page].items)
	}
	if len(s.pages[page].items) == sortedPageItems {
		page, at = s.split(e, page, at)
	}
	own := s.writable(e, page)
	own.items = slices.Insert(own.items, at, item)
	return true
}

// split makes room at a place of a full page: a new page at the end, else two halves.
func (s *sorted[T]) split(e *edit, page, at int) (int, int) {
	items := s.pages[page].items
	cut := len(items) / 2
	if at == len(items) {
		cut = len(items)
	}
	right := s.page(e, slices.Clone(items[cut:]))
	if cut < len(items) {
		own := s.writable(e, page)
		own.items = own.items[:cut]
	}
	s.pages = slices.Insert(s.pages, page+1, right)
	if at >= cut {
		return page + 1, at - cut
	}
	return page, at
}

// remove takes an item out and reports whether it was there.
func (s *sorted[T]) remove(e *edit, item T) bool {
	page, at, found := s.locate(item)
	if !found {
		return false
	}
	s.own(e)
	s.length--
	own := s.writable(e, page)
	own.items = slices.Delete(own.items, at, at+1)
	if len(own.items) == 0 {
		s.pages = slices.Delete(s.pages, page, page+1)
	}
	return true
}

func (s *sorted[T]) own(e *edit) {
	if s.owner != e {
		s.pages = slices.Clone(s.pages)
		s.owner = e
	}
}

func (s *sorted[T]) writable(e *edit, number int) *sortedPage[T] {
	page := s.pages[number]
	if page.owner != e {
		page = &sortedPage[T]{number: page.number, items: slices.Clone(page.items), owner: e}
		s.pages[number] = page
		e.clones++
	}
	return page
}

// sortedOf is the set of the given items, which it sorts and keeps.
func sortedOf[T ordered[T]](items []T) sorted[T] {
	slices.SortFunc(items, T.compare)
	return sortedInOrder(slices.CompactFunc(items, func(a, b T) bool { return a.compare(b) == 0 }))
}

// sortedInOrder is the set of items that are in order and distinct; it keeps them.
func sortedInOrder[T ordered[T]](items []T) sorted[T] {
	s := sorted[T]{length: len(items)}
	for page := range slices.Chunk(items, sortedPageItems) {
		s.pages = append(s.pages, s.page(nil, slices.Clip(page)))
	}
	return s
}

// page is a new page of the set.
func (s *sorted[T]) page(e *edit, items []T) *sortedPage[T] {
	s.named++
	return &sortedPage[T]{number: s.named - 1, items: items, owner: e}
}

// seconds yields the second numbers of the pairs with the given first.
func seconds(s *sorted[pair], first uint32) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		for p := range s.from(pair{first, 0}) {
			if p.first != first || !yield(p.second) {
				return
			}
		}
	}
}

// anySecond is some second number of the pairs with the given first.
func anySecond(s *sorted[pair], first uint32) (uint32, bool) {
	for second := range seconds(s, first) {
		return second, true
	}
	return 0, false
}
