/* regex.c — patterns compiled and run by PCRE2; the only file that sees its header.
 *
 *     regex, subject => found, and where
 *
 * Three programs for a pattern: one to search, one that is anchored, one that is
 * anchored at both ends; PCRE2's JIT does not take the latter as options of a match.
 * Where JIT cannot be had, or its stack is too small, the interpreter does the work.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "native/regex.h"

#include "base/str.h"
#include "native/regex_syntax.h"

#include <ounce/matcher.h>
#include <pcre2.h>
#include <stddef.h>

/* Up to here PCRE2 counts for us; what a match of a text this long costs is little,
 * even when its time grows with the square. */
#define SHORT_TEXT        1024
#define SHORT_MATCH_LIMIT 20000
/* The metered form pays per callout; this is only the last resort, in one attempt. */
#define LONG_MATCH_LIMIT 10000000
#define HEAP_LIMIT_KIB   (32 * 1024)
/* Steps that a callout costs: that, and one for so many bytes passed over. */
#define CALLOUT_STEPS          8
#define BYTES_PER_CALLOUT_STEP 8
/* Before a match, a step for so many bytes: what looking at them once costs. */
#define BYTES_PER_STEP 16

/* ---- The host's memory, as PCRE2 wants it: it does not tell sizes when it frees ----
 */

union header {
    size_t size;
    max_align_t align;
};

static void *take(size_t size, void *alloc)
{
    union header *header = size <= SIZE_MAX - sizeof(*header)
                               ? oz_alloc_new(alloc, size + sizeof(*header))
                               : NULL;

    if (header == NULL) {
        return NULL;
    }
    header->size = size + sizeof(*header);
    return header + 1;
}

static void give(void *ptr, void *alloc)
{
    if (ptr != NULL) {
        union header *header = (union header *)ptr - 1;

        oz_alloc_free(alloc, header, header->size);
    }
}

/* PCRE2 hands the pointer on, and does not look behind it. */
static pcre2_general_context *general_context(const ounce_allocator *alloc)
{
    return pcre2_general_context_create(take, give, (void *)(uintptr_t)alloc);
}

/* ---- Compiling ---- */

static enum oz_regex_status compile_failed(int code, size_t offset, char *message)
{
    char text[120];
    struct oz_buf buf;

    if (code == PCRE2_ERROR_HEAP_FAILED) {
        return OZ_REGEX_NOMEM;
    }
    if (pcre2_get_error_message(code, (PCRE2_UCHAR *)text, sizeof(text)) < 0) {
        text[0] = '\0';
    }
    (void)offset; /* is of the translation */
    oz_buf_init_fixed(&buf, message, OZ_REGEX_MESSAGE - 1);
    oz_buf_text(&buf, "not supported: ");
    oz_buf_text(&buf, text);
    message[buf.size < OZ_REGEX_MESSAGE ? buf.size : OZ_REGEX_MESSAGE - 1] = '\0';
    return OZ_REGEX_BAD;
}

static uint32_t options_of(enum oz_regex_mode mode)
{
    const uint32_t common = PCRE2_UTF | PCRE2_NO_UTF_CHECK | PCRE2_DOTALL |
                            PCRE2_MULTILINE | PCRE2_ALT_CIRCUMFLEX |
                            PCRE2_NEVER_BACKSLASH_C;

    return common | (mode != OZ_REGEX_SEARCH ? PCRE2_ANCHORED : 0) |
           (mode == OZ_REGEX_FULL ? PCRE2_ENDANCHORED : 0);
}

enum oz_regex_status oz_regex_prepare(struct oz_regex *regex, enum oz_regex_mode mode,
                                      char *message)
{
    pcre2_general_context *general = general_context(regex->alloc);
    pcre2_compile_context *context =
        general != NULL ? pcre2_compile_context_create(general) : NULL;
    enum oz_regex_status status = OZ_REGEX_NOMEM;
    int code = 0;
    size_t offset = 0;

    if (context == NULL) {
        goto done;
    }
    pcre2_set_newline(context, PCRE2_NEWLINE_LF);
    regex->codes[mode] =
        pcre2_compile((PCRE2_SPTR)regex->translated.data, regex->translated.size,
                      options_of(mode), &code, &offset, context);
    if (regex->codes[mode] == NULL) {
        status = compile_failed(code, offset, message);
        goto done;
    }
    /* Without JIT pcre2_match interprets: slower, and the same answer. */
    (void)pcre2_jit_compile(regex->codes[mode], PCRE2_JIT_COMPLETE);
    status = OZ_REGEX_OK;
done:
    pcre2_compile_context_free(context);
    pcre2_general_context_free(general);
    return status;
}

