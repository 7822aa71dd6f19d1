/* lint_verdict.c — what never holds and what always does.
 *
 *     All: [eq(a, 1), eq(a, 2)]  =>  never       Any: [x, None: [x]]  =>  always
 *
 * Sites are judged from the inside out: by what they are, by the sites inside, and by
 * literals that exclude each other. A group always holds when the literals of its
 * opposite do. What follows from a site that was reported is not reported again.
 */
#include "lint/lint_rule.h"

#include "base/str.h"

static enum oz_verdict opposite(enum oz_verdict verdict)
{
    return verdict == OZ_VERDICT_NEVER    ? OZ_VERDICT_ALWAYS
           : verdict == OZ_VERDICT_ALWAYS ? OZ_VERDICT_NEVER
                                          : OZ_VERDICT_OPEN;
}

/* How many parts of a group there are, by verdict. */
struct tally {
    uint32_t parts, never, always;
};

static void count_part(struct tally *tally, enum oz_verdict verdict)
{
    tally->parts++;
    tally->never += verdict == OZ_VERDICT_NEVER ? 1 : 0;
    tally->always += verdict == OZ_VERDICT_ALWAYS ? 1 : 0;
}

static enum oz_verdict fold_any(const struct tally *tally)
{
    return tally->always > 0              ? OZ_VERDICT_ALWAYS
           : tally->never == tally->parts ? OZ_VERDICT_NEVER
                                          : OZ_VERDICT_OPEN;
}

static enum oz_verdict fold_group(enum oz_expr_kind kind, const struct tally *tally)
{
    switch (kind) {
    case OZ_EXPR_ALL:
        return tally->never > 0                ? OZ_VERDICT_NEVER
               : tally->always == tally->parts ? OZ_VERDICT_ALWAYS
                                               : OZ_VERDICT_OPEN;
    case OZ_EXPR_ANY:
        return fold_any(tally);
    case OZ_EXPR_NO_ONE:
        return opposite(fold_any(tally));
    case OZ_EXPR_ONLY_ONE:
        return tally->always > 1 || tally->never == tally->parts ? OZ_VERDICT_NEVER
               : tally->always + tally->never == tally->parts    ? OZ_VERDICT_ALWAYS
                                                                 : OZ_VERDICT_OPEN;
    case OZ_EXPR_CONST:
    case OZ_EXPR_FIELD:
    case OZ_EXPR_CALL:
    case OZ_EXPR_IF:
    case OZ_EXPR_TEST:
    case OZ_EXPR_NOT:
    case OZ_EXPR_ELEMENTS:
        break;
    }
    return OZ_VERDICT_OPEN;
}

static enum oz_verdict fold_elements(enum oz_quantifier quantifier,
                                     enum oz_verdict body)
{
    if (body != OZ_VERDICT_NEVER || quantifier == OZ_ALL_ELEMENTS) {
        return OZ_VERDICT_OPEN; /* there may be no element, or no list */
    }
    return quantifier == OZ_NO_ELEMENT ? OZ_VERDICT_ALWAYS : OZ_VERDICT_NEVER;
}

/* Is one literal impossible by itself? */
static bool is_impossible(struct oz_lint_rule *rule, oz_expr_id id, bool holds)
{
    struct oz_lint_literals kept = rule->work;
    struct oz_lint_literal literal = oz_lint_literal(rule->in->expr, id, holds);
    uint32_t first, second;
    bool conflict;

    rule->work = (struct oz_lint_literals){&literal, 1, 1};
    conflict = oz_lint_conflict(rule, &first, &second);
    rule->work = kept;
    return conflict;
}

/* An expression without sites inside; filters and enrichments are small trees. */
static enum oz_verdict judge_leaf(struct oz_lint_rule *rule, oz_expr_id id)
{
    const struct oz_expr *expr = rule->in->expr;
    const struct oz_expr_node *node = oz_expr_node(expr, id);
    const oz_expr_id *children = oz_expr_children(expr, node);
    struct tally tally = {0, 0, 0};

