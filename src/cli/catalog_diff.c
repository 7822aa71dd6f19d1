/* catalog_diff.c — what changed between two rulesets, as condition lines.
 *
 *     - Gone.Rule
 *         - eventName eq "A"
 *     ~ Changed.Rule
 *         - eventName eq "A"
 *         + eventName in ["A", "B"]
 *
 * Rules are the same when their ids are. Only what a rule holds for is compared: a
 * title that reads otherwise is no change here.
 */
#include "cli/catalog_diff.h"

#include <ounce/catalog.h>
#include <stdlib.h>
#include <string.h>

#include "cli/exit_code.h"
#include "cli/memory.h"

/* Lines of a rule: those of its condition, or what is computed in them. */
struct lines {
    const ounce_str *items;
    uint32_t count;
};

struct diff {
    const struct cli_options *options;
    bool json;
    struct cli_load before;
    const struct cli_load *after;
    ounce_catalog *old, *new; /* owned */
    struct cli_output output;
    struct cli_text text;
    uint32_t changes;
};

static bool same(ounce_str a, ounce_str b)
{
    return a.size == b.size && memcmp(a.data, b.data, a.size) == 0;
}

static bool has(const struct lines *lines, ounce_str line)
{
    for (uint32_t i = 0; i < lines->count; i++) {
        if (same(lines->items[i], line)) {
            return true;
        }
    }
    return false;
}

static bool equal(const struct lines *a, const struct lines *b)
{
    for (uint32_t i = 0; i < a->count && i < b->count; i++) {
        if (!same(a->items[i], b->items[i])) {
            return false;
        }
    }
    return a->count == b->count;
}

static struct lines condition_of(const ounce_catalog_entry *entry)
{
    return (struct lines){entry->condition, entry->condition_count};
}

static struct lines opaque_of(const ounce_catalog_entry *entry)
{
    return (struct lines){entry->opaque, entry->opaque_count};
}

/* ---- one rule ---- */

static void text_lines(struct diff *diff, const char *sign, enum cli_colour colour,
                       const struct lines *lines, const struct lines *but)
{
    for (uint32_t i = 0; i < lines->count; i++) {
        if (!has(but, lines->items[i])) {
            cli_text_put(&diff->text, "    ");
            cli_output_paint(&diff->output, &diff->text, colour, sign);
            cli_text_char(&diff->text, ' ');
            cli_text_visible(&diff->text, lines->items[i], CLI_VISIBLE_LINE);
            cli_text_char(&diff->text, '\n');
        }
    }
}

static void json_lines(struct diff *diff, const char *name, const struct lines *lines,
                       const struct lines *but)
{
    bool begun = false;

    cli_text_member(&diff->text, name);
    cli_text_char(&diff->text, '[');
    for (uint32_t i = 0; i < lines->count; i++) {
        if (!has(but, lines->items[i])) {
            cli_text_put(&diff->text, begun ? "," : "");
            cli_text_json(&diff->text, lines->items[i]);
            begun = true;
        }
    }
    cli_text_char(&diff->text, ']');
}

static void print(struct diff *diff, const ounce_rule *rule, const char *change,
                  const struct lines *old, const struct lines *new)
{
    ounce_str id = *ounce_rule_text(rule, OUNCE_RULE_ID);

    diff->changes++;
    if (diff->json) {
        cli_text_char(&diff->text, '{');
        cli_text_member_str(&diff->text, "rule_id", id);
        cli_text_member_words(&diff->text, "change", change);
        cli_text_member_str(&diff->text, "file",
                            *ounce_rule_text(rule, OUNCE_RULE_FILE));
        json_lines(diff, "removed", old, new);
        json_lines(diff, "added", new, old);
        cli_text_put(&diff->text, "}\n");
    } else {
        cli_text_put(&diff->text, change[0] == 'a'   ? "+ "
                                  : change[0] == 'r' ? "- "
                                                     : "~ ");
        cli_text_visible(&diff->text, id, CLI_VISIBLE_LINE);
        cli_text_char(&diff->text, '\n');
        text_lines(diff, "-", CLI_COLOUR_RED, old, new);
        text_lines(diff, "+", CLI_COLOUR_GREEN, new, old);
    }
    cli_output_text(&diff->output, &diff->text);
}

