/* test_differential.c — the engine against the oracle, on rules and events at random.
 *
 *     rules × events => verdicts and alert fields, worked out twice
 *
 * All that makes the engine fast — one scan of the bytes, shared fields, the index, the
 * order of tests — must change no answer. Each event is judged as raw JSON, as a
 * jansson object and through an accessor to objects of this file's own.
 *
 *     OUNCE_PAIRS=1000000   pairs of a rule and an event to try (100,000)
 *     OUNCE_SEED=7          where to begin; a difference names the seed that repeats it
 *     OUNCE_FEATURES=0      what rules may use, the bits of enum kit_feature (all)
 */
#include "generate.h"
#include "kit.h"
#include "oracle.h"

#include <ounce.h>
#include <ounce/jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RULES           200
#define EVENTS          40
#define MAX_DIFFERENCES 5

/* ---- Objects of a host: an array of pairs for each container ---- */

struct node {
    uint32_t kind; /* ounce_kind */
    int64_t integer;
    double real;
    const char *text; /* borrowed from the jansson tree it was made from */
    size_t size;      /* bytes, elements or members */
    struct pair *pairs;
};

struct pair {
    const char *name; /* unused in lists; borrowed likewise */
    struct node node;
};

static void plant(struct node *node, json_t *tree)
{
    const char *name;
    json_t *child;
    size_t i = 0;

    memset(node, 0, sizeof *node);
    switch (json_typeof(tree)) {
    case JSON_NULL:
        node->kind = OUNCE_NULL;
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        node->kind = OUNCE_BOOL;
        node->integer = json_is_true(tree);
        break;
    case JSON_INTEGER:
        node->kind = OUNCE_INT;
        node->integer = json_integer_value(tree);
        break;
    case JSON_REAL:
        node->kind = OUNCE_FLOAT;
        node->real = json_real_value(tree);
        break;
    case JSON_STRING:
        node->kind = OUNCE_TEXT;
        node->text = json_string_value(tree);
        node->size = json_string_length(tree);
        break;
    case JSON_ARRAY:
        node->kind = OUNCE_LIST;
        node->size = json_array_size(tree);
        node->pairs = calloc(node->size + 1, sizeof *node->pairs);
        json_array_foreach (tree, i, child) {
            plant(&node->pairs[i].node, child);
        }
        break;
    case JSON_OBJECT:
        node->kind = OUNCE_MAP;
        node->size = json_object_size(tree);
        node->pairs = calloc(node->size + 1, sizeof *node->pairs);
        json_object_foreach (tree, name, child) {
            node->pairs[i].name = name;
            plant(&node->pairs[i++].node, child);
        }
        break;
    }
}

static void uproot(struct node *node)
{
    for (size_t i = 0; node->pairs != NULL && i < node->size; i++) {
        uproot(&node->pairs[i].node);
    }
    free(node->pairs);
}

static ounce_found give(const struct node *node, ounce_value *out)
{
    memset(out, 0, sizeof *out);
    out->kind = node->kind;
    out->size = node->size;
    switch ((ounce_kind)node->kind) {
    case OUNCE_BOOL:
    case OUNCE_INT:
        out->integer = node->integer;
        break;
    case OUNCE_FLOAT:
        out->real = node->real;
        break;
    case OUNCE_TEXT:
        out->text = node->text;
        break;
    case OUNCE_LIST:
    case OUNCE_MAP:
        out->node = node;
        break;
    case OUNCE_MISSING:
    case OUNCE_NULL:
    case OUNCE_BIG:
        break;
    }
    return OUNCE_FOUND;
}

static ounce_found host_member(void *ctx, const void *map, const char *name,
                               size_t name_size, ounce_value *out)
{
    const struct node *node = map;

    (void)ctx;
    for (size_t i = 0; i < node->size; i++) {
        if (strlen(node->pairs[i].name) == name_size &&
            memcmp(node->pairs[i].name, name, name_size) == 0) {
            return give(&node->pairs[i].node, out);
        }
    }
    return OUNCE_ABSENT;
}

