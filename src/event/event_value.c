/* event_value.c — what values mean: equality, order, JSON text.
 *
 * Numbers compare by exact value whatever they are written as; true is not 1; text is
 * not a number; containers are equal when their parts are, members in any order.
 */
#include "event/event.h"

#include "base/number.h"
#include "base/str.h"
#include "base/table.h"

#include <ounce/matcher.h>

static bool is_number(const ounce_value *value)
{
    return value->kind == OUNCE_INT || value->kind == OUNCE_BIG ||
           value->kind == OUNCE_FLOAT;
}

static int compare_real(double a, double b)
{
    return a < b ? -1 : a > b ? 1 : 0;
}

/* Kinds are ordered INT < BIG < FLOAT here, so only half of the pairs are spelt out. */
static int compare_numbers(const ounce_value *a, const ounce_value *b)
{
    if (a->kind > b->kind) {
        return -compare_numbers(b, a);
    }
    if (a->kind == OUNCE_INT) {
        if (b->kind == OUNCE_INT) {
            return a->integer < b->integer ? -1 : a->integer > b->integer ? 1 : 0;
        }
        if (b->kind == OUNCE_FLOAT) {
            return oz_number_compare_int_real(a->integer, b->real);
        }
        return b->text[0] == '-' ? 1 : -1; /* a BIG is beyond every INT */
    }
    if (a->kind == OUNCE_BIG) {
        return b->kind == OUNCE_BIG
                   ? oz_number_compare_big(a->text, a->size, b->text, b->size)
                   : oz_number_compare_big_real(a->text, a->size, b->real);
    }
    return compare_real(a->real, b->real);
}

int oz_value_compare(const ounce_value *a, const ounce_value *b, bool *ordered)
{
    *ordered = true;
    if (is_number(a) && is_number(b)) {
        return compare_numbers(a, b);
    }
    if (a->kind == OUNCE_TEXT && b->kind == OUNCE_TEXT) {
        return oz_str_compare((ounce_str){a->text, a->size},
                              (ounce_str){b->text, b->size});
    }
    *ordered = false;
    return 0;
}

bool oz_scalar_equal(const ounce_value *a, const ounce_value *b)
{
    if (is_number(a) && is_number(b)) {
        return compare_numbers(a, b) == 0;
    }
    if (a->kind != b->kind) {
        return false;
    }
    switch ((enum ounce_kind)a->kind) {
    case OUNCE_BOOL:
        return a->integer == b->integer;
    case OUNCE_TEXT:
        return a->size == b->size &&
               (a->size == 0 || memcmp(a->text, b->text, a->size) == 0);
    case OUNCE_MISSING:
    case OUNCE_NULL:
        return true;
    case OUNCE_INT:
    case OUNCE_BIG:
    case OUNCE_FLOAT:
    case OUNCE_LIST:
    case OUNCE_MAP:
        break;
    }
    return false;
}

/* 2^63, the first double that no int64 equals. */
#define REAL_LIMIT 9223372036854775808.0

bool oz_scalar_hash(const ounce_value *value, uint64_t *hash)
{
    switch ((enum ounce_kind)value->kind) {
    case OUNCE_NULL:
        *hash = oz_hash_mix(OUNCE_NULL, 0);
        return true;
    case OUNCE_BOOL:
    case OUNCE_INT:
        *hash = oz_hash_mix(value->kind, (uint64_t)value->integer);
        return true;
    case OUNCE_FLOAT:
        if (!(value->real >= -REAL_LIMIT && value->real < REAL_LIMIT)) {
            return false;
        }
        if (value->real == (double)(int64_t)value->real) {
            *hash = oz_hash_mix(OUNCE_INT, (uint64_t)(int64_t)value->real);
        } else {
            *hash = oz_hash(&value->real, sizeof value->real);
        }
        return true;
    case OUNCE_TEXT:
        *hash = oz_hash(value->text, value->size);
        return true;
    case OUNCE_MISSING:
    case OUNCE_BIG:
    case OUNCE_LIST:
    case OUNCE_MAP:
        break;
    }
    return false;
}

static bool equal_at(struct oz_walk *walk, const ounce_value *a, const ounce_value *b,
                     uint32_t depth);

static bool equal_lists(struct oz_walk *walk, const ounce_value *a,
                        const ounce_value *b, uint32_t depth)
{
    for (size_t i = 0; i < a->size; i++) {
        ounce_value x, y;

        if (!oz_value_element(walk, a, i, &x) || !oz_value_element(walk, b, i, &y) ||
            !equal_at(walk, &x, &y, depth)) {
            return false;
        }
    }
    return true;
}

