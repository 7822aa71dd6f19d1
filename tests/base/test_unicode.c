/* test_unicode.c — kinds of characters and case mappings, an example from each corner.
 *
 * That the tables are those of CPython, for every code point, is what
 * tests/tools/gen_unicode.py --check says.
 */
#include "base/unicode.h"

#include "kit.h"

#define LENGTH(array) ((int)(sizeof(array) / sizeof((array)[0])))

static const struct {
    enum oz_case which;
    uint32_t cp, to[OZ_CASE_MAX + 1]; /* ended by 0 */
} mappings[] = {
    {OZ_CASE_LOWER, 'A', {'a'}},
    {OZ_CASE_LOWER, '[', {'['}},
    {OZ_CASE_UPPER, 'z', {'Z'}},
    {OZ_CASE_UPPER, '{', {'{'}},
    {OZ_CASE_LOWER, 0x130, {'i', 0x307}},
    {OZ_CASE_LOWER, 0x3a3, {0x3c3}},
    {OZ_CASE_LOWER, 0x13a0, {0xab70}},
    {OZ_CASE_FOLD, 0x13a0, {0x13a0}}, /* Cherokee folds to its capitals */
    {OZ_CASE_UPPER, 0xdf, {'S', 'S'}},
    {OZ_CASE_TITLE, 0xdf, {'S', 's'}},
    {OZ_CASE_FOLD, 0x1e9e, {'s', 's'}},
    {OZ_CASE_UPPER, 0x390, {0x399, 0x308, 0x301}},
    {OZ_CASE_UPPER, 0x1c5, {0x1c4}},
    {OZ_CASE_TITLE, 0x1c4, {0x1c5}},
    {OZ_CASE_TITLE, 0x1c5, {0x1c5}},
    {OZ_CASE_TITLE, 0x10d0, {0x10d0}}, /* Georgian has no title case */
    {OZ_CASE_UPPER, 0x10d0, {0x1c90}},
    {OZ_CASE_FOLD, 0xb5, {0x3bc}},
    {OZ_CASE_UPPER, 0x1e943, {0x1e921}},
    {OZ_CASE_LOWER, 0x10ffff, {0x10ffff}},
};

START_TEST(a_code_point_becomes_one_to_three)
{
    uint32_t to[OZ_CASE_MAX];
    size_t count = oz_char_case(mappings[_i].which, mappings[_i].cp, to);

    for (size_t i = 0; i < count; i++) {
        ck_assert_uint_eq(to[i], mappings[_i].to[i]);
    }
    ck_assert_uint_eq(mappings[_i].to[count], 0);
}
END_TEST

#define WORD   (OZ_CHAR_PRINTABLE | OZ_CHAR_NAME)
#define NUMBER (OZ_CHAR_DECIMAL | OZ_CHAR_DIGIT | OZ_CHAR_NUMERIC)

static const struct {
    uint32_t cp, flags;
    int decimal;
} kinds[] = {
    {0, 0, -1},
    {'\t', OZ_CHAR_SPACE, -1},
    {' ', OZ_CHAR_SPACE | OZ_CHAR_PRINTABLE, -1},
    {'0', WORD | NUMBER, 0},
    {'9', WORD | NUMBER, 9},
    {'A', WORD | OZ_CHAR_NAME_START | OZ_CHAR_ALPHA | OZ_CHAR_UPPER | OZ_CHAR_CASED,
     -1},
    {'_', WORD | OZ_CHAR_NAME_START, -1},
    {'.', OZ_CHAR_PRINTABLE | OZ_CHAR_IGNORED, -1},
    {0xb2, OZ_CHAR_PRINTABLE | OZ_CHAR_DIGIT | OZ_CHAR_NUMERIC, -1},
    {0xbd, OZ_CHAR_PRINTABLE | OZ_CHAR_NUMERIC, -1},
    {0x1c5, WORD | OZ_CHAR_NAME_START | OZ_CHAR_ALPHA | OZ_CHAR_TITLE | OZ_CHAR_CASED,
     -1},
    {0x66b, OZ_CHAR_PRINTABLE, -1},
    {0x665, WORD | NUMBER, 5},
    {0x2028, OZ_CHAR_SPACE, -1},
    {0x1d7ff, WORD | NUMBER, 9},
    {0x10ffff, 0, -1},
    {0x110000, 0, -1},
};

START_TEST(a_code_point_has_its_kinds)
{
    ck_assert_uint_eq(oz_char_flags(kinds[_i].cp), kinds[_i].flags);
    ck_assert_int_eq(oz_char_decimal(kinds[_i].cp), kinds[_i].decimal);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("base/unicode");
    TCase *tests = tcase_create("unicode");

    tcase_add_loop_test(tests, a_code_point_becomes_one_to_three, 0, LENGTH(mappings));
    tcase_add_loop_test(tests, a_code_point_has_its_kinds, 0, LENGTH(kinds));
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