/* Keep what the translation found, in the pattern's own arena. */
static bool keep(struct oz_regex *regex, const struct oz_regex_syntax *syntax)
{
    const uint32_t count = syntax->group_count;
    uint32_t *parents = oz_arena_array(&regex->arena, count, sizeof(*parents));
    uint32_t unicode = syntax->flags & OZ_REGEX_ASCII ? 0 : OZ_REGEX_UNICODE;

    if (parents == NULL || !oz_arena_text(&regex->arena, syntax->out.data,
                                          syntax->out.size, &regex->translated)) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        parents[i] = syntax->groups[i].parent;
    }
    regex->flags = syntax->flags | unicode;
    regex->groups = count - 1;
    regex->parents = parents;
    regex->names = syntax->names;
    regex->name_count = syntax->name_count;
    return true;
}

static enum oz_regex_status translate(struct oz_regex *regex, bool metered,
                                      char *message)
{
    struct oz_regex_syntax syntax = {.arena = &regex->arena,
                                     .pattern = regex->pattern,
                                     .flags = regex->given,
                                     .meter = metered,
                                     .message = message};
    enum oz_regex_status status;

    oz_buf_init(&syntax.out, regex->alloc);
    status = oz_regex_translate(&syntax) ? OZ_REGEX_OK : syntax.status;
    if (status == OZ_REGEX_OK && !keep(regex, &syntax)) {
        status = OZ_REGEX_NOMEM;
    }
    oz_buf_finish(&syntax.out);
    return status;
}

enum oz_regex_status oz_regex_new(const ounce_allocator *alloc, ounce_str pattern,
                                  uint32_t flags, bool metered, struct oz_regex **out,
                                  char *message)
{
    struct oz_regex *regex = oz_alloc_zero(alloc, sizeof(*regex));
    enum oz_regex_status status = OZ_REGEX_NOMEM;

    *out = NULL;
    if (regex == NULL) {
        return OZ_REGEX_NOMEM;
    }
    regex->alloc = alloc;
    regex->given = flags;
    regex->metered = metered;
    oz_arena_init(&regex->arena, alloc);
    if (oz_arena_text(&regex->arena, pattern.data, pattern.size, &regex->pattern)) {
        status = translate(regex, metered, message);
    }
    if (status != OZ_REGEX_OK) {
        oz_regex_free(regex);
        return status;
    }
    *out = regex;
    return OZ_REGEX_OK;
}

enum oz_regex_status oz_regex_compile(const ounce_allocator *alloc, ounce_str pattern,
                                      uint32_t flags, struct oz_regex **out,
                                      char *message)
{
    enum oz_regex_status status =
        oz_regex_new(alloc, pattern, flags, false, out, message);

    for (int mode = 0; status == OZ_REGEX_OK && mode < OZ_REGEX_MODES; mode++) {
        status = oz_regex_prepare(*out, (enum oz_regex_mode)mode, message);
    }
    if (status != OZ_REGEX_OK) {
        oz_regex_free(*out);
        *out = NULL;
    }
    return status;
}

void oz_regex_free(struct oz_regex *regex)
{
    if (regex == NULL) {
        return;
    }
    for (int mode = 0; mode < OZ_REGEX_MODES; mode++) {
        pcre2_code_free(regex->codes[mode]);
    }
    oz_arena_finish(&regex->arena);
    oz_alloc_free(regex->alloc, regex, sizeof(*regex));
}

/* ---- Running ---- */

void oz_regex_memory_finish(struct oz_regex_memory *memory)
{
    pcre2_match_data_free(memory->match_data);
    pcre2_match_context_free(memory->context);
    *memory = (struct oz_regex_memory){0};
}

static bool make_room(struct oz_regex_memory *memory, const ounce_allocator *alloc,
                      uint32_t pairs)
{
    pcre2_general_context *general;

    if (memory->pairs >= pairs && memory->context != NULL) {
        return true;
    }
    general = general_context(alloc);
    if (general == NULL) {
        return false;
    }
    pairs = pairs < 16 ? 16 : pairs;
    pcre2_match_data_free(memory->match_data);
    memory->match_data = pcre2_match_data_create(pairs, general);
    memory->pairs = memory->match_data != NULL ? pairs : 0;
    if (memory->context == NULL) {
        memory->context = pcre2_match_context_create(general);
    }
    pcre2_general_context_free(general);
    return memory->match_data != NULL && memory->context != NULL;
}

/* What a metered match has paid up to. */
struct meter {
    struct oz_walk *walk;
    size_t last;
};

