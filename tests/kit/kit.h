/* kit.h — what every test shares: running a suite, allocators that count and fail. */
#ifndef KIT_H
#define KIT_H

#include <check.h>
#include <ounce/allocator.h>

/* Run a suite and print Check's summary line, which tests/run.sh adds up.
 * Returns the exit code of the test program. */
int kit_run(Suite *suite);

/* An allocator that checks the old sizes it is told, counts, and can be made to fail.
 */
struct kit_memory {
    ounce_allocator allocator;
    uint64_t calls;    /* allocations and growths so far */
    uint64_t fail_at;  /* this call fails (1-based); 0 never */
    bool keep_failing; /* and so do all after it */
    size_t live;       /* bytes held now */
    uint64_t blocks;   /* blocks held now */
};

void kit_memory_init(struct kit_memory *memory);

#endif
