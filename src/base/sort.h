/* sort.h — stable sort of ids by what they stand for. */
#ifndef OZ_BASE_SORT_H
#define OZ_BASE_SORT_H

#include <stddef.h>
#include <stdint.h>

/* Below, at or above 0 as a stands before, with or behind b. */
typedef int oz_compare_fn(const void *owner, uint32_t a, uint32_t b);

/* Sort `count` ids; `spare` has room for as many. n log n whatever the order, no
 * recursion, no allocation: keys may be an attacker's. */
void oz_sort(uint32_t *ids, uint32_t *spare, size_t count, oz_compare_fn *compare,
             const void *owner);

#endif
