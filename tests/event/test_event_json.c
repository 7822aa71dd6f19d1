/* test_event_json.c — the projecting reader: what lands in a slot, and what is refused.
 *
 * What a value decodes to is compared with jansson over the conformance suite.
 */
#include "event/event_json.h"

#include "base/str.h"
#include "kit_event.h"

#include <jansson.h>
#include <math.h>
#include <ounce/matcher.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LENGTH(array) ((int)(sizeof(array) / sizeof((array)[0])))

#define KELVIN "\xe2\x84\xaa" /* lower case: k */

static struct kit_event event;

/* ---- Slots ---- */

static const struct {
    const char *names[5];
    const char *text;
    const char *slots; /* printed, with a blank between */
} rows[] = {
    /* plain reading */
    {{"a", "b", NULL}, "{}", "- -"},
    {{"a", "b", NULL}, "{\"b\":2,\"c\":3,\"a\":1}", "1 2"},
    {{"a", NULL}, " { \"a\" : [ 1 , { } ] } ", "[1,{}]"},
    {{"a", NULL}, "{\"a\":null}", "null"},
    {{"a", "a/b", "a/b/c", NULL},
     "{\"a\":{\"b\":{\"c\":5}}}",
     "{\"b\":{\"c\":5}} {\"c\":5} 5"},
    {{"a/b", NULL}, "{\"a\":[{\"b\":1}]}", "-"},
    {{"a/b", NULL}, "{\"a\":\"b\"}", "-"},
    {{"b", NULL}, "{\"a\":{\"b\":1}}", "-"},
    {{"a/b", "b", NULL}, "{\"a\":{\"x\":{\"b\":0},\"b\":1},\"b\":2}", "1 2"},
    {{"a.b", NULL}, "{\"a\":{\"b\":1},\"a.b\":2}", "2"},
    {{"", NULL}, "{\"\":7}", "7"},
    {{"*", NULL}, "{\"*\":7}", "7"},
    /* escaped keys */
    {{"eventName", NULL}, "{\"event\\u004eame\":1}", "1"},
    {{"eventName", NULL}, "{\"EVENT\\u004eAME\":1}", "1"},
    {{"a\"b", NULL}, "{\"a\\\"b\":1}", "1"},
    {{"\xf0\x9f\x98\x80", NULL}, "{\"\\ud83d\\ude00\":1}", "1"},
    {{"a/b", NULL}, "{\"\\u0061\":{\"\\u0062\":1}}", "1"},
    /* duplicates: the last value */
    {{"a", NULL}, "{\"a\":1,\"a\":2}", "2"},
    {{"a", NULL}, "{\"a\":1,\"\\u0061\":2}", "2"},
    {{"a", NULL}, "{\"\\u0061\":1,\"a\":2}", "2"},
    {{"a", "a/b", NULL}, "{\"a\":{\"b\":1},\"a\":{\"c\":2}}", "{\"c\":2} -"},
    {{"a", "a/b", NULL}, "{\"a\":{\"b\":1},\"a\":3}", "3 -"},
    {{"a", "a/b", NULL}, "{\"a\":3,\"a\":{\"b\":1}}", "{\"b\":1} 1"},
    {{"a/b/c", "a/b", "a/d", NULL},
     "{\"a\":{\"b\":{\"c\":1},\"d\":2},\"a\":{\"b\":{}}}",
     "- {} -"},
    {{"a/b", "c", NULL}, "{\"a\":{\"b\":1},\"c\":4,\"a\":{}}", "- 4"},
    {{"a/b", NULL}, "{\"a\":{\"b\":1,\"b\":2}}", "2"},
    {{"a/b", NULL}, "{\"a\":{\"b\":1,\"B\":2}}", "1"},
    /* another case: the exact name whatever the order, else the first */
    {{"name", NULL}, "{\"NAME\":1}", "1"},
    {{"name", NULL}, "{\"NAME\":1,\"name\":2}", "2"},
    {{"name", NULL}, "{\"name\":2,\"NAME\":1}", "2"},
    {{"name", NULL}, "{\"NAME\":1,\"Name\":2}", "1"},
    {{"name", NULL}, "{\"Name\":2,\"NAME\":1}", "2"},
    {{"name", NULL}, "{\"NAME\":1,\"Name\":2,\"NAME\":3}", "3"},
    {{"name", NULL}, "{\"NAME\":1,\"Name\":2,\"Name\":3}", "1"},
    {{"name", NULL}, "{\"NAME\":1,\"name\":2,\"NAME\":3}", "2"},
    {{"name", NULL}, "{\"name\":1,\"NAME\":2,\"name\":3}", "3"},
    {{"name", NULL}, "{\"NAME\":1,\"n\\u0061me\":2}", "2"},
    {{"name", NULL}, "{\"N\\u0041ME\":1,\"Name\":2,\"NAME\":3}", "3"},
    {{"a/b", NULL}, "{\"A\":{\"B\":1}}", "1"},
    {{"a/b", NULL}, "{\"A\":{\"b\":1},\"a\":{\"B\":2}}", "2"},
    {{"a/b", NULL}, "{\"A\":{\"b\":1},\"a\":{}}", "-"},
    {{"a/b", NULL}, "{\"a\":{},\"A\":{\"b\":1}}", "-"},
    {{"a/b", NULL}, "{\"A\":{\"b\":1},\"A\":{\"c\":1}}", "-"},
    {{"a/b", NULL}, "{\"A\":{},\"\\u0041\":{\"B\":1}}", "1"},
    {{"a/b", NULL}, "{\"A\":{\"b\":1},\"Aa\":{},\"a\\u0000\":0}", "1"},
    /* rules that spell one name in several cases */
    {{"a", "A", NULL}, "{\"a\":1}", "1 1"},
    {{"a", "A", NULL}, "{\"A\":1}", "1 1"},
    {{"a", "A", NULL}, "{\"a\":1,\"A\":2}", "1 2"},
    {{"a", "A", NULL}, "{\"A\":2,\"a\":1}", "1 2"},
    {{"name", "NAME", "Name", NULL}, "{\"nAME\":1,\"Name\":2}", "1 1 2"},
    {{"a/b", "A/b", "A/B", NULL}, "{\"a\":{\"b\":1,\"B\":2}}", "1 1 2"},
    {{"a/b", "A/c", NULL}, "{\"a\":{\"b\":1},\"A\":{\"c\":2}}", "1 2"},
    {{"a/b", "A/c", NULL}, "{\"a\":{\"b\":1,\"c\":3},\"a\":{\"b\":4}}", "4 -"},
    {{"a", "A", "a/b", NULL},
     "{\"A\":{\"b\":[1,{\"a\":2}]},\"x\":0}",
     "{\"b\":[1,{\"a\":2}]} {\"b\":[1,{\"a\":2}]} [1,{\"a\":2}]"},
    /* names beyond ASCII */
    {{"k", NULL}, "{\"" KELVIN "\":1}", "1"},
    {{"k", NULL}, "{\"" KELVIN "\":1,\"k\":2}", "2"},
    {{"k", NULL}, "{\"" KELVIN "\":1,\"K\":2}", "1"},
    {{KELVIN, NULL}, "{\"k\":1}", "1"},
    {{KELVIN, NULL}, "{\"K\":1,\"" KELVIN "\":2}", "2"},
    {{"k", KELVIN, NULL}, "{\"K\":1}", "1 1"},
    {{KELVIN, NULL}, "{\"\\u212a\":1,\"k\":2}", "1"},
    {{"\xc3\xa9tat", NULL}, "{\"\xc3\x89TAT\":1}", "1"},
    {{"\xc3\xa9tat", NULL}, "{\"\\u00c9TAT\":1}", "1"},
    {{"e\xcc\x81", NULL}, "{\"\xc3\xa9\":1}", "-"},
    {{"key", NULL},
     "{\"aeiou\":1,\"\xe2\x84\xaa"
     "ey\":2}",
     "2"},
    /* exact: another spelling is another name */
    {{"=name", NULL}, "{\"NAME\":1}", "-"},
    {{"=name", NULL}, "{\"NAME\":1,\"name\":2,\"Name\":3}", "2"},
    {{"=name", NULL}, "{\"name\":1,\"NAME\":2,\"name\":3}", "3"},
    {{"=name", NULL}, "{\"n\\u0061me\":1}", "1"},
    {{"name", "=name", NULL}, "{\"NAME\":1}", "1 -"},
    {{"=name", "name", "=NAME", NULL}, "{\"NAME\":1,\"name\":2}", "2 2 1"},
    {{"=a/b", NULL}, "{\"A\":{\"b\":1}}", "-"},
    {{"=a/b", NULL}, "{\"a\":{\"B\":1}}", "-"},
    {{"=a/b", NULL}, "{\"a\":{\"B\":1,\"b\":2},\"A\":{\"b\":3}}", "2"},
    {{"=a/b", "a/b", "=a", NULL}, "{\"a\":{\"B\":1}}", "- 1 {\"B\":1}"},
    {{"=a/b", NULL}, "{\"a\":{\"b\":1},\"a\":{}}", "-"},
    {{"=k", "k", NULL}, "{\"" KELVIN "\":1}", "- 1"},
    /* several slots filled at once, and those below each of them */
    {{"a/b/c", "=a/b/c", "A/b/c", "=A/b/c", NULL},
     "{\"a\":{\"b\":{\"c\":1}}}",
     "1 1 1 -"},
    {{"a/b", "=a/b", "A/B", "=a/B", NULL}, "{\"a\":{\"B\":1,\"b\":2}}", "2 2 1 1"},
    {{"a/b", "=a/b", "A/b", NULL},
     "{\"a\":{\"b\":1},\"A\":{\"b\":2},\"a\":{\"B\":3}}",
     "3 - 2"},
    {{"a", "=a/b", "a/c", NULL}, "{\"a\":{\"c\":1},\"a\":[2],\"A\":3}", "[2] - -"},
    /* values as they stand */
    {{"a", NULL}, "{\"a\":-0}", "0"},
    {{"a", NULL}, "{\"a\":1E+2}", "100.0"},
    {{"a", NULL}, "{\"a\":9223372036854775808}", "9223372036854775808"},
    {{"a", NULL}, "{\"a\":\"\\ud800\"}", "\"\xef\xbf\xbd\""},
    {{"a", NULL}, "{\"a\":\"x\\u0000y\"}", "\"x\\u0000y\""},
};

