/* catalog.c — the doorway of ounce/catalog.h. */
#include "catalog/catalog.h"
#include "api/ruleset.h"
#include "base/diag.h"
#include "lint/attack/attack.h"

#include <string.h>

ounce_status ounce_catalog_new(const ounce_ruleset *ruleset,
                               const ounce_allocator *allocator, ounce_catalog **out,
                               ounce_error *err)
{
    const ounce_allocator *alloc = allocator != NULL ? allocator : &oz_alloc_default;
    ounce_catalog *catalog = oz_alloc_zero(alloc, sizeof *catalog);

    *out = NULL;
    if (catalog == NULL) {
        return oz_error_nomem(err);
    }
    catalog->alloc = *alloc;
    catalog->plan = &ruleset->plan;
    oz_arena_init(&catalog->arena, &catalog->alloc);
    if (!oz_catalog_build(catalog)) {
        ounce_catalog_free(catalog);
        return oz_error_nomem(err);
    }
    *out = catalog;
    return OUNCE_OK;
}

void ounce_catalog_free(ounce_catalog *catalog)
{
    ounce_allocator alloc;

    if (catalog != NULL) {
        alloc = catalog->alloc;
        oz_arena_finish(&catalog->arena);
        oz_alloc_free(&alloc, catalog, sizeof *catalog);
    }
}

const ounce_catalog_entry *ounce_catalog_entry_get(const ounce_catalog *catalog,
                                                   uint32_t rule)
{
    return rule < catalog->plan->rule_count ? &catalog->entries[rule] : NULL;
}

ounce_status ounce_catalog_print(const ounce_catalog *catalog, uint32_t rule,
                                 char *buffer, size_t capacity, size_t *size)
{
    struct oz_buf buf;

    *size = 0;
    if (rule >= catalog->plan->rule_count) {
        return OUNCE_ERR_ARGUMENT;
    }
    oz_buf_init_fixed(&buf, buffer, capacity);
    oz_catalog_json(catalog, rule, &buf);
    return oz_print_result(&buf, capacity, size);
}

static ounce_str of(const char *text)
{
    return (ounce_str){text, strlen(text)};
}

bool ounce_attack_tactic_get(uint32_t index, ounce_str *id, ounce_str *name)
{
    const struct oz_attack_tactic *tactic = oz_attack_tactic_at(index);

    if (tactic == NULL) {
        return false;
    }
    *id = of(tactic->id);
    *name = of(tactic->name);
    return true;
}

bool ounce_attack_technique_get(uint32_t index, ounce_attack_technique *out)
{
    const struct oz_attack_technique *technique = oz_attack_technique_at(index);

    if (technique == NULL) {
        return false;
    }
    *out = (ounce_attack_technique){of(technique->id), of(technique->name),
                                    of(technique->tactics)};
    return true;
}
