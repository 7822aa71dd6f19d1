/* time_free.c — dateutil.parser.parse(): a date however it is written.
 *
 *     "Jan 5 2024 10:00 PM"  =>  2024-01-05 22:00:00
 *
 * What the text does not say comes from `default`, or from today at midnight by the
 * host's clock. Behaves as python-dateutil 2.9 on a machine whose time zone is UTC; two
 * of its arguments, parserinfo and tzinfos, are refused. Digits are ASCII.
 */
#include "native/time_free.h"

#include "base/buf.h"
#include "base/str.h"
#include "base/utf8.h"
#include "native/native.h"

static const struct oz_zone zone_utc = {OZ_ZONE_UTC, {0, 0, 0}, true, {"UTC", 3}};
static const struct oz_zone zone_local = {OZ_ZONE_LOCAL, {0, 0, 0}, true, {"UTC", 3}};

enum { TEXT, INFO, DEFAULT, IGNORE_ZONE, ZONES, DAY_FIRST, YEAR_FIRST, FUZZY };

static bool refuse(struct oz_work *work, const char *what, ounce_str text)
{
    size_t base = work->text.size;

    oz_buf_text(&work->text, what);
    oz_buf_text(&work->text, ": ");
    oz_buf_str(&work->text, text);
    return oz_walk_step(&work->walk, text.size / 16) &&
           oz_raise_text(work, OZ_EXC_PARSER, base);
}

static bool said(const ounce_value *arg)
{
    return arg->kind != OUNCE_MISSING && arg->kind != OUNCE_NULL;
}

static bool read_text(struct oz_work *work, const ounce_value *args, ounce_str *out)
{
    const ounce_value *arg = &args[TEXT];

    if (said(&args[INFO]) || said(&args[ZONES])) {
        return oz_raise(work, OZ_EXC_NOT_IMPLEMENTED,
                        "parse() takes no parserinfo and no tzinfos here");
    }
    if (arg->kind != OUNCE_TEXT &&
        (arg->kind != OZ_BYTES || oz_utf8_valid(arg->text, arg->size) != arg->size)) {
        return oz_raise(work, OZ_EXC_TYPE,
                        "Parser must be a string or character stream, not %s",
                        oz_type_name(arg));
    }
    *out = (ounce_str){arg->text, arg->size};
    return true;
}

static bool read_default(struct oz_work *work, const ounce_value *arg,
                         struct oz_datetime *at, int64_t *year)
{
    int64_t now;
    struct oz_datetime today;
    bool clock = work->services != NULL && work->services->now != NULL;

    *year = OZ_UNSAID;
    if (clock || arg->kind != OZ_DATETIME) {
        if (!oz_time_now(work, &now) || !oz_datetime_at(work, now, &today)) {
            return false;
        }
        *year = today.date.year;
        *at = (struct oz_datetime){today.date, 0, 0, 0, 0, 0, NULL};
    }
    if (arg->kind == OZ_DATETIME) {
        *at = *oz_datetime_of(arg);
    } else if (said(arg)) {
        return oz_raise(work, OZ_EXC_TYPE, "default must be a datetime, not %s",
                        oz_type_name(arg));
    }
    return true;
}

static bool says_nothing(const struct oz_free *free)
{
    return free->year == OZ_UNSAID && free->month == OZ_UNSAID &&
           free->day == OZ_UNSAID && free->hour == OZ_UNSAID &&
           free->minute == OZ_UNSAID && free->second == OZ_UNSAID &&
           free->micros == OZ_UNSAID && free->weekday == OZ_UNSAID &&
           free->half == OZ_UNSAID && free->offset == OZ_UNSAID && free->zone.size == 0;
}

static bool take(struct oz_work *work, int64_t said_value, int32_t *out)
{
    ounce_value value = oz_int(said_value);

    if (said_value == OZ_UNSAID) {
        return true;
    }
    if (said_value == INT64_MAX) { /* saturated */
        return oz_raise(work, OZ_EXC_OVERFLOW,
                        "Python int too large to convert to C long");
    }
    return oz_time_int(work, &value, out);
}

/* A day of the default that the month does not have becomes its last. */
static bool settle_day(struct oz_work *work, const struct oz_free *free,
                       struct oz_datetime *at, ounce_str text)
{
    int64_t month = free->month == OZ_UNSAID ? at->date.month : free->month;
    int64_t year = free->year == OZ_UNSAID ? at->date.year : free->year;
    char message[64];
    struct oz_buf buf;

