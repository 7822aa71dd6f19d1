/* test_state.c — the state file: round trips, damage, hostile bytes, full disks. */
#include "alert/state.h"
#include "alert/state_line.h"
#include "base/str.h"

#include "track.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[100]; /* made for each test, with what is in it removed behind it */
static char path[200];

static void make_folder(void)
{
    strcpy(folder, "/tmp/ounce-state-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/state", folder);
}

static void remove_folder(void)
{
    char neighbour[210];

    snprintf(neighbour, sizeof neighbour, "%s.new", path);
    unlink(path);
    unlink(neighbour);
    ck_assert_int_eq(rmdir(folder), 0); /* nothing else was left there */
}

static ounce_status save(struct track *track)
{
    return ounce_tracker_save(track->tracker, path, strlen(path), &track->err);
}

static ounce_status load(struct track *track, bool *found)
{
    return ounce_tracker_load(track->tracker, path, strlen(path), found, &track->err);
}

static void write_bytes(const char *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");

    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, size, file), size);
    ck_assert_int_eq(fclose(file), 0);
}

static struct track *make(const char *script)
{
    struct track *track = malloc(sizeof *track);

    ck_assert_ptr_nonnull(track);
    track_script(track, script);
    return track;
}

static void drop(struct track *track)
{
    track_finish(track);
    free(track);
}

#define SMALL "A=2/60; B=1/60; A@0 a; B@1 bb; B@2 bb"

/* The windows of SMALL as a file. */
static const char small_text[] =
    "{\"kind\":\"ounce alert state\",\"version\":1,\"sequence\":2,"
    "\"clock\":0}\n"
    "{\"kind\":\"profile\",\"rule_id\":\"A\",\"severity\":\"LOW\",\"log_type\":\"L\","
    "\"description\":\"about A\",\"reference\":\"see A\",\"runbook\":\"do A\"}\n"
    "{\"kind\":\"profile\",\"rule_id\":\"B\",\"severity\":\"LOW\",\"log_type\":\"L\","
    "\"description\":\"about B\",\"reference\":\"see B\",\"runbook\":\"do B\"}\n"
    "{\"kind\":\"window\",\"profile\":0,\"dedup\":\"a\",\"title\":\"on a\",\"start\":"
    "1705312800000,\"end\":1705316400000,\"until\":1705316400000,\"last\":"
    "1705312800000,\"created\":null,"
    "\"count\":1,\"sequence\":1,\"alert_context\":\"{\\\"t\\\":\\\"a\\\"}\"}\n"
    "{\"kind\":\"window\",\"profile\":1,\"dedup\":\"bb\",\"title\":\"on bb\",\"start\":"
    "1705312860000,\"end\":1705316460000,\"until\":1705316460000,\"last\":"
    "1705312920000,\"created\":"
    "1705312860000,\"count\":2,\"sequence\":2,\"alert_context\":\"{\\\"t\\\":"
    "\\\"bb\\\"}"
    "\"}\n";

/* ---- round trips ---- */

START_TEST(the_file_is_as_documented)
{
    struct track *track = make(SMALL);
    char *text;
    struct stat info;

    make_folder();
    ck_assert_int_eq(save(track), OUNCE_OK);
    text = kit_read_file(path);

    ck_assert_ptr_nonnull(text);
    ck_assert_uint_gt(strlen(text), sizeof small_text);
    ck_assert(memcmp(text, small_text, sizeof small_text - 1) == 0);
    ck_assert(strncmp(text + sizeof small_text - 1,
                      "{\"kind\":\"end\",\"lines\":5,\"checksum\":\"", 36) == 0);
    ck_assert_int_eq(stat(path, &info), 0);
    ck_assert_int_eq(info.st_mode & 0777, 0600); /* events are nobody else's business */

    free(text);
    remove_folder();
    drop(track);
}
END_TEST

/* What is done before and after the state went through a file; `told` is what the
 * second half tells, which must be what it tells without the file. */
