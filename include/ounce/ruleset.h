/* ounce/ruleset.h — immutable compiled rules: share them, enumerate them. */
#ifndef OUNCE_RULESET_H
#define OUNCE_RULESET_H

#include <ounce/error.h>
#include <ounce/export.h>

OUNCE_BEGIN_DECLS

/** Compiled rules, ordered by rule id. Opaque, immutable, reference counted. */
typedef struct ounce_ruleset ounce_ruleset;

/** One rule of a ruleset. Opaque; borrowed from its ruleset. */
typedef struct ounce_rule ounce_rule;

/**
 * Take one more reference.
 *
 * @param ruleset  Shared.
 * @return @p ruleset.
 *
 * Thread:  immutable; the count is atomic.
 * Since:   0.1
 */
OUNCE_API ounce_ruleset *ounce_ruleset_ref(ounce_ruleset *ruleset);

/**
 * Drop one reference; the last one frees the ruleset.
 *
 * @param ruleset  Shared; NULL is a no-op.
 *
 * Thread:  immutable; the count is atomic.
 * Since:   0.1
 */
OUNCE_API void ounce_ruleset_unref(ounce_ruleset *ruleset);

/**
 * Count the rules, disabled ones included.
 *
 * Thread:  immutable.
 * Since:   0.1
 */
OUNCE_API uint32_t ounce_ruleset_count(const ounce_ruleset *ruleset);

/**
 * Get a rule by its place in rule-id order (byte order of the ids).
 *
 * @param index  0-based.
 * @return Borrowed from the ruleset; NULL past the last.
 *
 * Thread:  immutable.
 * Since:   0.1
 */
OUNCE_API const ounce_rule *ounce_ruleset_rule(const ounce_ruleset *ruleset,
                                               uint32_t index);

/**
 * Find a rule by its id.
 *
 * @param id     Exactly as in the file.
 * @param index  Out: its place; untouched when there is none.
 * @return Whether there is one.
 *
 * Cost:    O(log rules).
 * Thread:  immutable.
 * Since:   0.1
 */
OUNCE_API bool ounce_ruleset_find(const ounce_ruleset *ruleset, const char *id,
                                  size_t id_size, uint32_t *index);

/** Text fields of a rule; the empty text when the file does not say. */
typedef enum ounce_rule_text_field {
    OUNCE_RULE_ID = 0,
    OUNCE_RULE_DISPLAY_NAME = 1, /**< The id when the file has no DisplayName. */
    OUNCE_RULE_SEVERITY = 2,     /**< "Info", "Low", "Medium", "High", "Critical". */
    OUNCE_RULE_DESCRIPTION = 3,
    OUNCE_RULE_REFERENCE = 4,
    OUNCE_RULE_RUNBOOK = 5,
    OUNCE_RULE_STATUS = 6,
    OUNCE_RULE_CREATED_BY = 7,
    OUNCE_RULE_FILE = 8, /**< As given to the compiler, or found below a folder. */
    OUNCE_RULE_BASE = 9, /**< Id of the rule that this one is derived from. */
    OUNCE_RULE_PYTHON_FILE = 10 /**< Where its logic was read, if that is Python. */
} ounce_rule_text_field;

/** Lists of text of a rule, in file order. */
typedef enum ounce_rule_list_field {
    OUNCE_RULE_LOG_TYPES = 0, /**< Of a policy, its resource types. */
    OUNCE_RULE_TAGS = 1,
    OUNCE_RULE_OUTPUT_IDS = 2,
    OUNCE_RULE_SUMMARY_ATTRIBUTES = 3,
    OUNCE_RULE_SCHEDULED_QUERIES = 4,
    OUNCE_RULE_REPORTS = 5 /**< Alternating: framework name, identifier. */
} ounce_rule_list_field;

/** Numbers of a rule, defaults filled in. */
typedef enum ounce_rule_number_field {
    OUNCE_RULE_ENABLED = 0,      /**< 0 or 1. */
    OUNCE_RULE_CREATE_ALERT = 1, /**< 0 or 1; 0 makes the rule a signal. */
    OUNCE_RULE_THRESHOLD = 2,    /**< Matches before an alert exists; at least 1. */
    OUNCE_RULE_DEDUP_MINUTES =
        3,                     /**< Length of the dedup window, minutes; 5..525600. */
    OUNCE_RULE_TEST_COUNT = 4, /**< 0 without OUNCE_COMPILE_KEEP_TESTS. */
    OUNCE_RULE_LINE = 5,       /**< 1-based line of the rule's id in its file. */
    OUNCE_RULE_SEVERITY_RANK = 6,  /**< Info 0, Low 1, Medium 2, High 3, Critical 4. */
    OUNCE_RULE_ONLY_BASE_RISK = 7, /**< 0 or 1: OnlyUseBaseRiskScore. */
    OUNCE_RULE_BASE_VERSION = 8,   /**< 0 when the file does not say. */
    OUNCE_RULE_KIND = 9            /**< ounce_rule_kind. */
} ounce_rule_number_field;

/** What a rule judges. */
typedef enum ounce_rule_kind {
    OUNCE_RULE_KIND_RULE = 0,
    OUNCE_RULE_KIND_SCHEDULED = 1, /**< Rows of queries. */
    /** Resources. A match is a resource that does not comply: its function returned
        False. It is tried on events only whose log type is one of its types. */
    OUNCE_RULE_KIND_POLICY = 2
} ounce_rule_kind;

/**
 * Get a text field of a rule.
 *
 * @param field  ounce_rule_text_field.
 * @return Borrowed from the ruleset; NULL for a field that is none.
 *
 * Thread:  immutable.
 * Since:   0.1
 */
