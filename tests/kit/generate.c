/* generate.c — see generate.h.
 *
 *     "items/#/type" => the event {"items":[…,{"type":"sms"}]}
 *                    => the rule KeyPath: items[*].Type, AnyElement over items, …
 *
 * One table of fields feeds both sides: an event puts values there, a rule asks about
 * them with an operand from the same pool. Left alone, two random texts hardly ever
 * meet.
 */
#include "vocabulary.h"

#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Random numbers: SplitMix64 ---- */

uint64_t kit_random_next(struct kit_random *random)
{
    uint64_t z = (random->state += UINT64_C(0x9e3779b97f4a7c15));

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

size_t kit_random_below(struct kit_random *random, size_t count)
{
    return (size_t)((kit_random_next(random) >> 11) % count);
}

bool kit_random_chance(struct kit_random *random, unsigned percent)
{
    return kit_random_below(random, 100) < percent;
}

/* ---- The vocabulary ---- */

/* Where things are. A `#` is an element of a list. */
const struct kit_field kit_fields[] = {
    {"eventName", KIT_VERB},
    {"eventName", KIT_VERB},
    {"eventSource", KIT_WORD},
    {"user/name", KIT_NAME},
    {"user/email", KIT_NAME},
    {"user/id", KIT_NUMBER},
    {"user/roles/#", KIT_WORD},
    {"user/$ref", KIT_WORD},
    {"$kind", KIT_WORD},
    {"src/ip", KIT_ADDRESS},
    {"src/ip", KIT_ADDRESS},
    {"src/net", KIT_NETWORK},
    {"dst.ip", KIT_ADDRESS},
    {"port", KIT_NUMBER},
    {"port", KIT_NUMBER},
    {"bytes in", KIT_NUMBER},
    {"@timestamp", KIT_WORD},
    {"x-forwarded-for", KIT_ADDRESS},
    {"aws:tag", KIT_WORD},
    {"a[0]", KIT_WORD},
    {"quo\"te's", KIT_WORD},
    {"back\\slash", KIT_WORD},
    {"mfa", KIT_FLAG},
    {"\xc3\xa9tat", KIT_NAME},                      /* état */
    {"\xce\xbf\xce\xb4\xce\xbf\xcf\x83", KIT_NAME}, /* οδοσ */
    {"\xf0\x9f\x98\x80", KIT_WORD},                 /* an emoji */
    {"change/old", KIT_ANYTHING},
    {"change/new", KIT_ANYTHING},
    {"codes/0", KIT_NUMBER},
    {"tags/#", KIT_WORD},
    {"tags/#", KIT_WORD},
    {"ips/#", KIT_ADDRESS},
    {"nums/#", KIT_NUMBER},
    {"mixed/#", KIT_ANYTHING},
    {"items/#/type", KIT_WORD},
    {"items/#/verified", KIT_FLAG},
    {"items/#/n", KIT_NUMBER},
    {"items/#/ip", KIT_ADDRESS},
    {"items/#/perms/#", KIT_VERB},
    {"grants/#/permission", KIT_VERB},
    {"grants/#/scope/name", KIT_NAME},
    {"matrix/#/#", KIT_NUMBER},
    {"rows/#/#/x", KIT_NUMBER},
    {"deep/deep/deep/deep/deep/deep/leaf", KIT_WORD},
    {"deep/deep/deep/deep/list/#/deep/list/#/leaf", KIT_WORD},
};

/* What is under p_enrichment → table → selector, in a row. */
const struct kit_field kit_row_fields[] = {
    {"owner/team", KIT_WORD}, {"risk", KIT_NUMBER}, {"tags/#", KIT_WORD},
    {"net", KIT_NETWORK},     {"ip", KIT_ADDRESS},  {"city", KIT_NAME},
};
const char *const kit_tables[] = {"asset_db", "Geo"};
const char *const kit_selectors[] = {"client.ip", "src_ip"};

static const char *const verbs[] = {
    "DescribeVpcs", "describeVpcs", "Describe",   "DescribeVpcEndpoints",
    "DeleteVpc",    "DeleteVpcs",   "CreateUser", "createuser",
    "CREATEUSER",   "ConsoleLogin", "vm.delete",  "vm.get",
    "vm.",
};
static const char *const words[] = {
    "admin", "Admin", "sysadmin", "administrator", "root", "Root", "ROOT", "rooted",
    "sms",   "app",   "x",        "xyz",           "a",    "ab",   "abc",  "bc",
    "",      "403",   "22",       "true",          "null", "1.0",  " ",    "a.exe",
};
static const char *const names[] = {
    "ann@x.io",
    "Ann@X.io",
    "ann",
    "bob",
    "Bob",
    "svc-a",
    "svc-b",
    "\xc3\xa9mile",  /* émile */
    "\xc3\x89MILE",  /* ÉMILE */
    "e\xcc\x81mile", /* the same to the eye, decomposed */
    "Gro\xc3\x9f",   /* Groß */
    "GROSS",
    "\xce\x9f\xce\x94\xce\x9f\xce\xa3", /* ΟΔΟΣ */
    "\xce\xbf\xce\xb4\xce\xbf\xcf\x83", /* οδοσ */
    "\xce\xbf\xce\xb4\xce\xbf\xcf\x82", /* οδος: a final sigma stays one */
    "\xe2\x84\xaaite",                  /* a Kelvin sign */
    "kite",
    "\xc4\xb0t", /* İt */
    "it",
    "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e",
    "\xe6\x97\xa5\xe6\x9c\xac",
    "\xf0\x9f\x98\x80 smile",
    "\xef\xbf\xbd",
    "two\nlines",
    "a\ttab",
    "quo\"te",
    "back\\slash",
    "a:b",
    "a\\:b",
    "c/d",
    "\x01",
};
const char *const kit_addresses[] = {
    "10.0.0.1",    "10.0.0.5",        "10.9.9.9",        "8.8.8.8",
    "52.9.8.7",    "172.16.0.1",      "172.31.0.9",      "172.32.0.1",
    "192.168.1.1", "203.0.113.9",     "100.64.0.1",      "224.0.0.1",
    "127.0.0.1",   "0.0.0.0",         "255.255.255.255", "::1",
    "::",          "2001:db8::1",     "2001:DB8:0::1",   "2001:4860:4860::8888",
    "fe80::1",     "::ffff:10.0.0.1", "::ffff:8.8.8.8",
};
static const char
    *const no_addresses[] =
        {
            "10.0.0.256",  "010.0.0.1",     "10.0.0",       "10.0.0.1/32",
            "10.0.0.1:80", "[::1]",         " 10.0.0.1",    "localhost",
            "n/a",         "1:2:3:4:5:6:7", "fe80::1%eth0", /* this one is an address,
                                                               but no operand */
};
const char *const kit_networks[] = {
    "10.0.0.0/8",    "10.1.2.3/8",     "10.0.0.0/255.0.0.0",
    "172.16.0.0/12", "192.168.0.0/16", "0.0.0.0/0",
    "8.8.8.8",       "8.8.8.0/24",     "10.0.0.0/30",
    "::/0",          "2001:db8::/32",  "fe80::/10",
    "::1",           "::/96",          "::ffff:0:0/96",
    "10.0.0.5/32",
};
static const char *const no_networks[] = {
    "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/255.0.255.0",
    "/8",          "x",         "::/129",
};
static const int64_t integers[] = {
    0,
    1,
    -1,
    2,
    5,
    6,
    7,
    22,
    22,
    403,
    403,
    443,
    3389,
    INT64_C(9007199254740991),
    INT64_C(9007199254740992),
    INT64_C(9007199254740993),
    INT64_C(-9007199254740993),
    INT64_MAX - 1,
    INT64_MAX,
    INT64_MIN,
};
static const double reals[] = {
    0.0,
    1.0,
    -1.0,
    5.01,
    5.0,
    8.9,
    -3.0,
    0.5,
    22.0,
    403.0,
    0.1,
    1.5,
    1e-7,
    1e15,
    9007199254740992.0,
    9007199254740994.0,
    9223372036854775808.0,
    123456.789,
};
const char *const kit_log_types[] = {"Custom.Alpha", "Custom.Beta", "AWS.CloudTrail"};
const char *const kit_severities[] = {"Info", "Low", "Medium", "High", "Critical"};

/* ---- Values ---- */

/* The upper case of common letters, the only ones whose rules are arithmetic. */
static uint32_t upper(uint32_t cp)
{
    if ((cp >= 'a' && cp <= 'z') || (cp >= 0xe0 && cp <= 0xfe && cp != 0xf7) ||
        (cp >= 0x3b1 && cp <= 0x3c9 && cp != 0x3c2)) {
        return cp - 0x20;
    }
    return cp;
}

/* The same text in another case, owned: all upper, all lower, or each letter by chance;
 * now and then with a letter whose lower case is in another block. */
char *kit_other_case(struct kit_random *random, const char *text)
{
    const size_t size = strlen(text);
    char *out = malloc(2 * size + 4);
    const size_t way = kit_random_below(random, 3);
    size_t written = 0;
    size_t used;

    for (size_t i = 0; i < size; i += used) {
        uint32_t cp = oz_utf8_decode(text + i, size - i, &used);

        if (way == 0 || (way == 2 && kit_random_chance(random, 30))) {
            cp = upper(cp);
        } else if (way == 1 || kit_random_chance(random, 30)) {
            cp = oz_lower(cp);
        }
        if ((cp == 'k' || cp == 'i') && kit_random_chance(random, 5)) {
            cp = cp == 'k' ? 0x212a : 0x130;
        }
        written += oz_utf8_encode(cp, out + written);
    }
    out[written] = '\0';
    return out;
}

/* A name, or one time in eight another case of it. */
json_t *kit_name(struct kit_random *random, const char *name, size_t size)
{
    char *copy = malloc(size + 1);
    json_t *out;

    memcpy(copy, name, size);
    copy[size] = '\0';
    if (kit_random_chance(random, 12)) {
        char *other = kit_other_case(random, copy);

        free(copy);
        copy = other;
    }
    out = json_string(copy);
    free(copy);
    return out;
}

const char *kit_text(struct kit_random *random, enum kit_pool pool)
{
    switch (pool) {
    case KIT_VERB:
        return KIT_PICK(random, verbs);
    case KIT_WORD:
        return KIT_PICK(random, words);
    case KIT_NAME:
        return KIT_PICK(random, names);
    case KIT_ADDRESS:
        return KIT_PICK(random, kit_addresses);
    case KIT_NETWORK:
        return KIT_PICK(random, kit_networks);
    case KIT_NUMBER:
    case KIT_FLAG:
    case KIT_ANYTHING:
        break;
    }
    return kit_random_chance(random, 50) ? KIT_PICK(random, words)
                                         : KIT_PICK(random, names);
}

static json_t *number(struct kit_random *random)
{
    return kit_random_chance(random, 75) ? json_integer(KIT_PICK(random, integers))
                                         : json_real(KIT_PICK(random, reals));
}

json_t *kit_scalar(struct kit_random *random, enum kit_pool pool)
{
    if (pool == KIT_NUMBER) {
        return number(random);
    }
    if (pool == KIT_FLAG) {
        return json_boolean(kit_random_chance(random, 50));
    }
    return json_string(kit_text(random, pool));
}

/* Any value whatever, at most this deep. */
json_t *kit_anything(struct kit_random *random, unsigned depth)
{
    static const char *const keys[] = {"admin", "Admin", "x", "type", "n", "name"};
    const size_t kind = kit_random_below(random, depth > 0 ? 10 : 7);
    const size_t count = kit_random_below(random, 4);
    json_t *out;

    if (kind == 0) {
        return json_null();
    }
    if (kind <= 6) {
        return kit_scalar(random,
                          (enum kit_pool)kit_random_below(random, KIT_ANYTHING));
    }
    out = kind <= 8 ? json_array() : json_object();
    for (size_t i = 0; i < count; i++) {
        json_t *child = kit_anything(random, depth - 1);

        if (kind <= 8) {
            json_array_append_new(out, child);
        } else {
            json_object_set_new(out, KIT_PICK(random, keys), child);
        }
    }
    return out;
}

/* A text that is long enough to be cut in a title. */
static json_t *long_text(struct kit_random *random)
{
    const size_t count = 300 + kit_random_below(random, 900);
    char *text = malloc(2 * count);
    json_t *out;

    for (size_t i = 0; i < count; i++) {
        memcpy(text + 2 * i, "\xc3\xa9", 2);
    }
    out = json_stringn(text, 2 * count);
    free(text);
    return out;
}

/* What an event has at a field of this pool; seldom something else altogether. */
static json_t *event_value(struct kit_random *random, enum kit_pool pool)
{
    const size_t odd = kit_random_below(random, 200);

    if (odd < 14 || pool == KIT_ANYTHING) {
        return kit_anything(random, 2);
    }
    if (odd == 14) {
        return long_text(random);
    }
    if (odd == 15) {
        return json_stringn("a\0b", 3);
    }
    if (odd < 40 && pool == KIT_ADDRESS) {
        return json_string(KIT_PICK(random, no_addresses));
    }
    if (odd < 60 && pool == KIT_NETWORK) {
        return json_string(KIT_PICK(random, no_networks));
    }
    if (odd < 60 && pool != KIT_NUMBER && pool != KIT_FLAG) {
        char *text = kit_other_case(random, kit_text(random, pool));
        json_t *out = json_string(text);

        free(text);
        return out;
    }
    return kit_scalar(random, pool);
}

/* ---- Events ---- */

/* The first step of a path; *rest becomes the others, or NULL. */
static size_t first_step(const char *path, const char **rest)
{
    const size_t size = strcspn(path, "/");

    *rest = path[size] == '\0' ? NULL : path + size + 1;
    return size;
}

/* Put a value (taken) at a path below a container, making what is on the way. */
static void put(struct kit_random *random, json_t *container, const char *path,
                json_t *value)
{
    const char *rest;
    const size_t size = first_step(path, &rest);
    const bool element = path[0] == '#';
    const bool list_next = rest != NULL && rest[0] == '#';
    json_t *name = element ? NULL : kit_name(random, path, size);
    size_t index = kit_random_below(random, 3);
    json_t *child;

    if (element && index >= json_array_size(container)) {
        index = json_array_size(container);
        json_array_append_new(container, json_null());
    }
    child = element ? json_array_get(container, index)
                    : json_object_get(container, json_string_value(name));
    if (rest != NULL && (list_next ? !json_is_array(child) : !json_is_object(child))) {
        child = list_next ? json_array() : json_object();
        put(random, child, rest, value);
        value = child;
    } else if (rest != NULL) {
        put(random, child, rest, value);
        value = NULL;
    }
    if (value != NULL && element) {
        json_array_set_new(container, index, value);
    } else if (value != NULL) {
        json_object_set_new(container, json_string_value(name), value);
    }
    json_decref(name);
}

/* Put something at a path, seldom at a mere part of it. */
static void put_field(struct kit_random *random, json_t *object,
                      const struct kit_field *field)
{
    char path[96];

    snprintf(path, sizeof path, "%s", field->path);
    if (kit_random_chance(random, 3)) {
        path[strcspn(path, "/")] = '\0';
        put(random, object, path, kit_anything(random, 2));
        return;
    }
    put(random, object, path, event_value(random, field->pool));
}

static json_t *row(struct kit_random *random)
{
    json_t *out = json_object();

    if (kit_random_chance(random, 8)) {
        json_decref(out);
        return kit_anything(random, 1);
    }
    for (size_t i = 0; i < 5; i++) {
        put_field(random, out, &KIT_PICK(random, kit_row_fields));
    }
    return out;
}

static void put_enrichment(struct kit_random *random, json_t *event)
{
    json_t *root = json_object();

    for (size_t i = 0; i < 3; i++) {
        const char *name = KIT_PICK(random, kit_tables);
        json_t *table = json_object_get(root, name);
        json_t *rows = row(random);

        if (kit_random_chance(random, 50)) {
            rows = json_pack("[o]", rows);
            for (size_t k = kit_random_below(random, 3); k > 0; k--) {
                json_array_append_new(rows, row(random));
            }
        }
        if (!json_is_object(table)) {
            table = json_object();
            json_object_set_new(root, name, table);
        }
        put(random, table, KIT_PICK(random, kit_selectors), rows);
    }
    put(random, event, "p_enrichment", root);
}

/* Containers around one another, near the limits that matter but below them. */
static void put_deep(struct kit_random *random, json_t *event)
{
    json_t *value = kit_anything(random, 2);

    for (size_t i = 10 + kit_random_below(random, 50); i > 0; i--) {
        value = kit_random_chance(random, 40) ? json_pack("[o]", value)
                                              : json_pack("{s:o}", "deep", value);
    }
    json_object_set_new(event, "deep", value);
}

static json_t *event_tree(struct kit_random *random, unsigned features)
{
    json_t *event = json_object();

    if (kit_random_chance(random, 2)) {
        return event;
    }
    for (size_t i = 0; i < KIT_FIELDS; i++) {
        const bool list = strchr(kit_fields[i].path, '#') != NULL;
        size_t tries = list ? 3 : 1;

        for (; tries > 0; tries--) {
            if (kit_random_chance(random, 60)) {
                put_field(random, event, &kit_fields[i]);
            }
        }
    }
    if (kit_random_chance(random, 5)) {
        put_deep(random, event);
    }
    if ((features & KIT_ENRICHMENT) != 0 && kit_random_chance(random, 60)) {
        put_enrichment(random, event);
    }
    if (kit_random_chance(random, 60)) {
        json_object_set_new(event, "p_log_type",
                            json_string(kit_random_chance(random, 90)
                                            ? KIT_PICK(random, kit_log_types)
                                            : "Custom.Gamma"));
    }
    if ((features & KIT_ODD_LOG_TYPES) != 0 && kit_random_chance(random, 20)) {
        json_object_del(event, "p_log_type");
        if (kit_random_chance(random, 50)) {
            json_object_set_new(event, "p_log_type", kit_anything(random, 1));
        } else {
            json_object_set_new(event, "P_Log_Type",
                                json_string(KIT_PICK(random, kit_log_types)));
        }
    }
    return event;
}

const char *kit_log_type(struct kit_random *random)
{
    return kit_random_chance(random, 70) ? NULL : KIT_PICK(random, kit_log_types);
}

char *kit_event(struct kit_random *random, unsigned features)
{
    json_t *event = event_tree(random, features);
    const bool plain = kit_random_chance(random, 60);
    const bool spaced = kit_random_chance(random, 30);
    char *text = kit_json_text(event, plain ? NULL : random, spaced);

    json_decref(event);
    return text;
}
