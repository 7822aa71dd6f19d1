/* time_text.c — isoformat() and the pieces of text that all of `datetime` prints.
 *
 *     2024-01-05T22:00:00.000001+05:30
 */
#include "base/str.h"
#include "native/native.h"
#include "native/time.h"

const char *const oz_weekday_names[7] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                         "Friday", "Saturday", "Sunday"};
const char *const oz_month_names[12] = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

void oz_time_digits(struct oz_buf *buf, int64_t value, int width)
{
    char digits[20];
    int count = 0;

    do {
        digits[count++] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0 && count < 20);
    while (width-- > count) {
        oz_buf_char(buf, '0');
    }
    while (count > 0) {
        oz_buf_char(buf, digits[--count]);
    }
}

void oz_date_print(struct oz_buf *buf, const struct oz_date *date)
{
    oz_time_digits(buf, date->year, 4);
    oz_buf_char(buf, '-');
    oz_time_digits(buf, date->month, 2);
    oz_buf_char(buf, '-');
    oz_time_digits(buf, date->day, 2);
}

void oz_offset_print(struct oz_buf *buf, int64_t micros, const char *colon)
{
    int64_t size = micros < 0 ? -micros : micros, seconds = size / 1000000;

    oz_buf_char(buf, micros < 0 ? '-' : '+');
    oz_time_digits(buf, seconds / 3600, 2);
    oz_buf_text(buf, colon);
    oz_time_digits(buf, seconds / 60 % 60, 2);
    if (seconds % 60 != 0 || size % 1000000 != 0) {
        oz_buf_text(buf, colon);
        oz_time_digits(buf, seconds % 60, 2);
    }
    if (size % 1000000 != 0) {
        oz_buf_char(buf, '.');
        oz_time_digits(buf, size % 1000000, 6);
    }
}

enum precision { HOURS, MINUTES, SECONDS, MILLIS, MICROS, PRECISIONS };

static const char *const precisions[PRECISIONS] = {
    [HOURS] = "hours",         [MINUTES] = "minutes",     [SECONDS] = "seconds",
    [MILLIS] = "milliseconds", [MICROS] = "microseconds",
};

static bool find_precision(const char *name, size_t size, int32_t micros,
                           enum precision *out)
{
    ounce_str text = {name, size};

    if (oz_str_is(text, "auto")) {
        *out = micros != 0 ? MICROS : SECONDS;
        return true;
    }
    for (int i = 0; i < PRECISIONS; i++) {
        if (oz_str_is(text, precisions[i])) {
            *out = (enum precision)i;
            return true;
        }
    }
    return false;
}

static void print_clock(struct oz_buf *buf, const struct oz_datetime *at,
                        enum precision precision)
{
    oz_time_digits(buf, at->hour, 2);
    if (precision >= MINUTES) {
        oz_buf_char(buf, ':');
        oz_time_digits(buf, at->minute, 2);
    }
    if (precision >= SECONDS) {
        oz_buf_char(buf, ':');
        oz_time_digits(buf, at->second, 2);
    }
    if (precision == MILLIS) {
        oz_buf_char(buf, '.');
        oz_time_digits(buf, at->micros / 1000, 3);
    } else if (precision == MICROS) {
        oz_buf_char(buf, '.');
        oz_time_digits(buf, at->micros, 6);
    }
}

static bool print_iso(struct oz_work *work, const struct oz_datetime *at,
                      ounce_str separator, enum precision precision)
{
    int64_t offset = 0;

    oz_date_print(&work->text, &at->date);
    oz_buf_str(&work->text, separator);
    print_clock(&work->text, at, precision);
    if (at->zone != NULL) {
        if (!oz_zone_offset(work, at->zone, &offset)) {
            return false;
        }
        oz_offset_print(&work->text, offset, ":");
    }
    return true;
}

/* A text of one code point. */
static bool read_separator(struct oz_work *work, const ounce_value *arg, ounce_str *out)
{
    size_t first = 1;

    if (arg->kind == OUNCE_MISSING) {
        *out = OZ_LIT("T");
        return true;
    }
    if (arg->kind == OUNCE_TEXT && arg->size > 0) {
        while (first < arg->size && ((unsigned char)arg->text[first] & 0xc0) == 0x80) {
            first++;
        }
    }
    if (arg->kind != OUNCE_TEXT || arg->size == 0 || first < arg->size) {
        return oz_raise(work, OZ_EXC_TYPE,
                        "isoformat() argument 1 must be a unicode character, not %s",
                        arg->kind == OUNCE_NULL ? "None" : oz_type_name(arg));
    }
    *out = (ounce_str){arg->text, arg->size};
    return true;
}

