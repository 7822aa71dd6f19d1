/* group.c — what rules have in common: one member a rule and key, sorted, then cut into
 * groups. A rule is in a group once, whatever number of times it names the key.
 */
#include "cli/site/group.h"

#include <stdlib.h>
#include <string.h>

#include "cli/memory.h"
#include "cli/site/name.h"

static int compare(ounce_str a, ounce_str b)
{
    size_t size = a.size < b.size ? a.size : b.size;
    int order = size > 0 ? memcmp(a.data, b.data, size) : 0;

    return order != 0 ? order : a.size < b.size ? -1 : a.size > b.size;
}

static int by_key(const void *a, const void *b)
{
    const struct site_member *one = a;
    const struct site_member *other = b;
    int order = compare(one->key, other->key);

    return order != 0 ? order : one->rule < other->rule ? -1 : one->rule > other->rule;
}

static void add(struct site_groups *groups, ounce_str key, uint32_t rule,
                uint32_t roles)
{
    if (key.size == 0) {
        return;
    }
    if (groups->member_count == groups->member_capacity) {
        groups->member_capacity = groups->member_capacity * 2 + 64;
        groups->members = cli_resize(groups->members, groups->member_capacity,
                                     sizeof *groups->members);
    }
    groups->members[groups->member_count++] = (struct site_member){key, rule, roles};
}

/* Members that are the same become one. */
static void merge(struct site_groups *groups)
{
    uint32_t kept = 0;

    for (uint32_t i = 0; i < groups->member_count; i++) {
        const struct site_member *member = &groups->members[i];
        struct site_member *last = kept > 0 ? &groups->members[kept - 1] : NULL;

        if (last != NULL && last->rule == member->rule &&
            site_same(last->key, member->key)) {
            last->roles |= member->roles;
        } else {
            groups->members[kept++] = *member;
        }
    }
    groups->member_count = kept;
}

static void cut(struct site_groups *groups)
{
    groups->items = cli_resize(NULL, groups->member_count, sizeof *groups->items);
    for (uint32_t i = 0; i < groups->member_count; i++) {
        const struct site_member *member = &groups->members[i];
        struct site_group *last =
            groups->count > 0 ? &groups->items[groups->count - 1] : NULL;

        if (last != NULL && site_same(last->key, member->key)) {
            last->count++;
        } else {
            groups->items[groups->count++] =
                (struct site_group){member->key, NULL, member, 1};
        }
    }
}

static void name(struct site_groups *groups)
{
    ounce_str *keys = cli_resize(NULL, groups->count, sizeof *keys);

    for (uint32_t i = 0; i < groups->count; i++) {
        keys[i] = groups->items[i].key;
    }
    groups->names = site_names(keys, groups->count);
    for (uint32_t i = 0; i < groups->count; i++) {
        groups->items[i].name = groups->names[i];
    }
    free(keys);
}

static void finish(struct site_groups *groups, bool pages)
{
    if (groups->member_count > 0) {
        qsort(groups->members, groups->member_count, sizeof *groups->members, by_key);
    }
    merge(groups);
    cut(groups);
    if (pages) {
        name(groups);
    }
}

ounce_str site_output_path(const ounce_catalog_output *output)
{
    return output->source.size > 0 ? output->source : output->field;
}

static void add_fields(struct site *site, uint32_t rule)
{
    const ounce_catalog_entry *entry = site_entry(site, rule);

    for (uint32_t i = 0; i < entry->indicator_count; i++) {
        add(&site->fields, entry->indicators[i].field, rule, SITE_INDICATOR);
    }
    for (uint32_t i = 0; i < entry->exclusion_count; i++) {
        add(&site->fields, entry->exclusions[i].field, rule, SITE_EXCLUSION);
    }
    for (uint32_t i = 0; i < entry->output_count; i++) {
        add(&site->fields, site_output_path(&entry->outputs[i]), rule, SITE_OUTPUT);
    }
}

static void add_list(struct site *site, struct site_groups *groups, uint32_t rule,
                     uint32_t field)
{
    const ounce_str *item;

    for (uint32_t i = 0; (item = site_item(site, rule, field, i)) != NULL; i++) {
        add(groups, *item, rule, 0);
    }
}

void site_gather(struct site *site)
{
    for (uint32_t rule = 0; rule < site->count; rule++) {
        const ounce_catalog_entry *entry = site_entry(site, rule);

        if (!site->selection->wanted[rule]) {
            continue;
        }
        add_list(site, &site->log_types, rule, OUNCE_RULE_LOG_TYPES);
        add_list(site, &site->tags, rule, OUNCE_RULE_TAGS);
        add_fields(site, rule);
        for (uint32_t i = 0; i < entry->attack_count; i++) {
            add(&site->tactics, entry->attack[i].tactic_id, rule, 0);
            add(&site->techniques, entry->attack[i].technique_id, rule, 0);
        }
    }
    finish(&site->log_types, true);
    finish(&site->fields, true);
    finish(&site->tactics, false);
    finish(&site->techniques, false);
    finish(&site->tags, false);
}

static void forget(struct site_groups *groups)
{
    site_names_free(groups->names, groups->count);
    free(groups->members);
    free(groups->items);
}

void site_forget(struct site *site)
{
    forget(&site->log_types);
    forget(&site->fields);
    forget(&site->tactics);
    forget(&site->techniques);
    forget(&site->tags);
}

const struct site_group *site_group(const struct site_groups *groups, ounce_str key)
{
    uint32_t from = 0;
    uint32_t to = groups->count;

    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        int order = compare(key, groups->items[middle].key);

        if (order == 0) {
            return &groups->items[middle];
        }
        if (order < 0) {
            to = middle;
        } else {
            from = middle + 1;
        }
    }
    return NULL;
}
