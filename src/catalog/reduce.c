/* reduce.c — calls that are predicates of fields, as these predicates.
 *
 *     inside("x", a)                                =>  contains(a, "x")
 *     method(a, "startswith", "x")                  =>  starts_with(a, "x")
 *     apply(native("any"), list(p, q))              =>  any(p, q)
 *     any_element(iterate(list("x", "y")), f($1))   =>  any(f("x"), f("y"))
 *
 * They agree wherever the call raises no exception. Anything else stays what it is.
 */
#include "base/str.h"
#include "catalog/reading.h"

#include <string.h>

#define MOST_ALTERNATIVES 64 /* of a quantifier over constants */

static bool is_word(const struct oz_expr *expr, oz_expr_id id, const char *word)
{
    const ounce_value *value = oz_reading_constant(expr, id);

    return value != NULL && value->kind == OUNCE_TEXT &&
           oz_str_is((ounce_str){value->text, value->size}, word);
}

static bool is_check(const struct oz_expr_node *node)
{
    return node->kind == OZ_EXPR_CALL &&
           (node->op == OZ_FN_HAS_KEY || node->op == OZ_FN_IS_MAPPING ||
            node->op == OZ_FN_IS_STRING || node->op == OZ_FN_IS_HASHABLE);
}

/* Checks in front of a field change nothing. Recursion is bounded by OZ_READING_DEPTH.
 */
bool oz_reduce_is_field(const struct oz_reading *reading, oz_expr_id id)
{
    const struct oz_expr *expr = &reading->to;
    const struct oz_expr_node *node = oz_expr_node(expr, id);
    uint32_t last = node->count - 1;

    if (node->kind == OZ_EXPR_FIELD) {
        return true;
    }
    if (node->kind == OZ_EXPR_IF) {
        return oz_reduce_is_field(reading, oz_reading_child(reading, id, 1)) &&
               (expr->nodes[oz_reading_child(reading, id, 2)].kind == OZ_EXPR_CONST ||
                oz_reduce_is_field(reading, oz_reading_child(reading, id, 2)));
    }
    if (node->kind != OZ_EXPR_CALL || node->count == 0) {
        return false;
    }
    if (node->op == OZ_FN_SEQUENCE) {
        for (uint32_t i = 0; i < last; i++) {
            if (!is_check(oz_expr_child(expr, node, i))) {
                return false;
            }
        }
        return oz_reduce_is_field(reading, oz_reading_child(reading, id, last));
    }
    return (node->op == OZ_FN_DEFAULT || node->op == OZ_FN_FIRST ||
            node->op == OZ_FN_EITHER) &&
           oz_reduce_is_field(reading, oz_reading_child(reading, id, 0));
}

oz_expr_id oz_reduce_cased(const struct oz_reading *reading, oz_expr_id id, bool *upper)
{
    const struct oz_expr *expr = &reading->to;

    if (!oz_reading_is_call(expr, id, OZ_FN_METHOD) || expr->nodes[id].count != 2) {
        return OZ_NONE;
    }
    *upper = is_word(expr, oz_reading_child(reading, id, 1), "upper");
    return (*upper || is_word(expr, oz_reading_child(reading, id, 1), "lower")) &&
                   oz_reduce_is_field(reading, oz_reading_child(reading, id, 0))
               ? oz_reading_child(reading, id, 0)
               : OZ_NONE;
}

/* ---- constants ---- */

static bool add(struct oz_reading *reading, struct oz_constants *out,
                const ounce_value *value)
{
    void *items = out->items;

    if (!oz_arena_grow(reading->arena, &items, out->count, &out->capacity,
                       sizeof *value)) {
        reading->failed = true;
        return false;
    }
    out->items = items;
    out->items[out->count++] = *value;
    return true;
}

bool oz_reduce_constants(struct oz_reading *reading, oz_expr_id id,
                         struct oz_constants *out)
{
    const struct oz_expr *expr = &reading->to;
    const struct oz_expr_node *node = oz_expr_node(expr, id);

    if (node->kind == OZ_EXPR_CONST) {
        return expr->values[node->data].kind == OUNCE_TEXT &&
               add(reading, out, &expr->values[node->data]);
    }
    if (node->kind != OZ_EXPR_CALL ||
        (node->op != OZ_FN_LIST && node->op != OZ_FN_TUPLE && node->op != OZ_FN_SET &&
         node->op != OZ_FN_DICT)) {
        return false;
    }
    for (uint32_t i = 0; i < node->count; i += node->op == OZ_FN_DICT ? 2 : 1) {
        const ounce_value *value =
            oz_reading_constant(expr, oz_reading_child(reading, id, i));

        if (value == NULL || !add(reading, out, value)) {
            return false;
        }
    }
    return true;
}

/* ---- texts ---- */

static bool is_own_case(const ounce_value *text, bool upper)
{
    for (size_t i = 0; i < text->size; i++) {
        char c = text->text[i];

        if (upper ? c >= 'a' && c <= 'z' : c >= 'A' && c <= 'Z') {
            return false;
        }
    }
    return true;
}

