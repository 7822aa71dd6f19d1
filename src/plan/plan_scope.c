/* plan_scope.c — what names stand for, as far as that is one value.
 *
 *     sequence(set_local(0, eventName), … known(0) …)     known(0) is eventName
 *
 * A scope is a rule's own expressions or the body of a function. It is looked through
 * once, for the locals that are given a value at one place only.
 */
#include "plan/plan_part.h"

#include <string.h>

struct oz_scope {
    oz_expr_id *values; /* by slot; OZ_NONE: several */
    bool *given;        /* by slot: a value, at one place at least */
    uint32_t count;
};

#define MOST_NAMES 16 /* of one value that are followed */

struct walk {
    struct oz_plan_builder *builder;
    struct oz_scope *scope;
    uint32_t stamp;
    bool functions; /* there are functions inside */
};

static bool is_call(const struct oz_expr_node *node, enum oz_function op)
{
    return node->kind == OZ_EXPR_CALL && node->op == op;
}

static bool is_local(const struct oz_expr_node *node)
{
    return is_call(node, OZ_FN_KNOWN) || is_call(node, OZ_FN_LOCAL);
}

static int64_t slot_of(const struct oz_expr *expr, const struct oz_expr_node *node,
                       uint32_t index)
{
    const struct oz_expr_node *child = oz_expr_child(expr, node, index);

    return child->kind == OZ_EXPR_CONST && expr->values[child->data].kind == OUNCE_INT
               ? expr->values[child->data].integer
               : -1;
}

static void give(struct walk *walk, int64_t slot, oz_expr_id value)
{
    struct oz_scope *scope = walk->scope;

    if (slot < 0 || slot >= scope->count) {
        return;
    }
    scope->values[slot] = scope->given[slot] ? OZ_NONE : value;
    scope->given[slot] = true;
}

static void visit_call(struct walk *walk, const struct oz_expr_node *node)
{
    const struct oz_expr *expr = walk->builder->expr;

    switch (node->op) {
    case OZ_FN_SET_LOCAL:
        give(walk, slot_of(expr, node, 0), expr->children[node->first + 1]);
        break;
    case OZ_FN_LOOP:
        give(walk, slot_of(expr, node, 0), OZ_NONE);
        break;
    case OZ_FN_HANDLER:
        give(walk, slot_of(expr, node, 1), OZ_NONE);
        break;
    case OZ_FN_FUNCTION:
        walk->functions = true;
        break;
    default:
        break;
    }
}

/* Each node once; recursion is as deep as the IR. */
static void visit(struct walk *walk, oz_expr_id id)
{
    const struct oz_expr_node *node = oz_expr_node(walk->builder->expr, id);

    if (walk->builder->visited[id] == walk->stamp ||
        (node->levels & OZ_LEVEL_FRAME) == 0) {
        return;
    }
    walk->builder->visited[id] = walk->stamp;
    if (node->kind == OZ_EXPR_CALL) {
        visit_call(walk, node);
    }
    for (uint32_t i = 0; i < node->count; i++) {
        visit(walk, walk->builder->expr->children[node->first + i]);
    }
}

/* Do functions inside use the locals of those around them? They nest as deep as the
 * source does. */
static bool shares(struct oz_plan_builder *builder, oz_expr_id id)
{
    const struct oz_expr *expr = builder->expr;
    const struct oz_expr_node *node = oz_expr_node(expr, id);

    if (builder->visited[id] == builder->stamp ||
        (node->levels & OZ_LEVEL_FRAME) == 0) {
        return false;
    }
    builder->visited[id] = builder->stamp;
    if (is_call(node, OZ_FN_OUTER) || is_call(node, OZ_FN_SET_OUTER) ||
        (is_call(node, OZ_FN_FUNCTION) &&
         shares(builder, expr->functions[slot_of(expr, node, 0)].body))) {
        return true;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        if (shares(builder, expr->children[node->first + i])) {
            return true;
        }
    }
    return false;
}

/* The locals of a scope; its parameters have what they are called with. */
static void find(struct oz_plan_builder *builder, uint32_t id, struct oz_scope *scope)
{
    struct walk walk = {builder, scope, ++builder->stamp, false};
    uint32_t rules = builder->plan->rule_count;
    const struct oz_expr_function *function =
        id < rules ? NULL : &builder->expr->functions[id - rules];
    oz_expr_id body =
        id < rules ? builder->plan->rules[id].program.match : function->body;

    for (uint32_t i = 0; function != NULL && i < function->param_count; i++) {
        give(&walk, function->params[i].slot, OZ_NONE);
    }
    visit(&walk, body);
    builder->stamp++;
    if (walk.functions && shares(builder, body)) {
        memset(scope->values, 0xff, scope->count * sizeof *scope->values);
    }
}

