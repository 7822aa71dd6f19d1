/* test_memory.c — out of memory is a code path: every allocation fails once.
 *
 *     for n in 1, 2, 3, …: the n-th allocation fails (or it and all after it do)
 *         => OUNCE_ERR_NOMEM, nothing leaks, the same call then succeeds
 *
 * Each call is tried until it needs no more than n - 1 allocations. It is repeated on
 * the same object, so that what a failure left behind is put to use.
 */
#include "compile.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* From once: one call fails; from then on: all after it as well. */
static const bool modes[] = {false, true};

static void arm(struct kit_memory *memory, uint64_t n, bool keep_failing)
{
    memory->calls = 0;
    memory->fail_at = n;
    memory->keep_failing = keep_failing;
}

static void disarm(struct kit_memory *memory)
{
    memory->fail_at = 0;
    memory->keep_failing = false;
}

/* ---- A set of rules with something of everything ---- */

#define FULL                                                                           \
    "AnalysisType: rule\nRuleID: Full\nEnabled: true\nSeverity: High\nLogTypes: [L, "  \
    "M]\n"                                                                             \
    "DisplayName: Shown\nDescription: d\nTags: [t, u]\nReports: {CIS: [1.2, x]}\n"     \
    "AlertTitle: 'in {region} {{}} by {user[0].name}'\n"                               \
    "GroupBy: [{Key: user}, {KeyPath: 'ips[*]'}]\n"                                    \
    "AlertContext: [{KeyName: who, KeyValue: {Key: user}}, {KeyName: who, KeyValue: "  \
    "{Key: region}}]\n"                                                                \
    "DynamicSeverities: [{ChangeTo: Low, Conditions: [{Key: a, Condition: Equals, "    \
    "Value: 7}]}]\n"                                                                   \
    "InlineFilters: [{KeyPath: env, Condition: IsIn, Values: [prod, test]}]\n"         \
    "Detection:\n"                                                                     \
    "  - {KeyPath: event.name, Condition: IsIn, Values: [a, b, c, d, e, f, g, h, "     \
    "i]}\n"                                                                            \
    "  - {KeyPath: region, Condition: IStartsWith, Value: EU}\n"                       \
    "  - {Key: ip, Condition: IsIPAddressInCIDR, Values: [10.0.0.0/8, '::/0']}\n"      \
    "  - Any:\n"                                                                       \
    "      - {Key: user, Condition: AnyElement, Expressions: [{Key: name, Condition: " \
    "IEquals, Value: BOB}]}\n"                                                         \
    "      - {Condition: Equals, Values: [{Key: x}, {Key: y}]}\n"                      \
    "      - {Enrichment: {Table: t, Selector: s, FieldPath: f}, Condition: Equals, "  \
    "Value: 92233720368547758080}\n"                                                   \
    "Tests:\n"                                                                         \
    "  - {Name: one, ExpectedResult: true, Log: {a: 1, b: [x]}}\n"
#define DERIVED                                                                        \
    "AnalysisType: rule\nRuleID: Derived\nBaseDetection: Full\nSeverity: Low\n"
#define ORPHAN                                                                         \
    "AnalysisType: rule\nRuleID: Orphan\nBaseDetection: Gone\nSeverity: Low\n"
#define BROKEN                                                                         \
    "AnalysisType: rule\nRuleID: Broken\nEnabled: yes\nSevrity: High\nLogTypes: [L]\n" \
    "Detection: [{Key: a, Condition: Equls, Value: 1}, {KeyPath: a..b, Condition: "    \
    "Exists}]\nAlertTitle: 'x {'\n"
#define PACK                                                                           \
    "AnalysisType: pack\nPackID: Pack\nPackDefinition: {IDs: [Full, Missing]}\n"

#define POLICY                                                                         \
    "AnalysisType: policy\nPolicyID: Policy\nEnabled: true\nSeverity: Low\n"           \
    "ResourceTypes: [T]\nFilename: policy.py\nTags: [t]\nReports: {CIS: [1.2]}\n"      \
    "Tests:\n"                                                                         \
    "  - {Name: one, ExpectedResult: true, Resource: {a: 1},\n"                        \
    "     Mocks: [{objectName: LIMIT, returnValue: x}]}\n"
