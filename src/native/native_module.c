/* native_module.c — small modules: uuid, string, collections, logging.
 *
 *     uuid.uuid4() => "0b9c…-4…-a…-…", a text: rules only ever print it
 *
 * A module's constant is a property of the module.
 */
#include "native/argument.h"

/* ---- uuid ---- */

bool oz_uuid4(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    static const char digits[] = "0123456789abcdef";
    const ounce_services *services = work->services;
    size_t base = work->text.size;
    uint64_t bits[2];

    (void)args;
    if (services == NULL || services->random == NULL) {
        return oz_raise(work, OZ_EXC_RUNTIME, "the host has given no random numbers");
    }
    bits[0] = services->random(services->ctx);
    bits[1] = services->random(services->ctx);
    bits[0] = (bits[0] & ~(uint64_t)0xf000) | 0x4000;               /* version 4 */
    bits[1] = (bits[1] & ~(UINT64_C(3) << 62)) | UINT64_C(2) << 62; /* RFC 4122 */
    for (unsigned i = 0; i < 32; i++) {
        if (i == 8 || i == 12 || i == 16 || i == 20) {
            oz_buf_char(&work->text, '-');
        }
        oz_buf_char(&work->text, digits[bits[i / 16] >> (60 - 4 * (i % 16)) & 15]);
    }
    return oz_text_take(work, base, out);
}

/* ---- string ---- */

#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGIT "0123456789"
#define PUNCT "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
#define SPACE " \t\n\r\v\f"

#define CONSTANT(function, text)                                                       \
    bool function(struct oz_work *work, const ounce_value *args, ounce_value *out)     \
    {                                                                                  \
        (void)work;                                                                    \
        (void)args;                                                                    \
        *out = oz_text(OZ_LIT(text));                                                  \
        return true;                                                                   \
    }

CONSTANT(oz_string_ascii_letters, LOWER UPPER)
CONSTANT(oz_string_ascii_lowercase, LOWER)
CONSTANT(oz_string_ascii_uppercase, UPPER)
CONSTANT(oz_string_digits, DIGIT)
CONSTANT(oz_string_hexdigits, DIGIT "abcdefABCDEF")
CONSTANT(oz_string_octdigits, "01234567")
CONSTANT(oz_string_punctuation, PUNCT)
CONSTANT(oz_string_whitespace, SPACE)
CONSTANT(oz_string_printable, DIGIT LOWER UPPER PUNCT SPACE)

/* ---- logging: what a rule would like to tell nobody ---- */

bool oz_logging_ignore(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    (void)args;
    *out = oz_none();
    return oz_walk_step(&work->walk, 1);
}
