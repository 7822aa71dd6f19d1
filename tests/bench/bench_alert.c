/* bench_alert.c — what a tracker costs: memory by key, time by match, save and load.
 *
 *     bench_alert [KEYS [FILE]]
 *
 * Judges KEYS (default 1,000,000) events that differ in their dedup text, feeds their
 * matches twice, so that each key opens a window and then counts in it, and saves the
 * windows to FILE (default ./bench_alert.state) and loads them again. Time of feeding
 * is that of judging and feeding less that of judging alone. Memory is what the
 * tracker's allocator handed out, and what the system says of the process. One core.
 */
#include <ounce.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char rule[] =
    "AnalysisType: rule\nRuleID: AWS.Console.LoginFailed\nEnabled: true\n"
    "Severity: Medium\nLogTypes: [L]\nThreshold: 2\nDedupPeriodMinutes: 60\n"
    "AlertTitle: login of {user} failed\nDescription: somebody cannot log in\n"
    "Detection: [{KeyPath: user, Condition: Exists}]\n";

struct memory {
    size_t now, most;
};

struct bench {
    ounce_matcher *matcher;
    ounce_tracker *tracker;
    uint64_t opened;
    bool feed;
};

static void die(const char *what, const char *why)
{
    fprintf(stderr, "bench_alert: %s: %s\n", what, why);
    exit(1);
}

static double now(void)
{
    struct timespec at;

    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static void *resize(void *ctx, void *ptr, size_t old_size, size_t new_size)
{
    struct memory *memory = ctx;
    void *block;

    if (new_size == 0) {
        memory->now -= old_size;
        free(ptr);
        return NULL;
    }
    block = realloc(ptr, new_size);
    if (block != NULL) { /* while it moves, both are there */
        size_t both = ptr != NULL && block != ptr ? old_size + new_size : new_size;

        if (memory->now - old_size + both > memory->most) {
            memory->most = memory->now - old_size + both;
        }
        memory->now += new_size - old_size;
    }
    return block;
}

static ounce_control on_alert(void *user, const ounce_alert *alert)
{
    struct bench *bench = user;

    bench->opened += alert->change == OUNCE_ALERT_OPENED;
    return OUNCE_CONTINUE;
}

static ounce_control on_match(void *user, ounce_match *match)
{
    struct bench *bench = user;
    int64_t time;

    if (bench->feed && (!ounce_match_time(match, &time) ||
                        ounce_tracker_feed(bench->tracker, match, time, on_alert, bench,
                                           NULL) != OUNCE_OK)) {
        die("feed", "failed");
    }
    return OUNCE_CONTINUE;
}

/* Seconds for one event a key. */
static double pass(struct bench *bench, uint32_t keys, bool feed)
{
    double begun = now();

    bench->feed = feed;
    for (uint32_t i = 0; i < keys; i++) {
        char json[128];
        ounce_event event;
        int size = snprintf(json, sizeof(json),
                            "{\"p_event_time\":\"2024-01-15 10:30:00.123456789\","
                            "\"user\":\"user%07u@example.com\"}",
                            (unsigned)i);

        ounce_event_init_json(&event, json, (size_t)size);
        if (ounce_matcher_run(bench->matcher, &event, on_match, bench, NULL) !=
            OUNCE_OK) {
            die("run", "failed");
        }
    }
    return now() - begun;
}

static void report(const char *what, double seconds, uint32_t keys)
{
    printf("%-18s %8.3f s %12.0f /s %8.0f ns each\n", what, seconds,
           (double)keys / seconds, seconds * 1e9 / (double)keys);
}

static void report_memory(const char *what, const struct memory *memory, uint32_t keys)
{
    struct rusage usage;

    getrusage(RUSAGE_SELF, &usage);
    printf(
        "%-18s %8.1f MB now, %.1f MB at most, %.0f bytes a key; RSS at most %.1f MB\n",
        what, (double)memory->now / 1e6, (double)memory->most / 1e6,
        (double)memory->now / (double)keys, (double)usage.ru_maxrss * 1024 / 1e6);
}

static void save_and_load(struct bench *bench, const char *path, uint32_t keys)
{
    ounce_error err = OUNCE_ERROR_INIT;
    struct stat info;
    double begun = now();

    if (ounce_tracker_save(bench->tracker, path, strlen(path), &err) != OUNCE_OK ||
        stat(path, &info) != 0) {
        die(path, err.message);
    }
    report("save", now() - begun, keys);
    printf("%-18s %8.1f MB\n", "file", (double)info.st_size / 1e6);
    ounce_tracker_flush(bench->tracker, NULL, NULL);
    begun = now();
    if (ounce_tracker_load(bench->tracker, path, strlen(path), NULL, &err) !=
        OUNCE_OK) {
        die(path, err.message);
    }
    report("load", now() - begun, keys);
    unlink(path);
}

int main(int argc, char **argv)
{
    struct memory memory = {0};
    const ounce_allocator alloc = {resize, &memory};
    ounce_tracker_options options = OUNCE_TRACKER_OPTIONS_INIT;
    ounce_error err = OUNCE_ERROR_INIT;
    struct bench bench = {0};
    ounce_ruleset *ruleset = NULL;
    uint32_t keys = argc > 1 ? (uint32_t)atoi(argv[1]) : 1000000;
    double judging, opening, counting;

    options.allocator = &alloc;
    options.max_keys = keys;
    if (keys == 0 ||
        ounce_ruleset_parse("r.yml", 5, rule, strlen(rule), NULL, &ruleset, &err) !=
            OUNCE_OK ||
        ounce_matcher_new(ruleset, &bench.matcher, &err) != OUNCE_OK ||
        ounce_tracker_new(&options, &bench.tracker, &err) != OUNCE_OK) {
        die("usage", "bench_alert [KEYS [FILE]]");
    }
    judging = pass(&bench, keys, false);
    report("judge", judging, keys);
    opening = pass(&bench, keys, true);
    report("feed, new key", opening - judging, keys);
    report_memory("windows", &memory, keys);
    counting = pass(&bench, keys, true);
    report("feed, known key", counting - judging, keys);
    if (bench.opened != keys) {
        die("alerts", "not as many as keys");
    }
    save_and_load(&bench, argc > 2 ? argv[2] : "bench_alert.state", keys);
    report_memory("all of it", &memory, keys);
    ounce_tracker_free(bench.tracker);
    ounce_matcher_free(bench.matcher);
    ounce_ruleset_unref(ruleset);
    return memory.now != 0;
}
