/* html.c — what all pages are put together with: escaping, elements, head and foot. */
#include "cli/site/html.h"

#include <string.h>

/* Every address is a file beside the page. "file:" is for browsers in which a page from
 * disk is not of its own origin; on a server it allows nothing. */
#define POLICY                                                                         \
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; "            \
    "img-src 'self' file:; base-uri 'none'; form-action 'none'; "                      \
    "require-trusted-types-for 'script'"

ounce_str html_words(const char *words)
{
    return (ounce_str){words, strlen(words)};
}

static const char *entity(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

/* A byte that means itself in a page and on a terminal. */
static bool is_plain(char c)
{
    return (c >= ' ' && c <= '~') || c == '\n' || c == '\t';
}

void html_text(struct cli_text *out, ounce_str str)
{
    size_t to;

    for (size_t i = 0; i < str.size; i = to) {
        const char *safe = entity(str.data[i]);

        to = i + 1;
        if (safe != NULL) {
            cli_text_put(out, safe);
        } else if (is_plain(str.data[i])) {
            while (to < str.size && is_plain(str.data[to]) &&
                   entity(str.data[to]) == NULL) {
                to++;
            }
            cli_text_add(out, str.data + i, to - i);
        } else { /* escapes of control characters, and other text as it is */
            while (to < str.size && !is_plain(str.data[to])) {
                to++;
            }
            cli_text_visible(out, (ounce_str){str.data + i, to - i}, CLI_VISIBLE_BLOCK);
        }
    }
}

void html_attribute(struct cli_text *out, const char *name, ounce_str str)
{
    cli_text_char(out, ' ');
    cli_text_put(out, name);
    cli_text_put(out, "=\"");
    html_text(out, str);
    cli_text_char(out, '"');
}

void html_element(struct cli_text *out, const char *tag, const char *class,
                  ounce_str str)
{
    cli_text_char(out, '<');
    cli_text_put(out, tag);
    if (class != NULL) {
        html_attribute(out, "class", html_words(class));
    }
    cli_text_char(out, '>');
    html_text(out, str);
    cli_text_put(out, "</");
    cli_text_put(out, tag);
    cli_text_char(out, '>');
}

void html_token(struct cli_text *out, const char *kind, const char *data, size_t size)
{
    ounce_str str = {data, size};

    if (kind == NULL) {
        html_text(out, str);
    } else if (size > 0) {
        html_element(out, "span", kind, str);
    }
}

static void menu(struct cli_text *out, const char *root, const char *here)
{
    static const char *const entries[][2] = {{"index.html", "Rules"},
                                             {"coverage.html", "Coverage"},
                                             {"log-types.html", "Log types"},
                                             {"fields.html", "Fields"}};

    cli_text_put(out, "<nav aria-label=\"Pages\"><ul>");
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        cli_text_put(out, "<li><a href=\"");
        cli_text_put(out, root);
        cli_text_put(out, entries[i][0]);
        cli_text_put(out, strcmp(entries[i][1], here) == 0 ? "\" aria-current=\"true\">"
                                                           : "\">");
        cli_text_put(out, entries[i][1]);
        cli_text_put(out, "</a></li>");
    }
    cli_text_put(out, "</ul></nav>");
}

/* Scripts and styles are files: the policy lets none stand in a page. */
static void head(struct cli_text *out, const char *root, ounce_str title)
{
    static const char *const files[][3] = {
        {"<link rel=\"icon\" href=\"", "icon.svg", "\">\n"},
        {"<link rel=\"stylesheet\" href=\"", "site.css", "\">\n"},
        {"<script src=\"", "theme.js", "\"></script>\n"},
        {"<script defer src=\"", "site.js", "\"></script>\n"}};

    cli_text_put(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
                      "<meta charset=\"utf-8\">\n"
                      "<meta http-equiv=\"Content-Security-Policy\" content=\"" POLICY
                      "\">\n"
                      "<meta name=\"viewport\" content=\"width=device-width, "
                      "initial-scale=1\">\n"
                      "<meta name=\"referrer\" content=\"no-referrer\">\n"
                      "<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
    html_text(out, title);
    cli_text_put(out, "</title>\n");
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        cli_text_put(out, files[i][0]);
        cli_text_put(out, root);
        cli_text_put(out, "assets/");
        cli_text_put(out, files[i][1]);
        cli_text_put(out, files[i][2]);
    }
    cli_text_put(out, "</head>\n");
}

void html_begin(struct cli_text *out, const char *root, const char *here,
                ounce_str title)
{
    cli_text_clear(out);
    head(out, root, title);
    cli_text_put(out, "<body>\n<a class=\"skip\" href=\"#main\">Skip to content</a>\n"
                      "<header class=\"bar\"><a class=\"brand\" href=\"");
    cli_text_put(out, root);
    cli_text_put(out, "index.html\">Rule catalog</a>");
    menu(out, root, here);
    cli_text_put(out,
                 "<input id=\"search\" type=\"search\" hidden autocomplete=\"off\" "
                 "spellcheck=\"false\" aria-label=\"Search rules\" "
                 "placeholder=\"Search rules&ensp;/\" data-index=\"");
    cli_text_put(out, root);
    cli_text_put(out, "index.html\">"
                      "<button id=\"theme\" type=\"button\" hidden>Theme</button>"
                      "</header>\n<main id=\"main\" tabindex=\"-1\">\n");
}

void html_end(struct cli_text *out)
{
    cli_text_put(out, "</main>\n<footer>Made by <code>ounce catalog</code>. "
                      "ATT&amp;CK names © 2025 The MITRE Corporation, reproduced and "
                      "distributed with its permission.</footer>\n</body>\n</html>\n");
}
