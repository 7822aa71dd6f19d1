/* native_codec_utf.c — UTF-8 and UTF-16 that may be broken.
 *
 *     e2 82 | 41 => bytes 0-1: invalid continuation byte    e2 82 => … unexpected end
 *
 * An error spans the longest beginning of a sequence that could have been valid.
 */
#include "native/argument.h"
#include "native/native_codec.h"

static unsigned byte_at(const struct decoding *in, size_t at)
{
    return (unsigned char)in->bytes.data[at];
}

/* May this be the second byte behind `lead`? Others would be overlong, a surrogate or
 * above U+10FFFF. */
static bool second_fits(unsigned lead, unsigned byte)
{
    unsigned low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    unsigned high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;

    return byte >= low && byte <= high;
}

bool oz_codec_utf8(struct decoding *in)
{
    unsigned lead = byte_at(in, in->at);
    size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;

    if ((lead >= 0x80 && lead < 0xc2) || lead > 0xf4) {
        oz_codec_reject(in, in->at, in->at + 1, "invalid start byte");
        return false;
    }
    for (size_t i = 1; i < length; i++) {
        if (in->at + i == in->bytes.size) {
            oz_codec_reject(in, in->at, in->at + i, "unexpected end of data");
            return false;
        }
        if (i == 1 ? !second_fits(lead, byte_at(in, in->at + 1))
                   : (byte_at(in, in->at + i) & 0xc0) != 0x80) {
            oz_codec_reject(in, in->at, in->at + i, "invalid continuation byte");
            return false;
        }
    }
    oz_buf_add(&in->work->text, in->bytes.data + in->at, length);
    in->at += length;
    return true;
}

static uint32_t unit_at(const struct decoding *in, size_t at)
{
    unsigned first = byte_at(in, at);
    unsigned second = byte_at(in, at + 1);

    return in->big_endian ? first << 8 | second : second << 8 | first;
}

bool oz_codec_utf16(struct decoding *in)
{
    size_t left = in->bytes.size - in->at;
    uint32_t unit, low;

    if (left < 2) {
        oz_codec_reject(in, in->at, in->bytes.size, "truncated data");
        return false;
    }
    unit = unit_at(in, in->at);
    if (unit < 0xd800 || unit > 0xdfff) {
        oz_text_point(&in->work->text, unit);
        in->at += 2;
        return true;
    }
    if (unit >= 0xdc00) {
        oz_codec_reject(in, in->at, in->at + 2, "illegal encoding");
        return false;
    }
    if (left < 4) {
        oz_codec_reject(in, in->at, in->bytes.size, "unexpected end of data");
        return false;
    }
    low = unit_at(in, in->at + 2);
    if (low < 0xdc00 || low > 0xdfff) {
        oz_codec_reject(in, in->at, in->at + 2, "illegal UTF-16 surrogate");
        return false;
    }
    oz_text_point(&in->work->text, 0x10000 + ((unit & 0x3ff) << 10 | (low & 0x3ff)));
    in->at += 4;
    return true;
}
