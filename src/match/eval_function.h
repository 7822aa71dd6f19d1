/* eval_function.h — the rows of function.def, as C functions.
 *
 * Each gets the arguments unevaluated: `args` are the children of the node `id`.
 */
#ifndef OZ_EVAL_FUNCTION_H
#define OZ_EVAL_FUNCTION_H

#include "match/match_eval.h"

struct oz_function_call {
    struct oz_eval *eval;
    oz_expr_id id;
    const oz_expr_id *args;
    uint32_t count;
};

typedef bool oz_function_fn(const struct oz_function_call *call, ounce_value *out);

/* The n-th argument's value; a field that is missing is None. */
static inline bool oz_arg(const struct oz_function_call *call, uint32_t n,
                          ounce_value *out)
{
    if (!oz_eval_value(call->eval, call->args[n], out)) {
        return false;
    }
    if (out->kind == OUNCE_MISSING) {
        *out = oz_none();
    }
    return true;
}

/* The n-th argument, which is a constant. */
static inline const ounce_value *oz_arg_constant(const struct oz_function_call *call,
                                                 uint32_t n)
{
    const struct oz_expr *expr = call->eval->plan->expr;

    return &expr->values[oz_expr_node(expr, call->args[n])->data];
}

static inline uint32_t oz_arg_index(const struct oz_function_call *call, uint32_t n)
{
    return (uint32_t)oz_arg_constant(call, n)->integer;
}

static inline ounce_str oz_arg_text(const struct oz_function_call *call, uint32_t n)
{
    const ounce_value *value = oz_arg_constant(call, n);

    return (ounce_str){value->text, value->size};
}

/* eval_check.c */
oz_function_fn oz_eval_has_key, oz_eval_is_mapping, oz_eval_is_string,
    oz_eval_is_hashable, oz_eval_boolean, oz_eval_iterate;

/* eval_control.c, eval_try.c */
oz_function_fn oz_eval_local, oz_eval_known, oz_eval_outer, oz_eval_global,
    oz_eval_set_local, oz_eval_set_outer, oz_eval_set_global, oz_eval_unset_local,
    oz_eval_sequence, oz_eval_loop, oz_eval_while, oz_eval_break, oz_eval_continue,
    oz_eval_return, oz_eval_block, oz_eval_try, oz_eval_handler, oz_eval_raise,
    oz_eval_fail, oz_eval_mock;

/* eval_apply.c, eval_class.c */
oz_function_fn oz_eval_function, oz_eval_class, oz_eval_apply, oz_eval_method,
    oz_eval_attribute, oz_eval_set_attribute, oz_eval_is_a;

/* eval_object.c, eval_arithmetic.c */
oz_function_fn oz_eval_arithmetic, oz_eval_unary, oz_eval_in_place, oz_eval_take_over,
    oz_eval_same, oz_eval_equal, oz_eval_compare, oz_eval_in, oz_eval_item,
    oz_eval_slice, oz_eval_set_item, oz_eval_delete_item, oz_eval_append,
    oz_eval_unpack, oz_eval_list, oz_eval_dict, oz_eval_str, oz_eval_format,
    oz_eval_constant;

/* A function that is a value: node of OZ_CLOSURE. */
struct oz_closure {
    const struct oz_expr_function *function;
    struct oz_frame *outer;
    const ounce_value *defaults; /* of its optional parameters, in their order */
};

/* Node of OZ_CLASS, unless flags say OZ_CLASS_BUILTIN: then text, size are its name. */
struct oz_class {
    ounce_str name;
    const ounce_value *bases; /* OZ_CLASS */
    uint32_t base_count;
    ounce_value members; /* OZ_DICT */
};

/* Node of OZ_INSTANCE. */
struct oz_instance {
    const struct oz_class *class_;
    ounce_value members; /* OZ_DICT */
    ounce_value args;    /* OZ_TUPLE: of an exception */
};

/* Call any callable with positional arguments; an oz_work.call. */
bool oz_eval_invoke(struct oz_work *work, const ounce_value *callee,
                    const ounce_value *args, uint32_t count, ounce_value *out);

/* value.name, for any value. *found false: it has none, nothing is raised. */
bool oz_eval_find_attribute(struct oz_eval *eval, const ounce_value *value,
                            ounce_str name, ounce_value *out, bool *found);
/* A member of a class or of its bases. NULL: it has none. */
bool oz_class_member(struct oz_eval *eval, const struct oz_class *class_,
                     ounce_str name, ounce_value *out, bool *found);
/* Is the value an instance of the class? `class_` may be a tuple of them. */
bool oz_eval_instance_of(struct oz_eval *eval, const ounce_value *value,
                         const ounce_value *class_, bool *is);
/* The truth of any value, asking the class of an instance. false: it gave up. */
bool oz_eval_truth(struct oz_eval *eval, const ounce_value *value, bool *truth);

/* Call with arguments that were gathered: positional ones, then named ones. */
bool oz_eval_call_with(struct oz_eval *eval, const ounce_value *callee,
                       const ounce_value *args, uint32_t positional,
                       const ounce_str *names, uint32_t named, ounce_value *out);

/* a op b: the function's id says which. */
bool oz_eval_binary(struct oz_eval *eval, enum oz_function op, const ounce_value *a,
                    const ounce_value *b, ounce_value *out);

/* Make an instance of a class. */
bool oz_eval_make(struct oz_eval *eval, const ounce_value *class_,
                  const ounce_value *args, uint32_t positional, const ounce_str *names,
                  uint32_t named, ounce_value *out);

/* Raise that it has none. Always false. */
bool oz_eval_no_attribute(struct oz_work *work, const ounce_value *value,
                          ounce_str name);
/* "…" % values (eval_percent.c). */
bool oz_eval_percent(struct oz_work *work, const ounce_value *format,
                     const ounce_value *values, ounce_value *out);
/* An oz_work.print. */
bool oz_eval_print(struct oz_work *work, const ounce_value *value, bool repr);

#endif
