/* input.c — an input file → blocks of events, in order.
 *
 * One buffer: what was not an event yet moves to its front, and it grows only while a
 * single event does not fit. A read error ends the input, but what came before it,
 * half an event included, is handed out: the count of events must tell all.
 */
#include "cli/input.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli/memory.h"
#include "cli/output.h"
#include "cli/stop.h"

#define SLACK ((size_t)65536) /* room for blanks around the largest event */

bool cli_input_open(struct cli_input *input, const char *path, size_t block,
                    uint64_t event_most)
{
    size_t most = event_most > SIZE_MAX / 4 ? SIZE_MAX / 4 : (size_t)event_most;

    memset(input, 0, sizeof(*input));
    input->name = path;
    if (!cli_stream_open(&input->stream, path)) {
        cli_say(NULL, "cannot open \"%s\": %s", path, input->stream.error);
        return false;
    }
    cli_split_init(&input->splitter);
    input->capacity = block;
    input->most = most + SLACK > block ? most + SLACK : block;
    input->text = cli_resize(NULL, block, 1);
    return true;
}

void cli_input_close(struct cli_input *input)
{
    cli_stream_close(&input->stream);
    free(input->text);
    free(input->items.list);
}

/* Read until the buffer is full or a read would have to wait. */
static void fill(struct cli_input *input)
{
    do {
        ssize_t got = cli_stream_read(&input->stream, input->text + input->size,
                                      input->capacity - input->size);

        if (got <= 0) {
            input->ended = true;
            input->failed = got < 0;
            return;
        }
        input->size += (size_t)got;
    } while (input->size < input->capacity && cli_stream_ready(&input->stream));
}

static void report_failure(const struct cli_input *input)
{
    uint64_t line = input->splitter.line + input->splitter.breaks;

    cli_say(NULL, "%s:%" PRIu64 ": read error: %s", input->name, line,
            input->stream.error);
}

static void drop_used(struct cli_input *input)
{
    memmove(input->text, input->text + input->used, input->size - input->used);
    input->size -= input->used;
    input->used = 0;
}

static void grow(struct cli_input *input)
{
    size_t wanted = input->capacity * 2;

    input->capacity = wanted < input->most ? wanted : input->most;
    input->text = cli_resize(input->text, input->capacity, 1);
}

bool cli_input_next(struct cli_input *input)
{
    input->items.count = 0;
    drop_used(input);
    for (;;) {
        bool failed = input->failed;

        if (!input->ended && input->size < input->capacity) {
            fill(input);
        }
        if (cli_stop_signal() != 0) { /* half an event is no event */
            return false;
        }
        input->used = cli_split(&input->splitter, input->text, input->size,
                                input->ended, &input->items);
        if (input->failed && !failed) {
            report_failure(input);
        }
        if (input->items.count > 0) {
            return true;
        }
        if (input->ended) {
            return false;
        }
        if (input->used > 0) {
            drop_used(input);
        } else if (input->size == input->capacity && input->capacity < input->most) {
            grow(input);
        } else if (input->size == input->capacity) {
            cli_split_too_big(&input->splitter, &input->items);
        }
    }
}
