/* ruleset.h — what a compile leaves behind: one arena, shared by reference count. */
#ifndef OZ_RULESET_H
#define OZ_RULESET_H

#include "expr/expr.h"
#include "lookup/lookup.h"
#include "plan/plan.h"
#include "rule/item.h"

#include <ounce/ruleset.h>
#include <stdatomic.h>

struct ounce_ruleset {
    atomic_uint refs;
    ounce_allocator alloc; /* everything below comes from here */
    ounce_limits limits;
    struct oz_arena arena; /* rules, expressions, plan */
    struct oz_expr expr;
    struct oz_plan plan;
    const struct oz_item *items; /* in the order they were read */
    uint32_t item_count;
    struct oz_lookups lookups;
};

/* One reference. NULL when out of memory. */
struct ounce_ruleset *oz_ruleset_new(const ounce_allocator *alloc,
                                     const ounce_limits *limits);

/* Give out the text of a buffer over the caller's memory. */
ounce_status oz_print_result(const struct oz_buf *buf, size_t capacity, size_t *size);

#endif
