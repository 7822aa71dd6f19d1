/* object_text.c — str() and repr().
 *
 *     ['a', 1, None]   {'k': 1.0}   ImmutableList(('a', {'k': 1}))
 *
 * What the event holds prints as Panther's wrapper around a plain payload: below the
 * wrapper lists and dicts are plain, and a list at its top is held as a tuple.
 */
#include "base/number.h"
#include "base/str.h"
#include "object/object_hook.h"
#include "object/object_repr.h"

static bool repr_at(struct oz_work *work, const ounce_value *value, bool plain,
                    uint32_t depth);

static bool add(struct oz_work *work, const char *text)
{
    oz_buf_text(&work->text, text);
    return true;
}

/* Everything between brackets, with commas; `pairs`: the iterator yields (key, value).
 */
static bool join(struct oz_work *work, const ounce_value *over, bool pairs, bool plain,
                 uint32_t depth)
{
    struct oz_iter iter;
    ounce_value item;
    bool more;

    if (!oz_iter_begin(work, over, &iter)) {
        return false;
    }
    for (bool first = true;; first = false) {
        if (!oz_iter_next(work, &iter, &item, &more)) {
            return false;
        }
        if (!more) {
            return true;
        }
        if (!first) {
            oz_buf_add(&work->text, ", ", 2);
        }
        if (pairs) {
            const ounce_value *pair = oz_array_of(&item)->items;

            if (!repr_at(work, &pair[0], plain, depth) || !add(work, ": ") ||
                !repr_at(work, &pair[1], plain, depth)) {
                return false;
            }
        } else if (!repr_at(work, &item, plain, depth)) {
            return false;
        }
    }
}

static bool bracket(struct oz_work *work, const ounce_value *over, const char *open,
                    const char *close, bool plain, uint32_t depth)
{
    size_t count;

    if (!oz_length(work, over, &count)) {
        return false;
    }
    add(work, open);
    return join(work, over, false, plain, depth) &&
           add(work, open[0] == '(' && count == 1 ? ",)" : close);
}

static bool repr_map(struct oz_work *work, const ounce_value *map, bool plain,
                     uint32_t depth)
{
    struct oz_dict_view items = {*map, OZ_VIEW_ITEMS};
    ounce_value view = oz_none();

    view.kind = OZ_VIEW;
    view.node = &items;
    add(work, "{");
    return join(work, &view, true, plain, depth) && add(work, "}");
}

static bool repr_wrapper(struct oz_work *work, const ounce_value *value, bool plain,
                         uint32_t depth)
{
    bool list = value->kind == OUNCE_LIST;

    if (plain) {
        return list ? bracket(work, value, "[", "]", true, depth)
                    : repr_map(work, value, true, depth);
    }
    add(work, oz_type_name(value));
    add(work, "(");
    return (list ? bracket(work, value, "(", ")", true, depth)
                 : repr_map(work, value, true, depth)) &&
           add(work, ")");
}

static bool repr_set(struct oz_work *work, const ounce_value *set, uint32_t depth)
{
    bool frozen = set->kind == OZ_FROZENSET;

    if (oz_dict_of(set)->count == 0) {
        return add(work, frozen ? "frozenset()" : "set()");
    }
    return bracket(work, set, frozen ? "frozenset({" : "{", frozen ? "})" : "}", false,
                   depth);
}

static bool repr_record(struct oz_work *work, const ounce_value *value, uint32_t depth)
{
    const struct oz_record *record = value->node;

    oz_buf_str(&work->text, record->type);
    add(work, "(");
    for (size_t i = 0; i < record->fields.count; i++) {
        add(work, i > 0 ? ", " : "");
        add(work, record->names[i]);
        add(work, "=");
        if (!repr_at(work, &record->fields.items[i], false, depth)) {
            return false;
        }
    }
    return add(work, ")");
}

static ounce_value args_of(const struct oz_exception *exception)
{
    ounce_value args = oz_none();

    args.kind = OZ_TUPLE;
    args.node = &exception->args;
    return args;
}

static bool repr_exception(struct oz_work *work, const ounce_value *value,
                           uint32_t depth)
{
    const struct oz_exception *exception = value->node;
    ounce_value args = args_of(exception);

    add(work, oz_type_name(value));
    if (exception->args.count != 1) {
        return repr_at(work, &args, false, depth);
    }
    add(work, "(");
    return repr_at(work, &exception->args.items[0], false, depth) && add(work, ")");
}

static bool repr_view(struct oz_work *work, const ounce_value *value, uint32_t depth)
{
    const struct oz_dict_view *view = value->node;
    bool wrapper = view->over.kind == OUNCE_MAP;

    add(work, oz_type_name(value));
    add(work, "(");
    return (wrapper ? repr_at(work, &view->over, false, depth)
                    : bracket(work, value, "[", "]", false, depth)) &&
           add(work, ")");
}

static bool repr_class(struct oz_work *work, const ounce_value *value)
{
    oz_buf_char(&work->text, '<');
    add(work, oz_type_name(value));
    return add(work, " object>");
}

static bool hooked(struct oz_work *work, const ounce_value *value, bool repr)
{
    ounce_value text;
    bool has = false;

    if ((!repr && !oz_hook(work, "__str__", value, NULL, &text, &has)) ||
        (!has && !oz_hook(work, "__repr__", value, NULL, &text, &has))) {
        return false;
    }
    if (has) {
        oz_buf_add(&work->text, text.text, text.size);
        return true;
    }
    if (value->kind == OZ_NATIVE || value->kind == OZ_BOUND) {
        return add(work, "<built-in function>");
    }
    if ((value->kind == OZ_CLOSURE || value->kind == OZ_CLASS ||
         value->kind == OZ_INSTANCE) &&
        work->print != NULL) {
        return work->print(work, value, repr);
    }
    return repr_class(work, value);
}

