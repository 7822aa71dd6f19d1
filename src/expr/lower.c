/* lower.c — what the files that lower a rule share, and the order of it. */
#include "expr/lower.h"

#include "base/str.h"
#include "rule/rule_metadata.h"

#include <stdarg.h>
#include <stdio.h>

oz_expr_id oz_lower_error(struct oz_lower *lower, const char *code, oz_yaml_id at,
                          const char *format, ...)
{
    char message[400];
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    lower->fine = false;
    oz_diag(lower->diags, OUNCE_LEVEL_ERROR, code, oz_yaml_node(lower->doc, at)->span,
            "%s", message);
    return OZ_NONE;
}

oz_expr_id oz_lower_nomem(struct oz_lower *lower)
{
    lower->fine = false;
    lower->nomem = true;
    return OZ_NONE;
}

oz_expr_id oz_lower_built(struct oz_lower *lower, oz_expr_id id)
{
    return id == OZ_NONE ? oz_lower_nomem(lower) : id;
}

bool oz_lower_push(struct oz_lower *lower, struct oz_lower_list *list, oz_expr_id id)
{
    void *items = list->items;

    if (!oz_arena_grow(lower->expr->arena, &items, list->count, &list->capacity,
                       sizeof *list->items)) {
        oz_lower_nomem(lower);
        return false;
    }
    list->items = items;
    list->items[list->count++] = id;
    return true;
}

static oz_expr_id lower_detection(struct oz_lower *lower, oz_yaml_id list)
{
    if (oz_yaml_node(lower->doc, list)->as.run.count == 0) {
        return oz_lower_error(lower, "empty-detection", list,
                              "\"Detection\" is empty; a rule that always holds is "
                              "written \"Condition: AlwaysTrue\"");
    }
    return oz_lower_detection(lower, list);
}

static oz_expr_id lower_filters(struct oz_lower *lower, oz_yaml_id list)
{
    oz_expr_id filters;

    lower->filter = true;
    filters = oz_lower_detection(lower, list);
    lower->filter = false;
    return filters;
}

/* InlineFilters and Detection: both must hold. */
bool oz_lower_join(struct oz_expr *expr, struct oz_program *program)
{
    oz_expr_id parts[2] = {program->filters, program->detection};

    program->match = program->detection;
    if (program->filters != OZ_NONE && program->detection != OZ_NONE) {
        program->match = oz_expr_group(expr, OZ_EXPR_ALL, parts, 2);
        return program->match != OZ_NONE;
    }
    return true;
}

bool oz_lower_inherit(struct oz_expr *expr, const struct ounce_rule *rule,
                      struct oz_program *program, const struct oz_program *base)
{
    const struct {
        const char *key;
        oz_expr_id *own;
        oz_expr_id inherited;
    } parts[] = {{"InlineFilters", &program->filters, base->filters},
                 {"AlertTitle", &program->title, base->title},
                 {"DynamicSeverities", &program->severity, base->severity},
                 {"AlertContext", &program->context, base->context},
                 {"GroupBy", &program->dedup, base->dedup}};

    program->detection = base->detection;
    program->description = base->description;
    program->reference = base->reference;
    program->runbook = base->runbook;
    program->destinations = base->destinations;
    program->locals = base->locals;
    program->missing = base->missing;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if ((rule->given & oz_rule_key_bit(parts[i].key)) == 0) {
            *parts[i].own = parts[i].inherited;
        }
    }
    return oz_lower_join(expr, program);
}

ounce_status oz_lower_rule(struct oz_expr *expr, struct oz_diags *diags,
                           const ounce_limits *limits, bool lenient,
                           const struct oz_rule_source *source,
                           struct oz_lower_sites *sites, struct oz_program *out)
{
    struct oz_lower lower = {expr, source->doc, diags, limits, lenient, false,
                             true, false,       0,     0,      sites};

    *out = oz_program_empty();
    if (source->detection != OZ_NONE) {
        out->detection = lower_detection(&lower, source->detection);
    }
    if (source->filters != OZ_NONE) {
        out->filters = lower_filters(&lower, source->filters);
    }
    if (source->title != OZ_NONE) {
        out->title = oz_lower_title(&lower, source->title);
    }
    if (source->severities != OZ_NONE) {
        out->severity = oz_lower_severity(&lower, source->severities);
    }
    if (source->context != OZ_NONE) {
        out->context = oz_lower_context(&lower, source->context);
    }
    if (source->group_by != OZ_NONE) {
        out->dedup = oz_lower_group_by(&lower, source->group_by);
    }
    if (lower.nomem || (lower.fine && !oz_lower_join(expr, out))) {
        return OUNCE_ERR_NOMEM;
    }
    return lower.fine ? OUNCE_OK : OUNCE_ERR_RULE;
}
