/* condition.h — the conditions of match expressions, looked up by name. */
#ifndef OZ_CONDITION_H
#define OZ_CONDITION_H

#include "expr/expr.h"

enum oz_condition_kind {
    OZ_CONDITION_PLAIN, /* an operator */
    OZ_CONDITION_LIST,  /* a quantifier */
    OZ_CONDITION_ALWAYS /* a verdict */
};

/* Where a plain condition may stand. */
#define OZ_SHAPE_EXISTENCE 1u
#define OZ_SHAPE_VALUE     2u
#define OZ_SHAPE_VALUES    4u
#define OZ_SHAPE_MULTI     8u
#define OZ_SHAPE_FILTER    16u
#define OZ_SHAPE_BOOLEAN   32u

struct oz_condition {
    const char *name;
    enum oz_condition_kind kind;
    enum oz_operator op;
    enum oz_quantifier quantifier;
    bool negated;
    bool ignore_case;
    bool verdict;
    uint32_t shapes;
};

/* NULL when there is none of this name; aliases give the condition they stand for. */
const struct oz_condition *oz_condition_find(ounce_str name);

/* What an alias stands for; NULL for a name that is none. */
const char *oz_condition_canonical(ounce_str name);

/* Every name, aliases included, NULL-terminated: for oz_nearest(). */
extern const char *const oz_condition_names[];

#endif
