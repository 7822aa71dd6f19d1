/* json_scan.c — the scanner. The loop over string bytes is where an event's time goes:
 * eight bytes a step as long as nothing in them needs a look.
 */
#include "event/json_scan.h"

#include "base/number.h"
#include "base/utf8.h"

#include <string.h>

void oz_json_scan_init(struct oz_json_scan *scan, const struct oz_json_limits *limits,
                       ounce_str text)
{
    memset(scan, 0, sizeof *scan);
    scan->start = text.data;
    scan->at = text.data;
    scan->end = text.data + text.size;
    scan->max_depth =
        limits->max_depth < OZ_JSON_MAX_DEPTH ? limits->max_depth : OZ_JSON_MAX_DEPTH;
    scan->max_members = limits->max_members;
}

bool oz_json_fail(struct oz_json_scan *scan, uint32_t reason)
{
    scan->reason = reason;
    return false;
}

static bool bad(struct oz_json_scan *scan)
{
    return oz_json_fail(scan, OUNCE_REASON_BAD_JSON);
}

void oz_json_blanks(struct oz_json_scan *scan)
{
    while (scan->at < scan->end && (*scan->at == ' ' || *scan->at == '\n' ||
                                    *scan->at == '\r' || *scan->at == '\t')) {
        scan->at++;
    }
}

#define EACH_BYTE(x) (0x0101010101010101u * (uint64_t)(x))

/* A high bit in every byte that ends the fast path: a quote, a backslash, a control
 * character, or anything beyond ASCII. Below 0x80 a subtraction sets the high bit just
 * where it borrows, which a byte above may then do too: the first mark, from the low
 * end, is true, those above it need not be. */
static uint64_t special_bytes(uint64_t word)
{
    uint64_t quote = (word ^ EACH_BYTE('"')) - EACH_BYTE(1);
    uint64_t backslash = (word ^ EACH_BYTE('\\')) - EACH_BYTE(1);
    uint64_t control = word - EACH_BYTE(0x20);

    return (quote | backslash | control | word) & EACH_BYTE(0x80);
}

static bool is_plain(char c)
{
    return c != '"' && c != '\\' && (unsigned char)c >= 0x20 && (unsigned char)c < 0x80;
}

static const char *plain_bytes(const char *at, const char *end)
{
    while (end - at >= 8) {
        uint64_t word;
        uint64_t special;

        memcpy(&word, at, sizeof word);
        special = special_bytes(word);
        if (special != 0) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
            return at + (size_t)__builtin_ctzll(special) / 8;
#else
            break; /* the low end of the word is not its first byte */
#endif
        }
        at += 8;
    }
    while (at < end && is_plain(*at)) {
        at++;
    }
    return at;
}

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* At a backslash. */
static bool scan_escape(struct oz_json_scan *scan)
{
    if (scan->end - scan->at < 2) {
        scan->at = scan->end;
        return bad(scan);
    }
    scan->at++;
    switch (*scan->at) {
    case '"':
    case '\\':
    case '/':
    case 'b':
    case 'f':
    case 'n':
    case 'r':
    case 't':
        scan->at++;
        return true;
    case 'u':
        scan->at++;
        for (int i = 0; i < 4; i++, scan->at++) {
            if (scan->at == scan->end || !is_hex(*scan->at)) {
                return bad(scan);
            }
        }
        return true;
    default:
        return bad(scan);
    }
}

/* At a byte beyond ASCII: pass over the run of them. */
static bool scan_utf8(struct oz_json_scan *scan)
{
    const char *run = scan->at;
    size_t valid;

    while (run < scan->end && (unsigned char)*run >= 0x80) {
        run++;
    }
    valid = oz_utf8_valid(scan->at, (size_t)(run - scan->at));
    scan->at += valid;
    return scan->at == run || oz_json_fail(scan, OUNCE_REASON_BAD_UTF8);
}

bool oz_json_string(struct oz_json_scan *scan, ounce_str *raw, bool *escaped)
{
    const char *first = ++scan->at;

    *escaped = false;
    for (;;) {
        scan->at = plain_bytes(scan->at, scan->end);
        if (scan->at == scan->end) {
            return bad(scan);
        }
        if (*scan->at == '"') {
            raw->data = first;
            raw->size = (size_t)(scan->at++ - first);
            return true;
        }
        if (*scan->at == '\\') {
            *escaped = true;
            if (!scan_escape(scan)) {
                return false;
            }
        } else if ((unsigned char)*scan->at < 0x20) {
            return bad(scan);
        } else if (!scan_utf8(scan)) {
            return false;
        }
    }
}

static size_t scan_digits(struct oz_json_scan *scan)
{
    const char *first = scan->at;

    while (scan->at < scan->end && *scan->at >= '0' && *scan->at <= '9') {
        scan->at++;
    }
    return (size_t)(scan->at - first);
}

static bool next_is(const struct oz_json_scan *scan, char a, char b)
{
    return scan->at < scan->end && (*scan->at == a || *scan->at == b);
}

/* A number can be too large for a double only with an exponent or with as many digits
 * as the largest double has. Such a number is refused: no JSON library agrees on its
 * value. */
#define SAFE_DIGITS 300

