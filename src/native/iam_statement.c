/* iam_statement.c — one statement of a policy: whom it names, for what, and under which
 * conditions.
 *
 *     {"Principal": {"AWS": ["1", "2"]}, "Action": "s3:*",
 *      "Condition": {"StringLike": {"AWS:SourceAccount": "3"}}}
 *         => principals {"1", "2"}, actions {"s3:*"},
 *            condition_entries [Condition(category='account', value='3')]
 *
 * Of conditions only those count that say who may, and that say it positively.
 */
#include "base/str.h"
#include "base/utf8.h"
#include "native/argument.h"
#include "native/iam.h"

static const char *const names[OZ_STATEMENT_FIELDS] = {"statement", "condition_entries",
                                                       "principals", "actions"};
static const char *const tuple_names[] = {"category", "value"};

#define TYPE "policyuniverse.statement.Statement"

bool oz_iam_is_statement(const ounce_value *value)
{
    return value->kind == OZ_OBJECT &&
           oz_str_is(((const struct oz_record *)value->node)->type, TYPE);
}

static bool is_mapping(const ounce_value *value)
{
    return value->kind == OUNCE_MAP || value->kind == OZ_DICT;
}

static bool no_attribute(struct oz_work *work, const ounce_value *value,
                         const char *name)
{
    return oz_raise(work, OZ_EXC_ATTRIBUTE, "'%s' object has no attribute '%s'",
                    oz_type_name(value), name);
}

bool oz_iam_get(struct oz_work *work, const ounce_value *document, ounce_str name,
                ounce_value *out, bool *found)
{
    ounce_value key = oz_text(name);

    if (!is_mapping(document)) {
        return no_attribute(work, document, "get");
    }
    if (!(document->kind == OUNCE_MAP
              ? oz_wrapper_get(work, document, &key, out, found)
              : oz_dict_get(work, document, &key, out, found))) {
        return false;
    }
    *out = *found ? *out : oz_none();
    return true;
}

bool oz_iam_is_array(const ounce_value *value)
{
    return value->kind == OZ_ARRAY || value->kind == OZ_TUPLE ||
           value->kind == OZ_RECORD || value->kind == OUNCE_LIST;
}

bool oz_iam_add_all(struct oz_work *work, ounce_value *set, const ounce_value *from)
{
    struct oz_iter iter;
    ounce_value item;
    bool more = true;

    if (!oz_iter_begin(work, from, &iter)) {
        return false;
    }
    while (oz_iter_next(work, &iter, &item, &more) && more) {
        if (!oz_dict_set(work, set, &item, NULL)) {
            return false;
        }
    }
    return !more;
}

/* The values of a list, or a value by itself. */
static bool add_each(struct oz_work *work, ounce_value *set, const ounce_value *value)
{
    return oz_iam_is_array(value) ? oz_iam_add_all(work, set, value)
                                  : oz_dict_set(work, set, value, NULL);
}

/* ---- conditions ---- */

/* One letter as re.IGNORECASE has it: three more letters fold to those of ASCII. */
static bool same_letter(uint32_t cp, char c)
{
    char lower = (char)(c | 0x20);

    switch (cp) {
    case 0x130: /* İ */
    case 0x131: /* ı */
        return lower == 'i';
    case 0x17f: /* ſ */
        return lower == 's';
    case 0x212a: /* Kelvin */
        return lower == 'k';
    default:
        return cp < 0x80 && (cp == (uint32_t)c || (lower >= 'a' && lower <= 'z' &&
                                                   (cp | 0x20) == (uint32_t)lower));
    }
}

/* Move past a word at the start. */
static bool take_word(ounce_str *text, const char *word)
{
    size_t at = 0, used;

    for (; *word != '\0'; word++) {
        if (at == text->size ||
            !same_letter(oz_utf8_decode(text->data + at, text->size - at, &used),
                         *word)) {
            return false;
        }
        at += used;
    }
    *text = oz_str_part(*text, at, text->size);
    return true;
}

