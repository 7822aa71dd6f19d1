/* object.c — making values, and raising.
 *
 *     oz_raise(work, OZ_EXC_KEY, …)  =>  work->failure, walk.reason = rule error
 *
 * An exception is a value like any other and the reason of the walk says that one is
 * under way; so every function of an evaluation fails in one way, by returning false,
 * and only `except` looks at which.
 */
#include "object/object.h"

#include "base/str.h"

#include <ounce/matcher.h>
#include <stdarg.h>
#include <stdio.h>

static const struct {
    const char *name;
    enum oz_exception_class parent;
    uint8_t size; /* of the name */
} classes[OZ_EXC_COUNT] = {
#define OZ_EXCEPTION(id, name, parent) {name, OZ_EXC_##parent, sizeof(name) - 1},
#include "object/exception.def"
#undef OZ_EXCEPTION
};

const char *oz_exception_name(enum oz_exception_class class_id)
{
    return classes[class_id].name;
}

uint32_t oz_exception_find(ounce_str name)
{
    size_t size = 0; /* of the last part */

    while (size < name.size && name.data[name.size - size - 1] != '.') {
        size++;
    }
    for (uint32_t i = 0; i < OZ_EXC_COUNT; i++) {
        const char *last = classes[i].name + classes[i].size - size;

        if (size > 0 && classes[i].size >= size &&
            memcmp(last, name.data + name.size - size, size) == 0 &&
            (classes[i].size == size || last[-1] == '.')) {
            return i;
        }
    }
    return OZ_EXC_COUNT;
}

const char *oz_exception_short_name(enum oz_exception_class class_id)
{
    const char *dot = strrchr(classes[class_id].name, '.');

    return dot != NULL ? dot + 1 : classes[class_id].name;
}

bool oz_exception_is(enum oz_exception_class class_id, enum oz_exception_class ancestor)
{
    while (class_id != ancestor) {
        if (class_id == OZ_EXC_BASE) {
            return false;
        }
        class_id = classes[class_id].parent;
    }
    return true;
}

bool oz_no_memory(struct oz_work *work)
{
    return oz_walk_fail(&work->walk, OUNCE_REASON_NOMEM);
}

bool oz_charge_memory(struct oz_work *work, size_t size)
{
    return oz_walk_step(&work->walk, size / OZ_BYTES_PER_STEP);
}

void *oz_work_alloc(struct oz_work *work, size_t size)
{
    void *memory;

    if (!oz_charge_memory(work, size)) {
        return NULL;
    }
    memory = oz_arena_alloc(work->walk.scratch, size);
    if (memory == NULL) {
        oz_no_memory(work);
    }
    return memory;
}

bool oz_raise_value(struct oz_work *work, enum oz_exception_class class_id,
                    const ounce_value *argument)
{
    struct oz_exception *exception = oz_work_alloc(work, sizeof *exception);
    ounce_value *args;

    if (exception == NULL || (args = oz_work_alloc(work, sizeof *args)) == NULL) {
        return false;
    }
    *args = *argument;
    exception->class_id = class_id;
    exception->args = (struct oz_array){args, 1, 1};
    memset(&work->failure, 0, sizeof work->failure);
    work->failure.kind = OZ_EXCEPTION;
    work->failure.node = exception;
    return oz_walk_fail(&work->walk, OUNCE_REASON_RULE_ERROR);
}

bool oz_raise_text(struct oz_work *work, enum oz_exception_class class_id, size_t base)
{
    ounce_value text;

    return oz_text_take(work, base, &text) && oz_raise_value(work, class_id, &text);
}

/* Messages are built of literals and type names; one that quotes the event goes through
 * oz_raise_text, which does not cut. */
bool oz_raise(struct oz_work *work, enum oz_exception_class class_id,
              const char *format, ...)
{
    char message[512];
    size_t base = work->text.size;
    va_list args;
    int size;

    va_start(args, format);
    size = vsnprintf(message, sizeof message, format, args);
    va_end(args);
    if (size > 0) {
        oz_buf_add(&work->text, message,
                   (size_t)size < sizeof message ? (size_t)size : sizeof message - 1);
    }
    return oz_raise_text(work, class_id, base);
}

static ounce_value blank(uint32_t kind)
{
    ounce_value value;

    memset(&value, 0, sizeof value);
    value.kind = kind;
    return value;
}

ounce_value oz_real(double value)
{
    ounce_value made = blank(OUNCE_FLOAT);

    made.real = value;
    return made;
}

ounce_value oz_bytes(ounce_str bytes)
{
    ounce_value made = oz_text(bytes);

    made.kind = OZ_BYTES;
    return made;
}

bool oz_text_take(struct oz_work *work, size_t base, ounce_value *out)
{
    ounce_str text = {NULL, 0};

    if (work->text.failed) {
        return oz_no_memory(work);
    }
    if (work->text.size == base) {
        *out = oz_text(OZ_LIT(""));
        return true;
    }
    if (!oz_charge_memory(work, work->text.size - base)) {
        work->text.size = base;
        return false;
    }
    if (!oz_arena_text(work->walk.scratch, work->text.data + base,
                       work->text.size - base, &text)) {
        return oz_no_memory(work);
    }
    work->text.size = base;
    *out = oz_text(text);
    return true;
}
