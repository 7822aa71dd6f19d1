/* matcher.c — one event through the ruleset.
 *
 * Every event ends in exactly one count: matched, not matched, not evaluated; and every
 * rule that a judged event never reached is counted and reported as well.
 */
#include "match/matcher.h"

#include "base/diag.h"
#include "base/str.h"
#include "base/utf8.h"
#include "match/candidates.h"

bool oz_matcher_init(struct oz_matcher *matcher, const struct oz_plan *plan,
                     const ounce_allocator *alloc, const ounce_limits *limits)
{
    size_t rules = plan->rule_count + (size_t)1; /* never an empty block */

    memset(matcher, 0, sizeof *matcher);
    matcher->alloc = *alloc;
    matcher->limits = *limits;
    oz_buf_init(&matcher->output, &matcher->alloc);
    oz_store_init(&matcher->store, &matcher->alloc);
    matcher->rules = oz_alloc_new(&matcher->alloc, rules * sizeof *matcher->rules);
    matcher->seen =
        oz_alloc_zero(&matcher->alloc, (rules / 64 + 1) * sizeof *matcher->seen);
    if (!oz_eval_init(&matcher->eval, plan, &matcher->alloc)) {
        return false;
    }
    matcher->eval.work.store = &matcher->store;
    return matcher->rules != NULL && matcher->seen != NULL;
}

/* Without random numbers the address alone seeds the hash: better than nothing, and no
 * answer depends on it. */
void oz_matcher_services(struct oz_matcher *matcher, const ounce_services *services)
{
    uint64_t seed = (uint64_t)(uintptr_t)matcher;

    memset(&matcher->services, 0, sizeof matcher->services);
    matcher->eval.work.services = NULL;
    if (services != NULL) {
        matcher->services = *services;
        matcher->eval.work.services = &matcher->services;
        seed ^= services->random == NULL ? 0 : services->random(services->ctx);
    }
    oz_store_reset(&matcher->store, matcher->services.max_cache_keys,
                   matcher->services.max_cache_bytes, seed);
}

void oz_matcher_finish(struct oz_matcher *matcher)
{
    size_t rules = matcher->eval.plan->rule_count + (size_t)1;

    oz_alloc_free(&matcher->alloc, matcher->rules, rules * sizeof *matcher->rules);
    oz_alloc_free(&matcher->alloc, matcher->seen,
                  (rules / 64 + 1) * sizeof *matcher->seen);
    oz_buf_finish(&matcher->output);
    oz_store_finish(&matcher->store);
    oz_eval_finish(&matcher->eval);
}

static const char *const reason_texts[] = {
    "none",
    "bad JSON",
    "bad UTF-8",
    "not an object",
    "too big",
    "too deep",
    "too many members",
    "step budget spent",
    "host accessor failed",
    "out of memory",
    "rule error",
};

const char *ounce_reason_text(uint32_t reason)
{
    return reason < sizeof reason_texts / sizeof *reason_texts ? reason_texts[reason]
                                                               : "unknown reason";
}

static ounce_status status_of(uint32_t reason)
{
    switch ((enum ounce_reason)reason) {
    case OUNCE_REASON_NONE:
        return OUNCE_OK;
    case OUNCE_REASON_BAD_JSON:
    case OUNCE_REASON_BAD_UTF8:
    case OUNCE_REASON_NOT_OBJECT:
    case OUNCE_REASON_HOST:
        return OUNCE_ERR_EVENT;
    case OUNCE_REASON_TOO_BIG:
    case OUNCE_REASON_TOO_DEEP:
    case OUNCE_REASON_TOO_WIDE:
    case OUNCE_REASON_BUDGET:
        return OUNCE_ERR_LIMIT;
    case OUNCE_REASON_NOMEM:
        return OUNCE_ERR_NOMEM;
    case OUNCE_REASON_RULE_ERROR:
        return OUNCE_ERR_RULE;
    }
    return OUNCE_ERR_EVENT;
}

/* Line and column of an offset, counted in code points as far as the text is valid. */
static struct oz_span span_at(ounce_str text, size_t offset)
{
    struct oz_span span = {1, 1, offset};
    size_t line_start = 0;

    for (size_t i = 0; i < offset && i < text.size; i++) {
        if (text.data[i] == '\n') {
            span.line++;
            line_start = i + 1;
        }
    }
    span.column =
        1 + (uint32_t)oz_utf8_count(text.data + line_start, offset - line_start);
    return span;
}

