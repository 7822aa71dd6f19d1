/* iam_arn.c — is a text an ARN, an account or a service of AWS?
 *
 *     arn:aws:iam::123456789012:root  123456789012  ec2.amazonaws.com  x.aws.internal
 *
 * policyuniverse asks with regular expressions of Python: a digit is one of any script,
 * a line end may stand at the end, and the dots around "aws" are any character.
 */
#include "base/str.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "native/argument.h"
#include "native/iam.h"

static bool has_newline(ounce_str text)
{
    return text.size > 0 && memchr(text.data, '\n', text.size) != NULL;
}

/* What `$` leaves: one line end at the end does not count. */
static ounce_str without_line_end(ounce_str text)
{
    if (text.size > 0 && text.data[text.size - 1] == '\n') {
        text.size--;
    }
    return text;
}

/* The part before the next colon; false when there is none. */
static bool take_part(ounce_str *text, ounce_str *part)
{
    const char *colon = text->size > 0 ? memchr(text->data, ':', text->size) : NULL;

    if (colon == NULL) {
        return false;
    }
    *part = (ounce_str){text->data, (size_t)(colon - text->data)};
    *text = oz_str_part(*text, part->size + 1, text->size);
    return true;
}

/* How many decimal digits the text is made of; 0 when there is anything else. */
static size_t count_digits(ounce_str text)
{
    size_t count = 0, used;

    for (size_t at = 0; at < text.size; at += used) {
        if (oz_char_decimal(oz_utf8_decode(text.data + at, text.size - at, &used)) <
            0) {
            return 0;
        }
        count++;
    }
    return count;
}

static bool is_account(ounce_str text)
{
    return text.size == 0 || oz_str_is(text, "*") || oz_str_is(text, "cloudfront") ||
           oz_str_is(text, "aws") || count_digits(text) == 12;
}

/* arn:partition:technology:region:account:name */
static bool read_arn(ounce_str text, ounce_str *technology, ounce_str *account)
{
    ounce_str word, partition, region;

    if (!take_part(&text, &word) || !oz_str_is(word, "arn") ||
        !take_part(&text, &partition) || !take_part(&text, technology) ||
        !take_part(&text, &region) || !take_part(&text, account) ||
        !is_account(*account)) {
        return false;
    }
    text = without_line_end(text);
    return text.size > 0 && !has_newline(text);
}

static bool take_end(ounce_str *text, const char *end)
{
    size_t size = strlen(end);

    if (text->size < size || memcmp(text->data + text->size - size, end, size) != 0) {
        return false;
    }
    text->size -= size;
    return true;
}

/* Any character but a line end. */
static bool take_last(ounce_str *text)
{
    if (text->size == 0 || text->data[text->size - 1] == '\n') {
        return false;
    }
    text->size = oz_text_before(*text, text->size);
    return true;
}

/* One or two names with a dot between them, before ".amazonaws.com". */
static bool is_service(ounce_str text)
{
    const char *dot, *other;

    text = without_line_end(text);
    if ((!take_end(&text, ".amazonaws.com") && !take_end(&text, ".amazon.com")) ||
        text.size == 0) {
        return false;
    }
    dot = memchr(text.data, '.', text.size);
    other = memrchr(text.data, '.', text.size);
    return dot == NULL ||
           (dot == other && dot > text.data && dot < text.data + text.size - 1);
}

static bool is_internal(ounce_str text)
{
    text = without_line_end(text);
    return take_end(&text, "internal") && take_last(&text) && take_end(&text, "aws") &&
           take_last(&text) && text.size > 0 &&
           memchr(text.data, '.', text.size) == NULL;
}

enum oz_arn_kind oz_arn_kind(ounce_str text)
{
    ounce_str technology, account;
    size_t digits;

    if (read_arn(text, &technology, &account)) {
        return oz_str_is(technology, "s3") ? OZ_ARN_BUCKET
               : account.size == 0         ? OZ_ARN_NOBODY
               : oz_str_is(account, "*")   ? OZ_ARN_ANYBODY
                                           : OZ_ARN_SOMEBODY;
    }
    digits = count_digits(without_line_end(text));
    return (digits > 0 && digits % 12 == 0) || is_service(text) || is_internal(text)
               ? OZ_ARN_SOMEBODY
               : OZ_ARN_WRONG;
}
