/* state_read.c — the way back: a file of windows, read as if an enemy had written it.
 *
 * A line is first checked by the scanner of events, which bounds its depth and members,
 * and then taken apart by jansson, by its shape. Windows are gathered beside the
 * tracker's own; only when the last line has proved the file whole do they take their
 * place.
 */
#include "alert/state.h"

#include "alert/state_line.h"
#include "base/str.h"
#include "event/event_json.h"
#include "event/event_time.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <ounce/matcher.h>
#include <sys/stat.h>
#include <unistd.h>

#define MOST_PERIOD (INT64_C(525600) * 60000)

struct reader {
    struct oz_state_lines lines;
    struct oz_arena arena;
    struct oz_profile **profiles; /* one reference each */
    uint32_t profile_count, profile_capacity;
    struct oz_window_set set; /* being filled */
    int64_t clock;
};

static ounce_status damaged(const struct reader *reader, const char *what)
{
    return oz_state_damaged(&reader->lines, 0, what);
}

static ounce_status nomem(const struct reader *reader)
{
    return oz_error_nomem(reader->lines.err);
}

/* A line as a flat object. */
static ounce_status parse_line(struct reader *reader, ounce_str line, json_t **out)
{
    static const struct oz_json_limits limits = {OZ_STATE_LINE_MOST, 1, 32};
    json_error_t error;
    size_t at;
    uint32_t reason = oz_json_check(&limits, line, &at);

    *out = NULL;
    if (reason != OUNCE_REASON_NONE) {
        return oz_state_damaged(&reader->lines, at + 1, ounce_reason_text(reason));
    }
    *out = json_loadb(line.data, line.size, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL,
                      &error);
    if (*out == NULL) {
        return json_error_code(&error) == json_error_out_of_memory
                   ? nomem(reader)
                   : damaged(reader, error.text);
    }
    return OUNCE_OK;
}

/* What json_unpack_ex() found, or did not. */
static ounce_status unpacked(const struct reader *reader, int result,
                             const json_error_t *error)
{
    return result == 0 ? OUNCE_OK : damaged(reader, error->text);
}

/* ---- what lines say ---- */

static ounce_status read_head(struct reader *reader, json_t *object)
{
    json_int_t version, sequence, clock;
    json_error_t error;
    const char *kind;
    ounce_status status = unpacked(reader,
                                   json_unpack_ex(object, &error, 0, "{s:s, s:I}",
                                                  "kind", &kind, "version", &version),
                                   &error);

    if (status != OUNCE_OK) {
        return status;
    }
    if (strcmp(kind, OZ_STATE_HEAD) != 0) {
        return damaged(reader, "the file does not begin as one");
    }
    if (version != OZ_STATE_VERSION) {
        return oz_error_at(reader->lines.err, OUNCE_ERR_IO, reader->lines.name,
                           (struct oz_span){1, 0, 0},
                           "the alert state is of version %lld; this library reads %d",
                           (long long)version, OZ_STATE_VERSION);
    }
    status = unpacked(reader,
                      json_unpack_ex(object, &error, 0, "{s:I, s:I}", "sequence",
                                     &sequence, "clock", &clock),
                      &error);
    if (status != OUNCE_OK) {
        return status;
    }
    if (sequence < 0 || clock < 0 || clock > OZ_TIME_MAX) {
        return damaged(reader, "a number that cannot be");
    }
    reader->set.sequence = (uint64_t)sequence;
    reader->clock = clock;
    return OUNCE_OK;
}

/* A JSON object or list stands in a text, so that its own depth is its own affair. */
static bool is_json(ounce_str text, char first)
{
    static const struct oz_json_limits limits = {OZ_STATE_LINE_MOST, OZ_JSON_MAX_DEPTH,
                                                 UINT32_MAX};
    size_t at;

    return text.size > 0 && text.data[0] == first &&
           oz_json_check(&limits, text, &at) == OUNCE_REASON_NONE;
}

