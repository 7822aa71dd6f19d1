/* plan_shape.h — what the guard of an expression follows from; for plan_guard.c alone.
 */
#ifndef OZ_PLAN_SHAPE_H
#define OZ_PLAN_SHAPE_H

#include "plan/plan_build.h"

#define OZ_MOST_STEPS 24 /* of a block that are looked at */

struct oz_part {
    oz_expr_id id;
    bool want;
    bool passed; /* evaluated on the way: its truth decides nothing */
};

/* How the guard of a node follows from those of its parts. */
enum oz_form {
    OZ_FORM_NOTHING, /* it has none */
    OZ_FORM_KEYS,    /* it is an equality itself */
    OZ_FORM_PRESENT, /* a member must be there */
    OZ_FORM_NEVER,   /* it cannot have that truth */
    OZ_FORM_BEST,    /* that of any part will do; parts are evaluated in order */
    OZ_FORM_EVERY    /* those of all parts */
};

struct oz_shape {
    enum oz_form form;
    uint32_t count;
    const oz_expr_id *children; /* all with the same truth */
    bool want;
    struct oz_part steps[OZ_MOST_STEPS]; /* where there are no children */
};

struct oz_part oz_part_of(const struct oz_shape *shape, uint32_t index);

/* The shapes of a part: one, or those of the two branches of an `if`; the guards of
 * both are needed then. */
uint32_t oz_shapes_of(const struct oz_plan_builder *builder, struct oz_part part,
                      struct oz_shape shapes[2]);

/* Of an equality that guards: the slot of its member. */
uint32_t oz_shape_slot(const struct oz_plan_builder *builder, oz_expr_id id);
/* A value that is true only when a member is there. */
bool oz_shape_presence(const struct oz_plan_builder *builder, oz_expr_id id,
                       uint32_t *slot);

#endif
