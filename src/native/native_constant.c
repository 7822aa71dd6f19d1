/* native_constant.c — the table of native_constant.def, looked up by name.
 *
 *     "re.IGNORECASE" => 2
 *
 * Only rules that are being compiled ask, so a plain search will do.
 */
#include "native/native_constant.h"

#include "base/str.h"

enum constant_kind { CONSTANT_INT, CONSTANT_REAL, CONSTANT_TEXT };

static const struct {
    const char *name;
    enum constant_kind kind;
    int64_t integer;
    double real;
    const char *text;
} constants[] = {
#define OZ_CONSTANT_INT(name, value)  {name, CONSTANT_INT, value, 0, ""},
#define OZ_CONSTANT_REAL(name, value) {name, CONSTANT_REAL, 0, value, ""},
#define OZ_CONSTANT_TEXT(name, value) {name, CONSTANT_TEXT, 0, 0, value},
#include "native/native_constant.def"
#undef OZ_CONSTANT_INT
#undef OZ_CONSTANT_REAL
#undef OZ_CONSTANT_TEXT
};

static ounce_value value_of(size_t i)
{
    switch (constants[i].kind) {
    case CONSTANT_INT:
        return oz_int(constants[i].integer);
    case CONSTANT_REAL:
        return oz_real(constants[i].real);
    case CONSTANT_TEXT:
        break;
    }
    return oz_text((ounce_str){constants[i].text, strlen(constants[i].text)});
}

bool oz_native_constant(ounce_str name, ounce_value *out)
{
    for (size_t i = 0; i < sizeof(constants) / sizeof(constants[0]); i++) {
        if (oz_str_is(name, constants[i].name)) {
            *out = value_of(i);
            return true;
        }
    }
    return false;
}
