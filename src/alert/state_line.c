/* state_line.c — the lines of a saved state, and why a system call failed. */
#include "alert/state_line.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define BLOCK_SIZE 65536

/* FNV-1a: a changed byte always changes it. */
uint64_t oz_state_sum(uint64_t sum, const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        sum = (sum ^ (unsigned char)text[i]) * UINT64_C(0x100000001b3);
    }
    return sum;
}

void oz_state_last_line(struct oz_buf *buf, uint64_t lines, uint64_t sum)
{
    static const char digits[] = "0123456789abcdef";

    oz_buf_text(buf, "{\"kind\":\"" OZ_STATE_END "\",\"lines\":");
    oz_buf_uint(buf, lines);
    oz_buf_text(buf, ",\"checksum\":\"");
    for (int shift = 60; shift >= 0; shift -= 4) {
        oz_buf_char(buf, digits[sum >> shift & 15]);
    }
    oz_buf_text(buf, "\"}\n");
}

const char *oz_state_reason(int code)
{
    switch (code) {
    case ENOENT:
        return "there is no such file or folder";
    case EACCES:
    case EPERM:
        return "permission denied";
    case EROFS:
        return "the file system is read-only";
    case ENOSPC:
    case EDQUOT:
        return "there is no space left";
    case EFBIG:
        return "the file would be too large";
    case ELOOP:
        return "it is a symbolic link, or there are too many of them";
    case ENAMETOOLONG:
        return "the name is too long";
    case EEXIST:
        return "it is no regular file";
    case EBUSY:
        return "one file is for one process";
    case EISDIR:
        return "it is a folder";
    case ENOTDIR:
        return "a part of the path is not a folder";
    case EMFILE:
    case ENFILE:
        return "too many open files";
    case EIO:
        return "input/output error";
    default:
        return "the system refused";
    }
}

/* ---- one line after the other ---- */

ounce_status oz_state_damaged(const struct oz_state_lines *lines, size_t column,
                              const char *what)
{
    struct oz_span place = {lines->line < UINT32_MAX ? (uint32_t)lines->line : 0,
                            column < UINT32_MAX ? (uint32_t)column : 0, 0};

    return oz_error_at(lines->err, OUNCE_ERR_IO, lines->name, place,
                       "the alert state is damaged: %s", what);
}

ounce_status oz_state_lines_init(struct oz_state_lines *lines,
                                 const ounce_allocator *alloc)
{
    lines->sum = OZ_STATE_SUM;
    oz_buf_init(&lines->buf, alloc);
    lines->block = oz_alloc_new(alloc, BLOCK_SIZE);
    return lines->block != NULL ? OUNCE_OK : oz_error_nomem(lines->err);
}

void oz_state_lines_finish(struct oz_state_lines *lines)
{
    oz_alloc_free(lines->buf.alloc, lines->block, BLOCK_SIZE);
    oz_buf_finish(&lines->buf);
}

/* Read on. *more is false at the end of the file. */
static ounce_status fill(struct oz_state_lines *lines, bool *more)
{
    ssize_t got;

    if (lines->at > BLOCK_SIZE && lines->at > lines->buf.size / 2) {
        lines->buf.size -= lines->at;
        memmove(lines->buf.data, lines->buf.data + lines->at, lines->buf.size);
        lines->at = 0;
    }
    do {
        got = read(lines->fd, lines->block, BLOCK_SIZE);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        return oz_error_at(
            lines->err, OUNCE_ERR_IO, lines->name, (struct oz_span){0, 0, 0},
            "the alert state cannot be read: %s", oz_state_reason(errno));
    }
    *more = got > 0;
    oz_buf_add(&lines->buf, lines->block, (size_t)got);
    return lines->buf.failed ? oz_error_nomem(lines->err) : OUNCE_OK;
}

/* The line at hand, with its break, becomes one of those before. */
static void count_line(struct oz_state_lines *lines)
{
    if (lines->counted > 0) {
        lines->sum = oz_state_sum(
            lines->sum, lines->buf.data + lines->at - lines->counted, lines->counted);
        lines->counted = 0;
    }
}

ounce_status oz_state_lines_next(struct oz_state_lines *lines, ounce_str *line)
{
    size_t seen = 0; /* bytes of the line without a break among them */
    bool more = true;

    count_line(lines);
    lines->line++;
    for (;;) {
        size_t from = lines->at + seen;
        size_t left = lines->buf.size - from;
        const char *end = left > 0 ? memchr(lines->buf.data + from, '\n', left) : NULL;
        ounce_status status;

        if (end != NULL) {
            line->data = lines->buf.data + lines->at;
            line->size = (size_t)(end - line->data);
            lines->counted = line->size + 1;
            lines->at += lines->counted;
            return OUNCE_OK;
        }
        seen += left;
        if (seen > OZ_STATE_LINE_MOST) {
            return oz_state_damaged(lines, 0, "the line is too long");
        }
        status = fill(lines, &more);
        if (status != OUNCE_OK) {
            return status;
        }
        if (!more) {
            return oz_state_damaged(lines, 0, "the file ends before its last line");
        }
    }
}

ounce_status oz_state_lines_end(struct oz_state_lines *lines)
{
    bool more = false;
    ounce_status status = OUNCE_OK;

    if (lines->at == lines->buf.size) {
        status = fill(lines, &more);
    }
    if (status == OUNCE_OK && lines->at < lines->buf.size) {
        lines->line++;
        return oz_state_damaged(lines, 0, "there is more behind its last line");
    }
    return status;
}
