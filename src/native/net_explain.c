/* net_explain.c — why a text is no address, in the words of Python's ipaddress.
 *
 *     "1.2.3.04" => Leading zeros are not permitted in '04' in '1.2.3.04'
 *
 * base/ipaddr.c has said no already; here CPython's checks are gone through in its own
 * order, since the first that fails gives the message.
 */
#include "base/str.h"
#include "native/net.h"

#define MAX_PARTS 9

/* "what 'part' in 'whole'"; part and whole may be absent. */
static bool fail(struct oz_work *work, size_t base, const char *what,
                 const ounce_str *part, const ounce_str *whole, const ounce_str *outer)
{
    const ounce_str *const texts[] = {part, whole, outer};
    bool first = true;

    oz_buf_text(&work->text, what);
    for (size_t i = 0; i < 3; i++) {
        ounce_value value;

        if (texts[i] == NULL) {
            continue;
        }
        value = oz_text(*texts[i]);
        oz_buf_text(&work->text, first ? "" : " in ");
        if (!oz_repr(work, &value)) {
            return false;
        }
        first = false;
    }
    return oz_raise_text(work, OZ_EXC_ADDRESS_VALUE, base);
}

static bool is_digits(ounce_str text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] < '0' || text.data[i] > '9') {
            return false;
        }
    }
    return text.size > 0;
}

/* What is wrong with an octet; NULL if nothing is. *shown: whether it is quoted. */
static const char *octet_problem(struct oz_work *work, ounce_str octet, bool *shown)
{
    *shown = true;
    if (octet.size == 0) {
        *shown = false;
        return "Empty octet not permitted in ";
    }
    if (!is_digits(octet)) {
        return "Only decimal digits permitted in ";
    }
    if (octet.size > 3) {
        return "At most 3 characters permitted in ";
    }
    if (octet.size > 1 && octet.data[0] == '0') {
        return "Leading zeros are not permitted in ";
    }
    if (octet.size == 3 && memcmp(octet.data, "255", 3) > 0) {
        *shown = false;
        oz_buf_text(&work->text, "Octet ");
        oz_buf_str(&work->text, octet);
        return " (> 255) not permitted in ";
    }
    return NULL;
}

/* Pieces between separators, at most `room` of them; the number there are. */
static size_t split(ounce_str text, char separator, ounce_str *parts, size_t room)
{
    size_t count = 0, from = 0;

    for (size_t i = 0; i <= text.size; i++) {
        if (i < text.size && text.data[i] != separator) {
            continue;
        }
        if (count < room) {
            parts[count] = (ounce_str){text.data + from, i - from};
        }
        count++;
        from = i + 1;
    }
    return count;
}

/* Always false, unless it is good. `outer`: the IPv6 text that it ends, or NULL. */
static bool explain_v4(struct oz_work *work, ounce_str text, const ounce_str *outer)
{
    const size_t base = work->text.size;
    ounce_str octets[4];

    if (text.size == 0) {
        return fail(work, base,
                    outer != NULL ? "Address cannot be empty in "
                                  : "Address cannot be empty",
                    outer, NULL, NULL);
    }
    if (split(text, '.', octets, 4) != 4) {
        return fail(work, base, "Expected 4 octets in ", &text, outer, NULL);
    }
    for (size_t i = 0; i < 4; i++) {
        bool shown;
        const char *problem = octet_problem(work, octets[i], &shown);

        if (problem != NULL) {
            return shown ? fail(work, base, problem, &octets[i], &text, outer)
                         : fail(work, base, problem, &text, outer, NULL);
        }
    }
    return true;
}

static bool is_hex(ounce_str text)
{
    for (size_t i = 0; i < text.size; i++) {
        const char c = text.data[i];

        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ||
              (c >= 'A' && c <= 'F'))) {
            return false;
        }
    }
    return true;
}

/* The parts of an IPv6 text once its form is good: one of them must be bad. */
static bool explain_hextets(struct oz_work *work, ounce_str text,
                            const ounce_str *parts, size_t from, size_t to)
{
    const size_t base = work->text.size;

    for (size_t i = from; i < to; i++) {
        if (!is_hex(parts[i])) {
            return fail(work, base, "Only hex digits permitted in ", &parts[i], &text,
                        NULL);
        }
        if (parts[i].size > 4) {
            return fail(work, base, "At most 4 characters permitted in ", &parts[i],
                        &text, NULL);
        }
    }
    return true;
}

