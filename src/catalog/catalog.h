/* catalog.h — the catalog: an entry a rule, and what rules have in common. */
#ifndef OZ_CATALOG_H
#define OZ_CATALOG_H

#include "plan/plan.h"

#include <ounce/catalog.h>

struct ounce_catalog {
    ounce_allocator alloc;
    struct oz_arena arena;
    const struct oz_plan *plan; /* borrowed: the ruleset's */
    ounce_catalog_entry *entries;
};

/* Fill the entries of a plan's rules. false: out of memory. */
bool oz_catalog_build(struct ounce_catalog *catalog);

/* How many other rules have an indicator (corpus.c). */
bool oz_catalog_corpus(struct ounce_catalog *catalog);

/* Which rules detect the same action (action.c). */
bool oz_catalog_actions(struct ounce_catalog *catalog);

/* One entry as JSON (catalog_json.c). */
void oz_catalog_json(const struct ounce_catalog *catalog, uint32_t rule,
                     struct oz_buf *buf);

#endif
