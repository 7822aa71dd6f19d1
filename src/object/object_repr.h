/* object_repr.h — text between quotes, as repr() writes it. */
#ifndef OZ_OBJECT_REPR_H
#define OZ_OBJECT_REPR_H

#include "object/object.h"

bool oz_repr_text(struct oz_work *work, ounce_str text);
bool oz_repr_bytes(struct oz_work *work, ounce_str bytes);

#endif
