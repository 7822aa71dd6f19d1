/* time_datetime.c — datetime.datetime: making one, its parts, and its zone.
 *
 *     datetime(2024, 1, 5, tzinfo=timezone.utc).utcoffset()  =>  timedelta(0)
 */
#include "native/time.h"
#include "native/native.h"

static const struct oz_zone local_named = {OZ_ZONE_FIXED, {0, 0, 0}, true, {"UTC", 3}};

/* The seven numbers, the zone and the fold, as the constructor and replace() order
 * them; nothing is checked but that they are numbers. */
static bool read_parts(struct oz_work *work, const ounce_value *args,
                       struct oz_datetime *at)
{
    return oz_time_int(work, &args[0], &at->date.year) &&
           oz_time_int(work, &args[1], &at->date.month) &&
           oz_time_int(work, &args[2], &at->date.day) &&
           oz_time_int(work, &args[3], &at->hour) &&
           oz_time_int(work, &args[4], &at->minute) &&
           oz_time_int(work, &args[5], &at->second) &&
           oz_time_int(work, &args[6], &at->micros) &&
           oz_time_int(work, &args[8], &at->fold);
}

/* The zone's type comes last. */
static bool make(struct oz_work *work, struct oz_datetime *at, const ounce_value *zone,
                 ounce_value *out)
{
    return oz_datetime_check(work, at) && oz_time_zone_arg(work, zone, &at->zone) &&
           oz_datetime_new(work, at, out);
}

bool oz_native_datetime(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    struct oz_datetime at = {{0, 0, 0}, 0, 0, 0, 0, 0, NULL};

    return read_parts(work, args, &at) && make(work, &at, &args[7], out);
}

bool oz_native_datetime_replace(struct oz_work *work, const ounce_value *args,
                                ounce_value *out)
{
    struct oz_datetime at = *oz_datetime_of(args);

    if (!read_parts(work, &args[1], &at)) {
        return false;
    }
    /* Here the fold is looked at before the other numbers are. */
    if (at.fold < 0 || at.fold > 1) {
        return oz_raise(work, OZ_EXC_VALUE, "fold must be either 0 or 1");
    }
    return make(work, &at, &args[8], out);
}

#define PROPERTY(name, member)                                                         \
    bool name(struct oz_work *work, const ounce_value *args, ounce_value *out)         \
    {                                                                                  \
        (void)work;                                                                    \
        *out = oz_int(oz_datetime_of(args)->member);                                   \
        return true;                                                                   \
    }

PROPERTY(oz_native_datetime_hour, hour)
PROPERTY(oz_native_datetime_minute, minute)
PROPERTY(oz_native_datetime_second, second)
PROPERTY(oz_native_datetime_micros, micros)
PROPERTY(oz_native_datetime_fold, fold)

bool oz_native_datetime_tzinfo(struct oz_work *work, const ounce_value *args,
                               ounce_value *out)
{
    const struct oz_datetime *at = oz_datetime_of(args);

    (void)work;
    *out = at->zone == NULL ? oz_none() : oz_zone_value(at->zone);
    return true;
}

bool oz_native_datetime_date(struct oz_work *work, const ounce_value *args,
                             ounce_value *out)
{
    return oz_date_new(work, oz_date_of(args), out);
}

bool oz_native_datetime_utcoffset(struct oz_work *work, const ounce_value *args,
                                  ounce_value *out)
{
    const struct oz_datetime *at = oz_datetime_of(args);
    int64_t offset;

    if (at->zone == NULL) {
        *out = oz_none();
        return true;
    }
    return oz_zone_offset(work, at->zone, &offset) &&
           oz_delta_new(work, &at->zone->offset, out);
}

/* timezone does not know; dateutil's zones know that there is none. */
bool oz_native_datetime_dst(struct oz_work *work, const ounce_value *args,
                            ounce_value *out)
{
    const struct oz_datetime *at = oz_datetime_of(args);
    struct oz_delta none = {0, 0, 0};

    if (at->zone == NULL || at->zone->kind == OZ_ZONE_FIXED) {
        *out = oz_none();
        return true;
    }
    return oz_delta_new(work, &none, out);
}

