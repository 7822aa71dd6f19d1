/* unit.h — everything one compile has read: rules, other items, and the names they
 * took.
 *
 * Files are read one by one; what only shows when all are there (bases of derived
 * rules, ids that packs and correlation rules name) is settled by oz_unit_link().
 */
#ifndef OZ_UNIT_H
#define OZ_UNIT_H

#include "expr/expr.h"
#include "lookup/lookup.h"
#include "rule/item.h"
#include "rule/rule.h"

struct oz_unit_rule {
    struct ounce_rule *rule;
    struct oz_program program;
};

/* An id, unique across all items, and who has it. */
struct oz_unit_name {
    ounce_str id;
    ounce_str file;
    uint32_t line;
    bool loads; /* the item is right; one that is not leaves its id to others */
};

struct oz_unit {
    struct oz_arena *arena; /* borrowed: the ruleset's */
    struct oz_arena
        *texts; /* borrowed: the compiler's; what the ruleset does not keep */
    struct oz_unit_rule *rules;
    struct oz_item *items;
    struct oz_unit_name *names;
    struct oz_unit_source *sources;
    uint32_t rule_count, rule_capacity;
    uint32_t item_count, item_capacity;
    uint32_t name_count, name_capacity;
    uint32_t source_count, source_capacity;
    struct oz_lookups lookups;  /* made when the unit is linked */
    struct oz_table name_table; /* may hold ids beyond name_count, of calls undone */
};

/* The text of a file that another names: Python, or the rows of a table. */
struct oz_unit_source {
    ounce_str path;
    ounce_str text;
    bool refused; /* it cannot be read, which was diagnosed */
};

/* How much there is, to go back to. */
struct oz_unit_mark {
    uint32_t rules, items, names, sources;
};

void oz_unit_init(struct oz_unit *unit, struct oz_arena *arena, struct oz_arena *texts);
struct oz_unit_mark oz_unit_mark(const struct oz_unit *unit);
void oz_unit_undo(struct oz_unit *unit, const struct oz_unit_mark *to);

/* Take a name for the file at hand (diags->file). OZ_READ_BAD: an item that loads has
 * it already, which is diagnosed. */
enum oz_read oz_unit_add_name(struct oz_unit *unit, struct oz_diags *diags,
                              ounce_str id, struct oz_span span, bool loads);

/* Keep a rule, copied, or an item. false: out of memory. */
bool oz_unit_add_rule(struct oz_unit *unit, const struct ounce_rule *rule,
                      const struct oz_program *program);
bool oz_unit_add_item(struct oz_unit *unit, const struct oz_item *item);

/* Keep the text of a file, copied; the later of two with one path counts. */
bool oz_unit_add_source(struct oz_unit *unit, ounce_str path, ounce_str text);
/* Remember one that cannot be read, so that it is told of once. */
bool oz_unit_refuse_source(struct oz_unit *unit, ounce_str path);
/* The path of a file that another file names, relative to its folder. */
bool oz_unit_beside(struct oz_arena *arena, ounce_str file, ounce_str name,
                    ounce_str *out);
/* NULL when there is none. */
const struct oz_unit_source *oz_unit_find_source(const struct oz_unit *unit,
                                                 ounce_str path);

/* OZ_NONE when no rule has this id. */
uint32_t oz_unit_find_rule(const struct oz_unit *unit, ounce_str id);
bool oz_unit_has_name(const struct oz_unit *unit, ounce_str id);

/* Point new diagnostics at an item; they may outlive the ruleset, which has its texts.
 * false: out of memory. */
bool oz_unit_place(struct oz_diags *diags, ounce_str file, ounce_str id);

/* Give derived rules what they inherit and check what items say of each other (link.c).
 * Rules that cannot be completed are diagnosed and left without a predicate. false: out
 * of memory. May be called again. */
bool oz_unit_link(struct oz_unit *unit, struct oz_expr *expr, struct oz_diags *diags,
                  const ounce_limits *limits);

/* Compile the logic of rules that is Python (link_python.c). */
bool oz_unit_link_python(struct oz_unit *unit, struct oz_expr *expr,
                         struct oz_diags *diags, const ounce_limits *limits);

/* Fill the lookup tables (link_lookup.c). */
bool oz_unit_link_lookups(struct oz_unit *unit, struct oz_diags *diags,
                          const ounce_limits *limits);

#endif
