/* item_correlation.c — the body of a correlation rule: steps and what ties them.
 *
 * Correlation rules are validated here and evaluated by a later version.
 */
#include "base/str.h"
#include "rule/item.h"
#include "rule/rule_reading.h"
#include "rule/schema_parts.h"

#define MOST_STEPS 1000

static const struct oz_schema_key step_keys[] = {
    {"RuleID", OZ_SCHEMA_TEXT, OZ_SCHEMA_REQUIRED, NULL},
    {"ID", OZ_SCHEMA_TEXT, 0, NULL},
    {"MinMatchCount", OZ_SCHEMA_INT, 0, NULL},
    {"MaxMatchCount", OZ_SCHEMA_INT, 0, NULL},
    {"Absence", OZ_SCHEMA_BOOL, 0, NULL},
    OZ_SCHEMA_END};
static const struct oz_schema step = {"step", step_keys, 0, 0};

static const struct oz_schema_key match_keys[] = {{"On", OZ_SCHEMA_TEXT, 0, NULL},
                                                  {"From", OZ_SCHEMA_TEXT, 0, NULL},
                                                  {"To", OZ_SCHEMA_TEXT, 0, NULL},
                                                  OZ_SCHEMA_END};
static const struct oz_schema match = {"match", match_keys, 0, 0};

static const struct oz_schema_key transition_keys[] = {
    {"ID", OZ_SCHEMA_TEXT, 0, NULL},
    {"From", OZ_SCHEMA_TEXT, OZ_SCHEMA_REQUIRED, NULL},
    {"To", OZ_SCHEMA_TEXT, OZ_SCHEMA_REQUIRED, NULL},
    {"WithinTimeFrameMinutes", OZ_SCHEMA_INT, 0, NULL},
    {"Match", OZ_SCHEMA_MAPS, 0, &match},
    OZ_SCHEMA_END};
static const struct oz_schema transition = {"transition", transition_keys, 0, 0};

#define COMMON_KEYS                                                                    \
    {"Schedule", OZ_SCHEMA_MAP, OZ_SCHEMA_REQUIRED, &oz_schema_schedule},              \
        {"LookbackWindowMinutes", OZ_SCHEMA_INT, 0, NULL},                             \
    {                                                                                  \
        "EventEvaluationOrder", OZ_SCHEMA_TEXT, 0, NULL                                \
    }

static const struct oz_schema_key sequence_keys[] = {
    COMMON_KEYS,
    {"Sequence", OZ_SCHEMA_MAPS, OZ_SCHEMA_REQUIRED, &step},
    {"Transitions", OZ_SCHEMA_MAPS, 0, &transition},
    OZ_SCHEMA_END};
static const struct oz_schema sequence = {"sequence", sequence_keys, 0, 0};

static const struct oz_schema_key group_keys[] = {
    COMMON_KEYS,
    {"Group", OZ_SCHEMA_MAPS, OZ_SCHEMA_REQUIRED, &step},
    {"MatchCriteria", OZ_SCHEMA_MAP, 0, NULL},
    {"MinMatchCount", OZ_SCHEMA_INT, 0, NULL},
    OZ_SCHEMA_END};
static const struct oz_schema group = {"group", group_keys, 0, 0};

static const struct oz_schema_key criterion_keys[] = {
    {"GroupID", OZ_SCHEMA_TEXT, OZ_SCHEMA_REQUIRED, NULL},
    {"Match", OZ_SCHEMA_TEXT, OZ_SCHEMA_REQUIRED, NULL},
    OZ_SCHEMA_END};
static const struct oz_schema criterion = {"match criterion", criterion_keys, 0, 0};

static void error(struct oz_rule_reading *reading, const char *code, oz_yaml_id at,
                  const char *message)
{
    reading->fine = false;
    oz_diag(reading->diags, OUNCE_LEVEL_ERROR, code,
            oz_yaml_node(reading->doc, at)->span, "%s", message);
}

