/* token_scan.c — how far a number and a string reach.
 *
 *     1_000   0xff   1e-3   2.j            r"\d"   b'x'   f"""{a}"""
 *
 * Only the extent is found here, and what would be no literal at all is refused; the
 * value is made by literal.c when the parser wants it.
 */
#include "python/token_scan.h"

#include <string.h>

/* ---- Numbers ---- */

static bool is_digit_of(unsigned char c, unsigned base)
{
    if (oz_scan_is_digit(c)) {
        return (unsigned)(c - '0') < base;
    }
    c |= 0x20;
    return base == 16 && c >= 'a' && c <= 'f';
}

/* digit ('_'? digit)*: one underscore between digits, none elsewhere. */
static bool skip_digits(struct oz_scan *scan, unsigned base)
{
    if (!is_digit_of(oz_scan_peek(scan, 0), base)) {
        return false;
    }
    while (is_digit_of(oz_scan_peek(scan, 0), base)) {
        scan->at++;
        if (oz_scan_peek(scan, 0) == '_') {
            scan->at++;
            if (!is_digit_of(oz_scan_peek(scan, 0), base)) {
                return false;
            }
        }
    }
    return true;
}

/* A keyword may follow a number at once, as in `1if x else 2`; no other name may. */
static bool ends_well(const struct oz_scan *scan)
{
    static const char *const words[] = {"and", "else", "for", "if",
                                        "in",  "is",   "or",  "not"};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t size = strlen(words[i]);

        if (scan->end - scan->at >= size &&
            memcmp(scan->text + scan->at, words[i], size) == 0) {
            return true;
        }
    }
    return scan->at == scan->end || !oz_scan_is_name(scan);
}

static const char *skip_based(struct oz_scan *scan, unsigned base)
{
    scan->at += 2;
    if (oz_scan_peek(scan, 0) == '_') {
        scan->at++;
    }
    if (!skip_digits(scan, base) || oz_scan_is_digit(oz_scan_peek(scan, 0))) {
        return base == 16  ? "expected hexadecimal digits after 0x"
               : base == 8 ? "expected octal digits after 0o"
                           : "expected binary digits after 0b";
    }
    return NULL;
}

static bool skip_exponent(struct oz_scan *scan)
{
    uint32_t sign = oz_scan_peek(scan, 1) == '+' || oz_scan_peek(scan, 1) == '-';

    if ((oz_scan_peek(scan, 0) | 0x20) != 'e' ||
        !oz_scan_is_digit(oz_scan_peek(scan, 1 + sign))) {
        return true; /* no exponent: what follows may be `else` */
    }
    scan->at += 1 + sign;
    return skip_digits(scan, 10);
}

static bool has_only_zeros(const struct oz_scan *scan, uint32_t start)
{
    for (uint32_t i = start; i < scan->at; i++) {
        if (scan->text[i] != '0' && scan->text[i] != '_') {
            return false;
        }
    }
    return true;
}

static const char *skip_decimal(struct oz_scan *scan)
{
    static const char *const bad =
        "this is no number: a digit must stand on both sides "
        "of a '_', and no letter behind";
    const uint32_t start = scan->at;
    bool is_integer;

    if (oz_scan_peek(scan, 0) != '.' && !skip_digits(scan, 10)) {
        return bad;
    }
    is_integer = oz_scan_peek(scan, 0) != '.';
    if (!is_integer) {
        scan->at++;
        if (oz_scan_is_digit(oz_scan_peek(scan, 0)) && !skip_digits(scan, 10)) {
            return bad;
        }
    }
    if (!is_integer || (oz_scan_peek(scan, 0) | 0x20) == 'e') {
        uint32_t before = scan->at;

        if (!skip_exponent(scan)) {
            return bad;
        }
        is_integer = is_integer && scan->at == before;
    }
    if ((oz_scan_peek(scan, 0) | 0x20) == 'j') {
        scan->at++;
        is_integer = false;
    }
    if (is_integer && scan->text[start] == '0' && !has_only_zeros(scan, start)) {
        return "an integer does not begin with 0; octal ones begin with 0o";
    }
    return NULL;
}

void oz_scan_number(struct oz_scan *scan)
{
    const uint32_t start = scan->at;
    const unsigned char mark = oz_scan_peek(scan, 1) | 0x20;
    const char *problem;
    uint32_t stop;

    if (oz_scan_peek(scan, 0) == '0' && (mark == 'x' || mark == 'o' || mark == 'b')) {
        problem = skip_based(scan, mark == 'x' ? 16 : mark == 'o' ? 8 : 2);
    } else {
        problem = skip_decimal(scan);
    }
    if (problem == NULL && !ends_well(scan)) {
        problem = "expected an operator between a number and a name";
    }
    stop = scan->at;
    scan->at = start;
    if (problem != NULL) {
        oz_scan_fail(scan, problem);
        return;
    }
    oz_scan_add(scan, OZ_TOKEN_NUMBER, stop - start);
    scan->at = stop;
}

/* ---- Strings ---- */

/* The offset behind the closing quotes; 0 when there are none. */
static uint32_t find_end(const struct oz_scan *scan, uint32_t body, uint32_t quotes)
{
    const char quote = scan->text[body - 1];

    for (uint32_t i = body; i < scan->end; i++) {
        char c = scan->text[i];

        if (c == '\\') {
            i++;
        } else if (c == '\n' && quotes == 1) {
            return 0;
        } else if (c == quote &&
                   (quotes == 1 || (scan->end - i >= 3 && scan->text[i + 1] == quote &&
                                    scan->text[i + 2] == quote))) {
            return i + quotes;
        }
    }
    return 0;
}

static void count_lines(struct oz_scan *scan, uint32_t stop)
{
    for (uint32_t i = scan->at; i < stop; i++) {
        if (scan->text[i] == '\n') {
            scan->line++;
            scan->mark = i + 1;
            scan->mark_column = 1;
        }
    }
    scan->at = stop;
}

void oz_scan_string(struct oz_scan *scan, uint32_t prefix)
{
    const unsigned char quote = oz_scan_peek(scan, prefix);
    const bool triple = oz_scan_peek(scan, prefix + 1) == quote &&
                        oz_scan_peek(scan, prefix + 2) == quote;
    const uint32_t quotes = triple ? 3 : 1;
    const uint32_t stop = find_end(scan, scan->at + prefix + quotes, quotes);

    if (stop == 0) {
        oz_scan_fail(scan, triple ? "unterminated string: expected three closing quotes"
                                  : "unterminated string: expected a closing quote on "
                                    "the same line");
        return;
    }
    oz_scan_add(scan, OZ_TOKEN_STRING, stop - scan->at);
    count_lines(scan, stop);
}
