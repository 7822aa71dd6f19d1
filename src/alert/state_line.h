/* state_line.h — the lines of a saved state: what the files that write and read it
 * share, and one line after the other out of a file.
 */
#ifndef OZ_STATE_LINE_H
#define OZ_STATE_LINE_H

#include "base/buf.h"
#include "base/diag.h"

#define OZ_STATE_VERSION 1

/* What `kind` says. */
#define OZ_STATE_HEAD    "ounce alert state"
#define OZ_STATE_PROFILE "profile"
#define OZ_STATE_WINDOW  "window"
#define OZ_STATE_END     "end"

/* The sum that the last line carries: start from OZ_STATE_SUM and add bytes. */
#define OZ_STATE_SUM UINT64_C(0xcbf29ce484222325)
uint64_t oz_state_sum(uint64_t sum, const char *text, size_t size);

/* The last line, with its line break. */
void oz_state_last_line(struct oz_buf *buf, uint64_t lines, uint64_t sum);

/* Why the system refused, in words. */
const char *oz_state_reason(int code);

#define OZ_STATE_LINE_MOST ((size_t)1 << 26) /* bytes: a rule's texts, all escaped */

/* A file that is read line by line. */
struct oz_state_lines {
    int fd;         /* borrowed */
    ounce_str name; /* what errors call it */
    ounce_error *err;
    uint64_t line; /* 1-based, the one at hand */
    uint64_t sum;  /* of the lines before it */
    struct oz_buf buf;
    char *block;
    size_t at;      /* behind the line at hand, in buf */
    size_t counted; /* bytes of it with its break, which the sum does not have yet */
};

/* fd, name and err are the caller's to fill before. Finish it also when this fails. */
ounce_status oz_state_lines_init(struct oz_state_lines *lines,
                                 const ounce_allocator *alloc);
void oz_state_lines_finish(struct oz_state_lines *lines);

/* The next line without its break, valid until the next call. The end of the file is an
 * error: the last line says that it is the last. */
ounce_status oz_state_lines_next(struct oz_state_lines *lines, ounce_str *line);
/* An error if the file goes on. */
ounce_status oz_state_lines_end(struct oz_state_lines *lines);

/* Say that the line at hand is wrong; column 0: all of it. */
ounce_status oz_state_damaged(const struct oz_state_lines *lines, size_t column,
                              const char *what);

#endif
