/* test_native_hostile.c — texts and counts meant to hurt: the budget or an exception
 * ends each, and failing memory is no crash.
 */
#include "base/str.h"
#include "base/table.h"
#include "kit.h"
#include "kit_object.h"
#include "native/native.h"

#include <ounce/matcher.h>
#include <stdlib.h>
#include <string.h>

#define STEPS         1000000
#define LENGTH(array) ((int)(sizeof(array) / sizeof((array)[0])))

/* `N` in front of a literal repeats its text: N1000'ab'. */
static const struct {
    const char *name, *args[4];
    const char *answer; /* of kit_repr; NULL: the budget ends it */
} cases[] = {
    {"str.ljust", {"'a'", "1000000000000"}, NULL},
    {"str.rjust", {"'a'", "9223372036854775807"}, NULL},
    {"str.center", {"'a'", "1000000000000", "'é'"}, NULL},
    {"str.zfill", {"'a'", "1000000000000"}, NULL},
    {"str.ljust",
     {"'a'", "9223372036854775808"},
     "!OverflowError: Python int too large to convert to C ssize_t"},
    {"str.expandtabs", {"N100'\\t'", "2147483647"}, NULL},
    {"str.replace", {"N20000'a'", "'a'", "N20000'b'"}, NULL},
    {"str.replace", {"N20000'a'", "''", "N20000'b'"}, NULL},
    {"str.rfind", {"N200000'a'", "N20000'ab'"}, NULL},
    {"str.strip", {"N100000'a'", "N100000'ba'"}, NULL},
    {"str.split", {"N3000000'a '"}, NULL},
    {"str.rsplit", {"N3000000'a,'", "','"}, NULL},
    {"str.join", {"N2000000'a'", "N2000000'b'"}, NULL},
    {"str.translate", {"N3000000'a'", "{}"}, NULL},
    {"str.format", {"'{:>1000000000000}'", "1"}, NULL},
    {"fnmatch.fnmatch", {"N200000'a'", "N5000'*a'"}, "True"},
    {"fnmatch.fnmatch",
     {"N300000'a'", "'*aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab'"},
     NULL},
    {"fnmatch.fnmatch", {"N200000'a'", "'*a*a*a*a*a*a*a*a*a*a*a*a*b'"}, "False"},
    {"fnmatch.fnmatch", {"N100000'b'", "N40000'[!a-c]'"}, "False"},
    {"json.loads",
     {"N100000'['"},
     "!RecursionError: maximum recursion depth exceeded while decoding a JSON array "
     "from a unicode string"},
    {"json.loads",
     {"N100000'{\"a\":'"},
     "!RecursionError: maximum recursion depth exceeded while decoding a JSON object "
     "from a unicode string"},
    {"json.loads",
     {"N2000000'9'"},
     "!ValueError: Exceeds the limit (4300 digits) for integer string conversion: "
     "value "
     "has 2000000 digits; use sys.set_int_max_str_digits() to increase the limit"},
    {"base64.b64decode", {"N17000000'a'"}, NULL},
    {"shlex.split", {"N3000000'a '"}, NULL},
    {"urllib.parse.parse_qs", {"N3000000'a=1&'"}, NULL},
};

/* A literal, its text repeated. */
static ounce_value argument(struct oz_work *work, const char *text)
{
    char *end;
    size_t count = text[0] == 'N' ? strtoul(text + 1, &end, 10) : 0;
    ounce_value value = kit_literal(work, count > 0 ? end : text);
    char *made;

    if (count == 0) {
        return value;
    }
    made = oz_work_alloc(work, count * value.size);
    ck_assert_ptr_nonnull(made);
    for (size_t i = 0; i < count; i++) {
        memcpy(made + i * value.size, value.text, value.size);
    }
    return oz_text((ounce_str){made, count * value.size});
}

static bool invoke(struct oz_work *work, const char *name, const char *const *args,
                   ounce_value *out)
{
    uint32_t id = oz_native_find((ounce_str){name, strlen(name)});
    ounce_value given[4], bound[OZ_MAX_PARAMS];
    uint32_t count = 0;

    ck_assert_uint_ne(id, OZ_NONE);
    while (count < 4 && args[count] != NULL) {
        given[count] = argument(work, args[count]);
        count++;
    }
    work->walk.steps = STEPS;
    return oz_native_bind(work, &oz_natives[id], given, count, NULL, 0, bound) &&
           oz_natives[id].call(work, bound, out);
}

