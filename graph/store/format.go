package store

// FormatVersion is the version of the bytes on disk that FORMAT.md describes. A directory of a greater one
// does not open. Its history:
//
//	1: root, pages and log; a checkpoint removes the log up to its revision
//	2: the root says which entries before it are kept, and a load has an entry
const FormatVersion = 2

const (
	// badgerMagic marks Badger's manifest as ours ("AB").
	badgerMagic = 0x4142
	// rootMagic opens the value of the root.
	rootMagic = "AMBITDB\n"

	// cutSize is how much of a page or a log entry goes into one value.
	cutSize = 512 << 10
	// maxValue is the greatest value; one of 1 MiB would go to Badger's value log.
	maxValue = 1<<20 - 1
	// maxSealed is the greatest page or log entry once it is uncompressed, so that a damaged length
	// cannot ask for more memory than there is.
	maxSealed = 1 << 30
)
