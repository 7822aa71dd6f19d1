/* event_json.c — the projecting reader: fill the slots that rules ask for, skip the
 * rest.
 *
 * Only members on the way to a wanted one are descended into; everything else is
 * checked and passed over by the scanner. Duplicate names: the last value wins, and
 * forgets what an earlier one had filled below it. Names that differ only in case: an
 * exact one wins, else the first in the document.
 *
 * A member fills several slots where rules spell its name in different cases, or one of
 * them means it exactly. Such slots are chained, and so are those below them: whatever
 * the number of slots, every byte is read once.
 */
#include "event/event_json.h"

#include "base/str.h"
#include "base/utf8.h"
#include "event/json_scan.h"
#include "event/json_text.h"

#include <ounce/matcher.h>

struct reader {
    struct oz_json_scan scan;
    const struct oz_projection *projection;
    struct oz_slot *slots;
    struct oz_arena *scratch;
    uint32_t stamp;
};

static bool read_map(struct reader *reader, uint32_t first);

static ounce_value raw_value(uint32_t kind, uint32_t flags, const char *text,
                             size_t size)
{
    ounce_value value = {0};

    value.kind = kind;
    value.flags = flags;
    value.text = text;
    value.size = size;
    return value;
}

static bool read_text(struct reader *reader, ounce_value *out)
{
    ounce_str raw;
    bool escaped;

    if (!oz_json_string(&reader->scan, &raw, &escaped)) {
        return false;
    }
    *out = raw_value(OUNCE_TEXT, escaped ? OZ_VALUE_ESCAPED : 0, raw.data, raw.size);
    return true;
}

static bool read_word(struct reader *reader, const char *word, size_t size,
                      uint32_t kind, int64_t integer, ounce_value *out)
{
    memset(out, 0, sizeof *out);
    out->kind = kind;
    out->integer = integer;
    return oz_json_word(&reader->scan, word, size);
}

/* Has one of these slots wanted members below it? */
static bool any_below(const struct reader *reader, uint32_t first)
{
    for (uint32_t id = first; id != OZ_NONE; id = reader->slots[id].next) {
        if (reader->projection->nodes[id].children.count > 0) {
            return true;
        }
    }
    return false;
}

/* Containers stay raw: the bytes are checked here and decoded when a rule wants them.
 */
static bool read_container(struct reader *reader, uint32_t first, ounce_value *out)
{
    const char *start = reader->scan.at;
    bool map = *start == '{';

    if (!(map && any_below(reader, first) ? read_map(reader, first)
                                          : oz_json_skip(&reader->scan))) {
        return false;
    }
    *out = raw_value(map ? OUNCE_MAP : OUNCE_LIST, OZ_VALUE_RAW, start,
                     (size_t)(reader->scan.at - start));
    return true;
}

static bool read_number(struct reader *reader, ounce_value *out)
{
    ounce_str raw;

    if (!oz_json_number(&reader->scan, &raw)) {
        return false;
    }
    *out = raw_value(OUNCE_INT, OZ_VALUE_NUMERAL, raw.data, raw.size);
    return true;
}

static bool read_value(struct reader *reader, uint32_t first, ounce_value *out)
{
    if (reader->scan.at == reader->scan.end) {
        return oz_json_fail(&reader->scan, OUNCE_REASON_BAD_JSON);
    }
    switch (*reader->scan.at) {
    case '"':
        return read_text(reader, out);
    case '{':
    case '[':
        return read_container(reader, first, out);
    case 't':
        return read_word(reader, "true", 4, OUNCE_BOOL, 1, out);
    case 'f':
        return read_word(reader, "false", 5, OUNCE_BOOL, 0, out);
    case 'n':
        return read_word(reader, "null", 4, OUNCE_NULL, 0, out);
    default:
        if (*reader->scan.at == '-' ||
            (*reader->scan.at >= '0' && *reader->scan.at <= '9')) {
            return read_number(reader, out);
        }
        return oz_json_fail(&reader->scan, OUNCE_REASON_BAD_JSON);
    }
}

/* Duplicate names replace what an earlier one had filled below it, and would be a way
 * to waste time if that meant clearing it: a million duplicates above a thousand slots.
 * So nothing is cleared; a slot remembers which filling of its parent it belongs to. */
static bool belongs(const struct oz_projection *projection, const struct oz_slot *slots,
                    uint32_t id)
{
    uint32_t parent = projection->nodes[id].parent;

    return parent == OZ_NONE || slots[id].parent_fills == slots[parent].fills;
}

bool oz_json_filled(const struct oz_projection *projection, const struct oz_slot *slots,
                    uint32_t stamp, uint32_t id)
{
    for (; id != OZ_NONE; id = projection->nodes[id].parent) {
        if (slots[id].stamp != stamp || !belongs(projection, slots, id)) {
            return false;
        }
    }
    return true;
}

/* Does a member with this name take the slot, given what the slot has already? */
static bool takes_slot(const struct reader *reader, uint32_t id, ounce_str key,
                       bool exact)
{
    const struct oz_slot *slot = &reader->slots[id];

    if (exact || slot->stamp != reader->stamp ||
        !belongs(reader->projection, reader->slots, id)) {
        return true;
    }
    return !slot->exact && oz_str_equal(slot->key, key);
}

