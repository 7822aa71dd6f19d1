/* regex_group.h — what sequences and groups of a pattern know of each other. */
#ifndef OZ_REGEX_GROUP_H
#define OZ_REGEX_GROUP_H

#include "native/regex_syntax.h"

/* What was written last: that is what a repeat applies to. */
enum oz_regex_item_kind {
    OZ_ITEM_NONE,
    OZ_ITEM_CHAR, /* one character wide */
    OZ_ITEM_AT,   /* a place: cannot be repeated */
    OZ_ITEM_REPEAT,
    OZ_ITEM_OTHER
};
struct oz_regex_item {
    enum oz_regex_item_kind kind;
    size_t start; /* in the output */
    struct oz_regex_width width;
};

uint64_t oz_regex_wide(uint64_t width);
bool oz_regex_sequence(struct oz_regex_syntax *s, uint32_t *flags, bool first,
                       struct oz_regex_width *width);
bool oz_regex_alternatives(struct oz_regex_syntax *s, uint32_t flags, bool outermost,
                           struct oz_regex_width *width);
bool oz_regex_reference(struct oz_regex_syntax *s, struct oz_regex_item *item,
                        uint32_t group, uint32_t flags);

/* A new capturing group; name may be NULL. The first call makes group 0. */
bool oz_regex_open_group(struct oz_regex_syntax *s, const ounce_str *name);
/* In a look-behind only groups before it may be named. */
bool oz_regex_check_look_behind(struct oz_regex_syntax *s, uint32_t group);
/* After '(' at `start`. Flags of `(?i)` go to *flags and s->flags. */
bool oz_regex_read_group(struct oz_regex_syntax *s, size_t start, uint32_t *flags,
                         bool first, struct oz_regex_item *item);

#endif
