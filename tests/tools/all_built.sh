#!/bin/sh
# Every tests/<stage>/test_<name>.c stands in a list of tests/meson.build: one that does
# not is never run, and nobody is told.
cd "$(dirname "$0")/../.." || exit 2
missing=0
for file in tests/*/test_*.c; do
    stage=$(basename "$(dirname "$file")")
    name=$(basename "$file" .c)
    if ! sed '/^foreach name : \[/,/\]$/d' tests/meson.build |
        grep -q -e "'$stage/${name#test_}'" -e "'$stage/$name.c'"; then
        echo "$file is in no list of tests/meson.build"
        missing=1
    fi
done
exit $missing
