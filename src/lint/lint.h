/* lint.h — what an author should look at in rules that load.
 *
 * A rule is looked at as soon as it is compiled, while its document is at hand; what
 * shows only among all rules waits for oz_lint_finish(). Everything said is a warning
 * whose code is the lint's name. Lints are sound where they claim that something cannot
 * happen, and silent where finding out would take too long.
 */
#ifndef OZ_LINT_H
#define OZ_LINT_H

#include "expr/lower.h"

enum oz_lint_id {
#define OZ_LINT(id, name, sentence) OZ_LINT_##id,
#include "lint/lint.def"
#undef OZ_LINT
    OZ_LINT_COUNT
};

/* A log type that a rule names. */
struct oz_lint_use {
    ounce_str log_type, file, rule_id; /* borrowed: the ruleset's */
    struct oz_span span;
    uint64_t allowed;
};

struct oz_lint {
    struct oz_arena *arena; /* borrowed: the compiler's */
    struct oz_diags *diags; /* borrowed */
    uint64_t allowed;       /* bits of lints that the host does not want */
    struct oz_lint_use *uses;
    uint32_t use_count, use_capacity;
};

/* One rule, compiled. */
struct oz_lint_input {
    struct oz_arena *scratch; /* the document's */
    const struct oz_expr *expr;
    const struct oz_rule_source *source;
    const struct oz_lower_sites *sites;
    const struct oz_program *program;
    const struct ounce_rule *rule; /* as it is kept */
    ounce_str text;                /* of the file */
};

void oz_lint_init(struct oz_lint *lint, struct oz_arena *arena, struct oz_diags *diags);

/* Do not report these. OUNCE_ERR_ARGUMENT for a name that is no lint. */
ounce_status oz_lint_allow(struct oz_lint *lint, const ounce_str *names, size_t count,
                           ounce_error *err);

/* Both return false when out of memory; the caller then takes back what was said. */
bool oz_lint_rule(struct oz_lint *lint, const struct oz_lint_input *input);
bool oz_lint_finish(const struct oz_lint *lint, struct oz_arena *scratch);

/* OZ_LINT_COUNT when there is none of this name. */
enum oz_lint_id oz_lint_find(ounce_str name);
const char *oz_lint_name(enum oz_lint_id id);
const char *oz_lint_sentence(enum oz_lint_id id);
/* Every name, NULL-terminated: for oz_nearest(). */
extern const char *const oz_lint_names[];

#endif