START_TEST(the_budget_or_an_exception_ends_what_is_too_much)
{
    struct oz_work *work = kit_work();
    ounce_value value;
    bool ok = invoke(work, cases[_i].name, cases[_i].args, &value);

    if (cases[_i].answer == NULL) {
        ck_assert_msg(!ok, "%s was done", cases[_i].name);
        ck_assert_uint_eq(work->walk.reason, OUNCE_REASON_BUDGET);
        ck_assert_uint_lt(work->text.capacity, 64 << 20);
    } else {
        work->walk.steps = STEPS;
        ck_assert_str_eq(kit_repr(work, ok, &value), cases[_i].answer);
    }
    kit_work_free(work);
}
END_TEST

START_TEST(a_ratio_passes_over_what_is_too_frequent)
{
    static const char *const args[] = {"None", "N10000'ab'", "N10000'ba'", NULL};
    struct oz_work *work = kit_work();
    uint32_t ratio = oz_native_find(OZ_LIT("SequenceMatcher.ratio"));
    ounce_value matcher, value;

    ck_assert(invoke(work, "difflib.SequenceMatcher", args, &matcher));
    ck_assert(oz_natives[ratio].call(work, &matcher, &value));
    ck_assert_str_eq(kit_repr(work, true, &value), "0.0"); /* all too frequent */

    kit_work_free(work);
}
END_TEST

START_TEST(a_ratio_of_many_places_ends_by_the_budget)
{
    static const char *const args[] = {"None", "N10000'ab'", "N10000'ba'", "False"};
    struct oz_work *work = kit_work();
    uint32_t ratio = oz_native_find(OZ_LIT("SequenceMatcher.ratio"));
    ounce_value matcher, value;

    ck_assert(invoke(work, "difflib.SequenceMatcher", args, &matcher));
    ck_assert(!oz_natives[ratio].call(work, &matcher, &value));
    ck_assert_uint_eq(work->walk.reason, OUNCE_REASON_BUDGET);

    kit_work_free(work);
}
END_TEST

/* set.union(event): any code may call a method by its class, and give it anything. */
START_TEST(a_method_applies_to_its_class)
{
    struct oz_work *work = kit_work();
    ounce_value others[] = {kit_literal(work, "7"), kit_literal(work, "'a'"),
                            kit_literal(work, "W('{\"a\": 1}')"),
                            kit_literal(work, "{1}")};
    uint32_t methods = 0;

    for (uint32_t id = 0; id < OZ_NATIVE_COUNT; id++) {
        const char *name = oz_natives[id].name;
        uint32_t applies = 0;

        if (strncmp(oz_natives[id].params, "self", 4) != 0 ||
            strncmp(name, "object.", 7) == 0) {
            continue;
        }
        methods++;
        for (int i = 0; i < LENGTH(others); i++) {
            applies += oz_native_applies(work, id, &others[i]) ? 1 : 0;
            work->walk.reason = OUNCE_REASON_NONE;
        }
        ck_assert_msg(applies <= 1, "%s applies to %u of them", name, applies);
    }
    ck_assert_uint_gt(methods, 100);
    kit_work_free(work);
}
END_TEST

START_TEST(a_method_of_another_class_says_so)
{
    struct oz_work *work = kit_work();
    ounce_value event = kit_literal(work, "W('{\"a\": 1}')");
    bool ok = oz_native_applies(work, oz_native_find(OZ_LIT("set.union")), &event);

    ck_assert_str_eq(
        kit_repr(work, ok, &event),
        "!TypeError: descriptor 'union' for 'set' objects doesn't apply to "
        "a 'ImmutableCaseInsensitiveDict' object");
    kit_work_free(work);
}
END_TEST

START_TEST(a_list_within_itself_is_no_json)
{
    struct oz_work *work = kit_work();
    uint32_t id = oz_native_find(OZ_LIT("json.dumps"));
    ounce_value bound[8] = {kit_literal(work, "[1]")};
    ounce_value value;

    ck_assert(oz_array_add(work, &bound[0], &bound[0]));

    ck_assert_str_eq(kit_repr(work, oz_natives[id].call(work, bound, &value), &value),
                     "!ValueError: Circular reference detected");
    kit_work_free(work);
}
END_TEST

static uint64_t ones(void *ctx)
{
    (void)ctx;
    return UINT64_MAX;
}

