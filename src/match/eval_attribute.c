/* eval_attribute.c — value.name: of instances, classes, super() and library objects.
 *
 * An instance's own members come first, then its class's and those of the bases in
 * order; functions found in a class are bound to the instance.
 */
#include "base/str.h"
#include "match/eval_class.h"
#include "native/native.h"

#include <ounce/matcher.h>

static bool bind_method(struct oz_eval *eval, const ounce_value *self,
                        const ounce_value *function, ounce_value *out)
{
    struct oz_bound *bound = oz_work_alloc(&eval->work, sizeof *bound);

    if (bound == NULL) {
        return false;
    }
    bound->self = *self;
    bound->function = *function;
    *out = oz_node_value(OZ_BOUND, bound);
    return true;
}

/* What property(), staticmethod() and classmethod() made: a marker and the function. */
static bool is_marked(const ounce_value *value, uint32_t mark)
{
    return value->kind == OZ_BOUND && value->flags == mark;
}

#define PROPERTY     1u
#define STATICMETHOD 2u
#define CLASSMETHOD  3u

static bool mark(struct oz_work *work, uint32_t mark, const ounce_value *function,
                 ounce_value *out)
{
    if (!bind_method((struct oz_eval *)(void *)work, function, function, out)) {
        return false;
    }
    out->flags = mark;
    return true;
}

bool oz_class_property(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return mark(work, PROPERTY, &args[0], out);
}

bool oz_class_staticmethod(struct oz_work *work, const ounce_value *args,
                           ounce_value *out)
{
    return mark(work, STATICMETHOD, &args[0], out);
}

bool oz_class_classmethod(struct oz_work *work, const ounce_value *args,
                          ounce_value *out)
{
    return mark(work, CLASSMETHOD, &args[0], out);
}

/* A member of a class, as an instance sees it. */
static bool seen_from(struct oz_eval *eval, const ounce_value *self,
                      const struct oz_class *class_, const ounce_value *member,
                      ounce_value *out)
{
    const struct oz_bound *marked = member->node;
    ounce_value own;

    if (is_marked(member, PROPERTY)) {
        return oz_eval_call_with(eval, &marked->function, self, 1, NULL, 0, out);
    }
    if (is_marked(member, STATICMETHOD)) {
        *out = marked->function;
        return true;
    }
    if (is_marked(member, CLASSMETHOD)) {
        own = oz_node_value(OZ_CLASS, class_);
        return bind_method(eval, &own, &marked->function, out);
    }
    if (member->kind == OZ_CLOSURE) {
        return bind_method(eval, self, member, out);
    }
    *out = *member;
    return true;
}

static bool instance_attribute(struct oz_eval *eval, const ounce_value *self,
                               ounce_str name, ounce_value *out, bool *found)
{
    const struct oz_instance *instance = self->node;
    ounce_value key = oz_text(name), member;

    if (!oz_dict_get(&eval->work, &instance->members, &key, out, found) || *found) {
        return eval->work.walk.reason == OUNCE_REASON_NONE;
    }
    if (!oz_class_member(eval, instance->class_, name, &member, found)) {
        return false;
    }
    if (*found) {
        return seen_from(eval, self, instance->class_, &member, out);
    }
    if (oz_str_is(name, "args")) {
        *out = instance->args;
        *found = true;
    } else if (oz_str_is(name, "__class__")) {
        *out = oz_node_value(OZ_CLASS, instance->class_);
        *found = true;
    }
    return true;
}