START_TEST(what_is_wanted_lands_in_its_slot)
{
    char printed[400] = "";

    kit_event_init(&event, rows[_i].names);
    ck_assert_uint_eq(kit_event_read_text(&event, rows[_i].text), 0);
    ck_assert_uint_eq(event.at, strlen(rows[_i].text));
    for (uint32_t i = 0; rows[_i].names[i] != NULL; i++) {
        strcat(printed, i > 0 ? " " : "");
        strcat(printed, kit_event_print(&event, i));
    }

    ck_assert_str_eq(printed, rows[_i].slots);
    kit_event_finish(&event);
}
END_TEST

START_TEST(one_event_leaves_nothing_to_the_next)
{
    static const char *const names[] = {"a", "a/b", "c", NULL};

    kit_event_init(&event, names);
    ck_assert_uint_eq(kit_event_read_text(&event, "{\"a\":{\"b\":1},\"c\":2}"), 0);
    ck_assert_uint_eq(kit_event_read_text(&event, "{\"a\":{}}"), 0);

    ck_assert_str_eq(kit_event_print(&event, 0), "{}");
    ck_assert_str_eq(kit_event_print(&event, 1), "-");
    ck_assert_str_eq(kit_event_print(&event, 2), "-");
    kit_event_finish(&event);
}
END_TEST