#define PYTHON                                                                         \
    "LIMIT = 3\ndef policy(resource):\n    for x in resource.get('l') or []:\n"        \
    "        if x['n'] > LIMIT:\n            return False\n    return True\n"          \
    "def title(resource):\n    return f\"{resource['l']}\"\n"

#define TABLE_OF(name)                                                                 \
    "AnalysisType: lookup_table\nLookupName: " name                                    \
    "\nEnabled: true\nSchema: Custom.T\n"                                              \
    "LogTypeMap: {PrimaryKey: id, AssociatedLogTypes: []}\nFilename: "
#define ROWS  "id,\"v, w\"\n10.0.0.0/8,1\nb\nb,\"2\"\nb,3\n"
#define LINES "{\"id\":[1,2],\"v\":{\"a\":[1]}}\n{\"id\":}\n[]\n"
#define LIST  "- {id: a, v: 1}\n- {id: b}\n- 3\n"
#define ASKER                                                                          \
    "AnalysisType: rule\nRuleID: Asker\nEnabled: true\nSeverity: Low\n"                \
    "LogTypes: [L]\nFilename: asker.py\n"
#define ASKS                                                                           \
    "import boto3\ndef rule(event):\n    if event.get('a') == 2:\n"                    \
    "        return boto3.client('x') == 1\n    return event.lookup('Table', 'b') is " \
    "None\n"

static const struct {
    const char *name, *text;
} files[] = {
    {"derived.yml", DERIVED},
    {"orphan.yml", ORPHAN},
    {"full.yml", FULL},
    {"broken.yml", BROKEN},
    {"again.yml", FULL},
    {"pack.yml", PACK},
    {"syntax.yml", "a: ["},
    {"empty.yml", ""},
    {"policy.py", PYTHON},
    {"policy.yml", POLICY},
    {"rows.csv", ROWS},
    {"table.yml", TABLE_OF("Table") "rows.csv\n"},
    {"lines.json", LINES},
    {"list.yml", LIST},
    {"asker.py", ASKS},
    {"lines.yml", TABLE_OF("Lines") "lines.json\n"},
    {"yaml.yml", TABLE_OF("Yaml") "list.yml\n"},
    {"asker.yml", ASKER},
};

#define FLAGS                                                                          \
    (OUNCE_COMPILE_PARTIAL | OUNCE_COMPILE_KEEP_TESTS | OUNCE_COMPILE_KEEP_ITEMS)

static void check_nomem(ounce_status status, const ounce_error *err)
{
    ck_assert_int_eq(status, OUNCE_ERR_NOMEM);
    ck_assert_int_eq(err->code, OUNCE_ERR_NOMEM);
    ck_assert_str_eq(err->message, "out of memory");
}

static ounce_status add(struct kit_set *set, int file, ounce_error *err)
{
    memset(err, 0, sizeof *err);
    return ounce_compiler_add_text(set->compiler, files[file].name,
                                   strlen(files[file].name), files[file].text,
                                   strlen(files[file].text), err);
}

/* Everything that one compile says and makes, without a failure. */
static char *without_failure(void)
{
    struct kit_set set;
    char *text = malloc(100000);

    ck_assert_ptr_nonnull(text);
    kit_begin(&set, FLAGS, NULL);
    for (int i = 0; i < KIT_LENGTH(files); i++) {
        kit_add(&set, files[i].name, files[i].text);
    }
    kit_end(&set);
    ck_assert_int_eq(set.status, OUNCE_OK);
    strcpy(text, kit_diagnostics(&set, true));
    for (uint32_t i = 0; i < ounce_ruleset_count(set.ruleset); i++) {
        strcat(text, kit_print(&set, i, OUNCE_PRINT_JSON));
    }
    kit_finish(&set);
    return text;
}

static char *what_came_of(struct kit_set *set)
{
    char *text = malloc(100000);

    ck_assert_ptr_nonnull(text);
    strcpy(text, kit_diagnostics(set, true));
    for (uint32_t i = 0; i < ounce_ruleset_count(set->ruleset); i++) {
        strcat(text, kit_print(set, i, OUNCE_PRINT_JSON));
    }
    return text;
}

