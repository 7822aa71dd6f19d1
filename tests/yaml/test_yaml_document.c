/* test_yaml_document.c — from text to documents, errors and warnings, all with places.
 *
 * Documents are compared as JSON, which oz_yaml_json writes; so that is tested too.
 * What a single scalar becomes is test_yaml_scalar.c, and bytes are test_yaml_source.c.
 */
#include "yaml/yaml_document.h"

#include "base/str.h"
#include "kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LENGTH(array) ((int)(sizeof(array) / sizeof((array)[0])))

/* ---- Setting up ---- */

struct parsed {
    struct kit_memory memory;
    struct oz_arena arena;
    struct oz_diags diags;
    struct oz_yaml_document doc;
    struct oz_buf json;
    ounce_status status;
};

static void parse_with(struct parsed *parsed, const ounce_limits *limits,
                       const char *text, size_t size)
{
    kit_memory_init(&parsed->memory);
    oz_arena_init(&parsed->arena, &parsed->memory.allocator);
    oz_diags_init(&parsed->diags, &parsed->arena, 1000);
    oz_buf_init(&parsed->json, &parsed->memory.allocator);
    parsed->status =
        oz_yaml_parse(&parsed->arena, limits, &parsed->diags, text, size, &parsed->doc);
}

static void parse(struct parsed *parsed, const char *text)
{
    ounce_limits limits = OUNCE_LIMITS_INIT;

    parse_with(parsed, &limits, text, strlen(text));
}

static void finish(struct parsed *parsed)
{
    oz_buf_finish(&parsed->json);
    oz_arena_finish(&parsed->arena);
    ck_assert_uint_eq(parsed->memory.blocks, 0);
}

/* The document as JSON; "nothing" when there is none. */
static const char *json(struct parsed *parsed)
{
    oz_yaml_id bad;

    ck_assert_msg(parsed->status == OUNCE_OK, "%s",
                  parsed->diags.count > 0 ? parsed->diags.items[0].message.data
                                          : "out of memory");
    if (parsed->doc.root == OZ_NONE) {
        return "nothing";
    }
    ck_assert(oz_yaml_json(&parsed->doc, parsed->doc.root, &parsed->json, &bad));
    oz_buf_char(&parsed->json, '\0');
    return parsed->json.data;
}

/* The diagnostic as "code line:column message". */
static const char *diagnostic(const struct parsed *parsed, uint32_t index)
{
    static char out[600];
    const ounce_diagnostic *item = &parsed->diags.items[index];

    ck_assert_uint_lt(index, parsed->diags.count);
    snprintf(out, sizeof out, "%s %u:%u %s", item->code.data, item->line, item->column,
             item->message.data);
    return out;
}

/* ---- Documents ---- */

