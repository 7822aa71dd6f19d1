/* time_strftime.c — strftime(): a datetime through a format.
 *
 *     "%d %b %Y, %H:%M"  =>  "05 Jan 2024, 22:00"
 *
 * %f, %z and %Z are Python's own; the rest is the C library's, of glibc in the locale
 * C, with its flags (`%-d`, `%_d`, `%^a`) and widths, and what it does not know stays.
 */
#include "native/time.h"
#include "base/number.h"
#include "base/str.h"
#include "native/native.h"

/* What stands between % and the letter. */
struct modifier {
    char pad; /* '0', '_', '-' or NUL: the letter's own */
    bool upper, swap;
    int width; /* -1: the letter's own */
};

#define WIDTH_MAX 1000 /* wider fields are cut: no rule means them */

static void add_padded(struct oz_buf *buf, const struct modifier *how, int64_t value,
                       int width, char pad)
{
    char digits[24];
    size_t size;
    bool negative = value < 0;

    size = oz_int_print(negative ? -value : value, digits);
    pad = how->pad != '\0' ? how->pad : pad;
    width = how->width >= 0 ? how->width : width;
    if (negative && pad != '_') {
        oz_buf_char(buf, '-');
        width--;
    }
    for (int i = (int)size; pad != '-' && i < width; i++) {
        oz_buf_char(buf, pad == '_' ? ' ' : '0');
    }
    oz_buf_add(buf, digits, size);
}

static char change_case(const struct modifier *how, char c)
{
    if (how->upper && c >= 'a' && c <= 'z') {
        return (char)(c - 'a' + 'A');
    }
    return how->swap && c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static void add_name(struct oz_buf *buf, const struct modifier *how, const char *name,
                     size_t size)
{
    for (int i = (int)size; i < how->width; i++) {
        oz_buf_char(buf, how->pad == '0' ? '0' : ' ');
    }
    for (size_t i = 0; i < size; i++) {
        oz_buf_char(buf, change_case(how, name[i]));
    }
}

static bool add_zone(struct oz_work *work, const struct oz_datetime *at, char letter)
{
    int64_t offset;

    if (at->zone == NULL) {
        return true;
    }
    if (letter == 'Z') {
        return oz_zone_print(work, at->zone);
    }
    if (!oz_zone_offset(work, at->zone, &offset)) {
        return false;
    }
    oz_offset_print(&work->text, offset, "");
    return true;
}

static int64_t hour12(int32_t hour)
{
    return hour % 12 == 0 ? 12 : hour % 12;
}

/* Weeks of the year that begin on a weekday; days before the first are week 0. */
static int64_t week_of_year(const struct oz_date *date, int32_t first_weekday)
{
    int32_t since = (oz_weekday(date) - first_weekday + 7) % 7;

    return (oz_year_day(date) - 1 + 7 - since) / 7;
}

static void add_number(struct oz_buf *buf, const struct oz_datetime *at,
                       const struct modifier *how, char letter)
{
    const struct oz_date *date = &at->date;
    struct oz_iso_week week = oz_iso_week(date);
    const struct {
        char letter;
        int8_t width;
        char pad;
        int64_t value;
    } rows[] = {
        {'C', 1, '0', date->year / 100},
        {'G', 1, '0', week.year},
        {'H', 2, '0', at->hour},
        {'I', 2, '0', hour12(at->hour)},
        {'M', 2, '0', at->minute},
        {'S', 2, '0', at->second},
        {'U', 2, '0', week_of_year(date, 6)},
        {'V', 2, '0', week.week},
        {'W', 2, '0', week_of_year(date, 0)},
        {'Y', 1, '0', date->year},
        {'d', 2, '0', date->day},
        {'e', 2, '_', date->day},
        {'g', 2, '0', week.year % 100},
        {'j', 3, '0', oz_year_day(date)},
        {'k', 2, '_', at->hour},
        {'l', 2, '_', hour12(at->hour)},
        {'m', 2, '0', date->month},
        {'s', 1, '0',
         (oz_datetime_micros(at) - OZ_EPOCH_MICROS - at->micros) / 1000000},
        {'u', 1, '0', oz_weekday(date) + 1},
        {'w', 1, '0', (oz_weekday(date) + 1) % 7},
        {'y', 2, '0', date->year % 100},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].letter == letter) {
            add_padded(buf, how, rows[i].value, rows[i].width, rows[i].pad);
            return;
        }
    }
}

static void add_names(struct oz_buf *buf, const struct oz_datetime *at,
                      const struct modifier *how, char letter)
{
    struct modifier plain = *how;
    const char *name;

    switch (letter) {
    case 'a':
    case 'A':
        name = oz_weekday_names[oz_weekday(&at->date)];
        plain.upper = how->upper || how->swap;
        plain.swap = false;
        add_name(buf, &plain, name, letter == 'a' ? 3 : strlen(name));
        return;
    case 'b':
    case 'B':
    case 'h':
        name = oz_month_names[at->date.month - 1];
        plain.upper = how->upper || how->swap;
        plain.swap = false;
        add_name(buf, &plain, name, letter == 'B' ? strlen(name) : 3);
        return;
    case 'P':
        add_name(buf, how, at->hour < 12 ? "am" : "pm", 2);
        return;
    default: /* p */
        add_name(buf, how, at->hour < 12 ? "AM" : "PM", 2);
        return;
    }
}