static ounce_found host_element(void *ctx, const void *list, size_t index,
                                ounce_value *out)
{
    const struct node *node = list;

    (void)ctx;
    return index < node->size ? give(&node->pairs[index].node, out) : OUNCE_ABSENT;
}

static ounce_found host_next(void *ctx, const void *map, const void **cursor,
                             ounce_str *name, ounce_value *out)
{
    const struct node *node = map;
    const struct pair *pair = *cursor == NULL ? node->pairs : *cursor;

    (void)ctx;
    if (pair == node->pairs + node->size) {
        return OUNCE_ABSENT;
    }
    name->data = pair->name;
    name->size = strlen(pair->name);
    *cursor = pair + 1;
    return give(&pair->node, out);
}

static const ounce_accessor host = {sizeof host, host_member, host_element, host_next};

/* ---- One round: rules compiled together, and the events they meet ---- */

struct round {
    uint64_t seed;
    struct kit_random random;
    unsigned features;
    json_t *rules[RULES];
    char *texts[RULES];
    ounce_ruleset *ruleset;
    ounce_matcher *matcher;
};

/* One event in one of its three forms. */
struct trial {
    struct round *round;
    const char *way;
    const char *text; /* the event as JSON */
    const json_t *event;
    const char *log_type;
    bool matched[RULES];
    size_t count;
    uint32_t last; /* the rule that matched before; matches come in order */
};

static uint64_t pairs_tried;
static uint64_t pairs_matched;
static unsigned differences;

static void differ(const struct trial *trial, uint32_t rule, const char *what,
                   const char *oracle, const char *engine)
{
    if (differences++ >= MAX_DIFFERENCES) {
        return;
    }
    fprintf(stderr,
            "\n%s differs, event as %s, log type %s. Repeat: OUNCE_SEED=%llu "
            "OUNCE_FEATURES=%u OUNCE_PAIRS=1\nrule:   %s\nevent:  %s\n"
            "oracle: %s\nengine: %s\n",
            what, trial->way, trial->log_type == NULL ? "not named" : trial->log_type,
            (unsigned long long)trial->round->seed, trial->round->features,
            trial->round->texts[rule], trial->text, oracle, engine);
}

static void print_diagnostics(const ounce_compiler *compiler, const struct round *round)
{
    ounce_diagnostic found;

    for (uint32_t i = 0; ounce_compiler_diagnostic(compiler, i, &found); i++) {
        const unsigned number = (unsigned)atoi(found.file.data);

        if (found.level == OUNCE_LEVEL_ERROR && number < RULES) {
            fprintf(stderr, "\n%.*s (column %u)\n%s\n", (int)found.message.size,
                    found.message.data, (unsigned)found.column, round->texts[number]);
        }
    }
}

static void begin(struct round *round, uint64_t seed, unsigned features)
{
    ounce_compiler *compiler;
    ounce_error error = OUNCE_ERROR_INIT;
    ounce_status status;

    memset(round, 0, sizeof *round);
    round->seed = seed;
    round->random.state = seed;
    round->features = features;
    ck_assert_int_eq(ounce_compiler_new(NULL, &compiler, NULL), OUNCE_OK);
    for (unsigned i = 0; i < RULES; i++) {
        char name[16];

        snprintf(name, sizeof name, "%u", i);
        round->rules[i] = kit_rule(&round->random, features, i);
        round->texts[i] = kit_rule_text(round->rules[i]);
        ck_assert_int_eq(ounce_compiler_add_text(compiler, name, strlen(name),
                                                 round->texts[i],
                                                 strlen(round->texts[i]), NULL),
                         OUNCE_OK);
    }
    status = ounce_compiler_finish(compiler, &round->ruleset, &error);
    if (status != OUNCE_OK) {
        print_diagnostics(compiler, round);
    }
    ck_assert_msg(status == OUNCE_OK, "seed %llu: %s", (unsigned long long)seed,
                  error.message);
    ounce_compiler_free(compiler);
    ck_assert_uint_eq(ounce_ruleset_count(round->ruleset), RULES);
    ck_assert_int_eq(ounce_matcher_new(round->ruleset, &round->matcher, NULL),
                     OUNCE_OK);
}

