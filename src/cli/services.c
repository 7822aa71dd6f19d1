/* services.c — the clock and the random numbers that the command lends to rules.
 *
 * The library asks no system for either. With --now the clock stands still and random
 * numbers are a fixed row, so that a test which depends on them can be run again.
 */
#include "cli/services.h"

#include <string.h>
#include <sys/random.h>
#include <time.h>

static int64_t now(void *ctx)
{
    const struct cli_services *services = ctx;
    struct timespec time;

    if (services->now != INT64_MIN) {
        return services->now;
    }
    clock_gettime(CLOCK_REALTIME, &time);
    return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

/* SplitMix64: a row of numbers that look random and are the same every time. */
static uint64_t next_fixed(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static uint64_t random_bits(void *ctx)
{
    struct cli_services *services = ctx;
    uint64_t bits;

    if (services->now == INT64_MIN &&
        getrandom(&bits, sizeof(bits), 0) == (ssize_t)sizeof(bits)) {
        return bits;
    }
    return next_fixed(&services->state);
}

void cli_services_lend(struct cli_services *services, int64_t at,
                       ounce_matcher *matcher)
{
    ounce_services lent = OUNCE_SERVICES_INIT;

    services->now = at;
    services->state = 0;
    lent.ctx = services;
    lent.now = now;
    lent.random = random_bits;
    ounce_matcher_services(matcher, &lent, NULL);
}

/* ---- the option ---- */

/* Exactly `count` digits. */
static bool read_digits(const char **at, int count, int *out)
{
    *out = 0;
    for (; count > 0; count--, ++*at) {
        if (**at < '0' || **at > '9') {
            return false;
        }
        *out = *out * 10 + (**at - '0');
    }
    return true;
}

static bool read_char(const char **at, const char *accepted)
{
    if (**at == '\0' || strchr(accepted, **at) == NULL) {
        return false;
    }
    ++*at;
    return true;
}

/* ".123456"; what is finer than a microsecond is cut. */
static bool read_fraction(const char **at, int64_t *micros)
{
    int64_t unit = 100000;
    int digit;

    *micros = 0;
    if (!read_char(at, ".")) {
        return true;
    }
    if (!read_digits(at, 1, &digit)) {
        return false;
    }
    do {
        *micros += digit * unit;
        unit /= 10;
    } while (read_digits(at, 1, &digit));
    return true;
}

/* "Z" or "+02:00", in seconds to the east. */
static bool read_zone(const char **at, int64_t *offset)
{
    int sign = **at == '-' ? -1 : 1, hours, minutes;

    *offset = 0;
    if (read_char(at, "Zz")) {
        return true;
    }
    if (!read_char(at, "+-") || !read_digits(at, 2, &hours) || !read_char(at, ":") ||
        !read_digits(at, 2, &minutes) || hours > 23 || minutes > 59) {
        return false;
    }
    *offset = sign * (hours * 3600 + minutes * 60);
    return true;
}

bool cli_time_parse(const char *text, int64_t *micros)
{
    struct tm tm = {0}, same;
    int64_t fraction, offset;
    time_t seconds;

    if (!read_digits(&text, 4, &tm.tm_year) || !read_char(&text, "-") ||
        !read_digits(&text, 2, &tm.tm_mon) || !read_char(&text, "-") ||
        !read_digits(&text, 2, &tm.tm_mday) || !read_char(&text, "Tt ") ||
        !read_digits(&text, 2, &tm.tm_hour) || !read_char(&text, ":") ||
        !read_digits(&text, 2, &tm.tm_min) || !read_char(&text, ":") ||
        !read_digits(&text, 2, &tm.tm_sec) || !read_fraction(&text, &fraction) ||
        !read_zone(&text, &offset) || *text != '\0') {
        return false;
    }
    tm.tm_year -= 1900;
    tm.tm_mon -= 1;
    same = tm;
    seconds = timegm(&same);
    if (same.tm_mday != tm.tm_mday || same.tm_mon != tm.tm_mon ||
        same.tm_hour != tm.tm_hour || same.tm_min != tm.tm_min ||
        same.tm_sec != tm.tm_sec) {
        return false; /* there is no 30 February */
    }
    *micros = ((int64_t)seconds - offset) * 1000000 + fraction;
    return true;
}
