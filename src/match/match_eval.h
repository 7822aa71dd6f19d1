/* match_eval.h — the one evaluator: expressions of a plan on one event.
 *
 * It holds the scratch of a matcher: slots, memo, arena. Nothing is allocated once
 * these have grown to the size of the events at hand.
 */
#ifndef OZ_MATCH_EVAL_H
#define OZ_MATCH_EVAL_H

#include "event/event_json.h"
#include "object/object.h"
#include "plan/plan.h"

#include <ounce/error.h>

/* Where evaluation goes on after a step. */
enum oz_jump { OZ_JUMP_NONE, OZ_JUMP_BREAK, OZ_JUMP_CONTINUE, OZ_JUMP_RETURN };

/* Locals of a function that runs, or of a rule. OUNCE_MISSING: no value yet. */
struct oz_frame {
    struct oz_frame *outer; /* where the function was defined */
    uint32_t count;
    ounce_value locals[];
};

struct oz_global {
    ounce_value value;
    uint64_t stamp; /* the evaluation it was set in */
};

struct oz_eval {
    struct oz_work work; /* first: what natives see is the evaluator itself */
    const struct oz_plan *plan;
    struct oz_arena scratch;
    struct oz_slot *slots;     /* plan->projection.count */
    struct oz_json_memo *read; /* what the reader remembers */
    uint32_t *memo;            /* per node: stamp * 2 + verdict */
    uint32_t stamp;            /* of the event; never 0, below 2^31 */
    bool raw;                  /* the event is JSON: slots are filled; else on demand */
    ounce_str json;            /* of a raw event */
    ounce_value root;          /* of a host event; of a raw one, once it is asked for */
    ounce_view view;           /* how to read it */
    ounce_value elements[OZ_MAX_LEVELS + 1]; /* bound by quantifiers, [1] outermost */

    /* Computation step by step. */
    struct oz_frame *frame;
    struct oz_global *globals; /* plan->expr->global_count */
    uint64_t evaluation;       /* of one rule on one event */
    uint32_t rule;             /* whose evaluation that is */
    enum oz_jump jump;
    ounce_value returned; /* by OZ_JUMP_RETURN */
    ounce_value handled;  /* the exception whose handler runs; else missing */
    uint32_t calls;       /* inside each other */
    uint32_t depth;       /* of nodes inside each other, over all calls */
    ounce_str mocks;      /* of the test at hand: a JSON object, or empty */
};

bool oz_eval_init(struct oz_eval *eval, const struct oz_plan *plan,
                  const ounce_allocator *alloc);
void oz_eval_finish(struct oz_eval *eval);

/* Begin an event. Returns an ounce_reason; *at is the offset of what is wrong with
 * JSON. */
uint32_t oz_eval_begin(struct oz_eval *eval, const ounce_limits *limits,
                       const ounce_event *event, size_t *at);

/* Before the expressions of a rule are evaluated, its locals are made; its globals keep
 * what an earlier expression of it left, on the same event. false: it gave up. */
bool oz_eval_enter(struct oz_eval *eval, uint32_t rule);

/* The exception that ended an evaluation, as "KeyError: 'x'", into err; the evaluator
 * can go on. Returns OUNCE_ERR_RULE. */
ounce_status oz_eval_error(struct oz_eval *eval, ounce_error *err);

/* The verdict of a predicate, or the truth of a value. When eval->work.walk.reason is
 * set the evaluation gave up and the verdict means nothing. */
bool oz_eval_holds(struct oz_eval *eval, oz_expr_id id);

/* The value of an expression. false: it gave up. */
bool oz_eval_value(struct oz_eval *eval, oz_expr_id id, ounce_value *out);

/* The value of a slot. false: it gave up. */
bool oz_eval_slot(struct oz_eval *eval, uint32_t slot, ounce_value *out);

/* The event as a value: a map with OZ_VALUE_EVENT. false: it gave up. */
bool oz_eval_event(struct oz_eval *eval, ounce_value *out);

/* An element of the list that a quantifier ranges over. false: it gave up. */
bool oz_eval_element(struct oz_eval *eval, const ounce_value *list, size_t index,
                     ounce_value *out);

/* match_operator.c: does the predicate hold for operand v? `x` is the second operand or
 * NULL. */
bool oz_eval_test(struct oz_eval *eval, oz_expr_id id, const ounce_value *v,
                  const ounce_value *x);

/* match_function.c: the result of a function call. false: it gave up. */
bool oz_eval_call(struct oz_eval *eval, oz_expr_id id, const struct oz_expr_node *node,
                  ounce_value *out);

#endif
