/* test_parse.c — sources as trees, mistakes with their places, limits, hostile texts.
 *
 * The trees here are those worth reading; that all of the grammar is as CPython's is
 * for compare_ast.py.
 */
#include "dump.h"
#include "kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LENGTH(array) ((int)(sizeof(array) / sizeof((array)[0])))

static struct kit_memory memory;
static struct oz_arena arena;
static struct oz_diags diags;
static struct oz_ast ast;
static char shown[65536];

static void setup(void)
{
    kit_memory_init(&memory);
    oz_arena_init(&arena, &memory.allocator);
    oz_diags_init(&diags, &arena, 10);
}

static void teardown(void)
{
    oz_arena_finish(&arena);
    ck_assert_uint_eq(memory.blocks, 0);
}

static struct oz_ast_limits limits = {
    .max_bytes = (size_t)1 << 25, .max_depth = 100, .max_nodes = 1000000};

static ounce_status parse(const char *text, size_t size)
{
    return oz_ast_parse(&arena, &diags, &limits, (ounce_str){text, size}, &ast);
}

static const char *show(ounce_status status, bool places)
{
    struct oz_buf buf;

    if (status != OUNCE_OK) {
        ck_assert_int_eq(status, OUNCE_ERR_RULE);
        ck_assert_uint_eq(diags.count, 1);
        snprintf(shown, sizeof shown, "%u:%u [%.*s] %.*s",
                 (unsigned)diags.items[0].line, (unsigned)diags.items[0].column,
                 (int)diags.items[0].code.size, diags.items[0].code.data,
                 (int)diags.items[0].message.size, diags.items[0].message.data);
        return shown;
    }
    oz_buf_init_fixed(&buf, shown, sizeof shown - 1);
    dump_tree(&ast, places, &buf);
    ck_assert_uint_lt(buf.size, sizeof shown);
    shown[buf.size] = '\0';
    return shown;
}

/* ---- Trees; without the "(Module " around them ---- */

