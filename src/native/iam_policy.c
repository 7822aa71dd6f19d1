/* iam_policy.c — a policy: its statements, and what they say together. */
#include "base/str.h"
#include "native/argument.h"
#include "native/iam.h"

static const char *const names[OZ_POLICY_FIELDS] = {"policy", "statements"};

static bool add_statements(struct oz_work *work, const ounce_value *from,
                           ounce_value *list)
{
    struct oz_iter iter;
    ounce_value item, made;
    bool more = true;

    if (!oz_iam_is_array(from)) {
        return oz_iam_statement(work, from, &made) && oz_array_add(work, list, &made);
    }
    if (!oz_iter_begin(work, from, &iter)) {
        return false;
    }
    while (oz_iter_next(work, &iter, &item, &more) && more) {
        if (!oz_iam_statement(work, &item, &made) || !oz_array_add(work, list, &made)) {
            return false;
        }
    }
    return !more;
}

bool oz_iam_policy(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    ounce_value fields[OZ_POLICY_FIELDS] = {args[0]}, statements;
    bool found;

    return oz_iam_get(work, &args[0], OZ_LIT("Statement"), &statements, &found) &&
           oz_array_new(work, OZ_ARRAY, 0, &fields[OZ_POLICY_STATEMENTS]) &&
           (!found ||
            add_statements(work, &statements, &fields[OZ_POLICY_STATEMENTS])) &&
           oz_record_new(work, OZ_OBJECT, OZ_LIT("policyuniverse.policy.Policy"), names,
                         fields, OZ_POLICY_FIELDS, out);
}

/* The list is the rule's to change, so anything may be in it. */
static const ounce_value *statement_at(struct oz_work *work, const ounce_value *policy,
                                       size_t at, const char *attribute)
{
    const ounce_value *item =
        &oz_array_of(oz_iam_part(policy, OZ_POLICY_STATEMENTS))->items[at];

    if (!oz_walk_step(&work->walk, 1)) {
        return NULL;
    }
    if (!oz_iam_is_statement(item)) {
        oz_raise(work, OZ_EXC_ATTRIBUTE, "'%s' object has no attribute '%s'",
                 oz_type_name(item), attribute);
        return NULL;
    }
    return item;
}

static size_t count(const ounce_value *policy)
{
    return oz_array_of(oz_iam_part(policy, OZ_POLICY_STATEMENTS))->count;
}

/* A part of every statement, in one set. */
static bool gather(struct oz_work *work, const ounce_value *policy, size_t part,
                   const char *attribute, ounce_value *out)
{
    if (!oz_dict_new(work, OZ_SET, out)) {
        return false;
    }
    for (size_t i = 0; i < count(policy); i++) {
        const ounce_value *statement = statement_at(work, policy, i, attribute);

        if (statement == NULL ||
            !oz_iam_add_all(work, out, oz_iam_part(statement, part))) {
            return false;
        }
    }
    return true;
}

bool oz_iam_policy_principals(struct oz_work *work, const ounce_value *args,
                              ounce_value *out)
{
    return gather(work, &args[0], OZ_STATEMENT_PRINCIPALS, "principals", out);
}

bool oz_iam_policy_conditions(struct oz_work *work, const ounce_value *args,
                              ounce_value *out)
{
    return gather(work, &args[0], OZ_STATEMENT_CONDITIONS, "condition_entries", out);
}

bool oz_iam_policy_summary(struct oz_work *work, const ounce_value *args,
                           ounce_value *out)
{
    (void)args;
    (void)out;
    return oz_iam_needs_catalogue(work, "policyuniverse.policy.Policy.action_summary");
}

bool oz_iam_policy_open(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    bool open = false;

    for (size_t i = 0; i < count(&args[0]) && !open; i++) {
        const ounce_value *statement =
            statement_at(work, &args[0], i, "is_internet_accessible");

        if (statement == NULL || !oz_iam_is_open(work, statement, &open)) {
            return false;
        }
    }
    *out = oz_bool(open);
    return true;
}

bool oz_iam_policy_open_actions(struct oz_work *work, const ounce_value *args,
                                ounce_value *out)
{
    if (!oz_dict_new(work, OZ_SET, out)) {
        return false;
    }
    for (size_t i = 0; i < count(&args[0]); i++) {
        const ounce_value *statement =
            statement_at(work, &args[0], i, "is_internet_accessible");
        bool open;

        if (statement == NULL || !oz_iam_is_open(work, statement, &open) ||
            (open && !oz_iam_add_all(work, out,
                                     oz_iam_part(statement, OZ_STATEMENT_ACTIONS)))) {
            return false;
        }
    }
    return true;
}

bool oz_iam_policy_allowed(struct oz_work *work, const ounce_value *args,
                           ounce_value *out)
{
    if (!oz_dict_new(work, OZ_SET, out)) {
        return false;
    }
    for (size_t i = 0; i < count(&args[0]); i++) {
        const ounce_value *statement = statement_at(work, &args[0], i, "effect");
        bool allows;

        if (statement == NULL || !oz_iam_allows(work, statement, &allows) ||
            (allows && !oz_iam_add_allowed(work, statement, out))) {
            return false;
        }
    }
    return true;
}
