/* module.h — Python modules by name, and what each name of a module stands for.
 *
 * A module is never run: its top-level statements are read as definitions, and only
 * those that a rule reaches are compiled. So an import that nothing uses costs nothing.
 */
#ifndef OZ_PY_MODULE_H
#define OZ_PY_MODULE_H

#include "python/ast.h"

enum oz_py_definition_kind {
    OZ_PY_FUNCTION,    /* node: FUNCTION */
    OZ_PY_CLASS,       /* node: CLASS */
    OZ_PY_VALUE,       /* node: the expression assigned */
    OZ_PY_IMPORT,      /* from: dotted module; the name is that module */
    OZ_PY_IMPORT_FROM, /* from: dotted module, member: the name there */
    OZ_PY_COMPLEX      /* node: the statement that makes it more than one of these */
};

struct oz_py_definition {
    ounce_str name;
    enum oz_py_definition_kind kind;
    oz_ast_id node;
    ounce_str from, member;
    bool busy;             /* its value is being lowered */
    bool written;          /* by a function, with `global` */
    bool written_by_mocks; /* the same, where tests mock names (module_mock.c) */
    uint32_t global; /* its slot among the globals of one rule; OZ_NONE: none yet */
};

struct oz_py_names {
    ounce_str *items;
    uint32_t count, capacity;
    struct oz_table by_name;
    bool turns; /* oz_py_collect_inner: a function stands in a comprehension */
};
bool oz_py_names_has(const struct oz_py_names *names, ounce_str name);
/* Once; false: out of memory. */
bool oz_py_names_add(struct oz_arena *arena, struct oz_py_names *names, ounce_str name);

struct oz_py_module {
    ounce_str name; /* as imports call it; a rule's own module is empty */
    struct oz_ast ast;
    struct oz_py_definition *definitions;
    uint32_t count, capacity;
    struct oz_table by_name;
    struct oz_py_names changed;          /* names of what it may change in its place */
    struct oz_py_names changed_by_mocks; /* more of them, where tests mock names */
    struct oz_py_names bound;            /* all names that functions bind */
};

/* List the definitions of a module that has been parsed. false: out of memory. */
bool oz_py_module_scan(struct oz_arena *arena, struct oz_py_module *module);

/* Collect what the code of a module may change: module->changed. false: out of memory.
 */
bool oz_py_module_changes(struct oz_arena *arena, struct oz_py_module *module);

/* Note which definitions functions write, and which names they bind (module_mock.c).
 * false: out of memory. */
bool oz_py_module_writes(struct oz_arena *arena, struct oz_py_module *module);
/* `if isinstance(name, MagicMock):`, whose body runs only where a test mocks a name. */
bool oz_py_is_for_mocks(const struct oz_py_module *module,
                        const struct oz_ast_node *node);
/* Is the library's name that of a class that only mocks have? */
bool oz_py_is_mock_class(ounce_str library);

/* NULL when the module has no such name. */
struct oz_py_definition *oz_py_module_find(const struct oz_py_module *module,
                                           ounce_str name);

/* The names that a function's body makes its own: assigned, looped over, imported or
 * bound in any other way, but for those it declares global. Comprehensions and
 * functions inside have their own. */
bool oz_py_collect(struct oz_arena *arena, const struct oz_ast *ast, oz_ast_id list,
                   struct oz_py_names *locals, struct oz_py_names *globals);
/* The same with the globals that it binds among them; without what is only done for
 * mocks, if that module is given. */
bool oz_py_collect_bound(struct oz_arena *arena, const struct oz_ast *ast,
                         oz_ast_id list, struct oz_py_names *bound,
                         struct oz_py_names *globals,
                         const struct oz_py_module *without_mocks);
/* The names whose values come and go inside an expression or a statement: bound by `:=`
 * or by a handler, or deleted. Functions inside have their own. */
bool oz_py_collect_loose(struct oz_arena *arena, const struct oz_ast *ast, oz_ast_id id,
                         struct oz_py_names *names);
/* The names that functions and classes inside read, but for their own parameters
 * (module_inner.c). */
bool oz_py_collect_inner(struct oz_arena *arena, const struct oz_ast *ast, oz_ast_id id,
                         struct oz_py_names *names);

#endif