/* A value of the right kind under a key; NULL. */
static const struct oz_yaml_node *get(const struct oz_rule_reading *reading,
                                      oz_yaml_id map, const char *key,
                                      enum oz_yaml_kind kind)
{
    oz_yaml_id id = oz_yaml_get(reading->doc, map, key, NULL);

    return id != OZ_NONE && oz_yaml_node(reading->doc, id)->kind == kind
               ? oz_yaml_node(reading->doc, id)
               : NULL;
}

static void check_at_least_one(struct oz_rule_reading *reading, oz_yaml_id map,
                               const char *key)
{
    const struct oz_yaml_node *number = get(reading, map, key, OZ_YAML_INT);

    if (number != NULL && number->as.integer < 1) {
        reading->fine = false;
        oz_diag(reading->diags, OUNCE_LEVEL_ERROR, "out-of-range", number->span,
                "\"%s\" must be at least 1", key);
    }
}

/* The name of a step: its ID, else its RuleID. NULL when it has neither. */
static const struct oz_yaml_node *step_name(const struct oz_rule_reading *reading,
                                            oz_yaml_id id)
{
    const struct oz_yaml_node *name = get(reading, id, "ID", OZ_YAML_TEXT);

    return name != NULL ? name : get(reading, id, "RuleID", OZ_YAML_TEXT);
}

static bool is_step(const struct oz_rule_reading *reading, oz_yaml_id steps,
                    uint32_t count, ounce_str name)
{
    for (uint32_t i = 0; i < count; i++) {
        const struct oz_yaml_node *other =
            step_name(reading, oz_yaml_item(reading->doc, steps, i));

        if (other != NULL && oz_str_equal(other->text, name)) {
            return true;
        }
    }
    return false;
}

static void check_step_named(struct oz_rule_reading *reading, oz_yaml_id steps,
                             oz_yaml_id map, const char *key)
{
    const struct oz_yaml_node *name = get(reading, map, key, OZ_YAML_TEXT);

    if (name != NULL &&
        !is_step(reading, steps, oz_yaml_node(reading->doc, steps)->as.run.count,
                 name->text)) {
        reading->fine = false;
        oz_diag(reading->diags, OUNCE_LEVEL_ERROR, "unknown-step", name->span,
                "\"%s\" names no step: there is no \"%.*s\"", key, OZ_STR(name->text));
    }
}

static void check_counts(struct oz_rule_reading *reading, oz_yaml_id id)
{
    const struct oz_yaml_node *least = get(reading, id, "MinMatchCount", OZ_YAML_INT);
    const struct oz_yaml_node *most = get(reading, id, "MaxMatchCount", OZ_YAML_INT);

    check_at_least_one(reading, id, "MinMatchCount");
    check_at_least_one(reading, id, "MaxMatchCount");
    if (most != NULL && most->as.integer < (least != NULL ? least->as.integer : 1)) {
        error(reading, "out-of-range", id,
              "\"MaxMatchCount\" must be at least \"MinMatchCount\"");
    }
}

static bool check_steps(struct oz_rule_reading *reading, oz_yaml_id steps,
                        struct oz_text_list *links)
{
    const struct oz_yaml_document *doc = reading->doc;
    uint32_t count = oz_yaml_node(doc, steps)->as.run.count;
    bool present = false;