static void take_slot(struct reader *reader, uint32_t id, ounce_str key, bool exact,
                      uint32_t next)
{
    uint32_t parent = reader->projection->nodes[id].parent;
    struct oz_slot *slot = &reader->slots[id];

    slot->stamp = reader->stamp;
    slot->fills++;
    slot->parent_fills = reader->slots[parent].fills;
    slot->key = key;
    slot->exact = exact;
    slot->next = next;
}

/* Put the slots below this one that a member with this name fills before the others. */
static uint32_t take_children(struct reader *reader, uint32_t id, ounce_str key,
                              uint64_t hash, uint32_t others)
{
    const struct oz_projection *projection = reader->projection;
    uint32_t cursor = 0;

    for (;;) {
        uint32_t child = oz_projection_match(projection, id, key, hash, &cursor);
        bool exact;

        if (child == OZ_NONE) {
            return others;
        }
        exact = oz_str_equal(projection->nodes[child].name, key);
        if ((exact || !projection->nodes[child].exact) &&
            takes_slot(reader, child, key, exact)) {
            take_slot(reader, child, key, exact, others);
            others = child;
        }
    }
}

static bool is_ascii(ounce_str key)
{
    for (size_t i = 0; i < key.size; i++) {
        if ((unsigned char)key.data[i] >= 0x80) {
            return false;
        }
    }
    return true;
}

/* Can a slot right below these have this name? Beyond ASCII the lower-case form may
 * have another size. */
static bool may_match(const struct reader *reader, uint32_t first, ounce_str key)
{
    for (uint32_t id = first; id != OZ_NONE; id = reader->slots[id].next) {
        if (oz_projection_may_match(&reader->projection->nodes[id], key.size)) {
            return true;
        }
    }
    return !is_ascii(key);
}

/* The slots that a member with this name fills, chained by `next`. */
static uint32_t take_slots(struct reader *reader, uint32_t first, ounce_str key)
{
    uint32_t taken = OZ_NONE;

    if (may_match(reader, first, key)) {
        uint64_t hash = oz_fold_hash(key.data, key.size);

        for (uint32_t id = first; id != OZ_NONE; id = reader->slots[id].next) {
            taken = take_children(reader, id, key, hash, taken);
        }
    }
    return taken;
}

/* The value is read once, however many slots it lands in. */
static bool read_member(struct reader *reader, uint32_t first)
{
    ounce_value value;

    if (first == OZ_NONE) {
        return oz_json_skip(&reader->scan);
    }
    if (!read_value(reader, first, &value)) {
        return false;
    }
    for (uint32_t id = first; id != OZ_NONE; id = reader->slots[id].next) {
        reader->slots[id].value = value;
    }
    return true;
}

static bool read_pair(struct reader *reader, uint32_t first)
{
    ounce_str key;
    bool escaped;

    if (!oz_json_key(&reader->scan, &key, &escaped)) {
        return false;
    }
    if (escaped && !oz_json_unescape(reader->scratch, &key)) {
        return oz_json_fail(&reader->scan, OUNCE_REASON_NOMEM);
    }
    return read_member(reader, take_slots(reader, first, key));
}

/* Recursion is one level per name of a path, at most OZ_PATH_MAX_SEGMENTS. At '{'. */
static bool read_map(struct reader *reader, uint32_t first)
{
    struct oz_json_scan *scan = &reader->scan;

    if (!oz_json_open(scan)) {
        return false;
    }
    if (scan->at < scan->end && *scan->at == '}') {
        scan->at++;
        scan->depth--;
        return true;
    }
    for (;;) {
        if (!read_pair(reader, first)) {
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

/* Slot 0 is the event itself. */
static bool read_root(struct reader *reader)
{
    const char *first = reader->scan.at;

    reader->slots[0].stamp = reader->stamp;
    reader->slots[0].fills++;
    reader->slots[0].next = OZ_NONE;
    if (!read_map(reader, 0)) {
        return false;
    }
    reader->slots[0].value =
        raw_value(OUNCE_MAP, OZ_VALUE_RAW, first, (size_t)(reader->scan.at - first));
    return true;
}

static bool read_event(struct reader *reader)
{
    struct oz_json_scan *scan = &reader->scan;

    oz_json_blank(scan);
    if (scan->at == scan->end) {
        return oz_json_fail(scan, OUNCE_REASON_BAD_JSON);
    }
    if (*scan->at == '{') {
        if (!read_root(reader)) {
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
                      uint32_t stamp, const struct oz_json_limits *limits,
                      struct oz_arena *scratch, ounce_str text, size_t *at)
{
    struct reader reader;

    *at = 0;
    if (text.size > limits->max_bytes) {
        return OUNCE_REASON_TOO_BIG;
    }
    oz_json_scan_init(&reader.scan, limits, text);
    reader.projection = projection;
    reader.slots = slots;
    reader.scratch = scratch;
    reader.stamp = stamp;
    read_event(&reader);
    *at = reader.scan.reason == OUNCE_REASON_NOT_OBJECT
              ? 0
              : (size_t)(reader.scan.at - reader.scan.start);
    return reader.scan.reason;
}
