/* test_lint_property.c — what the linter claims, against what the matcher does.
 *
 *     "never matches"          =>  no event matches
 *     "matches every event"    =>  every event does
 *     a branch "adds nothing"  =>  without it every verdict is the same
 *
 * Rules are made of two sources: few fields with few values, judged on every event that
 * there is of them, and the generators of the differential test, which use everything.
 *
 *     OUNCE_LINTED=100000   rules to try of each source (1,000)
 *     OUNCE_SEED=7          where to begin
 */
#include "generate.h"
#include "lint_kit.h"

#include <stdlib.h>

#define BRANCHES   6
#define TEXT_SIZE  60000
#define FULL_SIZE  (BRANCHES * TEXT_SIZE + 1000)
#define FIRST_LINE 7 /* of a branch; see write_rule() */

static uint64_t number_from(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);

    return text == NULL ? otherwise : strtoull(text, NULL, 10);
}

/* ---- rules ---- */

/* The branches of one combinator, each an expression on a line of its own. */
struct subject {
    const char *combinator;
    char branches[BRANCHES][TEXT_SIZE];
    int count;
};

/* `left_out` is a branch, or -1. */
static void write_rule(const struct subject *subject, int left_out, char *out)
{
    int used = snprintf(out, FULL_SIZE,
                        "AnalysisType: rule\nRuleID: R\nEnabled: true\nSeverity: Low\n"
                        "LogTypes: [L]\nDetection: [{%s: [\n",
                        subject->combinator);

    for (int i = 0; i < subject->count; i++) {
        if (i != left_out) {
            used += snprintf(out + used, (size_t)(FULL_SIZE - used), "  %s,\n",
                             subject->branches[i]);
        }
    }
    snprintf(out + used, (size_t)(FULL_SIZE - used), "]}]\n");
}

/* ---- events ---- */

struct events {
    char **items;
    size_t count;
};

static const char *const values[] = {
    "",
    "null",
    "true",
    "false",
    "0",
    "1",
    "1.0",
    "2",
    "1.5",
    "\"\"",
    "\"a\"",
    "\"A\"",
    "\"ab\"",
    "\"aB\"",
    "\"ba\"",
    "\"1\"",
    "\"8.8.8.8\"",
    "\"10.0.0.1\"",
    "[]",
    "[1]",
    "[\"a\"]",
    "[{\"a\":1}]",
    "{}",
    "{\"a\":1}",
    "[{\"a\":1,\"b\":2},{\"a\":\"ab\"}]",
};

static void add_event(struct events *events, char *text)
{
    events->items = realloc(events->items, (events->count + 1) * sizeof *events->items);
    ck_assert_ptr_nonnull(events->items);
    events->items[events->count++] = text;
}

/* Two fields, every pair of values; the first value is none. */
static void all_events(struct events *events)
{
    for (int i = 0; i < KIT_LENGTH(values); i++) {
        for (int k = 0; k < KIT_LENGTH(values); k++) {
            char *text = malloc(200);
            bool both = values[i][0] != '\0' && values[k][0] != '\0';

            ck_assert_ptr_nonnull(text);
            snprintf(text, 200, "{%s%s%s%s%s}", values[i][0] != '\0' ? "\"a\":" : "",
                     values[i], both ? "," : "", values[k][0] != '\0' ? "\"b\":" : "",
                     values[k]);
            add_event(events, text);
        }
    }
}

static void free_events(struct events *events)
{
    for (size_t i = 0; i < events->count; i++) {
        free(events->items[i]);
    }
    free(events->items);
}

/* ---- few fields, few values ---- */

static const char *pick(struct kit_random *random, const char *const *words, int count)
{
    return words[kit_random_below(random, (size_t)count)];
}

#define PICK(random, words) pick(random, words, KIT_LENGTH(words))

