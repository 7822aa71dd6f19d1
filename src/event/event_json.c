/* event_json.c — the projecting reader: fill the slots that rules ask for, skip the
 * rest.
 *
 * Only members on the way to a wanted one are descended into; everything else is
 * checked and passed over by the scanner. Duplicate names: the last value wins, and
 * forgets what an earlier one had filled below it. Names that differ only in case: an
 * exact one wins, else the first in the document.
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

static bool read_map(struct reader *reader, uint32_t node);

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

/* Containers stay raw: the bytes are checked here and decoded when a rule wants them.
 */
static bool read_container(struct reader *reader, uint32_t node, ounce_value *out)
{
    const char *first = reader->scan.at;
    bool map = *first == '{';
    bool below = map && reader->projection->nodes[node].children.count > 0;

    if (!(below ? read_map(reader, node) : oz_json_skip(&reader->scan))) {
        return false;
    }
    *out = raw_value(map ? OUNCE_MAP : OUNCE_LIST, OZ_VALUE_RAW, first,
                     (size_t)(reader->scan.at - first));
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

static bool read_value(struct reader *reader, uint32_t node, ounce_value *out)
{
    if (reader->scan.at == reader->scan.end) {
        return oz_json_fail(&reader->scan, OUNCE_REASON_BAD_JSON);
    }
    switch (*reader->scan.at) {
    case '"':
        return read_text(reader, out);
    case '{':
    case '[':
        return read_container(reader, node, out);
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

static bool fill_slot(struct reader *reader, uint32_t node, ounce_str key, bool exact)
{
    uint32_t parent = reader->projection->nodes[node].parent;
    struct oz_slot *slot = &reader->slots[node];

    slot->stamp = reader->stamp;
    slot->fills++;
    slot->parent_fills = reader->slots[parent].fills;
    slot->key = key;
    slot->exact = exact;
    return read_value(reader, node, &slot->value);
}

/* Read a member's value into every slot that asks for this name: more than one only
 * where rules spell the same name in different cases, or one of them means it exactly.
 */
static bool read_member(struct reader *reader, uint32_t node, ounce_str key)
{
    const char *value = reader->scan.at;
    uint32_t depth = reader->scan.depth;
    uint32_t members = reader->scan.members;
    uint64_t hash = oz_fold_hash(key.data, key.size);
    uint32_t cursor = 0;
    bool consumed = false;

    for (;;) {
        uint32_t child =
            oz_projection_match(reader->projection, node, key, hash, &cursor);
        bool exact;

        if (child == OZ_NONE) {
            return consumed || oz_json_skip(&reader->scan);
        }
        exact = oz_str_equal(reader->projection->nodes[child].name, key);
        if ((reader->projection->nodes[child].exact && !exact) ||
            !takes_slot(reader, child, key, exact)) {
            continue;
        }
        reader->scan.at = value;
        reader->scan.depth = depth;
        reader->scan.members = members;
        if (!fill_slot(reader, child, key, exact)) {
            return false;
        }
        consumed = true;
    }
}

static bool may_match(const struct reader *reader, uint32_t node, ounce_str key)
{
    if (oz_projection_may_match(&reader->projection->nodes[node], key.size)) {
        return true;
    }
    for (size_t i = 0; i < key.size; i++) {
        if ((unsigned char)key.data[i] >= 0x80) {
            return true; /* its lower-case form may have another size */
        }
    }
    return false;
}

static bool read_pair(struct reader *reader, uint32_t node)
{
    ounce_str key;
    bool escaped;

    if (!oz_json_key(&reader->scan, &key, &escaped)) {
        return false;
    }
    if (escaped && !oz_json_unescape(reader->scratch, &key)) {
        return oz_json_fail(&reader->scan, OUNCE_REASON_NOMEM);
    }
    return may_match(reader, node, key) ? read_member(reader, node, key)
                                        : oz_json_skip(&reader->scan);
}

/* Recursion is one level per name of a path, at most OZ_PATH_MAX_SEGMENTS. At '{'. */
static bool read_map(struct reader *reader, uint32_t node)
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
        if (!read_pair(reader, node)) {
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
