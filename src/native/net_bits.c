/* net_bits.c — addresses as numbers of 128 bits: arithmetic, and decimal both ways. */
#include "native/net.h"

struct oz_bits oz_bits_of(const struct oz_ipaddr *ip)
{
    struct oz_bits wide = {0, 0};

    for (unsigned i = 0; i < (ip->version == 4 ? 4u : 16u); i++) {
        wide.hi = wide.hi << 8 | wide.lo >> 56;
        wide.lo = wide.lo << 8 | ip->bytes[i];
    }
    return wide;
}

struct oz_ipaddr oz_bits_address(struct oz_bits wide, unsigned version)
{
    struct oz_ipaddr ip = {.version = (uint8_t)version};

    for (unsigned i = version == 4 ? 4 : 16; i-- > 0;) {
        ip.bytes[i] = (uint8_t)(wide.lo & 0xff);
        wide.lo = wide.lo >> 8 | wide.hi << 56;
        wide.hi >>= 8;
    }
    return ip;
}

int oz_bits_compare(struct oz_bits a, struct oz_bits b)
{
    if (a.hi != b.hi) {
        return a.hi < b.hi ? -1 : 1;
    }
    return a.lo == b.lo ? 0 : a.lo < b.lo ? -1 : 1;
}

struct oz_bits oz_bits_add(struct oz_bits a, struct oz_bits b)
{
    struct oz_bits sum = {a.hi + b.hi, a.lo + b.lo};

    sum.hi += sum.lo < a.lo;
    return sum;
}

struct oz_bits oz_bits_sub(struct oz_bits a, struct oz_bits b)
{
    return (struct oz_bits){a.hi - b.hi - (a.lo < b.lo), a.lo - b.lo};
}

struct oz_bits oz_bits_hosts(unsigned version, unsigned prefix)
{
    const unsigned bits = (version == 4 ? 32 : 128) - prefix;

    if (bits == 128) {
        return (struct oz_bits){UINT64_MAX, UINT64_MAX};
    }
    if (bits >= 64) {
        return (struct oz_bits){(UINT64_C(1) << (bits - 64)) - 1, UINT64_MAX};
    }
    return (struct oz_bits){0, (UINT64_C(1) << bits) - 1};
}

/* Divide by ten, giving the rest: 32 bits at a time. */
static unsigned divide(struct oz_bits *wide)
{
    uint32_t parts[4] = {(uint32_t)(wide->hi >> 32), (uint32_t)wide->hi,
                         (uint32_t)(wide->lo >> 32), (uint32_t)wide->lo};
    uint64_t rest = 0;

    for (int i = 0; i < 4; i++) {
        const uint64_t part = rest << 32 | parts[i];

        parts[i] = (uint32_t)(part / 10);
        rest = part % 10;
    }
    wide->hi = (uint64_t)parts[0] << 32 | parts[1];
    wide->lo = (uint64_t)parts[2] << 32 | parts[3];
    return (unsigned)rest;
}

bool oz_bits_value(struct oz_work *work, struct oz_bits wide, ounce_value *out)
{
    char digits[40];
    size_t at = sizeof(digits);
    const size_t base = work->text.size;
    ounce_value text;

    if (wide.hi == 0 && wide.lo <= INT64_MAX) {
        *out = oz_int((int64_t)wide.lo);
        return true;
    }
    while (wide.hi != 0 || wide.lo != 0) {
        digits[--at] = (char)('0' + divide(&wide));
    }
    oz_buf_add(&work->text, digits + at, sizeof(digits) - at);
    return oz_text_take(work, base, &text) &&
           oz_integer(work, (ounce_str){text.text, text.size}, out);
}

/* Ten times, and a digit; false when that is too large. */
static bool append(struct oz_bits *wide, unsigned digit)
{
    uint64_t parts[4] = {wide->lo & UINT32_MAX, wide->lo >> 32, wide->hi & UINT32_MAX,
                         wide->hi >> 32};
    uint64_t carry = digit;

    for (int i = 0; i < 4; i++) {
        carry += parts[i] * 10;
        parts[i] = carry & UINT32_MAX;
        carry >>= 32;
    }
    wide->lo = parts[1] << 32 | parts[0];
    wide->hi = parts[3] << 32 | parts[2];
    return carry == 0;
}

bool oz_bits_read(ounce_str digits, struct oz_bits *out)
{
    *out = (struct oz_bits){0, 0};
    for (size_t i = 0; i < digits.size; i++) {
        if (!append(out, (unsigned)(digits.data[i] - '0'))) {
            return false;
        }
    }
    return true;
}
