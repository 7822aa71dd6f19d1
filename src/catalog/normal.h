/* normal.h — the normal form of a verdict: what a page says of a rule.
 *
 *     all(not(any(default(errorCode, ""), …)), eq(eventName, "DeleteFlowLogs"))  =>
 *         not (errorCode is_not_null or …)
 *         eventName eq "DeleteFlowLogs"
 *
 * Where the rule raises no exception, and the event's log type is one of the rule's,
 * the normal form holds exactly when the rule does. So checks, which are true or raise,
 * are left out, and the branches of a data model are cut to the rule's log types. What
 * no predicate of one field says is COMPUTED: its text is the expression.
 */
#ifndef OZ_NORMAL_H
#define OZ_NORMAL_H

#include "catalog/reading.h"

enum oz_normal_kind {
    OZ_NORMAL_TRUE,
    OZ_NORMAL_FALSE,
    OZ_NORMAL_LEAF,     /* field, kind, values */
    OZ_NORMAL_ELEMENTS, /* field, kind of quantifier, one child about an element */
    OZ_NORMAL_COMPUTED, /* text */
    OZ_NORMAL_NOT,      /* of one child, which is no NOT */
    OZ_NORMAL_AND,      /* of two or more, none of them an AND */
    OZ_NORMAL_OR
};

struct oz_normal {
    enum oz_normal_kind kind;
    bool truth;      /* LEAF is_not_null: and not false, zero or empty either */
    ounce_str field; /* LEAF, ELEMENTS: `a.b`, `$1.c` of an element */
    ounce_str word;  /* LEAF, ELEMENTS: `eq`, `istarts_with`, `any_element` */
    ounce_str text;  /* COMPUTED */
    const ounce_value *values; /* LEAF: borrowed from the expressions */
    uint32_t value_count;
    const struct oz_normal **children;
    uint32_t count;
    uint32_t size; /* nodes, written out */
    uint64_t hash; /* of all of it */
};

/* For events of which log types: of none, all branches of data models are kept. */
struct oz_normal_scope {
    const struct oz_expr *expr;
    const struct oz_extent *extents; /* of its nodes */
    struct oz_arena *arena;          /* of the result */
    const ounce_str *log_types;
    uint32_t log_type_count;
};

/* NULL when out of memory. */
const struct oz_normal *oz_normal_of(const struct oz_normal_scope *scope,
                                     oz_expr_id id);

/* A conjunct on one line. `negated`: its complement, by the negative word if it has
 * one. */
void oz_normal_print(const struct oz_normal *normal, struct oz_buf *buf);

/* The conjuncts: the children of an AND, or the node itself. */
uint32_t oz_normal_conjuncts(const struct oz_normal *normal,
                             const struct oz_normal *const **conjuncts);

#endif