OUNCE_API const ounce_str *ounce_rule_text(const ounce_rule *rule, uint32_t field);

/**
 * Get one item of a list field.
 *
 * @param field  ounce_rule_list_field.
 * @param index  0-based.
 * @return Borrowed from the ruleset; NULL past the last item.
 *
 * Thread:  immutable.
 * Since:   0.1
 */
OUNCE_API const ounce_str *ounce_rule_item(const ounce_rule *rule, uint32_t field,
                                           uint32_t index);

/**
 * Get a number of a rule.
 *
 * @param field  ounce_rule_number_field.
 * @return The number; -1 for a field that is none.
 *
 * Thread:  immutable.
 * Since:   0.1
 */
OUNCE_API int64_t ounce_rule_number(const ounce_rule *rule, uint32_t field);

/** One entry of a rule's `Tests:`. Borrowed from the ruleset. */
typedef struct ounce_rule_test {
    ounce_str name;
    ounce_str event;   /**< The event as compact JSON. */
    uint32_t expected; /**< 0 or 1: should the rule match? Of a policy: should the
                            resource comply, so that there is no match? */
    uint32_t line;     /**< 1-based place of the test in the rule's file. */
    uint32_t column;   /**< 1-based, in code points. */
    uint32_t reserved; /**< Zero. */
    ounce_str mocks; /**< For ounce_event.mocks; empty when the test has none, and says
                          nothing of lookup tables. */
} ounce_rule_test;

/**
 * Get one of a rule's own tests. Run it with ounce_matcher_run_rule().
 *
 * @param index  0-based.
 * @param out    Out; borrowed from the ruleset.
 * @return false past the last test, or when tests were not kept.
 *
 * Source:  docs/rule-format.md, "Tests".
 * Thread:  immutable.
 * Since:   0.1
 */
OUNCE_API bool ounce_rule_test_get(const ounce_rule *rule, uint32_t index,
                                   ounce_rule_test *out);

/** An analysis item that is not a rule: validated, not evaluated. A policy is here with
 *  its document, and among the rules. Borrowed from the ruleset. */
typedef struct ounce_item {
    ounce_str type;   /**< "policy", "datamodel", "pack", … as in the file. */
    ounce_str id;     /**< What the item is called, whatever its key for that. */
    ounce_str file;   /**< As given to the compiler, or found below a folder. */
    ounce_str json;   /**< The whole item as compact JSON; empty without
                           OUNCE_COMPILE_KEEP_ITEMS. */
    uint32_t line;    /**< 1-based line of the id. */
    uint32_t enabled; /**< 0 or 1; 1 for kinds that cannot be disabled. */
} ounce_item;

/**
 * Get an item that is not a rule, in the order they were read.
 *
 * @param index  0-based.
 * @param out    Out; borrowed from the ruleset.
 * @return false past the last.
 *
 * Source:  docs/rule-format.md.
 * Thread:  immutable.
 * Since:   0.1
 */
OUNCE_API bool ounce_ruleset_item(const ounce_ruleset *ruleset, uint32_t index,
                                  ounce_item *out);

/** What the engine can make of a rule. */
typedef struct ounce_coverage {
    uint32_t pure; /**< 0 or 1: its verdict is a tree of predicates of the event, with
                        no step-by-step computation in it. */
    uint32_t guarded;  /**< 0 or 1: it is tried only on events that have one of a few
                            values in some field. */
    ounce_str missing; /**< A library function that it calls and that this version
                          lacks, such as "boto3.resource"; a call raises
                          NotImplementedError. The first found; empty when there is
                          none. Borrowed from the ruleset. */
} ounce_coverage;

/**
 * Tell of every rule what the engine can make of it.
 *
 * @param ruleset   Borrowed.
 * @param rules     Out, caller's: one entry a rule, in rule-id order.
 * @param capacity  How many entries there is room for; at least ounce_ruleset_count().
 * @param err       Filled on failure; NULL if not wanted.
 *
 * @return OUNCE_OK; OUNCE_ERR_SPACE when there is too little room, and then nothing is
 *         written.
 *
 * Cost:    O(rules).
 * Thread:  immutable.
 * Since:   0.1
 */
OUNCE_API ounce_status ounce_ruleset_coverage(const ounce_ruleset *ruleset,
                                              ounce_coverage *rules, size_t capacity,
                                              ounce_error *err);

/** What ounce_rule_print() writes. */
typedef enum ounce_print {
    OUNCE_PRINT_TEXT = 0, /**< An indented tree for people. */
    OUNCE_PRINT_JSON = 1, /**< One JSON object: metadata, tree, guards. */
    OUNCE_PRINT_IR = 2 /**< The rule's expressions in canonical IR text, one a line. */
} ounce_print;

/**
 * Print what a rule was compiled to: its predicate tree, and the guard by which the
 * plan finds it (or that it has none and is tried on every event).
 *
 * @param ruleset   Borrowed.
 * @param index     The rule, 0-based.
 * @param form      ounce_print.
 * @param buffer    Caller's, @p capacity bytes; may be NULL when capacity is 0.
 * @param capacity  In bytes.
 * @param size      Out: the size of the whole text in bytes, also when it did not fit.
 *
 * @return OUNCE_OK; OUNCE_ERR_SPACE when the text is larger than @p capacity;
 *         OUNCE_ERR_ARGUMENT for an index or a form that is none; OUNCE_ERR_NOMEM.
 *
 * Cost:    O(size of the rule).
 * Thread:  immutable.
 * Since:   0.1
 */
OUNCE_API ounce_status ounce_rule_print(const ounce_ruleset *ruleset, uint32_t index,
                                        uint32_t form, char *buffer, size_t capacity,
                                        size_t *size);

OUNCE_END_DECLS
#endif
