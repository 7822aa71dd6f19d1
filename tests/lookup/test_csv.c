/* test_csv.c — records of RFC 4180, and what is none. */
#include "kit.h"
#include "lookup/csv.h"

#include <stdio.h>
#include <string.h>

/* Records as [cell|cell], what is wrong as LINE:COLUMN!, one behind the other. */
static const struct {
    const char *text, *expected;
} cases[] = {
    {"", ""},
    {"a", "[a]"},
    {"a,b\nc,d\n", "[a|b][c|d]"},
    {"a,b\r\nc,\r\n", "[a|b][c|]"},
    {"\xef\xbb\xbf"
     "a,b\n",
     "[a|b]"},
    {",\n", "[|]"},
    {" a , b \n", "[ a | b ]"},
    {"\n\r\na\n\n", "[a]"},
    {"a\rb\n", "[a\rb]"},
    {"\"a,b\",\"c\nd\"\ne", "[a,b|c\nd][e]"},
    {"\"a\"\"b\",\"\"\n", "[a\"b|]"},
    {"\"\"\"\"\n", "[\"]"},
    {"\"a\"\r\n\"b\"", "[a][b]"},
    /* what is wrong costs the line it begins on */
    {"a\nb\"c,d\ne\n", "[a]2:2![e]"},
    {"\"a\"b\nc\n", "1:4![c]"},
    {"x,\"open\nc\nd\n", "1:3![c][d]"},
    {"\"two\nlines\"x\nc\n", "2:7!2:6![c]"},
    {"\xff\na\n", "1:1![a]"},
    {"\xc3\xa4,\"\xc3\xa4\"x\na\n", "1:6![a]"},
};

static void describe(const char *text, char *out)
{
    struct kit_memory memory;
    struct oz_csv csv;
    enum oz_csv_found found;

    kit_memory_init(&memory);
    oz_csv_init(&csv, &memory.allocator, (ounce_str){text, strlen(text)});
    *out = '\0';
    while ((found = oz_csv_next(&csv)) != OZ_CSV_END) {
        ck_assert_int_ne(found, OZ_CSV_NOMEM);
        if (found == OZ_CSV_BAD) {
            out += sprintf(out, "%u:%u!", csv.span.line, csv.span.column);
            continue;
        }
        for (size_t i = 0; i < oz_csv_count(&csv); i++) {
            ounce_str cell = oz_csv_cell(&csv, i);

            out +=
                sprintf(out, "%c%.*s", i == 0 ? '[' : '|', (int)cell.size, cell.data);
        }
        out += sprintf(out, "]");
    }
    oz_csv_finish(&csv);
    ck_assert_uint_eq(memory.blocks, 0);
}

START_TEST(records_are_read)
{
    char got[400];

    describe(cases[_i].text, got);
    ck_assert_str_eq(got, cases[_i].expected);
}
END_TEST

START_TEST(places_are_told)
{
    static const char text[] = "a\n\"b\nc\"\n\nd\n";
    struct kit_memory memory;
    struct oz_csv csv;

    kit_memory_init(&memory);
    oz_csv_init(&csv, &memory.allocator, (ounce_str){text, sizeof text - 1});
    for (uint32_t i = 0; i < 3; i++) {
        static const uint32_t lines[] = {1, 2, 5};

        ck_assert_int_eq(oz_csv_next(&csv), OZ_CSV_RECORD);
        ck_assert_uint_eq(csv.span.line, lines[i]);
        ck_assert_uint_eq(csv.span.column, 1);
    }
    ck_assert_int_eq(oz_csv_next(&csv), OZ_CSV_END);
    oz_csv_finish(&csv);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("lookup/csv");
    TCase *tests = tcase_create("csv");

    tcase_add_loop_test(tests, records_are_read, 0,
                        (int)(sizeof cases / sizeof *cases));
    tcase_add_test(tests, places_are_told);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
