/* regex_translate.c — the structure of Python's patterns: alternatives, sequences,
 * repeats; groups are in regex_group.c.
 *
 *     ^a{,3}$   =>   \Aa{0,3}\Z          a{x   =>   a\x{7b}x
 *
 * One descent over the text, writing as it reads. Widths are carried upwards, because
 * Python accepts a look-behind by its width. With `meter`, a callout stands wherever
 * the matcher can come back to: behind what repeats and before further alternatives.
 */
#include "native/regex_group.h"

#include "base/table.h"
#include "base/utf8.h"

#define MAX_REPEAT UINT32_MAX
/* PCRE2's own bound of a counted repeat. */
#define MAX_COUNT   65535u
#define MAX_NESTING 200

uint64_t oz_regex_wide(uint64_t width)
{
    return width > OZ_WIDE ? OZ_WIDE : width;
}

static uint64_t times(uint64_t a, uint64_t b)
{
    return a != 0 && b > OZ_WIDE / a ? OZ_WIDE : a * b;
}

static void add_text(struct oz_regex_syntax *s, const char *text)
{
    oz_buf_text(&s->out, text);
}

/* ---- Items ---- */

static bool begin(struct oz_regex_syntax *s, struct oz_regex_item *item,
                  enum oz_regex_item_kind kind, uint64_t width)
{
    item->kind = kind;
    item->start = s->out.size;
    item->width = (struct oz_regex_width){width, width};
    return true;
}

/* `\b` by its definition: PCRE2's follows its own idea of a word. */
static void print_boundary(struct oz_regex_syntax *s, bool negated, uint32_t flags)
{
    const char *word =
        flags & OZ_REGEX_ASCII ? "[0-9A-Z_a-z]" : "[0-9A-Z_a-z\\p{L}\\p{N}]";

    /* Python: there is no `\B` in an empty text. */
    add_text(s, negated ? "(?:(?!\\A\\z)(?:(?<=" : "(?:(?<=");
    add_text(s, word);
    add_text(s, negated ? ")(?=" : ")(?!");
    add_text(s, word);
    add_text(s, negated ? ")|(?<!" : ")|(?<!");
    add_text(s, word);
    add_text(s, negated ? ")(?!" : ")(?=");
    add_text(s, word);
    add_text(s, negated ? ")))" : "))");
}

static bool print_group_reference(struct oz_regex_syntax *s, struct oz_regex_item *item,
                                  uint32_t group, uint32_t flags)
{
    if (!oz_regex_check_look_behind(s, group)) {
        return false;
    }
    begin(s, item, OZ_ITEM_OTHER, 0);
    item->width = s->groups[group].width;
    add_text(s, flags & OZ_REGEX_IGNORECASE ? "(?i:\\g{" : "\\g{");
    oz_buf_uint(&s->out, group);
    add_text(s, flags & OZ_REGEX_IGNORECASE ? "})" : "}");
    return true;
}

bool oz_regex_reference(struct oz_regex_syntax *s, struct oz_regex_item *item,
                        uint32_t group, uint32_t flags)
{
    return print_group_reference(s, item, group, flags);
}

static bool read_escape(struct oz_regex_syntax *s, size_t start, uint32_t flags,
                        struct oz_regex_item *item)
{
    const char c = s->pattern.data[start + 1];
    struct oz_regex_set set = {0};
    enum oz_regex_escape kind;
    uint32_t value;

    if (c == 'A' || c == 'Z' || c == 'b' || c == 'B') {
        begin(s, item, OZ_ITEM_AT, 0);
        if (c == 'A' || c == 'Z') {
            add_text(s, c == 'A' ? "\\A" : "\\z");
        } else {
            print_boundary(s, c == 'B', flags);
        }
        return true;
    }
    if (!oz_regex_escape(s, start, false, &kind, &value)) {
        return false;
    }
    if (kind == OZ_ESCAPE_GROUP) {
        return print_group_reference(s, item, value, flags);
    }
    begin(s, item, OZ_ITEM_CHAR, 1);
    if (kind == OZ_ESCAPE_CHAR) {
        return oz_regex_print_char(s, value, flags);
    }
    set.categories = 1u << value;
    oz_regex_set_print(s, &set, false, flags);
    return true;
}

