/* native_url_quote.c — urllib.parse.unquote, quote, parse_qs and their kin.
 *
 *     "a%20b%zz" => unquote "a b%zz"    "x=1&x=2&y=" => parse_qs {"x": ["1", "2"]}
 */
#include "native/argument.h"

static bool no_attribute(struct oz_work *work, const ounce_value *value,
                         const char *name)
{
    return oz_raise(work, OZ_EXC_ATTRIBUTE, "'%.100s' object has no attribute '%s'",
                    oz_type_name(value), name);
}

/* ---- unquote ---- */

static int hex_of(char c)
{
    char lower = (char)(c | 0x20);

    return c >= '0' && c <= '9'           ? c - '0'
           : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10
                                          : -1;
}

/* The bytes of a run, escapes resolved; what is no escape stays. */
static void add_bytes(struct oz_buf *buf, ounce_str text)
{
    for (size_t i = 0; i < text.size; i++) {
        bool escape = text.data[i] == '%' && text.size - i > 2;
        int high = escape ? hex_of(text.data[i + 1]) : -1;
        int low = escape ? hex_of(text.data[i + 2]) : -1;

        if (high >= 0 && low >= 0) {
            oz_buf_char(buf, (char)(unsigned char)(high << 4 | low));
            i += 2;
        } else {
            oz_buf_char(buf, text.data[i]);
        }
    }
}

struct codec_names {
    ounce_str encoding, errors;
};

/* A run of ASCII is decoded by itself, so a sequence never spans what stood unescaped.
 */
static bool add_run(struct oz_work *work, ounce_str run,
                    const struct codec_names *names)
{
    size_t base = work->text.size;
    ounce_value bytes, text;

    add_bytes(&work->text, run);
    if (!oz_bytes_take(work, base, &bytes) ||
        !oz_decode(work, oz_str_of(&bytes), names->encoding, names->errors, &text)) {
        return false;
    }
    oz_buf_add(&work->text, text.text, text.size);
    return true;
}

static bool unquote(struct oz_work *work, ounce_str text,
                    const struct codec_names *names, ounce_value *out)
{
    size_t base = work->text.size;
    size_t at = 0;

    *out = oz_text(text);
    if (!oz_charge_bytes(work, text.size)) {
        return false;
    }
    if (text.size == 0 || memchr(text.data, '%', text.size) == NULL) {
        return true;
    }
    while (at < text.size) {
        size_t from = at;
        bool ascii = (unsigned char)text.data[at] < 0x80;

        while (at < text.size && ((unsigned char)text.data[at] < 0x80) == ascii) {
            at++;
        }
        if (!ascii) {
            oz_buf_add(&work->text, text.data + from, at - from);
        } else if (!add_run(work, oz_str_part(text, from, at), names)) {
            work->text.size = base;
            return false;
        }
    }
    return oz_text_take(work, base, out);
}

static struct codec_names codec_names(const ounce_value *encoding,
                                      const ounce_value *errors)
{
    return (struct codec_names){
        encoding->kind == OUNCE_TEXT ? oz_str_of(encoding) : OZ_LIT("utf-8"),
        errors->kind == OUNCE_TEXT ? oz_str_of(errors) : OZ_LIT("replace"),
    };
}

static bool unquote_value(struct oz_work *work, const ounce_value *value,
                          const struct codec_names *names, ounce_value *out)
{
    size_t base = work->text.size;
    ounce_value bytes;

    if (value->kind == OUNCE_TEXT) {
        return unquote(work, oz_str_of(value), names, out);
    }
    if (value->kind != OZ_BYTES) {
        return value->kind > OUNCE_TEXT
                   ? no_attribute(work, value, "split")
                   : oz_raise(work, OZ_EXC_TYPE,
                              "argument of type '%.200s' is not iterable",
                              oz_type_name(value));
    }
    add_bytes(&work->text, oz_str_of(value));
    return oz_charge_bytes(work, value->size) && oz_bytes_take(work, base, &bytes) &&
           oz_decode(work, oz_str_of(&bytes), names->encoding, names->errors, out);
}

bool oz_unquote(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    struct codec_names names = codec_names(&args[1], &args[2]);

    return unquote_value(work, &args[0], &names, out);
}

static bool plus_to_blank(struct oz_work *work, ounce_str text, ounce_value *out)
{
    char *made;

    *out = oz_text(text);
    if (text.size == 0 || memchr(text.data, '+', text.size) == NULL) {
        return true;
    }
    made = oz_work_alloc(work, text.size);
    if (made == NULL) {
        return false;
    }
    for (size_t i = 0; i < text.size; i++) {
        made[i] = text.data[i] == '+' ? ' ' : text.data[i];
    }
    *out = oz_text((ounce_str){made, text.size});
    return true;
}

