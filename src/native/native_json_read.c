/* native_json_read.c — json.loads.
 *
 *     '{"a": [1, NaN]}' => {"a": [1, nan]}
 *     '{"a" 1}' => JSONDecodeError: Expecting ':' delimiter: line 1 column 6 (char 5)
 *
 * The reader of events is stricter and makes no lists that can grow; this one follows
 * CPython's scanner, for its messages say what it looked for and where. A surrogate
 * without its other half becomes U+FFFD: texts here are UTF-8.
 */
#include "base/number.h"
#include "base/utf8.h"
#include "native/argument.h"
#include "native/native_json.h"

struct reading {
    struct oz_work *work;
    ounce_str text;
    size_t at;
    uint32_t depth;
};

static bool read_value(struct reading *in, ounce_value *out);

/* "Expecting value: line 1 column 1 (char 0)", in code points. Always false. */
static bool reject(struct reading *in, const char *message, size_t at)
{
    struct oz_buf *buf = &in->work->text;
    size_t base = buf->size;
    size_t lines = 1;
    size_t from = 0;

    for (size_t i = 0; i < at; i++) {
        if (in->text.data[i] == '\n') {
            lines++;
            from = i + 1;
        }
    }
    oz_buf_text(buf, message);
    oz_buf_text(buf, ": line ");
    oz_buf_uint(buf, lines);
    oz_buf_text(buf, " column ");
    oz_buf_uint(buf, oz_utf8_count(in->text.data + from, at - from) + 1);
    oz_buf_text(buf, " (char ");
    oz_buf_uint(buf, oz_utf8_count(in->text.data, at));
    oz_buf_char(buf, ')');
    return oz_raise_text(in->work, OZ_EXC_JSON_DECODE, base);
}

/* The byte at a place; 0 behind the end, which no caller looks for. */
static char byte_at(const struct reading *in, size_t at)
{
    return at < in->text.size ? in->text.data[at] : '\0';
}

static void skip_blank(struct reading *in)
{
    while (in->at < in->text.size && memchr(" \t\n\r", in->text.data[in->at], 4)) {
        in->at++;
    }
}

/* ---- strings ---- */

/* Four digits at `at`. CPython wants a character behind them, too. */
static bool read_hex(struct reading *in, size_t at, uint32_t *unit)
{
    *unit = 0;
    if (in->text.size - at <= 4) {
        return reject(in, "Invalid \\uXXXX escape", at - 1);
    }
    for (size_t i = at; i < at + 4; i++) {
        char c = in->text.data[i];
        char lower = (char)(c | 0x20);

        if (c >= '0' && c <= '9') {
            *unit = *unit << 4 | (uint32_t)(c - '0');
        } else if (lower >= 'a' && lower <= 'f') {
            *unit = *unit << 4 | (uint32_t)(lower - 'a' + 10);
        } else {
            return reject(in, "Invalid \\uXXXX escape", at - 1);
        }
    }
    return true;
}

/* Behind `\u`. */
static bool read_unicode(struct reading *in)
{
    uint32_t unit, low;

    if (!read_hex(in, in->at, &unit)) {
        return false;
    }
    in->at += 4;
    if (unit >= 0xd800 && unit < 0xdc00 && in->text.size - in->at > 6 &&
        in->text.data[in->at] == '\\' && in->text.data[in->at + 1] == 'u') {
        if (!read_hex(in, in->at + 2, &low)) {
            return false;
        }
        if (low >= 0xdc00 && low < 0xe000) {
            unit = 0x10000 + ((unit & 0x3ff) << 10 | (low & 0x3ff));
            in->at += 6;
        }
    }
    oz_text_point(&in->work->text, unit); /* a lone surrogate as U+FFFD */
    return true;
}

/* At a backslash. */
static bool read_escape(struct reading *in, size_t begin)
{
    static const char from[] = "\"\\/bfnrt";
    static const char to[] = "\"\\/\b\f\n\r\t";
    const char *found;
    char c;

    if (in->at + 1 >= in->text.size) {
        return reject(in, "Unterminated string starting at", begin);
    }
    c = in->text.data[in->at + 1];
    if (c == 'u') {
        in->at += 2;
        return read_unicode(in);
    }
    found = c == '\0' ? NULL : strchr(from, c);
    if (found == NULL) {
        return reject(in, "Invalid \\escape", in->at);
    }
    oz_buf_char(&in->work->text, to[found - from]);
    in->at += 2;
    return true;
}

