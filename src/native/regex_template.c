/* regex_template.c — the replacement language of re.sub and Match.expand.
 *
 *     \1 on \g<day>\n   =>   group 1, " on ", group of that name, newline
 */
#include "base/str.h"
#include "base/table.h"
#include "base/utf8.h"
#include "native/regex.h"

#define MAX_GROUPS 1073741823 /* CPython's, on 64 bits */

struct reader {
    struct oz_work *work;
    const struct oz_regex *regex;
    ounce_str source;
    size_t at;
    struct oz_regex_template *out;
};

/* re.error with a position, as the patterns' own. */
static bool refuse(struct reader *r, size_t at, const char *what, ounce_str detail)
{
    const char *text = r->source.data;
    size_t line = 1, begin = 0;

    if (memchr(text, '\n', r->source.size) == NULL) {
        return oz_raise(r->work, OZ_EXC_RE, "%s%.*s at position %zu", what,
                        OZ_STR(detail), oz_utf8_count(text, at));
    }
    for (size_t i = 0; i < at; i++) {
        if (text[i] == '\n') {
            line++;
            begin = i + 1;
        }
    }
    return oz_raise(r->work, OZ_EXC_RE, "%s%.*s at position %zu (line %zu, column %zu)",
                    what, OZ_STR(detail), oz_utf8_count(text, at), line,
                    oz_utf8_count(text + begin, at - begin) + 1);
}

static bool add(struct reader *r, ounce_str text, uint32_t group)
{
    struct oz_regex_template *out = r->out;

    if (!oz_arena_grow(r->work->walk.scratch, (void **)&out->pieces, out->count,
                       &out->capacity, sizeof(out->pieces[0]))) {
        return oz_no_memory(r->work);
    }
    out->pieces[out->count++] = (struct oz_regex_piece){text, group};
    return true;
}

static bool add_char(struct reader *r, uint32_t cp)
{
    char *text = oz_work_alloc(r->work, OZ_UTF8_MAX);

    return text != NULL && add(r, (ounce_str){text, oz_utf8_encode(cp, text)}, OZ_NONE);
}

static bool add_group(struct reader *r, ounce_str digits, size_t at)
{
    uint64_t group = 0;

    for (size_t i = 0; i < digits.size; i++) {
        group = group * 10 + (uint64_t)(digits.data[i] - '0');
        group = group > MAX_GROUPS ? MAX_GROUPS : group;
    }
    if (group > r->regex->groups) {
        while (digits.size > 1 && digits.data[0] == '0') {
            digits.data++;
            digits.size--;
        }
        return refuse(r, at, "invalid group reference ", digits);
    }
    return add(r, (ounce_str){"", 0}, (uint32_t)group);
}

static bool is_digit(const struct reader *r, size_t at)
{
    return at < r->source.size && r->source.data[at] >= '0' &&
           r->source.data[at] <= '9';
}

static bool is_octal(const struct reader *r, size_t at)
{
    return is_digit(r, at) && r->source.data[at] <= '7';
}

/* \1, \12, \123 in octal, \0, \01 */
static bool read_digits(struct reader *r, size_t start)
{
    const char *text = r->source.data;
    const bool octal =
        text[start + 1] == '0' ||
        (is_octal(r, start + 1) && is_octal(r, start + 2) && is_octal(r, start + 3));
    size_t end = start + 2;
    uint32_t value = 0;

    if (!octal) {
        end += is_digit(r, end);
        r->at = end;
        return add_group(r, (ounce_str){text + start + 1, end - start - 1}, start + 1);
    }
    while (end < start + 4 && is_octal(r, end)) {
        end++;
    }
    for (size_t i = start + 1; i < end; i++) {
        value = value * 8 + (uint32_t)(text[i] - '0');
    }
    r->at = end;
    if (value > 0377) {
        const ounce_str all = {text + start, end - start};

        return oz_raise(r->work, OZ_EXC_RE,
                        "octal escape value %.*s outside of range 0-0o377 at "
                        "position %zu",
                        OZ_STR(all), oz_utf8_count(text, start));
    }
    return add_char(r, value);
}

static bool all_digits(ounce_str name)
{
    for (size_t i = 0; i < name.size; i++) {
        if (name.data[i] < '0' || name.data[i] > '9') {
            return false;
        }
    }
    return true;
}

