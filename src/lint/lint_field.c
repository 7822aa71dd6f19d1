/* lint_field.c — every field a rule reads, once, and those that differ only in case.
 *
 *     KeyPath: grants, AnyElement, Expressions: [{Key: role, …}]  =>  grants,
 * grants[*].role
 *
 * Lookup takes an exact name first and any case second, so `user` and `User` are the
 * same field of most events and two fields of some; a rule that has both is mostly a
 * typo.
 */
#include "lint/lint_rule.h"

#include "base/str.h"
#include "base/utf8.h"

/* Element scopes around a site: where their list is, written out. */
struct scope {
    uint32_t end; /* the site after it */
    struct oz_path path;
};

struct fields {
    struct oz_lint_rule *rule;
    struct oz_table exact, folded;
    struct scope scopes[OZ_MAX_LEVELS + 1];
    uint32_t depth;
    bool detection;
};

static bool same_text(const void *owner, uint32_t id, const void *wanted)
{
    const struct oz_lint_rule *rule = owner;

    return oz_str_equal(rule->fields[id].path.text, *(const ounce_str *)wanted);
}

static bool same_folded(const void *owner, uint32_t id, const void *wanted)
{
    const ounce_str *other =
        &((const struct oz_lint_rule *)owner)->fields[id].path.text;
    const ounce_str *text = wanted;

    return oz_fold_equal(other->data, other->size, text->data, text->size);
}

static void compare_case(struct fields *fields, const struct oz_lint_field *field)
{
    struct oz_lint_rule *rule = fields->rule;
    ounce_str text = field->path.text;
    uint64_t hash = oz_fold_hash(text.data, text.size);
    uint32_t other = oz_table_find(&fields->folded, hash, same_folded, rule, &text);

    if (other != OZ_NONE) {
        oz_lint_say(rule, OZ_LINT_CASE_ONLY_FIELDS, field->span,
                    "the fields \"%.*s\" and, on line %u, \"%.*s\" differ only in case",
                    OZ_STR(text), rule->fields[other].span.line,
                    OZ_STR(rule->fields[other].path.text));
    } else if (!oz_table_add(&fields->folded, rule->in->scratch, hash,
                             rule->field_count)) {
        oz_lint_nomem(rule);
    }
}

static void add(struct fields *fields, const struct oz_path *path, struct oz_span span,
                uint32_t rows)
{
    struct oz_lint_rule *rule = fields->rule;
    struct oz_lint_field field = {*path, span, rows, fields->detection};
    uint64_t hash = oz_hash(path->text.data, path->text.size);
    void *items = rule->fields;

    if (oz_table_find(&fields->exact, hash, same_text, rule, &path->text) != OZ_NONE) {
        return;
    }
    if (!oz_arena_grow(rule->in->scratch, &items, rule->field_count,
                       &rule->field_capacity, sizeof *rule->fields) ||
        !oz_table_add(&fields->exact, rule->in->scratch, hash, rule->field_count)) {
        oz_lint_nomem(rule);
        return;
    }
    rule->fields = items;
    compare_case(fields, &field);
    rule->fields[rule->field_count++] = field;
}

/* A path in the scope at hand, written out from the event on. */
static bool write_out(struct fields *fields, const struct oz_path *path,
                      struct oz_path *out)
{
    const struct scope *scope = &fields->scopes[fields->depth];
    struct oz_arena *scratch = fields->rule->in->scratch;
    struct oz_segment *segments;
    uint32_t count = scope->path.count;

    if (fields->depth == 0) {
        *out = *path;
        return true;
    }
    segments =
        oz_arena_array(scratch, (size_t)count + 1 + path->count, sizeof *segments);
    if (segments == NULL) {
        return oz_lint_nomem(fields->rule);
    }
    memcpy(segments, scope->path.segments, count * sizeof *segments);
    segments[count] = (struct oz_segment){OZ_SEGMENT_EACH, 0, {NULL, 0}};
    memcpy(segments + count + 1, path->segments, path->count * sizeof *segments);
    return oz_path_make(scratch, segments, count + 1 + path->count, out) ||
           oz_lint_nomem(fields->rule);
}

static void add_scoped(struct fields *fields, oz_expr_id id, oz_yaml_id at)
{
    const struct oz_expr *expr = fields->rule->in->expr;
    const struct oz_expr_node *node = oz_expr_node(expr, id);
    struct oz_path path;

    if (node->kind == OZ_EXPR_FIELD &&
        write_out(fields, &expr->paths[node->data], &path)) {
        add(fields, &path, oz_lint_span(fields->rule, at), OZ_NONE);
    }
}

/* The first test of a leaf: filters and enrichments have others about the same field.
 */
