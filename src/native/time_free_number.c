/* time_free_number.c — one number of a free-form date, and the tokens it belongs with.
 *
 *     10:30:05.5    20240105    103005    10h30m    12 pm    5/Jan/2024
 *
 * What a number means depends on how long it is, what follows, and what was found so
 * far; the first form that fits wins, in dateutil's order.
 */
#include "native/time_free.h"

#include <string.h>

static ounce_str part(ounce_str text, size_t from, size_t to)
{
    from = from < text.size ? from : text.size;
    to = to < text.size ? to : text.size;
    return (ounce_str){text.data + from, to - from};
}

/* floor(60 × 0.fraction), exactly: from the last digit up. */
static int64_t sixtieths(ounce_str fraction)
{
    int carry = 0;

    for (size_t i = fraction.size; i-- > 0;) {
        carry = ((fraction.data[i] - '0') * 60 + carry) / 10;
    }
    return carry;
}

/* "5.25" => 5 s, 250000 µs */
static bool set_seconds(struct oz_free *free, ounce_str token)
{
    size_t point = 0;

    while (point < token.size && token.data[point] != '.') {
        point++;
    }
    free->micros = 0;
    if (!oz_free_integer(part(token, 0, point), &free->second)) {
        return false;
    }
    if (point < token.size) {
        ounce_str digits = part(token, point + 1, point + 7);

        if (!oz_free_integer(part(token, point + 1, token.size), &free->micros) ||
            !oz_free_integer(digits, &free->micros)) {
            return false;
        }
        for (size_t i = digits.size; i < 6; i++) {
            free->micros *= 10;
        }
    }
    return true;
}

static void set_minutes(struct oz_free *free, const struct oz_numeral *number)
{
    free->minute = number->whole;
    free->second = number->fraction.size > 0 ? sixtieths(number->fraction) : OZ_UNSAID;
}

int64_t oz_free_adjust(int64_t hour, int half)
{
    if (hour < 12 && half == 1) {
        return hour + 12;
    }
    return hour == 12 && half == 0 ? 0 : hour;
}

/* HH[MM] behind a whole date. */
static bool read_short_time(struct oz_free *free, ounce_str token)
{
    return oz_free_integer(part(token, 0, 2), &free->hour) &&
           (token.size != 4 || oz_free_integer(part(token, 2, 4), &free->minute));
}

/* YYMMDD when there is no date yet, else HHMMSS[.ffffff]. */
static bool read_six(struct oz_free *free, ounce_str token)
{
    if (free->date.count == 0 && token.size == 6 &&
        memchr(token.data, '.', 6) == NULL) {
        return oz_free_add_text(&free->date, part(token, 0, 2), false) &&
               oz_free_add_text(&free->date, part(token, 2, 4), false) &&
               oz_free_add_text(&free->date, part(token, 4, 6), false);
    }
    return oz_free_integer(part(token, 0, 2), &free->hour) &&
           oz_free_integer(part(token, 2, 4), &free->minute) &&
           set_seconds(free, part(token, 4, token.size));
}

/* YYYYMMDD[hhmm[ss]] */
static bool read_long(struct oz_free *free, ounce_str token)
{
    if (!oz_free_add_text(&free->date, part(token, 0, 4), true) ||
        !oz_free_add_text(&free->date, part(token, 4, 6), false) ||
        !oz_free_add_text(&free->date, part(token, 6, 8), false)) {
        return false;
    }
    return token.size == 8 ||
           (oz_free_integer(part(token, 8, 10), &free->hour) &&
            oz_free_integer(part(token, 10, 12), &free->minute) &&
            (token.size == 12 || oz_free_integer(part(token, 12, 14), &free->second)));
}

/* Where the unit of a number stands (10h, 10 h, or after the last number: h 10); its
 * own index for nowhere. */
static uint32_t find_unit(const struct oz_free *free, uint32_t i)
{
    uint32_t count = free->tokens.count;

    if (i + 1 < count && oz_free_unit(oz_free_at(free, i + 1)) >= 0) {
        return i + 1;
    }
    if (i + 2 < count && oz_free_is(free, i + 1, ' ') &&
        oz_free_unit(oz_free_at(free, i + 2)) >= 0) {
        return i + 2;
    }
    if (i > 0 && oz_free_unit(oz_free_at(free, i - 1)) >= 0) {
        return i - 1;
    }
    if (i > 1 && i == count - 1 && oz_free_is(free, i - 1, ' ') &&
        oz_free_unit(oz_free_at(free, i - 2)) >= 0) {
        return i - 2;
    }
    return i;
}

