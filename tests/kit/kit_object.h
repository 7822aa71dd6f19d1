/* kit_object.h — values of an evaluation, written as Python writes them. */
#ifndef KIT_OBJECT_H
#define KIT_OBJECT_H

#include "object/object.h"

/* A work area on the heap with a generous budget. */
struct oz_work *kit_work(void);
/* The same over an allocator that outlives it. */
struct oz_work *kit_work_over(const ounce_allocator *alloc);
void kit_work_free(struct oz_work *work);

/* Read a literal: None, numbers, 'text', b'bytes', [], (), {}, {k: v}, set(),
 * frozenset({…}), and W('JSON') for a value of the event. Fails the test otherwise. */
ounce_value kit_literal(struct oz_work *work, const char *text);

/* repr(value), or "!TypeError: message" for what was raised, which is then forgotten.
 * Valid until the next call. */
const char *kit_repr(struct oz_work *work, bool ok, const ounce_value *value);

#endif
