package graph

import "slices"

// pageRows is how many rows a page of a column holds, in memory and on disk.
const pageRows = 4096

// edit marks the pages that one step from State to State has made its own: those it may write to.
// Every other page is shared with older states and is cloned first.
type edit struct {
	clones int // pages cloned so far
}

// column is a vector of T in pages that states share. A row beyond the end is the zero T.
type column[T any] struct {
	pages  []*columnPage[T]
	length uint32
	owner  *edit // who may write to the slice of pages
}

type columnPage[T any] struct {
	rows  []T
	owner *edit
}

func (c *column[T]) at(row uint32) T {
	if row >= c.length {
		var zero T
		return zero
	}
	return c.pages[row/pageRows].rows[row%pageRows]
}

// set writes one row, and grows the column with zero rows up to it.
func (c *column[T]) set(e *edit, row uint32, value T) {
	c.own(e)
	for c.length <= row {
		c.grow(e, min(row+1-c.length, pageRows-c.length%pageRows))
	}
	c.writable(e, row/pageRows).rows[row%pageRows] = value
}

// own makes the slice of pages this edit's own.
func (c *column[T]) own(e *edit) {
	if c.owner != e {
		c.pages = slices.Clone(c.pages)
		c.owner = e
	}
}

// grow adds rows to the last page, or to a new one where that is full.
func (c *column[T]) grow(e *edit, rows uint32) {
	if c.length%pageRows == 0 {
		c.pages = append(c.pages, &columnPage[T]{owner: e})
	}
	page := c.writable(e, c.length/pageRows)
	page.rows = append(page.rows, make([]T, rows)...)
	c.length += rows
}

// writable is the page with the given number, cloned unless it is this edit's own.
func (c *column[T]) writable(e *edit, number uint32) *columnPage[T] {
	page := c.pages[number]
	if page.owner != e {
		page = &columnPage[T]{rows: slices.Clone(page.rows), owner: e}
		c.pages[number] = page
		e.clones++
	}
	return page
}

// columnOf is a column with the given rows, which it keeps.
func columnOf[T any](rows []T) column[T] {
	c := column[T]{length: uint32(len(rows))}
	for page := range slices.Chunk(rows, pageRows) {
		c.pages = append(c.pages, &columnPage[T]{rows: page})
	}
	return c
}
