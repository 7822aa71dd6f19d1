/* corpus.c — how many other rules look for the same combination of field, kind and
 * values.
 *
 * A combination is its text, with the values in order: `eventName in ["A", "B"]`.
 */
#include "base/sort.h"
#include "base/str.h"
#include "catalog/catalog.h"
#include "catalog/facts.h"

struct combination {
    ounce_str text;
    uint32_t rules; /* that have it */
    uint32_t last;  /* of them: a rule counts once */
};

struct corpus {
    struct ounce_catalog *catalog;
    struct oz_table table;
    struct oz_gather all; /* struct combination */
};

static int compare_values(const void *owner, uint32_t a, uint32_t b)
{
    const ounce_catalog_fact *fact = owner;

    return oz_str_compare(fact->values[a], fact->values[b]);
}

/* data NULL: out of memory. */
static ounce_str text_of(struct oz_arena *arena, const ounce_catalog_fact *fact)
{
    uint32_t *order = oz_arena_array(arena, fact->value_count, 2 * sizeof *order);
    struct oz_buf buf;

    if (order == NULL) {
        return (ounce_str){NULL, 0};
    }
    for (uint32_t i = 0; i < fact->value_count; i++) {
        order[i] = i;
    }
    oz_sort(order, order + fact->value_count, fact->value_count, compare_values, fact);
    oz_buf_init(&buf, arena->alloc);
    oz_buf_str(&buf, fact->field);
    oz_buf_char(&buf, '\n');
    oz_buf_str(&buf, fact->kind);
    for (uint32_t i = 0; i < fact->value_count; i++) {
        oz_buf_char(&buf, '\n');
        oz_buf_str(&buf, fact->values[order[i]]);
    }
    return oz_facts_keep(arena, &buf);
}

static bool same(const void *owner, uint32_t id, const void *wanted)
{
    const struct corpus *corpus = owner;
    const struct combination *all = corpus->all.items;

    return oz_str_equal(all[id].text, *(const ounce_str *)wanted);
}

/* OZ_NONE: out of memory. */
static uint32_t find(struct corpus *corpus, const ounce_catalog_fact *fact)
{
    ounce_str text = text_of(&corpus->catalog->arena, fact);
    uint64_t hash = text.data != NULL ? oz_hash(text.data, text.size) : 0;
    struct combination *made;
    uint32_t id;

    if (text.data == NULL) {
        return OZ_NONE;
    }
    id = oz_table_find(&corpus->table, hash, same, corpus, &text);
    if (id != OZ_NONE) {
        return id;
    }
    made = oz_gather_add(&corpus->all);
    if (made == NULL || !oz_table_add(&corpus->table, &corpus->catalog->arena, hash,
                                      corpus->all.count - 1)) {
        return OZ_NONE;
    }
    *made = (struct combination){text, 0, OZ_NONE};
    return corpus->all.count - 1;
}

/* The facts of an entry are ours to change. */
static ounce_catalog_fact *indicators_of(const ounce_catalog_entry *entry)
{
    return (ounce_catalog_fact *)(uintptr_t)entry->indicators;
}

bool oz_catalog_corpus(struct ounce_catalog *catalog)
{
    struct corpus corpus = {
        catalog, {0}, {&catalog->arena, NULL, 0, 0, sizeof(struct combination), false}};

    for (uint32_t i = 0; i < catalog->plan->rule_count; i++) {
        const ounce_catalog_entry *entry = &catalog->entries[i];

        for (uint32_t j = 0; j < entry->indicator_count; j++) {
            uint32_t id = find(&corpus, &entry->indicators[j]);
            struct combination *all = corpus.all.items;

            if (id == OZ_NONE) {
                return false;
            }
            all[id].rules += all[id].last != i ? 1 : 0;
            all[id].last = i;
            indicators_of(entry)[j].corpus = id;
        }
    }
    for (uint32_t i = 0; i < catalog->plan->rule_count; i++) {
        const ounce_catalog_entry *entry = &catalog->entries[i];

        for (uint32_t j = 0; j < entry->indicator_count; j++) {
            const struct combination *all = corpus.all.items;

            indicators_of(entry)[j].corpus = all[entry->indicators[j].corpus].rules - 1;
        }
    }
    return true;
}
