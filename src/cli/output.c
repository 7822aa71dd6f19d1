/* output.c — standard output: data for people and programs, every write checked.
 *
 * A full disk or a reader that went away must end in an exit code, not in a report that
 * stops in the middle and looks whole.
 */
#include "cli/output.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/exit_code.h"

void cli_output_init(struct cli_output *output)
{
    const char *no_colour = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");

    signal(SIGPIPE, SIG_IGN);
    output->terminal = isatty(STDOUT_FILENO) == 1;
    output->colour = output->terminal && (no_colour == NULL || *no_colour == '\0') &&
                     terminal != NULL && strcmp(terminal, "dumb") != 0;
    output->failed = false;
}

/* One message a program: standard output is one, too. */
static void report_once(int error)
{
    static bool reported;

    if (!reported) {
        reported = true;
        cli_say(NULL, "cannot write to standard output: %s", strerror(error));
    }
}

static void fail(struct cli_output *output)
{
    output->failed = true;
    report_once(errno);
}

void cli_output_close(void)
{
    if (fflush(stdout) != 0 || ferror(stdout)) {
        report_once(errno);
        fflush(stderr);
        _exit(CLI_IO);
    }
}

void cli_output_write(struct cli_output *output, const char *data, size_t size)
{
    if (!output->failed && size > 0 && fwrite(data, 1, size, stdout) != size) {
        fail(output);
    }
}

void cli_output_text(struct cli_output *output, struct cli_text *text)
{
    cli_output_write(output, text->data, text->size);
    cli_text_clear(text);
}

void cli_output_flush(struct cli_output *output)
{
    if (!output->failed && fflush(stdout) != 0) {
        fail(output);
    }
}

int cli_output_end(struct cli_output *output, int code)
{
    cli_output_flush(output);
    return output->failed ? CLI_IO : code;
}

void cli_output_paint(const struct cli_output *output, struct cli_text *text,
                      enum cli_colour colour, const char *words)
{
    static const char *const codes[] = {
        [CLI_COLOUR_NONE] = "",          [CLI_COLOUR_RED] = "\x1b[31m",
        [CLI_COLOUR_GREEN] = "\x1b[32m", [CLI_COLOUR_YELLOW] = "\x1b[33m",
        [CLI_COLOUR_BOLD] = "\x1b[1m",
    };

    if (!output->colour || colour == CLI_COLOUR_NONE) {
        cli_text_put(text, words);
        return;
    }
    cli_text_put(text, codes[colour]);
    cli_text_put(text, words);
    cli_text_put(text, "\x1b[0m");
}

void cli_output_severity(const struct cli_output *output, struct cli_text *text,
                         ounce_str severity)
{
    char first = severity.size == 0 ? '\0' : severity.data[0];
    enum cli_colour colour = first == 'C' || first == 'H' ? CLI_COLOUR_RED
                             : first == 'M'               ? CLI_COLOUR_YELLOW
                                                          : CLI_COLOUR_NONE;
    char word[16];

    memset(word, 0, sizeof(word));
    if (severity.size > 0) {
        memcpy(word, severity.data,
               severity.size < sizeof(word) ? severity.size : sizeof(word) - 1);
    }
    cli_output_paint(output, text, colour, word);
}

void cli_say(const char *name, const char *format, ...)
{
    char line[2048];
    struct cli_text text = CLI_TEXT_INIT;
    va_list args;

    va_start(args, format);
    int size = vsnprintf(line, sizeof(line), format, args);
    va_end(args);
    if (size < 0) {
        return;
    }
    cli_text_put(&text, name == NULL ? "ounce" : name);
    cli_text_put(&text, ": ");
    cli_text_visible(&text, (ounce_str){line, strlen(line)}, CLI_VISIBLE_LINE);
    cli_text_char(&text, '\n');
    fwrite(text.data, 1, text.size, stderr);
    cli_text_finish(&text);
}
