/* time_free_token.c — the free-form parser's words: how a text falls into tokens.
 *
 *     "Jan 5,2024 10.30pm"  =>  Jan ␣ 5 , 2024 ␣ 10.30 pm
 *
 * A token is a run of letters, a number with at most one point (or a comma after two
 * digits), one blank or one other character. Runs of letters, digits and points mixed
 * fall apart at their points. So dateutil reads, and its results hang on it.
 */
#include "base/str.h"
#include "base/utf8.h"
#include "native/time_free.h"

enum state { START, WORD, NUMBER, WORD_POINT, NUMBER_POINT };

enum class { LETTER, DIGIT, BLANK, OTHER };

static enum class classify(ounce_str text, size_t place, size_t *used) {
    unsigned char c = (unsigned char)text.data[place];

    *used = 1;
    if (c >= 0x80){oz_utf8_decode(text.data + place, text.size - place, used);
                   return oz_time_space(text, place) > 0 ? BLANK : LETTER;}
if (c >= '0' && c <= '9')
{
    return DIGIT;
}
if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
    return LETTER;
}
return oz_time_space(text, place) > 0 ? BLANK : OTHER;
}

static bool add(struct oz_work *work, struct oz_tokens *out, const char *data,
                size_t size)
{
    void *items = out->items;

    if (!oz_arena_grow(work->walk.scratch, &items, out->count, &out->capacity,
                       sizeof *out->items)) {
        return oz_no_memory(work);
    }
    out->items = items;
    out->items[out->count++] = (ounce_str){data, size};
    return true;
}

static bool is_point(char c)
{
    return c == '.' || c == ',';
}

static bool add_parts(struct oz_work *work, struct oz_tokens *out, ounce_str token)
{
    size_t start = 0;

    for (size_t i = 0; i <= token.size; i++) {
        if (i < token.size && !is_point(token.data[i])) {
            continue;
        }
        if (i > start && !add(work, out, token.data + start, i - start)) {
            return false;
        }
        if (i < token.size && !add(work, out, token.data + i, 1)) {
            return false;
        }
        start = i + 1;
    }
    return true;
}

static bool add_decimal(struct oz_work *work, struct oz_tokens *out, ounce_str token)
{
    char *copy = oz_work_alloc(work, token.size);

    if (copy == NULL) {
        return false;
    }
    for (size_t i = 0; i < token.size; i++) {
        copy[i] = token.data[i] == ',' ? '.' : token.data[i];
    }
    return add(work, out, copy, token.size);
}

struct scan {
    enum state state;
    bool letters; /* seen; at the end of the text the last one does not count */
    size_t points;
};

/* Whether the next character goes on with the token. */
static bool step(struct scan *scan, enum class class, char c, char last, size_t size)
{
    switch (scan->state) {
    case START:
        break;
    case WORD:
        scan->letters = true;
        if (c == '.') {
            scan->state = WORD_POINT;
            return true;
        }
        return class == LETTER;
    case NUMBER:
        if (c == '.' || (c == ',' && size >= 2)) {
            scan->state = NUMBER_POINT;
            return true;
        }
        return class == DIGIT;
    case WORD_POINT:
        scan->letters = true;
        if (class == DIGIT && last == '.') {
            scan->state = NUMBER_POINT;
            return true;
        }
        return c == '.' || class == LETTER;
    case NUMBER_POINT:
        if (class == LETTER && last == '.') {
            scan->state = WORD_POINT;
            return true;
        }
        return c == '.' || class == DIGIT;
    }
    return false;
}

static bool add_token(struct oz_work *work, struct oz_tokens *out, ounce_str token,
                      const struct scan *scan)
{
    bool pointed = scan->state == WORD_POINT || scan->state == NUMBER_POINT;

    if (pointed &&
        (scan->letters || scan->points > 1 || is_point(token.data[token.size - 1]))) {
        return add_parts(work, out, token);
    }
    if (scan->state == NUMBER_POINT && scan->points == 0) {
        return add_decimal(work, out, token);
    }
    return add(work, out, token.data, token.size);
}

/* NULs are not there at all. */
static bool without_nul(struct oz_work *work, ounce_str *text)
{
    char *copy;
    size_t size = 0;

    if (text->size == 0 || memchr(text->data, '\0', text->size) == NULL) {
        return true;
    }
    if ((copy = oz_work_alloc(work, text->size)) == NULL) {
        return false;
    }
    for (size_t i = 0; i < text->size; i++) {
        if (text->data[i] != '\0') {
            copy[size++] = text->data[i];
        }
    }
    *text = (ounce_str){copy, size};
    return true;
}

