/* html.h — what all pages are put together with.
 *
 * Whatever comes from a rule goes through html_text(), in text and between the quotes
 * of an attribute alike; cli_text_put() is for what stands in our source.
 */
#ifndef CLI_SITE_HTML_H
#define CLI_SITE_HTML_H

#include "cli/text.h"

/* The one escaping function: no markup comes out of it, nor a character that would make
 * text read in another order than it is stored. Safe in text and in quoted attributes.
 */
void html_text(struct cli_text *out, ounce_str str);

/* `<TAG class="CLASS">str</TAG>`; no class when it is NULL. */
void html_element(struct cli_text *out, const char *tag, const char *class,
                  ounce_str str);

/* ` NAME="str"` */
void html_attribute(struct cli_text *out, const char *name, ounce_str str);

/* A JSON value, indented and with its tokens marked. */
void html_json(struct cli_text *out, ounce_str json);

/* Source texts with their tokens marked, without the <pre>. */
void html_yaml(struct cli_text *out, ounce_str source);
void html_python(struct cli_text *out, ounce_str source);

/* A token: `<span class="KIND">str</span>`; as it is when @kind is NULL. */
void html_token(struct cli_text *out, const char *kind, const char *data, size_t size);

/* Head and foot of a page. @root is the way up to the index: "" or "../"; @here names
 * the entry of the menu that the page belongs to. */
void html_begin(struct cli_text *out, const char *root, const char *here,
                ounce_str title);
void html_end(struct cli_text *out);

ounce_str html_words(const char *words);

#endif
