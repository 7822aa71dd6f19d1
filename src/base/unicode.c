/* unicode.c — character kinds and full case mappings: searches in generated tables.
 *
 *     special cases, which yield several code points => ranges => itself
 *
 * Title case is kept as its differences from upper case, folding as its differences
 * from lower case: both are mostly the same.
 */
#include "base/unicode.h"

#include "base/case_range.h"
#include "base/utf8.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

static const struct oz_case_range upper_ranges[] = {
#include "base/unicode_upper.inc"
};

static const struct oz_case_range title_ranges[] = {
#include "base/unicode_title.inc"
};

static const struct oz_case_range fold_ranges[] = {
#include "base/unicode_fold.inc"
};

static const struct {
    uint32_t which, cp, to[OZ_CASE_MAX];
} specials[] = {
#include "base/unicode_special.inc"
};

static const struct flag_range {
    uint32_t first, last;
    uint16_t even, odd;
} flag_ranges[] = {
#include "base/unicode_flags.inc"
};

static const struct flag_range *find_flags(uint32_t cp)
{
    size_t low = 0;
    size_t high = LENGTH(flag_ranges);

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (cp > flag_ranges[middle].last) {
            low = middle + 1;
        } else if (cp < flag_ranges[middle].first) {
            high = middle;
        } else {
            return &flag_ranges[middle];
        }
    }
    return NULL;
}

uint32_t oz_char_flags(uint32_t cp)
{
    const struct flag_range *range = find_flags(cp);

    return range == NULL ? 0 : (cp - range->first) % 2 == 0 ? range->even : range->odd;
}

int oz_char_decimal(uint32_t cp)
{
    const struct flag_range *range = find_flags(cp);

    if (range == NULL || (range->even & OZ_CHAR_DECIMAL) == 0) {
        return -1;
    }
    return (int)((cp - range->first) % 10);
}

/* The row of a code point, or the number of rows. */
static size_t find_special(enum oz_case which, uint32_t cp)
{
    const uint64_t wanted = (uint64_t)which << 32 | cp;
    size_t low = 0;
    size_t high = LENGTH(specials);

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const uint64_t here =
            (uint64_t)specials[middle].which << 32 | specials[middle].cp;

        if (here == wanted) {
            return middle;
        }
        if (here < wanted) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return LENGTH(specials);
}

static uint32_t simple_case(enum oz_case which, uint32_t cp)
{
    uint32_t to = cp;

    switch (which) {
    case OZ_CASE_LOWER:
        return oz_lower(cp);
    case OZ_CASE_FOLD:
        return oz_case_find(fold_ranges, LENGTH(fold_ranges), cp, &to) ? to
                                                                       : oz_lower(cp);
    case OZ_CASE_TITLE:
        if (oz_case_find(title_ranges, LENGTH(title_ranges), cp, &to)) {
            return to;
        }
        break;
    case OZ_CASE_UPPER:
        break;
    }
    oz_case_find(upper_ranges, LENGTH(upper_ranges), cp, &to);
    return to;
}

static uint32_t ascii_case(enum oz_case which, uint32_t cp)
{
    const uint32_t other = cp | 0x20;

    if (other < 'a' || other > 'z') {
        return cp;
    }
    return which == OZ_CASE_LOWER || which == OZ_CASE_FOLD ? other : other - 0x20;
}

size_t oz_char_case(enum oz_case which, uint32_t cp, uint32_t out[OZ_CASE_MAX])
{
    size_t special;
    size_t count = 0;

    if (cp < 0x80) {
        out[0] = ascii_case(which, cp);
        return 1;
    }
    special = find_special(which, cp);
    if (special == LENGTH(specials)) {
        out[0] = simple_case(which, cp);
        return 1;
    }
    while (count < OZ_CASE_MAX && specials[special].to[count] != 0) {
        out[count] = specials[special].to[count];
        count++;
    }
    return count;
}
