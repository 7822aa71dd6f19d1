/* rule_metadata.h — the part of a rule file that has a fixed shape, as a struct. */
#ifndef OZ_RULE_METADATA_H
#define OZ_RULE_METADATA_H

#include "yaml/yaml_document.h"
#include "yaml/yaml_schema.h"

/* Texts are NUL-terminated; NULL or 0 where the file has no such key. */
struct oz_rule_metadata {
#define OZ_MEMBER_TEXT(member) char *member;
#define OZ_MEMBER_BOOL(member) bool member;
#define OZ_MEMBER_INT(member)  int64_t member;
#define OZ_MEMBER_TEXTS(member)                                                        \
    char **member;                                                                     \
    unsigned member##_count;
#define OZ_MEMBER_LIST(member)
#define OZ_MEMBER_MAP(member)
#define OZ_MEMBER_MAPS(member)
#define OZ_RULE_KEY(type, key, member, flags, inner) OZ_MEMBER_##type(member)
#include "rule/rule_key.def"
#undef OZ_RULE_KEY
};

/* The same rows as schemas for oz_schema_check(). */
extern const struct oz_schema oz_schema_rule;    /* with logic of its own */
extern const struct oz_schema oz_schema_derived; /* with a BaseDetection */

/* A bit for each row whose key the document has, and the bit of a key. */
uint64_t oz_rule_keys_given(const struct oz_yaml_document *doc);
uint64_t oz_rule_key_bit(const char *key);

/* Load the metadata of a document that has passed the check. OUNCE_OK: *out is owned,
 * oz_rule_metadata_free(). OUNCE_ERR_RULE: diagnosed. OUNCE_ERR_NOMEM. */
ounce_status oz_rule_metadata_load(const ounce_allocator *alloc, struct oz_diags *diags,
                                   const struct oz_yaml_document *doc,
                                   struct oz_rule_metadata **out);
void oz_rule_metadata_free(const ounce_allocator *alloc,
                           struct oz_rule_metadata *metadata);

#endif
