/* native_constant.h — constants of modules: re.IGNORECASE, math.pi, string.digits. */
#ifndef OZ_NATIVE_CONSTANT_H
#define OZ_NATIVE_CONSTANT_H

#include "object/object.h"

/* By dotted name; false when there is none. The value needs no arena. */
bool oz_native_constant(ounce_str name, ounce_value *out);

#endif