static const struct {
    const char *before, *after;
} halves[] = {
    {"A=1/60; B=1/60", "A@0 a"},
    {"A=1/60; B=1/60; A@0 a", "A@1 a; A@60 a; flush"},
    {"A=3/60; B=1/60; A@0 a; A@10 a", "A@50 a; A@59 a; A@60 a; flush"},
    {"A=3/60; B=2/60; A@0 a; B@0 a; A@1 b", "B@1 a; A@2 a; A@3 b; A@4 a; A@5 b; flush"},
    {"A=1/60; B=1/5; A@0 a; B@50 b; A@10 c; B@3 d", "advance@1000"},
    {"A=1/60; B=1/60; A@0 c; A@0 a; A@0 b; B@0 a", "advance@59; advance@60"},
    {"max=3; A=1/60; B=1/60; A@0 c; A@1 a; A@2 b", "A@3 d; A@4 e; flush"},
    {"A=2/525600; B=1/60; A@0 a", "A@525599 a; A@525600 a; flush"},
    {"A=2/60; B=1/60; A@30 a", "A@-30 a; flush"},
    {"A=1/60; B=1/60; A@0 a\xc3\xa4\xe2\x80\xa8; A@0 'x'",
     "A@1 a\xc3\xa4\xe2\x80\xa8; flush"},
};

START_TEST(what_follows_is_the_same_with_and_without_a_file_between)
{
    ounce_tracker_options options = OUNCE_TRACKER_OPTIONS_INIT;
    struct track *through = make(halves[_i].before);
    struct track *plain = make(halves[_i].before);
    bool found = false;
    char *first, *second;

    make_folder();
    track_run(plain, &options, "");
    track_run(through, &options, "");
    ck_assert_int_eq(save(through), OUNCE_OK);
    first = kit_read_file(path);
    ounce_tracker_free(through->tracker);
    through->tracker = NULL;
    if (strncmp(halves[_i].before, "max=3", 5) == 0) {
        options.max_keys = 3;
    }
    track_new_tracker(through, &options);
    ck_assert_msg(load(through, &found) == OUNCE_OK, "%s:%u: %s", through->err.file,
                  through->err.line, through->err.message);
    ck_assert(found);
    ck_assert_int_eq(save(through), OUNCE_OK);
    second = kit_read_file(path);
    ck_assert_str_eq(first, second); /* the same windows, the same file */

    track_run(plain, &options, halves[_i].after);
    track_run(through, &options, halves[_i].after);

    ck_assert_str_eq(through->log, plain->log);
    ck_assert_uint_gt(strlen(plain->log), 0);
    free(first);
    free(second);
    remove_folder();
    drop(through);
    drop(plain);
}
END_TEST

START_TEST(many_windows_come_back_as_they_were)
{
    struct track *track = make("A=2/60; B=1/5; C=9/525600; flush");
    char *first, *second;

    make_folder();
    track->quiet = true;
    for (int i = 0; i < 3000; i++) {
        char dedup[40];

        snprintf(dedup, sizeof dedup, "key number %d", i * 7919 % 2003);
        ck_assert_int_eq(track_feed(track, (const char *[]){"A", "B", "C"}[i % 3],
                                    dedup, START + i * 10007),
                         OUNCE_OK);
    }
    ck_assert_int_eq(save(track), OUNCE_OK);
    first = kit_read_file(path);
    ck_assert_int_eq(load(track, NULL), OUNCE_OK);
    ck_assert_int_eq(save(track), OUNCE_OK);
    second = kit_read_file(path);

    ck_assert_str_eq(first, second);
    free(first);
    free(second);
    remove_folder();
    drop(track);
}
END_TEST

START_TEST(more_windows_than_fit_are_loaded_and_evicted_with_a_word)
{
    struct track *track = make("A=1/60; B=2/60; A@0 a; A@1 b; A@2 c; A@3 d");
    ounce_tracker_options options = OUNCE_TRACKER_OPTIONS_INIT;
    ounce_alert_counts counts;

    make_folder();
    ck_assert_int_eq(save(track), OUNCE_OK);
    ounce_tracker_free(track->tracker);
    options.max_keys = 2;
    track_new_tracker(track, &options);
    track->used = 0;
    ck_assert_int_eq(load(track, NULL), OUNCE_OK);
    ounce_tracker_counts(track->tracker, &counts);
    ck_assert_uint_eq(counts.keys, 4);
    track_run(track, &options, "A@4 e");

    ck_assert_str_eq(track->log,
                     "close A a 1 [0,0] evicted; close A b 1 [1,1] evicted; "
                     "close A c 1 [2,2] evicted; open A e 1 [4,4]; ");
    remove_folder();
    drop(track);
}
END_TEST

