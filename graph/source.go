package graph

import "context"

// Revision numbers the states of an index, one up with each batch. An empty index is at revision 0.
type Revision uint64

// Source puts a whole organisation into a Builder, in any order.
type Source func(ctx context.Context, b *Builder) error
