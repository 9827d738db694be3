package graph

import "iter"

// table keeps the objects of one kind by number. A number is given out when its id is first
// mentioned; until the object is put, and after it is deleted, the number has none.
type table[T any] struct {
	keys    keys
	objects column[*T]
	count   int
}

// find is the object with the id, nil where there is none.
func (t *table[T]) find(id string) (uint32, *T) {
	number, known := t.keys.find(id)
	if !known {
		return 0, nil
	}
	return number, t.objects.at(number)
}

func (t *table[T]) at(number uint32) *T { return t.objects.at(number) }

func (t *table[T]) id(number uint32) string { return t.keys.id(number) }

// number is that of the id, given out now if need be. Numbers start at 1.
func (t *table[T]) number(e *edit, id string) uint32 {
	if number, known := t.keys.find(id); known {
		return number
	}
	number := max(1, t.keys.length)
	t.keys.put(e, number, id)
	return number
}

// set puts an object, or removes it where it is nil.
func (t *table[T]) set(e *edit, number uint32, object *T) {
	if t.objects.at(number) != nil {
		t.count--
	}
	if object != nil {
		t.count++
	}
	t.objects.set(e, number, object)
}

// all yields the objects by number.
func (t *table[T]) all() iter.Seq2[uint32, *T] {
	return func(yield func(uint32, *T) bool) {
		for number := range t.objects.length {
			if object := t.objects.at(number); object != nil && !yield(number, object) {
				return
			}
		}
	}
}

func (t *table[T]) settle() { t.keys.settle() }
