/* native_codec.c — bytes.decode and str.encode.
 *
 *     b"a\xff".decode() => UnicodeDecodeError    … decode("utf-8", "ignore") => "a"
 *
 * Encodings are UTF-8, ASCII, Latin-1 and UTF-16 in both orders; any other name is a
 * LookupError, as an encoding that does not exist. How much of a broken sequence counts
 * as one error is CPython's.
 */
#include "native/native_codec.h"

#include "base/utf8.h"
#include "native/argument.h"

#define REPLACEMENT 0xfffd

static const struct {
    const char *alias;
    enum codec codec;
} aliases[] = {
    {"utf8", CODEC_UTF8},         {"utf_8", CODEC_UTF8},
    {"u8", CODEC_UTF8},           {"utf", CODEC_UTF8},
    {"cp65001", CODEC_UTF8},      {"ascii", CODEC_ASCII},
    {"us_ascii", CODEC_ASCII},    {"646", CODEC_ASCII},
    {"latin_1", CODEC_LATIN1},    {"latin1", CODEC_LATIN1},
    {"iso_8859_1", CODEC_LATIN1}, {"iso8859_1", CODEC_LATIN1},
    {"iso8859", CODEC_LATIN1},    {"8859", CODEC_LATIN1},
    {"cp819", CODEC_LATIN1},      {"latin", CODEC_LATIN1},
    {"l1", CODEC_LATIN1},         {"utf_16", CODEC_UTF16},
    {"utf16", CODEC_UTF16},       {"u16", CODEC_UTF16},
    {"utf_16le", CODEC_UTF16_LE}, {"utf_16_le", CODEC_UTF16_LE},
    {"utf_16be", CODEC_UTF16_BE}, {"utf_16_be", CODEC_UTF16_BE},
};

static bool find_codec(struct oz_work *work, ounce_str name, enum codec *codec)
{
    size_t base = work->text.size;
    char word[16];
    size_t size = 0;

    for (; size < name.size && size < sizeof word - 1; size++) {
        char c = name.data[size];

        word[size] = c == '-' || c == ' ' ? '_' : c;
        if (c >= 'A' && c <= 'Z') {
            word[size] = (char)(c | 0x20);
        }
    }
    word[size] = '\0';
    for (size_t i = 0; size == name.size && i < sizeof aliases / sizeof aliases[0];
         i++) {
        if (strcmp(word, aliases[i].alias) == 0) {
            *codec = aliases[i].codec;
            return true;
        }
    }
    oz_buf_text(&work->text, "unknown encoding: ");
    oz_buf_str(&work->text, name);
    return oz_raise_text(work, OZ_EXC_LOOKUP, base);
}

static bool unknown_handler(struct oz_work *work, ounce_str name)
{
    size_t base = work->text.size;

    oz_buf_text(&work->text, "unknown error handler name '");
    oz_buf_str(&work->text, name);
    oz_buf_char(&work->text, '\'');
    return oz_raise_text(work, OZ_EXC_LOOKUP, base);
}

/* ---- decoding ---- */

void oz_codec_reject(struct decoding *in, size_t from, size_t to, const char *reason)
{
    in->error_from = from;
    in->error_to = to;
    in->reason = reason;
}

static bool raise_decode(struct decoding *in)
{
    unsigned byte = (unsigned char)in->bytes.data[in->error_from];

    if (in->error_to - in->error_from == 1) {
        return oz_raise(in->work, OZ_EXC_UNICODE_DECODE,
                        "'%s' codec can't decode byte 0x%02x in position %zu: %s",
                        in->name, byte, in->error_from, in->reason);
    }
    return oz_raise(in->work, OZ_EXC_UNICODE_DECODE,
                    "'%s' codec can't decode bytes in position %zu-%zu: %s", in->name,
                    in->error_from, in->error_to - 1, in->reason);
}

static void add_backslashes(struct decoding *in)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = in->error_from; i < in->error_to; i++) {
        unsigned byte = (unsigned char)in->bytes.data[i];
        char text[4] = {'\\', 'x', digits[byte >> 4], digits[byte & 15]};

        oz_buf_add(&in->work->text, text, sizeof text);
    }
}

/* What `errors` says to do with the bytes that were rejected. */
static bool handle(struct decoding *in)
{
    if (oz_str_equal(in->errors, OZ_LIT("strict"))) {
        return raise_decode(in);
    }
    if (oz_str_equal(in->errors, OZ_LIT("replace"))) {
        oz_text_point(&in->work->text, REPLACEMENT);
    } else if (oz_str_equal(in->errors, OZ_LIT("backslashreplace"))) {
        add_backslashes(in);
    } else if (!oz_str_equal(in->errors, OZ_LIT("ignore"))) {
        return unknown_handler(in->work, in->errors);
    }
    in->at = in->error_to;
    return true;
}

