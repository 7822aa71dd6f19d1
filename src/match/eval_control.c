/* eval_control.c — computation step by step: locals, globals, loops, jumps.
 *
 *     sequence(set_local(0, list()), loop(1, field, append(local(0), …)), local(0))
 *
 * A jump is a mark on the evaluator. Whoever evaluates steps one after the other looks
 * at it and stops, until the loop or the block that it belongs to takes it down.
 */
#include "base/str.h"
#include "match/eval_function.h"

#include <ounce/matcher.h>

/* ---- locals and globals ---- */

static bool is_set(const ounce_value *value)
{
    return value->kind != OUNCE_MISSING;
}

static struct oz_frame *frame_up(struct oz_eval *eval, uint32_t levels)
{
    struct oz_frame *frame = eval->frame;

    while (levels-- > 0) {
        frame = frame->outer;
    }
    return frame;
}

static bool unbound(struct oz_eval *eval, ounce_str name)
{
    return oz_raise(
        &eval->work, OZ_EXC_UNBOUND_LOCAL,
        "cannot access local variable '%.*s' where it is not associated with "
        "a value",
        OZ_STR(name));
}

bool oz_eval_local(const struct oz_function_call *call, ounce_value *out)
{
    *out = call->eval->frame->locals[oz_arg_index(call, 0)];
    return is_set(out) || unbound(call->eval, oz_arg_text(call, 1));
}

bool oz_eval_known(const struct oz_function_call *call, ounce_value *out)
{
    *out = call->eval->frame->locals[oz_arg_index(call, 0)];
    return true;
}

bool oz_eval_outer(const struct oz_function_call *call, ounce_value *out)
{
    struct oz_frame *frame = frame_up(call->eval, oz_arg_index(call, 0));

    *out = frame->locals[oz_arg_index(call, 1)];
    return is_set(out) ||
           oz_raise(
               &call->eval->work, OZ_EXC_NAME,
               "cannot access free variable '%.*s' where it is not associated with "
               "a value in enclosing scope",
               OZ_STR(oz_arg_text(call, 2)));
}

/* A value that is missing, as a field of the event may be, is None once it has a name.
 */
static void keep(ounce_value *value)
{
    if (value->kind == OUNCE_MISSING) {
        *value = oz_none();
    }
}

static bool set(struct oz_frame *frame, uint32_t slot, const ounce_value *value)
{
    frame->locals[slot] = *value;
    keep(&frame->locals[slot]);
    return true;
}

bool oz_eval_set_local(const struct oz_function_call *call, ounce_value *out)
{
    return oz_arg(call, 1, out) && set(call->eval->frame, oz_arg_index(call, 0), out);
}

bool oz_eval_set_outer(const struct oz_function_call *call, ounce_value *out)
{
    return oz_arg(call, 2, out) &&
           set(frame_up(call->eval, oz_arg_index(call, 0)), oz_arg_index(call, 1), out);
}

bool oz_eval_unset_local(const struct oz_function_call *call, ounce_value *out)
{
    struct oz_frame *frame = call->eval->frame;

    memset(&frame->locals[oz_arg_index(call, 0)], 0, sizeof *frame->locals);
    *out = oz_none();
    return true;
}

static bool set_global(struct oz_eval *eval, uint32_t slot, ounce_value *value)
{
    keep(value);
    eval->globals[slot] = (struct oz_global){*value, eval->evaluation};
    return true;
}

bool oz_eval_global(const struct oz_function_call *call, ounce_value *out)
{
    struct oz_eval *eval = call->eval;
    uint32_t slot = oz_arg_index(call, 0);

    if (eval->globals[slot].stamp == eval->evaluation) {
        *out = eval->globals[slot].value;
        return true;
    }
    return oz_arg(call, 1, out) && set_global(eval, slot, out);
}

bool oz_eval_set_global(const struct oz_function_call *call, ounce_value *out)
{
    return oz_arg(call, 1, out) && set_global(call->eval, oz_arg_index(call, 0), out);
}

