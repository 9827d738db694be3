package index

// Decision is the answer to a check. The zero Decision denies.
type Decision bool

// The two decisions.
const (
	Deny  Decision = false
	Allow Decision = true
)

// String is "allow" or "deny".
func (d Decision) String() string {
	if d {
		return "allow"
	}
	return "deny"
}
