/* generate_rule.c — random rules over the shared vocabulary; see generate.h.
 *
 *     field "items/#/type" =>
 * {"KeyPath":"items[1].TYPE","Condition":"IEquals","Value":"SMS"}
 *
 * Only rules that must load are made: every shape and every condition with operands of
 * the types it takes, in every spelling a specifier has.
 */
#include "vocabulary.h"

#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where an expression stands, and what may be used there. */
struct scope {
    struct kit_random *random;
    unsigned features;
    const struct kit_field *fields;
    size_t field_count;
    const char *prefix; /* path of the element that is the scope; "" for the event */
    bool filter;        /* the restricted grammar of inline filters */
    unsigned depth;     /* combinators and comprehensions that may still be nested */
};

/* Something a specifier can name. */
struct place {
    json_t *steps; /* owned: texts, integers, null for a wildcard */
    enum kit_pool pool;
    bool list; /* resolves to an array, if all goes well */
};

/* ---- Specifiers ---- */

static size_t first_step(const char *path)
{
    return strcspn(path, "/");
}

static const char *other_steps(const char *path)
{
    const size_t size = first_step(path);

    return path[size] == '\0' ? path + size : path + size + 1;
}

/* A field below the scope, as the path from there; seldom a field from elsewhere. */
static const char *pick_field(const struct scope *scope, enum kit_pool *pool)
{
    const size_t size = strlen(scope->prefix);
    const size_t start = kit_random_below(scope->random, scope->field_count);

    if (!kit_random_chance(scope->random, 5)) {
        for (size_t i = 0; i < scope->field_count; i++) {
            const struct kit_field *field =
                &scope->fields[(start + i) % scope->field_count];

            if (strncmp(field->path, scope->prefix, size) == 0 &&
                field->path[size] != '\0') {
                *pool = field->pool;
                return field->path + size;
            }
        }
    }
    *pool = scope->fields[start].pool;
    return scope->fields[start].path;
}

static json_t *list_step(struct kit_random *random, bool wildcards)
{
    if (wildcards && kit_random_chance(random, 45)) {
        return json_null();
    }
    return json_integer(
        kit_random_chance(random, 95) ? (json_int_t)kit_random_below(random, 3) : 99);
}

/* Add the steps of a path up to an element or a mere list, whichever chance decides. */
static struct place place_at(const struct scope *scope, const char *path,
                             enum kit_pool pool, bool wildcards)
{
    struct place place = {json_array(), pool, false};

    for (; *path != '\0'; path = other_steps(path)) {
        json_t *step;

        if (*path != '#') {
            step = kit_name(scope->random, path, first_step(path));
        } else if (json_array_size(place.steps) > 0 &&
                   kit_random_chance(scope->random, 30)) {
            place.list = true;
            return place;
        } else {
            step = list_step(scope->random, wildcards);
        }
        place.list = place.list || json_is_null(step);
        json_array_append_new(place.steps, step);
    }
    if (kit_random_chance(scope->random, 3)) { /* one step too many */
        json_array_append_new(place.steps, json_string("x"));
    } else if (json_array_size(place.steps) > 1 &&
               kit_random_chance(scope->random, 5)) {
        json_array_remove(place.steps, json_array_size(place.steps) - 1);
    }
    return place;
}

static struct place pick_place(const struct scope *scope, bool wildcards)
{
    enum kit_pool pool;
    const char *path = pick_field(scope, &pool);

    return place_at(scope, path, pool, wildcards);
}

/* Append a name with a backslash before each character of `special`. */
static void escape_name(char *out, const char *name, const char *special)
{
    out += strlen(out);
    for (; *name != '\0'; name++) {
        if (strchr(special, *name) != NULL) {
            *out++ = '\\';
        }
        *out++ = *name;
    }
    *out = '\0';
}

/* Append `.name`, `name`, `["name"]` or `['name']`. */
static void write_name(struct kit_random *random, char *out, const char *name)
{
    const bool first = out[0] == '\0';
    const bool bare = !(first && name[0] == '$') && !kit_random_chance(random, 15);
    const bool two = kit_random_chance(random, 50);

    if (bare) {
        strcat(out, first ? "" : ".");
        escape_name(out, name, ".[]\\");
        return;
    }
    strcat(out, two ? "[\"" : "['");
    escape_name(out, name, two ? "\"\\" : "'\\");
    strcat(out, two ? "\"]" : "']");
}

