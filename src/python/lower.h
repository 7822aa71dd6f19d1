/* lower.h — functions of a Python rule → named expressions of the IR.
 *
 *     if event.get("a") != "x":          all(eq(a, "x"), eq(b, 1))
 *         return False               =>
 *     return event.get("b") == 1
 *
 * A function whose statements only choose and return becomes one expression, its
 * helpers put in place (lower_tail.c), so that the plan sees predicates. Where it does
 * more, from that statement on it becomes steps (lower_statement.c).
 */
#ifndef OZ_PY_LOWER_H
#define OZ_PY_LOWER_H

#include "expr/expr.h"
#include "python/module.h"

/* A data model of the rules, for `udm`. */
struct oz_py_mapping {
    ounce_str name, path, method; /* path or method is empty */
};
struct oz_py_model {
    const ounce_str *log_types;
    uint32_t log_type_count;
    const struct oz_py_mapping *mappings;
    uint32_t mapping_count;
    struct oz_py_module *module; /* of its methods; NULL */
};

/* The slots that one function, or one rule, counts. */
struct oz_py_frame {
    struct oz_py_frame *outer;
    uint32_t locals;
    bool rule; /* of a rule's own expressions, not of a function that is called */
};

/* What a name of a function means: `value` put in place, or a slot. */
struct oz_py_binding {
    ounce_str name;
    oz_expr_id value; /* OZ_NONE: look at the slot */
    uint32_t slot;
    bool known;  /* it certainly has a value */
    bool passed; /* the import may be passed over: it has to be read as well */
    struct oz_py_definition *import; /* all that gives it a value; NULL */
};

struct oz_py_scope {
    struct oz_py_scope *outer; /* the function around it, NULL at the top */
    struct oz_py_module *module;
    struct oz_py_frame *frame;
    struct oz_py_binding *bindings;
    uint32_t count, capacity;
    uint32_t
        inside; /* in a comprehension: how many of the bindings are not its own, + 1 */
    struct oz_py_names locals, globals;
    struct oz_py_names loose; /* those of the locals that have a slot from the start */
    struct oz_py_names inner; /* names that functions inside read */
    const struct oz_ast_node *class_; /* of a method: for super() */
    bool verdict;                     /* what it returns must be true or false */
    bool search; /* the body of a loop that looks for an element: does it return? */
};

/* A function that was compiled, to be called as a value. */
struct oz_py_template {
    const struct oz_py_module *module;
    oz_ast_id node;
    uint32_t events; /* bit i: parameter i is the event */
    uint32_t function;
};

#define OZ_PY_MOST_INLINED 24 /* functions put in place inside each other */

struct oz_py {
    struct oz_arena *arena;
    struct oz_expr *expr;
    struct oz_diags *diags;
    struct oz_py_module *const *modules; /* helpers, that imports find */
    uint32_t module_count;
    const struct oz_py_model *models;
    uint32_t model_count;
    const ounce_str *mocks; /* names that tests of the rule replace */
    uint32_t mock_count;
    uint32_t
        plain_global; /* of a policy: the slot of that dict, for all its functions */
    struct oz_py_template *templates;
    uint32_t template_count, template_capacity;
    struct oz_py_frame *frame; /* of the code at hand */
    uint32_t depth;            /* of functions put in place */
    const struct oz_ast_node *inside[OZ_PY_MOST_INLINED]; /* those functions */
    const struct oz_ast_node *lowered; /* a comprehension whose first iterable, */
    oz_expr_id over;                   /* this, was lowered before the rest of it */
    uint32_t level;                    /* quantifiers around here */
    uint32_t unrolled;                 /* how often the code at hand is lowered */
    uint32_t copies;                   /* of statements behind an `if`, made so far */
    uint32_t max_nodes;                /* of the pool, for this rule */
    uint32_t nesting;        /* of what is being lowered, source and calls alike */
    uint32_t work;           /* nodes of the source that were looked at so far */
    uint32_t looked;         /* steps that only asked whether there is a better form */
    struct oz_place *places; /* of the rule's nodes, as they come */
    uint32_t place_count, place_capacity;
    bool plain_event;              /* a policy: the event is a dict */
    struct oz_py_missing *missing; /* each place once */
    oz_ast_id callee;              /* of the call at hand: no value that is passed */
    uint32_t classes;              /* around here something is asked of a class */
    uint32_t missing_count, missing_capacity;
    bool fine, nomem;
    const struct oz_ast *at; /* where the code at hand stands */
};

