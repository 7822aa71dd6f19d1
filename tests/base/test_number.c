/* test_number.c — numbers read, compared and printed at the edges of their types.
 *
 * The expected values are those of Python's int, float and repr, which define the
 * semantics; a real is written here in hexadecimal wherever its last bit matters.
 */
#include "base/number.h"

#include "kit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LENGTH(array) ((int)(sizeof(array) / sizeof((array)[0])))

static bool same_real(double a, double b)
{
    return memcmp(&a, &b, sizeof(a)) == 0; /* tells -0.0 from 0.0 */
}

static bool parses(const char *text, struct oz_number *out)
{
    return oz_number_parse(text, strlen(text), out);
}

/* ---- Reading ---- */

static const struct {
    const char *text;
    int64_t value;
} integers[] = {
    {"0", 0},
    {"-0", 0},
    {"7", 7},
    {"-10", -10},
    {"9007199254740993", 9007199254740993},
    {"999999999999999999", 999999999999999999},
    {"9223372036854775807", INT64_MAX},
    {"-9223372036854775807", -INT64_MAX},
    {"-9223372036854775808", INT64_MIN},
};

START_TEST(an_integer_that_fits_is_an_int)
{
    struct oz_number number;

    ck_assert(parses(integers[_i].text, &number));

    ck_assert_int_eq(number.kind, OZ_NUMBER_INT);
    ck_assert_int_eq(number.integer, integers[_i].value);
}
END_TEST

static const char *const bigs[] = {
    "9223372036854775808",
    "-9223372036854775809",
    "9999999999999999999",
    "10000000000000000000",
    "18446744073709551615",
    "18446744073709551616",
    "-99999999999999999999999999999999999999999999999999999999999999999999999999",
};

START_TEST(an_integer_that_does_not_fit_is_big)
{
    struct oz_number number;

    ck_assert(parses(bigs[_i], &number));

    ck_assert_int_eq(number.kind, OZ_NUMBER_BIG);
}
END_TEST

static const struct {
    const char *text;
    double value;
} reals[] = {
    {"0.0", 0.0},
    {"-0.0", -0.0},
    {"0e0", 0.0},
    {"-0E-999999999999999999999", -0.0},
    {"0e99999999999999999999999", 0.0},
    {"1.0", 1.0},
    {"1e0", 1.0},
    {"1E+2", 100.0},
    {"10e-1", 1.0},
    {"0.5", 0.5},
    {"0.1", 0x1.999999999999ap-4},
    {"123456.789", 0x1.e240c9fbe76c9p+16},
    {"1.00000000000000000000000000000000000000000000000000000", 1.0},
    /* the ends of the short cut, and one past them */
    {"999999999999999e22", 0x1.e17b843576913p+122},
    {"1e22", 0x1.0f0cf064dd592p+73},
    {"1e23", 0x1.52d02c7e14af6p+76},
    {"1e-22", 0x1.e392010175ee6p-74},
    {"1e-23", 0x1.82db34012b251p-77},
    /* halfway between two doubles goes to the even one; a hair more, to the upper */
    {"9007199254740992.0", 0x1p53},
    {"9007199254740993.0", 0x1p53},
    {"9007199254740993.00000000000000000000000000000000000001", 0x1.0000000000001p53},
    {"9007199254740994.0", 0x1.0000000000001p53},
    {"9007199254740995.0", 0x1.0000000000002p53},
    {"9007199254740994.9999999999999999999999999999999999999", 0x1.0000000000001p53},
    {"1.00000000000000011102230246251565404236316680908203125", 1.0},
    {"1.00000000000000011102230246251565404236316680908203124", 1.0},
    {"1.00000000000000011102230246251565404236316680908203126", 0x1.0000000000001p0},
    {"1.00000000000000033306690738754696212708950042724609375", 0x1.0000000000002p0},
    /* the largest doubles */
    {"1.7976931348623157e308", 0x1.fffffffffffffp1023},
    {"1.7976931348623158e308", 0x1.fffffffffffffp1023},
    {"-1.7976931348623158e308", -0x1.fffffffffffffp1023},
    {"0.00017976931348623157e312", 0x1.fffffffffffffp1023},
    /* the smallest normal and the subnormals */
    {"2.2250738585072014e-308", 0x1p-1022},
    {"2.2250738585072011e-308", 0x0.fffffffffffffp-1022},
    {"2.225073858507201e-308", 0x0.fffffffffffffp-1022},
    {"1e-310", 0x0.012688b70e62bp-1022},
    {"5e-324", 0x1p-1074},
    {"4.9406564584124654e-324", 0x1p-1074},
    {"7.4e-324", 0x1p-1074},
    {"7.5e-324", 0x1p-1073},
    {"2.4703282292062328e-324", 0x1p-1074},
    {"2.4703282292062327e-324", 0.0},
    {"-2.4703282292062327e-324", -0.0},
    {"1e-400", 0.0},
    {"-1e-99999999999", -0.0},
    {"1e-9223372036854775808", 0.0},
};