/* ---- Repeats ---- */

struct repeat {
    uint32_t min, max; /* MAX_REPEAT: no bound */
    bool literal;      /* a '{' that begins no repeat */
};

static bool overflow(struct oz_regex_syntax *s)
{
    s->status = OZ_REGEX_OVERFLOW;
    memcpy(s->message, "the repetition number is too large",
           sizeof("the repetition number is too large"));
    return false;
}

/* Digits; *given is false when there are none. Values stop at MAX_REPEAT. */
static bool read_count(struct oz_regex_syntax *s, uint64_t *value, bool *given)
{
    *given = false;
    *value = 0;
    while (s->at < s->pattern.size && s->pattern.data[s->at] >= '0' &&
           s->pattern.data[s->at] <= '9') {
        *value = *value * 10 + (uint64_t)(s->pattern.data[s->at] - '0');
        *value = *value > MAX_REPEAT ? MAX_REPEAT : *value;
        *given = true;
        if (!oz_regex_skip(s)) {
            return false;
        }
    }
    return true;
}

/* After '{': {m} {m,} {,n} {m,n}; anything else is text. */
static bool read_counts(struct oz_regex_syntax *s, struct repeat *repeat)
{
    const size_t here = s->at;
    uint64_t lo, hi;
    bool has_lo, has_hi;

    *repeat = (struct repeat){0, MAX_REPEAT, true};
    if (oz_regex_next_is(s, '}')) {
        return true;
    }
    if (!read_count(s, &lo, &has_lo)) {
        return false;
    }
    hi = lo;
    has_hi = has_lo;
    if (oz_regex_accept(s, ',') && !read_count(s, &hi, &has_hi)) {
        return false;
    }
    if (!oz_regex_accept(s, '}')) {
        s->at = here;
        return s->status == OZ_REGEX_OK;
    }
    repeat->literal = false;
    if ((has_lo && lo >= MAX_REPEAT) || (has_hi && hi >= MAX_REPEAT)) {
        return overflow(s);
    }
    repeat->min = has_lo ? (uint32_t)lo : 0;
    repeat->max = has_hi ? (uint32_t)hi : MAX_REPEAT;
    if (repeat->max < repeat->min) {
        return oz_regex_refuse(s, here, "min repeat greater than max repeat");
    }
    return true;
}

/* Put text in front of what the item wrote. */
static void insert(struct oz_regex_syntax *s, size_t at, const char *text)
{
    const size_t size = strlen(text);
    const size_t end = s->out.size;

    oz_buf_text(&s->out, text);
    if (!s->out.failed) {
        memmove(s->out.data + at + size, s->out.data + at, end - at);
        memcpy(s->out.data + at, text, size);
    }
}

static void print_repeat(struct oz_regex_syntax *s, const struct repeat *repeat)
{
    oz_buf_char(&s->out, '{');
    oz_buf_uint(&s->out, repeat->min);
    if (repeat->max != repeat->min) {
        oz_buf_char(&s->out, ',');
        if (repeat->max != MAX_REPEAT) {
            oz_buf_uint(&s->out, repeat->max);
        }
    }
    oz_buf_char(&s->out, '}');
}

/* A repeat of what has no width, in a look-behind, where PCRE2 has none: once will do,
 * and if it may be left out, that is an alternative. */
static bool repeat_nothing(struct oz_regex_syntax *s, struct oz_regex_item *item,
                           const struct repeat *repeat)
{
    const bool lazy = oz_regex_accept(s, '?');
    const bool possessive = !lazy && oz_regex_accept(s, '+');

    if (repeat->max == 0) {
        oz_buf_text(&s->out, "{0}");
    } else if (repeat->min == 0) {
        insert(s, item->start, lazy ? "(?:|" : possessive ? "(?>" : "(?:");
        add_text(s, lazy ? ")" : "|)");
    }
    item->kind = OZ_ITEM_REPEAT;
    return s->status == OZ_REGEX_OK;
}

