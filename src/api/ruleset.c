/* ruleset.c — the doorway of ounce/ruleset.h. */
#include "api/ruleset.h"

#include "base/diag.h"
#include "base/str.h"
#include "plan/plan_coverage.h"
#include "rule/rule.h"

struct ounce_ruleset *oz_ruleset_new(const ounce_allocator *alloc,
                                     const ounce_limits *limits)
{
    ounce_ruleset *ruleset = oz_alloc_zero(alloc, sizeof *ruleset);

    if (ruleset == NULL) {
        return NULL;
    }
    atomic_init(&ruleset->refs, 1);
    ruleset->alloc = *alloc;
    ruleset->limits = *limits;
    oz_arena_init(&ruleset->arena, &ruleset->alloc);
    oz_expr_init(&ruleset->expr, &ruleset->arena);
    return ruleset;
}

ounce_ruleset *ounce_ruleset_ref(ounce_ruleset *ruleset)
{
    atomic_fetch_add_explicit(&ruleset->refs, 1, memory_order_relaxed);
    return ruleset;
}

void ounce_ruleset_unref(ounce_ruleset *ruleset)
{
    ounce_allocator alloc;

    if (ruleset == NULL ||
        atomic_fetch_sub_explicit(&ruleset->refs, 1, memory_order_acq_rel) != 1) {
        return;
    }
    alloc = ruleset->alloc;
    oz_arena_finish(&ruleset->arena);
    oz_alloc_free(&alloc, ruleset, sizeof *ruleset);
}

uint32_t ounce_ruleset_count(const ounce_ruleset *ruleset)
{
    return ruleset->plan.rule_count;
}

const ounce_rule *ounce_ruleset_rule(const ounce_ruleset *ruleset, uint32_t index)
{
    return index < ruleset->plan.rule_count ? ruleset->plan.rules[index].rule : NULL;
}

bool ounce_ruleset_find(const ounce_ruleset *ruleset, const char *id, size_t id_size,
                        uint32_t *index)
{
    ounce_str wanted = {id, id_size};
    uint32_t low = 0;
    uint32_t high = ruleset->plan.rule_count;

    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        int order =
            oz_str_compare(ruleset->plan.rules[mid].rule->texts[OUNCE_RULE_ID], wanted);

        if (order == 0) {
            *index = mid;
            return true;
        }
        if (order < 0) {
            low = mid + 1;
        } else {
            high = mid;
        }
    }
    return false;
}

bool ounce_ruleset_item(const ounce_ruleset *ruleset, uint32_t index, ounce_item *out)
{
    const struct oz_item *item;

    if (index >= ruleset->item_count) {
        return false;
    }
    item = &ruleset->items[index];
    out->type = item->type;
    out->id = item->id;
    out->file = item->file;
    out->json = item->json;
    out->line = item->span.line;
    out->enabled = item->enabled;
    return true;
}

const ounce_str *ounce_rule_text(const ounce_rule *rule, uint32_t field)
{
    return field < OZ_RULE_TEXTS ? &rule->texts[field] : NULL;
}

const ounce_str *ounce_rule_item(const ounce_rule *rule, uint32_t field, uint32_t index)
{
    return field < OZ_RULE_LISTS && index < rule->lists[field].count
               ? &rule->lists[field].items[index]
               : NULL;
}

int64_t ounce_rule_number(const ounce_rule *rule, uint32_t field)
{
    switch ((enum ounce_rule_number_field)field) {
    case OUNCE_RULE_ENABLED:
        return rule->enabled;
    case OUNCE_RULE_CREATE_ALERT:
        return rule->create_alert;
    case OUNCE_RULE_THRESHOLD:
        return rule->threshold;
    case OUNCE_RULE_DEDUP_MINUTES:
        return rule->dedup_minutes;
    case OUNCE_RULE_TEST_COUNT:
        return rule->test_count;
    case OUNCE_RULE_LINE:
        return rule->span.line;
    case OUNCE_RULE_SEVERITY_RANK:
        return rule->severity;
    case OUNCE_RULE_ONLY_BASE_RISK:
        return rule->only_base_risk;
    case OUNCE_RULE_BASE_VERSION:
        return rule->base_version;
    case OUNCE_RULE_KIND:
        return rule->kind;
    }
    return -1;
}

bool ounce_rule_test_get(const ounce_rule *rule, uint32_t index, ounce_rule_test *out)
{
    if (index >= rule->test_count) {
        return false;
    }
    *out = rule->tests[index];
    return true;
}

ounce_status ounce_ruleset_coverage(const ounce_ruleset *ruleset, ounce_coverage *rules,
                                    size_t capacity, ounce_error *err)
{
    uint32_t count = ruleset->plan.rule_count;

    if (capacity < count) {
        return oz_error(err, OUNCE_ERR_SPACE, "%u rules, and there is room for %zu",
                        count, capacity);
    }
    oz_plan_coverage(&ruleset->plan, rules);
    return OUNCE_OK;
}

ounce_status oz_print_result(const struct oz_buf *buf, size_t capacity, size_t *size)
{
    *size = buf->size;
    return buf->size <= capacity ? OUNCE_OK : OUNCE_ERR_SPACE;
}

ounce_status ounce_rule_print(const ounce_ruleset *ruleset, uint32_t index,
                              uint32_t form, char *buffer, size_t capacity,
                              size_t *size)
{
    struct oz_buf buf;

    *size = 0;
    if (index >= ruleset->plan.rule_count) {
        return OUNCE_ERR_ARGUMENT;
    }
    oz_buf_init_fixed(&buf, buffer, capacity);
    switch ((enum ounce_print)form) {
    case OUNCE_PRINT_TEXT:
        oz_plan_print_text(&ruleset->plan, index, NULL, &buf);
        return oz_print_result(&buf, capacity, size);
    case OUNCE_PRINT_JSON:
        oz_buf_char(&buf, '{');
        oz_plan_print_json(&ruleset->plan, index, NULL, &buf);
        oz_buf_char(&buf, '}');
        return oz_print_result(&buf, capacity, size);
    case OUNCE_PRINT_IR:
        oz_plan_print_ir(&ruleset->plan, index, &buf);
        return oz_print_result(&buf, capacity, size);
    }
    return OUNCE_ERR_ARGUMENT;
}
