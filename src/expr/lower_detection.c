/* lower_detection.c — match expressions → predicates.
 *
 *     {KeyPath: dstPort, Condition: IsNotIn, Values: [22, 3389]}
 *         => not(in(dstPort, [22, 3389]))
 *     {KeyPath: roles, Condition: AnyElement, Expressions: [...]}
 *         => any_element(roles, all(...))
 *     in InlineFilters, where a missing field passes:
 *         => any(not(exists(env)), eq(env, "prod"))
 *
 * The grammar is closed: an expression matches exactly one shape or is refused with the
 * shapes that would have been accepted.
 */
#include "expr/lower.h"

#include "base/str.h"
#include "expr/condition.h"
#include "expr/lower_operand.h"

static const struct {
    const char *name;
    enum oz_expr_kind kind;
    bool in_filters;
} combinators[] = {
    {"All", OZ_EXPR_ALL, true},
    {"Any", OZ_EXPR_ANY, true},
    {"OnlyOne", OZ_EXPR_ONLY_ONE, false},
    {"None", OZ_EXPR_NO_ONE, false},
};

static const char *const expression_keys[] = {
    "Key",         "DeepKey", "KeyPath", "Enrichment", "Condition", "Value", "Values",
    "Expressions", "All",     "Any",     "OnlyOne",    "None",      NULL};

static oz_expr_id lower_expression(struct oz_lower *lower, oz_yaml_id id);

static oz_yaml_id get(const struct oz_lower *lower, oz_yaml_id map, const char *name)
{
    return oz_yaml_get(lower->doc, map, name, NULL);
}

static enum oz_yaml_kind kind_of(const struct oz_lower *lower, oz_yaml_id id)
{
    return oz_yaml_node(lower->doc, id)->kind;
}

/* ---- sites ---- */

/* The place of the new site; OZ_NONE when nobody asks or memory is out. */
static uint32_t open_site(struct oz_lower *lower, oz_yaml_id node)
{
    struct oz_lower_sites *sites = lower->sites;
    void *items;

    if (sites == NULL) {
        return OZ_NONE;
    }
    items = sites->items;
    if (!oz_arena_grow(sites->arena, &items, sites->count, &sites->capacity,
                       sizeof *sites->items)) {
        oz_lower_nomem(lower);
        return OZ_NONE;
    }
    sites->items = items;
    sites->items[sites->count] = (struct oz_lower_site){node, OZ_NONE, 0};
    return sites->count++;
}

static oz_expr_id close_site(struct oz_lower *lower, uint32_t site, oz_expr_id expr)
{
    if (site != OZ_NONE) {
        lower->sites->items[site].expr = expr;
        lower->sites->items[site].end = lower->sites->count;
    }
    return expr;
}

/* ---- lists and combinators ---- */

static oz_expr_id lower_group(struct oz_lower *lower, enum oz_expr_kind kind,
                              oz_yaml_id list)
{
    struct oz_lower_list children = {NULL, 0, 0};
    bool fine = true;

    for (uint32_t i = 0; i < oz_yaml_node(lower->doc, list)->as.run.count; i++) {
        oz_expr_id child = lower_expression(lower, oz_yaml_item(lower->doc, list, i));

        if (child == OZ_NONE || !oz_lower_push(lower, &children, child)) {
            fine = false; /* go on: the others may be wrong as well */
        }
    }
    return fine ? oz_lower_built(lower, oz_expr_group(lower->expr, kind, children.items,
                                                      children.count))
                : OZ_NONE;
}

oz_expr_id oz_lower_detection(struct oz_lower *lower, oz_yaml_id list)
{
    uint32_t site;

    if (kind_of(lower, list) != OZ_YAML_LIST) {
        return oz_lower_error(lower, "wrong-type", list,
                              "a list of match expressions is expected, not %s",
                              oz_yaml_kind_text(kind_of(lower, list)));
    }
    site = open_site(lower, list);
    return close_site(lower, site,
                      oz_yaml_node(lower->doc, list)->as.run.count == 1
                          ? lower_expression(lower, oz_yaml_item(lower->doc, list, 0))
                          : lower_group(lower, OZ_EXPR_ALL, list));
}

