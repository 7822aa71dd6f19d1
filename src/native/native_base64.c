/* native_base64.c — base64.b64decode and its kin, b32decode, binascii.unhexlify.
 *
 *     "aGk=" => b"hi"    "aGk" => binascii.Error: Incorrect padding
 *
 * Without `validate`, what is no base64 is passed over, and nothing behind a complete
 * padding is looked at.
 */
#include "native/argument.h"

static const char alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

#define BYTES_LIKE "a bytes-like object"

/* Bytes, or text that is all ASCII; `what` is how the message calls bytes. */
static bool source_bytes(struct oz_work *work, const ounce_value *value,
                         const char *what, ounce_str *out)
{
    if (value->kind == OUNCE_TEXT) {
        *out = oz_str_of(value);
        return oz_is_ascii(*out) ||
               oz_raise(work, OZ_EXC_VALUE,
                        "string argument should contain only ASCII characters");
    }
    if (value->kind != OZ_BYTES) {
        return oz_raise(work, OZ_EXC_TYPE,
                        "argument should be %s or ASCII string, not '%.200s'", what,
                        oz_type_name(value));
    }
    *out = oz_str_of(value);
    return true;
}

/* The value of a character; `extra` stands for '+' and '/', which it replaces. */
static int value_of(char c, const char *extra)
{
    if (c >= 'A' && c <= 'Z') {
        return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
        return c - 'a' + 26;
    }
    if (c >= '0' && c <= '9') {
        return c - '0' + 52;
    }
    /* '+' and '/' keep their meaning beside the replacements. */
    return c == extra[0] || c == '+' ? 62 : c == extra[1] || c == '/' ? 63 : -1;
}

struct decoder {
    struct oz_work *work;
    unsigned quad, rest; /* characters of the group; bits not yet written */
    unsigned pads;
    bool padded; /* a '=' was seen */
    size_t written;
};

static bool fail(struct oz_work *work, const char *message)
{
    return oz_raise(work, OZ_EXC_BINASCII, "%s", message);
}

static void add_sextet(struct decoder *in, unsigned value)
{
    unsigned bits = 8 - 2 * in->quad; /* that this character completes a byte with */

    if (in->quad > 0) {
        oz_buf_char(&in->work->text, (char)(unsigned char)((in->rest << (8 - bits) |
                                                            value >> (bits - 2)) &
                                                           0xff));
        in->written++;
    }
    in->rest = in->quad == 0 ? value : value & ((1u << (6 - 2 * in->quad)) - 1);
    in->quad = (in->quad + 1) % 4;
}

static bool finish(struct decoder *in)
{
    if (in->quad == 1) {
        return oz_raise(in->work, OZ_EXC_BINASCII,
                        "Invalid base64-encoded string: number of data characters "
                        "(%zu) cannot be 1 more than a multiple of 4",
                        in->written / 3 * 4 + 1);
    }
    return in->quad == 0 || fail(in->work, "Incorrect padding");
}

/* a2b_base64 of CPython 3.11. */
static bool decode(struct oz_work *work, ounce_str text, const char *extra, bool strict)
{
    struct decoder in = {.work = work};

    if (strict && text.size > 0 && text.data[0] == '=') {
        return fail(work, "Leading padding not allowed");
    }
    for (size_t i = 0; i < text.size; i++) {
        int value = value_of(text.data[i], extra);

        if (text.data[i] == '=') {
            in.padded = true;
            if (in.quad >= 2 && in.quad + ++in.pads >= 4) {
                return !strict || i + 1 == text.size ||
                       fail(work, "Excess data after padding");
            }
        } else if (value < 0) {
            if (strict) {
                return fail(work, "Only base64 data is allowed");
            }
        } else if (strict && in.padded) {
            return fail(work, "Discontinuous padding not allowed");
        } else {
            in.pads = 0;
            add_sextet(&in, (unsigned)value);
        }
    }
    return finish(&in);
}

static bool decode_value(struct oz_work *work, const ounce_value *value,
                         const char *extra, bool strict, ounce_value *out)
{
    size_t base = work->text.size;
    ounce_str text;

    if (!source_bytes(work, value, BYTES_LIKE, &text) ||
        !oz_charge_bytes(work, 4 * (uint64_t)text.size)) {
        return false;
    }
    if (!decode(work, text, extra, strict)) {
        work->text.size = base;
        return false;
    }
    return oz_bytes_take(work, base, out);
}

static bool alternative(struct oz_work *work, const ounce_value *value,
                        const char **extra)
{
    ounce_str text;

    if (oz_arg_none(value)) {
        return true;
    }
    if (!source_bytes(work, value, BYTES_LIKE, &text)) {
        return false;
    }
    *extra = text.data;
    return text.size == 2 || oz_raise(work, OZ_EXC_ASSERTION, "altchars");
}

