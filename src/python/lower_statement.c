/* lower_statement.c — statements → steps, for functions that do more than choose and
 * return.
 */
#include "base/str.h"
#include "python/lower.h"

static const struct oz_ast_node *node_of(const struct oz_py_scope *scope, oz_ast_id id)
{
    return oz_ast_node(&scope->module->ast, id);
}

static oz_ast_id child(const struct oz_py_scope *scope, const struct oz_ast_node *node,
                       uint32_t index)
{
    return oz_ast_child(&scope->module->ast, node, index);
}

static oz_expr_id nothing(struct oz_py *py)
{
    return oz_py_none(py);
}

static oz_expr_id call0(struct oz_py *py, enum oz_function function)
{
    return oz_py_built(py, oz_expr_call(py->expr, function, NULL, 0));
}

static oz_expr_id calln(struct oz_py *py, enum oz_function function,
                        const oz_expr_id *args, uint32_t count)
{
    return py->fine ? oz_py_built(py, oz_expr_call(py->expr, function, args, count))
                    : OZ_NONE;
}

/* ---- += and the like ---- */

/* Lists, sets and dicts change in place. */
static enum oz_function in_place(struct oz_py *py, oz_ast_id id, uint8_t op)
{
    return op == OZ_AST_ADD      ? OZ_FN_ADD_TO
           : op == OZ_AST_BIT_OR ? OZ_FN_OR_TO
                                 : oz_py_operator(py, id, op);
}

/* Lists and sets change in place; ADD_TO and OR_TO see to that themselves. */
static bool changes_in_place(uint8_t op)
{
    return op == OZ_AST_SUB || op == OZ_AST_MUL || op == OZ_AST_BIT_AND ||
           op == OZ_AST_BIT_XOR;
}

/* A value that is used twice: put in a slot unless it is cheap. *step is what does
 * that, or stays. */
static oz_expr_id held(struct oz_py *py, struct oz_py_scope *scope, oz_expr_id value,
                       oz_expr_id *step)
{
    uint32_t slot;

    if (!py->fine || oz_py_is_cheap(py, value)) {
        return value;
    }
    slot = scope->frame->locals++;
    value = oz_py_set_slot(py, slot, value);
    *step = *step == OZ_NONE ? value : oz_py_call2(py, OZ_FN_SEQUENCE, *step, value);
    return oz_py_slot(py, slot);
}

static oz_expr_id aug_assign(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id id)
{
    const struct oz_ast_node *node = node_of(scope, id);
    oz_ast_id target_id = child(scope, node, 0);
    const struct oz_ast_node *target = node_of(scope, target_id);
    enum oz_function function = in_place(py, id, node->op);
    oz_expr_id step = OZ_NONE, container, index, out;

    if (target->kind == OZ_AST_NAME) {
        oz_expr_id old = oz_py_name(py, scope, target_id);

        out = oz_py_call2(py, function, old,
                          oz_py_value(py, scope, child(scope, node, 1)));
        return oz_py_set(py, scope, target->text,
                         changes_in_place(node->op)
                             ? oz_py_call2(py, OZ_FN_TAKE_OVER, old, out)
                             : out);
    }
    container = held(py, scope, oz_py_value(py, scope, child(scope, target, 0)), &step);
    if (target->kind == OZ_AST_ATTRIBUTE) {
        index = oz_py_str(py, target->text);
    } else {
        index = held(py, scope, oz_py_value(py, scope, child(scope, target, 1)), &step);
    }
    out = oz_py_call3(
        py, target->kind == OZ_AST_ATTRIBUTE ? OZ_FN_SET_ATTRIBUTE : OZ_FN_SET_ITEM,
        container, index,
        oz_py_call2(
            py, function,
            oz_py_call2(py,
                        target->kind == OZ_AST_ATTRIBUTE ? OZ_FN_ATTRIBUTE : OZ_FN_ITEM,
                        container, index),
            oz_py_value(py, scope, child(scope, node, 1))));
    return step == OZ_NONE ? out : oz_py_call2(py, OZ_FN_SEQUENCE, step, out);
}

/* ---- assignment ---- */

