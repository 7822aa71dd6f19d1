/* lint_technique.c — identifiers under `MITRE ATT&CK` in Reports.
 *
 *     TA0006:T1110.003   tactic, technique and, perhaps, sub-technique
 *
 * Which technique serves which tactic changes with every edition, so each half is
 * looked up by itself. What is offered is a valid identifier: the parts that are right
 * are kept.
 */
#include "lint/lint_rule.h"

#include "base/buf.h"
#include "base/str.h"
#include "base/utf8.h"
#include "lint/attack/attack.h"

#define FRAMEWORK "MITRE ATT&CK"
#define TACTIC    6 /* TA0006 */
#define TECHNIQUE 5 /* T1110 */
#define SUB       4 /* .003 */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - ('a' - 'A')) : c;
}

/* `pattern` with # for a digit; letters in any case. */
static bool fits(ounce_str text, size_t at, const char *pattern)
{
    for (size_t i = 0; pattern[i] != '\0'; i++) {
        char c = at + i < text.size ? text.data[at + i] : '\0';

        if (pattern[i] == '#' ? !is_digit(c) : upper(c) != pattern[i]) {
            return false;
        }
    }
    return at + strlen(pattern) >= text.size ||
           !is_digit(text.data[at + strlen(pattern)]);
}

/* What looks like the parts of an identifier, in upper case; empty where none does. */
struct parts {
    char tactic[TACTIC + 1];
    char technique[TECHNIQUE + SUB + 1];
};

static void copy_upper(char *out, const char *from, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        out[i] = upper(from[i]);
    }
    out[size] = '\0';
}

static struct parts find_parts(ounce_str text)
{
    struct parts parts = {"", ""};

    for (size_t i = 0; i < text.size; i++) {
        if (parts.tactic[0] == '\0' && fits(text, i, "TA####")) {
            copy_upper(parts.tactic, text.data + i, TACTIC);
        } else if (parts.technique[0] == '\0' && fits(text, i, "T####")) {
            bool sub = fits(text, i + TECHNIQUE, ".###");

            copy_upper(parts.technique, text.data + i, TECHNIQUE + (sub ? SUB : 0));
        }
    }
    return parts;
}

static ounce_str str(const char *text)
{
    return (ounce_str){text, strlen(text)};
}

/* The technique meant, or its parent, or the one that is spelled most alike. */
static const struct oz_attack_technique *meant_technique(const struct parts *parts)
{
    const struct oz_attack_technique *found =
        oz_attack_technique(str(parts->technique));

    if (found == NULL && parts->technique[0] != '\0') {
        found = oz_attack_technique((ounce_str){parts->technique, TECHNIQUE});
    }
    if (found == NULL && parts->technique[0] != '\0') {
        const char *nearest = oz_nearest(str(parts->technique), oz_attack_ids);

        found = nearest == NULL ? NULL : oz_attack_technique(str(nearest));
    }
    return found;
}

/* "TA0006:T1110", with a NUL. */
#define WHOLE (TACTIC + 1 + TECHNIQUE + SUB + 1)

static void join(ounce_str tactic, ounce_str technique, char *out)
{
    struct oz_buf buf;

    oz_buf_init_fixed(&buf, out, WHOLE);
    oz_buf_str(&buf, tactic);
    oz_buf_char(&buf, ':');
    oz_buf_str(&buf, technique);
    oz_buf_char(&buf, '\0');
}

/* A valid identifier near the parts; empty when there is none. */
static void suggest(const struct parts *parts, char *out)
{
    const struct oz_attack_technique *technique = meant_technique(parts);
    bool tactic = oz_attack_tactic(str(parts->tactic)) != NULL;

    out[0] = '\0';
    if (technique != NULL) {
        join((ounce_str){tactic ? parts->tactic : technique->tactics, TACTIC},
             str(technique->id), out);
    }
}

static void check(struct oz_lint_rule *rule, const struct oz_yaml_node *node)
{
    struct parts parts = find_parts(node->text);
    char whole[WHOLE], better[WHOLE];
    const char *problem;

    join(str(parts.tactic), str(parts.technique), whole);
    if (node->kind != OZ_YAML_TEXT || !oz_str_is(node->text, whole) ||
        parts.tactic[0] == '\0' || parts.technique[0] == '\0') {
        problem = "is not of the form TA0006:T1110 or TA0006:T1110.003";
    } else if (oz_attack_tactic(str(parts.tactic)) == NULL) {
        problem = "names a tactic that is not known";
    } else if (oz_attack_technique(str(parts.technique)) == NULL) {
        problem = "names a technique that is not known";
    } else {
        return;
    }
    suggest(&parts, better);
    oz_lint_say(rule, OZ_LINT_UNKNOWN_TECHNIQUE, node->span, "\"%.*s\" %s%s%s%s",
                OZ_STR(node->text), problem,
                better[0] != '\0' ? "; did you mean \"" : "", better,
                better[0] != '\0' ? "\"?" : "");
}

void oz_lint_techniques(struct oz_lint_rule *rule)
{
    const struct oz_yaml_document *doc = rule->doc;
    oz_yaml_id reports = oz_yaml_get(doc, doc->root, "Reports", NULL);

    for (uint32_t i = 0; reports != OZ_NONE && i < oz_yaml_pairs(doc, reports); i++) {
        ounce_str name = oz_yaml_node(doc, oz_yaml_key(doc, reports, i))->text;
        oz_yaml_id list = oz_yaml_value(doc, reports, i);

        if (!oz_fold_equal(name.data, name.size, FRAMEWORK, sizeof FRAMEWORK - 1)) {
            continue;
        }
        for (uint32_t k = 0; k < oz_lint_items(rule, list); k++) {
            check(rule, oz_yaml_node(doc, oz_yaml_item(doc, list, k)));
        }
    }
}
