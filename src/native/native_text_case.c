/* native_text_case.c — str.lower, upper, title, capitalize, casefold, swapcase.
 *
 *     "ΟΔΟΣ".lower() => "οδος"    "straße".upper() => "STRASSE"    "ﬁx".title() =>
 * "Fix"
 *
 * Full mappings, so a text can become longer. One rule looks at neighbours: a capital
 * sigma that ends a word is lower-cased to the final form.
 */
#include "base/unicode.h"
#include "base/utf8.h"
#include "native/argument.h"

#define SIGMA       0x3a3
#define SIGMA_SMALL 0x3c3
#define SIGMA_FINAL 0x3c2

static uint32_t point_at(ounce_str text, size_t at, size_t *used)
{
    return oz_utf8_decode(text.data + at, text.size - at, used);
}

/* Is the nearest character that counts, before or behind `at`, a cased one? Each run of
 * ignored characters is passed at most once from each side: sigmas are cased. */
static bool cased_before(ounce_str text, size_t at)
{
    size_t used;

    while (at > 0) {
        uint32_t flags;

        at = oz_text_before(text, at);
        flags = oz_char_flags(point_at(text, at, &used));
        if ((flags & OZ_CHAR_IGNORED) == 0) {
            return (flags & OZ_CHAR_CASED) != 0;
        }
    }
    return false;
}

static bool cased_behind(ounce_str text, size_t at)
{
    while (at < text.size) {
        size_t used;
        uint32_t flags = oz_char_flags(point_at(text, at, &used));

        if ((flags & OZ_CHAR_IGNORED) == 0) {
            return (flags & OZ_CHAR_CASED) != 0;
        }
        at += used;
    }
    return false;
}

static void add_case(struct oz_buf *buf, enum oz_case which, ounce_str text, size_t at)
{
    uint32_t to[OZ_CASE_MAX];
    size_t used;
    uint32_t cp = point_at(text, at, &used);
    size_t count;

    if (cp == SIGMA && which == OZ_CASE_LOWER) {
        bool final = cased_before(text, at) && !cased_behind(text, at + used);

        oz_text_point(buf, final ? SIGMA_FINAL : SIGMA_SMALL);
        return;
    }
    count = oz_char_case(which, cp, to);
    for (size_t i = 0; i < count; i++) {
        oz_text_point(buf, to[i]);
    }
}

/* ASCII alone, the common case, changes no length. */
static bool ascii_case(struct oz_work *work, enum oz_case which, ounce_str text,
                       ounce_value *out)
{
    bool lower = which == OZ_CASE_LOWER || which == OZ_CASE_FOLD;
    char *made = oz_work_alloc(work, text.size);

    if (made == NULL) {
        return false;
    }
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        bool change = lower ? c >= 'A' && c <= 'Z' : c >= 'a' && c <= 'z';

        made[i] = change ? (char)(c ^ 0x20) : c;
    }
    *out = oz_text((ounce_str){made, text.size});
    return true;
}

static bool map_case(struct oz_work *work, enum oz_case which, const ounce_value *self,
                     ounce_value *out)
{
    ounce_str text = oz_str_of(self);
    size_t base = work->text.size;
    size_t used;

    if (!oz_charge_bytes(work, 4 * (uint64_t)text.size)) {
        return false;
    }
    if (oz_is_ascii(text)) {
        return ascii_case(work, which, text, out);
    }
    for (size_t at = 0; at < text.size; at += used) {
        point_at(text, at, &used);
        add_case(&work->text, which, text, at);
    }
    return oz_text_take(work, base, out);
}

bool oz_str_lower(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return map_case(work, OZ_CASE_LOWER, &args[0], out);
}

bool oz_str_upper(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return map_case(work, OZ_CASE_UPPER, &args[0], out);
}

bool oz_str_casefold(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return map_case(work, OZ_CASE_FOLD, &args[0], out);
}

bool oz_str_title(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    ounce_str text = oz_str_of(&args[0]);
    size_t base = work->text.size;
    bool inside = false;
    size_t used;

    if (!oz_charge_bytes(work, 4 * (uint64_t)text.size)) {
        return false;
    }
    for (size_t at = 0; at < text.size; at += used) {
        uint32_t cp = point_at(text, at, &used);

        add_case(&work->text, inside ? OZ_CASE_LOWER : OZ_CASE_TITLE, text, at);
        inside = (oz_char_flags(cp) & OZ_CHAR_CASED) != 0;
    }
    return oz_text_take(work, base, out);
}

bool oz_str_capitalize(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    ounce_str text = oz_str_of(&args[0]);
    size_t base = work->text.size;
    size_t used;

    if (!oz_charge_bytes(work, 4 * (uint64_t)text.size)) {
        return false;
    }
    for (size_t at = 0; at < text.size; at += used) {
        point_at(text, at, &used);
        add_case(&work->text, at == 0 ? OZ_CASE_TITLE : OZ_CASE_LOWER, text, at);
    }
    return oz_text_take(work, base, out);
}

bool oz_str_swapcase(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    ounce_str text = oz_str_of(&args[0]);
    size_t base = work->text.size;
    size_t used;

    if (!oz_charge_bytes(work, 4 * (uint64_t)text.size)) {
        return false;
    }
    for (size_t at = 0; at < text.size; at += used) {
        uint32_t flags = oz_char_flags(point_at(text, at, &used));

        if ((flags & OZ_CHAR_UPPER) != 0) {
            add_case(&work->text, OZ_CASE_LOWER, text, at);
        } else if ((flags & OZ_CHAR_LOWER) != 0) {
            add_case(&work->text, OZ_CASE_UPPER, text, at);
        } else {
            oz_buf_add(&work->text, text.data + at, used);
        }
    }
    return oz_text_take(work, base, out);
}
