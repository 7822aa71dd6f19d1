/* match_eval.c — walk the expressions of a rule.
 *
 * Predicates that depend on nothing but the event are evaluated once per event,
 * whichever rule asks first. Groups stop at the first child that decides. Every node
 * visited is a step of the event's budget.
 */
#include "match/match_eval.h"

#include "base/str.h"
#include "event/json_memo.h"
#include "match/eval_function.h"
#include "native/regex.h"

#include <ounce/matcher.h>

bool oz_eval_init(struct oz_eval *eval, const struct oz_plan *plan,
                  const ounce_allocator *alloc)
{
    memset(eval, 0, sizeof *eval);
    eval->plan = plan;
    oz_arena_init(&eval->scratch, alloc);
    oz_buf_init(&eval->work.stack, alloc);
    oz_buf_init(&eval->work.text, alloc);
    eval->work.walk.scratch = &eval->scratch;
    eval->work.call = oz_eval_invoke;
    eval->work.print = oz_eval_print;
    if (plan->expr->global_count > 0) {
        eval->globals =
            oz_alloc_zero(alloc, plan->expr->global_count * sizeof *eval->globals);
    }
    eval->slots = oz_alloc_zero(alloc, plan->projection.count * sizeof *eval->slots);
    eval->read = oz_alloc_zero(alloc, sizeof *eval->read);
    if (plan->expr->node_count > 0) {
        eval->memo = oz_alloc_zero(alloc, plan->expr->node_count * sizeof *eval->memo);
    }
    return eval->slots != NULL && eval->read != NULL &&
           (eval->memo != NULL || plan->expr->node_count == 0) &&
           (eval->globals != NULL || plan->expr->global_count == 0);
}

void oz_eval_finish(struct oz_eval *eval)
{
    const ounce_allocator *alloc = eval->scratch.alloc;
    const struct oz_plan *plan = eval->plan;

    oz_alloc_free(alloc, eval->slots, plan->projection.count * sizeof *eval->slots);
    oz_alloc_free(alloc, eval->read, sizeof *eval->read);
    oz_alloc_free(alloc, eval->memo, plan->expr->node_count * sizeof *eval->memo);
    oz_alloc_free(alloc, eval->globals,
                  plan->expr->global_count * sizeof *eval->globals);
    oz_regexes_free(eval->work.regexes);
    oz_buf_finish(&eval->work.stack);
    oz_buf_finish(&eval->work.text);
    oz_arena_finish(&eval->scratch);
}

/* Stamps say which event a slot or a verdict belongs to, so nothing is cleared between
 * events. A slot that is given up gets the one before. */
static void next_stamp(struct oz_eval *eval)
{
    if (eval->stamp >= UINT32_MAX / 2 - 1) {
        eval->stamp = 0;
        memset(eval->slots, 0, eval->plan->projection.count * sizeof *eval->slots);
        if (eval->memo != NULL) {
            memset(eval->memo, 0, eval->plan->expr->node_count * sizeof *eval->memo);
        }
    }
    eval->stamp++;
}

uint32_t oz_eval_begin(struct oz_eval *eval, const ounce_limits *limits,
                       const ounce_event *event, size_t *at)
{
    struct oz_json_limits json_limits = {
        limits->max_event_bytes, limits->max_event_depth, limits->max_event_members};

    *at = 0;
    next_stamp(eval);
    if (eval->work.regexes != NULL) {
        oz_regexes_rest(eval->work.regexes);
    }
    oz_arena_reset(&eval->scratch);
    oz_buf_clear(&eval->work.text);
    eval->work.walk.steps = limits->max_event_steps;
    eval->work.walk.max_depth = limits->max_event_depth;
    eval->work.walk.reason = OUNCE_REASON_NONE;
    eval->raw = event->json.data != NULL;
    eval->json = event->json;
    memset(&eval->root, 0, sizeof eval->root);
    memset(&eval->handled, 0, sizeof eval->handled);
    eval->jump = OZ_JUMP_NONE;
    eval->calls = 0;
    eval->depth = 0;
    eval->frame = NULL;
    eval->rule = UINT32_MAX;
    eval->mocks = event->mocks;
    eval->work.is_test = event->mocks.size > 0;
    if (eval->raw) {
        return oz_json_read(&eval->plan->projection, eval->slots, eval->read,
                            eval->stamp, &json_limits, &eval->scratch, event->json, at);
    }
    if (event->root == NULL || event->view.accessor == NULL) {
        return OUNCE_REASON_NOT_OBJECT;
    }
    eval->view = event->view;
    eval->root.kind = OUNCE_MAP;
    eval->root.node = event->root;
    eval->root.view = &eval->view;
    return OUNCE_REASON_NONE;
}