static oz_expr_id lower_combinator(struct oz_lower *lower, oz_yaml_id map, size_t which)
{
    const char *name = combinators[which].name;
    oz_yaml_id list = get(lower, map, name);

    if (oz_yaml_pairs(lower->doc, map) != 1) {
        return oz_lower_error(lower, "bad-expression", map,
                              "a map with \"%s\" must have no other key", name);
    }
    if (lower->filter && !combinators[which].in_filters) {
        return oz_lower_error(lower, "bad-filter", map,
                              "\"%s\" cannot stand in InlineFilters; All and Any can",
                              name);
    }
    if (kind_of(lower, list) != OZ_YAML_LIST) {
        return oz_lower_error(lower, "wrong-type", list,
                              "\"%s\" must be a list of match expressions, not %s",
                              name, oz_yaml_kind_text(kind_of(lower, list)));
    }
    return lower_group(lower, combinators[which].kind, list);
}

/* ---- shapes ---- */

/* What a condition takes, as text with a NUL; `size` is ample. */
static void describe_shapes(uint32_t shapes, char *out, size_t size)
{
    static const struct {
        uint32_t shape;
        const char *text;
    } names[] = {
        {OZ_SHAPE_EXISTENCE, "no operand"},
        {OZ_SHAPE_VALUE, "\"Value\""},
        {OZ_SHAPE_VALUES, "\"Values\", a list"},
        {OZ_SHAPE_MULTI, "\"Values\" with two keys"},
    };
    struct oz_buf buf;

    oz_buf_init_fixed(&buf, out, size - 1);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if ((shapes & names[i].shape) != 0) {
            oz_buf_text(&buf, buf.size > 0 ? " or " : "");
            oz_buf_text(&buf, names[i].text);
        }
    }
    out[buf.size < size ? buf.size : size - 1] = '\0';
}

/* `found` is NULL where an operand is missing. */
static oz_expr_id bad_shape(struct oz_lower *lower,
                            const struct oz_lower_expression *expression,
                            const char *found)
{
    uint32_t shapes = expression->condition->shapes;
    char accepted[160];

    if (expression->specifier != NULL) {
        shapes &= ~OZ_SHAPE_MULTI; /* two keys stand where this one does */
    }
    describe_shapes(shapes, accepted, sizeof accepted);
    if (found == NULL) {
        return oz_lower_error(lower, "bad-shape", expression->condition_node,
                              "\"%s\" needs %s", expression->condition->name, accepted);
    }
    return oz_lower_error(lower, "bad-shape", expression->condition_node,
                          "\"%s\" takes %s, not %s", expression->condition->name,
                          accepted, found);
}

/* The shape an expression with a specifier has; 0 and diagnosed when it has none. */
static uint32_t shape_of(struct oz_lower *lower,
                         const struct oz_lower_expression *expression)
{
    uint32_t shape = expression->values != OZ_NONE  ? OZ_SHAPE_VALUES
                     : expression->value != OZ_NONE ? OZ_SHAPE_VALUE
                                                    : OZ_SHAPE_EXISTENCE;
    const char *found = shape == OZ_SHAPE_VALUES  ? "\"Values\""
                        : shape == OZ_SHAPE_VALUE ? "\"Value\""
                                                  : NULL;

    if (expression->values != OZ_NONE && expression->value != OZ_NONE) {
        oz_lower_error(lower, "bad-shape", expression->map,
                       "an expression has \"Value\" or \"Values\", not both");
        return 0;
    }
    if (shape == OZ_SHAPE_VALUES &&
        kind_of(lower, expression->values) != OZ_YAML_LIST) {
        oz_lower_error(lower, "wrong-type", expression->values,
                       "\"Values\" must be a list, not %s",
                       oz_yaml_kind_text(kind_of(lower, expression->values)));
        return 0;
    }
    if ((expression->condition->shapes & shape) != 0) {
        return shape;
    }
    if (shape == OZ_SHAPE_VALUE &&
        (expression->condition->shapes & OZ_SHAPE_BOOLEAN) != 0) {
        if (kind_of(lower, expression->value) == OZ_YAML_BOOL) {
            return OZ_SHAPE_BOOLEAN;
        }
        oz_lower_bad_operand(lower, expression->condition, expression->value,
                             "no operand (or true or false)");
        return 0;
    }
    bad_shape(lower, expression, found);
    return 0;
}