static void end(struct round *round)
{
    ounce_matcher_free(round->matcher);
    ounce_ruleset_unref(round->ruleset);
    for (size_t i = 0; i < RULES; i++) {
        json_decref(round->rules[i]);
        free(round->texts[i]);
    }
}

/* ---- Comparing ---- */

typedef char *oracle_fn(const json_t *rule, const json_t *event, size_t *size);

static const struct {
    const char *name;
    uint32_t field;
    oracle_fn *oracle;
} fields[] = {
    {"title", OUNCE_ALERT_TITLE, oracle_title},
    {"severity", OUNCE_ALERT_SEVERITY, oracle_severity},
    {"dedup", OUNCE_ALERT_DEDUP, oracle_dedup},
    {"context", OUNCE_ALERT_CONTEXT, oracle_context},
};

/* Texts of a context say the same if they read as equal, 1 and 1.0 being equal. */
static bool same_context(const char *a, size_t a_size, ounce_str b)
{
    json_t *left = json_loadb(a, a_size, JSON_ALLOW_NUL, NULL);
    json_t *right = json_loadb(b.data, b.size, JSON_ALLOW_NUL, NULL);
    json_t *equal = json_pack("[{s:s,s:[{s:s},{s:s}]}]", "Condition", "Equals",
                              "Values", "Key", "a", "Key", "b");
    bool same = left != NULL && right != NULL;

    if (same) {
        json_t *both = json_pack("{s:O,s:O}", "a", left, "b", right);

        same = oracle_detection(equal, both);
        json_decref(both);
    }
    json_decref(equal);
    json_decref(left);
    json_decref(right);
    return same;
}

static void compare_fields(const struct trial *trial, ounce_match *match, uint32_t rule)
{
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        ounce_str engine = {NULL, 0};
        size_t size;
        char *oracle = fields[i].oracle(trial->round->rules[rule], trial->event, &size);
        bool same;

        ck_assert_int_eq(ounce_match_text(match, fields[i].field, &engine, NULL),
                         OUNCE_OK);
        same = fields[i].field == OUNCE_ALERT_CONTEXT
                   ? same_context(oracle, size, engine)
                   : engine.size == size && memcmp(engine.data, oracle, size) == 0;
        if (!same) {
            char *text = malloc(engine.size + 1);

            memcpy(text, engine.size > 0 ? engine.data : "", engine.size);
            text[engine.size] = '\0';
            differ(trial, rule, fields[i].name, oracle, text);
            free(text);
        }
        free(oracle);
    }
}

static ounce_control on_match(void *user, ounce_match *match)
{
    struct trial *trial = user;
    const uint32_t rule = ounce_match_rule_index(match);

    ck_assert_uint_lt(rule, RULES);
    ck_assert_msg(trial->count == 0 || rule > trial->last, "matches out of order");
    trial->matched[rule] = true;
    trial->last = rule;
    trial->count++;
    compare_fields(trial, match, rule);
    return OUNCE_CONTINUE;
}

/* The other calls must say what the callbacks said, and the plan must not matter. */
static void compare_calls(const struct trial *trial, const ounce_event *event)
{
    struct round *round = trial->round;
    const uint32_t rule = (uint32_t)kit_random_below(&round->random, RULES);
    const json_t *tree = round->rules[rule];
    const bool expected =
        oracle_filters(json_object_get(tree, "InlineFilters"), trial->event) &&
        oracle_detection(json_object_get(tree, "Detection"), trial->event);
    struct trial alone = *trial;
    uint32_t hits[RULES];
    size_t count;

    ck_assert_int_eq(
        ounce_matcher_hits(round->matcher, event, hits, RULES, &count, NULL), OUNCE_OK);
    ck_assert_uint_eq(count, trial->count);
    for (size_t i = 0; i < count; i++) {
        ck_assert(trial->matched[hits[i]]);
    }
    alone.count = 0;
    ck_assert_int_eq(
        ounce_matcher_run_rule(round->matcher, rule, event, on_match, &alone, NULL),
        OUNCE_OK);
    if ((alone.count == 1) != expected) {
        differ(trial, rule, "verdict of ounce_matcher_run_rule",
               expected ? "match" : "no match", expected ? "no match" : "match");
    }
}

