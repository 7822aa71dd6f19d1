/* plan_index.c — guards and log types → the rules to try.
 *
 * Keys are (slot, constant) pairs by hash; each has the run of rules filed under it.
 * What has no guard is listed per log type.
 */
#include "plan/plan_build.h"

#include "base/str.h"
#include "rule/rule.h"

struct wanted_key {
    uint32_t slot;
    uint32_t form;
    const ounce_value *value;
};

static bool same_key(const void *owner, uint32_t id, const void *wanted)
{
    const struct oz_plan *plan = owner;
    const struct oz_guard_key *key = &plan->keys[id];
    const struct wanted_key *pair = wanted;

    return key->slot == pair->slot && key->form == pair->form &&
           oz_scalar_equal(&plan->expr->values[key->value], pair->value);
}

static uint32_t find_key(const struct oz_plan *plan, uint32_t slot,
                         enum oz_guard_form form, const ounce_value *value,
                         uint64_t *hash)
{
    struct wanted_key wanted = {slot, form, value};

    if (!oz_scalar_hash(value, hash)) {
        return OZ_NONE;
    }
    *hash = oz_hash_mix(*hash, (uint64_t)slot * OZ_GUARD_KINDS + form);
    return oz_table_find(&plan->key_table, *hash, same_key, plan, &wanted);
}

uint32_t oz_plan_key(const struct oz_plan *plan, uint32_t slot, enum oz_guard_form form,
                     const ounce_value *value)
{
    uint64_t hash;

    return find_key(plan, slot, form, value, &hash);
}

uint32_t oz_plan_intern_key(struct oz_plan_builder *builder, uint32_t slot,
                            enum oz_guard_form form, uint32_t value)
{
    struct oz_plan *plan = builder->plan;
    uint64_t hash = 0;
    uint32_t key = find_key(plan, slot, form, &builder->expr->values[value], &hash);
    void *keys = plan->keys;

    if (key != OZ_NONE) {
        return key;
    }
    if (!oz_arena_grow(builder->arena, &keys, plan->key_count, &builder->key_capacity,
                       sizeof *plan->keys)) {
        return OZ_NONE;
    }
    plan->keys = keys;
    plan->keys[plan->key_count] =
        (struct oz_guard_key){slot, form, value, 0, {0, 0}, 0, 0};
    if (!oz_table_add(&plan->key_table, builder->arena, hash, plan->key_count)) {
        return OZ_NONE;
    }
    return plan->key_count++;
}

/* There are few of them: one for each field and kind of check. */
uint32_t oz_plan_intern_kinds(struct oz_plan_builder *builder, uint32_t slot,
                              uint32_t kinds)
{
    struct oz_plan *plan = builder->plan;
    void *keys = plan->keys;

    for (uint32_t i = 0; i < plan->key_count; i++) {
        if (plan->keys[i].slot == slot && plan->keys[i].kinds == kinds) {
            return i;
        }
    }
    if (!oz_arena_grow(builder->arena, &keys, plan->key_count, &builder->key_capacity,
                       sizeof *plan->keys)) {
        return OZ_NONE;
    }
    plan->keys = keys;
    plan->keys[plan->key_count] =
        (struct oz_guard_key){slot, OZ_GUARD_KINDS, OZ_NONE, kinds, {0, 0}, 0, 0};
    return plan->key_count++;
}

static bool same_log_type(const void *owner, uint32_t id, const void *wanted)
{
    const struct oz_plan *plan = owner;

    return oz_str_equal(plan->log_types[id].name, *(const ounce_str *)wanted);
}

uint32_t oz_plan_log_type(const struct oz_plan *plan, ounce_str name)
{
    return oz_table_find(&plan->log_type_table, oz_hash(name.data, name.size),
                         same_log_type, plan, &name);
}