START_TEST(the_event_itself_is_slot_zero)
{
    static const char *const names[] = {"a", NULL};

    kit_event_init(&event, names);
    event.slot_of[1] = 0;
    ck_assert_uint_eq(kit_event_read_text(&event, " {\"b\": 1, \"a\":2, \"b\":3} "), 0);

    ck_assert_str_eq(kit_event_print(&event, 1), "{\"b\":3,\"a\":2}");
    kit_event_finish(&event);
}
END_TEST

/* ---- Refusals ---- */

static const char *const wide_names[] = {"a", "a/b", "A", "l", "s", "n", "z", NULL};

static void setup(void)
{
    kit_event_init(&event, wide_names);
}

static void teardown(void)
{
    kit_event_finish(&event);
}

static const struct {
    const char *text;
    uint32_t reason;
    size_t at;
} refused[] = {
    {"", OUNCE_REASON_BAD_JSON, 0},
    {"  ", OUNCE_REASON_BAD_JSON, 2},
    {"[]", OUNCE_REASON_NOT_OBJECT, 0},
    {" 5 ", OUNCE_REASON_NOT_OBJECT, 0},
    {"\"a\"", OUNCE_REASON_NOT_OBJECT, 0},
    {"null", OUNCE_REASON_NOT_OBJECT, 0},
    {"[{}]", OUNCE_REASON_NOT_OBJECT, 0},
    {"[] x", OUNCE_REASON_BAD_JSON, 3},
    {"[", OUNCE_REASON_BAD_JSON, 1},
    {"x", OUNCE_REASON_BAD_JSON, 0},
    {"{", OUNCE_REASON_BAD_JSON, 1},
    {"{}x", OUNCE_REASON_BAD_JSON, 2},
    {"{}{}", OUNCE_REASON_BAD_JSON, 2},
    {"{},", OUNCE_REASON_BAD_JSON, 2},
    {"{}\n{}", OUNCE_REASON_BAD_JSON, 3},
    {"{,}", OUNCE_REASON_BAD_JSON, 1},
    {"{\"a\":1,}", OUNCE_REASON_BAD_JSON, 7},
    {"{\"a\":1 \"s\":2}", OUNCE_REASON_BAD_JSON, 7},
    {"{\"a\" 1}", OUNCE_REASON_BAD_JSON, 5},
    {"{\"a\":}", OUNCE_REASON_BAD_JSON, 5},
    {"{\"a\":", OUNCE_REASON_BAD_JSON, 5},
    {"{\"a\":tru}", OUNCE_REASON_BAD_JSON, 5},
    {"{\"a\":nulL}", OUNCE_REASON_BAD_JSON, 5},
    {"{\"a\":NaN}", OUNCE_REASON_BAD_JSON, 5},
    {"{\"a\":+1}", OUNCE_REASON_BAD_JSON, 5},
    {"{\"a\":1e999}", OUNCE_REASON_BAD_JSON, 5},
    {"{\"z\":1,\"a\":-1e999}", OUNCE_REASON_BAD_JSON, 11},
    {"{\"unwanted\":1e999}", OUNCE_REASON_BAD_JSON, 12},
    {"{\"unwanted\":\"\xff\"}", OUNCE_REASON_BAD_UTF8, 13},
    {"{\"s\":\"\xc3\"}", OUNCE_REASON_BAD_UTF8, 6},
    {"{\"\xc3\":1}", OUNCE_REASON_BAD_UTF8, 2},
    {"{\"a\":[1,2}", OUNCE_REASON_BAD_JSON, 9},
    {"{\"a\":{\"b\":1]}", OUNCE_REASON_BAD_JSON, 11},
    {"{\"a\":{\"b\":1", OUNCE_REASON_BAD_JSON, 11},
    {"\xef\xbb\xbf{}", OUNCE_REASON_BAD_JSON, 0},
};

