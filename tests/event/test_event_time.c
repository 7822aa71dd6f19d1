/* test_event_time.c — timestamps to milliseconds and back. */
#include "event/event_time.h"

#include "compile.h"

#include <stdlib.h>
#include <string.h>

#define BAD INT64_C(-1)

static const struct {
    const char *text;
    int64_t ms;
} rows[] = {
    /* clang-format off */
    /* the form of p_event_time */
    {"2024-01-15 10:30:00.123456789", 1705314600123},
    {"2024-01-15 10:30:00", 1705314600000},
    {"2024-01-15 10:30:00.1", 1705314600100},
    {"2024-01-15 10:30:00.12", 1705314600120},
    {"2024-01-15 10:30:00.123", 1705314600123},
    {"2024-01-15 10:30:00.1239", 1705314600123}, /* dropped, not rounded */
    {"2024-01-15 10:30:00.999999999", 1705314600999},
    {"2024-01-15 10:30:00.000000000", 1705314600000},
    {"2024-01-15 10:30:00.009", 1705314600009},
    {"2024-01-15 10:30:00Z", 1705314600000},
    {"2024-01-15 10:30:00.5+00:00", 1705314600500},
    {"2024-01-15 10:30:00-05:00", 1705332600000},
    /* RFC 3339, with the examples of its section 5.8 */
    {"1985-04-12T23:20:50.52Z", 482196050520},
    {"1996-12-19T16:39:57-08:00", 851042397000},
    {"1990-12-31T23:59:60Z", 662688000000},
    {"1990-12-31T15:59:60-08:00", 662688000000},
    {"2024-01-15T10:30:00Z", 1705314600000},
    {"2024-01-15T10:30:00", 1705314600000}, /* it is UTC where it does not say */
    {"2024-01-15T10:30:00.1", 1705314600100},
    {"2024-01-15t10:30:00z", 1705314600000},
    {"2024-01-15T12:30:00+02:00", 1705314600000},
    {"2024-01-15T10:30:00-00:00", 1705314600000},
    {"2024-01-15T00:30:00+23:59", 1705314600000 - 36000000 - 86340000},
    {"2016-12-31T23:59:60.25Z", 1483228800250},
    /* calendar */
    {"1970-01-01T00:00:00Z", 0},
    {"1970-01-01 00:00:00.001", 1},
    {"1970-01-01T01:00:00+01:00", 0},
    {"1969-12-31T23:59:59-00:01", 59000}, /* 1970 in UTC */
    {"1999-12-31T23:59:59.999Z", 946684799999},
    {"2000-02-29T12:00:00Z", 951825600000},
    {"2000-03-01T00:00:00Z", 951868800000},
    {"2023-02-28T00:00:00Z", 1677542400000},
    {"2024-02-29T00:00:00Z", 1709164800000},
    {"2024-12-31T23:59:59Z", 1735689599000},
    {"2038-01-19T03:14:08Z", 2147483648000},
    {"2100-03-01T00:00:00Z", 4107542400000},
    {"2106-02-07T06:28:16Z", 4294967296000},
    {"2400-02-29T00:00:00Z", 13574563200000},
    {"9999-12-31T23:59:59.999Z", OZ_TIME_MAX},
    {"9999-12-31T23:59:59.999999999Z", OZ_TIME_MAX},
    /* not of these years */
    {"1969-12-31T23:59:59Z", BAD},
    {"1970-01-01T00:00:00+00:01", BAD},
    {"9999-12-31T23:59:59-00:01", BAD},
    {"9999-12-31T23:59:60Z", BAD},
    {"0000-01-01T00:00:00Z", BAD},
    {"10000-01-01T00:00:00Z", BAD},
    /* days and hours that are none */
    {"2023-02-29T00:00:00Z", BAD},
    {"2100-02-29T00:00:00Z", BAD},
    {"2024-02-30T00:00:00Z", BAD},
    {"2024-04-31T00:00:00Z", BAD},
    {"2024-00-10T00:00:00Z", BAD},
    {"2024-13-10T00:00:00Z", BAD},
    {"2024-01-00T00:00:00Z", BAD},
    {"2024-01-32T00:00:00Z", BAD},
    {"2024-01-15T24:00:00Z", BAD},
    {"2024-01-15T10:60:00Z", BAD},
    {"2024-01-15T10:30:61Z", BAD},
    {"2024-01-15T10:30:60Z", BAD}, /* no leap second ends here */
    {"2016-12-31T23:59:60-01:00", BAD},
    {"2024-01-15T10:30:00+24:00", BAD},
    {"2024-01-15T10:30:00+01:60", BAD},
    /* other shapes */
    {"", BAD},
    {" ", BAD},
    {"2024", BAD},
    {"2024-01-15", BAD},
    {"2024-01-15 ", BAD},
    {"2024-01-15 10:30", BAD},
    {"2024-01-15  10:30:00", BAD},
    {"2024-01-15_10:30:00Z", BAD},
    {"2024-1-15 10:30:00", BAD},
    {"24-01-15 10:30:00", BAD},
    {"2024-01-15 1:30:00", BAD},
    {"20240115T103000Z", BAD},
    {"2024-01-15 10:30:00.", BAD},
    {"2024-01-15 10:30:00.Z", BAD},
    {"2024-01-15 10:30:00,5", BAD},
    {"2024-01-15 10:30:00.1234567890", BAD},
    {"2024-01-15 10:30:00 ", BAD},
    {" 2024-01-15 10:30:00", BAD},
    {"2024-01-15 10:30:00 Z", BAD},
    {"2024-01-15 10:30:00ZZ", BAD},
    {"2024-01-15 10:30:00+0100", BAD},
    {"2024-01-15 10:30:00+01", BAD},
    {"2024-01-15 10:30:00+01:0", BAD},
    {"2024-01-15 10:30:00 UTC", BAD},
    {"2024-01-15T10:30:00Z\n", BAD},
    {"+024-01-15 10:30:00", BAD},
    {"-024-01-15 10:30:00", BAD},
    {"2024-01-1\xd9\xa5 10:30:00", BAD}, /* a digit of another script */
    {"1705314600", BAD},
    {"Mon Jan 15 10:30:00 2024", BAD},
    /* clang-format on */
};

