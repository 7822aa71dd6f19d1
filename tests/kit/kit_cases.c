/* kit_cases.c — files of cases, a line each, whose answers somebody else gave. */
#include "kit_cases.h"

#include "base/table.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static FILE *open_source(const char *path)
{
    const char *root = getenv("OUNCE_SOURCE_ROOT");
    char whole[4096];
    FILE *file;

    snprintf(whole, sizeof whole, "%s%s%s", path[0] == '/' || root == NULL ? "" : root,
             path[0] == '/' || root == NULL ? "" : "/", path);
    file = fopen(whole, "r");
    ck_assert_msg(file != NULL, "cannot open %s", whole);
    return file;
}

void kit_cases(const char *path, unsigned least, kit_case_fn *check, void *user)
{
    FILE *file = open_source(path);
    unsigned number = 0, cases = 0, wrong = 0;
    size_t capacity = 0;
    char *line = NULL;

    while (getline(&line, &capacity, file) > 0) {
        line[strcspn(line, "\n")] = '\0';
        number++;
        if (line[0] != '#' && line[0] != '\0') {
            cases++;
            wrong += !check(user, line, number);
        }
    }
    free(line);
    fclose(file);

    ck_assert_msg(wrong == 0, "%s: %u of %u answers differ", path, wrong, cases);
    ck_assert_uint_ge(cases, least);
}

char *kit_cut(char **line, char end)
{
    char *field = *line, *at = strchr(field, end);

    ck_assert_msg(at != NULL, "no end of a field: %s", field);
    *at = '\0';
    *line = at + 1;
    return field;
}

bool kit_answer(unsigned number, const char *what, const char *want, const char *got)
{
    if (strcmp(got, want) == 0) {
        return true;
    }
    printf("%u: %s\n    expected %s\n    got      %s\n", number, what, want, got);
    fflush(stdout);
    return false;
}

bool kit_call_row(struct oz_work *work, uint32_t id, const ounce_value *args,
                  uint32_t count, ounce_value *out)
{
    ounce_value bound[OZ_MAX_PARAMS];

    return oz_native_bind(work, &oz_natives[id], args, count, NULL, 0, bound) &&
           oz_natives[id].call(work, bound, out);
}

bool kit_call(struct oz_work *work, const char *name, const ounce_value *args,
              uint32_t count, ounce_value *out)
{
    uint32_t id = oz_native_find((ounce_str){name, strlen(name)});

    ck_assert_msg(id != OZ_NONE, "no such function: %s", name);
    return kit_call_row(work, id, args, count, out);
}

bool kit_call_named(struct oz_work *work, uint32_t id, const ounce_value *args,
                    const ounce_value *named, ounce_value *out)
{
    const struct oz_array *given = oz_array_of(args);
    uint32_t count = (uint32_t)given->count, named_count = 0;
    ounce_value all[32], bound[OZ_MAX_PARAMS];
    const struct oz_dict_entry *entry;
    ounce_str names[16];
    size_t place = 0;

    ck_assert_uint_le(count + oz_dict_of(named)->count, 32);
    ck_assert_uint_le(oz_dict_of(named)->count, 16);
    for (uint32_t i = 0; i < count; i++) {
        all[i] = given->items[i];
    }
    while ((entry = oz_dict_next(named, &place)) != NULL) {
        names[named_count] = (ounce_str){entry->key.text, entry->key.size};
        all[count + named_count++] = entry->value;
    }
    return oz_native_bind(work, &oz_natives[id], all, count, names, named_count,
                          bound) &&
           oz_natives[id].call(work, bound, out);
}
