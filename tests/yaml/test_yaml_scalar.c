/* test_yaml_scalar.c — what plain and tagged scalars become.
 *
 * The table was compared with the official tool's loader; a row is the text as written
 * and its value as "kind value". Reals print as Python's repr.
 */
#include "yaml/yaml_scalar.h"

#include "base/number.h"
#include "kit.h"

#include <stdio.h>
#include <string.h>

#define LENGTH(array) ((int)(sizeof(array) / sizeof((array)[0])))

static const char *show(const struct oz_yaml_node *node)
{
    static char out[128];
    char real[OZ_REAL_TEXT];

    switch (node->kind) {
    case OZ_YAML_NULL:
        return "null";
    case OZ_YAML_BOOL:
        return node->as.boolean ? "bool true" : "bool false";
    case OZ_YAML_INT:
        snprintf(out, sizeof out, "int %lld", (long long)node->as.integer);
        return out;
    case OZ_YAML_BIG:
        snprintf(out, sizeof out, "big %.*s", (int)node->text.size, node->text.data);
        return out;
    case OZ_YAML_REAL:
        snprintf(out, sizeof out, "real %.*s",
                 (int)oz_real_print(node->as.real, true, real), real);
        return out;
    case OZ_YAML_TEXT:
        return "text";
    case OZ_YAML_LIST:
    case OZ_YAML_MAP:
        break;
    }
    return "?";
}

static struct oz_yaml_node scalar(const char *text)
{
    struct oz_yaml_node node = {.kind = OZ_YAML_TEXT, .text = {text, strlen(text)}};

    return node;
}

static const struct {
    const char *text, *value;
} plain[] = {
    {"", "null"},
    {"~", "null"},
    {"null", "null"},
    {"Null", "null"},
    {"NULL", "null"},
    {"nULL", "text"},
    {"None", "text"},

    {"true", "bool true"},
    {"True", "bool true"},
    {"TRUE", "bool true"},
    {"false", "bool false"},
    {"False", "bool false"},
    {"FALSE", "bool false"},
    {"tRUE", "text"},
    {"yes", "text"},
    {"Yes", "text"},
    {"YES", "text"},
    {"no", "text"},
    {"No", "text"},
    {"on", "text"},
    {"On", "text"},
    {"off", "text"},
    {"OFF", "text"},
    {"y", "text"},
    {"n", "text"},

    {"0", "int 0"},
    {"-0", "int 0"},
    {"12", "int 12"},
    {"+12", "int 12"},
    {"-12", "int -12"},
    {"1_000", "int 1000"},
    {"1__0", "int 10"},
    {"1_", "int 1"},
    {"_1", "text"},
    {"-_1", "text"},
    {"+-1", "text"},
    {"1-", "text"},
    {"-", "text"},
    {"+", "text"},
    {"1,000", "text"},
    {"1 000", "text"},
    {"9223372036854775807", "int 9223372036854775807"},
    {"9223372036854775808", "big 9223372036854775808"},
    {"-9223372036854775808", "int -9223372036854775808"},
    {"-9223372036854775809", "big -9223372036854775809"},
    {"+18_446_744_073_709_551_616", "big 18446744073709551616"},
    {"1000000000000000000000000000", "big 1000000000000000000000000000"},

    {"0x1F", "int 31"},
    {"+0x1f", "int 31"},
    {"-0xff", "int -255"},
    {"0x_f_f", "int 255"},
    {"0x00", "int 0"},
    {"0X1f", "text"},
    {"0x", "text"},
    {"0x_", "text"},
    {"0x1G", "text"},
    {"0x1.8", "text"},
    {"0x7fffffffffffffff", "int 9223372036854775807"},
    {"-0x8000000000000000", "int -9223372036854775808"},
    {"0xffffffffffffffff", "big 18446744073709551615"},
    {"-0xffffffffffffffffffff", "big -1208925819614629174706175"},
    {"0b101", "int 5"},
    {"-0b1_0", "int -2"},
    {"0b12", "text"},
    {"0B1", "text"},
    {"0b", "text"},
    {"0b_", "text"},
    {"0b10000000000000000000000000000000000000000000000000000000000000000",
     "big 18446744073709551616"},
    {"00", "int 0"},
    {"0_", "int 0"},
    {"017", "int 17"},
    {"+017", "int 17"},
    {"0644", "int 644"},
    {"0_7", "int 7"},
    {"089", "text"},
    {"08", "text"},
    {"0_8", "text"},
    {"0o17", "text"},
    {"0007777777777777777777", "int 7777777777777777777"},
    {"077777777777777777777", "big 77777777777777777777"},

    {"1:30", "text"},
    {"10:20:30", "text"},
    {"1:30.5", "text"},

    {"1.5", "real 1.5"},
    {"+1.5", "real 1.5"},
    {"-1.5", "real -1.5"},
    {".5", "real 0.5"},
    {"-.5", "text"},
    {"+.5", "text"},
    {"5.", "real 5.0"},
    {"-5.", "real -5.0"},
    {"0.", "real 0.0"},
    {"-0.0", "real -0.0"},
    {"09.5", "real 9.5"},
    {"1_0.5", "real 10.5"},
    {"1.5_", "real 1.5"},
    {"1._5", "real 1.5"},
    {"1._", "real 1.0"},
    {"._5", "text"},
    {"_.5", "text"},
    {".", "text"},
    {"..", "text"},
    {"1.2.3", "text"},
    {"1.0e+3", "real 1000.0"},
    {"6.5E-2", "real 0.065"},
    {"1.e+1", "real 10.0"},
    {".5e+1", "real 5.0"},
    {"1e3", "text"},
    {"12e03", "text"},
    {"6.0e5", "text"},
    {"1e+3", "text"},
    {"1.5e+", "text"},
    {"1.5e+1_0", "text"},
    {".e+1", "text"},
    {"1.7976931348623157e+308", "real 1.7976931348623157e+308"},
    {"1.8e+308", "real inf"},
    {"-1.0e+999", "real -inf"},
    {"1.0e+99999999999999999999", "real inf"},
    {"1.0e-999", "real 0.0"},
    {"0.0e+999", "real 0.0"},
    {"4.9e-324", "real 5e-324"},
    {"0000000000000000000000000000000000000000000000000000000000000000000.25",
     "real 0.25"},
    {".inf", "real inf"},
    {".Inf", "real inf"},
    {".INF", "real inf"},
    {"+.inf", "real inf"},
    {"-.inf", "real -inf"},
    {".iNF", "text"},
    {"inf", "text"},
    {".nan", "real nan"},
    {".NaN", "real nan"},
    {".NAN", "real nan"},
    {".Nan", "text"},
    {"-.nan", "text"},

    {"2024-01-15", "text"},
    {"2024-01-15T10:00:00Z", "text"},
    {"10.0.0.1", "text"},
    {"=", "text"},
    {"<<", "text"},
    {"a", "text"},
    {" 1", "text"},
    {"1 ", "text"},
    {"\xd9\xa1", "text"}, /* ARABIC-INDIC DIGIT ONE */
};

