/* native_json_write.c — json.dumps.
 *
 *     {"b": (1, None), "a": "é"} => '{"b": [1, null], "a": "\u00e9"}'
 *
 * What an event is made of (ImmutableList …) is no list and no dict and therefore
 * refused, as CPython's encoder does.
 */
#include "base/number.h"
#include "base/utf8.h"
#include "native/argument.h"
#include "native/native_json.h"
#include "native/native_sort.h"

struct writing {
    struct oz_work *work;
    ounce_str between, colon; /* separators */
    ounce_str indent;
    bool pretty, ascii, sort, skip_keys, allow_nan;
    const ounce_value *fallback; /* `default`; NULL */
    uint32_t depth;
};

/* The containers that are being written, innermost first. */
struct parents {
    const struct parents *outer;
    const void *node;
};

static bool write_value(struct writing *to, const ounce_value *value,
                        const struct parents *outer);

/* ---- text and numbers ---- */

static void add_unit(struct oz_buf *buf, uint32_t unit)
{
    static const char digits[] = "0123456789abcdef";
    char text[6] = {'\\', 'u', 0, 0, 0, 0};

    for (size_t i = 0; i < 4; i++) {
        text[2 + i] = digits[unit >> (12 - 4 * i) & 15];
    }
    oz_buf_add(buf, text, sizeof text);
}

static void write_point(struct writing *to, uint32_t cp, ounce_str same)
{
    static const char from[] = "\"\\\n\r\t\b\f";
    static const char names[] = "\"\\nrtbf";
    struct oz_buf *buf = &to->work->text;
    const char *found = cp == 0 || cp >= 0x80 ? NULL : strchr(from, (int)cp);

    if (found != NULL) {
        oz_buf_char(buf, '\\');
        oz_buf_char(buf, names[found - from]);
    } else if (cp >= 0x20 && (cp < 0x7f || !to->ascii)) {
        oz_buf_str(buf, same);
    } else if (cp < 0x10000) {
        add_unit(buf, cp);
    } else {
        add_unit(buf, 0xd7c0 + (cp >> 10));
        add_unit(buf, 0xdc00 | (cp & 0x3ff));
    }
}

static bool write_text(struct writing *to, ounce_str text)
{
    size_t used;

    oz_buf_char(&to->work->text, '"');
    for (size_t at = 0; at < text.size; at += used) {
        uint32_t cp = oz_utf8_decode(text.data + at, text.size - at, &used);

        write_point(to, cp, oz_str_part(text, at, at + used));
    }
    oz_buf_char(&to->work->text, '"');
    return oz_charge_bytes(to->work, 4 * (uint64_t)text.size);
}

static bool write_real(struct writing *to, double real)
{
    char text[OZ_REAL_TEXT];

    if (oz_real_is_finite(real)) {
        oz_buf_add(&to->work->text, text, oz_real_print(real, true, text));
        return true;
    }
    if (!to->allow_nan) {
        return oz_raise(to->work, OZ_EXC_VALUE,
                        "Out of range float values are not JSON compliant");
    }
    oz_buf_text(&to->work->text, real > 0   ? "Infinity"
                                 : real < 0 ? "-Infinity"
                                            : "NaN");
    return true;
}

/* ---- containers ---- */

static void new_line(struct writing *to)
{
    if (!to->pretty) {
        return;
    }
    oz_buf_char(&to->work->text, '\n');
    for (uint32_t i = 0; i < to->depth; i++) {
        oz_buf_str(&to->work->text, to->indent);
    }
}

static bool enter(struct writing *to, const ounce_value *value,
                  const struct parents *outer)
{
    for (; outer != NULL; outer = outer->outer) {
        if (outer->node == value->node) {
            return oz_raise(to->work, OZ_EXC_VALUE, "Circular reference detected");
        }
    }
    return ++to->depth <= to->work->walk.max_depth + OZ_OBJECT_DEPTH ||
           oz_raise(to->work, OZ_EXC_RECURSION,
                    "maximum recursion depth exceeded while encoding a JSON object");
}

static void leave(struct writing *to, char close)
{
    to->depth--;
    new_line(to);
    oz_buf_char(&to->work->text, close);
}

/* Indentation is work too: it is counted with every element. */
static bool begin_item(struct writing *to, bool first)
{
    if (!first) {
        oz_buf_str(&to->work->text, to->between);
    }
    new_line(to);
    return oz_charge_bytes(to->work, to->depth * to->indent.size + to->between.size);
}

