/* oracle.c — see oracle.h.
 *
 * Numbers such as "§3.4" and "choice 5" are sections and choices of the specification
 * of match expressions; "alerting" and "rule file" name its sister pages.
 */
#include "oracle.h"

#include "base/ipaddr.h"
#include "base/utf8.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* jansson counts references and iterates only through pointers to non-const. */
static json_t *unconst(const json_t *value)
{
    json_t *out;

    memcpy(&out, &value, sizeof out);
    return out;
}

static bool is_text(const json_t *value, const char *text)
{
    return json_is_string(value) && strcmp(json_string_value(value), text) == 0;
}

/* ---- §3 Key specifiers ---- */

/* §3.5: the exact name, else the first in document order that is equal in lower case,
 * choice 6. */
static json_t *member(const json_t *object, const char *name)
{
    json_t *found = json_object_get(object, name); /* NULL on anything but an object */
    const char *key;
    json_t *value;

    if (found != NULL || !json_is_object(object)) {
        return found;
    }
    json_object_foreach (unconst(object), key, value) {
        if (oz_fold_equal(key, strlen(key), name, strlen(name))) {
            return value;
        }
    }
    return NULL;
}

/* §3.3, choice 4: `["name"]` or `['name']`; *text is at the bracket, then past the
 * other one. NULL if it is neither. */
static json_t *quoted_name(const char **text)
{
    const char *p = *text + 1;
    const char quote = *p++;
    char *name = malloc(strlen(p) + 1);
    size_t size = 0;
    json_t *step = NULL;

    for (; *p != '\0' && *p != quote; p++) {
        if (*p == '\\' && (*++p == '\0' || strchr("\"'\\", *p) == NULL)) {
            free(name);
            return NULL;
        }
        name[size++] = *p;
    }
    if (p[0] == quote && p[1] == ']') {
        step = json_stringn(name, size);
        *text = p + 2;
    }
    free(name);
    return step;
}

/* `[12]` and `[*]`, likewise. */
static json_t *index_or_star(const char **text)
{
    const char *p = *text + 1;
    json_int_t index = 0;

    if (p[0] == '*' && p[1] == ']') {
        *text = p + 2;
        return json_null();
    }
    if (*p < '0' || *p > '9') {
        return NULL;
    }
    for (; *p >= '0' && *p <= '9'; p++) {
        index = index > 100000000 ? index : index * 10 + (*p - '0');
    }
    if (*p != ']') {
        return NULL;
    }
    *text = p + 1;
    return json_integer(index);
}

static json_t *bare_name(const char **text)
{
    const char *p = *text;
    char *name = malloc(strlen(p) + 1);
    size_t size = 0;
    json_t *step = NULL;

    for (; *p != '\0' && strchr(".[]", *p) == NULL; p++) {
        if (*p == '\\' && (*++p == '\0' || strchr(".[]\\", *p) == NULL)) {
            size = 0; /* the list of escapes is closed */
            break;
        }
        name[size++] = *p;
    }
    if (size > 0 && !(size == 1 && **text == '*')) { /* `a..b` and `[*].*` are errors */
        step = json_stringn(name, size);
        *text = p;
    }
    free(name);
    return step;
}

json_t *oracle_path(const char *text)
{
    json_t *steps = json_array();
    bool bad = false;

    if (*text == '$') { /* choice 4: a leading `$.` or `$` */
        text += text[1] == '.' ? 2 : 1;
    }
    bad = *text == '\0';
    for (bool first = true; !bad && *text != '\0'; first = false) {
        const bool dot = !first && *text == '.';
        json_t *step;

        text += dot ? 1 : 0;
        if (*text == '[' && (text[1] == '"' || text[1] == '\'')) {
            step = quoted_name(&text);
        } else if (*text == '[') {
            step = dot ? NULL : index_or_star(&text);
        } else {
            step = dot || first ? bare_name(&text) : NULL;
        }
        bad = step == NULL || json_array_append_new(steps, step) != 0;
    }
    if (bad) {
        json_decref(steps);
        return NULL;
    }
    return steps;
}