static bool decode_ascii(struct decoding *in)
{
    unsigned byte = (unsigned char)in->bytes.data[in->at];

    if (byte >= 0x80) {
        oz_codec_reject(in, in->at, in->at + 1, "ordinal not in range(128)");
        return false;
    }
    oz_buf_char(&in->work->text, (char)byte);
    in->at++;
    return true;
}

static bool decode_latin1(struct decoding *in)
{
    oz_text_point(&in->work->text, (unsigned char)in->bytes.data[in->at++]);
    return true;
}

static const struct {
    const char *name;
    bool (*next)(struct decoding *in);
} codecs[] = {
    [CODEC_UTF8] = {"utf-8", oz_codec_utf8},
    [CODEC_ASCII] = {"ascii", decode_ascii},
    [CODEC_LATIN1] = {"latin-1", decode_latin1},
    [CODEC_UTF16] = {"utf-16-le", oz_codec_utf16},
    [CODEC_UTF16_LE] = {"utf-16-le", oz_codec_utf16},
    [CODEC_UTF16_BE] = {"utf-16-be", oz_codec_utf16},
};

/* "utf-16" obeys a mark at the beginning, and is little-endian without one. */
static enum codec byte_order(struct decoding *in, enum codec codec)
{
    const char *bytes = in->bytes.data;

    if (codec != CODEC_UTF16 || in->bytes.size < 2) {
        return codec;
    }
    if (memcmp(bytes, "\xfe\xff", 2) == 0) {
        in->at = 2;
        return CODEC_UTF16_BE;
    }
    in->at = memcmp(bytes, "\xff\xfe", 2) == 0 ? 2 : 0;
    return CODEC_UTF16_LE;
}

bool oz_decode(struct oz_work *work, ounce_str bytes, ounce_str encoding,
               ounce_str errors, ounce_value *out)
{
    struct decoding in = {.work = work, .bytes = bytes, .errors = errors};
    size_t base = work->text.size;
    enum codec codec;

    if (bytes.size == 0) { /* nobody asks whether the encoding exists */
        *out = oz_text(bytes);
        return true;
    }
    if (!find_codec(work, encoding, &codec) || !oz_charge_bytes(work, bytes.size)) {
        return false;
    }
    if (codec == CODEC_UTF8 && oz_utf8_valid(bytes.data, bytes.size) == bytes.size) {
        *out = oz_text(bytes);
        return true;
    }
    codec = byte_order(&in, codec);
    in.name = codecs[codec].name;
    in.big_endian = codec == CODEC_UTF16_BE;
    while (in.at < bytes.size) {
        if (!codecs[codec].next(&in) && !handle(&in)) {
            work->text.size = base;
            return false;
        }
    }
    return oz_text_take(work, base, out);
}

/* ---- encoding ---- */

struct encoding {
    struct oz_work *work;
    ounce_str text, errors;
    const char *name;
    uint32_t limit; /* what cannot be written begins here */
};

/* How a character is written that is not: \xe9, \u20ac, \U0001f600. */
static void add_escape(struct oz_buf *buf, uint32_t cp)
{
    static const char digits[] = "0123456789abcdef";
    unsigned width = cp <= 0xff ? 2 : cp <= 0xffff ? 4 : 8;

    oz_buf_char(buf, '\\');
    oz_buf_char(buf, width == 2 ? 'x' : width == 4 ? 'u' : 'U');
    while (width-- > 0) {
        oz_buf_char(buf, digits[cp >> (4 * width) & 15]);
    }
}

/* All neighbours that cannot be written are one error. */
static bool raise_encode(struct encoding *in, size_t at, uint32_t cp)
{
    struct oz_buf *buf = &in->work->text;
    size_t base = buf->size;
    size_t first = oz_utf8_count(in->text.data, at);
    size_t count = 0;
    size_t used;

    for (; at < in->text.size; at += used, count++) {
        if (oz_utf8_decode(in->text.data + at, in->text.size - at, &used) < in->limit) {
            break;
        }
    }
    oz_buf_text(buf, "'");
    oz_buf_text(buf, in->name);
    oz_buf_text(buf, "' codec can't encode character");
    if (count == 1) {
        oz_buf_text(buf, " '");
        add_escape(buf, cp);
        oz_buf_text(buf, "' in position ");
        oz_buf_uint(buf, first);
    } else {
        oz_buf_text(buf, "s in position ");
        oz_buf_uint(buf, first);
        oz_buf_char(buf, '-');
        oz_buf_uint(buf, first + count - 1);
    }
    oz_buf_text(buf, ": ordinal not in range(");
    oz_buf_uint(buf, in->limit);
    oz_buf_char(buf, ')');
    return oz_raise_text(in->work, OZ_EXC_UNICODE_ENCODE, base);
}

