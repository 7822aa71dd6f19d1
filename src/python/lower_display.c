/* lower_display.c — lists, tuples, sets and dicts, written out or computed.
 *
 *     [f(x) for x in v if x]   =>   sequence(set_local(0, list()),
 *                                     loop(1, v, if(known(1), append(known(0), …),
 * null)), known(0))
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

static oz_expr_id element(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id id)
{
    const struct oz_ast_node *node = node_of(scope, id);

    return node->kind == OZ_AST_STARRED
               ? oz_py_call1(py, OZ_FN_SPREAD,
                             oz_py_value(py, scope, child(scope, node, 0)))
               : oz_py_value(py, scope, id);
}

static oz_expr_id pairs(struct oz_py *py, struct oz_py_scope *scope,
                        const struct oz_ast_node *node)
{
    oz_expr_id *items = oz_arena_array(py->arena, node->count, sizeof *items);
    uint32_t count = 0;

    if (items == NULL) {
        return oz_py_built(py, OZ_NONE);
    }
    for (uint32_t i = 0; i < node->count && py->fine; i += 2) {
        oz_ast_id key = child(scope, node, i);
        oz_expr_id value;

        if (key != OZ_NONE) {
            items[count++] = oz_py_value(py, scope, key);
        }
        value = oz_py_value(py, scope, child(scope, node, i + 1));
        items[count++] =
            key == OZ_NONE ? oz_py_call1(py, OZ_FN_SPREAD_NAMED, value) : value;
    }
    return py->fine ? oz_py_built(py, oz_expr_call(py->expr, OZ_FN_DICT, items, count))
                    : OZ_NONE;
}

oz_expr_id oz_py_display(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id id)
{
    const struct oz_ast_node *node = node_of(scope, id);
    enum oz_function function = node->kind == OZ_AST_TUPLE ? OZ_FN_TUPLE
                                : node->kind == OZ_AST_SET ? OZ_FN_SET
                                                           : OZ_FN_LIST;
    oz_expr_id *items;

    if (node->kind == OZ_AST_DICT) {
        return pairs(py, scope, node);
    }
    items = oz_arena_array(py->arena, node->count, sizeof *items);
    if (items == NULL) {
        return oz_py_built(py, OZ_NONE);
    }
    for (uint32_t i = 0; i < node->count; i++) {
        items[i] = element(py, scope, child(scope, node, i));
    }
    return py->fine
               ? oz_py_built(py, oz_expr_call(py->expr, function, items, node->count))
               : OZ_NONE;
}

/* ---- comprehensions ---- */

typedef oz_expr_id innermost_fn(struct oz_py *py, struct oz_py_scope *scope,
                                const struct oz_ast_node *node, uint32_t result);

/* Bind the names of a target to new slots, private to the comprehension. */
static bool bind_target(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id id)
{
    const struct oz_ast_node *node = node_of(scope, id);

    if (node->kind == OZ_AST_NAME) {
        return oz_py_bind(py, scope, node->text, OZ_NONE, scope->frame->locals++, true);
    }
    for (uint32_t i = 0; i < node->count; i++) {
        if (!bind_target(py, scope, child(scope, node, i))) {
            return false;
        }
    }
    return true;
}

static oz_expr_id loop(struct oz_py *py, uint32_t slot, oz_expr_id over,
                       oz_expr_id body)
{
    return oz_py_call3(py, OZ_FN_LOOP, oz_py_int(py, slot), over, body);
}

static oz_expr_id conditions(struct oz_py *py, struct oz_py_scope *scope,
                             const struct oz_ast_node *clause)
{
    oz_expr_id all = oz_py_built(py, oz_expr_bool(py->expr, true));

    for (uint32_t i = 2; i < clause->count; i++) {
        all = oz_py_all(py, all, oz_py_truth(py, scope, child(scope, clause, i)));
    }
    return all;
}

