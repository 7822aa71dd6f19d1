/* utf8.c — UTF-8 text: validity, code points, and case folding by lower-casing.
 *
 *     eight ASCII bytes at once => a word    anything else => one code point at a time
 *
 * Events are ASCII but for the odd name, and every string of every event is checked, so
 * the common bytes go by eight. Lower-casing searches a table of ranges.
 */
#include "base/utf8.h"

#include "base/case_range.h"

#include <string.h>

#define EACH_BYTE(value) (UINT64_C(0x0101010101010101) * (value))

#define REPLACEMENT 0xfffdU

static const struct oz_case_range lower_ranges[] = {
#include "base/unicode_lower.inc"
};

static unsigned byte_at(const char *text, size_t i)
{
    return (unsigned char)text[i];
}

/* Load the eight bytes at an offset; false unless there are eight and all are ASCII. */
static bool load_ascii(const char *text, size_t size, size_t at, uint64_t *word)
{
    if (size - at < sizeof(*word)) {
        return false;
    }
    memcpy(word, text + at, sizeof(*word));
    return (*word & EACH_BYTE(0x80)) == 0;
}

/* Lower-case eight ASCII bytes. An addition sets the top bit of each byte from a
 * threshold on; from 'A' but not from '[' on is a capital, and 0x80 >> 2 is the bit it
 * lacks. */
static uint64_t lower_ascii(uint64_t word)
{
    const uint64_t from_a = word + EACH_BYTE(0x80 - 'A');
    const uint64_t past_z = word + EACH_BYTE(0x80 - '[');

    return word | ((from_a & ~past_z & EACH_BYTE(0x80)) >> 2);
}

/* ---- Code points ---- */

/* The length of the sequence at the start of text, size > 0; 0 when it is not valid
 * (Unicode 14.0.0, table 3-7). */
static size_t sequence(const char *text, size_t size)
{
    const unsigned lead = byte_at(text, 0);
    size_t length;

    if (lead < 0x80) {
        return 1;
    }
    if (lead < 0xc2 || lead > 0xf4) {
        return 0;
    }
    length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (size < length) {
        return 0;
    }
    for (size_t i = 1; i < length; i++) {
        if ((byte_at(text, i) & 0xc0) != 0x80) {
            return 0;
        }
    }
    if ((lead == 0xe0 && byte_at(text, 1) < 0xa0) || /* overlong */
        (lead == 0xed && byte_at(text, 1) > 0x9f) || /* a surrogate */
        (lead == 0xf0 && byte_at(text, 1) < 0x90) || /* overlong */
        (lead == 0xf4 && byte_at(text, 1) > 0x8f)) { /* above U+10FFFF */
        return 0;
    }
    return length;
}

size_t oz_utf8_valid(const char *text, size_t size)
{
    size_t at = 0;
    size_t length;
    uint64_t word;

    while (at < size) {
        if (load_ascii(text, size, at, &word)) {
            at += sizeof(word);
            continue;
        }
        length = sequence(text + at, size - at);
        if (length == 0) {
            break;
        }
        at += length;
    }
    return at;
}

uint32_t oz_utf8_decode(const char *text, size_t size, size_t *used)
{
    const size_t length = sequence(text, size);
    uint32_t cp;

    if (length <= 1) {
        *used = 1;
        return length == 1 ? byte_at(text, 0) : REPLACEMENT;
    }
    cp = byte_at(text, 0) & (0x7fU >> length);
    for (size_t i = 1; i < length; i++) {
        cp = cp << 6 | (byte_at(text, i) & 0x3f);
    }
    *used = length;
    return cp;
}

size_t oz_utf8_encode(uint32_t cp, char *out)
{
    size_t length;

    if (cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff)) {
        cp = REPLACEMENT;
    }
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    length = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    for (size_t i = length - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (cp & 0x3f));
        cp >>= 6;
    }
    out[0] = (char)((0xf00U >> length & 0xff) | cp); /* length ones, then a zero */
    return length;
}

static bool starts(const char *text, size_t i)
{
    return (byte_at(text, i) & 0xc0) != 0x80;
}

size_t oz_utf8_count(const char *text, size_t size)
{
    size_t count = 0;

    for (size_t i = 0; i < size; i++) {
        count += starts(text, i);
    }
    return count;
}

size_t oz_utf8_offset(const char *text, size_t size, size_t n)
{
    size_t i = 0;

    for (; i < size; i++) {
        if (starts(text, i) && n-- == 0) {
            break;
        }
    }
    return i;
}

/* ---- Folding ---- */

