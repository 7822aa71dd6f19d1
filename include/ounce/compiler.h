/* ounce/compiler.h — sources in, a ruleset and a list of diagnostics out. */
#ifndef OUNCE_COMPILER_H
#define OUNCE_COMPILER_H

#include <ounce/allocator.h>
#include <ounce/error.h>
#include <ounce/ruleset.h>

OUNCE_BEGIN_DECLS

/** Collects rule files and compiles them. Opaque; used for one ruleset. */
typedef struct ounce_compiler ounce_compiler;

/** Bits of ounce_compiler_options.flags. */
typedef enum ounce_compile_flag {
    /** Leave out what does not load and build a ruleset of the rest. Without it one
     * error anywhere means no ruleset, which is what a reload in a running agent wants.
     */
    OUNCE_COMPILE_PARTIAL = 1,
    /** Keep the rules' own `Tests:` in the ruleset. An agent has no use for them. */
    OUNCE_COMPILE_KEEP_TESTS = 2,
    /** Accept with a warning what upstream's tool relaxes on demand: unknown top-level
     *  keys, upper-case severities, filter conditions beyond the published ones. */
    OUNCE_COMPILE_LENIENT = 4,
    /** Keep items that are not rules as JSON: policies, data models, packs, … */
    OUNCE_COMPILE_KEEP_ITEMS = 8,
    /** Look at rules that load for what their author may not have meant, and warn; see
     *  docs/lints.md. The ruleset is the same with and without. */
    OUNCE_COMPILE_LINT = 16
} ounce_compile_flag;

/** How to compile. Start from OUNCE_COMPILER_OPTIONS_INIT. */
typedef struct ounce_compiler_options {
    uint32_t size;                    /**< sizeof(ounce_compiler_options). */
    uint32_t flags;                   /**< ounce_compile_flag, or-ed. */
    const ounce_allocator *allocator; /**< Copied; NULL means malloc. */
    const ounce_limits *limits;       /**< Copied; NULL means OUNCE_LIMITS_INIT. */
    const ounce_str *allow;           /**< Names of lints not to report. Borrowed until
                                           ounce_compiler_new() returns; may be NULL. */
    size_t allow_count;               /**< How many. */
} ounce_compiler_options;

#define OUNCE_COMPILER_OPTIONS_INIT                                                    \
    {                                                                                  \
        (uint32_t)sizeof(ounce_compiler_options), 0, NULL, NULL, NULL, 0               \
    }

/**
 * Make a compiler.
 *
 * @param options  Copied; NULL means the defaults.
 * @param out      Out, owned: ounce_compiler_free(). NULL on failure.
 * @param err      Filled on failure; NULL if not wanted.
 *
 * @return OUNCE_OK, OUNCE_ERR_NOMEM, or OUNCE_ERR_ARGUMENT for a size, a flag or the
 * name of a lint that this version does not know.
 *
 * Thread:  pure.
 * Since:   0.1
 */
OUNCE_API ounce_status ounce_compiler_new(const ounce_compiler_options *options,
                                          ounce_compiler **out, ounce_error *err);

/**
 * Free a compiler and its diagnostics. Rulesets made by it live on.
 *
 * @param compiler  Taken; NULL is a no-op.
 *
 * Thread:  confined.
 * Since:   0.1
 */
OUNCE_API void ounce_compiler_free(ounce_compiler *compiler);

/**
 * Read a rule file, or every `.yml` and `.yaml` file below a folder.
 *
 * Hidden files and folders are passed over, as are symbolic links to folders already on
 * the way down (so a loop ends), and files without an `AnalysisType`. Files are taken
 * in byte order of their names, so the result does not depend on the file system.
 *
 * @param compiler   Mutated.
 * @param path       Text in the file system's encoding; no NUL inside.
 * @param path_size  In bytes.
 * @param err        Filled on failure; NULL if not wanted.
 *
 * @return OUNCE_OK also when a file is bad or unreadable: that is a diagnostic, and the
 *         others are still read. OUNCE_ERR_NOMEM; OUNCE_ERR_ARGUMENT after
 *         ounce_compiler_finish().
 *
 * Source:  docs/rule-format.md.
 * Cost:    linear in the bytes read.
 * Thread:  confined.
 * Since:   0.1
 */
OUNCE_API ounce_status ounce_compiler_add_path(ounce_compiler *compiler,
                                               const char *path, size_t path_size,
                                               ounce_error *err);

