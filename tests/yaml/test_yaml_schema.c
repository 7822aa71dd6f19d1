/* test_yaml_schema.c — maps of fixed shape, and all that can be wrong with them. */
#include "yaml/yaml_schema.h"

#include "compile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OLD OZ_SCHEMA_OWN
#define NEW (OZ_SCHEMA_OWN << 1)

static const struct oz_schema_key leg_keys[] = {
    {"Length", OZ_SCHEMA_INT, OZ_SCHEMA_REQUIRED, NULL}, OZ_SCHEMA_END};
static const struct oz_schema leg = {"leg", leg_keys, 0, 0};

static const struct oz_schema_key animal_keys[] = {
    {"Name", OZ_SCHEMA_TEXT, OZ_SCHEMA_REQUIRED | OZ_SCHEMA_NAME | OLD | NEW, NULL},
    {"Note", OZ_SCHEMA_TEXT, OLD | NEW, NULL},
    {"Tame", OZ_SCHEMA_BOOL, OLD | NEW, NULL},
    {"Age", OZ_SCHEMA_INT, OLD | NEW, NULL},
    {"Names", OZ_SCHEMA_TEXTS, OLD | NEW, NULL},
    {"Ids", OZ_SCHEMA_TEXTS, OZ_SCHEMA_SET | OLD | NEW, NULL},
    {"Tags", OZ_SCHEMA_TEXTS, OZ_SCHEMA_FOLDED | OLD | NEW, NULL},
    {"List", OZ_SCHEMA_LIST, OLD | NEW, NULL},
    {"Map", OZ_SCHEMA_MAP, OLD | NEW, NULL},
    {"Leg", OZ_SCHEMA_MAP, OLD | NEW, &leg},
    {"Legs", OZ_SCHEMA_MAPS, OLD | NEW, &leg},
    {"Any", OZ_SCHEMA_ANY, OLD | NEW, NULL},
    {"Fur", OZ_SCHEMA_TEXT, OLD, NULL},
    OZ_SCHEMA_END};
static const struct oz_schema animal = {"animal", animal_keys, 0, 0};
static const struct oz_schema new_animal = {"new animal", animal_keys, NEW, NEW << 1};

static const struct {
    const char *text; /* Name: x is added to it */
    const char *expected;
} rows[] = {
    /* clang-format off */
    {"Note: ''", ""},
    {"Note: 7", "1:7: error: \"Note\" must be text, not an integer [wrong-type]\n"},
    {"Note: null", "1:7: error: \"Note\" must be text, not null [wrong-type]\n"},
    {"Note:", "1:6: error: \"Note\" must be text, not null [wrong-type]\n"},
    {"Note: [a]", "1:7: error: \"Note\" must be text, not a list [wrong-type]\n"},
    {"Note: \"a\\0\"", "1:7: error: \"Note\" holds a NUL character [bad-text]\n"},
    {"Tame: true", ""},
    {"Tame: yes", "1:7: error: \"Tame\" must be true or false, not the text \"yes\" [wrong-type]\n"},
    {"Tame: 1", "1:7: error: \"Tame\" must be true or false, not an integer [wrong-type]\n"},
    {"Age: -9223372036854775808", ""},
    {"Age: 1.0", "1:6: error: \"Age\" must be an integer, not a float [wrong-type]\n"},
    {"Age: '1'", "1:6: error: \"Age\" must be an integer, not text [wrong-type]\n"},
    {"Age: 9223372036854775808",
     "1:6: error: \"Age\" must be an integer that fits 64 bits [wrong-type]\n"},
    {"Age: true", "1:6: error: \"Age\" must be an integer, not a boolean [wrong-type]\n"},
    {"Names: []", ""},
    {"Names: [a, a]", ""},
    {"Names: a", "1:8: error: \"Names\" must be a list of text, not text [wrong-type]\n"},
    {"Names: [a, 7, [b]]",
     "1:12: error: \"Names\" must be a list of text, not an integer [wrong-type]\n"
     "1:15: error: \"Names\" must be a list of text, not a list [wrong-type]\n"},
    {"Ids: [a, A]", ""},
    {"Ids: [a, b,\n  a, a]",
     "2:3: error: \"Ids\" lists \"a\" twice; the first is on line 1 [duplicate-item]\n"
     "2:6: error: \"Ids\" lists \"a\" twice; the first is on line 1 [duplicate-item]\n"},
    {"Tags: [Ä, ä]", "1:11: error: \"Tags\" lists \"ä\" twice; the first is on line 1 "
     "[duplicate-item]\n"},
    {"List: {}", "1:7: error: \"List\" must be a list, not a map [wrong-type]\n"},
    {"Map: []", "1:6: error: \"Map\" must be a map, not a list [wrong-type]\n"},
    {"Map: {Anything: 1, 7: x}", ""},
    {"Leg: {Length: 1}", ""},
    {"Leg: {}", "1:6: error: the leg lacks \"Length\", an integer [missing-key]\n"},
    {"Leg: {Lenght: 1, Length: 1}",
     "1:7: error: unknown key \"Lenght\" in a leg; did you mean \"Length\"? [unknown-key]\n"},
    {"Leg: 1", "1:6: error: \"Leg\" must be a map, not an integer [wrong-type]\n"},
    {"Legs: [{Length: 1}, 2, {Length: x}]",
     "1:21: error: a leg must be a map, not an integer [wrong-type]\n"
     "1:33: error: \"Length\" must be an integer, not text [wrong-type]\n"},
    {"Legs: {}", "1:7: error: \"Legs\" must be a list of maps, not a map [wrong-type]\n"},
    {"Any: {a: [1]}", ""},
    {"Any: null", ""},
    {"Nmae: x", "1:1: error: unknown key \"Nmae\" in an animal; did you mean \"Name\"? "
     "[unknown-key]\n"},
    {"name: x", "1:1: error: unknown key \"name\" in an animal; did you mean \"Name\"? "
     "[unknown-key]\n"},
    {"Zzzzzzzz: x", "1:1: error: unknown key \"Zzzzzzzz\" in an animal [unknown-key]\n"},
    {"7: x", "1:1: error: unknown key \"7\" in an animal [unknown-key]\n"},
    {"true: x", "1:1: error: unknown key \"true\" in an animal [unknown-key]\n"},
    {"Fur: x", ""},
    /* clang-format on */
};

