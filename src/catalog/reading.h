/* reading.h — a rule as a page reads it: names replaced by what they hold, calls by the
 * predicates that they are.
 *
 *     sequence(set_local(0, eventName), inside(known(0), list("A", "B")))
 *                                                     =>  in(eventName, ["A", "B"])
 *
 * The result stands in a pool of the catalog's own. It holds exactly when the rule
 * does, wherever the rule raises no exception; what would raise may be gone.
 */
#ifndef OZ_READING_H
#define OZ_READING_H

#include "expr/expr.h"

/* A text may stand in many places once names are replaced: from here on it is not. */
#define OZ_READING_SIZE  20000 /* nodes, written out */
#define OZ_READING_DEPTH 400
#define OZ_READING_WORK  200000 /* nodes looked at, a rule */

/* Of an expression written out as a tree, which its pool does not know. */
struct oz_extent {
    uint32_t size, depth;
};

struct oz_binding {
    bool global;
    int64_t slot;
    oz_expr_id value; /* in `to` */
};

struct oz_reading {
    const struct oz_expr *from; /* borrowed: the ruleset's */
    struct oz_expr to;          /* in the arena */
    struct oz_arena *arena;
    oz_expr_id *read;          /* of each node of `from`, or OZ_NONE: not yet */
    oz_expr_id *copied;        /* the same, as it is */
    struct oz_extent *extents; /* of the nodes of `to` */
    uint32_t extent_count, extent_capacity;
    uint8_t *globals;            /* a slot: enum oz_global_use */
    struct oz_binding *bindings; /* the innermost last */
    uint32_t binding_count, binding_capacity;
    uint32_t work;
    bool failed;  /* out of memory */
    bool too_big; /* this rule is read as it is */
};

enum oz_global_use {
    OZ_GLOBAL_WRITTEN = 1, /* it is given another value somewhere */
    OZ_GLOBAL_ESCAPES = 2  /* what it holds may be changed */
};

/* false: out of memory. */
bool oz_reading_init(struct oz_reading *reading, const struct oz_expr *from,
                     struct oz_arena *arena);

/* The expression in reading->to; OZ_NONE: out of memory. */
oz_expr_id oz_reading_of(struct oz_reading *reading, oz_expr_id id);

/* ---- between its files ---- */

/* What is in `to`, with its extent; OZ_NONE when a part is, or it is too large. */
oz_expr_id oz_reading_made(struct oz_reading *reading, oz_expr_id id);

static inline const struct oz_expr_node *
oz_reading_node(const struct oz_reading *reading, oz_expr_id id)
{
    return oz_expr_node(&reading->to, id);
}

static inline oz_expr_id oz_reading_child(const struct oz_reading *reading,
                                          oz_expr_id id, uint32_t index)
{
    return reading->to.children[reading->to.nodes[id].first + index];
}

/* The constants of a test; NULL when it has none. */
static inline const ounce_value *oz_reading_values(const struct oz_expr *expr,
                                                   const struct oz_expr_node *test)
{
    return test->data_count > 0 ? &expr->values[test->data] : NULL;
}

static inline bool oz_reading_is_call(const struct oz_expr *expr, oz_expr_id id,
                                      enum oz_function function)
{
    return expr->nodes[id].kind == OZ_EXPR_CALL && expr->nodes[id].op == function;
}

/* The constant that an expression is, or NULL. */
static inline const ounce_value *oz_reading_constant(const struct oz_expr *expr,
                                                     oz_expr_id id)
{
    return expr->nodes[id].kind == OZ_EXPR_CONST ? &expr->values[expr->nodes[id].data]
                                                 : NULL;
}

/* reading_use.c: may a local be replaced by `value` in these expressions of `from`?
 * Not where it gets another value, nor where what it holds may be changed. */
bool oz_reading_only_read(struct oz_reading *reading, const struct oz_binding *binding,
                          oz_expr_id value, const oz_expr_id *ids, uint32_t count);
/* The same of all globals, at once. */
void oz_reading_globals(struct oz_reading *reading);
bool oz_reading_is_fresh(const struct oz_expr *expr, oz_expr_id id);
/* event.to_dict(): what a policy is given. */
bool oz_reading_is_resource(const struct oz_expr *expr, oz_expr_id id);

/* reduce.c: a call, test or quantifier as a predicate; the id itself where it is none.
 * `id` is in `to`. OZ_NONE only when out of memory. */
oz_expr_id oz_reduce(struct oz_reading *reading, oz_expr_id id);

/* reduce_place.c: v[name], v.get(name) */
oz_expr_id oz_reduce_item(struct oz_reading *reading, oz_expr_id id);
oz_expr_id oz_reduce_get(struct oz_reading *reading, oz_expr_id id);

/* reduce_compare.c */
oz_expr_id oz_reduce_compare(struct oz_reading *reading, oz_expr_id id);
oz_expr_id oz_reduce_test(struct oz_reading *reading, oz_expr_id id);

/* Is it a field, whatever it is wrapped in? */
bool oz_reduce_is_field(const struct oz_reading *reading, oz_expr_id id);
/* F of F.lower() and F.upper(), and which; OZ_NONE: it is neither. */
oz_expr_id oz_reduce_cased(const struct oz_reading *reading, oz_expr_id id,
                           bool *upper);
/* Constants of a display, keys of a dict's, or a constant text. */
struct oz_constants {
    ounce_value *items;
    uint32_t count, capacity;
};
bool oz_reduce_constants(struct oz_reading *reading, oz_expr_id id,
                         struct oz_constants *out);
/* A test of texts where F, F.lower() or F.upper() stands; OZ_NONE: there is none. */
oz_expr_id oz_reduce_texts(struct oz_reading *reading, enum oz_operator op,
                           oz_expr_id value, const struct oz_constants *texts);

#endif