bool oz_eval_mock(const struct oz_function_call *call, ounce_value *out)
{
    struct oz_eval *eval = call->eval;
    ounce_value mocks = {0}, value;
    struct oz_bound *bound;
    bool found;

    if (eval->mocks.size == 0) {
        return oz_arg(call, 1, out);
    }
    mocks.kind = OUNCE_MAP;
    mocks.flags = OZ_VALUE_RAW;
    mocks.text = eval->mocks.data;
    mocks.size = eval->mocks.size;
    if (!oz_json_settle(&eval->work.walk, &eval->work.stack, &mocks) ||
        !oz_value_exact(&eval->work.walk, &mocks, oz_arg_text(call, 0), &value,
                        &found)) {
        return false;
    }
    if (!found) {
        return oz_arg(call, 1, out);
    }
    bound = oz_work_alloc(&eval->work, sizeof *bound);
    if (bound == NULL || !oz_object_copy(&eval->work, &value, &value)) {
        return false;
    }
    memset(bound, 0, sizeof *bound);
    bound->self = value; /* no function: calling it yields self */
    memset(out, 0, sizeof *out);
    out->kind = OZ_BOUND;
    out->node = bound;
    return true;
}

/* ---- steps ---- */

bool oz_eval_sequence(const struct oz_function_call *call, ounce_value *out)
{
    for (uint32_t i = 0; i < call->count; i++) {
        if (!oz_arg(call, i, out)) {
            return false;
        }
        if (call->eval->jump != OZ_JUMP_NONE) {
            return true;
        }
    }
    return true;
}

/* Take down a jump that belongs to the loop. false: the loop ends. */
static bool goes_on(struct oz_eval *eval, bool *broken)
{
    switch (eval->jump) {
    case OZ_JUMP_NONE:
        return true;
    case OZ_JUMP_CONTINUE:
        eval->jump = OZ_JUMP_NONE;
        return true;
    case OZ_JUMP_BREAK:
        eval->jump = OZ_JUMP_NONE;
        break;
    case OZ_JUMP_RETURN:
        break;
    }
    *broken = true;
    return false;
}

static bool rest(const struct oz_function_call *call, uint32_t n, bool broken,
                 ounce_value *out)
{
    *out = oz_none();
    return broken || call->count <= n || oz_arg(call, n, out);
}

bool oz_eval_loop(const struct oz_function_call *call, ounce_value *out)
{
    struct oz_eval *eval = call->eval;
    struct oz_iter iter;
    ounce_value over;
    bool broken = false;

    if (!oz_arg(call, 1, &over) || !oz_iter_begin(&eval->work, &over, &iter)) {
        return false;
    }
    while (!broken) {
        ounce_value item;
        bool more;

        if (!oz_iter_next(&eval->work, &iter, &item, &more)) {
            return false;
        }
        if (!more) {
            break;
        }
        set(eval->frame, oz_arg_index(call, 0), &item);
        if (!oz_arg(call, 2, out)) {
            return false;
        }
        goes_on(eval, &broken);
    }
    return rest(call, 3, broken, out);
}

bool oz_eval_while(const struct oz_function_call *call, ounce_value *out)
{
    struct oz_eval *eval = call->eval;
    bool broken = false;

    while (!broken) {
        bool holds = oz_eval_holds(eval, call->args[0]);

        if (eval->work.walk.reason != OUNCE_REASON_NONE) {
            return false;
        }
        if (!holds) {
            break;
        }
        if (!oz_arg(call, 1, out)) {
            return false;
        }
        goes_on(eval, &broken);
    }
    return rest(call, 2, broken, out);
}

static bool jump(struct oz_eval *eval, enum oz_jump to, ounce_value *out)
{
    eval->jump = to;
    *out = oz_none();
    return true;
}

bool oz_eval_break(const struct oz_function_call *call, ounce_value *out)
{
    return jump(call->eval, OZ_JUMP_BREAK, out);
}

bool oz_eval_continue(const struct oz_function_call *call, ounce_value *out)
{
    return jump(call->eval, OZ_JUMP_CONTINUE, out);
}

bool oz_eval_return(const struct oz_function_call *call, ounce_value *out)
{
    struct oz_eval *eval = call->eval;

    if (!oz_arg(call, 0, out)) {
        return false;
    }
    keep(out);
    eval->returned = *out;
    eval->jump = OZ_JUMP_RETURN;
    return true;
}

bool oz_eval_block(const struct oz_function_call *call, ounce_value *out)
{
    struct oz_eval *eval = call->eval;

    if (!oz_arg(call, 0, out)) {
        return false;
    }
    *out = eval->jump == OZ_JUMP_RETURN ? eval->returned : oz_none();
    eval->jump = OZ_JUMP_NONE;
    return true;
}