    switch ((enum oz_expr_kind)node->kind) {
    case OZ_EXPR_CONST:
        return expr->values[node->data].integer != 0 ? OZ_VERDICT_ALWAYS
                                                     : OZ_VERDICT_NEVER;
    case OZ_EXPR_NOT:
        return opposite(judge_leaf(rule, children[0]));
    case OZ_EXPR_TEST:
        return is_impossible(rule, id, true)    ? OZ_VERDICT_NEVER
               : is_impossible(rule, id, false) ? OZ_VERDICT_ALWAYS
                                                : OZ_VERDICT_OPEN;
    case OZ_EXPR_ELEMENTS:
        return fold_elements((enum oz_quantifier)node->op,
                             judge_leaf(rule, children[1]));
    case OZ_EXPR_ALL:
    case OZ_EXPR_ANY:
    case OZ_EXPR_ONLY_ONE:
    case OZ_EXPR_NO_ONE:
        for (uint32_t i = 0; i < node->count; i++) {
            count_part(&tally, judge_leaf(rule, children[i]));
        }
        return fold_group((enum oz_expr_kind)node->kind, &tally);
    case OZ_EXPR_FIELD:
    case OZ_EXPR_CALL:
    case OZ_EXPR_IF:
        break;
    }
    return OZ_VERDICT_OPEN;
}

static void set(struct oz_lint_rule *rule, uint32_t site, enum oz_verdict verdict,
                enum oz_lint_cause cause)
{
    rule->marks[site].verdict = (uint8_t)verdict;
    rule->marks[site].cause =
        (uint8_t)(verdict == OZ_VERDICT_OPEN ? OZ_CAUSE_NONE : cause);
}

static bool has_empty_values(const struct oz_lint_rule *rule, oz_yaml_id map)
{
    oz_yaml_id values = oz_yaml_get(rule->doc, map, "Values", NULL);

    return values != OZ_NONE && oz_lint_items(rule, values) == 0;
}

static void judge_plain(struct oz_lint_rule *rule, uint32_t site)
{
    const struct oz_lower_site *at = oz_lint_site(rule, site);
    enum oz_verdict verdict = judge_leaf(rule, at->expr);
    bool constant = oz_expr_node(rule->in->expr, at->expr)->kind == OZ_EXPR_CONST;

    set(rule, site, verdict,
        constant                           ? OZ_CAUSE_CONSTANT
        : has_empty_values(rule, at->node) ? OZ_CAUSE_VALUES
                                           : OZ_CAUSE_ALONE);
}

/* Do the literals of the site, taken with this sign, exclude each other? */
static bool excludes(struct oz_lint_rule *rule, uint32_t site, bool holds)
{
    struct oz_lint_mark *mark = &rule->marks[site];

    rule->work.count = 0;
    return oz_lint_gather(rule, site, holds) &&
           oz_lint_conflict(rule, &mark->first, &mark->second);
}

static void judge_group(struct oz_lint_rule *rule, uint32_t site,
                        enum oz_expr_kind kind)
{
    const struct oz_lower_site *at = oz_lint_site(rule, site);
    bool list = oz_yaml_node(rule->doc, at->node)->kind == OZ_YAML_LIST;
    struct tally tally = {0, 0, 0};
    enum oz_verdict verdict;

    for (uint32_t i = site + 1; i < at->end; i = oz_lint_site(rule, i)->end) {
        count_part(&tally, (enum oz_verdict)rule->marks[i].verdict);
    }
    verdict = fold_group(kind, &tally);
    set(rule, site, verdict,
        tally.parts == 0 && !list ? OZ_CAUSE_EMPTY : OZ_CAUSE_NONE);
    if (verdict != OZ_VERDICT_OPEN || tally.parts < 2) {
        return;
    }
    if (kind != OZ_EXPR_ANY && kind != OZ_EXPR_ONLY_ONE && excludes(rule, site, true)) {
        set(rule, site, OZ_VERDICT_NEVER, OZ_CAUSE_PAIR);
    } else if (kind == OZ_EXPR_ANY && excludes(rule, site, false)) {
        set(rule, site, OZ_VERDICT_ALWAYS, OZ_CAUSE_PAIR);
    }
}

