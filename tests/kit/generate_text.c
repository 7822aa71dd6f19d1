/* generate_text.c — JSON text, in all its spellings.
 *
 *     {"n":1}    { "n" : 10e-1 }    {"\u006e":2,"n":1.0}
 *
 * A reader of raw JSON has its own ideas of blanks, escapes, numbers and repeated
 * names; here they are all stirred up. Without a random number the text is plain JSON,
 * and then it is YAML, too, with the same values.
 */
#include "vocabulary.h"

#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct text {
    char *data;
    size_t size;
    size_t capacity;
    struct kit_random *random; /* NULL: one spelling for everything */
    bool spaced;
};

static void add(struct text *text, const char *data, size_t size)
{
    if (text->size + size + 1 > text->capacity) {
        text->capacity = 2 * (text->size + size + 1);
        text->data = realloc(text->data, text->capacity);
    }
    memcpy(text->data + text->size, data, size);
    text->size += size;
    text->data[text->size] = '\0';
}

static void put_text(struct text *text, const char *words)
{
    add(text, words, strlen(words));
}

static bool odd(const struct text *text, unsigned percent)
{
    return text->random != NULL && kit_random_chance(text->random, percent);
}

static void put_blanks(struct text *text)
{
    static const char *const blanks[] = {" ", "  ", "\n", "\t", "\r\n", " \t "};

    if (odd(text, 15)) {
        put_text(text, KIT_PICK(text->random, blanks));
    }
}

static void put_unit(struct text *text, unsigned unit)
{
    char out[8];

    snprintf(out, sizeof out, odd(text, 50) ? "\\u%04X" : "\\u%04x", unit);
    put_text(text, out);
}

static void put_code_point(struct text *text, uint32_t cp, const char *raw, size_t size)
{
    static const char plain[] = "\"\\\b\f\n\r\t";
    static const char escaped[] = "\"\\bfnrt";
    const char *special = cp == 0 || cp > 127 ? NULL : strchr(plain, (int)cp);
    const bool escape = odd(text, 12);

    if (cp > 0xffff && escape) {
        put_unit(text, (unsigned)(0xd800 + ((cp - 0x10000) >> 10)));
        put_unit(text, (unsigned)(0xdc00 + ((cp - 0x10000) & 0x3ff)));
    } else if (escape || (cp < 0x20 && special == NULL)) {
        put_unit(text, (unsigned)cp);
    } else if (special != NULL) {
        put_text(text, "\\");
        add(text, escaped + (special - plain), 1);
    } else if (cp == '/' && odd(text, 50)) {
        put_text(text, "\\/");
    } else {
        add(text, raw, size);
    }
}

static void put_string(struct text *text, const char *data, size_t size)
{
    size_t used;

    put_text(text, "\"");
    for (size_t i = 0; i < size; i += used) {
        const uint32_t cp = oz_utf8_decode(data + i, size - i, &used);

        put_code_point(text, cp, data + i, used);
    }
    put_text(text, "\"");
}

static void put_integer(struct text *text, int64_t value)
{
    static const char *const tails[] = {".0", "e0", "E+0", "0e-1", ".00e+00"};
    char out[32];

    snprintf(out, sizeof out, "%" JSON_INTEGER_FORMAT, (json_int_t)value);
    put_text(text, out);
    if (odd(text, 25)) {
        put_text(text, value == 0 ? ".0" : KIT_PICK(text->random, tails));
    }
}

/* YAML wants a point in the mantissa and a sign in the exponent; JSON does not mind. */
static void put_real(struct text *text, double value)
{
    char out[40];
    size_t mantissa;

    snprintf(out, sizeof out, "%.17g", value);
    mantissa = strcspn(out, "e");
    add(text, out, mantissa);
    if (memchr(out, '.', mantissa) == NULL) {
        put_text(text, ".0");
    }
    put_text(text, out + mantissa);
}

static void put_value(struct text *text, const json_t *value);

static void put_member(struct text *text, const char *name, const json_t *value,
                       bool *first)
{
    put_text(text, *first ? "" : text->spaced ? ", " : ",");
    put_blanks(text);
    put_string(text, name, strlen(name));
    put_blanks(text);
    put_text(text, text->spaced ? ": " : ":");
    put_blanks(text);
    put_value(text, value);
    put_blanks(text);
    *first = false;
}

/* A member that is there twice, with another value. */
static void put_twin(struct text *text, const char *name, bool *first)
{
    if (odd(text, 2)) {
        json_t *value = json_integer((json_int_t)kit_random_below(text->random, 9));

        put_member(text, name, value, first);
        json_decref(value);
    }
}

static void put_value(struct text *text, const json_t *value)
{
    bool first = true;
    const char *name;
    json_t *child;
    void *members;
    json_t *object;
    size_t i;

    switch (json_typeof(value)) {
    case JSON_NULL:
        put_text(text, "null");
        break;
    case JSON_TRUE:
        put_text(text, "true");
        break;
    case JSON_FALSE:
        put_text(text, "false");
        break;
    case JSON_INTEGER:
        put_integer(text, json_integer_value(value));
        break;
    case JSON_REAL:
        put_real(text, json_real_value(value));
        break;
    case JSON_STRING:
        put_string(text, json_string_value(value), json_string_length(value));
        break;
    case JSON_ARRAY:
        put_text(text, "[");
        put_blanks(text);
        json_array_foreach (value, i, child) {
            put_text(text, i == 0 ? "" : text->spaced ? ", " : ",");
            put_blanks(text);
            put_value(text, child);
            put_blanks(text);
        }
        put_text(text, "]");
        break;
    case JSON_OBJECT:
        memcpy(&object, &value,
               sizeof object); /* jansson iterates over non-const only */
        members = json_object_iter(object);
        put_text(text, "{");
        put_blanks(text);
        json_object_foreach (object, name, child) {
            put_twin(text, name, &first);
            put_member(text, name, child, &first);
            put_twin(text, name, &first);
        }
        if (members != NULL) { /* far from the first one, too */
            put_twin(text, json_object_iter_key(members), &first);
        }
        put_text(text, "}");
        break;
    }
}

char *kit_json_text(const json_t *value, struct kit_random *random, bool spaced)
{
    struct text text = {NULL, 0, 0, random, spaced};

    put_blanks(&text);
    put_value(&text, value);
    put_blanks(&text);
    return text.data;
}
