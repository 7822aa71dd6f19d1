/* regex_group.c — what Python's patterns have in parentheses.
 *
 *     (?P<n>x) (?P=n) (?:x) (?>x) (?=x) (?!x) (?<=x) (?<!x) (?(1)x|y) (?i) (?i-s:x)
 * (?#x)
 *
 * Names do not reach PCRE2: groups are numbers there. Flags are applied by whoever
 * prints a character, so a group with flags is a plain group.
 */
#include "native/regex_group.h"

#include "base/table.h"
#include "base/utf8.h"

#define TYPE_FLAGS (OZ_REGEX_ASCII | OZ_REGEX_UNICODE)

static bool no_memory(struct oz_regex_syntax *s)
{
    s->status = OZ_REGEX_NOMEM;
    return false;
}

static uint32_t find_name(const struct oz_regex_syntax *s, ounce_str name)
{
    for (uint32_t i = 0; i < s->name_count; i++) {
        if (oz_str_equal(s->names[i].name, name)) {
            return s->names[i].group;
        }
    }
    return OZ_NONE;
}

static bool add_name(struct oz_regex_syntax *s, ounce_str name, uint32_t group)
{
    const uint32_t old = find_name(s, name);

    if (old != OZ_NONE) {
        return oz_regex_refuse(
            s, s->at - name.size - 1,
            "redefinition of group name '%.*s' as group %u; was group %u", OZ_STR(name),
            (unsigned)group, (unsigned)old);
    }
    if (!oz_arena_grow(s->arena, (void **)&s->names, s->name_count, &s->name_capacity,
                       sizeof(s->names[0]))) {
        return no_memory(s);
    }
    s->names[s->name_count++] = (struct oz_regex_name){name, group};
    return true;
}

bool oz_regex_open_group(struct oz_regex_syntax *s, const ounce_str *name)
{
    if (!oz_arena_grow(s->arena, (void **)&s->groups, s->group_count,
                       &s->group_capacity, sizeof(s->groups[0]))) {
        return no_memory(s);
    }
    s->groups[s->group_count] = (struct oz_regex_group){.parent = s->open};
    s->open = s->group_count++;
    return name == NULL || add_name(s, *name, s->open);
}

bool oz_regex_check_look_behind(struct oz_regex_syntax *s, uint32_t group)
{
    if (s->look_behind == 0) {
        return true;
    }
    if (group >= s->group_count || !s->groups[group].closed) {
        return oz_regex_refuse(s, s->at, "cannot refer to an open group");
    }
    if (group >= s->look_behind) {
        return oz_regex_refuse(
            s, s->at,
            "cannot refer to group defined in the same lookbehind subpattern");
    }
    return true;
}

static bool bad_name(struct oz_regex_syntax *s, ounce_str name)
{
    return oz_regex_refuse(s, s->at - name.size - 1,
                           "bad character in group name '%.*s'", OZ_STR(name));
}

static bool unknown_name(struct oz_regex_syntax *s, ounce_str name)
{
    return oz_regex_refuse(s, s->at - name.size - 1, "unknown group name '%.*s'",
                           OZ_STR(name));
}

/* ---- Contents ---- */

static bool close_paren(struct oz_regex_syntax *s, size_t start)
{
    if (!oz_regex_accept(s, ')')) {
        return oz_regex_refuse(s, start, "missing ), unterminated subpattern");
    }
    oz_buf_char(&s->out, ')');
    return true;
}

static void start_item(struct oz_regex_syntax *s, struct oz_regex_item *item,
                       const char *opening)
{
    *item = (struct oz_regex_item){.kind = OZ_ITEM_OTHER, .start = s->out.size};
    oz_buf_text(&s->out, opening);
}

static bool read_plain(struct oz_regex_syntax *s, size_t start, uint32_t flags,
                       const char *opening, struct oz_regex_item *item)
{
    start_item(s, item, opening);
    return oz_regex_alternatives(s, flags, false, &item->width) &&
           close_paren(s, start);
}

static bool read_capture(struct oz_regex_syntax *s, size_t start, uint32_t flags,
                         const ounce_str *name, struct oz_regex_item *item)
{
    uint32_t group = 0;

    if (!oz_regex_open_group(s, name)) {
        return false;
    }
    group = s->open;
    if (!read_plain(s, start, flags, "(", item)) {
        return false;
    }
    s->groups[group].closed = true;
    s->groups[group].width = item->width;
    s->open = s->groups[group].parent;
    return true;
}

/* (?= (?! (?<= (?<! — the opening is known, `behind` too. */
static bool read_look(struct oz_regex_syntax *s, size_t start, uint32_t flags,
                      const char *opening, bool behind, struct oz_regex_item *item)
{
    const uint32_t outer = s->look_behind;

    if (behind && outer == 0) {
        s->look_behind = s->group_count;
    }
    start_item(s, item, opening);
    if (!oz_regex_alternatives(s, flags, false, &item->width)) {
        return false;
    }
    s->look_behind = outer;
    s->wavering |= behind && item->width.lo != item->width.hi;
    item->width = (struct oz_regex_width){0, 0};
    return close_paren(s, start);
}