bool oz_free_split(struct oz_work *work, ounce_str text, struct oz_tokens *out)
{
    size_t place = 0, used;

    memset(out, 0, sizeof *out);
    if (!oz_walk_step(&work->walk, text.size / 2 + 1) || !without_nul(work, &text)) {
        return false;
    }
    while (place < text.size) {
        size_t start = place;
        enum class class = classify(text, place, &used);
        struct scan scan = {class == LETTER  ? WORD
                            : class == DIGIT ? NUMBER
                                             : START,
                            false, 0};

        place += used;
        if (class == BLANK) {
            if (!add(work, out, " ", 1)) {
                return false;
            }
            continue;
        }
        for (; scan.state != START && place < text.size; place += used) {
            class = classify(text, place, &used);
            if (!step(&scan, class, text.data[place], text.data[place - 1],
                      place - start)) {
                break;
            }
            scan.points += text.data[place] == '.';
        }
        if (!add_token(work, out, (ounce_str){text.data + start, place - start},
                       &scan)) {
            return false;
        }
    }
    return true;
}

bool oz_free_integer(ounce_str token, int64_t *out)
{
    int64_t value = 0;

    if (token.size == 0) {
        return false;
    }
    for (size_t i = 0; i < token.size; i++) {
        if (token.data[i] < '0' || token.data[i] > '9') {
            return false;
        }
        value = value > (INT64_MAX - 9) / 10 ? INT64_MAX
                                             : value * 10 + (token.data[i] - '0');
    }
    *out = value;
    return true;
}

bool oz_free_numeral(ounce_str token, struct oz_numeral *out)
{
    const char *point = token.size > 0 ? memchr(token.data, '.', token.size) : NULL;
    size_t whole = point == NULL ? token.size : (size_t)(point - token.data);
    int64_t ignored;

    out->fraction = (ounce_str){"", 0};
    if (!oz_free_integer((ounce_str){token.data, whole}, &out->whole)) {
        return false;
    }
    if (point == NULL) {
        return true;
    }
    out->fraction = (ounce_str){point + 1, token.size - whole - 1};
    if (!oz_free_integer(out->fraction, &ignored)) {
        return false;
    }
    while (out->fraction.size > 0 &&
           out->fraction.data[out->fraction.size - 1] == '0') {
        out->fraction.size--;
    }
    return true;
}

/* ---- the words it knows, in any case ---- */

static bool is_word(ounce_str token, const char *word)
{
    size_t size = strlen(word);

    return token.size == size && oz_fold_equal(token.data, size, word, size);
}

bool oz_free_is_jump(ounce_str token)
{
    static const char *const words[] = {" ", ".",  ",",  ";",   "-",  "/",
                                        "'", "at", "on", "and", "ad", "m",
                                        "t", "of", "st", "nd",  "rd", "th"};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (is_word(token, words[i])) {
            return true;
        }
    }
    return false;
}

bool oz_free_is_utc(ounce_str token)
{
    return is_word(token, "utc") || is_word(token, "gmt") || is_word(token, "z");
}

static int find_name(ounce_str token, const char *const *names, int count)
{
    for (int i = 0; i < count; i++) {
        if (is_word(token, names[i]) ||
            (token.size == 3 && oz_fold_equal(token.data, 3, names[i], 3))) {
            return i;
        }
    }
    return -1;
}

int oz_free_weekday(ounce_str token)
{
    return find_name(token, oz_weekday_names, 7);
}

int oz_free_month(ounce_str token)
{
    return is_word(token, "sept") ? 8 : find_name(token, oz_month_names, 12);
}

int oz_free_unit(ounce_str token)
{
    static const char *const words[] = {"h",       "hour", "hours",  "m",      "minute",
                                        "minutes", "s",    "second", "seconds"};

    for (int i = 0; i < 9; i++) {
        if (is_word(token, words[i])) {
            return i / 3;
        }
    }
    return -1;
}

int oz_free_half(ounce_str token)
{
    return is_word(token, "am") || is_word(token, "a")   ? 0
           : is_word(token, "pm") || is_word(token, "p") ? 1
                                                         : -1;
}