static void judge(struct oz_lint_rule *rule, uint32_t site)
{
    const struct oz_lower_site *at = oz_lint_site(rule, site);
    const struct oz_expr_node *node = oz_expr_node(rule->in->expr, at->expr);
    enum oz_expr_kind kind = oz_lint_group(rule, site);

    if (kind != OZ_EXPR_TEST) {
        judge_group(rule, site, kind);
    } else if (node->kind == OZ_EXPR_ELEMENTS && at->end > site + 1) {
        set(rule, site,
            fold_elements((enum oz_quantifier)node->op,
                          (enum oz_verdict)rule->marks[site + 1].verdict),
            OZ_CAUSE_NONE);
    } else {
        judge_plain(rule, site);
    }
}

/* ---- saying it ---- */

/* The field a condition is about, as text with a colon; empty when there is no one. */
static ounce_str field_of(const struct oz_lint_rule *rule, uint32_t site)
{
    const struct oz_expr *expr = rule->in->expr;
    struct oz_lint_literal literal =
        oz_lint_literal(expr, oz_lint_site(rule, site)->expr, true);
    const struct oz_expr_node *node =
        literal.operand == OZ_NONE ? NULL : oz_expr_node(expr, literal.operand);

    return node != NULL && node->kind == OZ_EXPR_FIELD ? expr->paths[node->data].text
                                                       : (ounce_str){"", 0};
}

static ounce_str condition_of(const struct oz_lint_rule *rule, uint32_t site)
{
    oz_yaml_id id =
        oz_yaml_get(rule->doc, oz_lint_site(rule, site)->node, "Condition", NULL);

    return id == OZ_NONE ? (ounce_str){"", 0} : oz_yaml_node(rule->doc, id)->text;
}

static const char *combinator_of(enum oz_expr_kind kind)
{
    return kind == OZ_EXPR_ALL        ? "All"
           : kind == OZ_EXPR_ANY      ? "Any"
           : kind == OZ_EXPR_ONLY_ONE ? "OnlyOne"
                                      : "None";
}

/* Why no value will do. */
static const char *reason_of(const struct oz_lint_rule *rule, uint32_t site)
{
    const struct oz_expr *expr = rule->in->expr;
    struct oz_lint_literal literal =
        oz_lint_literal(expr, oz_lint_site(rule, site)->expr, true);

    if (literal.operand == OZ_NONE) {
        return oz_expr_node(expr, literal.id)->count == 2
                   ? "the field is compared with itself"
                   : "no value satisfies it";
    }
    return oz_lint_operand_kinds(expr, literal.operand) != OZ_KIND_ALL
               ? "a path with [*] gives a list, which Contains and AnyElement look into"
               : "a boolean has no order";
}

static void say_pair(struct oz_lint_rule *rule, uint32_t site, const char *so)
{
    const struct oz_lint_mark *mark = &rule->marks[site];
    bool never = mark->verdict == OZ_VERDICT_NEVER;
    ounce_str field = field_of(rule, mark->second);
    struct oz_span first = oz_lint_span(rule, oz_lint_site(rule, mark->first)->node);
    struct oz_span second = oz_lint_span(rule, oz_lint_site(rule, mark->second)->node);
    bool none = oz_lint_group(rule, site) == OZ_EXPR_NO_ONE;

    oz_lint_say(rule, never ? OZ_LINT_NEVER_HOLDS : OZ_LINT_ALWAYS_HOLDS, second,
                "this and the condition at %u:%u %s%s%.*s%s%s", first.line,
                first.column,
                none    ? "cannot both fail, so \"None\" never holds"
                : never ? "cannot both hold"
                        : "cannot both fail, so \"Any\" always holds",
                field.size > 0 ? ": both are about \"" : "", OZ_STR(field),
                field.size > 0 ? "\"" : "", so);
}