/* The steps as the text of a KeyPath, in one of its spellings. Owned. */
static json_t *key_path(struct kit_random *random, const json_t *steps)
{
    char out[1024] = "";
    json_t *step;
    size_t i;

    if (json_is_string(json_array_get(steps, 0)) && kit_random_chance(random, 6)) {
        strcat(out, "$");
    }
    json_array_foreach (steps, i, step) {
        char index[32];

        if (json_is_string(step)) {
            write_name(random, out, json_string_value(step));
        } else if (json_is_integer(step)) {
            snprintf(index, sizeof index, "[%d]", (int)json_integer_value(step));
            strcat(out, index);
        } else {
            strcat(out, "[*]");
        }
    }
    return json_string(out);
}

static bool has_only(const json_t *steps, bool integers)
{
    json_t *step;
    size_t i;

    json_array_foreach (steps, i, step) {
        if (!json_is_string(step) && !(integers && json_is_integer(step))) {
            return false;
        }
    }
    return true;
}

/* Write a place (taken) into an expression as Key, DeepKey or KeyPath. */
static void specify(const struct scope *scope, json_t *expression, struct place place,
                    bool comprehension)
{
    struct kit_random *random = scope->random;
    const size_t way = kit_random_below(random, 100);

    if (!scope->filter && way < 40 && json_array_size(place.steps) == 1 &&
        has_only(place.steps, false)) {
        json_object_set(expression, "Key", json_array_get(place.steps, 0));
    } else if (!scope->filter && way < 30 && has_only(place.steps, !comprehension)) {
        json_object_set(expression, "DeepKey", place.steps);
    } else {
        json_object_set_new(expression, "KeyPath", key_path(random, place.steps));
    }
    json_decref(place.steps);
}

/* ---- Operands ---- */

/* A piece of a text, cut between characters: front, back or middle. Owned. */
static json_t *piece(struct kit_random *random, const char *text)
{
    const size_t size = strlen(text);
    const size_t count = oz_utf8_count(text, size);
    const size_t way = kit_random_below(random, 3);
    const size_t a = way == 0 ? 0 : kit_random_below(random, count + 1);
    const size_t b = way == 1 ? count : a + kit_random_below(random, count - a + 1);
    const size_t from = oz_utf8_offset(text, size, a);

    return json_stringn(text + from, oz_utf8_offset(text, size, b) - from);
}

static json_t *text_operand(struct kit_random *random, enum kit_pool pool)
{
    const char *text = kit_text(random, pool);
    const size_t way = kit_random_below(random, 100);
    json_t *out;
    char *other;

    if (way < 60) {
        return json_string(text);
    }
    if (way < 85) {
        return piece(random, text);
    }
    other = kit_other_case(random, text);
    out = json_string(other);
    free(other);
    return out;
}

static json_t *operand(struct kit_random *random, enum kit_pool pool)
{
    if (kit_random_chance(random, 5)) {
        pool = (enum kit_pool)kit_random_below(random, KIT_ANYTHING + 1);
    }
    return pool == KIT_NUMBER || pool == KIT_FLAG ? kit_scalar(random, pool)
                                                  : text_operand(random, pool);
}

/* A list of one type: texts, numbers or booleans; now and then it is empty. */
static json_t *operands(struct kit_random *random, enum kit_pool pool)
{
    json_t *list = json_array();

    for (size_t i = kit_random_below(random, 25) == 0 ? 0
                                                      : 1 + kit_random_below(random, 5);
         i > 0; i--) {
        json_array_append_new(list, pool == KIT_NUMBER || pool == KIT_FLAG
                                        ? kit_scalar(random, pool)
                                        : text_operand(random, pool));
    }
    return list;
}

/* Addresses or networks as they are: a piece of one would not load. */
static json_t *whole_operands(struct kit_random *random, enum kit_pool pool)
{
    json_t *list = json_array();

    for (size_t i = kit_random_below(random, 25) == 0 ? 0
                                                      : 1 + kit_random_below(random, 3);
         i > 0; i--) {
        json_array_append_new(list, json_string(kit_text(random, pool)));
    }
    return list;
}

