/* lint_literal.c — a site as a list of what must be true and what must not.
 *
 *     All: [a, None: [b, c]] holds        =>  a, not b, not c
 *     Any: [a, All: [b, c]] does not hold =>  not a, not all(b, c)
 *
 * Every literal is implied by the site; nothing is claimed the other way round.
 */
#include "lint/lint_rule.h"

struct oz_lint_literal oz_lint_literal(const struct oz_expr *expr, oz_expr_id id,
                                       bool holds)
{
    struct oz_lint_literal literal = {id, OZ_NONE, 0, holds};
    const struct oz_expr_node *node = oz_expr_node(expr, id);

    while (node->kind == OZ_EXPR_NOT) {
        literal.id = expr->children[node->first];
        literal.holds = !literal.holds;
        node = oz_expr_node(expr, literal.id);
    }
    if ((node->kind == OZ_EXPR_TEST && node->count == 1) ||
        node->kind == OZ_EXPR_ELEMENTS) {
        literal.operand = expr->children[node->first];
    }
    return literal;
}

static bool add(struct oz_lint_rule *rule, uint32_t site, bool holds)
{
    struct oz_lint_literals *work = &rule->work;
    void *items = work->items;

    if (!oz_arena_grow(rule->in->scratch, &items, work->count, &work->capacity,
                       sizeof *work->items)) {
        return oz_lint_nomem(rule);
    }
    work->items = items;
    work->items[work->count] =
        oz_lint_literal(rule->in->expr, oz_lint_site(rule, site)->expr, holds);
    work->items[work->count++].site = site;
    return true;
}

/* Does each part follow from the whole, and with which sign? A group of one part says
 * no more than the part. */
static bool splits(const struct oz_lint_rule *rule, uint32_t site, bool holds,
                   bool *part)
{
    enum oz_expr_kind kind = oz_lint_group(rule, site);
    uint32_t end = oz_lint_site(rule, site)->end;

    *part = kind == OZ_EXPR_NO_ONE ? !holds : holds;
    if (kind == OZ_EXPR_TEST || end == site + 1) {
        return false;
    }
    return oz_lint_site(rule, site + 1)->end == end || (kind == OZ_EXPR_ALL && holds) ||
           (kind == OZ_EXPR_ANY && !holds) || (kind == OZ_EXPR_NO_ONE && holds);
}

/* Recursion follows the nesting of the document, which limits.max_depth bounds. Parts
 * of which everything is known have been reported and are left out. */
bool oz_lint_gather(struct oz_lint_rule *rule, uint32_t site, bool holds)
{
    uint32_t end = oz_lint_site(rule, site)->end;
    bool part;

    if (!splits(rule, site, holds, &part)) {
        return add(rule, site, holds);
    }
    for (uint32_t i = site + 1; i < end; i = oz_lint_site(rule, i)->end) {
        if (rule->marks[i].verdict == OZ_VERDICT_OPEN &&
            !oz_lint_gather(rule, i, part)) {
            return false;
        }
    }
    return true;
}

bool oz_lint_sort(struct oz_lint_rule *rule, oz_compare_fn *compare)
{
    uint32_t count = rule->work.count;

    if (count > rule->order_capacity) {
        uint32_t *order =
            oz_arena_array(rule->in->scratch, rule->work.capacity, 2 * sizeof *order);

        if (order == NULL) {
            return oz_lint_nomem(rule);
        }
        rule->order = order;
        rule->order_capacity = rule->work.capacity;
        rule->spare = order + rule->order_capacity;
    }
    for (uint32_t i = 0; i < count; i++) {
        rule->order[i] = i;
    }
    oz_sort(rule->order, rule->spare, count, compare, rule->work.items);
    return true;
}
