/* load.c — rule paths from the command line in, a ruleset and its diagnostics out. */
#include "cli/load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/exit_code.h"
#include "cli/memory.h"

static void note_diagnostics(struct cli_load *load)
{
    ounce_diagnostic diagnostic;

    for (uint32_t i = 0; ounce_compiler_diagnostic(load->compiler, i, &diagnostic);
         i++) {
        bool io =
            diagnostic.code.size == 2 && memcmp(diagnostic.code.data, "io", 2) == 0;

        if (diagnostic.level == OUNCE_LEVEL_ERROR) {
            load->unreadable = load->unreadable || io;
            load->incomplete = load->incomplete || !io;
        }
    }
    if (ounce_compiler_count(load->compiler, OUNCE_LEVEL_ERROR) > 0 &&
        !load->unreadable) { /* beyond those that were kept */
        load->incomplete = true;
    }
}

int cli_load(struct cli_load *load, const struct cli_options *options,
             const struct cli_words *paths, uint32_t flags)
{
    ounce_compiler_options how = OUNCE_COMPILER_OPTIONS_INIT;
    ounce_error err = OUNCE_ERROR_INIT;
    ounce_status status;
    ounce_str *allow;

    memset(load, 0, sizeof(*load));
    how.flags = OUNCE_COMPILE_PARTIAL | flags;
    how.limits = &options->limits;
    allow = cli_resize(NULL, options->allow.count, sizeof(*allow));
    for (size_t i = 0; i < options->allow.count; i++) {
        allow[i] = (ounce_str){options->allow.items[i], strlen(options->allow.items[i])};
    }
    how.allow = allow;
    how.allow_count = options->allow.count;
    status = ounce_compiler_new(&how, &load->compiler, &err);
    free(allow);
    for (size_t i = 0; i < paths->count && status == OUNCE_OK; i++) {
        status = ounce_compiler_add_path(load->compiler, paths->items[i],
                                         strlen(paths->items[i]), &err);
    }
    if (status == OUNCE_OK) {
        status = ounce_compiler_finish(load->compiler, &load->ruleset, &err);
    }
    if (status == OUNCE_ERR_NOMEM) {
        cli_out_of_memory();
    }
    if (status != OUNCE_OK) {
        cli_say(options->name, "%s",
                err.message[0] != '\0' ? err.message : ounce_status_text(status));
        return status == OUNCE_ERR_IO ? CLI_IO : CLI_PARTIAL;
    }
    note_diagnostics(load);
    return CLI_FINE;
}

void cli_load_finish(struct cli_load *load)
{
    ounce_ruleset_unref(load->ruleset);
    ounce_compiler_free(load->compiler);
}

void cli_diagnostic_text(const struct cli_output *output, struct cli_text *text,
                         const ounce_diagnostic *diagnostic)
{
    static const struct {
        const char *word;
        enum cli_colour colour;
    } levels[] = {
        [OUNCE_LEVEL_ERROR] = {"error", CLI_COLOUR_RED},
        [OUNCE_LEVEL_WARNING] = {"warning", CLI_COLOUR_YELLOW},
        [OUNCE_LEVEL_NOTE] = {"note", CLI_COLOUR_NONE},
    };
    uint32_t level =
        diagnostic->level > OUNCE_LEVEL_NOTE ? OUNCE_LEVEL_NOTE : diagnostic->level;

    cli_text_visible(text, diagnostic->file, CLI_VISIBLE_LINE);
    if (diagnostic->line > 0) {
        cli_text_char(text, ':');
        cli_text_uint(text, diagnostic->line);
        cli_text_char(text, ':');
        cli_text_uint(text, diagnostic->column);
    }
    cli_text_put(text, ": ");
    cli_output_paint(output, text, levels[level].colour, levels[level].word);
    cli_text_put(text, ": ");
    cli_text_visible(text, diagnostic->message, CLI_VISIBLE_LINE);
    cli_text_put(text, " [");
    cli_text_visible(text, diagnostic->code, CLI_VISIBLE_LINE);
    cli_text_put(text, "]\n");
}

void cli_load_report(const struct cli_load *load, const struct cli_options *options)
{
    const struct cli_output plain = {0};
    struct cli_text text = CLI_TEXT_INIT;
    ounce_diagnostic diagnostic;

    for (uint32_t i = 0; ounce_compiler_diagnostic(load->compiler, i, &diagnostic);
         i++) {
        if (diagnostic.level == OUNCE_LEVEL_ERROR || !options->quiet) {
            cli_diagnostic_text(&plain, &text, &diagnostic);
        }
    }
    if (text.size > 0) {
        fwrite(text.data, 1, text.size, stderr);
    }
    cli_text_finish(&text);
}

int cli_load_code(const struct cli_load *load)
{
    return load->unreadable ? CLI_IO : load->incomplete ? CLI_PARTIAL : CLI_FINE;
}

bool cli_load_refused(const struct cli_load *load, const char *id)
{
    ounce_diagnostic diagnostic;
    size_t size = strlen(id);

    for (uint32_t i = 0; ounce_compiler_diagnostic(load->compiler, i, &diagnostic);
         i++) {
        if (diagnostic.level == OUNCE_LEVEL_ERROR && diagnostic.rule_id.size == size &&
            memcmp(diagnostic.rule_id.data, id, size) == 0) {
            return true;
        }
    }
    return false;
}