/* A letter that stands for a format. */
static const char *composite(char letter)
{
    switch (letter) {
    case 'c':
        return "%a %b %e %H:%M:%S %Y";
    case 'D':
    case 'x':
        return "%m/%d/%y";
    case 'F':
        return "%Y-%m-%d";
    case 'R':
        return "%H:%M";
    case 'r':
        return "%I:%M:%S %p";
    case 'T':
    case 'X':
        return "%H:%M:%S";
    default:
        return NULL;
    }
}

static bool add_directive(struct oz_work *work, const struct oz_datetime *at,
                          const struct modifier *how, char letter, ounce_str source)
{
    struct oz_buf *buf = &work->text;
    const char *format = composite(letter);

    if (format != NULL) {
        return oz_time_format(work, at, (ounce_str){format, strlen(format)});
    }
    if (letter == '\0') {
        oz_buf_str(buf, source);
    } else if (strchr("CGHIMSUVWYdegjklmsuwy", letter) != NULL) {
        add_number(buf, at, how, letter);
    } else if (strchr("aAbBhpP", letter) != NULL) {
        add_names(buf, at, how, letter);
    } else if (letter == 'z' || letter == 'Z') {
        /* With a flag it is the C library's, which has no zone to tell. */
        return source.size > 2 || add_zone(work, at, letter);
    } else if (letter == 'f') {
        oz_time_digits(buf, at->micros, 6);
    } else if (letter == 'n' || letter == 't' || letter == '%') {
        char c = letter == 'n' ? '\n' : letter == 't' ? '\t' : '%';

        add_name(buf, how, &c, 1);
    } else {
        oz_buf_str(buf, source);
    }
    return true;
}

static size_t read_modifier(ounce_str format, size_t place, struct modifier *how)
{
    *how = (struct modifier){'\0', false, false, -1};
    for (; place < format.size; place++) {
        char c = format.data[place];

        if (c == '_' || c == '-' || c == '0') {
            how->pad = c;
        } else if (c == '^') {
            how->upper = true;
        } else if (c == '#') {
            how->swap = true;
        } else {
            break;
        }
    }
    for (;
         place < format.size && format.data[place] >= '0' && format.data[place] <= '9';
         place++) {
        how->width =
            (how->width < 0 ? 0 : how->width) * 10 + (format.data[place] - '0');
        how->width = how->width > WIDTH_MAX ? WIDTH_MAX : how->width;
    }
    return place;
}

bool oz_time_format(struct oz_work *work, const struct oz_datetime *at,
                    ounce_str format)
{
    for (size_t i = 0; i < format.size;) {
        struct modifier how;
        size_t start = i;
        char letter;

        if (format.data[i] != '%') {
            oz_buf_char(&work->text, format.data[i++]);
            continue;
        }
        i = read_modifier(format, i + 1, &how);
        letter = i < format.size ? format.data[i++] : '\0';
        if (!oz_walk_step(&work->walk,
                          how.width < 0 ? 1 : 1 + (uint64_t)how.width / 16) ||
            !add_directive(work, at, &how, letter,
                           (ounce_str){format.data + start, i - start})) {
            return false;
        }
    }
    return oz_walk_step(&work->walk, format.size / 16 + 1);
}

static bool format_value(struct oz_work *work, const ounce_value *self,
                         ounce_str format, ounce_value *out)
{
    struct oz_datetime at = {{0, 0, 0}, 0, 0, 0, 0, 0, NULL};
    size_t base = work->text.size;

    if (self->kind == OZ_DATETIME) {
        at = *oz_datetime_of(self);
    } else {
        at.date = *oz_date_of(self);
    }
    return oz_time_format(work, &at, format) && oz_text_take(work, base, out);
}

bool oz_native_date_strftime(struct oz_work *work, const ounce_value *args,
                             ounce_value *out)
{
    ounce_str format;

    return oz_time_text(work, &args[1], "strftime() argument 1", &format) &&
           format_value(work, args, format, out);
}

/* format(date, spec): str() without one. */
bool oz_native_date_format(struct oz_work *work, const ounce_value *args,
                           ounce_value *out)
{
    ounce_str format;

    if (!oz_time_text(work, &args[1], "__format__() argument 1", &format)) {
        return false;
    }
    if (format.size > 0) {
        return format_value(work, args, format, out);
    }
    return args->kind == OZ_DATETIME ? oz_native_datetime_str(work, args, out)
                                     : oz_native_date_isoformat(work, args, out);
}
