/* match_eval.h — the one evaluator: expressions of a plan on one event.
 *
 * It holds the scratch of a matcher: slots, memo, arena. Nothing is allocated once
 * these have grown to the size of the events at hand.
 */
#ifndef OZ_MATCH_EVAL_H
#define OZ_MATCH_EVAL_H

#include "event/event_json.h"
#include "plan/plan.h"

struct oz_eval {
    const struct oz_plan *plan;
    struct oz_walk walk; /* scratch arena, steps left, and why an evaluation gave up */
    struct oz_arena scratch;
    struct oz_buf stack;   /* of the JSON decoder */
    struct oz_buf text;    /* text being built, used as a stack */
    struct oz_slot *slots; /* plan->projection.count */
    uint32_t *memo;        /* per node: stamp * 2 + verdict */
    uint32_t stamp;        /* of the event; never 0, below 2^31 */
    bool raw;              /* the event is JSON: slots are filled; else on demand */
    ounce_value root;      /* of a host event */
    ounce_view view;       /* how to read it */
    ounce_value elements[OZ_MAX_LEVELS + 1]; /* bound by quantifiers, [1] outermost */
};

bool oz_eval_init(struct oz_eval *eval, const struct oz_plan *plan,
                  const ounce_allocator *alloc);
void oz_eval_finish(struct oz_eval *eval);

/* Begin an event. Returns an ounce_reason; *at is the offset of what is wrong with
 * JSON. */
uint32_t oz_eval_begin(struct oz_eval *eval, const ounce_limits *limits,
                       const ounce_event *event, size_t *at);

/* The verdict of a predicate, or the truth of a value. When eval->walk.reason is set
 * the evaluation gave up and the verdict means nothing. */
bool oz_eval_holds(struct oz_eval *eval, oz_expr_id id);

/* The value of an expression. false: it gave up. */
bool oz_eval_value(struct oz_eval *eval, oz_expr_id id, ounce_value *out);

/* The value of a slot. false: it gave up. */
bool oz_eval_slot(struct oz_eval *eval, uint32_t slot, ounce_value *out);

/* match_operator.c: does the predicate hold for operand v? `x` is the second operand or
 * NULL. */
bool oz_eval_test(struct oz_eval *eval, oz_expr_id id, const ounce_value *v,
                  const ounce_value *x);

/* match_function.c: the result of a function call. false: it gave up. */
bool oz_eval_call(struct oz_eval *eval, const struct oz_expr_node *node,
                  ounce_value *out);

#endif