START_TEST(a_real_is_the_nearest_double)
{
    struct oz_number number;

    ck_assert(parses(reals[_i].text, &number));

    ck_assert_int_eq(number.kind, OZ_NUMBER_REAL);
    ck_assert_msg(same_real(number.real, reals[_i].value), "%s: %a", reals[_i].text,
                  number.real);
}
END_TEST

/* clang-format off */
static const char *const refused[] = {
    "", "-", "+", "+1", "--1", "00", "01", "-01", "-00", "1.", ".1", "-.1", "1..2",
    "1.2.", "1.2.3", "1.e1", "e1", "1e", "1e+", "1e-", "1e+-", "1e1.", "1e1e", "1e1.0",
    "1ee1", "1E", " 1", "1 ", "1\n", "1,", "1_0", "1x", "0x10", "1f", "-e", "-x", "inf",
    "Infinity", "nan", "NaN", "-inf", "\xd9\xa1", "1\xff", "\xff\x31", "1-", "1e999",
    "-1e999", "1e309", "1.7976931348623159e308", "1e99999999999999999999",
};
/* clang-format on */

START_TEST(what_json_does_not_call_a_number_is_refused)
{
    struct oz_number number = {.kind = OZ_NUMBER_BIG, .integer = 42, .real = 0.5};

    ck_assert_msg(!parses(refused[_i], &number), "%s", refused[_i]);

    ck_assert_int_eq(number.kind, OZ_NUMBER_BIG);
    ck_assert_int_eq(number.integer, 42);
    ck_assert(same_real(number.real, 0.5));
}
END_TEST

START_TEST(a_nul_inside_is_refused)
{
    struct oz_number number;

    ck_assert(!oz_number_parse("1\0", 2, &number));
    ck_assert(!oz_number_parse("\0", 1, &number));
    ck_assert(!oz_number_parse(NULL, 0, &number));
}
END_TEST

START_TEST(only_the_given_bytes_are_read)
{
    static const char text[] = "-12.50e+10";

    for (size_t size = 0; size < sizeof(text); size++) {
        struct oz_number number;
        char *exact = malloc(size + (size == 0)); /* a sanitizer guards its end */
        const bool complete =
            size == 2 || size == 3 || size == 5 || size == 6 || size == 9 || size == 10;

        ck_assert_ptr_nonnull(exact);
        memcpy(exact, text, size);
        ck_assert_msg(oz_number_parse(exact, size, &number) == complete, "%zu", size);
        free(exact);
    }
}
END_TEST

/* A long text: head, then count copies of a byte, then tail. */
static const struct {
    const char *head;
    size_t count;
    char fill;
    const char *tail;
    enum oz_number_kind kind;
    double value;
} longs[] = {
    {"1", 1000000, '0', "", OZ_NUMBER_BIG, 0},
    {"1", 1000000, '0', "e-1000000", OZ_NUMBER_REAL, 1.0},
    {"0.", 1000000, '0', "1e1000001", OZ_NUMBER_REAL, 1.0},
    {"0.", 1000000, '9', "", OZ_NUMBER_REAL, 1.0},
    {"1.", 1000000, '0', "", OZ_NUMBER_REAL, 1.0},
    {"0.", 400, '3', "", OZ_NUMBER_REAL, 0x1.5555555555555p-2},
    {"0e", 1000000, '9', "", OZ_NUMBER_REAL, 0.0},
    {"1e-", 1000000, '9', "", OZ_NUMBER_REAL, 0.0},
    {"1e", 1000000, '0', "2", OZ_NUMBER_REAL, 100.0},
    /* a midpoint, decided by a digit far beyond those that are kept */
    {"9007199254740993.", 2000, '0', "", OZ_NUMBER_REAL, 0x1p53},
    {"9007199254740993.", 2000, '0', "1", OZ_NUMBER_REAL, 0x1.0000000000001p53},
};

