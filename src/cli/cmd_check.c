/* cmd_check.c — `ounce check`: compile everything, print what was found and what looks
 * odd. */
#include <stdio.h>
#include <string.h>

#include "cli/check_sarif.h"
#include "cli/command.h"
#include "cli/coverage.h"
#include "cli/exit_code.h"
#include "cli/github.h"
#include "cli/select.h"
#include "cli/suggest.h"

enum check_key { KEY_STRICT = CLI_KEY_OWN, KEY_ALLOW, KEY_LIST, KEY_COVERAGE };

struct check_options {
    struct cli_options common; /* first: the shared parser reads it */
    bool strict;
    bool list;     /* the lints, and nothing else */
    bool coverage; /* how many rules compile to what, and no findings */
};

struct check {
    const struct check_options *options;
    const struct cli_load *load;
    const struct cli_selection *selection;
    struct cli_output output;
    struct cli_text text;
    struct cli_sarif sarif;                /* what --format sarif keeps to the end */
    struct cli_coverage coverage;          /* what --coverage does */
    uint64_t levels[OUNCE_LEVEL_NOTE + 1]; /* printed, by level */
    uint64_t kept;                         /* seen, printed or not */
};

static const struct argp_option table[] = {
    CLI_OPTION_FORMAT(
        "text (default), FILE:LINE:COLUMN: error: message [code]; json, one object a "
        "line; sarif, one SARIF 2.1.0 document; or github, annotations of a workflow "
        "run"),
    CLI_OPTION_LOG_TYPE("Only rules for this log type"),
    {"strict", KEY_STRICT, NULL, 0, "Warnings fail the check, too", 0},
    {"allow", KEY_ALLOW, "LINT", 0,
     "Do not warn of this; repeatable. In a rule file: `# ounce: allow LINT'", 0},
    {"coverage", KEY_COVERAGE, NULL, 0,
     "Print how many rules compile, and to what, and what keeps others from it", 0},
    {"list", KEY_LIST, NULL, 0, "List what is warned of in rules that load, and exit",
     0},
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

    switch (key) {
    case KEY_STRICT:
        options->strict = true;
        return 0;
    case KEY_ALLOW:
        cli_words_add(&options->common.allow, arg);
        return 0;
    case KEY_COVERAGE:
        options->coverage = true;
        return 0;
    case KEY_LIST:
        options->list = true;
        return 0;
    default:
        return cli_options_parse_key(key, arg, state);
    }
}

static const struct argp check_argp = {
    table,
    parse,
    "PATH...",
    "Compile rules and print every mistake in them on standard output, and what their "
    "authors should look at."
    "\v"
    "PATH is a rule file, or a folder that is searched for .yml and .yaml files. All "
    "files are read to the end, so one run reports every mistake. Options that choose "
    "rules hide what was found in others; a rule that does not load is only left out "
    "by its id.\n"
    "\n"
    "Examples:\n"
    "  ounce check rules/\n"
    "  ounce check --strict --format json rules/ | jq -r .code | sort | uniq -c\n"
    "  ounce check --allow no-tests rules/\n"
    "  ounce check --coverage rules/\n"
    "  ounce check --list\n"
    "  ounce check --format sarif rules/ >report.sarif\n"
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
    return cli_id_is_chosen(&check->options->common, id);
}

static void add_text(struct check *check, const ounce_diagnostic *diagnostic)
{
    cli_diagnostic_text(&check->output, &check->text, diagnostic);
}

static void add_json(struct check *check, const ounce_diagnostic *diagnostic)
{
    struct cli_text *text = &check->text;
    size_t size = 0;
    ounce_status status = ounce_diagnostic_json(diagnostic, NULL, 0, &size);
    char *room = cli_text_room(text, size);

    status = ounce_diagnostic_json(diagnostic, room, size, &size);
    if (status == OUNCE_OK) {
        text->size += size;
        cli_text_char(text, '\n');
    }
}

static void add_github(struct check *check, const ounce_diagnostic *diagnostic)
{
    cli_github_diagnostic(&check->text, diagnostic);
}

static void add_sarif(struct check *check, const ounce_diagnostic *diagnostic)
{
    cli_sarif_add(&check->sarif, diagnostic);
}

static void end_sarif(struct check *check)
{
    cli_sarif_write(&check->sarif, &check->text);
}

static const char *const formats[] = {"text", "json", "sarif", "github", NULL};

static const struct {
    void (*add)(struct check *check, const ounce_diagnostic *diagnostic);
    void (*end)(struct check *check); /* NULL when all is written by then */
} writers[] = {
    {add_text, NULL}, {add_json, NULL}, {add_sarif, end_sarif}, {add_github, NULL}};