ounce_status oz_reason_error(uint32_t reason, const ounce_event *event, size_t offset,
                             ounce_error *err)
{
    ounce_status status = status_of(reason);
    struct oz_span span = {0, 0, offset};
    bool bad_byte = reason == OUNCE_REASON_BAD_JSON && offset < event->json.size;

    if (status == OUNCE_OK || err == NULL) {
        return status;
    }
    if (event->json.data != NULL && reason != OUNCE_REASON_TOO_BIG &&
        reason != OUNCE_REASON_NOMEM && reason != OUNCE_REASON_BUDGET) {
        span = span_at(event->json, offset);
    }
    if (bad_byte && event->json.data[offset] > ' ' && event->json.data[offset] < 0x7f) {
        return oz_error_at(err, status, event->file, span, "%s: '%c' is out of place",
                           ounce_reason_text(reason), event->json.data[offset]);
    }
    if (reason == OUNCE_REASON_BAD_JSON && offset >= event->json.size) {
        return oz_error_at(err, status, event->file, span, "%s: it ends too early",
                           ounce_reason_text(reason));
    }
    return oz_error_at(err, status, event->file, span, "%s", ounce_reason_text(reason));
}

static void tell(struct oz_matcher *matcher, const ounce_event *event, uint32_t rule,
                 uint32_t reason)
{
    if (matcher->on_unevaluated != NULL) {
        matcher->on_unevaluated(matcher->unevaluated_user, event, rule, reason);
    }
}

uint32_t oz_matcher_begin(struct oz_matcher *matcher, const ounce_event *event,
                          ounce_str *log_type, ounce_error *err)
{
    size_t at;
    uint32_t reason = oz_eval_begin(&matcher->eval, &matcher->limits, event, &at);

    if (reason == OUNCE_REASON_NONE &&
        !oz_event_log_type(&matcher->eval, event->log_type, log_type)) {
        reason = matcher->eval.work.walk.reason;
    }
    oz_reason_error(reason, event, at, err);
    return reason;
}

/* Hand a match to the host. What the alert fields cost is not the event's: a title that
 * runs into the budget must not silence the rules behind it. */
static ounce_control report(struct oz_matcher *matcher, const ounce_event *event,
                            uint32_t rule, ounce_str log_type, ounce_match_fn *on_match,
                            void *user)
{
    struct ounce_match match = {matcher, event, rule, log_type, {0}};
    uint64_t steps = matcher->eval.work.walk.steps;
    ounce_control control;

    if (on_match == NULL) {
        return OUNCE_CONTINUE;
    }
    matcher->eval.work.walk.steps = matcher->limits.max_event_steps;
    control = on_match(user, &match);
    matcher->eval.work.walk.steps = steps;
    matcher->eval.work.walk.reason = OUNCE_REASON_NONE;
    return control;
}

/* Judge the candidates in order. *judged tells how many were reached; *matched, whether
 * any of them held. Returns why judging ended early, if it did. */
static uint32_t judge(struct oz_matcher *matcher, const ounce_event *event,
                      ounce_str log_type, uint32_t count, ounce_match_fn *on_match,
                      void *user, uint32_t *judged, bool *matched)
{
    struct oz_eval *eval = &matcher->eval;

    for (*judged = 0; *judged < count; ++*judged) {
        uint32_t rule = matcher->rules[*judged];
        bool holds = oz_eval_enter(eval, rule) &&
                     oz_eval_holds(eval, eval->plan->rules[rule].program.match);

        if (eval->work.walk.reason == OUNCE_REASON_RULE_ERROR) { /* its own affair */
            eval->work.walk.reason = OUNCE_REASON_NONE;
            matcher->counts.rules_not_evaluated++;
            tell(matcher, event, rule, OUNCE_REASON_RULE_ERROR);
            continue;
        }
        if (eval->work.walk.reason != OUNCE_REASON_NONE) {
            return eval->work.walk.reason;
        }
        matcher->counts.candidates++;
        if (!holds) {
            continue;
        }
        *matched = true;
        matcher->counts.matches++;
        if (report(matcher, event, rule, log_type, on_match, user) == OUNCE_STOP) {
            return OUNCE_REASON_NONE;
        }
    }
    return OUNCE_REASON_NONE;
}

static void count_event(struct oz_matcher *matcher, bool matched, bool evaluated)
{
    matcher->counts.events++;
    if (matched) {
        matcher->counts.matched++;
    } else if (evaluated) {
        matcher->counts.not_matched++;
    } else {
        matcher->counts.not_evaluated++;
    }
}

ounce_status oz_matcher_run(struct oz_matcher *matcher, const ounce_event *event,
                            ounce_match_fn *on_match, void *user, ounce_error *err)
{
    ounce_str log_type = {NULL, 0};
    uint32_t count = 0;
    uint32_t judged = 0;
    bool matched = false;
    uint32_t reason = oz_matcher_begin(matcher, event, &log_type, err);

    if (reason == OUNCE_REASON_NONE &&
        !oz_candidates(&matcher->eval, log_type, matcher->rules, matcher->seen,
                       &count)) {
        reason = matcher->eval.work.walk.reason;
        oz_reason_error(reason, event, 0, err);
        count = 0;
    }
    if (reason == OUNCE_REASON_NONE) {
        reason =
            judge(matcher, event, log_type, count, on_match, user, &judged, &matched);
        oz_reason_error(reason, event, 0, err);
    }
    count_event(matcher, matched, reason == OUNCE_REASON_NONE || judged > 0);
    if (reason == OUNCE_REASON_NONE) {
        return OUNCE_OK;
    }
    if (judged == 0 && !matched) {
        tell(matcher, event, OUNCE_NO_RULE, reason);
        return status_of(reason);
    }
    for (; judged < count; judged++) {
        matcher->counts.rules_not_evaluated++;
        tell(matcher, event, matcher->rules[judged], reason);
    }
    return status_of(reason);
}

