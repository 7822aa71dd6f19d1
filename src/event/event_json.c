/* event_json.c — the projecting reader: fill the slots that rules ask for, skip the
 * rest.
 *
 * Only members on the way to a wanted one are descended into; everything else is
 * checked and passed over by the scanner. Which slots a member fills is json_fill.c's
 * to say, and most names need not even be checked: they stand where an event before had
 * the same (json_memo.h).
 */
#include "event/event_json.h"

#include "base/str.h"
#include "event/json_fill.h"
#include "event/json_scan.h"
#include "event/json_text.h"

#include <ounce/matcher.h>

struct reader {
    struct oz_json_scan scan;
    struct oz_fill fill;
    struct oz_arena *scratch;
};

static bool read_map(struct reader *reader, const struct oz_target *target);

/* Values are written member by member: a whole one put together in memory and copied
 * would have the copy wait for its pieces. */
static void put_raw(struct reader *reader, const struct oz_target *target,
                    uint32_t kind, uint32_t flags, ounce_str raw)
{
    struct oz_slot *slots = reader->fill.slots;

    for (uint32_t id = target->first; id != OZ_NONE; id = slots[id].next) {
        slots[id].value.kind = kind;
        slots[id].value.flags = flags;
        slots[id].value.size = raw.size;
        slots[id].value.integer = 0;
        slots[id].value.text = raw.data;
        slots[id].value.view = NULL;
    }
}

static bool read_text(struct reader *reader, const struct oz_target *target)
{
    ounce_str raw;
    bool escaped;

    if (!oz_json_string(&reader->scan, &raw, &escaped)) {
        return false;
    }
    put_raw(reader, target, OUNCE_TEXT, escaped ? OZ_VALUE_ESCAPED : 0, raw);
    return true;
}

static bool read_word(struct reader *reader, const struct oz_target *target,
                      ounce_str word, uint32_t kind, int64_t integer)
{
    struct oz_slot *slots = reader->fill.slots;

    for (uint32_t id = target->first; id != OZ_NONE; id = slots[id].next) {
        memset(&slots[id].value, 0, sizeof slots[id].value);
        slots[id].value.kind = kind;
        slots[id].value.integer = integer;
    }
    return oz_json_word(&reader->scan, word.data, word.size);
}

/* Has one of these slots wanted members below it? */
static bool any_below(const struct reader *reader, uint32_t first)
{
    for (uint32_t id = first; id != OZ_NONE; id = reader->fill.slots[id].next) {
        if (reader->fill.projection->nodes[id].children.count > 0) {
            return true;
        }
    }
    return false;
}

/* Containers stay raw: the bytes are checked here and decoded when a rule wants them.
 */
static bool read_container(struct reader *reader, const struct oz_target *target)
{
    const char *start = reader->scan.at;
    bool map = *start == '{';

    if (!(map && any_below(reader, target->first) ? read_map(reader, target)
                                                  : oz_json_skip(&reader->scan))) {
        return false;
    }
    put_raw(reader, target, map ? OUNCE_MAP : OUNCE_LIST, OZ_VALUE_RAW,
            (ounce_str){start, (size_t)(reader->scan.at - start)});
    return true;
}

static bool read_number(struct reader *reader, const struct oz_target *target)
{
    ounce_str raw;

    if (!oz_json_number(&reader->scan, &raw)) {
        return false;
    }
    put_raw(reader, target, OUNCE_INT, OZ_VALUE_NUMERAL, raw);
    return true;
}

/* Once, however many slots it lands in. */
static bool read_value(struct reader *reader, const struct oz_target *target)
{
    if (target->first == OZ_NONE) {
        return oz_json_skip(&reader->scan);
    }
    if (reader->scan.at == reader->scan.end) {
        return oz_json_fail(&reader->scan, OUNCE_REASON_BAD_JSON);
    }
    switch (*reader->scan.at) {
    case '"':
        return read_text(reader, target);
    case '{':
    case '[':
        return read_container(reader, target);
    case 't':
        return read_word(reader, target, OZ_LIT("true"), OUNCE_BOOL, 1);
    case 'f':
        return read_word(reader, target, OZ_LIT("false"), OUNCE_BOOL, 0);
    case 'n':
        return read_word(reader, target, OZ_LIT("null"), OUNCE_NULL, 0);
    default:
        if (*reader->scan.at == '-' ||
            (*reader->scan.at >= '0' && *reader->scan.at <= '9')) {
            return read_number(reader, target);
        }
        return oz_json_fail(&reader->scan, OUNCE_REASON_BAD_JSON);
    }
}

