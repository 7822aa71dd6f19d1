/* lint_event.c — the events of a rule's tests: fields that none has, keys that differ
 * only in case.
 *
 * A field that is misspelled in the rule is missing everywhere, and a condition such as
 * DoesNotEqual holds for what is missing: the tests pass and the rule is wrong. Names
 * are looked up as the matcher does, exactly and then in any case.
 */
#include "lint/lint_rule.h"

#include "base/str.h"
#include "base/utf8.h"
#include "rule/rule_reading.h"

/* ---- lookup ---- */

static oz_yaml_id member(struct oz_lint_rule *rule, oz_yaml_id map, ounce_str name)
{
    uint32_t pairs = oz_yaml_pairs(rule->doc, map);

    if (!oz_lint_step(rule, pairs)) {
        return OZ_NONE;
    }
    for (uint32_t pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < pairs; i++) {
            const struct oz_yaml_node *key =
                oz_yaml_node(rule->doc, oz_yaml_key(rule->doc, map, i));

            if (pass == 0 ? oz_str_equal(key->text, name)
                          : oz_fold_equal(key->text.data, key->text.size, name.data,
                                          name.size)) {
                return oz_yaml_value(rule->doc, map, i);
            }
        }
    }
    return OZ_NONE;
}

static bool occurs(struct oz_lint_rule *rule, const struct oz_lint_field *field,
                   uint32_t from, oz_yaml_id at);

static bool occurs_in_item(struct oz_lint_rule *rule, const struct oz_lint_field *field,
                           uint32_t from, oz_yaml_id list)
{
    for (uint32_t i = 0; i < oz_lint_items(rule, list); i++) {
        if (!oz_lint_step(rule, 1) ||
            occurs(rule, field, from, oz_yaml_item(rule->doc, list, i))) {
            return true;
        }
    }
    return false;
}

/* Recursion follows the path. When steps run out the answer is yes: nothing is said. */
static bool occurs(struct oz_lint_rule *rule, const struct oz_lint_field *field,
                   uint32_t from, oz_yaml_id at)
{
    for (uint32_t i = from; i < field->path.count; i++) {
        const struct oz_segment *segment = &field->path.segments[i];
        enum oz_yaml_kind kind = oz_yaml_node(rule->doc, at)->kind;

        if (segment->kind == OZ_SEGMENT_EACH) {
            return occurs_in_item(rule, field, i + 1, at) ||
                   (i + 1 == field->path.count && kind == OZ_YAML_LIST);
        }
        if (segment->kind == OZ_SEGMENT_NAME && kind == OZ_YAML_MAP) {
            at = member(rule, at, segment->name);
        } else if (segment->kind == OZ_SEGMENT_INDEX && kind == OZ_YAML_LIST &&
                   segment->index < oz_lint_items(rule, at)) {
            at = oz_yaml_item(rule->doc, at, segment->index);
        } else if (kind == OZ_YAML_LIST && i == field->rows) {
            return occurs_in_item(rule, field, i, at);
        } else {
            return false;
        }
        if (at == OZ_NONE) {
            return rule->steps == 0;
        }
    }
    return true;
}

static void check_field(struct oz_lint_rule *rule, const struct oz_lint_field *field,
                        oz_yaml_id tests, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        oz_yaml_id test = oz_yaml_item(rule->doc, tests, i);

        if (occurs(rule, field, 0, oz_rule_test_input(rule->doc, test))) {
            return;
        }
    }
    oz_lint_say(
        rule, OZ_LINT_FIELD_NOT_IN_TESTS, field->span,
        "no test event has the field \"%.*s\": were it misspelled, no test would "
        "tell",
        OZ_STR(field->path.text));
}

/* ---- keys ---- */

struct keys {
    const struct oz_lint_rule *rule;
    oz_yaml_id map;
};

static const struct oz_yaml_node *key_at(const struct keys *keys, uint32_t index)
{
    return oz_yaml_node(keys->rule->doc,
                        oz_yaml_key(keys->rule->doc, keys->map, index));
}

static bool same_key(const void *owner, uint32_t index, const void *wanted)
{
    const struct oz_yaml_node *key = key_at(owner, index);
    const ounce_str *text = wanted;

    return oz_fold_equal(key->text.data, key->text.size, text->data, text->size);
}

static void check_map(struct oz_lint_rule *rule, oz_yaml_id map)
{
    struct keys keys = {rule, map};
    struct oz_table table = {0};

    for (uint32_t i = 0; i < oz_yaml_pairs(rule->doc, map); i++) {
        const struct oz_yaml_node *key = key_at(&keys, i);
        uint64_t hash = oz_fold_hash(key->text.data, key->text.size);
        uint32_t other = oz_table_find(&table, hash, same_key, &keys, &key->text);

        if (other != OZ_NONE) {
            oz_lint_say(
                rule, OZ_LINT_CASE_ONLY_FIELDS, key->span,
                "the keys \"%.*s\" and, on line %u, \"%.*s\" differ only in case; "
                "is one of them a slip?",
                OZ_STR(key->text), key_at(&keys, other)->span.line,
                OZ_STR(key_at(&keys, other)->text));
        } else if (!oz_table_add(&table, rule->in->scratch, hash, i)) {
            oz_lint_nomem(rule);
            return;
        }
    }
}

/* Recursion follows the document, whose depth limits.max_depth bounds. */
static void check_keys(struct oz_lint_rule *rule, oz_yaml_id at)
{
    const struct oz_yaml_node *node = oz_yaml_node(rule->doc, at);

    if (node->kind == OZ_YAML_MAP) {
        check_map(rule, at);
        for (uint32_t i = 0; i < oz_yaml_pairs(rule->doc, at) && !rule->nomem; i++) {
            check_keys(rule, oz_yaml_value(rule->doc, at, i));
        }
    } else if (node->kind == OZ_YAML_LIST) {
        for (uint32_t i = 0; i < node->as.run.count && !rule->nomem; i++) {
            check_keys(rule, oz_yaml_item(rule->doc, at, i));
        }
    }
}

void oz_lint_events(struct oz_lint_rule *rule)
{
    oz_yaml_id tests = oz_yaml_get(rule->doc, rule->doc->root, "Tests", NULL);
    uint32_t count = oz_lint_items(rule, tests);

    if (count == 0) {
        return;
    }
    for (uint32_t i = 0; i < rule->field_count; i++) {
        if (rule->fields[i].detection) {
            check_field(rule, &rule->fields[i], tests, count);
        }
    }
    for (uint32_t i = 0; i < count && !rule->nomem; i++) {
        check_keys(rule,
                   oz_rule_test_input(rule->doc, oz_yaml_item(rule->doc, tests, i)));
    }
}