/* A host's member is looked up under its parent's value. Recursion is one level per
 * name of a path, at most OZ_PATH_MAX_SEGMENTS. */
static bool resolve_slot(struct oz_eval *eval, uint32_t slot)
{
    const struct oz_projection_node *node = &eval->plan->projection.nodes[slot];
    struct oz_slot *out = &eval->slots[slot];
    ounce_value parent;

    if (slot == 0) {
        out->value = eval->root;
    } else if (!oz_eval_slot(eval, node->parent, &parent) ||
               !(node->exact ? oz_value_spelled : oz_value_member)(
                   &eval->work.walk, &parent, node->name, &out->value)) {
        return false;
    }
    out->stamp = eval->stamp;
    return true;
}

bool oz_eval_slot(struct oz_eval *eval, uint32_t slot, ounce_value *out)
{
    struct oz_slot *from = &eval->slots[slot];

    if (eval->raw &&
        !oz_json_filled(&eval->plan->projection, eval->slots, eval->stamp, slot)) {
        memset(out, 0, sizeof *out);
        return true;
    }
    if (from->stamp != eval->stamp && !resolve_slot(eval, slot)) {
        return false;
    }
    if (from->value.flags != 0) {
        ounce_value settled =
            from->value; /* on failure the slot stays as it was read */

        if (!oz_json_settle(&eval->work.walk, &eval->work.stack, &settled)) {
            return false;
        }
        from->value = settled;
    }
    *out = from->value;
    return true;
}

/* Below an element. One that the rule itself has built is a dict, whose names are
 * exact; what is no container has nothing below it. */
static bool walk_element(struct oz_eval *eval, const ounce_value *element,
                         const struct oz_path *path, ounce_value *out)
{
    ounce_value at = *element;
    uint32_t from = 0;

    for (; from < path->count && at.kind == OZ_DICT; from++) {
        ounce_value name = oz_text(path->segments[from].name);
        bool found;

        if (!oz_dict_get(&eval->work, &at, &name, &at, &found)) {
            return false;
        }
        if (!found) {
            memset(&at, 0, sizeof at);
        }
    }
    if (from == path->count) {
        *out = at;
        return true;
    }
    return oz_value_walk(&eval->work.walk, &at, path, from, out);
}

static bool field_value(struct oz_eval *eval, oz_expr_id id,
                        const struct oz_expr_node *node, ounce_value *out)
{
    const struct oz_path *path = &eval->plan->expr->paths[node->data];
    const struct oz_plan_node *side = &eval->plan->nodes[id];
    ounce_value from;

    if (node->level > 0) {
        return walk_element(eval, &eval->elements[node->level], path, out);
    }
    if (!oz_eval_slot(eval, side->slot, &from)) {
        return false;
    }
    if (side->rest == path->count) {
        *out = from;
        return true;
    }
    return oz_value_walk(&eval->work.walk, &from, path, side->rest, out);
}

/* A host says nothing of the size of its root. */
static bool count_members(struct oz_eval *eval)
{
    const void *cursor = NULL;
    ounce_str name;
    ounce_value member;
    bool more = true;

    while (more) {
        if (!oz_value_next(&eval->work.walk, &eval->root, &cursor, &name, &member,
                           &more)) {
            return false;
        }
        eval->root.size += more ? 1 : 0;
    }
    return true;
}

bool oz_eval_event(struct oz_eval *eval, ounce_value *out)
{
    if (eval->root.kind == OUNCE_MISSING) { /* raw, and asked for the first time */
        ounce_value root = {0};

        root.kind = OUNCE_MAP;
        root.flags = OZ_VALUE_RAW;
        root.text = memchr(eval->json.data, '{', eval->json.size); /* behind blanks */
        root.size = eval->json.size - (size_t)(root.text - eval->json.data);
        if (!oz_json_settle(&eval->work.walk, &eval->work.stack, &root)) {
            return false;
        }
        eval->root = root;
    }
    if (!eval->raw && eval->root.size == 0 && !count_members(eval)) {
        return false;
    }
    *out = eval->root;
    out->flags = OZ_VALUE_EVENT;
    return true;
}

