/* test_expr_parse.c — IR text back to nodes: what is printed parses to the same id. */
#include "base/str.h"
#include "expr/expr.h"
#include "generate.h"
#include "kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LENGTH(array) ((int)(sizeof(array) / sizeof((array)[0])))

static struct kit_memory memory;
static struct oz_arena arena;
static struct oz_expr expr;
static struct oz_buf printed;

static void setup(void)
{
    kit_memory_init(&memory);
    oz_arena_init(&arena, &memory.allocator);
    oz_expr_init(&expr, &arena);
    oz_buf_init(&printed, &memory.allocator);
}

static void teardown(void)
{
    oz_buf_finish(&printed);
    oz_arena_finish(&arena);
    ck_assert_uint_eq(memory.blocks, 0);
}

static oz_expr_id parse(const char *text)
{
    const char *problem = NULL;
    size_t at = 0;
    oz_expr_id id =
        oz_expr_parse(&expr, (ounce_str){text, strlen(text)}, &at, &problem);

    ck_assert_msg(id != OZ_NONE, "%s: at %zu: %s", text, at,
                  problem != NULL ? problem : "out of memory");
    return id;
}

static const char *print(oz_expr_id id)
{
    oz_buf_clear(&printed);
    oz_expr_print(&expr, id, &printed);
    oz_buf_char(&printed, '\0');
    ck_assert(!printed.failed);
    return printed.data;
}

/* ---- Canonical text ---- */

static const char *const canonical[] = {
    /* clang-format off */
    "true", "false", "null", "0", "-7", "9223372036854775807", "92233720368547758080",
    "1.0", "-0.0", "0.1", "1e+16", "5e-324", "\"\"", "\"a\"", "\"\\\"\\\\\\n\\u0001\"",
    "\"ä€😀\"", "\"null\"", "\"a, b)\"",
    "a", "a.b", "a[0]", "a[*].b", "a[*][*]", "[\"a.b\"]", "[\"a.b\"].c", "a[\"b c\"]",
    "[\"true\"]", "[\"\"]", "[\"a\\\"]\"]", "[\"7\"]", "[\"-1\"]", "[0]", "[0].a", "[*]", "[*].a",
    "$.a", "$.a.b", "$.a[0]", "$[\"a.b\"].c", "$[0].a", "$.a[*].b", "eq($.a, a)",
    "any_element($.a, eq($1.b, $.b))", "$1.a", "$63.a", "$1[0].a", "$1[\"a b\"]", "$1[*].b", "[\"$1\"].a",
    "eq(a, 1)", "eq(a, \"x\")", "eq(a, true)", "eq(a, 1.0)", "eq(a, 92233720368547758080)",
    "in(a, [])", "in(a, [1, 2])", "in(a, [\"x\", \"y\"])", "iin(a, [\"x\", \"y\"])", "iin(a, [])",
    "ieq(a, \"x\")", "eq(a, b)", "eq(a.b, c[0])", "ieq(a, b)", "eq(a, [\"b.c\"])",
    "eq(a, [\"b.c\"].d)", "eq([\"a.b\"], [\"c.d\"])", "eq([\"a.b\"], \"c.d\")", "eq(a, [0])",
    "eq(a, [0].b)", "eq(a, [*].b)", "eq([0], 1)", "eq([0], [0])", "in([0], [0, 1])",
    "in([\"a.b\"], [\"x\", \"y\"])", "in(a, [\"],\", \"y\"])", "eq(a, [\"],\"])",
    "eq($1.a, $1[\"b c\"])", "starts_with(a, \"x\")", "istarts_with(a, \"x\")",
    "starts_with(a, [\"x\", \"y\"])", "starts_with(a, [])", "ends_with(a, \"x\")",
    "iends_with(a, [\"x\", \"y\"])", "contains(a, \"x\")", "icontains(a, [\"x\", \"y\"])",
    "contains(a, true)", "gt(a, 5)", "gte(a, b)", "lt(a, \"m\")", "lte(a, -1.5)",
    "exists(a)", "is_null(a)", "is_null_or_empty(a)", "is_ip(a)", "is_ipv4(a)", "is_ipv6(a)",
    "ip_private(a)", "ip_public(a)", "exists([\"a.b\"])", "exists([0].a)",
    "cidr(a, \"10.0.0.0/8\")", "cidr(a, [\"10.0.0.0/8\", \"::/0\"])", "cidr(a, [])",
    "cidr_contains(a, \"10.0.0.1\")",
    "not(eq(a, 1))", "not(not(exists(a)))", "all()", "any()", "only_one()", "none()",
    "all(exists(a), exists(b))", "any(all(), none(any()), only_one(exists(a)))",
    "any_element(a, exists($1.b))", "all_elements(a, all())", "one_element(a.b, true)",
    "no_element([\"a.b\"], any(exists($1.b), exists(c)))",
    "any_element(a, all_elements($1.b, exists($2.c)))",
    "all(any_element(a, exists($1.b)), any_element(c, exists($1.b)))",
    "text()", "text(a, \" in \", b)", "key(a)", "key(a, [\"b.c\"])", "object()",
    "object(\"x\", a, \"y\", [\"b.c\"])", "if(exists(a), \"HIGH\", \"LOW\")",
    "if(exists(a), \"HIGH\", if(all(), \"INFO\", \"LOW\"))", "text(text(a), key(b))",
    /* names of functions are names of members, too */
    "eq(eq, \"eq\")", "exists(in)", "exists(all)", "eq(text, key)", "eq(null_x, 1)",
    "exists([\"null\"])", "exists(i)", "exists(a-b)", "exists(a:b)", "exists(_)",
    /* clang-format on */
};

