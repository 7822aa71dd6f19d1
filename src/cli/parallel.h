/* parallel.h — share a row of things out among threads; take the results in order. */
#ifndef CLI_PARALLEL_H
#define CLI_PARALLEL_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "cli/output.h"

#define CLI_JOBS_MAX 256

/* Work on things [first, end); @worker is 0-based and below the number of jobs. */
typedef void cli_work_fn(void *ctx, uint32_t worker, size_t first, size_t end);

/* Split [0, count) into at most @jobs runs, work on all of them, wait for all of them.
 * One job, or a single run, uses the caller's thread. */
void cli_parallel(uint32_t jobs, size_t count, cli_work_fn *work, void *ctx);

/* Output of several workers in worker order. Worker 0 writes at once; another keeps its
 * text until those before it are done, or until it holds so much that it must wait. */
struct cli_ordered {
    struct cli_output *output;
    pthread_mutex_t lock;
    pthread_cond_t moved;
    uint32_t turn; /* the worker that may write */
};

void cli_ordered_init(struct cli_ordered *ordered, struct cli_output *output);
void cli_ordered_finish(struct cli_ordered *ordered);
void cli_ordered_begin(struct cli_ordered *ordered); /* before each cli_parallel() */

/* Wait until it is this worker's turn, for work that must be done in order. */
void cli_ordered_wait(struct cli_ordered *ordered, uint32_t worker);

/* Offer text: written and emptied if it is this worker's turn or if there is too much.
 */
void cli_ordered_offer(struct cli_ordered *ordered, uint32_t worker,
                       struct cli_text *text);

/* The last of this worker's text, in its turn; then the next worker has it. */
void cli_ordered_done(struct cli_ordered *ordered, uint32_t worker,
                      struct cli_text *text);

#endif
