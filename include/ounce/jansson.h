/* ounce/jansson.h — events that are jansson objects. Opt-in: it names json_t. */
#ifndef OUNCE_JANSSON_H
#define OUNCE_JANSSON_H

#include <jansson.h>
#include <ounce/event.h>

OUNCE_BEGIN_DECLS

/**
 * Describe an event that is a jansson object.
 *
 * @param event   Out, the caller's.
 * @param object  Borrowed for as long as @p event is used, and not changed meanwhile;
 * no reference is taken. Anything but an object ends as OUNCE_ERR_EVENT.
 *
 * Cost:    O(1); members are looked up only when a rule asks for them.
 * Thread:  pure here; in the matcher @p object is read by the thread that runs it.
 * Since:   0.1
 */
OUNCE_API void ounce_event_init_jansson(ounce_event *event, const json_t *object);

OUNCE_END_DECLS
#endif
