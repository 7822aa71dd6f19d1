/* test_split.c — bytes to events, whole and in pieces. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/split.h"
#include "kit.h"

/* What a text splits into, as `LINE:text` parted by '|'; a line break in it prints as
 * '~', an item without text as its kind. */
struct print {
    char text[4096];
    size_t size;
};

static void print_items(struct print *print, const char *text,
                        const struct cli_items *items, size_t from)
{
    for (size_t i = from; i < items->count; i++) {
        const struct cli_item *item = &items->list[i];
        int size = snprintf(
            print->text + print->size, sizeof(print->text) - print->size,
            "%s%llu:", print->size == 0 ? "" : "|", (unsigned long long)item->line);

        print->size += (size_t)size;
        if (item->kind == CLI_ITEM_TOO_BIG) {
            strcpy(print->text + print->size, "too big");
        } else if (item->kind == CLI_ITEM_UNCLOSED) {
            strcpy(print->text + print->size, "unclosed");
        } else {
            memcpy(print->text + print->size, text + item->offset, item->size);
            print->text[print->size + item->size] = '\0';
        }
        print->size += strlen(print->text + print->size);
    }
    for (char *at = print->text; *at != '\0'; at++) {
        *at = *at == '\n' ? '~' : *at;
    }
}

/* Give @text to the splitter @step bytes at a time, through a buffer of @most bytes. */
static void split(struct print *print, const char *text, size_t step, size_t most)
{
    struct cli_splitter splitter;
    struct cli_items items = {NULL, 0, 0};
    size_t end = strlen(text), begin = 0, seen = 0;
    bool final = false;

    memset(print, 0, sizeof(*print));
    cli_split_init(&splitter);
    while (!final) {
        size_t room = most - (seen - begin), more = step < room ? step : room;
        char *piece;
        size_t used;

        more = end - seen < more ? end - seen : more;
        seen += more;
        final = seen == end && begin + most > seen;
        piece = malloc(seen - begin + 1); /* of its exact size, for the sanitizer */
        memcpy(piece, text + begin, seen - begin);
        items.count = 0;
        used = cli_split(&splitter, piece, seen - begin, final, &items);
        print_items(print, piece, &items, 0);
        begin += used;
        if (!final && items.count == 0 && used == 0 && seen - begin == most) {
            cli_split_too_big(&splitter, &items);
            print_items(print, piece, &items, 0);
        }
        free(piece);
    }
    free(items.list);
}

static const struct {
    const char *text, *items;
} cases[] = {
    {"", ""},
    {"\n\n \r\n\t\n", ""},
    {"{\"a\":1}\n{\"b\":2}\n", "1:{\"a\":1}|2:{\"b\":2}"},
    {"{\"a\":1}\n{\"b\":2}", "1:{\"a\":1}|2:{\"b\":2}"},
    {"{\"a\":1}\r\n\r\n{\"b\":2}\r\n", "1:{\"a\":1}|3:{\"b\":2}"},
    {"\xef\xbb\xbf{\"a\":1}\n", "1:{\"a\":1}"},
    {"\xef\xbb\xbf", ""},
    {"\xef\xbb", "1:\xef\xbb"},
    {"{\"a\":1}\n{bad\n{\"b\":2}\n", "1:{\"a\":1}|2:{bad|3:{\"b\":2}"},
    {"{\n{\"a\":1}\n", "1:{|2:{\"a\":1}"},
    {"[1]\n5\n\"x\"\n", "1:[1]|2:5|3:\"x\""},
    /* records */
    {"{\"Records\":[{\"a\":1},{\"b\":[2]}]}", "1:{\"a\":1}|1:{\"b\":[2]}"},
    {"{\"Records\":[]}\n{\"a\":1}", "2:{\"a\":1}"},
    {"{\n \"Records\" : [\n  {\n   \"a\": 1\n  },\n  {\"b\": 2}\n ]\n}\n{\"c\":3}\n",
     "3:{~   \"a\": 1~  }|6:{\"b\": 2}|9:{\"c\":3}"},
    {"{\"Records\":[{\"a\":\"]}\\\"\"},7,\"x,]\",[1]]}",
     "1:{\"a\":\"]}\\\"\"}|1:7|1:\"x,]\"|1:[1]"},
    {"{\"Records\":[{\"a\":1}]}{\"Records\":[{\"b\":1}]}\n", "1:{\"a\":1}|1:{\"b\":1}"},
    {"{\"Records\":[{\"a\":1}],\"more\":[{\"x\":2}]}\n{\"b\":1}",
     "1:{\"a\":1}|2:{\"b\":1}"},
    {"{\"Records\":[{\"a\":1},", "1:{\"a\":1}|1:unclosed"},
    {"{\"Records\":[{\"a\":1}]\n", "1:{\"a\":1}|2:unclosed"},
    {"{\"Records\":[{\"a\":1},{\"b\"", "1:{\"a\":1}|1:{\"b\""},
    {"{\"Records\":[{\"a\":1},}\n{\"b\":1}", "1:{\"a\":1}|1:unclosed|2:{\"b\":1}"},
    {"{\"Records\":{}}\n{\"Recordss\":[]}\n{\"Records\"\n",
     "1:{\"Records\":{}}|2:{\"Recordss\":[]}|3:{\"Records\""},
    /* an event over several lines */
    {"{\n \"a\": {\n  \"b\": \"}\"\n }\n}\n{\"c\":1}\n",
     "1:{~ \"a\": {~  \"b\": \"}\"~ }~}|6:{\"c\":1}"},
    {"{\n \"a\": 1}{\"c\":1}\n", "1:{~ \"a\": 1}|2:{\"c\":1}"},
    {"{\n \"a\": 1", "1:{~ \"a\": 1"},
};

