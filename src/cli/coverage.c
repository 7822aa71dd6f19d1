/* coverage.c — `ounce check --coverage`: what rules compile to, and what keeps them.
 *
 *     873 rules compile: 702 to predicates, 171 to steps
 *     650 guarded, 223 tried on every event of their log types
 *     14 of them may call a function that is missing
 *     2 do not compile
 *     rules  construct
 *        14  policyuniverse.policy.Policy() [missing-function]
 *         2  Python feature 'yield' is not supported [py-unsupported]
 *
 * A construct comes the earlier, the more rules there are that it would unlock.
 */
#include "cli/coverage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/memory.h"

struct cli_obstacle {
    ounce_str code;
    ounce_str construct;
    ounce_str *rules; /* ids, or files where no id is known; owned */
    size_t count;
};

struct sums {
    uint32_t compiled, pure, guarded, missing;
    size_t failed;
};

static const ounce_str missing_code = {"missing-function", 16};

static bool same(ounce_str a, ounce_str b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

static bool has(const struct cli_obstacle *obstacle, ounce_str rule)
{
    for (size_t i = 0; i < obstacle->count; i++) {
        if (same(obstacle->rules[i], rule)) {
            return true;
        }
    }
    return false;
}

static struct cli_obstacle *obstacle_for(struct cli_coverage *coverage, ounce_str code,
                                         ounce_str construct)
{
    struct cli_obstacle *last;

    for (size_t i = 0; i < coverage->count; i++) {
        if (same(coverage->items[i].code, code) &&
            same(coverage->items[i].construct, construct)) {
            return &coverage->items[i];
        }
    }
    coverage->items =
        cli_resize(coverage->items, coverage->count + 1, sizeof(coverage->items[0]));
    last = &coverage->items[coverage->count++];
    *last = (struct cli_obstacle){code, construct, NULL, 0};
    return last;
}

static void keep(struct cli_coverage *coverage, ounce_str code, ounce_str construct,
                 ounce_str rule)
{
    struct cli_obstacle *obstacle = obstacle_for(coverage, code, construct);

    if (!has(obstacle, rule)) {
        obstacle->rules = cli_resize(obstacle->rules, obstacle->count + 1,
                                     sizeof(obstacle->rules[0]));
        obstacle->rules[obstacle->count++] = rule;
    }
}

static bool is_word(ounce_str text, const char *word)
{
    return text.size == strlen(word) && memcmp(text.data, word, text.size) == 0;
}

/* An item that loads and is no rule: a mistake in it is not what keeps a rule. */
static bool is_item(const struct cli_load *load, ounce_str id)
{
    ounce_item item;

    for (uint32_t i = 0; ounce_ruleset_item(load->ruleset, i, &item); i++) {
        if (same(item.id, id) && !is_word(item.type, "policy")) {
            return true;
        }
    }
    return false;
}

void cli_coverage_diagnostic(struct cli_coverage *coverage, const struct cli_load *load,
                             const ounce_diagnostic *diagnostic)
{
    ounce_str id = diagnostic->rule_id;
    uint32_t index;

    if (diagnostic->level != OUNCE_LEVEL_ERROR || is_word(diagnostic->code, "io") ||
        (id.size > 0 && (ounce_ruleset_find(load->ruleset, id.data, id.size, &index) ||
                         is_item(load, id)))) {
        return;
    }
    keep(coverage, diagnostic->code, diagnostic->message,
         id.size > 0 ? id : diagnostic->file);
}

/* Rules that do not compile, each once however much is wrong with it. */
static size_t count_failed(const struct cli_coverage *coverage)
{
    size_t failed = 0;

    for (size_t i = 0; i < coverage->count; i++) {
        for (size_t k = 0; k < coverage->items[i].count; k++) {
            bool before = false;

            for (size_t n = 0; n < i && !before; n++) {
                before = has(&coverage->items[n], coverage->items[i].rules[k]);
            }
            failed += !before;
        }
    }
    return failed;
}

/* Look at the rules that compile, and keep what they lack. */
static void add_rules(struct cli_coverage *coverage, const struct cli_load *load,
                      const struct cli_selection *selection, struct sums *sums)
{
    uint32_t count = ounce_ruleset_count(load->ruleset);
    ounce_coverage *rules = cli_resize(NULL, count + (size_t)1, sizeof(*rules));

    if (ounce_ruleset_coverage(load->ruleset, rules, count, NULL) != OUNCE_OK) {
        cli_out_of_memory();
    }
    for (uint32_t i = 0; i < count; i++) {
        if (!selection->wanted[i]) {
            continue;
        }
        sums->compiled++;
        sums->pure += rules[i].pure;
        sums->guarded += rules[i].guarded;
        sums->missing += rules[i].missing.size > 0;
        if (rules[i].missing.size > 0) {
            keep(coverage, missing_code, rules[i].missing,
                 *ounce_rule_text(ounce_ruleset_rule(load->ruleset, i), OUNCE_RULE_ID));
        }
    }
    free(rules);
}

static int by_use(const void *a, const void *b)
{
    const struct cli_obstacle *x = a, *y = b;
    size_t least =
        x->construct.size < y->construct.size ? x->construct.size : y->construct.size;
    int order;

    if (x->count != y->count) {
        return x->count > y->count ? -1 : 1;
    }
    order = least == 0 ? 0 : memcmp(x->construct.data, y->construct.data, least);
    return order != 0 ? order
                      : (x->construct.size > y->construct.size) -
                            (x->construct.size < y->construct.size);
}

/* ---- text ---- */

static void write_sums(struct cli_text *text, const struct sums *sums)
{
    cli_text_count(text, sums->compiled, "rule");
    cli_text_put(text, sums->compiled == 1 ? " compiles: " : " compile: ");
    cli_text_uint(text, sums->pure);
    cli_text_put(text, " to predicates, ");
    cli_text_uint(text, sums->compiled - sums->pure);
    cli_text_put(text, " to steps\n");
    cli_text_uint(text, sums->guarded);
    cli_text_put(text, " guarded, ");
    cli_text_uint(text, sums->compiled - sums->guarded);
    cli_text_put(text, " tried on every event of their log types\n");
    cli_text_uint(text, sums->missing);
    cli_text_put(text, " of them may call a function that is missing\n");
    cli_text_uint(text, sums->failed);
    cli_text_put(text, " do not compile\n");
}

static void write_obstacle(struct cli_text *text, const struct cli_obstacle *obstacle)
{
    char count[24];
    bool call = same(obstacle->code, missing_code);

    snprintf(count, sizeof(count), "%5zu  ", obstacle->count);
    cli_text_put(text, count);
    cli_text_visible(text, obstacle->construct, CLI_VISIBLE_LINE);
    cli_text_put(text, call ? "() [" : " [");
    cli_text_add(text, obstacle->code.data, obstacle->code.size);
    cli_text_put(text, "]\n");
}

/* ---- JSON ---- */

static void json_sums(struct cli_text *text, const struct sums *sums)
{
    cli_text_char(text, '{');
    cli_text_member_words(text, "kind", "coverage");
    cli_text_member_uint(text, "compiled", sums->compiled);
    cli_text_member_uint(text, "pure", sums->pure);
    cli_text_member_uint(text, "guarded", sums->guarded);
    cli_text_member_uint(text, "missing", sums->missing);
    cli_text_member_uint(text, "not_compiled", sums->failed);
    cli_text_put(text, "}\n");
}

static void json_obstacle(struct cli_text *text, const struct cli_obstacle *obstacle)
{
    cli_text_char(text, '{');
    cli_text_member_words(text, "kind", "construct");
    cli_text_member_str(text, "code", obstacle->code);
    cli_text_member_str(text, "construct", obstacle->construct);
    cli_text_member_uint(text, "rules", obstacle->count);
    cli_text_member(text, "rule_ids");
    for (size_t i = 0; i < obstacle->count; i++) {
        cli_text_char(text, i == 0 ? '[' : ',');
        cli_text_json(text, obstacle->rules[i]);
    }
    cli_text_put(text, "]}\n");
}

void cli_coverage_write(struct cli_coverage *coverage, const struct cli_load *load,
                        const struct cli_selection *selection, bool json,
                        struct cli_text *text)
{
    struct sums sums = {0};

    sums.failed = count_failed(coverage);
    add_rules(coverage, load, selection, &sums);
    if (coverage->count > 0) {
        qsort(coverage->items, coverage->count, sizeof(coverage->items[0]), by_use);
    }
    (json ? json_sums : write_sums)(text, &sums);
    if (!json && coverage->count > 0) {
        cli_text_put(text, "rules  construct\n");
    }
    for (size_t i = 0; i < coverage->count; i++) {
        (json ? json_obstacle : write_obstacle)(text, &coverage->items[i]);
        free(coverage->items[i].rules);
    }
    free(coverage->items);
    *coverage = (struct cli_coverage){NULL, 0};
}
