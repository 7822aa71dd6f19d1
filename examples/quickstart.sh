#!/bin/sh
# quickstart.sh — from a bare machine to the first alert.
#
#     sh examples/quickstart.sh
#
# Installs what is missing, builds the library and the command into build/quickstart, and
# runs the VPC flow-log ruleset over a sample of CloudTrail events. Uses $CC when it is
# set. Safe to repeat; needs no network once the packages are there.
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root" || exit 1
. tests/kit/packages.sh

build=build/quickstart
ounce=$build/src/cli/ounce
rules=examples/rulesets/vpc_flow
events=examples/data/cloudtrail-sample.ndjson

need_compiler
# shellcheck disable=SC2086 # one word a package
need_packages $BUILD_PACKAGES
mkdir -p "$build" || fail "cannot write to $root/$build"

# A folder is bound to the compiler it was configured with, and to where it lies.
setting="${CC:-cc} $root"
if [ ! -f "$build/build.ninja" ] ||
    [ "$(cat "$build/setting" 2>/dev/null)" != "$setting" ]; then
    rm -rf "$build" && mkdir -p "$build" || fail "cannot write to $root/$build"
    echo 'configuring ...'
    meson setup "$build" -Dbuildtype=release -Dtests=false -Dexamples=false \
        >"$build/quickstart.log" 2>&1 ||
        fail "meson could not configure the build; see $build/quickstart.log"
    echo "$setting" >"$build/setting"
fi
echo 'building ...'
ninja -C "$build" >"$build/quickstart.log" 2>&1 ||
    fail "the build failed; see $build/quickstart.log"

echo
echo "\$ ounce scan -r $rules --format text $events"
alerts=$("$ounce" scan -r "$rules" --format text "$events") ||
    fail "the scan failed with exit status $?"
echo "$alerts"
echo "$alerts" | grep -q 'AWS\.VPCFlow\.LogsDeleted' ||
    fail 'the scan did not report the deleted flow log that is in the sample'

cat <<END

The command is $ounce. Try next:

  $ounce test $rules
  $ounce scan -r $rules --id AWS.VPCFlow.LogsDeleted --no-event $events
  $ounce explain -r $rules --id AWS.VPCFlow.LogsDeleted
  sed -n 423p $events | $ounce explain -r $rules --id AWS.VPCFlow.LogsDeleted -
  $ounce scan -r $rules --log-type AWS.VPCFlow --format text examples/data/vpc-flow-sample.ndjson
  ninja -C $build install    # libounce, its headers and the command; ldconfig afterwards

Rules live in $rules; examples/first_match.c is the library in one page.
END