static int plain(struct kit_random *random, char *out, int size)
{
    static const char *const fields[] = {"Key: a", "Key: a", "Key: b",
                                         "KeyPath: 'a[*].a'", "KeyPath: a.a"};
    static const char *const alone[] = {
        "Exists",      "DoesNotExist",      "IsNull",
        "IsNotNull",   "IsNullOrEmpty",     "IsNotNullOrEmpty",
        "IsIPAddress", "IsIPAddressPublic", "IsIPAddressPrivate"};
    static const char *const with_value[] = {"Equals",
                                             "Equals",
                                             "Equals",
                                             "DoesNotEqual",
                                             "IEquals",
                                             "IDoesNotEqual",
                                             "Contains",
                                             "DoesNotContain",
                                             "IContains",
                                             "IsGreaterThan",
                                             "IsGreaterThanOrEquals",
                                             "IsLessThan",
                                             "IsLessThanOrEquals"};
    static const char *const with_text[] = {"StartsWith", "IStartsWith", "EndsWith",
                                            "IDoesNotEndWith", "DoesNotStartWith"};
    static const char *const with_list[] = {"IsIn", "IsIn", "IsNotIn", "IsNotIn",
                                            "Contains"};
    static const char *const scalars[] = {"0",     "1",      "1.0",   "2",
                                          "true",  "false",  "\"\"",  "\"a\"",
                                          "\"A\"", "\"ab\"", "\"1\"", "\"8.8.8.8\""};
    static const char *const texts[] = {"\"\"", "\"a\"", "\"B\"", "\"ab\"", "\"8\""};
    static const char *const lists[] = {"",
                                        "1",
                                        "1, 2",
                                        "0, 1, 1.5",
                                        "\"a\"",
                                        "\"a\", \"A\"",
                                        "\"ab\", \"ba\", \"1\"",
                                        "true",
                                        "true, false"};
    const char *field = PICK(random, fields);

    switch (kit_random_below(random, 10)) {
    case 0:
    case 1:
        return snprintf(out, (size_t)size, "{%s, Condition: %s}", field,
                        PICK(random, alone));
    case 2:
        return snprintf(out, (size_t)size, "{%s, Condition: %s, Value: %s}", field,
                        PICK(random, with_text), PICK(random, texts));
    case 3:
    case 4:
    case 5:
        return snprintf(out, (size_t)size, "{%s, Condition: %s, Values: [%s]}", field,
                        PICK(random, with_list), PICK(random, lists));
    case 6:
        return snprintf(out, (size_t)size,
                        "{Condition: %s, Values: [{Key: a}, {Key: %s}]}",
                        kit_random_chance(random, 50) ? "Equals" : "IsGreaterThan",
                        kit_random_chance(random, 30) ? "a" : "b");
    case 7:
        if (kit_random_chance(random, 30)) {
            return snprintf(out, (size_t)size, "{Condition: Always%s}",
                            kit_random_chance(random, 50) ? "True" : "False");
        }
        break;
    default:
        break;
    }
    return snprintf(out, (size_t)size, "{%s, Condition: %s, Value: %s}", field,
                    PICK(random, with_value), PICK(random, scalars));
}

static int nested(struct kit_random *random, char *out, int size, int depth)
{
    static const char *const open[] = {
        "{All: [",
        "{All: [",
        "{Any: [",
        "{None: [",
        "{OnlyOne: [",
        "{Key: a, Condition: AnyElement, Expressions: [",
        "{Key: a, Condition: NoElement, Expressions: [",
        "{Key: b, Condition: AllElements, Expressions: ["};
    int used;
    size_t count;

    if (depth == 0 || kit_random_chance(random, 60)) {
        return plain(random, out, size);
    }
    used = snprintf(out, (size_t)size, "%s", PICK(random, open));
    count = kit_random_below(random, 20) == 0 ? 0 : 1 + kit_random_below(random, 3);
    for (size_t i = 0; i < count; i++) {
        used += nested(random, out + used, size - used, depth - 1);
        used += snprintf(out + used, (size_t)(size - used), "%s",
                         i + 1 < count ? ", " : "");
    }
    return used + snprintf(out + used, (size_t)(size - used), "]}");
}

static const char *const combinators[] = {"All", "All", "Any", "None", "OnlyOne"};

static void few_fields(struct kit_random *random, struct subject *subject)
{
    subject->combinator = PICK(random, combinators);
    subject->count = 1 + (int)kit_random_below(random, BRANCHES);
    for (int i = 0; i < subject->count; i++) {
        char *out = subject->branches[i];
        bool more = i > 0 && strlen(subject->branches[i - 1]) < TEXT_SIZE / 2 &&
                    kit_random_chance(random, 20);
        int used =
            more ? snprintf(out, TEXT_SIZE, "{All: [%s, ", subject->branches[i - 1])
                 : 0;

        used += nested(random, out + used, TEXT_SIZE - used, 2);
        if (more) {
            snprintf(out + used, (size_t)(TEXT_SIZE - used), "]}");
        }
    }
}

/* ---- everything ---- */

/* An expression of a generated rule; some again, some with others. */
static void draw(struct kit_random *random, struct subject *subject, int branch)
{
    char *out = subject->branches[branch];
    json_t *rule = kit_rule(random, KIT_ENRICHMENT, 0);
    json_t *list = json_object_get(rule, "Detection");
    size_t count = json_array_size(list);
    json_t *one = json_array_get(list, kit_random_below(random, count));
    char *text = kit_rule_text(one);
    const char *other =
        branch > 0 ? subject->branches[kit_random_below(random, (size_t)branch)] : NULL;

    ck_assert_ptr_nonnull(text);
    ck_assert_uint_lt(strlen(text), TEXT_SIZE / 20);
    if (other != NULL && strlen(other) < TEXT_SIZE / 4 &&
        kit_random_chance(random, 40)) {
        switch (kit_random_below(random, 3)) {
        case 0:
            snprintf(out, TEXT_SIZE, "{All: [%s, %s]}", other, text);
            break;
        case 1:
            snprintf(out, TEXT_SIZE, "{All: [%s, {None: [%s]}]}", text, other);
            break;
        default:
            snprintf(out, TEXT_SIZE, "{None: [%s]}", other);
            break;
        }
    } else {
        snprintf(out, TEXT_SIZE, "%s", text);
    }
    free(text);
    json_decref(rule);
}

