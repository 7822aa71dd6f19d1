#!/bin/sh
# browser.sh [OUNCE [SCRATCH]] — the catalog's site in headless Chromium, from disk.
#
# Installs Chromium when there is none; $CHROMIUM names another one. Builds the command
# when it is not given. Prints a line per check and closes with `N passed, N failed`.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/tests/kit/packages.sh"

need_browser
need_packages python3:python3
ounce=${1:-}
if [ -z "$ounce" ]; then
    need_compiler
    # shellcheck disable=SC2086 # one word a package
    need_packages $BUILD_PACKAGES
    build=${OUNCE_BUILD:-$root/build}/browser
    [ -f "$build/build.ninja" ] ||
        meson setup "$build" "$root" -Dbuildtype=release -Dtests=false >&2
    ninja -C "$build" src/cli/ounce >&2
    ounce=$build/src/cli/ounce
fi
exec python3 "$root/tests/browser/site.py" "$ounce" \
    "${2:-${OUNCE_BUILD:-$root/build}/browser-scratch}" "$CHROMIUM"
