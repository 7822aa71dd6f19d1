/* eval_try.c — exceptions: raising them, and the handlers that take them.
 *
 *     try(body, rest, last, handler(class, slot, body), …)
 *
 * An exception unwinds as any evaluation that gives up does; only its reason says that
 * it may be caught. A budget that is spent, or memory, is never caught.
 */
#include "match/eval_function.h"

#include "base/diag.h"
#include "base/str.h"

#include <ounce/matcher.h>

#define STEPS_OF_EXCEPTION 16 /* what making one costs, its message above all */

/* What a `try` puts aside while its last part runs. */
struct pending {
    uint32_t reason;
    ounce_value failure;
    enum oz_jump jump;
    ounce_value returned;
};

static struct pending put_aside(struct oz_eval *eval)
{
    struct pending pending = {eval->work.walk.reason, eval->work.failure, eval->jump,
                              eval->returned};

    eval->work.walk.reason = OUNCE_REASON_NONE;
    eval->jump = OZ_JUMP_NONE;
    return pending;
}

static void take_up(struct oz_eval *eval, const struct pending *pending)
{
    eval->work.walk.reason = pending->reason;
    eval->work.failure = pending->failure;
    eval->jump = pending->jump;
    eval->returned = pending->returned;
}

/* Does the handler take the exception at hand? false also when finding out failed. */
static bool takes(struct oz_eval *eval, const oz_expr_id *handler,
                  const ounce_value *exception)
{
    ounce_value class_;
    bool is;

    if (!oz_eval_value(eval, handler[0], &class_)) {
        return false;
    }
    if (class_.kind != OUNCE_NULL && class_.kind != OZ_CLASS &&
        class_.kind != OZ_TUPLE && class_.kind != OZ_NATIVE) {
        return oz_raise(
            &eval->work, OZ_EXC_TYPE,
            "catching classes that do not inherit from BaseException is not "
            "allowed");
    }
    return class_.kind == OUNCE_NULL ||
           (oz_eval_instance_of(eval, exception, &class_, &is) && is);
}

static bool handle(struct oz_eval *eval, const oz_expr_id *handler,
                   const ounce_value *exception, ounce_value *out)
{
    const struct oz_expr *expr = eval->plan->expr;
    const ounce_value *slot = &expr->values[oz_expr_node(expr, handler[1])->data];
    ounce_value handled = eval->handled;
    struct oz_frame *frame = eval->frame;
    bool fine;

    if (slot->kind == OUNCE_INT) {
        frame->locals[slot->integer] = *exception;
    }
    eval->handled = *exception;
    fine = oz_eval_value(eval, handler[2], out);
    eval->handled = handled;
    if (slot->kind == OUNCE_INT) { /* the name is gone when its handler is left */
        memset(&frame->locals[slot->integer], 0, sizeof *frame->locals);
    }
    return fine;
}

/* Find the handler of an exception and run it. */
static bool catch_it(const struct oz_function_call *call, ounce_value *out)
{
    struct oz_eval *eval = call->eval;
    const struct oz_expr *expr = eval->plan->expr;
    ounce_value exception = eval->work.failure;

    eval->work.walk.reason = OUNCE_REASON_NONE;
    if (!oz_walk_step(&eval->work.walk, STEPS_OF_EXCEPTION)) {
        return false;
    }
    for (uint32_t i = 3; i < call->count; i++) {
        const oz_expr_id *handler =
            oz_expr_children(expr, oz_expr_node(expr, call->args[i]));

        if (takes(eval, handler, &exception)) {
            return handle(eval, handler, &exception, out);
        }
        if (eval->work.walk.reason != OUNCE_REASON_NONE) {
            return false;
        }
    }
    eval->work.failure = exception;
    return oz_walk_fail(&eval->work.walk, OUNCE_REASON_RULE_ERROR);
}

