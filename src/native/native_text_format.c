/* native_text_format.c — str.format and str.format_map.
 *
 *     "{} {0[key]:>{w}} {x!r}" => literals and fields: name, conversion, specification
 *
 * A field's specification may hold fields itself, one level deep. The scanner follows
 * CPython's, whose messages depend on what it looks for first.
 */
#include "base/unicode.h"
#include "base/utf8.h"
#include "native/argument.h"

enum numbering { NUMBERING_OPEN, NUMBERING_AUTO, NUMBERING_MANUAL };

struct formatting {
    struct oz_work *work;
    const ounce_value *args;  /* tuple; NULL in format_map */
    const ounce_value *names; /* mapping */
    enum numbering numbering;
    int64_t next; /* number of the next {} */
};

struct field {
    ounce_str name, spec;
    uint32_t conversion; /* 0: none */
    bool nested;         /* the specification has fields */
};

static bool wrong(struct formatting *state, const char *message)
{
    return oz_raise(state->work, OZ_EXC_VALUE, "%s", message);
}

/* ---- scanning a field ---- */

/* From the first '{' behind the name on: braces count. */
static bool scan_spec(struct formatting *state, ounce_str text, size_t *at,
                      struct field *field)
{
    size_t from = *at;
    int open = 1;

    while (*at < text.size) {
        char c = text.data[(*at)++];

        if (c == '{') {
            field->nested = true;
            open++;
        } else if (c == '}' && --open == 0) {
            field->spec = oz_str_part(text, from, *at - 1);
            return true;
        }
    }
    return wrong(state, "unmatched '{' in format spec");
}

static bool scan_conversion(struct formatting *state, ounce_str text, size_t *at,
                            struct field *field)
{
    size_t used;
    char c;

    if (*at >= text.size) {
        return wrong(state, "end of string while looking for conversion specifier");
    }
    field->conversion = oz_utf8_decode(text.data + *at, text.size - *at, &used);
    *at += used;
    if (*at >= text.size) {
        return scan_spec(state, text, at, field);
    }
    c = text.data[(*at)++];
    if (c == '}') {
        return true;
    }
    return c == ':' ? scan_spec(state, text, at, field)
                    : wrong(state, "expected ':' after conversion specifier");
}

static bool scan_field(struct formatting *state, ounce_str text, size_t *at,
                       struct field *field)
{
    size_t from = *at;

    memset(field, 0, sizeof *field);
    field->spec = OZ_LIT("");
    while (*at < text.size) {
        char c = text.data[(*at)++];

        if (c == '{') {
            return wrong(state, "unexpected '{' in field name");
        }
        if (c == '[') {
            while (*at < text.size && text.data[*at] != ']') {
                (*at)++;
            }
        } else if (c == '}' || c == ':' || c == '!') {
            field->name = oz_str_part(text, from, *at - 1);
            return c == '}' || (c == ':' ? scan_spec(state, text, at, field)
                                         : scan_conversion(state, text, at, field));
        }
    }
    return wrong(state, "expected '}' before end of string");
}

/* ---- finding its value ---- */

/* Decimal digits of any script and nothing else; -1. */
static bool read_index(struct formatting *state, ounce_str text, int64_t *index)
{
    size_t used;

    *index = text.size > 0 ? 0 : -1;
    for (size_t at = 0; at < text.size; at += used) {
        int digit =
            oz_char_decimal(oz_utf8_decode(text.data + at, text.size - at, &used));

        if (digit < 0) {
            *index = -1;
            return true;
        }
        if (*index > (INT64_MAX - digit) / 10) {
            return wrong(state, "Too many decimal digits in format string");
        }
        *index = *index * 10 + digit;
    }
    return true;
}

