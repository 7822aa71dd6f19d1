/* rule.h — a rule file, read: metadata with its defaults, tests, and the parts that
 * become expressions, still as nodes of the document.
 */
#ifndef OZ_RULE_H
#define OZ_RULE_H

#include "base/diag.h"
#include "yaml/yaml_document.h"

#include <ounce/ruleset.h>

#define OZ_RULE_TEXTS 11 /* ounce_rule_text_field */
#define OZ_RULE_LISTS 6  /* ounce_rule_list_field */

struct oz_text_list {
    ounce_str *items;
    uint32_t count;
};

/* The public ounce_rule. Lives in the ruleset's arena; immutable once compiled. */
struct ounce_rule {
    ounce_str texts[OZ_RULE_TEXTS];
    struct oz_text_list lists[OZ_RULE_LISTS];
    uint32_t kind; /* ounce_rule_kind */
    bool enabled;
    bool create_alert;
    uint32_t severity; /* rank: 0 Info … 4 Critical */
    int64_t threshold;
    int64_t dedup_minutes;
    ounce_str python;          /* file of its logic, as it says; empty: YAML */
    struct oz_text_list mocks; /* names that tests replace */
    ounce_rule_test *tests;
    uint32_t test_count;
    struct oz_span span; /* of the rule's id */
    uint64_t given;      /* keys of its own: bits of oz_rule_key_bit() */
    bool only_base_risk;
    int64_t base_version;
};

/* What of the document becomes expressions. OZ_NONE: the file has no such key, or not
 * of the right kind. */
struct oz_rule_source {
    const struct oz_yaml_document *doc;
    oz_yaml_id detection;
    oz_yaml_id filters;
    oz_yaml_id severities;
    oz_yaml_id title;
    oz_yaml_id context;
    oz_yaml_id group_by;
};

/* The five severities, in rank order, NULL-terminated: as files and as alerts spell
 * them. */
extern const char *const oz_severity_names[];
extern const char *const oz_severity_upper[];

/* Rank of a severity name; false when it is none. */
bool oz_severity_rank(ounce_str name, bool any_case, uint32_t *rank);

enum oz_read { OZ_READ_FINE, OZ_READ_BAD, OZ_READ_NOMEM };

struct oz_read_options {
    bool keep_tests;
    bool keep_items; /* and documents, as JSON */
    bool lenient;
};

/* Fill what a derived rule does not say from its base. Texts and lists are shared. */
void oz_rule_inherit(struct ounce_rule *rule, const struct ounce_rule *base);

/* Read a document of AnalysisType rule or scheduled_rule. OZ_READ_FINE: `rule` is
 * filled. OZ_READ_BAD: diagnosed. `source` is filled either way, so that what is wrong
 * with the expressions can be said in the same run. Sets diags->rule_id as soon as it
 * is known. Everything kept lives in `arena`. */
enum oz_read oz_rule_read(struct oz_arena *arena, struct oz_diags *diags,
                          const struct oz_read_options *options,
                          const struct oz_yaml_document *doc, struct ounce_rule *rule,
                          struct oz_rule_source *source);

#endif