static ounce_status read_profile(struct reader *reader, json_t *object)
{
    void *profiles = reader->profiles;
    ounce_str t[OZ_PROFILE_TEXTS] = {{NULL, 0}};
    struct oz_profile *profile;
    json_error_t error;
    const char *kind;
    ounce_status status = unpacked(
        reader,
        json_unpack_ex(
            object, &error, 0, "{s:s, s:s%, s:s%, s:s%, s:s%, s:s%, s:s%, s?s%}",
            "kind", &kind, "rule_id", &t[0].data, &t[0].size, "severity", &t[1].data,
            &t[1].size, "log_type", &t[2].data, &t[2].size, "description", &t[3].data,
            &t[3].size, "reference", &t[4].data, &t[4].size, "runbook", &t[5].data,
            &t[5].size, "destinations", &t[6].data, &t[6].size),
        &error);

    if (status != OUNCE_OK) {
        return status;
    }
    if (t[OZ_PROFILE_DESTINATIONS].size > 0 &&
        !is_json(t[OZ_PROFILE_DESTINATIONS], '[')) {
        return damaged(reader, "\"destinations\" is not the text of a JSON list");
    }
    if (!oz_arena_grow(&reader->arena, &profiles, reader->profile_count,
                       &reader->profile_capacity, sizeof(struct oz_profile *))) {
        return nomem(reader);
    }
    reader->profiles = profiles;
    profile = oz_profile_take(&reader->set.profiles, &reader->set.key, t);
    if (profile == NULL) {
        return nomem(reader);
    }
    reader->profiles[reader->profile_count++] = profile;
    return OUNCE_OK;
}

/* A window as its line has it. */
struct fields {
    json_int_t profile, start, end, until, last, created, count, sequence;
    ounce_str dedup, title, context;
};

static bool is_between(json_int_t value, json_int_t least, json_int_t most)
{
    return value >= least && value <= most;
}

/* Nothing that feeding matches could not have led to. */
static const char *what_is_wrong(const struct reader *reader, const struct fields *f)
{
    return !is_between(f->profile, 0, (json_int_t)reader->profile_count - 1)
               ? "\"profile\" is the number of no profile above"
           : !is_between(f->start, 0, OZ_TIME_MAX) ? "\"start\" is no time"
           : !is_between(f->end, f->start + 1, f->start + MOST_PERIOD)
               ? "\"end\" is not within a year of \"start\""
           : !is_between(f->until, f->end, OZ_TIME_MAX + MOST_PERIOD)
               ? "\"until\" is before \"end\" or no time"
           : !is_between(f->last, f->start, f->end - 1)
               ? "\"last\" is outside the window"
           : !is_between(f->created, OZ_NOT_OPEN, OZ_TIME_MAX)
               ? "\"created\" is no time"
           : f->count < 1 ? "\"count\" is below 1"
           : !is_between(f->sequence, 1, (json_int_t)reader->set.sequence)
               ? "\"sequence\" is 0 or above that of the first line"
               : NULL;
}

/* A null stands for a title that is the dedup text, and for an alert that is not. */
static ounce_status unpack_window(const struct reader *reader, json_t *object,
                                  struct fields *f)
{
    bool titled = !json_is_null(json_object_get(object, "title"));
    bool open = !json_is_null(json_object_get(object, "created"));
    json_error_t error;
    const char *kind;
    ounce_status status =
        unpacked(reader,
                 json_unpack_ex(object, &error, 0,
                                "{s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:s%, s:s%}",
                                "kind", &kind, "profile", &f->profile, "start",
                                &f->start, "end", &f->end, "until", &f->until, "last",
                                &f->last, "count", &f->count, "sequence", &f->sequence,
                                "dedup", &f->dedup.data, &f->dedup.size,
                                "alert_context", &f->context.data, &f->context.size),
                 &error);

    f->title = f->dedup;
    f->created = OZ_NOT_OPEN;
    if (status == OUNCE_OK && titled) {
        status = unpacked(reader,
                          json_unpack_ex(object, &error, 0, "{s:s%}", "title",
                                         &f->title.data, &f->title.size),
                          &error);
    }
    if (status == OUNCE_OK && open) {
        status = unpacked(
            reader, json_unpack_ex(object, &error, 0, "{s:I}", "created", &f->created),
            &error);
    }
    return status;
}

static ounce_status add_window(struct reader *reader, const struct fields *f)
{
    struct oz_window_set *set = &reader->set;
    struct oz_profile *profile = reader->profiles[f->profile];
    struct oz_window *window;

    profile->refs++;
    window = oz_window_make(set, profile, f->dedup, f->title, f->context);
    if (window == NULL || !oz_window_reserve(set)) {
        oz_window_free(set, window);
        return nomem(reader);
    }
    if (oz_window_find(set, window->hash, profile->texts[OZ_PROFILE_RULE_ID],
                       f->dedup) != NULL) {
        oz_window_free(set, window);
        return damaged(reader, "the same rule and dedup text stand there twice");
    }
    window->start = f->start;
    window->end = f->end;
    window->last = f->last;
    window->created = f->created;
    window->count = (uint64_t)f->count;
    window->sequence = (uint64_t)f->sequence;
    set->open += f->created != OZ_NOT_OPEN;
    oz_window_add(set, window, f->until);
    return OUNCE_OK;
}

