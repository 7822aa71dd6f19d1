/* test_regex.c — regular expressions: every case of tests/python/regex_cases.tsv, whose
 * answers are CPython's; and what hostile patterns and texts may cost.
 *
 * The ops and the form of a match are said in tests/python/regex_cases.py, which writes
 * the file. OUNCE_REGEX_CASES names another one.
 */
#include "native/regex.h"

#include "base/str.h"
#include "base/table.h"
#include "kit.h"
#include "kit_cases.h"
#include "kit_object.h"
#include "native/native.h"
#include "native/native_constant.h"

#include <ounce/matcher.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static bool call(struct oz_work *work, const ounce_value *callee,
                 const ounce_value *args, uint32_t count, ounce_value *out)
{
    ck_assert_uint_eq(callee->kind, OZ_NATIVE);
    return kit_call_row(work, (uint32_t)callee->integer, args, count, out);
}

/* "<group>": the method of a match. */
static void bind_callbacks(ounce_value *args, uint32_t count)
{
    static const char *const names[] = {"group", "span", "lastgroup"};
    char text[32], row[64];

    for (uint32_t i = 0; i < count; i++) {
        for (size_t k = 0; k < 3; k++) {
            snprintf(text, sizeof text, "<%s>", names[k]);
            if (args[i].kind == OUNCE_TEXT &&
                oz_str_is((ounce_str){args[i].text, args[i].size}, text)) {
                snprintf(row, sizeof row, "re.Match.%s", names[k]);
                args[i] = (ounce_value){.kind = OZ_NATIVE};
                args[i].integer = oz_native_find((ounce_str){row, strlen(row)});
            }
        }
    }
}

static bool repr_of(struct oz_work *work, const ounce_value *value, ounce_value *out)
{
    size_t base = work->text.size;

    return oz_repr(work, value) && oz_text_take(work, base, out);
}

static bool spans_of(struct oz_work *work, const ounce_value *match, ounce_value *out)
{
    ounce_value args[2] = {*match}, span;

    ck_assert(oz_array_new(work, OZ_TUPLE, 0, out));
    for (uint32_t i = 0; i <= oz_found_of(match)->regex->groups; i++) {
        args[1] = oz_int(i);
        if (!kit_call(work, "re.Match.span", args, 2, &span) ||
            !oz_array_add(work, out, &span)) {
            return false;
        }
    }
    return true;
}

static bool show_match(struct oz_work *work, const ounce_value *match, ounce_value *out)
{
    ounce_value parts[6], tuple;

    if (!repr_of(work, match, &parts[0]) ||
        !kit_call(work, "re.Match.groups", match, 1, &parts[1]) ||
        !kit_call(work, "re.Match.groupdict", match, 1, &parts[2]) ||
        !spans_of(work, match, &parts[3]) ||
        !kit_call(work, "re.Match.lastindex", match, 1, &parts[4]) ||
        !kit_call(work, "re.Match.lastgroup", match, 1, &parts[5]) ||
        !oz_array_new(work, OZ_TUPLE, 6, &tuple)) {
        return false;
    }
    for (size_t i = 0; i < 6; i++) {
        ck_assert(oz_array_add(work, &tuple, &parts[i]));
    }
    *out = tuple;
    return true;
}

static bool show_pattern(struct oz_work *work, const ounce_value *args, uint32_t count,
                         ounce_value *out)
{
    static const char *const names[] = {"re.Pattern.pattern", "re.Pattern.flags",
                                        "re.Pattern.groups", "re.Pattern.groupindex"};
    ounce_value pattern, part;

    if (!kit_call(work, "re.compile", args, count, &pattern) ||
        !oz_array_new(work, OZ_TUPLE, 5, out)) {
        return false;
    }
    for (size_t i = 0; i < 4; i++) {
        ck_assert(kit_call(work, names[i], &pattern, 1, &part));
        ck_assert(oz_array_add(work, out, &part));
    }
    return repr_of(work, &pattern, &part) && oz_array_add(work, out, &part);
}

/* pattern, text, and what the method of the match gets */
static bool ask_match(struct oz_work *work, const char *method, ounce_value *args,
                      uint32_t count, ounce_value *out)
{
    ounce_value match;
    char name[64];

    ck_assert(kit_call(work, "re.search", args, 2, &match));
    ck_assert_uint_eq(match.kind, OZ_FOUND);
    args[1] = match;
    if (strcmp(method, "[]") == 0) {
        return oz_item(work, &match, &args[2], out);
    }
    snprintf(name, sizeof name, "re.Match.%s", method);
    return kit_call(work, name, args + 1, count - 1, out);
}

