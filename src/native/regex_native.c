/* regex_native.c — what `re` and its patterns do: match, search, find all, split.
 *
 *     re.match(pattern, string, flags)   =   re.compile(pattern, flags).match(string)
 *
 * Every function of the module finds its pattern and goes on as the pattern's method.
 */
#include "base/str.h"
#include "base/utf8.h"
#include "event/json_text.h"
#include "native/native.h"
#include "native/regex.h"

#define KNOWN_FLAGS                                                                    \
    (OZ_REGEX_TEMPLATE | OZ_REGEX_IGNORECASE | OZ_REGEX_MULTILINE | OZ_REGEX_DOTALL |  \
     OZ_REGEX_UNICODE | OZ_REGEX_VERBOSE | OZ_REGEX_ASCII)
#define FLAG_LOCALE 4

/* ---- Arguments ---- */

bool oz_regex_integer(struct oz_work *work, const ounce_value *value, int64_t missing,
                      int64_t *out)
{
    *out = missing;
    switch (value->kind) {
    case OUNCE_MISSING:
        return true;
    case OUNCE_INT:
    case OUNCE_BOOL:
        *out = value->integer;
        return true;
    case OUNCE_BIG:
        return oz_raise(work, OZ_EXC_OVERFLOW,
                        "Python int too large to convert to C ssize_t");
    default:
        return oz_raise(work, OZ_EXC_TYPE,
                        "'%s' object cannot be interpreted as an integer",
                        oz_type_name(value));
    }
}

/* Text as it is, also where the event's reader has left its escapes. */
static bool plain_text(struct oz_work *work, const ounce_value *value, ounce_str *out)
{
    *out = (ounce_str){value->text, value->size};
    if (value->kind == OUNCE_TEXT && (value->flags & OZ_VALUE_ESCAPED) &&
        !oz_json_unescape(work->walk.scratch, out)) {
        return oz_no_memory(work);
    }
    return true;
}

bool oz_regex_text(struct oz_work *work, const ounce_value *value, ounce_str *out)
{
    if (value->kind == OUNCE_TEXT) {
        return plain_text(work, value, out);
    }
    if (value->kind == OZ_BYTES) {
        return oz_raise(work, OZ_EXC_TYPE,
                        "cannot use a string pattern on a bytes-like object");
    }
    return oz_raise(work, OZ_EXC_TYPE, "expected string or bytes-like object, got '%s'",
                    oz_type_name(value));
}

static bool read_flags(struct oz_work *work, const ounce_value *value, uint32_t *flags)
{
    uint64_t hash; /* CPython's cache asks for it, and complains first */

    *flags = 0;
    if (value->kind == OUNCE_MISSING) {
        return true;
    }
    if (value->kind != OUNCE_INT && value->kind != OUNCE_BOOL) {
        return oz_hash_value(work, value, &hash) &&
               oz_raise(work, OZ_EXC_TYPE,
                        "unsupported operand type(s) for &: '%s' and 'RegexFlag'",
                        oz_type_name(value));
    }
    if (value->integer & FLAG_LOCALE) {
        return oz_raise(work, OZ_EXC_VALUE,
                        "cannot use LOCALE flag with a str pattern");
    }
    *flags = (uint32_t)value->integer & KNOWN_FLAGS;
    return true;
}

bool oz_regex_argument(struct oz_work *work, const ounce_value *pattern,
                       const ounce_value *flags, const struct oz_regex **out)
{
    ounce_str text;
    uint32_t bits;
    uint64_t hash;

    if (pattern->kind == OZ_REGEX) {
        *out = oz_regex_of(pattern);
        if (flags->kind != OUNCE_MISSING && oz_truth(flags)) {
            return oz_raise(work, OZ_EXC_VALUE,
                            "cannot process flags argument with a compiled pattern");
        }
        return true;
    }
    if (pattern->kind == OZ_BYTES) {
        return oz_raise(work, OZ_EXC_RE, "bytes patterns are not supported");
    }
    if (pattern->kind != OUNCE_TEXT) {
        return oz_hash_value(work, pattern, &hash) &&
               oz_raise(work, OZ_EXC_TYPE,
                        "first argument must be string or compiled pattern");
    }
    return read_flags(work, flags, &bits) && plain_text(work, pattern, &text) &&
           oz_regex_get(work, text, bits, out);
}

/* A text and the part of it that is searched, given in code points. */
static bool subject_of(struct oz_work *work, const ounce_value *string,
                       const ounce_value *pos, const ounce_value *endpos,
                       struct oz_regex_subject *out)
{
    int64_t from, to;

