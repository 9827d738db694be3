package loader_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/loader"
	"github.com/stretchr/testify/require"
)

var fuzzFiles = map[string]string{
	"settings.csv":         "name,value\nhierarchy_model,manager\nhierarchy_depth,2\n",
	"entities.csv":         "name,ownership,privilege,hierarchy_excluded\naccount,business,Act,true\n",
	"business_units.csv":   "id,name,parent,disabled\nroot,\"a\r\nb\",,\nb,,root,true\n",
	"positions.csv":        "id,parent\np,q\n",
	"users.csv":            "id,manager,position,disabled\r\nu,m,p,true\r\n",
	"teams.csv":            "\ufeffid,business_unit,type\nt,b,access\n",
	"members.csv":          "team,user\n\"t\",u",
	"privileges.csv":       "name,depths\np,Deep;None\nq,;\n",
	"roles.csv":            "id,member_inheritance\nr,team\n",
	"role_privileges.csv":  "role,privilege,depth\nr,p,Deep\nr,p,Deep\n",
	"role_overrides.csv":   "role,business_unit,privilege,depth\nr,b,p,Local\n",
	"role_assignments.csv": "role,principal,business_unit\nr,user:u,b\n",
	"records.csv":          "entity,id,owner,lookup.x\naccount,a,user:u,lead:l\n",
	"records-account.csv":  "id,inactive\na,true\n",
	"relationships.csv":    "child,lookup,parent,share\nc,l,p,active\n",
	"shares.csv":           "record,principal,rights\naccount:a,organization,7\naccount:a,user:u,Read;Write\n",
	"inherited_shares.csv": "record,principal,origin,rights\naccount:a,user:u,,Read\n",
	"tasks.csv":            "name,requires,offline\nn,\"prvGoOffline;\"\"a;b\"\"\",true\n",
}

// A CSV file is loaded, or refused with reasons; what was loaded is the same when written and read again.
func FuzzCSV(f *testing.F) {
	for name, text := range fuzzFiles {
		f.Add(name, []byte(text))
	}
	f.Fuzz(func(t *testing.T, name string, text []byte) {
		if name != filepath.Base(name) || len(name) > 100 || filepath.Ext(name) != ".csv" || name[0] == '.' {
			return
		}
		dir := t.TempDir()
		if os.WriteFile(filepath.Join(dir, name), text, 0o600) != nil {
			return // no name for a file
		}
		builder := graph.NewBuilder()
		if err := loader.New([]string{dir}, nil).Load(context.Background(), builder); err != nil {
			requireReasons(t, err)
			return
		}
		if name != "business_units.csv" {
			require.NoError(t, os.WriteFile(filepath.Join(dir, "root.ndjson"), []byte(`{"kind":"business_unit","id":"root"}`), 0o600))
		}
		_, want, err := states(dir)
		if err != nil {
			return
		}
		_, got, err := states(csvOf(t, want.Objects))
		require.NoError(t, err)
		require.Equal(t, string(dump(t, want)), string(dump(t, got)))
	})
}
