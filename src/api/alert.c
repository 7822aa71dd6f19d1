/* alert.c — the doorway of ounce/alert.h: a match's key and texts into the tracker, an
 * alert as JSON.
 */
#include "alert/alert.h"
#include "alert/state.h"
#include "alert/tracker.h"
#include "api/ruleset.h"
#include "base/diag.h"
#include "base/str.h"
#include "base/utf8.h"
#include "event/event_time.h"
#include "match/matcher.h"
#include "rule/rule.h"

#define MINUTE_MS INT64_C(60000)

/* ---- trackers ---- */

static bool check_options(const ounce_tracker_options *options)
{
    return options->size == sizeof *options && options->max_keys > 0 &&
           options->max_late >= 0 &&
           (options->allocator == NULL || options->allocator->resize != NULL);
}

ounce_status ounce_tracker_new(const ounce_tracker_options *options,
                               ounce_tracker **out, ounce_error *err)
{
    static const ounce_tracker_options defaults = OUNCE_TRACKER_OPTIONS_INIT;
    const ounce_allocator *alloc;
    ounce_tracker *tracker;
    uint64_t seed;

    *out = NULL;
    options = options == NULL ? &defaults : options;
    if (!check_options(options)) {
        return oz_error(err, OUNCE_ERR_ARGUMENT,
                        "tracker options need the size of this version, a max_keys "
                        "of at least 1 and a max_late of at least 0");
    }
    alloc = options->allocator == NULL ? &oz_alloc_default : options->allocator;
    tracker = oz_alloc_zero(alloc, sizeof *tracker);
    if (tracker == NULL) {
        return oz_error_nomem(err);
    }
    seed = options->seed;
    if (seed == 0) { /* both places are random where the system lays out memory so */
        seed = (uintptr_t)tracker ^ (uint64_t)(uintptr_t)&defaults << 24;
    }
    tracker->alloc = *alloc;
    tracker->max_keys = options->max_keys;
    tracker->max_bytes = options->max_bytes;
    tracker->max_late = options->max_late;
    oz_window_set_init(&tracker->windows, &tracker->alloc, seed);
    *out = tracker;
    return OUNCE_OK;
}

void ounce_tracker_free(ounce_tracker *tracker)
{
    ounce_allocator alloc;

    if (tracker == NULL) {
        return;
    }
    alloc = tracker->alloc;
    oz_window_set_finish(&tracker->windows);
    oz_alloc_free(&alloc, tracker, sizeof *tracker);
}

void ounce_tracker_counts(const ounce_tracker *tracker, ounce_alert_counts *out)
{
    *out = tracker->counts;
    out->open = tracker->windows.open;
    out->keys = tracker->windows.count;
}

/* ---- matches ---- */

/* A field of the match. One that cannot be computed is empty, so that its default takes
 * its place: an error in a title must not lose the alert. */
static ounce_status text_of(ounce_match *match, uint32_t field, ounce_str *out,
                            ounce_error *err)
{
    return ounce_match_text(match, field, out, NULL) == OUNCE_ERR_NOMEM
               ? oz_error_nomem(err)
               : OUNCE_OK;
}

/* The dedup text where it cannot be computed, in the scratch of the matcher. */
static ounce_status default_dedup(ounce_match *match, const ounce_rule *rule,
                                  ounce_str *out, ounce_error *err)
{
    static const ounce_str prefix = {"defaultDedupString:", 19};
    ounce_str id = rule->texts[OUNCE_RULE_ID];
    char *text = oz_arena_alloc(&match->matcher->eval.scratch, prefix.size + id.size);

    if (text == NULL) {
        return oz_error_nomem(err);
    }
    memcpy(text, prefix.data, prefix.size);
    memcpy(text + prefix.size, id.data, id.size);
    *out = (ounce_str){text, prefix.size + id.size};
    return OUNCE_OK;
}

/* File the match. Fields of signals are not asked for. */
static ounce_status file_match(ounce_match *match, const ounce_rule *rule, int64_t time,
                               struct oz_tracked *out, ounce_error *err)
{
    ounce_status status = text_of(match, OUNCE_ALERT_DEDUP, &out->dedup, err);

    if (status == OUNCE_OK && out->dedup.size == 0) {
        status = default_dedup(match, rule, &out->dedup, err);
    }
    out->rule_id = rule->texts[OUNCE_RULE_ID];
    out->time = time;
    out->period = rule->dedup_minutes * MINUTE_MS;
    out->threshold = rule->threshold > 1 ? (uint64_t)rule->threshold : 1;
    return status;
}

