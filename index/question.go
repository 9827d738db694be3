package index

import "github.com/accessindex/ambit/graph"

// Question is what Check asks.
type Question struct {
	User   string
	Right  graph.Right
	Record graph.Ref
}

// Answer is what Check answers.
type Answer struct {
	Decision Decision
	Err      error
}

// CheckMany answers questions as Check does, in their order.
func (s *Snapshot) CheckMany(questions []Question) []Answer {
	answers := make([]Answer, len(questions))
	for i, q := range questions {
		answers[i].Decision, answers[i].Err = s.Check(q.User, q.Right, q.Record)
	}
	return answers
}
