/* time_zone.c — datetime.timezone, and the zones dateutil's parser gives.
 *
 *     timezone(timedelta(hours=-3))  =>  "UTC-03:00"
 *
 * All of them are fixed offsets: the only local zone there is, is UTC.
 */
#include "base/str.h"
#include "native/native.h"
#include "native/time.h"

const struct oz_zone oz_zone_utc = {OZ_ZONE_FIXED, {0, 0, 0}, false, {NULL, 0}};

static const struct oz_zone dateutil_utc = {OZ_ZONE_UTC, {0, 0, 0}, true, {"UTC", 3}};

ounce_value oz_zone_value(const struct oz_zone *zone)
{
    ounce_value value = oz_none();

    value.kind = OZ_ZONE;
    value.node = zone;
    return value;
}

/* -24 h < offset < 24 h */
static bool offset_fits(const struct oz_delta *offset)
{
    return offset->days == 0 ||
           (offset->days == -1 && (offset->seconds > 0 || offset->micros > 0));
}

bool oz_zone_offset(struct oz_work *work, const struct oz_zone *zone, int64_t *micros)
{
    if (!offset_fits(&zone->offset)) {
        return oz_raise(work, OZ_EXC_VALUE,
                        "offset must be a timedelta strictly between "
                        "-timedelta(hours=24) and timedelta(hours=24).");
    }
    *micros = zone->offset.days * OZ_DAY_MICROS + oz_delta_part(&zone->offset);
    return true;
}

static bool refuse_offset(struct oz_work *work, const struct oz_delta *offset)
{
    size_t base = work->text.size;

    oz_buf_text(&work->text, "offset must be a timedelta strictly between "
                             "-timedelta(hours=24) and timedelta(hours=24), not ");
    oz_delta_repr(&work->text, offset);
    oz_buf_char(&work->text, '.');
    return oz_raise_text(work, OZ_EXC_VALUE, base);
}

bool oz_zone_make(struct oz_work *work, const struct oz_delta *offset, bool named,
                  ounce_str name, const struct oz_zone **out)
{
    struct oz_zone *zone;

    if (!offset_fits(offset)) {
        return refuse_offset(work, offset);
    }
    if (!named && offset->days == 0 && oz_delta_part(offset) == 0) {
        *out = &oz_zone_utc;
        return true;
    }
    if ((zone = oz_work_alloc(work, sizeof *zone)) == NULL) {
        return false;
    }
    *zone = (struct oz_zone){OZ_ZONE_FIXED, *offset, named, name};
    *out = zone;
    return true;
}

bool oz_native_timezone(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const struct oz_zone *zone;
    ounce_str name = {NULL, 0};

    if (args[0].kind != OZ_DELTA) {
        return oz_raise(work, OZ_EXC_TYPE,
                        "timezone() argument 1 must be datetime.timedelta, not %s",
                        args[0].kind == OUNCE_NULL ? "None" : oz_type_name(&args[0]));
    }
    if (args[1].kind != OUNCE_MISSING &&
        !oz_time_text(work, &args[1], "timezone() argument 2", &name)) {
        return false;
    }
    if (!oz_zone_make(work, oz_delta_of(args), args[1].kind != OUNCE_MISSING, name,
                      &zone)) {
        return false;
    }
    *out = oz_zone_value(zone);
    return true;
}

bool oz_native_timezone_utc(struct oz_work *work, const ounce_value *args,
                            ounce_value *out)
{
    (void)work;
    (void)args;
    *out = oz_zone_value(&oz_zone_utc);
    return true;
}

bool oz_native_tzutc(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    (void)work;
    (void)args;
    *out = oz_zone_value(&dateutil_utc);
    return true;
}

bool oz_zone_print(struct oz_work *work, const struct oz_zone *zone)
{
    struct oz_buf *buf = &work->text;
    int64_t micros = zone->offset.days * OZ_DAY_MICROS + oz_delta_part(&zone->offset);

    if (zone->named) {
        oz_buf_str(buf, zone->name);
        return true;
    }
    if (zone->kind != OZ_ZONE_FIXED) {
        return true; /* dateutil has no name for it */
    }
    oz_buf_text(buf, "UTC");
    if (micros != 0) {
        oz_offset_print(buf, micros, ":");
    }
    return true;
}

