/* native_url.h — looking for the characters that divide a URL. */
#ifndef OZ_NATIVE_URL_H
#define OZ_NATIVE_URL_H

#include "native/argument.h"

static inline size_t oz_url_find(ounce_str text, char c)
{
    const char *found = text.size > 0 ? memchr(text.data, c, text.size) : NULL;

    return found == NULL ? SIZE_MAX : (size_t)(found - text.data);
}

static inline size_t oz_url_find_last(ounce_str text, char c)
{
    const char *found = text.size > 0 ? memrchr(text.data, c, text.size) : NULL;

    return found == NULL ? SIZE_MAX : (size_t)(found - text.data);
}

/* Cut at the first `c`: false, and nothing changed, when there is none. */
static inline bool oz_url_cut(ounce_str *text, char c, ounce_str *behind)
{
    size_t at = oz_url_find(*text, c);

    if (at == SIZE_MAX) {
        return false;
    }
    *behind = oz_str_part(*text, at + 1, text->size);
    text->size = at;
    return true;
}

#endif