static const struct oz_expr_node *first_test(const struct oz_expr *expr, oz_expr_id id)
{
    const struct oz_expr_node *node = oz_expr_node(expr, id);

    while (node->kind != OZ_EXPR_TEST && node->kind != OZ_EXPR_CONST &&
           node->count > 0) {
        node = oz_expr_child(expr, node, 0);
    }
    return node;
}

static oz_yaml_id specifier(const struct oz_lint_rule *rule, oz_yaml_id map)
{
    static const char *const names[] = {"KeyPath", "Key", "DeepKey"};
    oz_yaml_id id = OZ_NONE;

    for (size_t i = 0; i < 3 && id == OZ_NONE; i++) {
        id = oz_yaml_get(rule->doc, map, names[i], NULL);
    }
    return id == OZ_NONE ? map : id;
}

static void add_leaf(struct fields *fields, const struct oz_lower_site *site)
{
    struct oz_lint_rule *rule = fields->rule;
    const struct oz_expr *expr = rule->in->expr;
    const struct oz_expr_node *test = first_test(expr, site->expr);
    oz_yaml_id enrichment = oz_yaml_get(rule->doc, site->node, "Enrichment", NULL);
    oz_yaml_id values;

    if (test->kind != OZ_EXPR_TEST) {
        return;
    }
    if (enrichment != OZ_NONE) {
        const struct oz_expr_node *field = oz_expr_child(expr, test, 0);

        add(fields, &expr->paths[field->data], oz_lint_span(rule, enrichment), 3);
    } else if (test->count == 1) {
        add_scoped(fields, expr->children[test->first], specifier(rule, site->node));
    } else {
        values = oz_yaml_get(rule->doc, site->node, "Values", NULL);
        for (uint32_t i = 0; i < 2; i++) {
            add_scoped(fields, expr->children[test->first + i],
                       specifier(rule, oz_yaml_item(rule->doc, values, i)));
        }
    }
}

/* A list comprehension reads its list, and opens a scope. */
static void add_list(struct fields *fields, const struct oz_lower_site *site)
{
    struct oz_lint_rule *rule = fields->rule;
    const struct oz_expr *expr = rule->in->expr;
    const struct oz_expr_node *node = oz_expr_node(expr, site->expr);
    const struct oz_expr_node *list = oz_expr_child(expr, node, 0);
    struct scope scope = {site->end, {NULL, 0, {"", 0}, false}};

    if (list->kind != OZ_EXPR_FIELD ||
        !write_out(fields, &expr->paths[list->data], &scope.path)) {
        return;
    }
    add_scoped(fields, expr->children[node->first], specifier(rule, site->node));
    fields->scopes[++fields->depth] = scope;
}

static void add_sites(struct fields *fields)
{
    const struct oz_lint_rule *rule = fields->rule;
    uint32_t root_end = 0;

    for (uint32_t i = 0; i < rule->in->sites->count && !rule->nomem; i++) {
        const struct oz_lower_site *site = oz_lint_site(rule, i);

        if (i == root_end) {
            root_end = site->end;
            fields->detection = site->node == rule->in->source->detection;
        }
        while (fields->depth > 0 && fields->scopes[fields->depth].end <= i) {
            fields->depth--;
        }
        if (oz_lint_group(rule, i) != OZ_EXPR_TEST) {
            continue;
        }
        if (site->end > i + 1) {
            add_list(fields, site);
        } else {
            add_leaf(fields, site);
        }
    }
    fields->depth = 0;
    fields->detection = false;
}

/* Fields among the arguments of a call: each `step`-th argument from `first` on belongs
 * to an item of the list; without a list all are at one place. */
static void add_call(struct fields *fields, oz_expr_id call, uint32_t first,
                     uint32_t step, oz_yaml_id list, const char *inner)
{
    const struct oz_lint_rule *rule = fields->rule;
    const struct oz_expr *expr = rule->in->expr;
    const struct oz_expr_node *node;

    if (call == OZ_NONE || list == OZ_NONE) {
        return;
    }
    node = oz_expr_node(expr, call);
    for (uint32_t i = first; i < node->count && !rule->nomem; i += step) {
        oz_yaml_id at = list;

        if (oz_yaml_node(rule->doc, list)->kind == OZ_YAML_LIST) {
            at = oz_yaml_item(rule->doc, list, i / step);
            at = inner == NULL ? at : oz_yaml_get(rule->doc, at, inner, NULL);
            at = specifier(rule, at);
        }
        add_scoped(fields, expr->children[node->first + i], at);
    }
}

void oz_lint_fields(struct oz_lint_rule *rule)
{
    const struct oz_program *program = rule->in->program;
    const struct oz_rule_source *source = rule->in->source;
    struct fields fields = {.rule = rule};

    add_sites(&fields);
    add_call(&fields, program->title, 0, 1, source->title, NULL);
    add_call(&fields, program->dedup, 0, 1, source->group_by, NULL);
    add_call(&fields, program->context, 1, 2, source->context, "KeyValue");
}
