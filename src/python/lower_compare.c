/* lower_compare.c — comparisons; those with constants become predicates that rules
 * share.
 *
 *     event.get("a") in ("x", "y")   =>   in(a, ["x", "y"])
 *     event.get("a") == True         =>   in(a, [true, 1])        as in Python
 */
#include "base/str.h"
#include "event/event.h"
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

/* Constants of one predicate. */
struct constants {
    ounce_value *items;
    uint32_t count, capacity;
};

static bool add(struct oz_py *py, struct constants *constants, ounce_value value)
{
    void *items = constants->items;

    if (!oz_arena_grow(py->arena, &items, constants->count, &constants->capacity,
                       sizeof *constants->items)) {
        oz_py_built(py, OZ_NONE);
        return false;
    }
    constants->items = items;
    constants->items[constants->count++] = value;
    return true;
}

/* In Python true is 1; the predicate `eq` tells them apart, so it gets both. */
static bool add_equals(struct oz_py *py, struct constants *constants,
                       const ounce_value *value)
{
    ounce_value twin = *value;
    bool one_or_zero = (value->kind == OUNCE_INT || value->kind == OUNCE_BOOL) &&
                       (value->integer == 0 || value->integer == 1);

    if (value->kind == OUNCE_FLOAT && (value->real <= 0 && value->real >= 0)) {
        twin.kind = OUNCE_BOOL;
        twin.integer = 0;
        one_or_zero = true;
    } else if (value->kind == OUNCE_FLOAT && value->real <= 1 && value->real >= 1) {
        twin.kind = OUNCE_BOOL;
        twin.integer = 1;
        one_or_zero = true;
    } else {
        twin.kind = value->kind == OUNCE_INT ? OUNCE_BOOL : OUNCE_INT;
    }
    return add(py, constants, *value) && (!one_or_zero || add(py, constants, twin));
}

static bool is_scalar(const ounce_value *value)
{
    return value != NULL && value->kind <= OUNCE_TEXT;
}

static oz_expr_id test_equal(struct oz_py *py, oz_expr_id v,
                             const struct constants *constants);

/* Of a constant, or of a function: the answer. OZ_NONE: it is neither. */
static oz_expr_id known_equal(struct oz_py *py, oz_expr_id v,
                              const struct constants *constants)
{
    const ounce_value *value = oz_py_constant(py, v);
    bool equal = false;

    if (!oz_py_is_call(py, v, OZ_FN_FUNCTION) && !is_scalar(value)) {
        return OZ_NONE;
    }
    for (uint32_t i = 0; value != NULL && i < constants->count; i++) {
        equal = equal || oz_py_same_key(value, &constants->items[i]);
    }
    return oz_py_built(py, oz_expr_bool(py->expr, equal));
}

/* if(c, x, y) in z   =>   if(c, x in z, y in z) */
static oz_expr_id test_branches(struct oz_py *py, oz_expr_id v,
                                const struct constants *constants)
{
    const struct oz_expr_node *node = oz_expr_node(py->expr, v);
    oz_expr_id condition = py->expr->children[node->first];
    oz_expr_id otherwise = py->expr->children[node->first + 2];
    oz_expr_id then = test_equal(py, py->expr->children[node->first + 1], constants);

    return py->fine
               ? oz_py_choose(py, condition, then, test_equal(py, otherwise, constants))
               : OZ_NONE;
}

/* v == one of the constants. A default that stands for a missing v counts as v. */
static oz_expr_id test_equal(struct oz_py *py, oz_expr_id v,
                             const struct constants *constants)
{
    const struct oz_expr_node *node = oz_expr_node(py->expr, v);
    bool instead = oz_py_is_call(py, v, OZ_FN_DEFAULT);
    oz_expr_id check, inside = oz_py_behind_check(py, v, &check);
    oz_expr_id known = known_equal(py, v, constants);

    if (known != OZ_NONE || !py->fine) {
        return known;
    }
    if (constants->count == 0 && oz_py_is_cheap(py, v)) {
        return oz_py_built(py, oz_expr_bool(py->expr, false));
    }
    if (check != OZ_NONE) {
        return oz_py_all(py, check, test_equal(py, inside, constants));
    }
    if (node->kind == OZ_EXPR_IF && oz_py_is_choice(py, v) &&
        py->work++ < OZ_PY_MOST_WORK / 16) {
        return test_branches(py, v, constants);
    }
    if (instead || (oz_py_is_call(py, v, OZ_FN_FIRST) && node->count == 2)) {
        oz_expr_id field = py->expr->children[node->first];
        const ounce_value *other =
            oz_py_constant(py, py->expr->children[node->first + 1]);
        bool null = false, equal = false;

        for (uint32_t i = 0; i < constants->count; i++) {
            null = null || constants->items[i].kind == OUNCE_NULL;
            equal = equal ||
                    (other != NULL && oz_scalar_equal(other, &constants->items[i]));
        }
        if (is_scalar(other) && !null && !equal) {
            v = field; /* neither missing nor the default is among the constants */
        }
    }
    return oz_py_built(py, oz_expr_test(py->expr, OZ_OP_EQ, false, v, constants->items,
                                        constants->count));
}