static bool apply_repeat(struct oz_regex_syntax *s, struct oz_regex_item *item,
                         const struct repeat *repeat)
{
    const bool meter = s->meter && repeat->min != repeat->max;

    if (repeat->min > MAX_COUNT ||
        (repeat->max != MAX_REPEAT && repeat->max > MAX_COUNT)) {
        return oz_regex_refuse(s, s->at, "repeats beyond %u are not supported",
                               MAX_COUNT);
    }
    if (s->look_behind != 0 && item->width.hi == 0) {
        return repeat_nothing(s, item, repeat);
    }
    if (meter && item->kind != OZ_ITEM_CHAR) {
        insert(s, item->start, "(?:");
        add_text(s, "(?C))");
    }
    print_repeat(s, repeat);
    if (oz_regex_accept(s, '?')) {
        oz_buf_char(&s->out, '?');
    } else if (oz_regex_accept(s, '+')) {
        oz_buf_char(&s->out, '+');
    }
    if (meter) {
        add_text(s, "(?C)");
    }
    item->width.lo = times(item->width.lo, repeat->min);
    item->width.hi = repeat->max == MAX_REPEAT ? (item->width.hi > 0 ? OZ_WIDE : 0)
                                               : times(item->width.hi, repeat->max);
    item->kind = OZ_ITEM_REPEAT;
    return s->status == OZ_REGEX_OK;
}

/* The token at `start`, one of * + ? {, has been skipped. */
static bool read_repeat(struct oz_regex_syntax *s, size_t start, uint32_t flags,
                        struct oz_regex_item *item)
{
    const char c = s->pattern.data[start];
    struct repeat repeat = {c == '+', c == '?' ? 1 : MAX_REPEAT, false};

    if (c == '{' && !read_counts(s, &repeat)) {
        return false;
    }
    if (repeat.literal) {
        begin(s, item, OZ_ITEM_CHAR, 1);
        return oz_regex_print_char(s, '{', flags);
    }
    if (item->kind == OZ_ITEM_NONE || item->kind == OZ_ITEM_AT) {
        return oz_regex_refuse(s, start, "nothing to repeat");
    }
    if (item->kind == OZ_ITEM_REPEAT) {
        return oz_regex_refuse(s, start, "multiple repeat");
    }
    return apply_repeat(s, item, &repeat);
}

/* ---- Sequences and alternatives ---- */

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* White space and comments of VERBOSE; *skipped says that there was some. */
static bool skip_blank(struct oz_regex_syntax *s, bool *skipped)
{
    *skipped = false;
    if (is_blank(s->pattern.data[s->at])) {
        *skipped = true;
        return oz_regex_skip(s);
    }
    if (!oz_regex_next_is(s, '#')) {
        return true;
    }
    *skipped = true;
    while (oz_regex_token(s) > 0) {
        const bool last = oz_regex_next_is(s, '\n');

        if (!oz_regex_skip(s)) {
            return false;
        }
        if (last) {
            break;
        }
    }
    return true;
}

/* One token that is no blank. Reads a whole set, group or repeat. */
static bool read_item(struct oz_regex_syntax *s, uint32_t *flags, bool first,
                      struct oz_regex_item *item)
{
    const size_t start = s->at;
    const char c = s->pattern.data[start];
    size_t used;

    if (!oz_regex_skip(s)) {
        return false;
    }
    switch (c) {
    case '\\':
        return read_escape(s, start, *flags, item);
    case '[':
        begin(s, item, OZ_ITEM_CHAR, 1);
        return oz_regex_read_set(s, start, *flags);
    case '*':
    case '+':
    case '?':
    case '{':
        return read_repeat(s, start, *flags, item);
    case '.':
        begin(s, item, OZ_ITEM_CHAR, 1);
        add_text(s, *flags & OZ_REGEX_DOTALL ? "." : "\\N");
        return true;
    case '(':
        return oz_regex_read_group(s, start, flags, first, item);
    case '^':
        begin(s, item, OZ_ITEM_AT, 0);
        add_text(s, *flags & OZ_REGEX_MULTILINE ? "^" : "\\A");
        return true;
    case '$':
        begin(s, item, OZ_ITEM_AT, 0);
        add_text(s, *flags & OZ_REGEX_MULTILINE ? "$" : "\\Z");
        return true;
    default:
        begin(s, item, OZ_ITEM_CHAR, 1);
        return oz_regex_print_char(
            s, oz_utf8_decode(s->pattern.data + start, s->pattern.size - start, &used),
            *flags);
    }
}