START_TEST(a_text_splits_into_its_events)
{
    struct print print;

    split(&print, cases[_i].text, SIZE_MAX, 65536);

    ck_assert_str_eq(print.text, cases[_i].items);
}
END_TEST

START_TEST(pieces_split_as_the_whole_does)
{
    struct print print;

    for (size_t step = 1; step <= strlen(cases[_i].text); step++) {
        split(&print, cases[_i].text, step, 65536);

        ck_assert_str_eq(print.text, cases[_i].items);
    }
}
END_TEST

static const struct {
    const char *text, *items;
} big_cases[] = {
    {"{\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\":1}\n{\"b\":2}\n",
     "1:too big|2:{\"b\":2}"},
    {"{\"b\":2}\n{\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\":1}",
     "1:{\"b\":2}|2:too big"},
    {"{\"Records\":[{\"a\":\"]}}aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",\n\"b\":2},{"
     "\"c\":3}]}",
     "1:too big|2:{\"c\":3}"},
    {"{\"Records\":[\"aaaaaaaaaaaaaaaaaa,aaaaaaaaaaaaaaaaaaaaaa\",{\"c\":3}]}",
     "1:too big|1:{\"c\":3}"},
    {"{\"Records\":[{\"c\":3}],\"x\":\"aaaaaaaaaaaaaaaaaa,aaaaaaaaaaaaaaaaaaaaaa\"}\n{"
     "\"d\":4}",
     "1:{\"c\":3}|2:{\"d\":4}"},
};

START_TEST(too_big_an_event_is_told_and_dropped)
{
    struct print print;

    for (size_t step = 1; step <= 40; step++) {
        split(&print, big_cases[_i].text, step, 32);

        ck_assert_str_eq(print.text, big_cases[_i].items);
    }
}
END_TEST

/* Random texts of the characters that matter: pieces must agree with the whole. */
START_TEST(random_texts_split_alike_in_pieces)
{
    static const char letters[] = "{}[]\",:\\\n a1";
    static const char opening[] = "{\"Records\":[";
    struct print whole, pieces;
    char text[96];
    uint32_t state = (uint32_t)_i * 2654435761u + 1;

    for (int round = 0; round < 500; round++) {
        size_t size = 0, wanted;

        state = state * 1664525u + 1013904223u;
        wanted = state >> 26;
        if ((state >> 8 & 1) != 0) {
            memcpy(text, opening, sizeof(opening) - 1);
            size = sizeof(opening) - 1;
        }
        for (wanted += size; size < wanted; size++) {
            state = state * 1664525u + 1013904223u;
            text[size] = letters[(state >> 16) % (sizeof(letters) - 1)];
        }
        text[size] = '\0';
        split(&whole, text, SIZE_MAX, 65536);
        split(&pieces, text, 1 + (state >> 24) % 7, 65536);

        ck_assert_msg(strcmp(whole.text, pieces.text) == 0, "%s\n%s\n%s", text,
                      whole.text, pieces.text);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("cli/split");
    TCase *tcase = tcase_create("split");

    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, a_text_splits_into_its_events, 0,
                        (int)(sizeof(cases) / sizeof(cases[0])));
    tcase_add_loop_test(tcase, pieces_split_as_the_whole_does, 0,
                        (int)(sizeof(cases) / sizeof(cases[0])));
    tcase_add_loop_test(tcase, too_big_an_event_is_told_and_dropped, 0,
                        (int)(sizeof(big_cases) / sizeof(big_cases[0])));
    tcase_add_loop_test(tcase, random_texts_split_alike_in_pieces, 0, 20);
    suite_add_tcase(suite, tcase);
    return kit_run(suite);
}
