/* check_sarif.c — the findings of `ounce check` as SARIF 2.1.0.
 *
 *     {"runs":[{"tool":{"driver":{…,"rules":[CODE…]}},"results":[FINDING…]}]}
 *
 * One run; the codes that occur are its rules. A finding is known again in the next run
 * by a fingerprint that leaves out file and line, so that neither a moved file nor a
 * line put in above makes it a new one; findings that are the same so far are numbered.
 *
 * Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".
 */
#include "cli/check_sarif.h"

#include <ounce/version.h>
#include <stdlib.h>
#include <string.h>

#include "cli/code_text.h"
#include "cli/memory.h"

struct cli_sarif_finding {
    ounce_diagnostic diagnostic;
    uint64_t hash; /* of what the fingerprint is made of */
    uint32_t nth;  /* 1-based, among those with the same hash */
};

struct by_hash {
    uint64_t hash;
    size_t index;
};

/* FNV-1a; the size goes first, so that no two splits of a text are alike. */
static uint64_t hash_str(uint64_t hash, ounce_str str)
{
    const uint64_t prime = 0x100000001b3;

    hash = (hash ^ str.size) * prime;
    for (size_t i = 0; i < str.size; i++) {
        hash = (hash ^ (unsigned char)str.data[i]) * prime;
    }
    return hash;
}

void cli_sarif_add(struct cli_sarif *sarif, const ounce_diagnostic *diagnostic)
{
    struct cli_sarif_finding *finding;
    /* Which rule it is about; its file, when that is not known. */
    ounce_str about =
        diagnostic->rule_id.size > 0 ? diagnostic->rule_id : diagnostic->file;

    if (sarif->count == sarif->capacity) {
        sarif->capacity = sarif->capacity == 0 ? 64 : sarif->capacity * 2;
        sarif->items =
            cli_resize(sarif->items, sarif->capacity, sizeof(sarif->items[0]));
    }
    finding = &sarif->items[sarif->count++];
    finding->diagnostic = *diagnostic;
    finding->hash = hash_str(0xcbf29ce484222325, diagnostic->code);
    finding->hash = hash_str(finding->hash, about);
    finding->hash = hash_str(finding->hash, diagnostic->message);
    finding->nth = 1;
}

static int compare_hashes(const void *left, const void *right)
{
    const struct by_hash *a = left, *b = right;

    if (a->hash != b->hash) {
        return a->hash < b->hash ? -1 : 1;
    }
    return a->index < b->index ? -1 : a->index > b->index;
}

static void number_equals(struct cli_sarif *sarif)
{
    struct by_hash *order = cli_resize(NULL, sarif->count, sizeof(order[0]));

    for (size_t i = 0; i < sarif->count; i++) {
        order[i] = (struct by_hash){sarif->items[i].hash, i};
    }
    qsort(order, sarif->count, sizeof(order[0]), compare_hashes);
    for (size_t i = 1; i < sarif->count; i++) {
        if (order[i].hash == order[i - 1].hash) {
            sarif->items[order[i].index].nth = sarif->items[order[i - 1].index].nth + 1;
        }
    }
    free(order);
}

static int compare_strs(const void *left, const void *right)
{
    const ounce_str *a = left, *b = right;
    int order = memcmp(a->data, b->data, a->size < b->size ? a->size : b->size);

    return order != 0 ? order : a->size < b->size ? -1 : a->size > b->size;
}

/* The codes that occur, each once, in byte order. @codes has room for one a finding. */
static size_t list_codes(const struct cli_sarif *sarif, ounce_str *codes)
{
    size_t count = 0;

    for (size_t i = 0; i < sarif->count; i++) {
        codes[i] = sarif->items[i].diagnostic.code;
    }
    qsort(codes, sarif->count, sizeof(codes[0]), compare_strs);
    for (size_t i = 0; i < sarif->count; i++) {
        if (count == 0 || compare_strs(&codes[count - 1], &codes[i]) != 0) {
            codes[count++] = codes[i];
        }
    }
    return count;
}

static void open_object(struct cli_text *text, const char *name)
{
    cli_text_member(text, name);
    cli_text_char(text, '{');
}

static void add_message(struct cli_text *text, const char *name, ounce_str message)
{
    open_object(text, name);
    cli_text_member_str(text, "text", message);
    cli_text_char(text, '}');
}

static void add_rule(struct cli_text *text, ounce_str code)
{
    struct cli_text meaning = CLI_TEXT_INIT;

    cli_code_text(&meaning, code);
    cli_text_char(text, '{');
    cli_text_member_str(text, "id", code);
    add_message(text, "shortDescription", cli_text_str(&meaning));
    cli_text_char(text, '}');
    cli_text_finish(&meaning);
}