static const struct {
    const char *text, *tree;
} trees[] = {
    {"a = 1", "(Assign (Name \"a\") (Constant int 1))"},
    {"a = b = c", "(Assign (Name \"a\") (Name \"b\") (Name \"c\"))"},
    {"a: int", "(AnnAssign (Name \"a\") -)"},
    {"a //= 2", "(AugAssign FloorDiv (Name \"a\") (Constant int 2))"},
    {"a or b or c", "(Expr (BoolOp Or (Name \"a\") (Name \"b\") (Name \"c\")))"},
    {"a - b - c",
     "(Expr (BinOp Sub (BinOp Sub (Name \"a\") (Name \"b\")) (Name \"c\")))"},
    {"a ** b ** c",
     "(Expr (BinOp Pow (Name \"a\") (BinOp Pow (Name \"b\") (Name \"c\"))))"},
    {"a + b * -c ** d",
     "(Expr (BinOp Add (Name \"a\") (BinOp Mult (Name \"b\") (UnaryOp USub (BinOp Pow "
     "(Name \"c\") (Name \"d\"))))))"},
    {"a < b not in c", "(Expr (Compare (Name \"a\") (comparison Lt (Name \"b\")) "
                       "(comparison NotIn (Name \"c\"))))"},
    {"not a is not b",
     "(Expr (UnaryOp Not (Compare (Name \"a\") (comparison IsNot (Name "
     "\"b\")))))"},
    {"a.b(c, *d, e=1, **f)",
     "(Expr (Call (Attribute \"b\" (Name \"a\")) (Name \"c\") (Starred (Name \"d\")) "
     "(keyword \"e\" (Constant int 1)) (keyword \"\" (Name \"f\"))))"},
    {"a[1:, ::b]", "(Expr (Subscript (Name \"a\") (Tuple (Slice (Constant int 1) - -) "
                   "(Slice - - (Name "
                   "\"b\")))))"},
    {"{a: b, **c}", "(Expr (Dict (Name \"a\") (Name \"b\") - (Name \"c\")))"},
    {"any(x for x in y if z)", "(Expr (Call (Name \"any\") (GeneratorExp (Name \"x\") "
                               "(comprehension (Name \"x\") "
                               "(Name \"y\") (Name \"z\")))))"},
    {"lambda a, /, b=1, *c, d: e",
     "(Expr (Lambda (arguments (arg positional \"a\" -) (arg plain \"b\" (Constant int "
     "1)) (arg star \"c\" -) (arg keyword \"d\" -)) (Name \"e\")))"},
    {"a if b else c", "(Expr (IfExp (Name \"b\") (Name \"a\") (Name \"c\")))"},
    {"(a := 1)", "(Expr (NamedExpr (Name \"a\") (Constant int 1)))"},
    {"0xff, 1_0, 00, 1_0.5, ...", "(Expr (Tuple (Constant int 255) (Constant int 10) "
                                  "(Constant int 0) (Constant float "
                                  "10.5) (Constant Ellipsis)))"},
    {"'a' \"\\x41\\u00e9\" r'\\n'", "(Expr (Constant str \"aA\xc3\xa9\\\\n\"))"},
    {"b'\\xff' b'a'", "(Expr (Constant bytes \"ff61\"))"},
    {"f'a{b!r:>{c}}' 'd{}'",
     "(Expr (JoinedStr (Constant str \"a\") (FormattedValue r (Name \"b\") (JoinedStr "
     "(Constant str \">\") (FormattedValue - (Name \"c\") -))) (Constant str "
     "\"d{}\")))"},
    {"f'{a = }{{'", "(Expr (JoinedStr (Constant str \"a = \") (FormattedValue r (Name "
                    "\"a\") -) (Constant str \"{\")))"},
    {"f''", "(Expr (JoinedStr))"},
    {"if a: b\nelif c: d",
     "(If (Name \"a\") [(Expr (Name \"b\"))] [(If (Name \"c\") [(Expr (Name \"d\"))] "
     "[])])"},
    {"for a, b in c:\n  pass\nelse: break",
     "(For (Tuple (Name \"a\") (Name \"b\")) (Name \"c\") [(Pass)] [(Break)])"},
    {"try: a\nexcept b as c: d\nfinally: e",
     "(Try [(Expr (Name \"a\"))] [(ExceptHandler \"c\" (Name \"b\") [(Expr (Name "
     "\"d\"))])] [] [(Expr (Name \"e\"))])"},
    {"@a\ndef f(b: c = 1) -> d: return",
     "(FunctionDef \"f\" (arguments (arg plain \"b\" (Constant int 1))) [(Name \"a\")] "
     "[(Return -)])"},
    {"class A(B, c=1): pass",
     "(ClassDef \"A\" [(Name \"B\") (keyword \"c\" (Constant int 1))] [] [(Pass)])"},
    {"import a . b as c", "(Import (alias \"a.b\" \"c\"))"},
    {"from ...a import (b, c as d,)",
     "(ImportFrom \"...a\" (alias \"b\" \"\") (alias \"c\" \"d\"))"},
    {"match a:\n case 1 | b.c if d: pass\n case x: pass\n case None: pass\n case _: "
     "pass",
     "(Match (Name \"a\") (match_case (MatchOr (MatchValue (Constant int 1)) "
     "(MatchValue "
     "(Attribute \"c\" (Name \"b\")))) (Name \"d\") [(Pass)]) (match_case (MatchAs "
     "\"x\" -) - [(Pass)]) (match_case (MatchSingleton (Constant None)) - [(Pass)]) "
     "(match_case (MatchAs \"\" -) - [(Pass)]))"},
    {"match = case[_]", "(Assign (Name \"match\") (Subscript (Name \"case\") (Name "
                        "\"_\")))"},
    {"global a, b", "(Global (Name \"a\") (Name \"b\"))"},
    {"raise a from b", "(Raise (Name \"a\") (Name \"b\"))"},
    {"del a, (b, c)", "(Delete (Name \"a\") (Tuple (Name \"b\") (Name \"c\")))"},
    /* What the compiler does not know. */
    {"x = yield a", "(Assign (Name \"x\") (Unsupported \"yield\"))"},
    {"yield from a", "(Expr (Unsupported \"yield from\"))"},
    {"with (a as b, c): pass", "(Unsupported \"with\")"},
    {"async def f(): await a", "(Unsupported \"async def\")"},
    {"[x async for x in y]", "(Expr (Unsupported \"async comprehension\"))"},
    {"2j", "(Expr (Unsupported \"complex number\"))"},
    {"'\\ud800'", "(Expr (Unsupported \"surrogate escape\"))"},
    {"'\\N{BULLET}'", "(Expr (Unsupported \"escape of a character's name\"))"},
    {"try: a\nexcept* b: c", "(Unsupported \"except*\")"},
    {"match a:\n case [b]: pass\n case {'c': d}: pass\n case E(): pass",
     "(Match (Name \"a\") (match_case (Unsupported \"pattern of a sequence\") - "
     "[(Pass)]) (match_case (Unsupported \"pattern of a mapping\") - [(Pass)]) "
     "(match_case (Unsupported \"pattern of a class\") - [(Pass)]))"},
};

