/* native_shlex.c — shlex.split: a command line into its words, as a POSIX shell has it.
 *
 *     aws s3 cp "a b" c\ d ''  =>  ["aws", "s3", "cp", "a b", "c d", ""]
 *
 * The states are those of CPython's reader with whitespace_split: between words, in a
 * word, in quotes, behind a backslash.
 */
#include "native/argument.h"

enum state { BETWEEN, WORD, QUOTES, ESCAPE };

struct lexer {
    struct oz_work *work;
    ounce_value *out;
    size_t base;            /* where the word begins in work->text */
    bool quoted;            /* the word had quotes: it counts even when it is empty */
    bool comments;          /* `#` begins one */
    enum state state, back; /* back: the state behind an escape */
    char quote;             /* the one that is open */
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* A word that is empty and had no quotes is none. */
static bool end_word(struct lexer *in)
{
    ounce_value word;
    bool emit = in->quoted || in->work->text.size > in->base;

    in->state = BETWEEN;
    in->quoted = false;
    return oz_walk_step(&in->work->walk, 1) &&
           (!emit || (oz_text_take(in->work, in->base, &word) &&
                      oz_array_add(in->work, in->out, &word)));
}

static void enter_escape(struct lexer *in, enum state back)
{
    in->back = back;
    in->state = ESCAPE;
}

static void skip_comment(ounce_str text, size_t *at)
{
    const char *end = memchr(text.data + *at, '\n', text.size - *at);

    *at = end == NULL ? text.size - 1 : (size_t)(end - text.data);
}

/* Between words and inside one. */
static bool plain(struct lexer *in, ounce_str text, size_t *at)
{
    char c = text.data[*at];

    if (is_blank(c)) {
        return end_word(in);
    }
    if (c == '#' && in->comments) {
        skip_comment(text, at);
        return in->state == BETWEEN || end_word(in);
    }
    if (c == '\\') {
        enter_escape(in, WORD);
    } else if (c == '"' || c == '\'') {
        in->quote = c;
        in->state = QUOTES;
    } else {
        oz_buf_char(&in->work->text, c);
        in->state = WORD;
    }
    return true;
}

static void quotes(struct lexer *in, char c)
{
    in->quoted = true;
    if (c == in->quote) {
        in->state = WORD;
    } else if (c == '\\' && in->quote == '"') {
        enter_escape(in, QUOTES);
    } else {
        oz_buf_char(&in->work->text, c);
    }
}

/* Within quotes only the quote and the backslash can be escaped. */
static void escape(struct lexer *in, char c)
{
    if (in->back == QUOTES && c != '\\' && c != in->quote) {
        oz_buf_char(&in->work->text, '\\');
    }
    oz_buf_char(&in->work->text, c);
    in->state = in->back;
}

static bool read_words(struct lexer *in, ounce_str text)
{
    for (size_t at = 0; at < text.size; at++) {
        switch (in->state) {
        case BETWEEN:
        case WORD:
            if (!plain(in, text, &at)) {
                return false;
            }
            break;
        case QUOTES:
            quotes(in, text.data[at]);
            break;
        case ESCAPE:
            escape(in, text.data[at]);
            break;
        }
    }
    if (in->state == QUOTES) {
        return oz_raise(in->work, OZ_EXC_VALUE, "No closing quotation");
    }
    if (in->state == ESCAPE) {
        return oz_raise(in->work, OZ_EXC_VALUE, "No escaped character");
    }
    return end_word(in);
}

bool oz_shlex_split(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    struct lexer in = {.work = work, .out = out, .base = work->text.size};

    if (args[0].kind != OUNCE_TEXT) {
        return oz_raise(work, OZ_EXC_ATTRIBUTE,
                        "'%.100s' object has no attribute 'read'",
                        oz_type_name(&args[0]));
    }
    in.comments = oz_arg_given(&args[1]) && oz_truth(&args[1]);
    if (oz_arg_given(&args[2]) && !oz_truth(&args[2])) {
        return oz_raise(work, OZ_EXC_NOT_IMPLEMENTED,
                        "shlex.split with posix=False is not supported");
    }
    if (!oz_charge_bytes(work, args[0].size) || !oz_array_new(work, OZ_ARRAY, 0, out)) {
        return false;
    }
    if (!read_words(&in, oz_str_of(&args[0]))) {
        work->text.size = in.base;
        return false;
    }
    return true;
}