/* The steps of any specifier are an array: `DeepKey` already is one (§3.2). Owned. */
static json_t *steps_of(const json_t *specifier)
{
    json_t *key = json_object_get(specifier, "Key");
    json_t *path = json_object_get(specifier, "KeyPath");

    if (key != NULL) { /* §3.1: literal, dots are ordinary */
        return json_pack("[O]", key);
    }
    if (path != NULL) {
        return oracle_path(json_string_value(path));
    }
    return json_incref(json_object_get(specifier, "DeepKey"));
}

/* §3.4: add what the steps from the i-th on reach; missing adds nothing, null adds
 * null. */
static void collect(const json_t *steps, size_t i, json_t *value, json_t *out)
{
    json_t *step = json_array_get(steps, i);
    json_t *element;
    size_t index;

    if (value == NULL) {
        return;
    }
    if (step == NULL) {
        json_array_append(out, value);
    } else if (json_is_string(step)) {
        collect(steps, i + 1, member(value, json_string_value(step)), out);
    } else if (json_is_integer(step)) {
        index = (size_t)json_integer_value(step);
        collect(steps, i + 1, json_array_get(value, index), out);
    } else {
        json_array_foreach (value, index, element) {
            collect(steps, i + 1, element, out);
        }
    }
}

/* The value at these steps, owned; NULL is missing. Choice 5: with `[*]` it is the flat
 * array of all that was reached, and missing if that is nothing. */
static json_t *resolve_steps(const json_t *steps, const json_t *scope)
{
    json_t *reached = json_array();
    json_t *step;
    json_t *out;
    size_t i;

    collect(steps, 0, unconst(scope), reached);
    out = json_array_get(reached, 0);
    json_array_foreach (steps, i, step) {
        out = out != NULL && json_is_null(step) ? reached : out;
    }
    json_incref(out);
    json_decref(reached);
    return out;
}

static json_t *resolve(const json_t *specifier, const json_t *scope)
{
    json_t *steps = steps_of(specifier);
    json_t *out = resolve_steps(steps, scope);

    json_decref(steps);
    return out;
}

static void add_row(json_t *rows, json_t *value)
{
    if (value != NULL) {
        json_array_append_new(rows, value);
    }
}

/* The values a condition is asked about, owned: none when missing. Only an `Enrichment`
 * (§3.6) can have several: choice 7, one for each matched row that has the field. */
static json_t *rows_of(const json_t *expression, const json_t *scope)
{
    json_t *enrichment = json_object_get(expression, "Enrichment");
    json_t *rows = json_array();

    if (enrichment == NULL) {
        add_row(rows, resolve(expression, scope));
    } else {
        const char *table = json_string_value(json_object_get(enrichment, "Table"));
        const char *selector =
            json_string_value(json_object_get(enrichment, "Selector"));
        json_t *field = json_object_get(enrichment, "FieldPath");
        json_t *steps = oracle_path(json_string_value(field));
        json_t *under = member(scope, "p_enrichment");
        json_t *row;
        size_t i;

        selector += strncmp(selector, "$.", 2) == 0 ? 2 : 0;
        under = member(member(under, table), selector);
        json_array_foreach (under, i, row) {
            add_row(rows, resolve_steps(steps, row));
        }
        if (!json_is_array(under)) {
            add_row(rows, resolve_steps(steps, under));
        }
        json_decref(steps);
    }
    return rows;
}

/* ---- §4 Equality and ordering ---- */

static int sign_of_difference(json_int_t a, json_int_t b)
{
    return a < b ? -1 : a > b;
}

/* By exact value: an integer beyond 2^53 never passes through a double. */
static int compare_int_real(json_int_t a, double b)
{
    json_int_t whole;

    if (b >= 9223372036854775808.0) {
        return -1;
    }
    if (b < -9223372036854775808.0) {
        return 1;
    }
    whole = (json_int_t)b; /* in range, rounded towards zero */
    if (a != whole) {
        return sign_of_difference(a, whole);
    }
    return (double)whole < b ? -1 : (double)whole > b;
}