    if (free->day != OZ_UNSAID) {
        return true;
    }
    if (month < 1 || month > 12) {
        oz_buf_init_fixed(&buf, message, sizeof message - 1);
        oz_buf_text(&buf, "bad month number ");
        oz_buf_int(&buf, month);
        oz_buf_text(&buf, "; must be 1-12");
        message[buf.size] = '\0';
        return refuse(work, message, text);
    }
    if (at->date.day > oz_month_days(year, (int32_t)month)) {
        at->date.day = oz_month_days(year, (int32_t)month);
    }
    return true;
}

/* A part out of range: what the constructor says, and the text. */
static bool check(struct oz_work *work, const struct oz_datetime *at, ounce_str text)
{
    const struct oz_exception *exception;
    const ounce_value *message;
    size_t base = work->text.size;

    if (oz_datetime_check(work, at)) {
        return true;
    }
    exception = work->failure.kind == OZ_EXCEPTION ? work->failure.node : NULL;
    if (exception == NULL || exception->class_id != OZ_EXC_VALUE) {
        return false;
    }
    message = &exception->args.items[0];
    oz_buf_add(&work->text, message->text, message->size);
    oz_buf_text(&work->text, ": ");
    oz_buf_str(&work->text, text);
    return oz_raise_text(work, OZ_EXC_PARSER, base);
}

static bool fill(struct oz_work *work, const struct oz_free *free,
                 struct oz_datetime *at, ounce_str text)
{
    return settle_day(work, free, at, text) && take(work, free->year, &at->date.year) &&
           take(work, free->month, &at->date.month) &&
           take(work, free->day, &at->date.day) && take(work, free->hour, &at->hour) &&
           take(work, free->minute, &at->minute) &&
           take(work, free->second, &at->second) &&
           take(work, free->micros, &at->micros) && check(work, at, text);
}

/* Without a day, a weekday is the next one, today included. */
static bool move_to_weekday(struct oz_work *work, const struct oz_free *free,
                            struct oz_datetime *at)
{
    int64_t days;

    if (free->weekday == OZ_UNSAID || (free->day != OZ_UNSAID && free->day != 0)) {
        return true;
    }
    days = (free->weekday - oz_weekday(&at->date) + 7) % 7;
    return oz_datetime_move(work, at, days * OZ_DAY_MICROS, at);
}

static bool set_zone(struct oz_work *work, const struct oz_free *free,
                     struct oz_datetime *at)
{
    struct oz_zone *zone;
    ounce_value name;

    if (oz_str_is(free->zone, "UTC")) {
        at->zone = &zone_local; /* it is the local zone's name */
        return true;
    }
    if (free->offset == 0) {
        at->zone = &zone_utc;
        return true;
    }
    if (free->offset == OZ_UNSAID) {
        return true; /* a name alone says nothing */
    }
    if ((zone = oz_work_alloc(work, sizeof *zone)) == NULL) {
        return false;
    }
    name = oz_text(free->zone);
    *zone = (struct oz_zone){
        OZ_ZONE_OFFSET, {0, 0, 0}, name.size > 0, {name.text, name.size}};
    if (!oz_delta_make(work, free->offset / 86400, free->offset % 86400 * 1000000,
                       &zone->offset)) {
        return false;
    }
    at->zone = zone;
    return true;
}

bool oz_native_dateutil_parse(struct oz_work *work, const ounce_value *args,
                              ounce_value *out)
{
    struct oz_free free = {.date = {.month_at = -1, .year_at = -1},
                           .year = OZ_UNSAID,
                           .month = OZ_UNSAID,
                           .day = OZ_UNSAID,
                           .hour = OZ_UNSAID,
                           .minute = OZ_UNSAID,
                           .second = OZ_UNSAID,
                           .micros = OZ_UNSAID,
                           .weekday = OZ_UNSAID,
                           .half = OZ_UNSAID,
                           .offset = OZ_UNSAID};
    struct oz_datetime at;
    ounce_str text;

    free.day_first = oz_truth(&args[DAY_FIRST]);
    free.year_first = oz_truth(&args[YEAR_FIRST]);
    free.fuzzy = oz_truth(&args[FUZZY]);
    if (!read_text(work, args, &text) ||
        !read_default(work, &args[DEFAULT], &at, &free.this_year) ||
        !oz_free_split(work, text, &free.tokens)) {
        return false;
    }
    if (free.this_year == OZ_UNSAID) {
        free.this_year = at.date.year;
    }
    if (!oz_free_read(&free)) {
        return refuse(work, "Unknown string format", text);
    }
    if (says_nothing(&free)) {
        return refuse(work, "String does not contain a date", text);
    }
    return fill(work, &free, &at, text) && move_to_weekday(work, &free, &at) &&
           (oz_truth(&args[IGNORE_ZONE]) || set_zone(work, &free, &at)) &&
           oz_datetime_new(work, &at, out);
}
