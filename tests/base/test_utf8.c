/* test_utf8.c — validity, code points and folding.
 *
 * Validity is compared with a second, naive reading of the rule over every sequence of
 * two bytes and every code point; folding with examples from each corner of the table.
 */
#include "base/utf8.h"

#include "kit.h"

#include <stdlib.h>
#include <string.h>

#define LENGTH(array) ((int)(sizeof(array) / sizeof((array)[0])))

#define ASCII_8 "abcdefgh"

/* ---- Validity ---- */

static const struct {
    const char *text;
    size_t valid;
} texts[] = {
    {"", 0},
    {"a", 1},
    {"plain text that is longer than eight bytes", 42},
    {ASCII_8 ASCII_8 "\x80", 16},
    {ASCII_8 "1234567\xff" ASCII_8, 15},
    {"\x80", 0},
    {"\xbf", 0},
    {"\xc2\x80", 2},
    {"\xdf\xbf", 2},
    {"\xc0\x80", 0}, /* overlong NUL */
    {"\xc1\xbf", 0},
    {"\xc2", 0},
    {"\xc2\x7f", 0},
    {"\xc2\xc0", 0},
    {"\xe0\xa0\x80", 3},
    {"\xe0\x9f\xbf", 0}, /* overlong U+07FF */
    {"\xe1\x80\x80", 3},
    {"\xed\x9f\xbf", 3}, /* U+D7FF */
    {"\xed\xa0\x80", 0}, /* U+D800 */
    {"\xed\xbf\xbf", 0}, /* U+DFFF */
    {"\xee\x80\x80", 3}, /* U+E000 */
    {"\xef\xbf\xbf", 3},
    {"\xe1\x80", 0},
    {"\xe1\x80\x41", 0},
    {"\xe1\x41\x80", 0},
    {"\xf0\x90\x80\x80", 4},
    {"\xf0\x8f\xbf\xbf", 0}, /* overlong U+FFFF */
    {"\xf1\x80\x80\x80", 4},
    {"\xf4\x8f\xbf\xbf", 4}, /* U+10FFFF */
    {"\xf4\x90\x80\x80", 0}, /* U+110000 */
    {"\xf5\x80\x80\x80", 0},
    {"\xf8\x88\x80\x80\x80", 0},
    {"\xfe", 0},
    {"\xff", 0},
    {"\xf0\x90\x80", 0},
    {"\xf0\x90\x80\x41", 0},
    {"a\xc3\xa9\xe6\xbc\xa2\xf0\x9f\x98\x80z", 11},
    {"a\xc3\xa9\xe6\xbc\xa2\xf0\x9f\x98", 6},
    {"\xef\xbb\xbf" ASCII_8, 11},
};

START_TEST(the_longest_valid_prefix_is_found)
{
    ck_assert_uint_eq(oz_utf8_valid(texts[_i].text, strlen(texts[_i].text)),
                      texts[_i].valid);
}
END_TEST

/* Where the first fault is, with ASCII before it to try every alignment of a word. */
START_TEST(a_fault_is_found_at_every_offset)
{
    char text[40];

    for (size_t at = 0; at < sizeof(text); at++) {
        memset(text, 'x', sizeof(text));
        text[at] = '\x80';
        ck_assert_uint_eq(oz_utf8_valid(text, sizeof(text)), at);
        ck_assert_uint_eq(oz_utf8_valid(text, at), at);
    }
}
END_TEST

START_TEST(two_bytes_are_valid_by_the_rule)
{
    for (unsigned a = 0; a < 256; a++) {
        for (unsigned b = 0; b < 256; b++) {
            const char text[] = {(char)a, (char)b};
            size_t expected = 0;

            if (a < 0x80) {
                expected = b < 0x80 ? 2 : 1;
            } else if (a >= 0xc2 && a <= 0xdf && b >= 0x80 && b <= 0xbf) {
                expected = 2;
            }
            ck_assert_msg(oz_utf8_valid(text, 2) == expected, "%02x %02x", a, b);
        }
    }
}
END_TEST

/* The bits of a code point spread over a sequence of the given length, minimal or not.
 */
static void spread(uint32_t cp, size_t length, char *out)
{
    static const unsigned leads[] = {0, 0, 0xc0, 0xe0, 0xf0};

    for (size_t i = length - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (cp & 0x3f));
        cp >>= 6;
    }
    out[0] = (char)(leads[length] | cp);
}

