#!/bin/sh
# run.sh — everything, from a bare machine to the closing line `N passed, N failed`.
#
# Builds under sanitizers with warnings as errors and runs every test, with $CC or, when it
# is not set, with gcc and with clang; then the checks that need a build of their own.
# OUNCE_FAST=1 leaves out the second compiler, valgrind, the thread sanitizer and the browser.
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root" || exit 1
. tests/kit/packages.sh

passed=0
failed=0
out=${OUNCE_BUILD:-$root/build}/tests
mkdir -p "$out" || fail "cannot make $out"

# shellcheck disable=SC2086 # one word a package
need_compiler
need_packages $BUILD_PACKAGES check.pc:check python3:python3
if [ -z "${CC:-}" ] && [ -z "${OUNCE_FAST:-}" ]; then
    need_packages gcc:gcc g++:g++ clang:clang valgrind:valgrind \
        clang-rt:libclang-rt-14-dev
fi

# One check: `check NAME COMMAND…`. Its output is shown when it fails.
check() {
    name=$1
    shift
    if "$@" >"$out/check.log" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $name"
        tail -n 60 "$out/check.log" | sed 's/^/    /'
    fi
}

# Add up what a suite printed: Check's own summaries, and `N passed, N failed` lines.
tally() {
    counts=$(awk '
        match($0, /Checks: [0-9]+, Failures: [0-9]+, Errors: [0-9]+/) {
            split(substr($0, RSTART, RLENGTH), n, /[^0-9]+/)
            bad += n[3] + n[4]; good += n[2] - n[3] - n[4]
        }
        /^[0-9]+ passed, [0-9]+ failed$/ { good += $1; bad += $3 }
        END { print good + 0, bad + 0 }' "$1")
    good=${counts% *}
    bad=${counts#* }
    passed=$((passed + good))
    failed=$((failed + bad))
    # A program that died before it could count is a failure as well.
    if [ "$2" != 0 ] && [ "$bad" = 0 ]; then
        failed=$((failed + 1))
    fi
}

# configure NAME MESON_OPTION…: a build folder of its own, rebuilt when it is there.
configure() {
    dir=$out/$1
    shift
    if [ ! -f "$dir/build.ninja" ]; then
        rm -rf "$dir"
        meson setup "$dir" -Dwerror=true "$@" >"$out/setup.log" 2>&1 || {
            cat "$out/setup.log"
            fail "meson setup failed"
        }
    fi
    ninja -C "$dir" >"$out/build.log" 2>&1 || {
        tail -n 60 "$out/build.log"
        fail "the build failed (CC=${CC:-cc})"
    }
}

suites() {
    echo "== $1"
    meson test -C "$out/$1" --no-rebuild --print-errorlogs >"$out/suites.log" 2>&1
    status=$?
    [ $status = 0 ] || cat "$out/suites.log"
    tally "$out/$1/meson-logs/testlog.txt" $status
}

script() { # script FILE ARGUMENT…: a shell test that closes with its own counts
    echo "== $1"
    sh "$@" >"$out/script.log" 2>&1
    status=$?
    [ $status = 0 ] || grep -v '^ok' "$out/script.log"
    tally "$out/script.log" $status
}

python() { # python FILE ARGUMENT…: the same, in Python
    echo "== $1"
    python3 "$@" >"$out/script.log" 2>&1
    status=$?
    [ $status = 0 ] || cat "$out/script.log"
    tally "$out/script.log" $status
}

export ASAN_OPTIONS="detect_leaks=1:detect_stack_use_after_return=1${ASAN_OPTIONS:+:$ASAN_OPTIONS}"
export UBSAN_OPTIONS="halt_on_error=1:print_stacktrace=1${UBSAN_OPTIONS:+:$UBSAN_OPTIONS}"

# The first build carries everything: suites, the command, the rules' own tests.
echo "== build with ${CC:-gcc}, address and undefined sanitizers"
configure sanitize -Db_sanitize=address,undefined -Db_lundef=false
ounce=$out/sanitize/src/cli/ounce
suites sanitize
script tests/cli/test_cli.sh "$ounce" "$out/cli"
script tests/catalog/test_against.sh "$ounce" "$out/against"
check 'the example of docs/catalog.md' python3 tests/catalog/check_page.py "$ounce" docs/catalog.md
if [ -z "${OUNCE_FAST:-}" ]; then
    need_browser
    script tests/browser.sh "$ounce" "$out/browser"
fi
check 'the reference ruleset checks' "$ounce" check --strict examples/rulesets
check "the reference ruleset's own tests" "$ounce" test examples/rulesets
check 'the site of the reference ruleset' "$ounce" catalog -q examples/rulesets -o "$out/site"
check 'the same in Markdown' "$ounce" catalog -q examples/rulesets --format md -o "$out/site-md"
check "the reference rule's page" diff -u tests/catalog/reference/page.md \
    "$out/site-md/rules/aws.vpcflow.logsdeleted.md"
check 'every test is built' sh tests/tools/all_built.sh
check 'docs/operators.md is current' python3 tests/tools/gen_operators.py --check
check 'docs/lints.md is current' python3 tests/tools/gen_lints.py --check
check 'its examples are warned of' python3 tests/tools/gen_lints.py --try "$ounce"
check "Python rules' own tests" "$ounce" test tests/python/rules
python tests/python/hostile.py "$ounce"
python tests/catalog/check_conditions.py "$ounce" --generate 1 2
if python3 -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))'; then
    python tests/python/compare_rules.py "$ounce" tests/python/rules tests/python/rule_errors
    python tests/python/compare_functions.py "$ounce" tests/python/functions
    python tests/python/generate_expressions.py "$ounce" 1 2500
    python tests/python/generate_functions.py "$ounce" 1 200
    python tests/python/generate_rules.py "$ounce" 1 250 16
else
    echo '   not compared with CPython: python3 is not 3.11, whose messages Ounce has'
fi
check 'docs/python-subset.md is current' python3 tests/tools/gen_python_subset.py --check
check 'the ATT&CK table is current' python3 tests/tools/gen_attack.py --check
check 'the table of countries is current' python3 tests/tools/gen_country.py --check
check 'the man pages are current' python3 tests/tools/md2man.py --check

# What hosts get: an optimised build, installed and linked against.
echo '== optimised build'
configure plain -Dbuildtype=release
script tests/install.sh "$out/plain" "$out/install"

if [ -z "${CC:-}" ] && [ -z "${OUNCE_FAST:-}" ]; then
    echo '== build with clang, address and undefined sanitizers'
    CC=clang configure clang -Db_sanitize=address,undefined -Db_lundef=false
    suites clang
    echo '== valgrind'
    for program in test_match_matcher test_api_compiler; do
        check "valgrind on $program" env CK_FORK=no valgrind --quiet --error-exitcode=9 \
            --leak-check=full --errors-for-leak-kinds=all "$out/plain/tests/$program"
    done
    echo '== thread sanitizer'
    configure thread -Db_sanitize=thread -Db_lundef=false -Dtests=false
    check 'many threads under the thread sanitizer' "$out/thread/examples/many_threads"
fi

echo "$passed passed, $failed failed"
[ $failed = 0 ]
