/* state.c — write the state so that it is old or new, never half.
 *
 * The neighbour file is complete and on disk before it takes the name, and the folder
 * is synced behind that. What a reader meets is therefore a whole file, unless the disk
 * lies; the checksum is for that, and for editors. state_read.c is the way back.
 */
#include "alert/state.h"

#include "alert/state_line.h"
#include "base/diag.h"
#include "base/sort.h"
#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h> /* rename() */
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK_SIZE 65536

struct writer {
    int fd;
    int code; /* errno of what failed; 0 */
    uint64_t lines, sum;
    struct oz_buf buf; /* lines not written yet; those before `summed` are counted */
    size_t summed;
};

static void write_all(struct writer *writer)
{
    const char *at = writer->buf.data;
    size_t left = writer->buf.failed ? 0 : writer->buf.size;

    while (left > 0 && writer->code == 0) {
        ssize_t wrote = write(writer->fd, at, left);

        if (wrote > 0) {
            at += wrote;
            left -= (size_t)wrote;
        } else if (wrote == 0 || errno != EINTR) {
            writer->code = wrote == 0 ? EIO : errno;
        }
    }
    if (!writer->buf.failed) {
        oz_buf_clear(&writer->buf);
    }
    writer->summed = 0;
}

static void end_line(struct writer *writer)
{
    struct oz_buf *buf = &writer->buf;

    oz_buf_text(buf, "}\n");
    if (buf->failed) {
        return;
    }
    writer->lines++;
    writer->sum = oz_state_sum(writer->sum, buf->data + writer->summed,
                               buf->size - writer->summed);
    writer->summed = buf->size;
    if (buf->size >= BLOCK_SIZE) {
        write_all(writer);
    }
}

static void add_text(struct oz_buf *buf, const char *name, ounce_str text)
{
    oz_buf_text(buf, name);
    oz_buf_json(buf, text.data, text.size);
}

static void add_int(struct oz_buf *buf, const char *name, int64_t value)
{
    oz_buf_text(buf, name);
    oz_buf_int(buf, value);
}

static void write_head(struct writer *writer, const ounce_tracker *tracker)
{
    oz_buf_text(&writer->buf, "{\"kind\":\"" OZ_STATE_HEAD "\"");
    add_int(&writer->buf, ",\"version\":", OZ_STATE_VERSION);
    add_int(&writer->buf, ",\"sequence\":", (int64_t)tracker->windows.sequence);
    add_int(&writer->buf, ",\"clock\":", tracker->clock);
    end_line(writer);
}

static void write_profile(struct writer *writer, const struct oz_profile *profile)
{
    struct oz_buf *buf = &writer->buf;

    oz_buf_text(buf, "{\"kind\":\"" OZ_STATE_PROFILE "\"");
    add_text(buf, ",\"rule_id\":", profile->texts[OZ_PROFILE_RULE_ID]);
    add_text(buf, ",\"severity\":", profile->texts[OZ_PROFILE_SEVERITY]);
    add_text(buf, ",\"log_type\":", profile->texts[OZ_PROFILE_LOG_TYPE]);
    add_text(buf, ",\"description\":", profile->texts[OZ_PROFILE_DESCRIPTION]);
    add_text(buf, ",\"reference\":", profile->texts[OZ_PROFILE_REFERENCE]);
    add_text(buf, ",\"runbook\":", profile->texts[OZ_PROFILE_RUNBOOK]);
    if (profile->texts[OZ_PROFILE_DESTINATIONS].size > 0) {
        add_text(buf, ",\"destinations\":", profile->texts[OZ_PROFILE_DESTINATIONS]);
    }
    end_line(writer);
}

