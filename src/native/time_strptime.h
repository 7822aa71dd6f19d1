/* time_strptime.h — between the matcher of strptime() and what makes a datetime of it.
 */
#ifndef OZ_TIME_STRPTIME_H
#define OZ_TIME_STRPTIME_H

#include "native/time.h"

#define OZ_STRPTIME_GROUPS 26

/* Where each directive matched, in the order of the format. */
struct oz_strptime {
    ounce_str text, format;
    struct {
        char letter;
        size_t start, size;
    } groups[OZ_STRPTIME_GROUPS];
    uint32_t count;
    size_t end; /* of the match */
};

/* Match the format from the start of the text; *matched. Raises for a bad format. */
bool oz_strptime_match(struct oz_work *work, struct oz_strptime *match, bool *matched);
/* The datetime that the groups say. */
bool oz_strptime_read(struct oz_work *work, const struct oz_strptime *match,
                      struct oz_datetime *out);
/* The index of a name, told by its first `size` bytes in any case; -1. */
int oz_strptime_name(const char *const *names, int count, size_t short_size,
                     ounce_str text);

#endif