uint32_t oz_lower(uint32_t cp)
{
    const size_t count = sizeof(lower_ranges) / sizeof(lower_ranges[0]);
    uint32_t lower = cp;

    if (cp < 0x80) {
        return cp >= 'A' && cp <= 'Z' ? cp + ('a' - 'A') : cp;
    }
    oz_case_find(lower_ranges, count, cp, &lower);
    return lower;
}

const struct oz_case_range *oz_lower_table(size_t *count)
{
    *count = sizeof(lower_ranges) / sizeof(lower_ranges[0]);
    return lower_ranges;
}

/* Fold the code point at the start of text, size > 0. An unchanged one keeps its bytes,
 * so malformed text cannot grow. Returns the bytes written, at most OZ_UTF8_MAX. */
static size_t fold_one(const char *text, size_t size, size_t *used, char *out)
{
    const uint32_t cp = oz_utf8_decode(text, size, used);
    const uint32_t lower = oz_lower(cp);

    if (lower != cp) {
        return oz_utf8_encode(lower, out);
    }
    memcpy(out, text, *used);
    return *used;
}

size_t oz_fold(const char *text, size_t size, char *out)
{
    size_t at = 0;
    size_t written = 0;
    size_t used;
    uint64_t word;

    while (at < size) {
        if (load_ascii(text, size, at, &word)) {
            word = lower_ascii(word);
            memcpy(out + written, &word, sizeof(word));
            used = sizeof(word);
            written += sizeof(word);
        } else {
            written += fold_one(text + at, size - at, &used, out + written);
        }
        at += used;
    }
    return written;
}

bool oz_fold_equal(const char *a, size_t a_size, const char *b, size_t b_size)
{
    size_t a_at = 0;
    size_t b_at = 0;
    size_t a_used, b_used;
    uint64_t a_word, b_word;

    while (a_at < a_size && b_at < b_size) {
        if (load_ascii(a, a_size, a_at, &a_word) &&
            load_ascii(b, b_size, b_at, &b_word)) {
            if (lower_ascii(a_word) != lower_ascii(b_word)) {
                return false;
            }
            a_used = b_used = sizeof(a_word);
        } else if (oz_lower(oz_utf8_decode(a + a_at, a_size - a_at, &a_used)) !=
                   oz_lower(oz_utf8_decode(b + b_at, b_size - b_at, &b_used))) {
            return false;
        }
        a_at += a_used;
        b_at += b_used;
    }
    return a_at == a_size && b_at == b_size;
}

/* ---- Hashing ---- */

/* Folded bytes are gathered into words, however the text was cut up on the way in. */
struct hasher {
    uint64_t state;
    uint64_t size;
    char word[8];
};

/* One step of multiply and fold back; the constant is 2^64 over the golden ratio. */
static void mix(struct hasher *hasher, uint64_t word)
{
    hasher->state = (hasher->state ^ word) * UINT64_C(0x9e3779b97f4a7c15);
    hasher->state ^= hasher->state >> 32;
}

static void flush(struct hasher *hasher)
{
    uint64_t word;

    memcpy(&word, hasher->word, sizeof(word));
    mix(hasher, word);
    memset(hasher->word, 0, sizeof(hasher->word));
}

static void feed(struct hasher *hasher, const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        hasher->word[hasher->size++ % 8] = bytes[i];
        if (hasher->size % 8 == 0) {
            flush(hasher);
        }
    }
}

/* The last bytes, fewer than eight, if they are ASCII: zeros behind them. */
static bool load_tail(const char *text, size_t size, size_t at, uint64_t *word)
{
    *word = 0;
    memcpy(word, text + at, size - at);
    return (*word & EACH_BYTE(0x80)) == 0;
}

uint64_t oz_fold_hash(const char *text, size_t size)
{
    struct hasher hasher = {0};
    char folded[OZ_UTF8_MAX];
    size_t at = 0;
    size_t used;
    uint64_t word;

    while (at < size) {
        if (hasher.size % 8 == 0 && load_ascii(text, size, at, &word)) {
            mix(&hasher, lower_ascii(word));
            hasher.size += sizeof(word);
            used = sizeof(word);
        } else if (hasher.size % 8 == 0 && size - at < sizeof(word) &&
                   load_tail(text, size, at, &word)) {
            word = lower_ascii(word);
            memcpy(hasher.word, &word, sizeof(word));
            used = size - at;
            hasher.size += used;
        } else {
            const size_t length = fold_one(text + at, size - at, &used, folded);

            feed(&hasher, folded, length);
        }
        at += used;
    }
    flush(&hasher); /* what is left of a word, padded with zeros */
    mix(&hasher, hasher.size);
    return hasher.state;
}