static void add_tool(struct cli_text *text, const ounce_str *codes, size_t count)
{
    open_object(text, "tool");
    open_object(text, "driver");
    cli_text_member_words(text, "name", "ounce");
    cli_text_member_words(text, "version", ounce_version());
    cli_text_member_words(text, "semanticVersion", ounce_version());
    cli_text_member(text, "rules");
    cli_text_char(text, '[');
    for (size_t i = 0; i < count; i++) {
        cli_text_put(text, i == 0 ? "\n" : ",\n");
        add_rule(text, codes[i]);
    }
    cli_text_put(text, "]}}");
}

/* A path as a URI reference, RFC 3986: bytes that are not unreserved are escaped, the
 * colon among them, or it could end a scheme. An absolute path gets one. */
static void add_uri(struct cli_text *text, ounce_str path)
{
    static const char digits[] = "0123456789ABCDEF";
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                "0123456789-._~/";

    cli_text_char(text, '"');
    cli_text_put(text, path.data[0] == '/' ? "file://" : "");
    for (size_t i = 0; i < path.size; i++) {
        unsigned char byte = (unsigned char)path.data[i];

        if (byte != 0 && strchr(plain, byte) != NULL) {
            cli_text_char(text, path.data[i]);
        } else {
            cli_text_char(text, '%');
            cli_text_char(text, digits[byte >> 4]);
            cli_text_char(text, digits[byte & 15]);
        }
    }
    cli_text_char(text, '"');
}

static void add_locations(struct cli_text *text, const ounce_diagnostic *diagnostic)
{
    if (diagnostic->file.size == 0) {
        return;
    }
    cli_text_member(text, "locations");
    cli_text_put(text, "[{\"physicalLocation\":{\"artifactLocation\":{\"uri\":");
    add_uri(text, diagnostic->file);
    cli_text_char(text, '}');
    if (diagnostic->line > 0) {
        open_object(text, "region");
        cli_text_member_uint(text, "startLine", diagnostic->line);
        if (diagnostic->column > 0) {
            cli_text_member_uint(text, "startColumn", diagnostic->column);
        }
        cli_text_char(text, '}');
    }
    cli_text_put(text, "}}]");
}

static void add_fingerprint(struct cli_text *text,
                            const struct cli_sarif_finding *finding)
{
    static const char digits[] = "0123456789abcdef";

    open_object(text, "partialFingerprints");
    cli_text_member(text, "ounceFinding/v1");
    cli_text_char(text, '"');
    for (uint32_t shift = 64; shift > 0; shift -= 4) {
        cli_text_char(text, digits[finding->hash >> (shift - 4) & 15]);
    }
    cli_text_char(text, ':');
    cli_text_uint(text, finding->nth);
    cli_text_put(text, "\"}");
}

static void add_result(struct cli_text *text, const struct cli_sarif_finding *finding,
                       const ounce_str *codes, size_t count)
{
    static const char *const levels[] = {
        [OUNCE_LEVEL_ERROR] = "error",
        [OUNCE_LEVEL_WARNING] = "warning",
        [OUNCE_LEVEL_NOTE] = "note",
    };
    const ounce_diagnostic *diagnostic = &finding->diagnostic;
    const ounce_str *code =
        bsearch(&diagnostic->code, codes, count, sizeof(codes[0]), compare_strs);

    cli_text_char(text, '{');
    cli_text_member_str(text, "ruleId", diagnostic->code);
    cli_text_member_uint(text, "ruleIndex", (uint64_t)(code - codes));
    cli_text_member_words(
        text, "level",
        levels[diagnostic->level > OUNCE_LEVEL_NOTE ? OUNCE_LEVEL_NOTE
                                                    : diagnostic->level]);
    add_message(text, "message", diagnostic->message);
    add_locations(text, diagnostic);
    add_fingerprint(text, finding);
    open_object(text, "properties");
    if (diagnostic->rule_id.size > 0) {
        cli_text_member_str(text, "rule_id", diagnostic->rule_id);
    } else {
        cli_text_member_null(text, "rule_id");
    }
    cli_text_put(text, "}}");
}

void cli_sarif_write(struct cli_sarif *sarif, struct cli_text *text)
{
    ounce_str *codes = cli_resize(NULL, sarif->count, sizeof(codes[0]));
    size_t count = list_codes(sarif, codes);

    number_equals(sarif);
    cli_text_char(text, '{');
    cli_text_member_words(text, "$schema",
                          "https://json.schemastore.org/sarif-2.1.0.json");
    cli_text_member_words(text, "version", "2.1.0");
    cli_text_member(text, "runs");
    cli_text_put(text, "[{");
    add_tool(text, codes, count);
    cli_text_member_words(text, "columnKind", "unicodeCodePoints");
    cli_text_member(text, "results");
    cli_text_char(text, '[');
    for (size_t i = 0; i < sarif->count; i++) {
        cli_text_put(text, i == 0 ? "\n" : ",\n");
        add_result(text, &sarif->items[i], codes, count);
    }
    cli_text_put(text, "]}]}\n");
    free(codes);
    free(sarif->items);
    *sarif = (struct cli_sarif){0};
}
