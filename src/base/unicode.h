/* unicode.h — what kind of character a code point is, and its full case mappings.
 *
 *     ß => upper "SS"    ǆ => title "ǅ"    ² => digit, but no decimal digit
 *
 * The answers are those of the methods of Python 3.11's str (Unicode 14.0.0), from
 * generated tables: no locale, the same on every host. utf8.h has the simple
 * lower-casing that names are matched with.
 *
 * Thread: pure.
 */
#ifndef OZ_BASE_UNICODE_H
#define OZ_BASE_UNICODE_H

#include <stddef.h>
#include <stdint.h>

/* In the order of tests/tools/gen_unicode.py. */
enum oz_char_flag {
    OZ_CHAR_ALPHA = 1 << 0,
    OZ_CHAR_DECIMAL = 1 << 1,
    OZ_CHAR_DIGIT = 1 << 2,
    OZ_CHAR_NUMERIC = 1 << 3,
    OZ_CHAR_SPACE = 1 << 4,
    OZ_CHAR_UPPER = 1 << 5,
    OZ_CHAR_LOWER = 1 << 6,
    OZ_CHAR_TITLE = 1 << 7,
    OZ_CHAR_PRINTABLE = 1 << 8,
    OZ_CHAR_NAME_START = 1 << 9, /* of an identifier */
    OZ_CHAR_NAME = 1 << 10,
    OZ_CHAR_CASED = 1 << 11,
    OZ_CHAR_IGNORED = 1 << 12, /* when looking for the neighbours of a sigma */
};

/* The flags that hold. */
uint32_t oz_char_flags(uint32_t cp);

/* The value of a decimal digit of any script, 0 to 9; -1 for everything else. */
int oz_char_decimal(uint32_t cp);

enum oz_case { OZ_CASE_LOWER, OZ_CASE_UPPER, OZ_CASE_TITLE, OZ_CASE_FOLD };

#define OZ_CASE_MAX 3

/* What a code point becomes by itself: 1 to OZ_CASE_MAX code points, whose number is
 * returned. */
size_t oz_char_case(enum oz_case which, uint32_t cp, uint32_t out[OZ_CASE_MAX]);

#endif