static int compare_numbers(const json_t *a, const json_t *b)
{
    if (json_is_integer(a) && json_is_integer(b)) {
        return sign_of_difference(json_integer_value(a), json_integer_value(b));
    }
    if (json_is_integer(a)) {
        return compare_int_real(json_integer_value(a), json_real_value(b));
    }
    if (json_is_integer(b)) {
        return -compare_int_real(json_integer_value(b), json_real_value(a));
    }
    return json_real_value(a) < json_real_value(b)
               ? -1
               : json_real_value(a) > json_real_value(b);
}

/* Byte order of UTF-8, which is code-point order. */
static int compare_texts(const json_t *a, const json_t *b)
{
    const size_t a_size = json_string_length(a);
    const size_t b_size = json_string_length(b);
    const size_t shorter = a_size < b_size ? a_size : b_size;
    const int order = memcmp(json_string_value(a), json_string_value(b), shorter);

    return order != 0 ? order : a_size < b_size ? -1 : a_size > b_size;
}

static bool equal(const json_t *a, const json_t *b)
{
    const char *key;
    json_t *value;
    size_t i;

    if (json_is_number(a) && json_is_number(b)) {
        return compare_numbers(a, b) == 0; /* 1 == 1.0 */
    }
    if (json_typeof(a) != json_typeof(b)) { /* choice 9; true and false are two types */
        return false;
    }
    if (json_is_string(a)) {
        return compare_texts(a, b) == 0;
    }
    if (json_is_array(a)) {
        json_array_foreach (a, i, value) {
            if (i >= json_array_size(b) || !equal(value, json_array_get(b, i))) {
                return false;
            }
        }
        return json_array_size(a) == json_array_size(b);
    }
    json_object_foreach (unconst(a), key, value) { /* names exact, order irrelevant */
        json_t *other = json_object_get(b, key);

        if (other == NULL || !equal(value, other)) {
            return false;
        }
    }
    return json_object_size(a) == json_object_size(b);
}

/* *order becomes negative, zero or positive; false when the pair is unordered. */
static bool ordered(const json_t *a, const json_t *b, int *order)
{
    if (json_is_number(a) && json_is_number(b)) {
        *order = compare_numbers(a, b);
        return true;
    }
    if (json_is_string(a) && json_is_string(b)) {
        *order = compare_texts(a, b);
        return true;
    }
    return false;
}

/* Lower case of a text; anything else as it is. Owned. */
static json_t *folded(json_t *value)
{
    const size_t size = json_string_length(value);
    json_t *out;
    char *text;

    if (!json_is_string(value)) {
        return json_incref(value);
    }
    text = malloc(OZ_FOLD_MAX(size) + 1);
    out = json_stringn(text, oz_fold(json_string_value(value), size, text));
    free(text);
    return out;
}

/* ---- §5 Conditions ---- */

enum condition {
    ALWAYS,
    EXISTS,
    IS_NULL,
    IS_EMPTY,
    EQUALS,
    STARTS,
    ENDS,
    CONTAINS,
    GREATER,
    GREATER_OR_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    IS_IP,
    IS_IPV4,
    IS_IPV6,
    IS_PRIVATE,
    IS_PUBLIC,
    IN_CIDR,
    CIDR_HOLDS,
    ANY_ELEMENT,
    ALL_ELEMENTS,
    ONE_ELEMENT,
};

/* §12, all of it. A negative condition is the exact complement of its positive (§5), so
 * it needs no code of its own: NoElement, for one, is AnyElement negated. `IsIn` is
 * `Equals` for any of the values. */