/* True is 1, as in Python; numbers beyond 64 bits are left alone. */
bool oz_py_same_key(const ounce_value *a, const ounce_value *b)
{
    ounce_value x = *a, y = *b;

    x.kind = x.kind == OUNCE_BOOL ? OUNCE_INT : x.kind;
    y.kind = y.kind == OUNCE_BOOL ? OUNCE_INT : y.kind;
    return oz_scalar_equal(&x, &y);
}

static oz_expr_id equal(struct oz_py *py, oz_expr_id a, oz_expr_id b);

oz_expr_id oz_py_equals_any(struct oz_py *py, oz_expr_id value,
                            const ounce_value *scalars, uint32_t count)
{
    struct constants constants = {0};

    for (uint32_t i = 0; i < count; i++) {
        if (!add_equals(py, &constants, &scalars[i])) {
            return OZ_NONE;
        }
    }
    return test_equal(py, value, &constants);
}

/* if(c, x, y) is None   =>   if(c, x is None, y is None) */
static oz_expr_id is_none(struct oz_py *py, oz_expr_id a)
{
    oz_expr_id check, inside = oz_py_behind_check(py, a, &check);
    const struct oz_expr_node *node = oz_expr_node(py->expr, inside);
    const ounce_value *value = oz_py_constant(py, inside);
    oz_expr_id condition, then, otherwise;

    if (value != NULL || oz_py_is_call(py, inside, OZ_FN_FUNCTION)) {
        return oz_py_built(
            py, oz_expr_bool(py->expr, value != NULL && value->kind == OUNCE_NULL));
    }
    if (node->kind != OZ_EXPR_IF || !oz_py_is_choice(py, inside)) {
        return oz_py_built(py,
                           oz_expr_test(py->expr, OZ_OP_IS_NULL, false, a, NULL, 0));
    }
    condition = py->expr->children[node->first];
    otherwise = py->expr->children[node->first + 2];
    then = is_none(py, py->expr->children[node->first + 1]);
    return py->fine ? oz_py_checked(
                          py, check,
                          oz_py_choose(py, condition, then, is_none(py, otherwise)))
                    : OZ_NONE;
}

/* if(c, x, y) == v   =>   if(c, x == v, y == v), which may be a predicate. */
static oz_expr_id equal_branches(struct oz_py *py, oz_expr_id a, oz_expr_id b)
{
    const struct oz_expr_node *node = oz_expr_node(py->expr, a);
    oz_expr_id condition = py->expr->children[node->first];
    oz_expr_id otherwise = py->expr->children[node->first + 2];
    oz_expr_id then = equal(py, py->expr->children[node->first + 1], b);

    return py->fine ? oz_py_choose(py, condition, then, equal(py, otherwise, b))
                    : OZ_NONE;
}

/* either(x, y) == v   =>   if(x, x == v, y == v) */
static oz_expr_id equal_either(struct oz_py *py, oz_expr_id a, oz_expr_id b,
                               uint32_t from)
{
    const struct oz_expr_node *node = oz_expr_node(py->expr, a);
    oz_expr_id one = py->expr->children[node->first + from];
    bool last = from + 1 == node->count;
    oz_expr_id same = equal(py, one, b);

    return last || !py->fine
               ? same
               : oz_py_choose(py, one, same, equal_either(py, a, b, from + 1));
}

static bool all_cheap(const struct oz_py *py, oz_expr_id id)
{
    const struct oz_expr_node *node = oz_expr_node(py->expr, id);

    for (uint32_t i = 0; i < node->count; i++) {
        if (!oz_py_is_cheap(py, py->expr->children[node->first + i])) {
            return false;
        }
    }
    return true;
}

static oz_expr_id equal(struct oz_py *py, oz_expr_id a, oz_expr_id b)
{
    struct constants constants = {0};
    const ounce_value *value = oz_py_constant(py, b);
    const ounce_value *first = oz_py_constant(py, a);

    if (!is_scalar(value) && is_scalar(first)) {
        return equal(py, b, a);
    }
    if (is_scalar(value) && first != NULL) {
        return oz_py_built(py, oz_expr_bool(py->expr, oz_py_same_key(first, value)));
    }
    if (!is_scalar(value) || first != NULL) {
        return oz_py_call2(py, OZ_FN_EQUAL, a, b);
    }
    if (oz_expr_node(py->expr, a)->kind == OZ_EXPR_IF &&
        py->work++ < OZ_PY_MOST_WORK / 16) {
        return equal_branches(py, a, b);
    }
    if (oz_py_is_call(py, a, OZ_FN_EITHER) && all_cheap(py, a)) {
        return equal_either(py, a, b, 0);
    }
    return add_equals(py, &constants, value) ? test_equal(py, a, &constants) : OZ_NONE;
}

