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

/* Say everything that is wrong with it, but for its expressions; sets the severity. */
void oz_rule_check(struct oz_rule_reading *reading);

/* Checks that other analysis items share. */
void oz_rule_check_severity(struct oz_rule_reading *reading);
void oz_rule_check_reports(struct oz_rule_reading *reading);
void oz_rule_check_tests(struct oz_rule_reading *reading);
/* Add an error at the value of a key, or at the document when there is none. */
void oz_rule_error(struct oz_rule_reading *reading, const char *code, const char *key,
                   const char *message);

/* The value under a key of the rule; NULL. */
const struct oz_yaml_node *oz_rule_node(const struct oz_rule_reading *reading,
                                        const char *key);
/* The place of that value, or of the document when there is none. */
struct oz_span oz_rule_span(const struct oz_rule_reading *reading, const char *key);

/* The list of tests, and how many there are: 0 when it is not a list. */
oz_yaml_id oz_rule_tests(const struct oz_rule_reading *reading, uint32_t *count);
/* Read what has passed those checks into the rule. false: out of memory. A test whose
 * event cannot be kept is diagnosed. */
bool oz_rule_read_reports(struct oz_rule_reading *reading, struct oz_text_list *out);
bool oz_rule_read_tests(struct oz_rule_reading *reading);
/* What a test is judged on: Resource (an older habit) wins over Log. OZ_NONE. */
oz_yaml_id oz_rule_test_input(const struct oz_yaml_document *doc, oz_yaml_id test);

#endif