static oz_expr_id negate_if(struct oz_lower *lower, bool negated, oz_expr_id id)
{
    if (id == OZ_NONE || !negated) {
        return id;
    }
    return oz_lower_built(lower, oz_expr_not(lower->expr, id));
}

/* Older files give the address predicates a boolean Value: false inverts. */
static bool is_inverted(const struct oz_lower *lower,
                        const struct oz_lower_expression *expression, uint32_t shape)
{
    return shape == OZ_SHAPE_BOOLEAN &&
           !oz_yaml_node(lower->doc, expression->value)->as.boolean;
}

/* In InlineFilters a missing field passes, whatever the condition. */
static oz_expr_id pass_if_missing(struct oz_lower *lower, oz_expr_id exists,
                                  oz_expr_id test)
{
    oz_expr_id parts[2];

    if (!lower->filter || exists == OZ_NONE || test == OZ_NONE) {
        return test;
    }
    parts[0] = oz_expr_not(lower->expr, exists);
    parts[1] = test;
    return oz_lower_built(lower, oz_expr_group(lower->expr, OZ_EXPR_ANY, parts, 2));
}

static oz_expr_id exists(struct oz_lower *lower, oz_expr_id field)
{
    return oz_lower_built(
        lower, oz_expr_test(lower->expr, OZ_OP_EXISTS, false, field, NULL, 0));
}

static oz_expr_id lower_plain(struct oz_lower *lower,
                              const struct oz_lower_expression *expression)
{
    const struct oz_condition *condition = expression->condition;
    uint32_t shape = shape_of(lower, expression);
    oz_expr_id field =
        oz_lower_field(lower, expression->specifier,
                       get(lower, expression->map, expression->specifier), false);
    ounce_value *values = NULL;
    uint32_t count = 0;
    oz_expr_id test;

    if (shape == 0 || field == OZ_NONE) {
        return OZ_NONE;
    }
    if ((shape == OZ_SHAPE_VALUE || shape == OZ_SHAPE_VALUES) &&
        !oz_lower_constants(lower, expression, &values, &count)) {
        return OZ_NONE;
    }
    test = oz_lower_built(lower,
                          oz_expr_test(lower->expr, condition->op,
                                       condition->ignore_case, field, values, count));
    test = negate_if(lower, condition->negated != is_inverted(lower, expression, shape),
                     test);
    return lower->filter ? pass_if_missing(lower, exists(lower, field), test) : test;
}

/* Several rows may have matched the selector: then the condition is true if it is true
 * for any of them, and a negative one if its positive form is true for none. */
static oz_expr_id any_row(struct oz_lower *lower, const struct oz_path *rows,
                          oz_expr_id whole, oz_expr_id row)
{
    oz_expr_id parts[2];

    parts[0] = whole;
    parts[1] = oz_expr_elements(lower->expr, OZ_ANY_ELEMENT, 1,
                                oz_expr_field(lower->expr, 0, rows), row);
    return oz_lower_built(lower, oz_expr_group(lower->expr, OZ_EXPR_ANY, parts, 2));
}

