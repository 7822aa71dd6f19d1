/* event_time.h — the text of a time, to and from milliseconds.
 *
 *     2024-01-15 10:30:00.123456789   =>  1705314600123
 *     2024-01-15T12:30:00+02:00       =>  1705314600000
 *
 * Thread: pure, all of it. Nothing allocates; no locale, no time zone of the machine.
 */
#ifndef OZ_EVENT_TIME_H
#define OZ_EVENT_TIME_H

#include <ounce/export.h>

/* 9999-12-31T23:59:59.999Z in milliseconds since the epoch; the earliest is 0. */
#define OZ_TIME_MAX INT64_C(253402300799999)

/* Bytes that oz_event_time_print writes; it adds no NUL. */
#define OZ_EVENT_TIME_TEXT 24

/* Read one timestamp and nothing else. False, with *ms untouched, for any other text
 * and for a time outside 1970 to 9999. */
bool oz_event_time_parse(ounce_str text, int64_t *ms);

/* 2024-01-15T10:30:00.123Z. The time is one of 0..OZ_TIME_MAX. */
void oz_event_time_print(int64_t ms, char *out);

#endif