START_TEST(a_timestamp_is_read_exactly)
{
    ounce_str text = {rows[_i].text, strlen(rows[_i].text)};
    int64_t ms = 77;
    bool read = oz_event_time_parse(text, &ms);

    ck_assert_msg(read == (rows[_i].ms != BAD), "%s", rows[_i].text);
    ck_assert_msg(ms == (read ? rows[_i].ms : 77), "%s: %lld", rows[_i].text,
                  (long long)ms);
}
END_TEST

static void check_round_trip(int64_t ms)
{
    char text[OZ_EVENT_TIME_TEXT];
    int64_t again = -1;

    oz_event_time_print(ms, text);

    /* Check writes each assertion to a pipe, so only what fails gets that far. */
    if (!oz_event_time_parse((ounce_str){text, sizeof text}, &again) || again != ms) {
        ck_abort_msg("%.24s: %lld, not %lld", text, (long long)again, (long long)ms);
    }
}

START_TEST(what_is_printed_reads_back)
{
    check_round_trip(0);
    check_round_trip(OZ_TIME_MAX);
    for (int64_t ms = 0; ms <= OZ_TIME_MAX; ms += INT64_C(86400000) * 7 + 3661001) {
        check_round_trip(ms);
    }
    for (int64_t day = 0; day < 366 * 40; day++) { /* every day, both its ends */
        check_round_trip(day * 86400000);
        check_round_trip(day * 86400000 + 86399999);
    }
}
END_TEST

START_TEST(print_is_rfc_3339_with_milliseconds)
{
    char text[OZ_EVENT_TIME_TEXT];

    oz_event_time_print(1705314600123, text);

    ck_assert_mem_eq(text, "2024-01-15T10:30:00.123Z", sizeof text);
}
END_TEST

/* Each prefix of a good text is refused or, where the fraction was cut, another good
 * one; nothing is read beyond its end. */
START_TEST(prefixes_are_not_read_beyond_their_end)
{
    static const char full[] = "2024-01-15T10:30:00.123+02:00";

    for (size_t size = 0; size < sizeof full - 1; size++) {
        char *exact = malloc(size + 1); /* so that a sanitizer guards its end */
        int64_t ms;

        ck_assert_ptr_nonnull(exact);
        memcpy(exact + 1, full, size);
        ck_assert(oz_event_time_parse((ounce_str){exact + 1, size}, &ms) ==
                  (size == 19 || (size > 20 && size <= 23)));
        free(exact);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("event_time");
    TCase *tcase = tcase_create("event_time");

    tcase_add_loop_test(tcase, a_timestamp_is_read_exactly, 0, KIT_LENGTH(rows));
    tcase_add_test(tcase, what_is_printed_reads_back);
    tcase_add_test(tcase, print_is_rfc_3339_with_milliseconds);
    tcase_add_test(tcase, prefixes_are_not_read_beyond_their_end);
    suite_add_tcase(suite, tcase);
    return kit_run(suite);
}
