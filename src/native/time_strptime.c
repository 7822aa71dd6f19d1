/* time_strptime.c — strptime(): find the directives of a format in a text.
 *
 *     "%d/%b/%Y:%H"  on  "5/Jan/2024:22"  =>  d "5", b "Jan", Y "2024", H "22"
 *
 * CPython makes a regular expression of the format; its alternatives, their order and
 * that it backtracks are visible: "%d%m" finds 11 and 1 in "111". So each directive
 * lists the lengths it could have, the preferred first, and the matcher tries them in
 * depth. No directive may occur twice, which bounds depth and work. A format that fails
 * is the ordinary case (rules try dozens in order): nothing is allocated before the
 * message.
 */
#include "native/time_strptime.h"

#include "base/str.h"
#include "base/utf8.h"
#include "native/native.h"

#define LENGTHS_MAX 12

/* Lengths one directive could have at a place. */
struct lengths {
    size_t items[LENGTHS_MAX];
    uint32_t count;
};

/* Numbers of one or two digits; a lower bound above the upper: no such form. */
static const struct number {
    char letter;
    int8_t two_low, two_high, one_low, one_high;
} numbers[] = {
    {'d', 1, 31, 1, 9}, {'H', 0, 23, 0, 9}, {'I', 1, 12, 1, 9}, {'M', 0, 59, 0, 9},
    {'m', 1, 12, 1, 9}, {'S', 0, 61, 0, 9}, {'U', 0, 53, 0, 9}, {'V', 1, 53, 0, 9},
    {'W', 0, 53, 0, 9}, {'u', 1, 0, 1, 7},  {'w', 1, 0, 0, 6},  {'y', 0, 99, 1, 0},
    {'j', 1, 99, 1, 9},
};

static const char *const zone_names[] = {"utc", "gmt"};
static const char *const half_names[] = {"am", "pm"};

size_t oz_time_space(ounce_str text, size_t place)
{
    unsigned char c;
    uint32_t cp;
    size_t used;

    if (place >= text.size) {
        return 0;
    }
    c = (unsigned char)text.data[place];
    if (c < 0x80) {
        return c == ' ' || (c >= 9 && c <= 13) || (c >= 28 && c <= 31);
    }
    cp = oz_utf8_decode(text.data + place, text.size - place, &used);
    return cp == 0x85 || cp == 0xa0 || cp == 0x1680 || (cp >= 0x2000 && cp <= 0x200a) ||
                   cp == 0x2028 || cp == 0x2029 || cp == 0x202f || cp == 0x205f ||
                   cp == 0x3000
               ? used
               : 0;
}

/* The value of `count` digits; -1 when they are not there. */
static int digits(ounce_str text, size_t place, size_t count)
{
    int value = 0;

    for (size_t i = place; i < place + count; i++) {
        if (i >= text.size || text.data[i] < '0' || text.data[i] > '9') {
            return -1;
        }
        value = value * 10 + (text.data[i] - '0');
    }
    return value;
}

static void add(struct lengths *lengths, size_t size)
{
    lengths->items[lengths->count++] = size;
}

static bool char_at(ounce_str text, size_t place, char c)
{
    return place < text.size && text.data[place] == c;
}

static bool add_number(struct lengths *lengths, char letter, ounce_str text,
                       size_t place)
{
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        const struct number *row = &numbers[i];
        int two, one;

        if (row->letter != letter) {
            continue;
        }
        two = digits(text, place, 2);
        one = digits(text, place, 1);
        if (letter == 'j') {
            int three = digits(text, place, 3);

            if (three >= 1 && three <= 366) {
                add(lengths, 3);
            }
        }
        if (two >= row->two_low && two <= row->two_high) {
            add(lengths, 2);
        }
        if (one >= row->one_low && one <= row->one_high) {
            add(lengths, 1);
        }
        if (letter == 'd' && char_at(text, place, ' ') &&
            digits(text, place + 1, 1) >= 1) {
            add(lengths, 2);
        }
        return true;
    }
    return false;
}

int oz_strptime_name(const char *const *names, int count, size_t short_size,
                     ounce_str text)
{
    for (int i = 0; i < count; i++) {
        size_t size = short_size > 0 ? short_size : strlen(names[i]);

        if (text.size == size && oz_fold_equal(text.data, size, names[i], size)) {
            return i;
        }
    }
    return -1;
}

