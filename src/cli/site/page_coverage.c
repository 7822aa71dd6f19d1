/* page_coverage.c — the coverage matrix: tactics in the order of an attack, first as a
 * picture with a square a technique, then as a section each with the rules that report
 * its techniques.
 *
 * Techniques of the ATT&CK table that no rule reports are in the page and hidden until
 * they are asked for: gaps. A rule counts where it reports: the table may know a
 * technique under another tactic, or not at all, and it is listed all the same.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/memory.h"
#include "cli/site/html.h"
#include "cli/site/site.h"

/* As an attack goes, and as ATT&CK has its columns; other ids come after these. */
static const char *const order[] = {"TA0043", "TA0042", "TA0001", "TA0002", "TA0003",
                                    "TA0004", "TA0005", "TA0112", "TA0006", "TA0007",
                                    "TA0008", "TA0009", "TA0011", "TA0010", "TA0040"};

/* A technique that a rule reports under a tactic. */
struct cell {
    ounce_str tactic, technique, name;
    uint32_t rule;
};

struct matrix {
    struct site *site;
    struct cell *cells; /* by tactic, technique, rule */
    uint32_t count, capacity;
    uint32_t covered, known; /* techniques of the tactic at hand */
    uint32_t squares;        /* drawn for it */
    bool picture;            /* squares, not rows of a table */
};

/* ---- gathering ---- */

static int compare(ounce_str a, ounce_str b)
{
    size_t size = a.size < b.size ? a.size : b.size;
    int first = size > 0 ? memcmp(a.data, b.data, size) : 0;

    return first != 0 ? first : a.size < b.size ? -1 : a.size > b.size;
}

static int by_place(const void *a, const void *b)
{
    const struct cell *one = a;
    const struct cell *other = b;
    int tactic = compare(one->tactic, other->tactic);
    int technique = compare(one->technique, other->technique);

    return tactic != 0               ? tactic
           : technique != 0          ? technique
           : one->rule < other->rule ? -1
                                     : one->rule > other->rule;
}

static void gather(struct matrix *matrix)
{
    for (uint32_t rule = 0; rule < matrix->site->count; rule++) {
        const ounce_catalog_entry *entry = site_entry(matrix->site, rule);

        if (!matrix->site->selection->wanted[rule]) {
            continue;
        }
        for (uint32_t i = 0; i < entry->attack_count; i++) {
            const ounce_catalog_attack *row = &entry->attack[i];

            if (matrix->count == matrix->capacity) {
                matrix->capacity = matrix->capacity * 2 + 64;
                matrix->cells =
                    cli_resize(matrix->cells, matrix->capacity, sizeof *matrix->cells);
            }
            matrix->cells[matrix->count++] =
                (struct cell){row->tactic_id, row->technique_id, row->technique, rule};
        }
    }
    if (matrix->count > 0) {
        qsort(matrix->cells, matrix->count, sizeof *matrix->cells, by_place);
    }
}