static const struct meaning {
    const char *name;
    enum condition condition;
    bool negative;
    bool fold;
} meanings[] = {
    {"AlwaysTrue", ALWAYS, false, false},
    {"AlwaysFalse", ALWAYS, true, false},
    {"Exists", EXISTS, false, false},
    {"DoesNotExist", EXISTS, true, false},
    {"IsNull", IS_NULL, false, false},
    {"IsNotNull", IS_NULL, true, false},
    {"IsNullOrEmpty", IS_EMPTY, false, false},
    {"IsNotNullOrEmpty", IS_EMPTY, true, false},
    {"Equals", EQUALS, false, false},
    {"DoesNotEqual", EQUALS, true, false},
    {"IEquals", EQUALS, false, true},
    {"IDoesNotEqual", EQUALS, true, true},
    {"StartsWith", STARTS, false, false},
    {"DoesNotStartWith", STARTS, true, false},
    {"IStartsWith", STARTS, false, true},
    {"IDoesNotStartWith", STARTS, true, true},
    {"EndsWith", ENDS, false, false},
    {"DoesNotEndWith", ENDS, true, false},
    {"IEndsWith", ENDS, false, true},
    {"IDoesNotEndWith", ENDS, true, true},
    {"Contains", CONTAINS, false, false},
    {"DoesNotContain", CONTAINS, true, false},
    {"IContains", CONTAINS, false, true},
    {"IDoesNotContain", CONTAINS, true, true},
    {"Has", CONTAINS, false, false},
    {"DoesNotHave", CONTAINS, true, false},
    {"IsGreaterThan", GREATER, false, false},
    {"IsGreaterThanOrEquals", GREATER_OR_EQUAL, false, false},
    {"IsGreaterThanOrEqual", GREATER_OR_EQUAL, false, false},
    {"IsLessThan", LESS, false, false},
    {"IsLessThanOrEquals", LESS_OR_EQUAL, false, false},
    {"IsLessThanOrEqual", LESS_OR_EQUAL, false, false},
    {"IsIn", EQUALS, false, false},
    {"IsNotIn", EQUALS, true, false},
    {"IsIPAddress", IS_IP, false, false},
    {"IsIPv4Address", IS_IPV4, false, false},
    {"IsIPv6Address", IS_IPV6, false, false},
    {"IsIPAddressPrivate", IS_PRIVATE, false, false},
    {"IsIPAddressPublic", IS_PUBLIC, false, false},
    {"IsIPAddressInCIDR", IN_CIDR, false, false},
    {"IsIPAddressNotInCIDR", IN_CIDR, true, false},
    {"CIDRContainsIPAddresses", CIDR_HOLDS, false, false},
    {"CIDRDoesNotContainIPAddresses", CIDR_HOLDS, true, false},
    {"AnyElement", ANY_ELEMENT, false, false},
    {"AllElements", ALL_ELEMENTS, false, false},
    {"OnlyOneElement", ONE_ELEMENT, false, false},
    {"NoElement", ANY_ELEMENT, true, false},
};

static const struct meaning *meaning_of(const json_t *expression)
{
    json_t *name = json_object_get(expression, "Condition");

    for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++) {
        if (is_text(name, meanings[i].name)) {
            return &meanings[i];
        }
    }
    fprintf(stderr, "oracle: no such condition\n");
    abort();
}

/* §5.4: both are texts, and v has x at its front or at its end. */
static bool has_affix(const json_t *v, const json_t *x, bool at_end)
{
    const size_t v_size = json_string_length(v);
    const size_t x_size = json_string_length(x);

    return json_is_string(v) && json_is_string(x) && x_size <= v_size &&
           memcmp(json_string_value(v) + (at_end ? v_size - x_size : 0),
                  json_string_value(x), x_size) == 0;
}

/* §5.5, choice 14. */
static bool contains(const json_t *v, const json_t *x, bool fold)
{
    const size_t x_size = json_string_length(x);
    json_t *element;
    size_t i;

    if (json_is_string(v) && json_is_string(x)) {
        for (i = 0; i + x_size <= json_string_length(v); i++) {
            if (memcmp(json_string_value(v) + i, json_string_value(x), x_size) == 0) {
                return true;
            }
        }
    }
    json_array_foreach (v, i, element) {
        json_t *e = fold ? folded(element) : json_incref(element);
        const bool same = equal(e, x);

        json_decref(e);
        if (same) {
            return true;
        }
    }
    return json_is_object(v) && json_is_string(x) &&
           member(v, json_string_value(x)) != NULL;
}

/* §5.8: a text that is exactly one address, or exactly one network. */
static bool is_address(const json_t *v, struct oz_ipaddr *out)
{
    return json_is_string(v) &&
           oz_ipaddr_parse(json_string_value(v), json_string_length(v), out);
}

