/* error.c — the doorway of ounce/error.h: names of status codes, diagnostics as JSON.
 */
#include "api/ruleset.h"
#include "base/diag.h"

const char *ounce_status_text(ounce_status status)
{
    switch (status) {
    case OUNCE_OK:
        return "ok";
    case OUNCE_ERR_NOMEM:
        return "out of memory";
    case OUNCE_ERR_ARGUMENT:
        return "bad argument";
    case OUNCE_ERR_IO:
        return "input/output error";
    case OUNCE_ERR_RULE:
        return "rule does not load";
    case OUNCE_ERR_EVENT:
        return "malformed event";
    case OUNCE_ERR_LIMIT:
        return "limit passed";
    case OUNCE_ERR_SPACE:
        return "buffer too small";
    }
    return "unknown status";
}

static void add_text_or_null(struct oz_buf *buf, ounce_str text)
{
    if (text.size == 0) {
        oz_buf_text(buf, "null");
    } else {
        oz_buf_json(buf, text.data, text.size);
    }
}

static void add_number_or_null(struct oz_buf *buf, uint32_t number)
{
    if (number == 0) {
        oz_buf_text(buf, "null");
    } else {
        oz_buf_uint(buf, number);
    }
}

ounce_status ounce_diagnostic_json(const ounce_diagnostic *diagnostic, char *buffer,
                                   size_t capacity, size_t *size)
{
    static const char *const levels[] = {"error", "warning", "note"};
    struct oz_buf buf;

    oz_buf_init_fixed(&buf, buffer, capacity);
    oz_buf_text(&buf, "{\"file\":");
    add_text_or_null(&buf, diagnostic->file);
    oz_buf_text(&buf, ",\"line\":");
    add_number_or_null(&buf, diagnostic->line);
    oz_buf_text(&buf, ",\"column\":");
    add_number_or_null(&buf, diagnostic->column);
    oz_buf_text(&buf, ",\"level\":\"");
    oz_buf_text(&buf,
                levels[diagnostic->level <= OUNCE_LEVEL_NOTE ? diagnostic->level : 2]);
    oz_buf_text(&buf, "\",\"code\":");
    oz_buf_json(&buf, diagnostic->code.data, diagnostic->code.size);
    oz_buf_text(&buf, ",\"message\":");
    oz_buf_json(&buf, diagnostic->message.data, diagnostic->message.size);
    oz_buf_text(&buf, ",\"rule_id\":");
    add_text_or_null(&buf, diagnostic->rule_id);
    oz_buf_char(&buf, '}');
    return oz_print_result(&buf, capacity, size);
}
