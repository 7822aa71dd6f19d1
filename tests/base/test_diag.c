/* test_diag.c — messages that stay clean, lists that stay short, words that come near.
 */
#include "base/diag.h"

#include "base/str.h"
#include "kit.h"

#include <stdio.h>
#include <string.h>

#define LENGTH(array) ((int)(sizeof(array) / sizeof((array)[0])))

static const struct oz_span nowhere = {0, 0, 0};

static struct kit_memory memory;
static struct oz_arena arena;
static struct oz_diags diags;

static void setup(void)
{
    kit_memory_init(&memory);
    oz_arena_init(&arena, &memory.allocator);
    oz_diags_init(&diags, &arena, 3);
}

static void teardown(void)
{
    oz_arena_finish(&arena);
    ck_assert_uint_eq(memory.live, 0);
}

/* ---- The list ---- */

START_TEST(a_diagnostic_says_what_and_where)
{
    const ounce_diagnostic *found = NULL;

    diags.file = OZ_LIT("rules/a.yml");
    diags.rule_id = OZ_LIT("A.B");
    oz_diag(&diags, OUNCE_LEVEL_WARNING, "unknown-key", (struct oz_span){3, 7, 40},
            "unknown key \"%s\" (%d)", "Severty", 5);
    found = &diags.items[0];

    ck_assert_uint_eq(diags.count, 1);
    ck_assert_uint_eq(found->level, OUNCE_LEVEL_WARNING);
    ck_assert_uint_eq(found->line, 3);
    ck_assert_uint_eq(found->column, 7);
    ck_assert_uint_eq(found->reserved, 0);
    ck_assert(oz_str_is(found->file, "rules/a.yml"));
    ck_assert(oz_str_is(found->rule_id, "A.B"));
    ck_assert(oz_str_is(found->code, "unknown-key"));
    ck_assert(oz_str_is(found->message, "unknown key \"Severty\" (5)"));
}
END_TEST

START_TEST(beyond_the_limit_they_are_counted_and_not_kept)
{
    uint64_t calls;

    for (int i = 0; i < 3; i++) {
        oz_diag(&diags, OUNCE_LEVEL_NOTE, "c", nowhere, "number %d", i);
    }
    calls = memory.calls;
    for (int i = 0; i < 1000; i++) {
        oz_diag(&diags, OUNCE_LEVEL_ERROR, "c", nowhere, "more %d", i);
    }
    oz_diag(&diags, OUNCE_LEVEL_WARNING, "c", nowhere, "more");

    ck_assert_uint_eq(diags.count, 3);
    ck_assert_uint_eq(diags.found[OUNCE_LEVEL_NOTE], 3);
    ck_assert_uint_eq(diags.found[OUNCE_LEVEL_ERROR], 1000);
    ck_assert_uint_eq(diags.found[OUNCE_LEVEL_WARNING], 1);
    ck_assert(oz_str_is(diags.items[2].message, "number 2"));
    ck_assert(!diags.failed);
    ck_assert_uint_eq(memory.calls, calls);
}
END_TEST

START_TEST(a_limit_of_zero_keeps_none)
{
    diags.limit = 0;

    oz_diag(&diags, OUNCE_LEVEL_ERROR, "c", nowhere, "x");

    ck_assert_uint_eq(diags.count, 0);
    ck_assert_uint_eq(diags.found[OUNCE_LEVEL_ERROR], 1);
    ck_assert_uint_eq(memory.calls, 0);
}
END_TEST

START_TEST(many_are_kept_in_order)
{
    diags.limit = 500;

    for (int i = 0; i < 500; i++) {
        oz_diag(&diags, OUNCE_LEVEL_ERROR, "c", nowhere, "%d", i);
    }

    ck_assert_uint_eq(diags.count, 500);
    for (int i = 0; i < 500; i++) {
        char text[16];

        snprintf(text, sizeof text, "%d", i);
        ck_assert(oz_str_is(diags.items[i].message, text));
    }
}
END_TEST

START_TEST(out_of_memory_is_noted_and_counted)
{
    memory.fail_at = 1;

    oz_diag(&diags, OUNCE_LEVEL_ERROR, "c", nowhere, "lost");
    ck_assert(diags.failed);
    ck_assert_uint_eq(diags.count, 0);
    ck_assert_uint_eq(diags.found[OUNCE_LEVEL_ERROR], 1);

    oz_diag(&diags, OUNCE_LEVEL_ERROR, "c", nowhere, "kept");
    ck_assert(diags.failed);
    ck_assert_uint_eq(diags.count, 1);
}
END_TEST

/* ---- Cleaning ---- */

