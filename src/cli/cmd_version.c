/* cmd_version.c — `ounce version`: which build this is. */
#include <string.h>

#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/options.h"
#include "cli/output.h"

static const struct argp_option table[] = {
    CLI_OPTION_FORMAT("text (default) or json"),
    CLI_OPTION_H,
    {0},
};

static const struct argp version_argp = {
    table,
    cli_options_parse_key,
    "",
    "Print the version, and what it was built with."
    "\v"
    "Example:\n"
    "  ounce version --format json\n"
    "\n"
    "Exit codes:\n"
    "  0  fine\n"
    "  2  usage\n"
    "  4  output error",
    NULL,
    NULL,
    NULL,
};

static const char *const formats[] = {"text", "json", NULL};

static size_t widest_name(void)
{
    const char *name, *value;
    size_t widest = strlen("version");

    for (uint32_t i = 0; ounce_build_info(i, &name, &value); i++) {
        widest = strlen(name) > widest ? strlen(name) : widest;
    }
    return widest;
}

static void add_line(struct cli_text *text, size_t width, const char *name,
                     const char *value)
{
    cli_text_put(text, name);
    cli_text_indent(text, (uint32_t)(width - strlen(name)) + 2);
    cli_text_put(text, value);
    cli_text_char(text, '\n');
}

static void add_text(struct cli_text *text)
{
    const char *name, *value;
    size_t width = widest_name();

    add_line(text, width, "version", ounce_version());
    for (uint32_t i = 0; ounce_build_info(i, &name, &value); i++) {
        add_line(text, width, name, value);
    }
}

static void add_json(struct cli_text *text)
{
    const char *name, *value;

    cli_text_char(text, '{');
    cli_text_member_words(text, "version", ounce_version());
    cli_text_member(text, "build");
    cli_text_char(text, '{');
    for (uint32_t i = 0; ounce_build_info(i, &name, &value); i++) {
        cli_text_member_words(text, name, value);
    }
    cli_text_put(text, "}}\n");
}

int cli_cmd_version(int argc, char **argv)
{
    struct cli_options options = {0};
    struct cli_text text = CLI_TEXT_INIT;
    struct cli_output output;
    int code = cli_options_parse(&options, formats, &version_argp, argc, argv);

    if (code == CLI_FINE && options.paths.count > 0) {
        code = cli_usage_error(&options, "unexpected argument \"%s\"",
                               options.paths.items[0]);
    }
    if (code == CLI_FINE) {
        cli_output_init(&output);
        if (cli_format_is(&options, "json")) {
            add_json(&text);
        } else {
            add_text(&text);
        }
        cli_output_text(&output, &text);
        code = cli_output_end(&output, CLI_FINE);
    }
    cli_text_finish(&text);
    cli_options_finish(&options);
    return code;
}