    if (!oz_regex_integer(work, pos, 0, &from) ||
        !oz_regex_integer(work, endpos, INT64_MAX, &to) ||
        !oz_regex_text(work, string, &out->text)) {
        return false;
    }
    out->pos = 0;
    out->endpos = out->text.size;
    if (from > 0 || to < INT64_MAX) {
        const char *text = out->text.data;

        if (!oz_walk_step(&work->walk, out->text.size / 16)) {
            return false;
        }
        out->pos = oz_utf8_offset(text, out->text.size, from > 0 ? (size_t)from : 0);
        out->endpos = oz_utf8_offset(text, out->text.size, to > 0 ? (size_t)to : 0);
    }
    return true;
}

/* ---- match, search, fullmatch ---- */

static bool find_one(struct oz_work *work, const struct oz_regex *regex,
                     enum oz_regex_mode mode, const struct oz_regex_subject *subject,
                     ounce_value *out)
{
    struct oz_found *match = oz_found_new(work, regex, subject);
    bool found = false;

    if (match == NULL) {
        return false;
    }
    if (subject->pos <= subject->endpos &&
        !oz_regex_run(work, regex, mode, subject, subject->pos, false, match->spans,
                      &found)) {
        return false;
    }
    *out = found ? oz_found_value(match) : oz_none();
    return true;
}

/* pattern, string, flags */
static bool module_find(struct oz_work *work, enum oz_regex_mode mode,
                        const ounce_value *args, ounce_value *out)
{
    const ounce_value missing = {0};
    struct oz_regex_subject subject;
    const struct oz_regex *regex;

    return oz_regex_argument(work, &args[0], &args[2], &regex) &&
           subject_of(work, &args[1], &missing, &missing, &subject) &&
           find_one(work, regex, mode, &subject, out);
}

/* self, string, pos, endpos */
static bool pattern_find(struct oz_work *work, enum oz_regex_mode mode,
                         const ounce_value *args, ounce_value *out)
{
    struct oz_regex_subject subject;

    return subject_of(work, &args[1], &args[2], &args[3], &subject) &&
           find_one(work, oz_regex_of(&args[0]), mode, &subject, out);
}

bool oz_re_match(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return module_find(work, OZ_REGEX_MATCH, args, out);
}

bool oz_re_search(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return module_find(work, OZ_REGEX_SEARCH, args, out);
}

bool oz_re_fullmatch(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return module_find(work, OZ_REGEX_FULL, args, out);
}

bool oz_pattern_match(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return pattern_find(work, OZ_REGEX_MATCH, args, out);
}

bool oz_pattern_search(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return pattern_find(work, OZ_REGEX_SEARCH, args, out);
}

bool oz_pattern_fullmatch(struct oz_work *work, const ounce_value *args,
                          ounce_value *out)
{
    return pattern_find(work, OZ_REGEX_FULL, args, out);
}

/* ---- findall, finditer, split ---- */

/* What findall gives for one match. */
static bool found_texts(struct oz_work *work, const struct oz_found *found,
                        ounce_value *out)
{
    const ounce_value empty = oz_text(OZ_LIT(""));
    const uint32_t groups = found->regex->groups;

    if (groups <= 1) {
        oz_found_group(found, groups, &empty, out);
        return true;
    }
    if (!oz_array_new(work, OZ_TUPLE, groups, out)) {
        return false;
    }
    for (uint32_t i = 1; i <= groups; i++) {
        ounce_value text;

        oz_found_group(found, i, &empty, &text);
        if (!oz_array_add(work, out, &text)) {
            return false;
        }
    }
    return true;
}

/* Walk over all matches, from left to right: a new OZ_FOUND for each if they are to be
 * kept, else one for all. */
struct matches {
    const struct oz_regex *regex;
    const struct oz_regex_subject *subject;
    struct oz_found *match;
    size_t at;
    bool not_empty, keep;
};

static bool next_match(struct oz_work *work, struct matches *all, bool *more)
{
    *more = false;
    if (all->at > all->subject->endpos) {
        return true;
    }
    if (all->match == NULL || all->keep) {
        all->match = oz_found_new(work, all->regex, all->subject);
        if (all->match == NULL) {
            return false;
        }
    }
    if (!oz_regex_run(work, all->regex, OZ_REGEX_SEARCH, all->subject, all->at,
                      all->not_empty, all->match->spans, more)) {
        return false;
    }
    if (*more) {
        all->at = all->match->spans[1];
        all->not_empty = all->match->spans[0] == all->match->spans[1];
    }
    return true;
}