static const struct {
    const char *yaml, *json;
} documents[] = {
    /* none, and the simplest */
    {"", "nothing"},
    {"# a comment\n\n", "nothing"},
    {"\xef\xbb\xbf", "nothing"},
    {"---\n", "null"},
    {"---\n...\n", "null"},
    {"a", "\"a\""},
    {"\xef\xbb\xbf"
     "a: b",
     "{\"a\":\"b\"}"},
    {"%YAML 1.1\n---\na: b\n", "{\"a\":\"b\"}"},
    {"%YAML 1.2\n--- [a]\n...\n# end\n", "[\"a\"]"},

    /* collections */
    {"[]", "[]"},
    {"{}", "{}"},
    {"- a\n- - b\n  - c\n- d: e\n", "[\"a\",[\"b\",\"c\"],{\"d\":\"e\"}]"},
    {"a:\n- b\n-\n- c:\n", "{\"a\":[\"b\",null,{\"c\":null}]}"},
    {"? a\n: b\n? c\n", "{\"a\":\"b\",\"c\":null}"},
    {"{a: [b, {c: d}], e}", "{\"a\":[\"b\",{\"c\":\"d\"}],\"e\":null}"},
    {"[a: b, c]", "[{\"a\":\"b\"},\"c\"]"},
    {"a: {\n}\nb: [\n]\n", "{\"a\":{},\"b\":[]}"},

    /* scalars, each style */
    {"[1, -1, 017, 0x1F, 1.0, .5, 6.5E-2, true, ~, yes]",
     "[1,-1,17,31,1.0,0.5,0.065,true,null,\"yes\"]"},
    {"[18446744073709551616, -0xffffffffffffffffff]",
     "[18446744073709551616,-4722366482869645213695]"},
    {"[1e16, 1.0e+16, 1.0e-5]", "[\"1e16\",1e+16,1e-05]"},
    {"['1', \"2\", 'it''s', \"\\x41\\u00e9\\0\\/\"]",
     "[\"1\",\"2\",\"it's\",\"A\xc3\xa9\\u0000/\"]"},
    {"a: |\n  1\n  2\nb: >-\n  3\n  4\nc: |+\n  5\n\n",
     "{\"a\":\"1\\n2\\n\",\"b\":\"3 4\",\"c\":\"5\\n\\n\"}"},
    {"a: b\n  c\n", "{\"a\":\"b c\"}"},
    {"a: 2024-01-15\nb: 10:20:30\nc: =\n",
     "{\"a\":\"2024-01-15\",\"b\":\"10:20:30\",\"c\":\"=\"}"},

    /* keys that are not text */
    {"{403: a, true: b, ~: c, 1.5: d, .inf: e, 18446744073709551616: f}",
     "{\"403\":\"a\",\"true\":\"b\",\"null\":\"c\",\"1.5\":\"d\",\"inf\":\"e\","
     "\"18446744073709551616\":\"f\"}"},

    /* tags */
    {"[!!str 12, !!int \"12\", !!float 1, !!bool 'true', !!null '', !!str ]",
     "[\"12\",12,1.0,true,null,\"\"]"},
    {"!!map {a: !!seq [b]}", "{\"a\":[\"b\"]}"},
    {"!<tag:yaml.org,2002:str> 12", "\"12\""},
    {"[! 12, ! true, !\n 1, &a ! 1, ! &b 1, &c # comment\n ! 1, ! , &d 1, 1]",
     "[\"12\",\"true\",\"1\",\"1\",\"1\",\"1\",\"\",1,1]"},
    {"! [a, ! {b: c}]", "[\"a\",{\"b\":\"c\"}]"},

    /* anchors */
    {"a: &x 1\nb: *x\n", "{\"a\":1,\"b\":1}"},
    {"a: &x [1, &y 2]\nb: [*x, *y]\n", "{\"a\":[1,2],\"b\":[[1,2],2]}"},
    {"[&x a, *x , &x b, *x ]", "[\"a\",\"a\",\"b\",\"b\"]"},
    {"[&x [&x a, *x ], *x ]", "[[\"a\",\"a\"],\"a\"]"},
    {"&k a: &v b\n*v : *k\n", "{\"a\":\"b\",\"b\":\"a\"}"},
    {"- &x\n- *x\n", "[null,null]"},

    /* merge keys */
    {"a: &a {k: 1, l: 2}\nb:\n  <<: *a\n  l: 3\n",
     "{\"a\":{\"k\":1,\"l\":2},\"b\":{\"k\":1,\"l\":3}}"},
    {"a: &a {k: 1, l: 2}\nb:\n  l: 3\n  <<: *a\n",
     "{\"a\":{\"k\":1,\"l\":2},\"b\":{\"k\":1,\"l\":3}}"},
    {"{<<: [{k: 1, l: 1}, {l: 2, m: 2}], m: 3}", "{\"l\":1,\"m\":3,\"k\":1}"},
    {"{<<: &x {a: 1}, b: {<<: *x, c: 2}}", "{\"a\":1,\"b\":{\"a\":1,\"c\":2}}"},
    {"a: &a {k: 1}\nb: &b {<<: *a, l: 2}\nc: {<<: *b}\n",
     "{\"a\":{\"k\":1},\"b\":{\"k\":1,\"l\":2},\"c\":{\"k\":1,\"l\":2}}"},
    {"{<<: []}", "{}"},
    {"a: &a {}\nb: {<<: *a}\n", "{\"a\":{},\"b\":{}}"},
    {"{<<: {}}", "{}"},
    {"{'<<': a, b: <<}", "{\"<<\":\"a\",\"b\":\"<<\"}"},
    {"{!!str <<: a}", "{\"<<\":\"a\"}"},
    {"{! <<: a}", "{\"<<\":\"a\"}"},

    /* line ends */
    {"a: b\r\nc:\r\n- d\r\n- |\r\n  e\r\n  f\r\n",
     "{\"a\":\"b\",\"c\":[\"d\",\"e\\nf\\n\"]}"},
    {"a: b\rc: d\r", "{\"a\":\"b\",\"c\":\"d\"}"},
    {"a: b   \nc: d\t\n", "{\"a\":\"b\",\"c\":\"d\"}"},
};

