/* time.h — dates, moments, spans and time zones: `datetime`, `time`, `dateutil.parser`.
 *
 *     OZ_DATETIME  struct oz_datetime     OZ_DELTA  struct oz_delta
 *     OZ_DATE      struct oz_date         OZ_ZONE   struct oz_zone
 *
 * The calendar is Python's: proleptic Gregorian, years 1 to 9999. The time zone of the
 * machine is UTC by definition: an answer must not depend on where a rule runs. The
 * clock is the host's (ounce_services.now); without one, what asks for it raises
 * RuntimeError.
 */
#ifndef OZ_TIME_H
#define OZ_TIME_H

#include "object/object.h"

#define OZ_YEAR_MIN   1
#define OZ_YEAR_MAX   9999
#define OZ_DAY_MICROS INT64_C(86400000000)

struct oz_date {
    int32_t year;
    int32_t month, day;
};

/* A fixed offset, as all zones here are. What differs is how they print. */
enum oz_zone_kind {
    OZ_ZONE_FIXED,  /* datetime.timezone */
    OZ_ZONE_UTC,    /* dateutil.tz.tzutc() */
    OZ_ZONE_LOCAL,  /* dateutil.tz.tzlocal() */
    OZ_ZONE_OFFSET, /* dateutil.tz.tzoffset(name, seconds) */
};

/* Normalized: 0 <= seconds < 86400, 0 <= micros < 1000000; the sign is in the days. */
struct oz_delta {
    int32_t days, seconds, micros;
};

struct oz_zone {
    enum oz_zone_kind kind;
    struct oz_delta offset;
    bool named;
    ounce_str name;
};

/* Begins as a date does, for a datetime is one. */
struct oz_datetime {
    struct oz_date date;
    int32_t hour, minute, second, micros;
    int32_t fold;
    const struct oz_zone *zone; /* NULL: naive */
};

extern const struct oz_zone oz_zone_utc; /* datetime.timezone.utc */

/* ---- the calendar (time_calendar.c); pure ---- */
bool oz_is_leap(int64_t year);
int32_t oz_month_days(int64_t year, int32_t month); /* month is 1 to 12 */
/* Day 1 is 0001-01-01; any year within int32_t. */
int64_t oz_date_ordinal(int64_t year, int32_t month, int64_t day);
/* Ordinal 1 to 3652059. */
struct oz_date oz_date_of_ordinal(int64_t ordinal);
bool oz_ordinal_fits(int64_t ordinal);
int32_t oz_weekday(const struct oz_date *date);  /* Monday is 0 */
int32_t oz_year_day(const struct oz_date *date); /* 1 to 366 */
struct oz_iso_week {
    int32_t year, week, day; /* Monday is 1 */
};
struct oz_iso_week oz_iso_week(const struct oz_date *date);
/* The date of a day of an ISO week; false when there is no such week, day or year. */
bool oz_iso_date(struct oz_iso_week week, struct oz_date *out);
/* Microseconds from the start of 0001-01-01, the zone left aside; and back, false when
 * out of range. */
int64_t oz_datetime_micros(const struct oz_datetime *datetime);
bool oz_datetime_set(int64_t micros, struct oz_datetime *out);
#define OZ_EPOCH_MICROS (INT64_C(719162) * OZ_DAY_MICROS)

/* ---- reading arguments (time_args.c) ---- */
/* A C int as CPython reads it; OUNCE_MISSING leaves *out alone. */
bool oz_time_int(struct oz_work *work, const ounce_value *arg, int32_t *out);
/* A zone or None; OUNCE_MISSING leaves *out alone. */
bool oz_time_zone_arg(struct oz_work *work, const ounce_value *arg,
                      const struct oz_zone **out);
/* TypeError when it is no text; `where` is "strptime() argument 1". */
bool oz_time_text(struct oz_work *work, const ounce_value *arg, const char *where,
                  ounce_str *out);
/* Append repr(text), which is mostly the text between quotes. */
bool oz_time_quote(struct oz_work *work, ounce_str text);
/* "… : repr(text)", as messages end. Always false. */
bool oz_time_raise_repr(struct oz_work *work, enum oz_exception_class class_id,
                        const char *message, ounce_str text);

