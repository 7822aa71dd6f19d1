/* lint.c — the table, what the lints share, and the order in which a rule meets them.
 */
#include "lint/lint_rule.h"

#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>

static const struct {
    const char *name, *sentence;
} lints[] = {
#define OZ_LINT(id, name, sentence) {name, sentence},
#include "lint/lint.def"
#undef OZ_LINT
};

const char *const oz_lint_names[] = {
#define OZ_LINT(id, name, sentence) name,
#include "lint/lint.def"
#undef OZ_LINT
    NULL};

const char *oz_lint_name(enum oz_lint_id id)
{
    return lints[id].name;
}

const char *oz_lint_sentence(enum oz_lint_id id)
{
    return lints[id].sentence;
}

enum oz_lint_id oz_lint_find(ounce_str name)
{
    uint32_t id = 0;

    while (id < OZ_LINT_COUNT && !oz_str_is(name, lints[id].name)) {
        id++;
    }
    return (enum oz_lint_id)id;
}

void oz_lint_init(struct oz_lint *lint, struct oz_arena *arena, struct oz_diags *diags)
{
    memset(lint, 0, sizeof *lint);
    lint->arena = arena;
    lint->diags = diags;
}

ounce_status oz_lint_allow(struct oz_lint *lint, const ounce_str *names, size_t count,
                           ounce_error *err)
{
    for (size_t i = 0; i < count; i++) {
        enum oz_lint_id id = oz_lint_find(names[i]);
        const char *nearest;

        if (id == OZ_LINT_COUNT) {
            nearest = oz_nearest(names[i], oz_lint_names);
            return oz_error(
                err, OUNCE_ERR_ARGUMENT, "unknown lint \"%.*s\"%s%s%s",
                OZ_STR(names[i]), nearest != NULL ? "; did you mean \"" : "",
                nearest != NULL ? nearest : "", nearest != NULL ? "\"?" : "");
        }
        lint->allowed |= (uint64_t)1 << id;
    }
    return OUNCE_OK;
}

/* ---- what the lints share ---- */

bool oz_lint_is_allowed(const struct oz_lint_rule *rule, enum oz_lint_id id)
{
    return (rule->allowed >> id & 1) != 0;
}

void oz_lint_say(struct oz_lint_rule *rule, enum oz_lint_id id, struct oz_span span,
                 const char *format, ...)
{
    char message[400];
    va_list args;

    if (oz_lint_is_allowed(rule, id)) {
        return;
    }
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    oz_diag(rule->lint->diags, OUNCE_LEVEL_WARNING, lints[id].name, span, "%s",
            message);
}

bool oz_lint_nomem(struct oz_lint_rule *rule)
{
    rule->nomem = true;
    return false;
}

bool oz_lint_step(struct oz_lint_rule *rule, uint64_t steps)
{
    if (rule->steps < steps) {
        rule->steps = 0;
        return false;
    }
    rule->steps -= steps;
    return true;
}

struct oz_span oz_lint_span(const struct oz_lint_rule *rule, oz_yaml_id id)
{
    return oz_yaml_node(rule->doc, id)->span;
}

uint32_t oz_lint_items(const struct oz_lint_rule *rule, oz_yaml_id list)
{
    return list != OZ_NONE && oz_yaml_node(rule->doc, list)->kind == OZ_YAML_LIST
               ? oz_yaml_node(rule->doc, list)->as.run.count
               : 0;
}

enum oz_expr_kind oz_lint_group(const struct oz_lint_rule *rule, uint32_t site)
{
    const struct oz_lower_site *at = oz_lint_site(rule, site);
    const struct oz_expr_node *node = oz_expr_node(rule->in->expr, at->expr);
    bool group = node->kind == OZ_EXPR_ALL || node->kind == OZ_EXPR_ANY ||
                 node->kind == OZ_EXPR_ONLY_ONE || node->kind == OZ_EXPR_NO_ONE;

    if (oz_yaml_node(rule->doc, at->node)->kind == OZ_YAML_LIST) {
        return OZ_EXPR_ALL;
    }
    /* a filter and an enrichment become groups, too, with no site inside */
    return group && (at->end > site + 1 || node->count == 0)
               ? (enum oz_expr_kind)node->kind
               : OZ_EXPR_TEST;
}

/* ---- one rule ---- */

static void (*const passes[])(struct oz_lint_rule *rule) = {
    oz_lint_comments, /* first: it says what to be silent about */
    oz_lint_tests,    oz_lint_verdicts,   oz_lint_shadows,
    oz_lint_aliases,  oz_lint_fields,     oz_lint_events,
    oz_lint_dedup,    oz_lint_techniques, oz_lint_log_types,
};

bool oz_lint_rule(struct oz_lint *lint, const struct oz_lint_input *input)
{
    struct oz_lint_rule rule = {.lint = lint,
                                .in = input,
                                .doc = input->source->doc,
                                .allowed = lint->allowed,
                                .steps = OZ_LINT_STEPS};

    for (size_t i = 0; i < sizeof passes / sizeof *passes && !rule.nomem; i++) {
        passes[i](&rule);
    }
    return !rule.nomem && !lint->diags->failed;
}
