/* limits_file.c — read a file of limits, a YAML mapping of fixed shape, with libcyaml.
 *
 * libcyaml reads 5.0 as 5 and tells where a mistake is only through its log, and there
 * imprecisely. So every limit is read as text and judged here, and the place of a
 * mistake is the line on which the key stands.
 */
#include "cli/limits_file.h"

#include <cyaml/cyaml.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/exit_code.h"
#include "cli/memory.h"
#include "cli/output.h"
#include "cli/suggest.h"

#define FILE_MOST 65536 /* bytes; ten times what every key with a comment takes */

/* One row per limit: its name is the key in the file and the member of ounce_limits. */
#define LIMIT_ROWS(ROW)                                                                \
    ROW(max_depth, UINT32_MAX)                                                         \
    ROW(max_rule_bytes, INT64_MAX)                                                     \
    ROW(max_yaml_nodes, UINT32_MAX)                                                    \
    ROW(max_rule_nodes, UINT32_MAX)                                                    \
    ROW(max_values, UINT32_MAX)                                                        \
    ROW(max_rules, UINT32_MAX - 1)                                                     \
    ROW(max_diagnostics, UINT32_MAX)                                                   \
    ROW(max_event_depth, 1024)                                                         \
    ROW(max_event_bytes, INT64_MAX)                                                    \
    ROW(max_event_steps, INT64_MAX)                                                    \
    ROW(max_event_members, UINT32_MAX)                                                 \
    ROW(max_table_rows, UINT32_MAX - 1)                                                \
    ROW(max_table_bytes, INT64_MAX)

struct file_limits {
#define ROW(name, most) char *name;
    LIMIT_ROWS(ROW)
#undef ROW
};

static const cyaml_schema_field_t fields[] = {
#define ROW(name, most)                                                                \
    CYAML_FIELD_STRING_PTR(#name, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,            \
                           struct file_limits, name, 0, CYAML_UNLIMITED),
    LIMIT_ROWS(ROW)
#undef ROW
        CYAML_FIELD_END,
};

static const cyaml_schema_value_t schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct file_limits, fields),
};

/* What is being read, and the first thing that was wrong with it. */
struct reading {
    const char *path;
    char *text;
    size_t size;
    bool found;
    char key[64];      /* the key that the mistake is about; empty when unknown */
    char message[256]; /* ours, or libcyaml's */
    uint64_t line;     /* from libcyaml's backtrace, when no key is known */
};

/* The line on which a key stands; 0 if it cannot be found. */
static uint64_t line_of_key(const struct reading *reading, const char *key, bool last)
{
    uint64_t line = 1, found = 0;
    size_t size = strlen(key);
    const char *at = reading->text, *end = at + reading->size;

    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));

        stop = stop == NULL ? end : stop;
        while (at < stop && strchr(" \t\"'{,", *at) != NULL) {
            at++;
        }
        if ((size_t)(stop - at) > size && memcmp(at, key, size) == 0 &&
            strchr(" \t\"':", at[size]) != NULL && (found == 0 || last)) {
            found = line;
        }
        at = stop + 1;
        line++;
    }
    return found;
}

static int refuse(const struct reading *reading, uint64_t line, const char *message)
{
    struct cli_text text = CLI_TEXT_INIT;

    cli_text_visible(&text, (ounce_str){reading->path, strlen(reading->path)},
                     CLI_VISIBLE_LINE);
    cli_text_char(&text, ':');
    if (line > 0) {
        cli_text_uint(&text, line);
        cli_text_char(&text, ':');
    }
    cli_text_put(&text, " error: ");
    cli_text_visible(&text, (ounce_str){message, strlen(message)}, CLI_VISIBLE_LINE);
    cli_text_char(&text, '\n');
    fwrite(text.data, 1, text.size, stderr);
    cli_text_finish(&text);
    return CLI_USAGE;
}

static const char all_limits[] =
#define ROW(name, most) #name " "
    LIMIT_ROWS(ROW)
#undef ROW
    ;

static void explain_unknown(struct reading *reading, const char *key)
{
    struct cli_suggest suggest;
    char nearest[160];

    cli_suggest_init(&suggest, key);
#define ROW(name, most) cli_suggest_offer(&suggest, #name, strlen(#name));
    LIMIT_ROWS(ROW)
#undef ROW
    if (suggest.nearest.size > 0) {
        snprintf(reading->message, sizeof(reading->message),
                 "unknown limit \"%.60s\"%s", key,
                 cli_suggest_text(&suggest, nearest, sizeof(nearest)));
        return;
    }
    snprintf(reading->message, sizeof(reading->message),
             "unknown limit \"%.20s\"; accepted: %s", key, all_limits);
    reading->message[strlen(reading->message) - 1] = '\0';
}