START_TEST(canonical_text_is_printed_as_it_was_read)
{
    oz_expr_id id = parse(canonical[_i]);

    ck_assert_str_eq(print(id), canonical[_i]);
    ck_assert_uint_eq(parse(printed.data), id);
}
END_TEST

static const struct {
    const char *text, *canonical;
} other[] = {
    {" eq( a ,\n 1 ) ", "eq(a, 1)"},
    {"in(a, [1])", "eq(a, 1)"},
    {"in(a, [\"x\"])", "eq(a, \"x\")"},
    {"iin(a, [\"x\"])", "ieq(a, \"x\")"},
    {"eq(a, [1, 2])", "in(a, [1, 2])"},
    {"eq(a, [])", "in(a, [])"},
    {"eq($.a, 1)", NULL}, /* $ is an element's */
    {"eq([\"a\"], 1)", "eq(a, 1)"},
    {"eq(a, 1e0)", "eq(a, 1.0)"},
    {"eq(a, \"\\u0041\")", "eq(a, \"A\")"},
    {"eq(a, 0.10)", "eq(a, 0.1)"},
};

START_TEST(other_spellings_are_read_as_well)
{
    if (other[_i].canonical != NULL) {
        ck_assert_str_eq(print(parse(other[_i].text)), other[_i].canonical);
    }
}
END_TEST

/* ---- Mistakes ---- */

static const struct {
    const char *text;
    size_t at;
    const char *problem;
} mistakes[] = {
    {"", 0, "this is no field path"},
    {"foo(a)", 4, "there is no function of this name"},
    {"ifoo(a)", 5, "there is no function of this name"},
    {"eq(a, 1", 7, "a ')' is missing"},
    {"eq(a, 1))", 8, "something stands behind the expression"},
    {"a b", 2, "something stands behind the expression"},
    {"eq(a, [1, 2)", 11, "a list is never closed"},
    {"eq(a, [b, c])", 7, "a list holds literals"},
    {"in(a, [b])", 7, "a list holds literals"},
    {"eq(a, \"x)", 9, "a string is never closed"},
    {"eq(a, \"x\\", 9, "a string is never closed"},
    {"eq(a, 1x)", 8, "this is no number"},
    {"eq(a, -)", 7, "this is no number"},
    {"not()", 5, "not() has one argument"},
    {"not(a, b)", 9, "not() has one argument"},
    {"if(a, b)", 8, "if() has three arguments"},
    {"any_element(a)", 14, "a quantifier has a list and a body"},
    {"eq()", 4, "a predicate has one operand and constants, or two operands"},
    {"eq(a, b, c)", 11, "a predicate has one operand and constants, or two operands"},
    {"eq(a, b, 1)", 11, "a predicate has one operand and constants, or two operands"},
    {"$0.a", 2, "$ needs the number of a quantifier around it"},
    {"$64.a", 3, "$ needs the number of a quantifier around it"},
    {"$a", 1, "$ needs the number of a quantifier around it"},
    {"a..b", 2, "this is no field path"},
    {"eq(a., 1)", 5, "this is no field path"},
    {"eq(a, \"\xff\")", 9, "a string is not UTF-8"},
};