/* What the first clause goes through is evaluated outside, all else inside. */
static void enter(struct oz_py_scope *scope, const struct oz_ast_node *node,
                  uint32_t at)
{
    if (at == (node->kind == OZ_AST_DICT_COMP ? 2 : 1)) {
        scope->inside = scope->count + 1;
    }
}

static void leave(struct oz_py_scope *scope, uint32_t bindings, uint32_t inside)
{
    scope->count = bindings;
    scope->inside = inside;
}

/* Clause number `at` of the comprehension, those inside it, and what is innermost. */
static oz_expr_id clause(struct oz_py *py, struct oz_py_scope *scope,
                         const struct oz_ast_node *node, uint32_t at, uint32_t result,
                         innermost_fn *innermost)
{
    const struct oz_ast_node *here;
    const struct oz_ast_node *target;
    oz_expr_id over, body, all;
    uint32_t slot;

    if (at == node->count) {
        return innermost(py, scope, node, result);
    }
    here = node_of(scope, child(scope, node, at));
    over = py->lowered == node && at == 1
               ? py->over
               : oz_py_value(py, scope, child(scope, here, 1));
    target = node_of(scope, child(scope, here, 0));
    enter(scope, node, at);
    if (!py->fine || !bind_target(py, scope, child(scope, here, 0))) {
        return OZ_NONE;
    }
    slot = target->kind == OZ_AST_NAME ? oz_py_binding(scope, target->text)->slot
                                       : scope->frame->locals++;
    all = conditions(py, scope, here);
    body = clause(py, scope, node, at + 1, result, innermost);
    body = oz_py_choose(py, all, body, oz_py_none(py));
    if (target->kind != OZ_AST_NAME) {
        body = oz_py_call2(
            py, OZ_FN_SEQUENCE,
            oz_py_assign(py, scope, child(scope, here, 0), oz_py_slot(py, slot)), body);
    }
    return py->fine ? loop(py, slot, over, body) : OZ_NONE;
}

static oz_expr_id append(struct oz_py *py, struct oz_py_scope *scope,
                         const struct oz_ast_node *node, uint32_t result)
{
    oz_expr_id container = oz_py_slot(py, result);
    oz_expr_id first = oz_py_value(py, scope, child(scope, node, 0));

    if (node->kind == OZ_AST_DICT_COMP) { /* the key comes first, unlike in v[k] = x */
        uint32_t slot = scope->frame->locals++;

        return oz_py_call2(py, OZ_FN_SEQUENCE, oz_py_set_slot(py, slot, first),
                           oz_py_call3(py, OZ_FN_SET_ITEM, container,
                                       oz_py_slot(py, slot),
                                       oz_py_value(py, scope, child(scope, node, 1))));
    }
    return oz_py_call2(py, OZ_FN_APPEND, container, first);
}

/* A generator is made into a list, of which an iterator is given out: who takes it
 * takes all of it, but for any, all and next, which have their own way. */
oz_expr_id oz_py_comprehension(struct oz_py *py, struct oz_py_scope *scope,
                               oz_ast_id id)
{
    const struct oz_ast_node *node = node_of(scope, id);
    enum oz_function function = node->kind == OZ_AST_SET_COMP    ? OZ_FN_SET
                                : node->kind == OZ_AST_DICT_COMP ? OZ_FN_DICT
                                                                 : OZ_FN_LIST;
    uint32_t result = scope->frame->locals++;
    uint32_t bindings = scope->count, inside = scope->inside;
    oz_expr_id body =
        clause(py, scope, node, node->kind == OZ_AST_DICT_COMP ? 2 : 1, result, append);
    oz_expr_id out;

    leave(scope, bindings, inside);
    if (!py->fine) {
        return OZ_NONE;
    }
    out = oz_py_set_slot(py, result,
                         oz_py_built(py, oz_expr_call(py->expr, function, NULL, 0)));
    out = oz_py_call3(py, OZ_FN_SEQUENCE, out, body, oz_py_slot(py, result));
    return node->kind == OZ_AST_GENERATOR
               ? oz_py_apply(py, "types.GeneratorType", &out, 1)
               : out;
}

