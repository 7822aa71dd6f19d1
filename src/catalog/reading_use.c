/* reading_use.c — what is done to what a name holds.
 *
 *     x = ["a"]; x.append("b"); return event.get("c") in x
 *
 * may not read as `c in ["a"]`. So a name is replaced only where it gets no other
 * value, and, unless it holds what cannot change, only if all that is done to it is
 * asking.
 */
#include "base/str.h"
#include "catalog/reading.h"

static const char *const asking_methods[] = {"endswith", "get",        "lower",
                                             "strip",    "startswith", "upper"};

static bool asks(const struct oz_expr *expr, const struct oz_expr_node *method)
{
    const ounce_value *name =
        oz_reading_constant(expr, expr->children[method->first + 1]);

    for (size_t i = 0; i < sizeof asking_methods / sizeof *asking_methods; i++) {
        if (name != NULL && name->kind == OUNCE_TEXT &&
            oz_str_is((ounce_str){name->text, name->size}, asking_methods[i])) {
            return true;
        }
    }
    return false;
}

/* Does the parent only look at that child, and hand it to nobody? */
static bool only_asks(const struct oz_expr *expr, const struct oz_expr_node *parent,
                      uint32_t index)
{
    if (parent->kind != OZ_EXPR_CALL) {
        return parent->kind != OZ_EXPR_IF || index == 0;
    }
    switch (parent->op) {
    case OZ_FN_HAS_KEY:
    case OZ_FN_IS_MAPPING:
    case OZ_FN_IS_STRING:
    case OZ_FN_IS_HASHABLE:
    case OZ_FN_BOOLEAN:
    case OZ_FN_ITERATE:
    case OZ_FN_EQUAL:
    case OZ_FN_LESS:
    case OZ_FN_LESS_EQUAL:
    case OZ_FN_GREATER:
    case OZ_FN_GREATER_EQUAL:
    case OZ_FN_IN:
    case OZ_FN_IS_A:
    case OZ_FN_STR:
        return true;
    case OZ_FN_METHOD:
        return index == 0 && asks(expr, parent);
    default:
        return false;
    }
}

/* Something new at every evaluation, and made of constants alone: it cannot change
 * unless somebody changes it. */
bool oz_reading_is_fresh(const struct oz_expr *expr, oz_expr_id id)
{
    const struct oz_expr_node *node = oz_expr_node(expr, id);

    if (node->kind != OZ_EXPR_CALL ||
        (node->op != OZ_FN_LIST && node->op != OZ_FN_TUPLE && node->op != OZ_FN_SET &&
         node->op != OZ_FN_DICT)) {
        return false;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        if (oz_expr_child(expr, node, i)->kind != OZ_EXPR_CONST) {
            return false;
        }
    }
    return true;
}

bool oz_reading_is_resource(const struct oz_expr *expr, oz_expr_id id)
{
    const struct oz_expr_node *node = oz_expr_node(expr, id);
    const ounce_value *name;

    if (!oz_reading_is_call(expr, id, OZ_FN_METHOD) || node->count != 2 ||
        !oz_reading_is_call(expr, expr->children[node->first], OZ_FN_EVENT)) {
        return false;
    }
    name = oz_reading_constant(expr, expr->children[node->first + 1]);
    return name != NULL && name->kind == OUNCE_TEXT &&
           oz_str_is((ounce_str){name->text, name->size}, "to_dict");
}

/* Nobody can change it: constants, truths, what is of the event. */
static bool is_fixed(const struct oz_expr *expr, oz_expr_id id)
{
    const struct oz_expr_node *node = oz_expr_node(expr, id);

    if (node->kind == OZ_EXPR_CONST || node->kind == OZ_EXPR_FIELD ||
        oz_expr_is_truth(expr, id)) {
        return true;
    }
    if (node->kind == OZ_EXPR_CALL && node->op != OZ_FN_DEFAULT &&
        node->op != OZ_FN_FIRST && node->op != OZ_FN_EITHER && node->op != OZ_FN_BOTH &&
        node->op != OZ_FN_SEQUENCE) {
        return false;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        if (!is_fixed(expr, expr->children[node->first + i])) {
            return false;
        }
    }
    return true;
}

/* ---- locals ---- */

static bool has_slot(const struct oz_expr *expr, const struct oz_expr_node *node,
                     uint32_t index, int64_t slot)
{
    const ounce_value *value =
        oz_reading_constant(expr, expr->children[node->first + index]);

    return value != NULL && value->kind == OUNCE_INT && value->integer == slot;
}

static bool reads(const struct oz_expr *expr, const struct oz_expr_node *node,
                  const struct oz_binding *binding)
{
    if (node->kind != OZ_EXPR_CALL) {
        return false;
    }
    return (binding->global ? node->op == OZ_FN_GLOBAL
                            : node->op == OZ_FN_LOCAL || node->op == OZ_FN_KNOWN) &&
           has_slot(expr, node, 0, binding->slot);
}

