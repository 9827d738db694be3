package cli

import (
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/urfave/cli/v2"
)

// progress shows a bar on a terminal until the function that it returns is called. measure is how
// much is done and how much there is: 0 where that is not known yet, less where it never will be.
func progress(c *cli.Context, what string, bytes bool, measure func() (done, total int64)) (stop func()) {
	if c.Bool("quiet") || !isTerminal(c.App.ErrWriter) {
		return func() {}
	}
	bar := progressbar.NewOptions64(-1,
		progressbar.OptionSetWriter(c.App.ErrWriter),
		progressbar.OptionSetDescription(what),
		progressbar.OptionShowBytes(bytes),
		progressbar.OptionShowCount(),
		progressbar.OptionSetWidth(30),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionEnableColorCodes(colored(c, c.App.ErrWriter)),
		progressbar.OptionUseANSICodes(true),
	)
	end, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(time.Second / 10)
		defer tick.Stop()
		for {
			select {
			case <-end:
				_ = bar.Finish()
				return
			case <-tick.C:
				done, total := measure()
				if total > 0 && bar.GetMax64() != total {
					bar.ChangeMax64(total)
				}
				if done == total { // the bar would be finished, but what was read is still to be taken in
					bar.Describe(what + ", then taking it in")
					done--
				}
				_ = bar.Set64(max(done, 0))
			}
		}
	}()
	return func() {
		close(end)
		<-ended
	}
}