/* ---- any() and all() of a generator ---- */

static oz_expr_id leave_any(struct oz_py *py, struct oz_py_scope *scope,
                            const struct oz_ast_node *node, uint32_t result)
{
    (void)result;
    return oz_py_choose(
        py, oz_py_truth(py, scope, child(scope, node, 0)),
        oz_py_call1(py, OZ_FN_RETURN, oz_py_built(py, oz_expr_bool(py->expr, true))),
        oz_py_none(py));
}

static oz_expr_id leave_all(struct oz_py *py, struct oz_py_scope *scope,
                            const struct oz_ast_node *node, uint32_t result)
{
    (void)result;
    return oz_py_choose(
        py, oz_py_truth(py, scope, child(scope, node, 0)), oz_py_none(py),
        oz_py_call1(py, OZ_FN_RETURN, oz_py_built(py, oz_expr_bool(py->expr, false))));
}

static oz_expr_id stepwise(struct oz_py *py, struct oz_py_scope *scope,
                           const struct oz_ast_node *node, bool all)
{
    oz_expr_id body = clause(py, scope, node, 1, 0, all ? leave_all : leave_any);
    oz_expr_id end;

    if (!py->fine) {
        return OZ_NONE;
    }
    end = oz_py_call1(py, OZ_FN_RETURN, oz_py_built(py, oz_expr_bool(py->expr, all)));
    return oz_py_call1(
        py, OZ_FN_BOOLEAN,
        oz_py_call1(py, OZ_FN_BLOCK, oz_py_call2(py, OZ_FN_SEQUENCE, body, end)));
}

static oz_expr_id leave_first(struct oz_py *py, struct oz_py_scope *scope,
                              const struct oz_ast_node *node, uint32_t result)
{
    (void)result;
    return oz_py_call1(py, OZ_FN_RETURN, oz_py_value(py, scope, child(scope, node, 0)));
}

/* next(generator, default): what the generator goes through is evaluated first, then
 * the default, and then comes the first element. */
static oz_expr_id in_order(struct oz_py *py, struct oz_py_scope *scope,
                           const struct oz_ast_node *node, oz_expr_id *otherwise)
{
    const struct oz_ast_node *here = node_of(scope, child(scope, node, 1));
    uint32_t over = scope->frame->locals++;
    uint32_t slot = scope->frame->locals++;
    oz_expr_id value =
        oz_py_call1(py, OZ_FN_ITERATE, oz_py_value(py, scope, child(scope, here, 1)));
    oz_expr_id out = oz_py_call2(py, OZ_FN_SEQUENCE, oz_py_set_slot(py, over, value),
                                 oz_py_set_slot(py, slot, *otherwise));

    py->over = oz_py_slot(py, over);
    *otherwise = oz_py_slot(py, slot);
    return out;
}

oz_expr_id oz_py_first(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id generator,
                       oz_expr_id otherwise, bool given)
{
    const struct oz_ast_node *node = node_of(scope, generator);
    const struct oz_ast_node *outer = py->lowered;
    uint32_t bindings = scope->count, inside = scope->inside;
    oz_expr_id before = OZ_NONE, body;

    if (py->fine && given && !oz_py_is_cheap(py, otherwise)) {
        before = in_order(py, scope, node, &otherwise);
        py->lowered = node;
    }
    body = py->fine ? clause(py, scope, node, 1, 0, leave_first) : OZ_NONE;
    py->lowered = outer;
    leave(scope, bindings, inside);
    body = oz_py_call1(py, OZ_FN_BLOCK,
                       oz_py_call2(py, OZ_FN_SEQUENCE, body,
                                   oz_py_call1(py, OZ_FN_RETURN, otherwise)));
    return before == OZ_NONE ? body : oz_py_call2(py, OZ_FN_SEQUENCE, before, body);
}

/* Quantifiers see elements of their own, so none may stand in a function that is called
 * as a value, and only names are bound. */