/* NULL: out of memory. */
static const struct oz_scope *scope_of(struct oz_plan_builder *builder, uint32_t id)
{
    uint32_t rules = builder->plan->rule_count;
    struct oz_scope *scope = builder->scopes[id];
    uint32_t count;

    if (scope != NULL) {
        return scope;
    }
    count = id < rules ? builder->plan->rules[id].program.locals
                       : builder->expr->functions[id - rules].locals;
    scope = oz_arena_zero(&builder->scratch, sizeof *scope);
    if (scope == NULL) {
        return NULL;
    }
    scope->count = count;
    scope->values =
        oz_arena_array(&builder->scratch, count + (size_t)1, sizeof *scope->values);
    scope->given =
        oz_arena_zero(&builder->scratch, (count + (size_t)1) * sizeof *scope->given);
    if (scope->values == NULL || scope->given == NULL) {
        return NULL;
    }
    memset(scope->values, 0xff, count * sizeof *scope->values);
    find(builder, id, scope);
    builder->scopes[id] = scope;
    return scope;
}

oz_expr_id oz_scope_value(struct oz_plan_builder *builder, uint32_t scope_id,
                          const struct oz_expr_node *local)
{
    const struct oz_scope *scope = scope_of(builder, scope_id);
    int64_t slot = slot_of(builder->expr, local, 0);

    /* out of memory: a guard less does no harm */
    return scope == NULL || slot < 0 || slot >= scope->count ? OZ_NONE
                                                             : scope->values[slot];
}

oz_expr_id oz_scope_resolve(struct oz_plan_builder *builder, uint32_t scope,
                            oz_expr_id id)
{
    const struct oz_expr_node *node = oz_expr_node(builder->expr, id);

    for (uint32_t i = 0; i < MOST_NAMES && is_local(node); i++) { /* a = b; b = a */
        oz_expr_id value = oz_scope_value(builder, scope, node);

        if (value == OZ_NONE) {
            break;
        }
        id = value;
        node = oz_expr_node(builder->expr, id);
    }
    return id;
}

bool oz_scope_jumps(struct oz_plan_builder *builder, oz_expr_id id)
{
    const struct oz_expr_node *node = oz_expr_node(builder->expr, id);
    uint8_t *known = &builder->jumps[id];

    if ((node->levels & OZ_LEVEL_FRAME) == 0 || is_call(node, OZ_FN_BLOCK)) {
        return false;
    }
    if (*known == 0) {
        *known = is_call(node, OZ_FN_RETURN) || is_call(node, OZ_FN_BREAK) ||
                         is_call(node, OZ_FN_CONTINUE)
                     ? 2
                     : 1;
        for (uint32_t i = 0; i < node->count && *known == 1; i++) {
            if (oz_scope_jumps(builder, builder->expr->children[node->first + i])) {
                *known = 2;
            }
        }
    }
    return *known == 2;
}

static bool takes(const struct oz_expr_function *function, uint32_t given)
{
    uint32_t required = 0;

    for (uint32_t i = 0; i < function->param_count; i++) {
        if (function->params[i].kind != OZ_PARAM_ANY) {
            return false;
        }
        required += function->params[i].optional ? 0 : 1;
    }
    return given >= required && given <= function->param_count;
}

uint32_t oz_scope_function(const struct oz_expr *expr, const struct oz_expr_node *call)
{
    const struct oz_expr_node *callee = oz_expr_child(expr, call, 0);
    int64_t function;

    if (!is_call(callee, OZ_FN_FUNCTION)) {
        return OZ_NONE;
    }
    for (uint32_t i = 1; i < call->count; i++) {
        const struct oz_expr_node *given = oz_expr_child(expr, call, i);

        if (is_call(given, OZ_FN_SPREAD) || is_call(given, OZ_FN_NAMED) ||
            is_call(given, OZ_FN_SPREAD_NAMED)) {
            return OZ_NONE;
        }
    }
    function = slot_of(expr, callee, 0);
    return takes(&expr->functions[function], call->count - 1) ? (uint32_t)function
                                                              : OZ_NONE;
}
