/* time_arithmetic.c — + and - of moments and spans; the binary operators' door.
 *
 *     datetime - datetime => timedelta    date + timedelta => date
 *
 * What multiplies and divides spans is in time_scale.c.
 */
#include "native/native.h"
#include "native/time.h"
#include "native/time_scale.h"

static bool out_of_range(struct oz_work *work)
{
    return oz_raise(work, OZ_EXC_OVERFLOW, "date value out of range");
}

static bool move_datetime(struct oz_work *work, const struct oz_datetime *at,
                          const struct oz_delta *delta, int sign, ounce_value *out)
{
    struct oz_datetime moved;
    int64_t days = sign * (int64_t)delta->days;

    if (days > 4000000 || days < -4000000) { /* more than the calendar has */
        return out_of_range(work);
    }
    return oz_datetime_move(
               work, at, days * OZ_DAY_MICROS + sign * oz_delta_part(delta), &moved) &&
           oz_datetime_new(work, &moved, out);
}

/* Only the days count. */
static bool move_date(struct oz_work *work, const struct oz_date *date,
                      const struct oz_delta *delta, int sign, ounce_value *out)
{
    int64_t ordinal = oz_date_ordinal(date->year, date->month, date->day) +
                      sign * (int64_t)delta->days;
    struct oz_date moved;

    if (!oz_ordinal_fits(ordinal)) {
        return out_of_range(work);
    }
    moved = oz_date_of_ordinal(ordinal);
    return oz_date_new(work, &moved, out);
}

static bool between(struct oz_work *work, const struct oz_datetime *a,
                    const struct oz_datetime *b, ounce_value *out)
{
    int64_t x = 0, y = 0;
    struct oz_delta delta;

    if (a->zone != b->zone) {
        if ((a->zone != NULL && !oz_zone_offset(work, a->zone, &x)) ||
            (b->zone != NULL && !oz_zone_offset(work, b->zone, &y))) {
            return false;
        }
        if (a->zone == NULL || b->zone == NULL) {
            return oz_raise(work, OZ_EXC_TYPE,
                            "can't subtract offset-naive and offset-aware datetimes");
        }
    }
    return oz_delta_make(work, 0,
                         oz_datetime_micros(a) - x - (oz_datetime_micros(b) - y),
                         &delta) &&
           oz_delta_new(work, &delta, out);
}

static bool days_between(struct oz_work *work, const struct oz_date *a,
                         const struct oz_date *b, ounce_value *out)
{
    struct oz_delta delta;

    return oz_delta_make(work,
                         oz_date_ordinal(a->year, a->month, a->day) -
                             oz_date_ordinal(b->year, b->month, b->day),
                         0, &delta) &&
           oz_delta_new(work, &delta, out);
}

static bool add_deltas(struct oz_work *work, const struct oz_delta *a,
                       const struct oz_delta *b, int sign, ounce_value *out)
{
    struct oz_delta delta;

    return oz_delta_make(work, a->days + sign * (int64_t)b->days,
                         oz_delta_part(a) + sign * oz_delta_part(b), &delta) &&
           oz_delta_new(work, &delta, out);
}

static bool add(struct oz_work *work, const ounce_value *a, const ounce_value *b,
                ounce_value *out, bool *handled)
{
    if (a->kind == OZ_DELTA && b->kind == OZ_DELTA) {
        return add_deltas(work, oz_delta_of(a), oz_delta_of(b), 1, out);
    }
    if (a->kind == OZ_DELTA) {
        const ounce_value *swap = a;

        a = b;
        b = swap;
    }
    if (b->kind == OZ_DELTA && a->kind == OZ_DATETIME) {
        return move_datetime(work, oz_datetime_of(a), oz_delta_of(b), 1, out);
    }
    if (b->kind == OZ_DELTA && a->kind == OZ_DATE) {
        return move_date(work, oz_date_of(a), oz_delta_of(b), 1, out);
    }
    *handled = false;
    return true;
}

static bool subtract(struct oz_work *work, const ounce_value *a, const ounce_value *b,
                     ounce_value *out, bool *handled)
{
    if (a->kind == OZ_DELTA && b->kind == OZ_DELTA) {
        return add_deltas(work, oz_delta_of(a), oz_delta_of(b), -1, out);
    }
    if (a->kind == OZ_DATETIME && b->kind == OZ_DATETIME) {
        return between(work, oz_datetime_of(a), oz_datetime_of(b), out);
    }
    if (a->kind == OZ_DATE && b->kind == OZ_DATE) {
        return days_between(work, oz_date_of(a), oz_date_of(b), out);
    }
    if (a->kind == OZ_DATETIME && b->kind == OZ_DELTA) {
        return move_datetime(work, oz_datetime_of(a), oz_delta_of(b), -1, out);
    }
    if (a->kind == OZ_DATE && b->kind == OZ_DELTA) {
        return move_date(work, oz_date_of(a), oz_delta_of(b), -1, out);
    }
    *handled = false;
    return true;
}

bool oz_time_binary(struct oz_work *work, char op, const ounce_value *a,
                    const ounce_value *b, ounce_value *out, bool *handled)
{
    bool ours = (a->kind >= OZ_DATETIME && a->kind <= OZ_DELTA) ||
                (b->kind >= OZ_DATETIME && b->kind <= OZ_DELTA);

    *handled = ours;
    if (!ours) {
        return true;
    }
    switch (op) {
    case '+':
        return add(work, a, b, out, handled);
    case '-':
        return subtract(work, a, b, out, handled);
    default:
        return oz_delta_scale(work, op, a, b, out, handled);
    }
}

bool oz_time_unary(struct oz_work *work, char op, const ounce_value *a,
                   ounce_value *out, bool *handled)
{
    static const struct oz_delta zero = {0, 0, 0};
    const struct oz_delta *delta;

    *handled = a->kind == OZ_DELTA && (op == '-' || op == '+' || op == 'a');
    if (!*handled) {
        return true;
    }
    delta = oz_delta_of(a);
    if (op == '-' || (op == 'a' && delta->days < 0)) {
        return add_deltas(work, &zero, delta, -1, out);
    }
    *out = *a;
    return true;
}

bool oz_native_delta_abs(struct oz_work *work, const ounce_value *args,
                         ounce_value *out)
{
    bool handled;

    return oz_time_unary(work, 'a', args, out, &handled);
}

bool oz_native_delta_neg(struct oz_work *work, const ounce_value *args,
                         ounce_value *out)
{
    bool handled;

    return oz_time_unary(work, '-', args, out, &handled);
}
