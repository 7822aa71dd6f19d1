/* time_delta.c — datetime.timedelta: making, asking, comparing, printing.
 *
 *     timedelta(hours=1.5)  =>  0 days, 5400 seconds    str: "1:30:00"
 *
 * Arguments may be floats, whose whole and fractional parts go separate ways: the whole
 * part is exact and only the sum of all fractions is rounded, half to even. That is
 * CPython's way, and it is visible.
 */
#include "native/native.h"
#include "native/time.h"
#include "native/time_wide.h"

#include <math.h>

#define DAYS_MAX 999999999

/* What the arguments add up to. */
struct sum {
    int64_t days, micros;
    double left; /* fractions of microseconds */
    bool large;  /* beyond what `days` holds */
};

static const struct {
    const char *name;
    uint64_t micros;
    unsigned param; /* its place among the parameters */
} units[] = {
    {"microseconds", 1, 2},      {"milliseconds", 1000, 3}, {"seconds", 1000000, 1},
    {"minutes", 60000000, 4},    {"hours", 3600000000u, 5}, {"days", 86400000000u, 0},
    {"weeks", 604800000000u, 6},
};

int64_t oz_delta_part(const struct oz_delta *delta)
{
    return (int64_t)delta->seconds * 1000000 + delta->micros;
}

bool oz_delta_make(struct oz_work *work, int64_t days, int64_t micros,
                   struct oz_delta *out)
{
    int64_t carry = micros / OZ_DAY_MICROS;

    micros -= carry * OZ_DAY_MICROS;
    if (micros < 0) {
        micros += OZ_DAY_MICROS;
        carry--;
    }
    days += carry;
    if (days < INT32_MIN || days > INT32_MAX) {
        return oz_raise(work, OZ_EXC_OVERFLOW,
                        "Python int too large to convert to C int");
    }
    if (days < -DAYS_MAX || days > DAYS_MAX) {
        return oz_raise(work, OZ_EXC_OVERFLOW,
                        "days=%d; must have magnitude <= 999999999", (int)days);
    }
    *out = (struct oz_delta){(int32_t)days, (int32_t)(micros / 1000000),
                             (int32_t)(micros % 1000000)};
    return true;
}

static void add_whole(struct sum *sum, int64_t count, uint64_t micros)
{
    uint64_t size = count < 0 ? 0 - (uint64_t)count : (uint64_t)count;
    struct oz_wide rest, days = oz_wide_divide(oz_wide_multiply(size, micros),
                                               oz_wide_of(86400000000u), &rest);

    if (days.high != 0 || days.low > INT64_MAX / 16) {
        sum->large = true;
        return;
    }
    sum->days += count < 0 ? -(int64_t)days.low : (int64_t)days.low;
    sum->micros += count < 0 ? -(int64_t)rest.low : (int64_t)rest.low;
}

static bool add_real(struct oz_work *work, struct sum *sum, double value,
                     uint64_t micros)
{
    double whole, fraction = modf(value, &whole);

    if (isnan(value)) {
        return oz_raise(work, OZ_EXC_VALUE, "cannot convert float NaN to integer");
    }
    if (isinf(value)) {
        return oz_raise(work, OZ_EXC_OVERFLOW,
                        "cannot convert float infinity to integer");
    }
    if (fabs(whole) >= 9e18) {
        sum->large = true;
        return true;
    }
    add_whole(sum, (int64_t)whole, micros);
    if (fraction < 0 || fraction > 0) {
        fraction = modf((double)micros * fraction, &whole);
        add_whole(sum, (int64_t)whole, 1);
        sum->left += fraction;
    }
    return true;
}

/* A thousand million and more of units, of which only the small ones can fit. */
static void add_big(struct sum *sum, const ounce_value *big, uint64_t micros)
{
    const size_t low_size = 9;
    int64_t high = 0, low = 0, sign = big->text[0] == '-' ? -1 : 1;

    if (big->size > 21 || micros > 1000000000) {
        sum->large = true;
        return;
    }
    for (size_t i = sign < 0; i < big->size; i++) {
        int64_t *part = i + low_size < big->size ? &high : &low;

        *part = *part * 10 + (big->text[i] - '0');
    }
    add_whole(sum, sign * high, micros * 1000000000);
    add_whole(sum, sign * low, micros);
}

static bool add_argument(struct oz_work *work, struct sum *sum, const ounce_value *arg,
                         const char *name, uint64_t micros)
{
    switch (arg->kind) {
    case OUNCE_MISSING:
        return true;
    case OUNCE_BOOL:
    case OUNCE_INT:
        add_whole(sum, arg->integer, micros);
        return true;
    case OUNCE_BIG:
        add_big(sum, arg, micros);
        return true;
    case OUNCE_FLOAT:
        return add_real(work, sum, arg->real, micros);
    default:
        return oz_raise(work, OZ_EXC_TYPE,
                        "unsupported type for timedelta %s component: %s", name,
                        oz_type_name(arg));
    }
}

/* Ties go to where the whole sum becomes even. */
static int64_t round_left(const struct sum *sum)
{
    double nearest = round(sum->left);
    double odd = (double)(sum->micros & 1);

    if (fabs(nearest - sum->left) == 0.5) {
        nearest = 2.0 * round((sum->left + odd) * 0.5) - odd;
    }
    return (int64_t)nearest;
}

bool oz_native_timedelta(struct oz_work *work, const ounce_value *args,
                         ounce_value *out)
{
    struct sum sum = {0, 0, 0, false};
    struct oz_delta delta;

    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (!add_argument(work, &sum, &args[units[i].param], units[i].name,
                          units[i].micros)) {
            return false;
        }
    }
    if (sum.large) {
        return oz_raise(work, OZ_EXC_OVERFLOW,
                        "Python int too large to convert to C int");
    }
    return oz_delta_make(work, sum.days, sum.micros + round_left(&sum), &delta) &&
           oz_delta_new(work, &delta, out);
}

