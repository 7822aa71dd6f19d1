/* time_strptime_read.c — strptime(): from directives to a datetime.
 *
 *     y "69" => 1969    I "12", p "am" => hour 0    z "+05:30" => timezone(19800 s)
 *
 * The order in which directives speak, the years two digits mean and what is missing
 * (1900-01-01, with a 29 February read in a leap year and then refused) are those of
 * CPython's _strptime.
 */
#include "base/str.h"
#include "native/native.h"
#include "native/time_strptime.h"

#define NONE INT32_MIN

struct parts {
    struct oz_datetime at;
    int32_t year, iso_year, iso_week, week, weekday, year_day;
    bool week_from_monday;
    int half; /* 0 am, 1 pm, -1 not said */
    bool offset_given;
    int64_t offset;
    ounce_str zone;
};

static int32_t number(ounce_str text)
{
    int32_t value = 0;

    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] != ' ') {
            value = value * 10 + (text.data[i] - '0');
        }
    }
    return value;
}

static int32_t micros(ounce_str text)
{
    int32_t value = number(text);

    for (size_t i = text.size; i < 6; i++) {
        value *= 10;
    }
    return value;
}

static void read_hour(struct parts *parts, ounce_str text)
{
    int32_t hour = number(text) % 12;

    parts->at.hour = parts->half == 1 ? hour + 12 : hour;
}

/* +hhmm[ss[.ffffff]]; with a colon after the hours there must be one after the
 * minutes. */
static bool read_offset(struct oz_work *work, struct parts *parts, ounce_str text)
{
    int32_t fields[3] = {0, 0, 0};
    int64_t fraction = 0;
    size_t place = 1;
    bool colon = text.size > 3 && text.data[3] == ':';

    parts->offset_given = true;
    if (text.data[0] == 'Z') {
        parts->offset = 0;
        return true;
    }
    for (int i = 0; i < 3 && place + 2 <= text.size; i++) {
        if (i == 2 && colon && text.data[place] != ':') {
            return oz_raise(work, OZ_EXC_VALUE, "Inconsistent use of : in %.*s",
                            OZ_STR(text));
        }
        if (i == 2 && !colon && text.data[place] == ':') {
            return oz_raise(work, OZ_EXC_VALUE,
                            "invalid literal for int() with base 10: '%.2s'",
                            text.data + place);
        }
        place += (i == 1 || (i == 2 && colon)) && text.data[place] == ':';
        fields[i] = number((ounce_str){text.data + place, 2});
        place += 2;
    }
    if (place < text.size) {
        fraction = micros((ounce_str){text.data + place + 1, text.size - place - 1});
    }
    parts->offset =
        ((int64_t)fields[0] * 3600 + fields[1] * 60 + fields[2]) * 1000000 + fraction;
    parts->offset = text.data[0] == '-' ? -parts->offset : parts->offset;
    return true;
}

static bool read_group(struct oz_work *work, struct parts *parts, char letter,
                       ounce_str text)
{
    int32_t *plain = letter == 'd'   ? &parts->at.date.day
                     : letter == 'm' ? &parts->at.date.month
                     : letter == 'H' ? &parts->at.hour
                     : letter == 'M' ? &parts->at.minute
                     : letter == 'S' ? &parts->at.second
                     : letter == 'Y' ? &parts->year
                     : letter == 'G' ? &parts->iso_year
                     : letter == 'V' ? &parts->iso_week
                     : letter == 'j' ? &parts->year_day
                                     : NULL;

    if (plain != NULL) {
        *plain = number(text);
        return true;
    }
    switch (letter) {
    case 'y':
        parts->year = number(text);
        parts->year += parts->year <= 68 ? 2000 : 1900;
        return true;
    case 'b':
    case 'B':
        parts->at.date.month =
            oz_strptime_name(oz_month_names, 12, letter == 'b' ? 3 : 0, text) + 1;
        return true;
    case 'a':
    case 'A':
        parts->weekday =
            oz_strptime_name(oz_weekday_names, 7, letter == 'a' ? 3 : 0, text);
        return true;
    case 'w':
        parts->weekday = (number(text) + 6) % 7;
        return true;
    case 'u':
        parts->weekday = number(text) - 1;
        return true;
    case 'U':
    case 'W':
        parts->week = number(text);
        parts->week_from_monday = letter == 'W';
        return true;
    case 'I':
        read_hour(parts, text);
        return true;
    case 'f':
        parts->at.micros = micros(text);
        return true;
    case 'z':
        return read_offset(work, parts, text);
    case 'Z':
        parts->zone = text;
        return true;
    default: /* p */
        return true;
    }
}

