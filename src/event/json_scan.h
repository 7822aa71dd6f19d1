/* json_scan.h — the scanner: one checked pass over JSON text, no values made.
 *
 * Strict RFC 8259 in strict UTF-8. Every function leaves `at` behind what it read;
 * false means `reason` says why and `at` is on the offending byte.
 */
#ifndef OZ_JSON_SCAN_H
#define OZ_JSON_SCAN_H

#include "event/event_json.h"

#include <ounce/matcher.h>

struct oz_json_scan {
    const char *start, *at, *end;
    uint32_t reason; /* ounce_reason */
    uint32_t depth;  /* containers that are open */
    uint32_t max_depth;
    uint32_t members; /* seen so far */
    uint32_t max_members;
};

void oz_json_scan_init(struct oz_json_scan *scan, const struct oz_json_limits *limits,
                       ounce_str text);

bool oz_json_fail(struct oz_json_scan *scan, uint32_t reason);
void oz_json_blanks(struct oz_json_scan *scan);

/* Pass over white space; mostly there is none. */
static inline void oz_json_blank(struct oz_json_scan *scan)
{
    if (scan->at < scan->end && (unsigned char)*scan->at <= ' ') {
        oz_json_blanks(scan);
    }
}

/* At `"`: the bytes between the quotes, and whether there are escapes among them. */
bool oz_json_string(struct oz_json_scan *scan, ounce_str *raw, bool *escaped);
/* At '-' or a digit. */
bool oz_json_number(struct oz_json_scan *scan, ounce_str *raw);
/* At a letter: exactly this word. */
bool oz_json_word(struct oz_json_scan *scan, const char *word, size_t size);
/* At the first byte of any value: pass over all of it. */
bool oz_json_skip(struct oz_json_scan *scan);
/* Open a container: counts a level. At '{' or '['. */
bool oz_json_open(struct oz_json_scan *scan);
/* In a map: a member begins; counts it. */
static inline bool oz_json_member(struct oz_json_scan *scan)
{
    return scan->members++ < scan->max_members ||
           oz_json_fail(scan, OUNCE_REASON_TOO_WIDE);
}

/* Behind a key: the colon, up to the value. */
static inline bool oz_json_colon(struct oz_json_scan *scan)
{
    oz_json_blank(scan);
    if (scan->at == scan->end || *scan->at != ':') {
        return oz_json_fail(scan, OUNCE_REASON_BAD_JSON);
    }
    scan->at++;
    oz_json_blank(scan);
    return true;
}

/* At `"` in a map: a key and the colon behind it; counts a member. */
bool oz_json_key(struct oz_json_scan *scan, ounce_str *raw, bool *escaped);

#endif
