/* many_threads.c — one ruleset, one matcher per thread, counts added up at the end.
 *
 * The ruleset is immutable and shared; each matcher holds a reference of its own, so
 * the main thread may drop its reference as soon as the threads have theirs.
 */
#include <ounce.h>

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define THREADS 4
#define EVENTS  5000 /* for each thread */

static const char rule[] = "AnalysisType: rule\n"
                           "RuleID: Port.Low\n"
                           "Enabled: true\n"
                           "Severity: Low\n"
                           "LogTypes: [AWS.VPCFlow]\n"
                           "Detection:\n"
                           "  - {Key: dstPort, Condition: IsLessThan, Value: 1024}\n"
                           "  - {Key: action, Condition: Equals, Value: ACCEPT}\n";

struct worker {
    pthread_t thread;
    ounce_matcher *matcher;
    unsigned number;
    ounce_error err;
};

static ounce_status compile(ounce_ruleset **ruleset, ounce_error *err)
{
    ounce_compiler *compiler;
    ounce_status status = ounce_compiler_new(NULL, &compiler, err);

    if (status == OUNCE_OK) {
        status =
            ounce_compiler_add_text(compiler, "low.yml", 7, rule, strlen(rule), err);
    }
    if (status == OUNCE_OK) {
        status = ounce_compiler_finish(compiler, ruleset, err);
    }
    ounce_compiler_free(compiler);
    return status;
}

static void *work(void *arg)
{
    struct worker *worker = arg;
    ounce_status status = OUNCE_OK;

    for (unsigned i = 0; i < EVENTS && status == OUNCE_OK; i++) {
        char json[64];
        int size = snprintf(json, sizeof(json), "{\"dstPort\":%u,\"action\":\"%s\"}",
                            (worker->number * EVENTS + i) % 2048,
                            i % 2 == 0 ? "ACCEPT" : "REJECT");
        ounce_event event;

        ounce_event_init_json(&event, json, (size_t)size);
        status = ounce_matcher_run(worker->matcher, &event, NULL, NULL, &worker->err);
    }
    return NULL;
}

int main(void)
{
    struct worker workers[THREADS] = {{0}};
    ounce_error err = OUNCE_ERROR_INIT;
    ounce_ruleset *ruleset = NULL;
    uint64_t events = 0;
    uint64_t matched = 0;
    unsigned started = 0;
    int failed = 0;

    if (compile(&ruleset, &err) == OUNCE_OK) {
        for (; started < THREADS; started++) {
            struct worker *worker = &workers[started];

            worker->number = started;
            if (ounce_matcher_new(ruleset, &worker->matcher, &err) != OUNCE_OK ||
                pthread_create(&worker->thread, NULL, work, worker) != 0) {
                ounce_matcher_free(worker->matcher);
                break;
            }
        }
    }
    failed = started < THREADS;
    ounce_ruleset_unref(ruleset);
    for (unsigned i = 0; i < started; i++) {
        ounce_counts counts;

        failed |= pthread_join(workers[i].thread, NULL) != 0;
        failed |= workers[i].err.code != OUNCE_OK;
        ounce_matcher_counts(workers[i].matcher, &counts);
        ounce_matcher_free(workers[i].matcher);
        events += counts.events;
        matched += counts.matched;
    }
    if (failed) {
        fprintf(stderr, "many_threads: %s\n",
                err.code != OUNCE_OK ? err.message : "a thread failed");
    }
    printf("%u threads, %" PRIu64 " events, %" PRIu64 " matched\n", started, events,
           matched);
    return failed;
}
