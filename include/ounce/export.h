/* ounce/export.h — what the shared library exports, and C linkage for C++. */
#ifndef OUNCE_EXPORT_H
#define OUNCE_EXPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(_WIN32)
#define OUNCE_API
#elif defined(__GNUC__)
#define OUNCE_API __attribute__((visibility("default")))
#else
#define OUNCE_API
#endif

#ifdef __cplusplus
#define OUNCE_BEGIN_DECLS extern "C" {
#define OUNCE_END_DECLS   }
#else
#define OUNCE_BEGIN_DECLS
#define OUNCE_END_DECLS
#endif

OUNCE_BEGIN_DECLS

/** Text: @c size bytes of UTF-8 at @c data, never assumed NUL-terminated. */
typedef struct ounce_str {
    const char *data; /**< NULL only when size is 0. */
    size_t size;      /**< In bytes. */
} ounce_str;

OUNCE_END_DECLS
#endif
