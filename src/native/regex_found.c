/* regex_found.c — matches: their groups, and where they lie.
 *
 *     m.group(1, "name")   m.groups()   m.groupdict()   m.span()
 *
 * Places are kept in bytes and counted in code points when somebody asks.
 */
#include "base/str.h"
#include "base/table.h"
#include "base/utf8.h"
#include "native/native.h"
#include "native/regex.h"

struct oz_found *oz_found_new(struct oz_work *work, const struct oz_regex *regex,
                              const struct oz_regex_subject *subject)
{
    const size_t spans = 2 * ((size_t)regex->groups + 1);
    struct oz_found *found =
        oz_work_alloc(work, sizeof(*found) + spans * sizeof(found->spans[0]));

    if (found != NULL) {
        found->regex = regex;
        found->text = subject->text;
        found->pos = subject->pos;
        found->endpos = subject->endpos;
    }
    return found;
}

ounce_value oz_found_value(const struct oz_found *found)
{
    return (ounce_value){.kind = OZ_FOUND, .node = found};
}

void oz_found_group(const struct oz_found *found, uint32_t group,
                    const ounce_value *otherwise, ounce_value *out)
{
    const size_t begin = found->spans[2 * group], end = found->spans[2 * group + 1];

    if (begin == OZ_REGEX_UNSET) {
        *out = *otherwise;
    } else if (end <= begin) {
        *out = oz_text(OZ_LIT(""));
    } else {
        *out = oz_text((ounce_str){found->text.data + begin, end - begin});
    }
}

static uint32_t group_named(const struct oz_regex *regex, ounce_str name)
{
    for (uint32_t i = 0; i < regex->name_count; i++) {
        if (oz_str_equal(regex->names[i].name, name)) {
            return regex->names[i].group;
        }
    }
    return OZ_NONE;
}

/* The group that an argument means: a number or a name; 0 if it is missing. */
static bool read_group(struct oz_work *work, const struct oz_found *found,
                       const ounce_value *index, uint32_t *group)
{
    uint64_t hash; /* a name is looked up, so it must have one */

    *group = OZ_NONE;
    if (index->kind == OUNCE_MISSING) {
        *group = 0;
    } else if (index->kind == OUNCE_INT || index->kind == OUNCE_BOOL) {
        if (index->integer >= 0 && index->integer <= found->regex->groups) {
            *group = (uint32_t)index->integer;
        }
    } else if (index->kind == OUNCE_TEXT) {
        *group = group_named(found->regex, (ounce_str){index->text, index->size});
    } else if (!oz_hash_value(work, index, &hash)) {
        return false;
    }
    return *group != OZ_NONE || oz_raise(work, OZ_EXC_INDEX, "no such group");
}

static bool item(struct oz_work *work, const ounce_value *found,
                 const ounce_value *index, ounce_value *out)
{
    const ounce_value none = oz_none();
    uint32_t group;

    if (!read_group(work, oz_found_of(found), index, &group)) {
        return false;
    }
    oz_found_group(oz_found_of(found), group, &none, out);
    return true;
}

bool oz_match_getitem(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return item(work, &args[0], &args[1], out);
}

bool oz_match_group(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const struct oz_array *wanted = oz_array_of(&args[1]);
    const ounce_value missing = {0};
    ounce_value tuple, text;

    if (wanted->count <= 1) {
        return item(work, &args[0], wanted->count == 1 ? &wanted->items[0] : &missing,
                    out);
    }
    if (!oz_array_new(work, OZ_TUPLE, wanted->count, &tuple)) {
        return false;
    }
    for (size_t i = 0; i < wanted->count; i++) {
        if (!item(work, &args[0], &wanted->items[i], &text) ||
            !oz_array_add(work, &tuple, &text)) {
            return false;
        }
    }
    *out = tuple;
    return true;
}

bool oz_match_groups(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const struct oz_found *found = oz_found_of(&args[0]);
    const ounce_value otherwise = args[1].kind == OUNCE_MISSING ? oz_none() : args[1];
    ounce_value tuple, text;

    if (!oz_array_new(work, OZ_TUPLE, found->regex->groups, &tuple)) {
        return false;
    }
    for (uint32_t i = 1; i <= found->regex->groups; i++) {
        oz_found_group(found, i, &otherwise, &text);
        if (!oz_array_add(work, &tuple, &text)) {
            return false;
        }
    }
    *out = tuple;
    return true;
}