static oz_expr_id lower_enriched(struct oz_lower *lower,
                                 const struct oz_lower_expression *expression)
{
    const struct oz_condition *condition = expression->condition;
    struct oz_path rows, field, whole;
    uint32_t shape = shape_of(lower, expression);
    ounce_value *values = NULL;
    uint32_t count = 0;
    bool boolean = shape == OZ_SHAPE_BOOLEAN;
    oz_expr_id direct, row, test;

    if (lower->level > 0) {
        return oz_lower_error(
            lower, "bad-expression", expression->map,
            "an enrichment specifier cannot stand inside \"Expressions\": "
            "it would be looked for in the element");
    }
    if (shape == OZ_SHAPE_EXISTENCE) {
        return oz_lower_error(
            lower, "bad-shape", expression->condition_node,
            "an enrichment specifier needs \"Value\" or \"Values\"; to test "
            "existence write KeyPath: p_enrichment.Table.Selector");
    }
    if (shape == 0 ||
        !oz_lower_enrichment(lower, expression->enrichment, &rows, &field, &whole) ||
        (!boolean && !oz_lower_constants(lower, expression, &values, &count))) {
        return OZ_NONE;
    }
    direct = oz_expr_field(lower->expr, 0, &whole);
    row = oz_expr_field(lower->expr, 1, &field);
    test = any_row(lower, &rows,
                   oz_expr_test(lower->expr, condition->op, condition->ignore_case,
                                direct, values, count),
                   oz_expr_test(lower->expr, condition->op, condition->ignore_case, row,
                                values, count));
    test = negate_if(lower, condition->negated != is_inverted(lower, expression, shape),
                     test);
    return lower->filter ? pass_if_missing(lower,
                                           any_row(lower, &rows, exists(lower, direct),
                                                   exists(lower, row)),
                                           test)
                         : test;
}

/* Values without a specifier: two fields to compare, or a specifier was forgotten. */
static bool is_multi(const struct oz_lower *lower,
                     const struct oz_lower_expression *expression)
{
    if (expression->values == OZ_NONE || expression->value != OZ_NONE ||
        kind_of(lower, expression->values) != OZ_YAML_LIST) {
        return false;
    }
    return (expression->condition->shapes & OZ_SHAPE_MULTI) != 0 ||
           (oz_yaml_node(lower->doc, expression->values)->as.run.count > 0 &&
            kind_of(lower, oz_yaml_item(lower->doc, expression->values, 0)) ==
                OZ_YAML_MAP);
}

static oz_expr_id lower_multi(struct oz_lower *lower,
                              const struct oz_lower_expression *expression)
{
    const struct oz_condition *condition = expression->condition;
    oz_expr_id fields[2];

    if ((condition->shapes & OZ_SHAPE_MULTI) == 0) {
        return oz_lower_error(
            lower, "bad-shape", expression->condition_node,
            "\"%s\" cannot compare two fields; Equals, StartsWith, EndsWith, "
            "Contains and the orderings can",
            expression->condition->name);
    }
    if (oz_yaml_node(lower->doc, expression->values)->as.run.count != 2) {
        return oz_lower_error(lower, "bad-shape", expression->values,
                              "a comparison of fields needs exactly two of them under "
                              "\"Values\"");
    }
    for (uint32_t i = 0; i < 2; i++) {
        fields[i] = oz_lower_specifier(
            lower, oz_yaml_item(lower->doc, expression->values, i), "a compared field");
    }
    if (fields[0] == OZ_NONE || fields[1] == OZ_NONE) {
        return OZ_NONE;
    }
    return negate_if(lower, condition->negated,
                     oz_lower_built(lower, oz_expr_compare(lower->expr, condition->op,
                                                           condition->ignore_case,
                                                           fields[0], fields[1])));
}

static oz_expr_id lower_list_condition(struct oz_lower *lower,
                                       const struct oz_lower_expression *expression)
{
    oz_expr_id list, body;

    if (expression->specifier == NULL || expression->expressions == OZ_NONE ||
        expression->value != OZ_NONE || expression->values != OZ_NONE) {
        return oz_lower_error(lower, "bad-shape", expression->condition_node,
                              "\"%s\" takes one of Key, DeepKey and KeyPath, and "
                              "\"Expressions\", a list",
                              expression->condition->name);
    }
    if (lower->level >= OZ_MAX_LEVELS) {
        return oz_lower_error(lower, "limit", expression->map,
                              "list comprehensions nest deeper than %d", OZ_MAX_LEVELS);
    }
    list = oz_lower_field(lower, expression->specifier,
                          get(lower, expression->map, expression->specifier), true);
    lower->level++;
    body = oz_lower_detection(lower, expression->expressions);
    lower->level--;
    if (list == OZ_NONE || body == OZ_NONE) {
        return OZ_NONE;
    }
    return oz_lower_built(lower, oz_expr_elements(lower->expr,
                                                  expression->condition->quantifier,
                                                  lower->level + 1, list, body));
}