static bool unknown_extension(struct oz_regex_syntax *s, const char *before)
{
    const size_t used = oz_regex_token(s);
    const ounce_str c = {s->pattern.data + s->at, used};
    const size_t at = s->at - strlen(before);

    return used == 0
               ? oz_regex_refuse(s, s->at, "unexpected end of pattern")
               : oz_regex_refuse(s, at, "unknown extension %s%.*s", before, OZ_STR(c));
}

/* (?P… — the P has been skipped. */
static bool read_python(struct oz_regex_syntax *s, size_t start, uint32_t flags,
                        struct oz_regex_item *item)
{
    ounce_str name;
    uint32_t group = 0;

    if (oz_regex_accept(s, '<')) {
        if (!oz_regex_until(s, '>', "group name", &name)) {
            return false;
        }
        return oz_regex_is_name(name) ? read_capture(s, start, flags, &name, item)
                                      : bad_name(s, name);
    }
    if (!oz_regex_accept(s, '=')) {
        return s->status == OZ_REGEX_OK && unknown_extension(s, "?P");
    }
    if (!oz_regex_until(s, ')', "group name", &name)) {
        return false;
    }
    if (!oz_regex_is_name(name)) {
        return bad_name(s, name);
    }
    group = find_name(s, name);
    if (group == OZ_NONE) {
        return unknown_name(s, name);
    }
    if (!s->groups[group].closed) {
        return oz_regex_refuse(s, s->at - name.size - 1,
                               "cannot refer to an open group");
    }
    return oz_regex_reference(s, item, group, flags);
}

/* ---- Conditions ---- */

static bool read_number(struct oz_regex_syntax *s, ounce_str name, uint32_t *group)
{
    uint64_t value = 0;

    for (size_t i = 0; i < name.size; i++) {
        if (name.data[i] < '0' || name.data[i] > '9') {
            return bad_name(s, name);
        }
        value = value * 10 + (uint64_t)(name.data[i] - '0');
        value = value > INT32_MAX ? INT32_MAX : value;
    }
    if (value == 0) {
        return oz_regex_refuse(s, s->at - name.size - 1, "bad group number");
    }
    *group = (uint32_t)value;
    if (*group > s->asked) {
        s->asked = *group;
        s->asked_at = s->at - name.size - 1;
    }
    return true;
}

static bool read_condition(struct oz_regex_syntax *s, size_t start, uint32_t flags,
                           struct oz_regex_item *item)
{
    struct oz_regex_width no = {0, 0};
    ounce_str name;
    uint32_t group = 0;

    if (!oz_regex_until(s, ')', "group name", &name)) {
        return false;
    }
    if (oz_regex_is_name(name)) {
        group = find_name(s, name);
        if (group == OZ_NONE) {
            return unknown_name(s, name);
        }
    } else if (!read_number(s, name, &group)) {
        return false;
    }
    if (!oz_regex_check_look_behind(s, group)) {
        return false;
    }
    start_item(s, item, "(?(");
    oz_buf_uint(&s->out, group);
    oz_buf_char(&s->out, ')');
    if (!oz_regex_sequence(s, &flags, false, &item->width)) {
        return false;
    }
    if (oz_regex_accept(s, '|')) {
        oz_buf_char(&s->out, '|');
        if (!oz_regex_sequence(s, &flags, false, &no)) {
            return false;
        }
        if (oz_regex_next_is(s, '|')) {
            return oz_regex_refuse(s, s->at,
                                   "conditional backref with more than two branches");
        }
    }
    item->width.lo = no.lo < item->width.lo ? no.lo : item->width.lo;
    item->width.hi = no.hi > item->width.hi ? no.hi : item->width.hi;
    return close_paren(s, start);
}

/* ---- Flags ---- */

static uint32_t flag_of(const struct oz_regex_syntax *s)
{
    static const struct {
        char letter;
        uint32_t flag;
    } table[] = {{'i', OZ_REGEX_IGNORECASE}, {'m', OZ_REGEX_MULTILINE},
                 {'s', OZ_REGEX_DOTALL},     {'x', OZ_REGEX_VERBOSE},
                 {'a', OZ_REGEX_ASCII},      {'u', OZ_REGEX_UNICODE},
                 {'t', OZ_REGEX_TEMPLATE},   {'L', 4}};

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        if (oz_regex_next_is(s, table[i].letter)) {
            return table[i].flag;
        }
    }
    return 0;
}

static bool refuse_flag(struct oz_regex_syntax *s, const char *missing)
{
    const size_t used = oz_regex_token(s);
    const unsigned char c = used > 0 ? (unsigned char)s->pattern.data[s->at] : 0;
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;

    return oz_regex_refuse(s, s->at, "%s", letter ? "unknown flag" : missing);
}