/* ---- Conditions by family; the first `published` of each may be used in filters ----
 */

struct family {
    size_t count;
    size_t published;
    const char *names[8];
};

static const struct family equality = {
    4, 2, {"Equals", "DoesNotEqual", "IEquals", "IDoesNotEqual"}};
static const struct family affix = {8,
                                    2,
                                    {"StartsWith", "EndsWith", "DoesNotStartWith",
                                     "IStartsWith", "IDoesNotStartWith",
                                     "DoesNotEndWith", "IEndsWith", "IDoesNotEndWith"}};
static const struct family containment = {6,
                                          2,
                                          {"Contains", "DoesNotContain", "IContains",
                                           "IDoesNotContain", "Has", "DoesNotHave"}};
static const struct family ordering = {6,
                                       4,
                                       {"IsGreaterThan", "IsLessThan",
                                        "IsGreaterThanOrEquals", "IsLessThanOrEquals",
                                        "IsGreaterThanOrEqual", "IsLessThanOrEqual"}};
static const struct family membership = {2, 2, {"IsIn", "IsNotIn"}};
static const struct family existence = {6,
                                        2,
                                        {"IsNullOrEmpty", "IsNotNullOrEmpty", "Exists",
                                         "DoesNotExist", "IsNull", "IsNotNull"}};
static const struct family predicate = {5,
                                        2,
                                        {"IsIPAddressPublic", "IsIPAddressPrivate",
                                         "IsIPAddress", "IsIPv4Address",
                                         "IsIPv6Address"}};
static const struct family network = {
    2, 2, {"IsIPAddressInCIDR", "IsIPAddressNotInCIDR"}};
static const struct family holder = {
    2, 2, {"CIDRContainsIPAddresses", "CIDRDoesNotContainIPAddresses"}};

/* How often each family is asked of a field, in parts of a hundred. */
static const struct habit {
    const struct family *family;
    unsigned lists, texts, addresses, networks, numbers, flags;
} habits[] = {
    {&equality, 5, 23, 10, 10, 25, 60},  {&affix, 3, 25, 10, 5, 2, 2},
    {&containment, 60, 20, 5, 5, 2, 3},  {&ordering, 2, 6, 2, 0, 45, 2},
    {&membership, 3, 16, 10, 5, 18, 20}, {&existence, 22, 8, 8, 10, 6, 10},
    {&predicate, 3, 1, 25, 5, 1, 1},     {&network, 1, 1, 28, 5, 1, 1},
    {&holder, 1, 0, 2, 55, 0, 1},
};

static const struct family *pick_family(struct kit_random *random,
                                        const struct place *place)
{
    unsigned left = (unsigned)kit_random_below(random, 100);

    for (size_t i = 0; i < KIT_COUNT(habits); i++) {
        const struct habit *h = &habits[i];
        const unsigned share = place->list                  ? h->lists
                               : place->pool == KIT_ADDRESS ? h->addresses
                               : place->pool == KIT_NETWORK ? h->networks
                               : place->pool == KIT_NUMBER  ? h->numbers
                               : place->pool == KIT_FLAG    ? h->flags
                                                            : h->texts;

        if (left < share) {
            return h->family;
        }
        left -= share;
    }
    return &equality;
}

static void set_condition(const struct scope *scope, json_t *expression,
                          const struct family *family)
{
    const size_t count = scope->filter ? family->published : family->count;

    json_object_set_new(
        expression, "Condition",
        json_string(family->names[kit_random_below(scope->random, count)]));
}

/* Write one of two: `Value` with the first of a list, or `Values`. The list is taken.
 */
static void set_value_or_values(struct kit_random *random, json_t *expression,
                                json_t *list)
{
    if (json_array_size(list) == 1 ||
        (json_array_size(list) > 0 && kit_random_chance(random, 40))) {
        json_object_set(expression, "Value", json_array_get(list, 0));
    } else {
        json_object_set(expression, "Values", list);
    }
    json_decref(list);
}