/**
 * Read a rule file that is already in memory, or a file that one of them names: a name
 * that ends in `.py` is Python, in `.csv`, `.json`, `.jsonl` or `.ndjson` the rows of a
 * lookup table. YAML without an `AnalysisType` may be rows as well. Nothing is read
 * from disk beside it; the order does not matter.
 *
 * @param compiler   Mutated.
 * @param name       What diagnostics call the file; copied. What a rule file calls
 *                   another is taken from its own folder on, as on disk.
 * @param name_size  In bytes.
 * @param text       In UTF-8; borrowed until return.
 * @param text_size  In bytes.
 * @param err        Filled on failure; NULL if not wanted.
 *
 * @return As ounce_compiler_add_path(): a rule that does not load is a diagnostic.
 *
 * Thread:  confined.
 * Since:   0.1
 */
OUNCE_API ounce_status ounce_compiler_add_text(ounce_compiler *compiler,
                                               const char *name, size_t name_size,
                                               const char *text, size_t text_size,
                                               ounce_error *err);

/**
 * Compile everything that was added.
 *
 * @param compiler  Mutated; afterwards only its diagnostics can be read.
 * @param out       Out, shared: one reference is the caller's, ounce_ruleset_unref().
 *                  NULL on failure. A ruleset without rules is a valid ruleset.
 * @param err       Filled on failure with the first error diagnostic.
 *
 * @return OUNCE_OK; OUNCE_ERR_RULE if there was an error diagnostic and
 *         OUNCE_COMPILE_PARTIAL was not asked for; OUNCE_ERR_LIMIT for more rules than
 *         limits.max_rules; OUNCE_ERR_NOMEM, after which the call may be repeated;
 *         OUNCE_ERR_ARGUMENT when called again after success.
 *
 * Cost:    linear in the size of the rules.
 * Thread:  confined.
 * Since:   0.1
 */
OUNCE_API ounce_status ounce_compiler_finish(ounce_compiler *compiler,
                                             ounce_ruleset **out, ounce_error *err);

/**
 * Count diagnostics.
 *
 * @param compiler  Borrowed.
 * @param level     Of this level, those beyond limits.max_diagnostics included.
 *
 * Thread:  confined.
 * Since:   0.1
 */
OUNCE_API uint64_t ounce_compiler_count(const ounce_compiler *compiler,
                                        ounce_level level);

/**
 * Read a diagnostic, in the order in which they were found.
 *
 * @param compiler  Borrowed.
 * @param index     0-based, over all levels.
 * @param out       Out; its text is borrowed until the compiler is freed.
 *
 * @return false past the last one that was kept.
 *
 * Thread:  confined.
 * Since:   0.1
 */
OUNCE_API bool ounce_compiler_diagnostic(const ounce_compiler *compiler, uint32_t index,
                                         ounce_diagnostic *out);

/**
 * Name a lint: something that OUNCE_COMPILE_LINT looks for.
 *
 * @param index     0-based; the order may change between versions, names do not.
 * @param name      Out, NUL-terminated, borrowed forever: the code of its diagnostics,
 *                  and what ounce_compiler_options.allow takes.
 * @param sentence  Out, likewise: what it reports, without a dot.
 *
 * @return false past the last one, and then nothing is written.
 *
 * Source:  docs/lints.md.
 * Thread:  pure.
 * Since:   0.1
 */
OUNCE_API bool ounce_lint_info(uint32_t index, const char **name,
                               const char **sentence);

/**
 * Compile what one path holds: new, add_path, finish and free in one call.
 *
 * @param path       A rule file or a folder; see ounce_compiler_add_path().
 * @param path_size  In bytes.
 * @param options    NULL means the defaults.
 * @param out        Out, shared: ounce_ruleset_unref(). NULL on failure.
 * @param err        Filled on failure with the first error diagnostic.
 *
 * @return As ounce_compiler_new(), ounce_compiler_add_path() and
 * ounce_compiler_finish(). The other diagnostics are lost: a host that shows them makes
 * a compiler.
 *
 * Cost:    linear in the bytes read.
 * Thread:  pure.
 * Since:   0.1
 */
OUNCE_API ounce_status ounce_ruleset_load(const char *path, size_t path_size,
                                          const ounce_compiler_options *options,
                                          ounce_ruleset **out, ounce_error *err);

/**
 * Compile one rule file that is already in memory.
 *
 * @param name       What errors call the file.
 * @param name_size  In bytes.
 * @param text       YAML in UTF-8; borrowed until return.
 * @param text_size  In bytes.
 *
 * The other parameters, and what is returned, as ounce_ruleset_load().
 *
 * Thread:  pure.
 * Since:   0.1
 */
OUNCE_API ounce_status ounce_ruleset_parse(const char *name, size_t name_size,
                                           const char *text, size_t text_size,
                                           const ounce_compiler_options *options,
                                           ounce_ruleset **out, ounce_error *err);

OUNCE_END_DECLS
#endif
