/* regex_set.c — sets of characters: read from Python's notation, completed by the other
 * cases of their letters, printed in PCRE2's.
 *
 *     [a-c_]      => [_a-c]             [k] with IGNORECASE => [Kk\x{212a}]
 *     \s          => [\x09-\x0d\x1c-\x20\x{85}…]
 *     [^\W\d]     => (?:(?![\p{Nd}]|[^0-9A-Z_a-z\p{L}\p{N}]).)
 *
 * Case is resolved here and not by PCRE2, whose folding differs from Python's: for it
 * `i` and U+0131 are strangers.
 */
#include "native/regex_syntax.h"

#include "base/table.h"
#include "base/utf8.h"

#include <string.h>

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

static const uint32_t casefix[][3] = {
#include "native/regex_casefix.inc"
};

static bool has(const struct oz_regex_set *set, uint32_t cp)
{
    for (uint32_t i = 0; i < set->count; i++) {
        if (cp >= set->ranges[i].lo && cp <= set->ranges[i].hi) {
            return true;
        }
    }
    return false;
}

bool oz_regex_set_add(struct oz_regex_syntax *s, struct oz_regex_set *set, uint32_t lo,
                      uint32_t hi)
{
    if (lo == hi && has(set, lo)) {
        return true;
    }
    if (!oz_arena_grow(s->arena, (void **)&set->ranges, set->count, &set->capacity,
                       sizeof(set->ranges[0]))) {
        s->status = OZ_REGEX_NOMEM;
        return false;
    }
    set->ranges[set->count++] = (struct oz_regex_range){lo, hi};
    return true;
}

/* ---- Case ---- */

/* A lower-case letter and everything whose lower case it is. */
static bool add_capitals(struct oz_regex_syntax *s, struct oz_regex_set *set,
                         uint32_t lower)
{
    size_t count;
    const struct oz_case_range *table = oz_lower_table(&count);

    if (lower < 0x80 && lower >= 'a' && lower <= 'z' &&
        !oz_regex_set_add(s, set, lower - 32, lower - 32)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        const uint32_t cp = (uint32_t)((int32_t)lower - table[i].distance);

        if (cp >= table[i].first && cp <= table[i].last &&
            (cp - table[i].first) % table[i].stride == 0 &&
            !oz_regex_set_add(s, set, cp, cp)) {
            return false;
        }
    }
    return oz_regex_set_add(s, set, lower, lower);
}

/* Everything that Python takes for the same letter. */
static bool add_letter(struct oz_regex_syntax *s, struct oz_regex_set *set, uint32_t cp)
{
    const uint32_t lower = oz_lower(cp);

    for (size_t i = 0; i < LENGTH(casefix); i++) {
        if (casefix[i][0] == lower) {
            if (!add_capitals(s, set, casefix[i][1]) ||
                (casefix[i][2] != 0 && !add_capitals(s, set, casefix[i][2]))) {
                return false;
            }
        }
    }
    return add_capitals(s, set, lower);
}

static bool add_ascii_case(struct oz_regex_syntax *s, struct oz_regex_set *set,
                           struct oz_regex_range range)
{
    for (uint32_t lower = 'a'; lower <= 'z'; lower++) {
        const uint32_t upper = lower - 32;
        const bool some = (lower >= range.lo && lower <= range.hi) ||
                          (upper >= range.lo && upper <= range.hi);

        if (some && (!oz_regex_set_add(s, set, lower, lower) ||
                     !oz_regex_set_add(s, set, upper, upper))) {
            return false;
        }
    }
    return true;
}

/* The letters of a long range: those that have a capital, and those that casefix knows.
 */
static bool add_range_case(struct oz_regex_syntax *s, struct oz_regex_set *set,
                           struct oz_regex_range range)
{
    size_t count;
    const struct oz_case_range *table = oz_lower_table(&count);

    for (size_t i = 0; i < count; i++) {
        for (uint32_t cp = table[i].first; cp <= table[i].last; cp += table[i].stride) {
            const uint32_t lower = (uint32_t)((int32_t)cp + table[i].distance);

            if (((cp >= range.lo && cp <= range.hi) ||
                 (lower >= range.lo && lower <= range.hi)) &&
                !add_letter(s, set, cp)) {
                return false;
            }
        }
    }
    for (size_t i = 0; i < LENGTH(casefix); i++) {
        if (casefix[i][0] >= range.lo && casefix[i][0] <= range.hi &&
            !add_letter(s, set, casefix[i][0])) {
            return false;
        }
    }
    return true;
}

