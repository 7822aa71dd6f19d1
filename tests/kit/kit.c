/* kit.c — see kit.h. */
#include "kit.h"

#include <stdlib.h>
#include <string.h>

int kit_run(Suite *suite)
{
    SRunner *runner = srunner_create(suite);
    int failed;

    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* Each block carries its size in front, so that a wrong old_size is found at once. */
union header {
    size_t size;
    max_align_t align;
};

/* Each assertion of Check's is a write to a file, be it true: too slow for this place.
 */
static void check(bool holds, const char *what)
{
    if (!holds) {
        ck_abort_msg("%s", what);
    }
}

static void *kit_resize(void *ctx, void *ptr, size_t old_size, size_t new_size)
{
    struct kit_memory *memory = ctx;
    union header *old = ptr == NULL ? NULL : (union header *)ptr - 1;
    union header *block;

    check((old == NULL ? 0 : old->size) == (ptr == NULL ? 0 : old_size),
          "the old size of a block is not what it was made with");
    if (new_size == 0) {
        memory->live -= old_size;
        memory->blocks--;
        free(old);
        return NULL;
    }
    memory->calls++;
    if (new_size > PTRDIFF_MAX - sizeof *block) {
        return NULL; /* as realloc refuses it */
    }
    if (memory->fail_at != 0 &&
        (memory->calls == memory->fail_at ||
         (memory->keep_failing && memory->calls > memory->fail_at))) {
        return NULL;
    }
    block = realloc(old, sizeof *block + new_size);
    check(block != NULL, "the machine has no memory");
    block->size = new_size;
    memory->live += new_size - (ptr == NULL ? 0 : old_size);
    memory->blocks += ptr == NULL ? 1 : 0;
    return block + 1;
}

void kit_memory_init(struct kit_memory *memory)
{
    memset(memory, 0, sizeof *memory);
    memory->allocator.resize = kit_resize;
    memory->allocator.ctx = memory;
}
