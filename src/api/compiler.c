/* compiler.c — the doorway of ounce/compiler.h: sources in, diagnostics out.
 *
 * Each text goes down the pipeline as far as it is right (compile_file.c); what only
 * shows when all are there waits for the end (compile_finish.c). A call that runs out
 * of memory leaves the compiler as it was before, so that it can be repeated.
 */
#include "api/compiler.h"

#include "base/str.h"
#include "source/source.h"

#define ALL_FLAGS                                                                      \
    (OUNCE_COMPILE_PARTIAL | OUNCE_COMPILE_KEEP_TESTS | OUNCE_COMPILE_LENIENT |        \
     OUNCE_COMPILE_KEEP_ITEMS | OUNCE_COMPILE_LINT)

static bool check_options(const ounce_compiler_options *options)
{
    return options->size == sizeof *options &&
           (options->flags & ~(uint32_t)ALL_FLAGS) == 0 &&
           (options->limits == NULL ||
            options->limits->size == sizeof *options->limits) &&
           (options->allocator == NULL || options->allocator->resize != NULL);
}

ounce_status ounce_compiler_new(const ounce_compiler_options *options,
                                ounce_compiler **out, ounce_error *err)
{
    static const ounce_compiler_options defaults = OUNCE_COMPILER_OPTIONS_INIT;
    static const ounce_limits default_limits = OUNCE_LIMITS_INIT;
    const ounce_allocator *alloc;
    ounce_compiler *compiler;
    ounce_status status;

    *out = NULL;
    options = options == NULL ? &defaults : options;
    if (!check_options(options)) {
        return oz_error(
            err, OUNCE_ERR_ARGUMENT,
            "compiler options of a size or with a flag that this version does "
            "not know");
    }
    alloc = options->allocator == NULL ? &oz_alloc_default : options->allocator;
    compiler = oz_alloc_zero(alloc, sizeof *compiler);
    if (compiler == NULL) {
        return oz_error_nomem(err);
    }
    compiler->alloc = *alloc;
    compiler->limits = options->limits == NULL ? default_limits : *options->limits;
    compiler->limits.max_table_rows = compiler->limits.max_table_rows == 0
                                          ? default_limits.max_table_rows
                                          : compiler->limits.max_table_rows;
    compiler->limits.max_table_bytes = compiler->limits.max_table_bytes == 0
                                           ? default_limits.max_table_bytes
                                           : compiler->limits.max_table_bytes;
    compiler->flags = options->flags;
    oz_arena_init(&compiler->arena, &compiler->alloc);
    oz_arena_init(&compiler->document, &compiler->alloc);
    oz_diags_init(&compiler->diags, &compiler->arena, compiler->limits.max_diagnostics);
    oz_lint_init(&compiler->lint, &compiler->arena, &compiler->diags);
    status = oz_lint_allow(&compiler->lint, options->allow, options->allow_count, err);
    if (status != OUNCE_OK) {
        ounce_compiler_free(compiler);
        return status;
    }
    compiler->ruleset = oz_ruleset_new(&compiler->alloc, &compiler->limits);
    if (compiler->ruleset == NULL) {
        ounce_compiler_free(compiler);
        return oz_error_nomem(err);
    }
    oz_unit_init(&compiler->unit, &compiler->ruleset->arena, &compiler->arena);
    *out = compiler;
    return OUNCE_OK;
}

void ounce_compiler_free(ounce_compiler *compiler)
{
    ounce_allocator alloc;

    if (compiler == NULL) {
        return;
    }
    alloc = compiler->alloc;
    ounce_ruleset_unref(compiler->ruleset);
    oz_arena_finish(&compiler->document);
    oz_arena_finish(&compiler->arena);
    oz_alloc_free(&alloc, compiler, sizeof *compiler);
}
/* ---- undoing a call that ran out of memory ---- */

struct oz_compiler_mark oz_compiler_mark(const ounce_compiler *compiler)
{
    struct oz_compiler_mark at = {oz_unit_mark(&compiler->unit),
                                  compiler->diags.count,
                                  compiler->lint.use_count,
                                  {0, 0, 0}};

    memcpy(at.found, compiler->diags.found, sizeof at.found);
    return at;
}

void oz_compiler_undo(ounce_compiler *compiler, const struct oz_compiler_mark *to)
{
    oz_unit_undo(&compiler->unit, &to->unit);
    compiler->diags.count = to->diags;
    compiler->diags.failed = false;
    compiler->lint.use_count = to->lint_uses;
    memcpy(compiler->diags.found, to->found, sizeof to->found);
}

/* ---- adding ---- */

