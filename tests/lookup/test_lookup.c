/* test_lookup.c — tables from files of every form, and what event.lookup() finds. */
#include "compile.h"

#include <string.h>

#define ITEM(rest)                                                                     \
    "AnalysisType: lookup_table\nLookupName: t\nEnabled: true\nSchema: Custom.T\n"     \
    "LogTypeMap:\n  PrimaryKey: id\n  AssociatedLogTypes: []\n" rest
#define PYTHON                                                                         \
    "def rule(event):\n    return True\n"                                              \
    "def title(event):\n"                                                              \
    "    row = event.lookup(event.get('t', 't'), event['k'])\n"                        \
    "    return str(row if row is None else row.get('V'))\n"

static void begin(struct kit_set *set, const ounce_limits *limits, const char *item)
{
    kit_begin(set, OUNCE_COMPILE_PARTIAL, limits);
    kit_add(set, "t.yml", item);
    kit_add(set, "r.yml", KIT_RULE("Filename: r.py"));
    kit_add(set, "r.py", PYTHON);
}

/* A table in a file of this name. */
static void compile(struct kit_set *set, const char *name, const char *rows)
{
    char item[400];

    strcpy(item, ITEM("Filename: ./"));
    strcat(item, name);
    begin(set, NULL, item);
    kit_add(set, name, rows);
    kit_end(set);
    ck_assert_int_eq(set->status, OUNCE_OK);
}

/* What rows of each form say of a key. */
static const struct {
    const char *name, *rows, *event, *title;
} found[] = {
    {"d.csv", "id,v\na,1\nb,2\n", "{\"k\":\"b\"}", "2"},
    {"d.csv", "id,v\na,1\nb,2\n", "{\"k\":\"B\"}", "None"},
    {"d.csv", "v,id\r\n\"x, y\",\"a\"\"\"\r\n", "{\"k\":\"a\\\"\"}", "x, y"},
    {"d.csv", "id,v\n443,https\n", "{\"k\":443}", "https"},
    {"d.csv", "id,v\n1.5,x\n", "{\"k\":1.50}", "x"},
    {"d.csv", "id,v\n92233720368547758080,x\n", "{\"k\":92233720368547758080}", "x"},
    {"d.csv", "id,v\na,1\n", "{\"k\":\"a\",\"t\":\"other\"}", "None"},
    {"d.csv", "id,v\na,1\n", "{\"k\":null}", "None"},
    {"d.csv", "id,v\na,1\n", "{\"k\":[\"a\"]}", "None"},
    {"d.csv", "id,v\na,1\n", "{\"k\":\"a\",\"t\":[]}", "None"},
    {"d.json", "{\"id\": 443, \"v\": [1, 2]}\n", "{\"k\":\"443\"}",
     "ImmutableList((1, 2))"},
    {"d.jsonl", "{\"id\":\"a\",\"v\":1}\n{\"v\":2,\"id\":\"b\"}", "{\"k\":\"b\"}", "2"},
    {"d.ndjson", "{\"id\":\"a\",\n \"v\":1} {\"id\":\"b\",\"v\":2}", "{\"k\":\"b\"}",
     "2"},
    {"d.json", "[{\"id\":\"a\",\"v\":1},\n {\"id\":\"b\",\"v\":2}]", "{\"k\":\"b\"}",
     "2"},
    {"d.json", "[]", "{\"k\":\"b\"}", "None"},
    {"d.json", "{\"id\":[\"a\",7],\"v\":1}", "{\"k\":7}", "1"},
    {"d.yml", "- {id: a, v: 1}\n- id: b\n  v: {x: 2}\n", "{\"k\":\"a\"}", "1"},
    {"d.yaml", "- {id: 0x10, v: 1}\n", "{\"k\":16}", "1"},
    /* blocks of addresses: the smallest */
    {"d.csv", "id,v\n10.0.0.0/8,a\n10.1.0.0/16,b\n0.0.0.0/0,c\n",
     "{\"k\":\"10.1.2.3\"}", "b"},
    {"d.csv", "id,v\n10.1.0.0/16,b\n10.0.0.0/8,a\n", "{\"k\":\"10.2.2.3\"}", "a"},
    {"d.csv", "id,v\n10.0.0.0/8,a\n", "{\"k\":\"11.2.2.3\"}", "None"},
    {"d.csv", "id,v\n10.0.0.0/8,a\n10.1.2.3,host\n", "{\"k\":\"10.1.2.3\"}", "host"},
    {"d.csv", "id,v\n10.0.0.0/8,a\n", "{\"k\":\"10.0.0.0/8\"}", "a"},
    {"d.csv", "id,v\n10.0.0.128/25,a\n10.0.0.0/25,b\n", "{\"k\":\"10.0.0.127\"}", "b"},
    {"d.csv", "id,v\n2001:db8::/32,a\n2001:db8::/127,b\n", "{\"k\":\"2001:DB8:0::1\"}",
     "b"},
    {"d.csv", "id,v\n::/0,a\n0.0.0.0/0,b\n", "{\"k\":\"1.2.3.4\"}", "b"},
    {"d.csv", "id,v\na/b,x\n", "{\"k\":\"a/b\"}", "x"},
    /* what only a test may say */
    {"d.csv", "id,v\na,1\n",
     "{\"k\":\"a\",\"_mocked_lookup_data_\":{\"t\":{\"a\":{\"v\":9}}}}", "1"},
    {"d.csv", "id,v\na,1\n", "{\"k\":\"a\",\"_mocked_lookup_data_\":{\"t\":{}}}", "1"},
    {"d.csv", "id,v\na,1\n", "{\"k\":\"a\",\"_mocked_lookup_data_\":{\"u\":{}}}", "1"},
};