static bool is_network(const json_t *v, struct oz_ipnet *out)
{
    return json_is_string(v) &&
           oz_ipnet_parse(json_string_value(v), json_string_length(v), out);
}

/* One positive condition on one value and one operand; v NULL is missing. */
static bool holds(enum condition condition, bool fold, json_t *v, json_t *x)
{
    struct oz_ipaddr address;
    struct oz_ipnet network;
    int order;

    if (condition == EXISTS) { /* choice 11: null exists */
        return v != NULL;
    }
    v = v == NULL ? json_null() : v; /* §4: everywhere else missing is null */
    switch (condition) {
    case ALWAYS:
        return true;
    case IS_NULL:
        return json_is_null(v);
    case IS_EMPTY: /* choice 12: false and 0 are not empty */
        return json_is_null(v) || (json_is_string(v) && json_string_length(v) == 0) ||
               (json_is_array(v) && json_array_size(v) == 0) ||
               (json_is_object(v) && json_object_size(v) == 0);
    case EQUALS:
        return equal(v, x);
    case STARTS:
        return has_affix(v, x, false);
    case ENDS:
        return has_affix(v, x, true);
    case CONTAINS:
        return contains(v, x, fold);
    case GREATER:
        return ordered(v, x, &order) && order > 0;
    case GREATER_OR_EQUAL:
        return ordered(v, x, &order) && order >= 0;
    case LESS:
        return ordered(v, x, &order) && order < 0;
    case LESS_OR_EQUAL:
        return ordered(v, x, &order) && order <= 0;
    case IS_IP:
        return is_address(v, &address);
    case IS_IPV4:
        return is_address(v, &address) && address.version == 4;
    case IS_IPV6:
        return is_address(v, &address) && address.version == 6;
    case IS_PRIVATE: /* choice 18 */
        return is_address(v, &address) && oz_ipaddr_is_private(&address);
    case IS_PUBLIC:
        return is_address(v, &address) && !oz_ipaddr_is_private(&address);
    case IN_CIDR: /* choice 19 */
        return is_address(v, &address) && is_network(x, &network) &&
               oz_ipnet_contains(&network, &address);
    case CIDR_HOLDS:
        return is_network(v, &network) && is_address(x, &address) &&
               oz_ipnet_contains(&network, &address);
    case EXISTS:
    case ANY_ELEMENT:
    case ALL_ELEMENTS:
    case ONE_ELEMENT:
        break; /* answered elsewhere */
    }
    return false;
}

/* The same with both sides in lower case for the I… conditions (§4). */
static bool test(const struct meaning *m, json_t *v, json_t *x)
{
    json_t *left = m->fold ? folded(v) : json_incref(v);
    json_t *right = m->fold ? folded(x) : json_incref(x);
    const bool result = holds(m->condition, m->fold, left, right);

    json_decref(left);
    json_decref(right);
    return result;
}

/* §5.9: v is missing, or anything. Choice 21 is in the order of the tests. */
static bool comprehension(const struct meaning *m, const json_t *v, const json_t *list)
{
    size_t holding = 0;
    json_t *element;
    size_t i;

    if (!json_is_array(v)) {
        return m->negative;
    }
    json_array_foreach (v, i, element) { /* §3.7: the element is the scope */
        holding += oracle_detection(list, element) ? 1 : 0;
    }
    if (m->condition == ALL_ELEMENTS) {
        return holding == json_array_size(v);
    }
    if (m->condition == ONE_ELEMENT) {
        return holding == 1;
    }
    return (holding >= 1) != m->negative;
}

/* §5.10: missing on either side is null, so two missing are equal (choice 23). */
static bool multi_key(const struct meaning *m, const json_t *pair, const json_t *scope)
{
    json_t *a = resolve(json_array_get(pair, 0), scope);
    json_t *b = resolve(json_array_get(pair, 1), scope);
    const bool result = test(m, a == NULL ? json_null() : a,
                             b == NULL ? json_null() : b) != m->negative;

    json_decref(a);
    json_decref(b);
    return result;
}

