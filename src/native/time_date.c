/* time_date.c — datetime.date, and what a datetime has of it.
 *
 *     date(2024, 2, 29).isoweekday()  =>  4
 *
 * A datetime begins as a date does in memory, so one function serves both.
 */
#include "base/str.h"
#include "native/native.h"
#include "native/time.h"

bool oz_native_date(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    struct oz_date date = {0, 0, 0};

    return oz_time_int(work, &args[0], &date.year) &&
           oz_time_int(work, &args[1], &date.month) &&
           oz_time_int(work, &args[2], &date.day) && oz_date_check(work, &date) &&
           oz_date_new(work, &date, out);
}

bool oz_native_date_today(struct oz_work *work, const ounce_value *args,
                          ounce_value *out)
{
    struct oz_datetime now;
    int64_t micros;

    (void)args;
    return oz_time_now(work, &micros) && oz_datetime_at(work, micros, &now) &&
           oz_date_new(work, &now.date, out);
}

bool oz_native_date_fromordinal(struct oz_work *work, const ounce_value *args,
                                ounce_value *out)
{
    struct oz_date date;
    int32_t ordinal = 0;

    if (!oz_time_int(work, &args[0], &ordinal)) {
        return false;
    }
    if (ordinal < 1) {
        return oz_raise(work, OZ_EXC_VALUE, "ordinal must be >= 1");
    }
    if (!oz_ordinal_fits(ordinal)) {
        date = oz_date_of_ordinal(ordinal);
        return oz_raise(work, OZ_EXC_VALUE, "year %d is out of range", date.year);
    }
    date = oz_date_of_ordinal(ordinal);
    return oz_date_new(work, &date, out);
}

bool oz_native_date_replace(struct oz_work *work, const ounce_value *args,
                            ounce_value *out)
{
    struct oz_date date = *oz_date_of(args);

    return oz_time_int(work, &args[1], &date.year) &&
           oz_time_int(work, &args[2], &date.month) &&
           oz_time_int(work, &args[3], &date.day) && oz_date_check(work, &date) &&
           oz_date_new(work, &date, out);
}

#define DATE_PROPERTY(name, expression)                                                \
    bool name(struct oz_work *work, const ounce_value *args, ounce_value *out)         \
    {                                                                                  \
        const struct oz_date *date = oz_date_of(args);                                 \
        (void)work;                                                                    \
        *out = oz_int(expression);                                                     \
        return true;                                                                   \
    }

DATE_PROPERTY(oz_native_date_year, date->year)
DATE_PROPERTY(oz_native_date_month, date->month)
DATE_PROPERTY(oz_native_date_day, date->day)
DATE_PROPERTY(oz_native_date_weekday, oz_weekday(date))
DATE_PROPERTY(oz_native_date_isoweekday, oz_weekday(date) + 1)
DATE_PROPERTY(oz_native_date_toordinal,
              oz_date_ordinal(date->year, date->month, date->day))
DATE_PROPERTY(oz_native_date_hash, oz_date_ordinal(date->year, date->month, date->day))

bool oz_native_date_isocalendar(struct oz_work *work, const ounce_value *args,
                                ounce_value *out)
{
    static const char *const names[] = {"year", "week", "weekday"};
    struct oz_iso_week week = oz_iso_week(oz_date_of(args));
    struct oz_record *record = oz_work_alloc(work, sizeof *record);
    ounce_value *fields =
        record == NULL ? NULL : oz_work_alloc(work, 3 * sizeof *fields);

    if (fields == NULL) {
        return false;
    }
    fields[0] = oz_int(week.year);
    fields[1] = oz_int(week.week);
    fields[2] = oz_int(week.day);
    *record =
        (struct oz_record){OZ_LIT("datetime.IsoCalendarDate"), names, {fields, 3, 3}};
    *out = oz_none();
    out->kind = OZ_RECORD;
    out->node = record;
    return true;
}

bool oz_native_date_equal(struct oz_work *work, const ounce_value *args,
                          ounce_value *out)
{
    const struct oz_date *a = oz_date_of(args), *b = oz_date_of(&args[1]);

    (void)work;
    *out = oz_bool(args[1].kind == OZ_DATE && a->year == b->year &&
                   a->month == b->month && a->day == b->day);
    return true;
}

bool oz_native_date_less(struct oz_work *work, const ounce_value *args,
                         ounce_value *out)
{
    const struct oz_date *a = oz_date_of(args), *b = oz_date_of(&args[1]);

    (void)work;
    *out = oz_bool(oz_date_ordinal(a->year, a->month, a->day) <
                   oz_date_ordinal(b->year, b->month, b->day));
    return true;
}

bool oz_native_date_min(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    struct oz_date date = {OZ_YEAR_MIN, 1, 1};

    (void)args;
    return oz_date_new(work, &date, out);
}

bool oz_native_date_max(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    struct oz_date date = {OZ_YEAR_MAX, 12, 31};

    (void)args;
    return oz_date_new(work, &date, out);
}
