/* match_explain.c — why a rule did or did not match.
 *
 * There is no second evaluator: the printed tree asks the one there is for the verdict
 * of each node. The conditions that decided a non-match are the smallest set whose
 * verdicts would have to change for the rule to match.
 */
#include "match/matcher.h"

#include "base/diag.h"
#include "base/str.h"

#define LONGEST_VALUE 120 /* bytes of a value shown to people */

struct explain {
    struct oz_eval *eval;
    bool text; /* for people: long values are cut */
};

/* A verdict; what raises an exception does not hold. */
static bool verdict(struct oz_eval *eval, oz_expr_id id)
{
    bool holds = oz_eval_holds(eval, id);

    if (eval->work.walk.reason == OUNCE_REASON_RULE_ERROR) {
        eval->work.walk.reason = OUNCE_REASON_NONE;
        return false;
    }
    return holds;
}

static bool holds(void *ctx, oz_expr_id id)
{
    struct explain *explain = ctx;

    return verdict(explain->eval, id);
}

static void cut(struct oz_buf *buf, size_t from)
{
    if (buf->failed || buf->size - from <= LONGEST_VALUE) {
        return;
    }
    buf->size = from + LONGEST_VALUE;
    while (((unsigned char)buf->data[buf->size] & 0xc0) == 0x80) {
        buf->size--;
    }
    oz_buf_text(buf, "…");
}

static void saw(void *ctx, oz_expr_id operand, struct oz_buf *buf)
{
    struct explain *explain = ctx;
    size_t from = buf->size;
    ounce_value value;

    if (!oz_eval_value(explain->eval, operand, &value)) {
        return;
    }
    if (value.kind == OUNCE_MISSING && explain->text) {
        oz_buf_text(buf, "missing");
        return;
    }
    oz_value_json(&explain->eval->work.walk, &value, buf);
    if (explain->text) {
        cut(buf, from);
    }
}

static bool list_of(const struct explain *explain, oz_expr_id id, ounce_value *list)
{
    const struct oz_expr *expr = explain->eval->plan->expr;

    return oz_eval_value(explain->eval, expr->children[oz_expr_node(expr, id)->first],
                         list) &&
           (list->kind == OUNCE_LIST || list->kind == OZ_TUPLE);
}

static size_t elements(void *ctx, oz_expr_id id)
{
    ounce_value list;

    if (!list_of(ctx, id, &list)) {
        return 0;
    }
    return list.kind == OZ_TUPLE ? oz_array_of(&list)->count : list.size;
}

static void bind(void *ctx, oz_expr_id id, size_t index)
{
    struct explain *explain = ctx;
    const struct oz_expr_node *node = oz_expr_node(explain->eval->plan->expr, id);
    ounce_value list;

    if (list_of(explain, id, &list)) {
        oz_eval_element(explain->eval, &list, index,
                        &explain->eval->elements[node->level]);
    }
}

/* ---- the smallest set of conditions to change ---- */

static uint64_t cost(struct explain *explain, oz_expr_id id, bool wanted);

/* What a group wants of its children for it to be `wanted`: all of them so, or one. */
static bool wants_all(const struct oz_expr_node *node, bool wanted)
{
    return node->kind == OZ_EXPR_ANY ? !wanted : wanted;
}

static bool child_wanted(const struct oz_expr_node *node, bool wanted)
{
    return node->kind == OZ_EXPR_NO_ONE || node->kind == OZ_EXPR_NOT ? !wanted : wanted;
}

static bool is_plain_group(const struct oz_expr_node *node)
{
    return node->kind == OZ_EXPR_ALL || node->kind == OZ_EXPR_ANY ||
           node->kind == OZ_EXPR_NO_ONE || node->kind == OZ_EXPR_NOT;
}

static uint32_t cheapest(struct explain *explain, const struct oz_expr_node *node,
                         bool wanted, uint64_t *least)
{
    const oz_expr_id *children = oz_expr_children(explain->eval->plan->expr, node);
    uint32_t best = 0;

    *least = UINT64_MAX;
    for (uint32_t i = 0; i < node->count; i++) {
        uint64_t child = cost(explain, children[i], wanted);

        if (child < *least) {
            *least = child;
            best = i;
        }
    }
    return best;
}

/* What it costs to turn one condition. That a field should not have been there is the
 * last thing to say: it is how InlineFilters let missing fields pass. */
static uint64_t leaf_cost(const struct oz_expr_node *node, bool wanted)
{
    return node->kind == OZ_EXPR_TEST && node->op == OZ_OP_EXISTS && !wanted ? 2 : 1;
}

/* How many conditions must change for the predicate to be `wanted`. Tests, quantifiers
 * and `only_one` count as one condition each. */
