/* country.c — Python's pycountry.countries, on a table of our own.
 *
 *     countries.get(alpha_2="ru").name  =>  "Russian Federation"
 *     countries.get(alpha_2="XX")       =>  None
 *
 * Texts are compared in lower case. A country has the fields that it has: some have an
 * official name, a few a common one.
 */
#include "base/str.h"
#include "base/table.h"
#include "base/utf8.h"
#include "native/argument.h"

enum { ALPHA_2, ALPHA_3, NUMERIC, NAME, OFFICIAL, COMMON, KEY_COUNT };

static const char *const countries[][KEY_COUNT] = {
#define OZ_COUNTRY(alpha_2, alpha_3, numeric, name, official, common)                  \
    {alpha_2, alpha_3, numeric, name, official, common},
#include "native/country/country.inc"
#undef OZ_COUNTRY
};

#define COUNT  (sizeof countries / sizeof *countries)
#define FLAG   KEY_COUNT /* made of alpha_2 */
#define NO_KEY (KEY_COUNT + 1)

/* In the order in which lookup() tries them. */
static const struct {
    const char *name;
    unsigned key;
} keys[] = {
    {"alpha_2", ALPHA_2},    {"alpha_3", ALPHA_3}, {"flag", FLAG},
    {"name", NAME},          {"numeric", NUMERIC}, {"official_name", OFFICIAL},
    {"common_name", COMMON},
};

#define KEYS        (sizeof keys / sizeof *keys)
#define FIELDS_MOST 7
#define FLAG_SIZE   8

/* The fields of a country, by name: without the optional ones, with one, with both. */
static const char *const names[4][FIELDS_MOST] = {
    {"alpha_2", "alpha_3", "flag", "name", "numeric"},
    {"alpha_2", "alpha_3", "common_name", "flag", "name", "numeric"},
    {"alpha_2", "alpha_3", "flag", "name", "numeric", "official_name"},
    {"alpha_2", "alpha_3", "common_name", "flag", "name", "numeric", "official_name"},
};

static unsigned key_of(ounce_str name)
{
    for (size_t i = 0; i < KEYS; i++) {
        if (oz_str_is(name, keys[i].name)) {
            return keys[i].key;
        }
    }
    return NO_KEY;
}

/* Two regional indicators, of four bytes each. */
static void write_flag(const char *alpha_2, char flag[FLAG_SIZE])
{
    for (size_t i = 0; i < 2; i++) {
        oz_utf8_encode(0x1f1e6 + (uint32_t)(alpha_2[i] - 'A'), flag + 4 * i);
    }
}

/* `text` is in lower case. */
static bool has_value(size_t country, unsigned key, ounce_str text)
{
    char flag[FLAG_SIZE];
    const char *value;

    if (key == FLAG) {
        write_flag(countries[country][ALPHA_2], flag);
        return oz_str_equal(text, (ounce_str){flag, FLAG_SIZE});
    }
    value = countries[country][key];
    return value[0] != '\0' &&
           oz_fold_equal(text.data, text.size, value, strlen(value));
}

static size_t find(unsigned key, ounce_str text)
{
    size_t i = 0;

    while (i < COUNT && !has_value(i, key, text)) {
        i++;
    }
    return i;
}

static bool new_country(struct oz_work *work, size_t country, ounce_value *out)
{
    const char *const *row = countries[country];
    const char *const *fields =
        names[(row[COMMON][0] != '\0' ? 1 : 0) + (row[OFFICIAL][0] != '\0' ? 2 : 0)];
    char *flag = oz_work_alloc(work, FLAG_SIZE);
    ounce_value values[FIELDS_MOST];
    size_t count = 0;

    if (flag == NULL) {
        return false;
    }
    write_flag(row[ALPHA_2], flag);
    for (; count < FIELDS_MOST && fields[count] != NULL; count++) {
        unsigned key = key_of((ounce_str){fields[count], strlen(fields[count])});

        values[count] = key == FLAG ? oz_text((ounce_str){flag, FLAG_SIZE})
                                    : oz_text((ounce_str){row[key], strlen(row[key])});
    }
    return oz_record_new(work, OZ_OBJECT, OZ_LIT("pycountry.db.Country"), fields,
                         values, count, out);
}