START_TEST(a_compiler_survives_every_failure)
{
    uint64_t n = 0;
    ounce_status status = OUNCE_ERR_NOMEM;
    ounce_compiler_options options = OUNCE_COMPILER_OPTIONS_INIT;

    while (status != OUNCE_OK) {
        struct kit_memory memory;
        ounce_compiler *compiler = NULL;
        ounce_error err = OUNCE_ERROR_INIT;

        kit_memory_init(&memory);
        arm(&memory, ++n, modes[_i]);
        options.allocator = &memory.allocator;
        status = ounce_compiler_new(&options, &compiler, &err);
        if (status != OUNCE_OK) {
            check_nomem(status, &err);
            ck_assert_ptr_null(compiler);
        }
        ounce_compiler_free(compiler);
        ck_assert_uint_eq(memory.blocks, 0);
    }
    ck_assert_uint_gt(n, 1);
}
END_TEST

/* Each file is added until it succeeds, with a failure one later each time; and so on
 * with finishing. In the end nothing was said twice and nothing was forgotten. */
START_TEST(a_compile_survives_every_failure)
{
    char *expected = without_failure();
    char *found;
    uint64_t failures = 0;
    ounce_status status;
    struct kit_set set;
    uint64_t n;

    kit_begin(&set, FLAGS, NULL);
    for (int file = 0; file < KIT_LENGTH(files); file++) {
        for (n = 1; arm(&set.memory, n, modes[_i]),
            (status = add(&set, file, &set.err)) != OUNCE_OK;
             n++) {
            check_nomem(status, &set.err);
            failures++;
        }
        disarm(&set.memory);
    }
    for (n = 1; arm(&set.memory, n, modes[_i]),
        (status = ounce_compiler_finish(set.compiler, &set.ruleset, &set.err)) !=
                    OUNCE_OK;
         n++) {
        check_nomem(status, &set.err);
        ck_assert_ptr_null(set.ruleset);
        failures++;
    }
    disarm(&set.memory);
    ck_assert_uint_gt(failures, 50);
    found = what_came_of(&set);
    ck_assert_str_eq(found, expected);
    free(found);
    free(expected);
    kit_finish(&set);
}
END_TEST

/* Fresh objects each time, so that the first allocations of each are tried as well. */
START_TEST(a_fresh_compile_survives_every_failure)
{
    uint64_t n = 0;
    bool failed = true;

    while (failed) {
        struct kit_set set;
        int file = 0;

        kit_begin(&set, FLAGS, NULL);
        arm(&set.memory, ++n, modes[_i]);
        failed = false;
        for (; file < KIT_LENGTH(files) && !failed; file++) {
            failed = add(&set, file, &set.err) != OUNCE_OK;
        }
        if (!failed) {
            failed =
                ounce_compiler_finish(set.compiler, &set.ruleset, &set.err) != OUNCE_OK;
        }
        if (failed) {
            check_nomem(set.err.code, &set.err);
        }
        disarm(&set.memory);
        kit_finish(&set);
    }
    ck_assert_uint_gt(n, 20);
}
END_TEST

/* Fill the last block of memory a little further each time, so that it is now reading,
 * now linking, now building the plan that asks for the next one. */
static void add_filler(struct kit_set *set, int count)
{
    char text[256];

    for (int i = 0; i < count; i++) {
        snprintf(text, sizeof text,
                 "AnalysisType: rule\nRuleID: F%03d\nEnabled: true\nSeverity: Low\n"
                 "LogTypes: [L]\nDetection: [{Key: k%d, Condition: Equals, Value: %d}]",
                 i, i, i);
        kit_add(set, "filler.yml", text);
    }
}

static void compile_filled(struct kit_set *set, int filler)
{
    kit_begin(set, FLAGS, NULL);
    for (int i = 0; i < KIT_LENGTH(files); i++) {
        kit_add(set, files[i].name, files[i].text);
    }
    add_filler(set, filler);
}

static void finish_again(int filler, bool keep_failing)
{
    ounce_status status = OUNCE_ERR_NOMEM;
    struct kit_set set;
    char *expected, *found;

    compile_filled(&set, filler);
    kit_end(&set);
    expected = what_came_of(&set);
    kit_finish(&set);
    for (uint64_t n = 1; status != OUNCE_OK; n++) {
        compile_filled(&set, filler);
        arm(&set.memory, n, keep_failing);
        status = ounce_compiler_finish(set.compiler, &set.ruleset, &set.err);
        disarm(&set.memory);
        if (status != OUNCE_OK) {
            check_nomem(status, &set.err);
            ck_assert_int_eq(
                ounce_compiler_finish(set.compiler, &set.ruleset, &set.err), OUNCE_OK);
        }
        found = what_came_of(&set);
        ck_assert_str_eq(found, expected);
        free(found);
        kit_finish(&set);
    }
    free(expected);
}

