/* event.c — the view contract and path lookup.
 *
 * Nothing here knows where an event came from. What an accessor hands out is completed
 * (the view of a container) and distrusted: a broken one ends the event, not the host.
 */
#include "event/event.h"

#include "base/number.h"
#include "base/str.h"
#include "base/utf8.h"
#include "event/event_json.h"

#include <ounce/matcher.h>

void ounce_event_init_json(ounce_event *event, const char *text, size_t size)
{
    memset(event, 0, sizeof *event);
    event->size = (uint32_t)sizeof *event;
    event->json.data = text != NULL ? text : "";
    event->json.size = text != NULL ? size : 0;
}

void ounce_event_init_host(ounce_event *event, const ounce_accessor *accessor,
                           void *ctx, const void *root)
{
    memset(event, 0, sizeof *event);
    event->size = (uint32_t)sizeof *event;
    event->view.accessor = accessor;
    event->view.ctx = ctx;
    event->root = root;
}

bool oz_walk_fail(struct oz_walk *walk, uint32_t reason)
{
    if (walk->reason == OUNCE_REASON_NONE) {
        walk->reason = reason;
    }
    return false;
}

bool oz_walk_spent(struct oz_walk *walk)
{
    walk->steps = 0;
    return oz_walk_fail(walk, OUNCE_REASON_BUDGET);
}

static bool missing(ounce_value *out)
{
    memset(out, 0, sizeof *out);
    return true;
}

static bool check_text(struct oz_walk *walk, const char *text, size_t size)
{
    if (text == NULL && size > 0) {
        return oz_walk_fail(walk, OUNCE_REASON_HOST);
    }
    return oz_utf8_valid(text, size) == size ||
           oz_walk_fail(walk, OUNCE_REASON_BAD_UTF8);
}

static bool check_big(struct oz_walk *walk, const ounce_value *value)
{
    struct oz_number number;

    return (value->text != NULL && oz_number_parse(value->text, value->size, &number) &&
            number.kind == OZ_NUMBER_BIG) ||
           oz_walk_fail(walk, OUNCE_REASON_HOST);
}

/* Complete what an accessor wrote. It is checked here, once, since everything behind
 * this point trusts it; the reader of raw JSON has checked its own. */
static bool complete(struct oz_walk *walk, const ounce_view *view, ounce_value *value)
{
    if (view == &oz_json_view) {
        return true;
    }
    switch ((enum ounce_kind)value->kind) {
    case OUNCE_LIST:
    case OUNCE_MAP:
        value->view = view;
        return true;
    case OUNCE_TEXT:
        return check_text(walk, value->text, value->size);
    case OUNCE_BIG:
        return check_big(walk, value);
    case OUNCE_FLOAT:
        return oz_real_is_finite(value->real) || oz_walk_fail(walk, OUNCE_REASON_HOST);
    case OUNCE_BOOL:
        value->integer = value->integer != 0;
        return true;
    case OUNCE_MISSING:
    case OUNCE_NULL:
    case OUNCE_INT:
        return true;
    }
    return oz_walk_fail(walk, OUNCE_REASON_HOST);
}

static bool settle(struct oz_walk *walk, const ounce_view *view, ounce_found found,
                   ounce_value *read, ounce_value *out)
{
    if (found == OUNCE_BROKEN) {
        return oz_walk_fail(walk, OUNCE_REASON_HOST);
    }
    if (found == OUNCE_ABSENT) {
        return missing(out);
    }
    read->flags = 0;
    if (!complete(walk, view, read)) {
        return false;
    }
    *out = *read;
    return true;
}

bool oz_value_next(struct oz_walk *walk, const ounce_value *map, const void **cursor,
                   ounce_str *name, ounce_value *out, bool *more)
{
    const ounce_view *view = map->view;
    ounce_value read = {0};
    ounce_found found;

    if (!oz_walk_step(walk, 1)) {
        return false;
    }
    found = view->accessor->next(view->ctx, map->node, cursor, name, &read);
    *more = found == OUNCE_FOUND;
    if (*more && view != &oz_json_view && !check_text(walk, name->data, name->size)) {
        return false;
    }
    return settle(walk, view, found, &read, out);
}

/* The first member, in document order, whose name differs only in case. */
static bool member_folded(struct oz_walk *walk, const ounce_value *map, ounce_str name,
                          ounce_value *out)
{
    const void *cursor = NULL;

    for (;;) {
        ounce_str other = {NULL, 0};
        ounce_value value;
        bool more;

        if (!oz_value_next(walk, map, &cursor, &other, &value, &more)) {
            return false;
        }
        if (!more) {
            return missing(out);
        }
        if (oz_fold_equal(other.data, other.size, name.data, name.size)) {
            *out = value;
            return true;
        }
    }
}

