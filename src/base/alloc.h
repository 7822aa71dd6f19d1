/* alloc.h — the host's memory hook, with checked arithmetic on sizes. */
#ifndef OZ_BASE_ALLOC_H
#define OZ_BASE_ALLOC_H

#include <ounce/allocator.h>

/* malloc, realloc and free behind the hook's shape. */
extern const ounce_allocator oz_alloc_default;

/* All return NULL on failure, and for a size of 0. */
void *oz_alloc_new(const ounce_allocator *alloc, size_t size);
void *oz_alloc_zero(const ounce_allocator *alloc, size_t size);
void *oz_alloc_resize(const ounce_allocator *alloc, void *ptr, size_t old_size,
                      size_t new_size);
void oz_alloc_free(const ounce_allocator *alloc, void *ptr, size_t size);

/* false on overflow, and then *out is untouched. */
bool oz_size_mul(size_t a, size_t b, size_t *out);
bool oz_size_add(size_t a, size_t b, size_t *out);

#endif
