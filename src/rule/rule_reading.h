/* rule_reading.h — what the two halves of reading a rule share; nobody else includes
 * it. */
#ifndef OZ_RULE_READING_H
#define OZ_RULE_READING_H

#include "rule/rule.h"

struct oz_rule_reading {
    struct oz_arena *arena;
    struct oz_diags *diags;
    const struct oz_read_options *options;
    const struct oz_yaml_document *doc;
    struct ounce_rule *rule;
    bool fine; /* no error so far */
};

/* Is the document a rule, and if not, should that be said? (rule_check.c) */
enum oz_read oz_rule_classify(struct oz_rule_reading *reading);

/* Say everything that is wrong with it, but for its expressions; sets the severity. */
void oz_rule_check(struct oz_rule_reading *reading);

/* The value under a key of the rule; NULL. */
const struct oz_yaml_node *oz_rule_node(const struct oz_rule_reading *reading,
                                        const char *key);
/* The place of that value, or of the document when there is none. */
struct oz_span oz_rule_span(const struct oz_rule_reading *reading, const char *key);

/* The list of tests, and how many there are: 0 when it is not a list. */
oz_yaml_id oz_rule_tests(const struct oz_rule_reading *reading, uint32_t *count);
/* What a test is judged on: Resource (an older habit) wins over Log. OZ_NONE. */
oz_yaml_id oz_rule_test_input(const struct oz_yaml_document *doc, oz_yaml_id test);

#endif
