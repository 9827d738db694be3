package cli

import (
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/urfave/cli/v2"
)

// patience is how long nothing is shown.
const patience = time.Second

// progress shows a bar on a terminal, from when it takes longer than a second until the function that it
// returns is called. measure is how much is done and how much there is: 0 where that is not known yet, less
// where it never will be. Without a measure it shows that something goes on.
func progress(c *cli.Context, what string, bytes bool, measure func() (done, total int64)) (stop func()) {
	if c.Bool("quiet") || !isTerminal(c.App.ErrWriter) {
		return func() {}
	}
	end, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		select {
		case <-end:
		case <-time.After(patience):
			showProgress(c, what, bytes, measure, end)
		}
	}()
	return func() {
		close(end)
		<-ended
	}
}

// showProgress shows the bar until the end.
func showProgress(
	c *cli.Context, what string, bytes bool, measure func() (done, total int64), end <-chan struct{},
) {
	options := []progressbar.Option{
		progressbar.OptionSetWriter(c.App.ErrWriter),
		progressbar.OptionSetDescription(what),
		progressbar.OptionShowBytes(bytes),
		progressbar.OptionSetWidth(30),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionEnableColorCodes(colored(c, c.App.ErrWriter)),
		progressbar.OptionUseANSICodes(true),
	}
	if measure == nil {
		measure = func() (int64, int64) { return 0, -1 }
	} else {
		options = append(options, progressbar.OptionShowCount())
	}
	bar := progressbar.NewOptions64(-1, options...)
	tick := time.NewTicker(time.Second / 10)
	defer tick.Stop()
	for {
		done, total := measure()
		if total > 0 && bar.GetMax64() != total {
			bar.ChangeMax64(total)
		}
		if done == total { // the bar would be finished, but what was read is still to be taken in
			bar.Describe(what + ", then taking it in")
			done--
		}
		_ = bar.Set64(max(done, 0))
		select {
		case <-end:
			_ = bar.Finish()
			return
		case <-tick.C:
		}
	}
}
