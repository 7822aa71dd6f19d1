/* lint_shadow.c — branches that add nothing to another.
 *
 *     Any: [eq(a, 1), All: [eq(a, 1), exists(b)]]   the second holds only where the
 * first does
 *
 * A branch is its set of literals; one whose set has another's inside holds only where
 * that one does. Each set is filed under its rarest literal, so that a branch is
 * compared only with those it has a literal in common with. In DynamicSeverities the
 * first entry that holds wins: there only later entries can be shadowed, also by one
 * that always holds.
 */
#include "lint/lint_rule.h"

struct branch {
    uint32_t site;
    uint32_t first, count; /* keys, sorted, none twice */
    uint32_t next;         /* filed under the same literal */
};

struct branches {
    struct oz_lint_rule *rule;
    struct branch *items;
    uint64_t *keys;
    uint32_t count, capacity;
    uint32_t key_count, key_capacity;
    struct oz_table table; /* heads of chains, by key: places in `heads` */
    struct head {
        uint64_t key;
        uint32_t uses;
        uint32_t branch;
    } * heads;
    uint32_t head_count, head_capacity;
};

static int by_key(const void *owner, uint32_t a, uint32_t b)
{
    const struct oz_lint_literal *items = owner;

    if (items[a].id != items[b].id) {
        return items[a].id < items[b].id ? -1 : 1;
    }
    return (int)items[a].holds - (int)items[b].holds;
}

static bool same_key(const void *owner, uint32_t id, const void *wanted)
{
    const struct branches *branches = owner;

    return branches->heads[id].key == *(const uint64_t *)wanted;
}

/* The entry of a key, made if there is none; NULL when out of memory. */
static struct head *head_of(struct branches *branches, uint64_t key)
{
    struct oz_arena *arena = branches->rule->in->scratch;
    uint64_t hash = oz_hash_mix(1, key);
    uint32_t id = oz_table_find(&branches->table, hash, same_key, branches, &key);
    void *heads = branches->heads;

    if (id != OZ_NONE) {
        return &branches->heads[id];
    }
    id = branches->head_count;
    if (!oz_arena_grow(arena, &heads, id, &branches->head_capacity,
                       sizeof *branches->heads)) {
        return NULL;
    }
    branches->heads = heads;
    branches->heads[id] = (struct head){key, 0, OZ_NONE};
    if (!oz_table_add(&branches->table, arena, hash, id)) {
        return NULL;
    }
    branches->head_count++;
    return &branches->heads[id];
}

static bool add_key(struct branches *branches, struct branch *branch, uint64_t key)
{
    struct oz_arena *arena = branches->rule->in->scratch;
    void *keys = branches->keys;
    struct head *head;

    if (branch->count > 0 && branches->keys[branches->key_count - 1] == key) {
        return true;
    }
    head = head_of(branches, key);
    if (head == NULL ||
        !oz_arena_grow(arena, &keys, branches->key_count, &branches->key_capacity,
                       sizeof *branches->keys)) {
        return oz_lint_nomem(branches->rule);
    }
    branches->keys = keys;
    branches->keys[branches->key_count++] = key;
    branch->count++;
    head->uses++;
    return true;
}

/* Take a site whose verdict is open. */
static bool add_branch(struct branches *branches, uint32_t site)
{
    struct oz_lint_rule *rule = branches->rule;
    struct branch branch = {site, branches->key_count, 0, OZ_NONE};
    void *items = branches->items;

    rule->work.count = 0;
    if (!oz_lint_gather(rule, site, true) || !oz_lint_sort(rule, by_key)) {
        return false;
    }
    for (uint32_t i = 0; i < rule->work.count; i++) {
        const struct oz_lint_literal *literal = &rule->work.items[rule->order[i]];

        if (!add_key(branches, &branch,
                     (uint64_t)literal->id << 1 | (literal->holds ? 1 : 0))) {
            return false;
        }
    }
    if (!oz_arena_grow(rule->in->scratch, &items, branches->count, &branches->capacity,
                       sizeof *branches->items)) {
        return oz_lint_nomem(rule);
    }
    branches->items = items;
    branches->items[branches->count++] = branch;
    return true;
}

static bool file_branches(struct branches *branches)
{
    for (uint32_t i = branches->count; i-- > 0;) {
        struct branch *branch = &branches->items[i];
        struct head *rarest = NULL;

        for (uint32_t k = 0; k < branch->count; k++) {
            struct head *head = head_of(branches, branches->keys[branch->first + k]);

            if (head == NULL) {
                return oz_lint_nomem(branches->rule);
            }
            rarest = rarest == NULL || head->uses < rarest->uses ? head : rarest;
        }
        if (rarest != NULL) {
            branch->next = rarest->branch;
            rarest->branch = i;
        }
    }
    return true;
}

