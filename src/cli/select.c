/* select.c — which of the rules a command is about: --id, --tag, --severity.
 *
 * Kinds of option narrow each other down; repeating one of them widens it.
 */
#include "cli/select.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cli/exit_code.h"
#include "cli/memory.h"
#include "cli/suggest.h"

static bool same(const ounce_str *str, const char *words)
{
    return str->size == strlen(words) && memcmp(str->data, words, str->size) == 0;
}

static bool has_tag(const ounce_rule *rule, const char *tag)
{
    const ounce_str *item;

    for (uint32_t i = 0; (item = ounce_rule_item(rule, OUNCE_RULE_TAGS, i)) != NULL;
         i++) {
        if (item->size == strlen(tag) &&
            strncasecmp(item->data, tag, item->size) == 0) {
            return true;
        }
    }
    return false;
}

static bool has_log_type(const ounce_rule *rule, const char *log_type)
{
    const ounce_str *item;

    for (uint32_t i = 0;
         (item = ounce_rule_item(rule, OUNCE_RULE_LOG_TYPES, i)) != NULL; i++) {
        if (same(item, log_type)) {
            return true;
        }
    }
    return false;
}

static bool any_tag(const ounce_rule *rule, const struct cli_words *tags)
{
    for (size_t i = 0; i < tags->count; i++) {
        if (has_tag(rule, tags->items[i])) {
            return true;
        }
    }
    return tags->count == 0;
}

bool cli_id_is_chosen(const struct cli_options *options, ounce_str id)
{
    for (size_t i = 0; i < options->ids.count; i++) {
        if (same(&id, options->ids.items[i])) {
            return true;
        }
    }
    return options->ids.count == 0 || id.size == 0;
}

static int unknown_id(const struct cli_options *options, const struct cli_load *load,
                      const char *id)
{
    struct cli_suggest suggest;
    char nearest[160];
    uint32_t count = ounce_ruleset_count(load->ruleset);

    cli_suggest_init(&suggest, id);
    for (uint32_t i = 0; i < count; i++) {
        const ounce_str *known =
            ounce_rule_text(ounce_ruleset_rule(load->ruleset, i), OUNCE_RULE_ID);

        cli_suggest_offer(&suggest, known->data, known->size);
    }
    cli_usage_error(options, "no rule has the id \"%s\"%s", id,
                    cli_suggest_text(&suggest, nearest, sizeof(nearest)));
    return load->unreadable ? CLI_IO
                            : CLI_USAGE; /* it may be where nobody could look */
}

int cli_select(struct cli_selection *selection, const struct cli_options *options,
               const struct cli_load *load, enum cli_log_type_use use)
{
    uint32_t count = ounce_ruleset_count(load->ruleset);
    uint32_t index;

    memset(selection, 0, sizeof(*selection));
    for (size_t i = 0; i < options->ids.count; i++) {
        const char *id = options->ids.items[i];

        if (!ounce_ruleset_find(load->ruleset, id, strlen(id), &index) &&
            !cli_load_refused(load, id)) {
            return unknown_id(options, load, id);
        }
    }
    selection->wanted = cli_resize(NULL, count, sizeof(bool));
    for (index = 0; index < count; index++) {
        const ounce_rule *rule = ounce_ruleset_rule(load->ruleset, index);
        bool wanted =
            cli_id_is_chosen(options, *ounce_rule_text(rule, OUNCE_RULE_ID)) &&
            any_tag(rule, &options->tags) &&
            ounce_rule_number(rule, OUNCE_RULE_SEVERITY_RANK) >= options->severity;

        if (use == CLI_LOG_TYPE_OF_RULES && options->log_type != NULL) {
            wanted = wanted && has_log_type(rule, options->log_type);
        }
        selection->wanted[index] = wanted;
        if (wanted) {
            selection->chosen++;
            selection->enabled += ounce_rule_number(rule, OUNCE_RULE_ENABLED) == 1;
        }
    }
    return CLI_FINE;
}

void cli_selection_finish(struct cli_selection *selection)
{
    free(selection->wanted);
}

int cli_nothing_to_do(const struct cli_selection *selection,
                      const struct cli_options *options, const struct cli_load *load)
{
    int code = cli_load_code(load);

    if (selection->chosen > 0 || options->allow_empty) {
        return CLI_FINE;
    }
    if (ounce_ruleset_count(load->ruleset) > 0) {
        cli_say(options->name, "nothing to do: no rule is chosen by the options");
    } else if (code != CLI_FINE) {
        cli_say(options->name, "nothing to do: no rule loads");
    } else {
        cli_say(options->name, "nothing to do: no rule was found");
    }
    return code != CLI_FINE ? code : CLI_FINDINGS;
}
