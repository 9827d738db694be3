package index

import (
	"github.com/accessindex/ambit/bitmap"
	"github.com/accessindex/ambit/graph"
)

// UsersAnswer is what Users answers.
type UsersAnswer struct {
	Users UserSet
	Err   error
}

// UsersMany answers Users for many records, in their order. Records of one entity that have the same
// owner and unit share all the work but that on their shares; those without shares share the answer.
func (s *Snapshot) UsersMany(r graph.Right, refs []graph.Ref) []UsersAnswer {
	answers := make([]UsersAnswer, len(refs))
	if err := askRight(r); err != nil {
		for i := range answers {
			answers[i].Err = err
		}
		return answers
	}
	asked := graph.RightsAsked(r).List() // 3.14
	questions := map[graph.EntityNumber][]*manyRecords{}
	for i, ref := range refs {
		e, record, err := s.askRecord(ref)
		if err != nil {
			answers[i].Err = err
			continue
		}
		if questions[e.Number()] == nil {
			for _, each := range asked {
				question := &manyRecords{s.whoQuestion(e, each), map[graph.HoldingNumber]bitmap.Set{}}
				questions[e.Number()] = append(questions[e.Number()], question)
			}
		}
		sets := make([]bitmap.Set, 0, len(asked))
		for _, question := range questions[e.Number()] {
			sets = append(sets, question.users(record))
		}
		answers[i].Users = s.userSet(sets)
	}
	return answers
}

// manyRecords keeps what a question found for the records of each holding.
type manyRecords struct {
	*whoQuestion
	found map[graph.HoldingNumber]bitmap.Set
}

func (m *manyRecords) users(record graph.Ordinal) bitmap.Set {
	h := m.entity.Holding(record)
	common, again := m.found[h]
	if !again {
		common = bitmap.Union(m.ofHolding(nil, h)...)
		m.found[h] = common
	}
	alone := m.ofRecord(nil, record)
	if len(alone) == 0 {
		return common
	}
	return bitmap.Union(append(alone, common)...)
}
