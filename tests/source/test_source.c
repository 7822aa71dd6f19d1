/* test_source.c — folders of rule files: order, what is passed over, what is no file.
 */
#include "compile.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- A folder of its own for each test ---- */

static char root[64];

static void make_root(void)
{
    strcpy(root, "/tmp/ounce-source-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(root));
}

static void remove_root(void)
{
    char command[256];

    snprintf(command, sizeof command, "chmod -R u+rwx %s; rm -rf %s", root, root);
    ck_assert_int_eq(system(command), 0);
}

static const char *at(const char *name)
{
    static char path[4][512];
    static unsigned next;
    char *out = path[next++ % 4];

    snprintf(out, sizeof path[0], "%s/%s", root, name);
    return out;
}

static void make_folder(const char *name)
{
    ck_assert_int_eq(mkdir(at(name), 0755), 0);
}

static void make_text(const char *name, const char *text)
{
    FILE *file = fopen(at(name), "wb");

    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    ck_assert_int_eq(fclose(file), 0);
}

/* A rule whose id tells where it came from. */
static void make_rule(const char *name, const char *id)
{
    char text[256];

    snprintf(text, sizeof text,
             "RuleID: %s\nAnalysisType: rule\nEnabled: true\nSeverity: Low\nLogTypes: "
             "[L]" KIT_ALWAYS "\n",
             id);
    make_text(name, text);
}

static void add(struct kit_set *set, const char *path)
{
    ck_assert_int_eq(
        ounce_compiler_add_path(set->compiler, path, strlen(path), &set->err),
        OUNCE_OK);
}

/* Diagnostics with the root cut from the names of files. */
static const char *told(const struct kit_set *set)
{
    static char text[8192];
    const char *from = kit_diagnostics(set, true);
    size_t used = 0;

    while (*from != '\0' && used < sizeof text - 1) {
        size_t size = strlen(root);

        if (strncmp(from, root, size) == 0) {
            from += size;
        } else {
            text[used++] = *from++;
        }
    }
    text[used] = '\0';
    return text;
}

/* Ids of the rules that loaded, in the order of their files: the diagnostic of a second
 * walk names the first. */
static const char *files(const struct kit_set *set)
{
    static char text[4096];
    size_t used = 0;

    text[0] = '\0';
    for (uint32_t i = 0; i < ounce_ruleset_count(set->ruleset); i++) {
        const ounce_rule *rule = ounce_ruleset_rule(set->ruleset, i);
        const char *file = ounce_rule_text(rule, OUNCE_RULE_FILE)->data;

        used += (size_t)snprintf(
            text + used, sizeof text - used, "%s=%s ",
            ounce_rule_text(rule, OUNCE_RULE_ID)->data,
            strncmp(file, root, strlen(root)) == 0 ? file + strlen(root) : file);
    }
    return text;
}

START_TEST(a_file_is_read)
{
    struct kit_set set;

    make_rule("one.txt", "A"); /* whatever its name, when it is named itself */
    kit_begin(&set, 0, NULL);
    add(&set, at("one.txt"));
    kit_end(&set);
    ck_assert_str_eq(files(&set), "A=/one.txt ");
    kit_finish(&set);
}
END_TEST

START_TEST(a_folder_is_read_with_those_inside)
{
    struct kit_set set;

    make_rule("b.yml", "B");
    make_folder("sub");
    make_rule("sub/c.yaml", "C");
    make_folder("sub/deep");
    make_rule("sub/deep/d.yml", "D");
    make_text("notes.txt", "not: [a rule");
    make_text("e.yml.bak", "not: [a rule");
    make_text("f.YML", "not: [a rule");
    kit_begin(&set, 0, NULL);
    add(&set, root);
    kit_end(&set);
    ck_assert_str_eq(told(&set), "");
    ck_assert_str_eq(files(&set), "B=/b.yml C=/sub/c.yaml D=/sub/deep/d.yml ");
    kit_finish(&set);
}
END_TEST

/* A file of one warning. */
#define SKILL                                                                          \
    ":1:15: warning: a skill is not a detection; it is passed over [not-evaluated]\n"

/* Order shows in the order of diagnostics; it is that of bytes, not of the disk. */
START_TEST(files_are_taken_in_byte_order)
{
    static const char *const names[] = {"b.yml", "a.yml",  "B.yml", "a0.yml",
                                        "ä.yml", "10.yml", "9.yml", "a.yaml"};
    struct kit_set set;

    for (int i = 0; i < KIT_LENGTH(names); i++) {
        make_text(names[i], "AnalysisType: skill");
    }
    make_folder("a");
    make_text("a/z.yml", "AnalysisType: skill");
    kit_begin(&set, 0, NULL);
    add(&set, root);
    kit_end(&set);
    ck_assert_str_eq(told(&set), "/10.yml" SKILL "/9.yml" SKILL "/B.yml" SKILL
                                 "/a/z.yml" SKILL "/a.yaml" SKILL "/a.yml" SKILL
                                 "/a0.yml" SKILL "/b.yml" SKILL "/ä.yml" SKILL);
    kit_finish(&set);
}
END_TEST

START_TEST(hidden_files_are_passed_over)
{
    struct kit_set set;

    make_text(".hidden.yml", "not: [a rule");
    make_folder(".git");
    make_text(".git/x.yml", "not: [a rule");
    make_folder("__pycache__");
    make_text("__pycache__/x.yml", "not: [a rule");
    make_text("dependabot.yml", "not: [a rule");
    make_text(".yml", "not: [a rule");
    make_text("empty.yml", "");
    make_text("comment.yml", "# nothing\n");
    make_text("other.yml", "a: 1\n");
    make_text("list.yml", "- 1\n");
    kit_begin(&set, 0, NULL);
    add(&set, root);
    kit_end(&set);
    ck_assert_str_eq(told(&set), "");
    ck_assert_uint_eq(ounce_ruleset_count(set.ruleset), 0);
    kit_finish(&set);
}
END_TEST

START_TEST(a_loop_of_links_ends)
{
    struct kit_set set;

    make_rule("a.yml", "A");
    make_folder("sub");
    make_rule("sub/b.yml", "B");
    ck_assert_int_eq(symlink("..", at("sub/up")), 0);
    ck_assert_int_eq(symlink(".", at("self")), 0);
    kit_begin(&set, 0, NULL);
    add(&set, root);
    kit_end(&set);
    ck_assert_str_eq(told(&set), "");
    ck_assert_str_eq(files(&set), "A=/a.yml B=/sub/b.yml ");
    kit_finish(&set);
}
END_TEST

/* A link to a file is that file; the second way to it finds its id taken. */
START_TEST(a_link_to_a_file_is_followed)
{
    struct kit_set set;

    make_rule("a.yml", "A");
    ck_assert_int_eq(symlink("a.yml", at("b.yml")), 0);
    kit_begin(&set, OUNCE_COMPILE_PARTIAL, NULL);
    add(&set, root);
    kit_end(&set);
    ck_assert_ptr_nonnull(strstr(told(&set),
                                 "/b.yml:1:9: error: the id \"A\" is taken: "
                                 "/a.yml:1 has it [duplicate-id]\n"));
    ck_assert_str_eq(files(&set), "A=/a.yml ");
    kit_finish(&set);
}
END_TEST

/* ---- What cannot be read is told, and the others are read ---- */

static void check_bad(const char *expected)
{
    struct kit_set set;

    make_rule("a.yml", "A");
    make_rule("z.yml", "Z");
    kit_begin(&set, OUNCE_COMPILE_PARTIAL, NULL);
    add(&set, root);
    kit_end(&set);
    ck_assert_str_eq(told(&set), expected);
    ck_assert_str_eq(files(&set), "A=/a.yml Z=/z.yml ");
    kit_finish(&set);
}

START_TEST(a_pipe_does_not_block)
{
    ck_assert_int_eq(mkfifo(at("pipe.yml"), 0644), 0);
    check_bad(
        "/pipe.yml:0:0: error: this is not a regular file; a rule file or a folder is "
        "expected [io]\n");
}
END_TEST

START_TEST(a_link_to_nothing_is_told)
{
    ck_assert_int_eq(symlink("gone", at("link.yml")), 0);
    ck_assert_int_eq(symlink("gone", at("link")), 0); /* nobody asked for this one */
    check_bad("/link.yml:0:0: error: the path cannot be read: there is no such file or "
              "folder [io]\n");
}
END_TEST

START_TEST(a_link_to_itself_is_told)
{
    ck_assert_int_eq(symlink("loop.yml", at("loop.yml")), 0);
    check_bad("/loop.yml:0:0: error: the path cannot be read: too many symbolic links "
              "[io]\n");
}
END_TEST

START_TEST(a_folder_may_be_named_like_a_rule)
{
    make_folder("folder.yml");
    make_text("folder.yml/x.yml", "AnalysisType: skill");
    check_bad("/folder.yml/x.yml" SKILL);
}
END_TEST

START_TEST(a_bad_file_does_not_stop_the_others)
{
    make_text("bad.yml", "AnalysisType: [");
    check_bad("/bad.yml:1:16: error: expected a value [yaml-syntax]\n");
}
END_TEST

START_TEST(what_may_not_be_read_is_told)
{
    make_rule("secret.yml", "S");
    make_folder("vault");
    ck_assert_int_eq(chmod(at("secret.yml"), 0), 0);
    ck_assert_int_eq(chmod(at("vault"), 0), 0);
    if (geteuid() == 0) {
        return; /* root reads everything */
    }
    check_bad(
        "/secret.yml:0:0: error: the file cannot be opened: permission denied [io]\n"
        "/vault:0:0: error: the folder cannot be opened: permission denied [io]\n");
}
END_TEST

static const struct {
    const char *name;
    const char *expected;
} missing[] = {
    {"gone.yml",
     "/gone.yml:0:0: error: the path cannot be read: there is no such file or "
     "folder [io]\n"},
    {"file.yml/x",
     "/file.yml/x:0:0: error: the path cannot be read: a part of the path is "
     "not a folder [io]\n"},
};

START_TEST(a_missing_path_is_told)
{
    struct kit_set set;

    make_rule("file.yml", "A");
    kit_begin(&set, 0, NULL);
    add(&set, at(missing[_i].name));
    kit_end(&set);
    ck_assert_int_eq(set.status, OUNCE_ERR_RULE);
    ck_assert_str_eq(told(&set), missing[_i].expected);
    kit_finish(&set);
}
END_TEST

START_TEST(a_name_may_be_too_long)
{
    struct kit_set set;

    kit_begin(&set, 0, NULL);
    add(&set, at(kit_repeat("x", 300)));
    kit_end(&set);
    ck_assert_ptr_nonnull(strstr(told(&set), "the name is too long [io]\n"));
    kit_finish(&set);
}
END_TEST

START_TEST(a_file_has_a_size_limit)
{
    ounce_limits limits = OUNCE_LIMITS_INIT;
    struct kit_set set;

    limits.max_rule_bytes = 1000;
    make_text("exact.yml", kit_repeat("#", 1000));
    make_text("large.yml", kit_repeat("#", 1001));
    make_text("vast.yml", kit_repeat("#", 100000));
    kit_begin(&set, OUNCE_COMPILE_PARTIAL, &limits);
    add(&set, root);
    kit_end(&set);
    ck_assert_ptr_null(strstr(told(&set), "exact.yml"));
    ck_assert_ptr_nonnull(strstr(told(&set), "/large.yml:0:0: error: "));
    ck_assert_ptr_nonnull(strstr(told(&set), "/vast.yml:0:0: error: "));
    ck_assert_uint_eq(ounce_compiler_count(set.compiler, OUNCE_LEVEL_ERROR), 2);
    kit_finish(&set);
}
END_TEST

START_TEST(folders_nest_64_deep)
{
    struct kit_set set;
    char path[512] = "d";

    for (int i = 0; i < 64; i++) { /* the root is the first */
        make_folder(path);
        if (i == 62) {
            char rule[600];

            snprintf(rule, sizeof rule, "%s/in.yml", path);
            make_rule(rule, "IN");
        }
        strcat(path, "/d");
    }
    kit_begin(&set, OUNCE_COMPILE_PARTIAL, NULL);
    add(&set, root);
    kit_end(&set);
    ck_assert_ptr_nonnull(strstr(
        told(&set), ":0:0: error: folders nest deeper than 64; this one is not entered "
                    "[limit]\n"));
    ck_assert_uint_eq(ounce_ruleset_count(set.ruleset), 1);
    kit_finish(&set);
}
END_TEST

START_TEST(a_path_may_end_in_a_slash)
{
    struct kit_set set;

    make_rule("a.yml", "A");
    kit_begin(&set, 0, NULL);
    add(&set, at(""));
    kit_end(&set);
    ck_assert_str_eq(files(&set), "A=/a.yml ");
    kit_finish(&set);
}
END_TEST

START_TEST(a_path_is_not_empty_and_has_no_nul)
{
    struct kit_set set;

    kit_begin(&set, 0, NULL);
    ck_assert_int_eq(ounce_compiler_add_path(set.compiler, "", 0, &set.err),
                     OUNCE_ERR_ARGUMENT);
    ck_assert_int_eq(ounce_compiler_add_path(set.compiler, "a\0b", 3, &set.err),
                     OUNCE_ERR_ARGUMENT);
    ck_assert_str_eq(set.err.message, "a path is empty or holds a NUL byte");
    kit_end(&set);
    kit_finish(&set);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("source/source");
    TCase *tests = tcase_create("source");

    tcase_add_checked_fixture(tests, make_root, remove_root);
    tcase_set_timeout(tests, 30);
    tcase_add_test(tests, a_file_is_read);
    tcase_add_test(tests, a_folder_is_read_with_those_inside);
    tcase_add_test(tests, files_are_taken_in_byte_order);
    tcase_add_test(tests, hidden_files_are_passed_over);
    tcase_add_test(tests, a_loop_of_links_ends);
    tcase_add_test(tests, a_link_to_a_file_is_followed);
    tcase_add_test(tests, a_pipe_does_not_block);
    tcase_add_test(tests, a_link_to_nothing_is_told);
    tcase_add_test(tests, a_link_to_itself_is_told);
    tcase_add_test(tests, a_folder_may_be_named_like_a_rule);
    tcase_add_test(tests, a_bad_file_does_not_stop_the_others);
    tcase_add_test(tests, what_may_not_be_read_is_told);
    tcase_add_loop_test(tests, a_missing_path_is_told, 0, KIT_LENGTH(missing));
    tcase_add_test(tests, a_name_may_be_too_long);
    tcase_add_test(tests, a_file_has_a_size_limit);
    tcase_add_test(tests, folders_nest_64_deep);
    tcase_add_test(tests, a_path_may_end_in_a_slash);
    tcase_add_test(tests, a_path_is_not_empty_and_has_no_nul);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