START_TEST(what_is_no_event_is_refused_with_its_place)
{
    ck_assert_uint_eq(kit_event_read_text(&event, refused[_i].text),
                      refused[_i].reason);

    ck_assert_uint_eq(event.at, refused[_i].at);
}
END_TEST

static const char rich[] =
    "{ \"a\" : {\"b\":[1,-2.5e-3,true,false,null,{}],\"b\\n\":\"\\ud83d\\ude00\"},"
    "\"l\":[[],[[{\"q\":0}]]],\"s\":\"\xc3\xa9\xe2\x82\xac \\\"quoted\\\" and long "
    "enough\","
    "\"n\":18446744073709551616,\"other\":{\"a\":\"\xf0\x9f\x98\x80\",\"b\":[12,1E5]},"
    "\"z\":0}";

START_TEST(every_prefix_of_an_event_is_refused)
{
    for (size_t size = 0; size < sizeof rich - 1; size++) {
        char *exact = malloc(size + (size == 0));
        uint32_t reason;

        ck_assert_ptr_nonnull(exact);
        memcpy(exact, rich, size);
        reason = kit_event_read(&event, exact, size);
        ck_assert_msg(reason == OUNCE_REASON_BAD_JSON ||
                          reason == OUNCE_REASON_BAD_UTF8,
                      "%zu", size);
        ck_assert_uint_le(event.at, size);
        free(exact);
    }
    ck_assert_uint_eq(kit_event_read(&event, rich, sizeof rich - 1), 0);
}
END_TEST

