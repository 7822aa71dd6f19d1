#!/bin/sh
# run_example.sh — run an example and compare what it prints.
#
#     run_example.sh EXPECTED INPUT PROGRAM [ARGUMENT...]
#
# OUNCE_UPDATE=1 writes EXPECTED instead; review the change by eye.
set -u
expected=$1
input=$2
shift 2
got=$(mktemp) || exit 1
trap 'rm -f "$got"' EXIT

"$@" <"$input" >"$got"
status=$?
if [ $status = 0 ] && [ -n "${OUNCE_UPDATE:-}" ]; then
    cp "$got" "$expected"
fi
if [ $status = 0 ] && diff -u "$expected" "$got"; then
    echo '1 passed, 0 failed'
else
    echo "$(basename "$1"): exit status $status"
    echo '0 passed, 1 failed'
    exit 1
fi