/* What an operator begins with is all that is looked at. */
static bool is_relevant(ounce_str operator_)
{
    static const char *const words[] = {"ARNEquals", "ARNLike", "StringEquals",
                                        "StringLike", "IpAddress"};

    if (!take_word(&operator_, "ForAllValues:")) {
        take_word(&operator_, "ForAnyValue:");
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (take_word(&operator_, words[i])) {
            return true;
        }
    }
    return false;
}

/* What a key limits; NULL: nothing that counts. */
static const char *category_of(ounce_str key)
{
    static const char *const categories[][2] = {
        {"aws:sourcearn", "arn"},
        {"aws:principalarn", "arn"},
        {"aws:sourceowner", "account"},
        {"aws:sourceaccount", "account"},
        {"aws:principalaccount", "account"},
        {"aws:principalorgid", "organization"},
        {"aws:principalorgpaths", "organization"},
        {"kms:calleraccount", "account"},
        {"aws:userid", "userid"},
        {"aws:sourceip", "cidr"},
        {"aws:sourcevpc", "vpc"},
        {"aws:sourcevpce", "vpce"},
        {"saml:aud", "saml-endpoint"},
    };

    for (size_t i = 0; i < sizeof categories / sizeof *categories; i++) {
        if (oz_str_is(key, categories[i][0])) {
            return categories[i][1];
        }
    }
    return NULL;
}

static bool new_tuple(struct oz_work *work, ounce_str type, const char *category,
                      const ounce_value *value, ounce_value *out)
{
    ounce_value fields[2] = {oz_text((ounce_str){category, strlen(category)}), *value};

    return oz_record_new(work, OZ_RECORD, type, tuple_names, fields, 2, out);
}

static bool add_entry(struct oz_work *work, ounce_value *entries, const char *category,
                      const ounce_value *value)
{
    ounce_value entry;

    return new_tuple(work, OZ_LIT("Condition"), category, value, &entry) &&
           oz_array_add(work, entries, &entry);
}

static bool add_entries(struct oz_work *work, ounce_value *entries,
                        const char *category, const ounce_value *value)
{
    struct oz_iter iter;
    ounce_value item;
    bool more = true;

    if (!oz_iam_is_array(value)) {
        return add_entry(work, entries, category, value);
    }
    if (!oz_iter_begin(work, value, &iter)) {
        return false;
    }
    while (oz_iter_next(work, &iter, &item, &more) && more) {
        if (!add_entry(work, entries, category, &item)) {
            return false;
        }
    }
    return !more;
}

typedef bool pair_fn(struct oz_work *work, const ounce_value *key,
                     const ounce_value *value, ounce_value *entries);

static bool add_key(struct oz_work *work, const ounce_value *key,
                    const ounce_value *value, ounce_value *entries)
{
    const char *category;
    ounce_value lower;

    if (key->kind == OZ_BYTES) {
        return true; /* lower-cased, it is none of the keys */
    }
    if (key->kind != OUNCE_TEXT) {
        return no_attribute(work, key, "lower");
    }
    if (!oz_str_lower(work, key, &lower)) {
        return false;
    }
    category = category_of(oz_str_of(&lower));
    return category == NULL || add_entries(work, entries, category, value);
}

/* for key, value in map.items() */
static bool each_pair(struct oz_work *work, const ounce_value *map, const char *method,
                      pair_fn *call, ounce_value *entries)
{
    struct oz_dict_view items = {*map, OZ_VIEW_ITEMS};
    ounce_value view = {.kind = OZ_VIEW, .node = &items}, pair;
    struct oz_iter iter;
    bool more = true;

    if (!is_mapping(map)) {
        return no_attribute(work, map, method);
    }
    if (!oz_iter_begin(work, &view, &iter)) {
        return false;
    }
    while (oz_iter_next(work, &iter, &pair, &more) && more) {
        const ounce_value *parts = oz_array_of(&pair)->items;

        if (!call(work, &parts[0], &parts[1], entries)) {
            return false;
        }
    }
    return !more;
}

