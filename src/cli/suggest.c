/* suggest.c — the nearest of a few words, for messages about a word that is none.
 *
 * Edit distance with swaps of neighbours counted once, case ignored. A word is near
 * when a third of it or less must change.
 */
#include "cli/suggest.h"

#include <stdio.h>
#include <string.h>

#define LONGEST 127 /* longer words are not compared */

void cli_suggest_init(struct cli_suggest *suggest, const char *word)
{
    suggest->word = (ounce_str){word, strlen(word)};
    suggest->nearest = (ounce_str){NULL, 0};
    suggest->distance = suggest->word.size / 3 + (suggest->word.size < 6 ? 1 : 0) + 1;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t edit_distance(ounce_str a, ounce_str b)
{
    size_t rows[3][LONGEST + 1];
    size_t *before = rows[0], *last = rows[1], *now = rows[2];

    for (size_t j = 0; j <= b.size; j++) {
        last[j] = j;
    }
    for (size_t i = 1; i <= a.size; i++) {
        size_t *spare = before;
        char x = lower(a.data[i - 1]);

        now[0] = i;
        for (size_t j = 1; j <= b.size; j++) {
            char y = lower(b.data[j - 1]);

            now[j] = smaller(smaller(last[j], now[j - 1]) + 1,
                             last[j - 1] + (x == y ? 0 : 1));
            if (i > 1 && j > 1 && x == lower(b.data[j - 2]) &&
                y == lower(a.data[i - 2])) {
                now[j] = smaller(now[j], before[j - 2] + 1);
            }
        }
        before = last;
        last = now;
        now = spare;
    }
    return last[b.size];
}

void cli_suggest_offer(struct cli_suggest *suggest, const char *data, size_t size)
{
    ounce_str candidate = {data, size};
    size_t distance;

    if (size == 0 || size > LONGEST || suggest->word.size > LONGEST) {
        return;
    }
    distance = edit_distance(suggest->word, candidate);
    if (distance < suggest->distance) {
        suggest->distance = distance;
        suggest->nearest = candidate;
    }
}

const char *cli_suggest_text(const struct cli_suggest *suggest, char *buffer,
                             size_t capacity)
{
    if (suggest->nearest.size == 0) {
        return "";
    }
    snprintf(buffer, capacity, "; did you mean \"%.*s\"?", (int)suggest->nearest.size,
             suggest->nearest.data);
    return buffer;
}