static bool repr_name(struct oz_work *work, const struct oz_zone *zone)
{
    ounce_value name = zone->named ? oz_text(zone->name) : oz_none();

    return oz_repr(work, &name);
}

bool oz_zone_repr(struct oz_work *work, const struct oz_zone *zone)
{
    struct oz_buf *buf = &work->text;

    switch (zone->kind) {
    case OZ_ZONE_UTC:
        oz_buf_text(buf, "tzutc()");
        return true;
    case OZ_ZONE_LOCAL:
        oz_buf_text(buf, "tzlocal()");
        return true;
    case OZ_ZONE_OFFSET:
        oz_buf_text(buf, "tzoffset(");
        if (!repr_name(work, zone)) {
            return false;
        }
        oz_buf_text(buf, ", ");
        oz_buf_int(buf, (int64_t)zone->offset.days * 86400 + zone->offset.seconds);
        oz_buf_char(buf, ')');
        return true;
    case OZ_ZONE_FIXED:
        break;
    }
    if (zone == &oz_zone_utc) {
        oz_buf_text(buf, "datetime.timezone.utc");
        return true;
    }
    oz_buf_text(buf, "datetime.timezone(");
    oz_delta_repr(buf, &zone->offset);
    if (zone->named) {
        oz_buf_text(buf, ", ");
        if (!repr_name(work, zone)) {
            return false;
        }
    }
    oz_buf_char(buf, ')');
    return true;
}

/* dateutil's zones print as they are written; Python's as their name. */
bool oz_native_zone_str(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const struct oz_zone *zone = oz_zone_of(args);
    size_t base = work->text.size;

    return (zone->kind == OZ_ZONE_FIXED ? oz_zone_print(work, zone)
                                        : oz_zone_repr(work, zone)) &&
           oz_text_take(work, base, out);
}

bool oz_native_zone_repr(struct oz_work *work, const ounce_value *args,
                         ounce_value *out)
{
    size_t base = work->text.size;

    return oz_zone_repr(work, oz_zone_of(args)) && oz_text_take(work, base, out);
}

/* Offsets are compared, not names; a dateutil zone is none of Python's. */
bool oz_native_zone_equal(struct oz_work *work, const ounce_value *args,
                          ounce_value *out)
{
    const struct oz_zone *a = oz_zone_of(args), *b = oz_zone_of(&args[1]);

    (void)work;
    *out = oz_bool((a->kind == OZ_ZONE_FIXED) == (b->kind == OZ_ZONE_FIXED) &&
                   oz_delta_compare(&a->offset, &b->offset) == 0);
    return true;
}

bool oz_native_zone_hash(struct oz_work *work, const ounce_value *args,
                         ounce_value *out)
{
    const struct oz_zone *zone = oz_zone_of(args);

    (void)work;
    *out = oz_int(zone->offset.days * OZ_DAY_MICROS + oz_delta_part(&zone->offset));
    return true;
}

static bool check_moment(struct oz_work *work, const ounce_value *arg, const char *name)
{
    return arg->kind == OUNCE_NULL || arg->kind == OZ_DATETIME ||
           oz_raise(work, OZ_EXC_TYPE,
                    "%s(dt) argument must be a datetime instance or None, not %s", name,
                    oz_type_name(arg));
}

bool oz_native_zone_utcoffset(struct oz_work *work, const ounce_value *args,
                              ounce_value *out)
{
    return check_moment(work, &args[1], "utcoffset") &&
           oz_delta_new(work, &oz_zone_of(args)->offset, out);
}

bool oz_native_zone_tzname(struct oz_work *work, const ounce_value *args,
                           ounce_value *out)
{
    size_t base = work->text.size;

    return check_moment(work, &args[1], "tzname") &&
           oz_zone_print(work, oz_zone_of(args)) && oz_text_take(work, base, out);
}
