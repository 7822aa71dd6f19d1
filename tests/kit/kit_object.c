/* kit_object.c — values of an evaluation, written as Python writes them. */
#include "kit_object.h"

#include "base/str.h"
#include "base/utf8.h"
#include "event/event_json.h"
#include "native/regex.h"

#include <check.h>
#include <math.h>
#include <ounce/matcher.h>
#include <stdlib.h>

struct kit {
    struct oz_work work;
    struct oz_arena arena;
    char printed[65536];
};

struct oz_work *kit_work(void)
{
    return kit_work_over(&oz_alloc_default);
}

struct oz_work *kit_work_over(const ounce_allocator *alloc)
{
    struct kit *kit = calloc(1, sizeof *kit);

    ck_assert_ptr_nonnull(kit);
    oz_arena_init(&kit->arena, alloc);
    oz_buf_init(&kit->work.text, alloc);
    oz_buf_init(&kit->work.stack, alloc);
    kit->work.walk.scratch = &kit->arena;
    kit->work.walk.steps = 10000000;
    kit->work.walk.max_depth = 64;
    return &kit->work;
}

void kit_work_free(struct oz_work *work)
{
    struct kit *kit = (struct kit *)work;

    oz_buf_finish(&work->text);
    oz_buf_finish(&work->stack);
    oz_regexes_free(work->regexes);
    oz_arena_finish(&kit->arena);
    free(kit);
}

static const char *read_value(struct oz_work *work, const char *at, ounce_value *out);

static const char *blank(const char *at)
{
    return at + strspn(at, " ");
}

static unsigned long hex(const char *at, size_t digits)
{
    char text[9] = {0};

    memcpy(text, at, digits);
    return strtoul(text, NULL, 16);
}

static const char *read_escape(struct oz_work *work, const char *at, bool bytes)
{
    size_t digits = *at == 'x' ? 2 : *at == 'u' ? 4 : *at == 'U' ? 8 : 0;
    char text[OZ_UTF8_MAX];
    uint32_t cp;

    if (digits == 0) {
        oz_buf_char(&work->text, *at == 'n'   ? '\n'
                                 : *at == 't' ? '\t'
                                 : *at == 'r' ? '\r'
                                              : *at);
        return at + 1;
    }
    cp = (uint32_t)hex(at + 1, digits);
    if (bytes) {
        oz_buf_char(&work->text, (char)(unsigned char)cp);
    } else {
        oz_buf_add(&work->text, text, oz_utf8_encode(cp, text));
    }
    return at + 1 + digits;
}

static const char *read_text(struct oz_work *work, const char *at, bool bytes,
                             ounce_value *out)
{
    size_t base = work->text.size;
    char quote = *at++;

    while (*at != quote) {
        ck_assert_msg(*at != '\0', "no end of text");
        if (*at == '\\') {
            at = read_escape(work, at + 1, bytes);
        } else {
            oz_buf_char(&work->text, *at++);
        }
    }
    ck_assert(oz_text_take(work, base, out));
    out->kind = bytes ? OZ_BYTES : OUNCE_TEXT;
    return at + 1;
}

static const char *read_number(struct oz_work *work, const char *at, ounce_value *out)
{
    size_t size = strspn(at, "0123456789+-.e");
    bool real = strcspn(at, ".e") < size;

    if (real) {
        *out = oz_real(strtod(at, NULL));
    } else {
        ck_assert(oz_integer(work, (ounce_str){at, size}, out));
    }
    return at + size;
}

static const char *read_items(struct oz_work *work, const char *at, char close,
                              ounce_value *out)
{
    ounce_value item, value;
    bool table = close == '}', map = false;

    ck_assert(oz_array_new(work, close == ']' ? OZ_ARRAY : OZ_TUPLE, 0, out));
    if (table) {
        ck_assert(oz_dict_new(work, OZ_DICT, out));
    }
    for (at = blank(at); *at != close; at = blank(at)) {
        at = blank(read_value(work, at, &item));
        if (table && *at == ':') {
            map = true;
            at = blank(read_value(work, at + 1, &value));
            ck_assert(oz_dict_set(work, out, &item, &value));
        } else if (table) {
            ck_assert(oz_dict_set(work, out, &item, NULL));
        } else {
            ck_assert(oz_array_add(work, out, &item));
        }
        if (*at == ',') {
            at++;
        }
    }
    if (table && !map && oz_dict_of(out)->count > 0) {
        out->kind = OZ_SET;
    }
    return at + 1;
}

