/* candidates.c — probe the index with the members that guards name.
 *
 * A rule can be filed under several keys; a bit per rule keeps it from being taken
 * twice.
 */
#include "match/candidates.h"

#include <string.h>

struct selection {
    const struct oz_plan *plan;
    uint32_t *rules;
    uint64_t *seen;
    uint32_t count;
};

/* Only the exact name counts: a member that looks like it could otherwise choose the
 * rules an event is judged by. */
static bool log_type_value(struct oz_eval *eval, ounce_value *out)
{
    static const ounce_str name = {"p_log_type", sizeof "p_log_type" - 1};
    uint32_t slot = eval->plan->log_type_slot;
    bool found;

    if (!eval->raw) {
        return oz_value_exact(&eval->work.walk, &eval->root, name, out, &found);
    }
    if (!eval->slots[slot].exact) {
        memset(out, 0, sizeof *out);
        return true;
    }
    return oz_eval_slot(eval, slot, out);
}

bool oz_event_log_type(struct oz_eval *eval, ounce_str given, ounce_str *out)
{
    ounce_value value;

    if (!log_type_value(eval, &value)) {
        return false;
    }
    *out = value.kind == OUNCE_TEXT ? (ounce_str){value.text, value.size} : given;
    return true;
}

static void take(struct selection *selection, uint32_t rule)
{
    uint64_t bit = (uint64_t)1 << (rule % 64);

    if ((selection->seen[rule / 64] & bit) == 0) {
        selection->seen[rule / 64] |= bit;
        selection->rules[selection->count++] = rule;
    }
}

static void take_run(struct selection *selection, const struct oz_run *run)
{
    for (uint32_t i = 0; i < run->count; i++) {
        take(selection, selection->plan->ids[run->first + i]);
    }
}

static void take_keyed(struct selection *selection, const struct oz_run *run,
                       bool typed, uint32_t log_type)
{
    for (uint32_t i = 0; i < run->count; i++) {
        uint32_t rule = selection->plan->ids[run->first + i];

        if (typed ? oz_plan_takes(selection->plan, rule, log_type)
                  : !selection->plan->rules[rule].typed) {
            take(selection, rule);
        }
    }
}

/* Most members that some rule reads are missing from any one event, and each costs no
 * more than this. */
static inline bool is_absent(const struct oz_eval *eval, uint32_t slot)
{
    return eval->raw && eval->slots[slot].stamp != eval->stamp;
}

/* A container is no text and equals no constant: it is left undecoded. */
static bool member(struct oz_eval *eval, uint32_t slot, ounce_value *out)
{
    if (is_absent(eval, slot) || ((eval->slots[slot].value.flags & OZ_VALUE_RAW) != 0 &&
                                  eval->slots[slot].stamp == eval->stamp)) {
        memset(out, 0, sizeof *out);
        return true;
    }
    return oz_eval_slot(eval, slot, out);
}

static bool probe(struct oz_eval *eval, struct selection *selection, bool typed,
                  uint32_t log_type)
{
    const struct oz_plan *plan = eval->plan;

    for (uint32_t i = 0; i < plan->guard_slots.count; i++) {
        uint32_t slot = plan->ids[plan->guard_slots.first + i];
        ounce_value value;
        uint32_t key;

        if (is_absent(eval, slot)) {
            continue;
        }
        if (!member(eval, slot, &value)) {
            return false;
        }
        key = oz_plan_key(plan, slot, OZ_GUARD_EQUAL, &value);
        if (key != OZ_NONE) {
            take_keyed(selection, &plan->keys[key].rules, typed, log_type);
        }
    }
    return true;
}

/* The beginnings and ends of texts, by the sizes that keys have. */
static bool probe_affixes(struct oz_eval *eval, struct selection *selection, bool typed,
                          uint32_t log_type)
{
    const struct oz_plan *plan = eval->plan;
    ounce_value value = {0};

    for (uint32_t i = 0; i < plan->affix_count; i++) {
        const struct oz_affix *affix = &plan->affixes[i];
        ounce_value part = {0};
        uint32_t key;

        if ((i == 0 || affix->slot != affix[-1].slot) &&
            !member(eval, affix->slot, &value)) {
            return false;
        }
        if (value.kind != OUNCE_TEXT || value.size < affix->size) {
            continue;
        }
        part.kind = OUNCE_TEXT;
        part.text = value.text +
                    (affix->form == OZ_GUARD_PREFIX ? 0 : value.size - affix->size);
        part.size = affix->size;
        key = oz_plan_key(plan, affix->slot, (enum oz_guard_form)affix->form, &part);
        if (key != OZ_NONE) {
            take_keyed(selection, &plan->keys[key].rules, typed, log_type);
        }
    }
    return true;
}

/* Its kind is known before a value is decoded. */
static bool kind_of(struct oz_eval *eval, uint32_t slot, uint32_t *kind)
{
    ounce_value value;

    *kind = OUNCE_MISSING;
    if (is_absent(eval, slot)) {
        return true;
    }
    if (eval->raw) {
        if (oz_json_filled(&eval->plan->projection, eval->slots, eval->stamp, slot)) {
            *kind = eval->slots[slot].value.kind;
        }
        return true;
    }
    if (!oz_eval_slot(eval, slot, &value)) {
        return false;
    }
    *kind = value.kind;
    return true;
}

/* Members on which a check would raise: the rule must be there to do so. */
static bool probe_kinds(struct oz_eval *eval, struct selection *selection, bool typed,
                        uint32_t log_type)
{
    const struct oz_plan *plan = eval->plan;

    for (uint32_t i = 0; i < plan->kind_keys.count; i++) {
        const struct oz_guard_key *key =
            &plan->keys[plan->ids[plan->kind_keys.first + i]];
        uint32_t kind;

        if (!kind_of(eval, key->slot, &kind)) {
            return false;
        }
        if ((key->kinds >> kind & 1) != 0) {
            take_keyed(selection, &key->rules, typed, log_type);
        }
    }
    return true;
}

/* Shell sort: few candidates as a rule, and no recursion when there are many. */
static void sort(uint32_t *rules, uint32_t count)
{
    for (uint32_t gap = count / 2; gap > 0; gap /= 2) {
        for (uint32_t i = gap; i < count; i++) {
            uint32_t rule = rules[i];
            uint32_t at = i;

            for (; at >= gap && rules[at - gap] > rule; at -= gap) {
                rules[at] = rules[at - gap];
            }
            rules[at] = rule;
        }
    }
}

bool oz_candidates(struct oz_eval *eval, ounce_str log_type, uint32_t *rules,
                   uint64_t *seen, uint32_t *count)
{
    const struct oz_plan *plan = eval->plan;
    struct selection selection = {plan, rules, seen, 0};
    bool typed = log_type.size > 0;
    uint32_t id = typed ? oz_plan_log_type(plan, log_type) : OZ_NONE;
    bool fine = true;

    if (!typed) {
        take_run(&selection, &plan->always);
    } else if (id != OZ_NONE) {
        take_run(&selection, &plan->log_types[id].always);
    }
    if (!typed || id != OZ_NONE) {
        fine = probe(eval, &selection, typed, id) &&
               probe_affixes(eval, &selection, typed, id) &&
               probe_kinds(eval, &selection, typed, id);
    }
    for (uint32_t i = 0; i < selection.count; i++) {
        seen[rules[i] / 64] = 0;
    }
    sort(rules, selection.count);
    *count = selection.count;
    return fine;
}
