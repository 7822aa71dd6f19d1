/* attack.c — the tables of attack.inc, searched by halves. */
#include "lint/attack/attack.h"

#include "base/str.h"

static const struct oz_attack_tactic tactics[] = {
#define OZ_TACTIC(id, name, former) {id, name, former},
#define OZ_TECHNIQUE(id, name, tactics)
#include "lint/attack/attack.inc"
#undef OZ_TACTIC
#undef OZ_TECHNIQUE
};

static const struct oz_attack_technique techniques[] = {
#define OZ_TACTIC(id, name, former)
#define OZ_TECHNIQUE(id, name, tactics) {id, name, tactics},
#include "lint/attack/attack.inc"
#undef OZ_TACTIC
#undef OZ_TECHNIQUE
};

const char *const oz_attack_ids[] = {
#define OZ_TACTIC(id, name, former)
#define OZ_TECHNIQUE(id, name, tactics) id,
#include "lint/attack/attack.inc"
#undef OZ_TACTIC
#undef OZ_TECHNIQUE
    NULL};

const struct oz_attack_tactic *oz_attack_tactic(ounce_str id)
{
    for (size_t i = 0; i < sizeof tactics / sizeof *tactics; i++) {
        if (oz_str_is(id, tactics[i].id)) {
            return &tactics[i];
        }
    }
    return NULL;
}

const struct oz_attack_technique *oz_attack_technique(ounce_str id)
{
    size_t from = 0;
    size_t to = sizeof techniques / sizeof *techniques;

    while (from < to) {
        size_t middle = from + (to - from) / 2;
        ounce_str other = {techniques[middle].id, strlen(techniques[middle].id)};
        int order = oz_str_compare(id, other);

        if (order == 0) {
            return &techniques[middle];
        }
        if (order < 0) {
            to = middle;
        } else {
            from = middle + 1;
        }
    }
    return NULL;
}

const struct oz_attack_tactic *oz_attack_tactic_at(size_t index)
{
    return index < sizeof tactics / sizeof *tactics ? &tactics[index] : NULL;
}

const struct oz_attack_technique *oz_attack_technique_at(size_t index)
{
    return index < sizeof techniques / sizeof *techniques ? &techniques[index] : NULL;
}