START_TEST(a_finish_can_be_repeated)
{
    for (int filler = 0; filler < 60; filler++) {
        finish_again(filler, modes[_i]);
    }
}
END_TEST

/* ---- Matching ---- */

#define EVENT                                                                          \
    "{\"event\":{\"n\\u0061me\":\"c\"},\"region\":\"eu-1\",\"ip\":\"10.1.2.3\","       \
    "\"user\":[{\"name\":\"Bob\",\"x\":[1,2,{\"y\":\"\\n\"}]}],\"ips\":[1,[2]],\"a\":" \
    "7,"                                                                               \
    "\"p_log_type\":\"L\",\"x\":{\"k\":[1]},\"y\":{\"k\":[1]}}"

struct asked {
    ounce_status status; /* of the first field that failed */
    uint32_t matches;
    ounce_error err;
};

/* Ask for all there is to ask; a field that fails is asked for again, which succeeds
 * unless memory goes on failing. */
static ounce_control ask_all(void *user, ounce_match *match)
{
    struct asked *asked = user;
    ounce_str text;

    asked->matches++;
    for (uint32_t field = 0; field <= OUNCE_ALERT_LOG_TYPE; field++) {
        ounce_status status = ounce_match_text(match, field, &text, &asked->err);

        if (status != OUNCE_OK && asked->status == OUNCE_OK) {
            asked->status = status;
        }
    }
    for (uint32_t flags = 0; flags <= OUNCE_MATCH_JSON_EVENT; flags++) {
        ounce_status status = ounce_match_json(match, flags, &text, &asked->err);

        ck_assert((status == OUNCE_OK) == (text.size > 0));
        if (status != OUNCE_OK && asked->status == OUNCE_OK) {
            asked->status = status;
        }
    }
    return OUNCE_CONTINUE;
}

/* A whole match on this event; OUNCE_OK when nothing failed. */
static ounce_status match_all(struct kit_set *set, const ounce_event *event,
                              ounce_error *err)
{
    struct asked asked = {OUNCE_OK, 0, OUNCE_ERROR_INIT};
    ounce_status status;
    ounce_str text;

    memset(err, 0, sizeof *err);
    status = ounce_matcher_run(set->matcher, event, ask_all, &asked, err);
    if (status == OUNCE_OK && asked.status != OUNCE_OK) {
        *err = asked.err;
        return asked.status;
    }
    if (status == OUNCE_OK) {
        ck_assert_uint_gt(asked.matches, 0);
        for (uint32_t form = OUNCE_PRINT_TEXT;
             form <= OUNCE_PRINT_JSON && status == OUNCE_OK; form++) {
            status = ounce_matcher_explain(set->matcher, 0, event, form, &text, err);
        }
    }
    return status;
}

static void compile_files(struct kit_set *set)
{
    kit_begin(set, FLAGS, NULL);
    kit_add(set, "full.yml", FULL);
    kit_add(set, "derived.yml", DERIVED);
    kit_end(set);
    ck_assert_ptr_nonnull(set->matcher);
}

START_TEST(a_matcher_survives_every_failure)
{
    uint64_t n = 0;
    ounce_status status = OUNCE_ERR_NOMEM;
    struct kit_set set;

    compile_files(&set);
    ounce_matcher_free(set.matcher);
    set.matcher = NULL;
    while (status != OUNCE_OK) {
        uint64_t blocks = set.memory.blocks;

        arm(&set.memory, ++n, modes[_i]);
        status = ounce_matcher_new(set.ruleset, &set.matcher, &set.err);
        disarm(&set.memory);
        if (status != OUNCE_OK) {
            check_nomem(status, &set.err);
            ck_assert_ptr_null(set.matcher);
            ck_assert_uint_eq(set.memory.blocks, blocks);
        }
    }
    ck_assert_uint_gt(n, 3);
    kit_finish(&set);
}
END_TEST

