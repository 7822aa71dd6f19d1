/* alert.c — title, severity, dedup and context, with their defaults and limits.
 *
 * docs/semantics.md, "Alert fields", says where each comes from. Fields are computed
 * only when somebody asks, by the same evaluator that judged the rule.
 */
#include "alert/alert.h"

#include "base/str.h"
#include "base/utf8.h"
#include "rule/rule.h"

#include <ounce/match.h>
#include <ounce/matcher.h>

#define MOST_CHARACTERS 1000
#define MOST_CONTEXT    204800 /* bytes of compact JSON */

static const char cut_mark[] = "... (truncated)"; /* 15 characters */

/* Cut to MOST_CHARACTERS, the mark included. */
static bool truncate_text(struct oz_eval *eval, ounce_str *text)
{
    size_t kept;
    char *out;

    if (text->size <= MOST_CHARACTERS ||
        oz_utf8_count(text->data, text->size) <= MOST_CHARACTERS) {
        return true;
    }
    kept =
        oz_utf8_offset(text->data, text->size, MOST_CHARACTERS - (sizeof cut_mark - 1));
    out = oz_arena_alloc(&eval->scratch, kept + sizeof cut_mark);
    if (out == NULL) {
        return oz_walk_fail(&eval->work.walk, OUNCE_REASON_NOMEM);
    }
    memcpy(out, text->data, kept);
    memcpy(out + kept, cut_mark, sizeof cut_mark);
    text->data = out;
    text->size = kept + sizeof cut_mark - 1;
    return true;
}

/* The text of an expression, cut; empty when there is none. Anything but a text is an
 * error of a rule's function; match expressions say null where they say nothing. */
static bool text_of(struct oz_eval *eval, const struct oz_plan_rule *rule,
                    oz_expr_id id, const char *function, ounce_str *out)
{
    ounce_value value;

    *out = (ounce_str){"", 0};
    if (id == OZ_NONE) {
        return true;
    }
    if (!oz_eval_value(eval, id, &value)) {
        return false;
    }
    if (value.kind == OUNCE_TEXT) {
        *out = (ounce_str){value.text, value.size};
    } else if (rule->rule->python.size > 0) {
        return oz_raise(&eval->work, OZ_EXC_TYPE, "%s() returned '%s', expected 'str'",
                        function, oz_type_name(&value));
    }
    return truncate_text(eval, out);
}

/* What the rule itself gives. Its function may change globals, so it runs once a match,
 * though the dedup text falls back on it. */
static bool own_title(struct oz_eval *eval, const struct oz_plan_rule *rule,
                      struct oz_kept_text *kept, ounce_str *out)
{
    struct oz_walk *walk = &eval->work.walk;

    if (!kept->known) {
        kept->failed = !text_of(eval, rule, rule->program.title, "title", &kept->text);
        kept->failure = eval->work.failure;
        kept->known = !kept->failed || walk->reason == OUNCE_REASON_RULE_ERROR;
    } else if (kept->failed) {
        eval->work.failure = kept->failure;
        oz_walk_fail(walk, OUNCE_REASON_RULE_ERROR);
    }
    *out = kept->text;
    return !kept->failed;
}

static bool title(struct oz_eval *eval, const struct oz_plan_rule *rule,
                  struct oz_kept_text *kept, ounce_str *out)
{
    if (!own_title(eval, rule, kept, out)) {
        return false;
    }
    if (out->size == 0) {
        *out = rule->rule->texts[OUNCE_RULE_DISPLAY_NAME];
    }
    return true;
}

/* A text that a function may give instead of the file. */
static bool instead(struct oz_eval *eval, const struct oz_plan_rule *rule,
                    oz_expr_id id, const char *function, uint32_t text, ounce_str *out)
{
    if (id == OZ_NONE) {
        *out = rule->rule->texts[text];
        return true;
    }
    return text_of(eval, rule, id, function, out);
}

static bool default_dedup(struct oz_eval *eval, const struct oz_plan_rule *rule,
                          ounce_str *out)
{
    ounce_str id = rule->rule->texts[OUNCE_RULE_ID];
    size_t base = eval->work.text.size;
    bool fine;

    oz_buf_text(&eval->work.text, "defaultDedupString:");
    oz_buf_str(&eval->work.text, id);
    fine = !eval->work.text.failed &&
           oz_arena_text(&eval->scratch, eval->work.text.data + base,
                         eval->work.text.size - base, out);
    eval->work.text.size = base;
    return fine || oz_walk_fail(&eval->work.walk, OUNCE_REASON_NOMEM);
}

/* GroupBy, else the title if the rule makes one, else a constant for the rule. */
static bool dedup(struct oz_eval *eval, const struct oz_plan_rule *rule,
                  struct oz_kept_text *kept, ounce_str *out)
{
    bool fine = rule->program.dedup != OZ_NONE
                    ? text_of(eval, rule, rule->program.dedup, "dedup", out)
                    : own_title(eval, rule, kept, out);

    if (!fine) {
        return false;
    }
    return out->size > 0 || default_dedup(eval, rule, out);
}

static void static_severity(const struct oz_plan_rule *rule, ounce_str *out)
{
    out->data = oz_severity_upper[rule->rule->severity];
    out->size = strlen(out->data);
}