/* pattern, flags, and what the method of the pattern gets */
static bool ask_pattern(struct oz_work *work, const char *method, ounce_value *args,
                        uint32_t count, ounce_value *out)
{
    char name[64];

    ck_assert(kit_call(work, "re.compile", args, 2, &args[1]));
    snprintf(name, sizeof name, "re.Pattern.%s", method);
    return kit_call(work, name, args + 1, count - 1, out);
}

static bool run(struct oz_work *work, const char *op, ounce_value *args, uint32_t count,
                ounce_value *out)
{
    char name[64];

    if (strcmp(op, "pattern") == 0) {
        return show_pattern(work, args, count, out);
    }
    if (op[0] == '.') {
        return ask_match(work, op + 1, args, count, out);
    }
    if (strncmp(op, "at:", 3) == 0) {
        return ask_pattern(work, op + 3, args, count, out);
    }
    snprintf(name, sizeof name, "re.%s", op);
    return kit_call(work, name, args, count, out);
}

static bool show(struct oz_work *work, ounce_value *out)
{
    if (out->kind == OZ_FOUND) {
        return show_match(work, out, out);
    }
    if (out->kind == OZ_ITERATOR) {
        if (!oz_collect(work, OZ_ARRAY, out, out)) {
            return false;
        }
        for (size_t i = 0; i < oz_array_of(out)->count; i++) {
            ounce_value *item = &oz_array_of(out)->items[i];

            if (!show_match(work, item, item)) {
                return false;
            }
        }
    }
    return true;
}

/* One work area serves all, as in a matcher: cases find what others left behind. */
static bool check_line(void *user, char *line, unsigned number)
{
    struct oz_work *work = user;
    const char *op = kit_cut(&line, '\t'), *literal = kit_cut(&line, '\t');
    ounce_value args, out = oz_none();
    struct oz_array *items;
    char what[4096];
    bool ok;

    oz_regexes_rest(work->regexes);
    oz_arena_reset(work->walk.scratch);
    work->walk.steps = 10000000;
    args = kit_literal(work, literal);
    items = oz_array_of(&args);
    bind_callbacks(items->items, (uint32_t)items->count);

    ok = run(work, op, items->items, (uint32_t)items->count, &out) && show(work, &out);

    snprintf(what, sizeof what, "%s%s", op, literal);
    return kit_answer(number, what, line, kit_repr(work, ok, &out));
}

START_TEST(answers_are_those_of_cpython)
{
    const char *other = getenv("OUNCE_REGEX_CASES");
    struct oz_work *work = kit_work();

    work->call = call;
    kit_cases(other != NULL ? other : "tests/python/regex_cases.tsv", 1500, check_line,
              work);

    kit_work_free(work);
}
END_TEST

/* ---- Cost ---- */

static const struct {
    const char *pattern, *repeated, *end;
    const char *op;
} hostile[] = {
    {"(a+)+$", "a", "!", "search"},
    {"(a+)+$", "a", "!", "match"},
    {"(a|aa)+$", "a", "!", "search"},
    {"(a|a)*b", "a", "", "match"},
    {"(.*)*x", "a", "", "search"},
    {"(.*?,){20}x", "a,", "", "search"},
    {"a*b", "a", "", "search"},
    {"a.*b.*c.*d", "abc", "", "search"},
    {"\\s+$", " ", "x", "search"},
    {"(?:a?){40}a{40}b", "a", "", "search"},
    {"(?=(a+))a*b\\1", "a", "", "search"},
    {"^(([a-z])+.)+[A-Z]([a-z])+$", "a", "", "fullmatch"},
    {"(x+x+)+y", "x", "", "findall"},
    {"(?:(?:a|b|ab)*)*c", "ab", "", "search"},
    /* without a character that must be there, which PCRE2 would look for first */
    {"(x+x+)+[yz]", "x", "", "search"},
    {"(.*?,){20}[xy]", "a,", "", "search"},
    {"a*[bc]", "a", "", "search"},
    {"(?:(?:a|b|ab)*)*[cd]", "ab", "", "search"},
    {"(a|a)*[bc]", "a", "", "match"},
    {"(?=(a+))a*[bc]\\1", "a", "", "search"},
    {"(?:a?){40}a{40}[bc]", "a", "", "search"},
    {"(?i)(k+)+[x-z]", "k", "", "search"},
};

static ounce_value long_text(struct oz_work *work, const char *repeated,
                             const char *end, size_t size)
{
    ounce_value text;

    while (work->text.size < size) {
        oz_buf_text(&work->text, repeated);
    }
    oz_buf_text(&work->text, end);
    ck_assert(oz_text_take(work, 0, &text));
    return text;
}

/* CPU time, in milliseconds. */
static double milliseconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

