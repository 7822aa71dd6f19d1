/* operator.h — what operators say of scalars: the part of their meaning that needs no
 * event.
 *
 * The matcher adds containers, folding and networks; lints ask about constants.
 */
#ifndef OZ_OPERATOR_H
#define OZ_OPERATOR_H

#include "expr/expr.h"

/* IS_IP, IS_IPV4, IS_IPV6, IP_PRIVATE, IP_PUBLIC. */
bool oz_operator_address(enum oz_operator op, const ounce_value *v);

/* EQ, PREFIX, SUFFIX, CONTAINS, GT, GTE, LT, LTE of two scalars; false where one of
 * them is a container. Case is not ignored here. */
bool oz_operator_pair(enum oz_operator op, const ounce_value *v, const ounce_value *x);

#endif