static bool repr_real(struct oz_work *work, double real)
{
    char text[OZ_REAL_TEXT];

    oz_buf_add(&work->text, text, oz_real_print(real, true, text));
    return true;
}

/* What holds itself, directly or not, is an ellipsis inside itself. A set does so only
 * by way of an instance that prints it. */
static const char *ellipsis_of(const ounce_value *value)
{
    return value->kind == OZ_ARRAY       ? "[...]"
           : value->kind == OZ_TUPLE     ? "(...)"
           : value->kind == OZ_DICT      ? "{...}"
           : value->kind == OZ_SET       ? "set(...)"
           : value->kind == OZ_FROZENSET ? "frozenset(...)"
           : value->kind == OZ_VIEW      ? "..."
                                         : NULL;
}

/* *found: it is printed already, further out. Looking through many levels costs. */
static bool find_printed(struct oz_work *work, const void *node, bool *found)
{
    uint64_t levels = 0;

    *found = false;
    for (const struct oz_printed *at = work->printed; at != NULL && !*found;
         at = at->outer) {
        *found = at->node == node;
        levels++;
    }
    return oz_walk_step(&work->walk, levels / 16);
}

static bool repr_inside(struct oz_work *work, const ounce_value *value, bool plain,
                        uint32_t depth)
{
    if (depth >= work->walk.max_depth + OZ_OBJECT_DEPTH) {
        return oz_raise(work, OZ_EXC_RECURSION,
                        "maximum recursion depth exceeded while getting the repr of an "
                        "object");
    }
    switch (value->kind) {
    case OUNCE_LIST:
    case OUNCE_MAP:
        return repr_wrapper(work, value, plain, depth + 1);
    case OZ_TUPLE:
        return bracket(work, value, "(", ")", false, depth + 1);
    case OZ_ARRAY:
        return bracket(work, value, "[", "]", false, depth + 1);
    case OZ_DICT:
        return repr_map(work, value, false, depth + 1);
    case OZ_SET:
    case OZ_FROZENSET:
        return repr_set(work, value, depth + 1);
    case OZ_RECORD:
        return repr_record(work, value, depth + 1);
    case OZ_EXCEPTION:
        return repr_exception(work, value, depth + 1);
    case OZ_VIEW:
        return repr_view(work, value, depth + 1);
    default:
        return hooked(work, value, true);
    }
}

static bool repr_container(struct oz_work *work, const ounce_value *value, bool plain,
                           uint32_t depth)
{
    const char *ellipsis = ellipsis_of(value);
    struct oz_printed here = {value->node, work->printed};
    bool again, fine;

    if (ellipsis == NULL) {
        return repr_inside(work, value, plain, depth);
    }
    if (!find_printed(work, value->node, &again)) {
        return false;
    }
    if (again) {
        return add(work, ellipsis);
    }
    work->printed = &here;
    fine = repr_inside(work, value, plain, depth);
    work->printed = here.outer;
    return fine;
}

static bool repr_at(struct oz_work *work, const ounce_value *value, bool plain,
                    uint32_t depth)
{
    if (!oz_walk_step(&work->walk, 1)) {
        return false;
    }
    switch (value->kind) {
    case OUNCE_MISSING:
    case OUNCE_NULL:
        return add(work, "None");
    case OUNCE_BOOL:
        return add(work, value->integer != 0 ? "True" : "False");
    case OUNCE_INT:
        oz_buf_int(&work->text, value->integer);
        return true;
    case OUNCE_BIG:
        oz_buf_add(&work->text, value->text, value->size);
        return oz_walk_step(&work->walk, value->size / 16);
    case OUNCE_FLOAT:
        return repr_real(work, value->real);
    case OUNCE_TEXT:
        return oz_repr_text(work, (ounce_str){value->text, value->size});
    case OZ_BYTES:
        return oz_repr_bytes(work, (ounce_str){value->text, value->size});
    case OZ_ELLIPSIS:
        return add(work, "Ellipsis");
    case OZ_MODULE:
        add(work, "<module '");
        oz_buf_add(&work->text, value->text, value->size);
        return add(work, "'>");
    default:
        return repr_container(work, value, plain, depth);
    }
}

bool oz_repr(struct oz_work *work, const ounce_value *value)
{
    return repr_at(work, value, false, 0);
}

/* KeyError shows the key as repr() does; the others their message as it is. */
static bool str_exception(struct oz_work *work, const ounce_value *value)
{
    const struct oz_exception *exception = value->node;
    const struct oz_array *args = &exception->args;
    ounce_value all = args_of(exception);

    if (args->count == 0) {
        return true;
    }
    if (args->count == 1) {
        return exception->class_id == OZ_EXC_KEY ? oz_repr(work, &args->items[0])
                                                 : oz_str(work, &args->items[0]);
    }
    return oz_repr(work, &all);
}

bool oz_str(struct oz_work *work, const ounce_value *value)
{
    if (value->kind == OUNCE_TEXT) {
        oz_buf_add(&work->text, value->text, value->size);
        return oz_walk_step(&work->walk, 1 + value->size / 16);
    }
    if (value->kind == OZ_EXCEPTION) {
        return oz_walk_step(&work->walk, 1) && str_exception(work, value);
    }
    if (value->kind < OZ_REGEX || value->kind == OZ_RECORD || value->kind == OZ_VIEW) {
        return oz_repr(work, value);
    }
    return value->kind == OZ_ELLIPSIS || value->kind == OZ_MODULE
               ? oz_repr(work, value)
               : hooked(work, value, false);
}