ounce_status oz_matcher_run_rule(struct oz_matcher *matcher, uint32_t rule,
                                 const ounce_event *event, ounce_match_fn *on_match,
                                 void *user, ounce_error *err)
{
    struct oz_eval *eval = &matcher->eval;
    ounce_str log_type = {NULL, 0};
    uint32_t reason = oz_matcher_begin(matcher, event, &log_type, err);
    bool holds;

    if (reason != OUNCE_REASON_NONE) {
        return status_of(reason);
    }
    holds = oz_eval_enter(eval, rule) &&
            oz_eval_holds(eval, eval->plan->rules[rule].program.match);
    if (eval->work.walk.reason == OUNCE_REASON_RULE_ERROR) {
        return oz_eval_error(eval, err);
    }
    if (eval->work.walk.reason != OUNCE_REASON_NONE) {
        return oz_reason_error(eval->work.walk.reason, event, 0, err);
    }
    if (holds) {
        report(matcher, event, rule, log_type, on_match, user);
    }
    return OUNCE_OK;
}

/* A batch line's hits, with who is told of what had no verdict outside the batch. */
struct batch_line {
    ounce_hit *hits;
    size_t count;
    ounce_hit line; /* offset, size and number */
    ounce_unevaluated_fn *on_unevaluated;
    void *unevaluated_user;
};

static void add_hit(struct batch_line *batch, uint32_t rule, uint32_t reason)
{
    ounce_hit *hit = &batch->hits[batch->count++];

    *hit = batch->line;
    hit->rule = rule;
    hit->reason = reason;
}

static ounce_control batch_match(void *user, ounce_match *match)
{
    add_hit(user, match->rule, OUNCE_REASON_NONE);
    return OUNCE_CONTINUE;
}

static void batch_unevaluated(void *user, const ounce_event *event, uint32_t rule,
                              uint32_t reason)
{
    struct batch_line *batch = user;

    add_hit(batch, rule, reason);
    if (batch->on_unevaluated != NULL) {
        batch->on_unevaluated(batch->unevaluated_user, event, rule, reason);
    }
}

static bool is_blank(ounce_str line)
{
    for (size_t i = 0; i < line.size; i++) {
        if (line.data[i] != ' ' && line.data[i] != '\t' && line.data[i] != '\r') {
            return false;
        }
    }
    return true;
}

/* The line at `from`; *next is where the one behind it begins. */
static ounce_str line_at(ounce_str text, size_t from, size_t *next)
{
    const char *first = text.data + from;
    const char *end = memchr(first, '\n', text.size - from);
    size_t size = end == NULL ? text.size - from : (size_t)(end - first);

    *next = from + size + (end == NULL ? 0 : 1);
    return (ounce_str){first, size};
}

ounce_status oz_matcher_batch(struct oz_matcher *matcher, ounce_str text,
                              ounce_str log_type, ounce_hit *hits, size_t capacity,
                              size_t *count, size_t *used, ounce_error *err)
{
    size_t most = matcher->eval.plan->rule_count + (size_t)1;
    struct batch_line batch = {
        hits, 0, {0, 0, 0, 0, 0}, matcher->on_unevaluated, matcher->unevaluated_user};
    ounce_status status = OUNCE_OK;

    matcher->on_unevaluated = batch_unevaluated;
    matcher->unevaluated_user = &batch;
    for (*used = 0; *used < text.size && capacity - batch.count >= most;) {
        ounce_event event;
        size_t next;
        ounce_str line = line_at(text, *used, &next);

        batch.line.offset = *used;
        batch.line.size = line.size;
        batch.line.line++;
        *used = next;
        if (is_blank(line)) {
            continue;
        }
        ounce_event_init_json(&event, line.data, line.size);
        event.log_type = log_type;
        event.line = batch.line.line;
        status = oz_matcher_run(matcher, &event, batch_match, &batch, NULL);
        if (status == OUNCE_ERR_NOMEM) {
            break;
        }
    }
    matcher->on_unevaluated = batch.on_unevaluated;
    matcher->unevaluated_user = batch.unevaluated_user;
    *count = batch.count;
    return status == OUNCE_ERR_NOMEM ? oz_error_nomem(err) : OUNCE_OK;
}