/* Shapes 1 to 5. `Values` are any-of (§5.7, choices 15 and 20), and so are rows. */
static bool key_test(const struct meaning *m, const json_t *expression,
                     const json_t *scope, bool filter)
{
    json_t *value = json_object_get(expression, "Value");
    json_t *values = json_object_get(expression, "Values");
    json_t *rows = rows_of(expression, scope);
    const bool missing = json_array_size(rows) == 0;
    bool result = false;

    for (size_t i = 0; i == 0 || i < json_array_size(rows); i++) {
        json_t *v = json_array_get(rows, i);
        json_t *x;
        size_t k;

        json_array_foreach (values, k, x) {
            result = result || test(m, v, x);
        }
        result = result || (values == NULL && test(m, v, value));
    }
    json_decref(rows);
    if (filter && missing) { /* §9: whatever the condition */
        return true;
    }
    if (m->condition >= IS_IP && m->condition <= IS_PUBLIC && json_is_false(value)) {
        result = !result; /* choice 17 */
    }
    return result != m->negative;
}

/* ---- §1 Lists and combinators ---- */

static bool statement(const json_t *expression, const json_t *scope, bool filter);

static size_t count_true(const json_t *list, const json_t *scope, bool filter)
{
    size_t count = 0;
    json_t *expression;
    size_t i;

    json_array_foreach (list, i, expression) {
        count += statement(expression, scope, filter) ? 1 : 0;
    }
    return count;
}

static bool statement(const json_t *expression, const json_t *scope, bool filter)
{
    json_t *list;
    json_t *values = json_object_get(expression, "Values");
    const struct meaning *m;

    if ((list = json_object_get(expression, "All")) != NULL) {
        return count_true(list, scope, filter) == json_array_size(list);
    }
    if ((list = json_object_get(expression, "Any")) != NULL) {
        return count_true(list, scope, filter) >= 1;
    }
    if ((list = json_object_get(expression, "OnlyOne")) != NULL) {
        return count_true(list, scope, filter) == 1;
    }
    if ((list = json_object_get(expression, "None")) != NULL) {
        return count_true(list, scope, filter) == 0;
    }
    m = meaning_of(expression);
    if (m->condition == ALWAYS) {
        return !m->negative;
    }
    if ((list = json_object_get(expression, "Expressions")) != NULL) {
        json_t *v = resolve(expression, scope);
        const bool result = comprehension(m, v, list);

        json_decref(v);
        return result;
    }
    if (json_is_object(json_array_get(values, 0))) {
        return multi_key(m, values, scope);
    }
    return key_test(m, expression, scope, filter);
}

bool oracle_detection(const json_t *detection, const json_t *event)
{
    return count_true(detection, event, false) == json_array_size(detection);
}

bool oracle_filters(const json_t *filters, const json_t *event)
{
    return count_true(filters, event, true) == json_array_size(filters);
}

/* Alerting §1. A log type is compared exactly; an event without one is offered to all
 * rules, but a rule without any never runs (rule file §3). */
bool oracle_selects(const json_t *rule, const json_t *event, const char *log_type)
{
    json_t *own = json_object_get(event, "p_log_type");
    json_t *types = json_object_get(rule, "LogTypes");
    json_t *type;
    size_t i;

    if (!json_is_true(json_object_get(rule, "Enabled"))) {
        return false;
    }
    log_type = json_is_string(own) ? json_string_value(own) : log_type;
    json_array_foreach (types, i, type) {
        if (log_type == NULL || *log_type == '\0' || is_text(type, log_type)) {
            return true;
        }
    }
    return false;
}

bool oracle_rule(const json_t *rule, const json_t *event, const char *log_type)
{
    return oracle_selects(rule, event, log_type) &&
           oracle_filters(json_object_get(rule, "InlineFilters"), event) &&
           oracle_detection(json_object_get(rule, "Detection"), event);
}

/* ---- Text of values (rule file §3.3) ---- */

struct text {
    char *data;
    size_t size;
};

static void add(struct text *text, const char *data, size_t size)
{
    text->data = realloc(text->data, text->size + size + 1);
    memcpy(text->data + text->size, data, size);
    text->size += size;
    text->data[text->size] = '\0';
}

static void put(struct text *text, const char *words)
{
    add(text, words, strlen(words));
}

