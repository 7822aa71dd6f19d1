/* compile.h — rules for tests: compile a text, judge events, read what came of it.
 *
 *     kit_compile(&set, KIT_DETECTION("- {Key: a, Condition: Exists}"))
 *     kit_judge(&set, "{\"a\":1}")      =>  true
 *     kit_ir(&set)                      =>  "exists(a)"
 *
 * Memory comes from an allocator that counts: kit_finish() checks that nothing is left.
 * Texts that are handed out are borrowed until the next one of their kind.
 */
#ifndef KIT_COMPILE_H
#define KIT_COMPILE_H

#include "kit.h"

#include <ounce.h>

#define KIT_LENGTH(array) ((int)(sizeof(array) / sizeof((array)[0])))

/* What a rule file must say beside what a test is about. It stands behind it, so that
 * places in the test's part are those of the whole text. */
#define KIT_TAIL                                                                       \
    "\nAnalysisType: rule\nRuleID: R\nEnabled: true\nSeverity: Low\nLogTypes: [L]\n"
#define KIT_RULE(parts)     parts KIT_TAIL
#define KIT_DETECTION(list) KIT_RULE("Detection:\n" list)
#define KIT_ALWAYS          "\nDetection: [{Condition: AlwaysTrue}]"

struct kit_set {
    struct kit_memory memory;
    ounce_compiler *compiler;
    ounce_ruleset *ruleset; /* NULL when the rules do not load */
    ounce_matcher *matcher; /* likewise */
    ounce_status status;    /* of ounce_compiler_finish() */
    ounce_error err;
};

/* A compiler with these flags and limits (NULL: the defaults), nothing added yet. */
void kit_begin(struct kit_set *set, uint32_t flags, const ounce_limits *limits);
/* Add a rule file. */
void kit_add(struct kit_set *set, const char *name, const char *text);
/* Finish compiling, and make a matcher if there is a ruleset. */
void kit_end(struct kit_set *set);

/* All of these for one file called "rule.yml", with the defaults. */
void kit_compile(struct kit_set *set, const char *text);
/* The same with the list of a Detection for a text; it must load. */
void kit_compile_detection(struct kit_set *set, const char *list);

/* Compile these parts of a rule, and check the diagnostics against lines as
 * kit_diagnostics() writes them. Whether it loads must agree with them. */
void kit_check_diagnostics(const char *parts, uint32_t flags,
                           const ounce_limits *limits, const char *expected);

/* Free everything and check that nothing is left. */
void kit_finish(struct kit_set *set);

/* All diagnostics, one a line: LINE:COLUMN: level: message [code]; with the file in
 * front when `files` is true. */
const char *kit_diagnostics(const struct kit_set *set, bool files);

/* What ounce_rule_print() writes about a rule. */
const char *kit_print(const struct kit_set *set, uint32_t rule, uint32_t form);
/* The named expression of rule 0 in IR text: "match", "title", … "" when it has none.
 */
const char *kit_part(const struct kit_set *set, const char *part);
/* kit_part(set, "match"). */
const char *kit_ir(const struct kit_set *set);
/* The line that tells when rule 0 is tried. */
const char *kit_guard(const struct kit_set *set);

/* Does rule 0 hold for the event, a JSON text? Anything but OUNCE_OK fails the test. */
bool kit_judge(struct kit_set *set, const char *event);
/* Is the rule among those that ounce_matcher_hits() gives? */
bool kit_hit(struct kit_set *set, uint32_t rule, const char *event);

/* A field of the alert that rule 0 raises on the event; NULL when it does not match. */
const char *kit_alert(struct kit_set *set, const char *event, uint32_t field);
/* The match as JSON; NULL when there is none. */
const char *kit_match_json(struct kit_set *set, const char *event, uint32_t flags);
/* The explanation of rule 0 on the event. */
const char *kit_explain(struct kit_set *set, const char *event, uint32_t form);

/* A repeated text: `count` copies of `text`, borrowed until the next. */
const char *kit_repeat(const char *text, size_t count);

/* A file's content, owned and NUL-terminated; NULL when it cannot be read. */
char *kit_read_file(const char *path);
/* `path` under the root of the source tree, borrowed until the next. */
const char *kit_source(const char *path);

#endif