static uint32_t intern_log_type(struct oz_plan_builder *builder, ounce_str name)
{
    struct oz_plan *plan = builder->plan;
    uint32_t id = oz_plan_log_type(plan, name);
    void *log_types = plan->log_types;

    if (id != OZ_NONE) {
        return id;
    }
    if (!oz_arena_grow(builder->arena, &log_types, plan->log_type_count,
                       &builder->log_type_capacity, sizeof *plan->log_types)) {
        return OZ_NONE;
    }
    plan->log_types = log_types;
    plan->log_types[plan->log_type_count] = (struct oz_log_type){name, {0, 0}};
    if (!oz_table_add(&plan->log_type_table, builder->arena,
                      oz_hash(name.data, name.size), plan->log_type_count)) {
        return OZ_NONE;
    }
    return plan->log_type_count++;
}

bool oz_plan_takes(const struct oz_plan *plan, uint32_t rule, uint32_t log_type)
{
    const struct oz_run *run = &plan->rules[rule].log_types;

    for (uint32_t i = 0; i < run->count; i++) {
        if (plan->ids[run->first + i] == log_type) {
            return true;
        }
    }
    return false;
}

/* A scheduled rule judges rows of its queries: the query's name is their log type. */
static bool resolve_log_types(struct oz_plan_builder *builder,
                              struct oz_plan_rule *rule)
{
    static const uint32_t lists[] = {OUNCE_RULE_LOG_TYPES,
                                     OUNCE_RULE_SCHEDULED_QUERIES};

    rule->log_types = oz_plan_open_run(builder);
    for (size_t k = 0; k < sizeof lists / sizeof *lists; k++) {
        const struct oz_text_list *names = &rule->rule->lists[lists[k]];

        for (uint32_t i = 0; i < names->count; i++) {
            uint32_t id = intern_log_type(builder, names->items[i]);

            if (id == OZ_NONE || !oz_plan_add_id(builder, id)) {
                return false;
            }
        }
    }
    oz_plan_close_run(builder, &rule->log_types);
    rule->runs = rule->rule->enabled && rule->log_types.count > 0;
    rule->typed = rule->rule->kind == OUNCE_RULE_KIND_POLICY;
    return true;
}

/* Turn per-bucket counts into runs that stand one behind the other in plan->ids. */
static bool reserve_run(struct oz_plan_builder *builder, struct oz_run *run)
{
    uint32_t count = run->count;

    *run = oz_plan_open_run(builder);
    for (uint32_t i = 0; i < count; i++) {
        if (!oz_plan_add_id(builder, OZ_NONE)) {
            return false;
        }
    }
    return true; /* count is 0 again: put() fills the run */
}

static void put(struct oz_plan *plan, struct oz_run *run, uint32_t rule)
{
    plan->ids[run->first + run->count++] = rule;
}

/* Visit every bucket a rule belongs in: once to count, once to fill. */
static void file_rule(struct oz_plan *plan, uint32_t id, bool counting)
{
    const struct oz_plan_rule *rule = &plan->rules[id];
    const struct oz_run *from = rule->guarded ? &rule->guard : &rule->log_types;

    if (!rule->runs) {
        return;
    }
    for (uint32_t i = 0; i < from->count; i++) {
        uint32_t at = plan->ids[from->first + i];
        struct oz_run *run =
            rule->guarded ? &plan->keys[at].rules : &plan->log_types[at].always;

        if (counting) {
            run->count++;
        } else {
            put(plan, run, id);
        }
    }
    for (uint32_t i = 0; i < rule->kinds.count; i++) {
        struct oz_run *run = &plan->keys[plan->ids[rule->kinds.first + i]].rules;

        if (counting) {
            run->count++;
        } else {
            put(plan, run, id);
        }
    }
}

static bool list_always(struct oz_plan_builder *builder)
{
    struct oz_plan *plan = builder->plan;

    plan->always = oz_plan_open_run(builder);
    for (uint32_t i = 0; i < plan->rule_count; i++) {
        const struct oz_plan_rule *rule = &plan->rules[i];

        if (rule->runs && !rule->guarded && !rule->typed &&
            !oz_plan_add_id(builder, i)) {
            return false;
        }
    }
    oz_plan_close_run(builder, &plan->always);
    return true;
}