struct checked {
    struct kit_memory memory;
    struct oz_arena arena;
    struct oz_diags diags;
    struct oz_yaml_document doc;
};

static void parse(struct checked *checked, const char *text)
{
    ounce_limits limits = OUNCE_LIMITS_INIT;

    kit_memory_init(&checked->memory);
    oz_arena_init(&checked->arena, &checked->memory.allocator);
    oz_diags_init(&checked->diags, &checked->arena, 100);
    ck_assert_int_eq(oz_yaml_parse(&checked->arena, &limits, &checked->diags, text,
                                   strlen(text), &checked->doc),
                     OUNCE_OK);
}

static const char *printed(const struct checked *checked)
{
    static const char *const levels[] = {"error", "warning", "note"};
    static char text[4096];
    size_t used = 0;

    text[0] = '\0';
    for (uint32_t i = 0; i < checked->diags.count; i++) {
        const ounce_diagnostic *item = &checked->diags.items[i];

        used += (size_t)snprintf(
            text + used, sizeof text - used, "%u:%u: %s: %s [%s]\n", item->line,
            item->column, levels[item->level], item->message.data, item->code.data);
    }
    return text;
}

static void finish(struct checked *checked)
{
    oz_arena_finish(&checked->arena);
    ck_assert_uint_eq(checked->memory.blocks, 0);
}

START_TEST(what_is_wrong_is_told)
{
    struct checked checked;
    char text[256];
    bool fine;

    snprintf(text, sizeof text, "%s\nName: x\n", rows[_i].text);
    parse(&checked, text);
    fine = oz_schema_check(&checked.doc, checked.doc.root, &animal, OUNCE_LEVEL_ERROR,
                           &checked.diags);
    ck_assert_str_eq(printed(&checked), rows[_i].expected);
    ck_assert_int_eq(fine, rows[_i].expected[0] == '\0');
    finish(&checked);
}
END_TEST

static const struct {
    const char *name;
    const char *expected;
} names[] = {
    {"x", ""},
    {"'a b.c-d/é'", ""},
    {"''", "1:7: error: \"Name\" must not be empty [bad-name]\n"},
    {"a<b", "1:7: error: \"Name\" holds '<'; none of < > & \" % may stand in it "
            "[bad-name]\n"},
    {"a>", "1:7: error: \"Name\" holds '>'; none of < > & \" % may stand in it "
           "[bad-name]\n"},
    {"a&b", "1:7: error: \"Name\" holds '&'; none of < > & \" % may stand in it "
            "[bad-name]\n"},
    {"'a\"'", "1:7: error: \"Name\" holds '\"'; none of < > & \" % may stand in it "
              "[bad-name]\n"},
    {"5%", "1:7: error: \"Name\" holds '%'; none of < > & \" % may stand in it "
           "[bad-name]\n"},
};

