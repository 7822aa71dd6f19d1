/* native_url.c — urllib.parse.urlparse and urlsplit.
 *
 *     "https://u:p@Host:81/a;b?q" => scheme "https", netloc "u:p@Host:81", path "/a",
 *                                    params "b", query "q", fragment ""
 *
 * Splitting never decodes and hardly ever refuses: that is urllib, and what rules
 * compare. Bytes are split as text and come back as bytes.
 */
#include "native/native_url.h"

#include "base/ipaddr.h"
#include "base/utf8.h"

static const char *const parse_names[] = {"scheme", "netloc", "path",
                                          "params", "query",  "fragment"};
static const char *const split_names[] = {"scheme", "netloc", "path", "query",
                                          "fragment"};

struct url {
    ounce_str scheme, netloc, path, params, query, fragment;
};

static bool is_letter(char c)
{
    char lower = (char)(c | 0x20);

    return lower >= 'a' && lower <= 'z';
}

static bool is_scheme_char(char c)
{
    return is_letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
}

/* ---- cleaning: controls in front, and tabs and line ends anywhere, are dropped ----
 */

static bool is_dropped(char c)
{
    return c == '\t' || c == '\r' || c == '\n';
}

static bool clean(struct oz_work *work, ounce_str *text, bool both_ends)
{
    size_t base = work->text.size;
    ounce_value cleaned;
    bool dirty = false;

    while (text->size > 0 && (unsigned char)text->data[0] <= 0x20) {
        *text = oz_str_part(*text, 1, text->size);
    }
    while (both_ends && text->size > 0 &&
           (unsigned char)text->data[text->size - 1] <= 0x20) {
        text->size--;
    }
    for (size_t i = 0; i < text->size; i++) {
        dirty = dirty || is_dropped(text->data[i]);
    }
    for (size_t i = 0; dirty && i < text->size; i++) {
        if (!is_dropped(text->data[i])) {
            oz_buf_char(&work->text, text->data[i]);
        }
    }
    if (!dirty) {
        return true;
    }
    if (!oz_text_take(work, base, &cleaned)) {
        return false;
    }
    *text = oz_str_of(&cleaned);
    return true;
}

/* ---- checks of the host ---- */

static bool raise_netloc(struct oz_work *work, ounce_str netloc)
{
    size_t base = work->text.size;

    oz_buf_text(&work->text, "netloc '");
    oz_buf_str(&work->text, netloc);
    oz_buf_text(&work->text, "' contains invalid characters under NFKC normalization");
    return oz_raise_text(work, OZ_EXC_VALUE, base);
}

/* The characters that compatibility decomposition turns into one of "/?#@:". */
static bool hides_delimiter(uint32_t cp)
{
    static const uint16_t points[] = {
        0x2047, 0x2048, 0x2049, 0x2100, 0x2101, 0x2105, 0x2106, 0x2a74, 0xfe13, 0xfe16,
        0xfe55, 0xfe56, 0xfe5f, 0xfe6b, 0xff03, 0xff0f, 0xff1a, 0xff1f, 0xff20};

    for (size_t i = 0; i < sizeof points / sizeof points[0]; i++) {
        if (points[i] == cp) {
            return true;
        }
    }
    return false;
}

static bool check_netloc(struct oz_work *work, ounce_str netloc)
{
    size_t used;

    for (size_t at = 0; at < netloc.size; at += used) {
        if (hides_delimiter(
                oz_utf8_decode(netloc.data + at, netloc.size - at, &used))) {
            return raise_netloc(work, netloc);
        }
    }
    return true;
}

/* v<hex>.<anything> */
static bool is_future_address(ounce_str host)
{
    size_t at = 1;

    while (at < host.size &&
           ((host.data[at] >= '0' && host.data[at] <= '9') ||
            ((host.data[at] | 0x20) >= 'a' && (host.data[at] | 0x20) <= 'f'))) {
        at++;
    }
    return at > 1 && at + 1 < host.size && host.data[at] == '.' &&
           oz_url_find(oz_str_part(host, at + 1, host.size), '\n') == SIZE_MAX;
}

static bool check_bracketed(struct oz_work *work, ounce_str host)
{
    struct oz_ipaddr address;
    size_t base = work->text.size;
    ounce_value text = oz_text(host);

    if (host.size > 0 && host.data[0] == 'v') {
        return is_future_address(host) ||
               oz_raise(work, OZ_EXC_VALUE, "IPvFuture address is invalid");
    }
    if (!oz_ipaddr_parse(host.data, host.size, &address)) {
        if (!oz_repr(work, &text)) {
            return false;
        }
        oz_buf_text(&work->text, " does not appear to be an IPv4 or IPv6 address");
        return oz_raise_text(work, OZ_EXC_VALUE, base);
    }
    return address.version == 6 ||
           oz_raise(work, OZ_EXC_VALUE, "An IPv4 address cannot be in brackets");
}

static bool check_brackets(struct oz_work *work, ounce_str netloc)
{
    ounce_str host;

    if ((oz_url_find(netloc, '[') == SIZE_MAX) !=
        (oz_url_find(netloc, ']') == SIZE_MAX)) {
        return oz_raise(work, OZ_EXC_VALUE, "Invalid IPv6 URL");
    }
    if (!oz_url_cut(&netloc, '[', &host)) {
        return true;
    }
    oz_url_cut(&host, ']', &netloc);
    return check_bracketed(work, host);
}

/* ---- splitting ---- */

