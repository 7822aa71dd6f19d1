/* kill_state.c — kill -9 at any moment of a save: the state is old or new, never mixed.
 *
 *     kill_state KILLS [FOLDER]
 *
 * A child counts one more match in each of its windows, saves, and begins again. It is
 * killed at a random moment, and what the file holds must be whole: all windows with
 * one count, which is that of the save that was done or of the one that was under way.
 * The next child goes on from there. Closes with `N passed, N failed`, a kill being
 * one.
 */
#include <ounce.h>

#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define WINDOWS 300

static const char rule[] =
    "AnalysisType: rule\nRuleID: R\nEnabled: true\nSeverity: Low\n"
    "LogTypes: [L]\nGroupBy: [{Key: k}]\n"
    "DedupPeriodMinutes: 525600\n"
    "Detection: [{Condition: AlwaysTrue}]\n";

/* What the child has told when it is killed. */
struct progress {
    _Atomic uint64_t begun, done; /* saves, by the count they save */
};

struct test {
    char path[4096];
    ounce_ruleset *ruleset;
    struct progress *progress;
    uint64_t seen; /* windows in the file, and the count of all of them */
    uint64_t count;
    bool mixed;
};

static void die(const char *what, const char *why)
{
    fprintf(stderr, "kill_state: %s: %s\n", what, why);
    _exit(1);
}

static ounce_tracker *load(const struct test *test)
{
    ounce_error err = OUNCE_ERROR_INIT;
    ounce_tracker *tracker;
    bool found;

    if (ounce_tracker_new(NULL, &tracker, &err) != OUNCE_OK ||
        ounce_tracker_load(tracker, test->path, strlen(test->path), &found, &err) !=
            OUNCE_OK) {
        fprintf(stderr, "kill_state: line %u: %s\n", err.line, err.message);
        ounce_tracker_free(tracker);
        return NULL;
    }
    return tracker;
}

static ounce_control feed(void *user, ounce_match *match)
{
    return ounce_tracker_feed(user, match, 0, NULL, NULL, NULL) == OUNCE_OK
               ? OUNCE_CONTINUE
               : OUNCE_STOP;
}

static void count_all(ounce_matcher *matcher, ounce_tracker *tracker)
{
    for (int i = 0; i < WINDOWS; i++) {
        char json[64];
        ounce_event event;
        int size = snprintf(json, sizeof(json), "{\"k\":\"window number %d\"}", i);

        ounce_event_init_json(&event, json, (size_t)size);
        if (ounce_matcher_run(matcher, &event, feed, tracker, NULL) != OUNCE_OK) {
            die("a match", "was not counted");
        }
    }
}

static void child(const struct test *test, uint64_t count)
{
    ounce_tracker *tracker = load(test);
    ounce_matcher *matcher = NULL;

    if (tracker == NULL ||
        ounce_matcher_new(test->ruleset, &matcher, NULL) != OUNCE_OK) {
        die("child", "cannot begin");
    }
    for (;;) {
        ounce_error err = OUNCE_ERROR_INIT;

        count_all(matcher, tracker);
        test->progress->begun = ++count;
        if (ounce_tracker_save(tracker, test->path, strlen(test->path), &err) !=
            OUNCE_OK) {
            die("save", err.message);
        }
        test->progress->done = count;
    }
}

static ounce_control look(void *user, const ounce_alert *alert)
{
    struct test *test = user;

    test->mixed = test->mixed || (test->seen > 0 && alert->count != test->count);
    test->count = alert->count;
    test->seen++;
    return OUNCE_CONTINUE;
}

/* Is the file whole, and of one of the two saves? */
static bool judge(struct test *test)
{
    ounce_tracker *tracker = load(test);

    test->seen = 0;
    test->count = 0;
    test->mixed = false;
    if (tracker == NULL) {
        return false;
    }
    ounce_tracker_flush(tracker, look, test);
    ounce_tracker_free(tracker);
    return !test->mixed &&
           (test->count == test->progress->done ||
            test->count == test->progress->begun) &&
           test->seen == (test->count == 0 ? 0 : WINDOWS);
}

static void kill_one(const struct test *test, uint64_t count)
{
    struct timespec wait = {0, 200000 + rand() % 30000000};
    pid_t pid = fork();

    if (pid < 0) {
        die("fork", "failed");
    }
    if (pid == 0) {
        child(test, count);
    }
    nanosleep(&wait, NULL);
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}

int main(int argc, char **argv)
{
    struct test test = {0};
    char folder[2048];
    int kills = argc > 1 ? atoi(argv[1]) : 0;
    int failed = 0;
    int during = 0;
    int renewed = 0;
    uint64_t saves = 0;

    if (kills < 1) {
        die("usage", "kill_state KILLS [FOLDER]");
    }
    snprintf(folder, sizeof(folder), "%s/ounce-kill-XXXXXX",
             argc > 2 ? argv[2] : "/tmp");
    test.progress = mmap(NULL, sizeof(*test.progress), PROT_READ | PROT_WRITE,
                         MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (mkdtemp(folder) == NULL || test.progress == MAP_FAILED ||
        ounce_ruleset_parse("r.yml", 5, rule, strlen(rule), NULL, &test.ruleset,
                            NULL) != OUNCE_OK) {
        die(folder, "cannot begin");
    }
    snprintf(test.path, sizeof(test.path), "%s/state", folder);
    for (int i = 0; i < kills; i++) {
        kill_one(&test, test.count);
        if (!judge(&test)) {
            failed++;
            fprintf(stderr, "kill %d: %llu windows, count %llu%s; saves %llu to %llu\n",
                    i, (unsigned long long)test.seen, (unsigned long long)test.count,
                    test.mixed ? " and others" : "",
                    (unsigned long long)test.progress->done,
                    (unsigned long long)test.progress->begun);
        }
        if (test.progress->begun != test.progress->done) {
            during++;
            renewed += test.count == test.progress->begun;
        }
        saves = test.progress->begun;
        test.progress->begun = test.progress->done = test.count;
    }
    printf("%llu saves; %d kills during one, %d of them with the new state in place\n",
           (unsigned long long)saves, during, renewed);
    printf("%d passed, %d failed\n", kills - failed, failed);
    unlink(test.path);
    strcat(test.path, ".new");
    unlink(test.path);
    rmdir(folder);
    ounce_ruleset_unref(test.ruleset);
    munmap(test.progress, sizeof(*test.progress));
    return failed != 0;
}
