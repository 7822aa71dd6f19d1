/* regex_sub.c — re.sub and re.subn, with a template or a function; re.escape.
 *
 *     sub(r"(\w+)@", r"\1 at ", text)      sub("x", lambda m: m.group().upper(), text)
 *
 * The result is built on work->text. A function may itself build text there: what is on
 * the buffer below it stays.
 */
#include "base/str.h"
#include "base/table.h"
#include "native/native.h"
#include "native/regex.h"

struct substitution {
    const struct oz_regex *regex;
    struct oz_regex_subject subject;
    int64_t limit;
    struct oz_regex_template template;
    const ounce_value *function; /* NULL: the template */
    size_t items;                /* what CPython would have joined, for its message */
};

static bool is_callable(const ounce_value *value)
{
    switch (value->kind) {
    case OZ_NATIVE:
    case OZ_BOUND:
    case OZ_CLOSURE:
    case OZ_CLASS:
    case OZ_INSTANCE:
        return true;
    default:
        return false;
    }
}

static bool add(struct oz_work *work, const char *text, size_t size)
{
    oz_buf_add(&work->text, text, size);
    return !work->text.failed || oz_no_memory(work);
}

/* The text between matches. */
static bool add_between(struct oz_work *work, struct substitution *sub, size_t from,
                        size_t to)
{
    if (to <= from) {
        return true;
    }
    sub->items++;
    return oz_walk_step(&work->walk, (to - from) / 64) &&
           add(work, sub->subject.text.data + from, to - from);
}

static bool call(struct oz_work *work, struct substitution *sub,
                 const struct oz_found *found)
{
    const ounce_value argument = oz_found_value(found);
    ounce_value result;

    if (!work->call(work, sub->function, &argument, 1, &result)) {
        return false;
    }
    if (result.kind == OUNCE_NULL) {
        return true;
    }
    if (result.kind != OUNCE_TEXT) {
        return oz_raise(work, OZ_EXC_TYPE,
                        "sequence item %zu: expected str instance, %s found",
                        sub->items, oz_type_name(&result));
    }
    sub->items++;
    return result.size == 0 || add(work, result.text, result.size);
}

static bool replace_one(struct oz_work *work, struct substitution *sub,
                        const struct oz_found *found)
{
    if (sub->function != NULL) {
        return call(work, sub, found);
    }
    sub->items++;
    return oz_regex_fill(work, &sub->template, found);
}

static bool replace_all(struct oz_work *work, struct substitution *sub, int64_t *count)
{
    struct oz_found *found = NULL;
    size_t at = 0, last = 0;
    bool not_empty = false;

    for (*count = 0; sub->limit == 0 || *count < sub->limit; ++*count) {
        bool more;

        /* A function may keep the match. */
        if (found == NULL || sub->function != NULL) {
            found = oz_found_new(work, sub->regex, &sub->subject);
        }
        if (found == NULL ||
            !oz_regex_run(work, sub->regex, OZ_REGEX_SEARCH, &sub->subject, at,
                          not_empty, found->spans, &more)) {
            return false;
        }
        if (!more) {
            break;
        }
        if (!add_between(work, sub, last, found->spans[0]) ||
            !replace_one(work, sub, found)) {
            return false;
        }
        last = at = found->spans[1];
        not_empty = found->spans[0] == found->spans[1];
    }
    return add_between(work, sub, last, sub->subject.endpos);
}

static bool read_replacement(struct oz_work *work, struct substitution *sub,
                             const ounce_value *replacement)
{
    ounce_str text;
    uint64_t hash; /* CPython caches templates, and complains of what it cannot */

    sub->function = NULL;
    if (is_callable(replacement)) {
        sub->function = replacement;
        return true;
    }
    if (replacement->kind != OUNCE_TEXT) {
        return oz_hash_value(work, replacement, &hash) &&
               oz_raise(work, OZ_EXC_TYPE,
                        "decoding to str: need a bytes-like object, %s found",
                        oz_type_name(replacement));
    }
    return oz_regex_text(work, replacement, &text) &&
           oz_regex_template(work, sub->regex, text, &sub->template);
}

static bool substitute(struct oz_work *work, const struct oz_regex *regex,
                       const ounce_value *replacement, const ounce_value *string,
                       const ounce_value *count, bool with_count, ounce_value *out)
{
    const size_t base = work->text.size;
    struct substitution sub = {.regex = regex};
    ounce_value text, number;
    int64_t done;

    if (!oz_regex_integer(work, count, 0, &sub.limit) ||
        !read_replacement(work, &sub, replacement) ||
        !oz_regex_text(work, string, &sub.subject.text)) {
        return false;
    }
    sub.subject.endpos = sub.subject.text.size;
    if (!replace_all(work, &sub, &done)) {
        work->text.size = base;
        return false;
    }
    if (!oz_text_take(work, base, &text)) {
        return false;
    }
    if (!with_count) {
        *out = text;
        return true;
    }
    number = oz_int(done);
    return oz_array_new(work, OZ_TUPLE, 2, out) && oz_array_add(work, out, &text) &&
           oz_array_add(work, out, &number);
}

/* pattern, repl, string, count, flags */
static bool module_substitute(struct oz_work *work, const ounce_value *args,
                              bool with_count, ounce_value *out)
{
    const struct oz_regex *regex;

    return oz_regex_argument(work, &args[0], &args[4], &regex) &&
           substitute(work, regex, &args[1], &args[2], &args[3], with_count, out);
}

bool oz_re_sub(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return module_substitute(work, args, false, out);
}

bool oz_re_subn(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return module_substitute(work, args, true, out);
}

bool oz_pattern_sub(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return substitute(work, oz_regex_of(&args[0]), &args[1], &args[2], &args[3], false,
                      out);
}

bool oz_pattern_subn(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return substitute(work, oz_regex_of(&args[0]), &args[1], &args[2], &args[3], true,
                      out);
}

bool oz_re_escape(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    static const char special[] = "()[]{}?*+-|^$\\.&~# \t\n\r\v\f";
    const size_t base = work->text.size;
    ounce_str text;

    if (args[0].kind != OUNCE_TEXT) {
        return oz_raise(work, OZ_EXC_TYPE,
                        "decoding to str: need a bytes-like object, %s found",
                        oz_type_name(&args[0]));
    }
    if (!oz_regex_text(work, &args[0], &text) ||
        !oz_walk_step(&work->walk, text.size / 16)) {
        return false;
    }
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] != '\0' && strchr(special, text.data[i]) != NULL) {
            oz_buf_char(&work->text, '\\');
        }
        oz_buf_char(&work->text, text.data[i]);
    }
    return oz_text_take(work, base, out);
}
