/* lint_conflict.c — can these literals never hold together?
 *
 *     x, not x
 *     eq(a, 1), eq(a, 2)      in(a, [1, 2]), not in(a, [1, 2, 3])
 *     gt(a, 5), lt(a, 3)      not exists(a), eq(a, "")
 *
 * Literals about one value are put side by side. Each leaves some kinds of value; those
 * that order leave a range; one that lists its values leaves nothing else, so the
 * others are asked about each. What is not found is not said.
 */
#include "lint/lint_rule.h"

#include "event/event.h"

static int by_id(const void *owner, uint32_t a, uint32_t b)
{
    const struct oz_lint_literal *items = owner;

    return items[a].id < items[b].id ? -1 : items[a].id > items[b].id;
}

static int by_operand(const void *owner, uint32_t a, uint32_t b)
{
    const struct oz_lint_literal *items = owner;

    return items[a].operand < items[b].operand ? -1
                                               : items[a].operand > items[b].operand;
}

static const struct oz_lint_literal *at(const struct oz_lint_rule *rule, uint32_t place)
{
    return &rule->work.items[rule->order[place]];
}

static const struct oz_expr_node *node_at(const struct oz_lint_rule *rule,
                                          uint32_t place)
{
    return oz_expr_node(rule->in->expr, at(rule, place)->id);
}

static bool found(const struct oz_lint_rule *rule, uint32_t a, uint32_t b,
                  uint32_t *first, uint32_t *second)
{
    uint32_t x = at(rule, a)->site;
    uint32_t y = at(rule, b)->site;

    *first = x < y ? x : y;
    *second = x < y ? y : x;
    return true;
}

/* The same expression, once to hold and once not to. */
static bool complements(struct oz_lint_rule *rule, uint32_t *first, uint32_t *second)
{
    if (!oz_lint_sort(rule, by_id)) {
        return false;
    }
    for (uint32_t i = 1; i < rule->work.count; i++) {
        if (at(rule, i)->id == at(rule, i - 1)->id &&
            at(rule, i)->holds != at(rule, i - 1)->holds) {
            return found(rule, i - 1, i, first, second);
        }
    }
    return false;
}

/* Two fields that are the same one. */
static bool compares_itself(const struct oz_lint_rule *rule,
                            const struct oz_lint_literal *literal)
{
    const struct oz_expr *expr = rule->in->expr;
    const struct oz_expr_node *node = oz_expr_node(expr, literal->id);

    if (node->kind != OZ_EXPR_TEST || node->count != 2 ||
        expr->children[node->first] != expr->children[node->first + 1]) {
        return false;
    }
    return (node->op == OZ_OP_EQ && !literal->holds) ||
           ((node->op == OZ_OP_GT || node->op == OZ_OP_LT) && literal->holds);
}

/* ---- literals about one value: places [from, to) of the order ---- */

static bool no_kind_left(const struct oz_lint_rule *rule, uint32_t from, uint32_t to,
                         uint32_t *first, uint32_t *second)
{
    uint32_t kinds = oz_lint_operand_kinds(rule->in->expr, at(rule, from)->operand);
    uint32_t narrowed = OZ_NONE;

    for (uint32_t i = from; i < to; i++) {
        uint32_t left = kinds & oz_lint_kinds(rule->in->expr, at(rule, i));

        if (left == 0) {
            return found(rule, narrowed == OZ_NONE ? i : narrowed, i, first, second);
        }
        narrowed = left != kinds ? i : narrowed;
        kinds = left;
    }
    return false;
}

/* A lower or an upper bound. Kinds have been checked: bounds that meet are comparable.
 */
struct bound {
    uint32_t place; /* OZ_NONE: none yet */
    bool strict;
};

static const ounce_value *bound_value(const struct oz_lint_rule *rule,
                                      const struct bound *bound)
{
    return &rule->in->expr->values[node_at(rule, bound->place)->data];
}

/* Is the new bound the tighter one? `sign` is 1 for lower and -1 for upper bounds. */
static void tighten(const struct oz_lint_rule *rule, struct bound *bound,
                    uint32_t place, bool strict, int sign)
{
    struct bound fresh = {place, strict};
    bool ordered = true;
    int order = bound->place == OZ_NONE
                    ? 1
                    : sign * oz_value_compare(bound_value(rule, &fresh),
                                              bound_value(rule, bound), &ordered);

    if (ordered && (order > 0 || (order == 0 && strict && !bound->strict))) {
        *bound = fresh;
    }
}