START_TEST(a_match_survives_every_failure)
{
    uint64_t n = 0;
    ounce_status status = OUNCE_ERR_NOMEM;

    while (status != OUNCE_OK) {
        struct kit_set set;
        ounce_counts counts;
        ounce_event event;

        compile_files(&set); /* a matcher that has not grown yet */
        ounce_event_init_json(&event, EVENT, strlen(EVENT));
        arm(&set.memory, ++n, modes[_i]);
        status = match_all(&set, &event, &set.err);
        disarm(&set.memory);
        if (status != OUNCE_OK) {
            check_nomem(status, &set.err);
        }
        ck_assert_int_eq(match_all(&set, &event, &set.err), OUNCE_OK);
        ounce_matcher_counts(set.matcher, &counts);
        ck_assert_uint_eq(counts.events,
                          counts.matched + counts.not_matched + counts.not_evaluated);
        kit_finish(&set);
    }
    ck_assert_uint_gt(n, 5);
}
END_TEST

START_TEST(a_batch_survives_every_failure)
{
    static const char batch[] = EVENT "\n{\n" EVENT "\n";
    uint64_t n = 0;
    ounce_status status = OUNCE_ERR_NOMEM;

    while (status != OUNCE_OK) {
        struct kit_set set;
        ounce_hit hits[16];
        size_t count = 0;
        size_t used = 0;

        compile_files(&set);
        arm(&set.memory, ++n, modes[_i]);
        status = ounce_matcher_batch(set.matcher, batch, strlen(batch), NULL, hits, 16,
                                     &count, &used, &set.err);
        disarm(&set.memory);
        if (status != OUNCE_OK) {
            check_nomem(status, &set.err);
            ck_assert_uint_gt(count, 0);
            ck_assert_uint_eq(hits[count - 1].reason, OUNCE_REASON_NOMEM);
        }
        ck_assert_uint_le(used, strlen(batch));
        ck_assert_int_eq(ounce_matcher_batch(set.matcher, batch, strlen(batch), NULL,
                                             hits, 16, &count, &used, &set.err),
                         OUNCE_OK);
        ck_assert_uint_eq(count, 5);
        kit_finish(&set);
    }
    ck_assert_uint_gt(n, 1);
}
END_TEST

/* ---- The reference ruleset ---- */

static void add_reference(struct kit_set *set, ounce_status *status)
{
    const char *path = kit_source("examples/rulesets/vpc_flow");

    memset(&set->err, 0, sizeof set->err);
    *status = ounce_compiler_add_path(set->compiler, path, strlen(path), &set->err);
}

/* How far apart the failures are that are tried: every one takes minutes under a
 * sanitizer. OUNCE_EVERY=1 tries them all. */
static uint64_t stride(uint64_t n)
{
    const char *every = getenv("OUNCE_EVERY");

    if (every != NULL && every[0] == '1') {
        return 1;
    }
    return n < 200 ? 7 : n / 20 + 1;
}

START_TEST(the_reference_ruleset_survives_failures)
{
    ounce_status status = OUNCE_ERR_NOMEM;
    uint64_t failures = 0;

    for (uint64_t n = 1; status != OUNCE_OK; n += stride(n)) {
        struct kit_set set;

        kit_begin(&set, OUNCE_COMPILE_KEEP_TESTS, NULL);
        arm(&set.memory, n, modes[_i]);
        add_reference(&set, &status);
        if (status == OUNCE_OK) {
            status = ounce_compiler_finish(set.compiler, &set.ruleset, &set.err);
        }
        disarm(&set.memory);
        if (status != OUNCE_OK) {
            check_nomem(status, &set.err);
            failures++;
        }
        kit_finish(&set);
    }
    ck_assert_uint_gt(failures, 10);
}
END_TEST

/* The same compiler, after it failed, reads the same files as if nothing had been. */
START_TEST(the_reference_ruleset_loads_after_a_failure)
{
    struct kit_set set;
    ounce_status status;

    kit_begin(&set, OUNCE_COMPILE_KEEP_TESTS, NULL);
    for (uint64_t n = 3; n < 2000; n *= 5) {
        arm(&set.memory, n, modes[_i]);
        add_reference(&set, &status);
        disarm(&set.memory);
        if (status == OUNCE_OK) {
            break; /* that was all of it */
        }
        check_nomem(status, &set.err);
        ck_assert_uint_eq(ounce_compiler_count(set.compiler, OUNCE_LEVEL_ERROR), 0);
    }
    if (status != OUNCE_OK) {
        add_reference(&set, &status);
    }
    ck_assert_int_eq(status, OUNCE_OK);
    kit_end(&set);
    ck_assert_str_eq(kit_diagnostics(&set, true), "");
    ck_assert_uint_gt(ounce_ruleset_count(set.ruleset), 15);
    kit_finish(&set);
}
END_TEST

