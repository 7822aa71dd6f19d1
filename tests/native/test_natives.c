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
#include "kit_cases.h"
#include "kit_object.h"
#include "native/native.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct row {
    char *name, *args, *named, *answer;
};

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
    if (!kit_call_named(work, id, &args, &named, out) || then == NULL) {
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

static bool check_line(void *user, char *line, unsigned number)
{
    struct oz_work *work = kit_work();
    struct row row = {.name = kit_cut(&line, '\t'),
                      .args = kit_cut(&line, '\t'),
                      .named = kit_cut(&line, '\t'),
                      .answer = line};
    ounce_value value;
    bool ok = run_row(work, &row, &value);
    size_t left = work->text.size;
    const char *got = kit_repr(work, ok, &value);
    char what[4096];

    (void)user;
    snprintf(what, sizeof what, "%s%s %s", row.name, row.args, row.named);
    ok = is_known(&row, got) || kit_answer(number, what, row.answer, got);
    ck_assert_msg(left == 0, "%s: text is left behind", what);
    kit_work_free(work);
    return ok;
}

START_TEST(natives_answer_as_cpython_does)
{
    const char *other = getenv("OUNCE_NATIVE_CASES");

    kit_cases(other != NULL ? other : "tests/native/natives.cases", 1000, check_line,
              NULL);
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
