/* time_clock.c — the clock, moments as numbers, and the module `time`.
 *
 *     datetime.fromtimestamp(1700000000.5)  =>  2023-11-14 22:13:20.500000
 *
 * The library has no clock of its own: the host lends one. Local time is UTC.
 */
#include "base/str.h"
#include "native/native.h"
#include "native/time.h"

#include <math.h>

#define EPOCH_SECONDS INT64_C(62135596800) /* from the start of the year 1 */
#define YEARS_SECONDS 67768036191676799.0  /* what a C int of years allows */

bool oz_time_now(struct oz_work *work, int64_t *micros)
{
    if (work->services == NULL || work->services->now == NULL) {
        return oz_raise(work, OZ_EXC_RUNTIME, "the host has given no clock");
    }
    *micros = work->services->now(work->services->ctx);
    return true;
}

bool oz_datetime_at(struct oz_work *work, int64_t micros_since_epoch,
                    struct oz_datetime *out)
{
    memset(out, 0, sizeof *out);
    /* The host's clock may say anything; the sum must not overflow. */
    if (micros_since_epoch > INT64_MAX / 2 || micros_since_epoch < INT64_MIN / 2 ||
        !oz_datetime_set(micros_since_epoch + OZ_EPOCH_MICROS, out)) {
        return oz_raise(work, OZ_EXC_OVERFLOW, "date value out of range");
    }
    return true;
}

static bool now_naive(struct oz_work *work, ounce_value *out)
{
    struct oz_datetime at;
    int64_t micros = 0;

    return oz_time_now(work, &micros) && oz_datetime_at(work, micros, &at) &&
           oz_datetime_new(work, &at, out);
}

/* A moment seen in a zone, or in local time when that is NULL. */
static bool in_zone(struct oz_work *work, const struct oz_datetime *utc,
                    const struct oz_zone *zone, ounce_value *out)
{
    struct oz_datetime at = *utc;
    int64_t offset;

    if (zone != NULL && (!oz_zone_offset(work, zone, &offset) ||
                         !oz_datetime_move(work, utc, offset, &at))) {
        return false;
    }
    at.zone = zone;
    return oz_datetime_new(work, &at, out);
}

bool oz_native_datetime_now(struct oz_work *work, const ounce_value *args,
                            ounce_value *out)
{
    const struct oz_zone *zone = NULL;
    struct oz_datetime at;
    int64_t micros = 0;

    return oz_time_zone_arg(work, &args[0], &zone) && oz_time_now(work, &micros) &&
           oz_datetime_at(work, micros, &at) && in_zone(work, &at, zone, out);
}

bool oz_native_datetime_utcnow(struct oz_work *work, const ounce_value *args,
                               ounce_value *out)
{
    (void)args;
    return now_naive(work, out);
}

/* ---- numbers to moments ---- */

static bool no_time_t(struct oz_work *work)
{
    return oz_raise(work, OZ_EXC_OVERFLOW,
                    "timestamp out of range for platform time_t");
}

/* Round half to even without asking the host's rounding mode. */
static double round_even(double value)
{
    double rounded = round(value);

    return fabs(value - rounded) == 0.5 ? 2.0 * round(value / 2.0) : rounded;
}

static bool split_real(struct oz_work *work, double value, int64_t *seconds,
                       int32_t *micros)
{
    double whole, fraction;

    if (isnan(value)) {
        return oz_raise(work, OZ_EXC_VALUE, "Invalid value NaN (not a number)");
    }
    fraction = round_even(modf(value, &whole) * 1e6);
    if (fraction >= 1e6) {
        fraction -= 1e6;
        whole += 1.0;
    } else if (fraction < 0) {
        fraction += 1e6;
        whole -= 1.0;
    }
    if (!(whole >= -9223372036854775808.0 && whole < 9223372036854775808.0)) {
        return no_time_t(work);
    }
    *seconds = (int64_t)whole;
    *micros = (int32_t)fraction;
    return true;
}

static bool split_timestamp(struct oz_work *work, const ounce_value *arg,
                            int64_t *seconds, int32_t *micros)
{
    switch (arg->kind) {
    case OUNCE_FLOAT:
        return split_real(work, arg->real, seconds, micros);
    case OUNCE_BOOL:
    case OUNCE_INT:
        *seconds = arg->integer;
        *micros = 0;
        return true;
    case OUNCE_BIG:
        return no_time_t(work);
    default:
        return oz_raise(work, OZ_EXC_TYPE,
                        "'%s' object cannot be interpreted as an integer",
                        oz_type_name(arg));
    }
}

/* The year that gmtime() would find, for the message. */
static bool refuse_year(struct oz_work *work, int64_t seconds)
{
    int64_t days = seconds / 86400 - (seconds % 86400 < 0) + EPOCH_SECONDS / 86400;
    struct oz_date date;

    if (fabs((double)seconds) > YEARS_SECONDS) {
        return oz_raise(work, OZ_EXC_OS,
                        "[Errno 75] Value too large for defined data type");
    }
    date = oz_date_of_ordinal(days + 1);
    return oz_raise(work, OZ_EXC_VALUE, "year %d is out of range", date.year);
}

