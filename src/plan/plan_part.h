/* plan_part.h — what an outcome of an expression needs; for the files of plan_guard.c.
 *
 *     all(a, b) is true     a is true, and b is
 *     all(a, b) is false    a is false; or a is true and b is false
 *     all(a, b) raises      a raises; or a is true and b raises
 *
 * A part is an expression with an outcome. Its shape says what must be the case for it
 * to come about: alternatives, each of them parts that are all needed. None at all: it
 * never does. What is needed may be less than the truth, never more.
 */
#ifndef OZ_PLAN_PART_H
#define OZ_PLAN_PART_H

#include "plan/plan_build.h"

/* How an expression ends. What changes anything, be it a list of the rule or a counter
 * of the host, is taken to raise: a rule is tried wherever it may come to that. So
 * elsewhere a container that began empty is empty. */
enum oz_outcome {
    OZ_IS_FALSE,
    OZ_IS_TRUE,
    OZ_IS_ODD,        /* neither True nor False, whatever its truth */
    OZ_IS_UNLOOPABLE, /* a loop over it raises */
    OZ_RAISES,
    OZ_GOES_ON,       /* a step: the next one is reached */
    OZ_RETURNS_FALSE, /* a step: the block is left */
    OZ_RETURNS_TRUE,
    OZ_RETURNS_ODD
};

struct oz_part {
    oz_expr_id id;   /* OZ_NONE: an alternative begins */
    uint32_t scope;  /* whose locals: a rule, or behind the rules a function */
    uint8_t outcome; /* enum oz_outcome */
};

/* The kinds of a member that is there: neither missing nor null. */
#define OZ_KINDS_ALL     ((UINT32_C(1) << (OUNCE_MAP + 1)) - 1)
#define OZ_KIND(kind)    (UINT32_C(1) << (kind))
#define OZ_KINDS_PRESENT (OZ_KINDS_ALL & ~OZ_KIND(OUNCE_NULL) & ~OZ_KIND(OUNCE_MISSING))

enum oz_form {
    OZ_FORM_ANYTHING, /* it may come about on any event */
    OZ_FORM_KEYS,     /* a member is to one of the constants of `id`, a test, as `guard`
                         says */
    OZ_FORM_KINDS,    /* a member is of one of these kinds */
    OZ_FORM_PARTS     /* as the parts say */
};

struct oz_shape {
    enum oz_form form;
    oz_expr_id id;
    uint32_t slot, kinds;
    enum oz_guard_form guard;
    uint32_t first, end; /* in builder->parts, until they are taken away again */
};

/* While a shape is made. */
struct oz_shaping {
    struct oz_plan_builder *builder;
    const struct oz_expr *expr;
    struct oz_part part;
    const struct oz_expr_node *node;
    struct oz_shape *shape;
    bool fine;
};

/* The shape of a part. The caller sets builder->part_count back to shape->first.
 * false: out of memory. */
bool oz_shape_of(struct oz_plan_builder *builder, struct oz_part part,
                 struct oz_shape *out);

/* Shaping (plan_shape.c). */
void oz_shape_anything(struct oz_shaping *shaping);
void oz_shape_kinds(struct oz_shaping *shaping, uint32_t slot, uint32_t kinds);
void oz_shape_alternative(struct oz_shaping *shaping);
void oz_shape_need(struct oz_shaping *shaping, oz_expr_id id, enum oz_outcome outcome);
/* One child after the other: those before end `before`, the last one `outcome`. */
void oz_shape_in_turn(struct oz_shaping *shaping, enum oz_outcome before,
                      enum oz_outcome outcome);
/* All children end so. */
void oz_shape_together(struct oz_shaping *shaping, enum oz_outcome outcome);
/* Any child ends so, whatever the others do. */
void oz_shape_separately(struct oz_shaping *shaping, enum oz_outcome outcome);
oz_expr_id oz_shape_child(const struct oz_shaping *shaping, uint32_t index);

/* plan_step.c: the shape of a call. */
void oz_shape_of_call(struct oz_shaping *shaping);

/* plan_check.c. A member of the event, perhaps by a name and with a default: the kinds
 * that the default stands for, and it. */
struct oz_member {
    uint32_t slot;
    uint32_t absent;
    oz_expr_id other; /* OZ_NONE */
};
bool oz_plan_member(struct oz_plan_builder *builder, uint32_t scope, oz_expr_id id,
                    struct oz_member *out);
/* What a check raises on, when it looks at a member. false: it is no such check. */
bool oz_plan_check(struct oz_plan_builder *builder, uint32_t scope, oz_expr_id id,
                   uint32_t *slot, uint32_t *kinds);
/* What a loop over a value raises on. *kinds 0: on nothing. false: not known. */
bool oz_plan_iterates(struct oz_plan_builder *builder, uint32_t scope, oz_expr_id id,
                      uint32_t *slot, uint32_t *kinds);

/* plan_scope.c. What a local stands for: the one value that it is ever given. OZ_NONE:
 * there are several, or none. */
oz_expr_id oz_scope_value(struct oz_plan_builder *builder, uint32_t scope,
                          const struct oz_expr_node *local);
/* The expression behind names. */
oz_expr_id oz_scope_resolve(struct oz_plan_builder *builder, uint32_t scope,
                            oz_expr_id id);
/* Does it leave its block or loop? */
bool oz_scope_jumps(struct oz_plan_builder *builder, oz_expr_id id);
/* The function that is called, when it is known and takes these arguments; OZ_NONE. */
uint32_t oz_scope_function(const struct oz_expr *expr, const struct oz_expr_node *call);

#endif