/* Names exact: the case-insensitive lookup is for rules, not for equality. */
static bool equal_maps(struct oz_walk *walk, const ounce_value *a, const ounce_value *b,
                       uint32_t depth)
{
    const void *cursor = NULL;

    for (;;) {
        ounce_str name;
        ounce_value x, y;
        bool more, found;

        if (!oz_value_next(walk, a, &cursor, &name, &x, &more)) {
            return false;
        }
        if (!more) {
            return true;
        }
        if (!oz_value_exact(walk, b, name, &y, &found) || !found ||
            !equal_at(walk, &x, &y, depth)) {
            return false;
        }
    }
}

/* Recursion is bounded by limits.max_event_depth. */
static bool equal_at(struct oz_walk *walk, const ounce_value *a, const ounce_value *b,
                     uint32_t depth)
{
    bool container = a->kind == OUNCE_LIST || a->kind == OUNCE_MAP;

    if (!container) {
        return oz_scalar_equal(a, b);
    }
    if (a->kind != b->kind || a->size != b->size) {
        return false;
    }
    if (depth >= walk->max_depth) {
        return oz_walk_fail(walk, OUNCE_REASON_TOO_DEEP);
    }
    return a->kind == OUNCE_LIST ? equal_lists(walk, a, b, depth + 1)
                                 : equal_maps(walk, a, b, depth + 1);
}

bool oz_value_equal(struct oz_walk *walk, const ounce_value *a, const ounce_value *b)
{
    return equal_at(walk, a, b, 0);
}

static bool json_at(struct oz_walk *walk, const ounce_value *value, struct oz_buf *buf,
                    uint32_t depth);

static bool json_list(struct oz_walk *walk, const ounce_value *list, struct oz_buf *buf,
                      uint32_t depth)
{
    oz_buf_char(buf, '[');
    for (size_t i = 0; i < list->size; i++) {
        ounce_value element;

        if (i > 0) {
            oz_buf_char(buf, ',');
        }
        if (!oz_value_element(walk, list, i, &element) ||
            !json_at(walk, &element, buf, depth)) {
            return false;
        }
    }
    oz_buf_char(buf, ']');
    return true;
}

static bool json_map(struct oz_walk *walk, const ounce_value *map, struct oz_buf *buf,
                     uint32_t depth)
{
    const void *cursor = NULL;

    oz_buf_char(buf, '{');
    for (bool first = true;; first = false) {
        ounce_str name;
        ounce_value member;
        bool more;

        if (!oz_value_next(walk, map, &cursor, &name, &member, &more)) {
            return false;
        }
        if (!more) {
            break;
        }
        if (!first) {
            oz_buf_char(buf, ',');
        }
        oz_buf_json(buf, name.data, name.size);
        oz_buf_char(buf, ':');
        if (!json_at(walk, &member, buf, depth)) {
            return false;
        }
    }
    oz_buf_char(buf, '}');
    return true;
}

/* Recursion is bounded by limits.max_event_depth. */
static bool json_at(struct oz_walk *walk, const ounce_value *value, struct oz_buf *buf,
                    uint32_t depth)
{
    char real[OZ_REAL_TEXT];

    switch ((enum ounce_kind)value->kind) {
    case OUNCE_BOOL:
        oz_buf_text(buf, value->integer != 0 ? "true" : "false");
        return true;
    case OUNCE_INT:
        oz_buf_int(buf, value->integer);
        return true;
    case OUNCE_BIG:
        oz_buf_add(buf, value->text, value->size);
        return true;
    case OUNCE_FLOAT:
        oz_buf_add(buf, real, oz_real_print(value->real, true, real));
        return true;
    case OUNCE_TEXT:
        oz_buf_json(buf, value->text, value->size);
        return true;
    case OUNCE_LIST:
    case OUNCE_MAP:
        if (depth >= walk->max_depth) {
            return oz_walk_fail(walk, OUNCE_REASON_TOO_DEEP);
        }
        return value->kind == OUNCE_LIST ? json_list(walk, value, buf, depth + 1)
                                         : json_map(walk, value, buf, depth + 1);
    case OUNCE_MISSING:
    case OUNCE_NULL:
        break;
    }
    oz_buf_text(buf, "null");
    return true;
}

bool oz_value_json(struct oz_walk *walk, const ounce_value *value, struct oz_buf *buf)
{
    return json_at(walk, value, buf, 0);
}