bool oz_unquote_plus(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    struct codec_names names = codec_names(&args[1], &args[2]);
    ounce_value text;

    if (args[0].kind == OZ_BYTES) {
        return oz_raise(work, OZ_EXC_TYPE,
                        "a bytes-like object is required, not 'str'");
    }
    if (args[0].kind != OUNCE_TEXT) {
        return no_attribute(work, &args[0], "replace");
    }
    return plus_to_blank(work, oz_str_of(&args[0]), &text) &&
           unquote_value(work, &text, &names, out);
}

/* ---- quote ---- */

static bool is_safe(char c, ounce_str safe)
{
    char lower = (char)(c | 0x20);

    return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-' || c == '~' ||
           ((unsigned char)c < 0x80 && safe.size > 0 &&
            memchr(safe.data, c, safe.size) != NULL);
}

static void add_quoted(struct oz_buf *buf, ounce_str bytes, ounce_str safe, bool plus)
{
    static const char digits[] = "0123456789ABCDEF";

    for (size_t i = 0; i < bytes.size; i++) {
        unsigned byte = (unsigned char)bytes.data[i];
        char text[3] = {'%', digits[byte >> 4], digits[byte & 15]};

        if (plus && byte == ' ') {
            oz_buf_char(buf, '+');
        } else if (is_safe(bytes.data[i], safe)) {
            oz_buf_char(buf, bytes.data[i]);
        } else {
            oz_buf_add(buf, text, sizeof text);
        }
    }
}

static bool quote(struct oz_work *work, const ounce_value *args, bool plus,
                  ounce_value *out)
{
    size_t base = work->text.size;
    ounce_str safe = plus ? OZ_LIT("") : OZ_LIT("/");
    ounce_value bytes = args[0];

    if (oz_arg_given(&args[1])) {
        if (args[1].kind != OUNCE_TEXT && args[1].kind != OZ_BYTES) {
            return oz_raise(work, OZ_EXC_TYPE, "'%.200s' object is not iterable",
                            oz_type_name(&args[1]));
        }
        safe = oz_str_of(&args[1]);
    }
    if (args[0].kind == OUNCE_TEXT) {
        struct codec_names names = codec_names(&args[2], &args[3]);

        names.errors = oz_arg_none(&args[3]) ? OZ_LIT("strict") : names.errors;
        if (!oz_encode(work, oz_str_of(&args[0]), names.encoding, names.errors,
                       &bytes)) {
            return false;
        }
    } else if (!oz_arg_none(&args[2]) || !oz_arg_none(&args[3])) {
        return oz_raise(work, OZ_EXC_TYPE, "quote() doesn't support '%s' for bytes",
                        oz_arg_none(&args[2]) ? "errors" : "encoding");
    } else if (args[0].kind != OZ_BYTES) {
        return oz_raise(work, OZ_EXC_TYPE, "quote_from_bytes() expected bytes");
    }
    if (!oz_charge_bytes(work, (uint64_t)bytes.size * (1 + safe.size / 16))) {
        return false;
    }
    add_quoted(&work->text, oz_str_of(&bytes), safe, plus);
    return oz_text_take(work, base, out);
}

bool oz_quote(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return quote(work, args, false, out);
}

bool oz_quote_plus(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return quote(work, args, true, out);
}

/* ---- parse_qs, parse_qsl ---- */

struct query {
    struct oz_work *work;
    bool blank, strict, bytes;
    struct codec_names names;
    ounce_str separator;
    bool map; /* gather values by name */
    ounce_value *out;
};

static bool decode_part(struct query *query, ounce_str part, ounce_value *out)
{
    ounce_value text;

    if (!plus_to_blank(query->work, part, &text) ||
        !unquote_value(query->work, &text, &query->names, out)) {
        return false;
    }
    return !query->bytes || oz_encode(query->work, oz_str_of(out), OZ_LIT("ascii"),
                                      OZ_LIT("strict"), out);
}

static bool add_pair(struct query *query, const ounce_value *pair)
{
    const ounce_value *items = oz_array_of(pair)->items;
    struct oz_dict_entry *entry;
    bool found;

    if (!query->map) {
        return oz_array_add(query->work, query->out, pair);
    }
    if (!oz_dict_slot(query->work, query->out, &items[0], &entry, &found)) {
        return false;
    }
    if (!found && !oz_array_new(query->work, OZ_ARRAY, 1, &entry->value)) {
        return false;
    }
    return oz_array_add(query->work, &entry->value, &items[1]);
}

static bool bad_field(struct query *query, ounce_str field)
{
    size_t base = query->work->text.size;
    ounce_value text = oz_text(field);

    oz_buf_text(&query->work->text, "bad query field: ");
    return oz_repr(query->work, &text) &&
           oz_raise_text(query->work, OZ_EXC_VALUE, base);
}

