/* native_codec.h — the decoders of UTF-8 and UTF-16, one character at a time. */
#ifndef OZ_NATIVE_CODEC_H
#define OZ_NATIVE_CODEC_H

#include "native/native.h"

enum codec {
    CODEC_UTF8,
    CODEC_ASCII,
    CODEC_LATIN1,
    CODEC_UTF16,
    CODEC_UTF16_LE,
    CODEC_UTF16_BE
};

struct decoding {
    struct oz_work *work;
    ounce_str bytes, errors;
    size_t at;
    const char *name; /* as in messages */
    bool big_endian;
    size_t error_from, error_to;
    const char *reason;
};

/* Say what is wrong with bytes [from, to). */
void oz_codec_reject(struct decoding *in, size_t from, size_t to, const char *reason);

/* Decode what is at `at`, in->at < in->bytes.size, and move past it; false when it was
 * rejected. */
bool oz_codec_utf8(struct decoding *in);
bool oz_codec_utf16(struct decoding *in);

#endif
