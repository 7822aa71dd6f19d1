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
        return oz_walk_fail(&eval->walk, OUNCE_REASON_NOMEM);
    }
    memcpy(out, text->data, kept);
    memcpy(out + kept, cut_mark, sizeof cut_mark);
    text->data = out;
    text->size = kept + sizeof cut_mark - 1;
    return true;
}

/* The text of an expression, cut; empty when there is none. */
static bool text_of(struct oz_eval *eval, oz_expr_id id, ounce_str *out)
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
    }
    return truncate_text(eval, out);
}

static bool title(struct oz_eval *eval, const struct oz_plan_rule *rule, ounce_str *out)
{
    if (!text_of(eval, rule->program.title, out)) {
        return false;
    }
    if (out->size == 0) {
        *out = rule->rule->texts[OUNCE_RULE_DISPLAY_NAME];
    }
    return true;
}

static bool default_dedup(struct oz_eval *eval, const struct oz_plan_rule *rule,
                          ounce_str *out)
{
    ounce_str id = rule->rule->texts[OUNCE_RULE_ID];
    size_t base = eval->text.size;
    bool fine;

    oz_buf_text(&eval->text, "defaultDedupString:");
    oz_buf_str(&eval->text, id);
    fine = !eval->text.failed && oz_arena_text(&eval->scratch, eval->text.data + base,
                                               eval->text.size - base, out);
    eval->text.size = base;
    return fine || oz_walk_fail(&eval->walk, OUNCE_REASON_NOMEM);
}

/* GroupBy, else the title if the rule makes one, else a constant for the rule. */
static bool dedup(struct oz_eval *eval, const struct oz_plan_rule *rule, ounce_str *out)
{
    oz_expr_id from =
        rule->program.dedup != OZ_NONE ? rule->program.dedup : rule->program.title;

    if (!text_of(eval, from, out)) {
        return false;
    }
    return out->size > 0 || default_dedup(eval, rule, out);
}

static bool severity(struct oz_eval *eval, const struct oz_plan_rule *rule,
                     ounce_str *out)
{
    if (!text_of(eval, rule->program.severity, out)) {
        return false;
    }
    if (out->size == 0) {
        out->data = oz_severity_upper[rule->rule->severity];
        out->size = strlen(out->data);
    }
    return true;
}

static bool context(struct oz_eval *eval, const struct oz_plan_rule *rule,
                    ounce_str *out)
{
    size_t base = eval->text.size;
    ounce_value value;
    bool fine;

    if (rule->program.context == OZ_NONE) {
        *out = OZ_LIT("{}");
        return true;
    }
    if (!oz_eval_value(eval, rule->program.context, &value) ||
        !oz_value_json(&eval->walk, &value, &eval->text)) {
        return false;
    }
    if (eval->text.size - base > MOST_CONTEXT) {
        size_t size = eval->text.size - base;

        eval->text.size = base;
        oz_buf_text(&eval->text, "{\"_error\":\"alert context is ");
        oz_buf_uint(&eval->text, size);
        oz_buf_text(&eval->text, " bytes of JSON; at most 204800 are kept\"}");
    }
    fine = !eval->text.failed && oz_arena_text(&eval->scratch, eval->text.data + base,
                                               eval->text.size - base, out);
    eval->text.size = base;
    return fine || oz_walk_fail(&eval->walk, OUNCE_REASON_NOMEM);
}

bool oz_alert_field(struct oz_eval *eval, const struct oz_plan_rule *rule,
                    uint32_t field, ounce_str *out)
{
    switch ((enum ounce_alert_field)field) {
    case OUNCE_ALERT_TITLE:
        return title(eval, rule, out);
    case OUNCE_ALERT_SEVERITY:
        return severity(eval, rule, out);
    case OUNCE_ALERT_DEDUP:
        return dedup(eval, rule, out);
    case OUNCE_ALERT_CONTEXT:
        return context(eval, rule, out);
    case OUNCE_ALERT_DESCRIPTION:
        *out = rule->rule->texts[OUNCE_RULE_DESCRIPTION];
        return true;
    case OUNCE_ALERT_REFERENCE:
        *out = rule->rule->texts[OUNCE_RULE_REFERENCE];
        return true;
    case OUNCE_ALERT_RUNBOOK:
        *out = rule->rule->texts[OUNCE_RULE_RUNBOOK];
        return true;
    case OUNCE_ALERT_LOG_TYPE:
        break;
    }
    *out = (ounce_str){"", 0};
    return true;
}
