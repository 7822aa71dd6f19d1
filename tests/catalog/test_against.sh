#!/bin/sh
# test_against.sh OUNCE SCRATCH — `ounce catalog --against`: what changed, as conditions.
#
# Prints `ok NAME` or `not ok NAME` per check and closes with `N passed, N failed`.
set -u

[ $# = 2 ] || { echo "usage: $0 OUNCE SCRATCH" >&2; exit 2; }
case $1 in
    /*) ounce=$1 ;;
    *) ounce=$PWD/$1 ;;
esac
rm -rf "$2" && mkdir -p "$2" && cd "$2" || exit 2
passed=0
failed=0

# expect NAME CODE ARGUMENT…: the command ends so, and prints what is in `want`.
expect() {
    name=$1 code=$2
    shift 2
    "$ounce" catalog "$@" >out 2>err
    got=$?
    if [ $got = "$code" ] && cmp -s want out; then
        passed=$((passed + 1))
        echo "ok $name"
    else
        failed=$((failed + 1))
        echo "not ok $name: exit code $got, not $code"
        diff want out | sed 's/^/#   /'
        sed 's/^/#   err: /' err | head -5
    fi
}

rule() { # rule FOLDER ID DETECTION
    mkdir -p "$1"
    printf 'AnalysisType: rule\nRuleID: %s\nEnabled: true\nSeverity: Low\nLogTypes: [L]\nDetection:\n%s\n' \
        "$2" "$3" >"$1/$2.yml"
}

rule old Gone '- {Key: a, Condition: Equals, Value: x}'
rule old Kept '- {Key: a, Condition: Exists}'
rule old Moved '- {Key: a, Condition: Exists}
- {Key: n, Condition: Equals, Value: 1}'
rule old Broken '- {Key: a, Condition: Exists}'
rule new Kept '- All: [{Key: a, Condition: Exists}]'
rule new Moved '- {Key: a, Condition: Exists}
- {Key: n, Condition: IsIn, Values: [1, 2]}'
rule new New '- None: [{Key: b, Condition: IsNull}]'

cat >want <<'END'
- Broken
    - a exists
- Gone
    - a eq "x"
~ Moved
    - n eq 1
    + n in [1, 2]
+ New
    + b is_not_null
END
expect 'added, removed, changed' 1 --against old new
cat >want <<'END'
{"rule_id":"Moved","change":"changed","file":"new/Moved.yml","removed":["n eq 1"],"added":["n in [1, 2]"]}
END
expect 'one rule, as JSON' 1 --against old --format json --id Moved new
: >want
expect 'no difference' 0 --against old old
expect 'a rule that is the same' 0 --against old --id Kept new
expect 'a folder that is not there' 4 --against none new
rule new Broken '- {Key: a, Condition: Exsts}'
rm new/New.yml old/Gone.yml new/Moved.yml old/Moved.yml
expect 'what does not load on one side' 3 --against old --quiet new

echo "$passed passed, $failed failed"
[ $failed = 0 ]
