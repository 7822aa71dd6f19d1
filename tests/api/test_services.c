/* test_services.c — a clock, random numbers and a cache that the host lends. */
#include "compile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void write_file(const char *folder, const char *name, const char *text)
{
    char path[256];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs(text, file), 0);
    ck_assert_int_eq(fclose(file), 0);
}

static void remove_file(const char *folder, const char *name)
{
    char path[256];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    ck_assert_int_eq(unlink(path), 0);
}

/* A rule whose code is this text. */
static void compile_code(struct kit_set *set, const char *code)
{
    char folder[] = "/tmp/ounce-services-XXXXXX";

    ck_assert_ptr_nonnull(mkdtemp(folder));
    write_file(folder, "r.py", code);
    write_file(folder, "r.yml",
               "Filename: r.py\nAnalysisType: rule\nRuleID: R\nEnabled: true\n"
               "Severity: Low\nLogTypes: [L]\n");
    kit_begin(set, 0, NULL);
    ck_assert_int_eq(
        ounce_compiler_add_path(set->compiler, folder, strlen(folder), &set->err),
        OUNCE_OK);
    kit_end(set);
    remove_file(folder, "r.py");
    remove_file(folder, "r.yml");
    ck_assert_int_eq(rmdir(folder), 0);
    ck_assert_msg(set->ruleset != NULL, "%s", kit_diagnostics(set, true));
}

static int64_t clock_now(void *ctx)
{
    return *(const int64_t *)ctx;
}

static uint64_t fixed_bits(void *ctx)
{
    (void)ctx;
    return UINT64_C(0x0123456789abcdef);
}

static ounce_services lent(int64_t *time)
{
    ounce_services services = OUNCE_SERVICES_INIT;

    services.ctx = time;
    services.now = clock_now;
    services.random = fixed_bits;
    return services;
}

/* What title() answers on the event. */
static const struct {
    const char *code, *title;
} lends[] = {
    {"import time\ndef title(event):\n    return str(time.time())\n", "1700000000.5"},
    {"from datetime import datetime\ndef title(event):\n"
     "    return datetime.utcnow().isoformat()\n",
     "2023-11-14T22:13:20.500000"},
    {"import uuid\ndef title(event):\n    return f'{uuid.uuid4()}'\n",
     "01234567-89ab-4def-8123-456789abcdef"},
    {"import os\ndef title(event):\n"
     "    return os.getenv('PATH', '-') + os.environ.get('HOME', '+')\n",
     "-+"},
    {"import logging\nlog = logging.getLogger(__name__)\ndef title(event):\n"
     "    log.info('x %s', 1)\n    logging.getLogger('a').warning('y')\n"
     "    return 'quiet'\n",
     "quiet"},
    {"from panther_detection_helpers.caching import increment_counter\n"
     "def title(event):\n    return str(increment_counter('n', 2))\n",
     "2"},
    {"import panther_oss_helpers\ndef title(event):\n"
     "    return str(sorted(panther_oss_helpers.add_to_string_set('k', ['b', 'a'])))\n",
     "['a', 'b']"},
};

START_TEST(rules_see_what_the_host_lends)
{
    char code[512];
    struct kit_set set;
    int64_t time = INT64_C(1700000000500000);
    ounce_services services = lent(&time);

    snprintf(code, sizeof code, "%s\ndef rule(event):\n    return True\n",
             lends[_i].code);
    compile_code(&set, code);
    ck_assert_int_eq(ounce_matcher_services(set.matcher, &services, &set.err),
                     OUNCE_OK);

    ck_assert_str_eq(kit_alert(&set, "{}", OUNCE_ALERT_TITLE), lends[_i].title);

    kit_finish(&set);
}
END_TEST

#define SEEN                                                                           \
    "from panther_detection_helpers.caching import get_string_set, "                   \
    "add_to_string_set\n"                                                              \
    "def rule(event):\n"                                                               \
    "    key = event.get('user')\n"                                                    \
    "    if event.get('ip') in get_string_set(key):\n"                                 \
    "        return False\n"                                                           \
    "    add_to_string_set(key, event.get('ip'), 60)\n"                                \
    "    return True\n"

