#!/bin/sh
# test_cli.sh OUNCE SCRATCH — the command from outside: exit codes, output, bad input.
#
# Prints `ok NAME` or `not ok NAME` per check and closes with `N passed, N failed`.
set -u

[ $# = 2 ] || { echo "usage: $0 OUNCE SCRATCH" >&2; exit 2; }
case $1 in
    /*) ounce=$1 ;;
    *) ounce=$PWD/$1 ;;
esac
here=$(cd "$(dirname "$0")" && pwd)
rm -rf "$2" && mkdir -p "$2" && cd "$2" || exit 2

passed=0
failed=0

ok() { passed=$((passed + 1)); echo "ok $1"; }
not_ok() {
    failed=$((failed + 1))
    echo "not ok $1"
    sed 's/^/#   out: /' out | head -5
    sed 's/^/#   err: /' err | head -5
}

# run NAME CODE ARGUMENT…: the command ends with CODE; its output is in out and err.
# Nothing may ever end by a signal or a sanitizer.
run() {
    name=$1 want=$2
    shift 2
    "$ounce" "$@" >out 2>err
    code=$?
    if [ $code = "$want" ]; then
        ok "$name"
    else
        not_ok "$name: exit code $code, not $want"
    fi
}

# After run: has NAME FILE PATTERN; lacks likewise; lines NAME FILE COUNT.
has() { if grep -q -e "$3" "$2"; then ok "$1"; else not_ok "$1: no \"$3\" in $2"; fi; }
lacks() { if grep -q -e "$3" "$2"; then not_ok "$1: \"$3\" in $2"; else ok "$1"; fi; }
lines() {
    count=$(wc -l <"$2" | tr -d ' ')
    if [ "$count" = "$3" ]; then ok "$1"; else not_ok "$1: $count lines, not $3"; fi
}

# --- rules and events that most checks use

mkdir rules
cat >rules/login.yml <<'EOF'
AnalysisType: rule
RuleID: Test.Login
DisplayName: A login
Enabled: true
LogTypes: [Custom.Login]
Severity: High
Tags: [Identity, Two]
OutputIds: [pager, mail]
AlertTitle: "{user} logged in"
AlertContext:
  - KeyName: who
    KeyValue: {KeyPath: user}
Detection:
  - {KeyPath: kind, Condition: Equals, Value: login}
Tests:
  - Name: a login
    ExpectedResult: true
    Log: {kind: login, user: ann}
  - Name: a logout
    ExpectedResult: false
    Log: {kind: logout, user: ann}
EOF
cat >rules/quiet.yml <<'EOF'
AnalysisType: rule
RuleID: Test.Quiet
Enabled: true
LogTypes: [Custom.Login]
Severity: Low
Detection:
  - {KeyPath: kind, Condition: Equals, Value: quiet}
EOF
cat >failing.yml <<'EOF'
AnalysisType: rule
RuleID: Test.Failing
Enabled: true
LogTypes: [Custom.Login]
Severity: Low
Detection:
  - {KeyPath: kind, Condition: Equals, Value: login}
Tests:
  - Name: wrong expectation
    ExpectedResult: true
    Log: {kind: logout}
  - Name: right expectation
    ExpectedResult: true
    Log: {kind: login}
EOF
cat >typo.yml <<'EOF'
AnalysisType: rule
RuleID: Test.Typo
Enabled: true
LogTypes: [Custom.Login]
Severity: Low
Detection:
  - {KeyPath: kind, Condition: Equalss, Value: login}
EOF
cat >events.ndjson <<'EOF'
{"kind":"login","user":"ann"}
{"kind":"logout","user":"bob"}
{"kind":"quiet"}
{"kind":"login","user":"cid"}
EOF

# --- help, version, usage

run 'help' 0 --help
has 'help lists the commands' out '^  scan'
for command in check test scan explain version; do
    run "$command --help" 0 "$command" --help
    has "$command --help shows the usage" out "^Usage: ounce $command"
    has "$command --help shows an example" out "^  .*ounce $command"
    has "$command --help tells the exit codes" out '^Exit codes'
    run "help $command" 0 help "$command"
    run "$command -h" 0 "$command" -h
    run "$command refuses an unknown option" 2 "$command" --no-such-option
    run "$command refuses an unknown format" 2 "$command" --format nonsense
    has "$command lists the formats" err 'accepted: .*json'
    lines "$command --format nonsense prints no data" out 0
done
run 'version' 0 --version
has 'version is one line' out '^ounce [0-9]*\.[0-9]*\.[0-9]*$'
run 'the version command' 0 version
has 'the version command names the compiler' out '^compiler '
run 'version as JSON' 0 version --format json
has 'version as JSON' out '^{"version":"[0-9.]*","build":{'
run 'no command' 2
run 'an unknown command' 2 sacn
has 'an unknown command gets the nearest' err 'did you mean "scan"'
run 'an unknown first option' 2 --frobnicate
run 'check without a path' 2 check
run 'test without a path' 2 test
run 'scan without rules' 2 scan events.ndjson
run 'explain without rules' 2 explain
run 'version with an argument' 2 version x
run '-j 0' 2 scan -r rules -j 0 events.ndjson
run '-j x' 2 scan -r rules -j x events.ndjson
run '-j 1000' 2 scan -r rules -j 1000 events.ndjson
run 'an unknown severity' 2 scan -r rules --severity hihg events.ndjson
has 'an unknown severity lists all' err 'critical'
run 'an unknown id' 2 explain -r rules --id Test.Logni
has 'an unknown id gets the nearest' err 'did you mean "Test.Login"'

# --- check

run 'check good rules' 0 check --allow no-tests --allow coarse-dedup rules
lines 'check good rules prints nothing' out 0
has 'check counts' err '^2 rules, 0 errors, 0 warnings$'
run 'check --quiet' 0 check --quiet rules
lines 'check --quiet says nothing' err 0
run 'check warns' 0 check failing.yml
has 'a warning has its place' out '^failing.yml:8:1: warning: .*\[no-negative-test\]$'
has 'warnings are counted' err '^1 rule, 0 errors, [1-9][0-9]* warnings$'
run 'check --strict fails on a warning' 1 check --strict failing.yml
run 'check --allow' 0 check --allow no-negative-test failing.yml
lacks 'what is allowed is not said' out 'no-negative-test'
has 'the others are' out '\[coarse-dedup\]'
run 'check --strict --allow all there is' 0 check --strict --allow no-negative-test \
    --allow coarse-dedup failing.yml
lines '--allow leaves nothing' out 0
run 'check --allow an unknown lint' 2 check --allow no-test failing.yml
has 'an unknown lint gets the nearest' err 'did you mean "no-tests"'
run 'check --list' 0 check --list
has 'lints have a sentence, aligned' out '^no-tests             the rule has no tests$'
has 'the last lint is there' out '^unknown-lint         an "ounce: allow" comment'
run 'check --list as JSON' 0 check --list --format json
has 'a lint as JSON' out \
    '^{"name":"no-tests","level":"warning","description":"the rule has no tests"}$'
cp rules/quiet.yml comment.yml
echo '# ounce: allow no-tests, coarse-dedup (what is seldom needs no more)' >>comment.yml
run 'check --strict a rule with a comment' 0 check --strict comment.yml
sed 's/allow no-tests/allow no-test/' comment.yml >comment2.yml
mv comment2.yml comment.yml
run 'check a comment with a typo' 0 check comment.yml
has 'a typo in a comment has its place' out \
    '^comment.yml:8:16: warning: .*did you mean "no-tests"?.*\[unknown-lint\]$'
has 'what it does not allow is said' out '\[no-tests\]$'
lacks 'what it allows is not' out 'coarse-dedup'
run 'the other commands do not lint' 0 explain -r rules --id Test.Quiet
lines 'they say nothing of it' err 0
run 'check a typo' 1 check typo.yml
has 'a typo has its place' out '^typo.yml:7:[0-9]*: error: .*\[[a-z-]*\]$'
has 'a typo gets the nearest word' out '"Equals"'
run 'check a typo as JSON' 1 check --format json typo.yml
has 'a diagnostic as JSON' out '^{"file":"typo.yml","line":7,"column":[0-9]*,"level":"error","code":"[a-z-]*","message":".*","rule_id":"Test.Typo"}$'
run 'check of another id' 0 check --id Test.Login rules typo.yml
: >empty.yml
mkdir nothing
run 'check an empty file' 1 check empty.yml
has 'nothing to do is said' err 'nothing to do'
run 'check an empty file, allowed' 0 check --allow-empty empty.yml
run 'check an empty folder' 1 check nothing
run 'check a missing file' 4 check missing.yml
has 'a missing file is named' out 'missing.yml.*\[io\]'
run 'check a missing file and good ones' 4 check rules missing.yml
printf 'AnalysisType: rule\n\tbad: [\n' >syntax.yml
run 'check a syntax error' 1 check syntax.yml
has 'a syntax error has its place' out '^syntax.yml:2:'
run 'check a missing file by id' 4 check --id Test.Login missing.yml
has 'the missing file is named, too' err 'missing.yml.*\[io\]'
mkdir -p loop/inner
cp rules/login.yml loop/
ln -s ../.. loop/inner/up
ln -s self loop/self
run 'check ends in a loop of links' 0 check loop/login.yml
timeout 60 "$ounce" check loop >out 2>err
code=$?
if [ $code = 0 ] || [ $code = 1 ] || [ $code = 4 ]; then
    ok 'a loop of links ends'
else
    not_ok "a loop of links ends: exit code $code"
fi
mkdir closed && cp rules/login.yml closed/ && chmod 000 closed
if ls closed >/dev/null 2>&1; then
    echo '# root reads every folder: unreadable folder skipped'
else
    run 'check an unreadable folder' 4 check closed
fi
chmod 755 closed

# --- test

run 'test good rules' 0 test rules
has 'a test that passes' out '^  PASS  a login$'
has 'a rule without tests' out '^  no tests$'
has 'test counts' err '^2 tests, 2 passed, 0 failed; 2 rules, 1 without tests$'
run 'test a failing rule' 1 test failing.yml rules
has 'a test that fails has its place' out '^  FAIL  wrong expectation (failing.yml:9)$'
has 'a test that fails is explained' out '^        expected a match, got no match$'
has 'a test that fails names the condition' out 'logout'
run 'test --failures-only' 1 test --failures-only failing.yml rules
lacks 'only failures' out 'PASS'
lacks 'only failing rules' out 'Test.Login'
run 'test as JSON' 0 test --format json rules
lines 'test as JSON is a line a test' out 2
has 'a match as JSON' out '^{"file":"rules/login.yml","rule_id":"Test.Login","test":"a login","expected":true,"got":true,"passed":true,"error":null,"title":"ann logged in","dedup":"ann logged in","severity":"HIGH","description":"","reference":"","runbook":"","destinations":\["pager","mail"\],"alert_context":{"who":"ann"}}$'
has 'no match as JSON' out '^{"file":"rules/login.yml","rule_id":"Test.Login","test":"a logout","expected":false,"got":false,"passed":true,"error":null,"title":null,"dedup":null,"severity":null,"description":null,"reference":null,"runbook":null,"destinations":null,"alert_context":null}$'
mkdir told
cat >told/told.yml <<'EOF'
AnalysisType: rule
RuleID: Test.Told
Enabled: true
Severity: Low
LogTypes: [Custom.Login]
OutputIds: [desk]
Filename: told.py
Tests:
  - {Name: one, ExpectedResult: true, Log: {to: pager}}
  - {Name: nobody, ExpectedResult: true, Log: {to: SKIP}}
  - {Name: none, ExpectedResult: true, Log: {}}
EOF
cat >told/told.py <<'EOF'
def rule(event):
    return True


def destinations(event):
    return None if event.get("to") is None else [event.get("to")]
EOF
"$ounce" test --format json told/told.yml | sed 's/.*\("destinations":.*\),"alert_context.*/\1/' >got
printf '"destinations":["pager"]\n"destinations":[]\n"destinations":["desk"]\n' >want
if cmp -s got want; then ok 'destinations of tests'; else not_ok 'destinations of tests'; fi
run 'test with a rule that does not load' 3 test rules typo.yml
has 'its diagnostic is on standard error' err '^typo.yml:7:.*error'
run 'a failing test goes first' 1 test failing.yml typo.yml
run 'test nothing' 1 test rules/quiet.yml
run 'test nothing, allowed' 0 test --allow-empty rules/quiet.yml
run 'test a missing path' 4 test rules missing
run 'test by tag' 0 test --tag identity rules
has 'test by tag counts' err '^2 tests.* 1 rule, 0 without tests$'
run 'test by another tag' 1 test --tag none rules
"$ounce" test rules failing.yml >one 2>err
run 'test on four threads' 1 test -j 4 rules failing.yml
if cmp -s one out; then ok 'threads keep the order'; else not_ok 'threads keep the order'; fi

# --- reports for other programs: SARIF, JUnit, workflow commands

# report FORMAT NAME CODE ARGUMENT…: as run, and what the command wrote is held against the
# rules of its format. What a reader gets from it is in facts, each as Python writes it.
report() {
    format=$1
    shift
    run "$@"
    if python3 "$here/check_report.py" "$format" out >facts 2>>err; then
        ok "$1: it is $format"
    else
        not_ok "$1: it is not $format"
    fi
}

# same NAME FILE FILE
same() { if cmp -s "$2" "$3"; then ok "$1"; else not_ok "$1: $2 and $3 differ"; fi; }

# Everything that a format has to escape, in every place where a rule can put it.
mkdir hostile broken
cat >'hostile/h,o:s%t <&>.yml' <<'EOF'
AnalysisType: rule
RuleID: "Test.'Hostile',: \u2603\e[2J"
Enabled: true
LogTypes: [Custom.Login]
Severity: Low
Detection:
  - {KeyPath: kind, Condition: Equals, Value: login}
Tests:
  - Name: "<a> & \"b\" 'c' ]]> 100%2C, d: e\n::error::f\r\x01\e[2J\u0085\u202e\t\u2603"
    ExpectedResult: true
    Log: {kind: "<g> & %0A ]]>\n::error::h\r\e[2J"}
  - Name: fine
    ExpectedResult: true
    Log: {kind: login}
EOF
cat >'broken/b,r:o%k <&>.yml' <<'EOF'
AnalysisType: rule
RuleID: "Test.<Broken>&\"%"
Enabled: true
LogTypes: [Custom.Login]
Severity: Low
Detection:
  - {KeyPath: kind, Condition: "E%0A\n::error::f,\r\e[2J<&>", Value: login}
Tests:
  - {Name: never run, ExpectedResult: true, Log: {kind: login}}
EOF
cat >correlation.yml <<'EOF'
AnalysisType: correlation_rule
RuleID: Test.Correlation
Enabled: true
Severity: Low
Detection:
  - Group: [{RuleID: Test.Login}, {RuleID: Test.Quiet}]
    LookbackWindowMinutes: 60
    Schedule: {RateMinutes: 60, TimeoutMinutes: 1}
EOF
mkdir -p policies
cat >policies/policy.yml <<'EOF'
AnalysisType: policy
PolicyID: Test.Policy
Enabled: true
Severity: Low
ResourceTypes: [AWS.S3.Bucket]
Filename: policy.py
Tests:
  - {Name: open, ExpectedResult: false, Resource: {Name: b, Public: true}}
  - {Name: closed, ExpectedResult: true, Resource: {Name: b, Public: false}}
EOF
cat >policies/policy.py <<'EOF'
def policy(resource):
    return not resource["Public"]


def title(resource):
    return f"{resource['Name']} is open"
EOF
sed 's/ExpectedResult: true/ExpectedResult: false/; s/Test.Policy/Test.Wrong/' \
    policies/policy.yml >policies/wrong.yml
printf '%s\n' '{"Name":"b","Public":true}' '{"Name":"c","Public":false}' >buckets.ndjson
cat >twice.yml <<'EOF'
AnalysisType: rule
RuleID: Test.Twice
Enabled: true
LogTypes: [Custom.Login]
Severity: Low
Detection:
  - {KeyPath: kind, Condition: Equalss, Value: login}
  - {KeyPath: kind, Condition: Equalss, Value: logout}
EOF
printf 'max_event_bytes: 30\n' >small.yml
cat >large.yml <<'EOF'
AnalysisType: rule
RuleID: Test.Large
Enabled: true
LogTypes: [Custom.Login]
Severity: Low
Detection:
  - {KeyPath: kind, Condition: Equals, Value: login}
Tests:
  - {Name: large, ExpectedResult: true, Log: {kind: login, pad: "0123456789abcdef"}}
EOF
escape=$(printf '\033')

report sarif 'SARIF of good rules' 0 check --format sarif rules/login.yml
lines 'SARIF of good rules has no result' facts 0
report sarif 'SARIF of an error' 1 check --format sarif typo.yml
has 'SARIF lists the code' facts "^'rule' 'unknown-condition' '[A-Z]"
has 'SARIF has the place' facts "^'error' 'unknown-condition' 'typo.yml' 7 [0-9]* 'Test.Typo' '"
"$ounce" check --format sarif typo.yml >again 2>err
same 'SARIF is the same again' out again
fingerprints() { grep -o '"ounceFinding/v1":"[0-9a-f]*:[0-9]*"' "$1"; }
fingerprints out >before
{ echo '# a line above'; cat typo.yml; } >moved.yml
"$ounce" check --format sarif moved.yml >out 2>err
fingerprints out >after
lines 'SARIF has a fingerprint' after 1
same 'a fingerprint stays when lines move' before after
report sarif 'SARIF of two equal findings' 1 check --format sarif twice.yml
lines 'SARIF has both, and one rule' facts 3
report sarif 'SARIF of hostile text' 1 check --format sarif broken
has 'SARIF: the path comes back' facts "^'error' 'unknown-condition' 'broken/b,r:o%k <&>.yml' 7 "
has 'SARIF: the id comes back' facts " 'Test.<Broken>&\"%' "
has 'SARIF: the message comes back' facts 'E%0A\\n::error::f,\\r\\x1b\[2J<&>'
lacks 'SARIF cannot steer a terminal' out "$escape"
report sarif 'SARIF of an absolute path' 1 check --format sarif "$PWD/typo.yml"
has 'SARIF: an absolute path is a file URI' out '"uri":"file:///'
report sarif 'SARIF of a missing file' 4 check --format sarif missing.yml
has 'SARIF: a missing file has no place' facts "^'error' 'io' 'missing.yml' None None None '"
report sarif 'SARIF of a note' 0 check --format sarif rules correlation.yml
has 'SARIF: a note is a note' facts "^'note' 'not-evaluated' 'correlation.yml' "
report sarif 'SARIF of another id' 0 check --format sarif --id Test.Login rules typo.yml
lacks 'SARIF of another id' facts 'Typo'
report sarif 'SARIF of a lint' 0 check --format sarif rules/quiet.yml
has 'SARIF: a lint is a warning' facts "^'warning' 'no-tests' 'rules/quiet.yml' 2 "
has 'SARIF: what the lint means' facts "^'rule' 'no-tests' 'The rule has no tests'$"

report github 'annotations of good rules' 0 check --format github rules/login.yml
lines 'annotations of good rules are none' out 0
report github 'annotation of an error' 1 check --format github typo.yml
has 'an error as annotation' out '^::error file=typo.yml,line=7,col=[0-9]*,title=unknown-condition::unknown condition '
report github 'annotation of a note' 0 check --format github rules correlation.yml
has 'a note is a notice' out '^::notice file=correlation.yml,'
report github 'annotations of hostile text' 1 check --format github broken
has 'annotations: the path comes back' facts "^'error' 'broken/b,r:o%k <&>.yml' '7' "
has 'annotations: the message comes back' facts 'E%0A\\n::error::f,\\r'
report github 'annotation of a missing file' 4 check --format github missing.yml
has 'annotations: a missing file has no line' out '^::error file=missing.yml,title=io::'

cat >policies/lacking.yml <<'EOF'
AnalysisType: rule
RuleID: Test.Lacking
Enabled: true
Severity: Low
LogTypes: [Custom.Login]
Filename: lacking.py
EOF
cat >policies/lacking.py <<'EOF'
import boto3


def rule(event):
    return event.get("kind") == "login" and boto3.resource("s3") is not None
EOF
sed 's/Lacking/Yielding/; s/lacking/yielding/' policies/lacking.yml >policies/yielding.yml
printf 'def rule(event):\n    yield event\n' >policies/yielding.py
run 'coverage of rules' 1 check --coverage rules policies
has 'coverage: rules and policies' out '^5 rules compile: 2 to predicates, 3 to steps$'
has 'coverage: guards' out '^3 guarded, 2 tried on every event of their log types$'
has 'coverage: what does not compile' out '^1 do not compile$'
has 'coverage: what is not supported' out "^    1  Python feature 'yield' is not supported \[py-unsupported\]$"
has 'coverage: what is missing' out '^    1  boto3.resource() \[missing-function\]$'
lacks 'coverage: no findings' out 'no-tests'
run 'what is missing is a warning' 0 check --allow no-tests policies/lacking.yml
has 'a service has its place' out '^policies/lacking.py:5:45: warning: boto3.resource() asks an unsupported service, .*\[py-unsupported-service\]$'
run 'with --strict it fails the check' 1 check --strict --allow no-tests policies/lacking.yml
run 'coverage as JSON' 1 check --coverage --format json rules policies
has 'coverage as JSON: counts' out '^{"kind":"coverage","compiled":5,"pure":2,"guarded":3,"missing":1,"not_compiled":1}$'
has 'coverage as JSON: rules' out '"construct":"boto3.resource","rules":1,"rule_ids":\["Test.Lacking"\]}$'
run 'coverage of one rule' 0 check --coverage --id Test.Login rules policies
has 'coverage of one rule: counts' out '^1 rule compiles: 1 to predicates, 0 to steps$'
run 'coverage has no SARIF' 2 check --coverage --format sarif rules

# A Python file that cannot be read is told of once, though two rules name it.
mkdir large
sed 's/lacking/large/' policies/lacking.yml >large/one.yml
sed 's/lacking/large/; s/Lacking/Second/' policies/lacking.yml >large/two.yml
{ printf 'def rule(event):\n    return True\n'; head -c 2000000 /dev/zero | tr '\0' '#'; } >large/large.py
run 'a large Python file' 1 check --allow no-tests large
has 'a large Python file is named' out '^large/large.py: error: the file has 2000033 bytes, more than the 1048576 allowed'
lines 'a large Python file: once' out 1

run 'a policy is tested' 0 test --format json policies/policy.yml
has 'a policy returns false' out '"test":"open","expected":false,"got":false,"passed":true,"error":null,"title":"b is open"'
has 'a policy returns true' out '"test":"closed","expected":true,"got":true,"passed":true,"error":null,"title":null'
run 'a policy that returns something else' 1 test policies/wrong.yml
has 'a policy should have matched' out 'expected a match, got no match'
run 'a policy is not tried on events of unknown type' 0 scan -r policies/policy.yml buckets.ndjson
lines 'no bucket is looked at' out 0
run 'a policy is tried on its resources' 0 scan -r policies/policy.yml --log-type AWS.S3.Bucket buckets.ndjson
lines 'one bucket does not comply' out 1
has 'the bucket that does not comply' out '"title":"b is open"'

report junit 'JUnit of good rules' 0 test --format junit rules
has 'JUnit: a suite a rule' facts "^'suite' 'Test.Login' 'rules/login.yml' 2 0 0 0$"
has 'JUnit: a rule without tests' facts "^'suite' 'Test.Quiet' 'rules/quiet.yml' 0 0 0 0$"
has 'JUnit: a test has its line' facts "^'case' 'a logout' [1-9][0-9]*$"
report junit 'JUnit of a failing test' 1 test --format junit failing.yml rules
has 'JUnit counts failures' facts "^'suite' 'Test.Failing' 'failing.yml' 2 1 0 0$"
has 'JUnit: a failure' facts "^'failure' 'unexpected-verdict' 'expected a match, got no match'$"
has 'JUnit: a failure is explained' facts "^'text' .*logout"
report junit 'JUnit, failures only' 1 test --format junit --failures-only failing.yml rules
has 'JUnit, failures only, counts those' facts "^'suite' 'Test.Failing' 'failing.yml' 1 1 0 0$"
lacks 'JUnit, failures only: no other suite' facts 'Test.Login\|Test.Quiet'
lacks 'JUnit, failures only: no other case' facts 'right expectation'
report junit 'JUnit of a test without a verdict' 1 test --format junit --limits small.yml large.yml
has 'JUnit counts errors' facts "^'suite' 'Test.Large' 'large.yml' 1 0 1 0$"
has 'JUnit: an error' facts "^'error' 'not-evaluated' '"
report junit 'JUnit of a rule that does not load' 3 test --format junit rules typo.yml
has 'JUnit: a suite for it' facts "^'suite' 'Test.Typo' 'typo.yml' 1 0 1 0$"
has 'JUnit: why it does not load' facts "^'error' 'unknown-condition' 'unknown condition "
report junit 'JUnit when no rule loads' 3 test --format junit typo.yml twice.yml
has 'JUnit when no rule loads: the first' facts "^'suite' 'Test.Twice' 'twice.yml' 1 0 1 0$"
has 'JUnit when no rule loads: the second' facts "^'suite' 'Test.Typo' 'typo.yml' 1 0 1 0$"
report junit 'JUnit, failures only, when no rule loads' 3 test --format junit --failures-only typo.yml
has 'JUnit, failures only, tells of it, too' facts "^'suite' 'Test.Typo' "
report junit 'JUnit of another id' 3 test --format junit --id Test.Login rules/login.yml typo.yml
lacks 'JUnit of another id' facts 'Typo'
report junit 'JUnit of a missing file' 4 test --format junit rules missing.yml
has 'JUnit: a suite for the missing file' facts "^'suite' 'missing.yml' 'missing.yml' 1 0 1 0$"
report junit 'JUnit of nothing' 1 test --format junit nothing
lines 'JUnit of nothing is empty' facts 0
report junit 'JUnit of hostile text' 1 test --format junit hostile
has 'JUnit: the suite comes back' facts "^'suite' .*Hostile.*,: .u2603.*\[2J.* 'hostile/h,o:s%t <&>.yml' 2 1 0 0$"
has 'JUnit: the name comes back' facts "^'case' .<a> & .*c.* \]\]> 100%2C, d: e\\\\n::error::f\\\\r.*\[2J\\\\x85\\\\u202e\\\\t\\\\u2603. 9$"
has 'JUnit: the event comes back' facts "^'text' .*<g> & %0A \]\]>"
lacks 'JUnit cannot steer a terminal' out "$escape"
report junit 'JUnit of hostile text that does not load' 3 test --format junit broken
has 'JUnit: its id comes back' facts "^'suite' 'Test.<Broken>&\"%' 'broken/b,r:o%k <&>.yml' 1 0 1 0$"

report github 'annotations of passing tests' 0 test --format github rules
lines 'annotations of passing tests are none' out 0
has 'annotations leave the summary' err '^2 tests, 2 passed, 0 failed'
report github 'annotation of a failing test' 1 test --format github failing.yml rules
lines 'a failing test is one annotation' out 1
has 'a failing test as annotation' out '^::error file=failing.yml,line=9,col=[0-9]*,title=Test.Failing%3A wrong expectation::expected a match, got no match%0A'
cp out all
report github 'annotations, failures only' 1 test --format github --failures-only failing.yml rules
same 'annotations are failures only' out all
report github 'annotation of a rule that does not load' 3 test --format github rules typo.yml
has 'a rule that does not load as annotation' out '^::error file=typo.yml,line=7,col=[0-9]*,title=unknown-condition::'
report github 'annotations of hostile tests' 1 test --format github hostile broken
has 'annotations: the test comes back' facts "^'error' 'hostile/h,o:s%t <&>.yml' '9' .*100%2C, d: e\\\\n::error::f\\\\r"
run 'JSON, failures only' 1 test --format json --failures-only failing.yml rules
lines 'JSON, failures only, is a line' out 1

# Order of output does not depend on the number of threads; only times do.
mkdir many
i=100
while [ $i -lt 160 ]; do
    sed "s/Test.Failing/Test.Many$i/" failing.yml >many/$i.yml
    i=$((i + 1))
done
for format in text json junit github; do
    "$ounce" test --format $format many rules typo.yml 2>err | sed 's/ time="[0-9.]*"//' >one
    for jobs in 2 3 7 64 256; do
        "$ounce" test -j $jobs --format $format many rules typo.yml 2>err |
            sed 's/ time="[0-9.]*"//' >out
        same "$format is the same with -j $jobs" one out
    done
done

# --- scan

# counts NAME EVENTS MATCHED NOT_MATCHED NOT_EVALUATED: the summary, which adds up.
counts() {
    noun=events
    [ "$2" = 1 ] && noun=event
    has "$1" err "^$2 $noun, $3 matched, $4 not matched, $5 not evaluated\$"
}

run 'scan' 0 scan -r rules events.ndjson
lines 'scan prints a line a match' out 3
counts 'scan counts' 4 3 1 0
has 'scan times' err '^2 rules, 3 matches, [0-9.]* seconds, [0-9]* events/s$'
has 'a match' out '^{"kind":"match","rule_id":"Test.Login","severity":"HIGH","title":"ann logged in","dedup":"ann logged in","alert_context":{"who":"ann"},"log_type":.*,"file":"events.ndjson","line":1,"event":{"kind":"login","user":"ann"}}$'
run 'scan --no-event' 0 scan -r rules --no-event events.ndjson
lacks 'scan --no-event has none' out '"event"'
run 'scan --quiet' 0 scan --quiet -r rules events.ndjson
lines 'scan --quiet says nothing' err 0
run 'scan as text' 0 scan --format text -r rules events.ndjson
has 'a match as text' out '^HIGH Test.Login ann logged in (events.ndjson:1)$'
run 'scan one rule' 0 scan --id Test.Quiet -r rules events.ndjson
counts 'matches of other rules do not count' 4 1 3 0
run 'scan by severity' 0 scan --severity MEDIUM -r rules events.ndjson
counts 'scan by severity counts' 4 2 2 0
run 'scan rules of two paths' 0 scan -r rules/login.yml -r rules/quiet.yml events.ndjson
counts 'rules of two paths' 4 3 1 0
run 'scan with a log type' 0 scan -r rules --log-type Custom.Login events.ndjson
has 'the log type shows' out '"log_type":"Custom.Login"'
run 'scan with a foreign log type' 0 scan -r rules --log-type Custom.Other events.ndjson
counts 'a foreign log type matches nothing' 4 0 4 0
run 'scan without rules below' 1 scan -r nothing events.ndjson
run 'scan without rules, allowed' 0 scan --allow-empty -r nothing events.ndjson
counts 'no rules, events counted' 4 0 4 0
run 'scan with a rule that does not load' 3 scan -r rules -r typo.yml events.ndjson
counts 'the others run' 4 3 1 0
run 'scan when no rule loads' 3 scan -r typo.yml events.ndjson
run 'scan with missing rules' 4 scan -r rules -r missing events.ndjson
run 'scan a missing input' 4 scan -r rules missing.ndjson events.ndjson
has 'the missing input is named' err 'missing.ndjson'
counts 'the other input is read' 4 3 1 0
run 'scan a folder' 4 scan -r rules nothing events.ndjson
counts 'the input after the folder is read' 4 3 1 0

"$ounce" scan -r rules <events.ndjson >out 2>err
counts 'standard input' 4 3 1 0
has 'standard input has a name' out '"file":"-","line":1'
"$ounce" scan -r rules - <events.ndjson >out 2>err
counts 'standard input by its name' 4 3 1 0
run 'an empty input' 0 scan -r rules /dev/null
counts 'an empty input counts' 0 0 0 0

# --- scan: inputs of other shapes

gzip -c events.ndjson >events.gz
run 'gzip' 0 scan -r rules events.gz
counts 'gzip counts' 4 3 1 0
cat events.gz events.gz >twice.gz
run 'gzip in two members' 0 scan -r rules twice.gz
counts 'gzip in two members counts' 8 6 2 0
{ cat events.gz; head -c 512 /dev/zero; } >padded.gz
run 'gzip with padding' 0 scan -r rules padded.gz
"$ounce" scan -r rules <events.gz >out 2>err
counts 'gzip on standard input' 4 3 1 0
awk 'BEGIN { for (i = 0; i < 20000; i++) printf "{\"kind\":\"login\",\"user\":\"%d\"}\n", i * 7919 % 10007 }' >many.ndjson
gzip -c many.ndjson >many.gz
size=$(wc -c <many.gz)
head -c $((size / 2)) many.gz >cut.gz
run 'gzip cut off' 4 scan -r rules cut.gz events.ndjson
has 'gzip cut off has its place' err 'cut.gz:[0-9]*: .*ends too early'
has 'what comes before the cut is judged' out '"user":"7919"'
has 'the input after the cut is judged' out '"file":"events.ndjson"'
{ head -c $((size / 2)) many.gz; head -c 200 /dev/zero; tail -c +$((size / 2 + 201)) many.gz; } >corrupt.gz
run 'gzip corrupt' 4 scan -r rules corrupt.gz events.ndjson
has 'gzip corrupt has its place' err 'corrupt.gz:[0-9]*: '
has 'the input after the corrupt one is judged' out '"file":"events.ndjson"'
{ cat events.gz; echo rubbish; } >rubbish.gz
run 'gzip with rubbish behind' 4 scan -r rules rubbish.gz
counts 'what comes before the rubbish is judged' 4 3 1 0

printf '{"Records":[{"kind":"login","user":"a"},{"kind":"logout"},\n{"kind":"quiet"}]}' >records.json
run 'records' 0 scan -r rules records.json
counts 'records count' 3 2 1 0
has 'a record has its line' out '"line":2,'
printf '{\n  "Records": [\n    {\n      "kind": "login",\n      "user": "a"\n    },\n    {\n      "kind": "quiet"\n    }\n  ]\n}\n' >pretty.json
run 'records over many lines' 0 scan -r rules pretty.json
counts 'records over many lines count' 2 2 0 0
lines 'a record prints on one line' out 2
gzip -c records.json >records.json.gz
cat records.json records.json | "$ounce" scan -r rules records.json.gz - >out 2>err
counts 'records compressed and glued together' 9 6 3 0
printf '{"Records":[{"kind":"login","user":"a"},' >open.json
run 'records left open' 0 scan -r rules --report-unevaluated open.json
counts 'records left open count' 2 1 0 1
has 'records left open are told' out '^{"kind":"not_evaluated","reason":"bad JSON","rule_id":null,"file":"open.json","line":1}$'
printf '{\n  "kind": "login",\n  "user": "a"\n}\n{\n  "kind": "quiet"\n}\n' >document.json
run 'events over many lines' 0 scan -r rules document.json
counts 'events over many lines count' 2 2 0 0

printf '{"kind":"login","user":"a"}\n{"kind":"login"\n\n{"kind":"logout"}\n[1]\n{"kind":"quiet"}' >bad.ndjson
run 'a bad line in the middle' 0 scan -r rules --report-unevaluated bad.ndjson
counts 'the others are judged' 5 2 1 2
has 'a bad line is told' out '^{"kind":"not_evaluated","reason":"bad JSON","rule_id":null,"file":"bad.ndjson","line":2}$'
has 'a list is told' out '"reason":"not an object","rule_id":null,"file":"bad.ndjson","line":5}$'
run 'bad lines untold' 0 scan -r rules bad.ndjson
lacks 'bad lines untold' out not_evaluated
has 'bad lines are counted by reason' err '^not evaluated: 1 bad JSON, 1 not an object'
printf '{"kind":"login","user":"\377"}\n{"kind":"quiet"}\n' >latin.ndjson
run 'bytes that are not UTF-8' 0 scan -r rules latin.ndjson
counts 'bytes that are not UTF-8 count' 2 1 0 1
printf '\357\273\277{"kind":"login","user":"a"}\r\n\r\n{"kind":"quiet"}\r\n' >windows.ndjson
run 'byte order mark and CRLF' 0 scan -r rules windows.ndjson
counts 'byte order mark and CRLF count' 2 2 0 0
lacks 'no carriage return comes out' out "$(printf '\r')"

awk 'BEGIN { printf "{\"kind\":\"login\",\"user\":\"a\",\"pad\":\""; for (i = 0; i < 300000; i++) printf "0123456789"; print "\"}"; print "{\"kind\":\"quiet\"}" }' >long.ndjson
run 'a line of 3 MB' 0 scan -r rules --no-event long.ndjson
counts 'a line of 3 MB counts' 2 2 0 0
printf 'max_event_bytes: 1000000 # bytes\n' >small.yml
run 'a line over the limit' 0 scan -r rules --limits small.yml --report-unevaluated long.ndjson
counts 'a line over the limit counts' 2 1 0 1
has 'a line over the limit is told' out '"kind":"not_evaluated".*"file":"long.ndjson","line":1}'
"$ounce" scan -r rules --limits small.yml <long.ndjson >out 2>err
counts 'a line over the limit on standard input' 2 1 0 1
printf 'max_event_bytes: 100\n' >tiny.yml
cat long.ndjson | "$ounce" scan -r rules --limits tiny.yml >out 2>err
counts 'a line far over the limit in a pipe' 2 1 0 1
{ printf '{"Records":['; head -1 long.ndjson; printf ',{"kind":"quiet"}]}'; } >longrecords.json
run 'a record over the limit' 0 scan -r rules --limits tiny.yml longrecords.json
counts 'a record over the limit counts' 2 1 0 1

{
    sed -e 's/Test.Quiet/Test.Heavy/' rules/quiet.yml
    echo 'AlertContext:'
    for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        echo "  - {KeyName: k$i, KeyValue: {KeyPath: a.b.c$i}}"
    done
} >heavy.yml
printf 'max_event_steps: 20\n' >steps.yml
run 'an alert over the step limit' 0 scan -r heavy.yml --limits steps.yml events.ndjson
counts 'a match stays one without its alert' 4 1 3 0
has 'what there is of the alert' out '^{"kind":"match","rule_id":"Test.Heavy","severity":"LOW",.*"alert_context":null,.*,"file":"events.ndjson","line":3,"event":{"kind":"quiet"}}$'
has 'an incomplete alert is told' err 'events.ndjson:3: alert incomplete: '
"$ounce" scan -r rules <&- >out 2>err
code=$?
if [ $code = 4 ]; then ok 'no standard input'; else not_ok "no standard input: $code"; fi

# --- scan: alerts

# The worked example of docs/alerts.md, as it stands there.
example() { # example LANGUAGE: the first fenced block of it behind "## Example"
    awk -v fence="\`\`\`$1" '/^## Example$/ { on = 1 }
        on && $0 == fence { print_it = 1; next }
        print_it && /^```$/ { exit } print_it' "$here/../../docs/alerts.md"
}
example yaml >login.yml
example json >logins.ndjson
example text >wanted
run 'the example of docs/alerts.md' 0 scan -r login.yml --emit alerts --format text logins.ndjson
{
    echo '$ ounce scan -r login.yml --emit alerts --format text logins.ndjson'
    cat out
} >got
sed -n '1,3p' wanted >wanted.out
if cmp -s got wanted.out; then ok 'it prints what is there'; else not_ok 'it prints what is there'; fi
has 'it counts what is there' err "^$(sed -n 6p wanted)\$"
has 'it counts events as ever' err "^$(sed -n 4p wanted)\$"

run 'alerts as JSON' 0 scan -r login.yml --emit alerts --log-type Custom.Login logins.ndjson
printf '%s%s\n' '{"kind":"alert","rule_id":"Login.Failed","severity":"MEDIUM","title":"ann cannot log in","dedup":"ann cannot log in","alert_context":{},"log_type":null,' \
    '"first_time":"2024-01-15T10:00:00.000Z","last_time":"2024-01-15T10:59:00.000Z","count":4}' >wanted
sed -n 1p out | sed 's/"log_type":"Custom.Login"/"log_type":null/' >got
if cmp -s got wanted; then ok 'an alert as JSON'; else not_ok 'an alert as JSON'; fi
has 'an alert has its log type' out '"log_type":"Custom.Login"'
cp out alone
run 'alerts with threads' 0 scan -r login.yml --emit alerts --log-type Custom.Login -j 4 logins.ndjson
if cmp -s out alone; then ok 'threads change nothing'; else not_ok 'threads change nothing'; fi
run '--emit matches is the default' 0 scan -r login.yml --emit matches logins.ndjson
lines '--emit matches prints matches' out 8
run '--emit of something else' 2 scan -r login.yml --emit everything logins.ndjson
has 'it lists what is accepted' err 'accepted: matches or alerts'
run '--state without alerts' 2 scan -r login.yml --state state logins.ndjson
has 'it says what is missing' err 'it needs --emit alerts'
run '--flush without --state' 2 scan -r login.yml --emit alerts --flush logins.ndjson
has 'it says why' err 'needs --state'

# Cut anywhere, with a state between the parts: the same alerts, each once.
for cut in 0 1 2 3 4 5 6 7 8; do
    rm -f state
    head -n $cut logins.ndjson | "$ounce" scan -r login.yml --emit alerts --log-type Custom.Login --state state -q >parts 2>err
    tail -n +$((cut + 1)) logins.ndjson | "$ounce" scan -r login.yml --emit alerts --log-type Custom.Login --state state --flush -q >>parts 2>>err
    if cmp -s parts alone; then ok "a state behind event $cut"; else not_ok "a state behind event $cut"; fi
done
rm -f state
head -n 4 logins.ndjson | "$ounce" scan -r login.yml --emit alerts --state state >out 2>err
lines 'an open alert is not printed' out 0
has 'it is said to be there' err '^0 alerts, 1 still open,'
has 'and where' err '^1 window kept for the next run'
lines 'the state is lines' state 4
cp state old
for damage in '1d' '2d' '$d' 's/"count":4/"count":5/' '3s/$/ /' '$s/.$//' '3{p}'; do
    sed "$damage" old >state
    cp state damaged
    run "a state damaged by $damage" 4 scan -r login.yml --emit alerts --state state logins.ndjson
    has 'it says so' err 'state:[0-9]*: the alert state is damaged: .*move the file away'
    lines 'nothing was printed' out 0
    if cmp -s state damaged; then ok 'the file is as it was'; else not_ok 'the file is as it was'; fi
done
run 'a state that is a folder' 4 scan -r login.yml --emit alerts --state nothing logins.ndjson
run 'a state in a folder that is not there' 4 scan -r login.yml --emit alerts --state none/state logins.ndjson
has 'it says that alerts come again' err 'will come again'
cp old state
if [ -w /dev/full ]; then
    "$ounce" scan -r login.yml --emit alerts --state state --flush logins.ndjson >/dev/full 2>err
    [ $? = 4 ] && ok 'alerts to a full disk' || not_ok 'alerts to a full disk'
    if cmp -s state old; then ok 'the state is as it was'; else not_ok 'the state is as it was'; fi
fi

# What the clock does: an hour beyond the end of a window it closes, before the input ends.
sed 's/user":"ann"/user":"cid"/' logins.ndjson >hours.ndjson
echo '{"p_event_time":"2024-01-15 11:59:59","user":"dan","ok":false}' >>hours.ndjson
head -n 3 logins.ndjson | cat - hours.ndjson >two.ndjson
rm -f state
run 'a window that is over' 0 scan -r login.yml --emit alerts --state state two.ndjson
has 'it stays for an hour' err '^1 alert, 2 still open'
echo '{"p_event_time":"2024-01-15 12:00:00","user":"dan","ok":false}' >later.ndjson
run 'an hour later' 0 scan -r login.yml --emit alerts --state state --format text later.ndjson
has 'it is printed' out 'ann cannot log in (3 matches'
has 'once' err '^1 alert, 1 still open'
# Files from another day, after the clock has passed it, still reach the threshold.
sed 's/2024-01-15/2024-01-14/; s/ann/eve/' logins.ndjson >yesterday.ndjson
run 'a file of the day before' 0 scan -r login.yml --emit alerts --format text logins.ndjson yesterday.ndjson
lines 'it has its alerts' out 4
# Also when the newer events, between them, move the clock.
paste -d '\n' logins.ndjson yesterday.ndjson >mixed.ndjson
run 'two days at a time' 0 scan -r login.yml --emit alerts --format text mixed.ndjson
lines 'both have their alerts' out 4
# An event from the far future neither moves the clock nor keeps later matches.
{
    echo '{"p_event_time":"9999-01-15 10:00:00","user":"ann","ok":false}'
    cat logins.ndjson
} >future.ndjson
run 'an event from the future' 0 scan -r login.yml --emit alerts --format text future.ndjson
lines 'it swallows nothing' out 2
run 'events without a time' 0 scan -r login.yml --emit alerts --format text bad.ndjson
sed 's/"p_event_time":"[^"]*",//' logins.ndjson >undated.ndjson
run 'undated events' 0 scan -r login.yml --emit alerts --format text undated.ndjson
has 'they count as of now' out '(7 matches, 20[0-9][0-9]-'
has 'and that is said' err 'have no p_event_time'
sed 's/^Threshold: 3/CreateAlert: false/' login.yml >signal.yml
run 'signals' 0 scan -r signal.yml --emit alerts logins.ndjson
lines 'they print nothing' out 0
has 'they are counted' err ', 8 signals$'

# --- scan: threads and output

"$ounce" scan -r rules many.ndjson events.ndjson >one 2>err
counts 'many events' 20004 20003 1 0
for jobs in 2 3 7; do
    run "$jobs threads" 0 scan -j $jobs -r rules many.ndjson events.ndjson
    counts "$jobs threads count alike" 20004 20003 1 0
    if cmp -s one out; then ok "$jobs threads keep the order"; else
        not_ok "$jobs threads keep the order"
    fi
done
run 'more threads than events' 0 scan -j 64 -r rules events.ndjson
counts 'more threads than events count' 4 3 1 0

{ "$ounce" scan -r rules many.ndjson 2>err; echo $? >code; } | head -1 >out
if [ "$(cat code)" = 4 ]; then ok 'a closed pipe'; else not_ok "a closed pipe: $(cat code)"; fi
has 'a closed pipe is said' err 'cannot write to standard output'
lines 'a closed pipe got its line' out 1
: >out
if [ -w /dev/full ]; then
    for arguments in 'scan -r rules events.ndjson' 'test rules' 'check typo.yml' \
        'explain -r rules' 'version' '--version' '--help' 'scan --help'; do
        # shellcheck disable=SC2086
        "$ounce" $arguments >/dev/full 2>err
        code=$?
        if [ $code = 4 ]; then ok "a full disk: $arguments"; else
            not_ok "a full disk: $arguments: exit code $code"
        fi
    done
    has 'a full disk is said' err 'cannot write to standard output'
fi
"$ounce" scan -r rules events.ndjson >&- 2>err
code=$?
if [ $code = 4 ]; then ok 'no standard output'; else not_ok "no standard output: $code"; fi

mkfifo pipe
"$ounce" scan -r rules pipe >out 2>err &
scan=$!
exec 3>pipe
printf '{"kind":"login","user":"a"}\n' >&3
tries=0
while [ ! -s out ] && [ $tries -lt 100 ]; do
    sleep 0.1
    tries=$((tries + 1))
done
has 'a match comes while the pipe is open' out '"Test.Login"'
kill -TERM $scan
wait $scan
code=$?
exec 3>&-
if [ $code = 143 ]; then ok 'SIGTERM'; else not_ok "SIGTERM: exit code $code"; fi
counts 'SIGTERM leaves a summary' 1 1 0 0

# --- explain

run 'explain a rule' 0 explain -r rules --id Test.Login
has 'explain shows the rule' out 'Test.Login'
has 'explain shows the condition' out 'login'
lacks 'explain shows no other rule' out 'Test.Quiet'
run 'explain as JSON' 0 explain -r rules --format json
lines 'explain as JSON is a line a rule' out 2
run 'explain as ir' 0 explain -r rules --format ir
run 'explain an event' 0 explain -r rules --id Test.Login events.ndjson
has 'explain has the place' out '^events.ndjson:2$'
has 'explain has the value' out 'logout'
"$ounce" explain -r rules --format json - <events.ndjson >out 2>err
lines 'explain as JSON is a line an event and rule' out 8
run 'explain an event as ir' 2 explain -r rules --format ir events.ndjson
run 'explain a bad event' 0 explain -r rules --id Test.Login bad.ndjson
has 'explain a bad event' out '^not evaluated: bad JSON'
run 'explain with a rule that does not load' 3 explain -r rules -r typo.yml
run 'explain a rule that does not load' 3 explain -r typo.yml -r rules --id Test.Typo
run 'explain a missing input' 4 explain -r rules missing.ndjson
run 'explain no rules' 1 explain -r nothing

# --- the clock and the cache that rules see

mkdir clock
cat >clock/clock.yml <<'EOF'
AnalysisType: rule
RuleID: Test.Clock
Enabled: true
LogTypes: [Custom.Login]
Severity: Low
Filename: clock.py
Tests:
  - Name: first
    ExpectedResult: true
    Log: {user: ann}
  - Name: second
    ExpectedResult: true
    Log: {user: ann}
EOF
cat >clock/clock.py <<'EOF'
import datetime
import uuid

from panther_detection_helpers.caching import increment_counter


def rule(event):
    return increment_counter(event.get("user")) == 1


def title(event):
    return f"{datetime.datetime.utcnow().isoformat()} {uuid.uuid4()}"
EOF
printf '{"user":"ann"}\n{"user":"ann"}\n{"user":"bob"}\n' >clock.ndjson
run 'a test with a clock that stands' 0 test --format json --now 2026-01-31T11:00:00.25+02:00 clock
has 'the clock says so' out '"title":"2026-01-31T09:00:00.250000 [0-9a-f]*-[0-9a-f]*-4'
sed 's/.*"title":"\([^"]*\)".*/\1/' out | sort -u >titles
lines 'random numbers begin again in every test' titles 1
run 'a test with a clock that runs' 0 test --format json clock
has 'it is past 2025' out '"title":"20[2-9][0-9]-'
lacks 'and does not stand' out 'T09:00:00.250000'
sed 's/.*"title":"[^ ]* \([^"]*\)".*/\1/' out | sort -u >titles
lines 'random numbers are random' titles 2
run 'scan keeps a cache' 0 scan -r clock --no-event clock.ndjson
lines 'a counter goes on from event to event' out 2
run 'scan with a clock that stands' 0 scan -r clock --now 2026-01-31T09:00:00Z clock.ndjson
has 'and its title' out '"title":"2026-01-31T09:00:00 '
run 'explain with a clock' 0 explain -r clock --now 2026-01-31T09:00:00Z clock.ndjson
for time in 2026-02-30T00:00:00Z 2026-01-31 2026-01-31T24:00:00Z 2026-01-31T09:00:00 2026-01-31T09:00:00+2 now ''; do
    run "--now \"$time\"" 2 test --now "$time" clock
done
has 'what would be accepted' err '2026-01-31T09:00:00Z'

# --- files of limits

# limits NAME CODE TEXT PATTERN: a file of limits, and what is said about it.
limits() {
    printf "$3" >limits.yml
    run "limits: $1" "$2" scan -r rules --limits limits.yml events.ndjson
    [ -z "$4" ] || has "limits: $1 is said" err "$4"
}

limits 'all' 0 'max_depth: 20\nmax_rule_bytes: 50000\nmax_yaml_nodes: 1000\nmax_rule_nodes: 100\nmax_values: 10\nmax_rules: 10\nmax_diagnostics: 10\nmax_event_depth: 5\nmax_event_bytes: 1000\nmax_event_steps: 1000\nmax_event_members: 10\nmax_table_rows: 10\nmax_table_bytes: 10\n' ''
limits 'none' 0 '# nothing\n' ''
limits 'unknown key' 2 'max_rules: 5\nmax_evnt_bytes: 5\n' '^limits.yml:2: error: unknown limit "max_evnt_bytes"; did you mean "max_event_bytes"?$'
limits 'strange key' 2 'zzz: 5\n' '^limits.yml:1: error: unknown limit "zzz"; accepted: max_depth .*max_table_bytes$'
limits 'fraction' 2 'max_rules: 5\nmax_depth: 5.0\n' '^limits.yml:2: error: limit "max_depth" is "5.0"; accepted: a whole number from 1 to [0-9]*$'
limits 'zero' 2 'max_depth: 0\n' 'is "0"; accepted'
limits 'negative' 2 'max_depth: -5\n' 'is "-5"; accepted'
limits 'plus sign' 2 'max_depth: +5\n' 'is "+5"; accepted'
limits 'word' 2 'max_depth: banana\n' 'is "banana"; accepted'
limits 'truth' 2 'max_depth: true\n' 'is "true"; accepted'
limits 'hexadecimal' 2 'max_depth: 0x10\n' 'accepted'
limits 'nothing given' 2 'max_depth:\n' 'accepted'
limits 'too large' 2 'max_depth: 4294967296\n' 'accepted: a whole number from 1 to 4294967295$'
limits 'far too large' 2 'max_event_bytes: 99999999999999999999999999\n' 'accepted'
limits 'list' 2 'max_depth: [1]\n' '^limits.yml:1: error: a limit is one whole number'
limits 'twice' 2 'max_depth: 5\nmax_depth: 6\n' '^limits.yml:2: error: limit "max_depth" is given twice'
limits 'not a mapping' 2 '[1, 2]\n' '^limits.yml:.*mapping'
limits 'two documents' 2 'max_depth: 5\n---\nmax_depth: 6\n' 'more than one document'
limits 'alias' 2 'max_depth: &a 5\nmax_rules: *a\n' '^limits.yml:2: error: '
limits 'broken YAML' 2 'max_depth: 5\n\tx: [\n' '^limits.yml:.*error: '
run 'limits: missing file' 4 scan -r rules --limits missing.yml events.ndjson
run 'limits: folder' 4 scan -r rules --limits nothing events.ndjson
printf 'max_rules: 1\n' >limits.yml
run 'limits: too many rules' 3 scan -r rules --limits limits.yml events.ndjson
run 'limits: too many rules to check' 1 check --limits limits.yml rules

# --- the catalog

mkdir catalog
catalog_rule() { # FILE ID: a rule with this id, which is written in YAML as it is
    cat >"catalog/$1.yml" <<EOF
AnalysisType: rule
RuleID: $2
Enabled: true
LogTypes: [Custom.Login]
Severity: High
Reports: {MITRE ATT&CK: ['TA0001:T1078', 'TA0001:T9999']}
Detection: [{KeyPath: user, Condition: Equals, Value: "root"}]
AlertContext: [{KeyName: who, KeyValue: {KeyPath: user}}]
EOF
}
catalog_rule 3 Test.Case
catalog_rule 1 test.case
catalog_rule 2 "'../../test/CASE'"
catalog_rule 4 nul
catalog_rule 5 "'...'"
catalog_rule 6 "'é/ü'"
catalog_rule 7 "$(awk 'BEGIN { while (n++ < 400) printf "L" }')"

run 'catalog' 0 catalog catalog
lines 'catalog: a line a rule' out 7
has 'catalog: what it looks for' out '"indicators":\[{"field":"user","kind":"eq","values":\["root"\],"corpus":6}'
cp out catalog.json
run 'catalog: pages need a folder' 2 catalog --format html catalog
has 'catalog: and are told how' err 'with -o DIR'
run 'catalog: so does Markdown' 2 catalog --format md catalog
run 'catalog: an empty folder name' 2 catalog -o '' catalog
run 'catalog: unknown format' 2 catalog --format pdf catalog
run 'catalog: no rules' 2 catalog -o site
run 'catalog: html' 0 catalog -o deep/er/site catalog
lines 'catalog: html says nothing' out 0
for file in index coverage fields log-types fields/user log-types/custom.login rules/test.case \
    rules/test.case~2 rules/test-case rules/xnul rules/x; do
    if [ -s "deep/er/site/$file.html" ]; then ok "catalog: $file"; else not_ok "catalog: $file"; fi
done
ls deep/er/site/rules >out
lines 'catalog: a page a rule' out 7
if awk 'length > 125 || /[^a-z0-9._~-]/ { exit 1 }' out; then
    ok 'catalog: file names are safe'
else
    not_ok 'catalog: file names are safe'
fi
tr A-Z a-z <out | sort | uniq -d >err
lines 'catalog: and differ in any case' err 0
if cmp -s catalog.json deep/er/site/catalog.ndjson; then
    ok 'catalog: the site has the lines'
else
    not_ok 'catalog: the site has the lines'
fi
python3 - deep/er/site/attack-navigator.json >out 2>err <<'EOF'
import json, sys
layer = json.load(open(sys.argv[1]))
assert layer["versions"]["layer"] == "4.5" and layer["domain"] == "enterprise-attack"
assert [(t["techniqueID"], t["score"]) for t in layer["techniques"]] == \
    [("T1078", 7), ("T9999", 7)], layer
assert "Test.Case, nul, test.case" in layer["techniques"][0]["comment"]
EOF
if [ $? = 0 ]; then ok 'catalog: Navigator layer'; else not_ok 'catalog: Navigator layer'; fi
mkdir cat.again mirror
for file in 7 6 5 4 3 2 1; do cp "catalog/$file.yml" mirror/; done
mv catalog kept && mv mirror catalog
(umask 077 && LC_ALL=tr_TR.UTF-8 TZ=Asia/Tokyo "$ounce" catalog catalog -o cat.again) >out 2>err
if diff -r deep/er/site cat.again >out; then
    ok 'catalog: two runs write the same bytes'
else
    not_ok 'catalog: two runs write the same bytes'
fi
echo mine >cat.again/mine.txt
echo old >cat.again/index.html
ln -s /dev/null cat.again/rules/target && ln -sf ../mine.txt cat.again/rules/xnul.html
run 'catalog: over what is there' 0 catalog catalog -o cat.again
has 'catalog: replaces' cat.again/index.html '<!DOCTYPE html>'
has 'catalog: leaves what is not its own, and follows no link' cat.again/mine.txt '^mine$'
ls -A cat.again cat.again/rules | grep -c tmp >out
has 'catalog: leaves nothing unfinished' out '^0$'
run 'catalog: a file in the way' 4 catalog catalog -o cat.again/mine.txt
has 'catalog: is said' err 'cannot write cat.again/mine.txt: '
rm -f cat.again/coverage.html && mkdir cat.again/coverage.html
run 'catalog: a folder in the way' 4 catalog catalog -o cat.again
has 'catalog: is said, too' err 'cannot write cat.again/coverage.html: '
mkdir guards
cat >guards/r.yml <<'EOF'
AnalysisType: rule
RuleID: Test.Guards
Enabled: true
LogTypes: [Test.Log]
Severity: Low
Detection:
  - Any:
      - {Key: a, Condition: StartsWith, Value: xyz}
      - {Key: b, Condition: EndsWith, Values: [.example, .test]}
      - {Key: c, Condition: Equals, Value: 7}
      - {Key: v, Condition: AnyElement, Expressions: [{Key: a, Condition: Equals, Value: x}]}
EOF
run 'guard: as text' 0 explain -r guards
has 'guard: every form' out \
    '^tried when a starts with "xyz" or b ends with ".example" or ".test" or c is 7 or v is there$'
run 'guard: as JSON' 0 explain --format json -r guards
has 'guard: beginnings and ends' out \
    '"starts_with":\["xyz"\]},{"field":"b","ends_with":\[".example",".test"\]}'
has 'guard: values and presence' out '"values":\[7\]},{"field":"v","present":true}\]'
run 'guard: on its page' 0 catalog guards -o guards.site
sed 's/<[^>]*>//g; s/&quot;/"/g' guards.site/rules/test.guards.html >out
has 'guard: in words' out \
    '^Tried when a starts with "xyz" or b ends with ".example" or ".test" or c is 7 or v is there\.'
run 'catalog: md' 0 catalog --format md catalog -o cat.pages
has 'catalog: md index' cat.pages/index.md 'test.case.md)'
has 'catalog: md page' cat.pages/rules/test.case.md '^## Rules detecting the same action$'
has 'catalog: md facts' cat.pages/rules/test.case.md '^| `user` | `eq` | `"root"` | 6 |$'
run 'catalog: json in a folder' 0 catalog --format json catalog -o cat.lines
ls cat.lines >out
lines 'catalog: is that alone' out 1
run 'catalog: one rule' 0 catalog --id nul catalog -o cat.one
ls cat.one/rules >out
lines 'catalog: has one page' out 1
has 'catalog: under the same name' out '^xnul.html$'
lacks 'catalog: and no link to the others' cat.one/rules/xnul.html 'href="../rules/'
run 'catalog: nothing chosen' 1 catalog --tag none catalog -o none

# --- terminals

if command -v script >/dev/null 2>&1 && script -qec true /dev/null >/dev/null 2>&1; then
    printf '{"kind":"login","user":"x\\u001b[2J\\u0007"}\n' >escape.ndjson
    TERM=xterm script -qec "'$ounce' scan --format text -r rules escape.ndjson" /dev/null >out 2>err
    has 'colour on a terminal' out "$(printf '\033')\\[31mHIGH"
    lacks 'event text cannot steer the terminal' out "$(printf '\033')\\[2J"
    has 'control characters are visible' out 'x\\u001B\[2J\\u0007'
    TERM=xterm NO_COLOR=1 script -qec "'$ounce' scan --format text -r rules escape.ndjson" /dev/null >out 2>err
    lacks 'NO_COLOR' out "$(printf '\033')\\["
    printf '{"kind":"login","user":"\302\233[2Jx"}\n' >c1.ndjson
    TERM=xterm script -qec "'$ounce' scan -r rules c1.ndjson" /dev/null >out 2>err
    lacks 'JSON cannot steer the terminal' out "$(printf '\302\233')"
    has 'JSON stays JSON' out '\\u009B\[2Jx'
else
    echo '# no script(1): terminals skipped'
fi
# --- lookup tables, with the example of their page

mkdir -p tables/data
sed -n '/^`owned_login.yml`/,$p' "$here/../../docs/lookup-tables.md" >page
sed '1,/^```yaml/d;/^```$/,$d' page >tables/owned_login.yml
sed '1,/^```python/d;/^```$/,$d' page >tables/owned_login.py
sed '1,/^`asset_owners.csv`/d' "$here/../../docs/lookup-tables.md" | sed '1,/^```/d;/^```$/,$d' |
    sed 3q >tables/data/asset_owners.csv
cat >tables/asset_owners.yml <<'EOF'
AnalysisType: lookup_table
LookupName: asset_owners
Enabled: true
Schema: Custom.AssetOwners
Filename: ./data/asset_owners.csv
LogTypeMap:
  PrimaryKey: network
  AssociatedLogTypes: []
EOF
run 'a table answers' 0 test tables
has 'a table answers: tests' err '^3 tests, 3 passed, 0 failed; 1 rule, 0 without tests$'
run 'a table is named alone' 0 test tables/asset_owners.yml tables/owned_login.yml
printf 'x\n203.0.113.7,partner,no\n' >>tables/data/asset_owners.csv
run 'a row that is wrong' 0 check tables
has 'a row that is wrong has its place' out '^tables/data/asset_owners.csv:4:1: warning: .* \[table-row\]$'
run 'a row that is wrong, strictly' 1 check --strict tables
printf 'max_table_rows: 2\n' >limits.yml
run 'a table that is too long' 1 check --limits limits.yml tables
has 'a table that is too long: limit' out 'asset_owners.csv:5:1: error: .*\[limit\]$'
printf 'max_table_bytes: 20\n' >limits.yml
run 'a table that is too large' 1 check --limits limits.yml tables
has 'a table that is too large: limit' out '^tables/asset_owners.yml:5:11: error: .*\[limit\]$'
rm tables/data/asset_owners.csv
run 'a table without its file' 1 check tables
has 'a table without its file has its place' out '^tables/asset_owners.yml:5:11: error: the file "tables/data/asset_owners.csv" cannot be read: there is no such file or folder \[table-missing\]$'
lines 'a table without its file is said once' out 1
run 'rules without their table' 3 scan -r tables events.ndjson
mkfifo tables/data/asset_owners.csv
run 'a table in a pipe' 1 check tables
has 'a table in a pipe: said' out 'it is not a regular file'

run 'no colour in a file' 0 scan --format text -r rules events.ndjson
lacks 'no colour in a file' out "$(printf '\033')"

echo "$passed passed, $failed failed"
[ $failed = 0 ]