START_TEST(loading_replaces_what_was_there)
{
    struct track *track = make(SMALL);
    ounce_tracker_options options = OUNCE_TRACKER_OPTIONS_INIT;
    ounce_alert_counts counts;

    make_folder();
    ck_assert_int_eq(save(track), OUNCE_OK);
    track_run(track, &options, "A@3 x; A@3 y; A@3 z");
    ck_assert_int_eq(load(track, NULL), OUNCE_OK);

    ounce_tracker_counts(track->tracker, &counts);
    ck_assert_uint_eq(counts.keys, 2);
    remove_folder();
    drop(track);
}
END_TEST

/* ---- files that are not there, or no files ---- */

START_TEST(a_missing_file_is_a_first_start_or_an_error)
{
    struct track *track = make(SMALL);
    ounce_alert_counts counts;
    bool found = true;

    make_folder();
    ck_assert_int_eq(load(track, &found), OUNCE_OK);
    ck_assert(!found);
    ck_assert_int_eq(load(track, NULL), OUNCE_ERR_IO);
    ck_assert_str_eq(track->err.message,
                     "the alert state cannot be opened: there is no "
                     "such file or folder");
    ck_assert_str_eq(track->err.file, path);
    ounce_tracker_counts(track->tracker, &counts);
    ck_assert_uint_eq(counts.keys, 2);
    remove_folder();
    drop(track);
}
END_TEST

START_TEST(paths_that_cannot_be_are_refused)
{
    struct track *track = make(SMALL);
    bool found = true;

    ck_assert_int_eq(ounce_tracker_save(track->tracker, "", 0, NULL),
                     OUNCE_ERR_ARGUMENT);
    ck_assert_int_eq(ounce_tracker_save(track->tracker, "a\0b", 3, NULL),
                     OUNCE_ERR_ARGUMENT);
    ck_assert_int_eq(ounce_tracker_load(track->tracker, "a\0b", 3, NULL, NULL),
                     OUNCE_ERR_ARGUMENT);
    ck_assert_int_eq(
        ounce_tracker_save(track->tracker, "/no/such/folder/s", 17, &track->err),
        OUNCE_ERR_IO);
    ck_assert_str_eq(track->err.message,
                     "the state cannot be written: there is no such file or folder");
    ck_assert_int_eq(ounce_tracker_load(track->tracker, "/dev/null", 9, &found, NULL),
                     OUNCE_ERR_IO);
    ck_assert(found);
    ck_assert_int_eq(ounce_tracker_load(track->tracker, "/tmp", 4, NULL, &track->err),
                     OUNCE_ERR_IO);
    ck_assert_str_eq(track->err.message, "the alert state must be a regular file");
    make_folder(); /* a folder is not replaced by a file */
    ck_assert_int_eq(mkdir(path, 0700), 0);
    ck_assert_int_eq(save(track), OUNCE_ERR_IO);
    ck_assert_str_eq(track->err.message, "the state cannot be written: it is a folder");
    ck_assert_int_eq(rmdir(path), 0);
    remove_folder();
    drop(track);
}
END_TEST

START_TEST(a_pipe_does_not_block)
{
    struct track *track = make(SMALL);

    make_folder();
    ck_assert_int_eq(mkfifo(path, 0600), 0);
    ck_assert_int_eq(load(track, NULL), OUNCE_ERR_IO);
    remove_folder();
    drop(track);
}
END_TEST

START_TEST(a_name_without_a_folder_is_in_the_current_one)
{
    struct track *track = make(SMALL);
    char old[4096];

    make_folder();
    ck_assert_ptr_nonnull(getcwd(old, sizeof old));
    ck_assert_int_eq(chdir(folder), 0);
    ck_assert_int_eq(ounce_tracker_save(track->tracker, "state", 5, NULL), OUNCE_OK);
    ck_assert_int_eq(ounce_tracker_load(track->tracker, "state", 5, NULL, NULL),
                     OUNCE_OK);
    ck_assert_int_eq(chdir(old), 0);
    remove_folder();
    drop(track);
}
END_TEST

