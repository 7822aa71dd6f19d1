/* bench_match.c — how fast a ruleset judges events, by each way an event can come in.
 *
 *     bench_match RULES EVENTS.ndjson [ROUNDS [WAY]]
 *
 * Loads all lines into memory, then runs the ways in turn, ROUNDS times each (default
 * 15), so that a drift of the machine meets all of them; or WAY alone. Prints the
 * median round and the spread, in CPU time. A round lasts about a fifth of a second.
 * One core; the machine is the reader's to state.
 *
 *     raw       ounce_matcher_run() on the line's bytes
 *     batch     ounce_matcher_batch() on all lines at once
 *     jansson   json_loadb() and ounce_matcher_run() on the tree, and freeing it
 *     tree      ounce_matcher_run() on trees that are already parsed
 *     alerts    as raw, and every match is rendered as an alert
 */
#include <ounce.h>
#include <ounce/jansson.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define WAYS        5
#define MOST_ROUNDS 101

struct line {
    const char *text;
    size_t size;
    json_t *tree;
};

struct bench {
    ounce_ruleset *ruleset;
    ounce_matcher *matcher;
    char *text;
    size_t size;
    struct line *lines;
    size_t count;
    ounce_hit *hits;
    size_t hit_capacity;
    uint64_t matches; /* so that nothing is optimised away, and to compare the ways */
    uint64_t rendered;
};

static void die(const char *what, const char *why)
{
    fprintf(stderr, "bench_match: %s: %s\n", what, why);
    exit(1);
}

