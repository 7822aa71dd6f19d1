/* lower.h — a rule's document → named expressions. */
#ifndef OZ_LOWER_H
#define OZ_LOWER_H

#include "expr/expr.h"
#include "rule/rule.h"

/* Where an expression of the file stands: a map, or a list that All is meant by. Sites
 * are in document order, a parent before those inside it. */
struct oz_lower_site {
    oz_yaml_id node;
    oz_expr_id expr; /* what it became */
    uint32_t end;    /* the first site that is not inside it */
};

struct oz_lower_sites {
    struct oz_arena *arena; /* borrowed */
    struct oz_lower_site *items;
    uint32_t count, capacity;
};

struct oz_lower {
    struct oz_expr *expr;
    const struct oz_yaml_document *doc;
    struct oz_diags *diags;
    const ounce_limits *limits;
    bool lenient;
    bool filter;                  /* inside InlineFilters: other rules apply */
    bool fine;                    /* no error so far */
    bool nomem;                   /* then nothing else counts */
    uint32_t expressions;         /* lowered so far, against limits->max_rule_nodes */
    uint32_t level;               /* quantifiers around here */
    struct oz_lower_sites *sites; /* NULL: nobody asks */
};

/* Lower everything a rule says, and note in `sites`, if not NULL, where it says it.
 * OUNCE_OK, OUNCE_ERR_RULE (diagnosed), OUNCE_ERR_NOMEM. */
ounce_status oz_lower_rule(struct oz_expr *expr, struct oz_diags *diags,
                           const ounce_limits *limits, bool lenient,
                           const struct oz_rule_source *source,
                           struct oz_lower_sites *sites, struct oz_program *out);

/* Put filters and detection together; a derived rule takes from its base what it does
 * not say itself. false: out of memory. */
bool oz_lower_join(struct oz_expr *expr, struct oz_program *program);
bool oz_lower_inherit(struct oz_expr *expr, const struct ounce_rule *rule,
                      struct oz_program *program, const struct oz_program *base);

/* A list of match expressions, all of which must hold (lower_detection.c). */
oz_expr_id oz_lower_detection(struct oz_lower *lower, oz_yaml_id list);

/* A field named by Key, DeepKey or KeyPath (lower_field.c). `map` has exactly one of
 * them and `name` says which. */
oz_expr_id oz_lower_field(struct oz_lower *lower, const char *name, oz_yaml_id value,
                          bool names_only);
/* The path of an enrichment: to the row or rows, and from a row on. */
bool oz_lower_enrichment(struct oz_lower *lower, oz_yaml_id map, struct oz_path *rows,
                         struct oz_path *field, struct oz_path *whole);

/* A map with exactly one of Key, DeepKey and KeyPath and nothing else. */
oz_expr_id oz_lower_specifier(struct oz_lower *lower, oz_yaml_id map, const char *what);

/* The name of the one specifier among a map's keys; NULL when there is none or more. */
const char *oz_lower_specifier_name(struct oz_lower *lower, oz_yaml_id map,
                                    uint32_t *count);

/* Alert fields (lower_alert.c). OZ_NONE with lower->fine: the rule does not say. */
oz_expr_id oz_lower_title(struct oz_lower *lower, oz_yaml_id node);
oz_expr_id oz_lower_severity(struct oz_lower *lower, oz_yaml_id list);
oz_expr_id oz_lower_context(struct oz_lower *lower, oz_yaml_id list);
oz_expr_id oz_lower_group_by(struct oz_lower *lower, oz_yaml_id list);

/* Add an error at a node. Always OZ_NONE. */
oz_expr_id oz_lower_error(struct oz_lower *lower, const char *code, oz_yaml_id at,
                          const char *format, ...) OZ_FORMAT(4, 5);
/* Out of memory. Always OZ_NONE. */
oz_expr_id oz_lower_nomem(struct oz_lower *lower);
/* A builder's result: OZ_NONE becomes out of memory. */
oz_expr_id oz_lower_built(struct oz_lower *lower, oz_expr_id id);

/* Gathers children of a group. */
struct oz_lower_list {
    oz_expr_id *items;
    uint32_t count, capacity;
};
bool oz_lower_push(struct oz_lower *lower, struct oz_lower_list *list, oz_expr_id id);

#endif