/* Parts 0..count with an empty one at `skip`, which is "::". */
static bool explain_skip(struct oz_work *work, ounce_str text, const ounce_str *parts,
                         size_t count, size_t skip)
{
    const size_t base = work->text.size;
    size_t high = skip, low = count - skip - 1;

    if (parts[0].size == 0 && --high > 0) {
        return fail(work, base, "Leading ':' only permitted as part of '::' in ", &text,
                    NULL, NULL);
    }
    if (parts[count - 1].size == 0 && --low > 0) {
        return fail(work, base, "Trailing ':' only permitted as part of '::' in ",
                    &text, NULL, NULL);
    }
    if (high + low > 7) {
        return fail(work, base, "Expected at most 7 other parts with '::' in ", &text,
                    NULL, NULL);
    }
    return explain_hextets(work, text, parts, 0, high) &&
           explain_hextets(work, text, parts, count - low, count);
}

static bool explain_whole(struct oz_work *work, ounce_str text, const ounce_str *parts,
                          size_t count)
{
    const size_t base = work->text.size;

    if (count != 8) {
        return fail(work, base, "Exactly 8 parts expected without '::' in ", &text,
                    NULL, NULL);
    }
    if (parts[0].size == 0) {
        return fail(work, base, "Leading ':' only permitted as part of '::' in ", &text,
                    NULL, NULL);
    }
    if (parts[count - 1].size == 0) {
        return fail(work, base, "Trailing ':' only permitted as part of '::' in ",
                    &text, NULL, NULL);
    }
    return explain_hextets(work, text, parts, 0, count);
}

/* Every text goes through here that has a '.' behind its last ':': it becomes two
 * parts.
 */
static bool cut_v4(struct oz_work *work, ounce_str text, ounce_str *parts,
                   size_t *count)
{
    size_t colon = text.size;

    while (colon > 0 && text.data[colon - 1] != ':') {
        colon--;
    }
    if (memchr(text.data + colon, '.', text.size - colon) == NULL) {
        return true;
    }
    if (!explain_v4(work, (ounce_str){text.data + colon, text.size - colon}, &text)) {
        return false;
    }
    if (*count < MAX_PARTS) {
        parts[*count - 1] = OZ_LIT("0");
        parts[*count] = OZ_LIT("0");
    }
    ++*count;
    return true;
}

static bool explain_v6(struct oz_work *work, ounce_str text)
{
    const size_t base = work->text.size;
    ounce_str parts[MAX_PARTS];
    size_t count, skip = 0;

    if (text.size == 0) {
        return fail(work, base, "Address cannot be empty", NULL, NULL, NULL);
    }
    count = split(text, ':', parts, MAX_PARTS);
    if (count < 3) {
        return fail(work, base, "At least 3 parts expected in ", &text, NULL, NULL);
    }
    if (!cut_v4(work, text, parts, &count)) {
        return false;
    }
    if (count > MAX_PARTS) {
        return fail(work, base, "At most 8 colons permitted in ", &text, NULL, NULL);
    }
    for (size_t i = 1; i + 1 < count; i++) {
        if (parts[i].size == 0 && skip != 0) {
            return fail(work, base, "At most one '::' permitted in ", &text, NULL,
                        NULL);
        }
        skip = parts[i].size == 0 ? i : skip;
    }
    return skip != 0 ? explain_skip(work, text, parts, count, skip)
                     : explain_whole(work, text, parts, count);
}

/* "a%" and "a%b%c". */
static bool explain_zone(struct oz_work *work, ounce_str text, ounce_str *address)
{
    const char *percent = text.size > 0 ? memchr(text.data, '%', text.size) : NULL;
    const size_t base = work->text.size;
    ounce_value value = oz_text(text);
    size_t before;

    *address = text;
    if (percent == NULL) {
        return true;
    }
    before = (size_t)(percent - text.data);
    address->size = before;
    if (before + 1 < text.size &&
        memchr(percent + 1, '%', text.size - before - 1) == NULL) {
        return true;
    }
    oz_buf_text(&work->text, "Invalid IPv6 address: \"");
    if (!oz_repr(work, &value)) {
        return false;
    }
    oz_buf_char(&work->text, '"');
    return oz_raise_text(work, OZ_EXC_ADDRESS_VALUE, base);
}

bool oz_net_explain(struct oz_work *work, unsigned version, ounce_str text)
{
    const size_t base = work->text.size;
    ounce_str address;
    bool good;

    if (!oz_walk_step(&work->walk, 1 + text.size / 16)) {
        return false;
    }
    if (version == 4) {
        good = explain_v4(work, text, NULL);
    } else {
        good = explain_zone(work, text, &address) && explain_v6(work, address);
    }
    /* Not reached while both parsers agree; then there still is an exception. */
    return good ? fail(work, base, "Not an address: ", &text, NULL, NULL) : false;
}

bool oz_net_explain_zoned(struct oz_work *work, ounce_str text)
{
    const size_t base = work->text.size;

    return explain_v6(work, text) &&
           fail(work, base, "Not an address: ", &text, NULL, NULL);
}