bool oz_b64decode(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const char *extra = "+/";
    bool strict = oz_arg_given(&args[2]) && oz_truth(&args[2]);
    ounce_str text;

    return source_bytes(work, &args[0], BYTES_LIKE, &text) &&
           alternative(work, &args[1], &extra) &&
           decode_value(work, &args[0], extra, strict, out);
}

bool oz_urlsafe_b64decode(struct oz_work *work, const ounce_value *args,
                          ounce_value *out)
{
    return decode_value(work, &args[0], "-_", false, out);
}

/* ---- encoding ---- */

static void encode_group(struct oz_buf *buf, const char *extra, const char *bytes,
                         size_t size)
{
    uint32_t bits = 0;
    char text[4];

    for (size_t i = 0; i < 3; i++) {
        bits = bits << 8 | (i < size ? (unsigned char)bytes[i] : 0u);
    }
    for (size_t i = 0; i < 4; i++) {
        uint32_t value = bits >> (18 - 6 * i) & 63;

        text[i] = i > size ? '=' : value >= 62 ? extra[value - 62] : alphabet[value];
    }
    oz_buf_add(buf, text, sizeof text);
}

static bool encode(struct oz_work *work, const ounce_value *value, const char *extra,
                   ounce_value *out)
{
    size_t base = work->text.size;

    if (value->kind != OZ_BYTES) {
        return oz_raise(work, OZ_EXC_TYPE,
                        "a bytes-like object is required, not '%.200s'",
                        oz_type_name(value));
    }
    if (!oz_charge_bytes(work, value->size)) {
        return false;
    }
    for (size_t i = 0; i < value->size; i += 3) {
        size_t size = value->size - i < 3 ? value->size - i : 3;

        encode_group(&work->text, extra, value->text + i, size);
    }
    return oz_bytes_take(work, base, out);
}

bool oz_b64encode(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const char *extra = "+/";

    return alternative(work, &args[1], &extra) && encode(work, &args[0], extra, out);
}

bool oz_urlsafe_b64encode(struct oz_work *work, const ounce_value *args,
                          ounce_value *out)
{
    return encode(work, &args[0], "-_", out);
}

/* ---- base 32, base 16 ---- */

static bool add_group32(struct oz_work *work, const char *text, size_t *bytes)
{
    uint64_t bits = 0;
    size_t size = 8;

    while (size > 0 && text[size - 1] == '=') {
        size--;
    }
    *bytes = size * 5 / 8;
    for (size_t i = 0; i < 8; i++) {
        char c = i < size ? text[i] : 'A';
        bool letter = c >= 'A' && c <= 'Z';

        if (!letter && !(c >= '2' && c <= '7')) {
            return fail(work, "Non-base32 digit found");
        }
        bits = bits << 5 | (uint64_t)(letter ? c - 'A' : c - '2' + 26);
    }
    /* 1, 3 and 6 characters are no whole number of bytes. */
    if (size == 1 || size == 3 || size == 6 || size == 0) {
        return fail(work, "Incorrect padding");
    }
    for (size_t i = 0; i < *bytes; i++) {
        oz_buf_char(&work->text, (char)(unsigned char)(bits >> (32 - 8 * i) & 0xff));
    }
    return true;
}

bool oz_b32decode(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    size_t base = work->text.size;
    ounce_str text;
    size_t bytes;

    if (!source_bytes(work, &args[0], BYTES_LIKE, &text) ||
        !oz_charge_bytes(work, 4 * (uint64_t)text.size)) {
        return false;
    }
    if (text.size % 8 != 0) {
        return fail(work, "Incorrect padding");
    }
    for (size_t i = 0; i < text.size; i += 8) {
        bool last = i + 8 == text.size;

        if (!last && memchr(text.data + i, '=', 8) != NULL) {
            work->text.size = base;
            return fail(work, "Non-base32 digit found");
        }
        if (!add_group32(work, text.data + i, &bytes)) {
            work->text.size = base;
            return false;
        }
    }
    return oz_bytes_take(work, base, out);
}

static int hex_of(char c)
{
    char lower = (char)(c | 0x20);

    return c >= '0' && c <= '9'           ? c - '0'
           : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10
                                          : -1;
}

bool oz_unhexlify(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    size_t base = work->text.size;
    ounce_str text;

    if (!source_bytes(work, &args[0], "bytes, buffer", &text) ||
        !oz_charge_bytes(work, 4 * (uint64_t)text.size)) {
        return false;
    }
    if (text.size % 2 != 0) {
        return fail(work, "Odd-length string");
    }
    for (size_t i = 0; i < text.size; i += 2) {
        int high = hex_of(text.data[i]);
        int low = hex_of(text.data[i + 1]);

        if (high < 0 || low < 0) {
            work->text.size = base;
            return fail(work, "Non-hexadecimal digit found");
        }
        oz_buf_char(&work->text, (char)(unsigned char)(high << 4 | low));
    }
    return oz_bytes_take(work, base, out);
}