static oz_expr_id assign_parts(struct oz_py *py, struct oz_py_scope *scope,
                               const struct oz_ast_node *target, oz_expr_id value)
{
    oz_expr_id *steps =
        oz_arena_array(py->arena, target->count + (size_t)2, sizeof *steps);
    uint32_t slot = scope->frame->locals++;
    int64_t star = -1;

    if (steps == NULL) {
        return oz_py_built(py, OZ_NONE);
    }
    for (uint32_t i = 0; i < target->count; i++) {
        if (node_of(scope, child(scope, target, i))->kind == OZ_AST_STARRED) {
            star = i;
        }
    }
    steps[0] = oz_py_set_slot(
        py, slot,
        oz_py_call3(py, OZ_FN_UNPACK, value, oz_py_int(py, target->count),
                    star < 0 ? oz_py_none(py) : oz_py_int(py, star)));
    for (uint32_t i = 0; i < target->count && py->fine; i++) {
        oz_ast_id part = child(scope, target, i);
        const struct oz_ast_node *node = node_of(scope, part);

        part = node->kind == OZ_AST_STARRED ? child(scope, node, 0) : part;
        steps[i + 1] = oz_py_assign(
            py, scope, part,
            oz_py_call2(py, OZ_FN_ITEM, oz_py_slot(py, slot), oz_py_int(py, i)));
    }
    return calln(py, OZ_FN_SEQUENCE, steps, target->count + 1);
}

oz_expr_id oz_py_assign(struct oz_py *py, struct oz_py_scope *scope,
                        oz_ast_id target_id, oz_expr_id value)
{
    const struct oz_ast_node *target = node_of(scope, target_id);

    if (!py->fine) {
        return OZ_NONE;
    }
    switch (target->kind) {
    case OZ_AST_NAME:
        return oz_py_set(py, scope, target->text, value);
    case OZ_AST_TUPLE:
    case OZ_AST_LIST_DISPLAY:
        return assign_parts(py, scope, target, value);
    case OZ_AST_ATTRIBUTE:
        return oz_py_call3(py, OZ_FN_SET_ATTRIBUTE,
                           oz_py_value(py, scope, child(scope, target, 0)),
                           oz_py_str(py, target->text), value);
    case OZ_AST_SUBSCRIPT:
        if (node_of(scope, child(scope, target, 1))->kind != OZ_AST_SLICE) {
            return oz_py_call3(py, OZ_FN_SET_ITEM,
                               oz_py_value(py, scope, child(scope, target, 0)),
                               oz_py_value(py, scope, child(scope, target, 1)), value);
        }
        break;
    default:
        break;
    }
    return oz_py_error(py, "py-unsupported", target_id,
                       "Python feature 'assignment to a slice' is not supported");
}

static oz_expr_id assign(struct oz_py *py, struct oz_py_scope *scope,
                         const struct oz_ast_node *node)
{
    oz_ast_id last = child(scope, node, node->count - 1);
    oz_expr_id value, out;
    uint32_t slot;

    if (last == OZ_NONE) {
        return nothing(py); /* an annotation alone */
    }
    value = oz_py_value(py, scope, last);
    if (node->count == 2) {
        return oz_py_assign(py, scope, child(scope, node, 0), value);
    }
    slot = scope->frame->locals++;
    out = oz_py_set_slot(py, slot, value);
    for (uint32_t i = 0; i + 1 < node->count; i++) {
        out = oz_py_call2(
            py, OZ_FN_SEQUENCE, out,
            oz_py_assign(py, scope, child(scope, node, i), oz_py_slot(py, slot)));
    }
    return out;
}

/* ---- loops ---- */

static oz_expr_id for_loop(struct oz_py *py, struct oz_py_scope *scope,
                           const struct oz_ast_node *node)
{
    oz_ast_id target_id = child(scope, node, 0);
    const struct oz_ast_node *target = node_of(scope, target_id);
    oz_expr_id args[4];
    struct oz_py_binding *binding;
    uint32_t slot;
    size_t at;

    args[1] = oz_py_value(py, scope, child(scope, node, 1));
    if (!py->fine) {
        return OZ_NONE;
    }
    binding =
        target->kind == OZ_AST_NAME && !oz_py_names_has(&scope->globals, target->text)
            ? oz_py_binding(scope, target->text)
            : NULL;
    at = binding == NULL ? 0 : (size_t)(binding - scope->bindings);
    if (binding != NULL && binding->value == OZ_NONE) {
        bool known = binding->known;

        slot = binding->slot;
        oz_py_make_known(scope, target_id);
        args[2] = oz_py_steps(py, scope, child(scope, node, 2), 0);
        scope->bindings[at].known = known;
    } else {
        oz_expr_id bound;

        slot = scope->frame->locals++;
        bound = oz_py_assign(py, scope, target_id, oz_py_slot(py, slot));
        args[2] = oz_py_call2(py, OZ_FN_SEQUENCE, bound,
                              oz_py_steps(py, scope, child(scope, node, 2), 0));
    }
    args[0] = oz_py_int(py, slot);
    args[3] = oz_py_steps(py, scope, child(scope, node, 3), 0);
    return calln(py, OZ_FN_LOOP, args, 4);
}

