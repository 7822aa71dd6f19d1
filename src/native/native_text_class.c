/* native_text_class.c — str.isalpha, isdigit, isupper, isidentifier …
 *
 *     "²".isdigit() => True    "²".isdecimal() => False    "".isalpha() => False
 *
 * Most ask whether all characters are of a kind and there is one; the others say what
 * they ask.
 */
#include "base/unicode.h"
#include "base/utf8.h"
#include "native/argument.h"

static uint32_t flags_at(ounce_str text, size_t at, size_t *used)
{
    return oz_char_flags(oz_utf8_decode(text.data + at, text.size - at, used));
}

static bool all_of(struct oz_work *work, const ounce_value *self, uint32_t any,
                   bool when_empty, ounce_value *out)
{
    ounce_str text = oz_str_of(self);
    bool holds = text.size > 0 || when_empty;
    size_t used;

    if (!oz_charge_bytes(work, text.size)) {
        return false;
    }
    for (size_t at = 0; holds && at < text.size; at += used) {
        holds = (flags_at(text, at, &used) & any) != 0;
    }
    *out = oz_bool(holds);
    return true;
}

#define ALL_OF(function, flags, when_empty)                                            \
    bool function(struct oz_work *work, const ounce_value *args, ounce_value *out)     \
    {                                                                                  \
        return all_of(work, &args[0], flags, when_empty, out);                         \
    }

ALL_OF(oz_str_isalpha, OZ_CHAR_ALPHA, false)
ALL_OF(oz_str_isdecimal, OZ_CHAR_DECIMAL, false)
ALL_OF(oz_str_isdigit, OZ_CHAR_DIGIT, false)
ALL_OF(oz_str_isnumeric, OZ_CHAR_NUMERIC, false)
ALL_OF(oz_str_isspace, OZ_CHAR_SPACE, false)
ALL_OF(oz_str_isprintable, OZ_CHAR_PRINTABLE, true)
ALL_OF(oz_str_isalnum,
       OZ_CHAR_ALPHA | OZ_CHAR_DECIMAL | OZ_CHAR_DIGIT | OZ_CHAR_NUMERIC, false)

bool oz_str_isascii(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    *out = oz_bool(oz_is_ascii(oz_str_of(&args[0])));
    return oz_charge_bytes(work, args[0].size);
}

/* No character of the other case or of title case, and one of this. */
static bool in_case(struct oz_work *work, const ounce_value *self, uint32_t wanted,
                    ounce_value *out)
{
    const uint32_t cases = OZ_CHAR_UPPER | OZ_CHAR_LOWER | OZ_CHAR_TITLE;
    ounce_str text = oz_str_of(self);
    bool found = false;
    size_t used;

    if (!oz_charge_bytes(work, text.size)) {
        return false;
    }
    for (size_t at = 0; at < text.size; at += used) {
        uint32_t flags = flags_at(text, at, &used) & cases;

        if ((flags & ~wanted) != 0) {
            found = false;
            break;
        }
        found = found || flags != 0;
    }
    *out = oz_bool(found);
    return true;
}

bool oz_str_isupper(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return in_case(work, &args[0], OZ_CHAR_UPPER, out);
}

bool oz_str_islower(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return in_case(work, &args[0], OZ_CHAR_LOWER, out);
}

bool oz_str_istitle(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    ounce_str text = oz_str_of(&args[0]);
    bool inside = false;
    bool found = false;
    size_t used;

    if (!oz_charge_bytes(work, text.size)) {
        return false;
    }
    for (size_t at = 0; at < text.size; at += used) {
        uint32_t flags = flags_at(text, at, &used);
        bool first = (flags & (OZ_CHAR_UPPER | OZ_CHAR_TITLE)) != 0;

        if (first ? inside : !inside && (flags & OZ_CHAR_LOWER) != 0) {
            found = false;
            break;
        }
        inside = first || (flags & OZ_CHAR_LOWER) != 0;
        found = found || inside;
    }
    *out = oz_bool(found);
    return true;
}

bool oz_str_isidentifier(struct oz_work *work, const ounce_value *args,
                         ounce_value *out)
{
    ounce_str text = oz_str_of(&args[0]);
    bool holds = text.size > 0;
    size_t used;

    if (!oz_charge_bytes(work, text.size)) {
        return false;
    }
    for (size_t at = 0; holds && at < text.size; at += used) {
        uint32_t wanted = at == 0 ? OZ_CHAR_NAME_START : OZ_CHAR_NAME;

        holds = (flags_at(text, at, &used) & wanted) != 0;
    }
    *out = oz_bool(holds);
    return true;
}
