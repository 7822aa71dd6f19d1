/* test_token.c — sources as tokens, and what no token begins with.
 *
 * A row is a source and its tokens: words and signs as they are written, NAME, NUMBER
 * and STRING with their text, the rest by name. `@` gives the place of each.
 */
#include "python/token.h"

#include "base/buf.h"
#include "kit.h"

#include <stdio.h>
#include <string.h>

#define LENGTH(array) ((int)(sizeof(array) / sizeof((array)[0])))

static struct oz_arena arena;
static char shown[4096];

static void setup(void)
{
    oz_arena_init(&arena, &oz_alloc_default);
}

static void teardown(void)
{
    oz_arena_finish(&arena);
}

static void show_token(struct oz_buf *buf, const struct oz_tokens *tokens,
                       const struct oz_token *token, bool places)
{
    static const char *const layout[] = {"END", "NEWLINE", "INDENT", "DEDENT", "ERROR"};

    if (token->kind < LENGTH(layout)) {
        oz_buf_text(buf, layout[token->kind]);
    } else {
        oz_buf_add(buf, tokens->text + token->start, token->size);
    }
    if (places) {
        oz_buf_char(buf, '@');
        oz_buf_uint(buf, token->line);
        oz_buf_char(buf, ':');
        oz_buf_uint(buf, token->column);
    }
}

/* All but the END. */
static const char *show(const char *text, bool places)
{
    const ounce_str source = {text, strlen(text)};
    struct oz_tokens tokens;
    struct oz_buf buf;

    oz_buf_init_fixed(&buf, shown, sizeof shown - 1);
    ck_assert(oz_token_read(&arena, source, &tokens));
    ck_assert_int_eq(tokens.items[tokens.count - 1].kind, OZ_TOKEN_END);
    for (uint32_t i = 0; i + 1 < tokens.count; i++) {
        if (i > 0) {
            oz_buf_char(&buf, ' ');
        }
        show_token(&buf, &tokens, &tokens.items[i], places);
    }
    if (tokens.problem[0] != '\0') {
        oz_buf_text(&buf, ": ");
        oz_buf_text(&buf, tokens.problem);
    }
    shown[buf.size] = '\0';
    return shown;
}

static const struct {
    const char *text, *tokens;
} rows[] = {
    {"", ""},
    {"\n\n  \n# nothing", ""},
    {"a", "a NEWLINE"},
    {"a\n", "a NEWLINE"},
    {"if x:\n  a\nb", "if x : NEWLINE INDENT a NEWLINE DEDENT b NEWLINE"},
    {"if x:\n a\n\n  # c\n b", "if x : NEWLINE INDENT a NEWLINE b NEWLINE DEDENT"},
    {"if x:\n\ta\n        b", "if x : NEWLINE INDENT a NEWLINE ERROR: tabs and spaces "
                              "are mixed in the indentation"},
    {"if x:\n  a\n b", "if x : NEWLINE INDENT a NEWLINE DEDENT ERROR: unindent does "
                       "not match any outer level"},
    {"(a\n  b)\n", "( a b ) NEWLINE"},
    {"a \\\n  b", "a b NEWLINE"},
    {"a \\ b", "a ERROR: expected the end of the line after '\\'"},
    {"a \\\n", "a ERROR: expected another line after the '\\' that continues one"},
    {"a:=b->c**=d...e", "a := b -> c **= d ... e NEWLINE"},
    {"a<=b<<=c!=d//e", "a <= b <<= c != d // e NEWLINE"},
    {"a ! b", "a ERROR: no token begins with this character (U+0021)"},
    {"\xe2\x80\x9c", "ERROR: no token begins with this character (U+201C)"},
    {"\xc3\xa9t\xc3\xa9 = 1", "\xc3\xa9t\xc3\xa9 = 1 NEWLINE"},
    {"1_000 0xFf .5e-3 1.j 0b1", "1_000 0xFf .5e-3 1.j 0b1 NEWLINE"},
    {"1if x", "1 if x NEWLINE"},
    {"012", "ERROR: an integer does not begin with 0; octal ones begin with 0o"},
    {"0x", "ERROR: expected hexadecimal digits after 0x"},
    {"1a", "ERROR: expected an operator between a number and a name"},
    {"1__0", "ERROR: this is no number: a digit must stand on both sides of a '_', and "
             "no letter behind"},
    {"rb'\\'' Fr\"{a}\" u''", "rb'\\'' Fr\"{a}\" u'' NEWLINE"},
    {"'''a\n'b'' '''c", "'''a\n'b'' ''' c NEWLINE"},
    {"'a\n'", "ERROR: unterminated string: expected a closing quote on the same line"},
    {"'''a", "ERROR: unterminated string: expected three closing quotes"},
    {"match case None", "match case None NEWLINE"},
};

START_TEST(a_source_is_tokens)
{
    ck_assert_str_eq(show(rows[_i].text, false), rows[_i].tokens);
}
END_TEST

START_TEST(places_count_code_points)
{
    ck_assert_str_eq(show("\xc3\xa9 = '\xe2\x82\xac' + a\nif b:\n\tc", true),
                     "\xc3\xa9@1:1 =@1:3 '\xe2\x82\xac'@1:5 +@1:9 a@1:11 NEWLINE@1:12 "
                     "if@2:1 b@2:4 :@2:5 NEWLINE@2:6 INDENT@3:2 c@3:2 NEWLINE@3:3 "
                     "DEDENT@3:3");
    ck_assert_str_eq(show("'''a\n\xc3\xa9''' b", true), "'''a\n\xc3\xa9'''@1:1 b@2:6 "
                                                        "NEWLINE@2:7");
}
END_TEST

START_TEST(blocks_have_a_limit)
{
    char text[12000] = "";
    size_t size = 0;
    struct oz_tokens tokens;

    for (int i = 0; i < 101; i++) {
        size += (size_t)snprintf(text + size, sizeof text - size, "%*sif a:\n", i, "");
    }
    ck_assert(oz_token_read(&arena, (ounce_str){text, size}, &tokens));

    ck_assert(tokens.is_limit);
    ck_assert_str_eq(tokens.problem,
                     "blocks nest deeper than 100 levels of indentation");
}
END_TEST

START_TEST(an_expression_of_an_f_string_is_in_parentheses)
{
    static const char text[] = "f'x{a\n+ b}'";
    const struct oz_token_part part = {.start = 4, .end = 9, .line = 7, .column = 4};
    struct oz_tokens tokens;

    ck_assert(oz_token_read_part(&arena, text, &part, &tokens));

    ck_assert_uint_eq(tokens.count, 6);
    ck_assert_int_eq(tokens.items[0].kind, OZ_TOKEN_OPEN_PAREN);
    ck_assert_uint_eq(tokens.items[1].line, 7);
    ck_assert_uint_eq(tokens.items[1].column, 5);
    ck_assert_uint_eq(tokens.items[3].line, 8);
    ck_assert_uint_eq(tokens.items[3].column, 3);
    ck_assert_int_eq(tokens.items[4].kind, OZ_TOKEN_CLOSE_PAREN);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("python/token");
    TCase *tcase = tcase_create("token");

    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_loop_test(tcase, a_source_is_tokens, 0, LENGTH(rows));
    tcase_add_test(tcase, places_count_code_points);
    tcase_add_test(tcase, blocks_have_a_limit);
    tcase_add_test(tcase, an_expression_of_an_f_string_is_in_parentheses);
    suite_add_tcase(suite, tcase);
    return kit_run(suite);
}