START_TEST(every_tail_but_blanks_is_refused)
{
    char text[sizeof rich + 1];

    for (unsigned byte = 0; byte < 256; byte++) {
        const bool blank = byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';

        memcpy(text, rich, sizeof rich - 1);
        text[sizeof rich - 1] = (char)byte;
        ck_assert_uint_eq(kit_event_read(&event, text, sizeof rich),
                          blank ? 0 : OUNCE_REASON_BAD_JSON);
        ck_assert_uint_eq(event.at, blank ? sizeof rich : sizeof rich - 1);
    }
}
END_TEST

START_TEST(any_byte_put_anywhere_is_judged_as_the_checker_judges_it)
{
    static const char bytes[] = {'"',  '\\', '{',    '}',    '[',   ']', ',',
                                 ':',  ' ',  '0',    '-',    'e',   '.', 'u',
                                 '\0', '\n', '\x7f', '\x80', '\xff'};

    for (size_t place = 0; place < sizeof rich - 1; place++) {
        for (size_t k = 0; k < sizeof bytes; k++) {
            char text[sizeof rich];
            size_t at;
            uint32_t reason, checked;

            memcpy(text, rich, sizeof rich);
            text[place] = bytes[k];
            reason = kit_event_read(&event, text, sizeof rich - 1);
            checked =
                oz_json_check(&event.limits, (ounce_str){text, sizeof rich - 1}, &at);
            if (reason == OUNCE_REASON_NOT_OBJECT) {
                ck_assert_uint_eq(checked, 0);
                continue;
            }
            ck_assert_uint_eq(reason, checked);
            ck_assert_uint_eq(event.at, at);
        }
    }
}
END_TEST

/* ---- Limits ---- */

/* An event whose member has `depth` levels below the event's own. */
static uint32_t read_nested(const char *name, size_t depth, char open, char close)
{
    char *text = malloc(2 * depth + 32);
    const size_t head = (size_t)sprintf(text, "{\"%s\":", name);
    uint32_t reason;

    memset(text + head, open, depth);
    memset(text + head + depth, close, depth);
    text[head + 2 * depth] = '}';
    reason = kit_event_read(&event, text, head + 2 * depth + 1);
    free(text);
    return reason;
}

START_TEST(the_limit_of_depth_counts_the_event_itself)
{
    static const char *const names[] = {"a", "unwanted"};

    for (int i = 0; i < LENGTH(names); i++) {
        ck_assert_uint_eq(read_nested(names[i], 127, '[', ']'), 0);
        ck_assert_uint_eq(read_nested(names[i], 128, '[', ']'), OUNCE_REASON_TOO_DEEP);
        ck_assert_uint_eq(event.at, strlen(names[i]) + 4 + 127);
    }
    event.limits.max_depth = 1;
    ck_assert_uint_eq(kit_event_read_text(&event, "{\"a\":1}"), 0);
    ck_assert_uint_eq(kit_event_read_text(&event, "{\"a\":{}}"), OUNCE_REASON_TOO_DEEP);
    event.limits.max_depth = 0;
    ck_assert_uint_eq(kit_event_read_text(&event, "{}"), OUNCE_REASON_TOO_DEEP);
}
END_TEST

START_TEST(a_million_brackets_are_refused_at_once)
{
    const clock_t before = clock();

    ck_assert_uint_eq(read_nested("a", 1000000, '[', ']'), OUNCE_REASON_TOO_DEEP);
    ck_assert_uint_eq(read_nested("unwanted", 1000000, '[', ']'),
                      OUNCE_REASON_TOO_DEEP);

    ck_assert(clock() - before < CLOCKS_PER_SEC / 5);
}
END_TEST