static double now(void)
{
    struct timespec at;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static void read_events(struct bench *bench, const char *path)
{
    FILE *file = fopen(path, "rb");
    size_t capacity = 1 << 20;
    size_t got;

    if (file == NULL) {
        die(path, "cannot be opened");
    }
    bench->text = malloc(capacity);
    while ((got = fread(bench->text + bench->size, 1, capacity - bench->size, file)) >
           0) {
        bench->size += got;
        if (bench->size == capacity) {
            capacity *= 2;
            bench->text = realloc(bench->text, capacity);
        }
    }
    fclose(file);
}

static void split_lines(struct bench *bench)
{
    size_t capacity = 0;

    for (size_t at = 0; at < bench->size;) {
        const char *first = bench->text + at;
        const char *end = memchr(first, '\n', bench->size - at);
        size_t size = end == NULL ? bench->size - at : (size_t)(end - first);

        if (size > 0) {
            if (bench->count == capacity) {
                capacity = capacity * 2 + 1024;
                bench->lines = realloc(bench->lines, capacity * sizeof *bench->lines);
            }
            bench->lines[bench->count].text = first;
            bench->lines[bench->count].size = size;
            bench->lines[bench->count].tree = json_loadb(first, size, 0, NULL);
            bench->count++;
        }
        at += size + 1;
    }
}

static void compile(struct bench *bench, const char *rules)
{
    ounce_compiler *compiler;
    ounce_error err = OUNCE_ERROR_INIT;

    if (ounce_compiler_new(NULL, &compiler, &err) != OUNCE_OK ||
        ounce_compiler_add_path(compiler, rules, strlen(rules), &err) != OUNCE_OK ||
        ounce_compiler_finish(compiler, &bench->ruleset, &err) != OUNCE_OK ||
        ounce_matcher_new(bench->ruleset, &bench->matcher, &err) != OUNCE_OK) {
        die(rules, err.message);
    }
    ounce_compiler_free(compiler);
    bench->hit_capacity = 16 * (ounce_ruleset_count(bench->ruleset) + (size_t)1);
    bench->hits = malloc(bench->hit_capacity * sizeof *bench->hits);
}

static ounce_control count_match(void *user, ounce_match *match)
{
    struct bench *bench = user;

    (void)match;
    bench->matches++;
    return OUNCE_CONTINUE;
}

static void way_raw(struct bench *bench)
{
    for (size_t i = 0; i < bench->count; i++) {
        ounce_event event;

        ounce_event_init_json(&event, bench->lines[i].text, bench->lines[i].size);
        ounce_matcher_run(bench->matcher, &event, count_match, bench, NULL);
    }
}

static void way_batch(struct bench *bench)
{
    for (size_t at = 0; at < bench->size;) {
        size_t count;
        size_t used;

        if (ounce_matcher_batch(bench->matcher, bench->text + at, bench->size - at,
                                NULL, bench->hits, bench->hit_capacity, &count, &used,
                                NULL) != OUNCE_OK) {
            die("batch", "failed");
        }
        for (size_t i = 0; i < count; i++) {
            bench->matches += bench->hits[i].reason == OUNCE_REASON_NONE;
        }
        at += used;
    }
}

static void run_tree(struct bench *bench, const json_t *tree)
{
    ounce_event event;

    ounce_event_init_jansson(&event, tree);
    ounce_matcher_run(bench->matcher, &event, count_match, bench, NULL);
}

static void way_jansson(struct bench *bench)
{
    for (size_t i = 0; i < bench->count; i++) {
        json_t *tree = json_loadb(bench->lines[i].text, bench->lines[i].size, 0, NULL);

        run_tree(bench, tree);
        json_decref(tree);
    }
}

static void way_tree(struct bench *bench)
{
    for (size_t i = 0; i < bench->count; i++) {
        run_tree(bench, bench->lines[i].tree);
    }
}

static ounce_control render_match(void *user, ounce_match *match)
{
    struct bench *bench = user;
    ounce_str text;

    bench->matches++;
    bench->rendered +=
        ounce_match_json(match, 0, &text, NULL) == OUNCE_OK ? text.size : 0;
    return OUNCE_CONTINUE;
}

static void way_alerts(struct bench *bench)
{
    for (size_t i = 0; i < bench->count; i++) {
        ounce_event event;

        ounce_event_init_json(&event, bench->lines[i].text, bench->lines[i].size);
        ounce_matcher_run(bench->matcher, &event, render_match, bench, NULL);
    }
}

static const struct {
    const char *name;
    void (*run)(struct bench *bench);
} ways[WAYS] = {{"raw", way_raw},
                {"batch", way_batch},
                {"jansson", way_jansson},
                {"tree", way_tree},
                {"alerts", way_alerts}};

/* Nanoseconds per event of one round. */
static double round_of(struct bench *bench, size_t way)
{
    double start = now();
    double end;
    size_t passes = 0;

    do {
        ways[way].run(bench);
        passes++;
        end = now();
    } while (end - start < 0.2);
    return (end - start) * 1e9 / (double)(passes * bench->count);
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;

    return x < y ? -1 : x > y;
}

/* WAYS: there is none of this name. */
static size_t find_way(const char *name)
{
    size_t way = 0;

    while (way < WAYS && strcmp(ways[way].name, name) != 0) {
        way++;
    }
    return way;
}

int main(int argc, char **argv)
{
    static double times[WAYS][MOST_ROUNDS];
    struct bench bench = {0};
    int rounds = argc > 3 ? atoi(argv[3]) : 15;
    size_t first = argc > 4 ? find_way(argv[4]) : 0;
    size_t end = argc > 4 ? first + 1 : WAYS;

    if (argc < 3 || rounds < 1 || rounds > MOST_ROUNDS || first == WAYS) {
        die("usage", "bench_match RULES EVENTS.ndjson [ROUNDS from 1 to 101 [WAY]]");
    }
    compile(&bench, argv[1]);
    read_events(&bench, argv[2]);
    split_lines(&bench);
    if (bench.count == 0) {
        die(argv[2], "holds no events");
    }
    printf("%u rules, %zu events, %.0f bytes each\n",
           ounce_ruleset_count(bench.ruleset), bench.count,
           (double)bench.size / (double)bench.count);
    for (size_t way = first; way < end; way++) {
        bench.matches = 0;
        ways[way].run(&bench); /* warm up */
        printf("%-8s %llu matches a pass\n", ways[way].name,
               (unsigned long long)bench.matches);
    }
    for (int i = 0; i < rounds; i++) {
        for (size_t way = first; way < end; way++) {
            times[way][i] = round_of(&bench, way);
        }
    }
    printf("%-8s %12s %12s %12s %12s\n", "way", "events/s", "ns/event", "least",
           "most");
    for (size_t way = first; way < end; way++) {
        double median;

        qsort(times[way], (size_t)rounds, sizeof(double), compare);
        median = times[way][rounds / 2];
        printf("%-8s %12.0f %12.0f %12.0f %12.0f\n", ways[way].name, 1e9 / median,
               median, times[way][0], times[way][rounds - 1]);
    }
    for (size_t i = 0; i < bench.count; i++) {
        json_decref(bench.lines[i].tree);
    }
    free(bench.lines);
    free(bench.hits);
    free(bench.text);
    ounce_matcher_free(bench.matcher);
    ounce_ruleset_unref(bench.ruleset);
    return 0;
}
