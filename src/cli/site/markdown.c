/* markdown.c — text from rules in Markdown: nothing of it is markup.
 *
 *     a*b <i>   =>  a\*b &lt;i&gt;
 */
#include "cli/site/markdown.h"

#include <string.h>

static void add_line(struct cli_text *out, ounce_str str)
{
    struct cli_text seen = CLI_TEXT_INIT;

    cli_text_visible(&seen, str, CLI_VISIBLE_BLOCK);
    for (size_t i = 0; i < seen.size; i++) {
        char c = seen.data[i];

        if (c == '\n' || c == '\t') {
            cli_text_char(out, ' ');
        } else if (c == '<') {
            cli_text_put(out, "&lt;");
        } else if (c == '>') {
            cli_text_put(out, "&gt;");
        } else if (c == '&') {
            cli_text_put(out, "&amp;");
        } else {
            if (strchr("\\`*_{}[]()#+-!|~:", c) != NULL && c != '\0') {
                cli_text_char(out, '\\');
            }
            cli_text_char(out, c);
        }
    }
    cli_text_finish(&seen);
}

void markdown_text(struct cli_text *out, ounce_str str)
{
    add_line(out, str);
}

static size_t longest_run(ounce_str str)
{
    size_t longest = 0;
    size_t run = 0;

    for (size_t i = 0; i < str.size; i++) {
        run = str.data[i] == '`' ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest;
}

static void ticks(struct cli_text *out, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        cli_text_char(out, '`');
    }
}

/* A bar ends a cell of a table even between backticks, unless it is escaped. */
void markdown_code(struct cli_text *out, ounce_str str)
{
    struct cli_text seen = CLI_TEXT_INIT;
    size_t fence = longest_run(str) + 1;

    if (str.size == 0) {
        return;
    }
    cli_text_visible(&seen, str, CLI_VISIBLE_LINE);
    ticks(out, fence);
    cli_text_put(out, fence > 1 ? " " : "");
    for (size_t i = 0; i < seen.size; i++) {
        cli_text_put(out, seen.data[i] == '|' ? "\\" : "");
        cli_text_char(out, seen.data[i]);
    }
    cli_text_put(out, fence > 1 ? " " : "");
    ticks(out, fence);
    cli_text_finish(&seen);
}

void markdown_block(struct cli_text *out, const char *language, ounce_str str)
{
    size_t run = longest_run(str);
    size_t fence = run < 3 ? 3 : run + 1;

    ticks(out, fence);
    cli_text_put(out, language);
    cli_text_char(out, '\n');
    cli_text_visible(out, str, CLI_VISIBLE_BLOCK);
    if (str.size == 0 || str.data[str.size - 1] != '\n') {
        cli_text_char(out, '\n');
    }
    ticks(out, fence);
    cli_text_put(out, "\n\n");
}