START_TEST(the_cache_outlives_an_event)
{
    struct kit_set set;
    int64_t time = INT64_C(1700000000000000);
    ounce_services services = lent(&time);
    ounce_cache_counts counts;

    compile_code(&set, SEEN);
    ounce_matcher_services(set.matcher, &services, NULL);

    ck_assert(kit_judge(&set, "{\"user\":\"a\",\"ip\":\"1\"}"));
    ck_assert(!kit_judge(&set, "{\"user\":\"a\",\"ip\":\"1\"}"));
    ck_assert(kit_judge(&set, "{\"user\":\"b\",\"ip\":\"1\"}"));
    ounce_matcher_cache_counts(set.matcher, &counts);
    ck_assert_uint_eq(counts.keys, 2);
    ck_assert_uint_gt(counts.bytes, 2);
    time += 60 * INT64_C(1000000);
    ck_assert(kit_judge(&set, "{\"user\":\"a\",\"ip\":\"1\"}"));
    ounce_matcher_cache_counts(set.matcher, &counts);
    ck_assert_uint_eq(counts.expired, 1);

    /* lending again begins again */
    ounce_matcher_services(set.matcher, &services, NULL);
    ounce_matcher_cache_counts(set.matcher, &counts);
    ck_assert_uint_eq(counts.keys, 0);
    ck_assert(kit_judge(&set, "{\"user\":\"b\",\"ip\":\"1\"}"));
    kit_finish(&set);
}
END_TEST

/* A cache of the host's: it records what it is asked, and has one answer. */
struct host {
    ounce_status status;
    char asked[400];
};

static ounce_status host_cache(void *ctx, uint32_t op, const ounce_str *key,
                               const ounce_cache_item *change, ounce_cache_item *item)
{
    static const ounce_str strings[] = {{"x", 1}, {"y", 1}};
    struct host *host = ctx;
    size_t used = strlen(host->asked);

    ck_assert_uint_eq(change->size, sizeof *change);
    ck_assert_uint_eq(item->size, sizeof *item);
    snprintf(host->asked + used, sizeof host->asked - used, "%u:%.*s:%zu:%d ", op,
             (int)key->size, key->data, change->string_count,
             (int)(change->expires == OUNCE_CACHE_KEEP));
    item->counter = 41;
    item->dictionary = (ounce_str){"{\"a\":", host->status == OUNCE_OK ? 5 : 0};
    item->strings = strings;
    item->string_count = 2;
    return host->status;
}

static const struct {
    const char *call;
    ounce_status status;
    const char *title; /* NULL: it raises, and the title is the rule's id */
    const char *asked;
} asks[] = {
    {"sorted(c.get_string_set('k'))", OUNCE_OK, "['x', 'y']", "1:k:0:1 "},
    {"c.get_counter('k')", OUNCE_OK, "41", "1:k:0:1 "},
    {"c.put_string_set('k', ['a', 'b'], 2000000000)", OUNCE_OK, "None", "2:k:2:0 "},
    {"sorted(c.add_to_string_set('k', 'a', None))", OUNCE_OK, "['x', 'y']", "3:k:1:1 "},
    {"sorted(c.remove_from_string_set('k', 'a', None))", OUNCE_OK, "['x', 'y']",
     "4:k:1:1 "},
    {"c.reset_string_set('k')", OUNCE_OK, "None", "5:k:0:1 "},
    {"c.increment_counter('k', 1, None)", OUNCE_OK, "41", "6:k:0:1 "},
    {"c.reset_counter('k')", OUNCE_OK, "None", "7:k:0:1 "},
    {"c.set_key_expiration('k', 2000000000)", OUNCE_OK, "None", "8:k:0:0 "},
    {"c.check_account_age('k')", OUNCE_OK, "True", "1:k:0:1 "},
    {"c.get_dictionary('k')", OUNCE_OK, NULL, "1:k:0:1 "}, /* no JSON */
    {"c.get_counter('k')", OUNCE_ERR_IO, NULL, "1:k:0:1 "},
};