static bool find_all(struct oz_work *work, const struct oz_regex *regex,
                     const struct oz_regex_subject *subject, bool matches,
                     ounce_value *out)
{
    struct matches all = {regex, subject, NULL, subject->pos, false, matches};
    ounce_value item;
    bool more;

    if (!oz_array_new(work, OZ_ARRAY, 0, out)) {
        return false;
    }
    for (;;) {
        if (!next_match(work, &all, &more)) {
            return false;
        }
        if (!more) {
            return true;
        }
        if (matches) {
            item = oz_found_value(all.match);
        } else if (!found_texts(work, all.match, &item)) {
            return false;
        }
        if (!oz_array_add(work, out, &item)) {
            return false;
        }
    }
}

/* All matches are found at once: nothing in between can change the text. */
static bool find_iter(struct oz_work *work, const struct oz_regex *regex,
                      const struct oz_regex_subject *subject, ounce_value *out)
{
    ounce_value all;

    return find_all(work, regex, subject, true, &all) &&
           oz_iterator_new(work, &all, "callable_iterator", out);
}

bool oz_re_findall(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const ounce_value missing = {0};
    struct oz_regex_subject subject;
    const struct oz_regex *regex;

    return oz_regex_argument(work, &args[0], &args[2], &regex) &&
           subject_of(work, &args[1], &missing, &missing, &subject) &&
           find_all(work, regex, &subject, false, out);
}

bool oz_pattern_findall(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    struct oz_regex_subject subject;

    return subject_of(work, &args[1], &args[2], &args[3], &subject) &&
           find_all(work, oz_regex_of(&args[0]), &subject, false, out);
}

bool oz_re_finditer(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const ounce_value missing = {0};
    struct oz_regex_subject subject;
    const struct oz_regex *regex;

    return oz_regex_argument(work, &args[0], &args[2], &regex) &&
           subject_of(work, &args[1], &missing, &missing, &subject) &&
           find_iter(work, regex, &subject, out);
}

bool oz_pattern_finditer(struct oz_work *work, const ounce_value *args,
                         ounce_value *out)
{
    struct oz_regex_subject subject;

    return subject_of(work, &args[1], &args[2], &args[3], &subject) &&
           find_iter(work, oz_regex_of(&args[0]), &subject, out);
}

static bool add_part(struct oz_work *work, ounce_value *list, ounce_str text,
                     size_t from, size_t to)
{
    ounce_value part = oz_text(to > from ? (ounce_str){text.data + from, to - from}
                                         : (ounce_str){"", 0});

    return oz_array_add(work, list, &part);
}

static bool split(struct oz_work *work, const struct oz_regex *regex,
                  const struct oz_regex_subject *subject, int64_t limit,
                  ounce_value *out)
{
    struct matches all = {regex, subject, NULL, 0, false, false};
    const ounce_value none = oz_none();
    size_t last = 0;
    bool more = true;

    if (!oz_array_new(work, OZ_ARRAY, 0, out)) {
        return false;
    }
    for (int64_t n = 0; limit == 0 || n < limit; n++) {
        if (!next_match(work, &all, &more)) {
            return false;
        }
        if (!more) {
            break;
        }
        if (!add_part(work, out, subject->text, last, all.match->spans[0])) {
            return false;
        }
        for (uint32_t i = 1; i <= regex->groups; i++) {
            ounce_value group;

            oz_found_group(all.match, i, &none, &group);
            if (!oz_array_add(work, out, &group)) {
                return false;
            }
        }
        last = all.match->spans[1];
    }
    return add_part(work, out, subject->text, last, subject->endpos);
}

static bool split_with(struct oz_work *work, const struct oz_regex *regex,
                       const ounce_value *string, const ounce_value *maxsplit,
                       ounce_value *out)
{
    const ounce_value missing = {0};
    struct oz_regex_subject subject;
    int64_t limit;

    return oz_regex_integer(work, maxsplit, 0, &limit) &&
           subject_of(work, string, &missing, &missing, &subject) &&
           split(work, regex, &subject, limit, out);
}

bool oz_re_split(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const struct oz_regex *regex;

    return oz_regex_argument(work, &args[0], &args[3], &regex) &&
           split_with(work, regex, &args[1], &args[2], out);
}

bool oz_pattern_split(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return split_with(work, oz_regex_of(&args[0]), &args[1], &args[2], out);
}