static ounce_status read_window(struct reader *reader, json_t *object)
{
    struct fields fields = {0};
    ounce_status status = unpack_window(reader, object, &fields);
    const char *wrong;

    if (status != OUNCE_OK) {
        return status;
    }
    wrong = what_is_wrong(reader, &fields);
    if (wrong == NULL && !is_json(fields.context, '{')) {
        wrong = "\"alert_context\" is not the text of a JSON object";
    }
    return wrong != NULL ? damaged(reader, wrong) : add_window(reader, &fields);
}

/* The line must be, byte for byte, the one that we would have written. */
static ounce_status read_last(struct reader *reader, ounce_str line)
{
    char text[128];
    struct oz_buf buf;

    oz_buf_init_fixed(&buf, text, sizeof text);
    oz_state_last_line(&buf, reader->lines.line - 1, reader->lines.sum);
    if (!oz_str_equal(line, (ounce_str){text, buf.size - 1})) {
        return damaged(reader, "the number of lines or their checksum is not right");
    }
    return oz_state_lines_end(&reader->lines);
}

static ounce_status read_line(struct reader *reader, ounce_str line, bool *last)
{
    json_t *object;
    const char *kind;
    ounce_status status = parse_line(reader, line, &object);

    if (status != OUNCE_OK) {
        return status;
    }
    kind = json_string_value(json_object_get(object, "kind"));
    kind = kind == NULL ? "" : kind;
    if (reader->lines.line == 1) {
        status = read_head(reader, object);
    } else if (strcmp(kind, OZ_STATE_WINDOW) == 0) {
        status = read_window(reader, object);
    } else if (strcmp(kind, OZ_STATE_PROFILE) == 0) {
        status = read_profile(reader, object);
    } else if (strcmp(kind, OZ_STATE_END) == 0) {
        *last = true;
        status = read_last(reader, line);
    } else {
        status = damaged(reader, "\"kind\" must be \"profile\", \"window\" or \"end\"");
    }
    json_decref(object);
    return status;
}

static ounce_status read_file(struct reader *reader)
{
    bool last = false;
    ounce_status status = OUNCE_OK;

    while (status == OUNCE_OK && !last) {
        ounce_str line = {NULL, 0};

        status = oz_state_lines_next(&reader->lines, &line);
        if (status == OUNCE_OK) {
            status = read_line(reader, line, &last);
        }
    }
    return status;
}

ounce_status oz_state_read(ounce_tracker *tracker, int fd, ounce_str name,
                           ounce_error *err)
{
    struct reader reader = {0};
    ounce_status status;

    reader.lines = (struct oz_state_lines){.fd = fd, .name = name, .err = err};
    oz_arena_init(&reader.arena, &tracker->alloc);
    oz_window_set_init(&reader.set, &tracker->alloc, 0);
    reader.set.key = tracker->windows.key;
    status = oz_state_lines_init(&reader.lines, &tracker->alloc);
    if (status == OUNCE_OK) {
        status = read_file(&reader);
    }
    for (uint32_t i = 0; i < reader.profile_count; i++) {
        oz_profile_drop(&reader.set.profiles, reader.profiles[i]);
    }
    if (status == OUNCE_OK) {
        struct oz_window_set old = tracker->windows;

        tracker->windows = reader.set;
        tracker->clock = reader.clock;
        reader.set = old;
    }
    oz_window_set_finish(&reader.set);
    oz_arena_finish(&reader.arena);
    oz_state_lines_finish(&reader.lines);
    return status;
}

/* Only regular files: a pipe would block the host. */
static ounce_status load_path(ounce_tracker *tracker, const char *path, ounce_str name,
                              bool *found, ounce_error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    struct oz_span whole = {0, 0, 0};
    struct stat info;
    ounce_status status;

    if (fd < 0 && errno == ENOENT && found != NULL) {
        return OUNCE_OK;
    }
    if (fd < 0) {
        return oz_error_at(err, OUNCE_ERR_IO, name, whole,
                           "the alert state cannot be opened: %s",
                           oz_state_reason(errno));
    }
    if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
        status = oz_error_at(err, OUNCE_ERR_IO, name, whole,
                             "the alert state must be a regular file");
    } else {
        status = oz_state_read(tracker, fd, name, err);
    }
    close(fd);
    if (found != NULL) {
        *found = true;
    }
    return status;
}

ounce_status oz_state_load(ounce_tracker *tracker, ounce_str path, bool *found,
                           ounce_error *err)
{
    struct oz_buf buf;
    ounce_status status;

    if (found != NULL) {
        *found = false;
    }
    oz_buf_init(&buf, &tracker->alloc);
    oz_buf_str(&buf, path);
    oz_buf_char(&buf, '\0');
    status = buf.failed ? oz_error_nomem(err)
                        : load_path(tracker, buf.data, path, found, err);
    oz_buf_finish(&buf);
    return status;
}
