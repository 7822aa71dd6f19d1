/* native_bind.c — arguments to parameters.
 *
 *     "self,sep=,maxsplit="   s.split(",", maxsplit=1)   =>  s, ",", 1
 *
 * Wrong calls are told as CPython tells them, which has one wording for functions
 * written in C and one for those written in Python.
 */
#include "base/str.h"
#include "native/native.h"

struct param {
    ounce_str name;
    bool optional;
    char rest; /* '*' for *args, 'k' for **kwargs */
};

struct signature {
    const struct oz_native *native;
    struct param params[OZ_MAX_PARAMS];
    uint32_t count;
    uint32_t first;     /* 1 after `self` */
    uint32_t places;    /* parameters that are neither * nor ** */
    uint32_t required;  /* of them, those that must be given */
    uint32_t star, map; /* their place, or OZ_MAX_PARAMS */
};

static void add_param(struct signature *sig, ounce_str text)
{
    struct param *param = &sig->params[sig->count];

    memset(param, 0, sizeof *param);
    while (text.size > 0 && text.data[0] == '*') {
        param->rest = param->rest == '*' ? 'k' : '*';
        text.data++;
        text.size--;
    }
    param->optional = text.size > 0 && text.data[text.size - 1] == '=';
    text.size -= param->optional;
    param->name = text;
    if (param->rest == '*') {
        sig->star = sig->count;
    } else if (param->rest == 'k') {
        sig->map = sig->count;
    } else {
        sig->places++;
        sig->required += !param->optional;
    }
    sig->count++;
}

static void read_signature(const struct oz_native *native, struct signature *sig)
{
    const char *at = native->params;

    memset(sig, 0, sizeof *sig);
    sig->native = native;
    sig->star = sig->map = OZ_MAX_PARAMS;
    while (*at != '\0' && sig->count < OZ_MAX_PARAMS) {
        size_t size = strcspn(at, ",");

        add_param(sig, (ounce_str){at, size});
        at += size;
        at += strspn(at, ", ");
    }
    sig->first = sig->count > 0 && oz_str_is(sig->params[0].name, "self");
}

/* Modules whose functions are written in Python. */
static bool in_python(const char *name)
{
    static const char *const modules[] = {
        "json.",   "ipaddress.", "fnmatch.",  "base64.", "urllib.",    "shlex.",
        "uuid.",   "re.match",   "re.search", "re.sub",  "re.findall", "re.compile",
        "re.full", "dateutil.",  "Immutable", NULL};

    for (size_t i = 0; modules[i] != NULL; i++) {
        if (strncmp(name, modules[i], strlen(modules[i])) == 0) {
            return true;
        }
    }
    return false;
}

/* "split" of "str.split". */
static const char *last_part(const char *name)
{
    const char *dot = strrchr(name, '.');

    return dot != NULL ? dot + 1 : name;
}

static const char *plural(uint32_t n)
{
    return n == 1 ? "" : "s";
}

static bool python_count(struct oz_work *work, const struct signature *sig,
                         uint32_t given)
{
    bool range = sig->required != sig->places;

    if (range) {
        return oz_raise(work, OZ_EXC_TYPE,
                        "%s() takes from %u to %u positional arguments but %u %s given",
                        last_part(sig->native->name), sig->required, sig->places, given,
                        given == 1 ? "was" : "were");
    }
    return oz_raise(work, OZ_EXC_TYPE,
                    "%s() takes %u positional argument%s but %u %s given",
                    last_part(sig->native->name), sig->places, plural(sig->places),
                    given, given == 1 ? "was" : "were");
}

/* Counts leave out `self`, as CPython's do for functions written in C. */
static bool wrong_count(struct oz_work *work, const struct signature *sig,
                        uint32_t given)
{
    const char *name = sig->native->name;
    uint32_t least = sig->required - sig->first, most = sig->places - sig->first;

    if (most == 0) {
        return oz_raise(work, OZ_EXC_TYPE, "%s() takes no arguments (%u given)", name,
                        given - sig->first);
    }
    if (least == 1 && most == 1 && sig->star == OZ_MAX_PARAMS) {
        return oz_raise(work, OZ_EXC_TYPE, "%s() takes exactly one argument (%u given)",
                        name, given - sig->first);
    }
    given -= sig->first;
    return oz_raise(
        work, OZ_EXC_TYPE, "%s expected %s%u argument%s, got %u", last_part(name),
        least == most && sig->star == OZ_MAX_PARAMS ? ""
        : given < least                             ? "at least "
                                                    : "at most ",
        given < least ? least : most, plural(given < least ? least : most), given);
}

static uint32_t place_of(const struct signature *sig, ounce_str name)
{
    for (uint32_t i = sig->first; i < sig->count; i++) {
        if (sig->params[i].rest == 0 && oz_str_equal(sig->params[i].name, name)) {
            return i;
        }
    }
    return OZ_MAX_PARAMS;
}