START_TEST(plain_text_has_the_value_of_the_table)
{
    struct oz_yaml_node node = scalar(plain[_i].text);
    struct oz_arena arena;

    oz_arena_init(&arena, &oz_alloc_default);

    ck_assert_int_eq(oz_yaml_resolve(&arena, &node), OZ_YAML_FITS);

    ck_assert_msg(strcmp(show(&node), plain[_i].value) == 0, "\"%s\" is %s, not %s",
                  plain[_i].text, show(&node), plain[_i].value);
    if (node.kind != OZ_YAML_BIG) {
        ck_assert_ptr_eq(node.text.data, plain[_i].text);
    }
    oz_arena_finish(&arena);
}
END_TEST

static const struct {
    enum oz_yaml_kind kind;
    const char *text;
    const char *value; /* NULL: does not fit */
} tagged[] = {
    {OZ_YAML_TEXT, "12", "text"},
    {OZ_YAML_TEXT, "", "text"},
    {OZ_YAML_INT, "12", "int 12"},
    {OZ_YAML_INT, "0x1F", "int 31"},
    {OZ_YAML_INT, "18446744073709551616", "big 18446744073709551616"},
    {OZ_YAML_INT, "1.0", NULL},
    {OZ_YAML_INT, "089", NULL},
    {OZ_YAML_INT, "", NULL},
    {OZ_YAML_INT, "a", NULL},
    {OZ_YAML_BOOL, "True", "bool true"},
    {OZ_YAML_BOOL, "yes", NULL},
    {OZ_YAML_BOOL, "1", NULL},
    {OZ_YAML_NULL, "", "null"},
    {OZ_YAML_NULL, "~", "null"},
    {OZ_YAML_NULL, "0", NULL},
    {OZ_YAML_REAL, "1.5", "real 1.5"},
    {OZ_YAML_REAL, "12", "real 12.0"},
    {OZ_YAML_REAL, "-12", "real -12.0"},
    {OZ_YAML_REAL, "-.5", "real -0.5"},
    {OZ_YAML_REAL, "1e3", "real 1000.0"},
    {OZ_YAML_REAL, "1_0e-1", "real 1.0"},
    {OZ_YAML_REAL, ".inf", "real inf"},
    {OZ_YAML_REAL, "18446744073709551616", "real 1.8446744073709552e+19"},
    {OZ_YAML_REAL, "", NULL},
    {OZ_YAML_REAL, "-", NULL},
    {OZ_YAML_REAL, ".", NULL},
    {OZ_YAML_REAL, "e3", NULL},
    {OZ_YAML_REAL, "1e", NULL},
    {OZ_YAML_REAL, "_1", NULL},
    {OZ_YAML_REAL, "0x1F", NULL},
    {OZ_YAML_LIST, "a", NULL},
    {OZ_YAML_MAP, "a", NULL},
};