/* A call of a library function that is not there, or a name that is not. */
struct oz_py_missing {
    const struct oz_ast *ast;
    oz_ast_id at;
    ounce_str name;
    bool undefined;   /* it is a name */
    bool passed;      /* it is not called where it stands */
    const char *near; /* what may be meant by it; NULL */
};

/* Statements to come: a list from `at` on, then those around it. */
struct oz_py_rest {
    oz_ast_id list;
    uint32_t at;
    const struct oz_py_rest *next;
};

/* How deep it may nest: expressions in expressions, functions in functions. */
#define OZ_PY_MOST_NESTING 400

/* What lowering one rule may look at: some nodes are lowered more than once. */
#define OZ_PY_MOST_WORK (UINT32_C(1) << 18)

/* Steps that may be spent on better forms: beyond them the plain one has to do. */
#define OZ_PY_MOST_LOOKED (UINT32_C(1) << 20)

/* Lower what a rule's function returns; the event is its only parameter. OZ_NONE: the
 * module has no such function (py->fine), it was diagnosed, or out of memory. */
oz_expr_id oz_py_lower_function(struct oz_py *py, struct oz_py_module *module,
                                const char *name, struct oz_py_frame *frame,
                                bool verdict);

/* Warn of the names and library functions that are not there and that the rule, whose
 * file is `own`, reaches (lower_missing.c). */
void oz_py_warn_missing(const struct oz_py *py, ounce_str own);
/* The first of these functions; empty: there is none. */
ounce_str oz_py_missing_call(const struct oz_py *py);

/* ---- shared by the files of the stage ---- */

/* Note a call, if it is of a library function that is not there. */
void oz_py_note_call(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id call,
                     oz_expr_id callee);
/* Note a value, if it is such a function that is passed on. Gives it back. */
oz_expr_id oz_py_note_value(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id at,
                            oz_expr_id value);
/* Note a name that is defined nowhere. */
void oz_py_note_name(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id name);

/* Add an error at a node. Always OZ_NONE. */
oz_expr_id oz_py_error(struct oz_py *py, const char *code, oz_ast_id at,
                       const char *format, ...) OZ_FORMAT(4, 5);
/* One deeper: false when that is too deep, which was diagnosed. Each is taken back with
 * py->nesting--. */
bool oz_py_deeper(struct oz_py *py, oz_ast_id at);
oz_expr_id oz_py_built(struct oz_py *py, oz_expr_id id);

/* lower_unroll.c */
/* May the list or set that a name stands for be changed while a rule runs? */
bool oz_py_may_change(const struct oz_py *py, const struct oz_py_scope *scope,
                      ounce_str name);
/* May a function give a name of a module another value? */
bool oz_py_is_written(const struct oz_py *py,
                      const struct oz_py_definition *definition);
/* The display that an expression is or, by way of a name of a module, leads to. NULL:
 * none, or one that may be changed. */
const struct oz_ast_node *oz_py_display_of(struct oz_py *py, struct oz_py_scope *scope,
                                           oz_ast_id id, struct oz_py_module **module);
/* The dict whose keys an expression is. */
const struct oz_ast_node *oz_py_keys_of(struct oz_py *py, struct oz_py_scope *scope,
                                        oz_ast_id id, struct oz_py_module **module);
/* Is it a list, tuple or set of constants? */
bool oz_py_is_plain_display(const struct oz_py *py, oz_expr_id id);
/* The same of a value that may be a global of a module: the display. OZ_NONE: it is
 * none. */
oz_expr_id oz_py_plain_display(struct oz_py *py, struct oz_py_scope *scope,
                               oz_ast_id source, oz_expr_id value);
/* Tests of one operand: a test for any of their values. OZ_NONE with py->fine: they are
 * of more than one. */
oz_expr_id oz_py_join_tests(struct oz_py *py, const oz_expr_id *ids, uint32_t count);
/* What is asked of one element. */
struct oz_py_body {
    oz_expr_id (*holds)(struct oz_py *py, struct oz_py_scope *scope,
                        const struct oz_py_body *body);
    const struct oz_ast_node *node;
    uint32_t at;
    bool all;
};
/* Is the display short enough, with those around it? */
bool oz_py_can_unroll(const struct oz_py *py, oz_expr_id display);
/* Does the body hold of any element, to which `name` is bound? */
oz_expr_id oz_py_unroll(struct oz_py *py, struct oz_py_scope *scope, oz_expr_id display,
                        ounce_str name, const struct oz_py_body *body);