static bool class_attribute(struct oz_eval *eval, const ounce_value *class_,
                            ounce_str name, ounce_value *out, bool *found)
{
    ounce_value member;

    *found = true;
    if (oz_str_is(name, "__name__") || oz_str_is(name, "__qualname__")) {
        *out = oz_text(oz_class_name(class_));
        return true;
    }
    if (oz_class_is_builtin(class_)) { /* datetime.datetime.strptime, str.lower */
        size_t base = eval->work.text.size;
        ounce_value dotted;
        uint32_t native;

        oz_buf_add(&eval->work.text, class_->text, class_->size);
        oz_buf_char(&eval->work.text, '.');
        oz_buf_str(&eval->work.text, name);
        if (!oz_text_take(&eval->work, base, &dotted)) {
            return false;
        }
        native = oz_native_find((ounce_str){dotted.text, dotted.size});
        *found = native != OZ_NONE;
        *out = oz_int(native);
        out->kind = OZ_NATIVE;
        return true;
    }
    if (!oz_class_member(eval, oz_class_of(class_), name, &member, found) || !*found) {
        return eval->work.walk.reason == OUNCE_REASON_NONE;
    }
    if (is_marked(&member, STATICMETHOD) || is_marked(&member, CLASSMETHOD)) {
        return seen_from(eval, class_, oz_class_of(class_), &member, out);
    }
    *out = member;
    return true;
}

static bool native_attribute(struct oz_eval *eval, const ounce_value *value,
                             ounce_str name, ounce_value *out, bool *found)
{
    const ounce_value *field = oz_record_field(value, name);
    uint32_t native;
    ounce_value function;

    if (field != NULL) {
        *out = *field;
        *found = true;
        return true;
    }
    native = oz_native_method(value, name);
    *found = native != OZ_NONE;
    if (!*found) {
        const struct oz_exception *exception = value->node;

        if (value->kind == OZ_EXCEPTION && oz_str_is(name, "args")) {
            *found = true;
            *out = oz_node_value(OZ_TUPLE, &exception->args);
        }
        return true;
    }
    if (oz_natives[native].property) {
        return oz_natives[native].call(&eval->work, value, out);
    }
    function = oz_int(native);
    function.kind = OZ_NATIVE;
    return bind_method(eval, value, &function, out);
}

/* super(): attributes of the bases, seen from self. Flags of the bound pair say so. */
#define SUPER 4u

static bool super_attribute(struct oz_eval *eval, const struct oz_bound *super,
                            ounce_str name, ounce_value *out, bool *found)
{
    const struct oz_class *class_ = oz_class_of(&super->function);
    ounce_value member;

    *found = false;
    for (uint32_t i = 0; i < class_->base_count && !*found; i++) {
        if (!oz_class_is_builtin(&class_->bases[i]) &&
            !oz_class_member(eval, oz_class_of(&class_->bases[i]), name, &member,
                             found)) {
            return false;
        }
    }
    if (*found) {
        return seen_from(eval, &super->self, class_, &member, out);
    }
    if (oz_str_is(name, "__init__")) { /* of Exception or object: keeps its arguments */
        uint32_t native = oz_native_find(OZ_LIT("object.__init__"));
        ounce_value function = oz_int(native);

        function.kind = OZ_NATIVE;
        *found = native != OZ_NONE;
        return !*found || bind_method(eval, &super->self, &function, out);
    }
    return true;
}

bool oz_class_super(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    if (args[0].kind != OZ_CLASS || oz_class_is_builtin(&args[0])) {
        return oz_raise(work, OZ_EXC_TYPE, "super() argument 1 must be a type");
    }
    if (!bind_method((struct oz_eval *)(void *)work, &args[1], &args[0], out)) {
        return false;
    }
    out->flags = SUPER;
    return true;
}

bool oz_class_init(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    *out = oz_none();
    if (args[0].kind == OZ_INSTANCE) {
        struct oz_instance *instance = (struct oz_instance *)(uintptr_t)args[0].node;

        instance->args = args[1];
    }
    return work->walk.reason == OUNCE_REASON_NONE;
}

