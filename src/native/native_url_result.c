/* native_url_result.c — what the results of urlparse and urlsplit answer.
 *
 *     netloc "u:p@Host:81" => username "u", hostname "host", port 81
 *
 * The parts of the authority are read anew each time: the result is a tuple of texts.
 */
#include "native/native_url.h"

struct authority {
    ounce_str username, password, hostname, port;
    bool has_username, has_password, has_port;
};

static void read_authority(const ounce_value *self, struct authority *to)
{
    const struct oz_record *record = self->node;
    ounce_str netloc = oz_str_of(&record->fields.items[1]);
    size_t at = oz_url_find_last(netloc, '@');
    ounce_str rest;

    memset(to, 0, sizeof *to);
    if (at != SIZE_MAX) {
        to->has_username = true;
        to->username = oz_str_part(netloc, 0, at);
        to->has_password = oz_url_cut(&to->username, ':', &to->password);
        netloc = oz_str_part(netloc, at + 1, netloc.size);
    }
    to->hostname = netloc;
    if (oz_url_cut(&netloc, '[', &to->hostname)) {
        if (oz_url_cut(&to->hostname, ']', &rest)) {
            to->has_port = oz_url_cut(&rest, ':', &to->port);
        }
    } else {
        to->has_port = oz_url_cut(&to->hostname, ':', &to->port);
    }
    to->has_port = to->has_port && to->port.size > 0;
}

static ounce_value optional(bool has, ounce_str text)
{
    return has ? oz_text(text) : oz_none();
}

bool oz_url_username(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    struct authority authority;

    read_authority(&args[0], &authority);
    *out = optional(authority.has_username, authority.username);
    return oz_walk_step(&work->walk, 1);
}

bool oz_url_password(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    struct authority authority;

    read_authority(&args[0], &authority);
    *out = optional(authority.has_password, authority.password);
    return oz_walk_step(&work->walk, 1);
}

/* Lower-cased, but for the zone of an IPv6 address. */
bool oz_url_hostname(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    size_t base = work->text.size;
    struct authority authority;
    ounce_str host, zone;
    ounce_value text, lower;

    read_authority(&args[0], &authority);
    host = authority.hostname;
    *out = oz_none();
    if (host.size == 0) {
        return true;
    }
    zone = oz_str_part(host, host.size, host.size);
    if (oz_url_cut(&host, '%', &zone)) {
        zone = (ounce_str){zone.data - 1, zone.size + 1};
    }
    text = oz_text(host);
    if (!oz_str_lower(work, &text, &lower)) {
        return false;
    }
    oz_buf_str(&work->text, oz_str_of(&lower));
    oz_buf_str(&work->text, zone);
    return oz_text_take(work, base, out);
}

bool oz_url_port(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    size_t base = work->text.size;
    struct authority authority;
    uint32_t port = 0;
    bool digits = true;

    read_authority(&args[0], &authority);
    *out = oz_none();
    if (!authority.has_port) {
        return true;
    }
    for (size_t i = 0; i < authority.port.size; i++) {
        char c = authority.port.data[i];

        digits = digits && c >= '0' && c <= '9';
        port = port > 65535 ? port : port * 10 + (uint32_t)(c - '0');
    }
    if (!digits) {
        ounce_value text = oz_text(authority.port);

        oz_buf_text(&work->text, "Port could not be cast to integer value as ");
        return oz_repr(work, &text) && oz_raise_text(work, OZ_EXC_VALUE, base);
    }
    if (port > 65535) {
        return oz_raise(work, OZ_EXC_VALUE, "Port out of range 0-65535");
    }
    *out = oz_int(port);
    return true;
}

/* ---- geturl ---- */

static bool uses_netloc(ounce_str scheme)
{
    static const char *const schemes[] = {
        "",     "ftp",   "http",    "gopher", "nntp",  "telnet",  "imap",
        "wais", "file",  "mms",     "https",  "shttp", "snews",   "prospero",
        "rtsp", "rtsps", "rtspu",   "rsync",  "svn",   "svn+ssh", "sftp",
        "nfs",  "git",   "git+ssh", "ws",     "wss"};

    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
        if (oz_str_is(scheme, schemes[i])) {
            return true;
        }
    }
    return false;
}

static void add_part(struct oz_buf *buf, char mark, ounce_str part)
{
    if (part.size > 0) {
        oz_buf_char(buf, mark);
        oz_buf_str(buf, part);
    }
}

bool oz_url_geturl(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const struct oz_record *record = args[0].node;
    const ounce_value *field = record->fields.items;
    size_t more = record->fields.count - 3; /* fields behind the path */
    ounce_str scheme = oz_str_of(&field[0]);
    ounce_str netloc = oz_str_of(&field[1]);
    ounce_str path = oz_str_of(&field[2]);
    size_t base = work->text.size;
    bool slashes = path.size >= 2 && memcmp(path.data, "//", 2) == 0;

    oz_buf_str(&work->text, scheme);
    oz_buf_add(&work->text, ":", scheme.size > 0 ? 1 : 0);
    if (netloc.size > 0 || (scheme.size > 0 && uses_netloc(scheme) && !slashes)) {
        oz_buf_text(&work->text, "//");
        oz_buf_str(&work->text, netloc);
        if (path.size > 0 && path.data[0] != '/') {
            oz_buf_char(&work->text, '/');
        }
    }
    oz_buf_str(&work->text, path);
    if (more == 3) {
        add_part(&work->text, ';', oz_str_of(&field[3]));
    }
    add_part(&work->text, '?', oz_str_of(&field[more + 1]));
    add_part(&work->text, '#', oz_str_of(&field[more + 2]));
    return oz_text_take(work, base, out);
}