static oz_expr_id lower_always(struct oz_lower *lower,
                               const struct oz_lower_expression *expression)
{
    if (oz_yaml_pairs(lower->doc, expression->map) != 1) {
        return oz_lower_error(lower, "bad-shape", expression->condition_node,
                              "\"%s\" stands alone: no key and no value",
                              expression->condition->name);
    }
    return oz_lower_built(lower,
                          oz_expr_bool(lower->expr, expression->condition->verdict));
}

/* ---- one expression ---- */

static bool check_keys(struct oz_lower *lower, oz_yaml_id map)
{
    bool fine = true;

    for (uint32_t i = 0; i < oz_yaml_pairs(lower->doc, map); i++) {
        oz_yaml_id id = oz_yaml_key(lower->doc, map, i);
        const struct oz_yaml_node *key = oz_yaml_node(lower->doc, id);
        const char *nearest;
        size_t known = 0;

        while (expression_keys[known] != NULL &&
               !(key->kind == OZ_YAML_TEXT &&
                 oz_str_is(key->text, expression_keys[known]))) {
            known++;
        }
        if (expression_keys[known] != NULL) {
            continue;
        }
        fine = false;
        nearest = oz_nearest(key->text, expression_keys);
        if (nearest != NULL) {
            oz_lower_error(
                lower, "unknown-key", id,
                "unknown key \"%.*s\" in a match expression; did you mean \"%s\"?",
                OZ_STR(key->text), nearest);
        } else {
            oz_lower_error(
                lower, "unknown-key", id,
                "unknown key \"%.*s\" in a match expression; it has Key, DeepKey, "
                "KeyPath or Enrichment, Condition, Value, Values, Expressions, or "
                "one of All, Any, OnlyOne, None",
                OZ_STR(key->text));
        }
    }
    return fine;
}

/* What is being tested, for a message about its condition; empty when that is no text.
 */
static ounce_str subject_of(const struct oz_lower *lower,
                            const struct oz_lower_expression *expression)
{
    oz_yaml_id id = expression->specifier != NULL
                        ? get(lower, expression->map, expression->specifier)
                        : OZ_NONE;

    return id != OZ_NONE && kind_of(lower, id) == OZ_YAML_TEXT
               ? oz_yaml_node(lower->doc, id)->text
               : (ounce_str){"", 0};
}

static bool find_condition(struct oz_lower *lower,
                           struct oz_lower_expression *expression)
{
    const struct oz_yaml_node *node;
    const char *nearest;
    ounce_str subject;

    if (expression->condition_node == OZ_NONE) {
        oz_lower_error(lower, "missing-key", expression->map,
                       "the match expression lacks \"Condition\"");
        return false;
    }
    node = oz_yaml_node(lower->doc, expression->condition_node);
    if (node->kind != OZ_YAML_TEXT) {
        oz_lower_error(lower, "wrong-type", expression->condition_node,
                       "\"Condition\" must be text, not %s",
                       oz_yaml_kind_text(node->kind));
        return false;
    }
    expression->condition = oz_condition_find(node->text);
    if (expression->condition != NULL) {
        return true;
    }
    nearest = oz_nearest(node->text, oz_condition_names);
    subject = subject_of(lower, expression);
    oz_lower_error(lower, "unknown-condition", expression->condition_node,
                   "unknown condition \"%.*s\"%s%.*s%s; %s%s%s", OZ_STR(node->text),
                   subject.size > 0 ? " for key \"" : "", OZ_STR(subject),
                   subject.size > 0 ? "\"" : "",
                   nearest != NULL ? "did you mean \"" : "docs/operators.md lists them",
                   nearest != NULL ? nearest : "", nearest != NULL ? "\"?" : "");
    return false;
}

