/* utf8.h — UTF-8 text: validity, code points, and case folding by lower-casing.
 *
 *     "Straße ΟΔΟΣ" => fold => "straße οδοσ"
 *
 * Text enters as bytes and is checked once, at the door, with oz_utf8_valid; the rest
 * of the library may then trust it. Folding is the simple lower-case mapping of Unicode
 * 14.0.0 (UnicodeData field 13), one code point to one: no locale, no context, the same
 * answer on every host. It is the version of Python 3.11, which defines our semantics.
 *
 * Except in oz_utf8_valid, text must be valid. Malformed text gives a meaningless
 * answer, but no function reads or writes outside its buffers because of it.
 *
 * Thread: pure, all of it. Nothing allocates.
 */
#ifndef OZ_BASE_UTF8_H
#define OZ_BASE_UTF8_H

#include "base/case_range.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes oz_utf8_encode may write. */
#define OZ_UTF8_MAX 4

/* Bytes oz_fold may write for size bytes of text. Only U+023A and U+023E grow, from two
 * bytes to three. */
#define OZ_FOLD_MAX(size) ((size) + (size) / 2)

/* Bytes in the longest valid prefix: no overlong form, no surrogate, nothing above
 * U+10FFFF, no sequence cut short. Equal to size when all of the text is valid. */
size_t oz_utf8_valid(const char *text, size_t size);

/* The first code point of valid text, size > 0; *used becomes its length in bytes. */
uint32_t oz_utf8_decode(const char *text, size_t size, size_t *used);

/* Write a code point, returning its length in bytes, at most OZ_UTF8_MAX. A surrogate
 * or a value above U+10FFFF is written as U+FFFD. */
size_t oz_utf8_encode(uint32_t cp, char *out);

/* The number of code points. */
size_t oz_utf8_count(const char *text, size_t size);

/* The byte offset of the n-th code point, counted from 0; size if there are fewer. */
size_t oz_utf8_offset(const char *text, size_t size, size_t n);

/* The lower case of a code point, or the code point itself. U+0130 becomes U+0069. */
uint32_t oz_lower(uint32_t cp);

/* What oz_lower knows, for who asks the other way round: first, first + stride … last
 * each have the lower case that is `distance` further on. */
const struct oz_case_range *oz_lower_table(size_t *count);

/* Lower-case text into out, which holds OZ_FOLD_MAX(size) bytes and does not overlap.
 * Returns the bytes written. */
size_t oz_fold(const char *text, size_t size, char *out);

/* Whether two texts are equal once folded. */
bool oz_fold_equal(const char *a, size_t a_size, const char *b, size_t b_size);

/* A hash of the folded text: equal whenever oz_fold_equal says so. For tables in memory
 * only; it differs between machines of different byte order. */
uint64_t oz_fold_hash(const char *text, size_t size);

#endif