START_TEST(a_long_text_is_read_exactly)
{
    const size_t head = strlen(longs[_i].head);
    const size_t tail = strlen(longs[_i].tail);
    const size_t size = head + longs[_i].count + tail;
    struct oz_number number;
    char *text = malloc(size);
    bool parsed;

    ck_assert_ptr_nonnull(text);
    memcpy(text, longs[_i].head, head);
    memset(text + head, longs[_i].fill, longs[_i].count);
    memcpy(text + head + longs[_i].count, longs[_i].tail, tail);

    parsed = oz_number_parse(text, size, &number);
    free(text);

    ck_assert(parsed);
    ck_assert_int_eq(number.kind, longs[_i].kind);
    ck_assert_msg(same_real(number.real, longs[_i].value), "%a", number.real);
}
END_TEST

/* ---- Comparing ---- */

static const struct {
    int64_t a;
    double b;
    int order;
} mixed[] = {
    {0, 0.0, 0},
    {0, -0.0, 0},
    {1, 1.0, 0},
    {1, 1.5, -1},
    {2, 1.5, 1},
    {-1, -1.5, 1},
    {-2, -1.5, -1},
    {0, 0x1p-1074, -1},
    {0, -0x1p-1074, 1},
    {9007199254740991, 0x1p53, -1},
    {9007199254740992, 0x1p53, 0},
    {9007199254740993, 0x1p53, 1},
    {-9007199254740993, -0x1p53, -1},
    {INT64_MAX, 0x1p63, -1},
    {INT64_MAX, 0x1.fffffffffffffp62, 1},
    {INT64_MIN, -0x1p63, 0},
    {INT64_MIN, -0x1.0000000000001p63, 1},
    {INT64_MIN + 1, -0x1p63, 1},
    {INT64_MAX, 0x1.fffffffffffffp1023, -1},
    {INT64_MIN, -0x1.fffffffffffffp1023, 1},
    {INT64_MAX, (double)INFINITY, -1},
    {INT64_MIN, -(double)INFINITY, 1},
    {INT64_MIN, (double)NAN, 1},
};

START_TEST(an_integer_and_a_real_compare_by_exact_value)
{
    ck_assert_int_eq(oz_number_compare_int_real(mixed[_i].a, mixed[_i].b),
                     mixed[_i].order);
}
END_TEST

static const struct {
    const char *a, *b;
    int order;
} big_pairs[] = {
    {"9223372036854775808", "9223372036854775808", 0},
    {"9223372036854775808", "9223372036854775809", -1},
    {"9223372036854775809", "9223372036854775808", 1},
    {"10000000000000000000", "9999999999999999999", 1},
    {"-9223372036854775809", "9223372036854775808", -1},
    {"9223372036854775808", "-99999999999999999999", 1},
    {"-9223372036854775809", "-9223372036854775809", 0},
    {"-9223372036854775810", "-9223372036854775809", -1},
    {"-99999999999999999999", "-9223372036854775809", -1},
    {"-9223372036854775809", "-99999999999999999999", 1},
};

START_TEST(big_integers_compare_by_value)
{
    const char *a = big_pairs[_i].a;
    const char *b = big_pairs[_i].b;

    ck_assert_int_eq(oz_number_compare_big(a, strlen(a), b, strlen(b)),
                     big_pairs[_i].order);
    ck_assert_int_eq(oz_number_compare_big(b, strlen(b), a, strlen(a)),
                     -big_pairs[_i].order);
}
END_TEST

