/* test_rule_metadata.c — the part of fixed shape as a struct, by way of libcyaml. */
#include "rule/rule_metadata.h"

#include "compile.h"

#include <string.h>

struct loaded {
    struct kit_memory memory;
    struct oz_arena arena;
    struct oz_diags diags;
    struct oz_yaml_document doc;
    struct oz_rule_metadata *metadata;
};

static ounce_status load(struct loaded *loaded, const char *text, uint64_t fail_at)
{
    ounce_limits limits = OUNCE_LIMITS_INIT;
    ounce_status status;

    memset(loaded, 0, sizeof *loaded);
    kit_memory_init(&loaded->memory);
    oz_arena_init(&loaded->arena, &loaded->memory.allocator);
    oz_diags_init(&loaded->diags, &loaded->arena, 10);
    ck_assert_int_eq(oz_yaml_parse(&loaded->arena, &limits, &loaded->diags, text,
                                   strlen(text), &loaded->doc),
                     OUNCE_OK);
    loaded->memory.calls = 0;
    loaded->memory.fail_at = fail_at;
    status = oz_rule_metadata_load(&loaded->memory.allocator, &loaded->diags,
                                   &loaded->doc, &loaded->metadata);
    loaded->memory.fail_at = 0;
    return status;
}

static void unload(struct loaded *loaded)
{
    oz_rule_metadata_free(&loaded->memory.allocator, loaded->metadata);
    oz_arena_finish(&loaded->arena);
    ck_assert_uint_eq(loaded->memory.blocks, 0);
}

static const char text[] =
    "RuleID: \"a\\\"\\\\\\n\\u00e9\\u2028😀\"\nAnalysisType: rule\nEnabled: true\n"
    "Severity: ''\nThreshold: -9223372036854775808\nDedupPeriodMinutes: "
    "9223372036854775807\nLogTypes: [x, '', \"y: #\"]\nTags: []\nCreateAlert: false\n"
    "Detection: [{anything: {at: [all]}}]\nTests: [{Log: {}}]\nUnknown: {a: 1}\n7: x\n"
    "Description: |\n  two\n  lines\nRunbook: 'null'\nReference: '0x1F'\nStatus: "
    "'true'\n";

START_TEST(the_struct_is_filled)
{
    struct loaded loaded;

    ck_assert_int_eq(load(&loaded, text, 0), OUNCE_OK);
    ck_assert_str_eq(loaded.metadata->rule_id, "a\"\\\n\xc3\xa9\xe2\x80\xa8😀");
    ck_assert_str_eq(loaded.metadata->severity, "");
    ck_assert(loaded.metadata->enabled);
    ck_assert(!loaded.metadata->create_alert);
    ck_assert_int_eq(loaded.metadata->threshold, INT64_MIN);
    ck_assert_int_eq(loaded.metadata->dedup_minutes, INT64_MAX);
    ck_assert_uint_eq(loaded.metadata->log_types_count, 3);
    ck_assert_str_eq(loaded.metadata->log_types[1], "");
    ck_assert_str_eq(loaded.metadata->log_types[2], "y: #");
    ck_assert_uint_eq(loaded.metadata->tags_count, 0);
    ck_assert_uint_eq(loaded.metadata->output_ids_count, 0);
    ck_assert_str_eq(loaded.metadata->description, "two\nlines\n");
    ck_assert_str_eq(loaded.metadata->runbook, "null"); /* text that looks otherwise */
    ck_assert_str_eq(loaded.metadata->reference, "0x1F");
    ck_assert_str_eq(loaded.metadata->status, "true");
    ck_assert_ptr_null(loaded.metadata->display_name);
    unload(&loaded);
}
END_TEST

START_TEST(nothing_is_required_here)
{
    struct loaded loaded;

    ck_assert_int_eq(load(&loaded, "AnalysisType: rule", 0), OUNCE_OK);
    ck_assert_ptr_null(loaded.metadata->rule_id);
    unload(&loaded);
}
END_TEST

START_TEST(every_allocation_may_fail)
{
    ounce_status status = OUNCE_ERR_NOMEM;
    uint64_t n = 1;

    for (; status != OUNCE_OK; n++) {
        struct loaded loaded;

        status = load(&loaded, text, n);
        ck_assert(status == OUNCE_OK || status == OUNCE_ERR_NOMEM);
        ck_assert_uint_eq(loaded.diags.count, 0);
        unload(&loaded);
    }
    ck_assert_uint_gt(n, 5);
}
END_TEST

START_TEST(each_key_has_a_bit_of_its_own)
{
    uint64_t seen = 0;

    for (const struct oz_schema_key *key = oz_schema_rule.keys; key->name != NULL;
         key++) {
        uint64_t bit = oz_rule_key_bit(key->name);

        ck_assert_msg(bit != 0 && (bit & (bit - 1)) == 0 && (seen & bit) == 0, "%s",
                      key->name);
        seen |= bit;
    }
}
END_TEST

START_TEST(keys_that_are_given_are_known)
{
    struct loaded loaded;

    ck_assert_int_eq(load(&loaded, "Threshold: 1\nFoo: 1\n7: 1\nTags: []", 0),
                     OUNCE_OK);
    ck_assert_uint_eq(oz_rule_keys_given(&loaded.doc),
                      oz_rule_key_bit("Threshold") | oz_rule_key_bit("Tags"));
    unload(&loaded);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rule/rule_metadata");
    TCase *tests = tcase_create("rule_metadata");

    tcase_add_test(tests, the_struct_is_filled);
    tcase_add_test(tests, nothing_is_required_here);
    tcase_add_test(tests, every_allocation_may_fail);
    tcase_add_test(tests, each_key_has_a_bit_of_its_own);
    tcase_add_test(tests, keys_that_are_given_are_known);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
