/* lint_rule.h — what the lints of one rule share; nobody else includes it. */
#ifndef OZ_LINT_RULE_H
#define OZ_LINT_RULE_H

#include "base/sort.h"
#include "lint/lint.h"

/* Steps one rule may cost beyond what is linear in its size. */
#define OZ_LINT_STEPS 2000000

/* What is known of an expression whatever the event. */
enum oz_verdict { OZ_VERDICT_OPEN, OZ_VERDICT_NEVER, OZ_VERDICT_ALWAYS };

/* Why a site never or always holds. */
enum oz_lint_cause {
    OZ_CAUSE_NONE,     /* it follows from the sites inside, or nothing is known */
    OZ_CAUSE_CONSTANT, /* AlwaysTrue, AlwaysFalse */
    OZ_CAUSE_EMPTY,    /* a combinator with nothing in it */
    OZ_CAUSE_VALUES,   /* an empty Values */
    OZ_CAUSE_ALONE,    /* what it asks no value can give */
    OZ_CAUSE_PAIR      /* two conditions that exclude, or complete, each other */
};

struct oz_lint_mark {
    uint8_t verdict;        /* enum oz_verdict */
    uint8_t cause;          /* enum oz_lint_cause */
    uint32_t first, second; /* PAIR: sites */
};

/* An expression that is required to hold, or not to. */
struct oz_lint_literal {
    oz_expr_id id;      /* never a NOT */
    oz_expr_id operand; /* the value it is about; OZ_NONE when it is not of one value */
    uint32_t site;
    bool holds;
};

struct oz_lint_literals {
    struct oz_lint_literal *items;
    uint32_t count, capacity;
};

/* A field the rule reads, written out from the event on. */
struct oz_lint_field {
    struct oz_path path;
    struct oz_span span;
    uint32_t rows;  /* an enrichment: the segment that may stand below a list */
    bool detection; /* it decides whether the rule matches */
};

struct oz_lint_rule {
    struct oz_lint *lint;
    const struct oz_lint_input *in;
    const struct oz_yaml_document *doc;
    uint64_t allowed;             /* bits: the host's and the file's */
    uint64_t steps;               /* left */
    struct oz_lint_mark *marks;   /* one per site */
    struct oz_lint_literals work; /* of the site at hand */
    uint32_t *order, *spare;      /* places in `work` */
    uint32_t order_capacity;
    struct oz_lint_field *fields;
    uint32_t field_count, field_capacity;
    bool nomem;
};

/* Say it, unless it is allowed. */
void oz_lint_say(struct oz_lint_rule *rule, enum oz_lint_id id, struct oz_span span,
                 const char *format, ...) OZ_FORMAT(4, 5);
bool oz_lint_is_allowed(const struct oz_lint_rule *rule, enum oz_lint_id id);
/* Out of memory. Always false. */
bool oz_lint_nomem(struct oz_lint_rule *rule);
/* Take steps; false when the budget is spent. */
bool oz_lint_step(struct oz_lint_rule *rule, uint64_t steps);

/* Reading a document. */
struct oz_span oz_lint_span(const struct oz_lint_rule *rule, oz_yaml_id id);
uint32_t oz_lint_items(const struct oz_lint_rule *rule, oz_yaml_id list);

/* Sites: see oz_lower_sites. */
static inline const struct oz_lower_site *oz_lint_site(const struct oz_lint_rule *rule,
                                                       uint32_t site)
{
    return &rule->in->sites->items[site];
}
/* ALL, ANY, ONLY_ONE and NO_ONE for a list or a combinator; TEST for all others. */
enum oz_expr_kind oz_lint_group(const struct oz_lint_rule *rule, uint32_t site);

/* lint_literal.c: what must be true of the parts when a site holds, or does not, is
 * added to `work`. */
bool oz_lint_gather(struct oz_lint_rule *rule, uint32_t site, bool holds);
/* Strip the negations of an expression. */
struct oz_lint_literal oz_lint_literal(const struct oz_expr *expr, oz_expr_id id,
                                       bool holds);
/* Sort the places of `work` into `order`. */
bool oz_lint_sort(struct oz_lint_rule *rule, oz_compare_fn *compare);

/* lint_conflict.c: can the literals in `work` never hold together? Then two of them,
 * the same twice when one is enough. */
bool oz_lint_conflict(struct oz_lint_rule *rule, uint32_t *first, uint32_t *second);

/* lint_constant.c: kinds of value a literal leaves for its operand, and its verdict on
 * a constant. */
#define OZ_KIND_MISSING 1u
#define OZ_KIND_NULL    2u
#define OZ_KIND_BOOL    4u
#define OZ_KIND_NUMBER  8u
#define OZ_KIND_TEXT    16u
#define OZ_KIND_LIST    32u
#define OZ_KIND_MAP     64u
#define OZ_KIND_ALL     127u
uint32_t oz_lint_kinds(const struct oz_expr *expr,
                       const struct oz_lint_literal *literal);
uint32_t oz_lint_operand_kinds(const struct oz_expr *expr, oz_expr_id operand);
/* `folded`: the constant is known but for the case of its letters. */
enum oz_verdict oz_lint_judge(struct oz_lint_rule *rule,
                              const struct oz_expr_node *test, const ounce_value *value,
                              bool folded);

/* The lints, each in a file of its name. */
void oz_lint_comments(struct oz_lint_rule *rule);
void oz_lint_tests(struct oz_lint_rule *rule);
void oz_lint_verdicts(struct oz_lint_rule *rule);
void oz_lint_shadows(struct oz_lint_rule *rule);
void oz_lint_fields(struct oz_lint_rule *rule);
void oz_lint_events(struct oz_lint_rule *rule); /* after fields */
void oz_lint_aliases(struct oz_lint_rule *rule);
void oz_lint_dedup(struct oz_lint_rule *rule);
void oz_lint_techniques(struct oz_lint_rule *rule);
void oz_lint_log_types(struct oz_lint_rule *rule);

#endif
