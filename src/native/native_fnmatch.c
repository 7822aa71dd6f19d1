/* native_fnmatch.c — fnmatch.fnmatch, fnmatchcase, filter.
 *
 *     "*.[!a-c]x" => any text, a dot, a character outside a-c, an x
 *
 * Upper and lower case differ, as on POSIX; `*` crosses everything. Only the last star
 * seen is ever tried again, so the work is the product of both lengths at most, and it
 * is counted.
 */
#include "base/utf8.h"
#include "native/argument.h"

static uint32_t point_at(ounce_str text, size_t at, size_t *used)
{
    return oz_utf8_decode(text.data + at, text.size - at, used);
}

/* Behind `[`: where the set ends, at its `]`; SIZE_MAX when it has none and the bracket
 * is an ordinary character. A `]` in front belongs to the set. */
static size_t set_end(ounce_str pattern, size_t at)
{
    const char *found;

    at += at < pattern.size && pattern.data[at] == '!';
    at += at < pattern.size && pattern.data[at] == ']';
    found =
        at < pattern.size ? memchr(pattern.data + at, ']', pattern.size - at) : NULL;
    return found == NULL ? SIZE_MAX : (size_t)(found - pattern.data);
}

/* Is the character in the set [at, end)? An empty range, as z-a, has none. */
static bool in_set(ounce_str pattern, size_t at, size_t end, uint32_t cp)
{
    bool negated = pattern.data[at] == '!';
    ounce_str set = oz_str_part(pattern, at + negated, end);
    bool found = false;
    size_t i = 0;

    while (i < set.size) {
        size_t used, used_high;
        uint32_t low = point_at(set, i, &used);
        uint32_t high = low;

        i += used;
        if (i + 1 < set.size && set.data[i] == '-') {
            high = point_at(set, i + 1, &used_high);
            i += 1 + used_high;
        }
        found = found || (cp >= low && cp <= high);
    }
    return found != negated;
}

/* Does the pattern's element at *at, which is no star, fit the character? Then it moves
 * past it. */
static bool fits(ounce_str pattern, size_t *at, uint32_t cp, size_t *looked)
{
    size_t used, end;
    uint32_t wanted = point_at(pattern, *at, &used);

    *looked = 1;
    if (wanted == '?') {
        *at += 1;
        return true;
    }
    if (wanted == '[' && (end = set_end(pattern, *at + 1)) != SIZE_MAX) {
        bool in = in_set(pattern, *at + 1, end, cp);

        *looked = end - *at;
        *at = in ? end + 1 : *at;
        return in;
    }
    *at += wanted == cp ? used : 0;
    return wanted == cp;
}

static bool match(struct oz_work *work, ounce_str text, ounce_str pattern,
                  bool *matches)
{
    size_t at = 0, p = 0;
    size_t star = SIZE_MAX; /* behind the last star, and where its text may end */
    size_t retry = 0;
    uint64_t looked = 0;
    size_t used, cost;

    while (at < text.size) {
        uint32_t cp = point_at(text, at, &used);

        if (p < pattern.size && pattern.data[p] == '*') {
            star = ++p;
            retry = at;
            continue;
        }
        cost = 1;
        if (p < pattern.size && fits(pattern, &p, cp, &cost)) {
            at += used;
        } else if (star != SIZE_MAX) {
            p = star;
            point_at(text, retry, &used);
            retry += used;
            at = retry;
        } else {
            *matches = false;
            return oz_charge_bytes(work, looked);
        }
        looked += cost;
        if (looked >= 4096) {
            if (!oz_charge_bytes(work, looked)) {
                return false;
            }
            looked = 0;
        }
    }
    while (p < pattern.size && pattern.data[p] == '*') {
        p++;
    }
    *matches = p == pattern.size;
    return oz_charge_bytes(work, looked);
}

static bool text_argument(struct oz_work *work, const ounce_value *value)
{
    return value->kind == OUNCE_TEXT || value->kind == OZ_BYTES ||
           oz_raise(work, OZ_EXC_TYPE,
                    "expected str, bytes or os.PathLike object, not %.200s",
                    oz_type_name(value));
}

/* A name that is bytes goes with a pattern that is; here they are both texts. */
static bool both_text(struct oz_work *work, const ounce_value *name,
                      const ounce_value *pattern)
{
    if (pattern->kind == OZ_BYTES) {
        return oz_raise(work,
                        name->kind == OZ_BYTES ? OZ_EXC_NOT_IMPLEMENTED : OZ_EXC_TYPE,
                        "cannot use a bytes pattern on a string-like object");
    }
    return name->kind == OUNCE_TEXT ||
           oz_raise(work, OZ_EXC_TYPE,
                    "cannot use a string pattern on a bytes-like object");
}

bool oz_fnmatch(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    bool matches;

    if (!text_argument(work, &args[0]) || !text_argument(work, &args[1]) ||
        !both_text(work, &args[0], &args[1]) ||
        !match(work, oz_str_of(&args[0]), oz_str_of(&args[1]), &matches)) {
        return false;
    }
    *out = oz_bool(matches);
    return true;
}

bool oz_fnmatch_filter(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    struct oz_iter iter;
    ounce_value item;
    bool more, matches;

    if (!text_argument(work, &args[1]) || !oz_iter_begin(work, &args[0], &iter) ||
        !oz_array_new(work, OZ_ARRAY, 0, out)) {
        return false;
    }
    for (;;) {
        if (!oz_iter_next(work, &iter, &item, &more)) {
            return false;
        }
        if (!more) {
            return true;
        }
        if (item.kind != OUNCE_TEXT && item.kind != OZ_BYTES) {
            return oz_raise(work, OZ_EXC_TYPE,
                            "expected string or bytes-like object, got '%.200s'",
                            oz_type_name(&item));
        }
        if (!both_text(work, &item, &args[1]) ||
            !match(work, oz_str_of(&item), oz_str_of(&args[1]), &matches) ||
            (matches && !oz_array_add(work, out, &item))) {
            return false;
        }
    }
}