static bool replace(struct encoding *in, size_t at, uint32_t cp)
{
    struct oz_buf *buf = &in->work->text;

    if (oz_str_equal(in->errors, OZ_LIT("strict"))) {
        return raise_encode(in, at, cp);
    }
    if (oz_str_equal(in->errors, OZ_LIT("replace"))) {
        oz_buf_char(buf, '?');
    } else if (oz_str_equal(in->errors, OZ_LIT("backslashreplace"))) {
        add_escape(buf, cp);
    } else if (oz_str_equal(in->errors, OZ_LIT("xmlcharrefreplace"))) {
        oz_buf_text(buf, "&#");
        oz_buf_uint(buf, cp);
        oz_buf_char(buf, ';');
    } else if (!oz_str_equal(in->errors, OZ_LIT("ignore"))) {
        return unknown_handler(in->work, in->errors);
    }
    return true;
}

static bool encode_narrow(struct encoding *in)
{
    size_t used;

    for (size_t at = 0; at < in->text.size; at += used) {
        uint32_t cp = oz_utf8_decode(in->text.data + at, in->text.size - at, &used);

        if (cp < in->limit) {
            oz_buf_char(&in->work->text, (char)(unsigned char)cp);
        } else if (!replace(in, at, cp)) {
            return false;
        }
    }
    return true;
}

static void add_unit(struct oz_buf *buf, uint32_t unit, bool big_endian)
{
    char high = (char)(unsigned char)(unit >> 8);
    char low = (char)(unsigned char)(unit & 0xff);

    oz_buf_char(buf, big_endian ? high : low);
    oz_buf_char(buf, big_endian ? low : high);
}

static void encode_utf16(struct oz_buf *buf, ounce_str text, enum codec codec)
{
    bool big_endian = codec == CODEC_UTF16_BE;
    size_t used;

    if (codec == CODEC_UTF16) {
        add_unit(buf, 0xfeff, false);
    }
    for (size_t at = 0; at < text.size; at += used) {
        uint32_t cp = oz_utf8_decode(text.data + at, text.size - at, &used);

        if (cp >= 0x10000) {
            add_unit(buf, 0xd7c0 + (cp >> 10), big_endian);
            cp = 0xdc00 | (cp & 0x3ff);
        }
        add_unit(buf, cp, big_endian);
    }
}

bool oz_encode(struct oz_work *work, ounce_str text, ounce_str encoding,
               ounce_str errors, ounce_value *out)
{
    struct encoding in = {.work = work, .text = text, .errors = errors};
    size_t base = work->text.size;
    enum codec codec;

    if (!find_codec(work, encoding, &codec) || !oz_charge_bytes(work, text.size)) {
        return false;
    }
    if (codec == CODEC_UTF8) {
        *out = oz_bytes(text);
        return true;
    }
    in.name = codecs[codec].name;
    in.limit = codec == CODEC_ASCII ? 0x80 : 0x100;
    if (codec != CODEC_ASCII && codec != CODEC_LATIN1) {
        encode_utf16(&work->text, text, codec);
    } else if (!encode_narrow(&in)) {
        work->text.size = base;
        return false;
    }
    return oz_bytes_take(work, base, out);
}

/* ---- the methods ---- */

static bool codec_arguments(struct oz_work *work, const ounce_value *args,
                            const char *method, ounce_str *encoding, ounce_str *errors)
{
    static const char *const names[] = {"", "encoding", "errors"};

    for (int i = 1; i <= 2; i++) {
        if (oz_arg_given(&args[i]) && args[i].kind != OUNCE_TEXT) {
            return oz_raise(work, OZ_EXC_TYPE,
                            "%s() argument '%s' must be str, not %.50s", method,
                            names[i], oz_arg_type(&args[i]));
        }
    }
    *encoding = oz_arg_given(&args[1]) ? oz_str_of(&args[1]) : OZ_LIT("utf-8");
    *errors = oz_arg_given(&args[2]) ? oz_str_of(&args[2]) : OZ_LIT("strict");
    return true;
}

bool oz_str_encode(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    ounce_str encoding, errors;

    return codec_arguments(work, args, "encode", &encoding, &errors) &&
           oz_encode(work, oz_str_of(&args[0]), encoding, errors, out);
}

bool oz_bytes_decode(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    ounce_str encoding, errors;

    return codec_arguments(work, args, "decode", &encoding, &errors) &&
           oz_decode(work, oz_str_of(&args[0]), encoding, errors, out);
}

bool oz_bytes_hex(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    static const char digits[] = "0123456789abcdef";
    ounce_str bytes = oz_str_of(&args[0]);
    size_t base = work->text.size;

    if (!oz_charge_bytes(work, bytes.size)) {
        return false;
    }
    for (size_t i = 0; i < bytes.size; i++) {
        unsigned byte = (unsigned char)bytes.data[i];

        oz_buf_char(&work->text, digits[byte >> 4]);
        oz_buf_char(&work->text, digits[byte & 15]);
    }
    return oz_text_take(work, base, out);
}