bool oz_value_exact(struct oz_walk *walk, const ounce_value *map, ounce_str name,
                    ounce_value *out, bool *found)
{
    const ounce_view *view = map->view;
    ounce_value read = {0};
    ounce_found answer;

    if (!oz_walk_step(walk, 1)) {
        return false;
    }
    answer = view->accessor->member(view->ctx, map->node, name.data, name.size, &read);
    *found = answer != OUNCE_ABSENT;
    return settle(walk, view, answer, &read, out);
}

bool oz_value_member(struct oz_walk *walk, const ounce_value *map, ounce_str name,
                     ounce_value *out)
{
    ounce_value from = *map;
    bool found;

    if (from.kind != OUNCE_MAP) {
        return missing(out);
    }
    return oz_value_exact(walk, &from, name, out, &found) &&
           (found || member_folded(walk, &from, name, out));
}

bool oz_value_spelled(struct oz_walk *walk, const ounce_value *map, ounce_str name,
                      ounce_value *out)
{
    ounce_value from = *map;
    bool found;

    return from.kind == OUNCE_MAP ? oz_value_exact(walk, &from, name, out, &found)
                                  : missing(out);
}

bool oz_value_element(struct oz_walk *walk, const ounce_value *list, size_t index,
                      ounce_value *out)
{
    const ounce_view *view = list->view;
    ounce_value read = {0};

    if (list->kind != OUNCE_LIST || index >= list->size) {
        return missing(out);
    }
    if (!oz_walk_step(walk, 1)) {
        return false;
    }
    return settle(walk, view,
                  view->accessor->element(view->ctx, list->node, index, &read), &read,
                  out);
}

/* What `[*]` gathers: items in the scratch arena, in document order. */
struct gathered {
    struct oz_json_member *items;
    uint32_t count;
    uint32_t capacity;
};

static bool gather(struct oz_walk *walk, struct gathered *list,
                   const ounce_value *value)
{
    void *items = list->items;

    if (!oz_arena_grow(walk->scratch, &items, list->count, &list->capacity,
                       sizeof *list->items)) {
        return oz_walk_fail(walk, OUNCE_REASON_NOMEM);
    }
    list->items = items;
    list->items[list->count].name = (ounce_str){NULL, 0};
    list->items[list->count++].value = *value;
    return true;
}

static bool step_into(struct oz_walk *walk, const struct oz_path *path, uint32_t at,
                      ounce_value *value)
{
    const struct oz_segment *segment = &path->segments[at];

    if (segment->kind == OZ_SEGMENT_INDEX) {
        return oz_value_element(walk, value, segment->index, value);
    }
    return path->exact ? oz_value_spelled(walk, value, segment->name, value)
                       : oz_value_member(walk, value, segment->name, value);
}

/* Recursion is one level per `[*]`, at most OZ_PATH_MAX_SEGMENTS. */
static bool gather_path(struct oz_walk *walk, ounce_value value,
                        const struct oz_path *path, uint32_t at, struct gathered *list)
{
    for (; at < path->count; at++) {
        if (path->segments[at].kind != OZ_SEGMENT_EACH) {
            if (!step_into(walk, path, at, &value)) {
                return false;
            }
            continue;
        }
        if (value.kind != OUNCE_LIST) {
            return true;
        }
        for (size_t i = 0; i < value.size; i++) {
            ounce_value element;

            if (!oz_value_element(walk, &value, i, &element) ||
                !gather_path(walk, element, path, at + 1, list)) {
                return false;
            }
        }
        return true;
    }
    return value.kind == OUNCE_MISSING || gather(walk, list, &value);
}

static uint32_t first_wildcard(const struct oz_path *path, uint32_t from)
{
    while (from < path->count && path->segments[from].kind != OZ_SEGMENT_EACH) {
        from++;
    }
    return from;
}

bool oz_value_walk(struct oz_walk *walk, const ounce_value *value,
                   const struct oz_path *path, uint32_t from, ounce_value *out)
{
    uint32_t wildcard = first_wildcard(path, from);
    struct gathered list = {NULL, 0, 0};

    *out = *value;
    for (uint32_t i = from; i < wildcard; i++) {
        if (!step_into(walk, path, i, out)) {
            return false;
        }
    }
    if (wildcard == path->count) {
        return true;
    }
    if (!gather_path(walk, *out, path, wildcard, &list)) {
        return false;
    }
    if (list.count == 0) {
        return missing(out);
    }
    return oz_json_list(walk, list.items, list.count, out);
}