START_TEST(every_code_point_has_one_valid_form)
{
    static const uint32_t limits[] = {0, 0, 0x800, 0x10000, 0x200000};

    for (size_t length = 2; length <= 4; length++) {
        for (uint32_t cp = 0; cp < limits[length]; cp++) {
            const bool surrogate = cp >= 0xd800 && cp <= 0xdfff;
            const size_t shortest = cp < 0x80      ? 1
                                    : cp < 0x800   ? 2
                                    : cp < 0x10000 ? 3
                                                   : 4;
            const bool valid = length == shortest && !surrogate && cp <= 0x10ffff;
            char text[4], encoded[OZ_UTF8_MAX];
            size_t used;

            spread(cp, length, text);
            if ((oz_utf8_valid(text, length) == length) != valid) {
                ck_abort_msg("U+%04X in %zu bytes", (unsigned)cp, length);
            }
            if (valid && (oz_utf8_decode(text, length, &used) != cp || used != length ||
                          oz_utf8_encode(cp, encoded) != length ||
                          memcmp(encoded, text, length) != 0)) {
                ck_abort_msg("U+%04X", (unsigned)cp);
            }
        }
    }
}
END_TEST

/* ---- Code points ---- */

START_TEST(ascii_encodes_as_itself)
{
    for (uint32_t cp = 0; cp < 0x80; cp++) {
        char out[OZ_UTF8_MAX];
        size_t used;

        ck_assert_uint_eq(oz_utf8_encode(cp, out), 1);
        ck_assert_int_eq(out[0], (char)cp);
        ck_assert_uint_eq(oz_utf8_decode(out, 1, &used), cp);
        ck_assert_uint_eq(used, 1);
    }
}
END_TEST

static const uint32_t unencodable[] = {0xd800, 0xdbff,   0xdc00,
                                       0xdfff, 0x110000, UINT32_MAX};

START_TEST(what_is_not_a_scalar_encodes_as_the_replacement)
{
    char out[OZ_UTF8_MAX];

    ck_assert_uint_eq(oz_utf8_encode(unencodable[_i], out), 3);
    ck_assert_mem_eq(out, "\xef\xbf\xbd", 3);
}
END_TEST

static const struct {
    const char *text;
    size_t count;
    size_t offsets[6]; /* of code points 0, 1, 2, ... */
} counted[] = {
    {"", 0, {0, 0, 0, 0, 0, 0}},
    {"abc", 3, {0, 1, 2, 3, 3, 3}},
    {"\xc3\xa9z", 2, {0, 2, 3, 3, 3, 3}},
    {"a\xc3\xa9\xe6\xbc\xa2\xf0\x9f\x98\x80z", 5, {0, 1, 3, 6, 10, 11}},
    {"e\xcc\x81", 2, {0, 1, 3, 3, 3, 3}}, /* a combining mark counts */
};

START_TEST(code_points_are_counted_and_found)
{
    const char *text = counted[_i].text;

    ck_assert_uint_eq(oz_utf8_count(text, strlen(text)), counted[_i].count);
    for (size_t n = 0; n < 6; n++) {
        ck_assert_uint_eq(oz_utf8_offset(text, strlen(text), n),
                          counted[_i].offsets[n]);
    }
    ck_assert_uint_eq(oz_utf8_offset(text, strlen(text), SIZE_MAX), strlen(text));
}
END_TEST

/* ---- Folding ---- */

static const struct {
    uint32_t cp, lower;
} lowers[] = {
    {0, 0},
    {'@', '@'},
    {'A', 'a'},
    {'Z', 'z'},
    {'[', '['},
    {'`', '`'},
    {'a', 'a'},
    {'{', '{'},
    {0x7f, 0x7f},
    {0xb5, 0xb5},
    {0xbf, 0xbf},
    {0xc0, 0xe0},
    {0xd6, 0xf6},
    {0xd7, 0xd7},
    {0xd8, 0xf8},
    {0xde, 0xfe},
    {0xdf, 0xdf},
    {0x100, 0x101},
    {0x101, 0x101},
    {0x12e, 0x12f},
    {0x12f, 0x12f},
    {0x130, 0x69},
    {0x131, 0x131},
    {0x138, 0x138},
    {0x139, 0x13a},
    {0x178, 0xff},
    {0x1c4, 0x1c6},
    {0x1c5, 0x1c6},
    {0x23a, 0x2c65},
    {0x23e, 0x2c66},
    {0x3a3, 0x3c3},
    {0x3c2, 0x3c2},
    {0x3f4, 0x3b8},
    {0x410, 0x430},
    {0x10a0, 0x2d00},
    {0x13a0, 0xab70},
    {0x13f0, 0x13f8},
    {0x1c90, 0x10d0},
    {0x1e9e, 0xdf},
    {0x1f88, 0x1f80},
    {0x2126, 0x3c9},
    {0x212a, 0x6b},
    {0x212b, 0xe5},
    {0x2160, 0x2170},
    {0x24b6, 0x24d0},
    {0x2c2f, 0x2c5f},
    {0xa7c0, 0xa7c1},
    {0xff21, 0xff41},
    {0xff3b, 0xff3b},
    {0x10400, 0x10428},
    {0x10570, 0x10597},
    {0x1e921, 0x1e943},
    {0x1e922, 0x1e922},
    {0x10ffff, 0x10ffff},
    {0xd800, 0xd800},
    {UINT32_MAX, UINT32_MAX},
};

