/* lint_log_type.c — log types that are nearly another's.
 *
 *     AWS.CloudTrail in forty rules, AWS.Cloudtrail in one  =>  the one is a typo
 *
 * A rule whose log type is misspelled never sees an event, and nothing else tells.
 * Custom log types may have any name, so only the set itself can say what is usual.
 * Names that differ in digits are numbered, not misspelled, and short ones are near by
 * chance.
 */
#include "lint/lint_rule.h"

#include "base/sort.h"
#include "base/str.h"
#include "base/utf8.h"

#define ONE_LETTER_FROM  8  /* letters a name must have to be one away from another */
#define TWO_LETTERS_FROM 12 /* … two */
#define LONGEST          200
#define PAIRS            4000000

/* ---- in a rule ---- */

void oz_lint_log_types(struct oz_lint_rule *rule)
{
    struct oz_lint *lint = rule->lint;
    const struct ounce_rule *kept = rule->in->rule;
    const struct oz_text_list *list = &kept->lists[OUNCE_RULE_LOG_TYPES];
    oz_yaml_id id = oz_yaml_get(rule->doc, rule->doc->root, "LogTypes", NULL);
    void *uses = lint->uses;

    for (uint32_t i = 0; i < list->count && i < oz_lint_items(rule, id); i++) {
        if (!oz_arena_grow(lint->arena, &uses, lint->use_count, &lint->use_capacity,
                           sizeof *lint->uses)) {
            oz_lint_nomem(rule);
            return;
        }
        lint->uses = uses;
        lint->uses[lint->use_count++] = (struct oz_lint_use){
            list->items[i], kept->texts[OUNCE_RULE_FILE], kept->texts[OUNCE_RULE_ID],
            oz_lint_span(rule, oz_yaml_item(rule->doc, id, i)), rule->allowed};
    }
}

/* ---- in the set ---- */

/* Insertions, deletions and changes of letters, and swaps of neighbours; `most` + 1
 * when there are more. Only a band around the diagonal matters. */
static size_t distance(ounce_str a, ounce_str b, size_t most)
{
    uint8_t rows[3][LONGEST + 1];
    uint8_t *before = rows[0], *last = rows[1], *now = rows[2];

    if (a.size > b.size + most || b.size > a.size + most || a.size > LONGEST ||
        b.size > LONGEST) {
        return most + 1;
    }
    memset(rows, (int)most + 1, sizeof rows);
    for (size_t j = 0; j <= b.size && j <= most; j++) {
        last[j] = (uint8_t)j;
    }
    for (size_t i = 1; i <= a.size; i++) {
        size_t from = i > most ? i - most : 0;
        size_t to = i + most < b.size ? i + most : b.size;
        uint8_t *spare = before;

        for (size_t j = from; j <= to; j++) {
            size_t cost =
                j == 0 ? i : (size_t)last[j - 1] + (a.data[i - 1] != b.data[j - 1]);

            cost = j < i + most && last[j] + 1u < cost ? last[j] + 1u : cost;
            cost = j > from && now[j - 1] + 1u < cost ? now[j - 1] + 1u : cost;
            if (i > 1 && j > 1 && a.data[i - 1] == b.data[j - 2] &&
                a.data[i - 2] == b.data[j - 1] && before[j - 2] + 1u < cost) {
                cost = before[j - 2] + 1u;
            }
            now[j] = (uint8_t)(cost > most ? most + 1 : cost);
        }
        before = last;
        last = now;
        now = spare;
    }
    return last[b.size];
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Are they the same but for their digits? */
static bool differ_in_number(ounce_str a, ounce_str b)
{
    size_t i = 0, j = 0;

    for (;;) {
        while (i < a.size && is_digit(a.data[i])) {
            i++;
        }
        while (j < b.size && is_digit(b.data[j])) {
            j++;
        }
        if (i == a.size || j == b.size) {
            return i == a.size && j == b.size;
        }
        if (a.data[i++] != b.data[j++]) {
            return false;
        }
    }
}

static bool is_near(ounce_str a, ounce_str b)
{
    size_t most = a.size < ONE_LETTER_FROM ? 0 : a.size < TWO_LETTERS_FROM ? 1 : 2;

    if (oz_fold_equal(a.data, a.size, b.data, b.size)) {
        return true;
    }
    return most > 0 && distance(a, b, most) <= most && !differ_in_number(a, b);
}

static int by_log_type(const void *owner, uint32_t a, uint32_t b)
{
    const struct oz_lint_use *uses = owner;

    return oz_str_compare(uses[a].log_type, uses[b].log_type);
}

/* Point new diagnostics at the rule. The texts must outlive the ruleset. */
static bool place(struct oz_diags *diags, const struct oz_lint_use *use)
{
    return oz_arena_text(diags->arena, use->file.data, use->file.size, &diags->file) &&
           oz_arena_text(diags->arena, use->rule_id.data, use->rule_id.size,
                         &diags->rule_id);
}

/* The log type that most rules have among those near to this one. */
struct candidate {
    const struct oz_lint_use *use;
    uint32_t rules;
};

static bool report(const struct oz_lint *lint, const struct oz_lint_use *use,
                   const struct candidate *best)
{
    if (best->use == NULL) {
        return true;
    }
    if (!place(lint->diags, use)) {
        return false;
    }
    oz_diag(
        lint->diags, OUNCE_LEVEL_WARNING, oz_lint_name(OZ_LINT_LOG_TYPE_SPELLING),
        use->span,
        "no other rule has the log type \"%.*s\", and %u have \"%.*s\": is it that?",
        OZ_STR(use->log_type), best->rules, OZ_STR(best->use->log_type));
    return true;
}

/* Uses in the order of their names: a run is a log type. `starts` has the first of each
 * run, and the end. */
static bool compare(const struct oz_lint *lint, const uint32_t *order,
                    const uint32_t *starts, uint32_t runs)
{
    uint32_t pairs = 0;

    for (uint32_t i = 0; i < runs; i++) {
        const struct oz_lint_use *use = &lint->uses[order[starts[i]]];
        struct candidate best = {NULL, 1};

        if (starts[i + 1] - starts[i] > 1 ||
            (use->allowed >> OZ_LINT_LOG_TYPE_SPELLING & 1) != 0) {
            continue;
        }
        for (uint32_t k = 0; k < runs && pairs < PAIRS; k++) {
            const struct oz_lint_use *other = &lint->uses[order[starts[k]]];
            uint32_t rules = starts[k + 1] - starts[k];

            if (rules > best.rules && ++pairs < PAIRS &&
                is_near(use->log_type, other->log_type)) {
                best = (struct candidate){other, rules};
            }
        }
        if (!report(lint, use, &best)) {
            return false;
        }
    }
    return true;
}

bool oz_lint_finish(const struct oz_lint *lint, struct oz_arena *scratch)
{
    uint32_t count = lint->use_count;
    uint32_t *order = oz_arena_array(scratch, (size_t)count + 1, 3 * sizeof *order);
    uint32_t *starts;
    uint32_t runs = 0;

    if (order == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        order[i] = i;
    }
    oz_sort(order, order + count + 1, count, by_log_type, lint->uses);
    starts = order + 2 * ((size_t)count + 1);
    for (uint32_t i = 0; i < count; i++) {
        if (i == 0 || by_log_type(lint->uses, order[i - 1], order[i]) != 0) {
            starts[runs++] = i;
        }
    }
    starts[runs] = count;
    return compare(lint, order, starts, runs) && !lint->diags->failed;
}
