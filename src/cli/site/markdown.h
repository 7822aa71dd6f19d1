/* markdown.h — text from rules in Markdown: nothing of it is markup. */
#ifndef CLI_SITE_MARKDOWN_H
#define CLI_SITE_MARKDOWN_H

#include "cli/text.h"

/* Text in a line, with every character that means something escaped. Line breaks become
 * blanks. */
void markdown_text(struct cli_text *out, ounce_str str);

/* Text between backticks, more of them than stand in it; also inside a table. */
void markdown_code(struct cli_text *out, ounce_str str);

/* A fenced block; the fence is longer than any run of backticks in it. */
void markdown_block(struct cli_text *out, const char *language, ounce_str str);

#endif