/* ---- Rules in Python ---- */

#define PYTHON_RULES "tests/python/rules"

struct python_rule {
    const char *yml_name, *py_name;
    char *yml, *py;
};

static struct python_rule read_rule(const char *name)
{
    static char yml_name[256], py_name[256];
    struct python_rule rule = {yml_name, py_name, NULL, NULL};
    char path[600];

    snprintf(yml_name, sizeof yml_name, "%s", name);
    snprintf(py_name, sizeof py_name, "%.*s.py", (int)strcspn(name, "."), name);
    snprintf(path, sizeof path, PYTHON_RULES "/%s", yml_name);
    rule.yml = kit_read_file(kit_source(path));
    snprintf(path, sizeof path, PYTHON_RULES "/%s", py_name);
    rule.py = kit_read_file(kit_source(path));
    ck_assert(rule.yml != NULL && rule.py != NULL);
    return rule;
}

static ounce_status add_text(struct kit_set *set, const char *name, const char *text)
{
    memset(&set->err, 0, sizeof set->err);
    return ounce_compiler_add_text(set->compiler, name, strlen(name), text,
                                   strlen(text), &set->err);
}

static void compile_failing(const struct python_rule *rule, bool keep_failing)
{
    ounce_status status = OUNCE_ERR_NOMEM;

    for (uint64_t n = 1; status != OUNCE_OK; n++) {
        struct kit_set set;

        kit_begin(&set, FLAGS, NULL);
        arm(&set.memory, n, keep_failing);
        status = add_text(&set, rule->yml_name, rule->yml);
        if (status == OUNCE_OK) {
            status = add_text(&set, rule->py_name, rule->py);
        }
        if (status == OUNCE_OK) {
            status = ounce_compiler_finish(set.compiler, &set.ruleset, &set.err);
        }
        disarm(&set.memory);
        if (status != OUNCE_OK) {
            check_nomem(status, &set.err);
        }
        kit_finish(&set);
    }
}

/* Each rule by itself, so that all of its failures are tried in no time. */
START_TEST(rules_in_python_survive_every_failure)
{
    DIR *folder = opendir(kit_source(PYTHON_RULES));
    const struct dirent *entry;

    ck_assert_ptr_nonnull(folder);
    while ((entry = readdir(folder)) != NULL) {
        if (strstr(entry->d_name, ".yml") != NULL) {
            struct python_rule rule = read_rule(entry->d_name);

            compile_failing(&rule, modes[_i]);
            free(rule.yml);
            free(rule.py);
        }
    }
    closedir(folder);
}
END_TEST

static ounce_control ask_fields(void *user, ounce_match *match)
{
    ounce_status *status = user;
    ounce_str text;

    for (uint32_t field = 0; field < OUNCE_ALERT_LOG_TYPE && *status == OUNCE_OK;
         field++) {
        *status = ounce_match_text(match, field, &text, NULL);
    }
    return OUNCE_CONTINUE;
}

/* What the rule says of the event is said in the end, however often memory ran out. */
static void judge_failing(struct kit_set *set, uint32_t rule, const ounce_event *event,
                          bool keep_failing)
{
    ounce_status status = OUNCE_ERR_NOMEM, asked;

    for (uint64_t n = 1; status == OUNCE_ERR_NOMEM; n += stride(n)) {
        asked = OUNCE_OK;
        arm(&set->memory, n, keep_failing);
        status = ounce_matcher_run_rule(set->matcher, rule, event, ask_fields, &asked,
                                        &set->err);
        disarm(&set->memory);
        status = status == OUNCE_OK ? asked : status;
    }
    ck_assert(status == OUNCE_OK || status == OUNCE_ERR_RULE);
}

