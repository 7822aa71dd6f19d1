/* rule.c — the severities, in the two spellings they have; what derived rules inherit.
 */
#include "rule/rule.h"

#include "base/str.h"
#include "rule/rule_metadata.h"

const char *const oz_severity_names[] = {"Info", "Low",      "Medium",
                                         "High", "Critical", NULL};
const char *const oz_severity_upper[] = {"INFO", "LOW",      "MEDIUM",
                                         "HIGH", "CRITICAL", NULL};

static bool equal_ascii(ounce_str a, const char *b, bool any_case)
{
    if (a.size != strlen(b)) {
        return false;
    }
    for (size_t i = 0; i < a.size; i++) {
        char x = a.data[i];
        char y = b[i];

        if (any_case && x >= 'a' && x <= 'z') {
            x = (char)(x - ('a' - 'A'));
        }
        if (any_case && y >= 'a' && y <= 'z') {
            y = (char)(y - ('a' - 'A'));
        }
        if (x != y) {
            return false;
        }
    }
    return true;
}

bool oz_severity_rank(ounce_str name, bool any_case, uint32_t *rank)
{
    for (uint32_t i = 0; oz_severity_names[i] != NULL; i++) {
        if (equal_ascii(name, oz_severity_names[i], any_case)) {
            *rank = i;
            return true;
        }
    }
    return false;
}

/* A field present in the derived item replaces the base's value completely. */
void oz_rule_inherit(struct ounce_rule *rule, const struct ounce_rule *base)
{
    static const struct {
        const char *key;
        uint32_t field;
    } texts[] = {{"DisplayName", OUNCE_RULE_DISPLAY_NAME},
                 {"Severity", OUNCE_RULE_SEVERITY},
                 {"Description", OUNCE_RULE_DESCRIPTION},
                 {"Reference", OUNCE_RULE_REFERENCE},
                 {"Runbook", OUNCE_RULE_RUNBOOK},
                 {"Status", OUNCE_RULE_STATUS},
                 {"CreatedBy", OUNCE_RULE_CREATED_BY}},
      lists[] = {{"LogTypes", OUNCE_RULE_LOG_TYPES},
                 {"ScheduledQueries", OUNCE_RULE_SCHEDULED_QUERIES},
                 {"Tags", OUNCE_RULE_TAGS},
                 {"OutputIds", OUNCE_RULE_OUTPUT_IDS},
                 {"SummaryAttributes", OUNCE_RULE_SUMMARY_ATTRIBUTES},
                 {"Reports", OUNCE_RULE_REPORTS}};

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if ((rule->given & oz_rule_key_bit(texts[i].key)) == 0) {
            rule->texts[texts[i].field] = base->texts[texts[i].field];
        }
    }
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        if ((rule->given & oz_rule_key_bit(lists[i].key)) == 0) {
            rule->lists[lists[i].field] = base->lists[lists[i].field];
        }
    }
#define INHERIT(key, member)                                                           \
    if ((rule->given & oz_rule_key_bit(key)) == 0) {                                   \
        rule->member = base->member;                                                   \
    }
    INHERIT("Severity", severity)
    INHERIT("Enabled", enabled)
    INHERIT("CreateAlert", create_alert)
    INHERIT("Threshold", threshold)
    INHERIT("DedupPeriodMinutes", dedup_minutes)
    INHERIT("OnlyUseBaseRiskScore", only_base_risk)
    INHERIT("BaseVersion", base_version)
    INHERIT("Tests", tests)
    INHERIT("Tests", test_count)
#undef INHERIT
}