static bool at_timestamp(struct oz_work *work, const ounce_value *arg,
                         struct oz_datetime *out)
{
    int64_t seconds = 0;
    int32_t micros = 0;

    if (!split_timestamp(work, arg, &seconds, &micros)) {
        return false;
    }
    memset(out, 0, sizeof *out);
    if (seconds > INT64_C(1000000000000) || seconds < INT64_C(-1000000000000) ||
        !oz_datetime_set(seconds * 1000000 + micros + OZ_EPOCH_MICROS, out)) {
        return refuse_year(work, seconds);
    }
    return true;
}

/* The same, of whole seconds: the fraction is cut, downwards. */
static bool at_second(struct oz_work *work, const ounce_value *arg,
                      struct oz_datetime *out)
{
    ounce_value whole = *arg;

    if (arg->kind == OUNCE_FLOAT) {
        whole.real = floor(arg->real);
    }
    return at_timestamp(work, &whole, out);
}

/* CPython looks a day back for a fold of local time, and on the first day of all there
 * is none. */
static bool check_fold(struct oz_work *work, const struct oz_datetime *at)
{
    return at->date.year > 1 || at->date.month > 1 || at->date.day > 1 ||
           oz_raise(work, OZ_EXC_VALUE, "year 0 is out of range");
}

bool oz_native_datetime_fromtimestamp(struct oz_work *work, const ounce_value *args,
                                      ounce_value *out)
{
    const struct oz_zone *zone = NULL;
    struct oz_datetime at;

    return oz_time_zone_arg(work, &args[1], &zone) &&
           at_timestamp(work, &args[0], &at) &&
           (zone != NULL || check_fold(work, &at)) && in_zone(work, &at, zone, out);
}

bool oz_native_datetime_utcfromtimestamp(struct oz_work *work, const ounce_value *args,
                                         ounce_value *out)
{
    struct oz_datetime at;

    return at_timestamp(work, &args[0], &at) && oz_datetime_new(work, &at, out);
}

bool oz_native_date_fromtimestamp(struct oz_work *work, const ounce_value *args,
                                  ounce_value *out)
{
    struct oz_datetime at;

    return at_second(work, &args[0], &at) && oz_date_new(work, &at.date, out);
}

/* ---- moments to numbers ---- */

/* A naive one is summed of seconds and a fraction, an aware one is a quotient of
 * microseconds: the last bit can differ. */
bool oz_native_datetime_timestamp(struct oz_work *work, const ounce_value *args,
                                  ounce_value *out)
{
    const struct oz_datetime *at = oz_datetime_of(args);
    int64_t micros = oz_datetime_micros(at) - OZ_EPOCH_MICROS, offset;
    struct oz_delta delta;

    if (at->zone == NULL) {
        if (at->fold == 0 && !check_fold(work, at)) {
            return false;
        }
        if (at->fold != 0 && at->date.year == OZ_YEAR_MAX && at->date.month == 12 &&
            at->date.day == 31) {
            return oz_raise(work, OZ_EXC_VALUE, "year 10000 is out of range");
        }
        *out = oz_real((double)((micros - at->micros) / 1000000) + at->micros / 1e6);
        return true;
    }
    if (!oz_zone_offset(work, at->zone, &offset) ||
        !oz_delta_make(work, 0, micros - offset, &delta)) {
        return false;
    }
    *out = oz_real(oz_delta_seconds(&delta));
    return true;
}

/* ---- the module `time` ---- */

bool oz_native_time_time(struct oz_work *work, const ounce_value *args,
                         ounce_value *out)
{
    int64_t micros = 0;

    (void)args;
    if (!oz_time_now(work, &micros)) {
        return false;
    }
    *out = oz_real((double)micros / 1e6);
    return true;
}

static const char *const tuple_names[] = {"tm_year", "tm_mon",  "tm_mday",
                                          "tm_hour", "tm_min",  "tm_sec",
                                          "tm_wday", "tm_yday", "tm_isdst"};
#define TUPLE_SIZE 9

bool oz_time_tuple(struct oz_work *work, const struct oz_datetime *at, int32_t daylight,
                   ounce_value *out)
{
    int32_t parts[TUPLE_SIZE] = {
        at->date.year, at->date.month, at->date.day,          at->hour,
        at->minute,    at->second,     oz_weekday(&at->date), oz_year_day(&at->date),
        daylight};
    struct oz_record *record = oz_work_alloc(work, sizeof *record);
    ounce_value *fields =
        record == NULL ? NULL : oz_work_alloc(work, TUPLE_SIZE * sizeof *fields);

    if (fields == NULL) {
        return false;
    }
    for (size_t i = 0; i < TUPLE_SIZE; i++) {
        fields[i] = oz_int(parts[i]);
    }
    *record = (struct oz_record){
        OZ_LIT("time.struct_time"), tuple_names, {fields, TUPLE_SIZE, TUPLE_SIZE}};
    *out = oz_none();
    out->kind = OZ_RECORD;
    out->node = record;
    return true;
}

