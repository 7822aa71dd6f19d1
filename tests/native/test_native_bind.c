/* test_native_bind.c — arguments to parameters, and how wrong calls are told. */
#include "base/str.h"
#include "base/table.h"
#include "kit.h"
#include "kit_object.h"
#include "native/native.h"

#include <string.h>

/* Written in C and in Python, after the names they have. */
static const struct oz_native rows[] = {
    {"list.append", "self,object", NULL, false},
    {"str.lower", "self", NULL, false},
    {"str.split", "self,sep=,maxsplit=", NULL, false},
    {"str.replace", "self,old,new,count=", NULL, false},
    {"json.loads", "s", NULL, false},
    {"ipaddress.ip_network", "address,strict=", NULL, false},
    {"fnmatch.fnmatch", "name,pat", NULL, false},
    {"dict.update", "self,*args,**kwargs", NULL, false},
    {"max", "*args,key=,default=", NULL, false},
};

static const struct {
    const char *function;
    const char *args;  /* a tuple */
    const char *names; /* of the last ones, with commas */
    const char *bound; /* what is given, "-" for nothing; or what is raised */
} cases[] = {
    {"list.append", "([], 1)", "", "[] 1"},
    {"list.append", "([],)", "",
     "!TypeError: list.append() takes exactly one argument (0 given)"},
    {"list.append", "([], 1, 2)", "",
     "!TypeError: list.append() takes exactly one argument (2 given)"},
    {"list.append", "([], 1)", "object", "[] 1"},
    {"list.append", "([], 1)", "thing",
     "!TypeError: list.append() takes no keyword arguments"},
    {"str.lower", "('a',)", "", "'a'"},
    {"str.lower", "('a', 1)", "",
     "!TypeError: str.lower() takes no arguments (1 given)"},
    {"str.split", "('a',)", "", "'a' - -"},
    {"str.split", "('a', ',', 1)", "", "'a' ',' 1"},
    {"str.split", "('a', 1)", "maxsplit", "'a' - 1"},
    {"str.split", "('a', 1, ',')", "maxsplit,sep", "'a' ',' 1"},
    {"str.split", "('a', ',', 'b')", "sep",
     "!TypeError: argument for split() given by name ('sep') and position (1)"},
    {"str.split", "('a', 1)", "max",
     "!TypeError: 'max' is an invalid keyword argument for split()"},
    {"str.replace", "('a', 'b')", "",
     "!TypeError: replace expected at least 2 arguments, got 1"},
    {"str.replace", "('a', 'b', 'c', 1, 2)", "",
     "!TypeError: replace expected at most 3 arguments, got 4"},
    {"json.loads", "()", "",
     "!TypeError: loads() missing 1 required positional argument: 's'"},
    {"json.loads", "('a', 'b')", "",
     "!TypeError: loads() takes 1 positional argument but 2 were given"},
    {"ipaddress.ip_network", "('a', False)", "strict", "'a' False"},
    {"ipaddress.ip_network", "('a', 1, 2)", "",
     "!TypeError: ip_network() takes from 1 to 2 positional arguments but 3 were "
     "given"},
    {"ipaddress.ip_network", "('a', 1)", "address",
     "!TypeError: ip_network() got multiple values for argument 'address'"},
    {"ipaddress.ip_network", "('a', 1)", "loose",
     "!TypeError: ip_network() got an unexpected keyword argument 'loose'"},
    {"fnmatch.fnmatch", "()", "",
     "!TypeError: fnmatch() missing 2 required positional arguments: 'name' and 'pat'"},
    {"fnmatch.fnmatch", "('a',)", "pat",
     "!TypeError: fnmatch() missing 1 required positional argument: 'name'"},
    {"dict.update", "({}, {'a': 1}, 2)", "b", "{} ({'a': 1},) {'b': 2}"},
    {"dict.update", "({},)", "", "{} () {}"},
    {"max", "(1, 2, 3)", "default", "(1, 2) - 3"},
    {"max", "(1, 2)", "", "(1, 2) - -"},
};

static const struct oz_native *row_of(const char *name)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strcmp(rows[i].name, name) == 0) {
            return &rows[i];
        }
    }
    ck_abort_msg("no row: %s", name);
}

static uint32_t split(const char *text, ounce_str *names)
{
    uint32_t count = 0;

    while (*text != '\0') {
        size_t size = strcspn(text, ",");

        names[count++] = (ounce_str){text, size};
        text += size + (text[size] == ',');
    }
    return count;
}

static uint32_t parameters(const struct oz_native *native)
{
    uint32_t count = 1;

    for (const char *at = native->params; *at != '\0'; at++) {
        count += *at == ',';
    }
    return count;
}

START_TEST(arguments_find_their_parameters)
{
    struct oz_work *work = kit_work();
    const struct oz_native *native = row_of(cases[_i].function);
    ounce_value args = kit_literal(work, cases[_i].args), bound[OZ_MAX_PARAMS];
    struct oz_array *items = oz_array_of(&args);
    ounce_str names[OZ_MAX_PARAMS];
    uint32_t named = split(cases[_i].names, names);
    char got[512] = "";
    bool ok;

    ok = oz_native_bind(work, native, items->items, (uint32_t)items->count - named,
                        names, named, bound);

    for (uint32_t i = 0; i < (ok ? parameters(native) : 1); i++) {
        strcat(got, i > 0 ? " " : "");
        strcat(got, ok && bound[i].kind == OUNCE_MISSING
                        ? "-"
                        : kit_repr(work, ok, &bound[i]));
    }
    ck_assert_str_eq(got, cases[_i].bound);
    kit_work_free(work);
}
END_TEST

START_TEST(rows_are_found_by_name)
{
    for (uint32_t i = 0; i < OZ_NATIVE_COUNT; i++) {
        ounce_str name = {oz_natives[i].name, strlen(oz_natives[i].name)};

        ck_assert_uint_eq(oz_native_find(name), i);
    }
    ck_assert_uint_eq(oz_native_find(OZ_LIT("list")), OZ_NATIVE_LIST);
    ck_assert_uint_eq(oz_native_find(OZ_LIT("lis")), OZ_NONE);
    ck_assert_uint_eq(oz_native_find(OZ_LIT("")), OZ_NONE);
}
END_TEST

START_TEST(methods_are_found_by_type)
{
    struct oz_work *work = kit_work();
    ounce_value list = kit_literal(work, "[]"), event = kit_literal(work, "E('{}')");

    ck_assert_uint_eq(oz_native_method(&list, OZ_LIT("append")), OZ_NATIVE_LIST_APPEND);
    ck_assert_uint_eq(oz_native_method(&list, OZ_LIT("get")), OZ_NONE);
    ck_assert_uint_eq(oz_native_method(&event, OZ_LIT("get")),
                      OZ_NATIVE_WRAPPED_MAP_GET);
    kit_work_free(work);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("native/native_bind");
    TCase *tests = tcase_create("bind");

    tcase_add_loop_test(tests, arguments_find_their_parameters, 0,
                        (int)(sizeof cases / sizeof *cases));
    tcase_add_test(tests, rows_are_found_by_name);
    tcase_add_test(tests, methods_are_found_by_type);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
