/* decimal.c — a decimal fraction long enough to hold any double exactly.
 *
 *     shift:  digits × 2^k, a step of at most 60 bits at a time
 *
 * Schoolbook arithmetic on an array of digits. It is the slow and obviously right way;
 * the numbers found in events are short, and then it is also fast enough.
 */
#include "base/decimal.h"

#include <string.h>

/* Ten times 2^60, the largest intermediate value below, fits 64 bits. */
#define STEP 60

void oz_decimal_trim(struct oz_decimal *decimal)
{
    while (decimal->count > 0 && decimal->digits[decimal->count - 1] == 0) {
        decimal->count--;
    }
}

void oz_decimal_clear(struct oz_decimal *decimal)
{
    decimal->count = 0;
    decimal->point = 0;
    decimal->cut = false;
}

void oz_decimal_push(struct oz_decimal *decimal, unsigned digit)
{
    if (decimal->count < OZ_DECIMAL_DIGITS) {
        decimal->digits[decimal->count++] = (uint8_t)digit;
    } else {
        decimal->cut = decimal->cut || digit != 0;
    }
}

void oz_decimal_set(struct oz_decimal *decimal, uint64_t integer, int exponent)
{
    uint64_t unit = 1;

    oz_decimal_clear(decimal);
    if (integer == 0) {
        return;
    }
    while (integer / unit >= 10) {
        unit *= 10;
    }
    for (; unit > 0; unit /= 10) {
        oz_decimal_push(decimal, (unsigned)(integer / unit % 10));
    }
    decimal->point = decimal->count;
    oz_decimal_trim(decimal);
    oz_decimal_shift(decimal, exponent);
}

/* From the last digit, leaving room in front for the carry, and then closing up. */
static void multiply(struct oz_decimal *decimal, int bits)
{
    uint8_t *digits = decimal->digits;
    uint64_t carry = 0;
    int spare = 0;

    for (int i = decimal->count - 1; i >= -OZ_DECIMAL_GROWTH; i--) {
        if (i >= 0) {
            carry += (uint64_t)digits[i] << bits;
        }
        digits[i + OZ_DECIMAL_GROWTH] = (uint8_t)(carry % 10);
        carry /= 10;
    }
    while (digits[spare] == 0) {
        spare++;
    }
    decimal->count += OZ_DECIMAL_GROWTH - spare;
    decimal->point += OZ_DECIMAL_GROWTH - spare;
    memmove(digits, digits + spare, (size_t)decimal->count);
    oz_decimal_trim(decimal);
    if (decimal->count > OZ_DECIMAL_DIGITS) {
        decimal->count = OZ_DECIMAL_DIGITS;
        decimal->cut = true;
        oz_decimal_trim(decimal);
    }
}

/* Long division from the first digit; it can run on past the last. */
static void divide(struct oz_decimal *decimal, int bits)
{
    const uint64_t mask = ((uint64_t)1 << bits) - 1;
    const int length = decimal->count;
    uint64_t rest = 0;

    decimal->count = 0;
    for (int i = 0; i < length || rest != 0; i++) {
        rest = rest * 10 + (i < length ? decimal->digits[i] : 0);
        if (decimal->count == 0 && rest >> bits == 0) {
            decimal->point--;
        } else if (decimal->count < OZ_DECIMAL_DIGITS) {
            /* Never overtakes the digit just read. */
            decimal->digits[decimal->count++] = (uint8_t)(rest >> bits);
        } else {
            decimal->cut = decimal->cut || rest != 0;
        }
        rest &= mask;
    }
    oz_decimal_trim(decimal);
}

void oz_decimal_shift(struct oz_decimal *decimal, int bits)
{
    if (decimal->count == 0) {
        return;
    }
    for (; bits > STEP; bits -= STEP) {
        multiply(decimal, STEP);
    }
    for (; bits < -STEP; bits += STEP) {
        divide(decimal, STEP);
    }
    if (bits > 0) {
        multiply(decimal, bits);
    } else if (bits < 0) {
        divide(decimal, -bits);
    }
}

int oz_decimal_compare(const struct oz_decimal *a, const struct oz_decimal *b)
{
    const int shared = a->count < b->count ? a->count : b->count;
    int order;

    if (a->count == 0 || b->count == 0) {
        return (a->count > 0) - (b->count > 0);
    }
    if (a->point != b->point) {
        return a->point < b->point ? -1 : 1;
    }
    order = memcmp(a->digits, b->digits, (size_t)shared);
    if (order != 0) {
        return order < 0 ? -1 : 1;
    }
    if (a->count != b->count) {
        return a->count < b->count ? -1 : 1;
    }
    return (int)a->cut - (int)b->cut;
}

/* The integer part; the value is below 10^19. */
static uint64_t whole(const struct oz_decimal *decimal)
{
    uint64_t integer = 0;

    for (int i = 0; i < decimal->point; i++) {
        integer = integer * 10 + (i < decimal->count ? decimal->digits[i] : 0);
    }
    return integer;
}

/* The nearest integer, ties to even. */
static uint64_t nearest(const struct oz_decimal *decimal)
{
    const uint64_t integer = whole(decimal);
    const int next = decimal->point;

    if (next < 0 || next >= decimal->count || decimal->digits[next] < 5) {
        return integer;
    }
    if (decimal->digits[next] > 5 || next + 1 < decimal->count || decimal->cut) {
        return integer + 1;
    }
    return integer + (integer & 1);
}

bool oz_decimal_to_real(struct oz_decimal *decimal, double *out)
{
    const uint64_t hidden = (uint64_t)1 << 52;
    uint64_t bits = 0;
    int exponent, excess = 0;

    if (decimal->count > 0 && decimal->point > 310) {
        return false;
    }
    if (decimal->count > 0 && decimal->point > -330) {
        /* Scale to an integer part of 53 to 59 bits, as log2(10) is nearly 3.322; then
         * to 53, or fewer where subnormals have fewer. */
        exponent = (decimal->point - 1) * 3322 / 1000 - 54;
        oz_decimal_shift(decimal, -exponent);
        while (whole(decimal) >> excess >= 2 * hidden) {
            excess++;
        }
        if (exponent + excess < -1074) {
            excess = -1074 - exponent;
        }
        oz_decimal_shift(decimal, -excess);
        exponent += excess;
        bits = nearest(decimal);
        if (bits == 2 * hidden) {
            bits = hidden;
            exponent++;
        }
        if (exponent > 971) {
            return false;
        }
        if (bits >= hidden) {
            /* The hidden bit adds the one still missing from the biased exponent. */
            bits += (uint64_t)(exponent + 1074) << 52;
        }
    }
    memcpy(out, &bits, sizeof(*out));
    return true;
}