START_TEST(rows_are_found)
{
    struct kit_set set;

    compile(&set, found[_i].name, found[_i].rows);
    ck_assert_str_eq(kit_diagnostics(&set, true), "");
    ck_assert_str_eq(kit_alert(&set, found[_i].event, OUNCE_ALERT_TITLE),
                     found[_i].title);
    kit_finish(&set);
}
END_TEST

/* What is wrong with a file, and what is found in it all the same under "z". */
static const struct {
    const char *name, *rows, *expected, *title;
} wrong[] = {
    {"d.csv", "id,v\na\nz,1\nb,1,2\n",
     "d.csv:2:1: warning: the row is left out: it has 1 cells, and there are 2 columns "
     "[table-row]\n"
     "d.csv:4:1: warning: the row is left out: it has 3 cells, and there are 2 columns "
     "[table-row]\n",
     "1"},
    {"d.csv", "id,v\na,\"x\nz,1\n",
     "d.csv:2:3: warning: the row is left out: a quote is not closed [table-row]\n",
     "1"},
    {"d.csv", "id,v\n,x\nz,1\nz,2\n",
     "d.csv:2:1: warning: the row is left out: its key is empty, or neither text nor a "
     "number [table-row]\n"
     "d.csv:4:1: warning: the key \"z\" is that of a row before this one, which is the "
     "one that is found [table-duplicate]\n",
     "1"},
    {"d.csv", "key,v\nz,1\n",
     "d.csv:1:1: error: the first row, which names the columns, lacks that of the "
     "primary key [table-format]\n",
     "None"},
    {"d.csv", "id,id\nz,1\n",
     "d.csv:1:1: error: two columns have the same name [table-format]\n", "None"},
    {"d.csv", "",
     "d.csv:0:0: error: the file is empty; its first row names the columns "
     "[table-format]\n",
     "None"},
    {"d.csv", "id,v\n10.0.0.1/8,x\n10.0.0.0/8,y\nz,1\n",
     "d.csv:3:1: warning: the key \"10.0.0.0/8\" is that of a row before this one, "
     "which "
     "is the one that is found [table-duplicate]\n",
     "1"},
    {"d.jsonl", "{\"id\":1,}\n{\"id\":\"z\",\"v\":1}\n{\"v\":2}\n7\n",
     "d.jsonl:1:1: warning: the row is left out: bad JSON at byte 9 of it [table-row]\n"
     "d.jsonl:3:1: warning: the row is left out: it lacks the column of the primary "
     "key "
     "[table-row]\n"
     "d.jsonl:4:1: warning: the row is left out: it is not an object [table-row]\n",
     "1"},
    {"d.jsonl", "{\"id\":\"a\"\n{\"id\":\"z\",\"v\":1}\n",
     "d.jsonl:1:1: warning: the row is left out: bad JSON at byte 11 of it "
     "[table-row]\n",
     "1"},
    {"d.json", "[{\"id\":\"z\",\"v\":1},\n {\"id\":true},\n {\"id\":[\"y\",null]}",
     "d.json:2:2: warning: the row is left out: its key is empty, or neither text nor "
     "a "
     "number [table-row]\n"
     "d.json:3:2: warning: one of the keys of the row is left out: its key is empty, "
     "or "
     "neither text nor a number [table-row]\n"
     "d.json:3:19: warning: the row is left out: the list that it would be in is not "
     "closed [table-row]\n",
     "1"},
    {"d.yml", "- {id: z, v: 1}\n- {id: y, v: .inf}\n- 3\n",
     "d.yml:2:14: warning: the row is left out: JSON has no infinite number and no NaN "
     "[table-row]\n"
     "d.yml:3:3: warning: the row is left out: it is not an object [table-row]\n",
     "1"},
    {"d.yml", "id: z\n",
     "d.yml:1:1: error: a lookup table in YAML is a list of maps [table-format]\n",
     "None"},
};

START_TEST(wrong_rows_lose_no_others)
{
    struct kit_set set;

    compile(&set, wrong[_i].name, wrong[_i].rows);
    ck_assert_str_eq(kit_diagnostics(&set, true), wrong[_i].expected);
    ck_assert_str_eq(kit_alert(&set, "{\"k\":\"z\"}", OUNCE_ALERT_TITLE),
                     wrong[_i].title);
    kit_finish(&set);
}
END_TEST

