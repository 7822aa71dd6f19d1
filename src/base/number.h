/* number.h — numbers to and from text, and exact comparison across their kinds.
 *
 *     "443" => INT    "18446744073709551616" => BIG    "0.5", "1e3" => REAL
 *
 * Events carry JSON numbers and rules compare them as Python does: integers have no
 * limit, an integer and a real compare by exact value. The C library would do half of
 * this, in the host's locale and rounding habits; so the work is done here. A BIG has
 * no storage of its own: it is the caller's text, which the grammar makes canonical.
 *
 * Thread: pure, all of it. Nothing allocates.
 */
#ifndef OZ_BASE_NUMBER_H
#define OZ_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes that oz_int_print and oz_real_print may write; neither adds a NUL. */
#define OZ_INT_TEXT  24
#define OZ_REAL_TEXT 32

enum oz_number_kind {
    OZ_NUMBER_INT,  /* fits int64_t */
    OZ_NUMBER_BIG,  /* an integer outside int64_t: -?[1-9][0-9]*, kept as text */
    OZ_NUMBER_REAL, /* written with a fraction or an exponent */
};

struct oz_number {
    enum oz_number_kind kind;
    int64_t integer; /* INT only, else 0 */
    double real;     /* REAL only, else 0 */
};

/* Read text that is one JSON number (RFC 8259, section 6) and nothing else. A REAL is
 * the nearest double, ties to even; too small becomes zero of the same sign. False,
 * with *out untouched, for any other text and for a real too large for a double. */
bool oz_number_parse(const char *text, size_t size, struct oz_number *out);

/* -1, 0 or 1 by exact value. Infinities order as expected; a NaN, which no JSON text
 * yields, is below everything. Text arguments are BIG numbers as oz_number_parse
 * accepted them, so outside int64_t and without leading zeros. */
int oz_number_compare_int_real(int64_t a, double b);
int oz_number_compare_big(const char *a, size_t a_size, const char *b, size_t b_size);
int oz_number_compare_big_real(const char *a, size_t a_size, double b);

/* Neither infinite nor a NaN. */
bool oz_real_is_finite(double value);

/* Decimal text of an integer. Returns its length, at most OZ_INT_TEXT. */
size_t oz_int_print(int64_t value, char *out);

/* The shortest text that reads back as the same double, laid out as Python's repr does:
 * 0.0001, 1e-05, 123456.789, 1e+16, inf, nan. An integral value has ".0" only with
 * keep_point: 1 or 1.0, -0 or -0.0. Returns the length, at most OZ_REAL_TEXT. */
size_t oz_real_print(double value, bool keep_point, char *out);

#endif