static bool write_list(struct writing *to, const ounce_value *list,
                       const struct parents *outer)
{
    const struct oz_array *array = oz_items_of(list);
    struct parents here = {outer, list->node};

    if (array->count == 0) {
        oz_buf_text(&to->work->text, "[]");
        return true;
    }
    if (!enter(to, list, outer)) {
        return false;
    }
    oz_buf_char(&to->work->text, '[');
    for (size_t i = 0; i < array->count; i++) {
        if (!begin_item(to, i == 0) || !write_value(to, &array->items[i], &here)) {
            return false;
        }
    }
    leave(to, ']');
    return true;
}

/* *skipped when the key cannot be one and skipkeys says that this is no matter. */
static bool write_key(struct writing *to, const ounce_value *key, bool first,
                      bool *skipped)
{
    bool text = key->kind == OUNCE_TEXT;

    *skipped = to->skip_keys && (key->kind > OUNCE_TEXT || key->kind < OUNCE_NULL);
    if (*skipped) {
        return true;
    }
    if (!begin_item(to, first)) {
        return false;
    }
    if (text) {
        return write_text(to, oz_str_of(key));
    }
    oz_buf_char(&to->work->text, '"');
    if (key->kind == OUNCE_FLOAT ? !write_real(to, key->real)
                                 : !oz_object_json_key(to->work, key)) {
        return false;
    }
    oz_buf_char(&to->work->text, '"');
    return true;
}

static bool write_member(struct writing *to, const ounce_value *key,
                         const ounce_value *value, const struct parents *here,
                         bool *first)
{
    bool skipped;

    if (!write_key(to, key, *first, &skipped)) {
        return false;
    }
    if (skipped) {
        return true;
    }
    *first = false;
    oz_buf_str(&to->work->text, to->colon);
    return write_value(to, value, here);
}

/* The keys, sorted; TypeError when they have no order. */
static bool sorted_keys(struct writing *to, const ounce_value *dict, ounce_value *keys)
{
    const ounce_value none = oz_none();

    return oz_collect(to->work, OZ_ARRAY, dict, keys) &&
           oz_native_sort(to->work, keys, &none, false);
}

static bool write_sorted(struct writing *to, const ounce_value *dict,
                         const struct parents *here, bool *first)
{
    ounce_value keys, value;
    const struct oz_array *array;
    bool found;

    if (!sorted_keys(to, dict, &keys)) {
        return false;
    }
    array = oz_array_of(&keys);
    for (size_t i = 0; i < array->count; i++) {
        if (!oz_dict_get(to->work, dict, &array->items[i], &value, &found) ||
            !write_member(to, &array->items[i], &value, here, first)) {
            return false;
        }
    }
    return true;
}

static bool write_dict(struct writing *to, const ounce_value *dict,
                       const struct parents *outer)
{
    const struct oz_dict_entry *entry;
    struct parents here = {outer, dict->node};
    bool first = true;
    size_t place = 0;

    if (oz_dict_of(dict)->count == 0) {
        oz_buf_text(&to->work->text, "{}");
        return true;
    }
    if (!enter(to, dict, outer)) {
        return false;
    }
    oz_buf_char(&to->work->text, '{');
    if (to->sort) {
        if (!write_sorted(to, dict, &here, &first)) {
            return false;
        }
    } else {
        while ((entry = oz_dict_next(dict, &place)) != NULL) {
            ounce_value key = entry->key;
            ounce_value value = entry->value;

            if (!write_member(to, &key, &value, &here, &first)) {
                return false;
            }
        }
    }
    leave(to, '}');
    return true;
}

static bool write_other(struct writing *to, const ounce_value *value,
                        const struct parents *outer)
{
    const char *name = oz_type_name(value);
    const char *dot = strrchr(name, '.');
    struct parents here = {outer, value->node};
    ounce_value other;

    if (to->fallback == NULL) {
        return oz_raise(to->work, OZ_EXC_TYPE,
                        "Object of type %.200s is not JSON serializable",
                        dot != NULL ? dot + 1 : name);
    }
    if (!enter(to, value, outer) ||
        !to->work->call(to->work, to->fallback, value, 1, &other)) {
        return false;
    }
    to->depth--; /* no container: nothing is indented */
    return write_value(to, &other, &here);
}

