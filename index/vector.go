package index

import "unsafe"

// vectorRows is how many rows a page of a vector holds.
const vectorRows = 128

// edit marks the pages that one step from snapshot to snapshot has made its own. It is not empty, so
// that no two have one address.
type edit struct{ _ byte }

// vector is rows of T in pages that snapshots share. A row that was never set is the zero T.
type vector[T any] struct {
	pages []*vectorPage[T]
	owner *edit // who may write to the slice of pages
}

type vectorPage[T any] struct {
	rows  [vectorRows]T
	owner *edit
}

func (v *vector[T]) at(row uint32) T {
	if page := row / vectorRows; int(page) < len(v.pages) && v.pages[page] != nil {
		return v.pages[page].rows[row%vectorRows]
	}
	var zero T
	return zero
}

// page is the page with a number, nil where no row of it was ever set.
func (v *vector[T]) page(number int) *vectorPage[T] {
	if number < len(v.pages) {
		return v.pages[number]
	}
	return nil
}

// set writes one row; e is the step that does.
func (v *vector[T]) set(e *edit, row uint32, value T) {
	number := int(row / vectorRows)
	if v.owner != e || number >= len(v.pages) {
		pages := make([]*vectorPage[T], max(len(v.pages), number+1))
		copy(pages, v.pages)
		v.pages, v.owner = pages, e
	}
	page := v.pages[number]
	if page == nil || page.owner != e {
		own := &vectorPage[T]{owner: e}
		if page != nil {
			own.rows = page.rows
		}
		page = own
		v.pages[number] = page
	}
	page.rows[row%vectorRows] = value
}

// bytes is the heap of the rows and what they hold.
func (v *vector[T]) bytes(held func(T) int) int64 {
	var total int64
	for _, page := range v.pages {
		if page == nil {
			continue
		}
		total += int64(unsafe.Sizeof(*page))
		for _, each := range page.rows {
			total += int64(held(each))
		}
	}
	return total
}