/* lower_choice.c */
/* Is it a dict of constant keys, whose values can be made wherever one is looked up? */
bool oz_py_is_table(const struct oz_py *py, oz_expr_id id);
/* value[key] and value.get(…), where `source` is or leads to such a dict: the choice
 * between its values. OZ_NONE with py->fine: it is none. */
oz_expr_id oz_py_table_item(struct oz_py *py, struct oz_py_scope *scope,
                            oz_ast_id source, oz_expr_id value, oz_expr_id key);
oz_expr_id oz_py_table_get(struct oz_py *py, struct oz_py_scope *scope,
                           oz_ast_id source, oz_expr_id value,
                           const struct oz_ast_node *call);
/* A choice between plain values by predicates, which may be evaluated where its name is
 * used; or a plain value. */
bool oz_py_is_choice(const struct oz_py *py, oz_expr_id id);
/* Is there a function among the values of a choice? */
bool oz_py_has_function(const struct oz_py *py, oz_expr_id id);
/* The truth of a value: of a choice, a predicate if it is known. */
oz_expr_id oz_py_truth_of(struct oz_py *py, oz_expr_id id);
/* sequence(check, value): the value, and the check that stands before it (OZ_NONE:
 * there is none). And the same together again, as predicates if it can be. */
oz_expr_id oz_py_behind_check(struct oz_py *py, oz_expr_id id, oz_expr_id *check);
oz_expr_id oz_py_checked(struct oz_py *py, oz_expr_id check, oz_expr_id value);

/* lower_place.c: remember where a node was said; give it back. And: the places of a
 * rule, in the order of its nodes. false: out of memory. */
oz_expr_id oz_py_mark(struct oz_py *py, const struct oz_py_scope *scope, oz_ast_id at,
                      oz_expr_id id);
bool oz_py_keep_places(const struct oz_py *py, struct oz_program *program);

/* lower_build.c */
oz_expr_id oz_py_none(struct oz_py *py);
oz_expr_id oz_py_int(struct oz_py *py, int64_t value);
oz_expr_id oz_py_str(struct oz_py *py, ounce_str text);
oz_expr_id oz_py_word(struct oz_py *py, const char *text);
oz_expr_id oz_py_call1(struct oz_py *py, enum oz_function op, oz_expr_id a);
oz_expr_id oz_py_call2(struct oz_py *py, enum oz_function op, oz_expr_id a,
                       oz_expr_id b);
oz_expr_id oz_py_call3(struct oz_py *py, enum oz_function op, oz_expr_id a,
                       oz_expr_id b, oz_expr_id c);
/* A group of all of them, folded; those of the same kind melt into it. */
oz_expr_id oz_py_group(struct oz_py *py, enum oz_expr_kind kind, const oz_expr_id *ids,
                       uint32_t count);
oz_expr_id oz_py_all(struct oz_py *py, oz_expr_id a, oz_expr_id b);
oz_expr_id oz_py_any(struct oz_py *py, oz_expr_id a, oz_expr_id b);
oz_expr_id oz_py_not(struct oz_py *py, oz_expr_id a);
oz_expr_id oz_py_choose(struct oz_py *py, oz_expr_id condition, oz_expr_id then,
                        oz_expr_id otherwise);
oz_expr_id oz_py_then(struct oz_py *py, oz_expr_id first, oz_expr_id second);
oz_expr_id oz_py_native(struct oz_py *py, const char *name);
oz_expr_id oz_py_apply(struct oz_py *py, const char *native, const oz_expr_id *args,
                       uint32_t count);
/* A constant, or NULL. */
const ounce_value *oz_py_constant(const struct oz_py *py, oz_expr_id id);
bool oz_py_is_call(const struct oz_py *py, oz_expr_id id, enum oz_function op);
/* Is it a call that is true, or else raises? */
bool oz_py_is_check(const struct oz_py *py, oz_expr_id id);
/* May the value be evaluated where its name is used, as often as that is? */
bool oz_py_is_cheap(const struct oz_py *py, oz_expr_id id);
/* A member of the event or of an element: its node, seen through default(…, {}) and
 * first(…, {}), below which there is nothing either. NULL;
 * also for an exact path, below which names are not exact. */
