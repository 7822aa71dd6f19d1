/* output.h — standard output: data for people and programs, every write checked. */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "cli/text.h"

struct cli_output {
    bool terminal; /* standard output is one: control characters are made visible */
    bool colour;   /* a terminal, and the user did not ask for plain text */
    bool failed;   /* a write failed and was reported; all later ones are dropped */
};

enum cli_colour {
    CLI_COLOUR_NONE,
    CLI_COLOUR_RED,
    CLI_COLOUR_GREEN,
    CLI_COLOUR_YELLOW,
    CLI_COLOUR_BOLD
};

/* Find out what standard output is. A closed pipe becomes an error of write. */
void cli_output_init(struct cli_output *output);

void cli_output_write(struct cli_output *output, const char *data, size_t size);

/* Write a text that is finished, and empty it for the next. */
void cli_output_text(struct cli_output *output, struct cli_text *text);

/* Push everything out now. */
void cli_output_flush(struct cli_output *output);

/* Flush; CLI_IO when anything could not be written, else @code. */
int cli_output_end(struct cli_output *output, int code);

/* For atexit(): help that does not fit on a full disk is an error like any other. */
void cli_output_close(void);

/* Words in a colour if @output shows colours, else as they are. */
void cli_output_paint(const struct cli_output *output, struct cli_text *text,
                      enum cli_colour colour, const char *words);

/* "HIGH" and the like, in the colour of how bad it is. */
void cli_output_severity(const struct cli_output *output, struct cli_text *text,
                         ounce_str severity);

/* One line on standard error: "ounce: …" or "NAME: …" when a name is given. */
void cli_say(const char *name, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