bool oz_regex_set_case(struct oz_regex_syntax *s, struct oz_regex_set *set,
                       uint32_t flags)
{
    const uint32_t given = set->count;

    for (uint32_t i = 0; i < given; i++) {
        const struct oz_regex_range range = set->ranges[i];
        bool good = true;

        if (flags & OZ_REGEX_ASCII) {
            good = add_ascii_case(s, set, range);
        } else if (range.hi - range.lo >= 128) {
            good = add_ascii_case(s, set, range) && add_range_case(s, set, range);
        } else {
            for (uint32_t cp = range.lo; good && cp <= range.hi; cp++) {
                good = add_letter(s, set, cp);
            }
        }
        if (!good) {
            return false;
        }
    }
    return true;
}

/* ---- Printing ---- */

/* The categories in the order of "dws", as the inside of a set. */
static const char *const members[] = {
    "\\p{Nd}",
    "0-9A-Z_a-z\\p{L}\\p{N}",
    ("\\x09-\\x0d\\x1c-\\x20\\x{85}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}"
     "\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}"),
};
static const char *const members_ascii[] = {"0-9", "0-9A-Z_a-z", "\\x09-\\x0d\\x20"};

static void print_cp(struct oz_buf *out, uint32_t cp)
{
    static const char digits[] = "0123456789abcdef";

    if ((cp >= '0' && cp <= '9') || (cp >= 'A' && cp <= 'Z') ||
        (cp >= 'a' && cp <= 'z') || cp == '_') {
        oz_buf_char(out, (char)cp);
        return;
    }
    oz_buf_text(out, "\\x{");
    for (int shift = 20; shift >= 0; shift -= 4) {
        if (cp >> shift || shift == 0) {
            oz_buf_char(out, digits[cp >> shift & 15]);
        }
    }
    oz_buf_char(out, '}');
}

/* Surrogates are in no text: PCRE2 would refuse them as the end of a range. */
static bool clip(struct oz_regex_range *range)
{
    if (range->lo >= 0xd800 && range->lo <= 0xdfff) {
        range->lo = 0xe000;
    }
    if (range->hi >= 0xd800 && range->hi <= 0xdfff) {
        range->hi = 0xd7ff;
    }
    return range->lo <= range->hi;
}

/* `[...]` of all but the negated categories; false, and nothing printed, if empty. */
static bool print_plain(struct oz_regex_syntax *s, const struct oz_regex_set *set,
                        bool negated, const char *const *names)
{
    const size_t before = s->out.size;
    bool some = false;

    oz_buf_text(&s->out, negated ? "[^" : "[");
    for (uint32_t i = 0; i < 3; i++) {
        if (set->categories >> (2 * i) & 1) {
            oz_buf_text(&s->out, names[i]);
            some = true;
        }
    }
    for (uint32_t i = 0; i < set->count; i++) {
        struct oz_regex_range range = set->ranges[i];

        if (!clip(&range)) {
            continue;
        }
        some = true;
        print_cp(&s->out, range.lo);
        if (range.hi > range.lo) {
            oz_buf_char(&s->out, '-');
            print_cp(&s->out, range.hi);
        }
    }
    oz_buf_char(&s->out, ']');
    if (!some && !s->out.failed) {
        s->out.size = before;
    }
    return some;
}

/* Alternatives for the plain members and each negated category. */
static void print_mixed(struct oz_regex_syntax *s, const struct oz_regex_set *set,
                        const char *const *names)
{
    bool some = print_plain(s, set, false, names);

    for (uint32_t i = 0; i < 3; i++) {
        if (set->categories >> (2 * i + 1) & 1) {
            oz_buf_text(&s->out, some ? "|[^" : "[^");
            oz_buf_text(&s->out, names[i]);
            oz_buf_char(&s->out, ']');
            some = true;
        }
    }
}

static bool is_everything(uint32_t categories)
{
    return (categories & 3) == 3 || (categories & 12) == 12 || (categories & 48) == 48;
}

void oz_regex_set_print(struct oz_regex_syntax *s, const struct oz_regex_set *set,
                        bool negated, uint32_t flags)
{
    const char *const *names = flags & OZ_REGEX_ASCII ? members_ascii : members;
    const uint32_t inverse = set->categories & 42;

    if (is_everything(set->categories)) {
        oz_buf_text(&s->out, negated ? "(?!)" : ".");
    } else if (inverse == 0) {
        if (!print_plain(s, set, negated, names)) {
            oz_buf_text(&s->out, negated ? "." : "(?!)");
        }
    } else if (set->count == 0 && set->categories == inverse &&
               (inverse & (inverse - 1)) == 0) {
        struct oz_regex_set plain = {.categories = inverse >> 1};

        print_plain(s, &plain, !negated, names);
    } else {
        oz_buf_text(&s->out, negated ? "(?:(?!" : "(?:");
        print_mixed(s, set, names);
        oz_buf_text(&s->out, negated ? ").)" : ")");
    }
}

