/* navigator.c — a layer for the ATT&CK Navigator, layer format 4.5: techniques scored
 * by the number of rules that report them, with the ids of the rules as comment.
 */
#include "cli/site/site.h"

static bool digits(ounce_str text, size_t from, size_t count)
{
    for (size_t i = from; i < from + count; i++) {
        if (i >= text.size || text.data[i] < '0' || text.data[i] > '9') {
            return false;
        }
    }
    return true;
}

/* T1234 or T1234.001: the Navigator refuses a layer with anything else. */
static bool is_technique(ounce_str id)
{
    return id.size > 0 && id.data[0] == 'T' && digits(id, 1, 4) &&
           (id.size == 5 || (id.size == 9 && id.data[5] == '.' && digits(id, 6, 3)));
}

static void technique(struct site *site, const struct site_group *group,
                      struct cli_text *comment)
{
    struct cli_text *out = &site->page;

    cli_text_clear(comment);
    for (uint32_t i = 0; i < group->count; i++) {
        ounce_str id = site_text(site, group->members[i].rule, OUNCE_RULE_ID);

        cli_text_put(comment, i > 0 ? ", " : "");
        cli_text_add(comment, id.data, id.size);
    }
    cli_text_put(out, "    {");
    cli_text_member_str(out, "techniqueID", group->key);
    cli_text_member_uint(out, "score", group->count);
    cli_text_member_str(out, "comment", cli_text_str(comment));
    cli_text_member_bool(out, "enabled", true);
    cli_text_char(out, '}');
}

void site_navigator(struct site *site)
{
    struct cli_text *out = &site->page;
    struct cli_text comment = CLI_TEXT_INIT;
    uint32_t most = 1;
    bool begun = false;

    cli_text_clear(out);
    cli_text_put(out, "{\n  \"name\": \"Rule coverage\",\n"
                      "  \"versions\": {\"attack\": \"17\", \"navigator\": \"5.1.0\", "
                      "\"layer\": \"4.5\"},\n"
                      "  \"domain\": \"enterprise-attack\",\n"
                      "  \"description\": \"Score: rules that report the technique. "
                      "Comment: their ids.\",\n  \"techniques\": [\n");
    for (uint32_t i = 0; i < site->techniques.count; i++) {
        const struct site_group *group = &site->techniques.items[i];

        if (!is_technique(group->key)) {
            continue;
        }
        cli_text_put(out, begun ? ",\n" : "");
        technique(site, group, &comment);
        most = group->count > most ? group->count : most;
        begun = true;
    }
    cli_text_put(out,
                 "\n  ],\n  \"gradient\": {\"colors\": [\"#e8f1f8\", \"#1f6391\"], "
                 "\"minValue\": 0, \"maxValue\": ");
    cli_text_uint(out, most);
    cli_text_put(out, "},\n  \"sorting\": 3,\n  \"hideDisabled\": false\n}\n");
    site_save(site, NULL, "attack-navigator", ".json");
    cli_text_finish(&comment);
}
