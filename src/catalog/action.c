/* action.c — which rules detect the same action.
 *
 * The action of an event is in a field of its log type that rules tell events apart by:
 * eventName of AWS.CloudTrail, protoPayload.methodName of GCP.AuditLog. It is found by
 * use: a field that many rules of a log type compare with constants, most of them with
 * others than the next rule. Names that are known for it need no such proof. Two rules
 * detect the same action when they share a log type, and a constant of such a field.
 */
#include "base/sort.h"
#include "base/str.h"
#include "catalog/catalog.h"
#include "catalog/facts.h"
#include "rule/rule.h"

#include <string.h>

#define LEAST_RULES 5     /* that use a field, before its use proves anything */
#define MOST_USES   20000 /* of one rule: log types times constants */

static const char *const known_names[] = {
    "action",     "actionName", "activity_name", "api_method",
    "event_name", "event_type", "eventName",     "eventType",
    "methodName", "operation",  "operationName",
};

/* One rule asks a field of a log type for one constant. */
struct use {
    ounce_str log_type, field, value;
    uint32_t rule;
};

struct actions {
    struct ounce_catalog *catalog;
    struct oz_gather uses;
};

static bool is_equality(const ounce_catalog_fact *fact)
{
    return oz_str_is(fact->kind, "eq") || oz_str_is(fact->kind, "in") ||
           oz_str_is(fact->kind, "ieq") || oz_str_is(fact->kind, "iin");
}

static bool add_uses(struct actions *actions, uint32_t id)
{
    const struct oz_text_list *types =
        &actions->catalog->plan->rules[id].rule->lists[OUNCE_RULE_LOG_TYPES];
    const ounce_catalog_entry *entry = &actions->catalog->entries[id];
    uint32_t most = actions->uses.count + MOST_USES;

    for (uint32_t t = 0; t < types->count; t++) {
        for (uint32_t i = 0; i < entry->indicator_count; i++) {
            const ounce_catalog_fact *fact = &entry->indicators[i];

            for (uint32_t v = 0; is_equality(fact) && v < fact->value_count; v++) {
                struct use *use;

                if (actions->uses.count == most) {
                    return true;
                }
                use = oz_gather_add(&actions->uses);

                if (use == NULL) {
                    return false;
                }
                *use = (struct use){types->items[t], fact->field, fact->values[v], id};
            }
        }
    }
    return true;
}

static int compare(const void *owner, uint32_t a, uint32_t b)
{
    const struct use *x = (const struct use *)owner + a;
    const struct use *y = (const struct use *)owner + b;
    int order = oz_str_compare(x->log_type, y->log_type);

    order = order != 0 ? order : oz_str_compare(x->field, y->field);
    order = order != 0 ? order : oz_str_compare(x->value, y->value);
    return order != 0 ? order : x->rule < y->rule ? -1 : x->rule > y->rule;
}

static bool same_field(const struct use *a, const struct use *b)
{
    return oz_str_equal(a->log_type, b->log_type) && oz_str_equal(a->field, b->field);
}

static bool is_known(ounce_str field)
{
    for (size_t i = 0; i < sizeof known_names / sizeof *known_names; i++) {
        size_t size = strlen(known_names[i]);

        if (field.size >= size &&
            memcmp(field.data + field.size - size, known_names[i], size) == 0 &&
            (field.size == size || field.data[field.size - size - 1] == '.')) {
            return true;
        }
    }
    return false;
}

/* uses[order[from .. to)] are of one field. */
static bool is_action(const struct use *uses, const uint32_t *order, uint32_t from,
                      uint32_t to)
{
    uint32_t values = 0;

    for (uint32_t i = from; i < to; i++) {
        values +=
            i == from || !oz_str_equal(uses[order[i]].value, uses[order[i - 1]].value)
                ? 1
                : 0;
    }
    /* Most values are one rule's own. */
    return is_known(uses[order[from]].field) ||
           (to - from >= LEAST_RULES && values * 4 >= (to - from) * 3);
}

/* ---- pairs ---- */

/* A value that so many rules ask for tells no action apart. */
#define MOST_RULES 200

