/* operator.c — rows of operator.def on values that are at hand. Wrong types are false.
 */
#include "expr/operator.h"

#include "base/ipaddr.h"
#include "event/event.h"

#include <string.h>

bool oz_operator_presence(enum oz_operator op, const ounce_value *v)
{
    bool null = v->kind == OUNCE_NULL || v->kind == OUNCE_MISSING;
    bool sized = v->kind == OUNCE_TEXT || v->kind == OUNCE_LIST || v->kind == OUNCE_MAP;

    return op == OZ_OP_EXISTS    ? v->kind != OUNCE_MISSING
           : op == OZ_OP_IS_NULL ? null
                                 : null || (sized && v->size == 0);
}

bool oz_operator_address(enum oz_operator op, const ounce_value *v)
{
    struct oz_ipaddr address;

    if (v->kind != OUNCE_TEXT || !oz_ipaddr_parse(v->text, v->size, &address)) {
        return false;
    }
    return op == OZ_OP_IS_IP        ? true
           : op == OZ_OP_IS_IPV4    ? address.version == 4
           : op == OZ_OP_IS_IPV6    ? address.version == 6
           : op == OZ_OP_IP_PRIVATE ? oz_ipaddr_is_private(&address)
                                    : !oz_ipaddr_is_private(&address);
}

static bool text_holds(enum oz_operator op, const ounce_value *v, const ounce_value *x)
{
    if (v->kind != OUNCE_TEXT || x->kind != OUNCE_TEXT || x->size > v->size) {
        return false;
    }
    if (x->size == 0) {
        return true;
    }
    return op == OZ_OP_PREFIX ? memcmp(v->text, x->text, x->size) == 0
           : op == OZ_OP_SUFFIX
               ? memcmp(v->text + (v->size - x->size), x->text, x->size) == 0
               : memmem(v->text, v->size, x->text, x->size) != NULL;
}

static bool order_holds(enum oz_operator op, const ounce_value *v, const ounce_value *x)
{
    bool ordered;
    int order = oz_value_compare(v, x, &ordered);

    return ordered && (op == OZ_OP_GT    ? order > 0
                       : op == OZ_OP_GTE ? order >= 0
                       : op == OZ_OP_LT  ? order < 0
                                         : order <= 0);
}

bool oz_operator_pair(enum oz_operator op, const ounce_value *v, const ounce_value *x)
{
    return op == OZ_OP_EQ ? oz_scalar_equal(v, x)
           : op == OZ_OP_PREFIX || op == OZ_OP_SUFFIX || op == OZ_OP_CONTAINS
               ? text_holds(op, v, x)
               : order_holds(op, v, x);
}