static bool number_field(struct formatting *state, bool empty, int64_t *index)
{
    if (state->numbering == NUMBERING_OPEN) {
        state->numbering = empty ? NUMBERING_AUTO : NUMBERING_MANUAL;
    }
    if (state->numbering == NUMBERING_MANUAL && empty) {
        return wrong(state,
                     "cannot switch from manual field specification to automatic "
                     "field numbering");
    }
    if (state->numbering == NUMBERING_AUTO && !empty) {
        return wrong(state, "cannot switch from automatic field numbering to manual "
                            "field specification");
    }
    if (empty) {
        *index = state->next++;
    }
    return true;
}

static bool first_value(struct formatting *state, ounce_str name, ounce_value *out)
{
    ounce_value key = oz_text(name);
    int64_t index;
    bool found;

    if (!read_index(state, name, &index)) {
        return false;
    }
    if (name.size == 0 || index >= 0) {
        const struct oz_array *array;

        if (!number_field(state, name.size == 0, &index)) {
            return false;
        }
        if (state->args == NULL) {
            return wrong(state, "Format string contains positional fields");
        }
        array = oz_array_of(state->args);
        if ((uint64_t)index >= array->count) {
            return oz_raise(state->work, OZ_EXC_INDEX,
                            "Replacement index %lld out of range for positional args "
                            "tuple",
                            (long long)index);
        }
        *out = array->items[index];
        return true;
    }
    if (state->names->kind != OZ_DICT) {
        return oz_item(state->work, state->names, &key, out);
    }
    return oz_dict_get(state->work, state->names, &key, out, &found) &&
           (found || oz_raise_value(state->work, OZ_EXC_KEY, &key));
}

/* A field of a record or a computed attribute; methods and what only the evaluator
 * knows have no use here. */
static bool attribute(struct oz_work *work, const ounce_value *self, ounce_str name,
                      ounce_value *out)
{
    const ounce_value *field = oz_record_field(self, name);
    uint32_t id;

    if (field != NULL) {
        *out = *field;
        return true;
    }
    id = oz_native_method(self, name);
    if (id < OZ_NATIVE_COUNT && oz_natives[id].property) {
        return oz_natives[id].call(work, self, out);
    }
    return oz_raise(work, OZ_EXC_ATTRIBUTE, "'%.100s' object has no attribute '%.*s'",
                    oz_type_name(self), OZ_STR(name));
}

/* value[key]: a number when it looks like one. */
static bool item(struct formatting *state, ounce_str name, ounce_value *value)
{
    ounce_value from = *value;
    ounce_value key = oz_text(name);
    int64_t index;

    if (!read_index(state, name, &index)) {
        return false;
    }
    if (index >= 0) {
        key = oz_int(index);
    }
    return oz_item(state->work, &from, &key, value);
}

static size_t name_end(ounce_str text, size_t at)
{
    while (at < text.size && text.data[at] != '.' && text.data[at] != '[') {
        at++;
    }
    return at;
}

/* name ( .attribute | [key] )* */
static bool field_value(struct formatting *state, ounce_str text, ounce_value *out)
{
    size_t at = name_end(text, 0);

    if (!first_value(state, oz_str_part(text, 0, at), out)) {
        return false;
    }
    while (at < text.size) {
        bool dot = text.data[at] == '.';
        size_t from = at + 1;
        ounce_value value = *out;
        size_t end;

        if (!dot && text.data[at] != '[') {
            return wrong(state, "Only '.' or '[' may follow ']' in format field "
                                "specifier");
        }
        for (end = from; !dot && end < text.size && text.data[end] != ']';) {
            end++;
        }
        end = dot ? name_end(text, from) : end;
        if (!dot && end == text.size) {
            return wrong(state, "Missing ']' in format string");
        }
        if (end == from) {
            return wrong(state, "Empty attribute in format string");
        }
        if (!(dot ? attribute(state->work, &value, oz_str_part(text, from, end), out)
                  : item(state, oz_str_part(text, from, end), out))) {
            return false;
        }
        at = dot ? end : end + 1;
    }
    return true;
}

/* ---- rendering ---- */