static oz_expr_id same(struct oz_py *py, oz_expr_id a, oz_expr_id b)
{
    const ounce_value *value = oz_py_constant(py, b);

    if (value != NULL && value->kind == OUNCE_NULL) {
        return is_none(py, a);
    }
    if (value != NULL && value->kind == OUNCE_BOOL && oz_py_constant(py, a) == NULL) {
        return oz_py_built(py, oz_expr_test(py->expr, OZ_OP_EQ, false, a, value, 1));
    }
    return oz_py_call2(py, OZ_FN_SAME, a, b);
}

/* ---- in ---- */

/* All elements, or keys, if they are constants. */
static bool all_constants(struct oz_py *py, struct oz_py_module *module,
                          const struct oz_ast_node *display, struct constants *out)
{
    struct oz_py_scope scope = oz_py_module_scope(module, NULL);
    uint32_t step = display->kind == OZ_AST_DICT ? 2 : 1;

    for (uint32_t i = 0; i < display->count; i += step) {
        oz_ast_id id = oz_ast_child(&module->ast, display, i);
        const struct oz_ast_node *node =
            id != OZ_NONE ? oz_ast_node(&module->ast, id) : display; /* **other */
        const ounce_value *value;

        if (node->kind != OZ_AST_CONSTANT || node->op == OZ_AST_ELLIPSIS ||
            node->op == OZ_AST_BYTES) {
            return false;
        }
        value = oz_py_constant(py, oz_py_value(py, &scope, id));
        if (!is_scalar(value) || !add_equals(py, out, value)) {
            return false;
        }
    }
    return true;
}

/* Members of sets, and keys, need a hash; what certainly is text has one. */
bool oz_py_has_hash(const struct oz_py *py, oz_expr_id v)
{
    const ounce_value *value = oz_py_constant(py, v);

    return value != NULL || oz_expr_is_truth(py->expr, v) ||
           oz_py_is_call(py, v, OZ_FN_STR);
}

static oz_expr_id one_of(struct oz_py *py, oz_expr_id a, bool set,
                         const struct constants *constants)
{
    oz_expr_id test = test_equal(py, a, constants);

    return set && !oz_py_has_hash(py, a)
               ? oz_py_all(py, oz_py_call1(py, OZ_FN_IS_HASHABLE, a), test)
               : test;
}

/* The elements of a display that a local name stands for. */
static bool elements_equal(struct oz_py *py, oz_expr_id display, struct constants *out)
{
    const struct oz_expr_node *node = oz_expr_node(py->expr, display);

    for (uint32_t i = 0; i < node->count; i++) {
        const ounce_value *value =
            &py->expr->values[oz_expr_child(py->expr, node, i)->data];

        if (!is_scalar(value) || !add_equals(py, out, value)) {
            return false;
        }
    }
    return true;
}

/* The keys of a dict that a local name stands for. */
static bool keys_equal(struct oz_py *py, oz_expr_id table, struct constants *out)
{
    const struct oz_expr_node *node = oz_expr_node(py->expr, table);

    for (uint32_t i = 0; i < node->count; i += 2) {
        if (!add_equals(py, out,
                        &py->expr->values[oz_expr_child(py->expr, node, i)->data])) {
            return false;
        }
    }
    return true;
}

static oz_expr_id inside_value(struct oz_py *py, oz_expr_id a, oz_expr_id b);

/* a in if(c, x, y)   =>   if(c, a in x, a in y) */
static oz_expr_id inside_branches(struct oz_py *py, oz_expr_id a, oz_expr_id b)
{
    const struct oz_expr_node *node = oz_expr_node(py->expr, b);
    oz_expr_id condition = py->expr->children[node->first];
    oz_expr_id otherwise = py->expr->children[node->first + 2];
    oz_expr_id then = inside_value(py, a, py->expr->children[node->first + 1]);

    return py->fine ? oz_py_choose(py, condition, then, inside_value(py, a, otherwise))
                    : OZ_NONE;
}

