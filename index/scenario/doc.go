// Package scenario runs scenario files: a small organisation, changes to it, and questions with the
// answers that they must get. FORMAT.md describes the files.
//
// [Run] runs a file on its own, in an index that lives as long as the run; [Assert] asks the questions of
// a file of an index that exists. Both give a [Result], whose findings name file, line, question, the
// answer wanted and the one given. [Paths] finds the files below directories.
//
//	result, err := scenario.Run(ctx, "access.scenario")
//	for _, each := range result.Failures {
//		fmt.Println(each) // access.scenario:12: check ben Write account:a2: want allow, got deny reach
//	}
//
// An error, unlike a failure, is a file that cannot be read or does not hold together: nothing was asked.
package scenario
