/* time_wide.c — unsigned integers of 128 bits, as two halves. */
#include "native/time_wide.h"

#include <math.h>

struct oz_wide oz_wide_of(uint64_t value)
{
    return (struct oz_wide){0, value};
}

struct oz_wide oz_wide_multiply(uint64_t a, uint64_t b)
{
    uint64_t a0 = a & UINT32_MAX, a1 = a >> 32;
    uint64_t b0 = b & UINT32_MAX, b1 = b >> 32;
    uint64_t low = a0 * b0, cross = a1 * b0 + (low >> 32);
    uint64_t middle = (cross & UINT32_MAX) + a0 * b1;

    return (struct oz_wide){a1 * b1 + (cross >> 32) + (middle >> 32),
                            (middle << 32) | (low & UINT32_MAX)};
}

struct oz_wide oz_wide_scale(struct oz_wide a, uint64_t b)
{
    struct oz_wide product = oz_wide_multiply(a.low, b);

    product.high += a.high * b;
    return product;
}

struct oz_wide oz_wide_add(struct oz_wide a, struct oz_wide b)
{
    uint64_t low = a.low + b.low;

    return (struct oz_wide){a.high + b.high + (low < a.low), low};
}

struct oz_wide oz_wide_subtract(struct oz_wide a, struct oz_wide b)
{
    return (struct oz_wide){a.high - b.high - (a.low < b.low), a.low - b.low};
}

int oz_wide_compare(struct oz_wide a, struct oz_wide b)
{
    if (a.high != b.high) {
        return a.high < b.high ? -1 : 1;
    }
    return a.low == b.low ? 0 : a.low < b.low ? -1 : 1;
}

struct oz_wide oz_wide_left(struct oz_wide value, unsigned places)
{
    if (places == 0) {
        return value;
    }
    if (places >= 64) {
        return (struct oz_wide){value.low << (places - 64), 0};
    }
    return (struct oz_wide){(value.high << places) | (value.low >> (64 - places)),
                            value.low << places};
}

unsigned oz_wide_bits(struct oz_wide value)
{
    unsigned bits = value.high != 0 ? 64 : 0;

    for (uint64_t part = bits != 0 ? value.high : value.low; part != 0; part >>= 1) {
        bits++;
    }
    return bits;
}

/* Long division, a bit at a time. */
struct oz_wide oz_wide_divide(struct oz_wide a, struct oz_wide b, struct oz_wide *rest)
{
    struct oz_wide quotient = {0, 0}, part = {0, 0};

    if (a.high == 0 && b.high == 0) {
        *rest = oz_wide_of(a.low % b.low);
        return oz_wide_of(a.low / b.low);
    }
    for (unsigned place = oz_wide_bits(a); place-- > 0;) {
        uint64_t bit = place >= 64 ? a.high >> (place - 64) : a.low >> place;

        part = oz_wide_left(part, 1);
        part.low |= bit & 1;
        quotient = oz_wide_left(quotient, 1);
        if (oz_wide_compare(part, b) >= 0) {
            part = oz_wide_subtract(part, b);
            quotient.low |= 1;
        }
    }
    *rest = part;
    return quotient;
}

struct oz_wide oz_wide_nearest(struct oz_wide a, struct oz_wide b)
{
    struct oz_wide rest, quotient = oz_wide_divide(a, b, &rest);
    int half = oz_wide_compare(oz_wide_left(rest, 1), b);

    if (half > 0 || (half == 0 && (quotient.low & 1) != 0)) {
        quotient = oz_wide_add(quotient, oz_wide_of(1));
    }
    return quotient;
}

/* 55 bits or more of the quotient, the last one set when anything was cut: rounding
 * those to a double rounds the whole. */
double oz_wide_quotient(struct oz_wide a, struct oz_wide b)
{
    struct oz_wide rest, quotient = oz_wide_divide(a, b, &rest);
    int exponent = 0;
    bool cut = false;

    if (a.high == 0 && a.low == 0) {
        return 0;
    }
    while (quotient.high == 0 && quotient.low >> 55 == 0) {
        rest = oz_wide_left(rest, 1);
        quotient = oz_wide_left(quotient, 1);
        if (oz_wide_compare(rest, b) >= 0) {
            rest = oz_wide_subtract(rest, b);
            quotient.low |= 1;
        }
        exponent--;
    }
    while (quotient.high != 0) {
        cut = cut || (quotient.low & 1) != 0;
        quotient.low = (quotient.low >> 1) | (quotient.high << 63);
        quotient.high >>= 1;
        exponent++;
    }
    cut = cut || rest.high != 0 || rest.low != 0;
    return ldexp((double)(quotient.low | cut), exponent);
}
