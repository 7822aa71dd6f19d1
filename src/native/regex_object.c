/* regex_object.c — patterns as values: compiled, printed, compared, asked for their
 * parts.
 *
 *     re.compile('a', re.IGNORECASE)      <re.Match object; span=(0, 1), match='a'>
 */
#include "base/str.h"
#include "base/table.h"
#include "base/utf8.h"
#include "native/native.h"
#include "native/regex.h"

ounce_value oz_regex_value(const struct oz_regex *regex)
{
    return (ounce_value){.kind = OZ_REGEX, .node = regex};
}

bool oz_re_compile(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const struct oz_regex *regex;

    if (!oz_regex_argument(work, &args[0], &args[1], &regex)) {
        return false;
    }
    *out = oz_regex_value(regex);
    return true;
}

bool oz_pattern_pattern(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    (void)work;
    *out = oz_text(oz_regex_of(&args[0])->pattern);
    return true;
}

bool oz_pattern_flags(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    (void)work;
    *out = oz_int(oz_regex_of(&args[0])->flags);
    return true;
}

bool oz_pattern_groups(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    (void)work;
    *out = oz_int(oz_regex_of(&args[0])->groups);
    return true;
}

bool oz_pattern_groupindex(struct oz_work *work, const ounce_value *args,
                           ounce_value *out)
{
    const struct oz_regex *regex = oz_regex_of(&args[0]);

    if (!oz_dict_new(work, OZ_DICT, out)) {
        return false;
    }
    for (uint32_t i = 0; i < regex->name_count; i++) {
        const ounce_value name = oz_text(regex->names[i].name);
        const ounce_value group = oz_int(regex->names[i].group);

        if (!oz_dict_set(work, out, &name, &group)) {
            return false;
        }
    }
    return true;
}

/* ---- Comparing ---- */

bool oz_pattern_eq(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const struct oz_regex *a = oz_regex_of(&args[0]), *b = oz_regex_of(&args[1]);

    (void)work;
    *out = oz_bool(a->flags == b->flags && oz_str_equal(a->pattern, b->pattern));
    return true;
}

bool oz_pattern_hash(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const struct oz_regex *regex = oz_regex_of(&args[0]);
    const uint64_t hash = oz_hash(regex->pattern.data, regex->pattern.size);

    (void)work;
    *out = oz_int((int64_t)(oz_hash_mix(hash, regex->flags) >> 1));
    return true;
}

/* ---- Printing ---- */

/* repr() of a text, of which at most `limit` code points are kept. */
static bool add_repr(struct oz_work *work, ounce_str text, size_t limit)
{
    const size_t base = work->text.size;
    const ounce_value value = oz_text(text);

    if (!oz_repr(work, &value)) {
        return false;
    }
    if (!work->text.failed) {
        work->text.size = base + oz_utf8_offset(work->text.data + base,
                                                work->text.size - base, limit);
    }
    return true;
}

bool oz_pattern_repr(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    static const struct {
        uint32_t flag;
        const char *name;
    } names[] = {
        {OZ_REGEX_TEMPLATE, "re.TEMPLATE"},   {OZ_REGEX_IGNORECASE, "re.IGNORECASE"},
        {OZ_REGEX_MULTILINE, "re.MULTILINE"}, {OZ_REGEX_DOTALL, "re.DOTALL"},
        {OZ_REGEX_VERBOSE, "re.VERBOSE"},     {OZ_REGEX_ASCII, "re.ASCII"}};
    const struct oz_regex *regex = oz_regex_of(&args[0]);
    const size_t base = work->text.size;
    const char *separator = ", ";

    oz_buf_text(&work->text, "re.compile(");
    if (!add_repr(work, regex->pattern, 200)) {
        return false;
    }
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (regex->flags & names[i].flag) {
            oz_buf_text(&work->text, separator);
            oz_buf_text(&work->text, names[i].name);
            separator = "|";
        }
    }
    oz_buf_char(&work->text, ')');
    return oz_text_take(work, base, out);
}

bool oz_match_repr(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const struct oz_found *found = oz_found_of(&args[0]);
    const size_t base = work->text.size;
    const size_t begin = found->spans[0], end = found->spans[1];
    const char *text = found->text.data != NULL ? found->text.data : "";

    if (!oz_walk_step(&work->walk, 1 + end / 16)) {
        return false;
    }
    oz_buf_text(&work->text, "<re.Match object; span=(");
    oz_buf_uint(&work->text, oz_utf8_count(text, begin));
    oz_buf_text(&work->text, ", ");
    oz_buf_uint(&work->text, oz_utf8_count(text, end));
    oz_buf_text(&work->text, "), match=");
    if (!add_repr(work, (ounce_str){text + begin, end - begin}, 50)) {
        return false;
    }
    oz_buf_char(&work->text, '>');
    return oz_text_take(work, base, out);
}
