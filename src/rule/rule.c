/* rule.c — the severities, in the two spellings they have. */
#include "rule/rule.h"

#include "base/str.h"

const char *const oz_severity_names[] = {"Info", "Low",      "Medium",
                                         "High", "Critical", NULL};
const char *const oz_severity_upper[] = {"INFO", "LOW",      "MEDIUM",
                                         "HIGH", "CRITICAL", NULL};

static bool equal_ascii(ounce_str a, const char *b, bool any_case)
{
    if (a.size != strlen(b)) {
        return false;
    }
    for (size_t i = 0; i < a.size; i++) {
        char x = a.data[i];
        char y = b[i];

        if (any_case && x >= 'a' && x <= 'z') {
            x = (char)(x - ('a' - 'A'));
        }
        if (any_case && y >= 'a' && y <= 'z') {
            y = (char)(y - ('a' - 'A'));
        }
        if (x != y) {
            return false;
        }
    }
    return true;
}

bool oz_severity_rank(ounce_str name, bool any_case, uint32_t *rank)
{
    for (uint32_t i = 0; oz_severity_names[i] != NULL; i++) {
        if (equal_ascii(name, oz_severity_names[i], any_case)) {
            *rank = i;
            return true;
        }
    }
    return false;
}
