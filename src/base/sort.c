/* sort.c — bottom-up merge sort. */
#include "base/sort.h"

#include <string.h>

static void merge(const uint32_t *ids, uint32_t *out, size_t low, size_t mid,
                  size_t high, oz_compare_fn *compare, const void *owner)
{
    size_t a = low;
    size_t b = mid;

    for (size_t i = low; i < high; i++) {
        if (a < mid && (b == high || compare(owner, ids[a], ids[b]) <= 0)) {
            out[i] = ids[a++];
        } else {
            out[i] = ids[b++];
        }
    }
}

void oz_sort(uint32_t *ids, uint32_t *spare, size_t count, oz_compare_fn *compare,
             const void *owner)
{
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t low = 0; low < count; low += 2 * width) {
            size_t mid = count - low > width ? low + width : count;
            size_t high = count - mid > width ? mid + width : count;

            merge(ids, spare, low, mid, high, compare, owner);
        }
        memcpy(ids, spare, count * sizeof *ids);
    }
}