START_TEST(a_code_point_has_its_simple_lower_case)
{
    ck_assert_uint_eq(oz_lower(lowers[_i].cp), lowers[_i].lower);
}
END_TEST

START_TEST(lower_case_is_the_end_of_it)
{
    unsigned changed = 0;

    for (uint32_t cp = 0; cp <= 0x10ffff; cp++) {
        const uint32_t lower = oz_lower(cp);

        changed += lower != cp;
        if (oz_lower(lower) != lower) {
            ck_abort_msg("U+%04X", (unsigned)cp);
        }
    }

    ck_assert_uint_eq(changed, 1433); /* UnicodeData 14.0.0 rows with field 13 */
}
END_TEST

static const struct {
    const char *text, *folded;
} folds[] = {
    {"", ""},
    {"Hello", "hello"},
    {"@AZ[`az{", "@az[`az{"},
    {"The Quick Brown Fox JUMPS", "the quick brown fox jumps"},
    {"STRASSE Stra\xc3\x9f"
     "e",
     "strasse stra\xc3\x9f"
     "e"},
    {"\xc3\x89T\xc3\x89", "\xc3\xa9t\xc3\xa9"},
    {"\xce\x9f\xce\x94\xce\x9f\xce\xa3", "\xce\xbf\xce\xb4\xce\xbf\xcf\x83"},
    {"\xc4\xb0stanbul", "istanbul"},
    {"273 \xe2\x84\xaa", "273 k"},
    {"\xc8\xba\xc8\xbe", "\xe2\xb1\xa5\xe2\xb1\xa6"}, /* the two that grow */
    {ASCII_8 "\xc8\xba" ASCII_8 "XYZ", ASCII_8 "\xe2\xb1\xa5" ASCII_8 "xyz"},
    {"\xf0\x90\x90\x80", "\xf0\x90\x90\xa8"},
    {"\xe6\xbc\xa2\xf0\x9f\x98\x80", "\xe6\xbc\xa2\xf0\x9f\x98\x80"},
};

START_TEST(text_folds_to_lower_case)
{
    const char *text = folds[_i].text;
    const char *folded = folds[_i].folded;
    const size_t size = strlen(text);
    char *out = malloc(OZ_FOLD_MAX(size) + 1);
    size_t written;

    ck_assert_ptr_nonnull(out);
    written = oz_fold(text, size, out);
    out[written] = '\0';

    ck_assert_str_eq(out, folded);
    ck_assert(oz_fold_equal(text, size, folded, written));
    ck_assert(oz_fold_equal(folded, written, text, size));
    ck_assert_uint_eq(oz_fold_hash(text, size), oz_fold_hash(folded, written));
    free(out);
}
END_TEST

static const struct {
    const char *a, *b;
} unequal[] = {
    {"", "a"},
    {"a", "aa"},
    {"abcdefgh", "abcdefgi"},
    {"abcdefgh", "abcdefghi"},
    {"ABCDEFGHI", "abcdefgh"},
    {"@", "`"},
    {"[", "{"},
    {"\xc3\x97", "\xc3\xb7"}, /* × and ÷, 32 apart and no letters */
    {"ss", "\xc3\x9f"},
    {"\xcf\x82", "\xcf\x83"}, /* final sigma is a letter of its own */
    {"i\xcc\x87", "\xc4\xb0"},
};