static const struct {
    const char *dirty, *clean;
} messages[] = {
    {"", ""},
    {"plain", "plain"},
    {"100 \xe2\x82\xac \xf0\x9f\x98\x80", "100 \xe2\x82\xac \xf0\x9f\x98\x80"},
    /* bytes that are none */
    {"a\xff z", "a? z"},
    {"a\x80\x80 z", "a?? z"},
    {"\xc0\x80 z", "?? z"},
    {"\xed\xa0\x80 z", "??? z"},
    {"\xff\xfe\xfd\xfc z", "???? z"},
    {"caf\xe9 au lait", "caf? au lait"},
    {"a\xff \xc3\xa9", "a? \xc3\xa9"},
    {"z\x80", "z?"},
    /* a character that the end cut */
    {"ab\xc3", "ab"},
    {"ab\xe2\x82", "ab"},
    {"ab\xe2", "ab"},
    {"ab\xf0\x9f\x98", "ab"},
    {"\xf0\x9f", ""},
    /* one that a quoted word cut: in the middle it is only a bad byte */
    {"\"ab\xe2\x82\"", "\"ab??\""},
    {"\"ab\xe2\x82\" and more", "\"ab??\" and more"},
};

START_TEST(a_message_is_utf8_whatever_was_quoted)
{
    ounce_error err = OUNCE_ERROR_INIT;

    oz_diag(&diags, OUNCE_LEVEL_ERROR, "c", nowhere, "%s", messages[_i].dirty);
    oz_error(&err, OUNCE_ERR_RULE, "%s", messages[_i].dirty);

    ck_assert_str_eq(diags.items[0].message.data, messages[_i].clean);
    ck_assert_str_eq(err.message, messages[_i].clean);
}
END_TEST

START_TEST(a_long_message_is_cut_at_a_character)
{
    for (int pad = 0; pad < 4; pad++) {
        char text[2000];
        ounce_error err = OUNCE_ERROR_INIT;
        size_t size;

        memset(text, 'p', sizeof text);
        for (int i = pad; i + 4 < 1999; i += 4) {
            memcpy(text + i, "\xf0\x9f\x98\x80", 4);
        }
        text[1996] = '\0';
        oz_error(&err, OUNCE_ERR_RULE, "%s", text);
        size = strlen(err.message);

        ck_assert_uint_ge(size, OUNCE_ERROR_MESSAGE_SIZE - 4);
        ck_assert_uint_eq(size % 4, (size_t)pad);
        ck_assert_mem_eq(err.message, text, size);
    }
}
END_TEST

START_TEST(a_quoted_word_is_cut_so_that_a_message_stays_a_sentence)
{
    char word[1000];
    ounce_str text = {word, sizeof word};

    memset(word, 'w', sizeof word);
    oz_diag(&diags, OUNCE_LEVEL_ERROR, "c", nowhere, "unknown \"%.*s\" here",
            OZ_STR(text));

    ck_assert_uint_eq(diags.items[0].message.size, strlen("unknown \"\" here") + 120);
}
END_TEST

/* ---- The caller's struct ---- */

START_TEST(an_error_says_what_and_where)
{
    ounce_error err;

    memset(&err, 0xaa, sizeof err);
    ck_assert_int_eq(oz_error_at(&err, OUNCE_ERR_EVENT, OZ_LIT("a.json"),
                                 (struct oz_span){2, 5, 17}, "no %s", "good"),
                     OUNCE_ERR_EVENT);

    ck_assert_int_eq(err.code, OUNCE_ERR_EVENT);
    ck_assert_uint_eq(err.line, 2);
    ck_assert_uint_eq(err.column, 5);
    ck_assert_uint_eq(err.offset, 17);
    ck_assert_str_eq(err.file, "a.json");
    ck_assert_str_eq(err.message, "no good");
    for (int i = 0; i < 8; i++) {
        ck_assert_uint_eq(err.reserved[i], 0);
    }
}
END_TEST

START_TEST(an_error_without_a_struct_is_only_its_code)
{
    ck_assert_int_eq(oz_error(NULL, OUNCE_ERR_IO, "%s", "x"), OUNCE_ERR_IO);
    ck_assert_int_eq(oz_error_at(NULL, OUNCE_ERR_RULE, OZ_LIT("f"), nowhere, "x"),
                     OUNCE_ERR_RULE);
    ck_assert_int_eq(oz_error_nomem(NULL), OUNCE_ERR_NOMEM);
}
END_TEST

START_TEST(out_of_memory_needs_no_memory)
{
    ounce_error err;

    ck_assert_int_eq(oz_error_nomem(&err), OUNCE_ERR_NOMEM);

    ck_assert_str_eq(err.message, "out of memory");
    ck_assert_str_eq(err.file, "");
}
END_TEST

START_TEST(a_long_file_name_is_cut_at_the_left)
{
    char name[600];
    ounce_error err;

    memset(name, 'd', sizeof name);
    memcpy(name + sizeof name - 6, "/a.yml", 6);
    oz_error_at(&err, OUNCE_ERR_IO, (ounce_str){name, sizeof name}, nowhere, "x");

    ck_assert_uint_eq(strlen(err.file), OUNCE_ERROR_FILE_SIZE - 1);
    ck_assert_str_eq(err.file + OUNCE_ERROR_FILE_SIZE - 1 - 6, "/a.yml");
}
END_TEST