/* InlineFilters have a smaller grammar. */
static bool check_filter(struct oz_lower *lower,
                         const struct oz_lower_expression *expression)
{
    const struct oz_condition *condition = expression->condition;
    bool path =
        expression->specifier != NULL && strcmp(expression->specifier, "KeyPath") == 0;

    if (condition->kind != OZ_CONDITION_PLAIN ||
        (!path && expression->enrichment == OZ_NONE)) {
        oz_lower_error(
            lower, "bad-filter", expression->map,
            "InlineFilters take KeyPath or Enrichment with a plain condition, "
            "and All and Any around them");
        return false;
    }
    if ((condition->shapes & OZ_SHAPE_FILTER) != 0) {
        return true;
    }
    if (lower->lenient) {
        oz_diag(lower->diags, OUNCE_LEVEL_WARNING, "filter-condition",
                oz_yaml_node(lower->doc, expression->condition_node)->span,
                "\"%s\" is not among the conditions published for InlineFilters",
                condition->name);
        return true;
    }
    oz_lower_error(lower, "filter-condition", expression->condition_node,
                   "\"%s\" is not among the conditions published for InlineFilters; "
                   "docs/operators.md lists them",
                   condition->name);
    return false;
}

static bool take_apart(struct oz_lower *lower, oz_yaml_id map,
                       struct oz_lower_expression *out)
{
    uint32_t specifiers = 0;

    memset(out, 0, sizeof *out);
    out->map = map;
    out->condition_node = get(lower, map, "Condition");
    out->value = get(lower, map, "Value");
    out->values = get(lower, map, "Values");
    out->expressions = get(lower, map, "Expressions");
    out->enrichment = get(lower, map, "Enrichment");
    out->specifier = oz_lower_specifier_name(lower, map, &specifiers);
    if (!check_keys(lower, map) || !find_condition(lower, out)) {
        return false;
    }
    if (specifiers + (out->enrichment != OZ_NONE ? 1 : 0) > 1) {
        oz_lower_error(
            lower, "bad-expression", map,
            "a match expression has exactly one of Key, DeepKey, KeyPath and "
            "Enrichment");
        return false;
    }
    if (out->expressions != OZ_NONE && out->condition->kind == OZ_CONDITION_PLAIN) {
        oz_lower_error(
            lower, "bad-shape", out->expressions,
            "\"Expressions\" goes with AnyElement, AllElements, OnlyOneElement "
            "and NoElement, not with \"%s\"",
            out->condition->name);
        return false;
    }
    return !lower->filter || check_filter(lower, out);
}

static oz_expr_id lower_condition(struct oz_lower *lower,
                                  const struct oz_lower_expression *expression)
{
    switch (expression->condition->kind) {
    case OZ_CONDITION_ALWAYS:
        return lower_always(lower, expression);
    case OZ_CONDITION_LIST:
        return lower_list_condition(lower, expression);
    case OZ_CONDITION_PLAIN:
        break;
    }
    if (expression->enrichment != OZ_NONE) {
        return lower_enriched(lower, expression);
    }
    if (expression->specifier != NULL) {
        return lower_plain(lower, expression);
    }
    if (is_multi(lower, expression)) {
        return lower_multi(lower, expression);
    }
    return oz_lower_error(
        lower, "missing-key", expression->map,
        "the match expression does not say what to test; it needs one of Key, "
        "DeepKey, KeyPath and Enrichment");
}

static oz_expr_id lower_map(struct oz_lower *lower, oz_yaml_id id)
{
    struct oz_lower_expression expression;

    for (size_t i = 0; i < sizeof combinators / sizeof *combinators; i++) {
        if (get(lower, id, combinators[i].name) != OZ_NONE) {
            return lower_combinator(lower, id, i);
        }
    }
    return take_apart(lower, id, &expression) ? lower_condition(lower, &expression)
                                              : OZ_NONE;
}

/* Recursion is bounded by limits.max_depth, the depth of the document. */
static oz_expr_id lower_expression(struct oz_lower *lower, oz_yaml_id id)
{
    uint32_t site;

    if (++lower->expressions > lower->limits->max_rule_nodes) {
        return lower->expressions == lower->limits->max_rule_nodes + 1
                   ? oz_lower_error(lower, "limit", id,
                                    "the rule has more than %u expressions",
                                    lower->limits->max_rule_nodes)
                   : OZ_NONE;
    }
    if (kind_of(lower, id) != OZ_YAML_MAP) {
        return oz_lower_error(lower, "bad-expression", id,
                              "a match expression must be a map, not %s",
                              oz_yaml_kind_text(kind_of(lower, id)));
    }
    site = open_site(lower, id);
    return close_site(lower, site, lower_map(lower, id));
}