static void say(struct oz_lint_rule *rule, uint32_t site, const char *so)
{
    const struct oz_lint_mark *mark = &rule->marks[site];
    bool never = mark->verdict == OZ_VERDICT_NEVER;
    enum oz_lint_id id = never ? OZ_LINT_NEVER_HOLDS : OZ_LINT_ALWAYS_HOLDS;
    const char *verb = never ? "never" : "always";
    struct oz_span span = oz_lint_span(rule, oz_lint_site(rule, site)->node);

    switch ((enum oz_lint_cause)mark->cause) {
    case OZ_CAUSE_NONE:
        return;
    case OZ_CAUSE_CONSTANT:
        oz_lint_say(rule, id, span, "\"%.*s\" %s holds%s",
                    OZ_STR(condition_of(rule, site)), verb, so);
        return;
    case OZ_CAUSE_EMPTY:
        oz_lint_say(rule, id, span, "an empty \"%s\" %s holds%s",
                    combinator_of(oz_lint_group(rule, site)), verb, so);
        return;
    case OZ_CAUSE_VALUES:
        oz_lint_say(rule, id, span, "\"%.*s\" with empty \"Values\" %s holds%s",
                    OZ_STR(condition_of(rule, site)), verb, so);
        return;
    case OZ_CAUSE_ALONE:
        oz_lint_say(rule, id, span, "\"%.*s\" %s holds here: %s%s",
                    OZ_STR(condition_of(rule, site)), verb, reason_of(rule, site), so);
        return;
    case OZ_CAUSE_PAIR:
        say_pair(rule, site, so);
        return;
    }
}

/* `Condition: AlwaysTrue` alone in a list is how one says so; `All: []` is an ordinary
 * filter of the tools that write such files. */
static bool is_meant(const struct oz_lint_rule *rule, uint32_t root, uint32_t site)
{
    const struct oz_lint_mark *mark = &rule->marks[site];
    bool alone = site > 0 && oz_lint_site(rule, site - 1)->end == site + 1 &&
                 oz_yaml_node(rule->doc, oz_lint_site(rule, site - 1)->node)->kind ==
                     OZ_YAML_LIST;
    bool filter = oz_lint_site(rule, root)->node == rule->in->source->filters;

    return mark->verdict == OZ_VERDICT_ALWAYS &&
           ((mark->cause == OZ_CAUSE_CONSTANT && alone) ||
            (mark->cause == OZ_CAUSE_EMPTY && filter));
}

static const char *consequence(const struct oz_lint_rule *rule, uint32_t root)
{
    if (oz_lint_site(rule, root)->node != rule->in->source->detection) {
        return "";
    }
    return rule->marks[root].verdict == OZ_VERDICT_NEVER ? "; so the rule never matches"
           : rule->in->program->filters != OZ_NONE
               ? "; so only the filters decide"
               : "; so the rule matches every event";
}

/* One list of match expressions: Detection, InlineFilters or Conditions. */
static void say_root(struct oz_lint_rule *rule, uint32_t root)
{
    enum oz_verdict whole = (enum oz_verdict)rule->marks[root].verdict;
    uint32_t end = oz_lint_site(rule, root)->end;
    bool said = false;
    bool meant = false;

    for (uint32_t i = root; i < end; i++) {
        const struct oz_lint_mark *mark = &rule->marks[i];
        bool same = mark->verdict == whole;

        if (mark->cause == OZ_CAUSE_NONE) {
            continue;
        }
        if (is_meant(rule, root, i)) {
            meant = meant || same;
            continue;
        }
        said = said || same;
        say(rule, i, same ? consequence(rule, root) : "");
    }
    /* it follows from a part with the other verdict, as None does */
    if (whole != OZ_VERDICT_OPEN && !said && !meant &&
        oz_lint_site(rule, root)->node == rule->in->source->detection) {
        oz_lint_say(
            rule,
            whole == OZ_VERDICT_NEVER ? OZ_LINT_NEVER_HOLDS : OZ_LINT_ALWAYS_HOLDS,
            oz_lint_span(rule, oz_lint_site(rule, root)->node),
            "the detection %s holds%s", whole == OZ_VERDICT_NEVER ? "never" : "always",
            consequence(rule, root));
    }
}

void oz_lint_verdicts(struct oz_lint_rule *rule)
{
    uint32_t count = rule->in->sites->count;

    rule->marks = oz_arena_array(rule->in->scratch, count, sizeof *rule->marks);
    if (rule->marks == NULL) {
        oz_lint_nomem(rule);
        return;
    }
    memset(rule->marks, 0, count * sizeof *rule->marks);
    for (uint32_t i = count; i-- > 0 && !rule->nomem;) {
        judge(rule, i);
    }
    for (uint32_t i = 0; i < count && !rule->nomem; i = oz_lint_site(rule, i)->end) {
        say_root(rule, i);
    }
}