/* ---- The nearest word ---- */

static const char *const words[] = {
    "Severity",    "Enabled",
    "RuleID",      "DisplayName",
    "Description", "Detection",
    "Equals",      "IEquals",
    "IsIn",        "IsNotIn",
    "Contains",    "IContains",
    "KeyPath",     "DeepKey",
    "LogTypes",    "StartsWith",
    "EndsWith",    "Threshold",
    "Condition",   "Exists",
    "IsNull",      "DedupPeriodMinutes",
    NULL,
};

static const struct {
    const char *word, *nearest; /* NULL: none */
} guesses[] = {
    {"Severty", "Severity"},
    {"Severiy", "Severity"},
    {"Sevreity", "Severity"},
    {"Severityy", "Severity"},
    {"Severidy", "Severity"},
    {"severity", "Severity"},
    {"SEVERITY", "Severity"},
    {"Severity", "Severity"},
    {"ruleid", "RuleID"},
    {"RuleId", "RuleID"},
    {"equals", "Equals"},
    {"iequals", "IEquals"}, /* the same but for case beats one letter fewer */
    {"Equal", "Equals"},
    {"IEqual", "IEquals"},
    {"IsWIn", "IsIn"},
    {"isin", "IsIn"},
    {"IsNotin", "IsNotIn"},
    {"NotIn", "IsNotIn"},
    {"Keypath", "KeyPath"},
    {"Contain", "Contains"},
    {"Icontains", "IContains"},
    {"LogType", "LogTypes"},
    {"StartWith", "StartsWith"},
    {"EndWith", "EndsWith"},
    {"DedupPeriodMinuts", "DedupPeriodMinutes"},
    {"Desciption", "Description"},
    /* too far: half of the letters would have to go */
    {"IsWithin", "IsIn"},
    {"In", NULL},
    {"Sev", NULL},
    {"Frobnicate", NULL},
    {"x", NULL},
    {"zz", NULL},
    {"", NULL},
    {"\xc3\xa9\xc3\xa9\xc3\xa9", NULL},
    {"SeveritySeveritySeveritySeveritySeveritySeverityS", NULL},
};

START_TEST(the_nearest_word_is_offered)
{
    const ounce_str word = {guesses[_i].word, strlen(guesses[_i].word)};
    const char *found = oz_nearest(word, words);

    if (guesses[_i].nearest == NULL) {
        ck_assert_msg(found == NULL, "%s: %s", guesses[_i].word, found);
    } else {
        ck_assert_msg(found != NULL, "%s: none", guesses[_i].word);
        ck_assert_str_eq(found, guesses[_i].nearest);
    }
}
END_TEST

START_TEST(words_too_long_to_compare_are_passed_over)
{
    static const char *const few[] = {
        "Severity2Severity2Severity2Severity2Severity2Severity2", "Severity", NULL};
    static const char *const none[] = {NULL};

    ck_assert_str_eq(oz_nearest(OZ_LIT("Severty"), few), "Severity");
    ck_assert_ptr_null(oz_nearest(OZ_LIT("Severty"), none));
}
END_TEST

/* Not in the first letter: IEquals and Equals are one apart. */
START_TEST(any_one_slip_is_forgiven)
{
    for (int w = 0; words[w] != NULL; w++) {
        const size_t size = strlen(words[w]);

        for (size_t i = 1; i < size; i++) {
            char slip[64];
            ounce_str word = {slip, size};

            memcpy(slip, words[w], size);
            slip[i] = '_';
            ck_assert_str_eq(oz_nearest(word, words), words[w]);
        }
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("base/diag");
    TCase *tests = tcase_create("diag");

    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, a_diagnostic_says_what_and_where);
    tcase_add_test(tests, beyond_the_limit_they_are_counted_and_not_kept);
    tcase_add_test(tests, a_limit_of_zero_keeps_none);
    tcase_add_test(tests, many_are_kept_in_order);
    tcase_add_test(tests, out_of_memory_is_noted_and_counted);
    tcase_add_loop_test(tests, a_message_is_utf8_whatever_was_quoted, 0,
                        LENGTH(messages));
    tcase_add_test(tests, a_long_message_is_cut_at_a_character);
    tcase_add_test(tests, a_quoted_word_is_cut_so_that_a_message_stays_a_sentence);
    tcase_add_test(tests, an_error_says_what_and_where);
    tcase_add_test(tests, an_error_without_a_struct_is_only_its_code);
    tcase_add_test(tests, out_of_memory_needs_no_memory);
    tcase_add_test(tests, a_long_file_name_is_cut_at_the_left);
    tcase_add_loop_test(tests, the_nearest_word_is_offered, 0, LENGTH(guesses));
    tcase_add_test(tests, words_too_long_to_compare_are_passed_over);
    tcase_add_test(tests, any_one_slip_is_forgiven);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
