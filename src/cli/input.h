/* input.h — an input file → blocks of events, in order. */
#ifndef CLI_INPUT_H
#define CLI_INPUT_H

#include "cli/split.h"
#include "cli/stream.h"

struct cli_input {
    const char *name; /* as given; "-" is standard input */
    struct cli_stream stream;
    struct cli_splitter splitter;
    char *text; /* the block, and behind it the beginning of the next */
    size_t size;
    size_t used; /* bytes of the block that was handed out last */
    size_t capacity;
    size_t most; /* what capacity may become */
    bool ended;
    bool failed;            /* reading ended with an error, which was reported */
    struct cli_items items; /* of the block */
};

/* @block is what to read at once, @event_most the largest event that can be judged,
 * both in bytes. Returns false after a message. */
bool cli_input_open(struct cli_input *input, const char *path, size_t block,
                    uint64_t event_most);
void cli_input_close(struct cli_input *input);

/* Read the next block: items, and the text they point into, valid until the next call.
 * Returns false when there is none. */
bool cli_input_next(struct cli_input *input);

#endif
