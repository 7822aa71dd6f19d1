/* native_container_wrapper.c — methods of what the event holds, read-only. */
#include "native/native.h"

bool oz_wrapper_method_get(struct oz_work *work, const ounce_value *args,
                           ounce_value *out)
{
    ounce_value value;
    bool found;

    if (!oz_wrapper_get(work, &args[0], &args[1], &value, &found)) {
        return false;
    }
    *out = found ? value : args[2].kind == OUNCE_MISSING ? oz_none() : args[2];
    return true;
}

bool oz_wrapper_copy(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return oz_object_copy(work, &args[0], out);
}