bool oz_native_datetime_timetuple(struct oz_work *work, const ounce_value *args,
                                  ounce_value *out)
{
    const struct oz_datetime *at = oz_datetime_of(args);
    bool known = at->zone != NULL && at->zone->kind != OZ_ZONE_FIXED;

    return oz_time_tuple(work, at, known ? 0 : -1, out);
}

bool oz_native_datetime_utctimetuple(struct oz_work *work, const ounce_value *args,
                                     ounce_value *out)
{
    const struct oz_datetime *at = oz_datetime_of(args);
    struct oz_datetime utc = *at;
    int64_t offset;

    if (at->zone != NULL && (!oz_zone_offset(work, at->zone, &offset) ||
                             !oz_datetime_move(work, at, -offset, &utc))) {
        return false;
    }
    return oz_time_tuple(work, &utc, 0, out);
}

bool oz_native_date_timetuple(struct oz_work *work, const ounce_value *args,
                              ounce_value *out)
{
    struct oz_datetime at = {*oz_date_of(args), 0, 0, 0, 0, 0, NULL};

    return oz_time_tuple(work, &at, -1, out);
}

bool oz_native_time_gmtime(struct oz_work *work, const ounce_value *args,
                           ounce_value *out)
{
    struct oz_datetime at;
    int64_t micros = 0;

    if (args[0].kind == OUNCE_MISSING || args[0].kind == OUNCE_NULL) {
        return oz_time_now(work, &micros) && oz_datetime_at(work, micros, &at) &&
               oz_time_tuple(work, &at, 0, out);
    }
    return at_second(work, &args[0], &at) && oz_time_tuple(work, &at, 0, out);
}

/* The nine numbers of a struct_time, or of a tuple. */
static bool read_tuple(struct oz_work *work, const ounce_value *arg, const char *name,
                       int32_t parts[TUPLE_SIZE])
{
    const struct oz_array *items = arg->kind == OZ_TUPLE ? oz_array_of(arg) : NULL;

    if (arg->kind == OZ_RECORD) {
        const struct oz_record *record = arg->node;

        items = record->names == tuple_names ? &record->fields : NULL;
    }
    if (items == NULL) {
        return oz_raise(work, OZ_EXC_TYPE, "Tuple or struct_time argument required");
    }
    if (items->count != TUPLE_SIZE) {
        return oz_raise(work, OZ_EXC_TYPE, "%s(): illegal time tuple argument", name);
    }
    for (size_t i = 0; i < TUPLE_SIZE; i++) {
        if (!oz_time_int(work, &items->items[i], &parts[i])) {
            return false;
        }
    }
    return true;
}

bool oz_native_time_mktime(struct oz_work *work, const ounce_value *args,
                           ounce_value *out)
{
    int32_t parts[TUPLE_SIZE];
    int64_t month, year, day;

    if (!read_tuple(work, &args[0], "mktime", parts)) {
        return false;
    }
    month = (int64_t)parts[1] - 1;
    year = parts[0] + month / 12 - (month % 12 < 0);
    month = (month % 12 + 12) % 12;
    day = oz_date_ordinal(year, (int32_t)month + 1, parts[2]) - 1;
    *out = oz_real((double)(day * 86400 + (int64_t)parts[3] * 3600 +
                            (int64_t)parts[4] * 60 + parts[5] - EPOCH_SECONDS));
    return true;
}

bool oz_native_time_strftime(struct oz_work *work, const ounce_value *args,
                             ounce_value *out)
{
    struct oz_datetime at = {{0, 0, 0}, 0, 0, 0, 0, 0, &oz_zone_utc};
    int32_t parts[TUPLE_SIZE];
    size_t base = work->text.size;
    ounce_str format;
    int64_t micros = 0;

    if (!oz_time_text(work, &args[0], "strftime() argument 1", &format)) {
        return false;
    }
    if (args[1].kind == OUNCE_MISSING) {
        if (!oz_time_now(work, &micros) || !oz_datetime_at(work, micros, &at)) {
            return false;
        }
        at.zone = &oz_zone_utc;
    } else {
        if (!read_tuple(work, &args[1], "strftime", parts)) {
            return false;
        }
        at.date = (struct oz_date){parts[0], parts[1], parts[2]};
        at.hour = parts[3];
        at.minute = parts[4];
        at.second = parts[5] > 59 ? 59 : parts[5];
        if (!oz_datetime_check(work, &at)) {
            return false;
        }
    }
    return oz_time_format(work, &at, format) && oz_text_take(work, base, out);
}
