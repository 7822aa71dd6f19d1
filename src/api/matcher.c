/* matcher.c — the doorway of ounce/matcher.h. */
#include "match/matcher.h"

#include "api/ruleset.h"
#include "base/diag.h"
#include "base/str.h"

struct ounce_matcher {
    struct oz_matcher core;
    ounce_ruleset *ruleset; /* one reference */
};

ounce_status ounce_matcher_new(ounce_ruleset *ruleset, ounce_matcher **out,
                               ounce_error *err)
{
    ounce_matcher *matcher = oz_alloc_zero(&ruleset->alloc, sizeof *matcher);

    *out = NULL;
    if (matcher == NULL) {
        return oz_error_nomem(err);
    }
    matcher->ruleset = ounce_ruleset_ref(ruleset);
    if (!oz_matcher_init(&matcher->core, &ruleset->plan, &ruleset->alloc,
                         &ruleset->limits)) {
        ounce_matcher_free(matcher);
        return oz_error_nomem(err);
    }
    matcher->core.eval.work.lookups = &ruleset->lookups;
    *out = matcher;
    return OUNCE_OK;
}

void ounce_matcher_free(ounce_matcher *matcher)
{
    ounce_ruleset *ruleset;
    ounce_allocator alloc;

    if (matcher == NULL) {
        return;
    }
    ruleset = matcher->ruleset;
    alloc = ruleset->alloc;
    oz_matcher_finish(&matcher->core);
    oz_alloc_free(&alloc, matcher, sizeof *matcher);
    ounce_ruleset_unref(ruleset);
}

void ounce_matcher_on_unevaluated(ounce_matcher *matcher, ounce_unevaluated_fn *fn,
                                  void *user)
{
    matcher->core.on_unevaluated = fn;
    matcher->core.unevaluated_user = user;
}

ounce_status ounce_matcher_services(ounce_matcher *matcher,
                                    const ounce_services *services, ounce_error *err)
{
    if (services != NULL && services->size != sizeof *services) {
        return oz_error(err, OUNCE_ERR_ARGUMENT,
                        "the services do not begin as OUNCE_SERVICES_INIT");
    }
    oz_matcher_services(&matcher->core, services);
    return OUNCE_OK;
}

void ounce_matcher_cache_counts(const ounce_matcher *matcher, ounce_cache_counts *out)
{
    *out = matcher->core.store.counts;
}

static ounce_status check_event(const ounce_event *event, ounce_error *err)
{
    return event->size == sizeof *event
               ? OUNCE_OK
               : oz_error(
                     err, OUNCE_ERR_ARGUMENT,
                     "the event was not made by one of the ounce_event_init functions");
}

static ounce_status check_rule(const ounce_matcher *matcher, uint32_t rule,
                               ounce_error *err)
{
    return rule < matcher->ruleset->plan.rule_count
               ? OUNCE_OK
               : oz_error(err, OUNCE_ERR_ARGUMENT, "there is no rule %u", rule);
}

ounce_status ounce_matcher_run(ounce_matcher *matcher, const ounce_event *event,
                               ounce_match_fn *on_match, void *user, ounce_error *err)
{
    ounce_status status = check_event(event, err);

    return status != OUNCE_OK
               ? status
               : oz_matcher_run(&matcher->core, event, on_match, user, err);
}

ounce_status ounce_matcher_run_rule(ounce_matcher *matcher, uint32_t rule,
                                    const ounce_event *event, ounce_match_fn *on_match,
                                    void *user, ounce_error *err)
{
    ounce_status status = check_event(event, err);

    if (status == OUNCE_OK) {
        status = check_rule(matcher, rule, err);
    }
    return status != OUNCE_OK
               ? status
               : oz_matcher_run_rule(&matcher->core, rule, event, on_match, user, err);
}

struct hits {
    uint32_t *rules;
    size_t capacity;
    size_t count;
};

static ounce_control add_hit(void *user, ounce_match *match)
{
    struct hits *hits = user;

    if (hits->count < hits->capacity) {
        hits->rules[hits->count] = ounce_match_rule_index(match);
    }
    hits->count++;
    return OUNCE_CONTINUE;
}

ounce_status ounce_matcher_hits(ounce_matcher *matcher, const ounce_event *event,
                                uint32_t *rules, size_t capacity, size_t *count,
                                ounce_error *err)
{
    struct hits hits = {rules, capacity, 0};
    ounce_status status = ounce_matcher_run(matcher, event, add_hit, &hits, err);

    *count = hits.count;
    if (status == OUNCE_OK && hits.count > capacity) {
        return oz_error(err, OUNCE_ERR_SPACE,
                        "%zu rules match and there is room for %zu", hits.count,
                        capacity);
    }
    return status;
}

ounce_status ounce_matcher_batch(ounce_matcher *matcher, const char *text, size_t size,
                                 const ounce_str *log_type, ounce_hit *hits,
                                 size_t capacity, size_t *count, size_t *used,
                                 ounce_error *err)
{
    ounce_str none = {NULL, 0};
    size_t least = matcher->ruleset->plan.rule_count + (size_t)1;

    *count = 0;
    *used = 0;
    if (capacity < least) {
        return oz_error(err, OUNCE_ERR_ARGUMENT,
                        "room for %zu hits; one line can yield %zu", capacity, least);
    }
    return oz_matcher_batch(&matcher->core, (ounce_str){size > 0 ? text : "", size},
                            log_type == NULL ? none : *log_type, hits, capacity, count,
                            used, err);
}

void ounce_matcher_counts(const ounce_matcher *matcher, ounce_counts *out)
{
    *out = matcher->core.counts;
}

ounce_status ounce_matcher_explain(ounce_matcher *matcher, uint32_t rule,
                                   const ounce_event *event, uint32_t form,
                                   ounce_str *out, ounce_error *err)
{
    ounce_status status = check_event(event, err);

    *out = (ounce_str){"", 0};
    if (status == OUNCE_OK) {
        status = check_rule(matcher, rule, err);
    }
    if (status == OUNCE_OK && form != OUNCE_PRINT_TEXT && form != OUNCE_PRINT_JSON) {
        status = oz_error(err, OUNCE_ERR_ARGUMENT, "an explanation is text or JSON");
    }
    if (status == OUNCE_OK) {
        status = oz_matcher_explain(&matcher->core, rule, event, form, err);
    }
    if (status == OUNCE_OK) {
        *out = (ounce_str){matcher->core.output.data, matcher->core.output.size};
    }
    return status;
}