/* The state must not go where a link planted beside it points, nor into a file that
 * somebody else can read. */
START_TEST(what_lies_in_the_neighbour_s_place_is_not_used)
{
    struct track *track = make(SMALL);
    char neighbour[220], victim[220];
    char *text;

    make_folder();
    snprintf(neighbour, sizeof neighbour, "%s.new", path);
    snprintf(victim, sizeof victim, "%s.victim", path);
    ck_assert_int_eq(symlink(victim, neighbour), 0);
    ck_assert_int_eq(save(track), OUNCE_OK);
    text = kit_read_file(victim);
    ck_assert_ptr_null(text);
    ck_assert_int_eq(load(track, NULL), OUNCE_OK);
    ck_assert_int_eq(mkdir(neighbour, 0700), 0); /* nor can it be taken away */
    ck_assert_int_eq(save(track), OUNCE_ERR_IO);
    ck_assert_int_eq(rmdir(neighbour), 0);
    remove_folder();
    drop(track);
}
END_TEST

/* ---- full disks ---- */

START_TEST(a_full_disk_leaves_the_old_state)
{
    struct track *track = make("A=1/60; B=1/60; A@0 a");
    struct track *large = make("A=1/60; B=1/60; A@0 a; A@1 b; A@2 c; A@3 d");
    struct rlimit limit, old_limit;
    char *before, *after;
    int failures = 0;

    make_folder();
    signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(save(track), OUNCE_OK);
    before = kit_read_file(path);
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &old_limit), 0);
    limit = old_limit;
    for (rlim_t size = 0; size < 1200; size += 13) {
        ounce_status status;

        limit.rlim_cur = size;
        ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
        status = save(large);
        ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &old_limit), 0);
        if (status == OUNCE_OK) {
            break;
        }
        failures++;
        ck_assert_int_eq(status, OUNCE_ERR_IO);
        ck_assert_str_eq(large->err.message, "the state cannot be written: the file "
                                             "would be too large");
        after = kit_read_file(path);
        ck_assert_str_eq(before, after);
        free(after);
    }
    ck_assert_int_gt(failures, 60);
    free(before);
    remove_folder();
    drop(large);
    drop(track);
}
END_TEST

/* ---- damage ---- */

/* Load these bytes into a tracker that has windows; whatever comes of it, the tracker
 * is as before or exactly what the file says. */
static ounce_status try_bytes(struct track *track, const char *bytes, size_t size,
                              const char *before)
{
    ounce_status status;
    char *after;

    write_bytes(bytes, size);
    memset(&track->err, 0, sizeof track->err);
    status = load(track, NULL);
    if (status != OUNCE_OK) {
        ck_assert_int_eq(status, OUNCE_ERR_IO);
        ck_assert_str_eq(track->err.file, path);
        ck_assert_uint_gt(track->err.line, 0);
    }
    ck_assert_int_eq(save(track), OUNCE_OK);
    after = kit_read_file(path);
    ck_assert_str_eq(after, before);
    free(after);
    return status;
}

START_TEST(a_file_cut_anywhere_is_an_error)
{
    struct track *track = make(SMALL);
    char *whole;

    make_folder();
    ck_assert_int_eq(save(track), OUNCE_OK);
    whole = kit_read_file(path);
    for (size_t size = 0; size < strlen(whole); size++) {
        ck_assert_msg(try_bytes(track, whole, size, whole) != OUNCE_OK, "%zu", size);
    }
    ck_assert_int_eq(try_bytes(track, whole, strlen(whole), whole), OUNCE_OK);
    free(whole);
    remove_folder();
    drop(track);
}
END_TEST

