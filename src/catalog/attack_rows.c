/* attack_rows.c — what a rule reports as MITRE ATT&CK, with the names of the tables.
 *
 *     "TA0005:T1562.008"  =>  Stealth, Impair Defenses: Disable or Modify Cloud Logs
 */
#include "base/str.h"
#include "catalog/facts.h"
#include "lint/attack/attack.h"
#include "rule/rule.h"

#include <string.h>

static ounce_str of(const char *text)
{
    return (ounce_str){text, strlen(text)};
}

static bool is_attack(ounce_str framework)
{
    return oz_str_is(framework, "MITRE ATT&CK");
}

/* Ids come in any case; the tables have upper case. */
static ounce_str upper(struct oz_arena *arena, ounce_str id)
{
    ounce_str out = {NULL, 0};
    char *text;

    if (!oz_arena_text(arena, id.data, id.size, &out)) {
        return out;
    }
    text = (char *)(uintptr_t)out.data; /* our own copy */
    for (size_t i = 0; i < out.size; i++) {
        text[i] = text[i] >= 'a' && text[i] <= 'z' ? (char)(text[i] - 32) : text[i];
    }
    return out;
}

static ounce_str trimmed(ounce_str text)
{
    while (text.size > 0 && text.data[0] == ' ') {
        text = (ounce_str){text.data + 1, text.size - 1};
    }
    while (text.size > 0 && text.data[text.size - 1] == ' ') {
        text.size--;
    }
    return text;
}

static void fill_tactic(ounce_catalog_attack *row, ounce_str id)
{
    const struct oz_attack_tactic *tactic = oz_attack_tactic(id);

    row->tactic_id = id;
    row->tactic = of(tactic != NULL ? tactic->name : "");
}

static void fill_technique(ounce_catalog_attack *row, ounce_str id)
{
    const struct oz_attack_technique *technique = oz_attack_technique(id);

    row->technique_id = id;
    row->technique = of(technique != NULL ? technique->name : "");
}

static bool add(struct oz_arena *arena, struct oz_gather *rows, ounce_str report)
{
    const char *colon = memchr(report.data, ':', report.size);
    size_t size = colon != NULL ? (size_t)(colon - report.data) : report.size;
    ounce_str first = upper(arena, trimmed((ounce_str){report.data, size}));
    ounce_catalog_attack *row = oz_gather_add(rows);

    if (first.data == NULL || row == NULL) {
        return false;
    }
    memset(row, 0, sizeof *row);
    row->tactic_id = row->tactic = row->technique_id = row->technique = OZ_LIT("");
    if (colon == NULL && first.size > 1 && first.data[0] == 'T' &&
        first.data[1] != 'A') {
        fill_technique(row, first);
        return true;
    }
    fill_tactic(row, first);
    if (colon != NULL) {
        ounce_str second =
            upper(arena, trimmed((ounce_str){colon + 1, report.size - size - 1}));

        if (second.data == NULL) {
            return false;
        }
        fill_technique(row, second);
    }
    return true;
}

bool oz_facts_attack(struct oz_arena *arena, const struct ounce_rule *rule,
                     ounce_catalog_entry *entry)
{
    const struct oz_text_list *reports = &rule->lists[OUNCE_RULE_REPORTS];
    struct oz_gather rows = {arena, NULL, 0, 0, sizeof(ounce_catalog_attack), false};

    for (uint32_t i = 0; i + 1 < reports->count; i += 2) {
        if (is_attack(reports->items[i]) && reports->items[i + 1].size > 0 &&
            !add(arena, &rows, reports->items[i + 1])) {
            return false;
        }
    }
    entry->attack = rows.items;
    entry->attack_count = rows.count;
    return true;
}
