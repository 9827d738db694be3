package graph

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// RulesVersion numbers the rules that Apply keeps: it goes up when a batch could have another effect
// than before.
//
//	1  the first
const RulesVersion = 1

// The words that begin a line of an encoded batch.
const (
	logPut          = "put"
	logDelete       = "delete"
	logDropOwnUnits = "drop_own_units"
)

// EncodeChanges writes changes one a line: what is done, the kind, and the object as the org stream
// spells it.
func EncodeChanges(changes []Change) ([]byte, error) {
	var out bytes.Buffer
	for _, change := range changes {
		word := ""
		switch change.(type) {
		case PutObject:
			word = logPut
		case DeleteObject:
			word = logDelete
		case dropOwnUnits:
			word = logDropOwnUnits
		default:
			return nil, fmt.Errorf("%w: change %T", ErrInvalid, change)
		}
		object := change.Subject()
		text, err := json.Marshal(object)
		if err != nil {
			return nil, fmt.Errorf("encoding %s: %w", object, err)
		}
		fmt.Fprintf(&out, "%s %s %s\n", word, object.Kind(), text)
	}
	return out.Bytes(), nil
}

// DecodeChanges reads what EncodeChanges wrote. Anything else is ErrInvalid.
func DecodeChanges(data []byte) ([]Change, error) {
	var changes []Change
	for line := range bytes.Lines(data) {
		word, rest, _ := bytes.Cut(bytes.TrimSuffix(line, []byte("\n")), []byte(" "))
		kind, text, _ := bytes.Cut(rest, []byte(" "))
		object, err := decodeObject(Kind(kind), text)
		if err != nil {
			return nil, fmt.Errorf("%w: change %d: %v", ErrInvalid, len(changes), err)
		}
		switch string(word) {
		case logPut:
			changes = append(changes, PutObject{object})
		case logDelete:
			changes = append(changes, DeleteObject{object})
		case logDropOwnUnits:
			changes = append(changes, dropOwnUnits{})
		default:
			return nil, fmt.Errorf("%w: change %d: %q is nothing to do", ErrInvalid, len(changes), clip(string(word)))
		}
	}
	return changes, nil
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
