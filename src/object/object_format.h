/* object_format.h — a format specification, read, and how a number is laid out. */
#ifndef OZ_OBJECT_FORMAT_H
#define OZ_OBJECT_FORMAT_H

#include "object/object.h"

/* [[fill]align][sign][z][#][0][width][grouping][.precision][type] */
struct oz_format_spec {
    ounce_str fill; /* one code point; a blank unless given */
    char align;     /* < > = ^, or 0 */
    char sign;      /* + - blank, or 0 */
    bool no_minus_zero, alternate;
    size_t width;
    char grouping; /* , _ or 0 */
    bool has_precision;
    size_t precision;
    uint32_t type; /* a code point, or 0 */
};

/* A number in parts: "-", "0x", "1234", ".50". `body` are its leading digits, which are
 * grouped by `group` and take the zeros of a width; `tail` is the rest. */
struct oz_number_text {
    char sign; /* 0: none */
    ounce_str prefix, body, tail;
    size_t group;
};

/* Append text in a field of spec's width. */
bool oz_format_field(struct oz_work *work, const struct oz_format_spec *spec,
                     ounce_str text, char align);
bool oz_format_layout(struct oz_work *work, const struct oz_format_spec *spec,
                      const struct oz_number_text *number);
bool oz_format_int(struct oz_work *work, const struct oz_format_spec *spec,
                   const ounce_value *value);
bool oz_format_real(struct oz_work *work, const struct oz_format_spec *spec,
                    double value);
/* Append digits: type one of f e g r (repr); the sign is left out. */
bool oz_format_digits(struct oz_work *work, const struct oz_format_spec *spec,
                      double value);
bool oz_format_unknown(struct oz_work *work, const struct oz_format_spec *spec,
                       const char *type);

#endif