START_TEST(a_file_with_a_changed_byte_is_an_error)
{
    static const unsigned char changes[] = {0x01, 0x04, 0x20, 0x80, 0xff};
    struct track *track = make(SMALL);
    char *whole, *changed;
    size_t size;

    make_folder();
    ck_assert_int_eq(save(track), OUNCE_OK);
    whole = kit_read_file(path);
    size = strlen(whole);
    changed = malloc(size + 1);
    ck_assert_ptr_nonnull(changed);
    for (size_t i = 0; i < size; i++) {
        memcpy(changed, whole, size + 1);
        changed[i] = (char)(changed[i] ^ changes[((size_t)_i + i) % sizeof changes]);
        ck_assert_msg(try_bytes(track, changed, size, whole) != OUNCE_OK, "%zu", i);
    }
    memcpy(changed, whole, size);
    changed[size] = ' '; /* more behind the end */
    ck_assert_int_eq(try_bytes(track, changed, size + 1, whole), OUNCE_ERR_IO);
    free(changed);
    free(whole);
    remove_folder();
    drop(track);
}
END_TEST

START_TEST(two_halves_of_two_states_are_an_error)
{
    struct track *track = make(SMALL);
    struct track *other = make("A=2/60; B=1/60; A@0 c; B@1 dd; B@2 dd");
    char *one, *two, *mixed;

    make_folder();
    ck_assert_int_eq(save(other), OUNCE_OK);
    two = kit_read_file(path);
    ck_assert_int_eq(save(track), OUNCE_OK);
    one = kit_read_file(path);
    mixed = strdup(one);
    for (size_t at = 1; at < strlen(one) && at < strlen(two); at++) {
        memcpy(mixed, one, at);
        memcpy(mixed + at, two + at, strlen(two) - at);
        if (strlen(one) == strlen(two) && strcmp(mixed, one) != 0 &&
            strcmp(mixed, two) != 0) {
            ck_assert_int_ne(try_bytes(track, mixed, strlen(two), one), OUNCE_OK);
        }
    }
    free(mixed);
    free(one);
    free(two);
    remove_folder();
    drop(other);
    drop(track);
}
END_TEST

#define HEAD                                                                           \
    "{\"kind\":\"ounce alert state\",\"version\":1,\"sequence\":9,\"clock\":0}\n"
#define PROFILE                                                                        \
    "{\"kind\":\"profile\",\"rule_id\":\"R\",\"severity\":\"LOW\",\"log_type\":\"\","  \
    "\"description\":\"\",\"reference\":\"\",\"runbook\":\"\"}\n"
#define PROFILE_TO(destinations)                                                       \
    "{\"kind\":\"profile\",\"rule_id\":\"R\",\"severity\":\"LOW\",\"log_type\":\"\","  \
    "\"description\":\"\",\"reference\":\"\",\"runbook\":\"\","                        \
    "\"destinations\":" destinations "}\n"
#define WINDOW(profile, dedup, start, end, last, created, count, sequence, context)    \
    "{\"kind\":\"window\",\"profile\":" profile ",\"dedup\":" dedup                    \
    ",\"title\":null,\"start\":" start ",\"end\":" end ",\"until\":" end               \
    ",\"last\":" last ",\"created\":" created ",\"count\":" count                      \
    ",\"sequence\":" sequence ",\"alert_context\":" context "}\n"
#define GOOD WINDOW("0", "\"a\"", "0", "1", "0", "null", "1", "1", "\"{}\"")

