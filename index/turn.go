package index

import "context"

// turn is a mutex for which one can stop waiting. Those who wait get it in order.
type turn chan struct{}

func newTurn() turn { return make(turn, 1) }

// Lock waits for the turn.
func (t turn) Lock() { t <- struct{}{} }

// Unlock ends the turn.
func (t turn) Unlock() { <-t }

// wait is Lock until the context ends.
func (t turn) wait(ctx context.Context) error {
	select {
	case t <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// begin waits for the writer's turn. Each call that returns nil ends with ix.writer.Unlock.
func (ix *Index) begin(ctx context.Context) error {
	if err := given(ctx); err != nil {
		return err
	}
	if ix.store == nil {
		return ErrClosed
	}
	if err := ix.writer.wait(ctx); err != nil {
		return err
	}
	err := ctx.Err()
	if ix.closed {
		err = ErrClosed
	}
	if err != nil {
		ix.writer.Unlock()
	}
	return err
}