START_TEST(what_explodes_spends_the_budget)
{
    static const size_t sizes[] = {40, 1000, 3000, 100000};
    const double patience = getenv("OUNCE_TEST_PATIENCE") != NULL ? 100 : 3000;

    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct oz_work *work = kit_work();
        ounce_value args[2], out;
        double began, took;
        char name[32];
        bool ok;

        args[0] =
            oz_text((ounce_str){hostile[_i].pattern, strlen(hostile[_i].pattern)});
        args[1] = long_text(work, hostile[_i].repeated, hostile[_i].end, sizes[i]);
        work->walk.steps = 10000000; /* the budget of an event, by default */
        snprintf(name, sizeof name, "re.%s", hostile[_i].op);
        began = milliseconds();

        ok = kit_call(work, name, args, 2, &out);

        took = milliseconds() - began;
        if (getenv("OUNCE_TEST_PATIENCE") != NULL) {
            printf("%-28s %7zu %8.2f ms %s\n", hostile[_i].pattern, sizes[i], took,
                   ok ? "answered" : ounce_reason_text(work->walk.reason));
            fflush(stdout);
        }
        ck_assert(ok || work->walk.reason == OUNCE_REASON_BUDGET);
        ck_assert_double_lt(took, patience);
        kit_work_free(work);
    }
}
END_TEST

/* Long texts pay for what they make the matcher do, and no more. */
START_TEST(what_does_not_explode_is_answered)
{
    static const char *const patterns[] = {"x$",   "[^a]", "a+$",   "(?:ab?)+",
                                           "\\w+", ".*a",  "(a|b)*"};
    struct oz_work *work = kit_work();
    ounce_value args[2], out;

    args[1] = long_text(work, "a", "", 100000);
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        args[0] = oz_text((ounce_str){patterns[i], strlen(patterns[i])});
        work->walk.steps = 10000000;

        ck_assert_msg(kit_call(work, "re.search", args, 2, &out), "%s", patterns[i]);
    }
    kit_work_free(work);
}
END_TEST

START_TEST(each_choice_of_a_long_match_is_paid)
{
    static const struct {
        const char *pattern;
        uint64_t least;
    } costs[] = {
        {"(?:a|b)*[cd]", 3000 * 4}, /* an iteration for each character, and back */
        {"(?=(a+))[cd]", 3000 / 16},
        {"a*[bc]", UINT64_C(3000) * 3000 / 2 / 16},
        {"(?:ab?)*[cd]", 3000 * 8},
    };
    struct oz_work *work = kit_work();
    ounce_value args[2], out;

    args[1] = long_text(work, "a", "", 3000);
    for (size_t i = 0; i < sizeof costs / sizeof *costs; i++) {
        args[0] = oz_text((ounce_str){costs[i].pattern, strlen(costs[i].pattern)});
        work->walk.steps = 100000000;
        ck_assert(kit_call(work, i == 2 ? "re.search" : "re.match", args, 2, &out));

        work->walk.steps = 100000000; /* compiled by now */
        ck_assert(kit_call(work, i == 2 ? "re.search" : "re.match", args, 2, &out));
        ck_assert_msg(100000000 - work->walk.steps >= costs[i].least, "%s: %llu",
                      costs[i].pattern,
                      (unsigned long long)(100000000 - work->walk.steps));
    }
    kit_work_free(work);
}
END_TEST

/* ---- Memory ---- */

/* Counts what is held, and fails from the n-th request on. */
struct counter {
    size_t held, requests, fail_at;
};

static void *resize(void *ctx, void *ptr, size_t old_size, size_t new_size)
{
    struct counter *counter = ctx;
    void *moved;

    if (new_size > 0 && ++counter->requests >= counter->fail_at) {
        return NULL;
    }
    moved = oz_alloc_default.resize(NULL, ptr, old_size, new_size);
    if (moved != NULL || new_size == 0) {
        counter->held += new_size - old_size;
    }
    return moved;
}

START_TEST(compiling_without_memory_leaves_nothing_behind)
{
    static const char pattern[] = "(?i)^(?P<name>[\\w.]+)@(k|s|[^\\W\\d]){2,}(?<=x)$";
    struct counter counter = {0, 0, 0};
    const ounce_allocator alloc = {resize, &counter};
    enum oz_regex_status status = OZ_REGEX_NOMEM;
    char message[OZ_REGEX_MESSAGE];
    struct oz_regex *regex = NULL;

    for (size_t n = 1; status == OZ_REGEX_NOMEM; n++) {
        counter = (struct counter){counter.held, 0, n};
        status = oz_regex_compile(&alloc, OZ_LIT(pattern), 0, &regex, message);
        ck_assert(status == OZ_REGEX_OK || (regex == NULL && counter.held == 0));
    }
    ck_assert_int_eq(status, OZ_REGEX_OK);
    ck_assert_uint_gt(counter.requests, 5);
    oz_regex_free(regex);
    ck_assert_uint_eq(counter.held, 0);
}
END_TEST

