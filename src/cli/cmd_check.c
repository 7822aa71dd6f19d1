/* cmd_check.c — `ounce check`: compile everything, print what was found. */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/select.h"

enum check_key { KEY_STRICT = CLI_KEY_OWN };

struct check_options {
    struct cli_options common; /* first: the shared parser reads it */
    bool strict;
};

struct check {
    const struct check_options *options;
    const struct cli_load *load;
    const struct cli_selection *selection;
    struct cli_output output;
    struct cli_text text;
    uint64_t levels[OUNCE_LEVEL_NOTE + 1]; /* printed, by level */
    uint64_t kept;                         /* seen, printed or not */
};

static const struct argp_option table[] = {
    CLI_OPTION_FORMAT(
        "text (default), FILE:LINE:COLUMN: error: message [code], or json, "
        "one object a line"),
    CLI_OPTION_LOG_TYPE("Only rules for this log type"),
    {"strict", KEY_STRICT, NULL, 0, "Warnings fail the check, too", 0},
    {0},
};

static const struct argp_child children[] = {
    {&cli_argp_select, 0, "Choosing rules:", 1},
    {&cli_argp_common, 0, "Common options:", 2},
    {0},
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct check_options *options = state->input;

    if (key == KEY_STRICT) {
        options->strict = true;
        return 0;
    }
    return cli_options_parse_key(key, arg, state);
}

static const struct argp check_argp = {
    table,
    parse,
    "PATH...",
    "Compile rules and print every mistake in them on standard output."
    "\v"
    "PATH is a rule file, or a folder that is searched for .yml and .yaml files. All "
    "files are read to the end, so one run reports every mistake. Options that choose "
    "rules hide what was found in others; a rule that does not load is only left out "
    "by its id.\n"
    "\n"
    "Examples:\n"
    "  ounce check rules/\n"
    "  ounce check --strict --format json rules/ | jq -r .code | sort | uniq -c\n"
    "\n"
    "Exit codes:\n"
    "  0  every rule loads\n"
    "  1  there is an error (with --strict, a warning), or nothing to check\n"
    "  2  usage\n"
    "  4  input or output error",
    children,
    NULL,
    NULL,
};

static const char *const formats[] = {"text", "json", NULL};

static bool id_is_given(const struct cli_options *options, ounce_str id)
{
    for (size_t i = 0; i < options->ids.count; i++) {
        if (strlen(options->ids.items[i]) == id.size &&
            memcmp(options->ids.items[i], id.data, id.size) == 0) {
            return true;
        }
    }
    return options->ids.count == 0;
}

/* A loaded rule is chosen or not; of one that does not load only the id is known. */
static bool is_wanted(const struct check *check, const ounce_diagnostic *diagnostic)
{
    ounce_str id = diagnostic->rule_id;
    uint32_t index;

    if (id.size == 0) {
        return true;
    }
    if (ounce_ruleset_find(check->load->ruleset, id.data, id.size, &index)) {
        return check->selection->wanted[index];
    }
    return id_is_given(&check->options->common, id);
}

static void add_json(struct cli_text *text, const ounce_diagnostic *diagnostic)
{
    size_t size = 0;
    ounce_status status = ounce_diagnostic_json(diagnostic, NULL, 0, &size);
    char *room = cli_text_room(text, size);

    status = ounce_diagnostic_json(diagnostic, room, size, &size);
    if (status == OUNCE_OK) {
        text->size += size;
        cli_text_char(text, '\n');
    }
}

static void print_diagnostics(struct check *check)
{
    bool json = cli_format_is(&check->options->common, "json");
    ounce_diagnostic diagnostic;

    for (uint32_t i = 0;
         ounce_compiler_diagnostic(check->load->compiler, i, &diagnostic); i++) {
        check->kept++;
        if (!is_wanted(check, &diagnostic)) {
            continue;
        }
        check->levels[diagnostic.level <= OUNCE_LEVEL_NOTE ? diagnostic.level
                                                           : OUNCE_LEVEL_NOTE]++;
        if (json) {
            add_json(&check->text, &diagnostic);
        } else {
            cli_diagnostic_text(&check->output, &check->text, &diagnostic);
        }
        cli_output_text(&check->output, &check->text);
    }
}

/* Those beyond limits.max_diagnostics are counted but have no text. */
static void count_unkept(struct check *check)
{
    uint64_t all[OUNCE_LEVEL_NOTE + 1], sum = 0;

    for (uint32_t level = 0; level <= OUNCE_LEVEL_NOTE; level++) {
        all[level] = ounce_compiler_count(check->load->compiler, (ounce_level)level);
        sum += all[level];
    }
    if (sum > check->kept) {
        cli_say(check->options->common.name,
                "%llu more not shown; see max_diagnostics under --limits",
                (unsigned long long)(sum - check->kept));
        memcpy(check->levels, all, sizeof(all));
    }
}

static void print_summary(struct check *check)
{
    cli_text_count(&check->text, check->selection->chosen, "rule");
    cli_text_put(&check->text, ", ");
    cli_text_count(&check->text, check->levels[OUNCE_LEVEL_ERROR], "error");
    cli_text_put(&check->text, ", ");
    cli_text_count(&check->text, check->levels[OUNCE_LEVEL_WARNING], "warning");
    cli_text_char(&check->text, '\n');
    fwrite(check->text.data, 1, check->text.size, stderr);
    cli_text_clear(&check->text);
}

static int verdict(const struct check *check)
{
    const struct cli_options *common = &check->options->common;

    if (check->load->unreadable) {
        return CLI_IO;
    }
    if (check->levels[OUNCE_LEVEL_ERROR] > 0 ||
        (check->options->strict && check->levels[OUNCE_LEVEL_WARNING] > 0)) {
        return CLI_FINDINGS;
    }
    if (check->selection->chosen == 0 && check->kept == 0) {
        return cli_nothing_to_do(check->selection, common, check->load);
    }
    return CLI_FINE;
}

static int run(const struct check_options *options,
               const struct cli_selection *selection, const struct cli_load *load)
{
    struct check check = {.options = options, .load = load, .selection = selection};
    int code;

    cli_output_init(&check.output);
    print_diagnostics(&check);
    cli_output_flush(&check.output); /* before what is said about it */
    count_unkept(&check);
    if (!options->common.quiet) {
        print_summary(&check);
    }
    code = verdict(&check);
    cli_text_finish(&check.text);
    return cli_output_end(&check.output, code);
}

int cli_cmd_check(int argc, char **argv)
{
    struct check_options options = {0};
    struct cli_selection selection = {0};
    struct cli_load load = {0};
    int code = cli_options_parse(&options.common, formats, &check_argp, argc, argv);

    if (code == CLI_FINE && options.common.paths.count == 0) {
        code = cli_usage_error(&options.common, "nothing to check: give a PATH");
    }
    if (code == CLI_FINE) {
        code = cli_load(&load, &options.common, &options.common.paths,
                        OUNCE_COMPILE_KEEP_TESTS);
        code = code == CLI_PARTIAL ? CLI_FINDINGS : code;
    }
    if (code == CLI_FINE) {
        code = cli_select(&selection, &options.common, &load, CLI_LOG_TYPE_OF_RULES);
        if (code != CLI_FINE) { /* why there is no such id may be among them */
            cli_load_report(&load, &options.common);
        }
    }
    if (code == CLI_FINE) {
        code = run(&options, &selection, &load);
    }
    cli_selection_finish(&selection);
    cli_load_finish(&load);
    cli_options_finish(&options.common);
    return code;
}
