/* test_expr_print.c — constants and labels. Whole expressions are test_expr_parse.c. */
#include "base/str.h"
#include "expr/expr.h"
#include "kit.h"

#include <string.h>

#define LENGTH(array) ((int)(sizeof(array) / sizeof((array)[0])))

static const char *print_constant(const ounce_value *value)
{
    static char text[256];
    struct oz_buf buf;

    oz_buf_init_fixed(&buf, text, sizeof text - 1);
    oz_expr_print_constant(value, &buf);
    text[buf.size] = '\0';
    return text;
}

static const struct {
    double value;
    const char *text;
} reals[] = {{0.0, "0.0"},    {-0.0, "-0.0"},  {1.0, "1.0"}, {-0.5, "-0.5"},
             {1e22, "1e+22"}, {1e-7, "1e-07"}, {0.1, "0.1"}, {1e300, "1e+300"}};

START_TEST(a_real_keeps_its_point)
{
    ounce_value value = {0};

    value.kind = OUNCE_FLOAT;
    value.real = reals[_i].value;

    ck_assert_str_eq(print_constant(&value), reals[_i].text);
}
END_TEST

static const struct {
    const char *text, *json;
} texts[] = {
    {"", "\"\""},
    {"plain", "\"plain\""},
    {"ä€😀", "\"ä€😀\""},
    {"\"\\/", "\"\\\"\\\\/\""},
    {"\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\""},
    {"\x01\x1f\x7f", "\"\\u0001\\u001f\\u007f\""},
    {"\xc2\x85\xe2\x80\xa8\xe2\x80\xa9", "\"\\u0085\\u2028\\u2029\""}, /* line ends */
};

START_TEST(a_text_is_a_json_string)
{
    ounce_value value = {0};

    value.kind = OUNCE_TEXT;
    value.text = texts[_i].text;
    value.size = strlen(texts[_i].text);

    ck_assert_str_eq(print_constant(&value), texts[_i].json);
}
END_TEST

START_TEST(other_constants_are_json_as_well)
{
    ounce_value value = {0};

    ck_assert_str_eq(print_constant(&value), "null");
    value.kind = OUNCE_NULL;
    ck_assert_str_eq(print_constant(&value), "null");
    value.kind = OUNCE_BOOL;
    ck_assert_str_eq(print_constant(&value), "false");
    value.integer = 1;
    ck_assert_str_eq(print_constant(&value), "true");
    value.kind = OUNCE_INT;
    value.integer = INT64_MIN;
    ck_assert_str_eq(print_constant(&value), "-9223372036854775808");
    value.kind = OUNCE_BIG;
    value.text = "92233720368547758080";
    value.size = 20;
    ck_assert_str_eq(print_constant(&value), "92233720368547758080");
}
END_TEST

/* ---- Labels: a node without its children ---- */

static const struct {
    const char *text, *label;
} labels[] = {
    {"all(exists(a), exists(b))", "all"},
    {"any()", "any"},
    {"only_one(exists(a))", "only_one"},
    {"none(exists(a))", "none"},
    {"not(exists(a))", "not"},
    {"any_element(a.b, exists($1.c))", "any_element(a.b)"},
    {"no_element(a, all())", "no_element(a)"},
    {"eq(a, 1)", "eq(a, 1)"},
    {"text(a, \"x\")", "text(a, \"x\")"},
    {"if(exists(a), \"HIGH\", \"LOW\")", "if(exists(a), \"HIGH\", \"LOW\")"},
    {"true", "true"},
    {"a.b", "a.b"},
};

START_TEST(a_label_leaves_children_out)
{
    const char *problem = NULL;
    struct kit_memory memory;
    struct oz_arena arena;
    struct oz_expr expr;
    struct oz_buf buf;
    char text[128];
    size_t at = 0;
    oz_expr_id id;

    kit_memory_init(&memory);
    oz_arena_init(&arena, &memory.allocator);
    oz_expr_init(&expr, &arena);
    id = oz_expr_parse(&expr, (ounce_str){labels[_i].text, strlen(labels[_i].text)},
                       &at, &problem);
    ck_assert_uint_ne(id, OZ_NONE);

    oz_buf_init_fixed(&buf, text, sizeof text - 1);
    oz_expr_print_label(&expr, id, &buf);
    text[buf.size] = '\0';

    ck_assert_str_eq(text, labels[_i].label);
    oz_arena_finish(&arena);
}
END_TEST

/* ---- The tables ---- */

START_TEST(names_are_unique_and_plain)
{
    for (int i = 0; i < OZ_OP_COUNT; i++) {
        const char *name = oz_operator_name((enum oz_operator)i);

        ck_assert_uint_eq(strspn(name, "abcdefghijklmnopqrstuvwxyz_0123456789"),
                          strlen(name));
        for (int k = 0; k < i; k++) {
            ck_assert_str_ne(name, oz_operator_name((enum oz_operator)k));
        }
        for (int k = 0; k < OZ_FN_COUNT; k++) {
            ck_assert_str_ne(name, oz_function_name((enum oz_function)k));
        }
    }
    ck_assert_str_eq(oz_group_name(OZ_EXPR_FIELD), "");
    ck_assert_str_eq(oz_group_name(OZ_EXPR_IF), "if");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("expr/expr_print");
    TCase *tests = tcase_create("expr_print");

    tcase_add_loop_test(tests, a_real_keeps_its_point, 0, LENGTH(reals));
    tcase_add_loop_test(tests, a_text_is_a_json_string, 0, LENGTH(texts));
    tcase_add_test(tests, other_constants_are_json_as_well);
    tcase_add_loop_test(tests, a_label_leaves_children_out, 0, LENGTH(labels));
    tcase_add_test(tests, names_are_unique_and_plain);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