bool oz_eval_enter(struct oz_eval *eval, uint32_t rule)
{
    uint32_t locals = eval->plan->rules[rule].program.locals;
    size_t size = sizeof *eval->frame + locals * sizeof *eval->frame->locals;

    if (eval->rule != rule) {
        eval->rule = rule;
        eval->evaluation++;
    }
    eval->jump = OZ_JUMP_NONE;
    eval->calls = 0;
    eval->frame = NULL;
    if (locals == 0) {
        return true;
    }
    eval->frame = oz_arena_zero(&eval->scratch, size);
    return eval->frame != NULL || oz_walk_fail(&eval->work.walk, OUNCE_REASON_NOMEM);
}

/* Functions of rules may call themselves: what they nest must fit the stack. */
#define MOST_DEPTH 1024

static bool too_deep(struct oz_eval *eval)
{
    return eval->depth >= MOST_DEPTH &&
           !oz_raise(&eval->work, OZ_EXC_RECURSION, "maximum recursion depth exceeded");
}

static bool value_of(struct oz_eval *eval, oz_expr_id id,
                     const struct oz_expr_node *node, ounce_value *out)
{
    const struct oz_expr *expr = eval->plan->expr;

    switch ((enum oz_expr_kind)node->kind) {
    case OZ_EXPR_CONST:
        *out = expr->values[node->data];
        return true;
    case OZ_EXPR_FIELD:
        return field_value(eval, id, node, out);
    case OZ_EXPR_CALL:
        return oz_eval_call(eval, id, node, out);
    case OZ_EXPR_IF: {
        bool then = oz_eval_holds(eval, expr->children[node->first]);

        return eval->work.walk.reason == OUNCE_REASON_NONE &&
               oz_eval_value(eval, expr->children[node->first + (then ? 1 : 2)], out);
    }
    case OZ_EXPR_TEST:
    case OZ_EXPR_NOT:
    case OZ_EXPR_ALL:
    case OZ_EXPR_ANY:
    case OZ_EXPR_ONLY_ONE:
    case OZ_EXPR_NO_ONE:
    case OZ_EXPR_ELEMENTS:
        break;
    }
    return true;
}

bool oz_eval_value(struct oz_eval *eval, oz_expr_id id, ounce_value *out)
{
    const struct oz_expr_node *node = oz_expr_node(eval->plan->expr, id);
    bool fine;

    if (oz_expr_is_predicate(node)) {
        memset(out, 0, sizeof *out);
        out->kind = OUNCE_BOOL;
        out->integer = oz_eval_holds(eval, id);
        return eval->work.walk.reason == OUNCE_REASON_NONE;
    }
    if (!oz_walk_step(&eval->work.walk, 1) || too_deep(eval)) {
        memset(out, 0, sizeof *out);
        return false;
    }
    if (node->kind == OZ_EXPR_CONST) {
        *out = eval->plan->expr->values[node->data];
        return true;
    }
    memset(out, 0, sizeof *out);
    eval->depth++;
    fine = value_of(eval, id, node, out);
    eval->depth--;
    return fine;
}

static bool test_holds(struct oz_eval *eval, oz_expr_id id,
                       const struct oz_expr_node *node)
{
    const oz_expr_id *children = oz_expr_children(eval->plan->expr, node);
    ounce_value v, x;

    if (!oz_eval_value(eval, children[0], &v)) {
        return false;
    }
    if (node->count == 1) {
        return oz_eval_test(eval, id, &v, NULL);
    }
    return oz_eval_value(eval, children[1], &x) && oz_eval_test(eval, id, &v, &x);
}

/* How many children hold; counting stops beyond `enough`, or at a child whose verdict
 * is `stop`. */
static uint32_t count_children(struct oz_eval *eval, const struct oz_expr_node *node,
                               uint32_t enough, bool *failed)
{
    const oz_expr_id *children = oz_expr_children(eval->plan->expr, node);
    uint32_t held = 0;

    *failed = false;
    for (uint32_t i = 0; i < node->count && held < enough; i++) {
        if (oz_eval_holds(eval, children[i])) {
            held++;
        } else if (node->kind == OZ_EXPR_ALL) {
            *failed = true;
            break;
        }
        if (eval->work.walk.reason != OUNCE_REASON_NONE) {
            break;
        }
    }
    return held;
}

static bool group_holds(struct oz_eval *eval, const struct oz_expr_node *node)
{
    bool failed;

    switch ((enum oz_expr_kind)node->kind) {
    case OZ_EXPR_ALL:
        count_children(eval, node, UINT32_MAX, &failed);
        return !failed;
    case OZ_EXPR_ANY:
        return count_children(eval, node, 1, &failed) == 1;
    case OZ_EXPR_ONLY_ONE:
        return count_children(eval, node, 2, &failed) == 1;
    case OZ_EXPR_NO_ONE:
        return count_children(eval, node, 1, &failed) == 0;
    case OZ_EXPR_NOT:
        return !oz_eval_holds(eval, eval->plan->expr->children[node->first]);
    case OZ_EXPR_CONST:
    case OZ_EXPR_FIELD:
    case OZ_EXPR_CALL:
    case OZ_EXPR_IF:
    case OZ_EXPR_TEST:
    case OZ_EXPR_ELEMENTS:
        break;
    }
    return false;
}

