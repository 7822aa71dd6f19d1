/* lint_tests.c — are there tests, of both kinds, with names of their own?
 *
 * A derived rule without tests has those of its base.
 */
#include "lint/lint_rule.h"

#include "base/str.h"
#include "rule/rule_reading.h"

struct names {
    const struct oz_lint_rule *rule;
    oz_yaml_id tests;
};

static const struct oz_yaml_node *name_of(const struct oz_lint_rule *rule,
                                          oz_yaml_id tests, uint32_t index)
{
    oz_yaml_id test = oz_yaml_item(rule->doc, tests, index);

    return oz_yaml_node(rule->doc, oz_yaml_get(rule->doc, test, "Name", NULL));
}

static bool same_name(const void *owner, uint32_t index, const void *wanted)
{
    const struct names *names = owner;

    return oz_str_equal(name_of(names->rule, names->tests, index)->text,
                        *(const ounce_str *)wanted);
}

static void check_names(struct oz_lint_rule *rule, oz_yaml_id tests, uint32_t count)
{
    struct names names = {rule, tests};
    struct oz_table table = {0};

    for (uint32_t i = 0; i < count; i++) {
        const struct oz_yaml_node *name = name_of(rule, tests, i);
        uint64_t hash = oz_hash(name->text.data, name->text.size);
        uint32_t other = oz_table_find(&table, hash, same_name, &names, &name->text);

        if (other != OZ_NONE) {
            oz_lint_say(rule, OZ_LINT_DUPLICATE_TEST_NAME, name->span,
                        "another test is called \"%.*s\" already, on line %u",
                        OZ_STR(name->text), name_of(rule, tests, other)->span.line);
        } else if (!oz_table_add(&table, rule->in->scratch, hash, i)) {
            oz_lint_nomem(rule);
            return;
        }
    }
}

void oz_lint_tests(struct oz_lint_rule *rule)
{
    const struct oz_yaml_document *doc = rule->doc;
    oz_yaml_id tests = oz_yaml_get(doc, doc->root, "Tests", NULL);
    oz_yaml_id key = OZ_NONE;
    uint32_t count = oz_lint_items(rule, tests);
    uint32_t positive = 0;

    if (count == 0) {
        if (rule->in->rule->texts[OUNCE_RULE_BASE].size == 0 || tests != OZ_NONE) {
            oz_lint_say(rule, OZ_LINT_NO_TESTS, rule->in->rule->span,
                        "the rule has no tests; one that matches and one that must not "
                        "are a beginning");
        }
        return;
    }
    oz_yaml_get(doc, doc->root, "Tests", &key);
    for (uint32_t i = 0; i < count; i++) {
        oz_yaml_id expected =
            oz_yaml_get(doc, oz_yaml_item(doc, tests, i), "ExpectedResult", NULL);

        positive += oz_yaml_node(doc, expected)->as.boolean ? 1 : 0;
    }
    if (positive == 0) {
        oz_lint_say(rule, OZ_LINT_NO_POSITIVE_TEST, oz_lint_span(rule, key),
                    "no test expects true: a rule that never matches would pass them");
    }
    if (positive == count) {
        oz_lint_say(
            rule, OZ_LINT_NO_NEGATIVE_TEST, oz_lint_span(rule, key),
            "no test expects false: a rule that always matches would pass them");
    }
    check_names(rule, tests, count);
}
