/* builtin.h — the names that every module of Python 3.11 has without asking. */
#ifndef OZ_PY_BUILTIN_H
#define OZ_PY_BUILTIN_H

#include <ounce/event.h>
#include <stdbool.h>

/* A class, exceptions included. */
bool oz_py_is_builtin_class(ounce_str name);
/* Any of the others: a function, most of them. */
bool oz_py_is_builtin(ounce_str name);

#endif