static bool bind_positional(struct oz_work *work, const struct signature *sig,
                            const ounce_value *args, uint32_t count, ounce_value *bound)
{
    uint32_t at = 0;

    /* What follows *args can only be given by name. */
    for (uint32_t i = 0; i < sig->count && at < count; i++) {
        if (sig->params[i].rest != 0) {
            break;
        }
        bound[i] = args[at++];
    }
    if (sig->star == OZ_MAX_PARAMS) {
        return at == count ||
               (in_python(sig->native->name) ? python_count(work, sig, count)
                                             : wrong_count(work, sig, count));
    }
    while (at < count) {
        if (!oz_array_add(work, &bound[sig->star], &args[at++])) {
            return false;
        }
    }
    return true;
}

static bool unknown_name(struct oz_work *work, const struct signature *sig,
                         ounce_str name)
{
    const char *function = last_part(sig->native->name);

    if (in_python(sig->native->name)) {
        return oz_raise(work, OZ_EXC_TYPE,
                        "%s() got an unexpected keyword argument '%.*s'", function,
                        OZ_STR(name));
    }
    if (sig->places == sig->first || sig->places == sig->required) {
        return oz_raise(work, OZ_EXC_TYPE, "%s() takes no keyword arguments",
                        sig->native->name);
    }
    return oz_raise(work, OZ_EXC_TYPE, "'%.*s' is an invalid keyword argument for %s()",
                    OZ_STR(name), function);
}

static bool bind_name(struct oz_work *work, const struct signature *sig, ounce_str name,
                      const ounce_value *arg, ounce_value *bound)
{
    uint32_t place = place_of(sig, name);
    ounce_value key = oz_text(name);

    if (place == OZ_MAX_PARAMS) {
        return sig->map != OZ_MAX_PARAMS
                   ? oz_dict_set(work, &bound[sig->map], &key, arg)
                   : unknown_name(work, sig, name);
    }
    if (bound[place].kind != OUNCE_MISSING) {
        return in_python(sig->native->name)
                   ? oz_raise(work, OZ_EXC_TYPE,
                              "%s() got multiple values for argument '%.*s'",
                              last_part(sig->native->name), OZ_STR(name))
                   : oz_raise(work, OZ_EXC_TYPE,
                              "argument for %s() given by name ('%.*s') and position "
                              "(%u)",
                              last_part(sig->native->name), OZ_STR(name),
                              place + 1 - sig->first);
    }
    bound[place] = *arg;
    return true;
}

static bool missing_one(struct oz_work *work, const struct signature *sig,
                        uint32_t given, const ounce_value *bound, uint32_t at)
{
    uint32_t missing = 0;

    if (!in_python(sig->native->name)) {
        return wrong_count(work, sig, given);
    }
    for (uint32_t i = at; i < sig->count; i++) {
        missing += bound[i].kind == OUNCE_MISSING && !sig->params[i].optional;
    }
    if (missing == 2) {
        return oz_raise(
            work, OZ_EXC_TYPE,
            "%s() missing 2 required positional arguments: '%.*s' and '%.*s'",
            last_part(sig->native->name), OZ_STR(sig->params[at].name),
            OZ_STR(sig->params[at + 1].name));
    }
    return oz_raise(work, OZ_EXC_TYPE,
                    "%s() missing %u required positional argument%s: '%.*s'",
                    last_part(sig->native->name), missing, plural(missing),
                    OZ_STR(sig->params[at].name));
}

static bool make_rest(struct oz_work *work, const struct signature *sig,
                      ounce_value *bound)
{
    memset(bound, 0, OZ_MAX_PARAMS * sizeof *bound);
    return (sig->star == OZ_MAX_PARAMS ||
            oz_array_new(work, OZ_TUPLE, 0, &bound[sig->star])) &&
           (sig->map == OZ_MAX_PARAMS || oz_dict_new(work, OZ_DICT, &bound[sig->map]));
}

/* Most calls give every parameter by its place, and the signature need not be read for
 * them: it is gone over once. false: it takes more than that. */
static bool bind_plainly(const char *params, const ounce_value *args, uint32_t count,
                         ounce_value *bound)
{
    uint32_t at = 0;

    while (*params != '\0') {
        bool optional;

        if (*params == '*' || at == OZ_MAX_PARAMS) {
            return false;
        }
        while (*params != ',' && *params != '\0') {
            params++;
        }
        optional = params[-1] == '=';
        if (at < count) {
            bound[at] = args[at];
        } else if (optional) {
            memset(&bound[at], 0, sizeof *bound);
        } else {
            return false;
        }
        at++;
        while (*params == ',' || *params == ' ') {
            params++;
        }
    }
    return at >= count;
}

bool oz_native_bind(struct oz_work *work, const struct oz_native *native,
                    const ounce_value *args, uint32_t positional,
                    const ounce_str *names, uint32_t named, ounce_value *bound)
{
    struct signature sig;

    if (named == 0 && bind_plainly(native->params, args, positional, bound)) {
        return true;
    }
    read_signature(native, &sig);
    if (!make_rest(work, &sig, bound) ||
        !bind_positional(work, &sig, args, positional, bound)) {
        return false;
    }
    for (uint32_t i = 0; i < named; i++) {
        if (!bind_name(work, &sig, names[i], &args[positional + i], bound)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < sig.count; i++) {
        if (bound[i].kind == OUNCE_MISSING && !sig.params[i].optional) {
            return missing_one(work, &sig, positional + named, bound, i);
        }
    }
    return true;
}
