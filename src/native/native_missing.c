/* native_missing.c — library functions that rules name and that are not there.
 *
 *     pycountry.countries.get   =>  a function that this version lacks
 *     boto3.resource            =>  one that no version will have: it asks AWS
 *
 * A rule loads all the same, for it may never come to the call; its author wants to
 * know.
 */
#include "native/native_missing.h"

#include "base/str.h"
#include "base/table.h"
#include "native/native.h"
#include "native/native_constant.h"

/* Classes of exceptions are no functions, and can be called. */
static bool is_exception(ounce_str name)
{
    for (uint32_t i = 0; i < OZ_EXC_COUNT; i++) {
        const char *brief = oz_exception_short_name((enum oz_exception_class)i);
        size_t size = strlen(brief);

        if (name.size >= size &&
            memcmp(name.data + name.size - size, brief, size) == 0 &&
            (name.size == size || name.data[name.size - size - 1] == '.')) {
            return true;
        }
    }
    return false;
}

bool oz_native_missing(ounce_str name)
{
    ounce_value constant;

    return oz_native_find(name) == OZ_NONE && !oz_native_constant(name, &constant) &&
           !is_exception(name);
}

static const char ask_before[] = "put what it would answer into the event, or into a "
                                 "lookup table that the rule asks with event.lookup()";
static const char expand_before[] = "put the expanded actions into the resource";

static const struct {
    const char *prefix; /* a module, or the beginning of one */
    const char *service;
    const char *instead;
} services[] = {
    {"boto3.", "the API of AWS", ask_before},
    {"botocore.", "the API of AWS", ask_before},
    {"requests.", "a web server", ask_before},
    {"urllib.request.", "a web server", ask_before},
    {"urllib3.", "a web server", ask_before},
    {"http.client.", "a web server", ask_before},
    {"socket.", "the network", ask_before},
    {"policyuniverse.expander_minimizer.", "the catalogue of AWS actions",
     expand_before},
    {"policyuniverse.action_categories.", "the catalogue of AWS actions",
     expand_before},
};

bool oz_native_service(ounce_str name, const char **service, const char **instead)
{
    for (size_t i = 0; i < sizeof services / sizeof *services; i++) {
        size_t size = strlen(services[i].prefix);

        if (name.size > size && memcmp(name.data, services[i].prefix, size) == 0) {
            *service = services[i].service;
            *instead = services[i].instead;
            return true;
        }
    }
    return false;
}