    if (count > MOST_STEPS) {
        error(reading, "limit", steps, "a correlation rule has at most 1000 steps");
        return true;
    }
    links->items = oz_arena_array(reading->arena, count, sizeof *links->items);
    if (links->items == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        oz_yaml_id id = oz_yaml_item(doc, steps, i);
        const struct oz_yaml_node *rule, *absence, *name;

        if (oz_yaml_node(doc, id)->kind != OZ_YAML_MAP) {
            return true; /* diagnosed; names of steps cannot be checked */
        }
        rule = get(reading, id, "RuleID", OZ_YAML_TEXT);
        absence = get(reading, id, "Absence", OZ_YAML_BOOL);
        name = step_name(reading, id);
        present = present || absence == NULL || !absence->as.boolean;
        check_counts(reading, id);
        if (name != NULL && is_step(reading, steps, i, name->text)) {
            reading->fine = false;
            oz_diag(reading->diags, OUNCE_LEVEL_ERROR, "duplicate-step", name->span,
                    "there is a step \"%.*s\" already", OZ_STR(name->text));
        }
        if (rule != NULL &&
            !oz_arena_text(reading->arena, rule->text.data, rule->text.size,
                           &links->items[links->count++])) {
            return false;
        }
    }
    if (!present) {
        error(reading, "missing-key", steps,
              "at least one step must not be \"Absence: true\"");
    }
    return true;
}

static void check_match(struct oz_rule_reading *reading, oz_yaml_id list)
{
    const struct oz_yaml_document *doc = reading->doc;
    oz_yaml_id map;
    bool on, from, to;

    if (oz_yaml_node(doc, list)->as.run.count != 1) {
        error(reading, "bad-shape", list, "\"Match\" is a list of exactly one map");
        return;
    }
    map = oz_yaml_item(doc, list, 0);
    if (oz_yaml_node(doc, map)->kind != OZ_YAML_MAP) {
        return;
    }
    on = oz_yaml_get(doc, map, "On", NULL) != OZ_NONE;
    from = oz_yaml_get(doc, map, "From", NULL) != OZ_NONE;
    to = oz_yaml_get(doc, map, "To", NULL) != OZ_NONE;
    if (on == (from || to) || from != to) {
        error(reading, "bad-shape", map,
              "a match has either \"On\", or \"From\" and \"To\"");
    }
}

static void check_transitions(struct oz_rule_reading *reading, oz_yaml_id body,
                              oz_yaml_id steps)
{
    const struct oz_yaml_document *doc = reading->doc;
    oz_yaml_id list = oz_yaml_get(doc, body, "Transitions", NULL);

    if (list == OZ_NONE || oz_yaml_node(doc, list)->kind != OZ_YAML_LIST) {
        return;
    }
    for (uint32_t i = 0; i < oz_yaml_node(doc, list)->as.run.count; i++) {
        oz_yaml_id id = oz_yaml_item(doc, list, i);
        oz_yaml_id fields;

        if (oz_yaml_node(doc, id)->kind != OZ_YAML_MAP) {
            continue;
        }
        check_step_named(reading, steps, id, "From");
        check_step_named(reading, steps, id, "To");
        check_at_least_one(reading, id, "WithinTimeFrameMinutes");
        fields = oz_yaml_get(doc, id, "Match", NULL);
        if (fields != OZ_NONE && oz_yaml_node(doc, fields)->kind == OZ_YAML_LIST) {
            check_match(reading, fields);
        }
    }
}

static void check_criteria(struct oz_rule_reading *reading, oz_yaml_id body,
                           oz_yaml_id steps)
{
    const struct oz_yaml_document *doc = reading->doc;
    oz_yaml_id criteria = oz_yaml_get(doc, body, "MatchCriteria", NULL);

    if (criteria == OZ_NONE || oz_yaml_node(doc, criteria)->kind != OZ_YAML_MAP) {
        return;
    }
    for (uint32_t i = 0; i < oz_yaml_pairs(doc, criteria); i++) {
        oz_yaml_id list = oz_yaml_value(doc, criteria, i);

        if (oz_yaml_node(doc, list)->kind != OZ_YAML_LIST) {
            error(reading, "wrong-type", list,
                  "a match criterion is a list of maps with \"GroupID\" and \"Match\"");
            continue;
        }
        for (uint32_t k = 0; k < oz_yaml_node(doc, list)->as.run.count; k++) {
            oz_yaml_id id = oz_yaml_item(doc, list, k);

            if (oz_yaml_node(doc, id)->kind != OZ_YAML_MAP) {
                error(reading, "wrong-type", id, "a match criterion must be a map");
            } else if (!oz_schema_check(doc, id, &criterion, OUNCE_LEVEL_ERROR,
                                        reading->diags)) {
                reading->fine = false;
            } else {
                check_step_named(reading, steps, id, "GroupID");
            }
        }
    }
}