START_TEST(different_text_stays_different)
{
    const char *a = unequal[_i].a;
    const char *b = unequal[_i].b;

    ck_assert(!oz_fold_equal(a, strlen(a), b, strlen(b)));
    ck_assert(!oz_fold_equal(b, strlen(b), a, strlen(a)));
    ck_assert_uint_ne(oz_fold_hash(a, strlen(a)), oz_fold_hash(b, strlen(b)));
}
END_TEST

START_TEST(zero_bytes_count)
{
    static const char zeros[16] = {0};

    for (size_t size = 0; size < sizeof(zeros); size++) {
        ck_assert(!oz_fold_equal(zeros, size, zeros, size + 1));
        ck_assert_uint_ne(oz_fold_hash(zeros, size), oz_fold_hash(zeros, size + 1));
    }
}
END_TEST

/* The Kelvin sign is three bytes and its lower case one: words never line up again. */
START_TEST(a_hash_ignores_how_the_bytes_lined_up)
{
    for (size_t before = 0; before < 20; before++) {
        char capital[48], small[48];

        memset(capital, 'Q', sizeof(capital));
        memset(small, 'q', sizeof(small));
        memcpy(capital + before, "\xe2\x84\xaa", 3);
        small[before] = 'k';
        ck_assert(oz_fold_equal(capital, 48, small, 46));
        ck_assert_uint_eq(oz_fold_hash(capital, 48), oz_fold_hash(small, 46));
    }
}
END_TEST

/* Malformed text has no meaning, but must stay inside the buffers. */
START_TEST(malformed_text_is_harmless)
{
    uint32_t state = 14;

    for (int i = 0; i < 20000; i++) {
        const size_t size = (size_t)i % 24 + 1;
        char *text = malloc(size); /* a sanitizer guards the ends */
        char *out = malloc(OZ_FOLD_MAX(size));
        size_t used;

        ck_assert(text != NULL && out != NULL);
        for (size_t k = 0; k < size; k++) {
            state = state * 1664525 + 1013904223;
            text[k] = (char)(state >> 24);
        }
        ck_assert_uint_le(oz_fold(text, size, out), OZ_FOLD_MAX(size));
        ck_assert(oz_fold_equal(text, size, text, size));
        ck_assert_uint_eq(oz_fold_hash(text, size), oz_fold_hash(text, size));
        oz_utf8_decode(text, size, &used);
        ck_assert(used >= 1 && used <= size);
        ck_assert_uint_le(oz_utf8_valid(text, size), size);
        ck_assert_uint_le(oz_utf8_count(text, size), size);
        ck_assert_uint_le(oz_utf8_offset(text, size, size / 2), size);
        free(text);
        free(out);
    }
}
END_TEST

START_TEST(no_text_needs_no_pointer)
{
    ck_assert_uint_eq(oz_utf8_valid(NULL, 0), 0);
    ck_assert_uint_eq(oz_utf8_count(NULL, 0), 0);
    ck_assert_uint_eq(oz_utf8_offset(NULL, 0, 0), 0);
    ck_assert_uint_eq(oz_fold(NULL, 0, NULL), 0);
    ck_assert(oz_fold_equal(NULL, 0, "", 0));
    ck_assert_uint_eq(oz_fold_hash(NULL, 0), oz_fold_hash("", 0));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("base/utf8");
    TCase *tests = tcase_create("utf8");

    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, the_longest_valid_prefix_is_found, 0, LENGTH(texts));
    tcase_add_test(tests, a_fault_is_found_at_every_offset);
    tcase_add_test(tests, two_bytes_are_valid_by_the_rule);
    tcase_add_test(tests, every_code_point_has_one_valid_form);
    tcase_add_test(tests, ascii_encodes_as_itself);
    tcase_add_loop_test(tests, what_is_not_a_scalar_encodes_as_the_replacement, 0,
                        LENGTH(unencodable));
    tcase_add_loop_test(tests, code_points_are_counted_and_found, 0, LENGTH(counted));
    tcase_add_loop_test(tests, a_code_point_has_its_simple_lower_case, 0,
                        LENGTH(lowers));
    tcase_add_test(tests, lower_case_is_the_end_of_it);
    tcase_add_loop_test(tests, text_folds_to_lower_case, 0, LENGTH(folds));
    tcase_add_loop_test(tests, different_text_stays_different, 0, LENGTH(unequal));
    tcase_add_test(tests, zero_bytes_count);
    tcase_add_test(tests, a_hash_ignores_how_the_bytes_lined_up);
    tcase_add_test(tests, malformed_text_is_harmless);
    tcase_add_test(tests, no_text_needs_no_pointer);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