static bool is_ascii(const ounce_value *text)
{
    for (size_t i = 0; i < text->size; i++) {
        if ((unsigned char)text->text[i] >= 0x80) {
            return false;
        }
    }
    return true;
}

static bool lower(struct oz_reading *reading, ounce_value *text)
{
    ounce_str copy;
    char *out;

    if (!oz_arena_text(reading->arena, text->text, text->size, &copy)) {
        reading->failed = true;
        return false;
    }
    out = (char *)(uintptr_t)copy.data; /* our own copy */
    for (size_t i = 0; i < copy.size; i++) {
        out[i] = (char)(out[i] >= 'A' && out[i] <= 'Z' ? out[i] + 32 : out[i]);
    }
    text->text = copy.data;
    return true;
}

/* What lower() gives never equals a text with a capital: that constant is none. Beyond
 * ASCII, lower() and upper() are not the folding that predicates do. */
static bool fold(struct oz_reading *reading, const struct oz_constants *texts,
                 bool upper, struct oz_constants *out)
{
    for (uint32_t i = 0; i < texts->count; i++) {
        ounce_value text = texts->items[i];

        if (!is_ascii(&text)) {
            return false;
        }
        if (is_own_case(&text, upper) &&
            (!lower(reading, &text) || !add(reading, out, &text))) {
            return false;
        }
    }
    return true;
}

static bool all_texts(const struct oz_constants *constants)
{
    for (uint32_t i = 0; i < constants->count; i++) {
        if (constants->items[i].kind != OUNCE_TEXT) {
            return false;
        }
    }
    return true;
}

oz_expr_id oz_reduce_texts(struct oz_reading *reading, enum oz_operator op,
                           oz_expr_id value, const struct oz_constants *texts)
{
    struct oz_constants folded = {NULL, 0, 0};
    bool upper;
    oz_expr_id cased = oz_reduce_cased(reading, value, &upper);

    if (!all_texts(texts)) {
        return OZ_NONE;
    }
    if (cased == OZ_NONE) {
        return oz_reduce_is_field(reading, value)
                   ? oz_expr_test(&reading->to, op, false, value, texts->items,
                                  texts->count)
                   : OZ_NONE;
    }
    if (!fold(reading, texts, upper, &folded)) {
        return OZ_NONE;
    }
    return oz_expr_test(&reading->to, op, true, cased, folded.items, folded.count);
}

/* v.startswith(text or tuple of texts), v.endswith(…) */
static oz_expr_id method(struct oz_reading *reading, oz_expr_id id)
{
    const struct oz_expr *expr = &reading->to;
    struct oz_constants texts = {NULL, 0, 0};
    bool prefix, suffix;
    oz_expr_id operand;

    if (expr->nodes[id].count != 3) {
        return OZ_NONE;
    }
    prefix = is_word(expr, oz_reading_child(reading, id, 1), "startswith");
    suffix = is_word(expr, oz_reading_child(reading, id, 1), "endswith");
    operand = oz_reading_child(reading, id, 2);
    if ((!prefix && !suffix) || oz_reading_is_call(expr, operand, OZ_FN_LIST) ||
        oz_reading_is_call(expr, operand, OZ_FN_SET) ||
        oz_reading_is_call(expr, operand, OZ_FN_DICT) ||
        !oz_reduce_constants(reading, operand, &texts)) {
        return OZ_NONE;
    }
    return oz_reduce_texts(reading, prefix ? OZ_OP_PREFIX : OZ_OP_SUFFIX,
                           oz_reading_child(reading, id, 0), &texts);
}

/* ---- any() and all() ---- */

/* Of a display: all of it is made before the first is asked, which nobody sees. */
static oz_expr_id apply(struct oz_reading *reading, oz_expr_id id)
{
    struct oz_expr *expr = &reading->to;
    const struct oz_expr_node *node = oz_expr_node(expr, id), *display;
    oz_expr_id function = oz_reading_child(reading, id, 0), *children;
    bool any, all;

    if (node->count != 2 || !oz_reading_is_call(expr, function, OZ_FN_NATIVE)) {
        return OZ_NONE;
    }
    any = is_word(expr, oz_reading_child(reading, function, 0), "any");
    all = is_word(expr, oz_reading_child(reading, function, 0), "all");
    display = oz_expr_child(expr, node, 1);
    if ((!any && !all) || display->kind != OZ_EXPR_CALL ||
        (display->op != OZ_FN_LIST && display->op != OZ_FN_TUPLE)) {
        return OZ_NONE;
    }
    children = oz_arena_array(reading->arena, display->count, sizeof *children);
    for (uint32_t i = 0; children != NULL && i < display->count; i++) {
        children[i] = expr->children[display->first + i];
        if (oz_reading_is_call(expr, children[i], OZ_FN_SPREAD)) {
            return OZ_NONE;
        }
    }
    if (children == NULL) {
        reading->failed = true;
        return OZ_NONE;
    }
    return oz_expr_group(expr, any ? OZ_EXPR_ANY : OZ_EXPR_ALL, children,
                         display->count);
}

/* ---- quantifiers over constants ---- */