/* The first cell at or after a place: its tactic alone, or tactic and technique. */
static uint32_t first_at(const struct matrix *matrix, ounce_str tactic,
                         ounce_str technique)
{
    struct cell wanted = {tactic, technique, {NULL, 0}, 0};
    uint32_t from = 0;
    uint32_t to = matrix->count;

    while (from < to) {
        uint32_t middle = from + (to - from) / 2;

        if (by_place(&matrix->cells[middle], &wanted) < 0) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    return from;
}

static bool is_at(const struct matrix *matrix, uint32_t index, ounce_str tactic)
{
    return index < matrix->count && site_same(matrix->cells[index].tactic, tactic);
}

/* ---- drawing ---- */

static void technique_head(struct cli_text *out, ounce_str id, ounce_str name,
                           const char *class)
{
    cli_text_put(out, "<tr");
    html_attribute(out, "class", html_words(class));
    cli_text_put(out, "><td>");
    html_element(out, "span", "tid", id);
    cli_text_put(out, "</td><td>");
    html_text(out, name);
    cli_text_put(out, "</td><td class=\"num\">");
}

#define ACROSS 9 /* squares in a row */

/* A technique as a square, which says on a touch what it is. */
static void square(struct matrix *matrix, ounce_str id, ounce_str name, uint32_t count)
{
    struct cli_text *out = &matrix->site->page;
    uint32_t place = matrix->squares++;
    uint32_t heat = count == 0   ? 0
                    : count == 1 ? 1
                    : count < 5  ? 2
                    : count < 15 ? 3
                                 : 4;

    cli_text_put(out, "<rect class=\"h");
    cli_text_uint(out, heat);
    cli_text_put(out, "\" width=\"13\" height=\"13\" rx=\"2\" x=\"");
    cli_text_uint(out, place % ACROSS * 16 + 1);
    cli_text_put(out, "\" y=\"");
    cli_text_uint(out, place / ACROSS * 16 + 1);
    cli_text_put(out, "\"><title>");
    html_text(out, id);
    cli_text_char(out, ' ');
    html_text(out, name);
    cli_text_put(out, ": ");
    cli_text_count(out, count, "rule");
    cli_text_put(out, "</title></rect>\n");
}

/* One technique with the rules at @index and after; returns where the next one is. */
static uint32_t covered(struct matrix *matrix, uint32_t index)
{
    const struct cell *first = &matrix->cells[index];
    struct cli_text *out = &matrix->site->page;
    uint32_t end = index;
    uint32_t count = 0;

    while (end < matrix->count && site_same(matrix->cells[end].tactic, first->tactic) &&
           site_same(matrix->cells[end].technique, first->technique)) {
        count += end == index || matrix->cells[end].rule != matrix->cells[end - 1].rule;
        end++;
    }
    matrix->covered += first->technique.size > 0;
    if (matrix->picture) {
        square(matrix, first->technique, first->name, count);
        return end;
    }
    technique_head(out, first->technique,
                   first->technique.size > 0 ? first->name
                                             : html_words("no technique given"),
                   "covered");
    cli_text_uint(out, count);
    cli_text_put(out, "</td><td>");
    for (uint32_t i = index; i < end; i++) {
        uint32_t rule = matrix->cells[i].rule;

        if (i == index || rule != matrix->cells[i - 1].rule) {
            cli_text_put(out, i == index ? "" : "<br>");
            site_link_rule(matrix->site, "", rule,
                           site_text(matrix->site, rule, OUNCE_RULE_DISPLAY_NAME));
        }
    }
    cli_text_put(out, "</td></tr>\n");
    return end;
}

static bool lists(ounce_str ids, ounce_str id)
{
    for (size_t at = 0; at + id.size <= ids.size; at++) {
        if ((at == 0 || ids.data[at - 1] == ',') &&
            memcmp(ids.data + at, id.data, id.size) == 0 &&
            (at + id.size == ids.size || ids.data[at + id.size] == ',')) {
            return true;
        }
    }
    return false;
}

/* Techniques of the table and of the rules, merged in the order of their ids. */
static void techniques(struct matrix *matrix, ounce_str tactic)
{
    struct cli_text *out = &matrix->site->page;
    uint32_t at = first_at(matrix, tactic, (ounce_str){NULL, 0});
    ounce_attack_technique row;

    matrix->covered = matrix->known = matrix->squares = 0;
    for (uint32_t i = 0; tactic.size > 0 && ounce_attack_technique_get(i, &row); i++) {
        if (!lists(row.tactics, tactic)) {
            continue;
        }
        while (is_at(matrix, at, tactic) &&
               compare(matrix->cells[at].technique, row.id) < 0) {
            at = covered(matrix, at);
        }
        matrix->known++;
        if (is_at(matrix, at, tactic) &&
            site_same(matrix->cells[at].technique, row.id)) {
            at = covered(matrix, at);
        } else if (matrix->picture) {
            square(matrix, row.id, row.name, 0);
        } else {
            technique_head(out, row.id, row.name, "gap");
            cli_text_put(out, "0</td><td></td></tr>\n");
        }
    }
    while (is_at(matrix, at, tactic)) {
        at = covered(matrix, at);
    }
}

static void tactic_section(struct matrix *matrix, ounce_str id, ounce_str name)
{
    struct cli_text *out = &matrix->site->page;
    const struct site_group *group = site_group(&matrix->site->tactics, id);
    uint32_t rules = group != NULL ? group->count : 0;

    cli_text_put(out, rules > 0 ? "<details class=\"tactic\" open"
                                : "<details "
                                  "class=\"tactic gap\"");
    cli_text_put(out, "><summary><h2>");
    html_text(out, name);
    cli_text_put(out, "</h2> ");
    html_element(out, "span", "tid", id);
    cli_text_put(out, " <span class=\"tally\">");
    cli_text_count(out, rules, "rule");
    cli_text_put(out,
                 "</span></summary>\n<div class=\"scroll\"><table class=\"matrix\">"
                 "<thead><tr><th>Id</th><th>Technique</th>"
                 "<th class=\"num\">Rules</th><th>Detected by</th></tr></thead>"
                 "<tbody>\n");
    techniques(matrix, id);
    cli_text_put(out, "</tbody></table></div><p class=\"tally\">");
    cli_text_count(out, matrix->covered, "technique");
    cli_text_put(out, " with rules; the ATT&amp;CK table has ");
    cli_text_uint(out, matrix->known);
    cli_text_put(out, " under this tactic.</p></details>\n");
}

static ounce_str name_of(ounce_str id)
{
    ounce_str key;
    ounce_str name;

    for (uint32_t i = 0; ounce_attack_tactic_get(i, &key, &name); i++) {
        if (site_same(key, id)) {
            return name;
        }
    }
    return id;
}

static bool is_known(ounce_str id)
{
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        if (site_same(html_words(order[i]), id)) {
            return true;
        }
    }
    return false;
}