static void print_diagnostics(struct check *check)
{
    size_t format = cli_format_index(&check->options->common);
    ounce_diagnostic diagnostic;

    for (uint32_t i = 0;
         ounce_compiler_diagnostic(check->load->compiler, i, &diagnostic); i++) {
        check->kept++;
        if (!is_wanted(check, &diagnostic)) {
            continue;
        }
        check->levels[diagnostic.level <= OUNCE_LEVEL_NOTE ? diagnostic.level
                                                           : OUNCE_LEVEL_NOTE]++;
        if (check->options->coverage) {
            cli_coverage_diagnostic(&check->coverage, check->load, &diagnostic);
            continue;
        }
        writers[format].add(check, &diagnostic);
        cli_output_text(&check->output, &check->text);
    }
    if (check->options->coverage) {
        cli_coverage_write(&check->coverage, check->load, check->selection,
                           cli_format_is(&check->options->common, "json"),
                           &check->text);
        cli_output_text(&check->output, &check->text);
    } else if (writers[format].end != NULL) {
        writers[format].end(check);
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

/* ---- lints ---- */

static int check_allowed(const struct cli_options *options)
{
    for (size_t i = 0; i < options->allow.count; i++) {
        struct cli_suggest suggest;
        const char *name, *sentence;
        char hint[160];
        bool found = false;

        cli_suggest_init(&suggest, options->allow.items[i]);
        for (uint32_t k = 0; ounce_lint_info(k, &name, &sentence); k++) {
            found = found || strcmp(name, options->allow.items[i]) == 0;
            cli_suggest_offer(&suggest, name, strlen(name));
        }
        if (!found) {
            return cli_usage_error(options,
                                   "unknown lint \"%s\"%s; --list has them all",
                                   options->allow.items[i],
                                   cli_suggest_text(&suggest, hint, sizeof(hint)));
        }
    }
    return CLI_FINE;
}

static int list_lints(const struct cli_options *options)
{
    bool json = cli_format_is(options, "json");
    struct cli_output output;
    struct cli_text text = CLI_TEXT_INIT;
    const char *name, *sentence;
    size_t longest = 0;

    cli_output_init(&output);
    for (uint32_t i = 0; ounce_lint_info(i, &name, &sentence); i++) {
        longest = strlen(name) > longest ? strlen(name) : longest;
    }
    for (uint32_t i = 0; ounce_lint_info(i, &name, &sentence); i++) {
        if (json) {
            cli_text_char(&text, '{');
            cli_text_member_words(&text, "name", name);
            cli_text_member_words(&text, "level", "warning");
            cli_text_member_words(&text, "description", sentence);
            cli_text_put(&text, "}\n");
        } else {
            cli_text_put(&text, name);
            cli_text_indent(&text, (uint32_t)(longest + 2 - strlen(name)));
            cli_text_put(&text, sentence);
            cli_text_char(&text, '\n');
        }
        cli_output_text(&output, &text);
    }
    cli_text_finish(&text);
    return cli_output_end(&output, CLI_FINE);
}

/* ---- the command ---- */

static int check_paths(const struct check_options *options)
{
    struct cli_selection selection = {0};
    struct cli_load load = {0};
    const struct cli_options *common = &options->common;
    int code = check_allowed(common);

    if (code == CLI_FINE && common->paths.count == 0) {
        code = cli_usage_error(common, "nothing to check: give a PATH");
    }
    if (code == CLI_FINE && options->coverage && cli_format_index(common) > 1) {
        code = cli_usage_error(common, "--coverage is written as text or json");
    }
    if (code == CLI_FINE) {
        code = cli_load(&load, common, &common->paths,
                        OUNCE_COMPILE_KEEP_TESTS | OUNCE_COMPILE_LINT);
        code = code == CLI_PARTIAL ? CLI_FINDINGS : code;
    }
    if (code == CLI_FINE) {
        code = cli_select(&selection, common, &load, CLI_LOG_TYPE_OF_RULES);
        if (code != CLI_FINE) { /* why there is no such id may be among them */
            cli_load_report(&load, common);
        }
    }
    if (code == CLI_FINE) {
        code = run(options, &selection, &load);
    }
    cli_selection_finish(&selection);
    cli_load_finish(&load);
    return code;
}

int cli_cmd_check(int argc, char **argv)
{
    struct check_options options = {0};
    int code = cli_options_parse(&options.common, formats, &check_argp, argc, argv);

    if (code == CLI_FINE) {
        code = options.list ? list_lints(&options.common) : check_paths(&options);
    }
    cli_options_finish(&options.common);
    return code;
}
