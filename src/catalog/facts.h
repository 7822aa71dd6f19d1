/* facts.h — what is said of one rule: lines, exclusions, indicators, output fields. */
#ifndef OZ_FACTS_H
#define OZ_FACTS_H

#include "catalog/normal.h"
#include "plan/plan.h"

#include <ounce/catalog.h>

/* Gathers entries of one kind. */
struct oz_gather {
    struct oz_arena *arena;
    void *items;
    uint32_t count, capacity;
    size_t item_size;
    bool failed; /* out of memory */
};

/* Room for one more; NULL when out of memory. */
void *oz_gather_add(struct oz_gather *gather);

/* Fill condition, exclusions, indicators and opaque. false: out of memory. */
bool oz_facts_condition(const struct oz_normal_scope *scope, oz_expr_id match,
                        ounce_catalog_entry *entry);

/* Fill outputs. false: out of memory. */
bool oz_facts_outputs(const struct oz_expr *expr, struct oz_arena *arena,
                      const struct oz_program *program, ounce_catalog_entry *entry);

/* Fill attack. false: out of memory. */
bool oz_facts_attack(struct oz_arena *arena, const struct ounce_rule *rule,
                     ounce_catalog_entry *entry);

/* The text that a buffer holds, kept. data NULL: out of memory. */
ounce_str oz_facts_keep(struct oz_arena *arena, struct oz_buf *buf);

#endif