/* No name of a list begins with another, so at most one matches. */
static void add_name(struct lengths *lengths, const char *const *names, int count,
                     size_t short_size, ounce_str text, size_t place)
{
    for (int i = 0; i < count; i++) {
        size_t size = short_size > 0 ? short_size : strlen(names[i]);

        if (size <= text.size - place &&
            oz_fold_equal(text.data + place, size, names[i], size)) {
            add(lengths, size);
            return;
        }
    }
}

/* [+-]hh[:]mm[[:]ss[.ffffff]] or Z; the longest first. */
static void add_offset(struct lengths *lengths, ounce_str text, size_t place)
{
    size_t at = place + 1, minutes;
    int value;

    if (char_at(text, place, 'Z')) {
        add(lengths, 1);
        return;
    }
    if ((!char_at(text, place, '+') && !char_at(text, place, '-')) ||
        digits(text, at, 2) < 0) {
        return;
    }
    at += 2;
    at += char_at(text, at, ':');
    value = digits(text, at, 2);
    if (value < 0 || value > 59) {
        return;
    }
    minutes = at += 2;
    at += char_at(text, at, ':');
    value = digits(text, at, 2);
    if (value >= 0 && value <= 59) {
        at += 2;
        if (char_at(text, at, '.')) {
            for (size_t count = 6; count > 0; count--) {
                if (digits(text, at + 1, count) >= 0) {
                    add(lengths, at + 1 + count - place);
                }
            }
        }
        add(lengths, at - place);
    }
    add(lengths, minutes - place);
}

static void find_lengths(struct lengths *lengths, char letter, ounce_str text,
                         size_t place)
{
    lengths->count = 0;
    if (add_number(lengths, letter, text, place)) {
        return;
    }
    switch (letter) {
    case 'Y':
    case 'G':
        if (digits(text, place, 4) >= 0) {
            add(lengths, 4);
        }
        return;
    case 'f':
        for (size_t count = 6; count > 0; count--) {
            if (digits(text, place, count) >= 0) {
                add(lengths, count);
            }
        }
        return;
    case 'a':
    case 'A':
        add_name(lengths, oz_weekday_names, 7, letter == 'a' ? 3 : 0, text, place);
        return;
    case 'b':
    case 'B':
        add_name(lengths, oz_month_names, 12, letter == 'b' ? 3 : 0, text, place);
        return;
    case 'p':
        add_name(lengths, half_names, 2, 2, text, place);
        return;
    case 'Z':
        add_name(lengths, zone_names, 2, 3, text, place);
        return;
    default: /* z */
        add_offset(lengths, text, place);
        return;
    }
}

/* One literal code point, case aside. */
static bool match_literal(const struct oz_strptime *match, size_t *f, size_t *t)
{
    ounce_str format = match->format, text = match->text;
    size_t a, b;
    uint32_t x, y;

    if (*t >= text.size) {
        return false;
    }
    x = oz_utf8_decode(format.data + *f, format.size - *f, &a);
    y = oz_utf8_decode(text.data + *t, text.size - *t, &b);
    *f += a;
    *t += b;
    return x == y || oz_lower(x) == oz_lower(y);
}

/* A run of blanks in the format is one run of blanks in the text: all of it, for no
 * directive but %d begins with one, and that would end at the same place. */
static bool match_blanks(const struct oz_strptime *match, size_t *f, size_t *t)
{
    size_t start = *t, size;

    while ((size = oz_time_space(match->format, *f)) > 0) {
        *f += size;
    }
    while ((size = oz_time_space(match->text, *t)) > 0) {
        *t += size;
    }
    return *t > start;
}

/* Depth: the directives of the format, none of which occurs twice. */
static bool match_from(struct oz_strptime *match, size_t f, size_t t)
{
    struct lengths lengths;
    uint32_t group = match->count;
    char letter;

    for (;;) {
        if (f >= match->format.size) {
            match->end = t;
            return true;
        }
        if (match->format.data[f] == '%') {
            if (match->format.data[f + 1] != '%') {
                break;
            }
            f++;
        }
        if (!(oz_time_space(match->format, f) > 0 ? match_blanks(match, &f, &t)
                                                  : match_literal(match, &f, &t))) {
            return false;
        }
    }
    letter = match->format.data[f + 1];
    find_lengths(&lengths, letter, match->text, t);
    for (uint32_t i = 0; i < lengths.count; i++) {
        match->groups[group].letter = letter;
        match->groups[group].start = t;
        match->groups[group].size = lengths.items[i];
        match->count = group + 1;
        if (match_from(match, f + 2, t + lengths.items[i])) {
            return true;
        }
    }
    match->count = group;
    return false;
}

