/* item.h — analysis items other than rules: validated and kept. A policy is read as a
 * rule as well. */
#ifndef OZ_ITEM_H
#define OZ_ITEM_H

#include "rule/rule.h"

enum oz_item_kind {
    OZ_ITEM_NONE, /* no analysis item at all: passed over in silence */
    OZ_ITEM_RULE, /* rule and scheduled_rule: rule.h */
    OZ_ITEM_POLICY,
    OZ_ITEM_CORRELATION,
    OZ_ITEM_DATAMODEL,
    OZ_ITEM_GLOBAL,
    OZ_ITEM_LOOKUP,
    OZ_ITEM_PACK,
    OZ_ITEM_SAVED_QUERY,
    OZ_ITEM_SCHEDULED_QUERY,
    OZ_ITEM_PROMPT,
    OZ_ITEM_BAD /* diagnosed */
};

/* Where the rows of a lookup table are. */
struct oz_item_table {
    ounce_str file;      /* as it says; empty: a query fills it, or a bucket */
    struct oz_span span; /* of that */
    ounce_str column;    /* of the primary key */
    bool unreadable;     /* the file, which was diagnosed */
};

struct oz_item {
    enum oz_item_kind kind;
    ounce_str type; /* as in the file */
    ounce_str id;
    ounce_str file;
    struct oz_span span; /* of the id */
    bool enabled;
    ounce_str json;            /* the document; empty unless items are kept */
    struct oz_text_list links; /* ids it names (pack, correlation rule); log types of a
                                  data model */
    ounce_str python;          /* file of its code, as it says; empty: none */
    struct oz_text_list
        mappings; /* of a data model: name, path or "", method or "" … */
    struct oz_item_table table;
};

/* What kind of item a document is. OZ_ITEM_BAD is diagnosed. */
enum oz_item_kind oz_item_classify(struct oz_diags *diags,
                                   const struct oz_yaml_document *doc);

/* Read and validate an item of a kind other than RULE. */
enum oz_read oz_item_read(struct oz_arena *arena, struct oz_diags *diags,
                          const struct oz_read_options *options,
                          const struct oz_yaml_document *doc, enum oz_item_kind kind,
                          struct oz_item *out);

/* policy.c: read a policy that oz_item_read() found fine as a rule; its resource types
 * are the log types. OZ_READ_BAD is diagnosed. */
enum oz_read oz_policy_read(struct oz_arena *arena, struct oz_diags *diags,
                            const struct oz_read_options *options,
                            const struct oz_yaml_document *doc,
                            struct ounce_rule *rule);

/* item_correlation.c: the body of a correlation rule. The rules its steps name are
 * added to `links`. */
struct oz_rule_reading;
bool oz_item_check_correlation(struct oz_rule_reading *reading,
                               struct oz_text_list *links);

/* item_lookup.c: what a schema cannot say of a lookup table, and where its rows are.
 * false: out of memory. */
bool oz_item_is_query(const struct oz_rule_reading *reading);
void oz_item_check_lookup(struct oz_rule_reading *reading);
bool oz_item_keep_table(struct oz_rule_reading *reading, struct oz_item_table *out);

#endif