bool oz_regex_sequence(struct oz_regex_syntax *s, uint32_t *flags, bool first,
                       struct oz_regex_width *width)
{
    struct oz_regex_item item = {.kind = OZ_ITEM_NONE};
    struct oz_regex_width before = {0, 0}; /* the last item is not in it yet */

    while (oz_regex_token(s) > 0 && !oz_regex_next_is(s, '|') &&
           !oz_regex_next_is(s, ')')) {
        const size_t start = item.start;
        const enum oz_regex_item_kind kind = item.kind;
        const struct oz_regex_width last = item.width;
        bool blank = false;

        if ((*flags & OZ_REGEX_VERBOSE) && !skip_blank(s, &blank)) {
            return false;
        }
        if (blank) {
            continue;
        }
        if (!read_item(s, flags, first && item.kind == OZ_ITEM_NONE, &item)) {
            return false;
        }
        if (kind != OZ_ITEM_NONE && item.start != start) {
            before.lo = oz_regex_wide(before.lo + last.lo);
            before.hi = oz_regex_wide(before.hi + last.hi);
        }
    }
    width->lo = oz_regex_wide(before.lo + item.width.lo);
    width->hi = oz_regex_wide(before.hi + item.width.hi);
    return s->status == OZ_REGEX_OK;
}

bool oz_regex_alternatives(struct oz_regex_syntax *s, uint32_t flags, bool outermost,
                           struct oz_regex_width *width)
{
    bool first = true;

    if (++s->depth > MAX_NESTING) {
        return oz_regex_refuse(s, s->at, "groups nest too deeply");
    }
    do {
        struct oz_regex_width one;

        if (!first) {
            add_text(s, s->meter ? "|(?C)" : "|");
        }
        if (!oz_regex_sequence(s, &flags, outermost && first, &one)) {
            return false;
        }
        width->lo = first || one.lo < width->lo ? one.lo : width->lo;
        width->hi = first || one.hi > width->hi ? one.hi : width->hi;
        first = false;
    } while (oz_regex_accept(s, '|'));
    s->depth--;
    return s->status == OZ_REGEX_OK;
}

/* What can only be said when all has been read. */
static bool check_whole(struct oz_regex_syntax *s)
{
    if ((s->flags & OZ_REGEX_ASCII) && (s->flags & OZ_REGEX_UNICODE)) {
        s->status = OZ_REGEX_VALUE;
        memcpy(s->message, "ASCII and UNICODE flags are incompatible",
               sizeof("ASCII and UNICODE flags are incompatible"));
        return false;
    }
    if (oz_regex_token(s) > 0) {
        return oz_regex_refuse(s, s->at, "unbalanced parenthesis");
    }
    if (s->asked >= s->group_count && s->asked > 0) {
        return oz_regex_refuse(s, s->asked_at, "invalid group reference %u",
                               (unsigned)s->asked);
    }
    if (s->wavering) {
        return oz_regex_refuse(s, OZ_REGEX_NOWHERE,
                               "look-behind requires fixed-width pattern");
    }
    return true;
}

bool oz_regex_translate(struct oz_regex_syntax *s)
{
    struct oz_regex_width width;

    if (s->pattern.size == 1 && oz_regex_next_is(s, '\\')) {
        return oz_regex_refuse(s, 0, "bad escape (end of pattern)");
    }
    if (!oz_regex_open_group(s, NULL)) {
        return false;
    }
    add_text(s, s->meter ? "(?C)(?:" : "");
    if (!oz_regex_alternatives(s, s->flags, true, &width) || !check_whole(s)) {
        return false;
    }
    add_text(s, s->meter ? ")" : "");
    if (s->out.failed) {
        s->status = OZ_REGEX_NOMEM;
    }
    return s->status == OZ_REGEX_OK;
}