static oz_expr_id inside_value(struct oz_py *py, oz_expr_id a, oz_expr_id b)
{
    struct constants constants = {0}, keys = {0};
    oz_expr_id check, choice;

    if (!py->fine) {
        return OZ_NONE;
    }
    choice = oz_py_behind_check(py, b, &check);
    if (oz_py_constant(py, a) != NULL) {
        return oz_py_call2(py, OZ_FN_IN, a, b);
    }
    if (oz_py_is_plain_display(py, b) && elements_equal(py, b, &constants)) {
        return one_of(py, a, oz_py_is_call(py, b, OZ_FN_SET), &constants);
    }
    if (oz_py_is_table(py, b) && keys_equal(py, b, &keys)) {
        return one_of(py, a, true, &keys);
    }
    return oz_expr_node(py->expr, choice)->kind == OZ_EXPR_IF &&
                   oz_py_is_choice(py, choice) && oz_py_is_cheap(py, a)
               ? oz_py_checked(py, check, inside_branches(py, a, choice))
               : oz_py_call2(py, OZ_FN_IN, a, b);
}

static oz_expr_id inside(struct oz_py *py, struct oz_py_scope *scope, oz_expr_id a,
                         oz_ast_id right)
{
    struct oz_py_module *module;
    const struct oz_ast_node *display = oz_py_display_of(py, scope, right, &module);
    struct constants constants = {0};

    if (display == NULL && py->fine) {
        display = oz_py_keys_of(py, scope, right, &module);
    }
    if (!py->fine) {
        return OZ_NONE;
    }
    if (display != NULL && oz_py_constant(py, a) == NULL &&
        all_constants(py, module, display, &constants)) {
        return one_of(py, a,
                      display->kind == OZ_AST_SET || display->kind == OZ_AST_DICT,
                      &constants);
    }
    return inside_value(py, a, oz_py_value(py, scope, right));
}

/* ---- order ---- */

static oz_expr_id ordered(struct oz_py *py, uint8_t op, oz_expr_id a, oz_expr_id b)
{
    static const enum oz_function functions[] = {
        [OZ_AST_LT] = OZ_FN_LESS,
        [OZ_AST_LE] = OZ_FN_LESS_EQUAL,
        [OZ_AST_GT] = OZ_FN_GREATER,
        [OZ_AST_GE] = OZ_FN_GREATER_EQUAL,
    };

    return oz_py_call2(py, functions[op], a, b);
}

static oz_expr_id compare(struct oz_py *py, struct oz_py_scope *scope, uint8_t op,
                          oz_expr_id a, oz_ast_id right, oz_expr_id b)
{
    switch ((enum oz_ast_compare)op) {
    case OZ_AST_IN:
        return inside(py, scope, a, right);
    case OZ_AST_NOT_IN:
        return oz_py_not(py, inside(py, scope, a, right));
    case OZ_AST_EQ:
        return equal(py, a, b);
    case OZ_AST_NE:
        return oz_py_not(py, equal(py, a, b));
    case OZ_AST_IS:
        return same(py, a, b);
    case OZ_AST_IS_NOT:
        return oz_py_not(py, same(py, a, b));
    case OZ_AST_LT:
    case OZ_AST_LE:
    case OZ_AST_GT:
    case OZ_AST_GE:
        break;
    }
    return ordered(py, op, a, b);
}

/* In a chain the middle is evaluated once: it gets a slot unless it is cheap. */
oz_expr_id oz_py_comparison(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id id)
{
    const struct oz_ast_node *node = node_of(scope, id);
    oz_expr_id a = oz_py_value(py, scope, child(scope, node, 0));
    oz_expr_id *all = oz_arena_array(py->arena, node->count, sizeof *all);

    if (all == NULL) {
        return oz_py_built(py, OZ_NONE);
    }
    for (uint32_t i = 1; i < node->count && py->fine; i++) {
        const struct oz_ast_node *part = node_of(scope, child(scope, node, i));
        oz_ast_id right = child(scope, part, 0);
        bool member = part->op == OZ_AST_IN || part->op == OZ_AST_NOT_IN;
        oz_expr_id b =
            member && i + 1 == node->count ? OZ_NONE : oz_py_value(py, scope, right);
        oz_expr_id one;

        if (!py->fine) {
            return OZ_NONE;
        }
        if (i + 1 < node->count && !oz_py_is_cheap(py, b)) {
            uint32_t slot = scope->frame->locals++;

            b = oz_py_set_slot(py, slot, b); /* it is evaluated behind a */
            one = member ? oz_py_call2(py, OZ_FN_IN, a, b)
                         : compare(py, scope, part->op, a, right, b);
            one = part->op == OZ_AST_NOT_IN ? oz_py_not(py, one) : one;
            b = oz_py_slot(py, slot);
        } else {
            one = compare(py, scope, part->op, a, right, b);
        }
        all[i - 1] = one;
        a = b;
    }
    return py->fine ? oz_py_group(py, OZ_EXPR_ALL, all, node->count - 1) : OZ_NONE;
}