/* Which uses ask for the same: order[group[use] .. group[use] + size[use]). */
struct groups {
    const struct use *uses;
    const uint32_t *order;
    uint32_t *group, *size;
    uint32_t count;
};

static void group_field(struct groups *groups, uint32_t from, uint32_t to)
{
    const struct use *uses = groups->uses;

    for (uint32_t end; from < to; from = end) {
        for (end = from + 1;
             end < to && oz_str_equal(uses[groups->order[end]].value,
                                      uses[groups->order[from]].value);) {
            end++;
        }
        for (uint32_t i = from; i < end && end - from <= MOST_RULES; i++) {
            groups->group[groups->order[i]] = from;
            groups->size[groups->order[i]] = end - from;
        }
    }
}

static void group_all(struct groups *groups)
{
    for (uint32_t from = 0, to; from < groups->count; from = to) {
        for (to = from + 1;
             to < groups->count && same_field(&groups->uses[groups->order[from]],
                                              &groups->uses[groups->order[to]]);) {
            to++;
        }
        if (is_action(groups->uses, groups->order, from, to)) {
            group_field(groups, from, to);
        }
    }
}

static int compare_numbers(const void *owner, uint32_t a, uint32_t b)
{
    (void)owner;
    return a < b ? -1 : a > b;
}

static bool keep(struct ounce_catalog *catalog, const struct oz_gather *found,
                 ounce_catalog_entry *entry)
{
    uint32_t *spare = oz_arena_array(&catalog->arena, found->count, sizeof *spare);

    if (spare == NULL || found->failed) {
        return false;
    }
    if (found->count > 0) {
        oz_sort(found->items, spare, found->count, compare_numbers, NULL);
    }
    entry->same_action = found->items;
    entry->same_action_count = found->count;
    return true;
}

/* Each rule with those of all groups that its uses are in, each once: `seen` holds the
 * last rule that met it. Uses lie rule by rule. */
static bool relate_rules(struct ounce_catalog *catalog, const struct groups *groups)
{
    uint32_t rules = catalog->plan->rule_count, use = 0;
    uint32_t *seen = oz_arena_array(&catalog->arena, rules, sizeof *seen);

    if (seen == NULL) {
        return false;
    }
    memset(seen, 0xff, rules * sizeof *seen); /* OZ_NONE */
    for (uint32_t rule = 0; rule < rules; rule++) {
        struct oz_gather found = {&catalog->arena, NULL, 0, 0, sizeof rule, false};

        seen[rule] = rule;
        for (; use < groups->count && groups->uses[use].rule == rule; use++) {
            for (uint32_t i = 0; i < groups->size[use]; i++) {
                uint32_t other =
                    groups->uses[groups->order[groups->group[use] + i]].rule;
                uint32_t *made = seen[other] == rule ? NULL : oz_gather_add(&found);

                seen[other] = rule;
                if (made != NULL) {
                    *made = other;
                }
            }
        }
        if (!keep(catalog, &found, &catalog->entries[rule])) {
            return false;
        }
    }
    return true;
}

bool oz_catalog_actions(struct ounce_catalog *catalog)
{
    struct actions actions = {catalog,
                              {&catalog->arena, NULL, 0, 0, sizeof(struct use), false}};
    struct groups groups;
    uint32_t *order;

    for (uint32_t i = 0; i < catalog->plan->rule_count; i++) {
        if (!add_uses(&actions, i)) {
            return false;
        }
    }
    order = oz_arena_array(&catalog->arena, actions.uses.count, 2 * sizeof *order);
    groups = (struct groups){
        actions.uses.items, order, NULL,
        oz_arena_zero(&catalog->arena, (size_t)actions.uses.count * 2 * sizeof *order),
        actions.uses.count};
    if (order == NULL || groups.size == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < actions.uses.count; i++) {
        order[i] = i;
    }
    oz_sort(order, order + actions.uses.count, actions.uses.count, compare,
            actions.uses.items);
    groups.group = groups.size + actions.uses.count;
    group_all(&groups);
    return relate_rules(catalog, &groups);
}
