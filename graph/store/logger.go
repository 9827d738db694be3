package store

import (
	"fmt"
	"log/slog"
	"strings"
)

// badgerLogger passes on what Badger says.
type badgerLogger struct{ to *slog.Logger }

func (l badgerLogger) Errorf(format string, args ...any)   { l.to.Error(line(format, args)) }
func (l badgerLogger) Warningf(format string, args ...any) { l.to.Warn(line(format, args)) }
func (l badgerLogger) Infof(format string, args ...any)    { l.to.Debug(line(format, args)) }
func (l badgerLogger) Debugf(format string, args ...any)   { l.to.Debug(line(format, args)) }

func line(format string, args []any) string {
	return "badger: " + strings.TrimSpace(fmt.Sprintf(format, args...))
}