static void note_message(struct reading *reading, const char *said)
{
    static const char unknown[] = "Load: Unexpected key: ";
    static const char twice[] = "Load: Mapping field already seen: ";
    static const char yaml[] = "Load: libyaml: ";
    size_t capacity = sizeof(reading->message);

    reading->found = true;
    if (strncmp(said, unknown, sizeof(unknown) - 1) == 0) {
        snprintf(reading->key, sizeof(reading->key), "%.60s",
                 said + sizeof(unknown) - 1);
        explain_unknown(reading, said + sizeof(unknown) - 1);
    } else if (strncmp(said, twice, sizeof(twice) - 1) == 0) {
        snprintf(reading->key, sizeof(reading->key), "%.60s", said + sizeof(twice) - 1);
        snprintf(reading->message, capacity, "limit \"%s\" is given twice",
                 reading->key);
    } else if (strncmp(said, "Load: Expecting MAPPING", 23) == 0) {
        snprintf(reading->message, capacity,
                 "a file of limits is a mapping such as `max_event_bytes: 1048576'");
    } else if (strncmp(said, "Load: Expecting STRING", 22) == 0) {
        snprintf(reading->message, capacity, "a limit is one whole number");
    } else if (strncmp(said, "Ignoring documents", 18) == 0) {
        snprintf(reading->message, capacity,
                 "more than one document; a file of limits is a single mapping");
    } else if (strncmp(said, yaml, sizeof(yaml) - 1) == 0) {
        snprintf(reading->message, capacity, "%s", said + sizeof(yaml) - 1);
    } else {
        reading->found = false;
    }
}

/* "  in mapping field 'max_depth' (line: 1, column: 12)" */
static void note_backtrace(struct reading *reading, const char *said)
{
    const char *name = strchr(said, '\''), *line = strstr(said, "(line: ");

    if (reading->line == 0 && line != NULL) {
        reading->line = strtoull(line + 7, NULL, 10);
    }
    if (reading->key[0] == '\0' && name != NULL) {
        snprintf(reading->key, sizeof(reading->key), "%.*s",
                 (int)strcspn(name + 1, "'"), name + 1);
    }
}

static void on_log(cyaml_log_t level, void *ctx, const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));

static void on_log(cyaml_log_t level, void *ctx, const char *format, va_list args)
{
    struct reading *reading = ctx;
    char said[256];

    (void)level;
    vsnprintf(said, sizeof(said), format, args);
    said[strcspn(said, "\n")] = '\0';
    if (strstr(said, "  in ") != NULL) {
        note_backtrace(reading, said);
    } else if (!reading->found) {
        note_message(reading, said);
    }
}

/* Decimal digits only: no sign, no fraction, no other base. 0 when it is none. */
static uint64_t whole_number(const char *text, uint64_t most)
{
    uint64_t value = 0;

    for (; *text != '\0'; text++) {
        uint64_t digit = (uint64_t)((unsigned char)*text - (unsigned char)'0');

        if (*text < '0' || *text > '9' || value > (most - digit) / 10) {
            return 0;
        }
        value = value * 10 + digit;
    }
    return value;
}

static bool take(const struct reading *reading, const char *name, const char *text,
                 uint64_t most, uint64_t *value)
{
    char message[256];

    if (text == NULL) {
        return true;
    }
    *value = whole_number(text, most);
    if (*value > 0) {
        return true;
    }
    snprintf(message, sizeof(message),
             "limit \"%s\" is \"%.40s\"; accepted: a whole number from 1 to %" PRIu64,
             name, text, most);
    refuse(reading, line_of_key(reading, name, false), message);
    return false;
}

static int take_all(const struct reading *reading, const struct file_limits *file,
                    ounce_limits *limits)
{
    ounce_limits result = *limits;
    bool good = true;
    uint64_t value;

    /* UINT32_MAX where the member is 32 bits wide keeps the conversion exact. */
#define ROW(name, most)                                                                \
    value = result.name;                                                               \
    good = take(reading, #name, file->name, most, &value) && good;                     \
    result.name = sizeof(result.name) == 4 ? (uint32_t)value : value;
    LIMIT_ROWS(ROW)
#undef ROW
    if (!good) {
        return CLI_USAGE;
    }
    *limits = result;
    return CLI_FINE;
}

static int parse(struct reading *reading, ounce_limits *limits)
{
    const cyaml_config_t config = {
        .log_fn = on_log,
        .log_ctx = reading,
        .mem_fn = cyaml_mem,
        .log_level = CYAML_LOG_WARNING,
        .flags = CYAML_CFG_NO_ALIAS,
    };
    cyaml_data_t *file = NULL;
    cyaml_err_t status = cyaml_load_data((const uint8_t *)reading->text, reading->size,
                                         &config, &schema, &file, NULL);
    int code = CLI_FINE;

    if (status != CYAML_OK || reading->found) {
        bool twice = strstr(reading->message, "twice") != NULL;
        uint64_t line =
            reading->key[0] == '\0' ? 0 : line_of_key(reading, reading->key, twice);

        code = refuse(reading, line > 0 ? line : reading->line,
                      reading->found ? reading->message : cyaml_strerror(status));
    } else if (file != NULL) { /* a file of comments alone changes nothing */
        code = take_all(reading, file, limits);
    }
    if (file != NULL) {
        cyaml_free(&config, &schema, file, 0);
    }
    return code;
}

int cli_limits_file_read(const char *path, ounce_limits *limits)
{
    struct reading reading = {.path = path};
    FILE *stream = fopen(path, "rb");
    int code = CLI_IO;

    if (stream == NULL) {
        cli_say(NULL, "cannot read limits file \"%s\": %s", path, strerror(errno));
        return CLI_IO;
    }
    reading.text = cli_resize(NULL, FILE_MOST + 1, 1);
    reading.size = fread(reading.text, 1, FILE_MOST + 1, stream);
    if (ferror(stream)) {
        cli_say(NULL, "cannot read limits file \"%s\": %s", path, strerror(errno));
    } else if (reading.size > FILE_MOST) {
        code = refuse(&reading, 0, "larger than 65536 bytes; not a file of limits");
    } else {
        code = parse(&reading, limits);
    }
    fclose(stream);
    free(reading.text);
    return code;
}