START_TEST(a_source_is_a_tree)
{
    char expected[4096];
    ounce_status status = parse(trees[_i].text, strlen(trees[_i].text));

    snprintf(expected, sizeof expected, "(Module %s)", trees[_i].tree);
    ck_assert_str_eq(show(status, false), expected);
}
END_TEST

START_TEST(nodes_have_places)
{
    static const char text[] =
        "\xef\xbb\xbf\xc3\xa9 = (a) + b\r\nif f'\xc3\xa9{c}':\r  d";

    ck_assert_str_eq(show(parse(text, sizeof text - 1), true),
                     "(Module (Assign@1:1 (Name@1:1 \"\xc3\xa9\") (BinOp@1:5 Add "
                     "(Name@1:6 \"a\") (Name@1:11 \"b\"))) (If@2:1 (JoinedStr@2:4 "
                     "(Constant@2:4 str \"\xc3\xa9\") (FormattedValue@2:4 - (Name@2:8 "
                     "\"c\") -)) [(Expr@3:3 (Name@3:3 \"d\"))] []))");
}
END_TEST

/* ---- Mistakes ---- */

static const struct {
    const char *text, *said;
} mistakes[] = {
    {"if a\n  b", "1:5 [py-syntax] expected ':' after the condition of 'if', not the "
                  "end of the line"},
    {"if a:\nb", "2:1 [py-syntax] expected an indented line after the condition of "
                 "'if', not 'b'"},
    {"a = 'b", "1:5 [py-syntax] unterminated string: expected a closing quote on the "
               "same line"},
    {"if a:\n  b\n c", "3:2 [py-syntax] unindent does not match any outer level"},
    {"  a",
     "1:3 [py-syntax] expected a line that is not indented: no block was opened, "
     "not an indented line"},
    {"(a,\nb",
     "2:2 [py-syntax] expected ')' to close '(' of line 1, not the end of the "
     "file"},
    {"x = [1\ny = 2", "2:1 [py-syntax] expected ']' to close '[' of line 1, not 'y'"},
    {"a b", "1:3 [py-syntax] expected the end of the line or an operator, not 'b'"},
    {"return +", "1:9 [py-syntax] expected a value, not the end of the line"},
    {"f() = 1",
     "1:1 [py-syntax] cannot assign to a call: expected a name, an attribute "
     "or an item"},
    {"f(a=1, b)", "1:8 [py-syntax] a positional argument follows a keyword argument"},
    {"def f(a=1, b): pass", "1:12 [py-syntax] expected a default: a parameter before "
                            "has one"},
    {"f'{a b}'", "1:6 [py-syntax] expected ')' to close '(' of line 1, not 'b'"},
    {"f'a}'", "1:1 [py-syntax] expected '}}' for a brace in an f-string"},
    {"'\\xg0'", "1:1 [py-syntax] expected two hexadecimal digits after '\\x'"},
    {"a = $", "1:5 [py-syntax] no token begins with this character (U+0024)"},
    {"match a:\n  b",
     "2:3 [py-syntax] expected 'case' in the block of 'match', not 'b'"},
    {"\xc3\xa9\xff", "1:2 [py-syntax] the source is not UTF-8: byte 0xff"},
};

START_TEST(a_mistake_is_told_at_its_place)
{
    ounce_status status = parse(mistakes[_i].text, strlen(mistakes[_i].text));

    ck_assert_str_eq(show(status, false), mistakes[_i].said);
}
END_TEST

START_TEST(a_nul_is_no_character)
{
    ck_assert_str_eq(show(parse("a\n b\0", 5), false),
                     "2:3 [py-syntax] a source holds no NUL bytes");
}
END_TEST