START_TEST(a_name_has_no_odd_characters)
{
    struct checked checked;
    char text[64];

    snprintf(text, sizeof text, "Name: %s", names[_i].name);
    parse(&checked, text);
    oz_schema_check(&checked.doc, checked.doc.root, &animal, OUNCE_LEVEL_ERROR,
                    &checked.diags);
    ck_assert_str_eq(printed(&checked), names[_i].expected);
    finish(&checked);
}
END_TEST

START_TEST(unknown_keys_may_be_warnings)
{
    struct checked checked;

    parse(&checked, "Name: x\nFoo: 1\nLeg: {Length: 1, Foo: 1}");
    ck_assert(!oz_schema_check(&checked.doc, checked.doc.root, &animal,
                               OUNCE_LEVEL_WARNING, &checked.diags));
    ck_assert_str_eq(printed(&checked),
                     "2:1: warning: unknown key \"Foo\" in an animal; did you mean "
                     "\"Fur\"? [unknown-key]\n"
                     "3:18: error: unknown key \"Foo\" in a leg [unknown-key]\n");
    finish(&checked);

    parse(&checked, "Name: x\nFoo: 1");
    ck_assert(oz_schema_check(&checked.doc, checked.doc.root, &animal,
                              OUNCE_LEVEL_WARNING, &checked.diags));
    finish(&checked);
}
END_TEST

START_TEST(required_keys_are_missed)
{
    struct checked checked;

    parse(&checked, "{}");
    ck_assert(!oz_schema_check(&checked.doc, checked.doc.root, &animal,
                               OUNCE_LEVEL_ERROR, &checked.diags));
    ck_assert_str_eq(printed(&checked),
                     "1:1: error: the animal lacks \"Name\", text [missing-key]\n");
    finish(&checked);
}
END_TEST

START_TEST(a_table_may_serve_two_schemas)
{
    struct checked checked;

    parse(&checked, "Fur: x");
    ck_assert(!oz_schema_check(&checked.doc, checked.doc.root, &new_animal,
                               OUNCE_LEVEL_ERROR, &checked.diags));
    ck_assert_str_eq(printed(&checked),
                     "1:1: error: unknown key \"Fur\" in a new animal [unknown-key]\n");
    finish(&checked);
}
END_TEST

START_TEST(a_check_may_be_silent)
{
    struct checked checked;

    parse(&checked, "Name: x\nFoo: 1");
    ck_assert(!oz_schema_check(&checked.doc, checked.doc.root, &animal,
                               OUNCE_LEVEL_ERROR, NULL));
    ck_assert_uint_eq(checked.diags.count, 0);
    finish(&checked);
}
END_TEST

/* Sets are compared by pairs, so that the memory is nothing; their length is limited.
 */
START_TEST(a_set_has_at_most_2000_items)
{
    char *text = malloc(20000);
    struct checked checked;
    size_t used = (size_t)sprintf(text, "Name: x\nIds: [");

    for (int i = 0; i < 2001; i++) {
        used += (size_t)sprintf(text + used, "i%d,", i);
    }
    strcpy(text + used, "]");
    parse(&checked, text);
    ck_assert(!oz_schema_check(&checked.doc, checked.doc.root, &animal,
                               OUNCE_LEVEL_ERROR, &checked.diags));
    ck_assert_str_eq(printed(&checked),
                     "2:6: error: \"Ids\" has 2001 items; at most 2000 "
                     "are accepted [too-long]\n");
    finish(&checked);
    free(text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("yaml/yaml_schema");
    TCase *tests = tcase_create("yaml_schema");

    tcase_add_loop_test(tests, what_is_wrong_is_told, 0, KIT_LENGTH(rows));
    tcase_add_loop_test(tests, a_name_has_no_odd_characters, 0, KIT_LENGTH(names));
    tcase_add_test(tests, unknown_keys_may_be_warnings);
    tcase_add_test(tests, required_keys_are_missed);
    tcase_add_test(tests, a_table_may_serve_two_schemas);
    tcase_add_test(tests, a_check_may_be_silent);
    tcase_add_test(tests, a_set_has_at_most_2000_items);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
