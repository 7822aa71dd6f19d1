#!/bin/sh
# install.sh — what a host gets: the installed files, symbols, headers, and the README.
#
#     sh tests/install.sh BUILD_DIR SCRATCH
#
# BUILD_DIR is an optimised build without sanitizers, SCRATCH a folder that may be wiped.
# Prints a line a check, `ok` or `not ok`, and `N passed, N failed` at the end.
set -u
[ $# = 2 ] || {
    echo 'usage: sh tests/install.sh BUILD_DIR SCRATCH' >&2
    exit 2
}
root=$(cd "$(dirname "$0")/.." && pwd)
build=$(cd "$1" && pwd) || exit 2
rm -rf "$2"
mkdir -p "$2" || exit 2
scratch=$(cd "$2" && pwd)
log=$scratch/log
dest=$scratch/dest
export LC_ALL=C

passed=0
failed=0

# check NAME COMMAND…: the command's output is shown when it fails.
check() {
    name=$1
    shift
    if "$@" >"$log" 2>&1; then
        passed=$((passed + 1))
        echo "ok - $name"
    else
        failed=$((failed + 1))
        echo "not ok - $name"
        tail -n 40 "$log" | sed 's/^/    /'
    fi
}

finish() {
    echo "$passed passed, $failed failed"
    [ $failed = 0 ]
    exit
}

same() { diff -u "$1" "$2"; }
empty() { [ ! -s "$1" ] || { cat "$1" && false; }; }
prints() { # prints TEXT COMMAND…
    text=$1
    shift
    got=$("$@") || return
    [ "$got" = "$text" ] || { echo "printed: $got" && false; }
}

# ---- installed files ----------------------------------------------------------------

check 'the build installs' env DESTDIR="$dest" meson install --no-rebuild -C "$build"
pc=$(find "$dest" -name ounce.pc)
[ -n "$pc" ] || {
    check 'ounce.pc is installed' false
    finish
}
libdir=$(dirname "$(dirname "$pc")")
prefix=$dest$(sed -n 's/^prefix=//p' "$pc")
include=$prefix/include

# A host's pkg-config, told that everything moved under DESTDIR.
pc() { PKG_CONFIG_PATH=$(dirname "$pc") pkg-config --define-variable=prefix="$prefix" "$@"; }

version=$(sed -n "s/^ *version: '\(.*\)',$/\1/p" "$root/meson.build" | head -n 1)
check 'pkg-config tells the version' prints "$version" pc --modversion ounce
check 'ounce/version.h tells the same' \
    grep -q "^#define OUNCE_VERSION  *\"$version\"" "$include/ounce/version.h"
check 'pkg-config --cflags names a folder with ounce.h' \
    sh -c "case ' $(pc --cflags ounce) ' in *' -I$include '*) test -f '$include/ounce.h' ;; *) false ;; esac"
check 'pkg-config --libs names a folder with the library' \
    sh -c "case ' $(pc --libs ounce) ' in *' -L$libdir -lounce '*) test -f '$libdir/libounce.so' ;; *) false ;; esac"
(cd "$root/include" && find . -name '*.h' | sort) >"$scratch/headers"
(cd "$include" && find . -name '*.h' | sort) >"$scratch/installed"
check 'every public header is installed, and nothing else' \
    same "$scratch/headers" "$scratch/installed"

# ---- consumers ----------------------------------------------------------------------

title='SSH to 10.0.1.25 from 52.95.4.17'
shared() {
    ${CC:-cc} "$root/examples/first_match.c" -o "$scratch/shared" $(pc --cflags --libs ounce)
}
static() {
    ${CC:-cc} "$root/examples/first_match.c" -o "$scratch/static" -static \
        $(pc --cflags --libs --static ounce)
}
archive() { # the usual way of an agent: libounce inside, system libraries shared
    ${CC:-cc} "$root/examples/first_match.c" -o "$scratch/archive" -I"$include" \
        "$libdir/libounce.a" $(pc --libs --static ounce | sed 's/-lounce//')
}
check 'a consumer of the shared library builds' shared
check 'the consumer of the shared library finds an alert' \
    prints "$title" env LD_LIBRARY_PATH="$libdir" "$scratch/shared"