/* Is the verdict settled by n of the elements seen so far, `all` of which held or not?
 */
static bool is_settled(enum oz_quantifier quantifier, size_t held, bool all)
{
    switch (quantifier) {
    case OZ_ANY_ELEMENT:
    case OZ_NO_ELEMENT:
        return held > 0;
    case OZ_ALL_ELEMENTS:
        return !all;
    case OZ_ONE_ELEMENT:
        return held > 1;
    }
    return false;
}

static bool elements_verdict(enum oz_quantifier quantifier, size_t held, bool all)
{
    switch (quantifier) {
    case OZ_ANY_ELEMENT:
        return held > 0;
    case OZ_ALL_ELEMENTS:
        return all;
    case OZ_ONE_ELEMENT:
        return held == 1;
    case OZ_NO_ELEMENT:
        return held == 0;
    }
    return false;
}

/* The list of a quantifier: the event's, or a tuple that iterate() made. */
static size_t list_size(const ounce_value *list)
{
    return list->kind == OZ_TUPLE ? oz_array_of(list)->count : list->size;
}

bool oz_eval_element(struct oz_eval *eval, const ounce_value *list, size_t index,
                     ounce_value *out)
{
    if (list->kind == OZ_TUPLE) {
        *out = oz_array_of(list)->items[index];
        return true;
    }
    return oz_value_element(&eval->work.walk, list, index, out);
}

static bool elements_hold(struct oz_eval *eval, const struct oz_expr_node *node)
{
    const oz_expr_id *children = oz_expr_children(eval->plan->expr, node);
    enum oz_quantifier quantifier = (enum oz_quantifier)node->op;
    ounce_value list;
    size_t held = 0;
    bool all = true;

    if (!oz_eval_value(eval, children[0], &list)) {
        return false;
    }
    if (list.kind != OUNCE_LIST && list.kind != OZ_TUPLE) {
        return quantifier == OZ_NO_ELEMENT;
    }
    for (size_t i = 0; i < list_size(&list) && !is_settled(quantifier, held, all);
         i++) {
        if (!oz_eval_element(eval, &list, i, &eval->elements[node->level])) {
            return false;
        }
        if (oz_eval_holds(eval, children[1])) {
            held++;
        } else {
            all = false;
        }
        if (eval->work.walk.reason != OUNCE_REASON_NONE) {
            return false;
        }
    }
    return elements_verdict(quantifier, held, all);
}

/* Recursion depth is bounded by limits.max_depth, enforced when the IR was built. */
bool oz_eval_holds(struct oz_eval *eval, oz_expr_id id)
{
    const struct oz_expr_node *node = oz_expr_node(eval->plan->expr, id);
    uint32_t seen = eval->memo[id];
    bool verdict = false;
    ounce_value value;

    if (seen >> 1 == eval->stamp) {
        return (seen & 1) != 0;
    }
    if (!oz_walk_step(&eval->work.walk, 1) || too_deep(eval)) {
        return false;
    }
    eval->depth++;
    switch ((enum oz_expr_kind)node->kind) {
    case OZ_EXPR_TEST:
        verdict = test_holds(eval, id, node);
        break;
    case OZ_EXPR_ELEMENTS:
        verdict = elements_hold(eval, node);
        break;
    case OZ_EXPR_NOT:
    case OZ_EXPR_ALL:
    case OZ_EXPR_ANY:
    case OZ_EXPR_ONLY_ONE:
    case OZ_EXPR_NO_ONE:
        verdict = group_holds(eval, node);
        break;
    case OZ_EXPR_CONST:
    case OZ_EXPR_FIELD:
    case OZ_EXPR_CALL:
    case OZ_EXPR_IF:
        verdict = oz_eval_value(eval, id, &value) &&
                  oz_eval_truth(eval, &value, &verdict) && verdict;
        break;
    }
    eval->depth--;
    if (node->levels == 0 && eval->work.walk.reason == OUNCE_REASON_NONE) {
        eval->memo[id] = eval->stamp << 1 | (verdict ? 1 : 0);
    }
    return verdict;
}