/* Slots in ascending order, each once. */
static bool list_guard_slots(struct oz_plan_builder *builder)
{
    struct oz_plan *plan = builder->plan;
    bool *guarded = oz_arena_zero(builder->arena, plan->projection.count);

    if (guarded == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < plan->key_count; i++) {
        guarded[plan->keys[i].slot] |=
            plan->keys[i].form == OZ_GUARD_EQUAL && plan->keys[i].rules.count > 0;
    }
    plan->kind_keys = oz_plan_open_run(builder);
    for (uint32_t i = 0; i < plan->key_count; i++) {
        if (plan->keys[i].form == OZ_GUARD_KINDS && plan->keys[i].rules.count > 0 &&
            !oz_plan_add_id(builder, i)) {
            return false;
        }
    }
    oz_plan_close_run(builder, &plan->kind_keys);
    plan->guard_slots = oz_plan_open_run(builder);
    for (uint32_t i = 0; i < plan->projection.count; i++) {
        if (guarded[i] && !oz_plan_add_id(builder, i)) {
            return false;
        }
    }
    oz_plan_close_run(builder, &plan->guard_slots);
    return true;
}

/* Where an affix is, or belongs: those of a slot stand together. *there: it is. */
static uint32_t place_of_affix(const struct oz_plan *plan, const struct oz_affix *affix,
                               bool *there)
{
    uint32_t at = 0;

    *there = false;
    while (at < plan->affix_count && plan->affixes[at].slot < affix->slot) {
        at++;
    }
    for (uint32_t i = at; i < plan->affix_count && plan->affixes[i].slot == affix->slot;
         i++) {
        *there = *there || (plan->affixes[i].form == affix->form &&
                            plan->affixes[i].size == affix->size);
    }
    return at;
}

static void insert_affix(struct oz_plan *plan, const struct oz_affix *affix)
{
    bool there;
    uint32_t at = place_of_affix(plan, affix, &there);

    if (there) {
        return;
    }
    memmove(&plan->affixes[at + 1], &plan->affixes[at],
            (plan->affix_count - at) * sizeof *plan->affixes);
    plan->affixes[at] = *affix;
    plan->affix_count++;
}

/* Each size of each slot costs an event a probe. */
static bool list_affixes(struct oz_plan_builder *builder)
{
    struct oz_plan *plan = builder->plan;

    plan->affixes =
        oz_arena_array(builder->arena, plan->key_count, sizeof *plan->affixes);
    if (plan->affixes == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < plan->key_count; i++) {
        const struct oz_guard_key *key = &plan->keys[i];

        if (key->rules.count > 0 &&
            (key->form == OZ_GUARD_PREFIX || key->form == OZ_GUARD_SUFFIX)) {
            struct oz_affix affix = {key->slot, key->form,
                                     (uint32_t)plan->expr->values[key->value].size};

            insert_affix(plan, &affix);
        }
    }
    return true;
}

bool oz_plan_index(struct oz_plan_builder *builder)
{
    struct oz_plan *plan = builder->plan;

    for (uint32_t i = 0; i < plan->rule_count; i++) {
        if (!resolve_log_types(builder, &plan->rules[i])) {
            return false;
        }
    }
    for (uint32_t i = 0; i < plan->rule_count; i++) {
        file_rule(plan, i, true);
    }
    for (uint32_t i = 0; i < plan->key_count; i++) {
        if (!reserve_run(builder, &plan->keys[i].rules)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < plan->log_type_count; i++) {
        if (!reserve_run(builder, &plan->log_types[i].always)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < plan->rule_count; i++) {
        file_rule(plan, i, false);
    }
    return list_always(builder) && list_guard_slots(builder) && list_affixes(builder);
}
