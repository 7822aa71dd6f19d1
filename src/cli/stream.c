/* stream.c — bytes of an input: a file, a gzip file, or standard input.
 *
 * gzip is what log archives are kept in: several members one after another are one
 * stream, zero padding after the last is passed over, and a stream that stops short is
 * an error, because the events that are missing would be missed by nobody.
 */
#include "cli/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/memory.h"
#include "cli/stop.h"

#define RAW_SIZE ((size_t)262144)

static void set_error(struct cli_stream *stream, const char *words)
{
    snprintf(stream->error, sizeof(stream->error), "%s", words);
}

bool cli_stream_open(struct cli_stream *stream, const char *path)
{
    struct stat about;

    memset(stream, 0, sizeof(*stream));
    stream->fd =
        strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (stream->fd < 0) {
        set_error(stream, strerror(errno));
        return false;
    }
    stream->regular = fstat(stream->fd, &about) == 0 && S_ISREG(about.st_mode);
    stream->raw = cli_resize(NULL, RAW_SIZE, 1);
    return true;
}

void cli_stream_close(struct cli_stream *stream)
{
    if (stream->gzip) {
        inflateEnd(&stream->inflate);
    }
    if (stream->fd != STDIN_FILENO) {
        close(stream->fd);
    }
    free(stream->raw);
    stream->raw = NULL;
}

static ssize_t read_fd(struct cli_stream *stream, void *out, size_t capacity)
{
    ssize_t got = 0;

    do {
        if (cli_stop_signal() != 0) {
            return 0;
        }
        got = read(stream->fd, out, capacity);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        set_error(stream, strerror(errno));
    }
    return got;
}

/* Append to what is in raw, which has been moved to the front. */
static bool fill(struct cli_stream *stream)
{
    ssize_t got;

    memmove(stream->raw, stream->raw + stream->raw_at,
            stream->raw_size - stream->raw_at);
    stream->raw_size -= stream->raw_at;
    stream->raw_at = 0;
    got = read_fd(stream, stream->raw + stream->raw_size, RAW_SIZE - stream->raw_size);
    if (got < 0) {
        return false;
    }
    stream->ended = got == 0;
    stream->raw_size += (size_t)got;
    return true;
}

/* Have two bytes, unless the file is shorter. */
static bool fill_two(struct cli_stream *stream)
{
    while (!stream->ended && stream->raw_size - stream->raw_at < 2) {
        if (!fill(stream)) {
            return false;
        }
    }
    return true;
}

static bool at_gzip(const struct cli_stream *stream)
{
    const unsigned char *at = stream->raw + stream->raw_at;

    return stream->raw_size - stream->raw_at >= 2 && at[0] == 0x1f && at[1] == 0x8b;
}

static bool begin(struct cli_stream *stream)
{
    if (!fill_two(stream)) {
        return false;
    }
    stream->begun = true;
    if (at_gzip(stream)) {
        if (inflateInit2(&stream->inflate, 15 + 16) != Z_OK) {
            cli_out_of_memory();
        }
        stream->gzip = true;
        stream->member = true;
    }
    return true;
}

static ssize_t read_plain(struct cli_stream *stream, char *out, size_t capacity)
{
    size_t held = stream->raw_size - stream->raw_at;

    if (held == 0) {
        return stream->ended ? 0 : read_fd(stream, out, capacity);
    }
    held = held < capacity ? held : capacity;
    memcpy(out, stream->raw + stream->raw_at, held);
    stream->raw_at += held;
    return (ssize_t)held;
}

/* Between members: 1 another begins, 0 the end, -1 an error. */
static int next_member(struct cli_stream *stream)
{
    for (;;) {
        if (!fill_two(stream)) {
            return -1;
        }
        if (at_gzip(stream)) {
            inflateReset(&stream->inflate);
            stream->member = true;
            return 1;
        }
        if (stream->raw_at == stream->raw_size) {
            return 0;
        }
        if (stream->raw[stream->raw_at] != 0) {
            set_error(stream,
                      "bytes that are not gzip data after the end of the gzip data");
            return -1;
        }
        stream->raw_at++;
    }
}

/* Inflate what raw holds; returns the bytes made, or -1. */
static ssize_t inflate_some(struct cli_stream *stream, char *out, size_t capacity)
{
    z_stream *z = &stream->inflate;
    uInt room = capacity > 1u << 30 ? 1u << 30 : (uInt)capacity;
    int status;

    z->next_in = stream->raw + stream->raw_at;
    z->avail_in = (uInt)(stream->raw_size - stream->raw_at);
    z->next_out = (unsigned char *)out;
    z->avail_out = room;
    status = inflate(z, Z_NO_FLUSH);
    stream->raw_at = stream->raw_size - z->avail_in;
    if (status == Z_STREAM_END) {
        stream->member = false;
    } else if (status == Z_MEM_ERROR) {
        cli_out_of_memory();
    } else if (status != Z_OK && status != Z_BUF_ERROR) {
        snprintf(stream->error, sizeof(stream->error), "corrupt gzip data: %s",
                 z->msg == NULL ? "unreadable" : z->msg);
        if (room == z->avail_out) {
            return -1;
        }
        stream->ended = true; /* give back what is good; fail at the next call */
        stream->raw_at = stream->raw_size;
    }
    return (ssize_t)(room - z->avail_out);
}

static ssize_t read_gzip(struct cli_stream *stream, char *out, size_t capacity)
{
    for (;;) {
        ssize_t got;

        if (stream->error[0] != '\0') {
            return -1;
        }
        if (!stream->member) {
            int next = next_member(stream);

            if (next <= 0) {
                return next;
            }
        }
        got = inflate_some(stream, out, capacity);
        if (got != 0) {
            return got;
        }
        if (!stream->member || stream->raw_at < stream->raw_size) {
            continue;
        }
        if (stream->ended) {
            if (cli_stop_signal() != 0) {
                return 0;
            }
            set_error(stream, "the gzip data ends too early");
            return -1;
        }
        if (!fill(stream)) {
            return -1;
        }
    }
}

ssize_t cli_stream_read(struct cli_stream *stream, char *out, size_t capacity)
{
    if (!stream->begun && !begin(stream)) {
        return -1;
    }
    return stream->gzip ? read_gzip(stream, out, capacity)
                        : read_plain(stream, out, capacity);
}

bool cli_stream_ready(const struct cli_stream *stream)
{
    struct pollfd about = {.fd = stream->fd, .events = POLLIN};

    return stream->regular || stream->raw_at < stream->raw_size ||
           poll(&about, 1, 0) > 0;
}