static uint64_t cost(struct explain *explain, oz_expr_id id, bool wanted)
{
    const struct oz_expr_node *node = oz_expr_node(explain->eval->plan->expr, id);
    const oz_expr_id *children = oz_expr_children(explain->eval->plan->expr, node);
    bool child = child_wanted(node, wanted);
    uint64_t sum = 0;

    if (verdict(explain->eval, id) == wanted) {
        return 0;
    }
    if (!is_plain_group(node) || node->count == 0) {
        return leaf_cost(node, wanted);
    }
    if (!wants_all(node, wanted)) {
        cheapest(explain, node, child, &sum);
        return sum;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        sum += cost(explain, children[i], child);
    }
    return sum;
}

/* Write the conditions that `cost` counted, by way of `write`. */
static void collect(struct explain *explain, oz_expr_id id, bool wanted,
                    void (*write)(struct explain *, oz_expr_id, struct oz_buf *,
                                  bool first),
                    struct oz_buf *buf, bool *first)
{
    const struct oz_expr_node *node = oz_expr_node(explain->eval->plan->expr, id);
    const oz_expr_id *children = oz_expr_children(explain->eval->plan->expr, node);
    bool child = child_wanted(node, wanted);
    uint64_t least;

    if (verdict(explain->eval, id) == wanted) {
        return;
    }
    if (!is_plain_group(node) || node->count == 0) {
        write(explain, id, buf, *first);
        *first = false;
        return;
    }
    if (!wants_all(node, wanted)) {
        uint32_t best = cheapest(explain, node, child, &least);

        collect(explain, children[best], child, write, buf, first);
        return;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        collect(explain, children[i], child, write, buf, first);
    }
}

static void write_text(struct explain *explain, oz_expr_id id, struct oz_buf *buf,
                       bool first)
{
    const struct oz_expr *expr = explain->eval->plan->expr;
    const struct oz_expr_node *node = oz_expr_node(expr, id);

    oz_buf_text(buf, first ? "no match, because\n  " : "  ");
    oz_expr_print(expr, id, buf);
    oz_buf_text(buf, verdict(explain->eval, id) ? " is true" : " is false");
    if (node->kind == OZ_EXPR_TEST) {
        for (uint32_t i = 0; i < node->count; i++) {
            oz_buf_text(buf, i == 0 ? ": " : ", ");
            oz_expr_print(expr, expr->children[node->first + i], buf);
            oz_buf_text(buf, " is ");
            saw(explain, expr->children[node->first + i], buf);
        }
    }
    oz_buf_char(buf, '\n');
}

static void write_json(struct explain *explain, oz_expr_id id, struct oz_buf *buf,
                       bool first)
{
    oz_buf_text(buf, first ? "{\"expr\":" : ",{\"expr\":");
    oz_buf_quote(buf);
    oz_expr_print(explain->eval->plan->expr, id, buf);
    oz_buf_unquote(buf);
    oz_buf_text(buf,
                verdict(explain->eval, id) ? ",\"holds\":true}" : ",\"holds\":false}");
}

static void print_text(struct explain *explain, const struct oz_plan_watch *watch,
                       uint32_t rule, struct oz_buf *buf)
{
    const struct oz_plan *plan = explain->eval->plan;
    oz_expr_id match = plan->rules[rule].program.match;
    bool first = true;

    oz_plan_print_text(plan, rule, watch, buf);
    if (verdict(explain->eval, match)) {
        oz_buf_text(buf, "match\n");
    } else {
        collect(explain, match, true, write_text, buf, &first);
    }
}

static void print_json(struct explain *explain, const struct oz_plan_watch *watch,
                       uint32_t rule, struct oz_buf *buf)
{
    const struct oz_plan *plan = explain->eval->plan;
    oz_expr_id match = plan->rules[rule].program.match;
    bool first = true;

    oz_buf_char(buf, '{');
    oz_plan_print_json(plan, rule, watch, buf);
    oz_buf_text(buf, verdict(explain->eval, match) ? ",\"matched\":true"
                                                   : ",\"matched\":false");
    oz_buf_text(buf, ",\"because\":[");
    collect(explain, match, true, write_json, buf, &first);
    oz_buf_text(buf, "]}");
}

ounce_status oz_matcher_explain(struct oz_matcher *matcher, uint32_t rule,
                                const ounce_event *event, uint32_t form,
                                ounce_error *err)
{
    struct explain explain = {&matcher->eval, form == OUNCE_PRINT_TEXT};
    struct oz_plan_watch watch = {&explain, holds, saw, elements, bind};
    ounce_str log_type;
    uint32_t reason = oz_matcher_begin(matcher, event, &log_type, err);

    oz_buf_clear(&matcher->output);
    if (reason != OUNCE_REASON_NONE) {
        return oz_reason_error(reason, event, 0, NULL);
    }
    if (!oz_eval_enter(&matcher->eval, rule)) {
        return oz_error_nomem(err);
    }
    if (explain.text) {
        print_text(&explain, &watch, rule, &matcher->output);
    } else {
        print_json(&explain, &watch, rule, &matcher->output);
    }
    if (matcher->output.failed) {
        return oz_error_nomem(err);
    }
    return oz_reason_error(matcher->eval.work.walk.reason, event, 0, err);
}
