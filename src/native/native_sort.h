/* native_sort.h — the sort behind sorted() and list.sort(). */
#ifndef OZ_NATIVE_SORT_H
#define OZ_NATIVE_SORT_H

#include "object/object.h"

/* Sort an OZ_ARRAY in place, stably. `key` is a callable, or none or missing; only < is
 * asked of the keys. */
bool oz_native_sort(struct oz_work *work, ounce_value *array, const ounce_value *key,
                    bool reverse);
/* key(item), or the item itself. */
bool oz_native_key(struct oz_work *work, const ounce_value *key,
                   const ounce_value *item, ounce_value *out);

#endif