/* Lines with a last line that is right: only what they say can be wrong. */
static const struct {
    const char *lines;
    uint32_t line; /* of the error; 0: it loads */
    const char *message;
} contents[] = {
    {HEAD, 0, ""},
    {HEAD PROFILE, 0, ""},
    {HEAD PROFILE GOOD, 0, ""},
    {HEAD PROFILE PROFILE GOOD, 0, ""},
    {HEAD PROFILE_TO("\"[]\"") GOOD, 0, ""},
    {HEAD PROFILE_TO("7") GOOD, 2, "Expected string, got integer"},
    {HEAD PROFILE_TO("\"{}\"") GOOD, 2,
     "\"destinations\" is not the text of a JSON list"},
    {HEAD PROFILE_TO("\"[\\\"a\\\",]\"") GOOD, 2,
     "\"destinations\" is not the text of a JSON list"},
    {HEAD PROFILE GOOD PROFILE, 0, ""},
    {"{\"version\":1,\"sequence\":9,\"clock\":7,\"kind\":\"ounce alert "
     "state\",\"more\":1}\n",
     0, ""},
    {"\n", 1, "bad JSON"},
    {"{}\n", 1, "Object item not found: kind"},
    {"[]\n", 1, "Expected object, got array"},
    {"7\n", 1, "'[' or '{' expected"},
    {PROFILE, 1, "Object item not found: version"},
#define HEAD_OF(kind, version, sequence, clock)                                        \
    "{\"kind\":" kind ",\"version\":" version ",\"sequence\":" sequence                \
    ",\"clock\":" clock "}\n"
    {HEAD_OF("\"x\"", "1", "9", "0"), 1, "the file does not begin as one"},
    {HEAD_OF("\"ounce alert state\"", "\"1\"", "9", "0"), 1,
     "Expected integer, got string"},
    {HEAD_OF("\"ounce alert state\"", "1.0", "9", "0"), 1,
     "Expected integer, got real"},
    {HEAD_OF("\"ounce alert state\"", "1", "-1", "0"), 1, "a number that cannot be"},
    {HEAD_OF("\"ounce alert state\"", "1", "9", "-1"), 1, "a number that cannot be"},
    {HEAD_OF("\"ounce alert state\"", "1", "9", "253402300800000"), 1,
     "a number that cannot be"},
    {HEAD_OF("\"ounce alert state\"", "1", "9223372036854775808", "0"), 1,
     "too big integer"},
    {"{\"Kind\":\"ounce alert state\",\"version\":1,\"sequence\":9,\"clock\":0}\n", 1,
     "Object item not found: kind"},
    {"{\"kind\":\"ounce alert state\",\"kind\":1}\n", 1, "duplicate object key"},
    {HEAD HEAD, 2, "\"kind\" must be \"profile\", \"window\" or \"end\""},
    {HEAD "\n", 2, "bad JSON"},
    {HEAD "{\"kind\":7}\n", 2, "\"kind\" must be \"profile\", \"window\" or \"end\""},
    {HEAD "{\"kind\":[]}\n", 2, "too deep"},
    {HEAD "{\"kind\":\"\\ud800\"}\n", 2, "invalid Unicode '\\uD800'"},
    {HEAD "{\"\\u0000\":\"\"}\n", 2, "NUL byte in object key not supported"},
    {HEAD "{\"kind\":\"profile\"}\n", 2, "Object item not found: rule_id"},
    {HEAD "{\"kind\":\"profile\",\"rule_id\":\"\xff\"}\n", 2, "bad UTF-8"},
    {HEAD "{\"kind\":\"x\",\"a\":[[[[[[[[[]]]]]]]]]}\n", 2, "too deep"},
    {HEAD GOOD, 2, "\"profile\" is the number of no profile above"},
    {HEAD PROFILE GOOD GOOD, 4, "the same rule and dedup text stand there twice"},
#define BAD(what, ...)                                                                 \
    {                                                                                  \
        HEAD PROFILE WINDOW(__VA_ARGS__), 3, what                                      \
    }
#define NO_PROFILE "\"profile\" is the number of no profile above"
    BAD(NO_PROFILE, "1", "\"a\"", "0", "1", "0", "null", "1", "1", "\"{}\""),
    BAD(NO_PROFILE, "-1", "\"a\"", "0", "1", "0", "null", "1", "1", "\"{}\""),
    BAD(NO_PROFILE, "4294967296", "\"a\"", "0", "1", "0", "null", "1", "1", "\"{}\""),
    BAD("Expected integer, got real", "0.0", "\"a\"", "0", "1", "0", "null", "1", "1",
        "\"{}\""),
    BAD("Expected integer, got null", "0", "\"a\"", "null", "1", "0", "null", "1", "1",
        "\"{}\""),
    BAD("Expected string, got integer", "0", "7", "0", "1", "0", "null", "1", "1",
        "\"{}\""),
    BAD("\"start\" is no time", "0", "\"a\"", "-1", "1", "0", "null", "1", "1",
        "\"{}\""),
    BAD("\"start\" is no time", "0", "\"a\"", "253402300800000", "253402300800001",
        "253402300800000", "null", "1", "1", "\"{}\""),
    BAD("too big integer", "0", "\"a\"", "99999999999999999999", "1", "0", "null", "1",
        "1", "\"{}\""),
#define NO_END "\"end\" is not within a year of \"start\""
    BAD(NO_END, "0", "\"a\"", "5", "5", "5", "null", "1", "1", "\"{}\""),
    BAD(NO_END, "0", "\"a\"", "0", "31536000001", "0", "null", "1", "1", "\"{}\""),
    BAD(NO_END, "0", "\"a\"", "9", "-9223372036854775808", "9", "null", "1", "1",
        "\"{}\""),
#define NO_LAST "\"last\" is outside the window"
    BAD(NO_LAST, "0", "\"a\"", "5", "9", "4", "null", "1", "1", "\"{}\""),
    BAD(NO_LAST, "0", "\"a\"", "5", "9", "9", "null", "1", "1", "\"{}\""),
    BAD("\"created\" is no time", "0", "\"a\"", "5", "9", "5", "-2", "1", "1",
        "\"{}\""),
    BAD("\"created\" is no time", "0", "\"a\"", "5", "9", "5", "253402300800000", "1",
        "1", "\"{}\""),
    BAD("Expected integer, got true", "0", "\"a\"", "5", "9", "5", "true", "1", "1",
        "\"{}\""),
    BAD("\"count\" is below 1", "0", "\"a\"", "0", "1", "0", "null", "0", "1",
        "\"{}\""),
    BAD("too big integer", "0", "\"a\"", "0", "1", "0", "null", "9223372036854775808",
        "1", "\"{}\""),
#define NO_SEQUENCE "\"sequence\" is 0 or above that of the first line"
    BAD(NO_SEQUENCE, "0", "\"a\"", "0", "1", "0", "null", "1", "0", "\"{}\""),
    BAD(NO_SEQUENCE, "0", "\"a\"", "0", "1", "0", "null", "1", "10", "\"{}\""),
    BAD("too deep", "0", "\"a\"", "0", "1", "0", "null", "1", "1", "{}"),
    BAD("Expected string, got null", "0", "\"a\"", "0", "1", "0", "null", "1", "1",
        "null"),
#define OBJECT "\"alert_context\" is not the text of a JSON object"
    BAD(OBJECT, "0", "\"a\"", "0", "1", "0", "null", "1", "1", "\"\""),
    BAD(OBJECT, "0", "\"a\"", "0", "1", "0", "null", "1", "1", "\"[]\""),
    BAD(OBJECT, "0", "\"a\"", "0", "1", "0", "null", "1", "1", "\"{} {}\""),
    BAD(OBJECT, "0", "\"a\"", "0", "1", "0", "null", "1", "1", "\"{\\\"a\\\":}\""),
    BAD(OBJECT, "0", "\"a\"", "0", "1", "0", "null", "1", "1", "\"{\\n}\\u0000\""),
};