static void fill_defaults(const ounce_rule *rule, struct oz_alert_texts *texts)
{
    ounce_str *severity = &texts->profile[OZ_PROFILE_SEVERITY];
    ounce_str *log_type = &texts->profile[OZ_PROFILE_LOG_TYPE];

    if (texts->title.size == 0) {
        texts->title = rule->texts[OUNCE_RULE_DISPLAY_NAME];
    }
    if (severity->size == 0) {
        severity->data = oz_severity_upper[rule->severity];
        severity->size = strlen(severity->data);
    }
    if (texts->context.size == 0) {
        texts->context =
            OZ_LIT("{\"_error\":\"the alert context cannot be computed\"}");
    }
    /* The only text that comes from the host as it is. */
    if (oz_utf8_valid(log_type->data, log_type->size) != log_type->size) {
        *log_type = (ounce_str){"", 0};
    }
}

/* Of an error in a function the file's own; what the rule does not say is empty. */
static ounce_status destinations(ounce_match *match, ounce_str *out, ounce_error *err)
{
    struct oz_eval *eval = &match->matcher->eval;
    ounce_status status = ounce_match_text(match, OUNCE_ALERT_DESTINATIONS, out, NULL);

    if (status == OUNCE_ERR_RULE &&
        !oz_alert_outputs(eval, &eval->plan->rules[match->rule], out)) {
        *out = (ounce_str){"", 0};
        status =
            eval->work.walk.reason == OUNCE_REASON_NOMEM ? OUNCE_ERR_NOMEM : status;
        eval->work.walk.reason = OUNCE_REASON_NONE;
    }
    if (oz_str_is(*out, "null")) {
        *out = (ounce_str){"", 0};
    }
    return status == OUNCE_ERR_NOMEM ? oz_error_nomem(err) : OUNCE_OK;
}

static ounce_status fill_texts(ounce_match *match, const ounce_rule *rule,
                               struct oz_alert_texts *texts, ounce_error *err)
{
    const struct {
        uint32_t field;
        ounce_str *text;
    } fields[] = {
        {OUNCE_ALERT_TITLE, &texts->title},
        {OUNCE_ALERT_SEVERITY, &texts->profile[OZ_PROFILE_SEVERITY]},
        {OUNCE_ALERT_LOG_TYPE, &texts->profile[OZ_PROFILE_LOG_TYPE]},
        {OUNCE_ALERT_DESCRIPTION, &texts->profile[OZ_PROFILE_DESCRIPTION]},
        {OUNCE_ALERT_REFERENCE, &texts->profile[OZ_PROFILE_REFERENCE]},
        {OUNCE_ALERT_RUNBOOK, &texts->profile[OZ_PROFILE_RUNBOOK]},
        {OUNCE_ALERT_CONTEXT, &texts->context},
    };
    ounce_status status = OUNCE_OK;

    texts->profile[OZ_PROFILE_RULE_ID] = rule->texts[OUNCE_RULE_ID];
    for (size_t i = 0; i < sizeof fields / sizeof *fields && status == OUNCE_OK; i++) {
        status = text_of(match, fields[i].field, fields[i].text, err);
    }
    if (status == OUNCE_OK) {
        status = destinations(match, &texts->profile[OZ_PROFILE_DESTINATIONS], err);
    }
    if (status == OUNCE_OK) {
        fill_defaults(rule, texts);
    }
    return status;
}

ounce_status ounce_tracker_feed(ounce_tracker *tracker, ounce_match *match,
                                int64_t time, ounce_alert_fn *fn, void *user,
                                ounce_error *err)
{
    const ounce_rule *rule = ounce_match_rule(match);
    struct oz_sink sink = {fn, user};
    struct oz_alert_texts texts;
    struct oz_tracked tracked;
    ounce_status status;

    if (time < 0 || time > OUNCE_TIME_MAX) {
        return oz_error(err, OUNCE_ERR_ARGUMENT,
                        "%lld ms is no time of the years 1970 to 9999",
                        (long long)time);
    }
    if (!rule->create_alert) {
        tracker->counts.matches++;
        tracker->counts.signals++;
        return OUNCE_OK;
    }
    status = file_match(match, rule, time, &tracked, err);
    if (status != OUNCE_OK || oz_tracker_count(tracker, &tracked, &sink)) {
        return status;
    }
    status = fill_texts(match, rule, &texts, err);
    if (status == OUNCE_OK && !oz_tracker_open(tracker, &tracked, &texts, &sink)) {
        status = oz_error_nomem(err);
    }
    return status;
}

