/* object_format_number.c — integers in a field, and what all numbers share: the sign,
 * groups of digits, zeros after the sign.
 *
 *     format(1234567, ",")  =>  1,234,567      format(255, "#06x")  =>  0x00ff
 */
#include "base/number.h"
#include "base/str.h"
#include "base/utf8.h"
#include "object/object_format.h"

/* How many digits it takes for a text that fills the width, separators included; a
 * separator cannot lead. */
static size_t digits_for(size_t width, char separator, size_t group)
{
    size_t digits = width;

    if (separator != 0 && group > 0) {
        digits = width / (group + 1) * group + width % (group + 1);
        digits += width % (group + 1) == 0 && width > 0;
    }
    return digits;
}

/* Digits with their separators, filled with zeros up to `width` characters. */
static void add_grouped(struct oz_buf *buf, ounce_str digits, char separator,
                        size_t group, size_t width)
{
    size_t wanted = digits_for(width, separator, group);
    size_t zeros = wanted > digits.size ? wanted - digits.size : 0;

    for (size_t i = 0, all = zeros + digits.size; i < all && !buf->failed; i++) {
        if (separator != 0 && group > 0 && i > 0 && (all - i) % group == 0) {
            oz_buf_char(buf, separator);
        }
        oz_buf_char(buf, i < zeros ? '0' : digits.data[i - zeros]);
    }
}

bool oz_format_layout(struct oz_work *work, const struct oz_format_spec *spec,
                      const struct oz_number_text *number)
{
    char align = spec->align != 0 ? spec->align : '>';
    bool zeros = align == '=' && spec->fill.data[0] == '0';
    size_t base = work->text.size, around, body;
    struct oz_format_spec inner = *spec;
    ounce_value text;

    around = (number->sign != 0) + number->prefix.size + number->tail.size;
    body = zeros && spec->width > around ? spec->width - around : 0;
    if (!oz_walk_step(&work->walk, body + number->body.size)) {
        return false;
    }
    add_grouped(&work->text, number->body, spec->grouping, number->group, body);
    oz_buf_str(&work->text, number->tail);
    if (!oz_text_take(work, base, &text)) {
        return false;
    }
    if (align == '=') { /* the sign stands before the fill */
        around = (number->sign != 0) + number->prefix.size;
        inner.width = spec->width > around ? spec->width - around : 0;
    }
    if (number->sign != 0) {
        oz_buf_char(&work->text, number->sign);
    }
    oz_buf_str(&work->text, number->prefix);
    if (align == '=') {
        return oz_format_field(work, &inner, (ounce_str){text.text, text.size}, '>');
    }
    oz_buf_add(&work->text, text.text, text.size);
    return oz_text_take(work, base, &text) &&
           oz_format_field(work, spec, (ounce_str){text.text, text.size}, align);
}

static unsigned radix_of(uint32_t type)
{
    return type == 'b' ? 2 : type == 'o' ? 8 : type == 'x' || type == 'X' ? 16 : 10;
}

/* Digits of a magnitude at the end of out, which has room for 64. */
static ounce_str digits_of(uint64_t value, unsigned radix, bool upper, char *out)
{
    const char *alphabet = upper ? "0123456789ABCDEF" : "0123456789abcdef";
    size_t at = 64;

    do {
        out[--at] = alphabet[value % radix];
        value /= radix;
    } while (value > 0);
    return (ounce_str){out + at, 64 - at};
}

static bool format_character(struct oz_work *work, const struct oz_format_spec *spec,
                             const ounce_value *value)
{
    char text[OZ_UTF8_MAX];

    if (spec->sign != 0) {
        return oz_raise(work, OZ_EXC_VALUE,
                        "Sign not allowed with integer format specifier 'c'");
    }
    if (spec->alternate) {
        return oz_raise(work, OZ_EXC_VALUE,
                        "Alternate form (#) not allowed with integer format specifier "
                        "'c'");
    }
    if (value->kind == OUNCE_BIG || value->integer < 0 || value->integer > 0x10FFFF) {
        return oz_raise(work, OZ_EXC_OVERFLOW, "%%c arg not in range(0x110000)");
    }
    return oz_format_field(
        work, spec, (ounce_str){text, oz_utf8_encode((uint32_t)value->integer, text)},
        spec->align != 0 ? spec->align : '<');
}

static bool check_int_spec(struct oz_work *work, const struct oz_format_spec *spec,
                           const char *type)
{
    if (spec->type > 127 ||
        (spec->type != 0 && strchr("bcdoxXn", (int)spec->type) == NULL)) {
        return oz_format_unknown(work, spec, type);
    }
    if (spec->has_precision) {
        return oz_raise(work, OZ_EXC_VALUE,
                        "Precision not allowed in integer format specifier");
    }
    if (spec->no_minus_zero) {
        return oz_raise(work, OZ_EXC_VALUE,
                        "Negative zero coercion (z) not allowed in integer format "
                        "specifier");
    }
    return true;
}

bool oz_format_int(struct oz_work *work, const struct oz_format_spec *spec,
                   const ounce_value *value)
{
    struct oz_number_text number = {0};
    char text[64], prefix[2] = {'0', (char)spec->type};
    unsigned radix = radix_of(spec->type);
    bool big = value->kind == OUNCE_BIG;
    bool negative = big ? value->text[0] == '-' : value->integer < 0;

    if (!check_int_spec(work, spec, oz_type_name(value))) {
        return false;
    }
    if (spec->type == 'c') {
        return format_character(work, spec, value);
    }
    if (big && radix != 10) {
        return oz_raise(work, OZ_EXC_OVERFLOW,
                        "Python int too large to convert to C long");
    }
    number.sign = negative ? '-' : spec->sign == '-' ? 0 : spec->sign;
    number.group = radix == 10 ? 3 : 4;
    if (spec->alternate && radix != 10) {
        number.prefix = (ounce_str){prefix, 2};
    }
    if (big) {
        number.body = (ounce_str){value->text + negative, value->size - negative};
    } else {
        uint64_t magnitude =
            negative ? 0 - (uint64_t)value->integer : (uint64_t)value->integer;

        number.body = digits_of(magnitude, radix, spec->type == 'X', text);
    }
    return oz_format_layout(work, spec, &number);
}