START_TEST(a_member_that_is_read_twice_counts_once)
{
    static const char text[] = "{\"a\":{\"b\":{\"c\":1},\"d\":2},\"x\":{\"y\":3}}";

    for (uint32_t limit = 0; limit < 8; limit++) { /* "a" fills the slots a and A */
        event.limits.max_members = limit;
        ck_assert_uint_eq(kit_event_read_text(&event, text),
                          limit < 6 ? OUNCE_REASON_TOO_WIDE : 0);
    }
    event.limits.max_members = 6;
    event.limits.max_depth = 3;
    ck_assert_uint_eq(kit_event_read_text(&event, text), 0);
}
END_TEST

START_TEST(the_limit_of_bytes_is_exact)
{
    event.limits.max_bytes = 7;

    ck_assert_uint_eq(kit_event_read_text(&event, "{\"a\":1}"), 0);
    ck_assert_uint_eq(kit_event_read_text(&event, "{\"a\":12}"), OUNCE_REASON_TOO_BIG);
    ck_assert_uint_eq(event.at, 0);
}
END_TEST

START_TEST(an_escaped_key_that_cannot_be_kept_is_out_of_memory)
{
    oz_arena_finish(&event.scratch);
    event.memory.fail_at = event.memory.calls + 1;

    ck_assert_uint_eq(kit_event_read_text(&event, "{\"\\u0061\":1}"),
                      OUNCE_REASON_NOMEM);
    ck_assert_uint_eq(kit_event_read_text(&event, "{\"\\u0061\":1}"), 0);
    ck_assert_str_eq(kit_event_print(&event, 0), "1");
}
END_TEST

/* ---- Against jansson ---- */

static bool same(const ounce_value *value, const json_t *json)
{
    const void *cursor = NULL;

    switch (json_typeof(json)) {
    case JSON_OBJECT:
        if (value->kind != OUNCE_MAP || value->size != json_object_size(json)) {
            return false;
        }
        for (;;) {
            ounce_str name;
            ounce_value member;
            bool more;

            ck_assert(
                oz_value_next(&event.walk, value, &cursor, &name, &member, &more));
            if (!more) {
                return true;
            }
            json_t *other = json_object_getn(json, name.data, name.size);
            if (other == NULL || !same(&member, other)) {
                return false;
            }
        }
    case JSON_ARRAY:
        if (value->kind != OUNCE_LIST || value->size != json_array_size(json)) {
            return false;
        }
        for (size_t i = 0; i < value->size; i++) {
            ounce_value element;

            ck_assert(oz_value_element(&event.walk, value, i, &element));
            if (!same(&element, json_array_get(json, i))) {
                return false;
            }
        }
        return true;
    case JSON_STRING:
        return value->kind == OUNCE_TEXT && value->size == json_string_length(json) &&
               memcmp(value->text, json_string_value(json), value->size) == 0;
    case JSON_INTEGER:
        return value->kind == OUNCE_INT && value->integer == json_integer_value(json);
    case JSON_REAL:
        return value->kind == OUNCE_FLOAT &&
               fabs(value->real - json_real_value(json)) <= 0;
    case JSON_TRUE:
    case JSON_FALSE:
        return value->kind == OUNCE_BOOL && value->integer == json_is_true(json);
    case JSON_NULL:
        break;
    }
    return value->kind == OUNCE_NULL;
}

struct compared {
    int accepted, equal, jansson_refused;
};