/* What a search costs. */
static bool lower(struct oz_work *work, const ounce_value *value, ounce_value *out)
{
    if (value->kind != OUNCE_TEXT) {
        return oz_raise(work, OZ_EXC_LOOKUP, "%s", "");
    }
    return oz_walk_step(&work->walk, COUNT / 8) && oz_str_lower(work, value, out);
}

/* ---- countries ---- */

static bool check_arguments(struct oz_work *work, const ounce_value *args)
{
    size_t positional = oz_array_of(&args[0])->count;

    if (positional > 0) {
        return oz_raise(work, OZ_EXC_TYPE,
                        "Database.get() takes 1 positional argument but %zu were given",
                        positional + 1);
    }
    return oz_dict_of(&args[2])->count == 1 ||
           oz_raise(work, OZ_EXC_TYPE, "Only one criteria may be given");
}

bool oz_countries_get(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const struct oz_dict_entry *given;
    size_t place = 0, country;
    ounce_value text;
    unsigned key;

    if (!check_arguments(work, args)) {
        return false;
    }
    given = oz_dict_next(&args[2], &place);
    if (!lower(work, &given->value, &text)) {
        return false;
    }
    key = key_of(oz_str_of(&given->key));
    if (key == NO_KEY) {
        return oz_raise_value(work, OZ_EXC_KEY, &given->key);
    }
    country = find(key, oz_str_of(&text));
    *out = oz_arg_given(&args[1]) ? args[1] : oz_none();
    return country == COUNT || new_country(work, country, out);
}

bool oz_countries_lookup(struct oz_work *work, const ounce_value *args,
                         ounce_value *out)
{
    size_t base = work->text.size;
    ounce_value text;

    if (!lower(work, &args[0], &text)) {
        return false;
    }
    for (size_t i = 0; i < KEYS; i++) {
        size_t country = find(keys[i].key, oz_str_of(&text));

        if (country < COUNT) {
            return new_country(work, country, out);
        }
    }
    oz_buf_text(&work->text, "Could not find a record for ");
    return oz_repr(work, &text) && oz_raise_text(work, OZ_EXC_LOOKUP, base);
}

/* ---- a country ---- */

static ounce_str code_of(const ounce_value *country)
{
    return oz_str_of(&((const struct oz_record *)country->node)->fields.items[0]);
}

bool oz_country_eq(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const struct oz_record *a = args[0].node, *b = args[1].node;

    (void)work;
    *out = oz_bool(oz_str_equal(a->type, b->type) &&
                   oz_str_equal(code_of(&args[0]), code_of(&args[1])));
    return true;
}

bool oz_country_hash(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    ounce_str code = code_of(&args[0]);

    (void)work;
    *out = oz_int((int64_t)(oz_hash(code.data, code.size) >> 1));
    return true;
}

bool oz_country_getattr(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    (void)out;
    return oz_raise_value(work, OZ_EXC_ATTRIBUTE, &args[1]);
}

/* Pairs of name and value. */
bool oz_country_iter(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const struct oz_record *record = args[0].node;

    if (!oz_array_new(work, OZ_TUPLE, record->fields.count, out)) {
        return false;
    }
    for (size_t i = 0; i < record->fields.count; i++) {
        ounce_value name =
            oz_text((ounce_str){record->names[i], strlen(record->names[i])});
        ounce_value pair;

        if (!oz_array_new(work, OZ_TUPLE, 2, &pair) ||
            !oz_array_add(work, &pair, &name) ||
            !oz_array_add(work, &pair, &record->fields.items[i]) ||
            !oz_array_add(work, out, &pair)) {
            return false;
        }
    }
    return true;
}

bool oz_country_repr(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const struct oz_record *record = args[0].node;
    size_t base = work->text.size;

    oz_buf_text(&work->text, "Country(");
    for (size_t i = 0; i < record->fields.count; i++) {
        oz_buf_text(&work->text, i > 0 ? ", " : "");
        oz_buf_text(&work->text, record->names[i]);
        oz_buf_char(&work->text, '=');
        if (!oz_repr(work, &record->fields.items[i])) {
            return false;
        }
    }
    oz_buf_char(&work->text, ')');
    return oz_text_take(work, base, out);
}