START_TEST(a_document_has_the_values_written)
{
    struct parsed parsed;

    parse(&parsed, documents[_i].yaml);

    ck_assert_str_eq(json(&parsed), documents[_i].json);
    ck_assert_uint_eq(parsed.diags.count, 0);
    finish(&parsed);
}
END_TEST

/* ---- Warnings ---- */

#define DUPLICATE(key, lines)                                                          \
    "key \"" key "\" appears twice, on lines " lines "; the last one counts"

static const struct {
    const char *yaml, *json;
    const char *warnings[3];
} doubtful[] = {
    {"a: 1\nb: 2\na: 3\n",
     "{\"a\":3,\"b\":2}",
     {"duplicate-key 3:1 " DUPLICATE("a", "1 and 3")}},
    {"a: 1\na: 2\na: 3\n",
     "{\"a\":3}",
     {"duplicate-key 2:1 " DUPLICATE("a", "1 and 2"),
      "duplicate-key 3:1 " DUPLICATE("a", "2 and 3")}},
    {"a: {b: 1,\n  'b': 2}\n",
     "{\"a\":{\"b\":2}}",
     {"duplicate-key 2:3 " DUPLICATE("b", "1 and 2")}},
    {"{1: a, 0x1: b}",
     "{\"1\":\"b\"}",
     {"duplicate-key 1:8 " DUPLICATE("0x1", "1 and 1")}},
    {"{1: a, '1': b, 1.0: c, true: d, 'true': e}",
     "{\"1\":\"a\",\"1\":\"b\",\"1.0\":\"c\",\"true\":\"d\",\"true\":\"e\"}",
     {NULL}},
    {"{0.0: a, -0.0: b}",
     "{\"-0.0\":\"b\"}",
     {"duplicate-key 1:10 " DUPLICATE("-0.0", "1 and 1")}},
    {"{.nan: a, .NaN: b}",
     "{\"nan\":\"b\"}",
     {"duplicate-key 1:11 " DUPLICATE(".NaN", "1 and 1")}},
    {"{~: a, null: b}",
     "{\"null\":\"b\"}",
     {"duplicate-key 1:8 " DUPLICATE("null", "1 and 1")}},
    {"{0xffffffffffffffff: a, 18446744073709551615: b}",
     "{\"18446744073709551615\":\"b\"}",
     {"duplicate-key 1:25 " DUPLICATE("18446744073709551615", "1 and 1")}},
    {"<<: {a: 1}\na: 2\na: 3\n",
     "{\"a\":3}",
     {"duplicate-key 3:1 " DUPLICATE("a", "2 and 3")}},
    {"<<: {a: 1, b: 1}\n<<: {a: 2}\n",
     "{\"a\":2,\"b\":1}",
     {"duplicate-key 2:1 key \"<<\" appears twice, on lines 1 and 2; both are merged; "
      "write one, with a list"}},
};

START_TEST(of_equal_keys_the_last_counts_with_a_warning)
{
    struct parsed parsed;
    uint32_t count = 0;

    parse(&parsed, doubtful[_i].yaml);

    ck_assert_str_eq(json(&parsed), doubtful[_i].json);
    for (; doubtful[_i].warnings[count] != NULL; count++) {
        ck_assert_str_eq(diagnostic(&parsed, count), doubtful[_i].warnings[count]);
        ck_assert_uint_eq(parsed.diags.items[count].level, OUNCE_LEVEL_WARNING);
    }
    ck_assert_uint_eq(parsed.diags.count, count);
    finish(&parsed);
}
END_TEST

/* ---- Errors ---- */

