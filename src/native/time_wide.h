/* time_wide.h — unsigned integers of 128 bits.
 *
 * A timedelta counts up to 8.64e19 microseconds, more than 64 bits hold, and Python
 * divides and multiplies that count exactly. Compilers for 32-bit machines have no wide
 * integer, so here is what dates need of one.
 *
 * Thread: pure, all of it.
 */
#ifndef OZ_TIME_WIDE_H
#define OZ_TIME_WIDE_H

#include <stdbool.h>
#include <stdint.h>

struct oz_wide {
    uint64_t high, low;
};

struct oz_wide oz_wide_of(uint64_t value);
struct oz_wide oz_wide_multiply(uint64_t a, uint64_t b);
/* a × b, cut to 128 bits. */
struct oz_wide oz_wide_scale(struct oz_wide a, uint64_t b);
struct oz_wide oz_wide_add(struct oz_wide a, struct oz_wide b);
struct oz_wide oz_wide_subtract(struct oz_wide a, struct oz_wide b);
int oz_wide_compare(struct oz_wide a, struct oz_wide b);
/* Shifts by fewer than 128 places. */
struct oz_wide oz_wide_left(struct oz_wide value, unsigned places);
/* Places up to the highest bit that is set. */
unsigned oz_wide_bits(struct oz_wide value);
/* b is not zero and below 2^127. */
struct oz_wide oz_wide_divide(struct oz_wide a, struct oz_wide b, struct oz_wide *rest);
/* The nearest integer to a / b, ties to even. */
struct oz_wide oz_wide_nearest(struct oz_wide a, struct oz_wide b);
/* The nearest double to a / b, ties to even. Both below 2^120. */
double oz_wide_quotient(struct oz_wide a, struct oz_wide b);

#endif