/* W('…'): a container of the event; E('…'): the event itself. */
static const char *read_event(struct oz_work *work, const char *at, bool whole,
                              ounce_value *out)
{
    ounce_value json;

    at = read_text(work, at, false, &json);
    *out = json;
    out->kind = json.text[0] == '[' ? OUNCE_LIST : OUNCE_MAP;
    out->flags = OZ_VALUE_RAW;
    ck_assert(oz_json_settle(&work->walk, &work->stack, out));
    out->flags = whole ? OZ_VALUE_EVENT : 0;
    return at + 1;
}

static const struct {
    const char *name;
    uint32_t kind;
    int64_t integer;
} words[] = {
    {"None", OUNCE_NULL, 0},
    {"True", OUNCE_BOOL, 1},
    {"False", OUNCE_BOOL, 0},
};

static const char *read_word(struct oz_work *work, const char *at, ounce_value *out)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strncmp(at, words[i].name, strlen(words[i].name)) == 0) {
            *out = oz_none();
            out->kind = words[i].kind;
            out->integer = words[i].integer;
            return at + strlen(words[i].name);
        }
    }
    if (strncmp(at, "inf", 3) == 0 || strncmp(at, "nan", 3) == 0) {
        *out = oz_real(at[0] == 'i' ? (double)INFINITY : (double)NAN);
        return at + 3;
    }
    if (strncmp(at, "set()", 5) == 0) {
        ck_assert(oz_dict_new(work, OZ_SET, out));
        return at + 5;
    }
    if (strncmp(at, "frozenset(", 10) == 0) {
        at = read_value(work, at + 10, out);
        out->kind = OZ_FROZENSET;
        return at + 1;
    }
    ck_abort_msg("no literal: %s", at);
}

static const char *read_value(struct oz_work *work, const char *at, ounce_value *out)
{
    at = blank(at);
    switch (*at) {
    case '\'':
    case '"':
        return read_text(work, at, false, out);
    case '[':
        return read_items(work, at + 1, ']', out);
    case '(':
        return read_items(work, at + 1, ')', out);
    case '{':
        return read_items(work, at + 1, '}', out);
    case 'b':
        return read_text(work, at + 1, true, out);
    case 'W':
    case 'E':
        return read_event(work, at + 2, *at == 'E', out);
    default:
        if ((*at >= '0' && *at <= '9') || (*at == '-' && at[1] != 'i')) {
            return read_number(work, at, out);
        }
        if (*at == '-') {
            *out = oz_real(-(double)INFINITY);
            return at + 4;
        }
        return read_word(work, at, out);
    }
}

ounce_value kit_literal(struct oz_work *work, const char *text)
{
    ounce_value value;
    const char *end = read_value(work, text, &value);

    ck_assert_msg(*blank(end) == '\0', "left over: %s", end);
    return value;
}

static void print_failure(struct oz_work *work)
{
    const struct oz_exception *exception = work->failure.node;

    if (work->walk.reason != OUNCE_REASON_RULE_ERROR) {
        oz_buf_text(&work->text, "!");
        oz_buf_text(&work->text, ounce_reason_text(work->walk.reason));
        return;
    }
    work->walk.reason = OUNCE_REASON_NONE;
    oz_buf_text(&work->text, "!");
    oz_buf_text(&work->text, oz_exception_short_name(exception->class_id));
    oz_buf_text(&work->text, ": ");
    ck_assert(oz_str(work, &work->failure));
}

const char *kit_repr(struct oz_work *work, bool ok, const ounce_value *value)
{
    struct kit *kit = (struct kit *)work;

    oz_buf_clear(&work->text);
    if (ok) {
        ok = oz_repr(work, value);
    }
    if (!ok) {
        oz_buf_clear(&work->text);
        print_failure(work);
    }
    ck_assert_uint_lt(work->text.size, sizeof kit->printed);
    memcpy(kit->printed, work->text.data, work->text.size);
    kit->printed[work->text.size] = '\0';
    oz_buf_clear(&work->text);
    return kit->printed;
}
