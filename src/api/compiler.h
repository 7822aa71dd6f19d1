/* compiler.h — a compile under way: what has been read, and how to go back on it. */
#ifndef OZ_COMPILER_H
#define OZ_COMPILER_H

#include "api/ruleset.h"
#include "link/unit.h"
#include "lint/lint.h"

#include <ounce/compiler.h>

struct ounce_compiler {
    ounce_allocator alloc;
    ounce_limits limits;
    uint32_t flags;
    bool finished;            /* ounce_compiler_finish() has given its answer */
    struct oz_arena arena;    /* of the diagnostics */
    struct oz_arena document; /* of the file at hand */
    struct oz_diags diags;
    struct oz_lint lint;
    ounce_ruleset *ruleset; /* being filled; NULL once handed out */
    struct oz_unit unit;    /* what has been read */
    bool reads_files;       /* the text at hand comes from one */
};
/* How much there is, to undo a call that ran out of memory. */
struct oz_compiler_mark {
    struct oz_unit_mark unit;
    uint32_t diags;
    uint32_t lint_uses;
    uint64_t found[3];
};

struct oz_compiler_mark oz_compiler_mark(const ounce_compiler *compiler);
void oz_compiler_undo(ounce_compiler *compiler, const struct oz_compiler_mark *to);

/* OUNCE_ERR_ARGUMENT when the compiler has given its answer already. */
ounce_status oz_compiler_check_open(const ounce_compiler *compiler, ounce_error *err);

static inline bool oz_compiler_lints(const ounce_compiler *compiler)
{
    return (compiler->flags & OUNCE_COMPILE_LINT) != 0;
}

/* Functions of compile_file.c for oz_source_walk(), `user` being the compiler; the file
 * is that of its diagnostics. What is wrong with a text is a diagnostic: they return
 * OUNCE_OK or OUNCE_ERR_NOMEM. */
ounce_status oz_compile_text(void *user, ounce_str text);
ounce_status oz_compile_keep(void *user, ounce_str text);
/* A text that is not compiled as it is read, but kept for what names it. */
bool oz_compile_is_kept(ounce_str name);

#endif
