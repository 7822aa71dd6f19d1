/* native_json.h — the numbers that JSON does not have and Python's has. */
#ifndef OZ_NATIVE_JSON_H
#define OZ_NATIVE_JSON_H

#include <math.h>

#define OZ_INFINITY ((double)INFINITY)
#define OZ_NAN      ((double)NAN)

#endif
