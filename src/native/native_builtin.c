/* native_builtin.c — functions of Python that need no import: text of values, and
 * characters.
 */
#include "base/str.h"
#include "base/table.h"
#include "base/utf8.h"
#include "native/native.h"

bool oz_builtin_len(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    size_t length;

    if (args[0].kind == OZ_INSTANCE) {
        ounce_value asked[3] = {args[0], oz_text(OZ_LIT("__len__")), {0}}, method;

        return oz_class_getattr(work, asked, &method) &&
               work->call(work, &method, NULL, 0, out);
    }
    if (!oz_length(work, &args[0], &length)) {
        return false;
    }
    *out = oz_int((int64_t)length);
    return true;
}

bool oz_builtin_repr(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    size_t base = work->text.size;

    return oz_repr(work, &args[0]) && oz_text_take(work, base, out);
}

/* str(bytes, encoding) is bytes.decode. */
static bool decode(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    uint32_t id = oz_native_find(OZ_LIT("bytes.decode"));

    if (args[0].kind == OUNCE_TEXT) {
        return oz_raise(work, OZ_EXC_TYPE, "decoding str is not supported");
    }
    if (args[0].kind != OZ_BYTES || id == OZ_NONE) {
        return oz_raise(work, OZ_EXC_TYPE,
                        "decoding to str: need a bytes-like object, %s found",
                        oz_type_name(&args[0]));
    }
    return oz_natives[id].call(work, args, out);
}

bool oz_builtin_str(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    size_t base = work->text.size;

    if (args[1].kind != OUNCE_MISSING || args[2].kind != OUNCE_MISSING) {
        return decode(work, args, out);
    }
    if (args[0].kind == OUNCE_TEXT) {
        *out = args[0];
        return true;
    }
    return (args[0].kind == OUNCE_MISSING || oz_str(work, &args[0])) &&
           oz_text_take(work, base, out);
}

bool oz_builtin_format(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    size_t base = work->text.size;
    ounce_str spec = {NULL, 0};

    if (args[1].kind == OUNCE_TEXT) {
        spec = (ounce_str){args[1].text, args[1].size};
    } else if (args[1].kind != OUNCE_MISSING) {
        return oz_raise(work, OZ_EXC_TYPE, "format() argument 2 must be str, not %s",
                        oz_type_name(&args[1]));
    }
    return oz_format(work, &args[0], spec) && oz_text_take(work, base, out);
}

bool oz_builtin_hash(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    uint64_t hash;

    if (!oz_hash_value(work, &args[0], &hash)) {
        return false;
    }
    *out =
        args[0].kind == OUNCE_INT || args[0].kind == OUNCE_BOOL
            ? oz_int(args[0].integer == -1 ? -2 : args[0].integer % 2305843009213693951)
            : oz_int((int64_t)(hash >> 3));
    return true;
}

bool oz_builtin_ord(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    size_t count, used;

    if (args[0].kind != OUNCE_TEXT && args[0].kind != OZ_BYTES) {
        return oz_raise(work, OZ_EXC_TYPE,
                        "ord() expected string of length 1, but %s found",
                        oz_type_name(&args[0]));
    }
    if (!oz_length(work, &args[0], &count)) {
        return false;
    }
    if (count != 1) {
        return oz_raise(work, OZ_EXC_TYPE,
                        "ord() expected a character, but string of length %zu found",
                        count);
    }
    *out = args[0].kind == OUNCE_TEXT
               ? oz_int(oz_utf8_decode(args[0].text, args[0].size, &used))
               : oz_int((unsigned char)args[0].text[0]);
    return true;
}

static bool want_integer(struct oz_work *work, const ounce_value *value)
{
    return (value->kind >= OUNCE_BOOL && value->kind <= OUNCE_BIG) ||
           oz_raise(work, OZ_EXC_TYPE,
                    "'%s' object cannot be interpreted as an integer",
                    oz_type_name(value));
}

bool oz_builtin_chr(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    size_t base = work->text.size;
    char text[OZ_UTF8_MAX];

    if (!want_integer(work, &args[0])) {
        return false;
    }
    if (args[0].kind == OUNCE_BIG || args[0].integer < 0 ||
        args[0].integer > 0x10FFFF) {
        return oz_raise(work, OZ_EXC_VALUE, "chr() arg not in range(0x110000)");
    }
    oz_buf_add(&work->text, text, oz_utf8_encode((uint32_t)args[0].integer, text));
    return oz_text_take(work, base, out);
}

static bool in_radix(struct oz_work *work, const ounce_value *value, ounce_str spec,
                     ounce_value *out)
{
    size_t base = work->text.size;

    return want_integer(work, value) && oz_format(work, value, spec) &&
           oz_text_take(work, base, out);
}

bool oz_builtin_hex(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return in_radix(work, &args[0], OZ_LIT("#x"), out);
}

bool oz_builtin_bin(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return in_radix(work, &args[0], OZ_LIT("#b"), out);
}

bool oz_builtin_oct(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return in_radix(work, &args[0], OZ_LIT("#o"), out);
}