/* Which half of the day it is must be known before the hour is read. */
static int find_half(const struct oz_strptime *match)
{
    for (uint32_t i = 0; i < match->count; i++) {
        if (match->groups[i].letter == 'p') {
            char c = match->text.data[match->groups[i].start];

            return c == 'p' || c == 'P';
        }
    }
    return -1;
}

static bool check_iso(struct oz_work *work, const struct parts *parts)
{
    if (parts->year == NONE && parts->iso_year != NONE) {
        if (parts->iso_week == NONE || parts->weekday == NONE) {
            return oz_raise(work, OZ_EXC_VALUE,
                            "ISO year directive '%%G' must be used with the ISO week "
                            "directive '%%V' and a weekday directive ('%%A', '%%a', "
                            "'%%w', or '%%u').");
        }
        if (parts->year_day != NONE) {
            return oz_raise(
                work, OZ_EXC_VALUE,
                "Day of the year directive '%%j' is not compatible with ISO "
                "year directive '%%G'. Use '%%Y' instead.");
        }
    } else if (parts->week == NONE && parts->iso_week != NONE) {
        if (parts->weekday == NONE) {
            return oz_raise(work, OZ_EXC_VALUE,
                            "ISO week directive '%%V' must be used with the ISO year "
                            "directive '%%G' and a weekday directive ('%%A', '%%a', "
                            "'%%w', or '%%u').");
        }
        return oz_raise(work, OZ_EXC_VALUE,
                        "ISO week directive '%%V' is incompatible with the year "
                        "directive '%%Y'. Use the ISO year '%%G' instead.");
    }
    return true;
}

/* The day of the year of a weekday in a week counted by %U or %W. */
static int32_t day_of_week(const struct parts *parts, int32_t year)
{
    struct oz_date first = {year, 1, 1};
    int32_t shift = parts->week_from_monday ? 0 : 1;
    int32_t start = (oz_weekday(&first) + shift) % 7;
    int32_t day = (parts->weekday + shift) % 7;

    if (parts->week == 0) {
        return 1 + day - start;
    }
    return 1 + (7 - start) % 7 + 7 * (parts->week - 1) + day;
}

/* The same of an ISO week, which is not checked: week 0 is the one before the first. */
static int32_t day_of_iso_week(const struct parts *parts, const struct oz_date *first)
{
    int32_t fourth = (oz_weekday(first) + 3) % 7;

    return parts->iso_week * 7 + parts->weekday + 1 - (fourth + 1 + 3);
}

/* Year and day of the year make the date, when a day of the year is known. */
static bool resolve_day(struct oz_work *work, struct parts *parts, int32_t year)
{
    int32_t day = parts->year_day;
    struct oz_date *date = &parts->at.date;
    int64_t ordinal;

    if (day == NONE && parts->weekday != NONE && parts->week != NONE) {
        struct oz_date first = {year, 1, 1};

        if (!oz_date_check(work, &first)) {
            return false;
        }
        day = day_of_week(parts, year);
        if (day <= 0) {
            year--;
            day += oz_is_leap(year) ? 366 : 365;
        }
    } else if (day == NONE && parts->weekday != NONE && parts->iso_year != NONE &&
               parts->iso_week != NONE) {
        struct oz_date first = {parts->iso_year, 1, 1};

        if (!oz_date_check(work, &first)) {
            return false;
        }
        year = parts->iso_year;
        day = day_of_iso_week(parts, &first);
        if (day < 1 && year == OZ_YEAR_MIN) {
            return oz_raise(work, OZ_EXC_VALUE, "year 0 is out of range");
        }
    }
    date->year = year;
    if (day == NONE) {
        return oz_date_check(work, date);
    }
    *date = (struct oz_date){year, 1, 1};
    if (!oz_date_check(work, date)) {
        return false;
    }
    ordinal = oz_date_ordinal(year, 1, 1) + day - 1;
    *date = oz_date_of_ordinal(ordinal);
    return oz_date_check(work, date);
}

