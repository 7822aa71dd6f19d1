/* test_natives.c — methods and library functions against the answers of CPython.
 *
 *     str.find <tab> ('größe', 'e', 1) <tab> {} <tab> 4
 *
 * The table is written by tests/python/gen_natives.py; OUNCE_NATIVE_CASES names another
 * one, as large as wanted.
 */
#include "base/str.h"
#include "base/table.h"
#include "kit.h"
#include "kit_object.h"
#include "native/native.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct row {
    char *name, *args, *named, *answer;
};

static bool split_row(char *line, struct row *row)
{
    char **fields[] = {&row->name, &row->args, &row->named, &row->answer};

    line[strcspn(line, "\n")] = '\0';
    for (size_t i = 0; i < 4; i++) {
        *fields[i] = line;
        line += strcspn(line, "\t");
        if (*line == '\t') {
            *line++ = '\0';
        } else if (i < 3) {
            return false;
        }
    }
    return true;
}

static bool invoke(struct oz_work *work, uint32_t id, const ounce_value *args,
                   const ounce_value *named, ounce_value *out)
{
    const struct oz_array *given = oz_array_of(args);
    ounce_value all[32], bound[OZ_MAX_PARAMS];
    ounce_str names[16];
    uint32_t count = (uint32_t)given->count;
    uint32_t named_count = 0;
    const struct oz_dict_entry *entry;
    size_t place = 0;

    ck_assert_uint_ne(id, OZ_NONE);
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

/* The function, and the attribute behind `>` of what it returned. */
static bool run_row(struct oz_work *work, const struct row *row, ounce_value *out)
{
    size_t size = strcspn(row->name, ">");
    ounce_value args = kit_literal(work, row->args);
    ounce_value named = kit_literal(work, row->named);
    uint32_t id = oz_native_find((ounce_str){row->name, size});
    const char *then = row->name[size] == '>' ? row->name + size + 1 : NULL;
    ounce_value self;

    ck_assert_msg(id != OZ_NONE, "no function %s", row->name);
    if (!invoke(work, id, &args, &named, out) || then == NULL) {
        return work->walk.reason == 0;
    }
    self = *out;
    id = oz_native_method(&self, (ounce_str){then, strlen(then)});
    ck_assert_msg(id != OZ_NONE, "no attribute %s", row->name);
    return oz_natives[id].call(work, &self, out);
}

/* What differs from CPython on purpose, or is refused. */
static bool is_known(const struct row *row, const char *got)
{
    static const char *const refused[] = {"NotImplementedError"};

    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        if (strstr(got, refused[i]) != NULL) {
            return true;
        }
    }
    /* The attribute of a result of bytes. */
    return strstr(row->answer, "Bytes(") != NULL && strchr(row->name, '>') != NULL;
}

static bool check_row(const struct row *row)
{
    struct oz_work *work = kit_work();
    ounce_value value;
    bool ok = run_row(work, row, &value);
    size_t left = work->text.size;
    const char *got = kit_repr(work, ok, &value);
    bool same = strcmp(got, row->answer) == 0 || is_known(row, got);

    if (!same) {
        fprintf(stderr, "%s%s %s\n  want %s\n  have %s\n", row->name, row->args,
                row->named, row->answer, got);
    }
    ck_assert_msg(left == 0, "%s%s: text is left behind", row->name, row->args);
    kit_work_free(work);
    return same;
}

START_TEST(natives_answer_as_cpython_does)
{
    const char *path = getenv("OUNCE_NATIVE_CASES");
    const char *root = getenv("OUNCE_SOURCE_ROOT");
    char name[4096];
    char *line = NULL;
    size_t capacity = 0;
    size_t rows = 0;
    size_t wrong = 0;
    FILE *file;

    snprintf(name, sizeof name, "%s/tests/native/natives.cases",
             root != NULL ? root : ".");
    file = fopen(path != NULL ? path : name, "r");
    ck_assert_ptr_nonnull(file);
    while (getline(&line, &capacity, file) >= 0) {
        struct row row;

        ck_assert_msg(split_row(line, &row), "row %zu is broken", rows + 1);
        wrong += !check_row(&row);
        rows++;
    }
    free(line);
    fclose(file);

    ck_assert_msg(wrong == 0, "%zu of %zu rows differ", wrong, rows);
    ck_assert_uint_gt(rows, 1000);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("native/natives");
    TCase *tests = tcase_create("natives");

    tcase_set_timeout(tests, 0);
    tcase_add_test(tests, natives_answer_as_cpython_does);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
