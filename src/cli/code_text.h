/* code_text.h — what the codes of diagnostics mean, in a sentence for a list of rules.
 */
#ifndef CLI_CODE_TEXT_H
#define CLI_CODE_TEXT_H

#include "cli/text.h"

/* Append the sentence, without a dot. A code of which no more is known becomes words of
 * its own: "unknown-key" is "Unknown key". */
void cli_code_text(struct cli_text *text, ounce_str code);

#endif