/* Does every key of `inner` stand in `outer`? */
static bool is_within(const struct branches *branches, const struct branch *inner,
                      const struct branch *outer)
{
    const uint64_t *a = &branches->keys[inner->first];
    const uint64_t *b = &branches->keys[outer->first];
    uint32_t found = 0;

    for (uint32_t i = 0; i < outer->count && found < inner->count; i++) {
        found += a[found] == b[i] ? 1 : 0;
    }
    return found == inner->count;
}

/* The first branch that holds wherever this one does; OZ_NONE. Of two that are equal
 * the later one is shadowed. */
static uint32_t shadow_of(struct branches *branches, uint32_t index, bool ordered)
{
    const struct branch *branch = &branches->items[index];

    for (uint32_t k = 0; k < branch->count; k++) {
        const struct head *head = head_of(branches, branches->keys[branch->first + k]);

        for (uint32_t i = head == NULL ? OZ_NONE : head->branch; i != OZ_NONE;
             i = branches->items[i].next) {
            const struct branch *other = &branches->items[i];
            bool earlier = i < index;

            if (!oz_lint_step(branches->rule, 1 + branch->count)) {
                return OZ_NONE;
            }
            if (i != index && other->count <= branch->count && (earlier || !ordered) &&
                (earlier || other->count < branch->count) &&
                is_within(branches, other, branch)) {
                return other->site;
            }
        }
    }
    return OZ_NONE;
}

static void check_branches(struct branches *branches, bool ordered)
{
    struct oz_lint_rule *rule = branches->rule;

    if (branches->count < 2 || !file_branches(branches)) {
        return;
    }
    for (uint32_t i = 0; i < branches->count && rule->steps > 0; i++) {
        uint32_t shadow = shadow_of(branches, i, ordered);
        struct oz_span span, other;

        if (shadow == OZ_NONE) {
            continue;
        }
        span = oz_lint_span(rule, oz_lint_site(rule, branches->items[i].site)->node);
        other = oz_lint_span(rule, oz_lint_site(rule, shadow)->node);
        oz_lint_say(rule, OZ_LINT_SHADOWED_BRANCH, span,
                    ordered
                        ? "these conditions hold only where those at %u:%u do, which "
                          "win"
                        : "this branch holds only where the one at %u:%u does: it "
                          "adds nothing",
                    other.line, other.column);
    }
}

static void check_group(struct oz_lint_rule *rule, uint32_t site)
{
    struct branches branches = {.rule = rule};
    uint32_t end = oz_lint_site(rule, site)->end;

    for (uint32_t i = site + 1; i < end; i = oz_lint_site(rule, i)->end) {
        if (rule->marks[i].verdict == OZ_VERDICT_OPEN && !add_branch(&branches, i)) {
            return;
        }
    }
    check_branches(&branches, false);
}

/* The sites from `site` on are the entries' Conditions. */
static void check_severities(struct oz_lint_rule *rule, uint32_t site)
{
    struct branches branches = {.rule = rule};
    uint32_t always = OZ_NONE;

    for (; site < rule->in->sites->count; site = oz_lint_site(rule, site)->end) {
        if (always != OZ_NONE) {
            struct oz_span first = oz_lint_span(rule, oz_lint_site(rule, always)->node);

            oz_lint_say(rule, OZ_LINT_SHADOWED_BRANCH,
                        oz_lint_span(rule, oz_lint_site(rule, site)->node),
                        "the conditions at %u:%u always hold, so this entry is never "
                        "reached",
                        first.line, first.column);
        } else if (rule->marks[site].verdict == OZ_VERDICT_ALWAYS) {
            always = site;
        } else if (rule->marks[site].verdict == OZ_VERDICT_OPEN &&
                   !add_branch(&branches, site)) {
            return;
        }
    }
    check_branches(&branches, true);
}

void oz_lint_shadows(struct oz_lint_rule *rule)
{
    const struct oz_rule_source *source = rule->in->source;
    uint32_t root = 0;

    for (uint32_t i = 0; i < rule->in->sites->count && !rule->nomem; i++) {
        enum oz_expr_kind kind = oz_lint_group(rule, i);

        if (kind == OZ_EXPR_ANY || kind == OZ_EXPR_NO_ONE) {
            check_group(rule, i);
        }
    }
    while (root < rule->in->sites->count &&
           (oz_lint_site(rule, root)->node == source->detection ||
            oz_lint_site(rule, root)->node == source->filters)) {
        root = oz_lint_site(rule, root)->end;
    }
    check_severities(rule, root);
}
