/* test_projection.c — the trie of wanted names: numbering, and names that match but for
 * case. */
#include "event/projection.h"

#include "base/str.h"
#include "base/utf8.h"
#include "kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LENGTH(array) ((int)(sizeof(array) / sizeof((array)[0])))

static struct kit_memory memory;
static struct oz_arena arena;
static struct oz_projection_builder *builder;
static struct oz_projection projection;

static void setup(void)
{
    kit_memory_init(&memory);
    oz_arena_init(&arena, &memory.allocator);
    builder = oz_projection_builder_new(&arena);
    ck_assert_ptr_nonnull(builder);
}

static void teardown(void)
{
    oz_arena_finish(&arena);
    ck_assert_uint_eq(memory.live, 0);
}

/* "a/b" is the path of the names a, b; "" that of none. */
static uint32_t add(const char *names)
{
    struct oz_segment segments[OZ_PATH_MAX_SEGMENTS];
    struct oz_path path = {segments, 0, {NULL, 0}, false};

    while (*names != '\0') {
        const size_t size = strcspn(names, "/");

        segments[path.count++] = (struct oz_segment){OZ_SEGMENT_NAME, 0, {names, size}};
        names += names[size] == '/' ? size + 1 : size;
    }
    return oz_projection_add(builder, &path, path.count);
}

/* The trie as text: names in preorder, `*` behind a wanted one, braces around children.
 */
static void print(uint32_t node, char *out)
{
    const struct oz_projection_node *at = &projection.nodes[node];

    sprintf(out + strlen(out), "%.*s%s", (int)at->name.size,
            at->name.size > 0 ? at->name.data : "", at->wanted ? "*" : "");
    if (at->end > node + 1) {
        strcat(out, "{");
        for (uint32_t child = node + 1; child < at->end;
             child = projection.nodes[child].end) {
            ck_assert_uint_eq(projection.nodes[child].parent, node);
            strcat(out, child > node + 1 ? " " : "");
            print(child, out);
        }
        strcat(out, "}");
    }
}

static const struct {
    const char *names[8];
    const char *trie;
} tries[] = {
    {{NULL}, ""},
    {{"", NULL}, "*"},
    {{"a", NULL}, "{a*}"},
    {{"a", "b", "a", NULL}, "{a* b*}"},
    {{"a/b", NULL}, "{a{b*}}"},
    {{"a/b", "a", NULL}, "{a*{b*}}"},
    {{"a", "a/b", NULL}, "{a*{b*}}"},
    {{"a/b", "c", "a/d", "a/b/e", NULL}, "{a{b*{e*} d*} c*}"},
    {{"x", "a/x", "b/x", "a/b/x", NULL}, "{x* a{x* b{x*}} b{x*}}"},
    {{"a", "A", "a/b", "A/b", NULL}, "{a*{b*} A*{b*}}"},
    {{"a/b/c/d/e/f", "a/b/x", NULL}, "{a{b{c{d{e{f*}}} x*}}}"},
};

START_TEST(nodes_are_numbered_in_preorder)
{
    char out[200] = "";

    for (int i = 0; tries[_i].names[i] != NULL; i++) {
        ck_assert_uint_ne(add(tries[_i].names[i]), OZ_NONE);
    }
    ck_assert(oz_projection_build(builder, &projection));
    print(0, out);

    ck_assert_str_eq(out, tries[_i].trie);
    ck_assert_uint_eq(projection.nodes[0].end, projection.count);
    ck_assert_uint_eq(projection.nodes[0].parent, OZ_NONE);
}
END_TEST

START_TEST(a_ticket_becomes_the_number_of_its_node)
{
    const uint32_t deep = add("a/b/c");
    const uint32_t again = add("a/b/c");
    const uint32_t upper = add("a");
    const uint32_t root = add("");

    ck_assert(oz_projection_build(builder, &projection));

    ck_assert_uint_eq(deep, again);
    ck_assert_uint_eq(oz_projection_slot(builder, deep), 3);
    ck_assert_uint_eq(oz_projection_slot(builder, upper), 1);
    ck_assert_uint_eq(oz_projection_slot(builder, root), 0);
}
END_TEST

/* ---- Matching ---- */

#define KELVIN "\xe2\x84\xaa" /* lower case: k */
#define I_DOT  "\xc4\xb0"     /* lower case: i */

static const struct {
    const char *names[6];
    const char *key;
    const char *matches; /* in any order; letters stand for places in names */
} keys[] = {
    {{"eventName", NULL}, "eventName", "a"},
    {{"eventName", NULL}, "EVENTNAME", "a"},
    {{"eventName", NULL}, "eventNam", ""},
    {{"eventName", NULL}, "eventNames", ""},
    {{"eventName", NULL}, "", ""},
    {{"a", "A", "b", NULL}, "a", "ab"},
    {{"a", "A", "b", NULL}, "A", "ab"},
    {{"key", "KEY", "Key", "kEy", "keyx", NULL}, "keY", "abcd"},
    {{KELVIN "ey", "key", "x", NULL}, "KEY", "ab"},
    {{KELVIN "ey", NULL}, "key", "a"},
    {{"key", NULL}, KELVIN "ey", "a"},
    {{"key", NULL}, KELVIN "EY", "a"},
    {{I_DOT "d", NULL}, "ID", "a"},
    {{"id", NULL}, I_DOT "D", "a"},
    {{"\xc3\xa9tat", NULL}, "\xc3\x89TAT", "a"},
    {{"\xc3\xa9tat", NULL}, "etat", ""},
    {{"", NULL}, "", "a"},
    {{"", NULL}, "x", ""},
    {{"stra\xc3\x9f"
      "e",
      NULL},
     "STRASSE",
     ""},
    {{"\xcf\x83", NULL}, "\xcf\x82", ""}, /* a final sigma stays one */
};

