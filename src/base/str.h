/* str.h — small helpers on ounce_str. */
#ifndef OZ_BASE_STR_H
#define OZ_BASE_STR_H

#include <ounce/export.h>
#include <string.h>

/* For printf's "%.*s"; quoted words are cut so that a message stays a sentence. */
#define OZ_STR(s)                                                                      \
    ((int)((s).size > 120 ? 120 : (s).size)), ((s).size > 0 ? (s).data : "")

/* A string literal as ounce_str. */
#define OZ_LIT(literal) ((ounce_str){(literal), sizeof(literal) - 1})

static inline bool oz_str_equal(ounce_str a, ounce_str b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

static inline bool oz_str_is(ounce_str a, const char *text)
{
    return a.size == strlen(text) && memcmp(a.data, text, a.size) == 0;
}

/* Byte order; of UTF-8 that is code-point order. */
static inline int oz_str_compare(ounce_str a, ounce_str b)
{
    size_t shorter = a.size < b.size ? a.size : b.size;
    int order = shorter > 0 ? memcmp(a.data, b.data, shorter) : 0;

    if (order != 0) {
        return order < 0 ? -1 : 1;
    }
    return a.size == b.size ? 0 : a.size < b.size ? -1 : 1;
}

#endif
