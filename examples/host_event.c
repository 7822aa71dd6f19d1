/* host_event.c — judge the host's own C structs, without turning them into JSON.
 *
 *     struct flow  =>  {source, destination: {address, port}, flags: […]}
 *
 * A table describes the struct. The handle of a map is its part of the table, the
 * handle of a list its row, and the accessor's context is the record: nothing is
 * copied.
 */
#include <ounce.h>

#include <stdio.h>
#include <string.h>

struct flow {
    char source[46];
    struct {
        char address[46];
        int64_t port;
    } destination;
    size_t flag_count;
    char flags[8][4];
};

struct field {
    const char *name; /* NULL ends a map */
    uint32_t kind;    /* ounce_kind */
    size_t offset;    /* in struct flow */
    size_t count;     /* members of a map */
    const struct field *fields;
};

static const struct field destination_fields[] = {
    {"address", OUNCE_TEXT, offsetof(struct flow, destination.address), 0, NULL},
    {"port", OUNCE_INT, offsetof(struct flow, destination.port), 0, NULL},
    {NULL, OUNCE_MISSING, 0, 0, NULL},
};
static const struct field flow_fields[] = {
    {"source", OUNCE_TEXT, offsetof(struct flow, source), 0, NULL},
    {"destination", OUNCE_MAP, 0, 2, destination_fields},
    {"flags", OUNCE_LIST, offsetof(struct flow, flags), 0, NULL},
    {NULL, OUNCE_MISSING, 0, 0, NULL},
};

static ounce_found text(const char *at, ounce_value *out)
{
    *out = (ounce_value){.kind = OUNCE_TEXT, .size = strlen(at), .text = at};
    return OUNCE_FOUND;
}

static ounce_found read_field(const struct flow *flow, const struct field *field,
                              ounce_value *out)
{
    const char *at = (const char *)flow + field->offset;

    if (field->kind == OUNCE_TEXT) {
        return text(at, out);
    }
    *out = (ounce_value){.kind = field->kind};
    if (field->kind == OUNCE_INT) {
        memcpy(&out->integer, at, sizeof(out->integer));
    } else if (field->kind == OUNCE_LIST) {
        out->size = flow->flag_count;
        out->node = field;
    } else {
        out->size = field->count;
        out->node = field->fields;
    }
    return OUNCE_FOUND;
}

static ounce_found next(void *ctx, const void *map, const void **cursor,
                        ounce_str *name, ounce_value *out)
{
    const struct field *field = *cursor == NULL ? map : *cursor;

    if (field->name == NULL) {
        return OUNCE_ABSENT;
    }
    *cursor = field + 1;
    *name = (ounce_str){field->name, strlen(field->name)};
    return read_field(ctx, field, out);
}

static ounce_found member(void *ctx, const void *map, const char *name, size_t size,
                          ounce_value *out)
{
    for (const struct field *field = map; field->name != NULL; field++) {
        if (strlen(field->name) == size && memcmp(field->name, name, size) == 0) {
            return read_field(ctx, field, out);
        }
    }
    return OUNCE_ABSENT;
}

static ounce_found element(void *ctx, const void *list, size_t index, ounce_value *out)
{
    const struct flow *flow = ctx;

    (void)list; /* struct flow has only one */
    return index < flow->flag_count ? text(flow->flags[index], out) : OUNCE_ABSENT;
}

static const ounce_accessor accessor = {sizeof(ounce_accessor), member, element, next};

static const char rule[] =
    "AnalysisType: rule\n"
    "RuleID: Flow.SSHOpened\n"
    "Enabled: true\n"
    "Severity: Medium\n"
    "LogTypes: [Host.Flow]\n"
    "AlertContext: [{KeyName: to, KeyValue: {KeyPath: destination}}]\n"
    "Detection:\n"
    "  - {KeyPath: source, Condition: IsIPAddressPublic}\n"
    "  - {KeyPath: destination.port, Condition: Equals, Value: 22}\n"
    "  - {KeyPath: flags, Condition: Contains, Value: ACK}\n";

static ounce_control print_match(void *user, ounce_match *match)
{
    ounce_str line;

    if (ounce_match_json(match, OUNCE_MATCH_JSON_EVENT, &line, user) != OUNCE_OK) {
        return OUNCE_STOP;
    }
    printf("%.*s\n", (int)line.size, line.data);
    return OUNCE_CONTINUE;
}

int main(void)
{
    struct flow flows[] = {
        {"52.95.4.17", {"10.0.1.25", 22}, 2, {"SYN", "ACK"}},
        {"52.95.4.17", {"10.0.1.26", 22}, 1, {"SYN"}}, /* nobody answered */
        {"10.0.9.4", {"10.0.1.25", 22}, 2, {"SYN", "ACK"}},
    };
    ounce_error err = OUNCE_ERROR_INIT;
    ounce_compiler *compiler = NULL;
    ounce_ruleset *ruleset = NULL;
    ounce_matcher *matcher = NULL;
    ounce_event event;

    if (ounce_compiler_new(NULL, &compiler, &err) == OUNCE_OK &&
        ounce_compiler_add_text(compiler, "flow.yml", 8, rule, strlen(rule), &err) ==
            OUNCE_OK &&
        ounce_compiler_finish(compiler, &ruleset, &err) == OUNCE_OK &&
        ounce_matcher_new(ruleset, &matcher, &err) == OUNCE_OK) {
        for (size_t i = 0; i < 3 && err.code == OUNCE_OK; i++) {
            ounce_event_init_host(&event, &accessor, &flows[i], flow_fields);
            ounce_matcher_run(matcher, &event, print_match, &err, &err);
        }
    }
    if (err.code != OUNCE_OK) {
        fprintf(stderr, "host_event: %s\n", err.message);
    }
    ounce_matcher_free(matcher);
    ounce_ruleset_unref(ruleset);
    ounce_compiler_free(compiler);
    return err.code != OUNCE_OK;
}