START_TEST(a_cache_of_the_hosts_is_asked)
{
    char code[512];
    struct kit_set set;
    struct host host = {asks[_i].status, ""};
    ounce_services services = OUNCE_SERVICES_INIT;

    snprintf(
        code, sizeof code,
        "import panther_detection_helpers.caching as c\n"
        "def title(event):\n    try:\n        return str(%s)\n"
        "    except (ValueError, RuntimeError) as e:\n        return '!' + str(e)\n"
        "def rule(event):\n    return True\n",
        asks[_i].call);
    compile_code(&set, code);
    services.ctx = &host;
    services.cache = host_cache;
    ounce_matcher_services(set.matcher, &services, NULL);

    const char *title = kit_alert(&set, "{}", OUNCE_ALERT_TITLE);

    ck_assert_str_eq(host.asked, asks[_i].asked);
    if (asks[_i].title != NULL) {
        ck_assert_str_eq(title, asks[_i].title);
    } else {
        ck_assert_int_eq(title[0], '!');
    }
    kit_finish(&set);
}
END_TEST

static uint32_t reason_seen;

static void see(void *user, const ounce_event *event, uint32_t rule, uint32_t reason)
{
    (void)user, (void)event, (void)rule;
    reason_seen = reason;
}

/* A rule gets a RuntimeError; a host that is out of memory ends the event. */
static const struct {
    bool clock;
    ounce_status status; /* of the host's cache; OUNCE_OK: it has none */
    uint32_t reason;
} failures[] = {
    {false, OUNCE_OK, OUNCE_REASON_RULE_ERROR},
    {true, OUNCE_OK, OUNCE_REASON_NONE},
    {true, OUNCE_ERR_IO, OUNCE_REASON_RULE_ERROR},
    {true, OUNCE_ERR_NOMEM, OUNCE_REASON_NOMEM},
};

START_TEST(what_is_not_lent_is_an_error_of_the_rule)
{
    struct kit_set set;
    struct host host = {failures[_i].status, ""};
    int64_t time = INT64_C(1700000000000000);
    ounce_services services = lent(&time);
    ounce_event event;
    static const char text[] = "{\"user\":\"a\",\"ip\":\"1\"}";

    compile_code(&set, SEEN);
    if (failures[_i].status != OUNCE_OK) {
        services.ctx = &host;
        services.cache = host_cache;
        services.now = NULL;
        services.random = NULL;
    }
    if (failures[_i].clock) {
        ounce_matcher_services(set.matcher, &services, NULL);
    }
    reason_seen = OUNCE_REASON_NONE;
    ounce_matcher_on_unevaluated(set.matcher, see, NULL);
    ounce_event_init_json(&event, text, strlen(text));

    ounce_matcher_run(set.matcher, &event, NULL, NULL, NULL);

    ck_assert_uint_eq(reason_seen, failures[_i].reason);
    kit_finish(&set);
}
END_TEST

START_TEST(services_must_be_initialised_and_can_be_taken_back)
{
    struct kit_set set;
    int64_t time = INT64_C(1700000000000000);
    ounce_services services = lent(&time);

    compile_code(&set, SEEN);
    ck_assert_int_eq(ounce_matcher_services(set.matcher, &services, NULL), OUNCE_OK);
    ck_assert(kit_judge(&set, "{\"user\":\"a\",\"ip\":\"1\"}"));
    services.size = 8;
    ck_assert_int_eq(ounce_matcher_services(set.matcher, &services, &set.err),
                     OUNCE_ERR_ARGUMENT);
    ck_assert(!kit_judge(&set, "{\"user\":\"a\",\"ip\":\"1\"}"));

    ck_assert_int_eq(ounce_matcher_services(set.matcher, NULL, NULL), OUNCE_OK);

    ounce_event event;

    ounce_event_init_json(&event, "{\"user\":\"a\"}", 12);
    ck_assert_int_eq(
        ounce_matcher_run_rule(set.matcher, 0, &event, NULL, NULL, &set.err),
        OUNCE_ERR_RULE);
    ck_assert_str_eq(set.err.message,
                     "the rule raised RuntimeError: the host has given no clock");
    kit_finish(&set);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("api/services");
    TCase *tests = tcase_create("services");

    tcase_add_loop_test(tests, rules_see_what_the_host_lends, 0, KIT_LENGTH(lends));
    tcase_add_test(tests, the_cache_outlives_an_event);
    tcase_add_loop_test(tests, a_cache_of_the_hosts_is_asked, 0, KIT_LENGTH(asks));
    tcase_add_loop_test(tests, what_is_not_lent_is_an_error_of_the_rule, 0,
                        KIT_LENGTH(failures));
    tcase_add_test(tests, services_must_be_initialised_and_can_be_taken_back);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
