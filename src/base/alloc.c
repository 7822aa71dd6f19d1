/* alloc.c — every byte the library holds comes through here.
 *
 * The hook tells the old size on every call, so a host can account for memory without
 * headers of its own; in exchange each owner remembers how large its block is.
 */
#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

static void *default_resize(void *ctx, void *ptr, size_t old_size, size_t new_size)
{
    (void)ctx;
    (void)old_size;
    if (new_size == 0) {
        free(ptr);
        return NULL;
    }
    return realloc(ptr, new_size);
}

const ounce_allocator oz_alloc_default = {default_resize, NULL};

void *oz_alloc_resize(const ounce_allocator *alloc, void *ptr, size_t old_size,
                      size_t new_size)
{
    if (new_size == 0) {
        oz_alloc_free(alloc, ptr, old_size);
        return NULL;
    }
    return alloc->resize(alloc->ctx, ptr, old_size, new_size);
}

void *oz_alloc_new(const ounce_allocator *alloc, size_t size)
{
    return oz_alloc_resize(alloc, NULL, 0, size);
}

void *oz_alloc_zero(const ounce_allocator *alloc, size_t size)
{
    void *ptr = oz_alloc_new(alloc, size);

    if (ptr != NULL) {
        memset(ptr, 0, size);
    }
    return ptr;
}

void oz_alloc_free(const ounce_allocator *alloc, void *ptr, size_t size)
{
    if (ptr != NULL) {
        alloc->resize(alloc->ctx, ptr, size, 0);
    }
}

bool oz_size_mul(size_t a, size_t b, size_t *out)
{
    if (a != 0 && b > SIZE_MAX / a) {
        return false;
    }
    *out = a * b;
    return true;
}

bool oz_size_add(size_t a, size_t b, size_t *out)
{
    if (b > SIZE_MAX - a) {
        return false;
    }
    *out = a + b;
    return true;
}
