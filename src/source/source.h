/* source.h — paths → the texts of rule files. */
#ifndef OZ_SOURCE_H
#define OZ_SOURCE_H

#include "base/buf.h"
#include "base/diag.h"

/* Called once a file, with diags->file set to its name. Text is borrowed until it
 * returns; anything but OUNCE_OK ends the walk. */
typedef ounce_status oz_source_fn(void *user, ounce_str text);

/* Read a file, or every `.yml` and `.yaml` below a folder in byte order of the names.
 * What cannot be read is an error in `diags` and the rest goes on. Returns OUNCE_OK,
 * OUNCE_ERR_NOMEM, or what `fn` returned. */
ounce_status oz_source_walk(const ounce_allocator *alloc, const ounce_limits *limits,
                            struct oz_diags *diags, ounce_str path, oz_source_fn *fn,
                            void *user);

/* Is there anything at this path, which ends with a NUL? */
bool oz_source_exists(ounce_str path);

/* Read one regular file, whose path ends with a NUL, and diagnose nothing.
 * OUNCE_ERR_IO, or OUNCE_ERR_LIMIT for more than `most` bytes: *why says it in words.
 * OUNCE_ERR_NOMEM. */
ounce_status oz_source_read(ounce_str path, uint64_t most, struct oz_buf *text,
                            const char **why);

#endif