bool oz_regex_print_char(struct oz_regex_syntax *s, uint32_t cp, uint32_t flags)
{
    struct oz_regex_set set = {0};

    if (!oz_regex_set_add(s, &set, cp, cp) ||
        ((flags & OZ_REGEX_IGNORECASE) && !oz_regex_set_case(s, &set, flags))) {
        return false;
    }
    if (set.count > 1 || (cp >= 0xd800 && cp <= 0xdfff)) {
        oz_regex_set_print(s, &set, false, flags);
    } else {
        print_cp(&s->out, cp);
    }
    return true;
}

/* ---- Reading ---- */

/* One member: a character, or a category. */
static bool read_member(struct oz_regex_syntax *s, size_t start, bool *category,
                        uint32_t *value)
{
    enum oz_regex_escape kind = OZ_ESCAPE_CHAR;
    size_t used;

    *value = oz_utf8_decode(s->pattern.data + start, s->pattern.size - start, &used);
    if (*value == '\\' && !oz_regex_escape(s, start, true, &kind, value)) {
        return false;
    }
    *category = kind == OZ_ESCAPE_CATEGORY;
    return true;
}

static bool unterminated(struct oz_regex_syntax *s, size_t start)
{
    return oz_regex_refuse(s, start, "unterminated character set");
}

static bool add_member(struct oz_regex_syntax *s, struct oz_regex_set *set,
                       bool category, uint32_t value)
{
    if (category) {
        set->categories |= 1u << value;
        return true;
    }
    return oz_regex_set_add(s, set, value, value);
}

/* What may follow a member and a '-', which has been skipped. */
static bool read_range(struct oz_regex_syntax *s, struct oz_regex_set *set,
                       size_t start, size_t first, bool category, uint32_t lo,
                       bool *closed)
{
    const size_t dash = s->at - 1;
    const size_t second = s->at;
    bool second_category;
    uint32_t hi;

    if (oz_regex_token(s) == 0) {
        return unterminated(s, start);
    }
    if (oz_regex_accept(s, ']')) {
        *closed = true;
        return add_member(s, set, category, lo) && oz_regex_set_add(s, set, '-', '-');
    }
    if (!oz_regex_skip(s) || !read_member(s, second, &second_category, &hi)) {
        return false;
    }
    if (category || second_category || hi < lo) {
        /* Python shows the escapes as they were read first: two characters each. */
        const size_t left = s->pattern.data[first] == '\\' ? first + 2 : dash;
        const size_t right = s->pattern.data[second] == '\\' ? second + 2 : s->at;
        ounce_str a = {s->pattern.data + first, left - first};
        ounce_str b = {s->pattern.data + second, right - second};
        const size_t back = a.size + 1 + b.size;

        return oz_regex_refuse(s, s->at - back, "bad character range %.*s-%.*s",
                               OZ_STR(a), OZ_STR(b));
    }
    return oz_regex_set_add(s, set, lo, hi);
}

bool oz_regex_read_set(struct oz_regex_syntax *s, size_t start, uint32_t flags)
{
    struct oz_regex_set set = {0};
    const bool negated = oz_regex_accept(s, '^');
    bool closed = false;

    while (!closed) {
        const size_t first = s->at;
        bool category, good;
        uint32_t value;

        if (oz_regex_token(s) == 0) {
            return s->status == OZ_REGEX_OK && unterminated(s, start);
        }
        if (!oz_regex_skip(s)) {
            return false;
        }
        if (s->pattern.data[first] == ']' && (set.count > 0 || set.categories != 0)) {
            break;
        }
        if (!read_member(s, first, &category, &value)) {
            return false;
        }
        good = oz_regex_accept(s, '-')
                   ? read_range(s, &set, start, first, category, value, &closed)
                   : s->status == OZ_REGEX_OK && add_member(s, &set, category, value);
        if (!good) {
            return false;
        }
    }
    if ((flags & OZ_REGEX_IGNORECASE) && !oz_regex_set_case(s, &set, flags)) {
        return false;
    }
    oz_regex_set_print(s, &set, negated, flags);
    return true;
}
