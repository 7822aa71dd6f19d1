/* arena_pieces.c — the arena, each of whose pieces is a block of the allocator's.
 *
 * A program that has this among its own sources gets it in the place of the library's.
 * Then the failing allocator reaches every call that takes from an arena, not one in
 * hundreds, and a sanitizer sees the end of every piece and the use of one that is
 * gone.
 */
#define OZ_ARENA_PIECES

#include "base/arena.c"