START_TEST(a_key_meets_every_name_that_differs_in_case_alone)
{
    const ounce_str key = {keys[_i].key, strlen(keys[_i].key)};
    bool found[6] = {false};
    uint32_t cursor = 0;
    uint32_t child;
    int count = 0;

    for (; keys[_i].names[count] != NULL; count++) {
        struct oz_segment segment = {
            OZ_SEGMENT_NAME, 0, {keys[_i].names[count], strlen(keys[_i].names[count])}};
        struct oz_path path = {&segment, 1, {NULL, 0}, false};

        ck_assert_uint_ne(oz_projection_add(builder, &path, 1), OZ_NONE);
    }
    ck_assert(oz_projection_build(builder, &projection));
    while ((child = oz_projection_match(&projection, 0, key,
                                        oz_fold_hash(key.data, key.size), &cursor)) !=
           OZ_NONE) {
        ck_assert(!found[child - 1]);
        found[child - 1] = true;
    }
    ck_assert_uint_eq(oz_projection_match(&projection, 0, key, 0, &cursor), OZ_NONE);

    for (int i = 0; i < count; i++) {
        ck_assert(found[i] == (strchr(keys[_i].matches, 'a' + i) != NULL));
    }
    if (keys[_i].matches[0] != '\0' && (unsigned char)keys[_i].key[0] < 0x80) {
        ck_assert(oz_projection_may_match(&projection.nodes[0], key.size));
    }
}
END_TEST

START_TEST(a_quick_no_is_never_wrong)
{
    char text[60];

    memset(text, 'k', sizeof text);
    for (size_t size = 1; size < sizeof text; size += 13) {
        struct oz_segment segment = {OZ_SEGMENT_NAME, 0, {text, size}};
        struct oz_path path = {&segment, 1, {NULL, 0}, false};

        ck_assert_uint_ne(oz_projection_add(builder, &path, 1), OZ_NONE);
    }
    ck_assert(oz_projection_build(builder, &projection));

    for (size_t size = 1; size < sizeof text; size++) {
        ck_assert(oz_projection_may_match(&projection.nodes[0], size) ==
                  ((size - 1) % 13 == 0));
    }
    ck_assert(oz_projection_may_match(&projection.nodes[0], 64 + 14)); /* a maybe */
    ck_assert(!oz_projection_may_match(&projection.nodes[1], 1));      /* a leaf */
}
END_TEST

START_TEST(a_thousand_names_are_all_met)
{
    static char names[1000][16];

    for (int i = 0; i < 1000; i++) {
        sprintf(names[i], "name%d", i);
        ck_assert_uint_ne(add(names[i]), OZ_NONE);
    }
    ck_assert(oz_projection_build(builder, &projection));

    for (int i = 0; i < 1000; i++) {
        char upper[16];
        ounce_str key = {upper, (size_t)sprintf(upper, "NAME%d", i)};
        uint32_t cursor = 0;
        uint32_t child = oz_projection_match(&projection, 0, key,
                                             oz_fold_hash(upper, key.size), &cursor);

        ck_assert_uint_ne(child, OZ_NONE);
        ck_assert(oz_str_is(projection.nodes[child].name, names[i]));
    }
}
END_TEST

START_TEST(every_failed_allocation_is_told)
{
    static char names[500][16]; /* not copied by the builder */
    bool done = false;

    for (uint64_t n = 1; !done; n++) {
        oz_arena_finish(&arena);
        memory.calls = 0;
        memory.fail_at = n;
        memory.keep_failing = true;
        builder = oz_projection_builder_new(&arena);
        done = builder != NULL;
        for (int i = 0; i < 500 && done; i++) {
            sprintf(names[i], "n%d/x", i);
            done = add(names[i]) != OZ_NONE;
        }
        done = done && oz_projection_build(builder, &projection);
        ck_assert(done == (memory.calls < n));
        ck_assert_uint_lt(n, 100);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("event/projection");
    TCase *tests = tcase_create("projection");

    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_loop_test(tests, nodes_are_numbered_in_preorder, 0, LENGTH(tries));
    tcase_add_test(tests, a_ticket_becomes_the_number_of_its_node);
    tcase_add_loop_test(tests, a_key_meets_every_name_that_differs_in_case_alone, 0,
                        LENGTH(keys));
    tcase_add_test(tests, a_quick_no_is_never_wrong);
    tcase_add_test(tests, a_thousand_names_are_all_met);
    tcase_add_test(tests, every_failed_allocation_is_told);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