START_TEST(a_tag_forces_its_kind_or_does_not_fit)
{
    struct oz_yaml_node node = scalar(tagged[_i].text);
    struct oz_arena arena;
    enum oz_yaml_fit fit;

    oz_arena_init(&arena, &oz_alloc_default);

    fit = oz_yaml_force(&arena, tagged[_i].kind, &node);

    if (tagged[_i].value == NULL) {
        ck_assert_int_eq(fit, OZ_YAML_UNFIT);
    } else {
        ck_assert_int_eq(fit, OZ_YAML_FITS);
        ck_assert_str_eq(show(&node), tagged[_i].value);
    }
    oz_arena_finish(&arena);
}
END_TEST

static const struct {
    const char *prefix;
    char digit;
    size_t most;
} longest[] = {
    {"", '9', 4300}, {"-", '1', 4300}, {"0x", 'f', 3571}, {"-0b", '1', 14284}};

START_TEST(an_integer_has_4300_digits_at_most)
{
    static char text[16000];
    const size_t before = strlen(longest[_i].prefix);
    struct oz_arena arena;

    oz_arena_init(&arena, &oz_alloc_default);
    for (size_t extra = 0; extra < 2; extra++) {
        struct oz_yaml_node node;
        struct oz_number number;

        memset(text, 0, sizeof text);
        memcpy(text, longest[_i].prefix, before);
        memset(text + before, longest[_i].digit, longest[_i].most + extra);
        node = scalar(text);

        if (extra == 1) {
            ck_assert_int_eq(oz_yaml_resolve(&arena, &node), OZ_YAML_LONG);
            break;
        }
        ck_assert_int_eq(oz_yaml_resolve(&arena, &node), OZ_YAML_FITS);
        ck_assert_int_eq(node.kind, OZ_YAML_BIG);
        ck_assert_uint_le(node.text.size, 4301);
        ck_assert(oz_number_parse(node.text.data, node.text.size, &number));
        ck_assert_int_eq(number.kind, OZ_NUMBER_BIG);
    }
    oz_arena_finish(&arena);
}
END_TEST

static const char *const hungry[] = {
    "0xffffffffffffffffffff",
    "00000000000000000000000000000000000000000000000000000000000000000000000000000.5",
};

START_TEST(running_out_of_memory_is_told)
{
    struct oz_yaml_node node = scalar(hungry[_i]);
    struct kit_memory memory;
    struct oz_arena arena;

    kit_memory_init(&memory);
    memory.fail_at = 1;
    oz_arena_init(&arena, &memory.allocator);

    ck_assert_int_eq(oz_yaml_resolve(&arena, &node), OZ_YAML_NOMEM);
    oz_arena_finish(&arena);
    ck_assert_uint_eq(memory.blocks, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("yaml/scalar");
    TCase *tests = tcase_create("scalar");

    tcase_add_loop_test(tests, plain_text_has_the_value_of_the_table, 0, LENGTH(plain));
    tcase_add_loop_test(tests, a_tag_forces_its_kind_or_does_not_fit, 0,
                        LENGTH(tagged));
    tcase_add_loop_test(tests, an_integer_has_4300_digits_at_most, 0, LENGTH(longest));
    tcase_add_loop_test(tests, running_out_of_memory_is_told, 0, LENGTH(hungry));
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
