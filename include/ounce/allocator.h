/* ounce/allocator.h — the memory hook, and the limits that untrusted input meets. */
#ifndef OUNCE_ALLOCATOR_H
#define OUNCE_ALLOCATOR_H

#include <ounce/export.h>

OUNCE_BEGIN_DECLS

/**
 * Where memory comes from. Given per root object (the compiler) and inherited by the
 * ruleset and the matchers made from it. Copied; @c ctx must outlive them all.
 *
 * The ruleset may be freed by whichever thread drops the last reference, and matchers
 * allocate on their own threads: with more than one thread the hook must be
 * thread-safe. libyaml alone, while a rule file is being read, uses malloc.
 */
typedef struct ounce_allocator {
    /** new_size 0 frees; ptr NULL allocates; NULL means failure, and ptr stays valid.
     *  Memory is aligned as malloc's is. */
    void *(*resize)(void *ctx, void *ptr, size_t old_size, size_t new_size);
    void *ctx; /**< Passed to @c resize untouched. May be NULL. */
} ounce_allocator;

/**
 * What a rule file or an event may cost at most. A limit that is passed is a typed
 * error with a place, never a silent cut. Start from OUNCE_LIMITS_INIT and change
 * fields.
 */
typedef struct ounce_limits {
    uint32_t size;      /**< sizeof(ounce_limits). */
    uint32_t max_depth; /**< Nesting of a rule file and of its conditions, levels. */
    uint64_t max_rule_bytes;  /**< One rule file, bytes. */
    uint32_t max_yaml_nodes;  /**< One rule file, after aliases are expanded. */
    uint32_t max_rule_nodes;  /**< Predicate tree of one rule, nodes. */
    uint32_t max_values;      /**< Items in one `Values:` list. */
    uint32_t max_rules;       /**< Rules in one ruleset. */
    uint32_t max_diagnostics; /**< Kept per compile; more are counted, not kept. */
    uint32_t max_event_depth; /**< Nesting of an event, levels; at most 1,024. */
    uint64_t max_event_bytes; /**< One event, bytes. */
    uint64_t max_event_steps; /**< Work on one event: node visits and list elements. */
    uint32_t max_event_members; /**< Members of all objects in one event. */
    uint32_t max_table_rows;    /**< Rows of all lookup tables; 0 is the default. */
    uint64_t max_table_bytes; /**< One file of a lookup table, and what all tables of a
                                   ruleset keep of theirs, bytes; 0 is the default. */
    uint32_t reserved[4];     /**< Zero. */
} ounce_limits;

#define OUNCE_LIMITS_INIT                                                              \
    {                                                                                  \
        (uint32_t)sizeof(ounce_limits), 64, 1048576, 100000, 10000, 100000, 100000,    \
            10000, 128, 16777216, 10000000, 1000000, 1000000, 67108864,                \
        {                                                                              \
            0, 0, 0, 0                                                                 \
        }                                                                              \
    }

OUNCE_END_DECLS
#endif