/* Write a condition of the family and operands that it takes. */
static void set_test(const struct scope *scope, json_t *expression,
                     const struct family *family, enum kit_pool pool)
{
    struct kit_random *random = scope->random;
    const bool values = kit_random_chance(random, 12);
    const enum kit_pool text =
        pool == KIT_NUMBER || pool == KIT_FLAG ? KIT_ANYTHING : pool;

    set_condition(scope, expression, family);
    if (family == &predicate && kit_random_chance(random, 40)) {
        json_object_set_new(expression, "Value",
                            json_boolean(kit_random_chance(random, 60)));
    } else if (family == &membership) {
        json_object_set_new(expression, "Values", operands(random, pool));
    } else if (family == &network) {
        set_value_or_values(random, expression, whole_operands(random, KIT_NETWORK));
    } else if (family == &holder) {
        set_value_or_values(random, expression, whole_operands(random, KIT_ADDRESS));
    } else if (family == &affix && values) {
        json_object_set_new(expression, "Values", operands(random, text));
    } else if (family == &affix) {
        json_object_set_new(expression, "Value", text_operand(random, text));
    } else if (family == &containment && values) {
        json_object_set_new(expression, "Values", operands(random, pool));
    } else if (family == &containment || family == &equality || family == &ordering) {
        json_object_set_new(expression, "Value", operand(random, pool));
    }
}

/* ---- Expressions ---- */

static json_t *statement(const struct scope *scope);

/* A list of expressions, seldom an empty one. */
static json_t *statements(const struct scope *scope, size_t most)
{
    json_t *list = json_array();
    size_t count = 1 + kit_random_below(scope->random, most);

    if (kit_random_chance(scope->random, 3)) {
        count = 0;
    }
    for (; count > 0; count--) {
        json_array_append_new(list, statement(scope));
    }
    return list;
}

static json_t *combinator(const struct scope *scope)
{
    static const char *const names[] = {"All", "Any", "OnlyOne", "None"};
    struct scope inner = *scope;
    const char *name = names[kit_random_below(scope->random, scope->filter ? 2 : 4)];

    inner.depth--;
    return json_pack("{s:o}", name, statements(&inner, 3));
}

static json_t *key_statement(const struct scope *scope)
{
    json_t *expression = json_object();
    struct place place = pick_place(scope, true);
    const struct family *family = pick_family(scope->random, &place);
    const enum kit_pool pool = place.pool;

    specify(scope, expression, place, false);
    set_test(scope, expression, family, pool);
    return expression;
}

/* Whether an object has a member, by containment: on an object it asks for a name. */
static json_t *object_statement(const struct scope *scope)
{
    json_t *expression = json_object();
    struct place place = pick_place(scope, true);
    const size_t count = json_array_size(place.steps);
    json_t *last = json_incref(json_array_get(place.steps, count - 1));
    const char *name = json_string_value(last);

    if (count < 2 || name == NULL) {
        name = "x";
    } else {
        json_array_remove(place.steps, count - 1);
    }
    specify(scope, expression, place, false);
    set_condition(scope, expression, &containment);
    json_object_set_new(expression, "Value",
                        kit_name(scope->random, name, strlen(name)));
    json_decref(last);
    return expression;
}

static json_t *enrichment_statement(const struct scope *scope)
{
    struct kit_random *random = scope->random;
    struct scope rows = *scope;
    json_t *expression = json_object();
    json_t *enrichment = json_object();
    char selector[32] = "";
    const struct family *family;
    struct place place;
    json_t *name;
    const char *table = KIT_PICK(random, kit_tables);
    const char *member = KIT_PICK(random, kit_selectors);

    rows.fields = kit_row_fields;
    rows.field_count = KIT_ROW_FIELDS;
    place = pick_place(&rows, true);
    do { /* these shapes need an operand */
        family = pick_family(random, &place);
    } while (family == &existence || family == &predicate);
    json_object_set_new(enrichment, "Table", kit_name(random, table, strlen(table)));
    name = kit_name(random, member, strlen(member));
    strcat(selector, kit_random_chance(random, 20) ? "$." : "");
    strcat(selector, json_string_value(name));
    json_decref(name);
    json_object_set_new(enrichment, "Selector", json_string(selector));
    json_object_set_new(enrichment, "FieldPath", key_path(random, place.steps));
    json_object_set_new(expression, "Enrichment", enrichment);
    set_test(scope, expression, family, place.pool);
    json_decref(place.steps);
    return expression;
}