static bool add_operator(struct oz_work *work, const ounce_value *key,
                         const ounce_value *value, ounce_value *entries)
{
    if (key->kind != OUNCE_TEXT) {
        return key->kind == OZ_BYTES
                   ? oz_raise(work, OZ_EXC_TYPE,
                              "cannot use a string pattern on a bytes-like object")
                   : oz_raise(work, OZ_EXC_TYPE,
                              "expected string or bytes-like object, got '%s'",
                              oz_type_name(key));
    }
    return !is_relevant(oz_str_of(key)) ||
           each_pair(work, value, "items", add_key, entries);
}

static bool read_conditions(struct oz_work *work, const ounce_value *document,
                            ounce_value *out)
{
    ounce_value condition;
    bool found;

    return oz_array_new(work, OZ_ARRAY, 0, out) &&
           oz_iam_get(work, document, OZ_LIT("Condition"), &condition, &found) &&
           (!oz_truth(&condition) ||
            each_pair(work, &condition, "keys", add_operator, out));
}

/* ---- principals and actions ---- */

static bool read_principals(struct oz_work *work, const ounce_value *document,
                            ounce_value *out)
{
    static const char *const kinds[] = {"AWS", "Service", "Federated"};
    ounce_value principal, value;
    bool found;

    if (!oz_dict_new(work, OZ_SET, out) ||
        !oz_iam_get(work, document, OZ_LIT("Principal"), &principal, &found)) {
        return false;
    }
    if (!oz_truth(&principal)) {
        return true;
    }
    if (!is_mapping(&principal)) {
        return add_each(work, out, &principal);
    }
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (!oz_iam_get(work, &principal, (ounce_str){kinds[i], strlen(kinds[i])},
                        &value, &found) ||
            (found && !add_each(work, out, &value))) {
            return false;
        }
    }
    return true;
}

static bool read_actions(struct oz_work *work, const ounce_value *document,
                         ounce_value *out)
{
    ounce_value actions;
    bool found;

    return oz_dict_new(work, OZ_SET, out) &&
           oz_iam_get(work, document, OZ_LIT("Action"), &actions, &found) &&
           (!oz_truth(&actions) || add_each(work, out, &actions));
}

bool oz_iam_statement(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    ounce_value fields[OZ_STATEMENT_FIELDS] = {args[0]};

    return read_conditions(work, &args[0], &fields[OZ_STATEMENT_CONDITIONS]) &&
           read_principals(work, &args[0], &fields[OZ_STATEMENT_PRINCIPALS]) &&
           read_actions(work, &args[0], &fields[OZ_STATEMENT_ACTIONS]) &&
           oz_record_new(work, OZ_OBJECT, OZ_LIT(TYPE), names, fields,
                         OZ_STATEMENT_FIELDS, out);
}

/* ---- whom it allows ---- */

bool oz_iam_allows(struct oz_work *work, const ounce_value *statement, bool *allows)
{
    ounce_value effect;

    if (!oz_iam_effect(work, statement, &effect)) {
        return false;
    }
    *allows = effect.kind == OUNCE_TEXT && oz_str_is(oz_str_of(&effect), "Allow");
    return true;
}

bool oz_iam_add_allowed(struct oz_work *work, const ounce_value *statement,
                        ounce_value *set)
{
    const ounce_value *principals = oz_iam_part(statement, OZ_STATEMENT_PRINCIPALS);
    const struct oz_dict_entry *entry;
    size_t place = 0;
    ounce_value who;

    while ((entry = oz_dict_next(principals, &place)) != NULL) {
        if (!new_tuple(work, OZ_LIT("Principal"), "principal", &entry->key, &who) ||
            !oz_dict_set(work, set, &who, NULL)) {
            return false;
        }
    }
    return oz_iam_add_all(work, set, oz_iam_part(statement, OZ_STATEMENT_CONDITIONS));
}

bool oz_iam_allowed(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return oz_dict_new(work, OZ_SET, out) && oz_iam_add_allowed(work, &args[0], out);
}