static bool to_ascii(struct oz_work *work, ounce_value *value)
{
    size_t base = work->text.size;
    ounce_str escaped = OZ_LIT("backslashreplace");
    ounce_value bytes;

    if (!oz_repr(work, value) || !oz_text_take(work, base, value) ||
        !oz_encode(work, oz_str_of(value), OZ_LIT("ascii"), escaped, &bytes)) {
        return false;
    }
    *value = oz_text(oz_str_of(&bytes));
    return true;
}

static bool convert(struct formatting *state, uint32_t conversion, ounce_value *value)
{
    struct oz_work *work = state->work;
    size_t base = work->text.size;

    switch (conversion) {
    case 0:
        return true;
    case 'r':
        return oz_repr(work, value) && oz_text_take(work, base, value);
    case 's':
        return oz_str(work, value) && oz_text_take(work, base, value);
    case 'a':
        return to_ascii(work, value);
    default:
        return conversion > 32 && conversion < 127
                   ? oz_raise(work, OZ_EXC_VALUE, "Unknown conversion specifier %c",
                              (int)conversion)
                   : oz_raise(work, OZ_EXC_VALUE, "Unknown conversion specifier \\x%x",
                              (unsigned)conversion);
    }
}

static bool render(struct formatting *state, ounce_str text, int depth);

static bool render_field(struct formatting *state, const struct field *field, int depth)
{
    struct oz_work *work = state->work;
    size_t base = work->text.size;
    ounce_str spec = field->spec;
    ounce_value value, expanded;

    if (!field_value(state, field->name, &value) ||
        !convert(state, field->conversion, &value)) {
        return false;
    }
    if (field->nested) {
        if (!render(state, spec, depth - 1) || !oz_text_take(work, base, &expanded)) {
            return false;
        }
        spec = oz_str_of(&expanded);
    }
    return oz_format(work, &value, spec);
}

/* Up to the next brace, which is read too; *markup when a field follows. */
static bool scan_literal(struct formatting *state, ounce_str text, size_t *at,
                         ounce_str *literal, bool *markup)
{
    size_t from = *at;
    char c = 0;

    while (*at < text.size && c != '{' && c != '}') {
        c = text.data[(*at)++];
    }
    *literal = oz_str_part(text, from, *at);
    *markup = false;
    if (c != '{' && c != '}') {
        return true;
    }
    if (*at < text.size && text.data[*at] == c) {
        (*at)++;
        return true;
    }
    if (c == '}') {
        return wrong(state, "Single '}' encountered in format string");
    }
    if (*at == text.size) {
        return wrong(state, "Single '{' encountered in format string");
    }
    literal->size--;
    *markup = true;
    return true;
}

/* Recursion ends at depth 0. */
static bool render(struct formatting *state, ounce_str text, int depth)
{
    size_t at = 0;

    if (depth <= 0) {
        return wrong(state, "Max string recursion exceeded");
    }
    while (at < text.size) {
        ounce_str literal;
        struct field field;
        size_t from = at;
        bool markup;

        if (!scan_literal(state, text, &at, &literal, &markup)) {
            return false;
        }
        oz_buf_str(&state->work->text, literal);
        if (markup && (!scan_field(state, text, &at, &field) ||
                       !render_field(state, &field, depth))) {
            return false;
        }
        if (!oz_charge_bytes(state->work, at - from)) {
            return false;
        }
    }
    return true;
}

static bool format(struct formatting *state, ounce_str text, ounce_value *out)
{
    size_t base = state->work->text.size;

    if (!render(state, text, 2)) {
        state->work->text.size = base;
        return false;
    }
    return oz_text_take(state->work, base, out);
}

bool oz_str_format(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    struct formatting state = {work, &args[1], &args[2], NUMBERING_OPEN, 0};

    return format(&state, oz_str_of(&args[0]), out);
}

bool oz_str_format_map(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    struct formatting state = {work, NULL, &args[1], NUMBERING_OPEN, 0};

    return format(&state, oz_str_of(&args[0]), out);
}
