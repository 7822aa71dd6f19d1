/* time_free_read.c — the free-form parser's walk over its tokens.
 *
 *     Fri , 5 Jan 2024 10:00 PM +0530 (IST)
 *
 * Numbers, weekdays, months, am and pm, names of zones, offsets; what is none of them
 * must be a word to skip, or (unless fuzzy) the text is no date.
 */
#include "base/str.h"
#include "native/time_free.h"

static bool read_month(struct oz_free *free, uint32_t *i)
{
    ounce_str next = oz_free_at(free, *i + 1);
    bool pair = *i + 2 < free->tokens.count;
    int64_t year;

    if (!oz_free_add_month(&free->date, oz_free_month(oz_free_at(free, *i)))) {
        return false;
    }
    if (oz_str_is(next, "-") || oz_str_is(next, "/")) {
        /* Jan-01[-99] */
        if (!pair || !oz_free_add_text(&free->date, oz_free_at(free, *i + 2), false)) {
            return false;
        }
        *i += 2;
        if (oz_free_is(free, *i + 1, next.data[0])) {
            if (!oz_free_add_text(&free->date, oz_free_at(free, *i + 2), false)) {
                return false;
            }
            *i += 2;
        }
        return true;
    }
    if (*i + 4 < free->tokens.count && oz_free_is(free, *i + 1, ' ') &&
        oz_free_is(free, *i + 3, ' ') && oz_free_at(free, *i + 2).size == 2 &&
        (oz_free_at(free, *i + 2).data[0] | 0x20) == 'o' &&
        (oz_free_at(free, *i + 2).data[1] | 0x20) == 'f') {
        /* Jan of 01 */
        if (oz_free_integer(oz_free_at(free, *i + 4), &year)) {
            struct oz_numeral whole = {oz_free_year(free, year, false), {"", 0}};

            free->date.century = true;
            if (free->date.year_at >= 0 || !oz_free_add_numeral(&free->date, &whole)) {
                return false;
            }
            free->date.year_at = free->date.count - 1;
        }
        *i += 4;
    }
    return true;
}

/* An hour of twelve must be there. */
static bool read_half(struct oz_free *free, int half)
{
    if ((free->fuzzy && free->half != OZ_UNSAID) || free->hour == OZ_UNSAID ||
        free->hour > 12) {
        return free->fuzzy;
    }
    free->hour = oz_free_adjust(free->hour, half);
    free->half = half;
    return true;
}

static bool could_be_zone(const struct oz_free *free, ounce_str token)
{
    if (free->hour == OZ_UNSAID || free->zone.size > 0 || token.size > 5) {
        return false;
    }
    for (size_t i = 0; i < token.size; i++) {
        if (token.data[i] < 'A' || token.data[i] > 'Z') {
            return oz_str_is(token, "z");
        }
    }
    return true;
}

/* GMT+3 does not mean three hours after GMT but that plus three hours is GMT; so the
 * sign turns, and GMT is then not the zone. */
static void read_zone(struct oz_free *free, uint32_t i)
{
    ounce_str name = oz_free_at(free, i);

    free->zone = name;
    free->offset = oz_free_is_utc(name) ? 0 : OZ_UNSAID;
    if (oz_free_is(free, i + 1, '+') || oz_free_is(free, i + 1, '-')) {
        bool plus = oz_free_is(free, i + 1, '+');

        free->tokens.items[i + 1] = plus ? OZ_LIT("-") : OZ_LIT("+");
        free->offset = OZ_UNSAID;
        if (oz_free_is_utc(name)) {
            free->zone.size = 0;
        }
    }
}

/* A name of three letters and more in parentheses behind an offset. */
static void read_comment(struct oz_free *free, uint32_t *i)
{
    ounce_str name = oz_free_at(free, *i + 4);

    if (*i + 5 < free->tokens.count && oz_free_is_jump(oz_free_at(free, *i + 2)) &&
        oz_free_is(free, *i + 3, '(') && oz_free_is(free, *i + 5, ')') &&
        name.size >= 3 && could_be_zone(free, name)) {
        free->zone = name;
        *i += 4;
    }
}

/* -0300, -03:00, -03, -3 */
static bool read_offset(struct oz_free *free, uint32_t *i)
{
    int64_t sign = oz_free_is(free, *i, '+') ? 1 : -1, hours, minutes = 0;
    ounce_str token = oz_free_at(free, *i + 1);

    if (token.size == 4) {
        if (!oz_free_integer((ounce_str){token.data, 2}, &hours) ||
            !oz_free_integer((ounce_str){token.data + 2, 2}, &minutes)) {
            return false;
        }
    } else if (oz_free_is(free, *i + 2, ':')) {
        if (!oz_free_integer(token, &hours) ||
            !oz_free_integer(oz_free_at(free, *i + 3), &minutes)) {
            return false;
        }
        *i += 2;
    } else if (token.size > 2 || !oz_free_integer(token, &hours)) {
        return false;
    }
    /* Saturated; the sum is refused when a zone is made of it. */
    hours = hours > INT64_MAX / 10000 ? INT64_MAX / 10000 : hours;
    minutes = minutes > INT64_MAX / 1000 ? INT64_MAX / 1000 : minutes;
    free->offset = sign * (hours * 3600 + minutes * 60);
    read_comment(free, i);
    *i += 1;
    return true;
}

/* float() takes them for numbers, and then they are none. */
static bool is_not_finite(ounce_str token)
{
    static const char *const names[] = {"nan", "inf", "infinity"};

    for (size_t i = 0; i < 3; i++) {
        size_t size = strlen(names[i]), same = 0;

        while (same < size && token.size == size &&
               (token.data[same] | 0x20) == names[i][same]) {
            same++;
        }
        if (same == size) {
            return true;
        }
    }
    return false;
}

static bool read_token(struct oz_free *free, uint32_t *i)
{
    ounce_str token = oz_free_at(free, *i);
    struct oz_numeral number;
    int weekday, half;

    if (oz_free_numeral(token, &number)) {
        return oz_free_number(free, i);
    }
    if (is_not_finite(token)) {
        return false;
    }
    if ((weekday = oz_free_weekday(token)) >= 0) {
        free->weekday = weekday;
        return true;
    }
    if (oz_free_month(token) >= 0) {
        return read_month(free, i);
    }
    if ((half = oz_free_half(token)) >= 0) {
        return read_half(free, half);
    }
    if (free->offset == OZ_UNSAID && could_be_zone(free, token)) {
        read_zone(free, *i);
        return true;
    }
    if (free->hour != OZ_UNSAID && (oz_str_is(token, "+") || oz_str_is(token, "-"))) {
        return read_offset(free, i);
    }
    return oz_free_is_jump(token) || free->fuzzy;
}

/* Zero is UTC, whatever it was called; a name of UTC with another offset is a name. */
static void settle_zone(struct oz_free *free)
{
    if ((free->offset == 0 && free->zone.size == 0) || oz_str_is(free->zone, "Z") ||
        oz_str_is(free->zone, "z")) {
        free->zone = OZ_LIT("UTC");
        free->offset = 0;
    } else if (free->zone.size > 0 && oz_free_is_utc(free->zone)) {
        free->offset = 0;
    }
}

bool oz_free_read(struct oz_free *free)
{
    for (uint32_t i = 0; i < free->tokens.count; i++) {
        if (!read_token(free, &i)) {
            return false;
        }
    }
    if (!oz_free_resolve(free)) {
        return false;
    }
    if (free->year != OZ_UNSAID) {
        free->year = oz_free_year(free, free->year, free->date.century);
    }
    settle_zone(free);
    return true;
}