bool oz_eval_find_attribute(struct oz_eval *eval, const ounce_value *value,
                            ounce_str name, ounce_value *out, bool *found)
{
    if (value->kind == OZ_INSTANCE) {
        return instance_attribute(eval, value, name, out, found);
    }
    if (value->kind == OZ_CLASS) {
        return class_attribute(eval, value, name, out, found);
    }
    if (value->kind == OZ_BOUND && value->flags == SUPER) {
        return super_attribute(eval, value->node, name, out, found);
    }
    return native_attribute(eval, value, name, out, found);
}

bool oz_eval_set_attribute(const struct oz_function_call *call, ounce_value *out)
{
    struct oz_work *work = &call->eval->work;
    ounce_value value, self, name = *oz_arg_constant(call, 1);

    if (!oz_arg(call, 2, &value) || !oz_arg(call, 0, &self)) {
        return false;
    }
    *out = oz_none();
    if (self.kind == OZ_INSTANCE) {
        struct oz_instance *instance = (struct oz_instance *)(uintptr_t)self.node;
        ounce_value member;
        bool found;

        if (!oz_class_member(call->eval, instance->class_, oz_arg_text(call, 1),
                             &member, &found)) {
            return false;
        }
        if (found && is_marked(&member, PROPERTY)) {
            return oz_raise(work, OZ_EXC_ATTRIBUTE,
                            "property '%.*s' of '%.*s' object has no setter",
                            OZ_STR(oz_arg_text(call, 1)),
                            OZ_STR(instance->class_->name));
        }
        return oz_dict_set(work, &instance->members, &name, &value);
    }
    return oz_raise(work, OZ_EXC_ATTRIBUTE, "'%s' object has no attribute '%.*s'",
                    oz_type_name(&self), OZ_STR(oz_arg_text(call, 1)));
}

static bool attribute_of(struct oz_work *work, const ounce_value *args,
                         ounce_value *out, bool *found)
{
    struct oz_eval *eval = (struct oz_eval *)(void *)work;
    size_t text = work->text.size;

    if (args[1].kind != OUNCE_TEXT) {
        return oz_raise(work, OZ_EXC_TYPE, "attribute name must be string, not '%s'",
                        oz_type_name(&args[1]));
    }
    if (!oz_eval_find_attribute(eval, &args[0], (ounce_str){args[1].text, args[1].size},
                                out, found)) {
        const struct oz_exception *raised = work->failure.node;

        if (work->walk.reason != OUNCE_REASON_RULE_ERROR ||
            work->failure.kind != OZ_EXCEPTION ||
            raised->class_id != OZ_EXC_ATTRIBUTE) {
            return false;
        }
        work->walk.reason = OUNCE_REASON_NONE;
        work->text.size = text;
        *found = false;
    }
    return true;
}

bool oz_class_hasattr(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    ounce_value value;
    bool found;

    if (!attribute_of(work, args, &value, &found)) {
        return false;
    }
    *out = oz_bool(found);
    return true;
}

bool oz_class_getattr(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    bool found;

    if (!attribute_of(work, args, out, &found)) {
        return false;
    }
    if (found) {
        return true;
    }
    if (args[2].kind != OUNCE_MISSING) {
        *out = args[2];
        return true;
    }
    return oz_eval_no_attribute(work, &args[0],
                                (ounce_str){args[1].text, args[1].size});
}

bool oz_class_callable(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    (void)work;
    *out = oz_bool(args[0].kind == OZ_NATIVE || args[0].kind == OZ_BOUND ||
                   args[0].kind == OZ_CLOSURE || args[0].kind == OZ_CLASS);
    return true;
}

bool oz_class_type(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    (void)work;
    if (args[0].kind == OZ_INSTANCE) {
        *out =
            oz_node_value(OZ_CLASS, ((const struct oz_instance *)args[0].node)->class_);
        return true;
    }
    *out = oz_node_value(OZ_CLASS, NULL);
    out->flags = OZ_CLASS_BUILTIN;
    out->text = oz_type_name(&args[0]);
    out->size = strlen(out->text);
    return true;
}
