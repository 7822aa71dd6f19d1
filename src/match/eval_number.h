/* eval_number.h — arithmetic of numbers, and what all arithmetic says when it cannot.
 */
#ifndef OZ_EVAL_NUMBER_H
#define OZ_EVAL_NUMBER_H

#include "match/eval_function.h"

/* Within 64 bits; true and false are integers. */
bool oz_is_integer(const ounce_value *value);
bool oz_is_number(const ounce_value *value);
bool oz_give_int(ounce_value *out, int64_t value);
bool oz_give_real(ounce_value *out, double value);

/* a op b of two numbers. `shown` is the operator that a message names: a += b is
 * computed as a + b. */
bool oz_eval_numbers(struct oz_work *work, enum oz_function op, enum oz_function shown,
                     const ounce_value *a, const ounce_value *b, ounce_value *out);

/* An operator as source has it. */
const char *oz_eval_sign(enum oz_function op);
/* Raise that the operator does not take these. Always false. */
bool oz_eval_unsupported(struct oz_work *work, enum oz_function op,
                         const ounce_value *a, const ounce_value *b);
/* Raise that the result has more than 64 bits. Always false. */
bool oz_eval_overflow(struct oz_work *work);

#endif