/* DEFAULT is the severity of the file; what is none of the five is an error. */
static bool severity(struct oz_eval *eval, const struct oz_plan_rule *rule,
                     ounce_str *out)
{
    uint32_t rank;

    if (!text_of(eval, rule, rule->program.severity, "severity", out)) {
        return false;
    }
    if (out->size == 0 &&
        (rule->rule->python.size == 0 || rule->program.severity == OZ_NONE)) {
        static_severity(rule, out);
    } else if (oz_fold_equal(out->data, out->size, "default", 7)) {
        static_severity(rule, out);
    } else if (oz_severity_rank(*out, true, &rank)) {
        out->data = oz_severity_upper[rank];
        out->size = strlen(out->data);
    } else {
        return oz_raise(
            &eval->work, OZ_EXC_VALUE,
            "severity() returned '%.*s'; INFO, LOW, MEDIUM, HIGH, CRITICAL or "
            "DEFAULT is expected",
            OZ_STR(*out));
    }
    return true;
}

static bool context(struct oz_eval *eval, const struct oz_plan_rule *rule,
                    ounce_str *out)
{
    ounce_value value;
    size_t base;
    bool fine;

    if (rule->program.context == OZ_NONE) {
        *out = OZ_LIT("{}");
        return true;
    }
    if (!oz_eval_value(eval, rule->program.context, &value)) {
        return false;
    }
    if (value.kind != OUNCE_MAP && value.kind != OZ_DICT) {
        return oz_raise(&eval->work, OZ_EXC_TYPE,
                        "alert_context() returned '%s', expected a mapping",
                        oz_type_name(&value));
    }
    base = eval->work.text.size;
    if (!oz_object_json(&eval->work, &value)) {
        eval->work.text.size = base;
        return false;
    }
    if (eval->work.text.size - base > MOST_CONTEXT) {
        size_t size = eval->work.text.size - base;

        eval->work.text.size = base;
        oz_buf_text(&eval->work.text, "{\"_error\":\"alert context is ");
        oz_buf_uint(&eval->work.text, size);
        oz_buf_text(&eval->work.text, " bytes of JSON; at most 204800 are kept\"}");
    }
    fine = !eval->work.text.failed &&
           oz_arena_text(&eval->scratch, eval->work.text.data + base,
                         eval->work.text.size - base, out);
    eval->work.text.size = base;
    return fine || oz_walk_fail(&eval->work.walk, OUNCE_REASON_NOMEM);
}

bool oz_alert_field(struct oz_eval *eval, const struct oz_plan_rule *rule,
                    uint32_t field, struct oz_kept_text *kept, ounce_str *out)
{
    switch ((enum ounce_alert_field)field) {
    case OUNCE_ALERT_TITLE:
        return title(eval, rule, kept, out);
    case OUNCE_ALERT_SEVERITY:
        return severity(eval, rule, out);
    case OUNCE_ALERT_DEDUP:
        return dedup(eval, rule, kept, out);
    case OUNCE_ALERT_CONTEXT:
        return context(eval, rule, out);
    case OUNCE_ALERT_DESCRIPTION:
        return instead(eval, rule, rule->program.description, "description",
                       OUNCE_RULE_DESCRIPTION, out);
    case OUNCE_ALERT_REFERENCE:
        return instead(eval, rule, rule->program.reference, "reference",
                       OUNCE_RULE_REFERENCE, out);
    case OUNCE_ALERT_RUNBOOK:
        return instead(eval, rule, rule->program.runbook, "runbook", OUNCE_RULE_RUNBOOK,
                       out);
    case OUNCE_ALERT_DESTINATIONS:
        return oz_alert_destinations(eval, rule, out);
    case OUNCE_ALERT_LOG_TYPE:
        break;
    }
    *out = (ounce_str){"", 0};
    return true;
}

/* {"_error": "…"} */
static bool error_context(struct oz_eval *eval, ounce_str message, ounce_str *out)
{
    size_t base = eval->work.text.size;
    ounce_value text;

    oz_buf_text(&eval->work.text, "{\"_error\":");
    oz_buf_json(&eval->work.text, message.data, message.size);
    oz_buf_char(&eval->work.text, '}');
    if (!oz_text_take(&eval->work, base, &text)) {
        return false;
    }
    *out = (ounce_str){text.text, text.size};
    return true;
}

bool oz_alert_default(struct oz_eval *eval, const struct oz_plan_rule *rule,
                      uint32_t field, ounce_str message, ounce_str *out)
{
    *out = (ounce_str){"", 0};
    if (field == OUNCE_ALERT_TITLE) {
        *out = rule->rule->texts[OUNCE_RULE_DISPLAY_NAME];
    } else if (field == OUNCE_ALERT_SEVERITY) {
        static_severity(rule, out);
    } else if (field == OUNCE_ALERT_DEDUP) {
        return default_dedup(eval, rule, out);
    } else if (field == OUNCE_ALERT_CONTEXT) {
        return error_context(eval, message, out);
    } else if (field == OUNCE_ALERT_DESTINATIONS) {
        return oz_alert_outputs(eval, rule, out);
    }
    return true;
}