static void write_window(struct writer *writer, const struct oz_window_entry *entry,
                         uint32_t profile)
{
    const struct oz_window *window = entry->window;
    struct oz_buf *buf = &writer->buf;

    oz_buf_text(buf, "{\"kind\":\"" OZ_STATE_WINDOW "\"");
    add_int(buf, ",\"profile\":", profile);
    add_text(buf, ",\"dedup\":", oz_window_dedup(window));
    if (window->shared) {
        oz_buf_text(buf, ",\"title\":null");
    } else {
        add_text(buf, ",\"title\":", oz_window_title(window));
    }
    add_int(buf, ",\"start\":", window->start);
    add_int(buf, ",\"end\":", window->end);
    add_int(buf, ",\"until\":", entry->until);
    add_int(buf, ",\"last\":", window->last);
    if (window->created == OZ_NOT_OPEN) {
        oz_buf_text(buf, ",\"created\":null");
    } else {
        add_int(buf, ",\"created\":", window->created);
    }
    add_int(buf, ",\"count\":", (int64_t)window->count);
    add_int(buf, ",\"sequence\":", (int64_t)window->sequence);
    add_text(buf, ",\"alert_context\":", oz_window_context(window));
    end_line(writer);
}

/* ---- profiles, in the order of their ids ---- */

struct numbering {
    const struct oz_profile **profiles;
    uint32_t *order; /* places in profiles, and as many to spare */
    uint32_t count;
};

static int by_id(const void *owner, uint32_t a, uint32_t b)
{
    const struct numbering *numbering = owner;
    uint64_t x = numbering->profiles[a]->id;
    uint64_t y = numbering->profiles[b]->id;

    return x < y ? -1 : x > y;
}

static bool number_profiles(struct oz_arena *arena, const struct oz_key_table *table,
                            struct numbering *out)
{
    out->count = 0;
    out->profiles = oz_arena_array(arena, table->count, sizeof *out->profiles);
    out->order = oz_arena_array(arena, table->count, 2 * sizeof *out->order);
    if (out->profiles == NULL || out->order == NULL) {
        return false;
    }
    for (size_t i = 0; i < table->capacity; i++) {
        if (table->slots[i].item != NULL) {
            out->order[out->count] = out->count;
            out->profiles[out->count++] = table->slots[i].item;
        }
    }
    oz_sort(out->order, out->order + out->count, out->count, by_id, out);
    return true;
}

static uint32_t number_of(const struct numbering *numbering, uint64_t id)
{
    uint32_t low = 0;
    uint32_t high = numbering->count;

    while (high - low > 1) {
        uint32_t mid = low + (high - low) / 2;

        if (numbering->profiles[numbering->order[mid]]->id <= id) {
            low = mid;
        } else {
            high = mid;
        }
    }
    return low;
}

static void write_lines(struct writer *writer, const ounce_tracker *tracker,
                        const struct numbering *numbering)
{
    const struct oz_window_set *set = &tracker->windows;

    write_head(writer, tracker);
    for (uint32_t i = 0; i < numbering->count && writer->code == 0; i++) {
        write_profile(writer, numbering->profiles[numbering->order[i]]);
    }
    for (uint32_t i = 0; i < set->count && writer->code == 0; i++) {
        write_window(writer, &set->heap[i],
                     number_of(numbering, set->heap[i].window->profile->id));
    }
    oz_state_last_line(&writer->buf, writer->lines, writer->sum);
    write_all(writer);
}

/* ---- the file ---- */

static int sync_fd(int fd)
{
    while (fsync(fd) != 0) {
        if (errno != EINTR) {
            return errno;
        }
    }
    return 0;
}

/* The names of one save, NUL-terminated. */
struct names {
    const char *path, *neighbour, *folder;
};

static const char *join(struct oz_arena *arena, ounce_str a, ounce_str b)
{
    char *text = oz_arena_alloc(arena, a.size + b.size + 1);

    if (text != NULL) {
        memcpy(text, a.data, a.size);
        memcpy(text + a.size, b.data, b.size);
        text[a.size + b.size] = '\0';
    }
    return text;
}

static bool make_names(struct oz_arena *arena, ounce_str path, struct names *out)
{
    ounce_str folder = path;

    while (folder.size > 0 && folder.data[folder.size - 1] != '/') {
        folder.size--;
    }
    out->path = join(arena, path, OZ_LIT(""));
    out->neighbour = join(arena, path, OZ_LIT(".new"));
    out->folder = join(arena, folder, OZ_LIT("."));
    return out->path != NULL && out->neighbour != NULL && out->folder != NULL;
}