static bool add_field(struct query *query, ounce_str field)
{
    const char *equals = field.size > 0 ? memchr(field.data, '=', field.size) : NULL;
    size_t at = equals == NULL ? field.size : (size_t)(equals - field.data);
    ounce_str rest = oz_str_part(field, equals == NULL ? at : at + 1, field.size);
    ounce_value pair, name, value;

    if (field.size == 0 && !query->strict) {
        return true;
    }
    if (equals == NULL && query->strict) {
        return bad_field(query, field);
    }
    if (rest.size == 0 && !query->blank) {
        return true;
    }
    return decode_part(query, oz_str_part(field, 0, at), &name) &&
           decode_part(query, rest, &value) &&
           oz_array_new(query->work, OZ_TUPLE, 2, &pair) &&
           oz_array_add(query->work, &pair, &name) &&
           oz_array_add(query->work, &pair, &value) && add_pair(query, &pair);
}

static bool add_fields(struct query *query, ounce_str text)
{
    size_t at = 0;

    for (bool more = text.size > 0; more;) {
        const char *found = memmem(text.data + at, text.size - at,
                                   query->separator.data, query->separator.size);
        size_t end = found == NULL ? text.size : (size_t)(found - text.data);

        if (!oz_walk_step(&query->work->walk, 1) ||
            !add_field(query, oz_str_part(text, at, end))) {
            return false;
        }
        more = found != NULL;
        at = end + query->separator.size;
    }
    return true;
}

enum {
    QS_QS,
    QS_KEEP_BLANK,
    QS_STRICT,
    QS_ENCODING,
    QS_ERRORS,
    QS_MAX_FIELDS,
    QS_SEPARATOR
};

/* How many fields there may be at most, counted before any is read. */
static bool check_count(struct query *query, ounce_str text, const ounce_value *limit)
{
    int64_t most;
    int64_t count = text.size > 0 ? 1 : 0;

    if (oz_arg_none(limit)) {
        return true;
    }
    if (!oz_arg_size(query->work, limit, 0, &most)) {
        return false;
    }
    for (size_t at = 0; at + query->separator.size <= text.size;) {
        const char *found = memmem(text.data + at, text.size - at,
                                   query->separator.data, query->separator.size);

        if (found == NULL) {
            break;
        }
        count++;
        at = (size_t)(found - text.data) + query->separator.size;
    }
    return most >= count ||
           oz_raise(query->work, OZ_EXC_VALUE, "Max number of fields exceeded");
}

/* What is false is empty; anything else but text must be bytes. */
static bool query_text(struct query *query, const ounce_value *qs, ounce_str *text)
{
    ounce_value decoded = *qs;

    *text = OZ_LIT("");
    query->bytes = qs->kind != OUNCE_TEXT;
    if (query->bytes && !oz_truth(qs)) {
        return true;
    }
    if (query->bytes && qs->kind != OZ_BYTES) {
        return no_attribute(query->work, qs, "decode");
    }
    if (query->bytes && !oz_decode(query->work, oz_str_of(qs), OZ_LIT("ascii"),
                                   OZ_LIT("strict"), &decoded)) {
        return false;
    }
    *text = oz_str_of(&decoded);
    return true;
}

static bool parse_query(struct oz_work *work, const ounce_value *args, bool map,
                        ounce_value *out)
{
    const ounce_value *separator = &args[QS_SEPARATOR];
    struct query query = {
        .work = work,
        .blank = oz_arg_given(&args[QS_KEEP_BLANK]) && oz_truth(&args[QS_KEEP_BLANK]),
        .strict = oz_arg_given(&args[QS_STRICT]) && oz_truth(&args[QS_STRICT]),
        .names = codec_names(&args[QS_ENCODING], &args[QS_ERRORS]),
        .separator = OZ_LIT("&"),
        .map = map,
        .out = out,
    };
    ounce_str text;

    if (oz_arg_given(separator)) {
        query.separator = oz_str_of(separator);
        if (separator->kind != OUNCE_TEXT || separator->size == 0) {
            return oz_raise(work, OZ_EXC_VALUE,
                            "Separator must be of type string or bytes.");
        }
    }
    if (!query_text(&query, &args[QS_QS], &text) || !oz_charge_bytes(work, text.size) ||
        !check_count(&query, text, &args[QS_MAX_FIELDS])) {
        return false;
    }
    return (map ? oz_dict_new(work, OZ_DICT, out)
                : oz_array_new(work, OZ_ARRAY, 0, out)) &&
           add_fields(&query, text);
}

bool oz_parse_qs(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return parse_query(work, args, true, out);
}

bool oz_parse_qsl(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return parse_query(work, args, false, out);
}