static const struct {
    const char *item, *expected;
} items[] = {
    {ITEM("Filename: sub/d.csv\n"),
     "t.yml:8:11: error: the file \"sub/d.csv\" is not there [table-missing]\n"},
    {ITEM("Refresh: {ObjectPath: x, PeriodMinutes: 5, RoleARN: y}\n"),
     "t.yml:2:13: warning: the rows of \"t\" come from a query or a bucket, which this "
     "version does not ask: event.lookup() finds nothing until the host names a file "
     "of "
     "rows with \"Filename\" [table-query]\n"},
    {ITEM("Filename: d.txt\n"), "t.yml:8:11: error: the file \"d.txt\" is not there "
                                "[table-missing]\n"},
};

START_TEST(rows_may_be_elsewhere)
{
    struct kit_set set;

    begin(&set, NULL, items[_i].item);
    kit_end(&set);
    ck_assert_str_eq(kit_diagnostics(&set, true), items[_i].expected);
    ck_assert_str_eq(kit_alert(&set, "{\"k\":\"z\"}", OUNCE_ALERT_TITLE), "None");
    kit_finish(&set);
}
END_TEST

START_TEST(tables_that_are_disabled_are_silent)
{
    struct kit_set set;

    begin(
        &set, NULL,
        "AnalysisType: lookup_table\nLookupName: t\nEnabled: false\nSchema: Custom.T\n"
        "LogTypeMap: {PrimaryKey: id, AssociatedLogTypes: []}\nFilename: no.csv\n");
    kit_end(&set);
    ck_assert_str_eq(kit_diagnostics(&set, true), "");
    ck_assert_str_eq(kit_alert(&set, "{\"k\":\"z\"}", OUNCE_ALERT_TITLE), "None");
    kit_finish(&set);
}
END_TEST

/* A limit is never a silent cut: there is no table then. 0 is the default. */
static const struct {
    uint32_t rows;
    uint64_t bytes;
    const char *title;
} limits_of[] = {{2, 1000, "None"}, {3, 1000, "3"}, {3, 20, "None"}, {0, 0, "3"}};

START_TEST(tables_meet_limits)
{
    ounce_limits limits = OUNCE_LIMITS_INIT;
    struct kit_set set;

    limits.max_table_rows = limits_of[_i].rows;
    limits.max_table_bytes = limits_of[_i].bytes;
    begin(&set, &limits, ITEM("Filename: d.csv\n"));
    kit_add(&set, "d.csv", "id,v\na,1\nb,2\nz,3\n");
    kit_end(&set);
    ck_assert_int_eq(strstr(kit_diagnostics(&set, true), "[limit]") != NULL,
                     limits_of[_i].title[0] == 'N');
    ck_assert_str_eq(kit_alert(&set, "{\"k\":\"z\"}", OUNCE_ALERT_TITLE),
                     limits_of[_i].title);
    kit_finish(&set);
}
END_TEST

/* Tables are the ruleset's: they outlive the compiler and are shared by its matchers;
 * diagnostics are the compiler's and outlive the ruleset. */
START_TEST(tables_and_diagnostics_have_their_owners)
{
    struct kit_set set;
    ounce_matcher *other;

    compile(&set, "d.csv", "id,v\nz,1\nz,2\n");
    ck_assert_int_eq(ounce_matcher_new(set.ruleset, &other, NULL), OUNCE_OK);
    ounce_matcher_free(set.matcher);
    set.matcher = other;
    ck_assert_str_eq(kit_alert(&set, "{\"k\":\"z\"}", OUNCE_ALERT_TITLE), "1");
    ounce_matcher_free(set.matcher);
    ounce_ruleset_unref(set.ruleset);
    set.matcher = NULL;
    set.ruleset = NULL;
    ck_assert_ptr_nonnull(strstr(kit_diagnostics(&set, true), "[table-duplicate]"));
    kit_finish(&set);

    compile(&set, "d.csv", "id,v\nz,1\n");
    ounce_compiler_free(set.compiler);
    set.compiler = NULL;
    ck_assert_str_eq(kit_alert(&set, "{\"k\":\"z\"}", OUNCE_ALERT_TITLE), "1");
    kit_finish(&set);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("lookup/lookup");
    TCase *tests = tcase_create("lookup");

    tcase_add_loop_test(tests, rows_are_found, 0, KIT_LENGTH(found));
    tcase_add_loop_test(tests, wrong_rows_lose_no_others, 0, KIT_LENGTH(wrong));
    tcase_add_loop_test(tests, rows_may_be_elsewhere, 0, KIT_LENGTH(items));
    tcase_add_test(tests, tables_that_are_disabled_are_silent);
    tcase_add_loop_test(tests, tables_meet_limits, 0, KIT_LENGTH(limits_of));
    tcase_add_test(tests, tables_and_diagnostics_have_their_owners);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
