/* kit_event.h — what the event tests share: read JSON into slots, print what landed
 * there. */
#ifndef KIT_EVENT_H
#define KIT_EVENT_H

#include "base/buf.h"
#include "event/event_json.h"
#include "event/json_memo.h"
#include "kit.h"

#define KIT_SLOTS 16

/* A reader of events with a projection of its own. */
struct kit_event {
    struct kit_memory memory;
    struct oz_arena arena;   /* the projection */
    struct oz_arena scratch; /* one event */
    struct oz_buf stack;     /* of the decoder */
    struct oz_buf text;      /* what kit_event_print returned */
    struct oz_walk walk;
    struct oz_json_limits limits;
    struct oz_projection projection;
    struct oz_slot *slots;
    struct oz_json_memo memo;
    uint32_t slot_of[KIT_SLOTS]; /* per name given to kit_event_init */
    uint32_t stamp;
    size_t at; /* of the last read */
};

/* `names` are paths of plain names, NULL-terminated: "a", "a/b"; "=a" is exact. */
void kit_event_init(struct kit_event *event, const char *const *names);
void kit_event_finish(struct kit_event *event);

/* A new event: returns the reason, 0 when it was read. */
uint32_t kit_event_read(struct kit_event *event, const char *text, size_t size);
uint32_t kit_event_read_text(struct kit_event *event, const char *text);

/* The decoded value of the n-th name; false when the walk gave up. */
bool kit_event_value(struct kit_event *event, uint32_t name, ounce_value *out);
/* The same as JSON text, "-" when it is missing; valid until the next call. */
const char *kit_event_print(struct kit_event *event, uint32_t name);
const char *kit_value_print(struct kit_event *event, const ounce_value *value);

/* Read any JSON text as a value of its own: the member "v" of an event. */
ounce_value kit_json(struct kit_event *event, const char *text);

/* Call `fn` for every file of a folder below tests/data. */
typedef void kit_file_fn(void *user, const char *name, const char *text, size_t size);
void kit_each_file(const char *folder, kit_file_fn *fn, void *user);

/* A path from the text of a KeyPath, in the event's arena. */
struct oz_path kit_path(struct kit_event *event, const char *text);

#endif
