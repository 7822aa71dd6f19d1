/* lower.c — what the files that lower a rule share, and the order of it. */
#include "expr/lower.h"

#include "base/str.h"

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

/* InlineFilters and Detection: both must hold. */
static oz_expr_id lower_match(struct oz_lower *lower,
                              const struct oz_rule_source *source)
{
    oz_expr_id parts[2] = {OZ_NONE, OZ_NONE};

    if (oz_yaml_node(lower->doc, source->detection)->as.run.count == 0) {
        return oz_lower_error(lower, "empty-detection", source->detection,
                              "\"Detection\" is empty; a rule that always holds is "
                              "written \"Condition: AlwaysTrue\"");
    }
    parts[1] = oz_lower_detection(lower, source->detection);
    if (source->filters == OZ_NONE) {
        return parts[1];
    }
    lower->filter = true;
    parts[0] = oz_lower_detection(lower, source->filters);
    lower->filter = false;
    if (parts[0] == OZ_NONE || parts[1] == OZ_NONE) {
        return OZ_NONE;
    }
    return oz_lower_built(lower, oz_expr_group(lower->expr, OZ_EXPR_ALL, parts, 2));
}

ounce_status oz_lower_rule(struct oz_expr *expr, struct oz_diags *diags,
                           const ounce_limits *limits, bool lenient,
                           const struct ounce_rule *rule,
                           const struct oz_rule_source *source, struct oz_program *out)
{
    struct oz_lower lower = {expr,  source->doc, diags, limits, lenient,
                             false, true,        false, 0,      0};

    *out = (struct oz_program){OZ_NONE, OZ_NONE, OZ_NONE, OZ_NONE, OZ_NONE};
    if (source->detection != OZ_NONE) {
        out->match = lower_match(&lower, source);
    }
    if (source->title != OZ_NONE) {
        out->title = oz_lower_title(&lower, source->title);
    }
    if (source->severities != OZ_NONE) {
        out->severity = oz_lower_severity(&lower, source->severities, rule->severity);
    }
    if (source->context != OZ_NONE) {
        out->context = oz_lower_context(&lower, source->context);
    }
    if (source->group_by != OZ_NONE) {
        out->dedup = oz_lower_group_by(&lower, source->group_by);
    }
    if (lower.nomem) {
        return OUNCE_ERR_NOMEM;
    }
    return lower.fine ? OUNCE_OK : OUNCE_ERR_RULE;
}
