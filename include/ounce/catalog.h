/* ounce/catalog.h — what a page says of every rule of a ruleset. */
#ifndef OUNCE_CATALOG_H
#define OUNCE_CATALOG_H

#include <ounce/allocator.h>
#include <ounce/error.h>
#include <ounce/ruleset.h>

OUNCE_BEGIN_DECLS

/** The catalog of one ruleset. Opaque, immutable. */
typedef struct ounce_catalog ounce_catalog;

/** An ATT&CK tactic or technique that a rule reports. Names are empty where the table
 * does not know the id, ids where the rule does not say. */
typedef struct ounce_catalog_attack {
    ounce_str tactic_id;    /**< "TA0005" */
    ounce_str tactic;       /**< "Stealth" */
    ounce_str technique_id; /**< "T1562.008" */
    ounce_str technique;    /**< "Impair Defenses: Disable or Modify Cloud Logs" */
} ounce_catalog_attack;

/** A test of a field: what a rule looks for, or what it excludes. */
typedef struct ounce_catalog_fact {
    ounce_str field;         /**< "userIdentity.arn" */
    ounce_str kind;          /**< "eq", "istarts_with", "is_not_null" … */
    const ounce_str *values; /**< As JSON. */
    uint32_t value_count;
    uint32_t corpus; /**< Of an indicator: other rules that have the same one. */
} ounce_catalog_fact;

/** A field of the event that an alert shows. */
typedef struct ounce_catalog_output {
    ounce_str field;  /**< The name it appears under. */
    ounce_str source; /**< Its path where that differs, else empty. */
} ounce_catalog_output;

/** What the page of a rule says. Borrowed from the catalog. */
typedef struct ounce_catalog_entry {
    const ounce_catalog_attack *attack; /**< In file order. */
    const ounce_str *condition;         /**< A line a conjunct. */
    const ounce_catalog_fact *exclusions;
    const ounce_catalog_fact *indicators;
    const ounce_catalog_output *outputs;
    const uint32_t *same_action; /**< Indices of rules, ascending. */
    const ounce_str *opaque;     /**< What stands in computed(…). */
    uint32_t attack_count, condition_count, exclusion_count, indicator_count;
    uint32_t output_count, same_action_count, opaque_count;
    uint32_t reserved; /**< Zero. */
} ounce_catalog_entry;

/**
 * Make the catalog of a ruleset.
 *
 * @param ruleset    Borrowed; must outlive the catalog.
 * @param allocator  Copied; NULL means malloc.
 * @param out        Out, owned: ounce_catalog_free(). NULL on failure.
 * @param err        Filled on failure; NULL if not wanted.
 *
 * @return OUNCE_OK or OUNCE_ERR_NOMEM.
 *
 * Cost:    O(size of all rules).
 * Thread:  pure; the catalog is immutable.
 * Since:   0.1
 */
OUNCE_API ounce_status ounce_catalog_new(const ounce_ruleset *ruleset,
                                         const ounce_allocator *allocator,
                                         ounce_catalog **out, ounce_error *err);

/**
 * Free a catalog.
 *
 * @param catalog  Taken; NULL is a no-op.
 *
 * Thread:  confined.
 * Since:   0.1
 */
OUNCE_API void ounce_catalog_free(ounce_catalog *catalog);

/**
 * What the page of a rule says.
 *
 * @param rule  0-based, as ounce_ruleset_rule() counts.
 * @return Borrowed from the catalog; NULL past the last rule.
 *
 * Thread:  immutable.
 * Since:   0.1
 */
OUNCE_API const ounce_catalog_entry *
ounce_catalog_entry_get(const ounce_catalog *catalog, uint32_t rule);

/**
 * The same as one JSON object, as `ounce catalog --format json` prints it.
 *
 * @param rule      0-based.
 * @param buffer    Caller's, @p capacity bytes; may be NULL when capacity is 0.
 * @param capacity  In bytes.
 * @param size      Out: the size of the whole text in bytes, also when it did not fit.
 *
 * @return OUNCE_OK; OUNCE_ERR_SPACE when the text is larger than @p capacity;
 *         OUNCE_ERR_ARGUMENT past the last rule.
 *
 * Source:  docs/catalog.md.
 * Thread:  immutable.
 * Since:   0.1
 */
OUNCE_API ounce_status ounce_catalog_print(const ounce_catalog *catalog, uint32_t rule,
                                           char *buffer, size_t capacity, size_t *size);

/** A technique of the ATT&CK table. */
typedef struct ounce_attack_technique {
    ounce_str id;      /**< "T1562.008" */
    ounce_str name;    /**< "Impair Defenses: Disable or Modify Cloud Logs" */
    ounce_str tactics; /**< Ids with commas between, at least one. */
} ounce_attack_technique;

/**
 * Get a tactic of the ATT&CK table, in the order of the ids: for what no rule reports.
 *
 * @param index  0-based.
 * @param id     Out: "TA0005". Static text.
 * @param name   Out: "Stealth". Static text.
 * @return false past the last, and then nothing is written.
 *
 * Source:  src/lint/attack/README.md.
 * Thread:  pure.
 * Since:   0.1
 */
OUNCE_API bool ounce_attack_tactic_get(uint32_t index, ounce_str *id, ounce_str *name);

/**
 * Get a technique of the ATT&CK table, in the order of the ids.
 *
 * @param index  0-based.
 * @param out    Out; static texts.
 * @return false past the last, and then nothing is written.
 *
 * Source:  src/lint/attack/README.md.
 * Thread:  pure.
 * Since:   0.1
 */
OUNCE_API bool ounce_attack_technique_get(uint32_t index, ounce_attack_technique *out);

OUNCE_END_DECLS
#endif