static void everything(struct kit_random *random, struct subject *subject)
{
    subject->combinator = PICK(random, combinators);
    subject->count = 2 + (int)kit_random_below(random, BRANCHES - 1);
    for (int i = 0; i < subject->count; i++) {
        draw(random, subject, i);
    }
}

/* ---- claims ---- */

struct claims {
    uint64_t rules, never, always, shadowed;
};

static bool contains(ounce_str text, const char *part)
{
    return memmem(text.data, text.size, part, strlen(part)) != NULL;
}

static void check_constant(struct kit_set *set, const struct events *events,
                           const char *text, bool expected)
{
    for (size_t i = 0; i < events->count; i++) {
        ck_assert_msg(kit_judge(set, events->items[i]) == expected, "%s\n%s\n%s", text,
                      events->items[i], kit_diagnostics(set, false));
    }
}

static void check_without(struct kit_set *set, const struct events *events,
                          const struct subject *subject, int branch, const char *text)
{
    static char shorter[FULL_SIZE];
    struct kit_set other;

    write_rule(subject, branch, shorter);
    kit_compile(&other, shorter);
    for (size_t i = 0; i < events->count; i++) {
        ck_assert_msg(kit_judge(set, events->items[i]) ==
                          kit_judge(&other, events->items[i]),
                      "without branch %d\n%s\n%s\n%s", branch, text, events->items[i],
                      kit_diagnostics(set, false));
    }
    kit_finish(&other);
}

static void check_claims(const struct subject *subject, const struct events *events,
                         struct claims *claims)
{
    static char text[FULL_SIZE];
    struct kit_set set;
    ounce_diagnostic found;
    int last = -1; /* branch that was left out last */

    write_rule(subject, -1, text);
    lint_compile(&set, text);
    claims->rules++;
    for (uint32_t i = 0; ounce_compiler_diagnostic(set.compiler, i, &found); i++) {
        int branch = (int)found.line - FIRST_LINE;

        if (contains(found.message, "the rule never matches")) {
            check_constant(&set, events, text, false);
            claims->never++;
        } else if (contains(found.message, "matches every event")) {
            check_constant(&set, events, text, true);
            claims->always++;
        } else if (contains(found.code, "shadowed-branch") && found.column == 3 &&
                   branch != last) {
            check_without(&set, events, subject, branch, text);
            claims->shadowed++;
            last = branch;
        }
    }
    kit_finish(&set);
}

static void check_enough(const char *source, const struct claims *claims)
{
    printf("%s: %llu rules, %llu never match, %llu always, %llu branches shadowed\n",
           source, (unsigned long long)claims->rules, (unsigned long long)claims->never,
           (unsigned long long)claims->always, (unsigned long long)claims->shadowed);
    ck_assert_uint_gt(claims->never, claims->rules / 50);
    ck_assert_uint_gt(claims->shadowed, 0);
}

START_TEST(few_fields_on_every_event)
{
    static struct subject subject;
    struct kit_random random = {number_from("OUNCE_SEED", 1)};
    uint64_t rules = number_from("OUNCE_LINTED", 1000);
    struct events events = {NULL, 0};
    struct claims claims = {0, 0, 0, 0};

    all_events(&events);
    while (claims.rules < rules) {
        few_fields(&random, &subject);
        check_claims(&subject, &events, &claims);
    }

    check_enough("few fields", &claims);
    ck_assert_uint_gt(claims.always, claims.rules / 50);
    free_events(&events);
}
END_TEST

START_TEST(everything_on_random_events)
{
    static struct subject subject;
    struct kit_random random = {number_from("OUNCE_SEED", 2)};
    uint64_t rules = number_from("OUNCE_LINTED", 1000);
    struct claims claims = {0, 0, 0, 0};

    while (claims.rules < rules) {
        struct events events = {NULL, 0};

        for (int i = 0; i < 100; i++) {
            add_event(&events, kit_event(&random, KIT_ENRICHMENT));
        }
        for (int i = 0; i < 50; i++) {
            everything(&random, &subject);
            check_claims(&subject, &events, &claims);
        }
        free_events(&events);
    }

    check_enough("everything", &claims);
}
END_TEST

static void add(TCase *tcase)
{
    tcase_add_test(tcase, few_fields_on_every_event);
    tcase_add_test(tcase, everything_on_random_events);
}

int main(void)
{
    return lint_run("lint/lint_property", add);
}