START_TEST(a_mistake_is_told_with_its_place)
{
    const char *problem = NULL;
    size_t at = 0;
    ounce_str text = {mistakes[_i].text, strlen(mistakes[_i].text)};

    ck_assert_uint_eq(oz_expr_parse(&expr, text, &at, &problem), OZ_NONE);

    ck_assert_ptr_nonnull(problem);
    ck_assert_str_eq(problem, mistakes[_i].problem);
    ck_assert_msg(at == mistakes[_i].at, "%s: %zu", mistakes[_i].text, at);
}
END_TEST

START_TEST(every_beginning_of_a_text_is_read_or_refused)
{
    static const char text[] = "any_element(a[\"x\"].b, all(eq($1.c, [\"d.e\"]), in(f, "
                               "[\"g\\u0041\", \"h\"]), "
                               "if(gt(a, -1.5e+3), \"x\", text(a))))";

    for (size_t size = 0; size < sizeof text; size++) {
        char *exact = malloc(size + 1); /* a sanitizer guards its end */
        const char *problem = NULL;
        size_t at = 0;

        ck_assert_ptr_nonnull(exact);
        memcpy(exact, text, size);
        if (oz_expr_parse(&expr, (ounce_str){exact, size}, &at, &problem) == OZ_NONE) {
            ck_assert_ptr_nonnull(problem);
        }
        ck_assert_uint_le(at, size);
        free(exact);
    }
}
END_TEST

START_TEST(depth_is_limited)
{
    enum { DEPTH = 100000 };
    char *text = malloc(DEPTH * 4 + 1);
    const char *problem = NULL;
    size_t at = 0;

    ck_assert_ptr_nonnull(text);
    for (size_t i = 0; i < DEPTH; i++) {
        memcpy(text + 4 * i, "not(", 4);
    }
    ck_assert_uint_eq(oz_expr_parse(&expr, (ounce_str){text, DEPTH * 4}, &at, &problem),
                      OZ_NONE);
    ck_assert_str_eq(problem, "expressions nest too deep");
    free(text);
}
END_TEST

START_TEST(out_of_memory_is_no_mistake)
{
    static const char text[] = "all(in(a, [\"x\", 92233720368547758080]), eq(b.c, d))";
    oz_expr_id id = OZ_NONE;

    for (uint64_t n = 1; id == OZ_NONE; n++) {
        const char *problem = NULL;
        size_t at = 0;

        teardown();
        setup();
        memory.fail_at = n;
        id = oz_expr_parse(&expr, OZ_LIT(text), &at, &problem);
        ck_assert_ptr_null(problem);
        memory.fail_at = 0;
    }
    ck_assert_str_eq(print(id), text);
}
END_TEST

/* ---- Expressions at random ---- */

static void grow(struct kit_random *random, uint32_t level, unsigned depth);

static void add(const char *text)
{
    oz_buf_text(&printed, text);
}

static void grow_field(struct kit_random *random, uint32_t level)
{
    static const char *const names[] = {
        "a",     "a.b",        "[\"x.y\"]", "[\"q\\\"\"].z", "[0].a",
        "c[*]",  "[\"\"]",     "eq",        "[\"true\"]",    "$.a",
        "$.a.b", "$[\"x.y\"]", "$.c[*].d"};
    const char *name = names[kit_random_below(random, LENGTH(names))];

    if (level > 0 && name[0] != '$' && kit_random_chance(random, 50)) {
        char prefix[16];

        snprintf(prefix, sizeof prefix, "$%u%s",
                 1 + (unsigned)kit_random_below(random, level),
                 name[0] == '[' ? "" : ".");
        add(prefix);
        add(name);
        return;
    }
    add(name);
}

