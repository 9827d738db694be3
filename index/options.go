package index

import "log/slog"

// Options say how to open an index. The zero value is the default.
type Options struct {
	// ReadOnly opens an index that exists and is not written to. Several processes may do so at once.
	ReadOnly bool
	// Logger is told of what goes on in the background. Nil is silent.
	Logger *slog.Logger
}
