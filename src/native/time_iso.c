/* time_iso.c — fromisoformat(), as wide as Python 3.11 made it.
 *
 *     2024-W01-5T10:30:00,5Z   20240105T1030   2024-01-05 10:30:00.123456789+01:00
 *
 * Whatever character stands between date and time is the separator. The oddities below
 * are CPython's: what 3.11 accepts is accepted, "12:34:56:7" included.
 */
#include "base/str.h"
#include "base/utf8.h"
#include "native/native.h"
#include "native/time.h"

/* A byte of the text, and NUL beyond its end, as C sees it. */
static char at(ounce_str text, size_t place)
{
    return place < text.size ? text.data[place] : '\0';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Exactly `count` digits from *place, which moves behind them. */
static bool digits(ounce_str text, size_t *place, size_t count, int32_t *out)
{
    *out = 0;
    for (size_t i = 0; i < count; i++, (*place)++) {
        if (!is_digit(at(text, *place))) {
            return false;
        }
        *out = *out * 10 + (text.data[*place] - '0');
    }
    return true;
}

static bool read_week(ounce_str text, size_t place, bool dashes, int32_t year,
                      struct oz_date *out)
{
    struct oz_iso_week week = {year, 0, 1};

    if (!digits(text, &place, 2, &week.week)) {
        return false;
    }
    if (place < text.size) {
        if (dashes && at(text, place++) != '-') {
            return false;
        }
        if (!digits(text, &place, 1, &week.day)) {
            return false;
        }
    }
    return oz_iso_date(week, out);
}

static bool read_date(ounce_str text, struct oz_date *out)
{
    size_t place = 0;
    bool dashes;

    if (!digits(text, &place, 4, &out->year)) {
        return false;
    }
    dashes = at(text, place) == '-';
    place += dashes;
    if (at(text, place) == 'W') {
        return read_week(text, place + 1, dashes, out->year, out);
    }
    if (!digits(text, &place, 2, &out->month) || (dashes && at(text, place++) != '-')) {
        return false;
    }
    /* What follows in a text of ten bytes is not looked at: "20240105xx". */
    return digits(text, &place, 2, &out->day);
}

/* [HH[:MM[:SS[.ffffff…]]]], with or without colons. */
struct clock {
    int32_t parts[3], micros;
};

static bool read_fraction(ounce_str text, size_t place, size_t end, struct clock *out,
                          bool *more)
{
    size_t count = end - place < 6 ? end - place : 6;

    if (!digits(text, &place, count, &out->micros)) {
        return false;
    }
    for (size_t i = count; i < 6; i++) {
        out->micros *= 10;
    }
    while (is_digit(at(text, place))) {
        place++;
    }
    *more = at(text, place) != '\0';
    return true;
}

/* *more: what was read is followed by something, which only a zone may be. */
static bool read_clock(ounce_str text, size_t place, size_t end, struct clock *out,
                       bool *more)
{
    bool colons = true;

    memset(out, 0, sizeof *out);
    for (int i = 0; i < 3; i++) {
        char c;

        if (!digits(text, &place, 2, &out->parts[i])) {
            return false;
        }
        c = at(text, place++);
        colons = i == 0 ? c == ':' : colons;
        if (place >= end) {
            *more = c != '\0';
            return true;
        }
        if (colons && c == ':') {
            continue;
        }
        if (c == '.' || c == ',') {
            break;
        }
        if (colons) {
            return false;
        }
        place--;
    }
    return read_fraction(text, place, end, out, more);
}

struct zone_text {
    bool given;
    int64_t micros;
};

static bool read_zone(ounce_str text, size_t place, struct zone_text *out)
{
    struct clock clock;
    int64_t seconds;
    bool more;

    out->given = true;
    out->micros = 0;
    if (text.data[place] == 'Z') {
        return place + 1 == text.size;
    }
    if (!read_clock(text, place + 1, text.size, &clock, &more) || more) {
        return false;
    }
    seconds = (int64_t)clock.parts[0] * 3600 + clock.parts[1] * 60 + clock.parts[2];
    if (seconds != 0) { /* no seconds are UTC, whatever the fraction */
        out->micros = seconds * 1000000 + clock.micros;
    }
    if (text.data[place] == '-') {
        out->micros = -out->micros;
    }
    return true;
}

static bool read_time(ounce_str text, size_t place, struct clock *clock,
                      struct zone_text *zone)
{
    size_t end = place;
    bool more;

    while (end < text.size && text.data[end] != '+' && text.data[end] != '-' &&
           text.data[end] != 'Z') {
        end++;
    }
    /* An empty time is not even looked at. */
    if (!read_clock(text, place, end, clock, &more)) {
        return false;
    }
    if (end == text.size) {
        return !more;
    }
    return read_zone(text, end, zone);
}

/* Where the separator stands, or ought to: the date's length. YYYYWww and YYYYWwwd are
 * told apart by how many digits follow, for those of the time come in pairs. */
static size_t date_size(ounce_str text)
{
    size_t place = 7;

    if (text.size == 7) {
        return 7;
    }
    if (text.data[4] == '-') {
        if (text.data[5] != 'W') {
            return 10;
        }
        if (at(text, 8) != '-' || text.size == 9) {
            return text.size == 9 && at(text, 8) == '-' ? SIZE_MAX : 8;
        }
        return is_digit(at(text, 10)) ? 8 : 10;
    }
    if (text.data[4] != 'W') {
        return 8;
    }
    while (is_digit(at(text, place))) {
        place++;
    }
    if (place < 9) {
        return place;
    }
    return place % 2 == 0 ? 7 : 8;
}

static bool read_datetime(ounce_str text, struct oz_datetime *out,
                          struct zone_text *zone)
{
    struct clock clock = {{0, 0, 0}, 0};
    size_t size, used;

    if (text.size < 7) {
        return false;
    }
    size = date_size(text);
    if (size > text.size || !read_date((ounce_str){text.data, size}, &out->date)) {
        return false;
    }
    if (size < text.size) {
        oz_utf8_decode(text.data + size, text.size - size, &used);
        if (!read_time(text, size + used, &clock, zone)) {
            return false;
        }
    }
    out->hour = clock.parts[0];
    out->minute = clock.parts[1];
    out->second = clock.parts[2];
    out->micros = clock.micros;
    return true;
}

static bool read_text(struct oz_work *work, const ounce_value *arg, ounce_str *out)
{
    if (arg->kind != OUNCE_TEXT) {
        return oz_raise(work, OZ_EXC_TYPE, "fromisoformat: argument must be str");
    }
    *out = (ounce_str){arg->text, arg->size};
    return oz_walk_step(&work->walk, arg->size / 16 + 1);
}

bool oz_native_datetime_fromisoformat(struct oz_work *work, const ounce_value *args,
                                      ounce_value *out)
{
    struct oz_datetime datetime = {{0, 0, 0}, 0, 0, 0, 0, 0, NULL};
    struct zone_text zone = {false, 0};
    struct oz_delta offset;
    ounce_str text;

    if (!read_text(work, &args[0], &text)) {
        return false;
    }
    if (!read_datetime(text, &datetime, &zone)) {
        return oz_time_raise_repr(work, OZ_EXC_VALUE,
                                  "Invalid isoformat string: ", text);
    }
    if (zone.given &&
        (!oz_delta_make(work, 0, zone.micros, &offset) ||
         !oz_zone_make(work, &offset, false, (ounce_str){NULL, 0}, &datetime.zone))) {
        return false;
    }
    return oz_datetime_check(work, &datetime) && oz_datetime_new(work, &datetime, out);
}

bool oz_native_date_fromisoformat(struct oz_work *work, const ounce_value *args,
                                  ounce_value *out)
{
    struct oz_date date = {0, 0, 0};
    ounce_str text;

    if (!read_text(work, &args[0], &text)) {
        return false;
    }
    if ((text.size != 7 && text.size != 8 && text.size != 10) ||
        !read_date(text, &date)) {
        return oz_time_raise_repr(work, OZ_EXC_VALUE,
                                  "Invalid isoformat string: ", text);
    }
    return oz_date_check(work, &date) && oz_date_new(work, &date, out);
}
