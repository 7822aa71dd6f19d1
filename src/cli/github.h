/* github.h — workflow commands: findings as annotations of a GitHub Actions run. */
#ifndef CLI_GITHUB_H
#define CLI_GITHUB_H

#include <ounce/error.h>

#include "cli/text.h"

struct cli_annotation {
    uint32_t level; /* ounce_level */
    ounce_str file; /* empty: the run as a whole */
    uint32_t line;  /* 0 when unknown, and so is the column */
    uint32_t column;
    ounce_str title;
    ounce_str message; /* may have several lines */
};

/* `::error file=F,line=L,col=C,title=T::MESSAGE` and a line break. */
void cli_github_annotation(struct cli_text *text, const struct cli_annotation *what);

void cli_github_diagnostic(struct cli_text *text, const ounce_diagnostic *diagnostic);

#endif