static const struct {
    const char *a;
    double b;
    int order;
} big_reals[] = {
    {"9223372036854775808", 0x1p63, 0},
    {"9223372036854775809", 0x1p63, 1},
    {"9223372036854775808", 0x1.0000000000001p63, -1},
    {"9223372036854775808", 0x1.fffffffffffffp62, 1},
    {"9223372036854775808", 0.0, 1},
    {"9223372036854775808", -0x1p1000, 1},
    {"-9223372036854775809", 0.0, -1},
    {"-9223372036854775809", -0x1p63, -1},
    {"-9223372036854775809", -0x1.0000000000001p63, 1},
    {"-9223372036854775809", 0x1p1000, -1},
    {"-18446744073709551616", -0x1p64, 0},
    {"-18446744073709551617", -0x1p64, -1},
    {"-18446744073709551615", -0x1p64, 1},
    {"99999999999999991611392", 1e23, 0}, /* the double nearest to 10^23 is below it */
    {"100000000000000000000000", 1e23, 1},
    {"99999999999999991611391", 1e23, -1},
    {"100000000000000000000", 1e20, 0},
    {"100000000000000000001", 1e20, 1},
    {"99999999999999999999", 0x1.fffffffffffffp1023, -1},
    {"99999999999999999999", (double)INFINITY, -1},
    {"99999999999999999999", -(double)INFINITY, 1},
    {"-99999999999999999999", -(double)INFINITY, 1},
    {"-99999999999999999999", (double)NAN, 1},
};

START_TEST(a_big_integer_and_a_real_compare_by_exact_value)
{
    const char *a = big_reals[_i].a;

    ck_assert_int_eq(oz_number_compare_big_real(a, strlen(a), big_reals[_i].b),
                     big_reals[_i].order);
}
END_TEST

START_TEST(infinities_and_nan_are_not_finite)
{
    ck_assert(oz_real_is_finite(0.0));
    ck_assert(oz_real_is_finite(-0x1.fffffffffffffp1023));
    ck_assert(oz_real_is_finite(0x1p-1074));
    ck_assert(!oz_real_is_finite((double)INFINITY));
    ck_assert(!oz_real_is_finite(-(double)INFINITY));
    ck_assert(!oz_real_is_finite((double)NAN));
}
END_TEST

/* ---- Printing ---- */

START_TEST(an_integer_prints_as_it_was_read)
{
    char out[OZ_INT_TEXT + 1] = {0};
    const char *text = _i == 1 ? "0" : integers[_i].text; /* "-0" reads as 0 */

    out[oz_int_print(integers[_i].value, out)] = '\0';

    ck_assert_str_eq(out, text);
}
END_TEST

static const struct {
    double value;
    const char *plain;   /* NULL when the same */
    const char *pointed; /* as repr in Python */
} printed[] = {
    {0.0, "0", "0.0"},
    {-0.0, "-0", "-0.0"},
    {1.0, "1", "1.0"},
    {-1.0, "-1", "-1.0"},
    {100.0, "100", "100.0"},
    {0.5, NULL, "0.5"},
    {0.1, NULL, "0.1"},
    {-1.5, NULL, "-1.5"},
    {0.1 + 0.2, NULL, "0.30000000000000004"},
    {1.0 / 3.0, NULL, "0.3333333333333333"},
    {123456.789, NULL, "123456.789"},
    {0.001, NULL, "0.001"},
    {0.0001, NULL, "0.0001"},
    {0.00012345, NULL, "0.00012345"},
    {0.00001, NULL, "1e-05"},
    {0.000012345, NULL, "1.2345e-05"},
    {1e-10, NULL, "1e-10"},
    {1e15, "1000000000000000", "1000000000000000.0"},
    {9007199254740991.0, "9007199254740991", "9007199254740991.0"},
    {9007199254740992.0, "9007199254740992", "9007199254740992.0"},
    {9999999999999998.0, "9999999999999998", "9999999999999998.0"},
    {1e16, NULL, "1e+16"},
    {10000000000000002.0, NULL, "1.0000000000000002e+16"},
    {123456789012345680.0, NULL, "1.2345678901234568e+17"},
    {1e22, NULL, "1e+22"},
    {1e23, NULL, "1e+23"},
    {1e100, NULL, "1e+100"},
    {1.5e300, NULL, "1.5e+300"},
    {0x1p-44, NULL, "5.684341886080802e-14"}, /* a tie between two shortest texts */
    {0x1p63, NULL, "9.223372036854776e+18"},
    {9.5367431640625e-07, NULL, "9.5367431640625e-07"},
    {0x1.fffffffffffffp1023, NULL, "1.7976931348623157e+308"},
    {-0x1.fffffffffffffp1023, NULL, "-1.7976931348623157e+308"},
    {0x1p-1022, NULL, "2.2250738585072014e-308"},
    {0x0.fffffffffffffp-1022, NULL, "2.225073858507201e-308"},
    {0x1p-1074, NULL, "5e-324"},
    {-0x1p-1073, NULL, "-1e-323"},
    {(double)INFINITY, NULL, "inf"},
    {-(double)INFINITY, NULL, "-inf"},
    {(double)NAN, NULL, "nan"},
};

