/* memory.c — memory for a program that may simply end when there is none.
 *
 * The library reports out-of-memory as data. The command has nothing better to do with
 * it than to say so, hence no caller here has a failure path of its own.
 */
#include "cli/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/exit_code.h"

void cli_out_of_memory(void)
{
    static const char message[] = "ounce: out of memory\n";
    ssize_t written = write(STDERR_FILENO, message, sizeof(message) - 1);

    (void)written;
    _exit(CLI_IO);
}

void *cli_resize(void *ptr, size_t count, size_t size)
{
    void *fresh = NULL;

    if (count <= SIZE_MAX / size) {
        fresh = realloc(ptr, count * size == 0 ? 1 : count * size);
    }
    if (fresh == NULL) {
        cli_out_of_memory();
    }
    return fresh;
}
