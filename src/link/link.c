/* link.c — what only shows when all files are read.
 *
 * Derived rules get what they inherit; packs, correlation rules and data models are
 * checked against the others. An error here drops the rule that has it, never its
 * neighbours.
 */
#include "base/str.h"
#include "expr/lower.h"
#include "link/unit.h"

/* ---- derived rules ---- */

static enum oz_read complete(struct oz_unit *unit, struct oz_expr *expr,
                             struct oz_diags *diags, struct oz_unit_rule *derived)
{
    struct ounce_rule *rule = derived->rule;
    uint32_t found = oz_unit_find_rule(unit, rule->texts[OUNCE_RULE_BASE]);
    const struct oz_unit_rule *base = found == OZ_NONE ? NULL : &unit->rules[found];

    if (base != NULL && base->rule->kind != OUNCE_RULE_KIND_POLICY &&
        base->rule->texts[OUNCE_RULE_BASE].size == 0) {
        oz_rule_inherit(rule, base->rule);
        return oz_lower_inherit(expr, rule, &derived->program, &base->program)
                   ? OZ_READ_FINE
                   : OZ_READ_NOMEM;
    }
    if (!oz_unit_place(diags, rule->texts[OUNCE_RULE_FILE],
                       rule->texts[OUNCE_RULE_ID])) {
        return OZ_READ_NOMEM;
    }
    if (base != NULL && base->rule->kind == OUNCE_RULE_KIND_POLICY) {
        oz_diag(diags, OUNCE_LEVEL_ERROR, "unknown-base", rule->span,
                "the base \"%.*s\" is a policy; a base must be a rule",
                OZ_STR(rule->texts[OUNCE_RULE_BASE]));
    } else if (base != NULL) {
        oz_diag(
            diags, OUNCE_LEVEL_ERROR, "derived-chain", rule->span,
            "the base \"%.*s\" is derived itself; a base must have logic of its own",
            OZ_STR(rule->texts[OUNCE_RULE_BASE]));
    } else {
        oz_diag(diags, OUNCE_LEVEL_ERROR, "unknown-base", rule->span,
                "the base \"%.*s\" is not loaded%s",
                OZ_STR(rule->texts[OUNCE_RULE_BASE]),
                oz_unit_has_name(unit, rule->texts[OUNCE_RULE_BASE])
                    ? ": it has errors of its own"
                    : "");
    }
    return OZ_READ_BAD;
}

/* Rules that cannot be completed stay, without a predicate: the call may be undone and
 * repeated. */
static bool complete_derived(struct oz_unit *unit, struct oz_expr *expr,
                             struct oz_diags *diags)
{
    for (uint32_t i = 0; i < unit->rule_count; i++) {
        struct oz_unit_rule *rule = &unit->rules[i];

        if (rule->rule->texts[OUNCE_RULE_BASE].size == 0) {
            continue;
        }
        if (complete(unit, expr, diags, rule) == OZ_READ_NOMEM) {
            return false;
        }
    }
    return true;
}

/* ---- other items ---- */

static bool check_links(const struct oz_unit *unit, struct oz_diags *diags,
                        const struct oz_item *item)
{
    bool pack = item->kind == OZ_ITEM_PACK;

    if (!oz_unit_place(diags, item->file, item->id)) {
        return false;
    }
    for (uint32_t i = 0; i < item->links.count; i++) {
        if (!oz_unit_has_name(unit, item->links.items[i])) {
            oz_diag(diags, pack ? OUNCE_LEVEL_ERROR : OUNCE_LEVEL_WARNING, "unknown-id",
                    item->span, "\"%.*s\" is not among the items loaded%s",
                    OZ_STR(item->links.items[i]),
                    pack ? "" : ": the step that names it will never match");
        }
    }
    return true;
}

/* At most one enabled data model per log type: the later one is wrong. */
static bool check_datamodel(const struct oz_unit *unit, struct oz_diags *diags,
                            uint32_t index)
{
    const struct oz_item *item = &unit->items[index];

    for (uint32_t k = 0; k < index && item->enabled; k++) {
        const struct oz_item *other = &unit->items[k];

        if (other->kind != OZ_ITEM_DATAMODEL || !other->enabled) {
            continue;
        }
        for (uint32_t i = 0; i < item->links.count * other->links.count; i++) {
            ounce_str log_type = item->links.items[i / other->links.count];

            if (!oz_str_equal(log_type, other->links.items[i % other->links.count])) {
                continue;
            }
            if (!oz_unit_place(diags, item->file, item->id)) {
                return false;
            }
            oz_diag(diags, OUNCE_LEVEL_ERROR, "duplicate-data-model", item->span,
                    "log type \"%.*s\" has an enabled data model already: %.*s",
                    OZ_STR(log_type), OZ_STR(other->id));
        }
    }
    return true;
}

static const struct oz_item *find_correlation(const struct oz_unit *unit, ounce_str id)
{
    for (uint32_t i = 0; i < unit->item_count; i++) {
        if (unit->items[i].kind == OZ_ITEM_CORRELATION &&
            oz_str_equal(unit->items[i].id, id)) {
            return &unit->items[i];
        }
    }
    return NULL;
}

#define LONGEST_CHAIN 16

/* Does a correlation rule come back to itself through those it names? Chains longer
 * than LONGEST_CHAIN are taken for a cycle; real ones have two links. */
static bool comes_back(const struct oz_unit *unit, const struct oz_item *from,
                       const struct oz_item *at, uint32_t depth)
{
    if (depth > LONGEST_CHAIN) {
        return true;
    }
    for (uint32_t i = 0; i < at->links.count; i++) {
        const struct oz_item *next = find_correlation(unit, at->links.items[i]);

        if (next != NULL && (next == from || comes_back(unit, from, next, depth + 1))) {
            return true;
        }
    }
    return false;
}

static bool check_cycle(const struct oz_unit *unit, struct oz_diags *diags,
                        const struct oz_item *item)
{
    if (!comes_back(unit, item, item, 0)) {
        return true;
    }
    if (!oz_unit_place(diags, item->file, item->id)) {
        return false;
    }
    oz_diag(diags, OUNCE_LEVEL_ERROR, "correlation-cycle", item->span,
            "the correlation rule names itself, directly or by way of others");
    return true;
}

bool oz_unit_link(struct oz_unit *unit, struct oz_expr *expr, struct oz_diags *diags,
                  const ounce_limits *limits)
{
    if (!oz_unit_link_python(unit, expr, diags, limits) ||
        !complete_derived(unit, expr, diags)) {
        return false;
    }
    for (uint32_t i = 0; i < unit->item_count; i++) {
        const struct oz_item *item = &unit->items[i];
        bool links = item->kind == OZ_ITEM_PACK || item->kind == OZ_ITEM_CORRELATION;

        if ((links && !check_links(unit, diags, item)) ||
            (item->kind == OZ_ITEM_DATAMODEL && !check_datamodel(unit, diags, i)) ||
            (item->kind == OZ_ITEM_CORRELATION && !check_cycle(unit, diags, item))) {
            return false;
        }
    }
    return oz_unit_link_lookups(unit, diags, limits) && !diags->failed;
}
