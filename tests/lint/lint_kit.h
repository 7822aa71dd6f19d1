/* lint_kit.h — tables of rules and what one lint says about them.
 *
 *     {KIT_ALWAYS, "9:9: the rule has no tests …\n"}
 *
 * A row is a rule file and the places and messages of the diagnostics whose code is the
 * lint at hand, one a line; those of other lints are left out.
 */
#ifndef LINT_KIT_H
#define LINT_KIT_H

#include "compile.h"

#include <stdio.h>
#include <string.h>

struct lint_row {
    const char *text, *expected;
};

/* What a rule needs for the lints that a test is not about. */
#define LINT_TESTS(events)                                                             \
    "\nTests:\n"                                                                       \
    "- {Name: yes, ExpectedResult: true, Log: {" events "}}\n"                         \
    "- {Name: no, ExpectedResult: false, Log: {}}\n"

/* The diagnostics of a set with this code; borrowed until the next. */
static inline const char *lint_said(const struct kit_set *set, const char *code)
{
    static char text[100000];
    ounce_diagnostic found;
    size_t used = 0;

    text[0] = '\0';
    for (uint32_t i = 0; ounce_compiler_diagnostic(set->compiler, i, &found); i++) {
        if (found.code.size != strlen(code) ||
            memcmp(found.code.data, code, found.code.size) != 0) {
            continue;
        }
        ck_assert_uint_eq(found.level, OUNCE_LEVEL_WARNING);
        used += (size_t)snprintf(text + used, sizeof text - used, "%u:%u: %.*s\n",
                                 found.line, found.column, (int)found.message.size,
                                 found.message.data);
        ck_assert_uint_lt(used, sizeof text);
    }
    return text;
}

/* Compile one file with the linter. */
static inline void lint_compile(struct kit_set *set, const char *text)
{
    kit_begin(set, OUNCE_COMPILE_LINT, NULL);
    kit_add(set, "rule.yml", text);
    kit_end(set);
    ck_assert_msg(set->status == OUNCE_OK, "%s\n%s", text, kit_diagnostics(set, false));
}

static inline void lint_check(const char *code, const struct lint_row *row)
{
    struct kit_set set;

    lint_compile(&set, row->text);
    ck_assert_msg(strcmp(lint_said(&set, code), row->expected) == 0,
                  "%s\nsaid:\n%sexpected:\n%s", row->text, lint_said(&set, code),
                  row->expected);
    kit_finish(&set);
}

/* A test of every row of a table against one lint. */
#define LINT_TABLE(name, code)                                                         \
    START_TEST(name)                                                                   \
    {                                                                                  \
        lint_check(code, &name##_rows[_i]);                                            \
    }                                                                                  \
    END_TEST

#define LINT_ADD(tcase, name)                                                          \
    tcase_add_loop_test(tcase, name, 0, KIT_LENGTH(name##_rows))

static inline int lint_run(const char *suite_name, void (*add)(TCase *tcase))
{
    Suite *suite = suite_create(suite_name);
    TCase *tcase = tcase_create(suite_name);

    tcase_set_timeout(tcase, 300);
    add(tcase);
    suite_add_tcase(suite, tcase);
    return kit_run(suite);
}

#endif
