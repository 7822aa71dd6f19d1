/* text.h — text that grows: output is put together here before it is written. */
#ifndef CLI_TEXT_H
#define CLI_TEXT_H

#include <ounce/export.h>

struct cli_text {
    char *data;
    size_t size;
    size_t capacity;
};

#define CLI_TEXT_INIT                                                                  \
    {                                                                                  \
        NULL, 0, 0                                                                     \
    }

/* How control characters and other bytes that steer a terminal are written. */
enum cli_visible {
    CLI_VISIBLE_LINE, /* all of them as \u001B: the text stays one line */
    CLI_VISIBLE_BLOCK /* line breaks and tabs stay as they are */
};

void cli_text_finish(struct cli_text *text);
void cli_text_clear(struct cli_text *text);          /* keeps the memory */
ounce_str cli_text_str(const struct cli_text *text); /* borrowed until it grows */

/* Make room for @more bytes and return where they go; then add to size. */
char *cli_text_room(struct cli_text *text, size_t more);

void cli_text_add(struct cli_text *text, const char *data, size_t size);
void cli_text_put(struct cli_text *text, const char *words); /* NUL-terminated */
void cli_text_char(struct cli_text *text, char c);
void cli_text_uint(struct cli_text *text, uint64_t value);
void cli_text_indent(struct cli_text *text, uint32_t spaces);

/* "1 rule", "9 rules". */
void cli_text_count(struct cli_text *text, uint64_t count, const char *noun);

/* Text from a rule or an event, with control characters made visible. */
void cli_text_visible(struct cli_text *text, ounce_str str, enum cli_visible how);

/* JSON: a string with its quotes, and `"name":"value"` with a comma before all but the
 * first member. What is not UTF-8 becomes U+FFFD. */
void cli_text_json(struct cli_text *text, ounce_str str);
void cli_text_member(struct cli_text *text, const char *name);
void cli_text_member_str(struct cli_text *text, const char *name, ounce_str str);
void cli_text_member_words(struct cli_text *text, const char *name, const char *words);
void cli_text_member_bool(struct cli_text *text, const char *name, bool value);
void cli_text_member_uint(struct cli_text *text, const char *name, uint64_t value);
void cli_text_member_null(struct cli_text *text, const char *name);

/* A JSON text that is written already, to be shown on a terminal: the few characters
 * that JSON lets through and a terminal obeys are escaped. The value stays the same. */
void cli_text_json_visible(struct cli_text *text, ounce_str json);

/* XML: character data, or what stands between the quotes of an attribute, where line
 * breaks and tabs become references so that a reader gets them back. A character that
 * XML 1.0 cannot hold is written as \u001B, what is not UTF-8 as U+FFFD. */
void cli_text_xml(struct cli_text *text, ounce_str str);
void cli_text_attribute(struct cli_text *text, const char *name, ounce_str str);
void cli_text_attribute_words(struct cli_text *text, const char *name,
                              const char *words);
void cli_text_attribute_uint(struct cli_text *text, const char *name, uint64_t value);

#endif