bool oz_native_datetime_tzname(struct oz_work *work, const ounce_value *args,
                               ounce_value *out)
{
    const struct oz_zone *zone = oz_datetime_of(args)->zone;
    size_t base = work->text.size;

    if (zone == NULL || (zone->kind != OZ_ZONE_FIXED && !zone->named)) {
        *out = oz_none();
        return true;
    }
    return oz_zone_print(work, zone) && oz_text_take(work, base, out);
}

bool oz_datetime_move(struct oz_work *work, const struct oz_datetime *from, int64_t by,
                      struct oz_datetime *out)
{
    *out = *from;
    out->fold = 0;
    return oz_datetime_set(oz_datetime_micros(from) + by, out) ||
           oz_raise(work, OZ_EXC_OVERFLOW, "date value out of range");
}

bool oz_native_datetime_astimezone(struct oz_work *work, const ounce_value *args,
                                   ounce_value *out)
{
    const struct oz_datetime *from = oz_datetime_of(args);
    const struct oz_zone *zone = NULL;
    struct oz_datetime at;
    int64_t behind = 0, ahead;

    if (!oz_time_zone_arg(work, &args[1], &zone)) {
        return false;
    }
    if (zone == NULL) {
        zone = &local_named;
    }
    if (from->zone == zone) {
        *out = args[0];
        return true;
    }
    if ((from->zone != NULL && !oz_zone_offset(work, from->zone, &behind)) ||
        !oz_datetime_move(work, from, -behind, &at) ||
        !oz_zone_offset(work, zone, &ahead) ||
        !oz_datetime_move(work, &at, ahead, &at)) {
        return false;
    }
    at.zone = zone;
    return oz_datetime_new(work, &at, out);
}

/* The moment, as aware datetimes compare by; a naive one stays as it is. */
static bool moment(struct oz_work *work, const struct oz_datetime *at, int64_t *micros)
{
    int64_t offset = 0;

    if (at->zone != NULL && !oz_zone_offset(work, at->zone, &offset)) {
        return false;
    }
    *micros = oz_datetime_micros(at) - offset;
    return true;
}

/* Two that share a zone are compared as they are written. */
static bool moments(struct oz_work *work, const struct oz_datetime *a,
                    const struct oz_datetime *b, int64_t *x, int64_t *y)
{
    if (a->zone == b->zone) {
        *x = oz_datetime_micros(a);
        *y = oz_datetime_micros(b);
        return true;
    }
    return moment(work, a, x) && moment(work, b, y);
}

bool oz_native_datetime_equal(struct oz_work *work, const ounce_value *args,
                              ounce_value *out)
{
    const struct oz_datetime *a = oz_datetime_of(args), *b = oz_datetime_of(&args[1]);
    int64_t x, y;

    if (args[1].kind != OZ_DATETIME) {
        *out = oz_bool(false);
        return true;
    }
    if (!moments(work, a, b, &x, &y)) {
        return false;
    }
    *out = oz_bool((a->zone == NULL) == (b->zone == NULL) && x == y);
    return true;
}

bool oz_native_datetime_less(struct oz_work *work, const ounce_value *args,
                             ounce_value *out)
{
    const struct oz_datetime *a = oz_datetime_of(args), *b = oz_datetime_of(&args[1]);
    int64_t x, y;

    if (!moments(work, a, b, &x, &y)) {
        return false;
    }
    if ((a->zone == NULL) != (b->zone == NULL)) {
        return oz_raise(work, OZ_EXC_TYPE,
                        "can't compare offset-naive and offset-aware datetimes");
    }
    *out = oz_bool(x < y);
    return true;
}

bool oz_native_datetime_hash(struct oz_work *work, const ounce_value *args,
                             ounce_value *out)
{
    int64_t micros;

    if (!moment(work, oz_datetime_of(args), &micros)) {
        return false;
    }
    *out = oz_int(micros);
    return true;
}

bool oz_native_datetime_min(struct oz_work *work, const ounce_value *args,
                            ounce_value *out)
{
    struct oz_datetime at = {{OZ_YEAR_MIN, 1, 1}, 0, 0, 0, 0, 0, NULL};

    (void)args;
    return oz_datetime_new(work, &at, out);
}

bool oz_native_datetime_max(struct oz_work *work, const ounce_value *args,
                            ounce_value *out)
{
    struct oz_datetime at = {{OZ_YEAR_MAX, 12, 31}, 23, 59, 59, 999999, 0, NULL};

    (void)args;
    return oz_datetime_new(work, &at, out);
}
