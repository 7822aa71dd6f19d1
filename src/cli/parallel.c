/* parallel.c — share a row of things out among threads; take the results in order.
 *
 * Runs are contiguous, so order of output is order of workers. A worker that is not the
 * first in line buffers, which bounds nothing when every event matches every rule:
 * above HELD_MOST it waits for its turn instead. The first in line never waits, so all
 * move on.
 */
#include "cli/parallel.h"

#define HELD_LEAST ((size_t)65536)
#define HELD_MOST  ((size_t)8388608)

struct run {
    pthread_t thread;
    bool started;
    cli_work_fn *work;
    void *ctx;
    uint32_t worker;
    size_t first;
    size_t end;
};

static void *run_thread(void *arg)
{
    struct run *run = arg;

    run->work(run->ctx, run->worker, run->first, run->end);
    return NULL;
}

void cli_parallel(uint32_t jobs, size_t count, cli_work_fn *work, void *ctx)
{
    struct run runs[CLI_JOBS_MAX];
    size_t used = jobs > CLI_JOBS_MAX ? CLI_JOBS_MAX : jobs;

    used = used > count ? count : used;
    if (used <= 1) {
        work(ctx, 0, 0, count);
        return;
    }
    for (size_t i = 0; i < used; i++) {
        size_t share = count / used, rest = count % used;

        runs[i] = (struct run){.work = work, .ctx = ctx, .worker = (uint32_t)i};
        runs[i].first = i * share + (i < rest ? i : rest);
        runs[i].end = runs[i].first + share + (i < rest ? 1 : 0);
        runs[i].started =
            pthread_create(&runs[i].thread, NULL, run_thread, &runs[i]) == 0;
        if (!runs[i].started) { /* no thread to be had: all before it are running */
            run_thread(&runs[i]);
        }
    }
    for (size_t i = 0; i < used; i++) {
        if (runs[i].started) {
            pthread_join(runs[i].thread, NULL);
        }
    }
}

void cli_ordered_init(struct cli_ordered *ordered, struct cli_output *output)
{
    ordered->output = output;
    ordered->turn = 0;
    pthread_mutex_init(&ordered->lock, NULL);
    pthread_cond_init(&ordered->moved, NULL);
}

void cli_ordered_finish(struct cli_ordered *ordered)
{
    pthread_cond_destroy(&ordered->moved);
    pthread_mutex_destroy(&ordered->lock);
}

void cli_ordered_begin(struct cli_ordered *ordered)
{
    ordered->turn = 0;
}

void cli_ordered_wait(struct cli_ordered *ordered, uint32_t worker)
{
    pthread_mutex_lock(&ordered->lock);
    while (ordered->turn != worker) {
        pthread_cond_wait(&ordered->moved, &ordered->lock);
    }
    pthread_mutex_unlock(&ordered->lock);
}

static bool my_turn(struct cli_ordered *ordered, uint32_t worker)
{
    bool mine;

    pthread_mutex_lock(&ordered->lock);
    mine = ordered->turn == worker;
    pthread_mutex_unlock(&ordered->lock);
    return mine;
}

void cli_ordered_offer(struct cli_ordered *ordered, uint32_t worker,
                       struct cli_text *text)
{
    if (text->size < HELD_LEAST) {
        return;
    }
    if (!my_turn(ordered, worker)) {
        if (text->size < HELD_MOST) {
            return;
        }
        cli_ordered_wait(ordered, worker);
    }
    cli_output_text(ordered->output, text);
}

void cli_ordered_done(struct cli_ordered *ordered, uint32_t worker,
                      struct cli_text *text)
{
    cli_ordered_wait(ordered, worker);
    cli_output_text(ordered->output, text);
    pthread_mutex_lock(&ordered->lock);
    ordered->turn++;
    pthread_cond_broadcast(&ordered->moved);
    pthread_mutex_unlock(&ordered->lock);
}
