/* case_range.h — look a code point up in a generated table of one-to-one case mappings.
 *
 *     {first, last, stride, distance}: first, first + stride … last move by distance
 */
#ifndef OZ_CASE_RANGE_H
#define OZ_CASE_RANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct oz_case_range {
    uint32_t first, last, stride;
    int32_t distance;
};

/* *to is written only when the table has the code point. */
static inline bool oz_case_find(const struct oz_case_range *ranges, size_t count,
                                uint32_t cp, uint32_t *to)
{
    size_t low = 0;
    size_t high = count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const struct oz_case_range *range = &ranges[middle];

        if (cp > range->last) {
            low = middle + 1;
        } else if (cp < range->first) {
            high = middle;
        } else if ((cp - range->first) % range->stride != 0) {
            return false;
        } else {
            *to = (uint32_t)((int32_t)cp + range->distance);
            return true;
        }
    }
    return false;
}

#endif
