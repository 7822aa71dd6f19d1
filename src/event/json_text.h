/* json_text.h — resolve the escapes of a JSON string that has been checked. */
#ifndef OZ_JSON_TEXT_H
#define OZ_JSON_TEXT_H

#include "base/arena.h"

/* Replace raw bytes by text in the arena. Surrogate pairs become one character, lone
 * surrogates U+FFFD. false when out of memory. */
bool oz_json_unescape(struct oz_arena *arena, ounce_str *text);

#endif