/* At the opening quote. A text without escapes is borrowed. */
static bool read_string(struct reading *in, ounce_value *out)
{
    size_t base = in->work->text.size;
    size_t begin = in->at++;
    size_t from = in->at;
    bool plain = true;

    for (;;) {
        while (in->at < in->text.size && (unsigned char)in->text.data[in->at] >= 0x20 &&
               in->text.data[in->at] != '"' && in->text.data[in->at] != '\\') {
            in->at++;
        }
        if (in->at == in->text.size) {
            return reject(in, "Unterminated string starting at", begin);
        }
        if ((unsigned char)in->text.data[in->at] < 0x20) {
            return reject(in, "Invalid control character at", in->at);
        }
        if (in->text.data[in->at] == '"' && plain) {
            *out = oz_text(oz_str_part(in->text, from, in->at++));
            return true;
        }
        oz_buf_add(&in->work->text, in->text.data + from, in->at - from);
        if (in->text.data[in->at] == '"') {
            in->at++;
            return oz_text_take(in->work, base, out);
        }
        plain = false;
        if (!read_escape(in, begin)) {
            return false;
        }
        from = in->at;
    }
}

/* ---- numbers and words ---- */

static size_t digits_at(const struct reading *in, size_t at)
{
    while (byte_at(in, at) >= '0' && byte_at(in, at) <= '9') {
        at++;
    }
    return at;
}

/* Where the number at `at` ends; `at` when there is none. */
static size_t number_end(const struct reading *in, size_t at, bool *real)
{
    size_t from = at + (byte_at(in, at) == '-');
    size_t end = byte_at(in, from) == '0' ? from + 1 : digits_at(in, from);
    size_t next;

    *real = false;
    if (end == from) {
        return at;
    }
    if (byte_at(in, end) == '.' && digits_at(in, end + 1) > end + 1) {
        *real = true;
        end = digits_at(in, end + 1);
    }
    if ((byte_at(in, end) | 0x20) == 'e') {
        next = end + 1;
        next += byte_at(in, next) == '+' || byte_at(in, next) == '-';
        if (digits_at(in, next) > next) {
            *real = true;
            end = digits_at(in, next);
        }
    }
    return end;
}

/* int() of a longer text is refused: it would take quadratic time. */
#define INT_DIGITS 4300

static bool read_number(struct reading *in, ounce_value *out)
{
    struct oz_number number;
    bool real;
    size_t end = number_end(in, in->at, &real);
    ounce_str text = oz_str_part(in->text, in->at, end);
    size_t digits;

    if (text.size == 0) {
        return reject(in, "Expecting value", in->at);
    }
    in->at = end;
    digits = text.size - (text.data[0] == '-');
    if (!real && digits > INT_DIGITS) {
        return oz_raise(in->work, OZ_EXC_VALUE,
                        "Exceeds the limit (%d digits) for integer string conversion: "
                        "value has %zu digits; use sys.set_int_max_str_digits() to "
                        "increase the limit",
                        INT_DIGITS, digits);
    }
    if (!real) {
        return oz_integer(in->work, text, out);
    }
    if (oz_number_parse(text.data, text.size, &number)) {
        *out = oz_real(number.real);
    } else { /* too large for a double */
        *out = oz_real(text.data[0] == '-' ? -OZ_INFINITY : OZ_INFINITY);
    }
    return true;
}

static bool read_word(struct reading *in, const char *word, ounce_value value,
                      ounce_value *out)
{
    size_t size = strlen(word);

    if (in->text.size - in->at < size ||
        memcmp(in->text.data + in->at, word, size) != 0) {
        return false;
    }
    in->at += size;
    *out = value;
    return true;
}

static bool read_words(struct reading *in, ounce_value *out)
{
    return read_word(in, "null", oz_none(), out) ||
           read_word(in, "true", oz_bool(true), out) ||
           read_word(in, "false", oz_bool(false), out) ||
           read_word(in, "NaN", oz_real(OZ_NAN), out) ||
           read_word(in, "Infinity", oz_real(OZ_INFINITY), out) ||
           read_word(in, "-Infinity", oz_real(-OZ_INFINITY), out);
}

/* ---- containers ---- */

static bool enter(struct reading *in, const char *what)
{
    in->at++;
    skip_blank(in);
    return ++in->depth <= in->work->walk.max_depth + OZ_OBJECT_DEPTH ||
           oz_raise(in->work, OZ_EXC_RECURSION,
                    "maximum recursion depth exceeded while decoding a JSON %s from a "
                    "unicode string",
                    what);
}