static bool read_unit(struct oz_free *free, uint32_t *i, uint32_t unit_at,
                      const struct oz_numeral *number)
{
    ounce_str token = oz_free_at(free, *i);
    /* Behind "10h" the number that follows is of the next smaller unit. */
    int unit = oz_free_unit(oz_free_at(free, unit_at)) + (unit_at < *i);

    *i = unit_at > *i ? unit_at : *i;
    if (unit == 0) {
        free->hour = number->whole;
        if (number->fraction.size > 0) {
            free->minute = sixtieths(number->fraction);
        }
    } else if (unit == 1) {
        set_minutes(free, number);
    } else if (unit == 2) {
        return set_seconds(free, token);
    }
    return true;
}

/* HH:MM[:SS[.ffffff]] */
static bool read_clock(struct oz_free *free, uint32_t *i,
                       const struct oz_numeral *number)
{
    struct oz_numeral minutes;

    free->hour = number->whole;
    if (!oz_free_numeral(oz_free_at(free, *i + 2), &minutes)) {
        return false;
    }
    set_minutes(free, &minutes);
    if (*i + 4 < free->tokens.count && oz_free_is(free, *i + 3, ':')) {
        if (!set_seconds(free, oz_free_at(free, *i + 4))) {
            return false;
        }
        *i += 2;
    }
    *i += 2;
    return true;
}

static bool add_any(struct oz_free *free, ounce_str token)
{
    int month = oz_free_month(token);

    return month >= 0 ? oz_free_add_month(&free->date, month)
                      : oz_free_add_text(&free->date, token, false);
}

/* 01-02[-03], 01/Jan/2024, 1.2.2024 with its parts apart */
static bool read_separated(struct oz_free *free, uint32_t *i)
{
    ounce_str separator = oz_free_at(free, *i + 1);
    uint32_t at = *i + 2;

    if (!oz_free_add_text(&free->date, oz_free_at(free, *i), false)) {
        return false;
    }
    if (at >= free->tokens.count || oz_free_is_jump(oz_free_at(free, at))) {
        *i += 1;
        return true;
    }
    if (!add_any(free, oz_free_at(free, at))) {
        return false;
    }
    *i = at;
    if (at + 1 < free->tokens.count && oz_free_is(free, at + 1, separator.data[0])) {
        if (!add_any(free, oz_free_at(free, at + 2))) {
            return false;
        }
        *i = at + 2;
    }
    return true;
}

static bool read_rest(struct oz_free *free, uint32_t *i,
                      const struct oz_numeral *number)
{
    ounce_str next = oz_free_at(free, *i + 1);

    if (*i + 1 >= free->tokens.count || oz_free_is_jump(next)) {
        int half = oz_free_half(oz_free_at(free, *i + 2));

        *i += 1;
        if (half < 0) {
            return oz_free_add_numeral(&free->date, number);
        }
        free->hour = oz_free_adjust(number->whole, half);
        *i += 1;
        return true;
    }
    if (oz_free_half(next) >= 0 && number->whole < 24) {
        free->hour = oz_free_adjust(number->whole, oz_free_half(next));
        *i += 1;
        return true;
    }
    if (oz_free_could_be_day(&free->date, number)) {
        return oz_free_add_numeral(&free->date, number);
    }
    return free->fuzzy;
}

bool oz_free_number(struct oz_free *free, uint32_t *i)
{
    ounce_str token = oz_free_at(free, *i);
    bool last = *i + 1 >= free->tokens.count;
    struct oz_numeral number;
    uint32_t unit_at;

    if (!oz_free_numeral(token, &number)) {
        return false;
    }
    if (free->date.count == 3 && (token.size == 2 || token.size == 4) &&
        free->hour == OZ_UNSAID &&
        (last || (!oz_free_is(free, *i + 1, ':') &&
                  oz_free_unit(oz_free_at(free, *i + 1)) < 0))) {
        return read_short_time(free, token);
    }
    if (token.size == 6 || (token.size > 6 && token.data[6] == '.')) {
        return read_six(free, token);
    }
    if (token.size == 8 || token.size == 12 || token.size == 14) {
        return read_long(free, token);
    }
    unit_at = find_unit(free, *i);
    if (unit_at != *i) {
        return read_unit(free, i, unit_at, &number);
    }
    if (*i + 2 < free->tokens.count && oz_free_is(free, *i + 1, ':')) {
        return read_clock(free, i, &number);
    }
    if (oz_free_is(free, *i + 1, '-') || oz_free_is(free, *i + 1, '/') ||
        oz_free_is(free, *i + 1, '.')) {
        return read_separated(free, i);
    }
    return read_rest(free, i, &number);
}
