package loader

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Decoding one line with a decoder that is warm, as the workers of a load have.
func BenchmarkDecode(b *testing.B) {
	for name, line := range map[string]string{
		"record":    `{"kind":"record","entity":"account","id":"0f8fad5b-d9cb-469f-a165-70867728950e","owner":"user:user-123"}`,
		"lookups":   `{"kind":"record","entity":"account","id":"0f8fad5b-d9cb-469f-a165-70867728950e","owner":"user:user-123","lookups":{"parentaccountid":"account:7c9e6679-7425-40de-944b-e07fc1f90ae7"}}`,
		"kind last": `{"entity":"account","id":"0f8fad5b-d9cb-469f-a165-70867728950e","owner":"user:user-123","kind":"record"}`,
		"share":     `{"kind":"share","record":"account:0f8fad5b-d9cb-469f-a165-70867728950e","principal":"team:team-4","rights":["Read","Write"]}`,
		"role":      `{"kind":"role","id":"seller","privileges":{"prvCreateAccount":"Basic","prvReadAccount":"Basic","prvWriteAccount":"Basic"}}`,
	} {
		b.Run(name, func(b *testing.B) {
			d, text := newDecoder(), []byte(line)
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				if o, faults := d.decode(text); o == nil {
					require.Empty(b, faults)
				}
			}
		})
	}
}
