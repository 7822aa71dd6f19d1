/* ndjson_pipe.c — events from a pipe, block by block, through the batch call.
 *
 *     ndjson_pipe RULES <events.ndjson        prints  LINE RULE_ID
 *
 * A block rarely ends where a line does: the piece after the last line break moves to
 * the front and waits for the next read. The batch call stops early when its array of
 * hits is full, and says how far it came.
 */
#include <ounce.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK ((size_t)65536) /* bytes; a longer line makes the buffer grow */

struct pipe_state {
    ounce_ruleset *ruleset;
    ounce_matcher *matcher;
    ounce_hit *hits;
    size_t capacity;
    uint64_t line; /* lines behind us */
};

static void print_hit(const struct pipe_state *state, const ounce_hit *hit)
{
    uint64_t line = state->line + hit->line;
    const ounce_rule *rule = ounce_ruleset_rule(state->ruleset, hit->rule);
    const ounce_str *id;

    if (hit->reason != OUNCE_REASON_NONE || rule == NULL) {
        printf("%" PRIu64 " not evaluated: %s\n", line, ounce_reason_text(hit->reason));
        return;
    }
    id = ounce_rule_text(rule, OUNCE_RULE_ID);
    printf("%" PRIu64 " %.*s\n", line, (int)id->size, id->data);
}

/* Judge whole lines. */
static ounce_status judge(struct pipe_state *state, const char *text, size_t size,
                          ounce_error *err)
{
    size_t count;
    size_t used;

    for (; size > 0; text += used, size -= used) {
        ounce_status status =
            ounce_matcher_batch(state->matcher, text, size, NULL, state->hits,
                                state->capacity, &count, &used, err);

        for (size_t i = 0; i < count; i++) {
            print_hit(state, &state->hits[i]);
        }
        if (status != OUNCE_OK) {
            return status;
        }
        for (size_t i = 0; i < used; i++) {
            state->line += text[i] == '\n';
        }
    }
    return OUNCE_OK;
}

static ounce_status pump(struct pipe_state *state, ounce_error *err)
{
    ounce_status status = OUNCE_OK;
    char *buffer = NULL;
    size_t held = 0; /* bytes of an incomplete line */
    size_t got = 1;

    while (status == OUNCE_OK && got > 0) {
        char *larger = realloc(buffer, held + BLOCK);
        size_t whole;

        if (larger == NULL) {
            status = OUNCE_ERR_NOMEM;
            break;
        }
        buffer = larger;
        got = fread(buffer + held, 1, BLOCK, stdin);
        held += got;
        whole = held; /* at the end of input also a line without a break */
        while (got > 0 && whole > 0 && buffer[whole - 1] != '\n') {
            whole--;
        }
        status = ferror(stdin) ? OUNCE_ERR_IO : judge(state, buffer, whole, err);
        held -= whole;
        memmove(buffer, buffer + whole, held);
    }
    free(buffer);
    return status;
}

int main(int argc, char **argv)
{
    ounce_error err = OUNCE_ERROR_INIT;
    ounce_compiler *compiler = NULL;
    struct pipe_state state = {0};
    ounce_status status = ounce_compiler_new(NULL, &compiler, &err);

    if (status == OUNCE_OK && argc == 2) {
        status = ounce_compiler_add_path(compiler, argv[1], strlen(argv[1]), &err);
    }
    if (status == OUNCE_OK) {
        status = ounce_compiler_finish(compiler, &state.ruleset, &err);
    }
    if (status == OUNCE_OK) {
        status = ounce_matcher_new(state.ruleset, &state.matcher, &err);
    }
    if (status == OUNCE_OK) {
        state.capacity = ounce_ruleset_count(state.ruleset) + (size_t)1024;
        state.hits = malloc(state.capacity * sizeof(*state.hits));
        status = state.hits != NULL ? pump(&state, &err) : OUNCE_ERR_NOMEM;
    }
    if (status != OUNCE_OK) {
        fprintf(stderr, "ndjson_pipe: %s: %s\n", ounce_status_text(status),
                err.message);
    }
    free(state.hits);
    ounce_matcher_free(state.matcher);
    ounce_ruleset_unref(state.ruleset);
    ounce_compiler_free(compiler);
    return status != OUNCE_OK;
}