const struct oz_expr_node *oz_py_field(const struct oz_py *py, oz_expr_id id);
/* The path of a field, one name longer. */
oz_expr_id oz_py_member(struct oz_py *py, oz_expr_id field, ounce_str name);
oz_expr_id oz_py_path(struct oz_py *py, ounce_str dotted);
/* The same by its exact spelling: a path of a data model. */
oz_expr_id oz_py_exact(struct oz_py *py, ounce_str dotted);

/* lower_scope.c */
bool oz_py_bind(struct oz_py *py, struct oz_py_scope *scope, ounce_str name,
                oz_expr_id value, uint32_t slot, bool known);
struct oz_py_binding *oz_py_binding(struct oz_py_scope *scope, ounce_str name);
oz_expr_id oz_py_name(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id id);
/* What a definition of the module stands for, imports followed. */
oz_expr_id oz_py_leads_to(struct oz_py *py, struct oz_py_module *module,
                          struct oz_py_definition *definition, oz_ast_id at);
/* A value that a dotted name led to, behind a look at the name when it may have none.
 */
oz_expr_id oz_py_behind(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id id,
                        oz_expr_id value);
oz_expr_id oz_py_set(struct oz_py *py, struct oz_py_scope *scope, ounce_str name,
                     oz_expr_id value);
oz_expr_id oz_py_slot(struct oz_py *py, uint32_t slot);
oz_expr_id oz_py_set_slot(struct oz_py *py, uint32_t slot, oz_expr_id value);
oz_expr_id oz_py_global(struct oz_py *py, struct oz_py_module *module,
                        struct oz_py_definition *definition);
oz_expr_id oz_py_definition(struct oz_py *py, struct oz_py_module *module,
                            struct oz_py_definition *definition, oz_ast_id at);
/* The definition behind an import, and its module. */
struct oz_py_definition *oz_py_follow(struct oz_py *py,
                                      struct oz_py_definition *definition,
                                      struct oz_py_module **module);
/* What a name or a dotted name leads to, without evaluating anything: a function or
 * class of a module (*module, returned), or a library name (*library). NULL for others.
 */
struct oz_py_definition *oz_py_resolve(struct oz_py *py, struct oz_py_scope *scope,
                                       oz_ast_id id, struct oz_py_module **module,
                                       ounce_str *library);
struct oz_py_scope oz_py_module_scope(struct oz_py_module *module,
                                      struct oz_py_frame *frame);

/* lower_expression.c, lower_display.c, lower_compare.c, lower_call.c, lower_event.c */
oz_expr_id oz_py_value(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id id);
oz_expr_id oz_py_truth(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id id);
/* What a binary operator becomes; one that is not supported is said at `id`. */
enum oz_function oz_py_operator(struct oz_py *py, oz_ast_id id, uint8_t op);
oz_expr_id oz_py_display(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id id);
oz_expr_id oz_py_comprehension(struct oz_py *py, struct oz_py_scope *scope,
                               oz_ast_id id);
oz_expr_id oz_py_quantifier(struct oz_py *py, struct oz_py_scope *scope,
                            oz_ast_id generator, bool all);
/* The first element of a generator, or else another value: one that is given to next(),
 * and so evaluated in any case, or what happens without. */
oz_expr_id oz_py_first(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id generator,
                       oz_expr_id otherwise, bool given);
oz_expr_id oz_py_comparison(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id id);
/* Does the value equal one of the scalars, as Python compares? */
oz_expr_id oz_py_equals_any(struct oz_py *py, oz_expr_id value,
                            const ounce_value *scalars, uint32_t count);
/* Are two scalars the same key of a dict? */
bool oz_py_same_key(const ounce_value *a, const ounce_value *b);
/* Does the value certainly have a hash? */
bool oz_py_has_hash(const struct oz_py *py, oz_expr_id value);
oz_expr_id oz_py_call(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id id);
/* A call with positional arguments, the function put in place; OZ_NONE with py->fine:
 * it cannot be. */
oz_expr_id oz_py_call_inline(struct oz_py *py, struct oz_py_module *module,
                             oz_ast_id function, const oz_expr_id *args,
                             uint32_t count);