static const char *composite(char letter)
{
    return letter == 'c'   ? "%a %b %d %H:%M:%S %Y"
           : letter == 'x' ? "%m/%d/%y"
           : letter == 'X' ? "%H:%M:%S"
                           : NULL;
}

/* The characters that a regular expression would take for its own are escaped before
 * directives are looked for, and so is a blank: messages show it. */
static bool bad_directive(struct oz_work *work, ounce_str format, size_t place)
{
    char c = format.data[place];
    size_t used, base = work->text.size;

    oz_utf8_decode(format.data + place, format.size - place, &used);
    oz_buf_char(&work->text, '\'');
    if (strchr("\\.^$*+?(){}[]|", c) != NULL || oz_time_space(format, place) > 0) {
        oz_buf_char(&work->text, '%');
    } else {
        oz_buf_add(&work->text, format.data + place, used);
    }
    oz_buf_text(&work->text, "' is a bad directive in format '");
    oz_buf_str(&work->text, format);
    oz_buf_char(&work->text, '\'');
    return oz_raise_text(work, OZ_EXC_VALUE, base);
}

static bool stray(struct oz_work *work, ounce_str format)
{
    size_t base = work->text.size;

    oz_buf_text(&work->text, "stray % in format '");
    oz_buf_str(&work->text, format);
    oz_buf_char(&work->text, '\'');
    return oz_raise_text(work, OZ_EXC_VALUE, base);
}

/* All directives known; *composites: some stand for several. */
static bool check_format(struct oz_work *work, ounce_str format, bool *composites)
{
    *composites = false;
    for (size_t i = 0; i < format.size; i++) {
        if (format.data[i] != '%') {
            continue;
        }
        if (++i >= format.size) {
            return stray(work, format);
        }
        if (format.data[i] == '\0' ||
            strchr("dfHIGjmMSUWwuVyYzAaBbpZ%cxX", format.data[i]) == NULL) {
            return bad_directive(work, format, i);
        }
        *composites = *composites || composite(format.data[i]) != NULL;
    }
    return true;
}

/* Write out %c, %x and %X. */
static bool expand(struct oz_work *work, ounce_str format, ounce_str *out)
{
    size_t base = work->text.size;
    ounce_value text;

    for (size_t i = 0; i < format.size; i++) {
        const char *parts = NULL;

        if (format.data[i] == '%') {
            parts = composite(format.data[++i]);
            if (parts == NULL) {
                oz_buf_char(&work->text, '%');
            }
        }
        if (parts != NULL) {
            oz_buf_text(&work->text, parts);
        } else {
            oz_buf_char(&work->text, format.data[i]);
        }
    }
    if (!oz_text_take(work, base, &text)) {
        return false;
    }
    *out = (ounce_str){text.text, text.size};
    return true;
}

static bool check_twice(struct oz_work *work, ounce_str format)
{
    char seen[128] = {0};
    int count = 0;

    for (size_t i = 0; i + 1 < format.size; i++) {
        unsigned char letter;

        if (format.data[i] != '%') {
            continue;
        }
        letter = (unsigned char)format.data[++i];
        if (letter == '%') {
            continue;
        }
        count++;
        if (seen[letter] != 0) {
            return oz_raise(work, OZ_EXC_RE,
                            "redefinition of group name '%c' as group %d; was group %d",
                            letter, count, seen[letter]);
        }
        seen[letter] = (char)count;
    }
    return true;
}

bool oz_strptime_match(struct oz_work *work, struct oz_strptime *match, bool *matched)
{
    bool composites;

    match->count = 0;
    if (!oz_walk_step(&work->walk, match->format.size / 4 + 1) ||
        !check_format(work, match->format, &composites) ||
        (composites && !expand(work, match->format, &match->format)) ||
        !check_twice(work, match->format)) {
        return false;
    }
    *matched = match_from(match, 0, 0);
    return true;
}