START_TEST(what_lines_say_is_checked)
{
    struct track *track = make(SMALL);
    ounce_allocator alloc = track->memory.allocator;
    struct oz_buf buf;
    uint64_t lines = 0;
    ounce_status status;

    make_folder();
    oz_buf_init(&buf, &alloc);
    oz_buf_text(&buf, contents[_i].lines);
    for (size_t i = 0; i < buf.size; i++) {
        lines += buf.data[i] == '\n';
    }
    oz_state_last_line(&buf, lines, oz_state_sum(OZ_STATE_SUM, buf.data, buf.size));
    write_bytes(buf.data, buf.size);
    oz_buf_finish(&buf);
    status = load(track, NULL);

    if (contents[_i].line == 0) {
        ck_assert_msg(status == OUNCE_OK, "%s\n%s", contents[_i].lines,
                      track->err.message);
    } else {
        ck_assert_int_eq(status, OUNCE_ERR_IO);
        ck_assert_msg(track->err.line == contents[_i].line, "%s\nline %u: %s",
                      contents[_i].lines, track->err.line, track->err.message);
        ck_assert_msg(strstr(track->err.message, contents[_i].message) != NULL,
                      "%s\n%s", contents[_i].lines, track->err.message);
    }
    remove_folder();
    drop(track);
}
END_TEST

