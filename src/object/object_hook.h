/* object_hook.h — what the families of native.h say about kinds of their own.
 *
 * A date or an address is printed, compared and iterated by a row that has Python's own
 * name for it: "datetime.date.__str__", "ipaddress.IPv4Address.__lt__". Known names:
 *
 *   __str__ __repr__ (self)         => text; a missing __str__ is __repr__
 *   __format__ (self, spec)         => text
 *   __eq__ __lt__ (self, other)     => bool; other is of the same kind
 *   __hash__ __len__ __int__ (self) => int
 *   __bool__ (self)                 => bool
 *   __iter__ (self)                 => anything that can be iterated
 *   __contains__ (self, item)       => bool
 *   __getitem__ (self, index)       => anything
 *   __getattr__ (self, name)        => raises what the class does for a name it lacks
 */
#ifndef OZ_OBJECT_HOOK_H
#define OZ_OBJECT_HOOK_H

#include "object/object.h"

/* Call it with self and, unless NULL, one more argument. *has: whether there is one. */
bool oz_hook(struct oz_work *work, const char *name, const ounce_value *self,
             const ounce_value *other, ounce_value *out, bool *has);

#endif