/* ---- Limits and hostile texts ---- */

/* head, then `part` count times, then tail. */
static ounce_status parse_many(const char *head, const char *part, size_t count,
                               const char *tail)
{
    const size_t size = strlen(part);
    char *text = malloc(strlen(head) + count * size + strlen(tail) + 1);
    size_t at = strlen(head);
    ounce_status status;

    ck_assert_ptr_nonnull(text);
    strcpy(text, head);
    for (size_t i = 0; i < count; i++, at += size) {
        memcpy(text + at, part, size);
    }
    strcpy(text + at, tail);
    status = parse(text, at + strlen(tail));
    free(text);
    return status;
}

static const struct {
    const char *head, *part, *tail;
} deep[] = {
    {"", "(", ""},
    {"", "[", ""},
    {"", "{", ""},
    {"", "{a:", ""},
    {"", "f(", ""},
    {"", "a[", ""},
    {"", "-", "a"},
    {"", "not ", "a"},
    {"", "~", "a"},
    {"", "a**", "a"},
    {"", "lambda:", "a"},
    {"", "a if b else ", "c"},
    {"a", ".a", ""},
    {"a", "()", ""},
    {"a", "[0]", ""},
    {"", "a+", "a"},
    {"", "a|", "a"},
    {"", "a-b*", "c"},
    {"if a: b\n", "elif c: d\n", "else: e"},
    {"", "lambda a=", "b"},
    {"", "(yield ", ""},
    {"", "await (", ""},
    {"match a:\n case ", "[", ""},
    {"match a:\n case ", "(", ""},
    {"match a:\n case ", "{'a':", ""},
    {"match a:\n case ", "A(", ""},
    {"for ", "(", " in b: c"},
    {"", "[x for x in ", ""},
    {"", "[*", ""},
    {"", "{**", ""},
    {"", "(*", ""},
    {"", "f(*", ""},
    {"for ", "[*", " in b: c"},
    {"with a as ", "[", ""},
    {"del ", "(", ""},
    {"", "[x for [", ""},
    {"@", "(", ""},
    {"class A(", "B(", ""},
    {"def f(a=", "lambda b=", "1"},
    {"x: ", "a[", ""},
    {"", "a[b:", ""},
    {"with ", "(", ""},
};

START_TEST(what_is_deep_meets_the_limit)
{
    ounce_status status =
        parse_many(deep[_i].head, deep[_i].part, 100000, deep[_i].tail);

    ck_assert_int_eq(status, OUNCE_ERR_RULE);
    ck_assert_ptr_nonnull(strstr(show(status, false), "[py-limit]"));
    ck_assert_ptr_nonnull(strstr(shown, "max_depth, 100 levels"));
}
END_TEST

static const struct {
    const char *head, *part, *tail;
} wide[] = {
    {"[", "a,", "]"},         {"", "a\n", ""},        {"", "a;", "b"},
    {"", "a or ", "b"},       {"", "a and ", "b"},    {"", "a < ", "b"},
    {"f(", "a,", ")"},        {"{", "a:b,", "}"},     {"", "a = ", "b"},
    {"", "'a'", ""},          {"f'", "{a}", "'"},     {"", "f'{a}'", ""},
    {"", "\n", ""},           {"(", "\n", ")"},       {"'''", "a\n", "'''"},
    {"a", "\\\n", "+b"},      {"#", "a", ""},         {"", "match(a)\n", ""},
    {"match(", "a,", ")"},    {"import a", ".b", ""}, {"[x for x in y ", "if a ", "]"},
    {"def f(", "a,", "): b"}, {"a[", "b,", "]"},      {"del ", "a,", "b"},
    {"'", "\\x41", "'"},      {"f'{a:", "{b}", "}'"},
};

START_TEST(what_is_wide_is_read)
{
    ounce_status status =
        parse_many(wide[_i].head, wide[_i].part, 100000, wide[_i].tail);

    ck_assert_int_eq(status, OUNCE_OK);
}
END_TEST

START_TEST(every_limit_is_named)
{
    limits.max_bytes = 10;
    ck_assert_str_eq(show(parse("a = 1234567", 11), false),
                     "0:0 [py-limit] the source is larger than max_bytes, 10 bytes");
    limits.max_bytes = 1 << 25;
    limits.max_nodes = 5;
    diags.count = 0;
    ck_assert_str_eq(show(parse("a\nb\nc", 5), false),
                     "3:1 [py-limit] the tree has more than max_nodes, 5 nodes");
}
END_TEST

