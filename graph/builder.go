package graph

// Builder collects the objects of a load, which is one batch of puts (15.3).
type Builder struct{}

// Section is what one goroutine adds to a Builder.
type Section struct{}

// NewBuilder is an empty Builder.
func NewBuilder() *Builder { return &Builder{} }

// Section opens a part of the Builder that one goroutine may fill beside others.
func (b *Builder) Section() *Section { return &Section{} }

// Put adds an object that stood at the given place. A malformed one is ErrInvalid and is not added.
func (s *Section) Put(at Place, o Object) error { return nil }