static bool no_range_left(const struct oz_lint_rule *rule, uint32_t from, uint32_t to,
                          uint32_t *first, uint32_t *second)
{
    struct bound low = {OZ_NONE, false}, high = {OZ_NONE, false};
    bool ordered;
    int order;

    for (uint32_t i = from; i < to; i++) {
        const struct oz_expr_node *node = node_at(rule, i);

        if (node->kind != OZ_EXPR_TEST || !at(rule, i)->holds ||
            node->data_count != 1) {
            continue;
        }
        if (node->op == OZ_OP_GT || node->op == OZ_OP_GTE) {
            tighten(rule, &low, i, node->op == OZ_OP_GT, 1);
        } else if (node->op == OZ_OP_LT || node->op == OZ_OP_LTE) {
            tighten(rule, &high, i, node->op == OZ_OP_LT, -1);
        }
    }
    if (low.place == OZ_NONE || high.place == OZ_NONE) {
        return false;
    }
    order =
        oz_value_compare(bound_value(rule, &low), bound_value(rule, &high), &ordered);
    return ordered && (order > 0 || (order == 0 && (low.strict || high.strict))) &&
           found(rule, low.place, high.place, first, second);
}

/* The literal that lists the fewest values; exact ones are better than folded ones. */
static uint32_t shortest_list(const struct oz_lint_rule *rule, uint32_t from,
                              uint32_t to)
{
    uint32_t best = OZ_NONE;

    for (uint32_t i = from; i < to; i++) {
        const struct oz_expr_node *node = node_at(rule, i);

        if (node->kind != OZ_EXPR_TEST || node->op != OZ_OP_EQ || !at(rule, i)->holds) {
            continue;
        }
        if (best == OZ_NONE || node->ignore_case < node_at(rule, best)->ignore_case ||
            (node->ignore_case == node_at(rule, best)->ignore_case &&
             node->data_count < node_at(rule, best)->data_count)) {
            best = i;
        }
    }
    return best;
}

/* The first literal that excludes the value; OZ_NONE when none does for sure. */
static uint32_t excluded_by(struct oz_lint_rule *rule, uint32_t from, uint32_t to,
                            uint32_t list, const ounce_value *value)
{
    bool folded = node_at(rule, list)->ignore_case;

    for (uint32_t i = from; i < to; i++) {
        enum oz_verdict verdict;

        if (i == list) {
            continue;
        }
        if (!oz_lint_step(rule, 1)) {
            return OZ_NONE;
        }
        verdict = oz_lint_judge(rule, node_at(rule, i), value, folded);
        if (verdict != OZ_VERDICT_OPEN &&
            (verdict == OZ_VERDICT_ALWAYS) != at(rule, i)->holds) {
            return i;
        }
    }
    return OZ_NONE;
}

static bool no_value_left(struct oz_lint_rule *rule, uint32_t from, uint32_t to,
                          uint32_t *first, uint32_t *second)
{
    uint32_t list = shortest_list(rule, from, to);
    uint32_t culprit = OZ_NONE;
    const struct oz_expr_node *node;

    if (list == OZ_NONE) {
        return false;
    }
    node = node_at(rule, list);
    for (uint32_t i = 0; i < node->data_count; i++) {
        culprit =
            excluded_by(rule, from, to, list, &rule->in->expr->values[node->data + i]);
        if (culprit == OZ_NONE) {
            return false;
        }
    }
    return culprit != OZ_NONE && found(rule, list, culprit, first, second);
}

bool oz_lint_conflict(struct oz_lint_rule *rule, uint32_t *first, uint32_t *second)
{
    uint32_t count = rule->work.count;

    if (!oz_lint_step(rule, count)) {
        return false;
    }
    if (count > 1 && complements(rule, first, second)) {
        return true;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (compares_itself(rule, &rule->work.items[i])) {
            *first = *second = rule->work.items[i].site;
            return true;
        }
    }
    if (!oz_lint_sort(rule, by_operand)) {
        return false;
    }
    for (uint32_t from = 0, to; from < count; from = to) {
        for (to = from + 1;
             to < count && at(rule, to)->operand == at(rule, from)->operand; to++) {
        }
        if (at(rule, from)->operand != OZ_NONE &&
            (no_kind_left(rule, from, to, first, second) ||
             (to - from > 1 && (no_range_left(rule, from, to, first, second) ||
                                no_value_left(rule, from, to, first, second))))) {
            return true;
        }
    }
    return false;
}
