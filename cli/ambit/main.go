// Command ambit answers who may do what to which record.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/accessindex/ambit/cli"
)

func main() {
	signal.Ignore(syscall.SIGPIPE) // a reader that has enough makes a write fail, so that all is cleaned up
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	os.Exit(cli.Run(ctx, os.Args, os.Stdin, os.Stdout, os.Stderr))
}