static void grow_constant(struct kit_random *random)
{
    static const char *const constants[] = {
        "1",   "1.0", "-3", "true", "\"x\"", "\"],\\\"\"", "92233720368547758080",
        "\"\""};

    add(constants[kit_random_below(random, LENGTH(constants))]);
}

static void grow_test(struct kit_random *random, uint32_t level)
{
    static const char *const names[] = {"eq", "ieq", "contains", "istarts_with", "lte"};
    size_t count = kit_random_below(random, 4);

    if (kit_random_chance(random, 20)) {
        add("exists(");
        grow_field(random, level);
        add(")");
        return;
    }
    if (count == 1 || count == 2) { /* one constant, or a second field */
        add(names[kit_random_below(random, LENGTH(names))]);
        add("(");
        grow_field(random, level);
        add(", ");
        if (count == 1) {
            grow_constant(random);
        } else {
            grow_field(random, level);
        }
        add(")");
        return;
    }
    add(kit_random_chance(random, 50) ? "in(" : "cidr(");
    grow_field(random, level);
    add(", [");
    for (size_t i = 0; i < count; i++) {
        add(i > 0 ? ", " : "");
        grow_constant(random);
    }
    add("])");
}

static void grow_group(struct kit_random *random, uint32_t level, unsigned depth)
{
    static const char *const names[] = {"all(", "any(", "only_one(", "none("};
    size_t count = kit_random_below(random, 4);

    add(names[kit_random_below(random, LENGTH(names))]);
    for (size_t i = 0; i < count; i++) {
        add(i > 0 ? ", " : "");
        grow(random, level, depth - 1);
    }
    add(")");
}

static void grow(struct kit_random *random, uint32_t level, unsigned depth)
{
    static const char *const quantifiers[] = {"any_element(", "all_elements(",
                                              "one_element(", "no_element("};

    switch (depth == 0 ? 0 : kit_random_below(random, 4)) {
    case 0:
        grow_test(random, level);
        return;
    case 1:
        grow_group(random, level, depth);
        return;
    case 2:
        add("not(");
        grow(random, level, depth - 1);
        add(")");
        return;
    default:
        add(quantifiers[kit_random_below(random, LENGTH(quantifiers))]);
        grow_field(random, level);
        add(", ");
        grow(random, level + 1, depth - 1);
        add(")");
        return;
    }
}

START_TEST(any_expression_round_trips)
{
    struct kit_random random = {(uint64_t)_i};

    for (int i = 0; i < 200; i++) {
        char *text;
        oz_expr_id id;

        oz_buf_clear(&printed);
        grow(&random, 0, 5);
        oz_buf_char(&printed, '\0');
        text = strdup(printed.data);
        ck_assert_ptr_nonnull(text);
        id = parse(text);
        ck_assert_msg(strcmp(print(id), text) == 0, "seed %d: %s is printed as %s", _i,
                      text, printed.data);
        ck_assert_uint_eq(parse(printed.data), id);
        free(text);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("expr/expr_parse");
    TCase *tests = tcase_create("expr_parse");

    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, canonical_text_is_printed_as_it_was_read, 0,
                        LENGTH(canonical));
    tcase_add_loop_test(tests, other_spellings_are_read_as_well, 0, LENGTH(other));
    tcase_add_loop_test(tests, a_mistake_is_told_with_its_place, 0, LENGTH(mistakes));
    tcase_add_test(tests, every_beginning_of_a_text_is_read_or_refused);
    tcase_add_test(tests, depth_is_limited);
    tcase_add_test(tests, out_of_memory_is_no_mistake);
    tcase_add_loop_test(tests, any_expression_round_trips, 0, 20);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
