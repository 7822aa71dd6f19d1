/* normal_print.c — the words of the normal form.
 *
 *     eventName in ["A", "B"] or requestParameters.kind ne "x"
 *
 * A conjunct that is negated is `not (…)`; inside of one, a negated test has a word of
 * its own, its complement: `ne`, `not_in`, `not_exists`.
 */
#include "catalog/normal.h"

#include <string.h>

#define MOST_COMPUTED 200 /* bytes of a computed text in a line */

static void print(const struct oz_normal *normal, bool inside, struct oz_buf *buf);

static void print_values(const struct oz_normal *leaf, struct oz_buf *buf)
{
    bool list = leaf->value_count > 1;

    if (leaf->value_count == 0) {
        return;
    }
    oz_buf_text(buf, list ? " [" : " ");
    for (uint32_t i = 0; i < leaf->value_count; i++) {
        oz_buf_text(buf, i > 0 ? ", " : "");
        oz_expr_print_constant(&leaf->values[i], buf);
    }
    oz_buf_text(buf, list ? "]" : "");
}

/* `eq` has `ne`, with the i of `ieq` in front; the others have `not_`. */
static void print_word(const struct oz_normal *leaf, bool negated, struct oz_buf *buf)
{
    ounce_str word = leaf->word;
    bool folded = word.size > 2 && word.data[0] == 'i' &&
                  memcmp(word.data, "in", 3) != 0 && memcmp(word.data, "is_", 3) != 0 &&
                  memcmp(word.data, "ip_", 3) != 0;

    if (!negated) {
        oz_buf_str(buf, word);
        return;
    }
    if (folded) {
        oz_buf_char(buf, 'i');
        word = (ounce_str){word.data + 1, word.size - 1};
    }
    if (word.size == 2 && memcmp(word.data, "eq", 2) == 0) {
        oz_buf_text(buf, "ne");
    } else if (word.size == 11 && memcmp(word.data, "is_not_null", 11) == 0) {
        oz_buf_text(buf, "is_null");
    } else {
        oz_buf_text(buf, "not_");
        oz_buf_str(buf, word);
    }
}

static void print_leaf(const struct oz_normal *leaf, bool negated, struct oz_buf *buf)
{
    oz_buf_str(buf, leaf->field);
    oz_buf_char(buf, ' ');
    print_word(leaf, negated, buf);
    print_values(leaf, buf);
}

static void print_in_brackets(const struct oz_normal *normal, struct oz_buf *buf)
{
    oz_buf_char(buf, '(');
    print(normal, false, buf);
    oz_buf_char(buf, ')');
}

/* A line is read by people: a long text is cut there, and whole in `opaque`. */
static void print_computed(ounce_str text, struct oz_buf *buf)
{
    size_t size = text.size;

    oz_buf_text(buf, "computed(");
    if (size > MOST_COMPUTED) {
        for (size = MOST_COMPUTED; ((unsigned char)text.data[size] & 0xc0) == 0x80;) {
            size--; /* not inside a code point */
        }
    }
    oz_buf_add(buf, text.data, size);
    oz_buf_text(buf, size < text.size ? "\xe2\x80\xa6)" : ")");
}

static void print_group(const struct oz_normal *group, struct oz_buf *buf)
{
    for (uint32_t i = 0; i < group->count; i++) {
        const struct oz_normal *child = group->children[i];

        if (i > 0) {
            oz_buf_text(buf, group->kind == OZ_NORMAL_AND ? " and " : " or ");
        }
        if (child->kind == OZ_NORMAL_AND || child->kind == OZ_NORMAL_OR) {
            print_in_brackets(child, buf);
        } else {
            print(child, true, buf);
        }
    }
}

/* Recursion is bounded by the depth of the IR. */
static void print(const struct oz_normal *normal, bool inside, struct oz_buf *buf)
{
    switch (normal->kind) {
    case OZ_NORMAL_TRUE:
        oz_buf_text(buf, "true");
        return;
    case OZ_NORMAL_FALSE:
        oz_buf_text(buf, "false");
        return;
    case OZ_NORMAL_LEAF:
        print_leaf(normal, false, buf);
        return;
    case OZ_NORMAL_ELEMENTS:
        oz_buf_str(buf, normal->field);
        oz_buf_char(buf, ' ');
        oz_buf_str(buf, normal->word);
        oz_buf_char(buf, ' ');
        print_in_brackets(normal->children[0], buf);
        return;
    case OZ_NORMAL_COMPUTED:
        print_computed(normal->text, buf);
        return;
    case OZ_NORMAL_NOT:
        if (inside && normal->children[0]->kind == OZ_NORMAL_LEAF) {
            print_leaf(normal->children[0], true, buf);
            return;
        }
        oz_buf_text(buf, "not ");
        print_in_brackets(normal->children[0], buf);
        return;
    case OZ_NORMAL_AND:
    case OZ_NORMAL_OR:
        print_group(normal, buf);
        return;
    }
}

void oz_normal_print(const struct oz_normal *normal, struct oz_buf *buf)
{
    print(normal, false, buf);
}

uint32_t oz_normal_conjuncts(const struct oz_normal *normal,
                             const struct oz_normal *const **conjuncts)
{
    *conjuncts = normal->children;
    return normal->kind == OZ_NORMAL_AND ? normal->count : 0;
}
