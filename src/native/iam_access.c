/* iam_access.c — is a statement open to everybody on the internet?
 *
 *     Allow, Principal "*"                                     => yes
 *     Allow, Principal "*", StringEquals aws:SourceAccount "1" => no
 *     Allow, NotPrincipal …                                    => yes
 *
 * As policyuniverse has it: conditions limit a statement only if none of those that it
 * knows is open itself; of CIDRs only /0 is.
 */
#include "base/str.h"
#include "native/argument.h"
#include "native/iam.h"

static bool ends_with(ounce_str text, const char *end)
{
    size_t size = strlen(end);

    return text.size >= size && memcmp(text.data + text.size - size, end, size) == 0;
}

static bool begins_with(ounce_str text, const char *start)
{
    size_t size = strlen(start);

    return text.size >= size && memcmp(text.data, start, size) == 0;
}

static bool has_star(ounce_str text)
{
    return text.size > 0 && memchr(text.data, '*', text.size) != NULL;
}

/* A value whose method is called: bytes have it, but want bytes. */
static bool need_text(struct oz_work *work, const ounce_value *value,
                      const char *method, const char *of_bytes)
{
    if (value->kind == OUNCE_TEXT) {
        return oz_charge_bytes(work, value->size);
    }
    return value->kind == OZ_BYTES
               ? oz_raise(work, OZ_EXC_TYPE, "%s", of_bytes)
               : oz_raise(work, OZ_EXC_ATTRIBUTE, "'%s' object has no attribute '%s'",
                          oz_type_name(value), method);
}

/* ---- the kinds of values ---- */

static bool arn_open(struct oz_work *work, const ounce_value *value, bool *open)
{
    ounce_str text = oz_str_of(value);

    if (value->kind == OZ_BYTES) {
        return oz_raise(work, OZ_EXC_TYPE,
                        "cannot use a string pattern on a bytes-like object");
    }
    if (value->kind != OUNCE_TEXT) {
        return oz_raise(work, OZ_EXC_TYPE,
                        "expected string or bytes-like object, got '%s'",
                        oz_type_name(value));
    }
    *open = false;
    switch (oz_arn_kind(text)) {
    case OZ_ARN_WRONG:
        *open = has_star(text);
        break;
    case OZ_ARN_NOBODY:
    case OZ_ARN_ANYBODY:
        *open = true;
        break;
    case OZ_ARN_BUCKET:
    case OZ_ARN_SOMEBODY:
        break;
    }
    return oz_charge_bytes(work, text.size);
}

/* Units behind the root: what follows one that ends the path is a mistake. */
static bool unit_fits(ounce_str unit, bool *ended)
{
    if (*ended) {
        return false;
    }
    *ended = unit.size == 0 || oz_str_is(unit, "*") || oz_str_is(unit, "ou-*");
    return *ended || begins_with(unit, "ou-");
}

bool oz_iam_organization(struct oz_work *work, const ounce_value *value,
                         ounce_value *out, bool *mistaken)
{
    ounce_str rest = oz_str_of(value);
    bool ended = false, fits = true;

    *out = oz_none();
    if (!need_text(work, value, "split",
                   "a bytes-like object is required, not 'str'")) {
        return false;
    }
    for (uint32_t place = 0; fits; place++) {
        const char *slash = rest.size > 0 ? memchr(rest.data, '/', rest.size) : NULL;
        ounce_str part = {rest.data,
                          slash == NULL ? rest.size : (size_t)(slash - rest.data)};

        if (place < 2) {
            fits = oz_str_is(part, "*") || begins_with(part, place == 0 ? "o-" : "r-");
        } else {
            fits = unit_fits(part, &ended);
        }
        if (place == 0 && fits) {
            *out = oz_text(part);
        }
        if (slash == NULL) {
            break;
        }
        rest = oz_str_part(rest, part.size + 1, rest.size);
    }
    *mistaken = !fits;
    return true;
}

