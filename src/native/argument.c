/* argument.c — reading the arguments of natives, and the work on text they share.
 *
 *     ljust("7") => TypeError: 'str' object cannot be interpreted as an integer
 *
 * CPython converts integers in three ways that differ in what too large a one means;
 * each has a reader here, with its message.
 */
#include "native/argument.h"

#include "base/unicode.h"
#include "base/utf8.h"

#include <limits.h>

static bool not_an_int(struct oz_work *work, const ounce_value *value)
{
    return oz_raise(work, OZ_EXC_TYPE,
                    "'%.200s' object cannot be interpreted as an integer",
                    oz_type_name(value));
}

bool oz_arg_size(struct oz_work *work, const ounce_value *value, int64_t fallback,
                 int64_t *out)
{
    *out = fallback;
    if (!oz_arg_given(value)) {
        return true;
    }
    if (!oz_arg_is_int(value)) {
        return not_an_int(work, value);
    }
    if (value->kind == OUNCE_BIG) {
        return oz_raise(work, OZ_EXC_OVERFLOW,
                        "Python int too large to convert to C ssize_t");
    }
    *out = value->integer;
    return true;
}

bool oz_arg_int(struct oz_work *work, const ounce_value *value, int64_t fallback,
                int64_t *out)
{
    *out = fallback;
    if (!oz_arg_given(value)) {
        return true;
    }
    if (!oz_arg_is_int(value)) {
        return not_an_int(work, value);
    }
    if (value->kind == OUNCE_BIG || value->integer > INT_MAX ||
        value->integer < INT_MIN) {
        return oz_raise(work, OZ_EXC_OVERFLOW,
                        "Python int too large to convert to C int");
    }
    *out = value->integer;
    return true;
}

bool oz_arg_bound(struct oz_work *work, const ounce_value *value, int64_t fallback,
                  int64_t *out)
{
    *out = fallback;
    if (oz_arg_none(value)) {
        return true;
    }
    if (!oz_arg_is_int(value)) {
        return oz_raise(work, OZ_EXC_TYPE,
                        "slice indices must be integers or None or have an "
                        "__index__ method");
    }
    if (value->kind == OUNCE_BIG) {
        *out = value->text[0] == '-' ? INT64_MIN : INT64_MAX;
    } else {
        *out = value->integer;
    }
    return true;
}

bool oz_arg_real(struct oz_work *work, const ounce_value *value, double *out)
{
    if (value->kind == OUNCE_FLOAT) {
        *out = value->real;
        return true;
    }
    if (value->kind == OUNCE_BIG) {
        return oz_big_real(value, out) ||
               oz_raise(work, OZ_EXC_OVERFLOW, "int too large to convert to float");
    }
    if (!oz_arg_is_int(value)) {
        return oz_raise(work, OZ_EXC_TYPE, "must be real number, not %.200s",
                        oz_type_name(value));
    }
    *out = (double)value->integer;
    return true;
}

bool oz_charge_bytes(struct oz_work *work, uint64_t bytes)
{
    return oz_walk_step(&work->walk, 1 + bytes / 4);
}

bool oz_text_find(struct oz_work *work, ounce_str text, ounce_str part, size_t *at)
{
    const char *found = text.data;

    if (!oz_charge_bytes(work, text.size)) {
        return false;
    }
    if (part.size > text.size) {
        found = NULL;
    } else if (part.size > 0) {
        found = memmem(text.data, text.size, part.data, part.size);
    }
    *at = found == NULL ? SIZE_MAX : (size_t)(found - text.data);
    return true;
}

/* Every place where the first byte is right costs a comparison. */
bool oz_text_rfind(struct oz_work *work, ounce_str text, ounce_str part, size_t *at)
{
    size_t end;

    *at = SIZE_MAX;
    if (!oz_charge_bytes(work, text.size)) {
        return false;
    }
    if (part.size > text.size) {
        return true;
    }
    end = text.size - part.size + 1;
    while (end > 0 && part.size > 0) {
        const char *last = memrchr(text.data, part.data[0], end);

        if (last == NULL) {
            return true;
        }
        if (!oz_charge_bytes(work, part.size)) {
            return false;
        }
        end = (size_t)(last - text.data);
        if (memcmp(last, part.data, part.size) == 0) {
            break;
        }
        if (end == 0) {
            return true;
        }
    }
    *at = part.size == 0 ? text.size : end;
    return true;
}

void oz_text_point(struct oz_buf *buf, uint32_t cp)
{
    char bytes[OZ_UTF8_MAX];

    oz_buf_add(buf, bytes, oz_utf8_encode(cp, bytes));
}

bool oz_is_space(uint32_t cp)
{
    if (cp < 0x80) {
        return cp == ' ' || (cp >= '\t' && cp <= '\r') || (cp >= 0x1c && cp <= 0x1f);
    }
    return (oz_char_flags(cp) & OZ_CHAR_SPACE) != 0;
}

bool oz_is_ascii(ounce_str text)
{
    for (size_t i = 0; i < text.size; i++) {
        if ((unsigned char)text.data[i] >= 0x80) {
            return false;
        }
    }
    return true;
}

bool oz_array_add_text(struct oz_work *work, ounce_value *array, ounce_str text)
{
    ounce_value item = oz_text(text);

    return oz_walk_step(&work->walk, 1) && oz_array_add(work, array, &item);
}

bool oz_bytes_take(struct oz_work *work, size_t base, ounce_value *out)
{
    if (!oz_text_take(work, base, out)) {
        return false;
    }
    *out = oz_bytes(oz_str_of(out));
    return true;
}
