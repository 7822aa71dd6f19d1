/* ounce/version.h — which library this is, and what it was built with. */
#ifndef OUNCE_VERSION_H
#define OUNCE_VERSION_H

#include <ounce/export.h>

#define OUNCE_VERSION_MAJOR 0
#define OUNCE_VERSION_MINOR 1
#define OUNCE_VERSION_PATCH 0
#define OUNCE_VERSION_HEX   0x000100
#define OUNCE_VERSION       "0.1.0"

OUNCE_BEGIN_DECLS

/**
 * Name the version of the library that is running.
 *
 * @return "MAJOR.MINOR.PATCH", NUL-terminated, borrowed forever. It differs from
 *         OUNCE_VERSION when the program was compiled against another release.
 *
 * Thread:  pure.
 * Since:   0.1
 */
OUNCE_API const char *ounce_version(void);

/**
 * Enumerate what the library was built with: compiler, options, libraries.
 *
 * @param index  0-based.
 * @param name   Out, borrowed forever, NUL-terminated: "compiler", "libyaml", …
 * @param value  Out, borrowed forever, NUL-terminated: "gcc 12.2.0", "0.2.5", …
 *
 * @return false past the last entry, and then nothing is written.
 *
 * Thread:  pure.
 * Since:   0.1
 */
OUNCE_API bool ounce_build_info(uint32_t index, const char **name, const char **value);

OUNCE_END_DECLS
#endif