/* A function of the rule's own may do anything to the names around it. */
static bool writes(const struct oz_expr *expr, const struct oz_expr_node *node,
                   const struct oz_binding *binding)
{
    if (node->kind != OZ_EXPR_CALL) {
        return false;
    }
    switch (node->op) {
    case OZ_FN_FUNCTION:
    case OZ_FN_CLASS:
    case OZ_FN_SET_OUTER:
        return true;
    case OZ_FN_SET_LOCAL:
    case OZ_FN_UNSET_LOCAL:
    case OZ_FN_LOOP:
        return !binding->global && has_slot(expr, node, 0, binding->slot);
    case OZ_FN_HANDLER:
        return !binding->global && has_slot(expr, node, 1, binding->slot);
    case OZ_FN_SET_GLOBAL:
        return binding->global && has_slot(expr, node, 0, binding->slot);
    default:
        return false;
    }
}

/* Recursion is bounded by the depth of the IR; the work, by OZ_READING_WORK. */
static bool only_read(struct oz_reading *reading, const struct oz_binding *binding,
                      bool fixed, oz_expr_id id)
{
    const struct oz_expr *expr = reading->from;
    const struct oz_expr_node *node = oz_expr_node(expr, id);

    if (++reading->work > OZ_READING_WORK || writes(expr, node, binding)) {
        return false;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        oz_expr_id child = expr->children[node->first + i];

        if (!fixed && reads(expr, oz_expr_node(expr, child), binding) &&
            !only_asks(expr, node, i)) {
            return false;
        }
        if ((oz_expr_node(expr, child)->levels & OZ_LEVEL_FRAME) != 0 &&
            !only_read(reading, binding, fixed, child)) {
            return false;
        }
    }
    return true;
}

bool oz_reading_only_read(struct oz_reading *reading, const struct oz_binding *binding,
                          oz_expr_id value, const oz_expr_id *ids, uint32_t count)
{
    bool fixed = is_fixed(reading->from, value);

    for (uint32_t i = 0; i < count; i++) {
        /* The value of the whole is handed to whoever asked for it. */
        if ((!fixed &&
             reads(reading->from, oz_expr_node(reading->from, ids[i]), binding)) ||
            !only_read(reading, binding, fixed, ids[i])) {
            return false;
        }
    }
    return true;
}

/* ---- globals ---- */

static void use(struct oz_reading *reading, const struct oz_expr_node *name,
                enum oz_global_use how)
{
    const struct oz_expr *expr = reading->from;
    const ounce_value *slot = oz_reading_constant(expr, expr->children[name->first]);

    if (slot != NULL && slot->integer >= 0 && slot->integer < expr->global_count) {
        reading->globals[slot->integer] |= (uint8_t)how;
    }
}

/* v[name] of the event that a policy was given. What it gives may not be changed
 * either: see below. */
static bool takes_item(const struct oz_expr *expr, const struct oz_expr_node *parent,
                       uint32_t index, oz_expr_id global)
{
    oz_expr_id value = expr->children[oz_expr_node(expr, global)->first + 1];

    return parent->kind == OZ_EXPR_CALL && index == 0 && parent->op == OZ_FN_ITEM &&
           oz_reading_is_resource(expr, value);
}

void oz_reading_globals(struct oz_reading *reading)
{
    const struct oz_expr *expr = reading->from;

    for (uint32_t id = 0; id < expr->node_count; id++) {
        const struct oz_expr_node *node = oz_expr_node(expr, id);

        if (oz_reading_is_call(expr, id, OZ_FN_SET_GLOBAL)) {
            use(reading, node, OZ_GLOBAL_WRITTEN);
        }
        for (uint32_t i = 0; i < node->count; i++) {
            oz_expr_id child = expr->children[node->first + i];

            if (oz_reading_is_call(expr, child, OZ_FN_GLOBAL) &&
                !only_asks(expr, node, i) && !takes_item(expr, node, i, child)) {
                use(reading, oz_expr_node(expr, child), OZ_GLOBAL_ESCAPES);
            } else if (oz_reading_is_call(expr, child, OZ_FN_ITEM) &&
                       oz_reading_is_call(
                           expr, expr->children[oz_expr_node(expr, child)->first],
                           OZ_FN_GLOBAL) &&
                       !only_asks(expr, node, i)) {
                use(reading, oz_expr_child(expr, oz_expr_node(expr, child), 0),
                    OZ_GLOBAL_ESCAPES);
            }
        }
    }
    for (uint32_t i = 0; i < expr->function_count; i++) {
        oz_expr_id body = expr->functions[i].body;

        if (body != OZ_NONE && oz_reading_is_call(expr, body, OZ_FN_GLOBAL)) {
            use(reading, oz_expr_node(expr, body), OZ_GLOBAL_ESCAPES);
        }
    }
}
