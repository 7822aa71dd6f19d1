/* native_missing.h — library functions that rules name and that are not there. */
#ifndef OZ_NATIVE_MISSING_H
#define OZ_NATIVE_MISSING_H

#include <ounce/export.h>
#include <stdbool.h>

/* Does calling the dotted name raise NotImplementedError? */
bool oz_native_missing(ounce_str name);

/* What the name would ask, when that is something outside of the process, such as "the
 * API of AWS", and what a host can do instead. false: it is a function like others. */
bool oz_native_service(ounce_str name, const char **service, const char **instead);

#endif
