/* iam.h — policies of AWS IAM as values: Python's policyuniverse, without its catalogue
 * of actions.
 *
 *     Policy({"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:*"}]})
 *         .is_internet_accessible()  =>  True
 *
 * A Policy and a Statement are OZ_OBJECTs; what a statement says of principals, actions
 * and conditions is read once, when it is made.
 */
#ifndef OZ_IAM_H
#define OZ_IAM_H

#include "native/native.h"

enum { OZ_POLICY_DOCUMENT, OZ_POLICY_STATEMENTS, OZ_POLICY_FIELDS };
enum {
    OZ_STATEMENT_DOCUMENT,
    OZ_STATEMENT_CONDITIONS, /* list of Condition(category, value) */
    OZ_STATEMENT_PRINCIPALS, /* set */
    OZ_STATEMENT_ACTIONS,    /* set */
    OZ_STATEMENT_FIELDS
};

static inline const ounce_value *oz_iam_part(const ounce_value *object, size_t field)
{
    return &((const struct oz_record *)object->node)->fields.items[field];
}

/* ---- iam_statement.c ---- */

bool oz_iam_is_statement(const ounce_value *value);
/* document.get(name), or else AttributeError; out is null when it is not there. */
bool oz_iam_get(struct oz_work *work, const ounce_value *document, ounce_str name,
                ounce_value *out, bool *found);
/* Is it a list or a tuple, rather than one value by itself? */
bool oz_iam_is_array(const ounce_value *value);
/* Add all that can be iterated to a set. */
bool oz_iam_add_all(struct oz_work *work, ounce_value *set, const ounce_value *from);
bool oz_iam_allows(struct oz_work *work, const ounce_value *statement, bool *allows);
/* Add who is allowed, as tuples of category and value. */
bool oz_iam_add_allowed(struct oz_work *work, const ounce_value *statement,
                        ounce_value *set);
/* NotImplementedError: what was asked needs all actions of AWS. Always false. */
bool oz_iam_needs_catalogue(struct oz_work *work, const char *what);

/* ---- iam_access.c ---- */

bool oz_iam_is_open(struct oz_work *work, const ounce_value *statement, bool *open);
/* The organization that an id or a path of units begins with, or null; *mistaken: it is
 * not all well-formed. AttributeError for what is no text. */
bool oz_iam_organization(struct oz_work *work, const ounce_value *value,
                         ounce_value *out, bool *mistaken);

/* ---- iam_arn.c ---- */

/* What a principal or the value of a condition names. */
enum oz_arn_kind {
    OZ_ARN_WRONG,   /* nothing known */
    OZ_ARN_BUCKET,  /* of S3, where no account is told */
    OZ_ARN_NOBODY,  /* an ARN without an account */
    OZ_ARN_ANYBODY, /* an ARN whose account is "*" */
    OZ_ARN_SOMEBODY /* an account, or a service of AWS */
};
enum oz_arn_kind oz_arn_kind(ounce_str text);

#endif
