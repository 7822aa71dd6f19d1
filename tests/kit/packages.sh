# packages.sh — install what is missing, with apt, when it is missing. Sourced.
#
#     need_packages TOOL_OR_PC:PACKAGE...
#
# A name that ends in .pc is asked of pkg-config, others of the PATH. Nothing is fetched
# when all are there, so it works offline then.

is_there() {
    case $1 in
    *.pc) pkg-config --exists "${1%.pc}" 2>/dev/null ;;
    clang-rt) echo 'int main(void) { return 0; }' |
        clang -fsanitize=address -x c - -o /dev/null 2>/dev/null ;;
    *) command -v "$1" >/dev/null 2>&1 ;;
    esac
}

fail() {
    echo "$(basename "$0"): $*" >&2
    exit 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null 2>&1; then
        sudo "$@"
    else
        fail "these packages are missing: $missing; install them, or run this as root"
    fi
}

need_packages() {
    missing=
    for pair in "$@"; do
        is_there "${pair%%:*}" || missing="$missing ${pair#*:}"
    done
    [ -n "$missing" ] || return 0
    command -v apt-get >/dev/null 2>&1 ||
        fail "these packages are missing and there is no apt-get to fetch them:$missing"
    echo "installing:$missing" >&2
    log=${TMPDIR:-/tmp}/ounce-apt.$$
    # shellcheck disable=SC2086 # one word a package
    if ! { as_root env DEBIAN_FRONTEND=noninteractive apt-get update &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y \
            --no-install-recommends $missing; } >"$log" 2>&1; then
        tail -n 5 "$log" >&2
        rm -f "$log"
        fail "these packages could not be installed:$missing"
    fi
    rm -f "$log"
}

# What it takes to build the library and the command.
BUILD_PACKAGES='meson:meson ninja:ninja-build pkg-config:pkg-config
    jansson.pc:libjansson-dev libcyaml.pc:libcyaml-dev yaml-0.1.pc:libyaml-dev
    libpcre2-8.pc:libpcre2-dev zlib.pc:zlib1g-dev'

# The compiler: $CC, else cc; gcc is installed when there is none.
need_compiler() {
    if [ -n "${CC:-}" ]; then
        # shellcheck disable=SC2086 # $CC may hold flags
        set -- $CC
        command -v "$1" >/dev/null 2>&1 || fail "CC is '$CC', and there is no such program"
    else
        need_packages cc:gcc cc:libc6-dev
    fi
}

# The browser: $CHROMIUM, else what is installed; Debian's when there is none.
need_browser() {
    if [ -n "${CHROMIUM:-}" ]; then
        command -v "$CHROMIUM" >/dev/null 2>&1 ||
            fail "CHROMIUM is '$CHROMIUM', and there is no such program"
        return
    fi
    for name in chromium chromium-browser google-chrome; do
        if command -v "$name" >/dev/null 2>&1; then
            CHROMIUM=$name
            return
        fi
    done
    need_packages chromium:chromium
    CHROMIUM=chromium
}