START_TEST(a_real_prints_its_shortest_text)
{
    const char *plain = printed[_i].plain;
    char out[OZ_REAL_TEXT + 1] = {0};

    out[oz_real_print(printed[_i].value, true, out)] = '\0';
    ck_assert_str_eq(out, printed[_i].pointed);

    out[oz_real_print(printed[_i].value, false, out)] = '\0';
    ck_assert_str_eq(out, plain != NULL ? plain : printed[_i].pointed);
}
END_TEST

static void check_round_trip(uint64_t bits)
{
    char out[OZ_REAL_TEXT];
    struct oz_number number;
    double value;
    size_t size;

    memcpy(&value, &bits, sizeof(value));
    if (!oz_real_is_finite(value)) {
        return;
    }
    size = oz_real_print(value, true, out);
    ck_assert_uint_le(size, OZ_REAL_TEXT);
    ck_assert(oz_number_parse(out, size, &number));
    ck_assert_msg(same_real(number.real, value), "%a", value);
}

START_TEST(every_power_of_two_and_its_neighbours_round_trip)
{
    for (uint64_t exponent = 0; exponent < 2047; exponent++) {
        check_round_trip(exponent << 52);
        check_round_trip((exponent << 52) + 1);
        check_round_trip(((exponent + 1) << 52) - 1);
    }
    for (int shift = 0; shift < 52; shift++) {
        check_round_trip((uint64_t)1 << shift);
    }
}
END_TEST

START_TEST(any_double_round_trips)
{
    uint64_t state = 0x6f756e6365; /* xorshift64, the same sequence every time */

    for (int i = 0; i < 5000; i++) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        check_round_trip(state);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("base/number");
    TCase *tests = tcase_create("number");

    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, an_integer_that_fits_is_an_int, 0, LENGTH(integers));
    tcase_add_loop_test(tests, an_integer_that_does_not_fit_is_big, 0, LENGTH(bigs));
    tcase_add_loop_test(tests, a_real_is_the_nearest_double, 0, LENGTH(reals));
    tcase_add_loop_test(tests, what_json_does_not_call_a_number_is_refused, 0,
                        LENGTH(refused));
    tcase_add_test(tests, a_nul_inside_is_refused);
    tcase_add_test(tests, only_the_given_bytes_are_read);
    tcase_add_loop_test(tests, a_long_text_is_read_exactly, 0, LENGTH(longs));
    tcase_add_loop_test(tests, an_integer_and_a_real_compare_by_exact_value, 0,
                        LENGTH(mixed));
    tcase_add_loop_test(tests, big_integers_compare_by_value, 0, LENGTH(big_pairs));
    tcase_add_loop_test(tests, a_big_integer_and_a_real_compare_by_exact_value, 0,
                        LENGTH(big_reals));
    tcase_add_test(tests, infinities_and_nan_are_not_finite);
    tcase_add_loop_test(tests, an_integer_prints_as_it_was_read, 0, LENGTH(integers));
    tcase_add_loop_test(tests, a_real_prints_its_shortest_text, 0, LENGTH(printed));
    tcase_add_test(tests, every_power_of_two_and_its_neighbours_round_trip);
    tcase_add_test(tests, any_double_round_trips);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