static const struct {
    const char *yaml;
    const char *error; /* how it begins */
} refused[] = {
    /* syntax: our sentences */
    {"a: b: c", "yaml-syntax 1:5 mapping values are not allowed here; put text"},
    {"\xc3\xa9: b: c", "yaml-syntax 1:5 mapping values"},
    {"a: 1\nb\nc: 2\n",
     "yaml-syntax 3:1 expected \": \" after a key; the key begins on "
     "line 2"},
    {"a:\n  b: 1\n c: 2\n",
     "yaml-syntax 3:2 expected a key; check the indentation; the "
     "map begins on line 1"},
    {"- a\nb: c\n", "yaml-syntax 2:1 expected \"- \"; check the indentation; the list "
                    "begins on line 1"},
    {"[a, b", "yaml-syntax 1:6 expected \",\" or \"]\""},
    {"{a: b\n", "yaml-syntax 2:1 expected \",\" or \"}\"; the map begins on line 1"},
    {"a: 'b\n",
     "yaml-syntax 2:1 the closing quote is missing; the text begins on line 1"},
    {"a: \"b\n---\n", "yaml-syntax 2:1 the closing quote is missing"},
    {"a: \"\\d\"", "yaml-syntax 1:5 no such escape in double quotes"},
    {"a: \"\\ud800\"", "yaml-syntax 1:7 found invalid Unicode character escape code"},
    {"a: @b", "yaml-syntax 1:4 text cannot begin with this character"},
    {"a: `b`", "yaml-syntax 1:4 text cannot begin with this character"},
    {"a: %b", "yaml-syntax 1:4 text cannot begin with this character"},
    {"a:\n\tb: c\n", "yaml-syntax 2:1 text cannot begin with this character"},
    {"a: *", "yaml-syntax 1:5 \"&\" and \"*\" begin a name"},
    {"a: *.exe", "yaml-syntax 1:5 \"&\" and \"*\" begin a name"},
    {"a: - b", "yaml-syntax 1:4 a list cannot begin here"},
    {"[a]]", "yaml-syntax 1:4 expected the end of the file"},
    {"}", "yaml-syntax 1:1 expected a value"},
    {"%FOO\n---\na", "yaml-syntax 1:5 no such directive"},
    {"%YAML 3.0\n---\na", "yaml-syntax 1:1 this is not YAML 1.1 or 1.2"},

    /* documents */
    {"--- a\n--- b\n", "yaml-documents 2:1 a file holds one document"},
    {"a: b\n---\n", "yaml-documents 2:1 "},
    {"a\n...\n# c\n%TAG ! x\n--- b\n", "yaml-documents 4:1 "},
    {"a\n...\n%YAML 1.1\n--- b\n", "yaml-documents 3:1 "},
    {"%TAG ! x\n--- a\n", "yaml-directive 1:1 the directive %TAG is not supported"},

    /* keys */
    {"[a]: b", "yaml-key 1:1 a list cannot be a key of a map"},
    {"a: {{b}}", "yaml-key 1:5 a map cannot be a key of a map; put text"},
    {"a: &a []\n*a : b\n", "yaml-key 2:1 a list cannot be a key"},

    /* merge keys */
    {"<<: a", "yaml-merge 1:5 the key \"<<\" takes a map or a list of maps, not text"},
    {"<<:", "yaml-merge 1:4 the key \"<<\" takes a map or a list of maps, not null"},
    {"<<: [{}, a]",
     "yaml-merge 1:5 the key \"<<\" takes a map or a list of maps, not a "
     "list of anything else"},
    {"a: &a [b]\n<<: *a\n", "yaml-merge 2:5 "},

    /* anchors */
    {"a: *b", "yaml-alias 1:4 no anchor \"&b\" comes before the alias \"*b\""},
    {"a: *b\nc: &b d\n", "yaml-alias 1:4 "},
    {"&a [*a]", "yaml-cycle 1:5 the alias \"*a\" stands inside what it refers to"},
    {"a: &a {b: [c, *a]}", "yaml-cycle 1:15 "},
    {"a: &a\n  <<: *a\n", "yaml-cycle 2:7 "},

    /* tags */
    {"a: !foo b", "yaml-tag 1:4 the tag \"!foo\" is not supported"},
    {"a: !!binary b", "yaml-tag 1:4 the tag \"!!binary\" is not supported"},
    {"a: !!timestamp 2024-01-15",
     "yaml-tag 1:4 the tag \"!!timestamp\" is not supported"},
    {"!!python/object:os.system [a]",
     "yaml-tag 1:1 the tag \"!!python/object:os.system\""},
    {"!!set {a}", "yaml-tag 1:1 the tag \"!!set\" is not supported"},
    {"!!int a", "yaml-tag 1:1 the tag \"!!int\" does not fit this text"},
    {"!!bool yes", "yaml-tag 1:1 the tag \"!!bool\" does not fit this text"},
    {"!!seq a", "yaml-tag 1:1 the tag \"!!seq\" does not fit this text"},
    {"!!str [a]", "yaml-tag 1:1 the tag \"!!str\" does not fit a list"},
    {"!!seq {a: b}", "yaml-tag 1:1 the tag \"!!seq\" does not fit a map"},
    {"!e!foo a", "yaml-syntax 1:1 found undefined tag handle"},

    /* the rest of the door */
    {"a: \x01", "yaml-character 1:4 character U+0001 is not allowed"},
    {"a: \xff", "yaml-encoding 1:4 byte 0xff is not valid UTF-8 here"},
};

