/* argument.h — reading the arguments of natives, and the work on text they share. */
#ifndef OZ_NATIVE_ARGUMENT_H
#define OZ_NATIVE_ARGUMENT_H

#include "base/str.h"
#include "native/native.h"

static inline ounce_str oz_str_of(const ounce_value *text)
{
    return (ounce_str){text->text, text->size};
}

static inline ounce_str oz_str_part(ounce_str text, size_t from, size_t to)
{
    return (ounce_str){text.data + from, to - from};
}

static inline bool oz_arg_given(const ounce_value *value)
{
    return value->kind != OUNCE_MISSING;
}

/* Missing or None. */
static inline bool oz_arg_none(const ounce_value *value)
{
    return value->kind == OUNCE_MISSING || value->kind == OUNCE_NULL;
}

/* int or bool, of any size. */
static inline bool oz_arg_is_int(const ounce_value *value)
{
    return value->kind == OUNCE_INT || value->kind == OUNCE_BOOL ||
           value->kind == OUNCE_BIG;
}

/* The type's name where CPython's argument parser tells it: None is no NoneType. */
static inline const char *oz_arg_type(const ounce_value *value)
{
    return value->kind == OUNCE_NULL ? "None" : oz_type_name(value);
}

/* An integer that fits; `fallback` when missing. TypeError, OverflowError as of a C
 * ssize_t and a C int. */
bool oz_arg_size(struct oz_work *work, const ounce_value *value, int64_t fallback,
                 int64_t *out);
bool oz_arg_int(struct oz_work *work, const ounce_value *value, int64_t fallback,
                int64_t *out);
/* A bound of a slice: `fallback` for None too, and what is too large is the largest. */
bool oz_arg_bound(struct oz_work *work, const ounce_value *value, int64_t fallback,
                  int64_t *out);
/* A finite or infinite double: "must be real number, not str". */
bool oz_arg_real(struct oz_work *work, const ounce_value *value, double *out);

/* Count the work of touching this many bytes: a step for every sixteen. */
bool oz_charge_bytes(struct oz_work *work, uint64_t bytes);

/* The place of `part` in text, in bytes; SIZE_MAX. The second looks from the end. Work
 * is counted: false when the budget is spent. */
bool oz_text_find(struct oz_work *work, ounce_str text, ounce_str part, size_t *at);
bool oz_text_rfind(struct oz_work *work, ounce_str text, ounce_str part, size_t *at);

/* The byte where the code point before `at` begins; at > 0. */
static inline size_t oz_text_before(ounce_str text, size_t at)
{
    do {
        at--;
    } while (at > 0 && ((unsigned char)text.data[at] & 0xc0) == 0x80);
    return at;
}

/* Append a code point. */
void oz_text_point(struct oz_buf *buf, uint32_t cp);
/* str.isspace of one code point. */
bool oz_is_space(uint32_t cp);
/* Is this text all ASCII? */
bool oz_is_ascii(ounce_str text);
/* Add a part of a text to a list. */
bool oz_array_add_text(struct oz_work *work, ounce_value *array, ounce_str text);
/* What was added to work->text since `base`, as bytes. */
bool oz_bytes_take(struct oz_work *work, size_t base, ounce_value *out);

/* bytes to text and back (native_codec.c); `errors` as in bytes.decode. */
bool oz_decode(struct oz_work *work, ounce_str bytes, ounce_str encoding,
               ounce_str errors, ounce_value *out);
bool oz_encode(struct oz_work *work, ounce_str text, ounce_str encoding,
               ounce_str errors, ounce_value *out);

#endif
