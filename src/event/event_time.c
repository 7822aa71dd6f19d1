/* event_time.c — timestamps, strictly.
 *
 *     YYYY-MM-DD ( " " / "T" ) HH:MM:SS [ "." 1*9DIGIT ] [ "Z" / ( "+" / "-" ) HH:MM ]
 *
 * Both forms of p_event_time, RFC 3339 and the one of the data lake. Without a zone it
 * is UTC, as p_event_time always is.
 *
 * The C library would do half of this, in the host's locale and time zone. Digits
 * behind the millisecond are dropped. A leap second, which is the 60th of a minute that
 * ends a UTC day, is the first second of the next day.
 */
#include "event/event_time.h"

#define DAY_MS INT64_C(86400000)

struct reader {
    const char *at, *end;
};

static bool take(struct reader *reader, char c)
{
    if (reader->at == reader->end || *reader->at != c) {
        return false;
    }
    reader->at++;
    return true;
}

/* Exactly so many digits, and a value in [least, most]. */
static bool take_number(struct reader *reader, int digits, int least, int most,
                        int *out)
{
    int value = 0;

    for (int i = 0; i < digits; i++, reader->at++) {
        if (reader->at == reader->end || *reader->at < '0' || *reader->at > '9') {
            return false;
        }
        value = value * 10 + (*reader->at - '0');
    }
    *out = value;
    return value >= least && value <= most;
}

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static const int month_days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

static int days_in(int year, int month)
{
    return month_days[month - 1] + (month == 2 && is_leap(year) ? 1 : 0);
}

/* Days from 0001-01-01 to the first of a year, in the Gregorian calendar. */
static int64_t days_before(int64_t year)
{
    int64_t past = year - 1;

    return past * 365 + past / 4 - past / 100 + past / 400;
}

#define EPOCH_DAYS 719162 /* days_before(1970) */

static bool take_date(struct reader *reader, int64_t *days)
{
    int year, month, day;

    if (!take_number(reader, 4, 1, 9999, &year) || !take(reader, '-') ||
        !take_number(reader, 2, 1, 12, &month) || !take(reader, '-') ||
        !take_number(reader, 2, 1, days_in(year, month), &day)) {
        return false;
    }
    *days = days_before(year) - EPOCH_DAYS + day - 1;
    for (int i = 1; i < month; i++) {
        *days += days_in(year, i);
    }
    return true;
}

/* Behind the dot: 1 to 9 digits, of which the first three count. */
static bool take_fraction(struct reader *reader, int64_t *ms)
{
    int digits = 0;

    *ms = 0;
    while (reader->at < reader->end && *reader->at >= '0' && *reader->at <= '9') {
        if (digits < 3) {
            *ms = *ms * 10 + (*reader->at - '0');
        }
        digits++;
        reader->at++;
    }
    for (int i = digits; i < 3; i++) {
        *ms *= 10;
    }
    return digits >= 1 && digits <= 9;
}

static bool take_time(struct reader *reader, int64_t *ms, bool *leap)
{
    int64_t fraction = 0;
    int hour, minute, second;

    if (!take_number(reader, 2, 0, 23, &hour) || !take(reader, ':') ||
        !take_number(reader, 2, 0, 59, &minute) || !take(reader, ':') ||
        !take_number(reader, 2, 0, 60, &second) ||
        (take(reader, '.') && !take_fraction(reader, &fraction))) {
        return false;
    }
    *leap = second == 60;
    *ms = ((hour * 60 + minute) * 60 + second) * INT64_C(1000) + fraction;
    return true;
}

static bool take_zone(struct reader *reader, int64_t *ms)
{
    bool west = reader->at < reader->end && *reader->at == '-';
    int hours, minutes;

    *ms = 0;
    if (take(reader, 'Z') || take(reader, 'z')) {
        return true;
    }
    if ((!take(reader, '+') && !take(reader, '-')) ||
        !take_number(reader, 2, 0, 23, &hours) || !take(reader, ':') ||
        !take_number(reader, 2, 0, 59, &minutes)) {
        return false;
    }
    *ms = (hours * 60 + minutes) * INT64_C(60000) * (west ? -1 : 1);
    return true;
}

bool oz_event_time_parse(ounce_str text, int64_t *ms)
{
    struct reader reader = {text.data, text.data + text.size};
    int64_t days, in_day, total;
    int64_t zone = 0;
    bool leap;

    if (text.size == 0 || !take_date(&reader, &days)) {
        return false;
    }
    if ((!take(&reader, ' ') && !take(&reader, 'T') && !take(&reader, 't')) ||
        !take_time(&reader, &in_day, &leap) ||
        (reader.at != reader.end && !take_zone(&reader, &zone))) {
        return false;
    }
    total = days * DAY_MS + in_day - zone;
    if (reader.at != reader.end || total < 0 || total > OZ_TIME_MAX ||
        (leap && total % DAY_MS >= 1000)) {
        return false;
    }
    *ms = total;
    return true;
}

static void put(char *out, int digits, int64_t value)
{
    while (digits-- > 0) {
        out[digits] = (char)('0' + value % 10);
        value /= 10;
    }
}

void oz_event_time_print(int64_t ms, char *out)
{
    static const char shape[OZ_EVENT_TIME_TEXT + 1] = "YYYY-MM-DDTHH:MM:SS.mmmZ";
    int64_t days = ms / DAY_MS;
    int64_t seconds = ms % DAY_MS / 1000;
    int64_t year = 1970 + days / 366; /* not too late; the loop steps a few times */
    int month = 1;

    while (days_before(year + 1) - EPOCH_DAYS <= days) {
        year++;
    }
    days -= days_before(year) - EPOCH_DAYS;
    while (days >= days_in((int)year, month)) {
        days -= days_in((int)year, month++);
    }
    for (int i = 0; i < OZ_EVENT_TIME_TEXT; i++) {
        out[i] = shape[i];
    }
    put(out, 4, year);
    put(out + 5, 2, month);
    put(out + 8, 2, days + 1);
    put(out + 11, 2, seconds / 3600);
    put(out + 14, 2, seconds / 60 % 60);
    put(out + 17, 2, seconds % 60);
    put(out + 20, 3, ms % 1000);
}
