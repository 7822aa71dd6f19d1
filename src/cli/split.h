/* split.h — a stream of bytes → events. Three forms, told apart as they come:
 *
 *     {"a":1}                            one event a line
 *     {"Records":[{"a":1},{"a":2}]}      each record is an event, over any number of
 * lines {                                  an event written over several lines: a brace
 *       "a": 1                           alone on its line, then a member
 *     }
 */
#ifndef CLI_SPLIT_H
#define CLI_SPLIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum cli_item_kind {
    CLI_ITEM_EVENT,   /* to be judged, whatever it turns out to be */
    CLI_ITEM_TOO_BIG, /* larger than the buffer may get; its text is gone */
    CLI_ITEM_UNCLOSED /* a list of records ends without its bracket; no text */
};

struct cli_item {
    size_t offset; /* in the text that was split */
    size_t size;
    uint64_t line; /* 1-based; where it begins */
    enum cli_item_kind kind;
};

struct cli_items {
    struct cli_item *list;
    size_t count;
    size_t room;
};

enum cli_split_mode {
    CLI_SPLIT_BEGIN,   /* a byte order mark may come */
    CLI_SPLIT_BETWEEN, /* anything may begin */
    CLI_SPLIT_LINE,    /* inside a line */
    CLI_SPLIT_VALUE,   /* inside an event over several lines */
    CLI_SPLIT_RECORDS, /* in the list, before a record or its end */
    CLI_SPLIT_RECORD,  /* inside a record */
    CLI_SPLIT_TAIL     /* behind the list, before the brace that closes its object */
};

struct cli_splitter {
    enum cli_split_mode mode;
    uint64_t line;   /* of the byte that comes next */
    bool dropping;   /* the item under way is reported; its bytes are thrown away */
    size_t scanned;  /* bytes of the item under way that were looked at */
    uint64_t breaks; /* line breaks among them */
    uint32_t depth;  /* brackets open among them */
    bool bare;       /* a record that is neither object nor list */
    bool in_string;
    bool escaped;
};

void cli_split_init(struct cli_splitter *splitter);

/* Append the items that end in @text, and return how many bytes are done with. The rest
 * must come again, with more behind it. @final says that nothing more will come; then
 * everything is done with. */
size_t cli_split(struct cli_splitter *splitter, const char *text, size_t size,
                 bool final, struct cli_items *items);

/* The item under way is too big: report it, and drop the rest of it as it comes. */
void cli_split_too_big(struct cli_splitter *splitter, struct cli_items *items);

#endif