bool oz_native_datetime_isoformat(struct oz_work *work, const ounce_value *args,
                                  ounce_value *out)
{
    const struct oz_datetime *at = oz_datetime_of(args);
    size_t base = work->text.size;
    ounce_str separator, timespec = OZ_LIT("auto");
    enum precision precision;

    if (!read_separator(work, &args[1], &separator) ||
        (args[2].kind != OUNCE_MISSING &&
         !oz_time_text(work, &args[2], "isoformat() argument 2", &timespec))) {
        return false;
    }
    if (!find_precision(timespec.data, timespec.size, at->micros, &precision)) {
        return oz_raise(work, OZ_EXC_VALUE, "Unknown timespec value");
    }
    return print_iso(work, at, separator, precision) && oz_text_take(work, base, out);
}

bool oz_native_datetime_str(struct oz_work *work, const ounce_value *args,
                            ounce_value *out)
{
    const struct oz_datetime *at = oz_datetime_of(args);
    size_t base = work->text.size;

    return print_iso(work, at, OZ_LIT(" "), at->micros != 0 ? MICROS : SECONDS) &&
           oz_text_take(work, base, out);
}

static void add_number(struct oz_buf *buf, int64_t value)
{
    oz_buf_text(buf, ", ");
    oz_buf_int(buf, value);
}

bool oz_native_datetime_repr(struct oz_work *work, const ounce_value *args,
                             ounce_value *out)
{
    const struct oz_datetime *at = oz_datetime_of(args);
    struct oz_buf *buf = &work->text;
    size_t base = buf->size;

    oz_buf_text(buf, "datetime.datetime(");
    oz_buf_int(buf, at->date.year);
    add_number(buf, at->date.month);
    add_number(buf, at->date.day);
    add_number(buf, at->hour);
    add_number(buf, at->minute);
    if (at->second != 0 || at->micros != 0) {
        add_number(buf, at->second);
    }
    if (at->micros != 0) {
        add_number(buf, at->micros);
    }
    if (at->fold != 0) {
        oz_buf_text(buf, ", fold=1");
    }
    if (at->zone != NULL) {
        oz_buf_text(buf, ", tzinfo=");
        if (!oz_zone_repr(work, at->zone)) {
            return false;
        }
    }
    oz_buf_char(buf, ')');
    return oz_text_take(work, base, out);
}

bool oz_native_date_isoformat(struct oz_work *work, const ounce_value *args,
                              ounce_value *out)
{
    size_t base = work->text.size;

    oz_date_print(&work->text, oz_date_of(args));
    return oz_text_take(work, base, out);
}

bool oz_native_date_repr(struct oz_work *work, const ounce_value *args,
                         ounce_value *out)
{
    const struct oz_date *date = oz_date_of(args);
    size_t base = work->text.size;

    oz_buf_text(&work->text, "datetime.date(");
    oz_buf_int(&work->text, date->year);
    add_number(&work->text, date->month);
    add_number(&work->text, date->day);
    oz_buf_char(&work->text, ')');
    return oz_text_take(work, base, out);
}

static bool print_ctime(struct oz_work *work, const struct oz_datetime *at,
                        ounce_value *out)
{
    struct oz_buf *buf = &work->text;
    size_t base = buf->size;

    oz_buf_add(buf, oz_weekday_names[oz_weekday(&at->date)], 3);
    oz_buf_char(buf, ' ');
    oz_buf_add(buf, oz_month_names[at->date.month - 1], 3);
    oz_buf_text(buf, at->date.day < 10 ? "  " : " ");
    oz_buf_int(buf, at->date.day);
    oz_buf_char(buf, ' ');
    print_clock(buf, at, SECONDS);
    oz_buf_char(buf, ' ');
    oz_time_digits(buf, at->date.year, 4);
    return oz_text_take(work, base, out);
}

bool oz_native_datetime_ctime(struct oz_work *work, const ounce_value *args,
                              ounce_value *out)
{
    return print_ctime(work, oz_datetime_of(args), out);
}

bool oz_native_date_ctime(struct oz_work *work, const ounce_value *args,
                          ounce_value *out)
{
    struct oz_datetime at = {*oz_date_of(args), 0, 0, 0, 0, 0, NULL};

    return print_ctime(work, &at, out);
}
