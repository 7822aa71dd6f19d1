/* plan.h — the ruleset index: read-only, all that match/ sees.
 *
 * The plan knows which members of an event any rule reads, and under which of them each
 * rule is filed: a rule is looked at only when its guard, a necessary condition of the
 * form field in constants, holds. Rules without a guard are always looked at.
 */
#ifndef OZ_PLAN_H
#define OZ_PLAN_H

#include "base/ipaddr.h"
#include "event/event.h"
#include "event/projection.h"
#include "expr/expr.h"

struct ounce_rule;

/* A run of ids in oz_plan.ids. */
struct oz_run {
    uint32_t first, count;
};

/* Constants of one predicate, by hash; what has no hash stands behind them. */
struct oz_value_set {
    struct oz_table table; /* ids are places in expr->values */
    struct oz_run others;  /* places in expr->values, in oz_plan.ids */
};

/* Side information on one expression node. */
struct oz_plan_node {
    uint32_t slot; /* FIELD of the event: where its leading names land */
    uint32_t rest; /* FIELD: the first segment that the slot does not cover */
    uint32_t aux;  /* TEST: a set, or the first of its networks; the name of a method:
                      its place in methods; OZ_NONE */
};

enum oz_guard_form { OZ_GUARD_EQUAL, OZ_GUARD_PREFIX, OZ_GUARD_SUFFIX, OZ_GUARD_KINDS };

/* What an event must hold for the rules filed here to be looked at: a member that
 * equals a constant, begins or ends with it, or is of certain kinds. On some kinds a
 * check that stands before the guard would raise an exception, which is a verdict of
 * its own. */
struct oz_guard_key {
    uint32_t slot;
    uint32_t form;       /* enum oz_guard_form */
    uint32_t value;      /* place in expr->values; OZ_NONE: kinds */
    uint32_t kinds;      /* then: a bit for each ounce_kind */
    struct oz_run rules; /* filed under it */
    uint32_t use;        /* while building: predicates with this field and constant */
    uint32_t rule;       /* while building: the last rule that took it, plus one */
};

/* Some key is a prefix or suffix of so many bytes of this slot. */
struct oz_affix {
    uint32_t slot;
    uint32_t form; /* enum oz_guard_form */
    uint32_t size;
};

/* The natives that a method of one name is, by the kind of its value. Of kinds whose
 * types differ from value to value nothing is known. */
#define OZ_METHOD_KINDS 32
struct oz_plan_method {
    uint16_t natives[OZ_METHOD_KINDS + 1]; /* the last one is of the event itself */
};

struct oz_plan_rule {
    const struct ounce_rule *rule;
    struct oz_program program;
    struct oz_run log_types; /* ids of log types */
    struct oz_run guard;     /* keys; empty with guarded: it never matches */
    struct oz_run kinds;     /* keys that name kinds: there it may raise */
    bool guarded;
    bool runs;  /* enabled, and with a log type */
    bool typed; /* not for events of unknown type: a policy */
};

struct oz_log_type {
    ounce_str name;
    struct oz_run always; /* rules without guard that take it */
};

struct oz_plan {
    const struct oz_expr *expr;
    struct oz_plan_rule *rules; /* in rule-id order */
    uint32_t rule_count;
    struct oz_projection projection;
    uint32_t log_type_slot;     /* of p_log_type */
    uint32_t event_time_slot;   /* of p_event_time */
    struct oz_plan_node *nodes; /* as many as expr has */
    struct oz_value_set *sets;
    uint32_t set_count;
    struct oz_ipnet *nets;
    struct oz_plan_method *methods;
    uint32_t method_count;
    struct oz_log_type *log_types;
    uint32_t log_type_count;
    struct oz_table log_type_table;
    struct oz_run always; /* rules without guard, for events of unknown type */
    struct oz_guard_key *keys;
    uint32_t key_count;
    struct oz_table key_table;
    struct oz_run guard_slots; /* the slots that some key says equal a constant */
    struct oz_run kind_keys;   /* the keys that name kinds */
    struct oz_affix *affixes;  /* each once, those of a slot together */
    uint32_t affix_count;
    uint32_t *ids; /* every run of ids there is */
};

/* Build. `rules` is an array in rule-id order whose `rule` and `program` are set; it
 * becomes the plan's. Everything lives in `arena`. false when out of memory. */
bool oz_plan_build(struct oz_arena *arena, const struct oz_expr *expr,
                   struct oz_plan_rule *rules, uint32_t rule_count,
                   struct oz_plan *out);

/* OZ_NONE when no rule names this log type. */
uint32_t oz_plan_log_type(const struct oz_plan *plan, ounce_str name);

/* Does the rule take events of this log type? */
bool oz_plan_takes(const struct oz_plan *plan, uint32_t rule, uint32_t log_type);

/* The key of this form that is filed for a slot and value; OZ_NONE. */
uint32_t oz_plan_key(const struct oz_plan *plan, uint32_t slot, enum oz_guard_form form,
                     const ounce_value *value);

/* Does a set hold a value equal to this scalar? */
bool oz_plan_set_holds(const struct oz_plan *plan, uint32_t set,
                       const ounce_value *value);

/* The native that a method of this value is, its name being that constant; OZ_NONE. */
uint32_t oz_plan_method(const struct oz_plan *plan, oz_expr_id name,
                        const ounce_value *self);

/* What a printed tree can be annotated with, while it is evaluated on an event. */
struct oz_plan_watch {
    void *ctx;
    /* The verdict of a predicate. */
    bool (*holds)(void *ctx, oz_expr_id id);
    /* Write, as JSON, the value that an operand has. */
    void (*saw)(void *ctx, oz_expr_id operand, struct oz_buf *buf);
    /* How many elements a quantifier ranges over, and make the body's verdicts those
     * for one of them. */
    size_t (*elements)(void *ctx, oz_expr_id id);
    void (*bind)(void *ctx, oz_expr_id id, size_t index);
};

/* Print a rule for people: head, guard and, from `watch` if not NULL, verdicts. */
void oz_plan_print_text(const struct oz_plan *plan, uint32_t rule,
                        const struct oz_plan_watch *watch, struct oz_buf *buf);
/* The members of a JSON object, without its braces. */
void oz_plan_print_json(const struct oz_plan *plan, uint32_t rule,
                        const struct oz_plan_watch *watch, struct oz_buf *buf);
void oz_plan_print_ir(const struct oz_plan *plan, uint32_t rule, struct oz_buf *buf);

#endif