static int pay(pcre2_callout_block *block, void *data)
{
    struct meter *meter = data;
    const size_t now = block->current_position;
    const size_t passed = now > meter->last ? now - meter->last : meter->last - now;

    meter->last = now;
    return oz_walk_step(meter->walk, CALLOUT_STEPS + passed / BYTES_PER_CALLOUT_STEP)
               ? 0
               : PCRE2_ERROR_CALLOUT;
}

struct run {
    struct oz_work *work;
    struct oz_regex_memory *memory;
    const struct oz_regex_subject *subject;
    size_t from;
    uint32_t options;
};

static int execute(struct run *run, const struct oz_regex *regex,
                   enum oz_regex_mode mode, uint32_t limit)
{
    pcre2_match_context *context = run->memory->context;
    struct meter meter = {&run->work->walk, run->from};
    const char *text = run->subject->text.data != NULL ? run->subject->text.data : "";
    int rc;

    pcre2_set_match_limit(context, limit);
    pcre2_set_heap_limit(context, HEAP_LIMIT_KIB);
    pcre2_set_callout(context, regex->metered ? pay : NULL, &meter);
    rc = pcre2_match(regex->codes[mode], (PCRE2_SPTR)text, run->subject->endpos,
                     run->from, run->options, run->memory->match_data, context);
    if (rc == PCRE2_ERROR_JIT_STACKLIMIT) {
        meter.last = run->from;
        run->memory->grown = true;
        rc = pcre2_match(regex->codes[mode], (PCRE2_SPTR)text, run->subject->endpos,
                         run->from, run->options | PCRE2_NO_JIT,
                         run->memory->match_data, context);
    }
    return rc;
}

static bool is_limit(int rc)
{
    return rc == PCRE2_ERROR_MATCHLIMIT || rc == PCRE2_ERROR_DEPTHLIMIT ||
           rc == PCRE2_ERROR_HEAPLIMIT || rc == PCRE2_ERROR_CALLOUT;
}

static bool finish(struct run *run, const struct oz_regex *regex, int rc, size_t *spans,
                   bool *found)
{
    const size_t *offsets = pcre2_get_ovector_pointer(run->memory->match_data);
    const size_t used = rc > 0 ? 2 * (size_t)rc : 0;

    *found = rc > 0;
    if (rc == PCRE2_ERROR_NOMATCH) {
        return true;
    }
    if (rc == PCRE2_ERROR_NOMEMORY) {
        return oz_no_memory(run->work);
    }
    if (rc <= 0) {
        return oz_walk_fail(&run->work->walk, OUNCE_REASON_BUDGET);
    }
    for (size_t i = 0; i < 2 * ((size_t)regex->groups + 1); i++) {
        spans[i] = i < used ? offsets[i] : OZ_REGEX_UNSET;
    }
    return true;
}

/* Patterns of the cache are compiled for a mode when it is first used; they belong to
 * one thread, and are const only to those who hold values. */
static bool ready(struct oz_work *work, const struct oz_regex *regex,
                  enum oz_regex_mode mode)
{
    char message[OZ_REGEX_MESSAGE];

    if (regex->codes[mode] != NULL) {
        return true;
    }
    return oz_regex_prepare((struct oz_regex *)(uintptr_t)regex, mode, message) ==
               OZ_REGEX_OK ||
           oz_no_memory(work);
}

bool oz_regex_run(struct oz_work *work, const struct oz_regex *regex,
                  enum oz_regex_mode mode, const struct oz_regex_subject *subject,
                  size_t from, bool not_empty, size_t *spans, bool *found)
{
    struct oz_regexes *regexes = oz_regexes_get(work);
    struct run run = {work, NULL, subject, from, PCRE2_NO_UTF_CHECK};
    struct oz_regex *metered;
    const size_t rest = subject->endpos - from;
    int rc = PCRE2_ERROR_MATCHLIMIT;

    *found = false;
    if (regexes == NULL || !oz_walk_step(&work->walk, 1 + rest / BYTES_PER_STEP)) {
        return false;
    }
    run.memory = oz_regexes_memory(regexes);
    run.options |= not_empty ? PCRE2_NOTEMPTY_ATSTART : 0;
    if (!make_room(run.memory, work->walk.scratch->alloc, regex->groups + 1)) {
        return oz_no_memory(work);
    }
    if (rest <= SHORT_TEXT) {
        if (!ready(work, regex, mode)) {
            return false;
        }
        rc = execute(&run, regex, mode, SHORT_MATCH_LIMIT);
    }
    if (!is_limit(rc)) {
        return finish(&run, regex, rc, spans, found);
    }
    if (!oz_regexes_metered(work, regex, &metered) || !ready(work, metered, mode)) {
        return false;
    }
    rc = execute(&run, metered, mode, LONG_MATCH_LIMIT);
    return finish(&run, regex, rc, spans, found);
}