START_TEST(an_error_has_a_sentence_and_a_place)
{
    struct parsed parsed;
    const char *error = refused[_i].error;

    parse(&parsed, refused[_i].yaml);

    ck_assert_int_eq(parsed.status, OUNCE_ERR_RULE);
    ck_assert_uint_eq(parsed.diags.count, 1);
    ck_assert_msg(strncmp(diagnostic(&parsed, 0), error, strlen(error)) == 0,
                  "%s\n  is  %s\n  not %s", refused[_i].yaml, diagnostic(&parsed, 0),
                  error);
    ck_assert_uint_eq(parsed.doc.root, OZ_NONE);
    finish(&parsed);
}
END_TEST

/* ---- Places ---- */

static const struct {
    const char *yaml;
    const char *places; /* "kind line:column+offset" of the nodes, as written */
} placed[] = {
    {"a: b", "map 1:1+0 text 1:1+0 text 1:4+3 "},
    {"\xef\xbb\xbf"
     "a: b",
     "map 1:1+3 text 1:1+3 text 1:4+6 "},
    {"# c\n\na:\n- 1\n- {b: ~}\n",
     "map 3:1+5 text 3:1+5 list 4:1+8 int 4:3+10 map 5:3+14 text 5:4+15 null 5:7+18 "},
    {"\xc3\xa9: [\xf0\x9f\x98\x80, x]\r\nb: 'y'",
     "map 1:1+0 text 1:1+0 list 1:4+4 text 1:5+5 text 1:8+11 text 2:1+15 text 2:4+18 "},
    {"a: &x !!str b\n", "map 1:1+0 text 1:1+0 text 1:4+3 "},
    {"a:\nb: ", "map 1:1+0 text 1:1+0 null 1:3+2 text 2:1+3 null 2:3+5 "},
    {"- a\n-", "list 1:1+0 text 1:3+2 null 2:2+5 "},
    {"---", "null 1:4+3 "},
    {"- 'x\xe2\x80\xa8y'\n- b", "list 1:1+0 text 1:3+2 text 3:3+12 "}, /* U+2028 */
};

static const char *kind_word(enum oz_yaml_kind kind)
{
    const char *text = oz_yaml_kind_text(kind);
    const char *space = strchr(text, ' ');

    return strcmp(text, "an integer") == 0 ? "int" : space != NULL ? space + 1 : text;
}

START_TEST(every_node_knows_its_place)
{
    struct parsed parsed;
    const char *at = placed[_i].places;

    parse(&parsed, placed[_i].yaml);

    ck_assert_int_eq(parsed.status, OUNCE_OK);
    for (oz_yaml_id id = 0; *at != '\0'; id++) {
        const struct oz_yaml_node *node = oz_yaml_node(&parsed.doc, id);
        char place[80];

        snprintf(place, sizeof place, "%s %u:%u+%zu ", kind_word(node->kind),
                 node->span.line, node->span.column, node->span.offset);
        ck_assert_msg(strncmp(at, place, strlen(place)) == 0, "%s, not %s", place, at);
        at += strlen(place);
    }
    finish(&parsed);
}
END_TEST

/* ---- Limits ---- */

/* One mebibyte of the same few bytes. */
static void parse_flood(struct parsed *parsed, const char *part, size_t size)
{
    ounce_limits limits = OUNCE_LIMITS_INIT;
    char *text = malloc(size);

    ck_assert_ptr_nonnull(text);
    for (size_t i = 0, length = strlen(part); i < size; i++) {
        text[i] = part[i % length];
    }
    parse_with(parsed, &limits, text, size);
    free(text);
}

static const struct {
    const char *part;
    uint32_t line, column; /* where level 65 begins */
} floods[] = {
    {"[", 1, 65},     {"{", 1, 65},     {"- ", 1, 129},      {"? ", 1, 129},
    {"[{", 1, 65},    {"- ? ", 1, 129}, {"? - ", 1, 129},    {"[a, ", 1, 257},
    {"{a: ", 1, 257}, {"[\n", 65, 1},   {"!!seq [", 1, 449}, {"&a [", 1, 257},
    {"[? ", 1, 97},   {"[ [ ", 1, 129},
};

START_TEST(a_mebibyte_of_nesting_is_refused_at_level_65)
{
    struct parsed parsed;

    parse_flood(&parsed, floods[_i].part, 1048576);

    ck_assert_int_eq(parsed.status, OUNCE_ERR_RULE);
    ck_assert_str_eq(parsed.diags.items[0].code.data, "yaml-depth");
    ck_assert_uint_eq(parsed.diags.items[0].line, floods[_i].line);
    ck_assert_uint_eq(parsed.diags.items[0].column, floods[_i].column);
    finish(&parsed);
}
END_TEST