static bool split_scheme(struct oz_work *work, ounce_str *text, struct url *url)
{
    size_t colon = oz_url_find(*text, ':');
    char *lower;

    if (colon == SIZE_MAX || colon == 0 || !is_letter(text->data[0])) {
        return true;
    }
    for (size_t i = 0; i < colon; i++) {
        if (!is_scheme_char(text->data[i])) {
            return true;
        }
    }
    lower = oz_work_alloc(work, colon);
    if (lower == NULL) {
        return false;
    }
    for (size_t i = 0; i < colon; i++) {
        lower[i] =
            is_letter(text->data[i]) ? (char)(text->data[i] | 0x20) : text->data[i];
    }
    url->scheme = (ounce_str){lower, colon};
    *text = oz_str_part(*text, colon + 1, text->size);
    return true;
}

static bool split_netloc(struct oz_work *work, ounce_str *text, struct url *url)
{
    size_t end = 2;

    if (text->size < 2 || memcmp(text->data, "//", 2) != 0) {
        return true;
    }
    while (end < text->size && memchr("/?#", text->data[end], 3) == NULL) {
        end++;
    }
    url->netloc = oz_str_part(*text, 2, end);
    *text = oz_str_part(*text, end, text->size);
    return check_brackets(work, url->netloc);
}

static bool split_url(struct oz_work *work, ounce_str text,
                      const ounce_value *fragments, struct url *url)
{
    if (!oz_charge_bytes(work, text.size) || !clean(work, &text, false) ||
        !clean(work, &url->scheme, true) || !split_scheme(work, &text, url) ||
        !split_netloc(work, &text, url)) {
        return false;
    }
    if (!oz_arg_given(fragments) || oz_truth(fragments)) {
        oz_url_cut(&text, '#', &url->fragment);
    }
    oz_url_cut(&text, '?', &url->query);
    url->path = text;
    return check_netloc(work, url->netloc);
}

/* Parameters are those of the last segment of the path, of schemes that have any. */
static void split_params(struct url *url)
{
    static const char *const schemes[] = {
        "",     "ftp",   "hdl",   "prospero", "http", "imap", "https", "shttp",
        "rtsp", "rtsps", "rtspu", "sip",      "sips", "mms",  "sftp",  "tel"};
    size_t slash = oz_url_find_last(url->path, '/');
    ounce_str last =
        oz_str_part(url->path, slash == SIZE_MAX ? 0 : slash, url->path.size);
    bool has = false;

    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
        has = has || oz_str_is(url->scheme, schemes[i]);
    }
    if (has && oz_url_cut(&last, ';', &url->params)) {
        url->path.size = (size_t)(last.data + last.size - url->path.data);
    }
}

static bool result(struct oz_work *work, const struct url *url, bool params, bool bytes,
                   ounce_value *out)
{
    const ounce_str parts[] = {url->scheme, url->netloc, url->path,
                               url->params, url->query,  url->fragment};
    struct oz_record *record = oz_work_alloc(work, sizeof *record);
    size_t count = params ? 6 : 5;
    ounce_value *fields;

    if (record == NULL || (fields = oz_work_alloc(work, 6 * sizeof *fields)) == NULL) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        ounce_str part = parts[!params && i >= 3 ? i + 1 : i];

        fields[i] = bytes ? oz_bytes(part) : oz_text(part);
    }
    record->names = params ? parse_names : split_names;
    record->fields = (struct oz_array){fields, count, count};
    record->type =
        bytes    ? params ? OZ_LIT("ParseResultBytes") : OZ_LIT("SplitResultBytes")
           : params ? OZ_LIT("ParseResult")
                 : OZ_LIT("SplitResult");
    *out = oz_none();
    out->kind = OZ_RECORD;
    out->node = record;
    return true;
}

/* An argument that is no text is decoded from ASCII; one that is false is empty. */
static bool coerce(struct oz_work *work, const ounce_value *value, bool bytes,
                   ounce_str *out)
{
    ounce_value text;

    *out = OZ_LIT("");
    if (!oz_arg_given(value) || (!oz_truth(value) && value->kind != OUNCE_TEXT)) {
        return true;
    }
    if (value->kind == OUNCE_TEXT && (!bytes || value->size == 0)) {
        *out = oz_str_of(value);
        return true;
    }
    if (value->kind == OUNCE_TEXT || !bytes) {
        return oz_raise(work, OZ_EXC_TYPE, "Cannot mix str and non-str arguments");
    }
    if (value->kind != OZ_BYTES) {
        return oz_raise(work, OZ_EXC_ATTRIBUTE,
                        "'%.200s' object has no attribute 'decode'",
                        oz_type_name(value));
    }
    if (!oz_decode(work, oz_str_of(value), OZ_LIT("ascii"), OZ_LIT("strict"), &text)) {
        return false;
    }
    *out = oz_str_of(&text);
    return true;
}

static bool parse(struct oz_work *work, const ounce_value *args, bool params,
                  ounce_value *out)
{
    bool bytes = args[0].kind != OUNCE_TEXT;
    const ounce_str empty = OZ_LIT("");
    struct url url = {empty, empty, empty, empty, empty, empty};
    ounce_str text;

    if (!coerce(work, &args[0], bytes, &text) ||
        !coerce(work, &args[1], bytes, &url.scheme) ||
        !split_url(work, text, &args[2], &url)) {
        return false;
    }
    if (params) {
        split_params(&url);
    }
    return result(work, &url, params, bytes, out);
}

bool oz_urlparse(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return parse(work, args, true, out);
}

/* Its results are cached by argument, so that must have a hash. */
bool oz_urlsplit(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    uint64_t hash;

    return oz_hash_value(work, &args[0], &hash) && parse(work, args, false, out);
}