int oz_delta_compare(const struct oz_delta *a, const struct oz_delta *b)
{
    int64_t x = a->days, y = b->days;

    if (x == y) {
        x = oz_delta_part(a);
        y = oz_delta_part(b);
    }
    return x == y ? 0 : x < y ? -1 : 1;
}

double oz_delta_seconds(const struct oz_delta *delta)
{
    int64_t seconds = (int64_t)delta->days * 86400 + delta->seconds;
    bool negative = seconds < 0;
    uint64_t size = negative ? (uint64_t)-seconds : (uint64_t)seconds;
    struct oz_wide micros = oz_wide_multiply(size, 1000000);
    struct oz_wide rest = oz_wide_of((uint64_t)delta->micros);
    double real;

    micros = negative ? oz_wide_subtract(micros, rest) : oz_wide_add(micros, rest);
    real = oz_wide_quotient(micros, oz_wide_of(1000000));
    return negative ? -real : real;
}

bool oz_native_delta_days(struct oz_work *work, const ounce_value *args,
                          ounce_value *out)
{
    (void)work;
    *out = oz_int(oz_delta_of(args)->days);
    return true;
}

bool oz_native_delta_seconds(struct oz_work *work, const ounce_value *args,
                             ounce_value *out)
{
    (void)work;
    *out = oz_int(oz_delta_of(args)->seconds);
    return true;
}

bool oz_native_delta_micros(struct oz_work *work, const ounce_value *args,
                            ounce_value *out)
{
    (void)work;
    *out = oz_int(oz_delta_of(args)->micros);
    return true;
}

bool oz_native_delta_total(struct oz_work *work, const ounce_value *args,
                           ounce_value *out)
{
    (void)work;
    *out = oz_real(oz_delta_seconds(oz_delta_of(args)));
    return true;
}

bool oz_native_delta_equal(struct oz_work *work, const ounce_value *args,
                           ounce_value *out)
{
    (void)work;
    *out = oz_bool(args[1].kind == OZ_DELTA &&
                   oz_delta_compare(oz_delta_of(args), oz_delta_of(&args[1])) == 0);
    return true;
}

bool oz_native_delta_less(struct oz_work *work, const ounce_value *args,
                          ounce_value *out)
{
    (void)work;
    *out = oz_bool(oz_delta_compare(oz_delta_of(args), oz_delta_of(&args[1])) < 0);
    return true;
}

bool oz_native_delta_hash(struct oz_work *work, const ounce_value *args,
                          ounce_value *out)
{
    const struct oz_delta *delta = oz_delta_of(args);

    (void)work;
    *out = oz_int((int64_t)delta->days * 1000003 + oz_delta_part(delta));
    return true;
}

void oz_delta_print(struct oz_buf *buf, const struct oz_delta *delta)
{
    if (delta->days != 0) {
        oz_buf_int(buf, delta->days);
        oz_buf_text(buf, delta->days == 1 || delta->days == -1 ? " day, " : " days, ");
    }
    oz_buf_int(buf, delta->seconds / 3600);
    oz_buf_char(buf, ':');
    oz_time_digits(buf, delta->seconds / 60 % 60, 2);
    oz_buf_char(buf, ':');
    oz_time_digits(buf, delta->seconds % 60, 2);
    if (delta->micros != 0) {
        oz_buf_char(buf, '.');
        oz_time_digits(buf, delta->micros, 6);
    }
}

void oz_delta_repr(struct oz_buf *buf, const struct oz_delta *delta)
{
    const struct {
        const char *name;
        int32_t value;
    } parts[] = {{"days=", delta->days},
                 {"seconds=", delta->seconds},
                 {"microseconds=", delta->micros}};
    const char *comma = "";

    oz_buf_text(buf, "datetime.timedelta(");
    for (size_t i = 0; i < 3; i++) {
        if (parts[i].value != 0) {
            oz_buf_text(buf, comma);
            oz_buf_text(buf, parts[i].name);
            oz_buf_int(buf, parts[i].value);
            comma = ", ";
        }
    }
    oz_buf_text(buf, *comma == '\0' ? "0)" : ")");
}

bool oz_native_delta_str(struct oz_work *work, const ounce_value *args,
                         ounce_value *out)
{
    size_t base = work->text.size;

    oz_delta_print(&work->text, oz_delta_of(args));
    return oz_text_take(work, base, out);
}

bool oz_native_delta_repr(struct oz_work *work, const ounce_value *args,
                          ounce_value *out)
{
    size_t base = work->text.size;

    oz_delta_repr(&work->text, oz_delta_of(args));
    return oz_text_take(work, base, out);
}

static bool make_constant(struct oz_work *work, int32_t days, int32_t seconds,
                          int32_t micros, ounce_value *out)
{
    struct oz_delta delta = {days, seconds, micros};

    return oz_delta_new(work, &delta, out);
}

bool oz_native_delta_min(struct oz_work *work, const ounce_value *args,
                         ounce_value *out)
{
    (void)args;
    return make_constant(work, -DAYS_MAX, 0, 0, out);
}

bool oz_native_delta_max(struct oz_work *work, const ounce_value *args,
                         ounce_value *out)
{
    (void)args;
    return make_constant(work, DAYS_MAX, 86399, 999999, out);
}

bool oz_native_delta_resolution(struct oz_work *work, const ounce_value *args,
                                ounce_value *out)
{
    (void)args;
    return make_constant(work, 0, 0, 1, out);
}
