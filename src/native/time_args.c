/* time_args.c — arguments of the functions of `datetime`, as CPython's C reads them. */
#include "base/str.h"
#include "native/time.h"

bool oz_time_int(struct oz_work *work, const ounce_value *arg, int32_t *out)
{
    if (arg->kind == OUNCE_MISSING) {
        return true;
    }
    if (arg->kind == OUNCE_BIG) {
        return oz_raise(work, OZ_EXC_OVERFLOW,
                        "Python int too large to convert to C long");
    }
    if (arg->kind != OUNCE_INT && arg->kind != OUNCE_BOOL) {
        return oz_raise(work, OZ_EXC_TYPE,
                        "'%s' object cannot be interpreted as an integer",
                        oz_type_name(arg));
    }
    if (arg->integer > INT32_MAX || arg->integer < INT32_MIN) {
        return oz_raise(work, OZ_EXC_OVERFLOW, "signed integer is %s",
                        arg->integer < 0 ? "less than minimum"
                                         : "greater than maximum");
    }
    *out = (int32_t)arg->integer;
    return true;
}

bool oz_time_zone_arg(struct oz_work *work, const ounce_value *arg,
                      const struct oz_zone **out)
{
    if (arg->kind == OUNCE_MISSING) {
        return true;
    }
    if (arg->kind == OUNCE_NULL) {
        *out = NULL;
        return true;
    }
    if (arg->kind != OZ_ZONE) {
        return oz_raise(work, OZ_EXC_TYPE,
                        "tzinfo argument must be None or of a tzinfo subclass, not "
                        "type '%s'",
                        oz_type_name(arg));
    }
    *out = oz_zone_of(arg);
    return true;
}

bool oz_time_text(struct oz_work *work, const ounce_value *arg, const char *where,
                  ounce_str *out)
{
    if (arg->kind != OUNCE_TEXT) {
        return oz_raise(work, OZ_EXC_TYPE, "%s must be str, not %s", where,
                        arg->kind == OUNCE_NULL ? "None" : oz_type_name(arg));
    }
    *out = (ounce_str){arg->text, arg->size};
    return true;
}

bool oz_time_quote(struct oz_work *work, ounce_str text)
{
    ounce_value value = oz_text(text);

    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];

        if (c < ' ' || c > '~' || c == '\'' || c == '\\') {
            return oz_repr(work, &value);
        }
    }
    oz_buf_char(&work->text, '\'');
    oz_buf_str(&work->text, text);
    oz_buf_char(&work->text, '\'');
    return true;
}

bool oz_time_raise_repr(struct oz_work *work, enum oz_exception_class class_id,
                        const char *message, ounce_str text)
{
    size_t base = work->text.size;

    oz_buf_text(&work->text, message);
    return oz_walk_step(&work->walk, text.size / 16) && oz_time_quote(work, text) &&
           oz_raise_text(work, class_id, base);
}

bool oz_date_check(struct oz_work *work, const struct oz_date *date)
{
    if (date->year < OZ_YEAR_MIN || date->year > OZ_YEAR_MAX) {
        return oz_raise(work, OZ_EXC_VALUE, "year %d is out of range", date->year);
    }
    if (date->month < 1 || date->month > 12) {
        return oz_raise(work, OZ_EXC_VALUE, "month must be in 1..12");
    }
    if (date->day < 1 || date->day > oz_month_days(date->year, date->month)) {
        return oz_raise(work, OZ_EXC_VALUE, "day is out of range for month");
    }
    return true;
}

bool oz_datetime_check(struct oz_work *work, const struct oz_datetime *datetime)
{
    const struct {
        const char *message;
        int32_t value, limit;
    } parts[] = {
        {"hour must be in 0..23", datetime->hour, 24},
        {"minute must be in 0..59", datetime->minute, 60},
        {"second must be in 0..59", datetime->second, 60},
        {"microsecond must be in 0..999999", datetime->micros, 1000000},
        {"fold must be either 0 or 1", datetime->fold, 2},
    };

    if (!oz_date_check(work, &datetime->date)) {
        return false;
    }
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i].value < 0 || parts[i].value >= parts[i].limit) {
            return oz_raise(work, OZ_EXC_VALUE, "%s", parts[i].message);
        }
    }
    return true;
}

static bool new_value(struct oz_work *work, uint32_t kind, const void *from,
                      size_t size, ounce_value *out)
{
    void *node = oz_work_alloc(work, size);

    if (node == NULL) {
        return false;
    }
    memcpy(node, from, size);
    *out = oz_none();
    out->kind = kind;
    out->node = node;
    return true;
}

bool oz_date_new(struct oz_work *work, const struct oz_date *date, ounce_value *out)
{
    return new_value(work, OZ_DATE, date, sizeof *date, out);
}

bool oz_datetime_new(struct oz_work *work, const struct oz_datetime *datetime,
                     ounce_value *out)
{
    return new_value(work, OZ_DATETIME, datetime, sizeof *datetime, out);
}

bool oz_delta_new(struct oz_work *work, const struct oz_delta *delta, ounce_value *out)
{
    if (!new_value(work, OZ_DELTA, delta, sizeof *delta, out)) {
        return false;
    }
    out->size = delta->days == 0 && delta->seconds == 0 && delta->micros == 0;
    return true;
}