static void check_schedule(struct oz_rule_reading *reading, oz_yaml_id body)
{
    const struct oz_yaml_document *doc = reading->doc;
    oz_yaml_id schedule = oz_yaml_get(doc, body, "Schedule", NULL);
    const struct oz_yaml_node *order =
        get(reading, body, "EventEvaluationOrder", OZ_YAML_TEXT);

    check_at_least_one(reading, body, "LookbackWindowMinutes");
    if (order != NULL && !oz_str_is(order->text, "Chronological") &&
        !oz_str_is(order->text, "ReverseChronological")) {
        reading->fine = false;
        oz_diag(reading->diags, OUNCE_LEVEL_ERROR, "out-of-range", order->span,
                "\"EventEvaluationOrder\" is Chronological or ReverseChronological");
    }
    if (schedule == OZ_NONE || oz_yaml_node(doc, schedule)->kind != OZ_YAML_MAP) {
        return;
    }
    check_at_least_one(reading, schedule, "RateMinutes");
    check_at_least_one(reading, schedule, "TimeoutMinutes");
    if ((oz_yaml_get(doc, schedule, "RateMinutes", NULL) == OZ_NONE) ==
        (oz_yaml_get(doc, schedule, "CronExpression", NULL) == OZ_NONE)) {
        error(reading, "conflicting-keys", schedule,
              "a schedule has exactly one of \"RateMinutes\" and \"CronExpression\"");
    }
}

static bool check_body(struct oz_rule_reading *reading, oz_yaml_id body,
                       struct oz_text_list *links)
{
    const struct oz_yaml_document *doc = reading->doc;
    bool grouped = oz_yaml_get(doc, body, "Group", NULL) != OZ_NONE;
    const char *key = grouped ? "Group" : "Sequence";
    oz_yaml_id steps = oz_yaml_get(doc, body, key, NULL);

    if (!oz_schema_check(doc, body, grouped ? &group : &sequence, OUNCE_LEVEL_ERROR,
                         reading->diags)) {
        reading->fine = false;
    }
    check_schedule(reading, body);
    if (steps == OZ_NONE || oz_yaml_node(doc, steps)->kind != OZ_YAML_LIST) {
        return true;
    }
    if (!check_steps(reading, steps, links)) {
        return false;
    }
    for (uint32_t i = 0; i < oz_yaml_node(doc, steps)->as.run.count; i++) {
        if (oz_yaml_node(doc, oz_yaml_item(doc, steps, i))->kind != OZ_YAML_MAP) {
            return true;
        }
    }
    if (grouped) {
        check_at_least_one(reading, body, "MinMatchCount");
        check_criteria(reading, body, steps);
    } else {
        check_transitions(reading, body, steps);
    }
    return true;
}

/* false: out of memory. */
bool oz_item_check_correlation(struct oz_rule_reading *reading,
                               struct oz_text_list *links)
{
    const struct oz_yaml_document *doc = reading->doc;
    oz_yaml_id detection = oz_yaml_get(doc, doc->root, "Detection", NULL);
    oz_yaml_id body;

    if (detection == OZ_NONE || oz_yaml_node(doc, detection)->kind != OZ_YAML_LIST) {
        return true;
    }
    if (oz_yaml_node(doc, detection)->as.run.count != 1) {
        error(reading, "bad-shape", detection,
              "the \"Detection\" of a correlation rule is a list of exactly one body");
        return true;
    }
    body = oz_yaml_item(doc, detection, 0);
    if (oz_yaml_node(doc, body)->kind != OZ_YAML_MAP) {
        error(reading, "wrong-type", body,
              "the body of a correlation rule is a map with \"Sequence\" or \"Group\"");
        return true;
    }
    return check_body(reading, body, links);
}