static bool is_name(ounce_str name)
{
    for (size_t i = 0; i < name.size; i++) {
        const unsigned char c = (unsigned char)name.data[i];
        const bool letter =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;

        if (!letter && (i == 0 || c < '0' || c > '9')) {
            return false;
        }
    }
    return true;
}

static bool add_named(struct reader *r, ounce_str name, size_t at)
{
    for (uint32_t i = 0; i < r->regex->name_count; i++) {
        if (oz_str_equal(r->regex->names[i].name, name)) {
            return add(r, (ounce_str){"", 0}, r->regex->names[i].group);
        }
    }
    if (is_name(name)) {
        return oz_raise(r->work, OZ_EXC_INDEX, "unknown group name '%.*s'",
                        OZ_STR(name));
    }
    return oz_raise(r->work, OZ_EXC_RE,
                    "bad character in group name '%.*s' at position %zu", OZ_STR(name),
                    oz_utf8_count(r->source.data, at));
}

/* \g<name> */
static bool read_name(struct reader *r, size_t start)
{
    const size_t name_at = start + 3;
    const char *text = r->source.data;
    const char *end;
    ounce_str name;

    if (start + 2 >= r->source.size || text[start + 2] != '<') {
        return refuse(r, start + 2, "missing <", (ounce_str){"", 0});
    }
    end = memchr(text + name_at, '>', r->source.size - name_at);
    if (end == NULL) {
        return name_at == r->source.size
                   ? refuse(r, name_at, "missing group name", (ounce_str){"", 0})
                   : refuse(r, name_at, "missing >, unterminated name",
                            (ounce_str){"", 0});
    }
    name = (ounce_str){text + name_at, (size_t)(end - text) - name_at};
    if (name.size == 0) {
        return refuse(r, name_at, "missing group name", (ounce_str){"", 0});
    }
    r->at = name_at + name.size + 1;
    return all_digits(name) ? add_group(r, name, name_at) : add_named(r, name, name_at);
}

static bool read_escape(struct reader *r)
{
    static const char simple[] = "abfnrtv\\", codes[] = "\a\b\f\n\r\t\v\\";
    const size_t start = r->at;
    const char c = start + 1 < r->source.size ? r->source.data[start + 1] : '\0';
    const char *place;

    if (start + 1 == r->source.size) {
        return refuse(r, start, "bad escape (end of pattern)", (ounce_str){"", 0});
    }
    if (c == 'g') {
        return read_name(r, start);
    }
    if (c >= '0' && c <= '9') {
        return read_digits(r, start);
    }
    r->at = start + 2;
    place = c != '\0' ? strchr(simple, c) : NULL;
    if (place != NULL) {
        return add_char(r, (uint32_t)(unsigned char)codes[place - simple]);
    }
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
        return refuse(r, start, "bad escape ", (ounce_str){r->source.data + start, 2});
    }
    /* Both characters stand; the bytes of the second follow by themselves. */
    return add(r, (ounce_str){r->source.data + start, 2}, OZ_NONE);
}

bool oz_regex_template(struct oz_work *work, const struct oz_regex *regex,
                       ounce_str source, struct oz_regex_template *out)
{
    struct reader r = {work, regex, source, 0, out};

    *out = (struct oz_regex_template){0};
    if (!oz_walk_step(&work->walk, source.size / 16)) {
        return false;
    }
    while (r.at < source.size) {
        const char *here = source.data + r.at;
        const char *slash = memchr(here, '\\', source.size - r.at);
        const size_t plain =
            slash != NULL ? (size_t)(slash - here) : source.size - r.at;

        r.at += plain;
        if ((plain > 0 && !add(&r, (ounce_str){here, plain}, OZ_NONE)) ||
            (slash != NULL && !read_escape(&r))) {
            return false;
        }
    }
    return true;
}

bool oz_regex_fill(struct oz_work *work, const struct oz_regex_template *template,
                   const struct oz_found *found)
{
    const ounce_value empty = oz_text(OZ_LIT(""));

    for (uint32_t i = 0; i < template->count; i++) {
        const struct oz_regex_piece *piece = &template->pieces[i];
        ounce_value group = oz_text(piece->text);

        if (piece->group != OZ_NONE) {
            oz_found_group(found, piece->group, &empty, &group);
        }
        if (!oz_walk_step(&work->walk, 1 + group.size / 64)) {
            return false;
        }
        if (group.size > 0) {
            oz_buf_add(&work->text, group.text, group.size);
        }
    }
    return !work->text.failed || oz_no_memory(work);
}
