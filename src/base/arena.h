/* arena.h — memory that is freed all at once.
 *
 * A compile unit and a matcher each own one; nothing inside is freed singly.
 */
#ifndef OZ_BASE_ARENA_H
#define OZ_BASE_ARENA_H

#include "base/alloc.h"

struct oz_arena_chunk;

struct oz_arena {
    const ounce_allocator *alloc; /* borrowed; outlives the arena */
    struct oz_arena_chunk *chunk; /* newest first */
    size_t used;                  /* bytes of the newest chunk */
    size_t next_size;             /* of the chunk after that */
};

void oz_arena_init(struct oz_arena *arena, const ounce_allocator *alloc);
void oz_arena_finish(struct oz_arena *arena);

/* Forget everything. Afterwards one chunk as large as all before it serves the same
 * demand, so a steady load stops allocating. */
void oz_arena_reset(struct oz_arena *arena);

/* Aligned as malloc's. NULL on failure. A size of 0 gives a pointer that is not NULL.
 */
void *oz_arena_alloc(struct oz_arena *arena, size_t size);
void *oz_arena_zero(struct oz_arena *arena, size_t size);

/* An array of @count items; NULL on overflow too. */
void *oz_arena_array(struct oz_arena *arena, size_t count, size_t item_size);

/* Copy text, with a NUL behind it that does not count. */
bool oz_arena_text(struct oz_arena *arena, const char *text, size_t size,
                   ounce_str *out);

/* Make room for one more item in an array that lives in the arena: the old array is
 * left behind when it grows. false on failure, and then nothing changed. */
bool oz_arena_grow(struct oz_arena *arena, void **items, uint32_t count,
                   uint32_t *capacity, size_t item_size);

#endif
