/* attack.h — MITRE ATT&CK by identifier: tactics and Enterprise techniques.
 *
 * The tables are written by tests/tools/gen_attack.py from the two .tsv files here; see
 * README.md and LICENSE.txt for where they come from.
 */
#ifndef OZ_ATTACK_H
#define OZ_ATTACK_H

#include <ounce/export.h>

struct oz_attack_tactic {
    const char *id;     /* "TA0005" */
    const char *name;   /* "Stealth" */
    const char *former; /* "Defense Evasion"; "" for most */
};

struct oz_attack_technique {
    const char *id;      /* "T1562.008" */
    const char *name;    /* "Impair Defenses: Disable or Modify Cloud Logs" */
    const char *tactics; /* ids with commas between, at least one */
};

/* NULL when the table has no such id; ids are in upper case. */
const struct oz_attack_tactic *oz_attack_tactic(ounce_str id);
const struct oz_attack_technique *oz_attack_technique(ounce_str id);

/* By place in the order of the ids; NULL past the last. */
const struct oz_attack_tactic *oz_attack_tactic_at(size_t index);
const struct oz_attack_technique *oz_attack_technique_at(size_t index);

/* The ids of all techniques, NULL-terminated: for oz_nearest(). */
extern const char *const oz_attack_ids[];

#endif
