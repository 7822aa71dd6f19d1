/* name.c — names of files from the ids of rules.
 *
 *     "AWS.VPCFlow.LogsDeleted"  =>  aws.vpcflow.logsdeleted
 *     "aws.vpcflow/logsDeleted"  =>  aws.vpcflow-logsdeleted
 *     "AWS.VPCFLOW.LogsDeleted"  =>  aws.vpcflow.logsdeleted~2
 *
 * Names stay legible: what is not safe becomes "-", and ids that come out the same are
 * numbered. "~" is in no name otherwise, so a number cannot make two the same.
 */
#include "cli/site/name.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/memory.h"

#define LEGIBLE 100 /* bytes of a name that come from the id */

struct named {
    char *name;
    uint32_t index;
};

static char safe(char c)
{
    if (c >= 'A' && c <= 'Z') {
        return (char)(c - 'A' + 'a');
    }
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_'
               ? c
               : '-';
}

/* Devices of one system, whatever their ending: "nul.html" is not a file there. */
static bool is_device(const char *name)
{
    static const char *const devices[] = {"con", "prn", "aux", "nul"};
    size_t size = strcspn(name, ".");

    for (size_t i = 0; i < sizeof devices / sizeof *devices; i++) {
        if (size == 3 && memcmp(name, devices[i], 3) == 0) {
            return true;
        }
    }
    return size == 4 && name[3] >= '0' && name[3] <= '9' &&
           (memcmp(name, "com", 3) == 0 || memcmp(name, "lpt", 3) == 0);
}

static char *legible(ounce_str id)
{
    char *name = cli_resize(NULL, SITE_NAME_MAX + 1, 1);
    size_t size = 0;

    for (size_t i = 0; i < id.size && size < LEGIBLE; i++) {
        char c = safe(id.data[i]);

        if (size == 0 && (c == '-' || c == '.' || c == '_')) {
            continue;
        }
        if (c != '-' || name[size - 1] != '-') {
            name[size++] = c;
        }
    }
    while (size > 0 && (name[size - 1] == '-' || name[size - 1] == '.')) {
        size--;
    }
    name[size] = '\0';
    if (size == 0 || is_device(name)) {
        memmove(name + 1, name, size + 1);
        name[0] = 'x';
    }
    return name;
}

static int by_name(const void *a, const void *b)
{
    const struct named *one = a;
    const struct named *other = b;
    int order = strcmp(one->name, other->name);

    return order != 0 ? order : one->index < other->index ? -1 : 1;
}

char **site_names(const ounce_str *ids, uint32_t count)
{
    struct named *sorted = cli_resize(NULL, count, sizeof *sorted);
    char **names = cli_resize(NULL, count, sizeof *names);
    uint32_t same = 0; /* how many before this one have its name */

    for (uint32_t i = 0; i < count; i++) {
        names[i] = legible(ids[i]);
        sorted[i] = (struct named){names[i], i};
    }
    qsort(sorted, count, sizeof *sorted, by_name);
    for (uint32_t i = 1; i < count; i++) {
        size_t size = strlen(sorted[i].name);
        const char *before = sorted[i - 1].name;

        same = strncmp(before, sorted[i].name, size) == 0 &&
                       (before[size] == '\0' || before[size] == '~')
                   ? same + 1
                   : 0;
        if (same > 0) {
            snprintf(sorted[i].name + size, SITE_NAME_MAX + 1 - size, "~%u", same + 1);
        }
    }
    free(sorted);
    return names;
}

void site_names_free(char **names, uint32_t count)
{
    for (uint32_t i = 0; i < count && names != NULL; i++) {
        free(names[i]);
    }
    free(names);
}
