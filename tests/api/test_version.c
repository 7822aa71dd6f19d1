/* test_version.c — which library this is. */
#include "kit.h"

#include <ounce/version.h>
#include <stdio.h>
#include <string.h>

START_TEST(the_version_is_one_in_all_its_forms)
{
    char text[32];

    snprintf(text, sizeof text, "%d.%d.%d", OUNCE_VERSION_MAJOR, OUNCE_VERSION_MINOR,
             OUNCE_VERSION_PATCH);
    ck_assert_str_eq(ounce_version(), text);
    ck_assert_str_eq(OUNCE_VERSION, text);
    ck_assert_int_eq(OUNCE_VERSION_HEX, OUNCE_VERSION_MAJOR << 16 |
                                            OUNCE_VERSION_MINOR << 8 |
                                            OUNCE_VERSION_PATCH);
}
END_TEST

START_TEST(what_it_was_built_with_is_told)
{
    static const char *const wanted[] = {"compiler", "jansson", "libyaml", "libcyaml"};
    const char *name = NULL;
    const char *value = NULL;
    uint32_t count = 0;

    while (ounce_build_info(count, &name, &value)) {
        ck_assert(name[0] != '\0');
        ck_assert_ptr_nonnull(value);
        count++;
    }
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        bool found = false;

        for (uint32_t k = 0; k < count; k++) {
            ounce_build_info(k, &name, &value);
            found = found || strcmp(name, wanted[i]) == 0;
        }
        ck_assert_msg(found, "%s", wanted[i]);
    }
    name = "untouched";
    ck_assert(!ounce_build_info(count, &name, &value));
    ck_assert(!ounce_build_info(UINT32_MAX, &name, &value));
    ck_assert_str_eq(name, "untouched");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("api/version");
    TCase *tests = tcase_create("version");

    tcase_add_test(tests, the_version_is_one_in_all_its_forms);
    tcase_add_test(tests, what_it_was_built_with_is_told);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