/* Reset, run, and count what was asked of the allocator. */
static bool run_event(struct oz_work *work, struct counter *counter, const char *text,
                      ounce_value *out)
{
    ounce_value args[4] = {0};

    oz_regexes_rest(work->regexes);
    oz_arena_reset(work->walk.scratch);
    work->walk.reason = 0;
    work->walk.steps = 100000;
    counter->requests = 0;
    args[0] = oz_text(OZ_LIT("(\\w+)@(\\w+)"));
    args[1] = oz_text(OZ_LIT("\\2 \\1"));
    args[2] = oz_text((ounce_str){text, strlen(text)});
    return kit_call(work, "re.sub", args, 3, out);
}

START_TEST(a_warm_match_asks_for_no_memory)
{
    struct counter counter = {0, 0, SIZE_MAX};
    const ounce_allocator alloc = {resize, &counter};
    struct oz_work *work = kit_work();
    struct oz_arena arena, *kept = work->walk.scratch;
    ounce_value out;

    oz_arena_init(&arena, &alloc);
    work->walk.scratch = &arena;
    for (int i = 0; i < 3; i++) {
        ck_assert(run_event(work, &counter, "me@home you@work", &out));
    }
    ck_assert_str_eq(kit_repr(work, true, &out), "'home me work you'");
    ck_assert_uint_eq(counter.requests, 0);

    oz_regexes_free(work->regexes);
    work->regexes = NULL;
    oz_arena_finish(&arena);
    ck_assert_uint_eq(counter.held, 0);
    work->walk.scratch = kept;
    kit_work_free(work);
}
END_TEST

START_TEST(matching_without_memory_is_no_answer)
{
    struct counter counter = {0, 0, SIZE_MAX};
    const ounce_allocator alloc = {resize, &counter};
    bool ok = false;

    for (size_t n = 1; !ok; n++) {
        struct oz_work *work = kit_work();
        struct oz_arena arena, *kept = work->walk.scratch;
        ounce_value out;

        counter.fail_at = n;
        oz_arena_init(&arena, &alloc);
        work->walk.scratch = &arena;
        ok = run_event(work, &counter, "me@home you@work", &out);
        ck_assert(ok || work->walk.reason == OUNCE_REASON_NOMEM);
        oz_regexes_free(work->regexes);
        work->regexes = NULL;
        oz_arena_finish(&arena);
        ck_assert_uint_eq(counter.held, 0);
        work->walk.scratch = kept;
        kit_work_free(work);
    }
}
END_TEST

/* Many patterns of one event stay while it lasts; afterwards only some do. */
START_TEST(the_cache_is_bounded)
{
    struct oz_work *work = kit_work();
    const struct oz_regex *first, *again;
    char pattern[32];
    unsigned made = 0;

    ck_assert(oz_regex_get(work, OZ_LIT("first"), 0, &first));
    work->walk.steps = UINT64_MAX;
    do {
        snprintf(pattern, sizeof pattern, "x%u", made++);
    } while (oz_regex_get(work, (ounce_str){pattern, strlen(pattern)}, 0, &again));

    ck_assert_uint_gt(made, 100);
    ck_assert_uint_lt(made, 1000);
    ck_assert_uint_eq(work->walk.reason, OUNCE_REASON_BUDGET);
    ck_assert(oz_regex_get(work, OZ_LIT("first"), 0, &again));
    ck_assert_ptr_eq(first, again);

    work->walk.reason = 0;
    oz_regexes_rest(work->regexes);
    ck_assert(oz_regex_get(work, OZ_LIT("another"), 0, &again));
    kit_work_free(work);
}
END_TEST

START_TEST(constants_have_their_values)
{
    ounce_value value;

    ck_assert(oz_native_constant(OZ_LIT("re.IGNORECASE"), &value));
    ck_assert_int_eq(value.integer, 2);
    ck_assert(!oz_native_constant(OZ_LIT("re.IGNORE"), &value));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("native/regex");
    TCase *tests = tcase_create("regex");

    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, answers_are_those_of_cpython);
    tcase_add_loop_test(tests, what_explodes_spends_the_budget, 0,
                        (int)(sizeof hostile / sizeof *hostile));
    tcase_add_test(tests, what_does_not_explode_is_answered);
    tcase_add_test(tests, each_choice_of_a_long_match_is_paid);
    tcase_add_test(tests, compiling_without_memory_leaves_nothing_behind);
    tcase_add_test(tests, a_warm_match_asks_for_no_memory);
    tcase_add_test(tests, matching_without_memory_is_no_answer);
    tcase_add_test(tests, the_cache_is_bounded);
    tcase_add_test(tests, constants_have_their_values);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