START_TEST(another_version_is_said_to_be_one)
{
    struct track *track = make(SMALL);
    static const char text[] =
        "{\"kind\":\"ounce alert state\",\"version\":2,\"sequence\":9}\n";

    make_folder();
    write_bytes(text, sizeof text - 1);
    ck_assert_int_eq(load(track, NULL), OUNCE_ERR_IO);
    ck_assert_str_eq(track->err.message,
                     "the alert state is of version 2; this library reads 1");
    ck_assert_uint_eq(track->err.line, 1);
    remove_folder();
    drop(track);
}
END_TEST

/* A context as deep as an event may be comes back. */
START_TEST(a_deep_context_comes_back)
{
    struct track *track = make("A=1/60; flush");
    char json[4000] = "{\"k\":\"a\",\"t\":";
    bool found;

    for (int i = 0; i < 127; i++) {
        strcat(json, "[");
    }
    for (int i = 0; i < 127; i++) {
        strcat(json, "]");
    }
    strcat(json, "}");
    make_folder();
    ck_assert_int_eq(track_event(track, "A", json, START), OUNCE_OK);
    ck_assert_int_eq(save(track), OUNCE_OK);
    ck_assert_int_eq(load(track, &found), OUNCE_OK);
    remove_folder();
    drop(track);
}
END_TEST

/* ---- out of memory ---- */

START_TEST(save_and_load_without_memory_change_nothing)
{
    struct track *track = make(SMALL);
    struct kit_memory *memory = &track->memory;
    char *before, *after;
    int failures = 0;

    make_folder();
    ck_assert_int_eq(save(track), OUNCE_OK);
    before = kit_read_file(path);
    for (int what = 0; what < 4; what++) {
        memory->keep_failing = what >= 2;
        for (uint64_t at = 1;; at++) {
            size_t live = memory->live;
            ounce_status status;

            memory->fail_at = memory->calls + at;
            status = what % 2 == 0 ? save(track) : load(track, NULL);
            memory->fail_at = 0;
            if (status == OUNCE_OK) {
                break;
            }
            failures++;
            ck_assert_int_eq(status, OUNCE_ERR_NOMEM);
            ck_assert_int_eq(track->err.code, OUNCE_ERR_NOMEM);
            ck_assert_uint_eq(memory->live, live);
            after = kit_read_file(path);
            ck_assert_str_eq(after, before);
            free(after);
        }
        ck_assert_int_eq(save(track), OUNCE_OK);
        after = kit_read_file(path);
        ck_assert_str_eq(after, before);
        free(after);
    }
    ck_assert_int_gt(failures, 20);
    free(before);
    remove_folder();
    drop(track);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("state");
    TCase *tcase = tcase_create("state");

    tcase_set_timeout(tcase, 120);
    tcase_add_test(tcase, the_file_is_as_documented);
    tcase_add_loop_test(tcase, what_follows_is_the_same_with_and_without_a_file_between,
                        0, KIT_LENGTH(halves));
    tcase_add_test(tcase, many_windows_come_back_as_they_were);
    tcase_add_test(tcase, more_windows_than_fit_are_loaded_and_evicted_with_a_word);
    tcase_add_test(tcase, loading_replaces_what_was_there);
    tcase_add_test(tcase, a_missing_file_is_a_first_start_or_an_error);
    tcase_add_test(tcase, paths_that_cannot_be_are_refused);
    tcase_add_test(tcase, a_pipe_does_not_block);
    tcase_add_test(tcase, a_name_without_a_folder_is_in_the_current_one);
    tcase_add_test(tcase, what_lies_in_the_neighbour_s_place_is_not_used);
    tcase_add_test(tcase, a_full_disk_leaves_the_old_state);
    tcase_add_test(tcase, a_file_cut_anywhere_is_an_error);
    tcase_add_loop_test(tcase, a_file_with_a_changed_byte_is_an_error, 0, 5);
    tcase_add_test(tcase, two_halves_of_two_states_are_an_error);
    tcase_add_loop_test(tcase, what_lines_say_is_checked, 0, KIT_LENGTH(contents));
    tcase_add_test(tcase, another_version_is_said_to_be_one);
    tcase_add_test(tcase, a_deep_context_comes_back);
    tcase_add_test(tcase, save_and_load_without_memory_change_nothing);
    suite_add_tcase(suite, tcase);
    return kit_run(suite);
}
