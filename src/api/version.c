/* version.c — the doorway of ounce/version.h. */
#include <ounce/version.h>

#include "build_info.h"

const char *ounce_version(void)
{
    return OUNCE_VERSION;
}

bool ounce_build_info(uint32_t index, const char **name, const char **value)
{
    /* Versions of libraries are those the library was built against. */
    static const struct {
        const char *name, *value;
    } entries[] = {
        {"compiler", OZ_BUILD_COMPILER},   {"build type", OZ_BUILD_TYPE},
        {"sanitizers", OZ_BUILD_SANITIZE}, {"jansson", OZ_BUILD_JANSSON},
        {"pcre2", OZ_BUILD_PCRE2},         {"libyaml", OZ_BUILD_LIBYAML},
        {"libcyaml", OZ_BUILD_LIBCYAML},   {"unicode", "14.0.0"},
    };

    if (index >= sizeof entries / sizeof *entries) {
        return false;
    }
    *name = entries[index].name;
    *value = entries[index].value;
    return true;
}
