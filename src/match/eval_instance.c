/* eval_instance.c — of what class a value is, and what instances say of themselves:
 * isinstance(), truth, str() and repr().
 */
#include "base/str.h"
#include "match/eval_class.h"
#include "native/native.h"

#include <ounce/matcher.h>

static const struct {
    const char *name;
    uint64_t kinds; /* bit per kind */
} builtins[] = {
#define BIT(kind) (UINT64_C(1) << (kind))
    {"str", BIT(OUNCE_TEXT)},
    {"int", BIT(OUNCE_INT) | BIT(OUNCE_BIG) | BIT(OUNCE_BOOL)},
    {"bool", BIT(OUNCE_BOOL)},
    {"float", BIT(OUNCE_FLOAT)},
    {"list", BIT(OZ_ARRAY)},
    {"dict", BIT(OZ_DICT)},
    {"tuple", BIT(OZ_TUPLE) | BIT(OZ_RECORD)},
    {"set", BIT(OZ_SET)},
    {"frozenset", BIT(OZ_FROZENSET)},
    {"bytes", BIT(OZ_BYTES)},
    {"NoneType", BIT(OUNCE_NULL) | BIT(OUNCE_MISSING)},
    {"Mapping", BIT(OZ_DICT) | BIT(OUNCE_MAP)},
    {"MutableMapping", BIT(OZ_DICT)},
    {"Sequence", BIT(OZ_ARRAY) | BIT(OZ_TUPLE) | BIT(OUNCE_LIST) | BIT(OUNCE_TEXT) |
                     BIT(OZ_BYTES) | BIT(OZ_RECORD)},
    {"MutableSequence", BIT(OZ_ARRAY)},
    {"Set", BIT(OZ_SET) | BIT(OZ_FROZENSET)},
    {"Iterable", BIT(OZ_ARRAY) | BIT(OZ_TUPLE) | BIT(OUNCE_LIST) | BIT(OUNCE_TEXT) |
                     BIT(OZ_BYTES) | BIT(OZ_RECORD) | BIT(OZ_DICT) | BIT(OUNCE_MAP) |
                     BIT(OZ_SET) | BIT(OZ_FROZENSET) | BIT(OZ_VIEW) | BIT(OZ_ITERATOR)},
    {"Callable", BIT(OZ_NATIVE) | BIT(OZ_BOUND) | BIT(OZ_CLOSURE) | BIT(OZ_CLASS)},
    {"ImmutableList", BIT(OUNCE_LIST)},
    {"ImmutableCaseInsensitiveDict", BIT(OUNCE_MAP)},
    {"datetime", BIT(OZ_DATETIME)},
    {"date", BIT(OZ_DATE) | BIT(OZ_DATETIME)},
    {"timedelta", BIT(OZ_DELTA)},
    {"Pattern", BIT(OZ_REGEX)},
    {"Match", BIT(OZ_FOUND)},
    {"object", ~UINT64_C(0)},
#undef BIT
};

/* The part behind the last dot: "collections.abc.Mapping". */
static ounce_str last_part(ounce_str name)
{
    for (size_t i = name.size; i-- > 0;) {
        if (name.data[i] == '.') {
            return (ounce_str){name.data + i + 1, name.size - i - 1};
        }
    }
    return name;
}

static bool is_of_builtin(const ounce_value *value, ounce_str name)
{
    ounce_str last = last_part(name);

    for (size_t i = 0; i < sizeof builtins / sizeof *builtins; i++) {
        if (oz_str_is(last, builtins[i].name)) {
            return (builtins[i].kinds >> value->kind & 1) != 0;
        }
    }
    if (value->kind == OZ_BOUND) { /* what a test puts in the place of a name */
        const struct oz_bound *bound = value->node;

        return bound->function.kind == OUNCE_MISSING &&
               (oz_str_is(last, "MagicMock") || oz_str_is(last, "Mock"));
    }
    if (value->kind == OZ_ADDRESS || value->kind == OZ_NETWORK) {
        return oz_str_is(last, oz_type_name(value));
    }
    return oz_str_is(name, oz_type_name(value)) || oz_str_is(last, oz_type_name(value));
}

static bool derives(const struct oz_class *class_, const struct oz_class *from,
                    uint32_t depth)
{
    if (class_ == from || (oz_str_equal(class_->name, from->name) &&
                           class_->name.data == from->name.data)) {
        return true;
    }
    for (uint32_t i = 0; i < class_->base_count && depth < 32; i++) {
        if (!oz_class_is_builtin(&class_->bases[i]) &&
            derives(oz_class_of(&class_->bases[i]), from, depth + 1)) {
            return true;
        }
    }
    return false;
}

static bool is_exception_of(const ounce_value *value, uint32_t id)
{
    if (value->kind == OZ_EXCEPTION) {
        const struct oz_exception *exception = value->node;

        return oz_exception_is((enum oz_exception_class)exception->class_id,
                               (enum oz_exception_class)id);
    }
    if (value->kind == OZ_INSTANCE) {
        ounce_value class_ =
            oz_node_value(OZ_CLASS, ((const struct oz_instance *)value->node)->class_);
        uint32_t own = oz_class_exception(&class_, 0);

        return own != OZ_EXC_COUNT && oz_exception_is((enum oz_exception_class)own,
                                                      (enum oz_exception_class)id);
    }
    return false;
}