static bool make_zone(struct oz_work *work, struct parts *parts)
{
    struct oz_delta offset;

    return !parts->offset_given || (oz_delta_make(work, 0, parts->offset, &offset) &&
                                    oz_zone_make(work, &offset, parts->zone.size > 0,
                                                 parts->zone, &parts->at.zone));
}

bool oz_strptime_read(struct oz_work *work, const struct oz_strptime *match,
                      struct oz_datetime *out)
{
    struct parts parts = {.at = {{0, 1, 1}, 0, 0, 0, 0, 0, NULL},
                          .year = NONE,
                          .iso_year = NONE,
                          .iso_week = NONE,
                          .week = NONE,
                          .weekday = NONE,
                          .year_day = NONE,
                          .half = find_half(match)};
    int32_t year;
    bool leap_fix;

    for (uint32_t i = 0; i < match->count; i++) {
        ounce_str text = {match->text.data + match->groups[i].start,
                          match->groups[i].size};

        if (!read_group(work, &parts, match->groups[i].letter, text)) {
            return false;
        }
    }
    if (!check_iso(work, &parts)) {
        return false;
    }
    leap_fix =
        parts.year == NONE && parts.at.date.month == 2 && parts.at.date.day == 29;
    year = parts.year != NONE ? parts.year : leap_fix ? 1904 : 1900;
    if (!resolve_day(work, &parts, year)) {
        return false;
    }
    if (leap_fix) {
        parts.at.date.year = 1900;
    }
    if (!make_zone(work, &parts) || !oz_datetime_check(work, &parts.at)) {
        return false;
    }
    *out = parts.at;
    return true;
}

static bool no_match(struct oz_work *work, const ounce_value *text,
                     const ounce_value *format)
{
    size_t base = work->text.size;

    oz_buf_text(&work->text, "time data ");
    if (!oz_walk_step(&work->walk, (text->size + format->size) / 16) ||
        !oz_time_quote(work, (ounce_str){text->text, text->size})) {
        return false;
    }
    oz_buf_text(&work->text, " does not match format ");
    return oz_time_quote(work, (ounce_str){format->text, format->size}) &&
           oz_raise_text(work, OZ_EXC_VALUE, base);
}

bool oz_native_datetime_strptime(struct oz_work *work, const ounce_value *args,
                                 ounce_value *out)
{
    struct oz_strptime match;
    struct oz_datetime at;
    bool matched;

    if (!oz_time_text(work, &args[0], "strptime() argument 1", &match.text) ||
        !oz_time_text(work, &args[1], "strptime() argument 2", &match.format) ||
        !oz_strptime_match(work, &match, &matched)) {
        return false;
    }
    if (!matched) {
        return no_match(work, &args[0], &args[1]);
    }
    if (match.end < match.text.size) {
        size_t base = work->text.size;

        oz_buf_text(&work->text, "unconverted data remains: ");
        oz_buf_add(&work->text, match.text.data + match.end,
                   match.text.size - match.end);
        return oz_walk_step(&work->walk, match.text.size / 16) &&
               oz_raise_text(work, OZ_EXC_VALUE, base);
    }
    return oz_strptime_read(work, &match, &at) && oz_datetime_new(work, &at, out);
}