static void judge(struct trial *trial, const char *way, ounce_event *event,
                  const bool *expected)
{
    struct round *round = trial->round;
    ounce_error error = OUNCE_ERROR_INIT;
    ounce_status status;

    trial->way = way;
    trial->count = 0;
    memset(trial->matched, 0, sizeof trial->matched);
    if (trial->log_type != NULL) {
        event->log_type.data = trial->log_type;
        event->log_type.size = strlen(trial->log_type);
    }
    status = ounce_matcher_run(round->matcher, event, on_match, trial, &error);

    ck_assert_msg(status == OUNCE_OK, "seed %llu, as %s: %s\n%s",
                  (unsigned long long)round->seed, way, error.message, trial->text);
    for (uint32_t i = 0; i < RULES; i++) {
        if (trial->matched[i] != expected[i]) {
            differ(trial, i, "verdict", expected[i] ? "match" : "no match",
                   expected[i] ? "no match" : "match");
        }
    }
    if (differences == 0) {
        compare_calls(trial, event);
    }
}

static void try_event(struct round *round)
{
    char *text = kit_event(&round->random, round->features);
    json_error_t error;
    json_t *tree = json_loads(text, JSON_ALLOW_NUL, &error);
    struct trial trial = {0};
    bool expected[RULES];
    struct node root;
    ounce_event event;

    ck_assert_msg(tree != NULL, "%s: %s", error.text, text);
    trial.round = round;
    trial.text = text;
    trial.event = tree;
    trial.log_type = kit_log_type(&round->random);
    for (size_t i = 0; i < RULES; i++) {
        expected[i] = oracle_rule(round->rules[i], tree, trial.log_type);
        pairs_matched += expected[i] ? 1 : 0;
    }
    pairs_tried += RULES;

    ounce_event_init_json(&event, text, strlen(text));
    judge(&trial, "raw JSON", &event, expected);
    ounce_event_init_jansson(&event, tree);
    judge(&trial, "a jansson object", &event, expected);
    plant(&root, tree);
    ounce_event_init_host(&event, &host, NULL, &root);
    judge(&trial, "host objects", &event, expected);

    uproot(&root);
    json_decref(tree);
    free(text);
}

static uint64_t from_environment(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);

    return text == NULL ? otherwise : strtoull(text, NULL, 10);
}

START_TEST(engine_and_oracle_agree)
{
    const uint64_t wanted = from_environment("OUNCE_PAIRS", 100000);
    const uint64_t seed = from_environment("OUNCE_SEED", 20240115);
    const unsigned features = (unsigned)from_environment("OUNCE_FEATURES", KIT_ALL);
    struct round round;
    ounce_counts counts;
    double share;

    for (uint64_t i = 0; pairs_tried < wanted && differences == 0; i++) {
        begin(&round, seed + i, features);
        for (size_t k = 0; k < EVENTS && differences < MAX_DIFFERENCES; k++) {
            try_event(&round);
        }
        ounce_matcher_counts(round.matcher, &counts);
        ck_assert_uint_eq(counts.events,
                          counts.matched + counts.not_matched + counts.not_evaluated);
        ck_assert_uint_eq(counts.not_evaluated, 0);
        end(&round);
    }
    share = 100.0 * (double)pairs_matched / (double)pairs_tried;
    printf("differential: %llu pairs from seed %llu, %.1f %% match\n",
           (unsigned long long)pairs_tried, (unsigned long long)seed, share);

    ck_assert_uint_eq(differences, 0);
    ck_assert_msg(share >= 3 && share <= 60, "random rules have little to say");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("differential");
    TCase *tcase = tcase_create("random");

    tcase_set_timeout(tcase, 0);
    tcase_add_test(tcase, engine_and_oracle_agree);
    suite_add_tcase(suite, tcase);
    return kit_run(suite);
}