bool oz_eval_instance_of(struct oz_eval *eval, const ounce_value *value,
                         const ounce_value *class_, bool *is)
{
    *is = false;
    if (class_->kind == OZ_TUPLE) {
        const struct oz_array *items = oz_array_of(class_);

        for (size_t i = 0; i < items->count && !*is; i++) {
            if (!oz_eval_instance_of(eval, value, &items->items[i], is)) {
                return false;
            }
        }
        return true;
    }
    if (class_->kind == OZ_NATIVE) { /* a class whose constructor is a native */
        const char *name = oz_natives[class_->integer].name;

        *is = is_of_builtin(value, (ounce_str){name, strlen(name)});
        return true;
    }
    if (class_->kind != OZ_CLASS) {
        return oz_raise(
            &eval->work, OZ_EXC_TYPE,
            "isinstance() arg 2 must be a type, a tuple of types, or a union");
    }
    if (!oz_class_is_builtin(class_)) {
        *is = value->kind == OZ_INSTANCE &&
              derives(((const struct oz_instance *)value->node)->class_,
                      oz_class_of(class_), 0);
        return true;
    }
    {
        uint32_t id = oz_class_exception(class_, 0);

        *is = id != OZ_EXC_COUNT ? is_exception_of(value, id)
                                 : is_of_builtin(value, oz_class_name(class_));
    }
    return true;
}

bool oz_eval_is_a(const struct oz_function_call *call, ounce_value *out)
{
    ounce_value value, class_;
    bool is;

    if (!oz_arg(call, 0, &value) || !oz_arg(call, 1, &class_) ||
        !oz_eval_instance_of(call->eval, &value, &class_, &is)) {
        return false;
    }
    *out = oz_bool(is);
    return true;
}

/* ---- what instances say of themselves ---- */

/* Call a special method if the class has one. */
static bool special(struct oz_eval *eval, const ounce_value *self, const char *name,
                    ounce_value *out, bool *found)
{
    ounce_value method;

    if (!oz_eval_find_attribute(eval, self, (ounce_str){name, strlen(name)}, &method,
                                found) ||
        !*found) {
        return eval->work.walk.reason == OUNCE_REASON_NONE;
    }
    return oz_eval_call_with(eval, &method, NULL, 0, NULL, 0, out);
}

bool oz_eval_truth(struct oz_eval *eval, const ounce_value *value, bool *truth)
{
    ounce_value answer;
    bool found;

    *truth = oz_truth(value);
    if (value->kind != OZ_INSTANCE) {
        return true;
    }
    if (!special(eval, value, "__bool__", &answer, &found) ||
        (!found && !special(eval, value, "__len__", &answer, &found))) {
        return false;
    }
    *truth = !found || oz_truth(&answer);
    return true;
}

static bool print_exception(struct oz_eval *eval, const struct oz_instance *instance)
{
    const struct oz_array *args = oz_array_of(&instance->args);

    return args->count == 0   ? true
           : args->count == 1 ? oz_str(&eval->work, &args->items[0])
                              : oz_str(&eval->work, &instance->args);
}

static bool repr_exception(struct oz_work *work, const struct oz_instance *instance)
{
    const struct oz_array *args = oz_array_of(&instance->args);

    oz_buf_str(&work->text, instance->class_->name);
    if (args->count != 1) { /* a tuple brings its own brackets, but for `('a',)` */
        return oz_repr(work, &instance->args);
    }
    oz_buf_char(&work->text, '(');
    if (!oz_repr(work, &args->items[0])) {
        return false;
    }
    oz_buf_char(&work->text, ')');
    return true;
}

bool oz_eval_print(struct oz_work *work, const ounce_value *value, bool repr)
{
    struct oz_eval *eval = (struct oz_eval *)(void *)work;
    ounce_value text;
    bool found = false;

    if (value->kind == OZ_INSTANCE) {
        const struct oz_instance *instance = value->node;
        ounce_value class_ = oz_node_value(OZ_CLASS, instance->class_);

        if ((!repr && !special(eval, value, "__str__", &text, &found)) ||
            (!found && !special(eval, value, "__repr__", &text, &found))) {
            return false;
        }
        if (found) {
            oz_buf_add(&work->text, text.text, text.kind == OUNCE_TEXT ? text.size : 0);
            return true;
        }
        if (!repr && oz_class_exception(&class_, 0) != OZ_EXC_COUNT) {
            return print_exception(eval, instance);
        }
        if (oz_class_exception(&class_, 0) != OZ_EXC_COUNT) {
            return repr_exception(work, instance);
        }
        oz_buf_char(&work->text, '<');
        oz_buf_str(&work->text, instance->class_->name);
        oz_buf_text(&work->text, " object>");
        return true;
    }
    if (value->kind == OZ_CLASS) {
        oz_buf_text(&work->text, "<class '");
        oz_buf_str(&work->text, oz_class_name(value));
        oz_buf_text(&work->text, "'>");
        return true;
    }
    oz_buf_text(&work->text, "<function>");
    return true;
}