static void tactic_picture(struct matrix *matrix, ounce_str id)
{
    struct cli_text *out = &matrix->site->page;
    struct cli_text squares = CLI_TEXT_INIT;
    size_t from;

    cli_text_put(out, "<li><b>");
    html_text(out, name_of(id));
    cli_text_put(out, "</b>");
    from = out->size;
    techniques(matrix, id);
    cli_text_add(&squares, out->data + from, out->size - from);
    out->size = from;
    cli_text_put(out, "<span class=\"tally\">");
    cli_text_uint(out, matrix->covered);
    cli_text_put(out, " of ");
    cli_text_uint(out, matrix->squares);
    cli_text_put(out, "</span><svg role=\"img\" aria-hidden=\"true\" width=\"145\" "
                      "height=\"");
    cli_text_uint(out, (matrix->squares + ACROSS - 1) / ACROSS * 16);
    cli_text_put(out, "\">\n");
    cli_text_add(out, squares.data, squares.size);
    cli_text_put(out, "</svg></li>\n");
    cli_text_finish(&squares);
}

static void picture(struct matrix *matrix)
{
    cli_text_put(&matrix->site->page, "<ul class=\"heat\">\n");
    matrix->picture = true;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        tactic_picture(matrix, html_words(order[i]));
    }
    matrix->picture = false;
    cli_text_put(&matrix->site->page, "</ul>\n");
}

void site_coverage_page(struct site *site)
{
    struct matrix matrix = {.site = site};
    struct cli_text *out = &site->page;

    gather(&matrix);
    html_begin(out, "", "Coverage", html_words("ATT&CK coverage"));
    cli_text_put(out, "<h1>MITRE ATT&amp;CK coverage</h1>\n<p class=\"tally\">");
    cli_text_count(out, site->techniques.count, "technique");
    cli_text_put(out, " in ");
    cli_text_count(out, site->tactics.count, "tactic");
    cli_text_put(out,
                 " · <a href=\"attack-navigator.json\" download>ATT&amp;CK Navigator "
                 "layer</a></p>\n");
    picture(&matrix);
    cli_text_put(out,
                 "<p id=\"gap-choice\" hidden><label><input "
                 "type=\"checkbox\" id=\"gaps\"> Show gaps: tactics and techniques "
                 "that no rule reports</label></p>\n");
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        tactic_section(&matrix, html_words(order[i]), name_of(html_words(order[i])));
    }
    for (uint32_t i = 0; i < matrix.count; i++) {
        ounce_str id = matrix.cells[i].tactic;

        if (!is_known(id) && (i == 0 || !site_same(id, matrix.cells[i - 1].tactic))) {
            tactic_section(&matrix, id,
                           id.size > 0 ? name_of(id) : html_words("No tactic given"));
        }
    }
    html_end(out);
    site_save(site, NULL, "coverage", ".html");
    free(matrix.cells);
}