static json_t *multi_key(const struct scope *scope)
{
    static const struct family *const families[] = {&equality, &equality, &affix,
                                                    &containment, &ordering};
    struct kit_random *random = scope->random;
    json_t *expression = json_object();
    json_t *a = json_object();
    json_t *b = json_object();
    struct place first = pick_place(scope, true);
    struct place second = pick_place(scope, true);

    for (size_t i = 0; i < 12 && second.pool != first.pool; i++) {
        json_decref(second.steps);
        second = pick_place(scope, true);
    }
    specify(scope, a, first, false);
    specify(scope, b, second, false);
    set_condition(scope, expression, KIT_PICK(random, families));
    json_object_set_new(expression, "Values", json_pack("[oo]", a, b));
    return expression;
}

/* Find a list below the scope; its path, without the `#`, goes to *path and the path of
 * its elements from the root to *prefix. NULL if chance finds none. */
static const char *pick_list(const struct scope *scope, char *path, char *prefix)
{
    for (size_t i = 0; i < 30; i++) {
        enum kit_pool pool;
        const char *field = pick_field(scope, &pool);
        const char *hash = strchr(field, '#');

        /* Sometimes the second list on the way, and mostly one of objects. */
        if (hash != NULL && hash > field && strchr(hash + 1, '#') != NULL &&
            kit_random_chance(scope->random, 30)) {
            hash = strchr(hash + 1, '#');
        }
        if (hash == NULL || hash == field ||
            (hash[1] == '\0' && kit_random_chance(scope->random, 80))) {
            continue;
        }
        memcpy(path, field, (size_t)(hash - field) - 1);
        path[hash - field - 1] = '\0';
        snprintf(prefix, 96, "%s%.*s/", scope->prefix, (int)(hash + 1 - field), field);
        return path;
    }
    return NULL;
}

static json_t *comprehension(const struct scope *scope)
{
    static const char *const names[] = {"AnyElement", "AnyElement", "AllElements",
                                        "OnlyOneElement", "NoElement"};
    json_t *expression = json_object();
    struct scope inner = *scope;
    char path[96];
    char prefix[96];
    struct place place;

    if (pick_list(scope, path, prefix) == NULL) {
        json_decref(expression);
        return key_statement(scope);
    }
    place = place_at(scope, path, KIT_ANYTHING, true);
    if (kit_random_chance(scope->random, 8)) {
        json_array_append_new(place.steps, json_null());
    }
    specify(scope, expression, place, true);
    inner.prefix = prefix;
    inner.features &= ~(unsigned)KIT_ENRICHMENT;
    inner.depth--;
    json_object_set_new(expression, "Condition",
                        json_string(KIT_PICK(scope->random, names)));
    json_object_set_new(expression, "Expressions", statements(&inner, 2));
    return expression;
}

static json_t *statement(const struct scope *scope)
{
    const size_t way = kit_random_below(scope->random, 100);

    if (way < 16 && scope->depth > 0) {
        return combinator(scope);
    }
    if (way < 26 && scope->depth > 0 && !scope->filter) {
        return comprehension(scope);
    }
    if (way < 34 && !scope->filter) {
        return multi_key(scope);
    }
    if (way < 36 && !scope->filter) {
        return json_pack("{s:s}", "Condition",
                         kit_random_chance(scope->random, 60) ? "AlwaysTrue"
                                                              : "AlwaysFalse");
    }
    if (way < 46 && (scope->features & KIT_ENRICHMENT) != 0) {
        return enrichment_statement(scope);
    }
    return way < 51 ? object_statement(scope) : key_statement(scope);
}

/* ---- Rules ---- */

static json_t *pick_severity(struct kit_random *random)
{
    return json_string(KIT_PICK(random, kit_severities));
}

static void set_severities(const struct scope *scope, json_t *rule)
{
    json_t *list = json_array();

    for (size_t i = 1 + kit_random_below(scope->random, 2); i > 0; i--) {
        json_t *entry = json_object();

        json_object_set_new(entry, "ChangeTo", pick_severity(scope->random));
        json_object_set_new(entry, "Conditions", statements(scope, 2));
        json_array_append_new(list, entry);
    }
    json_object_set_new(rule, "DynamicSeverities", list);
}

