/* kit_catalog.c — see kit_catalog.h. */
#include "kit_catalog.h"

#include "base/diag.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static char text[200000];
static size_t used;

static void put(const char *format, ...) OZ_FORMAT(1, 2);

static void put(const char *format, ...)
{
    va_list args;
    int size;

    va_start(args, format);
    size = vsnprintf(text + used, sizeof text - used, format, args);
    va_end(args);
    ck_assert_int_ge(size, 0);
    used += (size_t)size;
    ck_assert_uint_lt(used, sizeof text);
}

static void put_str(const char *before, ounce_str value)
{
    put("%s%.*s", before, (int)value.size, value.data != NULL ? value.data : "");
}

static void put_facts(const char *kind, const ounce_catalog_fact *facts, uint32_t count,
                      bool corpus)
{
    for (uint32_t i = 0; i < count; i++) {
        put("%s", kind);
        put_str(" ", facts[i].field);
        put_str(" ", facts[i].kind);
        for (uint32_t j = 0; j < facts[i].value_count; j++) {
            put_str(" ", facts[i].values[j]);
        }
        if (corpus) {
            put(" %u", facts[i].corpus);
        }
        put("\n");
    }
}

static void put_lines(const char *kind, const ounce_str *lines, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        put("%s", kind);
        put_str(" ", lines[i]);
        put("\n");
    }
}

static void put_attack(const ounce_catalog_entry *entry)
{
    for (uint32_t i = 0; i < entry->attack_count; i++) {
        put_str("attack ", entry->attack[i].tactic_id);
        put_str(" ", entry->attack[i].tactic);
        put_str(" ", entry->attack[i].technique_id);
        put_str(" ", entry->attack[i].technique);
        put("\n");
    }
}

static void put_outputs(const ounce_catalog_entry *entry)
{
    for (uint32_t i = 0; i < entry->output_count; i++) {
        put_str("output ", entry->outputs[i].field);
        if (entry->outputs[i].source.size > 0) {
            put_str(" ", entry->outputs[i].source);
        }
        put("\n");
    }
}

static void put_same_action(const ounce_ruleset *ruleset,
                            const ounce_catalog_entry *entry)
{
    for (uint32_t i = 0; i < entry->same_action_count; i++) {
        const ounce_rule *rule = ounce_ruleset_rule(ruleset, entry->same_action[i]);
        const ounce_str *id = ounce_rule_text(rule, OUNCE_RULE_ID);

        put_str("same ", *id);
        put("\n");
    }
}

const char *kit_facts(const ounce_catalog *catalog, const ounce_ruleset *ruleset,
                      uint32_t rule, const char *kinds)
{
    const ounce_catalog_entry *entry = ounce_catalog_entry_get(catalog, rule);

    ck_assert_ptr_nonnull(entry);
    used = 0;
    text[0] = '\0';
    for (; *kinds != '\0'; kinds++) {
        switch (*kinds) {
        case 'A':
            put_attack(entry);
            break;
        case 'C':
            put_lines("condition", entry->condition, entry->condition_count);
            break;
        case 'X':
            put_facts("exclusion", entry->exclusions, entry->exclusion_count, false);
            break;
        case 'I':
            put_facts("indicator", entry->indicators, entry->indicator_count, true);
            break;
        case 'O':
            put_outputs(entry);
            break;
        case 'S':
            put_same_action(ruleset, entry);
            break;
        case 'P':
            put_lines("opaque", entry->opaque, entry->opaque_count);
            break;
        default:
            ck_abort_msg("no such kind of fact: %c", *kinds);
        }
    }
    return text;
}

ounce_catalog *kit_catalog(struct kit_set *set)
{
    ounce_catalog *catalog = NULL;

    ck_assert_int_eq(
        ounce_catalog_new(set->ruleset, &set->memory.allocator, &catalog, NULL),
        OUNCE_OK);
    ck_assert_ptr_nonnull(catalog);
    return catalog;
}