/* Each file that is a JSON value becomes the member "v" of an event. */
static void compare_file(void *user, const char *name, const char *text, size_t size)
{
    struct compared *compared = user;
    char *wrapped = malloc(size + 8);
    const size_t whole = size + 6;
    const size_t flags = JSON_ALLOW_NUL | JSON_DECODE_ANY;
    size_t at;
    json_t *json;

    if ((strncmp(name, "y_", 2) != 0 && strncmp(name, "i_", 2) != 0) ||
        oz_json_check(&event.limits, (ounce_str){text, size}, &at) != 0) {
        free(wrapped);
        return;
    }
    memcpy(wrapped, "{\"v\":", 5);
    memcpy(wrapped + 5, text, size);
    wrapped[5 + size] = '}';
    compared->accepted++;
    ck_assert_msg(kit_event_read(&event, wrapped, whole) == 0, "%s", name);
    json = json_loadb(wrapped, whole, flags, NULL);
    if (json == NULL) {
        ck_assert_msg(strncmp(name, "i_", 2) == 0 ||
                          strstr(name, "escaped_null") != NULL ||
                          strstr(name, "null_escape") != NULL,
                      "%s: only jansson refuses it", name);
        kit_event_print(&event, 0);
        compared->jansson_refused++;
    } else {
        ounce_value value;

        ck_assert(kit_event_value(&event, 0, &value));
        ck_assert_msg(same(&value, json_object_get(json, "v")), "%s", name);
        compared->equal++;
        json_decref(json);
    }
    free(wrapped);
}

START_TEST(what_jansson_accepts_decodes_to_the_same_value)
{
    static const char *const names[] = {"v", NULL};
    struct compared compared = {0, 0, 0};

    kit_event_init(&event, names);
    kit_each_file("json-test-suite", compare_file, &compared);

    ck_assert_int_eq(compared.accepted, 95 + 15);
    ck_assert_int_eq(compared.equal + compared.jansson_refused, compared.accepted);
    ck_assert_int_ge(compared.equal, 94);
    kit_event_finish(&event);
}
END_TEST

/* Where jansson gives up: what ours does. */
static const struct {
    const char *text, *printed;
} beyond[] = {
    {"9223372036854775808", "9223372036854775808"},
    {"-9223372036854775809", "-9223372036854775809"},
    {"123123123123123123123123123123", "123123123123123123123123123123"},
    {"\"\\uD800\"", "\"\xef\xbf\xbd\""},
    {"\"\\uDd1e\\uD834\"", "\"\xef\xbf\xbd\xef\xbf\xbd\""},
    {"\"\\uD888\\u1234\"", "\"\xef\xbf\xbd\xe1\x88\xb4\""},
    {"{\"\\uDFAA\":0}", "{\"\xef\xbf\xbd\":0}"},
    {"{\"a\\u0000b\":0}", "{\"a\\u0000b\":0}"},
};

START_TEST(beyond_jansson_numbers_stay_exact_and_half_pairs_are_replaced)
{
    static const char *const names[] = {"v", NULL};
    char text[100];

    kit_event_init(&event, names);
    snprintf(text, sizeof text, "{\"v\":%s}", beyond[_i].text);
    ck_assert_uint_eq(kit_event_read_text(&event, text), 0);

    ck_assert_str_eq(kit_event_print(&event, 0), beyond[_i].printed);
    kit_event_finish(&event);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("event/event_json");
    TCase *slots = tcase_create("slots");
    TCase *tests = tcase_create("refusals");

    tcase_add_loop_test(slots, what_is_wanted_lands_in_its_slot, 0, LENGTH(rows));
    tcase_add_test(slots, one_event_leaves_nothing_to_the_next);
    tcase_add_test(slots, the_event_itself_is_slot_zero);
    tcase_add_test(slots, what_jansson_accepts_decodes_to_the_same_value);
    tcase_add_loop_test(slots,
                        beyond_jansson_numbers_stay_exact_and_half_pairs_are_replaced,
                        0, LENGTH(beyond));
    suite_add_tcase(suite, slots);

    tcase_set_timeout(tests, 60);
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_loop_test(tests, what_is_no_event_is_refused_with_its_place, 0,
                        LENGTH(refused));
    tcase_add_test(tests, every_prefix_of_an_event_is_refused);
    tcase_add_test(tests, every_tail_but_blanks_is_refused);
    tcase_add_test(tests, any_byte_put_anywhere_is_judged_as_the_checker_judges_it);
    tcase_add_test(tests, the_limit_of_depth_counts_the_event_itself);
    tcase_add_test(tests, a_million_brackets_are_refused_at_once);
    tcase_add_test(tests, a_member_that_is_read_twice_counts_once);
    tcase_add_test(tests, the_limit_of_bytes_is_exact);
    tcase_add_test(tests, an_escaped_key_that_cannot_be_kept_is_out_of_memory);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