static void set_title(const struct scope *scope, json_t *rule)
{
    static const char *const parts[] = {"",   "by ", " of ",    "{{",
                                        "}}", ": ",  "\xc3\xa9"};
    char title[4096] = "";

    strcat(title, KIT_PICK(scope->random, parts));
    for (size_t i = 1 + kit_random_below(scope->random, 2); i > 0; i--) {
        struct place place = pick_place(scope, true);
        json_t *path = key_path(scope->random, place.steps);

        strcat(title, "{");
        strcat(title, json_string_value(path));
        strcat(title, "}");
        strcat(title, KIT_PICK(scope->random, parts));
        json_decref(path);
        json_decref(place.steps);
    }
    json_object_set_new(rule, "AlertTitle", json_string(title));
}

static void set_context(const struct scope *scope, json_t *rule)
{
    static const char *const keys[] = {"who", "what", "where", "\xc3\xa9tat"};
    json_t *list = json_array();

    for (size_t i = 1 + kit_random_below(scope->random, 3); i > 0; i--) {
        json_t *entry = json_object();
        json_t *key = json_object();

        specify(scope, key, pick_place(scope, true), false);
        json_object_set_new(entry, "KeyName",
                            json_string(KIT_PICK(scope->random, keys)));
        json_object_set_new(entry, "KeyValue", key);
        json_array_append_new(list, entry);
    }
    json_object_set_new(rule, "AlertContext", list);
}

static void set_group(const struct scope *scope, json_t *rule)
{
    json_t *list = json_array();

    for (size_t i = kit_random_below(scope->random, 4); i > 0; i--) {
        json_t *key = json_object();

        specify(scope, key, pick_place(scope, true), false);
        json_array_append_new(list, key);
    }
    json_object_set_new(rule, "GroupBy", list);
}

static json_t *pick_log_types(struct kit_random *random)
{
    json_t *list = json_array();

    if (kit_random_chance(random, 98)) { /* without any it never runs */
        const size_t first = kit_random_below(random, KIT_COUNT(kit_log_types));
        const size_t count = 1 + kit_random_below(random, 2);

        for (size_t i = 0; i < count; i++) {
            const size_t place = (first + i) % KIT_COUNT(kit_log_types);

            json_array_append_new(list, json_string(kit_log_types[place]));
        }
    }
    return list;
}

json_t *kit_rule(struct kit_random *random, unsigned features, unsigned number)
{
    const struct scope scope = {random, features, kit_fields, KIT_FIELDS, "", false, 3};
    json_t *rule = json_object();
    json_t *detection = statements(&scope, kit_random_chance(random, 60) ? 1 : 3);
    char text[64];

    snprintf(text, sizeof text, "Generated.R%05u", number);
    json_object_set_new(rule, "AnalysisType", json_string("rule"));
    json_object_set_new(rule, "RuleID", json_string(text));
    if (kit_random_chance(random, 50)) {
        snprintf(text, sizeof text, "Rule number %u", number);
        json_object_set_new(rule, "DisplayName", json_string(text));
    }
    json_object_set_new(rule, "Enabled", json_boolean(kit_random_chance(random, 95)));
    json_object_set_new(rule, "LogTypes", pick_log_types(random));
    json_object_set_new(rule, "Severity", pick_severity(random));
    if (json_array_size(detection) == 0) { /* must not be empty */
        json_array_append_new(detection, key_statement(&scope));
    }
    json_object_set_new(rule, "Detection", detection);
    if ((features & KIT_FILTERS) != 0 && kit_random_chance(random, 15)) {
        struct scope filter = scope;

        filter.filter = true;
        json_object_set_new(rule, "InlineFilters", statements(&filter, 2));
    }
    if ((features & KIT_ALERTS) != 0) {
        if (kit_random_chance(random, 30)) {
            set_severities(&scope, rule);
        }
        if (kit_random_chance(random, 50)) {
            set_title(&scope, rule);
        }
        if (kit_random_chance(random, 40)) {
            set_context(&scope, rule);
        }
        if (kit_random_chance(random, 40)) {
            set_group(&scope, rule);
        }
        if (kit_random_chance(random, 10)) {
            json_object_set_new(rule, "CreateAlert", json_false());
        }
    }
    return rule;
}

char *kit_rule_text(const json_t *rule)
{
    return kit_json_text(rule, NULL, true);
}