bool oz_eval_try(const struct oz_function_call *call, ounce_value *out)
{
    struct oz_eval *eval = call->eval;
    uint32_t calls = eval->calls;
    struct oz_frame *frame = eval->frame;
    size_t text = eval->work.text.size;
    struct pending pending;
    bool fine = oz_arg(call, 0, out);

    eval->calls = calls; /* calls that an exception left */
    eval->frame = frame;
    eval->work.text.size = text; /* and text that was being made */
    if (!fine && eval->work.walk.reason == OUNCE_REASON_RULE_ERROR) {
        fine = catch_it(call, out);
        eval->work.text.size = text;
    } else if (fine && eval->jump == OZ_JUMP_NONE) {
        fine = oz_arg(call, 1, out);
    }
    if (!fine && eval->work.walk.reason != OUNCE_REASON_RULE_ERROR) {
        return false;
    }
    pending = put_aside(eval);
    if (!oz_arg(call, 2, out)) {
        return false;
    }
    if (eval->jump == OZ_JUMP_NONE) {
        take_up(eval, &pending);
    }
    return eval->work.walk.reason == OUNCE_REASON_NONE;
}

/* handler() is evaluated by its try() alone. */
bool oz_eval_handler(const struct oz_function_call *call, ounce_value *out)
{
    (void)call;
    *out = oz_none();
    return true;
}

static bool is_exception_class(const ounce_value *value)
{
    return value->kind == OZ_CLASS;
}

bool oz_eval_raise(const struct oz_function_call *call, ounce_value *out)
{
    struct oz_eval *eval = call->eval;
    ounce_value exception = eval->handled;
    ounce_value class_;

    if (call->count > 0 && !oz_arg(call, 0, &exception)) {
        return false;
    }
    class_ = exception;
    if (is_exception_class(&class_) &&
        !oz_eval_invoke(&eval->work, &class_, NULL, 0, &exception)) {
        return false;
    }
    if (exception.kind == OUNCE_MISSING) {
        return oz_raise(&eval->work, OZ_EXC_RUNTIME, "No active exception to reraise");
    }
    if (exception.kind != OZ_EXCEPTION && exception.kind != OZ_INSTANCE) {
        return oz_raise(&eval->work, OZ_EXC_TYPE,
                        "exceptions must derive from BaseException");
    }
    *out = oz_none();
    eval->work.failure = exception;
    return oz_walk_fail(&eval->work.walk, OUNCE_REASON_RULE_ERROR);
}

bool oz_eval_fail(const struct oz_function_call *call, ounce_value *out)
{
    ounce_str name = oz_arg_text(call, 0);
    uint32_t class_id = OZ_EXC_EXCEPTION;

    for (uint32_t i = 0; i < OZ_EXC_COUNT; i++) {
        if (oz_str_is(name, oz_exception_name((enum oz_exception_class)i))) {
            class_id = i;
        }
    }
    *out = oz_none();
    return oz_raise(&call->eval->work, (enum oz_exception_class)class_id, "%.*s",
                    OZ_STR(oz_arg_text(call, 1)));
}

ounce_status oz_eval_error(struct oz_eval *eval, ounce_error *err)
{
    struct oz_work *work = &eval->work;
    size_t base = work->text.size;
    ounce_value failure = work->failure, text;
    ounce_str name = {"exception", 9};

    work->walk.reason = OUNCE_REASON_NONE;
    if (failure.kind == OZ_INSTANCE) {
        name = ((const struct oz_instance *)failure.node)->class_->name;
    } else if (failure.kind == OZ_EXCEPTION) {
        const struct oz_exception *exception = failure.node;

        name.data =
            oz_exception_short_name((enum oz_exception_class)exception->class_id);
        name.size = strlen(name.data);
    }
    if (!oz_str(work, &failure) || !oz_text_take(work, base, &text)) {
        work->walk.reason = OUNCE_REASON_NONE;
        work->text.size = base;
        return oz_error(err, OUNCE_ERR_RULE, "the rule raised %.*s", OZ_STR(name));
    }
    return oz_error(err, OUNCE_ERR_RULE, "the rule raised %.*s: %.*s", OZ_STR(name),
                    OZ_STR(((ounce_str){text.text, text.size})));
}
