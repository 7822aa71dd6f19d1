/* decimal.h — a decimal fraction long enough to hold any double exactly.
 *
 *     value = 0.d1 d2 d3 ... × 10^point
 *
 * Reading a double means asking which binary fraction is nearest to a decimal one;
 * printing it asks the reverse. Both are exact here: digits, and multiplication or
 * division of them by powers of two. The midpoint of two neighbouring doubles has at
 * most 768 digits; a number cut at 800, with a note that something was cut, therefore
 * compares with every midpoint as the whole number would.
 */
#ifndef OZ_BASE_DECIMAL_H
#define OZ_BASE_DECIMAL_H

#include <stdbool.h>
#include <stdint.h>

#define OZ_DECIMAL_DIGITS 800
#define OZ_DECIMAL_GROWTH 19 /* digits one step of a left shift may add */

/* No leading zero digit and, but for a push not yet followed by trim, no trailing one.
 * Zero has count 0. */
struct oz_decimal {
    int count;
    int point;
    bool cut; /* non-zero digits were dropped after the last one */
    uint8_t digits[OZ_DECIMAL_DIGITS + OZ_DECIMAL_GROWTH];
};

/* Make the value zero, ready for pushes. */
void oz_decimal_clear(struct oz_decimal *decimal);

/* Append a digit, 0 to 9; the first one must not be 0. Leaves point alone. Call trim
 * after the last. */
void oz_decimal_push(struct oz_decimal *decimal, unsigned digit);
void oz_decimal_trim(struct oz_decimal *decimal);

/* Set to integer × 2^exponent, exactly for every double and midpoint of doubles. */
void oz_decimal_set(struct oz_decimal *decimal, uint64_t integer, int exponent);

/* Multiply by 2^bits; bits may be negative. */
void oz_decimal_shift(struct oz_decimal *decimal, int bits);

/* -1, 0 or 1. */
int oz_decimal_compare(const struct oz_decimal *a, const struct oz_decimal *b);

/* The nearest double, ties to even. False when it would be infinite. Consumes the
 * value: it is left scaled. */
bool oz_decimal_to_real(struct oz_decimal *decimal, double *out);

#endif