START_TEST(a_uuid_has_its_version)
{
    const ounce_services services = {.size = sizeof services, .random = ones};
    struct oz_work *work = kit_work();
    uint32_t id = oz_native_find(OZ_LIT("uuid.uuid4"));
    ounce_value value;

    work->services = &services;
    ck_assert_str_eq(kit_repr(work, oz_natives[id].call(work, NULL, &value), &value),
                     "'ffffffff-ffff-4fff-bfff-ffffffffffff'");
    kit_work_free(work);
}
END_TEST

/* ---- memory ---- */

static const struct {
    const char *name, *args[4];
} hungry[] = {
    {"str.upper", {"'abc'"}},
    {"str.upper", {"'straße'"}},
    {"str.title", {"'Σας'"}},
    {"str.split", {"'a b c'"}},
    {"str.rsplit", {"'a,b,c'", "','"}},
    {"str.partition", {"'a,b'", "','"}},
    {"str.replace", {"'abc'", "'b'", "'xyz'"}},
    {"str.join", {"','", "['a', 'b']"}},
    {"str.ljust", {"'a'", "9"}},
    {"str.format", {"'{!r:>9} {!a}'", "'é'", "'é'"}},
    {"str.encode", {"'é'", "'utf-16'"}},
    {"bytes.decode", {"b'a\\xff'", "'latin-1'"}},
    {"str.translate", {"'ab'", "{97: 'x'}"}},
    {"json.loads", {"'{\"a\\\\u00e9\": [1, \"x\\\\n\", 12345678901234567890123]}'"}},
    {"json.loads", {"'[1'"}},
    {"json.dumps", {"{'b': [1, 'é'], 'a': {}}"}},
    {"base64.b64decode", {"'aGk='"}},
    {"base64.b64encode", {"b'hi'"}},
    {"urllib.parse.urlparse", {"'HTTP://a\\tb/c'"}},
    {"urllib.parse.parse_qs", {"'a=1&a=%41+&b=2'"}},
    {"urllib.parse.quote", {"'a b'"}},
    {"shlex.split", {"'a \"b c\"'"}},
    {"difflib.SequenceMatcher", {"None", "'a'", "'b'"}},
    {"math.floor", {"1e300"}},
};

START_TEST(out_of_memory_is_reported)
{
    struct kit_memory memory;
    struct oz_arena arena;
    bool ok = false;

    for (uint64_t n = 1; !ok; n++) {
        struct oz_work *work = kit_work();
        uint32_t id =
            oz_native_find((ounce_str){hungry[_i].name, strlen(hungry[_i].name)});
        ounce_value given[4], bound[OZ_MAX_PARAMS], value;
        struct oz_arena *own = work->walk.scratch;
        struct oz_buf text = work->text;
        uint32_t count = 0;

        while (count < 4 && hungry[_i].args[count] != NULL) {
            given[count] = kit_literal(work, hungry[_i].args[count]);
            count++;
        }
        ck_assert(oz_native_bind(work, &oz_natives[id], given, count, NULL, 0, bound));
        text = work->text;
        kit_memory_init(&memory);
        memory.fail_at = n;
        memory.keep_failing = true;
        oz_arena_init(&arena, &memory.allocator);
        oz_buf_init(&work->text, &memory.allocator);
        work->walk.scratch = &arena;

        ok = oz_natives[id].call(work, bound, &value);
        if (!ok) {
            ck_assert(
                work->walk.reason == OUNCE_REASON_NOMEM ||
                (memory.calls < n && work->walk.reason == OUNCE_REASON_RULE_ERROR));
            ok = memory.calls < n;
        }
        ck_assert_uint_lt(n, 100);
        oz_buf_finish(&work->text);
        oz_arena_finish(&arena);
        ck_assert_uint_eq(memory.live, 0);
        work->text = text;
        work->walk.scratch = own;
        kit_work_free(work);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("native/native_hostile");
    TCase *tests = tcase_create("hostile");

    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, the_budget_or_an_exception_ends_what_is_too_much, 0,
                        LENGTH(cases));
    tcase_add_test(tests, a_ratio_passes_over_what_is_too_frequent);
    tcase_add_test(tests, a_ratio_of_many_places_ends_by_the_budget);
    tcase_add_test(tests, a_method_applies_to_its_class);
    tcase_add_test(tests, a_method_of_another_class_says_so);
    tcase_add_test(tests, a_list_within_itself_is_no_json);
    tcase_add_test(tests, a_uuid_has_its_version);
    tcase_add_loop_test(tests, out_of_memory_is_reported, 0, LENGTH(hungry));
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
