/* time_free.h — between the steps of the free-form parser: tokens, numbers, result. */
#ifndef OZ_TIME_FREE_H
#define OZ_TIME_FREE_H

#include "native/time.h"

#define OZ_UNSAID INT64_MIN /* a part that the text does not say */

struct oz_tokens {
    ounce_str *items;
    uint32_t count, capacity;
};

/* A numeric token. Whole numbers saturate at INT64_MAX. */
struct oz_numeral {
    int64_t whole;
    ounce_str fraction; /* digits behind the point, zeros at the end cut */
};

/* Year, month and day in the order they were met, and which of them are known. */
struct oz_free_date {
    int64_t items[3];
    int count;
    int month_at, year_at; /* -1 */
    bool century;          /* a year was written with its century */
};

struct oz_free {
    struct oz_tokens tokens;
    struct oz_free_date date;
    bool day_first, year_first, fuzzy;
    int64_t this_year; /* what two digits are near to; OZ_UNSAID without a clock */
    int64_t year, month, day, hour, minute, second, micros;
    int64_t weekday, half, offset; /* offset in seconds */
    ounce_str zone;                /* size 0: unsaid */
};

/* time_free_token.c */
bool oz_free_split(struct oz_work *work, ounce_str text, struct oz_tokens *out);
bool oz_free_numeral(ounce_str token, struct oz_numeral *out);
/* All of it digits, at least one; saturates. */
bool oz_free_integer(ounce_str token, int64_t *out);
bool oz_free_is_jump(ounce_str token);
bool oz_free_is_utc(ounce_str token);
/* Indices; -1 for none. Monday is 0, January 0; hour, minute, second; am, pm. */
int oz_free_weekday(ounce_str token);
int oz_free_month(ounce_str token);
int oz_free_unit(ounce_str token);
int oz_free_half(ounce_str token);

/* time_free_date.c; false: the text is no date */
bool oz_free_add_text(struct oz_free_date *date, ounce_str token, bool year);
bool oz_free_add_numeral(struct oz_free_date *date, const struct oz_numeral *number);
bool oz_free_add_month(struct oz_free_date *date, int month);
bool oz_free_could_be_day(const struct oz_free_date *date,
                          const struct oz_numeral *number);
bool oz_free_resolve(struct oz_free *free);
/* The year that two digits mean. */
int64_t oz_free_year(const struct oz_free *free, int64_t year, bool century);

/* time_free_number.c: one numeric token and what belongs to it; *i moves to the last
 * token used. */
bool oz_free_number(struct oz_free *free, uint32_t *i);
int64_t oz_free_adjust(int64_t hour, int half);
/* The token at i; an empty text beyond the end. */
static inline ounce_str oz_free_at(const struct oz_free *free, uint32_t i)
{
    return i < free->tokens.count ? free->tokens.items[i] : (ounce_str){"", 0};
}
static inline bool oz_free_is(const struct oz_free *free, uint32_t i, char c)
{
    ounce_str token = oz_free_at(free, i);

    return token.size == 1 && token.data[0] == c;
}

/* time_free_read.c: all tokens; false: the text is no date. */
bool oz_free_read(struct oz_free *free);

#endif
