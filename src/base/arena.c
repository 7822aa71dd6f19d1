/* arena.c — chunks from the hook, handed out front to back.
 *
 * Chunks double in size, so an arena of n bytes costs O(log n) calls of the hook.
 */
#include "base/arena.h"

#include <stdalign.h>
#include <string.h>

#define FIRST_CHUNK  ((size_t)4096)
#define LARGEST_STEP ((size_t)1 << 20)

struct oz_arena_chunk {
    struct oz_arena_chunk *older;
    size_t size; /* of data, bytes */
    alignas(max_align_t) char data[];
};

/* How large a chunk is made at least. For tests each piece can be a chunk of its own.
 */
static size_t at_least(size_t size)
{
#ifdef OZ_ARENA_PIECES
    (void)size;
    return 0;
#else
    return size;
#endif
}

void oz_arena_init(struct oz_arena *arena, const ounce_allocator *alloc)
{
    arena->alloc = alloc;
    arena->chunk = NULL;
    arena->used = 0;
    arena->next_size = at_least(FIRST_CHUNK);
}

/* Returns how many bytes of data the freed chunks held. */
static size_t free_chunks(struct oz_arena *arena)
{
    size_t total = 0;

    while (arena->chunk != NULL) {
        struct oz_arena_chunk *chunk = arena->chunk;

        arena->chunk = chunk->older;
        total += chunk->size;
        oz_alloc_free(arena->alloc, chunk, sizeof *chunk + chunk->size);
    }
    arena->used = 0;
    return total;
}

void oz_arena_finish(struct oz_arena *arena)
{
    free_chunks(arena);
    arena->next_size = at_least(FIRST_CHUNK);
}

void oz_arena_reset(struct oz_arena *arena)
{
    if (arena->chunk != NULL && (arena->chunk->older != NULL || at_least(1) == 0)) {
        arena->next_size = at_least(free_chunks(arena));
    }
    arena->used = 0;
}

static bool add_chunk(struct oz_arena *arena, size_t wanted)
{
    size_t size = arena->next_size > wanted ? arena->next_size : wanted;
    size_t total;
    struct oz_arena_chunk *chunk;

    if (!oz_size_add(size, sizeof *chunk, &total)) {
        return false;
    }
    chunk = oz_alloc_new(arena->alloc, total);
    if (chunk == NULL) {
        return false;
    }
    chunk->older = arena->chunk;
    chunk->size = size;
    arena->chunk = chunk;
    arena->used = 0;
    arena->next_size = at_least(size < LARGEST_STEP ? size * 2 : LARGEST_STEP);
    return true;
}

void *oz_arena_alloc(struct oz_arena *arena, size_t size)
{
    const size_t align = alignof(max_align_t);
    size_t rounded;
    void *out;

    if (!oz_size_add(size, align - 1, &rounded)) {
        return NULL;
    }
    rounded -= rounded % align;
    if (arena->chunk == NULL || arena->chunk->size - arena->used < rounded) {
        if (!add_chunk(arena, rounded)) {
            return NULL;
        }
    }
    out = arena->chunk->data + arena->used;
    arena->used += rounded;
    return out;
}

void *oz_arena_zero(struct oz_arena *arena, size_t size)
{
    void *out = oz_arena_alloc(arena, size);

    if (out != NULL) {
        memset(out, 0, size);
    }
    return out;
}

void *oz_arena_array(struct oz_arena *arena, size_t count, size_t item_size)
{
    size_t size;

    return oz_size_mul(count, item_size, &size) ? oz_arena_alloc(arena, size) : NULL;
}

bool oz_arena_text(struct oz_arena *arena, const char *text, size_t size,
                   ounce_str *out)
{
    char *copy = size < SIZE_MAX ? oz_arena_alloc(arena, size + 1) : NULL;

    if (copy == NULL) {
        return false;
    }
    if (size > 0) {
        memcpy(copy, text, size);
    }
    copy[size] = '\0';
    out->data = copy;
    out->size = size;
    return true;
}

bool oz_arena_grow(struct oz_arena *arena, void **items, uint32_t count,
                   uint32_t *capacity, size_t item_size)
{
    uint32_t larger;
    void *copy;

    if (count < *capacity) {
        return true;
    }
    if (*capacity > UINT32_MAX / 2) {
        return false;
    }
    larger = *capacity == 0 ? 8 : *capacity * 2;
    copy = oz_arena_array(arena, larger, item_size);
    if (copy == NULL) {
        return false;
    }
    if (count > 0) {
        memcpy(copy, *items, count * item_size);
    }
    *items = copy;
    *capacity = larger;
    return true;
}
