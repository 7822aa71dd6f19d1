/* cmd_catalog.c — `ounce catalog`: what a page says of every rule, as lines of JSON on
 * standard output or as pages in a folder.
 */
#include <stdlib.h>

#include "cli/catalog_diff.h"
#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/memory.h"
#include "cli/select.h"
#include "cli/site/site.h"

struct catalog_options {
    struct cli_options common; /* first: see options.h */
    const char *folder;        /* -o; NULL: standard output */
    const char *against;       /* --against; NULL: no comparison */
    bool format_given;
};

struct catalog {
    const struct cli_load *load;
    const struct cli_selection *selection;
    ounce_catalog *catalog; /* owned */
    struct cli_output output;
    struct cli_text text;
};

enum { KEY_AGAINST = CLI_KEY_OWN };

static const struct argp_option table[] = {
    {"against", KEY_AGAINST, "PATH", 0,
     "Print how the rules differ from those below PATH: text, or json", 0},
    {"output", 'o', "DIR", 0, "Folder to write to, made when it is missing", 0},
    CLI_OPTION_FORMAT("html, the default with -o: a site that needs no server; md: the "
                      "same as Markdown; json, the default without: one object a rule "
                      "and line"),
    CLI_OPTION_LOG_TYPE("Only rules for this log type"),
    {0},
};

static const struct argp_child children[] = {
    {&cli_argp_select, 0, "Choosing rules:", 1},
    {&cli_argp_common, 0, "Common options:", 2},
    {0},
};

static error_t parse_key(int key, char *arg, struct argp_state *state)
{
    struct catalog_options *options = state->input;

    if (key == 'o') {
        options->folder = arg;
        return 0;
    }
    if (key == KEY_AGAINST) {
        options->against = arg;
        return 0;
    }
    options->format_given = options->format_given || key == CLI_KEY_FORMAT;
    return cli_options_parse_key(key, arg, state);
}

static const struct argp catalog_argp = {
    table,    parse_key, "PATH...", "Print the catalog of rules, or write its pages.",
    children, NULL,      NULL,
};

static const char *const formats[] = {"json", "html", "md", NULL};

static void print_entry(struct catalog *catalog, uint32_t rule)
{
    size_t size = 0;
    char *room = NULL;
    ounce_status status = ounce_catalog_print(catalog->catalog, rule, NULL, 0, &size);

    if (status == OUNCE_ERR_SPACE) {
        room = cli_resize(NULL, size, 1);
        status = ounce_catalog_print(catalog->catalog, rule, room, size, &size);
    }
    if (status == OUNCE_OK) {
        cli_text_json_visible(&catalog->text, (ounce_str){room, size});
        cli_text_char(&catalog->text, '\n');
        cli_output_text(&catalog->output, &catalog->text);
    }
    free(room);
}

static int print_all(struct catalog *catalog)
{
    uint32_t count = ounce_ruleset_count(catalog->load->ruleset);

    cli_output_init(&catalog->output);
    for (uint32_t i = 0; i < count && !catalog->output.failed; i++) {
        if (catalog->selection->wanted[i]) {
            print_entry(catalog, i);
        }
    }
    cli_text_finish(&catalog->text);
    return cli_output_end(&catalog->output, cli_load_code(catalog->load));
}

static int run(const struct catalog_options *options,
               const struct cli_selection *selection, const struct cli_load *load)
{
    struct catalog catalog = {.load = load, .selection = selection};
    int code;

    if (ounce_catalog_new(load->ruleset, NULL, &catalog.catalog, NULL) != OUNCE_OK) {
        cli_out_of_memory();
    }
    code = options->folder == NULL
               ? print_all(&catalog)
               : site_write(load, selection, catalog.catalog, options->folder,
                            options->common.format, cli_load_code(load));
    ounce_catalog_free(catalog.catalog);
    return code;
}

/* Pages are many files: they need a folder, and a folder is for pages. */
static int settle_format(struct catalog_options *options)
{
    if (options->folder != NULL && options->folder[0] == '\0') {
        return cli_usage_error(&options->common, "-o is empty: give a folder");
    }
    if (options->folder != NULL && options->against != NULL) {
        return cli_usage_error(&options->common,
                               "--against prints what changed: it takes no -o");
    }
    if (options->folder == NULL && !cli_format_is(&options->common, "json")) {
        return cli_usage_error(
            &options->common,
            "--format %s writes a folder of pages: give it with -o DIR",
            options->common.format);
    }
    if (options->folder != NULL && !options->format_given) {
        options->common.format = formats[1];
    }
    return CLI_FINE;
}

int cli_cmd_catalog(int argc, char **argv)
{
    struct catalog_options options = {0};
    struct cli_selection selection = {0};
    struct cli_load load = {0};
    int code = cli_options_parse(&options.common, formats, &catalog_argp, argc, argv);

    if (code == CLI_FINE && options.common.paths.count == 0) {
        code = cli_usage_error(&options.common, "no rules: give a PATH");
    }
    if (code == CLI_FINE) {
        code = settle_format(&options);
    }
    if (code == CLI_FINE) {
        code = cli_load(&load, &options.common, &options.common.paths,
                        OUNCE_COMPILE_KEEP_TESTS);
    }
    if (code == CLI_FINE) {
        cli_load_report(&load, &options.common);
        code = cli_select(&selection, &options.common, &load, CLI_LOG_TYPE_OF_RULES);
    }
    if (code == CLI_FINE) {
        code = cli_nothing_to_do(&selection, &options.common, &load);
    }
    if (code == CLI_FINE) {
        code = options.against == NULL
                   ? run(&options, &selection, &load)
                   : cli_catalog_diff(&options.common, &load, &selection,
                                      options.against, options.format_given);
    }
    cli_selection_finish(&selection);
    cli_load_finish(&load);
    cli_options_finish(&options.common);
    return code;
}
