/* limits_file.h — read a file of limits:
 *
 *     max_event_bytes: 1048576
 *     max_event_depth: 32
 */
#ifndef CLI_LIMITS_FILE_H
#define CLI_LIMITS_FILE_H

#include <ounce/allocator.h>

/* Overwrite the limits that the file names. Returns CLI_FINE, or after a message CLI_IO
 * (unreadable) or CLI_USAGE (not a file of limits), and then @limits is untouched. */
int cli_limits_file_read(const char *path, ounce_limits *limits);

#endif