static bool is_refused(const struct cli_load *load, const ounce_str *id)
{
    char *name = cli_resize(NULL, id->size + 1, 1);
    bool refused;

    memcpy(name, id->data, id->size);
    name[id->size] = '\0';
    refused = cli_load_refused(load, name);
    free(name);
    return refused;
}

static void compare(struct diff *diff, uint32_t after)
{
    static const struct lines none;
    const ounce_rule *rule = ounce_ruleset_rule(diff->after->ruleset, after);
    const ounce_str *id = ounce_rule_text(rule, OUNCE_RULE_ID);
    const ounce_catalog_entry *entry = ounce_catalog_entry_get(diff->new, after);
    struct lines new = condition_of(entry), old, old_opaque, new_opaque;
    uint32_t before;

    if (!ounce_ruleset_find(diff->before.ruleset, id->data, id->size, &before)) {
        if (!is_refused(&diff->before, id)) {
            print(diff, rule, "added", &none, &new);
        }
        return;
    }
    old = condition_of(ounce_catalog_entry_get(diff->old, before));
    old_opaque = opaque_of(ounce_catalog_entry_get(diff->old, before));
    new_opaque = opaque_of(entry);
    if (!equal(&old, &new)) {
        print(diff, rule, "changed", &old, &new);
    } else if (!equal(&old_opaque, &new_opaque)) { /* beyond where a line is cut */
        print(diff, rule, "changed", &old_opaque, &new_opaque);
    }
}

/* ---- rulesets ---- */

static void removed(struct diff *diff, const struct cli_selection *selection)
{
    static const struct lines none;
    uint32_t count = ounce_ruleset_count(diff->before.ruleset), after;

    for (uint32_t i = 0; i < count && !diff->output.failed; i++) {
        const ounce_rule *rule = ounce_ruleset_rule(diff->before.ruleset, i);
        const ounce_str *id = ounce_rule_text(rule, OUNCE_RULE_ID);
        struct lines old = condition_of(ounce_catalog_entry_get(diff->old, i));

        if (selection->wanted[i] && cli_id_is_chosen(diff->options, *id) &&
            !ounce_ruleset_find(diff->after->ruleset, id->data, id->size, &after) &&
            !is_refused(diff->after, id)) {
            print(diff, rule, "removed", &old, &none);
        }
    }
}

static int both(struct diff *diff, const struct cli_selection *selection)
{
    struct cli_options any_id = *diff->options; /* an id may be of one of them only */
    struct cli_selection chosen = {0};
    uint32_t count = ounce_ruleset_count(diff->after->ruleset);
    int code;

    any_id.ids.count = 0;
    code = cli_select(&chosen, &any_id, &diff->before, CLI_LOG_TYPE_OF_RULES);
    if (code == CLI_FINE &&
        (ounce_catalog_new(diff->before.ruleset, NULL, &diff->old, NULL) != OUNCE_OK ||
         ounce_catalog_new(diff->after->ruleset, NULL, &diff->new, NULL) != OUNCE_OK)) {
        cli_out_of_memory();
    }
    if (code == CLI_FINE) {
        removed(diff, &chosen);
        for (uint32_t i = 0; i < count && !diff->output.failed; i++) {
            if (selection->wanted[i]) {
                compare(diff, i);
            }
        }
    }
    cli_selection_finish(&chosen);
    return code;
}

int cli_catalog_diff(const struct cli_options *options, const struct cli_load *load,
                     const struct cli_selection *selection, const char *against,
                     bool json)
{
    struct diff diff = {.options = options, .json = json, .after = load};
    struct cli_words paths = {&against, 1};
    int code = cli_load(&diff.before, options, &paths, OUNCE_COMPILE_KEEP_TESTS);

    cli_output_init(&diff.output);
    if (code == CLI_FINE) {
        cli_load_report(&diff.before, options);
        code = diff.before.unreadable ? CLI_IO : both(&diff, selection);
    }
    if (code == CLI_FINE) {
        int after = cli_load_code(load);

        code = cli_load_code(&diff.before);
        code = code > after ? code : after;
        code = code == CLI_FINE && diff.changes > 0 ? CLI_FINDINGS : code;
    }
    ounce_catalog_free(diff.old);
    ounce_catalog_free(diff.new);
    cli_load_finish(&diff.before);
    cli_text_finish(&diff.text);
    return cli_output_end(&diff.output, code);
}