START_TEST(matches_in_python_survive_failures)
{
    struct kit_set set;

    kit_begin(&set, FLAGS, NULL);
    ck_assert_int_eq(ounce_compiler_add_path(set.compiler, kit_source(PYTHON_RULES),
                                             strlen(kit_source(PYTHON_RULES)),
                                             &set.err),
                     OUNCE_OK);
    kit_end(&set);
    ck_assert_ptr_nonnull(set.matcher);
    for (uint32_t i = 0; i < ounce_ruleset_count(set.ruleset); i++) {
        const ounce_rule *rule = ounce_ruleset_rule(set.ruleset, i);
        ounce_rule_test test;

        for (uint32_t k = 0; ounce_rule_test_get(rule, k, &test); k++) {
            ounce_event event;

            ounce_event_init_json(&event, test.event.data, test.event.size);
            judge_failing(&set, i, &event, modes[_i]);
        }
    }
    kit_finish(&set);
}
END_TEST

/* Every test of every rule is an event that has fields to say something about. */
static uint32_t run_tests(struct kit_set *set)
{
    struct asked asked = {OUNCE_OK, 0, OUNCE_ERROR_INIT};

    for (uint32_t i = 0; i < ounce_ruleset_count(set->ruleset); i++) {
        const ounce_rule *rule = ounce_ruleset_rule(set->ruleset, i);
        ounce_rule_test test;

        for (uint32_t k = 0; ounce_rule_test_get(rule, k, &test); k++) {
            ounce_event event;

            ounce_event_init_json(&event, test.event.data, test.event.size);
            ck_assert_int_eq(
                ounce_matcher_run(set->matcher, &event, ask_all, &asked, &set->err),
                OUNCE_OK);
        }
    }
    ck_assert_int_eq(asked.status, OUNCE_OK);
    return asked.matches;
}

START_TEST(a_warm_matcher_allocates_nothing)
{
    struct kit_set set;
    ounce_status status;
    uint32_t matches;
    uint64_t calls;
    ounce_event event;

    kit_begin(&set, OUNCE_COMPILE_KEEP_TESTS, NULL);
    add_reference(&set, &status);
    kit_add(&set, "full.yml", FULL);
    kit_end(&set);
    ck_assert_msg(set.matcher != NULL, "%s", kit_diagnostics(&set, true));
    ounce_event_init_json(&event, EVENT, strlen(EVENT));
    matches = run_tests(&set);
    ck_assert_uint_gt(matches, 20);
    for (int i = 0; i < 3; i++) {
        run_tests(&set);
        ck_assert_int_eq(ounce_matcher_run(set.matcher, &event, NULL, NULL, NULL),
                         OUNCE_OK);
    }
    calls = set.memory.calls;
    for (int i = 0; i < 5; i++) {
        ck_assert_uint_eq(run_tests(&set), matches);
    }
    for (int i = 0; i < 1000; i++) {
        ck_assert_int_eq(ounce_matcher_run(set.matcher, &event, NULL, NULL, NULL),
                         OUNCE_OK);
    }
    ck_assert_uint_eq(set.memory.calls, calls);
    kit_finish(&set);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("api/memory");
    TCase *tests = tcase_create("memory"); /* those that arena_pieces.c is good for */
    TCase *blocks = tcase_create("blocks");
    int both = KIT_LENGTH(modes);

    tcase_set_timeout(tests, 280);
    tcase_set_timeout(blocks, 280);
    tcase_add_loop_test(tests, a_compiler_survives_every_failure, 0, both);
    tcase_add_loop_test(tests, a_compile_survives_every_failure, 0, both);
    tcase_add_loop_test(tests, a_fresh_compile_survives_every_failure, 0, both);
    tcase_add_loop_test(tests, a_matcher_survives_every_failure, 0, both);
    tcase_add_loop_test(tests, a_match_survives_every_failure, 0, both);
    tcase_add_loop_test(tests, a_batch_survives_every_failure, 0, both);
    tcase_add_loop_test(tests, rules_in_python_survive_every_failure, 0, both);
    tcase_add_loop_test(tests, matches_in_python_survive_failures, 0, both);
    tcase_add_loop_test(blocks, a_finish_can_be_repeated, 0, both);
    tcase_add_loop_test(blocks, the_reference_ruleset_survives_failures, 0, both);
    tcase_add_loop_test(blocks, the_reference_ruleset_loads_after_a_failure, 0, both);
    tcase_add_test(blocks, a_warm_matcher_allocates_nothing);
    suite_add_tcase(suite, tests);
    suite_add_tcase(suite, blocks);
    return kit_run(suite);
}