/* As in CPython: the decimal text of longer ones takes too long. */
START_TEST(integers_have_4300_digits_at_most)
{
    ck_assert_int_eq(parse_many("", "9", 4300, ""), OUNCE_OK);
    ck_assert_int_eq(parse_many("0x", "f", 3571, ""), OUNCE_OK);
    ck_assert_int_eq(parse_many("0x", "f", 3572, ""), OUNCE_ERR_RULE);
    ck_assert_str_eq(show(OUNCE_ERR_RULE, false),
                     "1:1 [py-limit] an integer has more than 4300 digits");
    ck_assert_int_eq(parse_many("", "9", 4301, ""), OUNCE_ERR_RULE);
    ck_assert_int_eq(parse_many("0b", "1", 1000000, ""), OUNCE_ERR_RULE);
}
END_TEST

/* ---- Memory ---- */

static const char everything[] =
    "import a.b as c\n@d\ndef f(g: h = 1, *i, **j) -> k:\n  '''l'''\n"
    "  if m: return f'n{o!r:>{p}}' 'q'\n  elif r: s = [t for u in v if w]\n"
    "  else: x.y[z:1] = {a: b, **c}\n  match d:\n    case 1 | e.f: 0xffffffffffff\n"
    "    case [g, *h]: pass\n  with i as j: yield 1.5\n  try: k\n  except l as m: n\n"
    "  from .. import o\n  return lambda p=1: q(r, *s, t=u)\n";

static void check_memory(bool keep_failing)
{
    ounce_status status = OUNCE_ERR_NOMEM;
    uint64_t n = 0;

    while (status != OUNCE_OK) {
        teardown();
        setup();
        memory.fail_at = ++n;
        memory.keep_failing = keep_failing;
        status = parse(everything, sizeof everything - 1);
        if (status != OUNCE_OK) {
            ck_assert_int_eq(status, OUNCE_ERR_NOMEM);
            ck_assert_uint_eq(diags.count, 0);
            memory.fail_at = 0;
            ck_assert_int_eq(parse(everything, sizeof everything - 1), OUNCE_OK);
        }
    }
    ck_assert_uint_gt(n, 3);
}

START_TEST(every_allocation_may_fail)
{
    check_memory(false);
    check_memory(true);
}
END_TEST

/* A mistake whose diagnostic found no memory is no mistake without a word. */
static const char *const untold[] = {"a b", "a = 'b", "\xff"};

START_TEST(a_mistake_that_cannot_be_told_is_out_of_memory)
{
    ounce_status status = OUNCE_ERR_NOMEM;
    uint64_t n = 0;

    while (status != OUNCE_ERR_RULE) {
        teardown();
        setup();
        memory.fail_at = ++n;
        status = parse(untold[_i], strlen(untold[_i]));
        ck_assert(status == OUNCE_ERR_NOMEM || status == OUNCE_ERR_RULE);
        ck_assert_uint_eq(diags.count, status == OUNCE_ERR_RULE);
    }
    ck_assert_uint_gt(n, 1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("python/parse");
    TCase *tcase = tcase_create("parse");

    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_loop_test(tcase, a_source_is_a_tree, 0, LENGTH(trees));
    tcase_add_test(tcase, nodes_have_places);
    tcase_add_loop_test(tcase, a_mistake_is_told_at_its_place, 0, LENGTH(mistakes));
    tcase_add_test(tcase, a_nul_is_no_character);
    tcase_add_loop_test(tcase, what_is_deep_meets_the_limit, 0, LENGTH(deep));
    tcase_add_loop_test(tcase, what_is_wide_is_read, 0, LENGTH(wide));
    tcase_add_test(tcase, every_limit_is_named);
    tcase_add_test(tcase, integers_have_4300_digits_at_most);
    tcase_add_test(tcase, every_allocation_may_fail);
    tcase_add_loop_test(tcase, a_mistake_that_cannot_be_told_is_out_of_memory, 0,
                        LENGTH(untold));
    suite_add_tcase(suite, tcase);
    return kit_run(suite);
}
