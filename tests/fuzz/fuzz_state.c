/* fuzz_state.c — any lines as a saved state: windows, or an error with its line.
 *
 * The last byte chooses when memory runs out and whether the last line is put right:
 * without that, the checksum would keep nearly every input from what is behind it.
 * Beyond not crashing it is checked that a state that loads is saved as it is and loads
 * again, that one that does not changes nothing, and that counters add up.
 */
#include "alert/state.h"
#include "alert/state_line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct memory {
    uint64_t left; /* calls before it runs out */
    uint64_t blocks;
};

static void *resize(void *ctx, void *ptr, size_t old_size, size_t new_size)
{
    struct memory *memory = ctx;
    void *fresh;

    (void)old_size;
    if (new_size == 0) {
        memory->blocks -= ptr != NULL;
        free(ptr);
        return NULL;
    }
    if (memory->left == 0) {
        return NULL;
    }
    memory->left--;
    fresh = realloc(ptr, new_size);
    memory->blocks += ptr == NULL && fresh != NULL;
    return fresh;
}

static void must(bool truth, const char *what)
{
    if (!truth) {
        fprintf(stderr, "fuzz_state: not true: %s\n", what);
        abort();
    }
}

static void write_all(int fd, const char *text, size_t size)
{
    must(write(fd, text, size) == (ssize_t)size, "the scratch file is written");
}

/* The input as a file at its beginning. */
static int make_file(const uint8_t *data, size_t size, bool mend)
{
    int fd = memfd_create("state", MFD_CLOEXEC);
    char line[128];
    struct oz_buf buf;
    uint64_t lines = 0;

    must(fd >= 0, "there is a scratch file");
    write_all(fd, (const char *)data, size);
    if (mend) {
        for (size_t i = 0; i < size; i++) {
            lines += data[i] == '\n';
        }
        oz_buf_init_fixed(&buf, line, sizeof line);
        oz_state_last_line(&buf, lines,
                           oz_state_sum(OZ_STATE_SUM, (const char *)data, size));
        write_all(fd, line, buf.size);
    }
    must(lseek(fd, 0, SEEK_SET) == 0, "the scratch file is rewound");
    return fd;
}

static ounce_control check_alert(void *user, const ounce_alert *alert)
{
    uint64_t *closed = user;
    char text[64];
    size_t size;

    must(alert->change == OUNCE_ALERT_CLOSED && alert->count > 0, "it closes");
    must(alert->first_time <= alert->last_time, "times are in order");
    must(ounce_alert_json(alert, text, sizeof text, &size) == OUNCE_ERR_SPACE,
         "no alert is that short");
    ++*closed;
    return OUNCE_CONTINUE;
}

static ounce_tracker *new_tracker(struct memory *memory)
{
    const ounce_allocator alloc = {resize, memory};
    ounce_tracker_options options = OUNCE_TRACKER_OPTIONS_INIT;
    ounce_tracker *tracker;

    options.allocator = &alloc;
    options.seed = 1;
    return ounce_tracker_new(&options, &tracker, NULL) == OUNCE_OK ? tracker : NULL;
}

static void save_and_load(const ounce_tracker *tracker)
{
    static char path[64];
    struct memory memory = {UINT64_MAX, 0};
    ounce_tracker *again = new_tracker(&memory);
    ounce_alert_counts a, b;

    if (path[0] == '\0') {
        snprintf(path, sizeof path, "/dev/shm/ounce-fuzz-state-%d", (int)getpid());
    }
    if (ounce_tracker_save(tracker, path, strlen(path), NULL) == OUNCE_OK) {
        must(ounce_tracker_load(again, path, strlen(path), NULL, NULL) == OUNCE_OK,
             "what was saved loads");
        ounce_tracker_counts(tracker, &a);
        ounce_tracker_counts(again, &b);
        must(a.keys == b.keys && a.open == b.open, "all windows are there again");
        unlink(path);
    }
    ounce_tracker_free(again);
    must(memory.blocks == 0, "nothing is left");
}

static void use(ounce_tracker *tracker)
{
    ounce_alert_counts counts;
    uint64_t closed = 0;
    uint64_t open;

    ounce_tracker_counts(tracker, &counts);
    open = counts.open;
    save_and_load(tracker);
    ounce_tracker_advance(tracker, INT64_C(1705312800000), check_alert, &closed);
    ounce_tracker_flush(tracker, check_alert, &closed);
    ounce_tracker_counts(tracker, &counts);
    must(closed == open && counts.keys == 0 && counts.open == 0, "all alerts closed");
    must(tracker->windows.bytes == 0 && tracker->windows.profiles.bytes == 0,
         "bytes add up");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t choice = size > 0 ? data[--size] : 0;
    struct memory memory = {UINT64_MAX, 0};
    ounce_tracker *tracker = new_tracker(&memory);
    ounce_error err = OUNCE_ERROR_INIT;
    ounce_alert_counts counts;
    ounce_status status;
    int fd;

    must(tracker != NULL, "there is a tracker");
    fd = make_file(data, size, (choice & 1) == 0);
    memory.left = (choice & 0xc0) == 0xc0 ? choice >> 1 & 0x1f : UINT64_MAX;
    status = oz_state_read(tracker, fd, (ounce_str){"state", 5}, &err);
    close(fd);
    must(status == OUNCE_OK || status == OUNCE_ERR_IO || status == OUNCE_ERR_NOMEM,
         "the status is one of three");
    must(status == err.code, "the error says the same");
    if (status == OUNCE_OK) {
        use(tracker);
    } else {
        ounce_tracker_counts(tracker, &counts);
        must(counts.keys == 0, "nothing was changed");
        must(status == OUNCE_ERR_NOMEM || err.line > 0, "the error has a line");
    }
    ounce_tracker_free(tracker);
    must(memory.blocks == 0, "nothing is left");
    return 0;
}
