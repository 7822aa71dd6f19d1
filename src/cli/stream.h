/* stream.h — bytes of an input: a file, a gzip file, or standard input. */
#ifndef CLI_STREAM_H
#define CLI_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <zlib.h>

struct cli_stream {
    int fd;
    bool regular; /* a read does not wait for anyone */
    bool gzip;    /* found by the first two bytes, whatever the name */
    bool begun;   /* the first bytes were looked at */
    bool ended;   /* the file, not what is left in raw */
    bool member;  /* inside a gzip member */
    z_stream inflate;
    unsigned char *raw; /* bytes as they are in the file */
    size_t raw_at;
    size_t raw_size;
    char error[160]; /* why a read failed */
};

/* @path "-" is standard input. On failure nothing is to be closed. */
bool cli_stream_open(struct cli_stream *stream, const char *path);
void cli_stream_close(struct cli_stream *stream);

/* Read at most @capacity bytes. 0 is the end, also when a signal asks the program to
 * stop; -1 is an error, and what was read before it is good. */
ssize_t cli_stream_read(struct cli_stream *stream, char *out, size_t capacity);

/* Would a read return at once? */
bool cli_stream_ready(const struct cli_stream *stream);

#endif