static const char *const long_parts[] = {
    "x",     "#",      "#\n",        "\n",       " ",
    "-",     "'",      "\"",         "a\n",      ": ",
    "%",     "%TAG\n", "...\n",      "---\n",    "%YAML 1.1\n",
    "!",     "!!str ", "& ",         "|",        ">\n ",
    "\\",    "\r",     "\t",         "\xc2\x85", "\xe2\x80\xa8",
    "*a ",   "a: b\n", ",",          "]",        "'a\\n\n ",
    "- a\n", "- &a\n", "- [a, b]\n", "a#",       "0x",
    "1_",
};

START_TEST(a_mebibyte_of_anything_ends_soon)
{
    struct parsed parsed;

    parse_flood(&parsed, long_parts[_i], 1048576);

    ck_assert(parsed.status == OUNCE_OK || parsed.status == OUNCE_ERR_RULE);
    finish(&parsed);
}
END_TEST

static const struct {
    uint32_t max_depth, max_nodes;
    const char *yaml;
    const char *error; /* NULL: it fits */
} limited[] = {
    {1, 100, "a", NULL},
    {1, 100, "[a]", NULL},
    {1, 100, "[[]]",
     "yaml-depth 1:2 lists and maps nest deeper than the 1 levels allowed"},
    {2, 100, "[[a]]", NULL},
    {2, 100, "a:\n  b: c\n", NULL},
    {2, 100, "a:\n  b:\n    c: d\n", "yaml-depth 3:5 "},
    {2, 100, "- &a [b]\n- *a\n", NULL},
    {2, 100, "- &a [b]\n- [*a]\n", "yaml-depth 2:4 "}, /* deep once expanded */
    {3, 100, "- &a [b]\n- &b [*a]\n- *b\n", NULL},
    {3, 100, "- &a [b]\n- &b [*a]\n- [*b]\n", "yaml-depth 3:4 "},
    {9, 5, "[a, b, c, d]", NULL},
    {9, 5, "[a, b, c, d, e]",
     "yaml-nodes 1:14 the file has more than the 5 nodes allowed"},
    {9, 5, "{a: b, c: d}", NULL},
    {9, 5, "{a: b, c: d, e: f}", "yaml-nodes 1:14 "},
    {9, 7, "[&a [b, c], *a]", NULL},
    {9, 6, "[&a [b, c], *a]",
     "yaml-nodes 1:13 with the alias \"*a\" expanded the file has 7 nodes, more than "
     "the 6 "
     "allowed"},
    {9, 9, "{a: &a {k: v}, <<: *a}", NULL},
    {9, 8, "{a: &a {k: v}, <<: *a}", "yaml-nodes 1:20 "},
};

START_TEST(limits_hold_for_the_expanded_tree)
{
    ounce_limits limits = OUNCE_LIMITS_INIT;
    struct parsed parsed;
    const char *error = limited[_i].error;

    limits.max_depth = limited[_i].max_depth;
    limits.max_yaml_nodes = limited[_i].max_nodes;

    parse_with(&parsed, &limits, limited[_i].yaml, strlen(limited[_i].yaml));

    ck_assert_int_eq(parsed.status, error == NULL ? OUNCE_OK : OUNCE_ERR_RULE);
    if (error != NULL) {
        ck_assert_msg(strncmp(diagnostic(&parsed, 0), error, strlen(error)) == 0,
                      "%s, not %s", diagnostic(&parsed, 0), error);
    }
    finish(&parsed);
}
END_TEST

static const struct {
    unsigned fan, levels;
    const char *open, *close;
} bombs[] = {
    {2, 60, "[", "]"},    {9, 12, "[", "]"},       {400, 4, "[", "]"},
    {60000, 3, "[", "]"}, {9, 12, "{<<: [", "]}"}, {9, 12, "{k: [", "]}"},
};

/* l0: &l0 {k: v}
 * l1: &l1 [*l0, *l0, ...]
 * l2: &l2 [*l1, *l1, ...] */