static ounce_status io_error(ounce_error *err, ounce_str path, const char *what,
                             int code)
{
    return oz_error_at(err, OUNCE_ERR_IO, path, (struct oz_span){0, 0, 0}, "%s: %s",
                       what, oz_state_reason(code));
}

/* Write and sync; the file stays open. Only a file that we have made ourselves will do:
 * one that lies there may belong to somebody who reads what events hold. */
static ounce_status write_neighbour(struct writer *writer, const char *name,
                                    const ounce_tracker *tracker,
                                    const struct numbering *numbering)
{
    unlink(name); /* left by a save that was killed */
    writer->fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (writer->fd < 0) {
        writer->code = errno;
        return OUNCE_ERR_IO;
    }
    write_lines(writer, tracker, numbering);
    if (writer->buf.failed) {
        return OUNCE_ERR_NOMEM;
    }
    if (writer->code == 0) {
        writer->code = sync_fd(writer->fd);
    }
    return writer->code == 0 ? OUNCE_OK : OUNCE_ERR_IO;
}

/* Is the neighbour still the file that we wrote, or another process's by now? */
static bool is_ours(int fd, const char *name)
{
    struct stat ours, there;

    return fstat(fd, &ours) == 0 && stat(name, &there) == 0 &&
           ours.st_dev == there.st_dev && ours.st_ino == there.st_ino;
}

/* A rename is on disk when its folder is. Some file systems cannot sync a folder and
 * say so; there is nothing better to do on them. */
static int sync_folder(const char *name)
{
    int fd = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int code;

    if (fd < 0) {
        return errno;
    }
    code = sync_fd(fd);
    close(fd);
    return code == EINVAL || code == ENOTSUP ? 0 : code;
}

static ounce_status replace(const struct names *names, int fd, ounce_str path,
                            ounce_error *err)
{
    struct stat there;
    int code;

    if (!is_ours(fd, names->neighbour)) {
        return io_error(err, path, "another process is saving a state here", EBUSY);
    }
    if (stat(names->path, &there) == 0 && !S_ISREG(there.st_mode)) {
        return io_error(err, path, "the state cannot be written",
                        S_ISDIR(there.st_mode) ? EISDIR : EEXIST);
    }
    if (rename(names->neighbour, names->path) != 0) {
        code = errno;
        return io_error(err, path, "the new state cannot take the old one's place",
                        code);
    }
    code = sync_folder(names->folder);
    return code == 0 ? OUNCE_OK
                     : io_error(err, path,
                                "the state is written, but its folder cannot be synced",
                                code);
}

ounce_status oz_state_save(const ounce_tracker *tracker, ounce_str path,
                           ounce_error *err)
{
    struct writer writer = {-1, 0, 0, OZ_STATE_SUM, {0}, 0};
    struct numbering numbering;
    struct oz_arena arena;
    struct names names;
    ounce_status status = OUNCE_ERR_NOMEM;

    oz_arena_init(&arena, &tracker->alloc);
    oz_buf_init(&writer.buf, &tracker->alloc);
    if (make_names(&arena, path, &names) &&
        number_profiles(&arena, &tracker->windows.profiles.table, &numbering)) {
        status = write_neighbour(&writer, names.neighbour, tracker, &numbering);
    }
    if (status == OUNCE_OK) {
        status = replace(&names, writer.fd, path, err);
    } else if (status == OUNCE_ERR_NOMEM) {
        oz_error_nomem(err);
    } else {
        io_error(err, path, "the state cannot be written", writer.code);
    }
    if (status != OUNCE_OK && writer.fd >= 0 && is_ours(writer.fd, names.neighbour)) {
        unlink(names.neighbour);
    }
    if (writer.fd >= 0) {
        close(writer.fd); /* it was synced: nothing is left that could fail */
    }
    oz_buf_finish(&writer.buf);
    oz_arena_finish(&arena);
    return status;
}
