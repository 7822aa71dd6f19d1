/* compile.c — see compile.h. */
#include "compile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_SIZE 400000

/* One buffer for each kind of text, so that two kinds can be compared. */
static char diagnostics[TEXT_SIZE];
static char printed[TEXT_SIZE];
static char part[TEXT_SIZE];
static char handed[TEXT_SIZE];

/* ---- compiling ---- */

void kit_begin(struct kit_set *set, uint32_t flags, const ounce_limits *limits)
{
    ounce_compiler_options options = OUNCE_COMPILER_OPTIONS_INIT;

    memset(set, 0, sizeof *set);
    kit_memory_init(&set->memory);
    options.flags = flags;
    options.limits = limits;
    options.allocator = &set->memory.allocator;
    ck_assert_int_eq(ounce_compiler_new(&options, &set->compiler, &set->err), OUNCE_OK);
}

void kit_add(struct kit_set *set, const char *name, const char *text)
{
    ounce_status status = ounce_compiler_add_text(set->compiler, name, strlen(name),
                                                  text, strlen(text), &set->err);

    ck_assert_int_eq(status, OUNCE_OK);
}

void kit_end(struct kit_set *set)
{
    set->status = ounce_compiler_finish(set->compiler, &set->ruleset, &set->err);
    ck_assert_int_eq(set->ruleset != NULL, set->status == OUNCE_OK);
    if (set->ruleset != NULL) {
        ck_assert_int_eq(ounce_matcher_new(set->ruleset, &set->matcher, &set->err),
                         OUNCE_OK);
    }
}

void kit_compile(struct kit_set *set, const char *text)
{
    kit_begin(set, 0, NULL);
    kit_add(set, "rule.yml", text);
    kit_end(set);
}

void kit_compile_detection(struct kit_set *set, const char *list)
{
    static const char head[] = "Detection:\n";
    size_t size = sizeof head + strlen(list) + sizeof KIT_TAIL;
    char *text = malloc(size);

    ck_assert_ptr_nonnull(text);
    snprintf(text, size, "%s%s%s", head, list, KIT_TAIL);
    kit_compile(set, text);
    free(text);
    ck_assert_msg(set->status == OUNCE_OK && set->ruleset != NULL, "%s\n%s", list,
                  kit_diagnostics(set, false));
}

void kit_finish(struct kit_set *set)
{
    ounce_matcher_free(set->matcher);
    ounce_ruleset_unref(set->ruleset);
    ounce_compiler_free(set->compiler);
    ck_assert_uint_eq(set->memory.blocks, 0);
    ck_assert_uint_eq(set->memory.live, 0);
}

/* ---- what came of it ---- */

const char *kit_diagnostics(const struct kit_set *set, bool files)
{
    static const char *const levels[] = {"error", "warning", "note"};
    ounce_diagnostic found;
    size_t used = 0;

    diagnostics[0] = '\0';
    for (uint32_t i = 0; ounce_compiler_diagnostic(set->compiler, i, &found); i++) {
        int size =
            snprintf(diagnostics + used, sizeof diagnostics - used,
                     "%.*s%s%u:%u: %s: %.*s [%.*s]\n", files ? (int)found.file.size : 0,
                     found.file.data, files ? ":" : "", found.line, found.column,
                     levels[found.level], (int)found.message.size, found.message.data,
                     (int)found.code.size, found.code.data);

        ck_assert_int_gt(size, 0);
        used += (size_t)size;
        ck_assert_uint_lt(used, sizeof diagnostics);
    }
    return diagnostics;
}

const char *kit_print(const struct kit_set *set, uint32_t rule, uint32_t form)
{
    size_t size = 0;
    ounce_status status =
        ounce_rule_print(set->ruleset, rule, form, printed, sizeof printed - 1, &size);

    ck_assert_int_eq(status, OUNCE_OK);
    printed[size] = '\0';
    return printed;
}

const char *kit_part(const struct kit_set *set, const char *name)
{
    const char *line = kit_print(set, 0, OUNCE_PRINT_IR);
    size_t size = strlen(name);

    part[0] = '\0';
    while (*line != '\0') {
        size_t length = strcspn(line, "\n");

        if (strncmp(line, name, size) == 0 && strncmp(line + size, " = ", 3) == 0) {
            length -= size + 3;
            memcpy(part, line + size + 3, length);
            part[length] = '\0';
            return part;
        }
        line += length + 1;
    }
    return part;
}

const char *kit_ir(const struct kit_set *set)
{
    return kit_part(set, "match");
}

const char *kit_guard(const struct kit_set *set)
{
    const char *line = strchr(kit_print(set, 0, OUNCE_PRINT_TEXT), '\n') + 1;
    size_t size = strcspn(line, "\n");

    memcpy(part, line, size);
    part[size] = '\0';
    return part;
}