/* ---- exceptions ---- */

static oz_expr_id handler(struct oz_py *py, struct oz_py_scope *scope,
                          const struct oz_ast_node *node)
{
    oz_expr_id slot = oz_py_none(py), class_ = slot;

    py->classes++;
    if (child(scope, node, 0) != OZ_NONE) {
        class_ = oz_py_value(py, scope, child(scope, node, 0));
    }
    py->classes--;

    if (node->text.size > 0 && py->fine) {
        struct oz_py_binding *binding = oz_py_binding(scope, node->text);

        if (binding == NULL || binding->value != OZ_NONE) {
            if (!oz_py_bind(py, scope, node->text, OZ_NONE, scope->frame->locals++,
                            false)) {
                return OZ_NONE;
            }
            binding = oz_py_binding(scope, node->text);
        }
        slot = oz_py_int(py, binding->slot);
    }
    return oz_py_call3(py, OZ_FN_HANDLER, class_, slot,
                       oz_py_steps(py, scope, child(scope, node, 1), 0));
}

static oz_expr_id try_statement(struct oz_py *py, struct oz_py_scope *scope,
                                const struct oz_ast_node *node)
{
    const struct oz_ast_node *handlers = node_of(scope, child(scope, node, 1));
    oz_expr_id *args =
        oz_arena_array(py->arena, handlers->count + (size_t)3, sizeof *args);

    if (args == NULL) {
        return oz_py_built(py, OZ_NONE);
    }
    args[0] = oz_py_steps(py, scope, child(scope, node, 0), 0);
    args[1] = oz_py_steps(py, scope, child(scope, node, 2), 0);
    args[2] = oz_py_steps(py, scope, child(scope, node, 3), 0);
    for (uint32_t i = 0; i < handlers->count && py->fine; i++) {
        args[i + 3] = handler(py, scope, node_of(scope, child(scope, handlers, i)));
    }
    return calln(py, OZ_FN_TRY, args, handlers->count + 3);
}

static oz_expr_id assertion(struct oz_py *py, struct oz_py_scope *scope,
                            const struct oz_ast_node *node)
{
    oz_expr_id callee =
        oz_py_call1(py, OZ_FN_BUILTIN_CLASS, oz_py_word(py, "AssertionError"));
    oz_expr_id made = child(scope, node, 1) == OZ_NONE
                          ? oz_py_call1(py, OZ_FN_APPLY, callee)
                          : oz_py_call2(py, OZ_FN_APPLY, callee,
                                        oz_py_value(py, scope, child(scope, node, 1)));

    return oz_py_choose(py, oz_py_truth(py, scope, child(scope, node, 0)), nothing(py),
                        oz_py_call1(py, OZ_FN_RAISE, made));
}

/* Steps are not what a group of conditions may be made of: they may jump. */
static oz_expr_id branches(struct oz_py *py, oz_expr_id condition, oz_expr_id then,
                           oz_expr_id otherwise)
{
    const ounce_value *known = py->fine ? oz_py_constant(py, condition) : NULL;

    if (known != NULL && known->kind == OUNCE_BOOL) {
        return known->integer != 0 ? then : otherwise;
    }
    return py->fine ? oz_py_built(py, oz_expr_if(py->expr, condition, then, otherwise))
                    : OZ_NONE;
}

/* ---- match ---- */

