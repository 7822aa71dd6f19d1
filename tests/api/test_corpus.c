/* test_corpus.c — whole rule files, as people write them, in folders.
 *
 *     tests/corpus/valid/<case>/rule.yml  events.ndjson  expected
 *         expected: for each event a line: "-", or severity, title, dedup and context
 *     tests/corpus/invalid/<case>/rule.yml  error
 *         error: every diagnostic as LINE:COLUMN: level: message [code]
 *
 * OUNCE_BLESS=1 writes `expected` and `error` anew: read the difference before it
 * stays.
 */
#include "compile.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_CASES 500

static char *valid[MOST_CASES];
static char *invalid[MOST_CASES];

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static int list_cases(const char *kind, char **names)
{
    char folder[64];
    DIR *dir;
    int count = 0;

    snprintf(folder, sizeof folder, "tests/corpus/%s", kind);
    dir = opendir(kit_source(folder));
    for (const struct dirent *entry; dir != NULL && (entry = readdir(dir)) != NULL;) {
        if (entry->d_name[0] != '.' && count < MOST_CASES) {
            names[count++] = strdup(entry->d_name);
        }
    }
    if (dir != NULL) {
        closedir(dir);
    }
    qsort(names, (size_t)count, sizeof *names, compare_names);
    return count;
}

static const char *path_of(const char *kind, const char *name, const char *file)
{
    char path[512];

    snprintf(path, sizeof path, "tests/corpus/%s/%s/%s", kind, name, file);
    return kit_source(path);
}

/* Compare with the file, or write it. */
static void check_text(const char *path, const char *found)
{
    char *expected;

    if (getenv("OUNCE_BLESS") != NULL) {
        FILE *file = fopen(path, "wb");

        ck_assert_ptr_nonnull(file);
        fputs(found, file);
        fclose(file);
        return;
    }
    expected = kit_read_file(path);
    ck_assert_msg(expected != NULL, "%s is missing", path);
    ck_assert_msg(strcmp(found, expected) == 0, "%s differs:\n%s", path, found);
    free(expected);
}

static void compile(struct kit_set *set, const char *kind, const char *name)
{
    char *text = kit_read_file(path_of(kind, name, "rule.yml"));

    ck_assert_ptr_nonnull(text);
    kit_begin(set, OUNCE_COMPILE_KEEP_TESTS, NULL);
    kit_add(set, "rule.yml", text);
    kit_end(set);
    free(text);
}

START_TEST(an_invalid_rule_is_refused_with_reason)
{
    struct kit_set set;

    compile(&set, "invalid", invalid[_i]);
    ck_assert_msg(set.status == OUNCE_ERR_RULE, "%s", invalid[_i]);
    check_text(path_of("invalid", invalid[_i], "error"), kit_diagnostics(&set, false));
    kit_finish(&set);
}
END_TEST

static size_t add_line(struct kit_set *set, const char *event, char *out, size_t size)
{
    static const uint32_t fields[] = {OUNCE_ALERT_SEVERITY, OUNCE_ALERT_TITLE,
                                      OUNCE_ALERT_DEDUP, OUNCE_ALERT_CONTEXT};
    size_t used = 0;

    if (!kit_judge(set, event)) {
        return (size_t)snprintf(out, size, "-\n");
    }
    for (int i = 0; i < KIT_LENGTH(fields); i++) {
        used += (size_t)snprintf(out + used, size - used, "%s%s", i > 0 ? " | " : "",
                                 kit_alert(set, event, fields[i]));
    }
    return used + (size_t)snprintf(out + used, size - used, "\n");
}

/* The rule's own tests must agree with their expectations, too. */
static void check_own_tests(struct kit_set *set, const char *name)
{
    const ounce_rule *rule = ounce_ruleset_rule(set->ruleset, 0);
    ounce_rule_test test;

    for (uint32_t i = 0; ounce_rule_test_get(rule, i, &test); i++) {
        ck_assert_msg(kit_judge(set, test.event.data) == (test.expected == 1), "%s: %s",
                      name, test.name.data);
    }
}

START_TEST(a_valid_rule_judges_its_events)
{
    char found[8192] = "";
    size_t used = 0;
    struct kit_set set;
    char *events = kit_read_file(path_of("valid", valid[_i], "events.ndjson"));

    ck_assert_ptr_nonnull(events);
    compile(&set, "valid", valid[_i]);
    ck_assert_msg(set.ruleset != NULL && ounce_ruleset_count(set.ruleset) == 1,
                  "%s\n%s", valid[_i], kit_diagnostics(&set, false));
    for (char *line = strtok(events, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        used += add_line(&set, line, found + used, sizeof found - used);
    }
    check_text(path_of("valid", valid[_i], "expected"), found);
    check_own_tests(&set, valid[_i]);
    free(events);
    kit_finish(&set);
}
END_TEST

static int valid_count, invalid_count;

START_TEST(there_is_a_corpus)
{
    ck_assert_int_ge(valid_count, 12);
    ck_assert_int_ge(invalid_count, 40);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("api/corpus");
    TCase *tests = tcase_create("corpus");
    int result;

    valid_count = list_cases("valid", valid);
    invalid_count = list_cases("invalid", invalid);
    tcase_add_test(tests, there_is_a_corpus);
    tcase_add_loop_test(tests, a_valid_rule_judges_its_events, 0, valid_count);
    tcase_add_loop_test(tests, an_invalid_rule_is_refused_with_reason, 0,
                        invalid_count);
    suite_add_tcase(suite, tests);
    result = kit_run(suite);
    for (int i = 0; i < MOST_CASES; i++) {
        free(valid[i]);
        free(invalid[i]);
    }
    return result;
}