static bool organization_open(struct oz_work *work, const ounce_value *value,
                              bool *open)
{
    ounce_value organization;
    bool mistaken;
    size_t at;

    if (!oz_iam_organization(work, value, &organization, &mistaken)) {
        return false;
    }
    if (!mistaken) {
        *open = oz_str_is(oz_str_of(&organization), "o-*");
        return true;
    }
    if (!oz_text_find(work, oz_str_of(value), OZ_LIT("o-*"), &at)) {
        return false;
    }
    *open = at != SIZE_MAX;
    return true;
}

/* A star at the very end is what stands for the sessions of a role. */
static bool userid_open(struct oz_work *work, const ounce_value *value, bool *open)
{
    const char *star;

    if (!need_text(work, value, "find",
                   "argument should be integer or bytes-like object, not 'str'")) {
        return false;
    }
    star = value->size > 0 ? memchr(value->text, '*', value->size) : NULL;
    *open = star == NULL ? value->size > 0 : star != value->text + value->size - 1;
    return true;
}

static bool cidr_open(struct oz_work *work, const ounce_value *value, bool *open)
{
    if (!need_text(work, value, "endswith",
                   "endswith first arg must be bytes or a tuple of bytes, not str")) {
        return false;
    }
    *open = ends_with(oz_str_of(value), "/0");
    return true;
}

/* ---- conditions ---- */

static bool entry_open(struct oz_work *work, const ounce_value *entry, bool *open)
{
    const ounce_value *category = oz_record_field(entry, OZ_LIT("category"));
    const ounce_value *value = oz_record_field(entry, OZ_LIT("value"));
    ounce_value star = oz_text(OZ_LIT("*"));
    ounce_str name;

    if (category == NULL || value == NULL) {
        return oz_raise(work, OZ_EXC_ATTRIBUTE,
                        "'%s' object has no attribute 'category'", oz_type_name(entry));
    }
    name = category->kind == OUNCE_TEXT ? oz_str_of(category) : OZ_LIT("");
    return oz_str_is(name, "arn")            ? arn_open(work, value, open)
           : oz_str_is(name, "organization") ? organization_open(work, value, open)
           : oz_str_is(name, "userid")       ? userid_open(work, value, open)
           : oz_str_is(name, "cidr")         ? cidr_open(work, value, open)
                                             : oz_contains(work, value, &star, open);
}

static bool condition_open(struct oz_work *work, const ounce_value *statement,
                           bool *open)
{
    const struct oz_array *entries =
        oz_array_of(oz_iam_part(statement, OZ_STATEMENT_CONDITIONS));

    *open = entries->count == 0;
    for (size_t i = 0; i < entries->count && !*open; i++) {
        if (!oz_walk_step(&work->walk, 1) ||
            !entry_open(work, &entries->items[i], open)) {
            return false;
        }
    }
    return true;
}

bool oz_iam_condition_open(struct oz_work *work, const ounce_value *args,
                           ounce_value *out)
{
    bool open;

    if (!condition_open(work, &args[0], &open)) {
        return false;
    }
    *out = oz_bool(open);
    return true;
}

/* ---- statements ---- */

static bool principals_open(struct oz_work *work, const ounce_value *statement,
                            bool *open)
{
    const ounce_value *set = oz_iam_part(statement, OZ_STATEMENT_PRINCIPALS);
    const struct oz_dict_entry *entry;
    size_t place = 0;

    *open = false;
    while (!*open && (entry = oz_dict_next(set, &place)) != NULL) {
        if (!oz_walk_step(&work->walk, 1) || !arn_open(work, &entry->key, open)) {
            return false;
        }
    }
    return true;
}

bool oz_iam_is_open(struct oz_work *work, const ounce_value *statement, bool *open)
{
    ounce_value other;

    if (!oz_iam_allows(work, statement, open) ||
        (*open && !condition_open(work, statement, open))) {
        return false;
    }
    if (!*open) {
        return true;
    }
    return oz_iam_get(work, oz_iam_part(statement, OZ_STATEMENT_DOCUMENT),
                      OZ_LIT("NotPrincipal"), &other, open) &&
           (*open || principals_open(work, statement, open));
}

bool oz_iam_open(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    bool open;

    if (!oz_iam_is_open(work, &args[0], &open)) {
        return false;
    }
    *out = oz_bool(open);
    return true;
}