static oz_expr_id pattern(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id id,
                          oz_expr_id subject)
{
    const struct oz_ast_node *node = node_of(scope, id);
    oz_expr_id out = oz_py_built(py, oz_expr_bool(py->expr, false));

    switch (node->kind) {
    case OZ_AST_MATCH_VALUE:
        return oz_py_call2(py, OZ_FN_EQUAL, subject,
                           oz_py_value(py, scope, child(scope, node, 0)));
    case OZ_AST_MATCH_SINGLETON:
        return oz_py_call2(py, OZ_FN_SAME, subject,
                           oz_py_value(py, scope, child(scope, node, 0)));
    case OZ_AST_MATCH_OR:
        for (uint32_t i = 0; i < node->count; i++) {
            out =
                oz_py_any(py, out, pattern(py, scope, child(scope, node, i), subject));
        }
        return out;
    case OZ_AST_MATCH_AS: {
        bool whole = node->count == 0 || child(scope, node, 0) == OZ_NONE;
        oz_expr_id holds = whole ? oz_py_built(py, oz_expr_bool(py->expr, true))
                                 : pattern(py, scope, child(scope, node, 0), subject);

        if (node->text.size == 0) {
            return holds;
        }
        return oz_py_all(py, holds,
                         oz_py_call2(py, OZ_FN_SEQUENCE,
                                     oz_py_set(py, scope, node->text, subject),
                                     oz_py_built(py, oz_expr_bool(py->expr, true))));
    }
    default:
        return oz_py_error(
            py, "py-unsupported", id, "Python feature '%.*s' is not supported",
            OZ_STR(node->text.size > 0 ? node->text : OZ_LIT("pattern of this kind")));
    }
}

static oz_expr_id match(struct oz_py *py, struct oz_py_scope *scope,
                        const struct oz_ast_node *node)
{
    uint32_t slot = scope->frame->locals++;
    oz_expr_id set =
        oz_py_set_slot(py, slot, oz_py_value(py, scope, child(scope, node, 0)));
    oz_expr_id out = nothing(py);

    for (uint32_t i = node->count; i-- > 1 && py->fine;) {
        const struct oz_ast_node *one = node_of(scope, child(scope, node, i));
        oz_expr_id holds =
            pattern(py, scope, child(scope, one, 0), oz_py_slot(py, slot));

        if (child(scope, one, 1) != OZ_NONE) {
            holds = oz_py_all(py, holds, oz_py_truth(py, scope, child(scope, one, 1)));
        }
        out = branches(py, holds, oz_py_steps(py, scope, child(scope, one, 2), 0), out);
    }
    return oz_py_call2(py, OZ_FN_SEQUENCE, set, out);
}

/* ---- the rest ---- */

static oz_expr_id delete (struct oz_py *py, struct oz_py_scope *scope, oz_ast_id id)
{
    const struct oz_ast_node *node = node_of(scope, id);
    oz_expr_id out = nothing(py);

    for (uint32_t i = 0; i < node->count && py->fine; i++) {
        const struct oz_ast_node *target = node_of(scope, child(scope, node, i));

        if (target->kind == OZ_AST_NAME &&
            !oz_py_names_has(&scope->globals, target->text)) {
            const struct oz_py_binding *binding = oz_py_binding(scope, target->text);

            out = oz_py_call3(
                py, OZ_FN_SEQUENCE, out, oz_py_name(py, scope, child(scope, node, i)),
                oz_py_call1(py, OZ_FN_UNSET_LOCAL, oz_py_int(py, binding->slot)));
            continue;
        }
        if (target->kind != OZ_AST_SUBSCRIPT) {
            return oz_py_error(
                py, "py-unsupported", id,
                "Python feature 'del' of anything but a local name or an "
                "item is not supported");
        }
        out = oz_py_call2(py, OZ_FN_SEQUENCE, out,
                          oz_py_call2(py, OZ_FN_DELETE_ITEM,
                                      oz_py_value(py, scope, child(scope, target, 0)),
                                      oz_py_value(py, scope, child(scope, target, 1))));
    }
    return out;
}