check 'a fully static consumer builds' static
check 'the static consumer finds an alert' prints "$title" "$scratch/static"
check 'a consumer of the archive builds' archive
check 'the consumer of the archive finds an alert' prints "$title" "$scratch/archive"
check 'it does not ask for the shared library' \
    sh -c "! readelf -d '$scratch/archive' | grep -q 'NEEDED.*ounce'"

# ---- symbols ------------------------------------------------------------------------

so=$libdir/libounce.so
check 'the soname is libounce.so.0' \
    sh -c "readelf -d '$so' | grep -q 'SONAME.*\[libounce\.so\.0\]'"

# The functions declared OUNCE_API: comments off, one declaration a line, the first name
# before a parenthesis.
cat "$root/include/ounce.h" "$root"/include/ounce/*.h | tr '\n' ' ' |
    sed 's:/\*:\n/*:g; s:\*/:*/\n:g' | sed '/^\/\*/d' | tr '\n' ' ' | tr ';' '\n' |
    sed -n 's/^.*OUNCE_API /OUNCE_API /p' |
    sed -n 's/^OUNCE_API [^(]*[ *]\(ounce_[a-z0-9_]*\)(.*$/\1/p' | sort >"$scratch/declared"
nm -D --defined-only "$so" | awk '$2 != "A" { sub(/@.*/, "", $3); print $3 }' | sort \
    >"$scratch/exported"
check 'the headers declare functions' test -s "$scratch/declared"
check 'exported symbols are exactly the functions declared OUNCE_API' \
    same "$scratch/declared" "$scratch/exported"
nm -g --defined-only "$libdir/libounce.a" 2>/dev/null |
    awk 'NF == 3 && $3 !~ /^(ounce|oz)_/ { print $3 }' >"$scratch/foreign"
check 'the archive defines only ounce_ and oz_ symbols' empty "$scratch/foreign"

nm -D --undefined-only "$so" | awk '{ sub(/@.*/, "", $2); print $2 }' | sort -u \
    >"$scratch/imports"
# A name that no line of the list covers is one too many.
grep -v '^#' "$root/tests/api/imports.txt" | sed '/^ *$/d' >"$scratch/allowed"
while read -r symbol; do
    covered=no
    while read -r pattern; do
        # shellcheck disable=SC2254 # a line may be a pattern
        case $symbol in $pattern) covered=yes && break ;; esac
    done <"$scratch/allowed"
    [ $covered = yes ] || echo "$symbol is not in tests/api/imports.txt"
done <"$scratch/imports" >"$scratch/uncovered"
check 'the library imports something' test -s "$scratch/imports"
check 'imported symbols are all on the list' empty "$scratch/uncovered"
check 'the library is not writable code, nor is its stack executable' \
    sh -c "! readelf -lW '$so' | grep -Eq 'GNU_STACK.*RWE|LOAD.*RWE'"

# ---- headers ------------------------------------------------------------------------

# Every header alone, and then all macros, as C and as C++, with all compilers there are.
strict='-Wall -Wextra -Wpedantic -Wundef -Wshadow -Werror -fsyntax-only'
cat >"$scratch/macros.c" <<'END'
#include <ounce.h>

#if OUNCE_VERSION_HEX != \
    (OUNCE_VERSION_MAJOR << 16 | OUNCE_VERSION_MINOR << 8 | OUNCE_VERSION_PATCH)
#error "OUNCE_VERSION_HEX does not fit the other version macros"
#endif

int main(void)
{
    ounce_limits limits = OUNCE_LIMITS_INIT;
    ounce_compiler_options options = OUNCE_COMPILER_OPTIONS_INIT;
    ounce_error err = OUNCE_ERROR_INIT;

    return limits.size == sizeof(limits) && options.size == sizeof(options) &&
                   err.code == OUNCE_OK && OUNCE_NO_RULE > 0
               ? 0
               : 1;
}
END
headers_alone() { # headers_alone COMPILER LANGUAGE STANDARD
    command=$1
    language=$2
    standard=$3
    (cd "$include" && find . -name '*.h') | while read -r header; do
        printf '#include <%s>\n#include <%s>\nextern int once;\n' \
            "${header#./}" "${header#./}" >"$scratch/alone.c"
        # shellcheck disable=SC2086 # flags
        $command -x "$language" -std="$standard" $strict -I"$include" \
            "$scratch/alone.c" || exit 1
    done
}
macros() {
    # shellcheck disable=SC2086 # flags
    $1 -x "$2" -std="$3" $strict -I"$include" "$scratch/macros.c"
}
# shellcheck disable=SC2086 # $CC may hold flags
for compiler in ${CC:+"$CC"} gcc clang; do
    command -v ${compiler%% *} >/dev/null 2>&1 || continue
    check "every header alone, $compiler, C11" headers_alone "$compiler" c c11
    check "the macros, $compiler, C11" macros "$compiler" c c11