START_TEST(an_alias_bomb_is_refused_at_the_alias)
{
    struct parsed parsed;
    struct oz_buf text;
    char part[32];

    oz_buf_init(&text, &oz_alloc_default);
    oz_buf_text(&text, "l0: &l0 {k: v}\n");
    for (unsigned level = 1; level < bombs[_i].levels; level++) {
        snprintf(part, sizeof part, "l%u: &l%u ", level, level);
        oz_buf_text(&text, part);
        oz_buf_text(&text, bombs[_i].open);
        for (unsigned i = 0; i < bombs[_i].fan; i++) {
            snprintf(part, sizeof part, "*l%u, ", level - 1);
            oz_buf_text(&text, part);
        }
        oz_buf_text(&text, bombs[_i].close);
        oz_buf_char(&text, '\n');
    }
    oz_buf_char(&text, '\0');

    parse(&parsed, text.data);

    ck_assert_int_eq(parsed.status, OUNCE_ERR_RULE);
    ck_assert_ptr_nonnull(strstr(diagnostic(&parsed, 0), "yaml-nodes "));
    ck_assert_ptr_nonnull(strstr(diagnostic(&parsed, 0), "with the alias \"*l"));
    finish(&parsed);
    oz_buf_finish(&text);
}
END_TEST

START_TEST(many_keys_take_linear_time)
{
    ounce_limits limits = OUNCE_LIMITS_INIT;
    struct parsed parsed;
    struct oz_buf text;

    oz_buf_init(&text, &oz_alloc_default);
    for (unsigned i = 0; i < 49000; i++) {
        oz_buf_char(&text, 'k');
        oz_buf_uint(&text, i);
        oz_buf_text(&text, ": v\n");
    }
    oz_buf_text(&text, "k7: w\n");

    parse_with(&parsed, &limits, text.data, text.size);

    ck_assert_int_eq(parsed.status, OUNCE_OK);
    ck_assert_uint_eq(oz_yaml_pairs(&parsed.doc, parsed.doc.root), 49000);
    ck_assert_uint_eq(parsed.diags.count, 1);
    finish(&parsed);
    oz_buf_finish(&text);
}
END_TEST

/* ---- Reading a document ---- */

START_TEST(a_map_is_read_by_name)
{
    struct parsed parsed;
    oz_yaml_id key = OZ_NONE;
    oz_yaml_id id;

    parse(&parsed, "RuleID: A.B\n403: x\nTags:\n- a\n- b\nRuleID: C.D\n");
    ck_assert_int_eq(parsed.status, OUNCE_OK);

    id = oz_yaml_get(&parsed.doc, parsed.doc.root, "RuleID", &key);
    ck_assert(oz_str_is(oz_yaml_node(&parsed.doc, id)->text, "C.D"));
    ck_assert_uint_eq(oz_yaml_node(&parsed.doc, key)->span.line, 6);
    id = oz_yaml_get(&parsed.doc, parsed.doc.root, "Tags", NULL);
    ck_assert(oz_str_is(
        oz_yaml_node(&parsed.doc, oz_yaml_item(&parsed.doc, id, 1))->text, "b"));
    ck_assert_uint_eq(oz_yaml_get(&parsed.doc, parsed.doc.root, "403", NULL), OZ_NONE);
    ck_assert_uint_eq(oz_yaml_get(&parsed.doc, parsed.doc.root, "tags", NULL), OZ_NONE);
    ck_assert_uint_eq(oz_yaml_pairs(&parsed.doc, parsed.doc.root), 3);
    ck_assert_uint_eq(oz_yaml_key(&parsed.doc, parsed.doc.root, 0), key);
    finish(&parsed);
}
END_TEST

START_TEST(a_scalar_keeps_its_text)
{
    struct parsed parsed;
    const struct oz_yaml_node *node;

    parse(&parsed, "[0x1F, TRUE, 1_000.50, ~, 'it''s', 0xffffffffffffffff]");
    ck_assert_int_eq(parsed.status, OUNCE_OK);

    node = oz_yaml_node(&parsed.doc, 1);
    ck_assert(oz_str_is(node[0].text, "0x1F"));
    ck_assert(oz_str_is(node[1].text, "TRUE"));
    ck_assert(oz_str_is(node[2].text, "1_000.50"));
    ck_assert(oz_str_is(node[3].text, "~"));
    ck_assert(oz_str_is(node[4].text, "it's"));
    ck_assert(oz_str_is(node[5].text, "18446744073709551615"));
    finish(&parsed);
}
END_TEST

START_TEST(an_aliased_node_is_shared)
{
    struct parsed parsed;
    oz_yaml_id root;

    parse(&parsed, "[&a [b], *a]");
    ck_assert_int_eq(parsed.status, OUNCE_OK);

    root = parsed.doc.root;
    ck_assert_uint_eq(oz_yaml_item(&parsed.doc, root, 0),
                      oz_yaml_item(&parsed.doc, root, 1));
    finish(&parsed);
}
END_TEST