oz_expr_id oz_py_get(struct oz_py *py, oz_expr_id receiver, ounce_str name,
                     oz_expr_id otherwise);
/* A default that may be evaluated only where it is needed: nobody sees the difference.
 */
bool oz_py_is_harmless(const struct oz_py *py, oz_expr_id id);
/* A call of a method of the event or of a field of it, when it can be a predicate or a
 * field; OZ_NONE with py->fine: it cannot. */
oz_expr_id oz_py_event_method(struct oz_py *py, struct oz_py_scope *scope,
                              oz_expr_id receiver, const struct oz_ast_node *attribute,
                              const struct oz_ast_node *call);
/* deep_get(event, "a", "b"), the function, in the same way. */
oz_expr_id oz_py_deep_get(struct oz_py *py, struct oz_py_scope *scope,
                          const struct oz_ast_node *call);
oz_expr_id oz_py_udm(struct oz_py *py, struct oz_py_scope *scope,
                     const struct oz_ast_node *call, bool path);

/* lower_import.c: `import a.b` makes `a` a local; false: out of memory. And: the
 * statement, inside a function. */
bool oz_py_import_names(struct oz_arena *arena, struct oz_py_scope *scope);
oz_expr_id oz_py_import(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id id);

/* lower_statement.c, lower_target.c, lower_tail.c, lower_function.c, lower_class.c */
oz_expr_id oz_py_steps(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id list,
                       uint32_t from);
oz_expr_id oz_py_assign(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id target,
                        oz_expr_id value);
oz_expr_id oz_py_tail(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id list);
/* Give the names of a function slots of their own, those that have a value by now
 * included: the steps that do that, or OZ_NONE with py->fine when there are none. */
oz_expr_id oz_py_spill(struct oz_py *py, struct oz_py_scope *scope);
/* Give the loose names of a function their slots: the steps that do that, or OZ_NONE
 * with py->fine when there is nothing to do. */
oz_expr_id oz_py_loosen(struct oz_py *py, struct oz_py_scope *scope);
/* lower_known.c: the names of a target have a value from here on, those of a statement
 * where it assigns. And: which bindings have one before a list of statements (NULL: out
 * of memory), and that no more than those do behind it. */
void oz_py_make_known(struct oz_py_scope *scope, oz_ast_id target);
void oz_py_know_assigned(struct oz_py_scope *scope, const struct oz_ast_node *node);
bool *oz_py_note_known(struct oz_py *py, const struct oz_py_scope *scope);
void oz_py_forget_known(struct oz_py_scope *scope, const bool *known, uint32_t count);
/* lower_search.c: is the statement a loop that only looks for an element, whatever
 * comes after it? *found is the constant that it returns then. */
bool oz_py_is_search(struct oz_py *py, const struct oz_py_scope *scope,
                     const struct oz_ast_node *node, const struct oz_py_rest *after,
                     int *found);
/* The same, of its form alone. */
bool oz_py_looks_like_search(const struct oz_ast *ast, const struct oz_ast_node *node,
                             int *found);
/* lower_use.c: is the name, in the statements to come, only a dict that is looked into;
 * only a function that is called? */
bool oz_py_only_looked_up(struct oz_py *py, const struct oz_ast *ast,
                          const struct oz_py_rest *rest, ounce_str name);
bool oz_py_only_called(struct oz_py *py, const struct oz_ast *ast,
                       const struct oz_py_rest *rest, ounce_str name);
bool oz_py_is_simple_assign(const struct oz_ast *ast, const struct oz_ast_node *node);
/* Is the function one that can be put in place of a call? */
bool oz_py_is_simple(const struct oz_ast *ast, oz_ast_id list);
oz_expr_id oz_py_closure(struct oz_py *py, struct oz_py_scope *scope,
                         struct oz_py_module *module, oz_ast_id function,
                         uint32_t events);
/* An expression evaluated in a frame of its own. */
oz_expr_id oz_py_called(struct oz_py *py, ounce_str name, uint32_t locals,
                        oz_expr_id body);
oz_expr_id oz_py_class(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id id);
oz_expr_id oz_py_inline(struct oz_py *py, struct oz_py_module *module,
                        oz_ast_id function, const oz_expr_id *args, uint32_t count,
                        const ounce_str *names);

#endif
