/* eval_percent.c — "%s of %d" % (a, b): the conversions that rules use.
 *
 *     "%" [flags] [width] ["." precision] ( s r d i u f F e g x X c % )
 *
 * Width and precision become a format() specification, so that numbers are printed by
 * one piece of code.
 */
#include "match/eval_function.h"

#include "base/str.h"

#include <math.h>

#define MOST_SPEC 64

struct percent {
    struct oz_work *work;
    ounce_str format;
    size_t at;
    const ounce_value *items; /* what is left of the values */
    size_t count;
};

static bool take(struct percent *percent, ounce_value *out)
{
    if (percent->count == 0) {
        return oz_raise(percent->work, OZ_EXC_TYPE,
                        "not enough arguments for format string");
    }
    *out = *percent->items++;
    percent->count--;
    return true;
}

/* "-08.3" of "%-08.3f" as format() writes it: "<08.3". */
static size_t read_spec(struct percent *percent, char *spec, bool text)
{
    size_t size = 0;
    bool left = false, aligned = false;

    for (; percent->at < percent->format.size && size + 4 < MOST_SPEC; percent->at++) {
        char c = percent->format.data[percent->at];

        if (c == '-' && size == 0) {
            left = true;
        } else if ((c >= '0' && c <= '9') || c == '.' || c == '+' || c == '#' ||
                   c == ' ') {
            if (!aligned && (left || text)) {
                spec[size++] = left ? '<' : '>';
            }
            aligned = true;
            spec[size++] = c;
        } else {
            break;
        }
    }
    return size;
}

static bool whole(struct percent *percent, const ounce_value *value, char conversion,
                  ounce_value *out)
{
    *out = *value;
    if (value->kind == OUNCE_FLOAT && isfinite(value->real) &&
        fabs(value->real) < 9.2e18 && conversion == 'd') {
        *out = oz_int((int64_t)value->real);
        return true;
    }
    if (value->kind == OUNCE_BOOL) {
        *out = oz_int(value->integer);
    }
    return out->kind == OUNCE_INT || out->kind == OUNCE_BIG ||
           oz_raise(percent->work, OZ_EXC_TYPE,
                    conversion == 'd' ? "%%%c format: a real number is required, not %s"
                                      : "%%%c format: an integer is required, not %s",
                    conversion, oz_type_name(value));
}

static bool add_value(struct percent *percent, const ounce_value *value, char *spec,
                      size_t size, char conversion)
{
    ounce_value shown = *value;

    switch (conversion) {
    case 'd':
    case 'i':
    case 'u':
    case 'x':
    case 'X':
        conversion = conversion == 'i' || conversion == 'u' ? 'd' : conversion;
        if (!whole(percent, value, conversion, &shown)) {
            return false;
        }
        break;
    case 'f':
    case 'F':
    case 'e':
    case 'g':
        if (value->kind != OUNCE_FLOAT && value->kind != OUNCE_INT &&
            value->kind != OUNCE_BOOL) {
            return oz_raise(percent->work, OZ_EXC_TYPE, "must be real number, not %s",
                            oz_type_name(value));
        }
        if (value->kind == OUNCE_BOOL) {
            shown = oz_int(value->integer);
        }
        break;
    default:
        return oz_raise(percent->work, OZ_EXC_VALUE,
                        "unsupported format character '%c' (0x%x) at index %zu",
                        conversion, (unsigned)(unsigned char)conversion,
                        percent->at - 1);
    }
    spec[size++] = conversion;
    return oz_format(percent->work, &shown, (ounce_str){spec, size});
}

static bool add_text(struct percent *percent, const ounce_value *value,
                     const char *spec, size_t size, bool repr)
{
    size_t base = percent->work->text.size;
    ounce_value text;

    if (!(repr ? oz_repr(percent->work, value) : oz_str(percent->work, value))) {
        return false;
    }
    return size == 0 || (oz_text_take(percent->work, base, &text) &&
                         oz_format(percent->work, &text, (ounce_str){spec, size}));
}

/* Behind a '%'. */
static bool convert(struct percent *percent)
{
    char spec[MOST_SPEC];
    size_t start = percent->at, size = read_spec(percent, spec, false);
    ounce_value value;
    char conversion;

    if (percent->at >= percent->format.size) {
        return oz_raise(percent->work, OZ_EXC_VALUE, "incomplete format");
    }
    conversion = percent->format.data[percent->at++];
    if (conversion == '%') {
        oz_buf_char(&percent->work->text, '%');
        return true;
    }
    if (!take(percent, &value)) {
        return false;
    }
    if (conversion == 's' || conversion == 'r') {
        size_t end = percent->at;

        percent->at = start;
        size = read_spec(percent, spec, true);
        percent->at = end;
        return add_text(percent, &value, spec, size, conversion == 'r');
    }
    return add_value(percent, &value, spec, size, conversion);
}

bool oz_eval_percent(struct oz_work *work, const ounce_value *format,
                     const ounce_value *values, ounce_value *out)
{
    struct percent percent = {work, {format->text, format->size}, 0, values, 1};
    size_t base = work->text.size;
    bool used_all;

    if (values->kind == OZ_TUPLE) {
        percent.items = oz_array_of(values)->items;
        percent.count = oz_array_of(values)->count;
    }
    while (percent.at < percent.format.size) {
        char c = percent.format.data[percent.at++];

        if (c != '%') {
            oz_buf_char(&work->text, c);
        } else if (!oz_walk_step(&work->walk, 1) || !convert(&percent)) {
            return false;
        }
    }
    used_all = percent.count == 0 || values->kind == OZ_DICT ||
               values->kind == OUNCE_MAP || values->kind == OZ_ARRAY ||
               values->kind == OUNCE_LIST;
    if (!used_all) {
        return oz_raise(work, OZ_EXC_TYPE,
                        "not all arguments converted during string formatting");
    }
    return oz_text_take(work, base, out);
}