static bool can_quantify(const struct oz_py *py, const struct oz_py_scope *scope,
                         const struct oz_ast_node *clause_node)
{
    return scope->frame->rule && py->level + 1 < OZ_MAX_LEVELS &&
           node_of(scope, child(scope, clause_node, 0))->kind == OZ_AST_NAME;
}

static oz_expr_id quantified(struct oz_py *py, struct oz_py_scope *scope,
                             const struct oz_ast_node *node, uint32_t at, bool all);

static oz_expr_id inner(struct oz_py *py, struct oz_py_scope *scope,
                        const struct oz_ast_node *node, uint32_t at, bool all)
{
    return at + 1 == node->count ? oz_py_truth(py, scope, child(scope, node, 0))
                                 : quantified(py, scope, node, at + 1, all);
}

/* all(…) is that no element fails. */
static oz_expr_id decides(struct oz_py *py, struct oz_py_scope *scope,
                          const struct oz_py_body *body)
{
    const struct oz_ast_node *here = node_of(scope, child(scope, body->node, body->at));
    oz_expr_id holds, truth;

    enter(scope, body->node, body->at);
    holds = conditions(py, scope, here);
    truth = inner(py, scope, body->node, body->at, body->all);
    return oz_py_all(py, holds, body->all ? oz_py_not(py, truth) : truth);
}

/* A clause over constants. */
static oz_expr_id alternatives(struct oz_py *py, struct oz_py_scope *scope,
                               const struct oz_ast_node *node, uint32_t at, bool all,
                               oz_expr_id display)
{
    const struct oz_ast_node *here = node_of(scope, child(scope, node, at));
    struct oz_py_body body = {decides, node, at, all};
    uint32_t inside = scope->inside;
    oz_expr_id out = oz_py_unroll(py, scope, display,
                                  node_of(scope, child(scope, here, 0))->text, &body);

    scope->inside = inside;
    return all && py->fine ? oz_py_not(py, out) : out;
}

static oz_expr_id quantified(struct oz_py *py, struct oz_py_scope *scope,
                             const struct oz_ast_node *node, uint32_t at, bool all)
{
    static const struct oz_path whole = {NULL, 0, {"", 0}, false};
    const struct oz_ast_node *here = node_of(scope, child(scope, node, at));
    oz_expr_id over = oz_py_value(py, scope, child(scope, here, 1));
    oz_expr_id list, holds, body;

    if (!py->fine) {
        return OZ_NONE;
    }
    list = oz_py_plain_display(py, scope, child(scope, here, 1), over);
    if (oz_py_can_unroll(py, list)) {
        return alternatives(py, scope, node, at, all, list);
    }
    list = oz_py_call1(py, OZ_FN_ITERATE, over);
    enter(scope, node, at);
    py->level++;
    if (!oz_py_bind(py, scope, node_of(scope, child(scope, here, 0))->text,
                    oz_py_built(py, oz_expr_field(py->expr, py->level, &whole)), 0,
                    true)) {
        return OZ_NONE;
    }
    holds = conditions(py, scope, here);
    body = inner(py, scope, node, at, all);
    body = all ? oz_py_any(py, oz_py_not(py, holds), body) : oz_py_all(py, holds, body);
    py->level--;
    return py->fine
               ? oz_py_built(py, oz_expr_elements(
                                     py->expr, all ? OZ_ALL_ELEMENTS : OZ_ANY_ELEMENT,
                                     py->level + 1, list, body))
               : OZ_NONE;
}

oz_expr_id oz_py_quantifier(struct oz_py *py, struct oz_py_scope *scope,
                            oz_ast_id generator, bool all)
{
    const struct oz_ast_node *node = node_of(scope, generator);
    uint32_t bindings = scope->count, inside = scope->inside;
    bool can = true;
    oz_expr_id out;

    for (uint32_t i = 1; i < node->count; i++) {
        can = can && can_quantify(py, scope, node_of(scope, child(scope, node, i)));
    }
    out = can ? quantified(py, scope, node, 1, all) : stepwise(py, scope, node, all);
    leave(scope, bindings, inside);
    return out;
}