/* Recursion is bounded in enter(). */
static bool write_value(struct writing *to, const ounce_value *value,
                        const struct parents *outer)
{
    struct oz_buf *buf = &to->work->text;

    if (!oz_walk_step(&to->work->walk, 1)) {
        return false;
    }
    switch (value->kind) {
    case OUNCE_NULL:
        oz_buf_text(buf, "null");
        return true;
    case OUNCE_BOOL:
        oz_buf_text(buf, value->integer != 0 ? "true" : "false");
        return true;
    case OUNCE_INT:
        oz_buf_int(buf, value->integer);
        return true;
    case OUNCE_BIG:
        oz_buf_add(buf, value->text, value->size);
        return true;
    case OUNCE_FLOAT:
        return write_real(to, value->real);
    case OUNCE_TEXT:
        return write_text(to, oz_str_of(value));
    case OZ_ARRAY:
    case OZ_TUPLE:
    case OZ_RECORD:
        return write_list(to, value, outer);
    case OZ_DICT:
        return write_dict(to, value, outer);
    default:
        return write_other(to, value, outer);
    }
}

/* ---- dumps ---- */

enum {
    DUMPS_OBJ,
    DUMPS_SKIPKEYS,
    DUMPS_ENSURE_ASCII,
    DUMPS_ALLOW_NAN,
    DUMPS_INDENT,
    DUMPS_SEPARATORS,
    DUMPS_DEFAULT,
    DUMPS_SORT_KEYS
};

static bool is_true(const ounce_value *value, bool fallback)
{
    return oz_arg_given(value) ? oz_truth(value) : fallback;
}

/* A number of blanks, or the text itself. */
static bool read_indent(struct writing *to, const ounce_value *value)
{
    int64_t width;
    char *blanks;

    if (oz_arg_none(value)) {
        return true;
    }
    to->pretty = true;
    to->between = OZ_LIT(",");
    if (value->kind == OUNCE_TEXT) {
        to->indent = oz_str_of(value);
        return true;
    }
    if (!oz_arg_is_int(value)) {
        return oz_raise(to->work, OZ_EXC_TYPE,
                        "can't multiply sequence by non-int of type '%.200s'",
                        oz_type_name(value));
    }
    if (value->kind == OUNCE_BIG) {
        return oz_raise(to->work, OZ_EXC_OVERFLOW,
                        "cannot fit 'int' into an index-sized integer");
    }
    width = value->integer;
    if (width <= 0) {
        return true;
    }
    if (!oz_charge_bytes(to->work, (uint64_t)width) ||
        (blanks = oz_work_alloc(to->work, (size_t)width)) == NULL) {
        return false;
    }
    memset(blanks, ' ', (size_t)width);
    to->indent = (ounce_str){blanks, (size_t)width};
    return true;
}

static bool read_separators(struct writing *to, const ounce_value *value)
{
    const struct oz_array *array = oz_items_of(value);

    if (oz_arg_none(value)) {
        return true;
    }
    if (array == NULL || array->count != 2 || array->items[0].kind != OUNCE_TEXT ||
        array->items[1].kind != OUNCE_TEXT) {
        return oz_raise(to->work, OZ_EXC_TYPE, "separators must be a pair of str");
    }
    to->between = oz_str_of(&array->items[0]);
    to->colon = oz_str_of(&array->items[1]);
    return true;
}

bool oz_json_dumps(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    struct writing to = {
        .work = work,
        .between = OZ_LIT(", "),
        .colon = OZ_LIT(": "),
        .indent = OZ_LIT(""),
        .ascii = is_true(&args[DUMPS_ENSURE_ASCII], true),
        .sort = is_true(&args[DUMPS_SORT_KEYS], false),
        .skip_keys = is_true(&args[DUMPS_SKIPKEYS], false),
        .allow_nan = is_true(&args[DUMPS_ALLOW_NAN], true),
        .fallback = oz_arg_none(&args[DUMPS_DEFAULT]) ? NULL : &args[DUMPS_DEFAULT],
    };
    size_t base = work->text.size;

    if (!read_indent(&to, &args[DUMPS_INDENT]) ||
        !read_separators(&to, &args[DUMPS_SEPARATORS])) {
        return false;
    }
    if (!write_value(&to, &args[DUMPS_OBJ], NULL)) {
        work->text.size = base;
        return false;
    }
    return oz_text_take(work, base, out);
}
