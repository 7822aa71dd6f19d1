/* builtin.c — the names that every module of Python 3.11 has without asking.
 *
 * One that is missing here is a NameError for a rule that has it, and a warning.
 */
#include "python/builtin.h"

#include "base/str.h"
#include "base/table.h"
#include "native/native.h"

static const char *const classes[] = {"str",    "int",   "float", "bool",      "list",
                                      "dict",   "tuple", "set",   "frozenset", "bytes",
                                      "object", "type",  NULL};

static const char *const exceptions[] = {"ArithmeticError",
                                         "AssertionError",
                                         "AttributeError",
                                         "BaseException",
                                         "BaseExceptionGroup",
                                         "BlockingIOError",
                                         "BrokenPipeError",
                                         "BufferError",
                                         "BytesWarning",
                                         "ChildProcessError",
                                         "ConnectionAbortedError",
                                         "ConnectionError",
                                         "ConnectionRefusedError",
                                         "ConnectionResetError",
                                         "DeprecationWarning",
                                         "EOFError",
                                         "EncodingWarning",
                                         "EnvironmentError",
                                         "Exception",
                                         "ExceptionGroup",
                                         "FileExistsError",
                                         "FileNotFoundError",
                                         "FloatingPointError",
                                         "FutureWarning",
                                         "GeneratorExit",
                                         "IOError",
                                         "ImportError",
                                         "ImportWarning",
                                         "IndentationError",
                                         "IndexError",
                                         "InterruptedError",
                                         "IsADirectoryError",
                                         "KeyError",
                                         "KeyboardInterrupt",
                                         "LookupError",
                                         "MemoryError",
                                         "ModuleNotFoundError",
                                         "NameError",
                                         "NotADirectoryError",
                                         "NotImplementedError",
                                         "OSError",
                                         "OverflowError",
                                         "PendingDeprecationWarning",
                                         "PermissionError",
                                         "ProcessLookupError",
                                         "RecursionError",
                                         "ReferenceError",
                                         "ResourceWarning",
                                         "RuntimeError",
                                         "RuntimeWarning",
                                         "StopAsyncIteration",
                                         "StopIteration",
                                         "SyntaxError",
                                         "SyntaxWarning",
                                         "SystemError",
                                         "SystemExit",
                                         "TabError",
                                         "TimeoutError",
                                         "TypeError",
                                         "UnboundLocalError",
                                         "UnicodeDecodeError",
                                         "UnicodeEncodeError",
                                         "UnicodeError",
                                         "UnicodeTranslateError",
                                         "UnicodeWarning",
                                         "UserWarning",
                                         "ValueError",
                                         "Warning",
                                         "ZeroDivisionError",
                                         NULL};

/* Those that have no native: what is made of them, or said of them, is the business of
 * who uses them. */
static const char *const others[] = {"isinstance",
                                     "issubclass",
                                     "print",
                                     "input",
                                     "open",
                                     "eval",
                                     "exec",
                                     "compile",
                                     "vars",
                                     "dir",
                                     "locals",
                                     "globals",
                                     "id",
                                     "setattr",
                                     "delattr",
                                     "pow",
                                     "slice",
                                     "ascii",
                                     "complex",
                                     "bytearray",
                                     "help",
                                     "memoryview",
                                     "NotImplemented",
                                     "Ellipsis",
                                     "aiter",
                                     "anext",
                                     "breakpoint",
                                     "copyright",
                                     "credits",
                                     "exit",
                                     "license",
                                     "quit",
                                     "__import__",
                                     "__build_class__",
                                     "__builtins__",
                                     "__cached__",
                                     "__debug__",
                                     "__doc__",
                                     "__file__",
                                     "__loader__",
                                     "__package__",
                                     "__spec__",
                                     NULL};

static bool is_among(const char *const *names, ounce_str name)
{
    while (*names != NULL && !oz_str_is(name, *names)) {
        names++;
    }
    return *names != NULL;
}

bool oz_py_is_builtin_class(ounce_str name)
{
    return is_among(classes, name) || is_among(exceptions, name);
}

bool oz_py_is_builtin(ounce_str name)
{
    return is_among(others, name) || oz_native_find(name) != OZ_NONE;
}
