/* match.c — the doorway of ounce/match.h: the fields of an alert, and a match as JSON.
 */
#include "alert/alert.h"
#include "base/diag.h"
#include "base/str.h"
#include "match/matcher.h"
#include "rule/rule.h"

#define FIELDS 9 /* ounce_alert_field */

static const struct oz_plan_rule *rule_of(const ounce_match *match)
{
    return &match->matcher->eval.plan->rules[match->rule];
}

uint32_t ounce_match_rule_index(const ounce_match *match)
{
    return match->rule;
}

const ounce_rule *ounce_match_rule(const ounce_match *match)
{
    return rule_of(match)->rule;
}

const ounce_event *ounce_match_event(const ounce_match *match)
{
    return match->event;
}

/* The evaluation gave up on a field: say why, and let the next field try again. */
static ounce_status field_failed(ounce_match *match, ounce_error *err)
{
    struct oz_walk *walk = &match->matcher->eval.work.walk;
    uint32_t reason = walk->reason;

    if (reason == OUNCE_REASON_RULE_ERROR) {
        return oz_eval_error(&match->matcher->eval, err);
    }
    walk->reason = OUNCE_REASON_NONE;
    match->matcher->eval.work.text.failed = false;
    return oz_reason_error(reason, match->event, 0, err);
}

ounce_status ounce_match_text(ounce_match *match, uint32_t field, ounce_str *out,
                              ounce_error *err)
{
    *out = (ounce_str){"", 0};
    if (field >= FIELDS) {
        return oz_error(err, OUNCE_ERR_ARGUMENT, "there is no alert field %u", field);
    }
    if (field == OUNCE_ALERT_LOG_TYPE) {
        *out = match->log_type;
        return OUNCE_OK;
    }
    if (!oz_eval_enter(&match->matcher->eval, match->rule) ||
        !oz_alert_field(&match->matcher->eval, rule_of(match), field, &match->title,
                        out)) {
        *out = (ounce_str){"", 0};
        return field_failed(match, err);
    }
    return OUNCE_OK;
}

/* `,"name":` and the field, as a JSON string or, when it is JSON, as it is. */
static ounce_status add_field(ounce_match *match, struct oz_buf *buf, const char *name,
                              uint32_t field, ounce_error *err)
{
    ounce_error raised = OUNCE_ERROR_INIT;
    ounce_str text;
    ounce_status status = ounce_match_text(match, field, &text, &raised);

    if (status == OUNCE_ERR_RULE) { /* an error in a title must not lose the alert */
        ounce_str message = {raised.message, strlen(raised.message)};

        status = oz_alert_default(&match->matcher->eval, rule_of(match), field, message,
                                  &text)
                     ? OUNCE_OK
                     : field_failed(match, &raised);
    }
    if (status != OUNCE_OK && err != NULL) {
        *err = raised;
    }

    oz_buf_text(buf, name);
    if (field == OUNCE_ALERT_CONTEXT || field == OUNCE_ALERT_DESTINATIONS) {
        oz_buf_str(buf, text);
    } else if (field == OUNCE_ALERT_LOG_TYPE && text.size == 0) {
        oz_buf_text(buf, "null");
    } else {
        oz_buf_json(buf, text.data, text.size);
    }
    return status;
}

/* A JSON event byte for byte, on one line: line breaks stand only between tokens. */
static void add_raw_event(struct oz_buf *buf, ounce_str json)
{
    size_t from = buf->size;

    oz_buf_str(buf, json);
    for (size_t i = from; !buf->failed && i < buf->size; i++) {
        if (buf->data[i] == '\n' || buf->data[i] == '\r') {
            buf->data[i] = ' ';
        }
    }
}

static ounce_status add_event(ounce_match *match, struct oz_buf *buf, ounce_error *err)
{
    struct oz_eval *eval = &match->matcher->eval;

    if (eval->raw) {
        add_raw_event(buf, match->event->json);
        return OUNCE_OK;
    }
    return oz_value_json(&eval->work.walk, &eval->root, buf) ? OUNCE_OK
                                                             : field_failed(match, err);
}

static void add_place(const ounce_event *event, struct oz_buf *buf)
{
    oz_buf_text(buf, ",\"file\":");
    if (event->file.size > 0) {
        oz_buf_json(buf, event->file.data, event->file.size);
    } else {
        oz_buf_text(buf, "null");
    }
    oz_buf_text(buf, ",\"line\":");
    if (event->line > 0) {
        oz_buf_uint(buf, event->line);
    } else {
        oz_buf_text(buf, "null");
    }
}

ounce_status ounce_match_json(ounce_match *match, uint32_t flags, ounce_str *out,
                              ounce_error *err)
{
    static const struct {
        const char *name;
        uint32_t field;
    } fields[] = {
        {",\"severity\":", OUNCE_ALERT_SEVERITY},
        {",\"title\":", OUNCE_ALERT_TITLE},
        {",\"dedup\":", OUNCE_ALERT_DEDUP},
        {",\"alert_context\":", OUNCE_ALERT_CONTEXT},
        {",\"log_type\":", OUNCE_ALERT_LOG_TYPE},
    };
    struct oz_buf *buf = &match->matcher->output;
    ounce_str id = rule_of(match)->rule->texts[OUNCE_RULE_ID];
    ounce_status status = OUNCE_OK;

    *out = (ounce_str){"", 0};
    oz_buf_clear(buf);
    oz_buf_text(buf, "{\"kind\":\"match\",\"rule_id\":");
    oz_buf_json(buf, id.data, id.size);
    for (size_t i = 0; i < sizeof fields / sizeof *fields && status == OUNCE_OK; i++) {
        status = add_field(match, buf, fields[i].name, fields[i].field, err);
    }
    add_place(match->event, buf);
    if (status == OUNCE_OK && (flags & OUNCE_MATCH_JSON_EVENT) != 0) {
        oz_buf_text(buf, ",\"event\":");
        status = add_event(match, buf, err);
    }
    oz_buf_char(buf, '}');
    if (status == OUNCE_OK && buf->failed) {
        status = oz_error_nomem(err);
    }
    if (status == OUNCE_OK) {
        *out = (ounce_str){buf->data, buf->size};
    }
    return status;
}
