/* github.c — workflow commands: findings as annotations of a GitHub Actions run.
 *
 *     ::error file=F,line=L,col=C,title=T::MESSAGE
 *
 * A command is one line, so what could end it or one of its properties is written as
 * %0A and the like; the rest of what steers a terminal is made visible, for the line
 * stands in a log as well.
 *
 * Source: docs.github.com, "Workflow commands for GitHub Actions"; the escapes are
 * those of actions/toolkit, packages/core/src/command.ts.
 */
#include "cli/github.h"

#include <string.h>

static void add_escaped(struct cli_text *text, ounce_str str, const char *special)
{
    static const char digits[] = "0123456789ABCDEF";
    size_t done = 0;

    if (str.size == 0) {
        return;
    }
    for (size_t i = 0; i <= str.size; i++) {
        bool escape =
            i < str.size && str.data[i] != '\0' && strchr(special, str.data[i]) != NULL;

        if (escape || i == str.size) {
            cli_text_visible(text, (ounce_str){str.data + done, i - done},
                             CLI_VISIBLE_BLOCK);
            done = i + 1;
        }
        if (escape) {
            cli_text_char(text, '%');
            cli_text_char(text, digits[(unsigned char)str.data[i] >> 4]);
            cli_text_char(text, digits[(unsigned char)str.data[i] & 15]);
        }
    }
}

/* Properties are parted by commas, and a blank parts the first from the command. */
static void add_property(struct cli_text *text, char *glue, const char *name,
                         ounce_str value)
{
    cli_text_char(text, *glue);
    cli_text_put(text, name);
    cli_text_char(text, '=');
    add_escaped(text, value, "%\r\n:,");
    *glue = ',';
}

static void add_number(struct cli_text *text, char *glue, const char *name,
                       uint32_t value)
{
    if (value > 0) {
        add_property(text, glue, name, (ounce_str){NULL, 0});
        cli_text_uint(text, value);
    }
}

void cli_github_annotation(struct cli_text *text, const struct cli_annotation *what)
{
    static const char *const commands[] = {
        [OUNCE_LEVEL_ERROR] = "::error",
        [OUNCE_LEVEL_WARNING] = "::warning",
        [OUNCE_LEVEL_NOTE] = "::notice",
    };
    char glue = ' ';

    cli_text_put(
        text,
        commands[what->level > OUNCE_LEVEL_NOTE ? OUNCE_LEVEL_NOTE : what->level]);
    if (what->file.size > 0) {
        add_property(text, &glue, "file", what->file);
        add_number(text, &glue, "line", what->line);
        add_number(text, &glue, "col", what->column);
    }
    add_property(text, &glue, "title", what->title);
    cli_text_put(text, "::");
    add_escaped(text, what->message, "%\r\n");
    cli_text_char(text, '\n');
}

void cli_github_diagnostic(struct cli_text *text, const ounce_diagnostic *diagnostic)
{
    const struct cli_annotation what = {
        .level = diagnostic->level,
        .file = diagnostic->file,
        .line = diagnostic->line,
        .column = diagnostic->column,
        .title = diagnostic->code,
        .message = diagnostic->message,
    };

    cli_github_annotation(text, &what);
}