bool oz_match_groupdict(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const struct oz_found *found = oz_found_of(&args[0]);
    const ounce_value otherwise = args[1].kind == OUNCE_MISSING ? oz_none() : args[1];
    ounce_value dict, text;

    if (!oz_dict_new(work, OZ_DICT, &dict)) {
        return false;
    }
    for (uint32_t i = 0; i < found->regex->name_count; i++) {
        const ounce_value name = oz_text(found->regex->names[i].name);

        oz_found_group(found, found->regex->names[i].group, &otherwise, &text);
        if (!oz_dict_set(work, &dict, &name, &text)) {
            return false;
        }
    }
    *out = dict;
    return true;
}

/* ---- Places ---- */

static bool count_to(struct oz_work *work, const struct oz_found *found, size_t offset,
                     ounce_value *out)
{
    if (offset == OZ_REGEX_UNSET) {
        *out = oz_int(-1);
        return true;
    }
    if (!oz_walk_step(&work->walk, 1 + offset / 16)) {
        return false;
    }
    *out = oz_int(offset > 0 ? (int64_t)oz_utf8_count(found->text.data, offset) : 0);
    return true;
}

static bool place(struct oz_work *work, const ounce_value *args, size_t end,
                  ounce_value *out)
{
    const struct oz_found *found = oz_found_of(&args[0]);
    uint32_t group;

    return read_group(work, found, &args[1], &group) &&
           count_to(work, found, found->spans[2 * group + end], out);
}

bool oz_match_start(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return place(work, args, 0, out);
}

bool oz_match_end(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return place(work, args, 1, out);
}

bool oz_match_span(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    ounce_value start, end;

    return place(work, args, 0, &start) && place(work, args, 1, &end) &&
           oz_array_new(work, OZ_TUPLE, 2, out) && oz_array_add(work, out, &start) &&
           oz_array_add(work, out, &end);
}

bool oz_match_pos(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return count_to(work, oz_found_of(&args[0]), oz_found_of(&args[0])->pos, out);
}

bool oz_match_endpos(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return count_to(work, oz_found_of(&args[0]), oz_found_of(&args[0])->endpos, out);
}

/* ---- The rest ---- */

static bool encloses(const struct oz_regex *regex, uint32_t outer, uint32_t inner)
{
    while (inner > outer) {
        inner = regex->parents[inner];
    }
    return inner == outer;
}

/* The group that was closed last: the one that ends furthest to the right; of several,
 * an outer before what it holds, else the later. (A group in a look-ahead may end
 * beyond what followed it: then this is not CPython's answer.) */
static uint32_t last_group(const struct oz_found *found)
{
    uint32_t last = 0;

    for (uint32_t i = 1; i <= found->regex->groups; i++) {
        const size_t end = found->spans[2 * i + 1];

        if (end == OZ_REGEX_UNSET) {
            continue;
        }
        if (last == 0 || end > found->spans[2 * last + 1] ||
            (end == found->spans[2 * last + 1] && !encloses(found->regex, last, i))) {
            last = i;
        }
    }
    return last;
}

bool oz_match_lastindex(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const uint32_t last = last_group(oz_found_of(&args[0]));

    (void)work;
    *out = last > 0 ? oz_int(last) : oz_none();
    return true;
}

bool oz_match_lastgroup(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const struct oz_found *found = oz_found_of(&args[0]);
    const uint32_t last = last_group(found);

    (void)work;
    *out = oz_none();
    for (uint32_t i = 0; last > 0 && i < found->regex->name_count; i++) {
        if (found->regex->names[i].group == last) {
            *out = oz_text(found->regex->names[i].name);
        }
    }
    return true;
}

bool oz_match_re(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    (void)work;
    *out = oz_regex_value(oz_found_of(&args[0])->regex);
    return true;
}

bool oz_match_string(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    (void)work;
    *out = oz_text(oz_found_of(&args[0])->text);
    return true;
}

bool oz_match_expand(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const struct oz_found *found = oz_found_of(&args[0]);
    const size_t base = work->text.size;
    struct oz_regex_template template;

    if (args[1].kind != OUNCE_TEXT) {
        return oz_raise(work, OZ_EXC_TYPE,
                        "decoding to str: need a bytes-like object, %s found",
                        oz_type_name(&args[1]));
    }
    return oz_regex_template(work, found->regex,
                             (ounce_str){args[1].text, args[1].size}, &template) &&
           oz_regex_fill(work, &template, found) && oz_text_take(work, base, out);
}
