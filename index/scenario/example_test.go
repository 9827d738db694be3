package scenario_test

import (
	"context"
	"fmt"
	"log"

	"github.com/accessindex/ambit/index/scenario"
)

func ExampleScenario_Run() {
	s, err := scenario.Parse("shop.scenario", []byte(`
		{"kind":"entity","name":"order"}
		{"kind":"business_unit","id":"shop"}
		{"kind":"user","id":"ann"}
		{"kind":"role","id":"seller","privileges":{"prvReadOrder":"Basic"}}
		{"kind":"role_assignment","role":"seller","principal":"user:ann"}
		{"kind":"record","entity":"order","id":"o1","owner":"user:ann"}
		check ann Read order:o1 => allow
		check ann Write order:o1 => deny gate
		who Read order:o1 => # the answer is wrong
	`))
	if err != nil {
		log.Fatal(err)
	}
	result, err := s.Run(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	for _, each := range result.Failures {
		fmt.Println(each)
	}
	fmt.Println(len(result.Failures), "of", result.Questions, "answers are wrong")
	// Output:
	// shop.scenario:10: who Read order:o1: want nothing, got ann
	// 1 of 3 answers are wrong
}
