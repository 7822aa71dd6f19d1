/* compile_finish.c — everything is read: link the files, put the rules in order, plan.
 */
#include "api/compiler.h"
#include "base/sort.h"
#include "base/str.h"

static int compare_rules(const void *owner, uint32_t a, uint32_t b)
{
    const struct oz_unit *unit = owner;

    return oz_str_compare(unit->rules[a].rule->texts[OUNCE_RULE_ID],
                          unit->rules[b].rule->texts[OUNCE_RULE_ID]);
}

/* Rules that linking could not complete have no predicate. */
static bool is_complete(const struct oz_unit_rule *rule)
{
    return rule->program.match != OZ_NONE;
}

static uint32_t count_rules(const struct oz_unit *unit)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < unit->rule_count; i++) {
        count += is_complete(&unit->rules[i]) ? 1 : 0;
    }
    return count;
}

/* The `count` complete rules in rule-id order; NULL when out of memory. */
static struct oz_plan_rule *ordered_rules(ounce_compiler *compiler, uint32_t count)
{
    struct oz_arena *arena = &compiler->ruleset->arena;
    const struct oz_unit *unit = &compiler->unit;
    struct oz_plan_rule *rules = oz_arena_array(arena, count, sizeof *rules);
    uint32_t *order = oz_arena_array(&compiler->document, count, 2 * sizeof *order);
    uint32_t used = 0;

    if (rules == NULL || order == NULL) {
        return NULL;
    }
    for (uint32_t i = 0; i < unit->rule_count; i++) {
        if (is_complete(&unit->rules[i])) {
            order[used++] = i;
        }
    }
    oz_sort(order, order + count, count, compare_rules, unit);
    for (uint32_t i = 0; i < count; i++) {
        memset(&rules[i], 0, sizeof rules[i]);
        rules[i].rule = unit->rules[order[i]].rule;
        rules[i].program = unit->rules[order[i]].program;
    }
    return rules;
}

/* The first error diagnostic becomes the caller's error. */
static ounce_status first_error(const ounce_compiler *compiler, ounce_error *err)
{
    for (uint32_t i = 0; i < compiler->diags.count; i++) {
        const ounce_diagnostic *diagnostic = &compiler->diags.items[i];

        if (diagnostic->level == OUNCE_LEVEL_ERROR) {
            struct oz_span span = {diagnostic->line, diagnostic->column, 0};

            return oz_error_at(err, OUNCE_ERR_RULE, diagnostic->file, span, "%.*s",
                               (int)diagnostic->message.size, diagnostic->message.data);
        }
    }
    return oz_error(err, OUNCE_ERR_RULE, "a rule does not load");
}

static ounce_status check_result(const ounce_compiler *compiler, ounce_error *err)
{
    if (compiler->diags.found[OUNCE_LEVEL_ERROR] > 0 &&
        (compiler->flags & OUNCE_COMPILE_PARTIAL) == 0) {
        return first_error(compiler, err);
    }
    if (count_rules(&compiler->unit) > compiler->limits.max_rules) {
        return oz_error(err, OUNCE_ERR_LIMIT, "%u rules; at most %u are accepted",
                        count_rules(&compiler->unit), compiler->limits.max_rules);
    }
    return OUNCE_OK;
}

static bool build(ounce_compiler *compiler)
{
    ounce_ruleset *ruleset = compiler->ruleset;
    uint32_t count = count_rules(&compiler->unit);
    struct oz_plan_rule *rules = ordered_rules(compiler, count);

    ruleset->items = compiler->unit.items;
    ruleset->item_count = compiler->unit.item_count;
    ruleset->lookups = compiler->unit.lookups;
    return rules != NULL &&
           oz_plan_build(&ruleset->arena, &ruleset->expr, rules, count, &ruleset->plan);
}

/* What went before is undone, so that the call can be repeated. */
static ounce_status no_memory(ounce_compiler *compiler,
                              const struct oz_compiler_mark *before, ounce_error *err)
{
    oz_compiler_undo(compiler, before);
    return oz_error_nomem(err);
}

ounce_status ounce_compiler_finish(ounce_compiler *compiler, ounce_ruleset **out,
                                   ounce_error *err)
{
    struct oz_compiler_mark before = oz_compiler_mark(compiler);
    ounce_status status;

    *out = NULL;
    if (compiler->ruleset == NULL) {
        return oz_compiler_check_open(compiler, err);
    }
    if (!compiler->finished &&
        (!oz_unit_link(&compiler->unit, &compiler->ruleset->expr, &compiler->diags,
                       &compiler->limits) ||
         (oz_compiler_lints(compiler) &&
          !oz_lint_finish(&compiler->lint, &compiler->document)))) {
        return no_memory(compiler, &before, err);
    }
    status = check_result(compiler, err);
    if (status == OUNCE_OK && !build(compiler)) {
        return no_memory(compiler, &before, err);
    }
    compiler->finished = true;
    if (status == OUNCE_OK) {
        *out = compiler->ruleset;
        compiler->ruleset = NULL;
        oz_unit_init(&compiler->unit, NULL, NULL);
    }
    return status;
}
