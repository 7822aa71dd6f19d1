/* json_tree.c — containers decoded on demand, and the accessor that reads them.
 *
 * Input is JSON that the scanner has checked, so nothing here can be malformed.
 * Children are gathered on a stack that is kept from event to event, then copied out as
 * one block; a map of some size also gets an order by name, so that looking up and
 * finding duplicates never costs more than n log n, whatever keys an attacker picks.
 */
#include "event/event_json.h"

#include "base/number.h"
#include "base/sort.h"
#include "base/str.h"
#include "event/json_scan.h"
#include "event/json_text.h"

#include <ounce/matcher.h>

#define SMALL_MAP 8 /* up to here a scan beats a search */

struct container {
    struct oz_json_member *items;
    uint32_t
        *by_name; /* places in items, ordered by name; NULL for lists, small maps */
    size_t count;
};

struct decoder {
    struct oz_walk *walk;
    struct oz_buf *stack; /* of struct oz_json_member */
    struct oz_json_scan scan;
};

static bool decode(struct decoder *decoder, ounce_value *out);

static bool nomem(struct oz_walk *walk)
{
    return oz_walk_fail(walk, OUNCE_REASON_NOMEM);
}

static int compare_names(const void *owner, uint32_t a, uint32_t b)
{
    const struct oz_json_member *items = owner;

    return oz_str_compare(items[a].name, items[b].name);
}

/* Duplicates: the first place, the last value. Marks the others by a NULL name. */
static size_t merge_duplicates(struct oz_json_member *items, const uint32_t *order,
                               size_t count)
{
    size_t removed = 0;

    for (size_t i = 0; i < count;) {
        size_t run = i + 1;

        while (run < count &&
               oz_str_equal(items[order[i]].name, items[order[run]].name)) {
            items[order[i]].value = items[order[run]].value;
            items[order[run]].name.data = NULL;
            run++;
            removed++;
        }
        i = run;
    }
    return removed;
}

static size_t compact(struct oz_json_member *items, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        if (items[i].name.data != NULL) {
            items[kept++] = items[i];
        }
    }
    return kept;
}

static size_t merge_small(struct oz_json_member *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t j = i + 1; j < count && items[i].name.data != NULL; j++) {
            if (items[j].name.data != NULL &&
                oz_str_equal(items[i].name, items[j].name)) {
                items[i].value = items[j].value;
                items[j].name.data = NULL;
            }
        }
    }
    return compact(items, count);
}

static bool index_map(struct oz_walk *walk, struct container *map)
{
    uint32_t *order = oz_arena_array(walk->scratch, map->count, 2 * sizeof *order);

    if (order == NULL) {
        return nomem(walk);
    }
    for (size_t i = 0; i < map->count; i++) {
        order[i] = (uint32_t)i;
    }
    oz_sort(order, order + map->count, map->count, compare_names, map->items);
    if (merge_duplicates(map->items, order, map->count) > 0) {
        map->count = compact(map->items, map->count);
        return index_map(walk, map); /* once: now all names differ */
    }
    map->by_name = order;
    return true;
}

static bool make_container(struct oz_walk *walk, uint32_t kind,
                           struct oz_json_member *items, size_t count, ounce_value *out)
{
    struct container *container = oz_arena_alloc(walk->scratch, sizeof *container);

    if (container == NULL) {
        return nomem(walk);
    }
    container->items = items;
    container->by_name = NULL;
    container->count = count;
    if (kind == OUNCE_MAP) {
        if (count <= SMALL_MAP) {
            container->count = merge_small(items, count);
        } else if (!index_map(walk, container)) {
            return false;
        }
    }
    memset(out, 0, sizeof *out);
    out->kind = kind;
    out->size = container->count;
    out->node = container;
    out->view = &oz_json_view;
    return true;
}

bool oz_json_list(struct oz_walk *walk, struct oz_json_member *items, size_t count,
                  ounce_value *out)
{
    return make_container(walk, OUNCE_LIST, items, count, out);
}

bool oz_json_map(struct oz_walk *walk, struct oz_json_member *items, size_t count,
                 ounce_value *out)
{
    return make_container(walk, OUNCE_MAP, items, count, out);
}

/* The scanner has checked the number: parsing it cannot fail. */
static void settle_number(ounce_value *value)
{
    struct oz_number number = {OZ_NUMBER_INT, 0, 0};
    const char *text = value->text;

    oz_number_parse(text, value->size, &number);
    switch (number.kind) {
    case OZ_NUMBER_INT:
        value->integer = number.integer;
        break;
    case OZ_NUMBER_REAL:
        value->kind = OUNCE_FLOAT;
        value->real = number.real;
        break;
    case OZ_NUMBER_BIG:
        value->kind = OUNCE_BIG;
        value->text = text;
        break;
    }
}

static bool settle_text(struct oz_walk *walk, ounce_value *value)
{
    ounce_str text = {value->text, value->size};

    if (!oz_json_unescape(walk->scratch, &text)) {
        return nomem(walk);
    }
    value->text = text.data;
    value->size = text.size;
    return true;
}

static bool decode_name(struct decoder *decoder, ounce_str *name)
{
    bool escaped = false;

    oz_json_key(&decoder->scan, name, &escaped);
    return !escaped || oz_json_unescape(decoder->walk->scratch, name) ||
           nomem(decoder->walk);
}