static oz_expr_id statement_of(struct oz_py *py, struct oz_py_scope *scope,
                               oz_ast_id id)
{
    const struct oz_ast_node *node = node_of(scope, id);
    oz_expr_id condition, then;

    py->at = &scope->module->ast;
    switch (node->kind) {
    case OZ_AST_RETURN:
        return oz_py_call1(py, OZ_FN_RETURN,
                           child(scope, node, 0) == OZ_NONE
                               ? nothing(py)
                               : oz_py_value(py, scope, child(scope, node, 0)));
    case OZ_AST_ASSIGN:
    case OZ_AST_ANN_ASSIGN:
        return assign(py, scope, node);
    case OZ_AST_AUG_ASSIGN:
        return aug_assign(py, scope, id);
    case OZ_AST_IF:
        condition = oz_py_truth(py, scope, child(scope, node, 0));
        then = oz_py_steps(py, scope, child(scope, node, 1), 0);
        return branches(py, condition, then,
                        oz_py_steps(py, scope, child(scope, node, 2), 0));
    case OZ_AST_FOR:
        return for_loop(py, scope, node);
    case OZ_AST_WHILE: {
        oz_expr_id test = oz_py_truth(py, scope, child(scope, node, 0));
        oz_expr_id body = oz_py_steps(py, scope, child(scope, node, 1), 0);

        return oz_py_call3(py, OZ_FN_WHILE, test, body,
                           oz_py_steps(py, scope, child(scope, node, 2), 0));
    }
    case OZ_AST_BREAK:
        return call0(py, OZ_FN_BREAK);
    case OZ_AST_CONTINUE:
        return call0(py, OZ_FN_CONTINUE);
    case OZ_AST_TRY:
        return try_statement(py, scope, node);
    case OZ_AST_RAISE:
        return child(scope, node, 0) == OZ_NONE
                   ? call0(py, OZ_FN_RAISE)
                   : oz_py_call1(py, OZ_FN_RAISE,
                                 oz_py_value(py, scope, child(scope, node, 0)));
    case OZ_AST_ASSERT:
        return assertion(py, scope, node);
    case OZ_AST_EXPRESSION:
        return oz_py_value(py, scope, child(scope, node, 0));
    case OZ_AST_PASS:
    case OZ_AST_GLOBAL:
        return nothing(py);
    case OZ_AST_DELETE:
        return delete (py, scope, id);
    case OZ_AST_FUNCTION:
        return oz_py_set(py, scope, node->text,
                         oz_py_closure(py, scope, scope->module, id, 0));
    case OZ_AST_CLASS:
        return oz_py_set(py, scope, node->text, oz_py_class(py, scope, id));
    case OZ_AST_IMPORT:
    case OZ_AST_IMPORT_FROM:
        return oz_py_import(py, scope, id);
    case OZ_AST_MATCH:
        return match(py, scope, node);
    case OZ_AST_NONLOCAL:
        return oz_py_error(py, "py-unsupported", id,
                           "Python feature 'nonlocal' is not supported");
    default:
        return oz_py_error(
            py, "py-unsupported", id, "Python feature '%.*s' is not supported",
            OZ_STR(node->text.size > 0 ? node->text
                                       : OZ_LIT("statement of this kind")));
    }
}

static oz_expr_id statement(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id id)
{
    oz_expr_id out = oz_py_deeper(py, id) ? statement_of(py, scope, id) : OZ_NONE;

    py->nesting--;
    py->work++;
    return out;
}

oz_expr_id oz_py_steps(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id list,
                       uint32_t from)
{
    const struct oz_ast_node *node;
    oz_expr_id *steps;
    uint32_t count = 0, bindings = scope->count;
    bool *known;

    if (!py->fine || list == OZ_NONE) {
        return py->fine ? nothing(py) : OZ_NONE;
    }
    node = node_of(scope, list);
    steps = oz_arena_array(py->arena, node->count, sizeof *steps);
    known = oz_py_note_known(py, scope);
    if (steps == NULL || known == NULL) {
        return oz_py_built(py, OZ_NONE);
    }
    for (uint32_t i = from; i < node->count && py->fine; i++) {
        steps[count] = statement(py, scope, child(scope, node, i));
        oz_py_know_assigned(scope, node_of(scope, child(scope, node, i)));
        if (py->fine && oz_py_constant(py, steps[count]) == NULL) {
            count++; /* a constant does nothing: pass, a docstring */
        }
    }
    oz_py_forget_known(scope, known, bindings);
    if (!py->fine) {
        return OZ_NONE;
    }
    return count == 0   ? nothing(py)
           : count == 1 ? steps[0]
                        : calln(py, OZ_FN_SEQUENCE, steps, count);
}
