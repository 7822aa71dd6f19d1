/* test_iam.c — policies: every case of tests/python/iam_cases.tsv, whose answers are
 * policyuniverse's. How a line reads is said in tests/python/iam_cases.py.
 */
#include "native/iam.h"

#include "base/str.h"
#include "base/table.h"
#include "kit.h"
#include "kit_cases.h"
#include "kit_object.h"

#include <ounce/matcher.h>
#include <stdio.h>
#include <stdlib.h>

static bool construct(struct oz_work *work, const char *class_, ounce_value *document,
                      ounce_value *out)
{
    return class_[0] == 'P' ? oz_iam_policy(work, document, out)
                            : oz_iam_statement(work, document, out);
}

/* A field, a property, or what a method gives that is called. */
static bool attribute(struct oz_work *work, const ounce_value *self, const char *name,
                      ounce_value *out)
{
    ounce_str text = {name, strlen(name)};
    const ounce_value *field = oz_record_field(self, text);
    uint32_t id;

    if (field != NULL) {
        *out = *field;
        return true;
    }
    id = oz_native_method(self, text);
    ck_assert_msg(id != OZ_NONE, "no attribute %s", name);
    return oz_natives[id].call(work, self, out);
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The elements of a set in the order of their text. */
static char *show_set(struct oz_work *work, const ounce_value *set)
{
    size_t count = oz_dict_of(set)->count, place = 0, size = 3, n = 0;
    char **items = calloc(count + 1, sizeof *items);
    char *out;

    ck_assert_ptr_nonnull(items);
    for (; n < count; n++) {
        items[n] = strdup(kit_repr(work, true, &oz_dict_next(set, &place)->key));
        ck_assert_ptr_nonnull(items[n]);
        size += strlen(items[n]) + 2;
    }
    qsort(items, count, sizeof *items, compare);
    out = calloc(1, size);
    ck_assert_ptr_nonnull(out);
    strcat(out, "{");
    for (n = 0; n < count; n++) {
        strcat(out, n > 0 ? ", " : "");
        strcat(out, items[n]);
        free(items[n]);
    }
    free(items);
    return strcat(out, "}");
}

static char *show(struct oz_work *work, bool ok, const ounce_value *value)
{
    return ok && value->kind == OZ_SET ? show_set(work, value)
                                       : strdup(kit_repr(work, ok, value));
}

static bool check_line(void *user, char *line, unsigned number)
{
    struct oz_work *work = user;
    const char *class_ = kit_cut(&line, '.'), *name = kit_cut(&line, '\t');
    const char *literal = kit_cut(&line, '\t');
    ounce_value document, object, out = oz_none();
    char what[4096], *got;
    bool ok;

    oz_arena_reset(work->walk.scratch);
    work->walk.steps = 100000;
    document = kit_literal(work, literal);

    ok = construct(work, class_, &document, &object) &&
         attribute(work, &object, name, &out);

    snprintf(what, sizeof what, "%s.%s of %s", class_, name, literal);
    got = show(work, ok, &out);
    ok = kit_answer(number, what, line, got);
    free(got);
    return ok;
}

START_TEST(answers_are_those_of_policyuniverse)
{
    struct oz_work *work = kit_work();

    kit_cases("tests/python/iam_cases.tsv", 500, check_line, work);

    kit_work_free(work);
}
END_TEST

/* ---- What is left out ---- */

static const struct {
    const char *class_, *document, *name;
    const char *message;
} refused[] = {
    {"Policy", "{}", "action_summary",
     "!NotImplementedError: policyuniverse.policy.Policy.action_summary() is not "
     "supported: it needs the catalogue of all AWS actions"},
    {"Statement", "{}", "action_summary",
     "!NotImplementedError: policyuniverse.statement.Statement.action_summary() is not "
     "supported: it needs the catalogue of all AWS actions"},
    {"Statement", "{'Action': 's3:*'}", "actions_expanded",
     "!NotImplementedError: Statement.actions_expanded of '*' or NotAction is not "
     "supported: it needs the catalogue of all AWS actions"},
    {"Statement", "{'NotAction': ['s3:GetObject']}", "actions_expanded",
     "!NotImplementedError: Statement.actions_expanded of '*' or NotAction is not "
     "supported: it needs the catalogue of all AWS actions"},
};

START_TEST(what_needs_the_catalogue_says_so)
{
    struct oz_work *work = kit_work();
    ounce_value document = kit_literal(work, refused[_i].document), object, out;

    ck_assert(construct(work, refused[_i].class_, &document, &object));
    ck_assert(!attribute(work, &object, refused[_i].name, &out));

    ck_assert_str_eq(kit_repr(work, false, &out), refused[_i].message);
    kit_work_free(work);
}
END_TEST

/* A rule may put what it likes into the lists that it was given. */
static const struct {
    const char *class_, *list, *item, *name;
    const char *message;
} spoilt[] = {
    {"Policy", "statements", "1", "principals",
     "!AttributeError: 'int' object has no attribute 'principals'"},
    {"Policy", "statements", "{}", "is_internet_accessible",
     "!AttributeError: 'dict' object has no attribute 'is_internet_accessible'"},
    {"Policy", "statements", "'x'", "whos_allowed",
     "!AttributeError: 'str' object has no attribute 'effect'"},
    {"Statement", "condition_entries", "()", "is_condition_internet_accessible",
     "!AttributeError: 'tuple' object has no attribute 'category'"},
    {"Statement", "condition_entries", "None", "condition_orgids",
     "!AttributeError: 'NoneType' object has no attribute 'category'"},
};

START_TEST(a_list_may_hold_anything)
{
    struct oz_work *work = kit_work();
    ounce_value document = kit_literal(work, "{}"), object, list, item, out;

    ck_assert(construct(work, spoilt[_i].class_, &document, &object));
    ck_assert(attribute(work, &object, spoilt[_i].list, &list));
    item = kit_literal(work, spoilt[_i].item);
    ck_assert(oz_array_add(work, &list, &item));
    ck_assert(!attribute(work, &object, spoilt[_i].name, &out));

    ck_assert_str_eq(kit_repr(work, false, &out), spoilt[_i].message);
    kit_work_free(work);
}
END_TEST

START_TEST(a_large_policy_spends_the_budget)
{
    struct oz_work *work = kit_work();
    ounce_value document = kit_literal(work, "{'Statement': []}"), list, one, out;
    ounce_value key = oz_text(OZ_LIT("Statement"));
    bool found;

    ck_assert(oz_dict_get(work, &document, &key, &list, &found) && found);
    one = kit_literal(work, "{'Principal': '*', 'Condition': {'StringLike': "
                            "{'aws:SourceArn': ['a', 'b']}}}");
    for (int i = 0; i < 10000; i++) {
        ck_assert(oz_array_add(work, &list, &one));
    }
    work->walk.steps = 100000;

    ck_assert(!oz_iam_policy(work, &document, &out));
    ck_assert_uint_eq(work->walk.reason, OUNCE_REASON_BUDGET);
    kit_work_free(work);
}
END_TEST

/* ---- Memory ---- */

static const char *const hungry[] = {"principals", "condition_entries", "whos_allowed",
                                     "is_internet_accessible",
                                     "internet_accessible_actions"};

static bool try_with(uint64_t fail_at, const char *name)
{
    struct kit_memory memory;
    struct oz_work *work;
    ounce_value document, object, out;
    bool ok;

    kit_memory_init(&memory);
    work = kit_work_over(&memory.allocator);
    document = kit_literal(
        work, "{'Statement': [{'Effect': 'Allow', 'Principal': {'AWS': ['é', '*']}, "
              "'Action': 'a:b', 'Condition': {'StringLike': {'AWS:UserID': ['x']}}}]}");
    memory.fail_at = fail_at == 0 ? 0 : memory.calls + fail_at;
    ok =
        oz_iam_policy(work, &document, &object) && attribute(work, &object, name, &out);
    ck_assert(ok || work->walk.reason == OUNCE_REASON_NOMEM);
    memory.fail_at = 0;
    kit_work_free(work);
    ck_assert_uint_eq(memory.live, 0);
    return ok;
}

START_TEST(failing_memory_is_no_crash)
{
    uint64_t n = 1;

    while (!try_with(n, hungry[_i])) {
        n++;
    }
    ck_assert_uint_lt(n, 1000);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("native/iam");
    TCase *tests = tcase_create("iam");

    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, answers_are_those_of_policyuniverse);
    tcase_add_loop_test(tests, what_needs_the_catalogue_says_so, 0,
                        sizeof refused / sizeof *refused);
    tcase_add_loop_test(tests, a_list_may_hold_anything, 0,
                        sizeof spoilt / sizeof *spoilt);
    tcase_add_test(tests, a_large_policy_spends_the_budget);
    tcase_add_loop_test(tests, failing_memory_is_no_crash, 0,
                        sizeof hungry / sizeof *hungry);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