/* The shortest digits that read back the same, laid out as Python does: plain from 1e-4
 * up to, not including, 1e16. A whole number has ".0" only inside JSON, where it keeps
 * its type. */
static void put_real(struct text *text, double value, bool inside_json)
{
    char digits[64];
    char out[64];
    int precision = 0;
    int exponent;

    do {
        snprintf(digits, sizeof digits, "%.*e", precision++, value);
    } while (strtod(digits, NULL) != value);
    exponent = atoi(strchr(digits, 'e') + 1);
    if (exponent < -4 || exponent >= 16) {
        put(text, digits);
        return;
    }
    precision = precision - 1 > exponent ? precision - 1 - exponent : 0;
    snprintf(out, sizeof out, "%.*f", precision, value);
    put(text, out);
    put(text, inside_json && precision == 0 ? ".0" : "");
}

static void put_integer(struct text *text, json_int_t value)
{
    char out[32];

    snprintf(out, sizeof out, "%" JSON_INTEGER_FORMAT, value);
    put(text, out);
}

static void put_json_string(struct text *text, const char *data, size_t size)
{
    static const char plain[] = "\"\\\b\f\n\r\t";
    static const char escaped[] = "\"\\bfnrt";

    put(text, "\"");
    for (size_t i = 0; i < size; i++) {
        const char *special = data[i] == '\0' ? NULL : strchr(plain, data[i]);
        char out[8] = {data[i], '\0'};

        if (special != NULL) {
            snprintf(out, sizeof out, "\\%c", escaped[special - plain]);
        } else if ((unsigned char)data[i] < 0x20) {
            snprintf(out, sizeof out, "\\u%04x", (unsigned)data[i]);
        }
        put(text, out);
    }
    put(text, "\"");
}

/* Compact JSON, members in document order. */
static void put_json(struct text *text, const json_t *value)
{
    const char *separator = "";
    const char *key;
    json_t *child;
    size_t i;

    switch (json_typeof(value)) {
    case JSON_NULL:
        put(text, "null");
        break;
    case JSON_TRUE:
        put(text, "true");
        break;
    case JSON_FALSE:
        put(text, "false");
        break;
    case JSON_INTEGER:
        put_integer(text, json_integer_value(value));
        break;
    case JSON_REAL:
        put_real(text, json_real_value(value), true);
        break;
    case JSON_STRING:
        put_json_string(text, json_string_value(value), json_string_length(value));
        break;
    case JSON_ARRAY:
        put(text, "[");
        json_array_foreach (value, i, child) {
            put(text, separator);
            put_json(text, child);
            separator = ",";
        }
        put(text, "]");
        break;
    case JSON_OBJECT:
        put(text, "{");
        json_object_foreach (unconst(value), key, child) {
            put(text, separator);
            put_json_string(text, key, strlen(key));
            put(text, ":");
            put_json(text, child);
            separator = ",";
        }
        put(text, "}");
        break;
    }
}

/* What a title or a dedup string shows: null and missing show nothing. */
static void put_value(struct text *text, const json_t *value)
{
    if (value == NULL || json_is_null(value)) {
        return;
    }
    if (json_is_string(value)) {
        add(text, json_string_value(value), json_string_length(value));
    } else if (json_is_real(value)) {
        put_real(text, json_real_value(value), false);
    } else {
        put_json(text, value);
    }
}

/* ---- Alert fields (alerting §4, §5) ---- */

static char *hand_over(struct text text, size_t *size)
{
    add(&text, "", 0); /* never NULL */
    if (size != NULL) {
        *size = text.size;
    }
    return text.data;
}

/* More than 1,000 characters: the first 985 and a suffix of 15. */
static void truncate_text(struct text *text)
{
    if (oz_utf8_count(text->data, text->size) > 1000) {
        text->size = oz_utf8_offset(text->data, text->size, 985);
        put(text, "... (truncated)");
    }
}

/* AlertTitle filled in; empty when there is none, or nothing comes of it. */
static struct text own_title(const json_t *rule, const json_t *event)
{
    const char *p = json_string_value(json_object_get(rule, "AlertTitle"));
    struct text text = {NULL, 0};

