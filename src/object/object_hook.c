/* object_hook.c — find and call the row of a family for one of its kinds. */
#include "object/object_hook.h"

#include "base/table.h"
#include "native/native.h"

#include <string.h>

bool oz_hook(struct oz_work *work, const char *name, const ounce_value *self,
             const ounce_value *other, ounce_value *out, bool *has)
{
    ounce_value args[2] = {*self, other != NULL ? *other : oz_none()};
    uint32_t id = OZ_NONE;

    /* Only kinds of families have such rows; the rest need not be searched for. */
    if (self->kind >= OZ_REGEX && self->kind <= OZ_RECORD) {
        id = oz_native_method(self, (ounce_str){name, strlen(name)});
    }
    *has = id != OZ_NONE;
    return !*has || oz_natives[id].call(work, args, out);
}