void ounce_tracker_advance(ounce_tracker *tracker, int64_t now, ounce_alert_fn *fn,
                           void *user)
{
    struct oz_sink sink = {fn, user};

    oz_tracker_advance(tracker, now, &sink);
}

void ounce_tracker_flush(ounce_tracker *tracker, ounce_alert_fn *fn, void *user)
{
    struct oz_sink sink = {fn, user};

    oz_tracker_flush(tracker, &sink);
}

/* ---- time ---- */

/* Only the exact name counts, as for p_log_type. */
static bool event_time(struct oz_eval *eval, ounce_value *out)
{
    uint32_t slot = eval->plan->event_time_slot;
    bool found;

    if (!eval->raw) {
        return oz_value_exact(&eval->work.walk, &eval->root, OZ_LIT("p_event_time"),
                              out, &found);
    }
    if (!eval->slots[slot].exact) {
        out->kind = OUNCE_MISSING;
        return true;
    }
    return oz_eval_slot(eval, slot, out);
}

bool ounce_match_time(ounce_match *match, int64_t *time)
{
    struct oz_eval *eval = &match->matcher->eval;
    ounce_value value;

    if (!event_time(eval, &value)) {
        eval->work.walk.reason = OUNCE_REASON_NONE;
        return false;
    }
    return value.kind == OUNCE_TEXT &&
           oz_event_time_parse((ounce_str){value.text, value.size}, time);
}

/* ---- alerts as JSON ---- */

static void add_text(struct oz_buf *buf, const char *name, ounce_str text)
{
    oz_buf_text(buf, name);
    if (text.size == 0) {
        oz_buf_text(buf, "null");
    } else {
        oz_buf_json(buf, text.data, text.size);
    }
}

static void add_time(struct oz_buf *buf, const char *name, int64_t time)
{
    char text[OZ_EVENT_TIME_TEXT];

    oz_buf_text(buf, name);
    if (time < 0 || time > OUNCE_TIME_MAX) {
        oz_buf_text(buf, "null");
        return;
    }
    oz_event_time_print(time, text);
    oz_buf_json(buf, text, sizeof text);
}

ounce_status ounce_alert_json(const ounce_alert *alert, char *buffer, size_t capacity,
                              size_t *size)
{
    struct oz_buf buf;

    oz_buf_init_fixed(&buf, buffer, capacity);
    add_text(&buf, "{\"kind\":\"alert\",\"rule_id\":", alert->rule_id);
    add_text(&buf, ",\"severity\":", alert->severity);
    add_text(&buf, ",\"title\":", alert->title);
    add_text(&buf, ",\"dedup\":", alert->dedup);
    oz_buf_text(&buf, ",\"alert_context\":");
    if (alert->context.size == 0) {
        oz_buf_text(&buf, "null");
    } else {
        oz_buf_str(&buf, alert->context);
    }
    add_text(&buf, ",\"log_type\":", alert->log_type);
    add_time(&buf, ",\"first_time\":", alert->first_time);
    add_time(&buf, ",\"last_time\":", alert->last_time);
    oz_buf_text(&buf, ",\"count\":");
    oz_buf_uint(&buf, alert->count);
    oz_buf_char(&buf, '}');
    return oz_print_result(&buf, capacity, size);
}

/* ---- state ---- */

static ounce_status check_path(const char *path, size_t size, ounce_error *err)
{
    return size > 0 && memchr(path, '\0', size) == NULL
               ? OUNCE_OK
               : oz_error(err, OUNCE_ERR_ARGUMENT,
                          "a path must not be empty or hold a NUL");
}

ounce_status ounce_tracker_save(const ounce_tracker *tracker, const char *path,
                                size_t path_size, ounce_error *err)
{
    ounce_status status = check_path(path, path_size, err);

    return status != OUNCE_OK
               ? status
               : oz_state_save(tracker, (ounce_str){path, path_size}, err);
}

ounce_status ounce_tracker_load(ounce_tracker *tracker, const char *path,
                                size_t path_size, bool *found, ounce_error *err)
{
    ounce_status status = check_path(path, path_size, err);

    return status != OUNCE_OK
               ? status
               : oz_state_load(tracker, (ounce_str){path, path_size}, found, err);
}