done
for compiler in ${CXX:+"$CXX"} g++ clang++; do
    command -v ${compiler%% *} >/dev/null 2>&1 || continue
    check "every header alone, $compiler, C++11" headers_alone "$compiler" c++ c++11
    check "the macros, $compiler, C++11" macros "$compiler" c++ c++11
    check "every header alone, $compiler, C++20" headers_alone "$compiler" c++ c++20
done

# Whatever ounce.h reaches may name its own headers and three of the language's.
includes_of() {
    ${CC:-cc} -M -I"$include" "$include/ounce.h" | tr ' \\' '\n\n' |
        grep "^$include/" | sort -u | xargs sed -n 's/^ *# *include *//p' | sort -u
}
includes_of | grep -Ev '^<(ounce/[a-z]+\.h|stdbool\.h|stddef\.h|stdint\.h)>$' \
    >"$scratch/third_party"
check 'ounce.h reaches its own headers' sh -c "[ \$(grep -c . '$scratch/headers') -gt 5 ]"
check 'ounce.h reaches no third-party header' empty "$scratch/third_party"
includes_of >"$scratch/reached"
check 'ounce.h leaves jansson.h out' \
    sh -c "grep -q matcher '$scratch/reached' && ! grep -q jansson '$scratch/reached'"

# ---- meson subproject ---------------------------------------------------------------

host=$scratch/host
mkdir -p "$host/subprojects/ounce"
for entry in "$root"/*; do # all that a tarball holds
    case $(basename "$entry") in
    build*) ;;
    *) cp -R "$entry" "$host/subprojects/ounce/" ;;
    esac
done
cp "$root/examples/first_match.c" "$host/agent.c"
cat >"$host/meson.build" <<'END'
project('host', 'c')
ounce = dependency('ounce', fallback: ['ounce', 'ounce_dep'])
executable('agent', 'agent.c', dependencies: ounce)
END
subproject() { # subproject KIND
    meson setup "$host/$1" "$host" --wrap-mode=forcefallback -Dounce:default_library="$1" &&
        ninja -C "$host/$1"
}
for kind in shared static; do
    check "a host with libounce as a $kind subproject builds" subproject $kind
    check "the host with a $kind subproject finds an alert" prints "$title" "$host/$kind/agent"
done

# ---- the README ---------------------------------------------------------------------

readme=$root/README.md
block() { # the first fenced block of a language
    awk -v fence="\`\`\`$1" '$0 == fence { on = 1; next } /^```$/ && on { exit } on' "$readme"
}
block c >"$scratch/readme.c"
block yaml >"$scratch/readme.yml"
awk '/^\/\* -------- \*\/$/ { on = !on; next } on' "$root/examples/first_match.c" \
    >"$scratch/example.c"
sed -n '/rule\[\]/,/;$/ s/^[^"]*"\(.*\)\\n";*$/\1/p' "$root/examples/first_match.c" \
    >"$scratch/example.yml"
check "the README's C is there" test -s "$scratch/readme.c"
check "the README's C is that of examples/first_match.c" \
    same "$scratch/readme.c" "$scratch/example.c"
check "the README's rule is there" test -s "$scratch/readme.yml"
check "the README's rule is that of examples/first_match.c" \
    same "$scratch/readme.yml" "$scratch/example.yml"
check 'the README tells what the example prints' grep -qF "$title" "$readme"
sed -n 's/](/\n](/gp' "$readme" | sed -n 's/^](\([^):]*\)).*$/\1/p' | sort -u |
    while read -r link; do
        [ -e "$root/$link" ] || echo "README.md links to $link, which is not there"
    done >"$scratch/links"
check 'links in the README lead somewhere' empty "$scratch/links"

finish