    add(&text, "", 0);
    while (p != NULL && *p != '\0') {
        if ((p[0] == '{' && p[1] == '{') || (p[0] == '}' && p[1] == '}')) {
            add(&text, p, 1);
            p += 2;
        } else if (*p == '{') {
            const size_t size = strcspn(p, "}") - 1;
            json_t *specifier = json_pack("{s:s#}", "KeyPath", p + 1, size);
            json_t *value = resolve(specifier, event);

            put_value(&text, value);
            json_decref(value);
            json_decref(specifier);
            p += size + 2;
        } else {
            add(&text, p++, 1);
        }
    }
    truncate_text(&text);
    return text;
}

static const char *rule_text(const json_t *rule, const char *key)
{
    return json_string_value(json_object_get(rule, key));
}

char *oracle_title(const json_t *rule, const json_t *event, size_t *size)
{
    struct text text = own_title(rule, event);
    const char *name = rule_text(rule, "DisplayName");

    if (text.size == 0) {
        put(&text, name != NULL ? name : rule_text(rule, "RuleID"));
    }
    return hand_over(text, size);
}

/* Rule file §3.2: the first entry whose conditions hold. Emitted in upper case. */
char *oracle_severity(const json_t *rule, const json_t *event, size_t *size)
{
    json_t *entries = json_object_get(rule, "DynamicSeverities");
    const char *severity = rule_text(rule, "Severity");
    struct text text = {NULL, 0};
    json_t *entry;
    size_t i;

    json_array_foreach (entries, i, entry) {
        if (oracle_detection(json_object_get(entry, "Conditions"), event)) {
            severity = rule_text(entry, "ChangeTo");
            break;
        }
    }
    put(&text, severity);
    for (i = 0; i < text.size; i++) {
        if (text.data[i] >= 'a' && text.data[i] <= 'z') {
            text.data[i] = (char)(text.data[i] - 'a' + 'A');
        }
    }
    return hand_over(text, size);
}

/* GroupBy: one text as it is; of several, `\` and `:` are escaped and they are joined.
 * Empty when every key is null or missing. */
static struct text group(const json_t *keys, const json_t *event)
{
    struct text text = {NULL, 0};
    bool any = false;
    json_t *key;
    size_t i;

    json_array_foreach (keys, i, key) {
        json_t *value = resolve(key, event);
        struct text part = {NULL, 0};

        any = any || (value != NULL && !json_is_null(value));
        put_value(&part, value);
        put(&text, i > 0 ? ":" : "");
        for (size_t k = 0; k < part.size; k++) {
            const bool special = part.data[k] == '\\' || part.data[k] == ':';

            put(&text, special && json_array_size(keys) > 1 ? "\\" : "");
            add(&text, part.data + k, 1);
        }
        free(part.data);
        json_decref(value);
    }
    text.size = any ? text.size : 0;
    truncate_text(&text);
    return text;
}

char *oracle_dedup(const json_t *rule, const json_t *event, size_t *size)
{
    json_t *keys = json_object_get(rule, "GroupBy");
    struct text text =
        json_array_size(keys) > 0 ? group(keys, event) : own_title(rule, event);

    if (text.size == 0) {
        put(&text, "defaultDedupString:");
        put(&text, rule_text(rule, "RuleID"));
    }
    return hand_over(text, size);
}

/* Rule file §3.4: a missing field is null, a repeated name keeps the last. */
char *oracle_context(const json_t *rule, const json_t *event, size_t *size)
{
    json_t *context = json_object();
    struct text text = {NULL, 0};
    json_t *entry;
    size_t i;

    json_array_foreach (json_object_get(rule, "AlertContext"), i, entry) {
        json_t *value = resolve(json_object_get(entry, "KeyValue"), event);

        json_object_set_new(context, rule_text(entry, "KeyName"),
                            value == NULL ? json_null() : value);
    }
    put_json(&text, context);
    json_decref(context);
    if (text.size > 204800) { /* alerting §4 */
        text.size = 0;
        put(&text, "{\"_error\":\"size\"}");
    }
    return hand_over(text, size);
}