static const char *const not_json[] = {".inf", "[1, -.inf]", "{a: {b: [.nan]}}",
                                       "[1.0e+999]"};

START_TEST(json_has_no_infinite_numbers)
{
    struct parsed parsed;
    oz_yaml_id bad = OZ_NONE;

    parse(&parsed, not_json[_i]);
    ck_assert_int_eq(parsed.status, OUNCE_OK);

    ck_assert(!oz_yaml_json(&parsed.doc, parsed.doc.root, &parsed.json, &bad));
    ck_assert_int_eq(oz_yaml_node(&parsed.doc, bad)->kind, OZ_YAML_REAL);
    finish(&parsed);
}
END_TEST

/* ---- Faults ---- */

static const char rich[] =
    "# a rule\nAnalysisType: rule\nSeverity: &s High\nReports: {MITRE: [T1, 'T2']}\n"
    "Base: &b\n  k: 0xffffffffffffffffff\n  l: [1.5e+3, ~]\nOther:\n  <<: *b\n  k: *s\n"
    "  k: \"\\u00e9\"\nText: |\n  one\n  two\n";

START_TEST(every_prefix_ends_well)
{
    for (size_t size = 0; size < sizeof rich; size++) {
        ounce_limits limits = OUNCE_LIMITS_INIT;
        struct parsed parsed;
        char *text = malloc(size + 1); /* a sanitizer guards the end */

        ck_assert_ptr_nonnull(text);
        memcpy(text + 1, rich, size);

        parse_with(&parsed, &limits, text + 1, size);

        ck_assert(parsed.status == OUNCE_OK || parsed.status == OUNCE_ERR_RULE);
        ck_assert_int_eq(parsed.status == OUNCE_OK,
                         parsed.diags.found[OUNCE_LEVEL_ERROR] == 0);
        finish(&parsed);
        free(text);
    }
}
END_TEST

START_TEST(running_out_of_memory_leaks_nothing)
{
    ounce_limits limits = OUNCE_LIMITS_INIT;
    struct oz_yaml_document doc;
    struct kit_memory memory;
    ounce_status status;
    uint64_t fail_at = 0;

    do {
        struct oz_arena arena;
        struct oz_diags diags;

        kit_memory_init(&memory);
        memory.fail_at = ++fail_at;
        oz_arena_init(&arena, &memory.allocator);
        oz_diags_init(&diags, &arena, 10);
        status = oz_yaml_parse(&arena, &limits, &diags, rich, sizeof rich - 1, &doc);
        ck_assert(status == OUNCE_OK || status == OUNCE_ERR_NOMEM);
        oz_arena_finish(&arena);
        ck_assert_uint_eq(memory.blocks, 0);
    } while (status != OUNCE_OK);

    ck_assert_uint_ge(fail_at, 3);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("yaml/document");
    TCase *tests = tcase_create("document");

    tcase_set_timeout(tests, 10);
    tcase_add_loop_test(tests, a_document_has_the_values_written, 0, LENGTH(documents));
    tcase_add_loop_test(tests, of_equal_keys_the_last_counts_with_a_warning, 0,
                        LENGTH(doubtful));
    tcase_add_loop_test(tests, an_error_has_a_sentence_and_a_place, 0, LENGTH(refused));
    tcase_add_loop_test(tests, every_node_knows_its_place, 0, LENGTH(placed));
    tcase_add_loop_test(tests, a_mebibyte_of_nesting_is_refused_at_level_65, 0,
                        LENGTH(floods));
    tcase_add_loop_test(tests, a_mebibyte_of_anything_ends_soon, 0, LENGTH(long_parts));
    tcase_add_loop_test(tests, limits_hold_for_the_expanded_tree, 0, LENGTH(limited));
    tcase_add_loop_test(tests, an_alias_bomb_is_refused_at_the_alias, 0, LENGTH(bombs));
    tcase_add_test(tests, many_keys_take_linear_time);
    tcase_add_test(tests, a_map_is_read_by_name);
    tcase_add_test(tests, a_scalar_keeps_its_text);
    tcase_add_test(tests, an_aliased_node_is_shared);
    tcase_add_loop_test(tests, json_has_no_infinite_numbers, 0, LENGTH(not_json));
    tcase_add_test(tests, every_prefix_ends_well);
    tcase_add_test(tests, running_out_of_memory_leaks_nothing);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
