/* vocabulary.h — the names and values that generated rules and events share. For the
 * generators alone; see generate.h. */
#ifndef KIT_VOCABULARY_H
#define KIT_VOCABULARY_H

#include "generate.h"

#define KIT_COUNT(array)        (sizeof(array) / sizeof((array)[0]))
#define KIT_PICK(random, array) ((array)[kit_random_below((random), KIT_COUNT(array))])

/* Families of values that are likely to be compared with one another. */
enum kit_pool {
    KIT_VERB,
    KIT_WORD,
    KIT_NAME,
    KIT_ADDRESS,
    KIT_NETWORK,
    KIT_NUMBER,
    KIT_FLAG,
    KIT_ANYTHING,
};

/* Where values are: steps with a `/` between them; a `#` is an element of a list. */
struct kit_field {
    const char *path;
    enum kit_pool pool;
};

#define KIT_FIELDS     45
#define KIT_ROW_FIELDS 6
extern const struct kit_field kit_fields[KIT_FIELDS];
extern const struct kit_field
    kit_row_fields[KIT_ROW_FIELDS]; /* in an enrichment's row */
extern const char *const kit_tables[2];
extern const char *const kit_selectors[2];
extern const char *const kit_log_types[3];
extern const char *const kit_severities[5];

/* A text of this pool, borrowed forever. Addresses and networks are good ones. */
const char *kit_text(struct kit_random *random, enum kit_pool pool);

/* A text, a number or a boolean of this pool; any value at most this deep. Owned. */
json_t *kit_scalar(struct kit_random *random, enum kit_pool pool);
json_t *kit_anything(struct kit_random *random, unsigned depth);

/* The same text in another case, owned: all upper, all lower, or each letter by chance;
 * now and then with a letter whose lower case is in another block. */
char *kit_other_case(struct kit_random *random, const char *text);

/* A member's name, one time in eight in another case. Owned. */
json_t *kit_name(struct kit_random *random, const char *name, size_t size);

/* The text of a value, owned: odd in every way that JSON allows, or plain if random is
 * NULL. Plain text is YAML, too. */
char *kit_json_text(const json_t *value, struct kit_random *random, bool spaced);

#endif
