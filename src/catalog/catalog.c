/* catalog.c — facts of each rule, then what the rules have in common. */
#include "catalog/catalog.h"

#include "catalog/facts.h"
#include "rule/rule.h"

static bool fill(struct ounce_catalog *catalog, struct oz_reading *reading, uint32_t id)
{
    const struct oz_plan_rule *rule = &catalog->plan->rules[id];
    const struct oz_text_list *types = &rule->rule->lists[OUNCE_RULE_LOG_TYPES];
    oz_expr_id match = oz_reading_of(reading, rule->program.match);
    struct oz_normal_scope scope = {&reading->to, reading->extents, &catalog->arena,
                                    types->items, types->count};
    ounce_catalog_entry *entry = &catalog->entries[id];

    return match != OZ_NONE && oz_facts_condition(&scope, match, entry) &&
           oz_facts_outputs(catalog->plan->expr, &catalog->arena, &rule->program,
                            entry) &&
           oz_facts_attack(&catalog->arena, rule->rule, entry);
}

bool oz_catalog_build(struct ounce_catalog *catalog)
{
    uint32_t count = catalog->plan->rule_count;
    struct oz_reading reading;

    catalog->entries =
        oz_arena_zero(&catalog->arena, (size_t)count * sizeof *catalog->entries);
    if (catalog->entries == NULL ||
        !oz_reading_init(&reading, catalog->plan->expr, &catalog->arena)) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (!fill(catalog, &reading, i)) {
            return false;
        }
    }
    return oz_catalog_corpus(catalog) && oz_catalog_actions(catalog);
}
