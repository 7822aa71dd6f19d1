/* object_format.c — format(value, spec): fields of f-strings and str.format.
 *
 *     [[fill]align][sign][z][#][0][width][grouping][.precision][type]
 */
#include "object/object_format.h"

#include "base/str.h"
#include "base/utf8.h"
#include "object/object_hook.h"

static bool is_align(char c)
{
    return c == '<' || c == '>' || c == '=' || c == '^';
}

static bool take(ounce_str *text, char c)
{
    if (text->size == 0 || text->data[0] != c) {
        return false;
    }
    text->data++;
    text->size--;
    return true;
}

static void read_align(ounce_str *text, struct oz_format_spec *spec)
{
    size_t used = 0;

    if (text->size == 0) {
        return;
    }
    oz_utf8_decode(text->data, text->size, &used);
    if (used < text->size && is_align(text->data[used])) {
        spec->fill = (ounce_str){text->data, used};
        spec->align = text->data[used];
        used++;
    } else if (is_align(text->data[0])) {
        spec->align = text->data[0];
        used = 1;
    } else {
        return;
    }
    text->data += used;
    text->size -= used;
}

static bool read_count(struct oz_work *work, ounce_str *text, size_t *count)
{
    for (*count = 0; text->size > 0 && text->data[0] >= '0' && text->data[0] <= '9';) {
        size_t digit = (size_t)(text->data[0] - '0');

        if (*count > ((size_t)INT64_MAX - digit) / 10) {
            return oz_raise(work, OZ_EXC_VALUE,
                            "Too many decimal digits in format string");
        }
        *count = *count * 10 + digit;
        take(text, text->data[0]);
    }
    return true;
}

static bool read_grouping(struct oz_work *work, ounce_str *text,
                          struct oz_format_spec *spec)
{
    if (take(text, ',')) {
        spec->grouping = ',';
    }
    if (take(text, '_')) {
        if (spec->grouping != 0) {
            return oz_raise(work, OZ_EXC_VALUE, "Cannot specify both ',' and '_'.");
        }
        spec->grouping = '_';
    }
    if (take(text, ',')) {
        return spec->grouping == '_'
                   ? oz_raise(work, OZ_EXC_VALUE, "Cannot specify both ',' and '_'.")
                   : oz_raise(work, OZ_EXC_VALUE, "Cannot specify ',' with ','.");
    }
    return true;
}

static bool read_precision(struct oz_work *work, ounce_str *text,
                           struct oz_format_spec *spec)
{
    size_t before;

    if (!take(text, '.')) {
        return true;
    }
    before = text->size;
    if (!read_count(work, text, &spec->precision)) {
        return false;
    }
    spec->has_precision = true;
    return text->size < before ||
           oz_raise(work, OZ_EXC_VALUE, "Format specifier missing precision");
}

static bool bad_spec(struct oz_work *work, ounce_str text, const char *type)
{
    size_t base = work->text.size;

    oz_buf_text(&work->text, "Invalid format specifier '");
    oz_buf_str(&work->text, text);
    oz_buf_text(&work->text, "' for object of type '");
    oz_buf_text(&work->text, type);
    oz_buf_text(&work->text, "'");
    return oz_raise_text(work, OZ_EXC_VALUE, base);
}

static bool one_of(uint32_t type, const char *types)
{
    return type > 0 && type < 128 && strchr(types, (int)type) != NULL;
}

/* Before it is asked whether the type is one. */
static bool check_grouping(struct oz_work *work, const struct oz_format_spec *spec,
                           bool text)
{
    if (text && spec->grouping != 0 && spec->type == 0) {
        return oz_raise(work, OZ_EXC_VALUE, "Cannot specify '%c' with 's'.",
                        spec->grouping);
    }
    if (spec->grouping == 0 || spec->type == 0 || one_of(spec->type, "deEfFgG%") ||
        (spec->grouping == '_' && one_of(spec->type, "boxX"))) {
        return true;
    }
    if (spec->type > 32 && spec->type < 128) {
        return oz_raise(work, OZ_EXC_VALUE, "Cannot specify '%c' with '%c'.",
                        spec->grouping, (int)spec->type);
    }
    return oz_raise(work, OZ_EXC_VALUE, "Cannot specify '%c' with '\\x%x'.",
                    spec->grouping, (unsigned)spec->type);
}

static bool read_spec(struct oz_work *work, ounce_str text, const char *type,
                      struct oz_format_spec *spec)
{
    ounce_str whole = text;
    size_t used = 0;
    bool aligned;

    memset(spec, 0, sizeof *spec);
    spec->fill = OZ_LIT(" ");
    read_align(&text, spec);
    aligned = spec->align != 0;
    if (text.size > 0 && memchr("+- ", text.data[0], 3) != NULL) {
        spec->sign = text.data[0];
        take(&text, spec->sign);
    }
    spec->no_minus_zero = take(&text, 'z');
    spec->alternate = take(&text, '#');
    if (take(&text, '0')) {
        if (spec->fill.data[0] == ' ' && (!aligned || spec->fill.size == 1)) {
            spec->fill = OZ_LIT("0");
        }
        spec->align = aligned ? spec->align : '=';
    }
    if (!read_count(work, &text, &spec->width) || !read_grouping(work, &text, spec) ||
        !read_precision(work, &text, spec)) {
        return false;
    }
    if (text.size > 0) {
        spec->type = oz_utf8_decode(text.data, text.size, &used);
    }
    if (used < text.size) {
        return bad_spec(work, whole, type);
    }
    return check_grouping(work, spec, strcmp(type, "str") == 0);
}

