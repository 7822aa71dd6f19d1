/* suggest.h — the nearest of a few words, for messages about a word that is none. */
#ifndef CLI_SUGGEST_H
#define CLI_SUGGEST_H

#include <ounce/export.h>

struct cli_suggest {
    ounce_str word;    /* what was written */
    ounce_str nearest; /* what was meant, perhaps; size 0 when nothing is near */
    size_t distance;   /* of the nearest */
};

void cli_suggest_init(struct cli_suggest *suggest, const char *word);
void cli_suggest_offer(struct cli_suggest *suggest, const char *data, size_t size);

/* `; did you mean "scan"?`, or the empty text. The buffer is the caller's. */
const char *cli_suggest_text(const struct cli_suggest *suggest, char *buffer,
                             size_t capacity);

#endif
