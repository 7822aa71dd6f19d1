/* time_calendar.c — days and dates of the proleptic Gregorian calendar.
 *
 *     1-01-01 => 1    1970-01-01 => 719163    9999-12-31 => 3652059
 *
 * Python counts days from the first of January of the year 1. Years are counted here
 * from March, so that the leap day is the last one.
 */
#include "native/time.h"

#define ORDINAL_MAX  3652059
#define ERA_DAYS     146097 /* 400 years */
#define MARCH_OFFSET 306    /* days of 0000-03-01 before 0001-01-01 */

bool oz_is_leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int32_t oz_month_days(int64_t year, int32_t month)
{
    static const int8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return days[month - 1] + (month == 2 && oz_is_leap(year));
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

int64_t oz_date_ordinal(int64_t year, int32_t month, int64_t day)
{
    int64_t y = month > 2 ? year : year - 1;
    int64_t m = month > 2 ? month - 3 : month + 9;

    return y * 365 + floor_div(y, 4) - floor_div(y, 100) + floor_div(y, 400) +
           (153 * m + 2) / 5 + day - MARCH_OFFSET;
}

struct oz_date oz_date_of_ordinal(int64_t ordinal)
{
    int64_t days = ordinal + MARCH_OFFSET - 1;
    int64_t era = floor_div(days, ERA_DAYS), in_era = days - era * ERA_DAYS;
    int64_t year_of_era =
        (in_era - in_era / 1460 + in_era / 36524 - in_era / (ERA_DAYS - 1)) / 365;
    int64_t in_year =
        in_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t m = (5 * in_year + 2) / 153;
    int64_t year = year_of_era + era * 400 + (m >= 10);

    return (struct oz_date){(int32_t)year, (int32_t)(m < 10 ? m + 3 : m - 9),
                            (int32_t)(in_year - (153 * m + 2) / 5 + 1)};
}

bool oz_ordinal_fits(int64_t ordinal)
{
    return ordinal >= 1 && ordinal <= ORDINAL_MAX;
}

int32_t oz_weekday(const struct oz_date *date)
{
    int64_t ordinal = oz_date_ordinal(date->year, date->month, date->day);

    return (int32_t)(((ordinal - 1) % 7 + 7) % 7);
}

int32_t oz_year_day(const struct oz_date *date)
{
    return (int32_t)(oz_date_ordinal(date->year, date->month, date->day) -
                     oz_date_ordinal(date->year, 1, 1) + 1);
}

/* The ordinal of the Monday of week 1: the week that holds the first Thursday. */
static int64_t first_monday(int64_t year)
{
    int64_t first = oz_date_ordinal(year, 1, 1);
    int64_t weekday = ((first - 1) % 7 + 7) % 7;

    return weekday > 3 ? first - weekday + 7 : first - weekday;
}

struct oz_iso_week oz_iso_week(const struct oz_date *date)
{
    int64_t ordinal = oz_date_ordinal(date->year, date->month, date->day);
    int32_t year = date->year;

    if (ordinal < first_monday(year)) {
        year--;
    } else if (ordinal >= first_monday(year + 1)) {
        year++;
    }
    return (struct oz_iso_week){year, (int32_t)((ordinal - first_monday(year)) / 7 + 1),
                                oz_weekday(date) + 1};
}

bool oz_iso_date(struct oz_iso_week week, struct oz_date *out)
{
    int64_t start, ordinal;

    if (week.year < OZ_YEAR_MIN || week.year > OZ_YEAR_MAX || week.week < 1 ||
        week.day < 1 || week.day > 7) {
        return false;
    }
    start = first_monday(week.year);
    if (week.week > (first_monday(week.year + 1) - start) / 7) {
        return false;
    }
    ordinal = start + (week.week - 1) * 7 + week.day - 1;
    *out = oz_date_of_ordinal(ordinal);
    return true;
}

int64_t oz_datetime_micros(const struct oz_datetime *datetime)
{
    const struct oz_date *date = &datetime->date;
    int64_t day = oz_date_ordinal(date->year, date->month, date->day) - 1;
    int64_t seconds =
        (int64_t)datetime->hour * 3600 + datetime->minute * 60 + datetime->second;

    return day * OZ_DAY_MICROS + seconds * 1000000 + datetime->micros;
}

bool oz_datetime_set(int64_t micros, struct oz_datetime *out)
{
    int64_t ordinal = floor_div(micros, OZ_DAY_MICROS) + 1;
    int64_t rest = micros - (ordinal - 1) * OZ_DAY_MICROS;

    if (!oz_ordinal_fits(ordinal)) {
        return false;
    }
    out->date = oz_date_of_ordinal(ordinal);
    out->micros = (int32_t)(rest % 1000000);
    rest /= 1000000;
    out->hour = (int32_t)(rest / 3600);
    out->minute = (int32_t)(rest / 60 % 60);
    out->second = (int32_t)(rest % 60);
    return true;
}