bool oz_format_unknown(struct oz_work *work, const struct oz_format_spec *spec,
                       const char *type)
{
    if (spec->type > 32 && spec->type < 128) {
        return oz_raise(work, OZ_EXC_VALUE,
                        "Unknown format code '%c' for object of type '%s'",
                        (int)spec->type, type);
    }
    return oz_raise(work, OZ_EXC_VALUE,
                    "Unknown format code '\\x%x' for object of type '%s'",
                    (unsigned)spec->type, type);
}

static void pad(struct oz_buf *buf, ounce_str fill, size_t count)
{
    for (size_t i = 0; i < count && !buf->failed; i++) {
        oz_buf_add(buf, fill.data, fill.size);
    }
}

bool oz_format_field(struct oz_work *work, const struct oz_format_spec *spec,
                     ounce_str text, char align)
{
    size_t count = oz_utf8_count(text.data, text.size);
    size_t room = spec->width > count ? spec->width - count : 0;
    size_t left = align == '<' ? 0 : align == '^' ? room / 2 : room;

    if (!oz_walk_step(&work->walk, room) ||
        !oz_walk_step(&work->walk, text.size / 64)) {
        return false;
    }
    pad(&work->text, spec->fill, left);
    oz_buf_str(&work->text, text);
    pad(&work->text, spec->fill, room - left);
    return true;
}

static bool check_text_spec(struct oz_work *work, const struct oz_format_spec *spec)
{
    if (spec->type != 0 && spec->type != 's') {
        return oz_format_unknown(work, spec, "str");
    }
    if (spec->sign != 0) {
        return oz_raise(work, OZ_EXC_VALUE,
                        spec->sign == ' '
                            ? "Space not allowed in string format specifier"
                            : "Sign not allowed in string format specifier");
    }
    if (spec->no_minus_zero) {
        return oz_raise(work, OZ_EXC_VALUE,
                        "Negative zero coercion (z) not allowed in string format "
                        "specifier");
    }
    if (spec->alternate) {
        return oz_raise(work, OZ_EXC_VALUE,
                        "Alternate form (#) not allowed in string format specifier");
    }
    return spec->align != '=' || oz_raise(work, OZ_EXC_VALUE,
                                          "'=' alignment not allowed in string format "
                                          "specifier");
}

static bool format_text(struct oz_work *work, struct oz_format_spec *spec,
                        ounce_str spec_text, ounce_str text)
{
    /* "010" on text: the 0 is a fill and the text stays at the left. */
    if (spec->align == '=' &&
        (spec_text.size == 0 || memchr(spec_text.data, '=', spec_text.size) == NULL)) {
        spec->align = '<';
    }
    if (!check_text_spec(work, spec)) {
        return false;
    }
    if (spec->has_precision && spec->precision < text.size) {
        text.size = oz_utf8_offset(text.data, text.size, spec->precision);
    }
    return oz_format_field(work, spec, text, spec->align != 0 ? spec->align : '<');
}

static bool format_number(struct oz_work *work, const ounce_value *value,
                          const struct oz_format_spec *spec)
{
    double real;

    if (value->kind == OUNCE_FLOAT) {
        return oz_format_real(work, spec, value->real);
    }
    if (spec->type == 0 || strchr("bcdoxXn", (int)spec->type) != NULL ||
        strchr("eEfFgG%", (int)spec->type) == NULL) {
        return oz_format_int(work, spec, value);
    }
    if (value->kind != OUNCE_BIG) {
        return oz_format_real(work, spec, (double)value->integer);
    }
    if (!oz_big_real(value, &real)) {
        return oz_raise(work, OZ_EXC_OVERFLOW, "int too large to convert to float");
    }
    return oz_format_real(work, spec, real);
}

/* Kinds that have no format of their own take no spec. */
static bool format_other(struct oz_work *work, const ounce_value *value, ounce_str spec)
{
    ounce_value argument = oz_text(spec), text;
    bool has;

    if (!oz_hook(work, "__format__", value, &argument, &text, &has)) {
        return false;
    }
    if (!has) {
        return oz_raise(work, OZ_EXC_TYPE,
                        "unsupported format string passed to %s.__format__",
                        oz_type_name(value));
    }
    oz_buf_add(&work->text, text.text, text.size);
    return true;
}

bool oz_format(struct oz_work *work, const ounce_value *value, ounce_str spec_text)
{
    struct oz_format_spec spec;

    if (spec_text.size == 0) {
        return oz_str(work, value);
    }
    if (value->kind < OUNCE_BOOL || value->kind > OUNCE_TEXT) {
        return format_other(work, value, spec_text);
    }
    if (!read_spec(work, spec_text, oz_type_name(value), &spec)) {
        return false;
    }
    return value->kind == OUNCE_TEXT
               ? format_text(work, &spec, spec_text,
                             (ounce_str){value->text, value->size})
               : format_number(work, value, &spec);
}
