/* alert_destinations.c — who is told of a match.
 *
 *     def destinations(event): return ["pager", "mail", "pager"]   => ["pager","mail"]
 *
 * A function that gives None leaves it to OutputIds, and those that say nothing to the
 * host, which knows what there is to be told. An empty list means that nobody is told.
 */
#include "alert/alert.h"
#include "base/str.h"
#include "rule/rule.h"

#define MOST 10

/* What was added to the text since `base`. */
static bool take(struct oz_eval *eval, size_t base, ounce_str *out)
{
    ounce_value text;

    if (!oz_text_take(&eval->work, base, &text)) {
        return false;
    }
    *out = (ounce_str){text.text, text.size};
    return true;
}

bool oz_alert_outputs(struct oz_eval *eval, const struct oz_plan_rule *rule,
                      ounce_str *out)
{
    const struct oz_text_list *ids = &rule->rule->lists[OUNCE_RULE_OUTPUT_IDS];
    size_t base = eval->work.text.size;

    if (ids->count == 0) {
        *out = OZ_LIT("null");
        return true;
    }
    for (uint32_t i = 0; i < ids->count && i < MOST; i++) {
        oz_buf_char(&eval->work.text, i == 0 ? '[' : ',');
        oz_buf_json(&eval->work.text, ids->items[i].data, ids->items[i].size);
    }
    oz_buf_char(&eval->work.text, ']');
    return take(eval, base, out);
}

/* Panther's own word for nobody. */
static bool is_skip(const ounce_value *item)
{
    return oz_str_is((ounce_str){item->text, item->size}, "SKIP");
}

static bool is_repeated(const struct oz_array *items, size_t at)
{
    ounce_str text = {items->items[at].text, items->items[at].size};

    for (size_t i = 0; i < at; i++) {
        if (oz_str_equal((ounce_str){items->items[i].text, items->items[i].size},
                         text)) {
            return true;
        }
    }
    return false;
}

static bool check_items(struct oz_eval *eval, const struct oz_array *items)
{
    for (size_t i = 0; i < items->count; i++) {
        if (items->items[i].kind != OUNCE_TEXT) {
            return oz_raise(&eval->work, OZ_EXC_TYPE,
                            "destinations() returned a list with '%s', expected 'str'",
                            oz_type_name(&items->items[i]));
        }
    }
    return oz_walk_step(&eval->work.walk, items->count);
}

static bool write_items(struct oz_eval *eval, const struct oz_array *items,
                        ounce_str *out)
{
    size_t base = eval->work.text.size;
    uint32_t count = 0;

    oz_buf_char(&eval->work.text, '[');
    for (size_t i = 0; i < items->count && count < MOST; i++) {
        const ounce_value *item = &items->items[i];

        if (!is_skip(item) && !is_repeated(items, i)) {
            oz_buf_text(&eval->work.text, count++ == 0 ? "" : ",");
            oz_buf_json(&eval->work.text, item->text, item->size);
        }
    }
    oz_buf_char(&eval->work.text, ']');
    return take(eval, base, out);
}

bool oz_alert_destinations(struct oz_eval *eval, const struct oz_plan_rule *rule,
                           ounce_str *out)
{
    ounce_value value;

    if (rule->program.destinations == OZ_NONE) {
        return oz_alert_outputs(eval, rule, out);
    }
    if (!oz_eval_value(eval, rule->program.destinations, &value)) {
        return false;
    }
    if (value.kind == OUNCE_NULL) {
        return oz_alert_outputs(eval, rule, out);
    }
    if (value.kind != OZ_ARRAY) {
        return oz_raise(&eval->work, OZ_EXC_TYPE,
                        "destinations() returned '%s', expected 'list'",
                        oz_type_name(&value));
    }
    return check_items(eval, oz_array_of(&value)) &&
           write_items(eval, oz_array_of(&value), out);
}
