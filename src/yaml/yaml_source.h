/* yaml_source.h — the text of a rule file, checked before a parser sees it.
 *
 * Everything that can be refused by looking at bytes alone is refused here: size,
 * UTF-16, malformed UTF-8, control characters, and directives that change what tags
 * mean. So the parser behind it never meets an encoding, and what it says is about YAML.
 */
#ifndef OZ_YAML_SOURCE_H
#define OZ_YAML_SOURCE_H

#include "base/diag.h"

#include <ounce/allocator.h>

/* The byte-order mark at the front of the text, in bytes: 3 or 0. */
size_t oz_yaml_source_bom(const char *text, size_t size);

/* OUNCE_OK, or OUNCE_ERR_RULE with one error added to `diags`. */
ounce_status oz_yaml_source_check(const ounce_limits *limits, struct oz_diags *diags,
                                  const char *text, size_t size);

/* The place of a byte, up to which the text is valid; counts as libyaml does. */
struct oz_span oz_yaml_source_place(const char *text, size_t offset);

/* Bytes of the blanks, comments and line ends at the front of the text. */
size_t oz_yaml_source_blanks(const char *text, size_t size);

#endif
