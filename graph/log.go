package graph

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// RulesVersion numbers the rules that Apply keeps: it goes up when a batch could have another effect
// than before.
//
//	1  facts put and deleted
//	2  the verbs
const RulesVersion = 2

// The words that begin the line of a fact; its kind follows.
const (
	logPut    = "put"
	logDelete = "delete"
)

// logVerb is how a change that is no fact is written.
type logVerb struct {
	word   string
	is     func(Change) bool
	decode func(text []byte) (Change, error)
}

func writtenAs[T Change](word string) logVerb {
	return logVerb{
		word: word,
		is:   func(change Change) bool { _, is := change.(T); return is },
		decode: func(text []byte) (Change, error) {
			var change T
			err := json.Unmarshal(text, &change)
			return change, err
		},
	}
}

// logVerbs are the verbs, and the effects that no fact says.
var logVerbs = []logVerb{
	writtenAs[MoveUnit]("move_unit"),
	writtenAs[EnableUnit]("enable_unit"),
	writtenAs[DisableUnit]("disable_unit"),
	writtenAs[EnableUser]("enable_user"),
	writtenAs[DisableUser]("disable_user"),
	writtenAs[TransferUser]("transfer_user"),
	writtenAs[TransferTeam]("transfer_team"),
	writtenAs[AssignRecord]("assign_record"),
	writtenAs[GrantShare]("grant_share"),
	writtenAs[ModifyShare]("modify_share"),
	writtenAs[RevokeShare]("revoke_share"),
	writtenAs[LinkRecord]("link_record"),
	writtenAs[UnlinkRecord]("unlink_record"),
	writtenAs[RecomputeInherited]("recompute_inherited"),
	writtenAs[dropOwnUnits]("drop_own_units"),
	writtenAs[placeOwned]("place_owned"),
}

// word is what begins the line of a change.
func word(change Change) string {
	switch change.(type) {
	case PutObject:
		return logPut
	case DeleteObject:
		return logDelete
	}
	for _, each := range logVerbs {
		if each.is(change) {
			return each.word
		}
	}
	return ""
}

// EncodeChanges writes changes one a line: put or delete, the kind, and the object as the org stream
// spells it; of a verb or an effect its name and its fields.
func EncodeChanges(changes []Change) ([]byte, error) {
	var out bytes.Buffer
	for _, change := range changes {
		what, fields := word(change), any(change)
		switch what {
		case "":
			return nil, fmt.Errorf("%w: change %T", ErrInvalid, change)
		case logPut, logDelete:
			object := change.Subject()
			what += " " + string(object.Kind())
			fields = object
		}
		text, err := json.Marshal(fields)
		if err != nil {
			return nil, fmt.Errorf("encoding change of %s: %w", change.Subject(), err)
		}
		fmt.Fprintf(&out, "%s %s\n", what, text)
	}
	return out.Bytes(), nil
}

// DecodeChanges reads what EncodeChanges wrote. Anything else is ErrInvalid.
func DecodeChanges(data []byte) ([]Change, error) {
	var changes []Change
	for line := range bytes.Lines(data) {
		change, err := decodeLine(bytes.TrimSuffix(line, []byte("\n")))
		if err != nil {
			return nil, fmt.Errorf("%w: change %d: %v", ErrInvalid, len(changes), err)
		}
		changes = append(changes, change)
	}
	return changes, nil
}

func decodeLine(line []byte) (Change, error) {
	what, rest, _ := bytes.Cut(line, []byte(" "))
	for _, each := range logVerbs {
		if each.word == string(what) {
			return each.decode(rest)
		}
	}
	kind, text, _ := bytes.Cut(rest, []byte(" "))
	object, err := decodeObject(Kind(kind), text)
	if err != nil {
		return nil, err
	}
	switch string(what) {
	case logPut:
		return PutObject{object}, nil
	case logDelete:
		return DeleteObject{object}, nil
	}
	return nil, fmt.Errorf("%q is nothing to do", clip(string(what)))
}

func decodeObject(kind Kind, text []byte) (Object, error) {
	switch kind {
	case KindSettings:
		return decodeAs[Settings](text)
	case KindEntity:
		return decodeAs[Entity](text)
	case KindBusinessUnit:
		return decodeAs[BusinessUnit](text)
	case KindPosition:
		return decodeAs[Position](text)
	case KindUser:
		return decodeAs[User](text)
	case KindTeam:
		return decodeAs[Team](text)
	case KindMember:
		return decodeAs[Member](text)
	case KindPrivilege:
		return decodeAs[Privilege](text)
	case KindRole:
		return decodeAs[Role](text)
	case KindRoleAssignment:
		return decodeAs[RoleAssignment](text)
	case KindRecord:
		return decodeAs[Record](text)
	case KindRelationship:
		return decodeAs[Relationship](text)
	case KindShare:
		return decodeAs[RecordShare](text)
	case KindTask:
		return decodeAs[Task](text)
	}
	return nil, fmt.Errorf("unknown kind %q", clip(string(kind)))
}

func decodeAs[T Object](text []byte) (Object, error) {
	var object T
	if err := json.Unmarshal(text, &object); err != nil {
		return nil, err
	}
	return object, nil
}
