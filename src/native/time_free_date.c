/* time_free_date.c — which of up to three numbers is the year, the month, the day.
 *
 *     01/02/2024 => 2 January    13/02/24 => 13 February    2024-02-01 => 1 February
 *
 * The rules of dateutil: a month's name and a year with its century are known; else
 * month comes first where it can, unless the caller said dayfirst or yearfirst.
 */
#include "native/time_free.h"

static bool add(struct oz_free_date *date, int64_t value)
{
    if (date->count == 3) {
        return false;
    }
    date->items[date->count++] = value;
    return true;
}

static bool add_year(struct oz_free_date *date, int64_t value)
{
    if (!add(date, value) || date->year_at >= 0) {
        return false;
    }
    date->year_at = date->count - 1;
    return true;
}

bool oz_free_add_text(struct oz_free_date *date, ounce_str token, bool year)
{
    int64_t value;

    if (!oz_free_integer(token, &value)) {
        return false;
    }
    date->century = date->century || token.size > 2;
    return year || token.size > 2 ? add_year(date, value) : add(date, value);
}

bool oz_free_add_numeral(struct oz_free_date *date, const struct oz_numeral *number)
{
    if (number->whole > 100 || (number->whole == 100 && number->fraction.size > 0)) {
        date->century = true;
        return add_year(date, number->whole);
    }
    return add(date, number->whole);
}

bool oz_free_add_month(struct oz_free_date *date, int month)
{
    if (!add(date, month + 1) || date->month_at >= 0) {
        return false;
    }
    date->month_at = date->count - 1;
    return true;
}

bool oz_free_could_be_day(const struct oz_free_date *date,
                          const struct oz_numeral *number)
{
    int64_t last = 31;

    if (date->month_at >= 0) {
        int64_t year = date->year_at >= 0 ? date->items[date->year_at] : 2000;

        last = oz_month_days(year, (int32_t)date->items[date->month_at]);
    }
    return number->whole >= 1 && (number->whole < last || (number->whole == last &&
                                                           number->fraction.size == 0));
}

static void set(struct oz_free *free, int year, int month, int day)
{
    const int64_t *items = free->date.items;

    free->year = year < 0 ? OZ_UNSAID : items[year];
    free->month = month < 0 ? OZ_UNSAID : items[month];
    free->day = day < 0 ? OZ_UNSAID : items[day];
}

/* All are known, or all but one of three. */
static bool known(struct oz_free *free)
{
    const struct oz_free_date *date = &free->date;
    int said = (date->month_at >= 0) + (date->year_at >= 0);

    if (date->count == 0 || (date->count != said && !(date->count == 3 && said == 2))) {
        return false;
    }
    set(free, date->year_at, date->month_at,
        date->count == 3 ? 3 - date->year_at - date->month_at : -1);
    return true;
}

/* One number, or one and a month's name. */
static void resolve_one(struct oz_free *free)
{
    const struct oz_free_date *date = &free->date;
    int other = date->count == 1 ? 0 : 1 - date->month_at;

    if (date->count == 1 && date->month_at >= 0) {
        set(free, -1, 0, -1);
    } else if (date->items[other] > 31) {
        set(free, other, date->month_at, -1);
    } else {
        set(free, -1, date->month_at, other);
    }
}

static void resolve_two(struct oz_free *free)
{
    const int64_t *items = free->date.items;

    if (items[0] > 31) {
        set(free, 0, 1, -1);
    } else if (items[1] > 31) {
        set(free, 1, 0, -1);
    } else if (free->day_first && items[1] <= 12) {
        set(free, -1, 1, 0);
    } else {
        set(free, -1, 0, 1);
    }
}

static void resolve_named(struct oz_free *free)
{
    const int64_t *items = free->date.items;

    if (free->date.month_at == 0) {
        items[1] > 31 ? set(free, 1, 0, 2) : set(free, 2, 0, 1);
    } else if (free->date.month_at == 1) {
        bool year_first = items[0] > 31 || (free->year_first && items[2] <= 31);

        year_first ? set(free, 0, 1, 2) : set(free, 2, 1, 0);
    } else {
        items[1] > 31 ? set(free, 1, 2, 0) : set(free, 0, 2, 1);
    }
}

static void resolve_three(struct oz_free *free)
{
    const int64_t *items = free->date.items;

    if (items[0] > 31 || free->date.year_at == 0 ||
        (free->year_first && items[1] <= 12 && items[2] <= 31)) {
        if (free->day_first && items[2] <= 12) {
            set(free, 0, 2, 1);
        } else {
            set(free, 0, 1, 2);
        }
    } else if (items[0] > 12 || (free->day_first && items[1] <= 12)) {
        set(free, 2, 1, 0);
    } else {
        set(free, 2, 0, 1);
    }
}

bool oz_free_resolve(struct oz_free *free)
{
    const struct oz_free_date *date = &free->date;

    if (date->count == 0 || known(free)) {
        return true;
    }
    if (date->count == 1 || (date->month_at >= 0 && date->count == 2)) {
        resolve_one(free);
    } else if (date->count == 2) {
        resolve_two(free);
    } else if (date->month_at >= 0) {
        resolve_named(free);
    } else {
        resolve_three(free);
    }
    return true;
}

int64_t oz_free_year(const struct oz_free *free, int64_t year, bool century)
{
    int64_t now = free->this_year;

    if (year >= 100 || century) {
        return year;
    }
    year += now - now % 100;
    if (year >= now + 50) {
        return year - 100;
    }
    return year < now - 50 ? year + 100 : year;
}