/* The body with a constant for the element; OZ_NONE: it has more inside than that.
 * Recursion is bounded by OZ_READING_DEPTH. */
static oz_expr_id with_element(struct oz_reading *reading, oz_expr_id id, uint8_t level,
                               oz_expr_id element)
{
    struct oz_expr *to = &reading->to;
    struct oz_expr_node node = *oz_expr_node(to, id);
    oz_expr_id *children, made = OZ_NONE;

    if ((node.levels & (uint64_t)1 << level) == 0) {
        return id;
    }
    if (node.kind == OZ_EXPR_FIELD) {
        return node.level == level && to->paths[node.data].count == 0 ? element
                                                                      : OZ_NONE;
    }
    children = oz_arena_array(reading->arena, node.count, sizeof *children);
    if (children == NULL || node.kind == OZ_EXPR_ELEMENTS ||
        ++reading->work > OZ_READING_WORK) {
        reading->failed = reading->failed || children == NULL;
        return OZ_NONE;
    }
    for (uint32_t i = 0; i < node.count; i++) {
        children[i] =
            with_element(reading, to->children[node.first + i], level, element);
        if (children[i] == OZ_NONE) {
            return OZ_NONE;
        }
    }
    switch ((enum oz_expr_kind)node.kind) {
    case OZ_EXPR_CALL:
        made = oz_expr_call(to, (enum oz_function)node.op, children, node.count);
        break;
    case OZ_EXPR_IF:
        made = oz_expr_if(to, children[0], children[1], children[2]);
        break;
    case OZ_EXPR_NOT:
        made = oz_expr_not(to, children[0]);
        break;
    case OZ_EXPR_ALL:
    case OZ_EXPR_ANY:
    case OZ_EXPR_ONLY_ONE:
    case OZ_EXPR_NO_ONE:
        made = oz_expr_group(to, (enum oz_expr_kind)node.kind, children, node.count);
        break;
    case OZ_EXPR_CONST:
    case OZ_EXPR_FIELD:
    case OZ_EXPR_TEST: /* of an element against constants: rare, and left */
    case OZ_EXPR_ELEMENTS:
        return OZ_NONE;
    }
    made = made != OZ_NONE ? oz_reading_made(reading, made) : OZ_NONE;
    return made != OZ_NONE ? oz_reduce(reading, made) : OZ_NONE;
}

static oz_expr_id elements(struct oz_reading *reading, oz_expr_id id)
{
    struct oz_expr *to = &reading->to;
    const struct oz_expr_node node = *oz_expr_node(to, id);
    oz_expr_id list = oz_reading_child(reading, id, 0);
    oz_expr_id body = oz_reading_child(reading, id, 1), made;
    oz_expr_id parts[MOST_ALTERNATIVES];
    struct oz_constants constants = {NULL, 0, 0};

    if (!oz_reading_is_call(to, list, OZ_FN_ITERATE) || node.op == OZ_ONE_ELEMENT) {
        return OZ_NONE;
    }
    list = oz_reading_child(reading, list, 0);
    if (to->nodes[list].kind == OZ_EXPR_CONST ||
        !oz_reduce_constants(reading, list, &constants) ||
        constants.count > MOST_ALTERNATIVES) {
        return OZ_NONE;
    }
    for (uint32_t i = 0; i < constants.count; i++) {
        oz_expr_id element = oz_expr_const(to, constants.items[i]);

        element = element != OZ_NONE ? oz_reading_made(reading, element) : OZ_NONE;
        parts[i] = element != OZ_NONE ? with_element(reading, body, node.level, element)
                                      : OZ_NONE;
        if (parts[i] == OZ_NONE) {
            return OZ_NONE;
        }
    }
    made = oz_expr_group(to, node.op == OZ_ALL_ELEMENTS ? OZ_EXPR_ALL : OZ_EXPR_ANY,
                         parts, constants.count);
    return made != OZ_NONE && node.op == OZ_NO_ELEMENT ? oz_expr_not(to, made) : made;
}

oz_expr_id oz_reduce(struct oz_reading *reading, oz_expr_id id)
{
    const struct oz_expr_node *node = oz_reading_node(reading, id);
    oz_expr_id made = OZ_NONE;

    if (node->kind == OZ_EXPR_ELEMENTS) {
        made = elements(reading, id);
    } else if (node->kind == OZ_EXPR_TEST) {
        made = oz_reduce_test(reading, id);
    } else if (node->kind == OZ_EXPR_CALL && node->op == OZ_FN_METHOD) {
        made = method(reading, id);
        made = made == OZ_NONE && !reading->failed ? oz_reduce_get(reading, id) : made;
    } else if (node->kind == OZ_EXPR_CALL && node->op == OZ_FN_ITEM) {
        made = oz_reduce_item(reading, id);
    } else if (node->kind == OZ_EXPR_CALL && node->op == OZ_FN_APPLY) {
        made = apply(reading, id);
    } else if (node->kind == OZ_EXPR_CALL) {
        made = oz_reduce_compare(reading, id);
    }
    if (reading->failed) {
        return OZ_NONE;
    }
    return made != OZ_NONE ? oz_reading_made(reading, made) : id;
}
