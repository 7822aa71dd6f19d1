/* memory.h — memory for a program that may simply end when there is none. */
#ifndef CLI_MEMORY_H
#define CLI_MEMORY_H

#include <stddef.h>

/* Room for @count things of @size bytes; @ptr as in realloc. Never returns NULL. */
void *cli_resize(void *ptr, size_t count, size_t size);

/* Say that memory ran out and end with CLI_IO. Callable on any thread. */
_Noreturn void cli_out_of_memory(void);

#endif