/* ---- making values ---- */
bool oz_date_check(struct oz_work *work, const struct oz_date *date);
bool oz_datetime_check(struct oz_work *work, const struct oz_datetime *datetime);
bool oz_date_new(struct oz_work *work, const struct oz_date *date, ounce_value *out);
/* Both check nothing. */
bool oz_datetime_new(struct oz_work *work, const struct oz_datetime *datetime,
                     ounce_value *out);
bool oz_delta_new(struct oz_work *work, const struct oz_delta *delta, ounce_value *out);
/* timedelta(days, 0, micros); OverflowError. */
bool oz_delta_make(struct oz_work *work, int64_t days, int64_t micros,
                   struct oz_delta *out);
/* Days and the rest of a delta. */
int64_t oz_delta_part(const struct oz_delta *delta);
int oz_delta_compare(const struct oz_delta *a, const struct oz_delta *b);
double oz_delta_seconds(const struct oz_delta *delta);
/* datetime.timezone(offset, name); ValueError for a day and more. */
bool oz_zone_make(struct oz_work *work, const struct oz_delta *offset, bool named,
                  ounce_str name, const struct oz_zone **out);
ounce_value oz_zone_value(const struct oz_zone *zone);
/* Microseconds east of UTC; ValueError for a day and more, which tzoffset allows. */
bool oz_zone_offset(struct oz_work *work, const struct oz_zone *zone, int64_t *micros);

static inline const struct oz_date *oz_date_of(const ounce_value *value)
{
    return value->node;
}
static inline const struct oz_datetime *oz_datetime_of(const ounce_value *value)
{
    return value->node;
}
static inline const struct oz_delta *oz_delta_of(const ounce_value *value)
{
    return value->node;
}
static inline const struct oz_zone *oz_zone_of(const ounce_value *value)
{
    return value->node;
}

/* Now, in microseconds since the epoch. */
bool oz_time_now(struct oz_work *work, int64_t *micros);
/* The datetime of a moment, in UTC; OverflowError out of range. */
bool oz_datetime_at(struct oz_work *work, int64_t micros_since_epoch,
                    struct oz_datetime *out);
/* Micros moved by some; OverflowError "date value out of range". */
bool oz_datetime_move(struct oz_work *work, const struct oz_datetime *from, int64_t by,
                      struct oz_datetime *out);

/* Bytes of the blank at a place of a text, as str.isspace() sees it; 0: none. */
size_t oz_time_space(ounce_str text, size_t place);

/* ---- text; all append to work->text ---- */
void oz_time_digits(struct oz_buf *buf, int64_t value, int width);
void oz_date_print(struct oz_buf *buf, const struct oz_date *date);
/* +hh:mm[:ss[.ffffff]] with the separator given, which may be "". */
void oz_offset_print(struct oz_buf *buf, int64_t micros, const char *colon);
void oz_delta_print(struct oz_buf *buf, const struct oz_delta *delta);
void oz_delta_repr(struct oz_buf *buf, const struct oz_delta *delta);
bool oz_zone_print(struct oz_work *work, const struct oz_zone *zone);
bool oz_zone_repr(struct oz_work *work, const struct oz_zone *zone);
extern const char *const oz_weekday_names[7];
extern const char *const oz_month_names[12];

/* strftime. */
bool oz_time_format(struct oz_work *work, const struct oz_datetime *datetime,
                    ounce_str format);
/* time.struct_time of a datetime. */
bool oz_time_tuple(struct oz_work *work, const struct oz_datetime *datetime,
                   int32_t daylight, ounce_value *out);

/* a op b for + - * / % and 'f', floor division. *handled stays false when neither
 * operand is one of ours or the pair has no meaning: the caller then raises its
 * TypeError. */
bool oz_time_binary(struct oz_work *work, char op, const ounce_value *a,
                    const ounce_value *b, ounce_value *out, bool *handled);
/* -a and abs(a) of a timedelta; other kinds are not handled. */
bool oz_time_unary(struct oz_work *work, char op, const ounce_value *a,
                   ounce_value *out, bool *handled);

#endif
