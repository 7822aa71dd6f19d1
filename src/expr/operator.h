/* operator.h — what operators say of scalars: the part of their meaning that needs no
 * event.
 *
 * The matcher adds containers, folding and networks; lints ask about constants.
 */
#ifndef OZ_OPERATOR_H
#define OZ_OPERATOR_H

#include "expr/expr.h"

/* One of the family PRESENCE. */
bool oz_operator_presence(enum oz_operator op, const ounce_value *v);

/* One of the family ADDRESS. */
bool oz_operator_address(enum oz_operator op, const ounce_value *v);

/* One of the family PAIR, of two scalars; false where one of
 * them is a container. Case is not ignored here. */
bool oz_operator_pair(enum oz_operator op, const ounce_value *v, const ounce_value *x);

#endif