/* At the opening bracket. */
static bool decode_container(struct decoder *decoder, ounce_value *out)
{
    struct oz_json_scan *scan = &decoder->scan;
    bool map = *scan->at == '{';
    size_t base = decoder->stack->size;
    size_t count = 0;
    struct oz_json_member *items;

    oz_json_open(scan);
    while (*scan->at != '}' && *scan->at != ']') {
        struct oz_json_member item = {{NULL, 0}, {0}};

        if (!oz_walk_step(decoder->walk, 1) ||
            (map && !decode_name(decoder, &item.name)) ||
            !decode(decoder, &item.value)) {
            return false;
        }
        oz_buf_add(decoder->stack, (const char *)&item, sizeof item);
        if (decoder->stack->failed) {
            return nomem(decoder->walk);
        }
        count++;
        oz_json_blank(scan);
        if (*scan->at == ',') {
            scan->at++;
            oz_json_blank(scan);
        }
    }
    scan->at++;
    scan->depth--;
    items = oz_arena_array(decoder->walk->scratch, count, sizeof *items);
    if (items == NULL) {
        return nomem(decoder->walk);
    }
    if (count > 0) {
        memcpy(items, decoder->stack->data + base, count * sizeof *items);
    }
    decoder->stack->size = base;
    return make_container(decoder->walk, map ? OUNCE_MAP : OUNCE_LIST, items, count,
                          out);
}

static bool decode_scalar(struct decoder *decoder, ounce_value *out)
{
    struct oz_json_scan *scan = &decoder->scan;
    ounce_str raw = {NULL, 0};
    bool escaped = false;

    memset(out, 0, sizeof *out);
    switch (*scan->at) {
    case '"':
        oz_json_string(scan, &raw, &escaped);
        out->kind = OUNCE_TEXT;
        out->text = raw.data;
        out->size = raw.size;
        return !escaped || settle_text(decoder->walk, out);
    case 't':
        out->kind = OUNCE_BOOL;
        out->integer = 1;
        return oz_json_word(scan, "true", 4);
    case 'f':
        out->kind = OUNCE_BOOL;
        return oz_json_word(scan, "false", 5);
    case 'n':
        out->kind = OUNCE_NULL;
        return oz_json_word(scan, "null", 4);
    default:
        oz_json_number(scan, &raw);
        out->kind = OUNCE_INT;
        out->text = raw.data;
        out->size = raw.size;
        settle_number(out);
        return true;
    }
}

/* Recursion is bounded by limits.max_event_depth, checked when the event was read. */
static bool decode(struct decoder *decoder, ounce_value *out)
{
    return *decoder->scan.at == '{' || *decoder->scan.at == '['
               ? decode_container(decoder, out)
               : decode_scalar(decoder, out);
}

bool oz_json_settle(struct oz_walk *walk, struct oz_buf *stack, ounce_value *value)
{
    static const struct oz_json_limits none = {UINT64_MAX, OZ_JSON_MAX_DEPTH,
                                               UINT32_MAX};
    uint32_t flags = value->flags;
    struct decoder decoder;

    value->flags = 0;
    if ((flags & OZ_VALUE_NUMERAL) != 0) {
        settle_number(value);
        return true;
    }
    if ((flags & OZ_VALUE_ESCAPED) != 0) {
        return settle_text(walk, value);
    }
    if ((flags & OZ_VALUE_RAW) == 0) {
        return true;
    }
    decoder.walk = walk;
    decoder.stack = stack;
    oz_buf_clear(stack);
    oz_json_scan_init(&decoder.scan, &none, (ounce_str){value->text, value->size});
    return decode(&decoder, value);
}

static ounce_found tree_member(void *ctx, const void *node, const char *name,
                               size_t name_size, ounce_value *out)
{
    const struct container *map = node;
    ounce_str wanted = {name, name_size};
    size_t low = 0;
    size_t high = map->count;

    (void)ctx;
    if (map->by_name == NULL) {
        for (size_t i = 0; i < map->count; i++) {
            if (oz_str_equal(map->items[i].name, wanted)) {
                *out = map->items[i].value;
                return OUNCE_FOUND;
            }
        }
        return OUNCE_ABSENT;
    }
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        const struct oz_json_member *item = &map->items[map->by_name[mid]];
        int order = oz_str_compare(item->name, wanted);

        if (order == 0) {
            *out = item->value;
            return OUNCE_FOUND;
        }
        if (order < 0) {
            low = mid + 1;
        } else {
            high = mid;
        }
    }
    return OUNCE_ABSENT;
}

static ounce_found tree_element(void *ctx, const void *node, size_t index,
                                ounce_value *out)
{
    const struct container *list = node;

    (void)ctx;
    *out = list->items[index].value;
    return OUNCE_FOUND;
}

static ounce_found tree_next(void *ctx, const void *node, const void **cursor,
                             ounce_str *name, ounce_value *out)
{
    const struct container *map = node;
    const struct oz_json_member *item = *cursor == NULL ? map->items : *cursor;

    (void)ctx;
    if (item == map->items + map->count) {
        return OUNCE_ABSENT;
    }
    *name = item->name;
    *out = item->value;
    *cursor = item + 1;
    return OUNCE_FOUND;
}

static const ounce_accessor tree_accessor = {(uint32_t)sizeof(ounce_accessor),
                                             tree_member, tree_element, tree_next};

const ounce_view oz_json_view = {&tree_accessor, NULL};