static ounce_status after_add(ounce_compiler *compiler, ounce_status status,
                              const struct oz_compiler_mark *before, ounce_error *err)
{
    if (status == OUNCE_OK && !compiler->diags.failed) {
        return OUNCE_OK;
    }
    oz_compiler_undo(compiler, before);
    return oz_error_nomem(err);
}

ounce_status oz_compiler_check_open(const ounce_compiler *compiler, ounce_error *err)
{
    return compiler->finished
               ? oz_error(err, OUNCE_ERR_ARGUMENT, "the compiler has finished already")
               : OUNCE_OK;
}

ounce_status ounce_compiler_add_path(ounce_compiler *compiler, const char *path,
                                     size_t path_size, ounce_error *err)
{
    struct oz_compiler_mark before = oz_compiler_mark(compiler);
    ounce_status status = oz_compiler_check_open(compiler, err);

    if (status != OUNCE_OK) {
        return status;
    }
    if (path_size == 0 || memchr(path, '\0', path_size) != NULL) {
        return oz_error(err, OUNCE_ERR_ARGUMENT, "a path is empty or holds a NUL byte");
    }
    compiler->reads_files = true;
    status = oz_source_walk(&compiler->alloc, &compiler->limits, &compiler->diags,
                            (ounce_str){path, path_size}, oz_compile_text, compiler);
    compiler->reads_files = false;
    return after_add(compiler, status, &before, err);
}

ounce_status ounce_compiler_add_text(ounce_compiler *compiler, const char *name,
                                     size_t name_size, const char *text,
                                     size_t text_size, ounce_error *err)
{
    struct oz_compiler_mark before = oz_compiler_mark(compiler);
    ounce_status status = oz_compiler_check_open(compiler, err);

    if (status != OUNCE_OK) {
        return status;
    }
    status = OUNCE_ERR_NOMEM;
    if (oz_arena_text(&compiler->arena, name, name_size, &compiler->diags.file)) {
        status = oz_compile_is_kept(compiler->diags.file)
                     ? oz_compile_keep(compiler, (ounce_str){text, text_size})
                     : oz_compile_text(compiler, (ounce_str){text, text_size});
    }
    return after_add(compiler, status, &before, err);
}

/* ---- one source, one call ---- */

typedef ounce_status add_fn(ounce_compiler *compiler, const void *source,
                            ounce_error *err);

static ounce_status compile_one(const ounce_compiler_options *options, add_fn *add,
                                const void *source, ounce_ruleset **out,
                                ounce_error *err)
{
    ounce_compiler *compiler;
    ounce_status status = ounce_compiler_new(options, &compiler, err);

    *out = NULL;
    if (status == OUNCE_OK) {
        status = add(compiler, source, err);
    }
    if (status == OUNCE_OK) {
        status = ounce_compiler_finish(compiler, out, err);
    }
    ounce_compiler_free(compiler);
    return status;
}

static ounce_status add_path(ounce_compiler *compiler, const void *source,
                             ounce_error *err)
{
    const ounce_str *path = source;

    return ounce_compiler_add_path(compiler, path->data, path->size, err);
}

ounce_status ounce_ruleset_load(const char *path, size_t path_size,
                                const ounce_compiler_options *options,
                                ounce_ruleset **out, ounce_error *err)
{
    const ounce_str source = {path, path_size};

    return compile_one(options, add_path, &source, out, err);
}

static ounce_status add_text(ounce_compiler *compiler, const void *source,
                             ounce_error *err)
{
    const ounce_str *parts = source; /* name, text */

    return ounce_compiler_add_text(compiler, parts[0].data, parts[0].size,
                                   parts[1].data, parts[1].size, err);
}

ounce_status ounce_ruleset_parse(const char *name, size_t name_size, const char *text,
                                 size_t text_size,
                                 const ounce_compiler_options *options,
                                 ounce_ruleset **out, ounce_error *err)
{
    const ounce_str source[] = {{name, name_size}, {text, text_size}};

    return compile_one(options, add_text, source, out, err);
}

bool ounce_lint_info(uint32_t index, const char **name, const char **sentence)
{
    if (index >= OZ_LINT_COUNT) {
        return false;
    }
    *name = oz_lint_name((enum oz_lint_id)index);
    *sentence = oz_lint_sentence((enum oz_lint_id)index);
    return true;
}

uint64_t ounce_compiler_count(const ounce_compiler *compiler, ounce_level level)
{
    return (unsigned)level <= OUNCE_LEVEL_NOTE ? compiler->diags.found[level] : 0;
}

bool ounce_compiler_diagnostic(const ounce_compiler *compiler, uint32_t index,
                               ounce_diagnostic *out)
{
    if (index >= compiler->diags.count) {
        return false;
    }
    *out = compiler->diags.items[index];
    return true;
}