void kit_check_diagnostics(const char *parts, uint32_t flags,
                           const ounce_limits *limits, const char *expected)
{
    size_t size = strlen(parts) + sizeof KIT_TAIL;
    char *text = malloc(size);
    struct kit_set set;

    ck_assert_ptr_nonnull(text);
    snprintf(text, size, "%s%s", parts, KIT_TAIL);
    kit_begin(&set, flags, limits);
    kit_add(&set, "rule.yml", text);
    kit_end(&set);
    free(text);
    ck_assert_str_eq(kit_diagnostics(&set, false), expected);
    ck_assert_int_eq(set.status, strstr(expected, ": error: ") != NULL &&
                                         (flags & OUNCE_COMPILE_PARTIAL) == 0
                                     ? OUNCE_ERR_RULE
                                     : OUNCE_OK);
    kit_finish(&set);
}

/* ---- judging ---- */

static ounce_control note_match(void *user, ounce_match *match)
{
    (void)match;
    *(bool *)user = true;
    return OUNCE_CONTINUE;
}

bool kit_judge(struct kit_set *set, const char *text)
{
    bool matched = false;
    ounce_event event;
    ounce_status status;

    ck_assert_ptr_nonnull(set->matcher);
    ounce_event_init_json(&event, text, strlen(text));
    status = ounce_matcher_run_rule(set->matcher, 0, &event, note_match, &matched,
                                    &set->err);
    ck_assert_msg(status == OUNCE_OK, "%s: %s", text, set->err.message);
    return matched;
}

bool kit_hit(struct kit_set *set, uint32_t rule, const char *text)
{
    size_t capacity = ounce_ruleset_count(set->ruleset);
    uint32_t *rules = calloc(capacity + 1, sizeof *rules);
    bool found = false;
    ounce_event event;
    ounce_status status;
    size_t count;

    ck_assert_ptr_nonnull(rules);
    ounce_event_init_json(&event, text, strlen(text));
    status =
        ounce_matcher_hits(set->matcher, &event, rules, capacity, &count, &set->err);
    ck_assert_msg(status == OUNCE_OK, "%s: %s", text, set->err.message);
    for (size_t i = 0; i < count; i++) {
        found = found || rules[i] == rule;
    }
    free(rules);
    return found;
}

static void hand_out(ounce_str text)
{
    ck_assert_uint_lt(text.size, sizeof handed);
    if (text.size > 0) {
        memcpy(handed, text.data, text.size);
    }
    handed[text.size] = '\0';
}

struct request {
    struct kit_set *set;
    bool json;
    uint32_t what; /* a field, or flags */
    const char *answer;
};

static ounce_control answer(void *user, ounce_match *match)
{
    struct request *request = user;
    ounce_error *err = &request->set->err;
    ounce_str text;
    ounce_status status = request->json
                              ? ounce_match_json(match, request->what, &text, err)
                              : ounce_match_text(match, request->what, &text, err);

    ck_assert_msg(status == OUNCE_OK, "%s", err->message);
    hand_out(text);
    request->answer = handed;
    return OUNCE_CONTINUE;
}

static const char *ask(struct kit_set *set, const char *text, bool json, uint32_t what)
{
    struct request request = {set, json, what, NULL};
    ounce_event event;
    ounce_status status;

    ounce_event_init_json(&event, text, strlen(text));
    status =
        ounce_matcher_run_rule(set->matcher, 0, &event, answer, &request, &set->err);
    ck_assert_msg(status == OUNCE_OK, "%s: %s", text, set->err.message);
    return request.answer;
}

const char *kit_alert(struct kit_set *set, const char *event, uint32_t field)
{
    return ask(set, event, false, field);
}

const char *kit_match_json(struct kit_set *set, const char *event, uint32_t flags)
{
    return ask(set, event, true, flags);
}

const char *kit_explain(struct kit_set *set, const char *text, uint32_t form)
{
    ounce_event event;
    ounce_status status;
    ounce_str out;

    ounce_event_init_json(&event, text, strlen(text));
    status = ounce_matcher_explain(set->matcher, 0, &event, form, &out, &set->err);
    ck_assert_msg(status == OUNCE_OK, "%s: %s", text, set->err.message);
    hand_out(out);
    return handed;
}

/* ---- texts ---- */

const char *kit_repeat(const char *text, size_t count)
{
    static char repeated[TEXT_SIZE];
    size_t size = strlen(text);

    ck_assert_uint_lt(size * count, sizeof repeated);
    for (size_t i = 0; i < count; i++) {
        memcpy(repeated + i * size, text, size);
    }
    repeated[size * count] = '\0';
    return repeated;
}

char *kit_read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    char *text = NULL;
    long size;

    if (file == NULL) {
        return NULL;
    }
    if (fseek(file, 0, SEEK_END) == 0 && (size = ftell(file)) >= 0 &&
        fseek(file, 0, SEEK_SET) == 0) {
        text = malloc((size_t)size + 1);
        ck_assert_ptr_nonnull(text);
        text[fread(text, 1, (size_t)size, file)] = '\0';
    }
    fclose(file);
    return text;
}

const char *kit_source(const char *path)
{
    static char full[4096];
    const char *root = getenv("OUNCE_SOURCE_ROOT");

    snprintf(full, sizeof full, "%s/%s", root != NULL ? root : ".", path);
    return full;
}
