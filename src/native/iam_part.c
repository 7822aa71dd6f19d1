/* iam_part.c — what else a statement answers: its effect, resources, actions, and its
 * conditions by category.
 */
#include "base/str.h"
#include "native/argument.h"
#include "native/iam.h"

static const ounce_value *document_of(const ounce_value *statement)
{
    return oz_iam_part(statement, OZ_STATEMENT_DOCUMENT);
}

bool oz_iam_effect(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    bool found;

    return oz_iam_get(work, document_of(&args[0]), OZ_LIT("Effect"), out, &found);
}

bool oz_iam_not_principal(struct oz_work *work, const ounce_value *args,
                          ounce_value *out)
{
    ounce_value value;
    bool found;

    if (!oz_iam_get(work, document_of(&args[0]), OZ_LIT("NotPrincipal"), &value,
                    &found)) {
        return false;
    }
    *out = oz_bool(found);
    return true;
}

bool oz_iam_resources(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const ounce_value *document = document_of(&args[0]);
    ounce_value value;
    bool found;

    if (!oz_dict_new(work, OZ_SET, out) ||
        !oz_iam_get(work, document, OZ_LIT("NotResource"), &value, &found)) {
        return false;
    }
    if (found) {
        value = oz_text(OZ_LIT("*"));
        return oz_dict_set(work, out, &value, NULL);
    }
    return oz_iam_get(work, document, OZ_LIT("Resource"), &value, &found) &&
           (oz_iam_is_array(&value) ? oz_iam_add_all(work, out, &value)
                                    : oz_dict_set(work, out, &value, NULL));
}

/* ---- actions ---- */

bool oz_iam_needs_catalogue(struct oz_work *work, const char *what)
{
    return oz_raise(work, OZ_EXC_NOT_IMPLEMENTED, "%s() is not supported%s", what,
                    oz_native_reason(OZ_LIT("policyuniverse.action_categories")));
}

static bool expansion_needs_catalogue(struct oz_work *work)
{
    return oz_raise(work, OZ_EXC_NOT_IMPLEMENTED,
                    "Statement.actions_expanded of '*' or NotAction is not supported%s",
                    oz_native_reason(OZ_LIT("policyuniverse.action_categories")));
}

/* An action without a star is its own expansion, in lower case. */
static bool add_expanded(struct oz_work *work, const ounce_value *action,
                         ounce_value *set)
{
    ounce_value lower;

    if (action->kind < OUNCE_TEXT) {
        return oz_raise(work, OZ_EXC_TYPE, "'%s' object is not iterable",
                        oz_type_name(action));
    }
    if (action->kind != OUNCE_TEXT ||
        (action->size > 0 && memchr(action->text, '*', action->size) != NULL)) {
        return expansion_needs_catalogue(work);
    }
    return oz_str_lower(work, action, &lower) && oz_dict_set(work, set, &lower, NULL);
}

static bool expand(struct oz_work *work, const ounce_value *actions, ounce_value *set)
{
    struct oz_iter iter;
    ounce_value item;
    bool more = true;

    if (!oz_iam_is_array(actions)) {
        return add_expanded(work, actions, set);
    }
    if (!oz_iter_begin(work, actions, &iter)) {
        return false;
    }
    while (oz_iter_next(work, &iter, &item, &more) && more) {
        if (!add_expanded(work, &item, set)) {
            return false;
        }
    }
    return !more;
}

/* All but some actions are known only to who knows all. */
bool oz_iam_expanded(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const ounce_value *document = document_of(&args[0]);
    ounce_value actions, others, none;
    bool has_actions, has_others;

    if (!oz_dict_new(work, OZ_SET, out) || !oz_dict_new(work, OZ_SET, &none) ||
        !oz_iam_get(work, document, OZ_LIT("Action"), &actions, &has_actions) ||
        (has_actions && !expand(work, &actions, out)) ||
        !oz_iam_get(work, document, OZ_LIT("NotAction"), &others, &has_others) ||
        (has_others && !expand(work, &others, &none))) {
        return false;
    }
    return oz_dict_of(&none)->count == 0 || expansion_needs_catalogue(work);
}

bool oz_iam_summary(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    (void)args;
    (void)out;
    return oz_iam_needs_catalogue(work,
                                  "policyuniverse.statement.Statement.action_summary");
}

/* ---- conditions by category ---- */

static bool is_of(const ounce_value *entry, const char *category)
{
    const ounce_value *own = oz_record_field(entry, OZ_LIT("category"));

    return own != NULL && own->kind == OUNCE_TEXT &&
           oz_str_is(oz_str_of(own), category);
}

/* The values of a category; of organizations, on demand, only their ids. */
static bool conditions(struct oz_work *work, const ounce_value *statement,
                       const char *category, bool ids, ounce_value *out)
{
    const struct oz_array *entries =
        oz_array_of(oz_iam_part(statement, OZ_STATEMENT_CONDITIONS));
    bool mistaken;

    if (!oz_dict_new(work, OZ_SET, out)) {
        return false;
    }
    for (size_t i = 0; i < entries->count; i++) {
        const ounce_value *value = oz_record_field(&entries->items[i], OZ_LIT("value"));
        ounce_value id;

        if (!oz_walk_step(&work->walk, 1)) {
            return false;
        }
        if (value == NULL) {
            return oz_raise(work, OZ_EXC_ATTRIBUTE,
                            "'%s' object has no attribute 'category'",
                            oz_type_name(&entries->items[i]));
        }
        if (!is_of(&entries->items[i], category)) {
            continue;
        }
        if ((ids && !oz_iam_organization(work, value, &id, &mistaken)) ||
            !oz_dict_set(work, out, ids ? &id : value, NULL)) {
            return false;
        }
    }
    return true;
}

#define CONDITIONS(function, category, ids)                                            \
    bool function(struct oz_work *work, const ounce_value *args, ounce_value *out)     \
    {                                                                                  \
        return conditions(work, &args[0], category, ids, out);                         \
    }

CONDITIONS(oz_iam_arns, "arn", false)
CONDITIONS(oz_iam_accounts, "account", false)
CONDITIONS(oz_iam_orgids, "organization", true)
CONDITIONS(oz_iam_orgpaths, "organization", false)
CONDITIONS(oz_iam_userids, "userid", false)
CONDITIONS(oz_iam_cidrs, "cidr", false)
CONDITIONS(oz_iam_vpcs, "vpc", false)
CONDITIONS(oz_iam_vpces, "vpce", false)