/* A member that was not expected; now it is. */
static bool read_other(struct reader *reader, const struct oz_target *map,
                       struct oz_memo_guess **expected)
{
    struct oz_memo_member *member = NULL;
    struct oz_target target;
    ounce_str key;
    bool escaped;

    if (!oz_json_key(&reader->scan, &key, &escaped)) {
        return false;
    }
    if (!escaped) {
        member = oz_fill_recall(&reader->fill, map, key);
    } else if (!oz_json_unescape(reader->scratch, &key)) {
        return oz_json_fail(&reader->scan, OUNCE_REASON_NOMEM);
    }
    if (member == NULL) {
        oz_fill_found(&reader->fill, map, key, &target);
    } else {
        (*expected)->other = (*expected)->last;
        (*expected)->last = (uint16_t)(member - reader->fill.memo->members);
        *expected = &member->next;
        oz_fill_known(&reader->fill, member, key, &target);
    }
    return read_value(reader, &target);
}

/* NULL: neither of those that are expected stands here. */
static struct oz_memo_member *expected_member(const struct reader *reader,
                                              const struct oz_target *map,
                                              const struct oz_memo_guess *expected)
{
    struct oz_memo_member *members = reader->fill.memo->members;
    const struct oz_json_scan *scan = &reader->scan;

    if (map->place == OZ_MEMO_NOWHERE) {
        return NULL;
    }
    if (oz_memo_stands(&members[expected->last], map->place, scan->at, scan->end)) {
        return &members[expected->last];
    }
    if (oz_memo_stands(&members[expected->other], map->place, scan->at, scan->end)) {
        return &members[expected->other];
    }
    return NULL;
}

static bool read_pair(struct reader *reader, const struct oz_target *map,
                      struct oz_memo_guess **expected)
{
    struct oz_json_scan *scan = &reader->scan;
    struct oz_memo_member *member = expected_member(reader, map, *expected);
    struct oz_target target;
    ounce_str key;

    if (member == NULL) {
        return read_other(reader, map, expected);
    }
    if (!oz_json_member(scan)) {
        return false;
    }
    key.data = scan->at + 1;
    key.size = member->size - 2U;
    scan->at += member->size;
    *expected = &member->next;
    if (!oz_json_colon(scan)) {
        return false;
    }
    oz_fill_known(&reader->fill, member, key, &target);
    return read_value(reader, &target);
}

/* Recursion is one level per name of a path, at most OZ_PATH_MAX_SEGMENTS. At '{'. */
static bool read_map(struct reader *reader, const struct oz_target *target)
{
    struct oz_json_scan *scan = &reader->scan;
    struct oz_memo_guess *expected = target->below;

    if (!oz_json_open(scan)) {
        return false;
    }
    if (scan->at < scan->end && *scan->at == '}') {
        scan->at++;
        scan->depth--;
        return true;
    }
    for (;;) {
        if (!read_pair(reader, target, &expected)) {
            return false;
        }
        oz_json_blank(scan);
        if (scan->at == scan->end || (*scan->at != ',' && *scan->at != '}')) {
            return oz_json_fail(scan, OUNCE_REASON_BAD_JSON);
        }
        if (*scan->at++ == '}') {
            scan->depth--;
            return true;
        }
        oz_json_blank(scan);
    }
}

static bool read_event(struct reader *reader)
{
    struct oz_json_scan *scan = &reader->scan;

    oz_json_blank(scan);
    if (scan->at == scan->end) {
        return oz_json_fail(scan, OUNCE_REASON_BAD_JSON);
    }
    if (*scan->at == '{') {
        struct oz_target root = oz_fill_root(&reader->fill);

        if (!read_container(reader, &root)) {
            return false;
        }
    } else if (!oz_json_skip(scan)) {
        return false;
    } else {
        scan->reason = OUNCE_REASON_NOT_OBJECT; /* unless what follows is worse */
    }
    oz_json_blank(scan);
    return scan->at == scan->end || oz_json_fail(scan, OUNCE_REASON_BAD_JSON);
}

uint32_t oz_json_read(const struct oz_projection *projection, struct oz_slot *slots,
                      struct oz_json_memo *memo, uint32_t stamp,
                      const struct oz_json_limits *limits, struct oz_arena *scratch,
                      ounce_str text, size_t *at)
{
    struct reader reader;

    *at = 0;
    if (text.size > limits->max_bytes) {
        return OUNCE_REASON_TOO_BIG;
    }
    oz_json_scan_init(&reader.scan, limits, text);
    reader.fill = (struct oz_fill){projection, slots, memo, stamp};
    reader.scratch = scratch;
    read_event(&reader);
    *at = reader.scan.reason == OUNCE_REASON_NOT_OBJECT
              ? 0
              : (size_t)(reader.scan.at - reader.scan.start);
    return reader.scan.reason;
}