/* Behind a value: a comma, or the end of the container. */
static bool read_comma(struct reading *in, char close, bool *more)
{
    skip_blank(in);
    *more = byte_at(in, in->at) == ',';
    if (!*more && byte_at(in, in->at) != close) {
        return reject(in, "Expecting ',' delimiter", in->at);
    }
    in->at++;
    if (*more) {
        skip_blank(in);
    }
    return true;
}

static bool read_member(struct reading *in, ounce_value *dict)
{
    ounce_value key, value;

    if (byte_at(in, in->at) != '"') {
        return reject(in, "Expecting property name enclosed in double quotes", in->at);
    }
    if (!read_string(in, &key)) {
        return false;
    }
    skip_blank(in);
    if (byte_at(in, in->at) != ':') {
        return reject(in, "Expecting ':' delimiter", in->at);
    }
    in->at++;
    skip_blank(in);
    return read_value(in, &value) && oz_dict_set(in->work, dict, &key, &value);
}

static bool read_object(struct reading *in, ounce_value *out)
{
    bool more;

    if (!enter(in, "object") || !oz_dict_new(in->work, OZ_DICT, out)) {
        return false;
    }
    more = byte_at(in, in->at) != '}';
    in->at += !more;
    while (more) {
        if (!read_member(in, out) || !read_comma(in, '}', &more)) {
            return false;
        }
    }
    in->depth--;
    return true;
}

static bool read_array(struct reading *in, ounce_value *out)
{
    ounce_value item;
    bool more;

    if (!enter(in, "array") || !oz_array_new(in->work, OZ_ARRAY, 0, out)) {
        return false;
    }
    more = byte_at(in, in->at) != ']';
    in->at += !more;
    while (more) {
        if (!read_value(in, &item) || !oz_array_add(in->work, out, &item) ||
            !read_comma(in, ']', &more)) {
            return false;
        }
    }
    in->depth--;
    return true;
}

/* Recursion is bounded in enter(). */
static bool read_value(struct reading *in, ounce_value *out)
{
    if (!oz_walk_step(&in->work->walk, 1)) {
        return false;
    }
    if (in->at >= in->text.size) {
        return reject(in, "Expecting value", in->at);
    }
    switch (in->text.data[in->at]) {
    case '"':
        return read_string(in, out);
    case '{':
        return read_object(in, out);
    case '[':
        return read_array(in, out);
    default:
        return read_words(in, out) || read_number(in, out);
    }
}

/* ---- loads ---- */

/* json.detect_encoding: zero bytes and marks tell UTF-8 and UTF-16 apart. UTF-32 is not
 * read. */
static ounce_str detect_encoding(ounce_str *bytes)
{
    const char *b = bytes->data;

    if (bytes->size >= 3 && memcmp(b, "\xef\xbb\xbf", 3) == 0) {
        *bytes = oz_str_part(*bytes, 3, bytes->size);
        return OZ_LIT("utf-8");
    }
    if (bytes->size >= 2 &&
        (memcmp(b, "\xff\xfe", 2) == 0 || memcmp(b, "\xfe\xff", 2) == 0)) {
        return OZ_LIT("utf-16");
    }
    if (bytes->size >= 2 && b[0] == '\0') {
        return OZ_LIT("utf-16-be");
    }
    return bytes->size >= 2 && b[1] == '\0' ? OZ_LIT("utf-16-le") : OZ_LIT("utf-8");
}

static bool source_text(struct reading *in, const ounce_value *source)
{
    ounce_value decoded = *source;

    if (source->kind == OZ_BYTES) {
        ounce_str bytes = oz_str_of(source);
        ounce_str encoding = detect_encoding(&bytes);

        if (!oz_decode(in->work, bytes, encoding, OZ_LIT("strict"), &decoded)) {
            return false;
        }
    } else if (source->kind != OUNCE_TEXT) {
        return oz_raise(in->work, OZ_EXC_TYPE,
                        "the JSON object must be str, bytes or bytearray, not %.200s",
                        oz_type_name(source));
    }
    in->text = oz_str_of(&decoded);
    if (source->kind == OUNCE_TEXT && in->text.size >= 3 &&
        memcmp(in->text.data, "\xef\xbb\xbf", 3) == 0) {
        return reject(in, "Unexpected UTF-8 BOM (decode using utf-8-sig)", 0);
    }
    return true;
}

bool oz_json_loads(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    struct reading in = {.work = work};
    size_t base = work->text.size;

    if (!source_text(&in, &args[0]) || !oz_charge_bytes(work, in.text.size)) {
        return false;
    }
    skip_blank(&in);
    if (!read_value(&in, out)) {
        work->text.size = base;
        return false;
    }
    skip_blank(&in);
    return in.at == in.text.size || reject(&in, "Extra data", in.at);
}