bool oz_json_number(struct oz_json_scan *scan, ounce_str *raw)
{
    struct oz_number number;
    const char *first = scan->at;
    bool real = false;
    bool check = false;

    if (*scan->at == '-') {
        scan->at++;
    }
    if (next_is(scan, '0', '0')) {
        scan->at++;
    } else if (scan_digits(scan) == 0) {
        return bad(scan);
    }
    if (next_is(scan, '.', '.')) {
        real = true;
        scan->at++;
        if (scan_digits(scan) == 0) {
            return bad(scan);
        }
    }
    if (next_is(scan, 'e', 'E')) {
        check = true;
        scan->at++;
        if (next_is(scan, '+', '-')) {
            scan->at++;
        }
        if (scan_digits(scan) == 0) {
            return bad(scan);
        }
    }
    raw->data = first;
    raw->size = (size_t)(scan->at - first);
    check = check || (real && raw->size > SAFE_DIGITS);
    if (check && !oz_number_parse(raw->data, raw->size, &number)) {
        scan->at = first;
        return bad(scan);
    }
    return true;
}

bool oz_json_word(struct oz_json_scan *scan, const char *word, size_t size)
{
    if ((size_t)(scan->end - scan->at) < size || memcmp(scan->at, word, size) != 0) {
        return bad(scan);
    }
    scan->at += size;
    return true;
}

bool oz_json_open(struct oz_json_scan *scan)
{
    if (scan->depth >= scan->max_depth) {
        return oz_json_fail(scan, OUNCE_REASON_TOO_DEEP);
    }
    scan->depth++;
    scan->at++;
    oz_json_blank(scan);
    return true;
}

bool oz_json_key(struct oz_json_scan *scan, ounce_str *raw, bool *escaped)
{
    if (scan->at == scan->end || *scan->at != '"') {
        return bad(scan);
    }
    return oz_json_member(scan) && oz_json_string(scan, raw, escaped) &&
           oz_json_colon(scan);
}

static bool skip_scalar(struct oz_json_scan *scan)
{
    ounce_str raw;
    bool escaped;

    if (scan->at == scan->end) {
        return bad(scan);
    }
    switch (*scan->at) {
    case '"':
        return oz_json_string(scan, &raw, &escaped);
    case 't':
        return oz_json_word(scan, "true", 4);
    case 'f':
        return oz_json_word(scan, "false", 5);
    case 'n':
        return oz_json_word(scan, "null", 4);
    case '-':
        return oz_json_number(scan, &raw);
    default:
        return *scan->at >= '0' && *scan->at <= '9' ? oz_json_number(scan, &raw)
                                                    : bad(scan);
    }
}

/* Which of the open containers are maps: a bit each, so the scan needs no recursion. */
struct open_stack {
    uint64_t maps[OZ_JSON_MAX_DEPTH / 64];
    uint32_t depth;
};

static void push(struct open_stack *stack, bool map)
{
    uint64_t bit = (uint64_t)1 << (stack->depth % 64);
    uint64_t *word = &stack->maps[stack->depth / 64];

    *word = map ? *word | bit : *word & ~bit;
    stack->depth++;
}

static bool top_is_map(const struct open_stack *stack)
{
    uint32_t top = stack->depth - 1;

    return (stack->maps[top / 64] >> (top % 64) & 1) != 0;
}

/* Behind a value: close what ends here. *more is whether another value follows. */
static bool close_containers(struct oz_json_scan *scan, struct open_stack *stack,
                             bool *more)
{
    while (stack->depth > 0) {
        bool map = top_is_map(stack);
        ounce_str key;
        bool escaped;

        oz_json_blank(scan);
        if (scan->at == scan->end) {
            return bad(scan);
        }
        if (*scan->at == ',') {
            scan->at++;
            oz_json_blank(scan);
            *more = true;
            return !map || oz_json_key(scan, &key, &escaped);
        }
        if (*scan->at != (map ? '}' : ']')) {
            return bad(scan);
        }
        scan->at++;
        scan->depth--;
        stack->depth--;
    }
    *more = false;
    return true;
}

/* At '{' or '['. *empty: it is closed already. */
static bool open_container(struct oz_json_scan *scan, struct open_stack *stack,
                           bool *empty)
{
    bool map = *scan->at == '{';
    ounce_str key;
    bool escaped;

    if (!oz_json_open(scan)) {
        return false;
    }
    *empty = scan->at < scan->end && *scan->at == (map ? '}' : ']');
    if (*empty) {
        scan->at++;
        scan->depth--;
        return true;
    }
    push(stack, map);
    return !map || oz_json_key(scan, &key, &escaped);
}

bool oz_json_skip(struct oz_json_scan *scan)
{
    struct open_stack stack;
    bool more = true;

    stack.depth = 0;
    while (more) {
        bool done = true;

        if (scan->at < scan->end && (*scan->at == '{' || *scan->at == '[')) {
            if (!open_container(scan, &stack, &done)) {
                return false;
            }
        } else if (!skip_scalar(scan)) {
            return false;
        }
        if (done && !close_containers(scan, &stack, &more)) {
            return false;
        }
    }
    return true;
}

uint32_t oz_json_check(const struct oz_json_limits *limits, ounce_str text, size_t *at)
{
    struct oz_json_scan scan;

    *at = 0;
    if (text.size > limits->max_bytes) {
        return OUNCE_REASON_TOO_BIG;
    }
    oz_json_scan_init(&scan, limits, text);
    oz_json_blank(&scan);
    if (oz_json_skip(&scan)) {
        oz_json_blank(&scan);
        if (scan.at < scan.end) {
            scan.reason = OUNCE_REASON_BAD_JSON;
        }
    }
    *at = (size_t)(scan.at - scan.start);
    return scan.reason;
}