/* Letters up to one of `ends`, which is not skipped. */
static bool read_on(struct oz_regex_syntax *s, const char *ends, uint32_t *add)
{
    *add = 0;
    do {
        const uint32_t flag = flag_of(s);

        if (flag == 0) {
            return refuse_flag(s, "missing -, : or )");
        }
        oz_regex_skip(s);
        if (flag == 4) {
            return oz_regex_refuse(
                s, s->at, "bad inline flags: cannot use 'L' flag with a str pattern");
        }
        *add |= flag;
        if ((flag & TYPE_FLAGS) && (*add & TYPE_FLAGS) != flag) {
            return oz_regex_refuse(
                s, s->at, "bad inline flags: flags 'a', 'u' and 'L' are incompatible");
        }
    } while (s->at >= s->pattern.size || strchr(ends, s->pattern.data[s->at]) == NULL);
    return s->status == OZ_REGEX_OK;
}

/* After '-', up to ':', which is not skipped. */
static bool read_off(struct oz_regex_syntax *s, uint32_t *del)
{
    *del = 0;
    do {
        const uint32_t flag = flag_of(s);

        if (flag == 0) {
            return refuse_flag(s, *del == 0 ? "missing flag" : "missing :");
        }
        oz_regex_skip(s);
        if ((flag & TYPE_FLAGS) || flag == 4) {
            return oz_regex_refuse(
                s, s->at, "bad inline flags: cannot turn off flags 'a', 'u' and 'L'");
        }
        *del |= flag;
    } while (!oz_regex_next_is(s, ':'));
    return s->status == OZ_REGEX_OK;
}

static bool read_flags(struct oz_regex_syntax *s, size_t start, uint32_t *flags,
                       bool first, struct oz_regex_item *item)
{
    uint32_t add = 0, del = 0, inner = *flags;

    if (!oz_regex_next_is(s, '-') && !read_on(s, ")-:", &add)) {
        return false;
    }
    if (oz_regex_accept(s, ')')) {
        s->flags |= add;
        if (!first) {
            return oz_regex_refuse(s, start,
                                   "global flags not at the start of the expression");
        }
        *flags |= add;
        return true;
    }
    if (add & OZ_REGEX_TEMPLATE) {
        return oz_regex_refuse(s, s->at,
                               "bad inline flags: cannot turn on global flag");
    }
    if (oz_regex_accept(s, '-') && !read_off(s, &del)) {
        return false;
    }
    if (!oz_regex_accept(s, ':')) {
        return false;
    }
    if (del & OZ_REGEX_TEMPLATE) {
        return oz_regex_refuse(s, s->at - 1,
                               "bad inline flags: cannot turn off global flag");
    }
    if (add & del) {
        return oz_regex_refuse(s, s->at - 1,
                               "bad inline flags: flag turned on and off");
    }
    if (add & TYPE_FLAGS) {
        inner &= ~TYPE_FLAGS;
    }
    return read_plain(s, start, (inner | add) & ~del, "(?:", item);
}

static bool skip_comment(struct oz_regex_syntax *s, size_t start)
{
    while (oz_regex_token(s) > 0) {
        const bool last = oz_regex_next_is(s, ')');

        if (!oz_regex_skip(s)) {
            return false;
        }
        if (last) {
            return true;
        }
    }
    return oz_regex_refuse(s, start, "missing ), unterminated comment");
}

static bool read_behind(struct oz_regex_syntax *s, size_t start, uint32_t flags,
                        struct oz_regex_item *item)
{
    if (oz_regex_accept(s, '=')) {
        return read_look(s, start, flags, "(?<=", true, item);
    }
    if (oz_regex_accept(s, '!')) {
        return read_look(s, start, flags, "(?<!", true, item);
    }
    return s->status == OZ_REGEX_OK && unknown_extension(s, "?<");
}

bool oz_regex_read_group(struct oz_regex_syntax *s, size_t start, uint32_t *flags,
                         bool first, struct oz_regex_item *item)
{
    if (!oz_regex_accept(s, '?')) {
        return s->status == OZ_REGEX_OK && read_capture(s, start, *flags, NULL, item);
    }
    if (oz_regex_accept(s, 'P')) {
        return read_python(s, start, *flags, item);
    }
    if (oz_regex_accept(s, ':')) {
        return read_plain(s, start, *flags, "(?:", item);
    }
    if (oz_regex_accept(s, '#')) {
        return skip_comment(s, start);
    }
    if (oz_regex_accept(s, '=')) {
        return read_look(s, start, *flags, "(?=", false, item);
    }
    if (oz_regex_accept(s, '!')) {
        return read_look(s, start, *flags, "(?!", false, item);
    }
    if (oz_regex_accept(s, '<')) {
        return read_behind(s, start, *flags, item);
    }
    if (oz_regex_accept(s, '(')) {
        return read_condition(s, start, *flags, item);
    }
    if (oz_regex_accept(s, '>')) {
        return read_plain(s, start, *flags, "(?>", item);
    }
    if (s->status == OZ_REGEX_OK && (flag_of(s) != 0 || oz_regex_next_is(s, '-'))) {
        return read_flags(s, start, flags, first, item);
    }
    return s->status == OZ_REGEX_OK && unknown_extension(s, "?");
}
