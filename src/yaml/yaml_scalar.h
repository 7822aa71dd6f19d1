/* yaml_scalar.h — what a scalar is: null, boolean, integer, float or text.
 *
 *     0x1F => 31    017 => 17    1_000 => 1000    yes, 1e3, 1:30, 2024-01-15 => text
 *
 * The table is docs/rule-format.md, "Scalars". It is neither YAML 1.1 nor 1.2 but what
 * the official tool reads, because rules were written and tested against that.
 *
 * Thread: pure but for the arena.
 */
#ifndef OZ_YAML_SCALAR_H
#define OZ_YAML_SCALAR_H

#include "yaml/yaml_document.h"

/* Decimal digits an integer may have. Python, which the official tool is written in,
 * draws the line there too: longer ones take quadratic time to convert. */
#define OZ_YAML_INTEGER_DIGITS 4300

enum oz_yaml_fit {
    OZ_YAML_FITS,
    OZ_YAML_UNFIT, /* the text is not of the kind that was asked for */
    OZ_YAML_LONG,  /* an integer of too many digits */
    OZ_YAML_NOMEM
};

/* Give a node the kind that its `text` has when written plainly; never UNFIT. Only
 * `kind`, `as` and, for OZ_YAML_BIG, `text` change. */
enum oz_yaml_fit oz_yaml_resolve(struct oz_arena *arena, struct oz_yaml_node *node);

/* Give a node the kind that its tag asks for, INT standing for BIG too. */
enum oz_yaml_fit oz_yaml_force(struct oz_arena *arena, enum oz_yaml_kind kind,
                               struct oz_yaml_node *node);

#endif
