/* item_schema.c — the tables; docs/rule-format.md says what the keys mean. */
#include "rule/item_schema.h"

#include "rule/schema_parts.h"

#define REQUIRED OZ_SCHEMA_REQUIRED
#define NAME     OZ_SCHEMA_NAME
#define SET      OZ_SCHEMA_SET

/* Metadata that every detection has. */
#define DETECTION_KEYS                                                                 \
    {"AnalysisType", OZ_SCHEMA_TEXT, REQUIRED, NULL},                                  \
        {"Enabled", OZ_SCHEMA_BOOL, REQUIRED, NULL},                                   \
        {"Severity", OZ_SCHEMA_TEXT, REQUIRED, NULL},                                  \
        {"Description", OZ_SCHEMA_TEXT, 0, NULL},                                      \
        {"DisplayName", OZ_SCHEMA_TEXT, NAME, NULL},                                   \
        {"OnlyUseBaseRiskScore", OZ_SCHEMA_BOOL, 0, NULL},                             \
        {"OutputIds", OZ_SCHEMA_TEXTS, SET, NULL},                                     \
        {"CreatedBy", OZ_SCHEMA_TEXT, 0, NULL},                                        \
        {"Reference", OZ_SCHEMA_TEXT, 0, NULL}, {"Runbook", OZ_SCHEMA_TEXT, 0, NULL},  \
        {"Status", OZ_SCHEMA_TEXT, 0, NULL},                                           \
        {"Tags", OZ_SCHEMA_TEXTS, OZ_SCHEMA_FOLDED, NULL},                             \
        {"Reports", OZ_SCHEMA_MAP, 0, NULL},                                           \
    {                                                                                  \
        "BaseVersion", OZ_SCHEMA_INT, 0, NULL                                          \
    }

static const struct oz_schema_key policy_keys[] = {
    DETECTION_KEYS,
    {"Filename", OZ_SCHEMA_TEXT, REQUIRED, NULL},
    {"PolicyID", OZ_SCHEMA_TEXT, REQUIRED | NAME, NULL},
    {"ResourceTypes", OZ_SCHEMA_TEXTS, 0, NULL},
    {"ActionDelaySeconds", OZ_SCHEMA_INT, 0, NULL},
    {"AutoRemediationID", OZ_SCHEMA_TEXT, 0, NULL},
    {"AutoRemediationParameters", OZ_SCHEMA_ANY, 0, NULL},
    {"Suppressions", OZ_SCHEMA_TEXTS, SET, NULL},
    {"Tests", OZ_SCHEMA_MAPS, 0, &oz_schema_test},
    OZ_SCHEMA_END};
static const struct oz_schema policy = {"policy", policy_keys, 0, 0};

static const struct oz_schema_key correlation_keys[] = {
    DETECTION_KEYS,
    {"RuleID", OZ_SCHEMA_TEXT, REQUIRED | NAME, NULL},
    {"Detection", OZ_SCHEMA_LIST, REQUIRED, NULL},
    {"SummaryAttributes", OZ_SCHEMA_TEXTS, SET, NULL},
    {"CreateAlert", OZ_SCHEMA_BOOL, 0, NULL},
    {"Tests", OZ_SCHEMA_MAPS, 0, &oz_schema_correlation_test},
    OZ_SCHEMA_END};
static const struct oz_schema correlation = {"correlation rule", correlation_keys, 0,
                                             0};

static const struct oz_schema_key mapping_keys[] = {
    {"Name", OZ_SCHEMA_TEXT, REQUIRED, NULL},
    {"Path", OZ_SCHEMA_TEXT, 0, NULL},
    {"Method", OZ_SCHEMA_TEXT, 0, NULL},
    OZ_SCHEMA_END};
static const struct oz_schema mapping = {"mapping", mapping_keys, 0, 0};

static const struct oz_schema_key datamodel_keys[] = {
    {"AnalysisType", OZ_SCHEMA_TEXT, REQUIRED, NULL},
    {"DataModelID", OZ_SCHEMA_TEXT, REQUIRED | NAME, NULL},
    {"Enabled", OZ_SCHEMA_BOOL, REQUIRED, NULL},
    {"LogTypes", OZ_SCHEMA_TEXTS, REQUIRED | SET, NULL},
    {"Mappings", OZ_SCHEMA_MAPS, REQUIRED, &mapping},
    {"DisplayName", OZ_SCHEMA_TEXT, NAME, NULL},
    {"Filename", OZ_SCHEMA_TEXT, 0, NULL},
    {"BaseVersion", OZ_SCHEMA_INT, 0, NULL},
    OZ_SCHEMA_END};
static const struct oz_schema datamodel = {"data model", datamodel_keys, 0, 0};

static const struct oz_schema_key global_keys[] = {
    {"AnalysisType", OZ_SCHEMA_TEXT, REQUIRED, NULL},
    {"GlobalID", OZ_SCHEMA_TEXT, REQUIRED | NAME, NULL},
    {"Filename", OZ_SCHEMA_TEXT, REQUIRED, NULL},
    {"Description", OZ_SCHEMA_TEXT, 0, NULL},
    {"Tags", OZ_SCHEMA_TEXTS, OZ_SCHEMA_FOLDED, NULL},
    {"BaseVersion", OZ_SCHEMA_INT, 0, NULL},
    OZ_SCHEMA_END};
static const struct oz_schema global = {"global", global_keys, 0, 0};

static const struct oz_schema_key refresh_keys[] = {
    {"ObjectPath", OZ_SCHEMA_TEXT, REQUIRED, NULL},
    {"PeriodMinutes", OZ_SCHEMA_INT, REQUIRED, NULL},
    {"RoleARN", OZ_SCHEMA_TEXT, 0, NULL},
    {"GCSCredentials", OZ_SCHEMA_TEXT, 0, NULL},
    {"AlarmPeriodMinutes", OZ_SCHEMA_INT, 0, NULL},
    {"ObjectKMSKey", OZ_SCHEMA_TEXT, 0, NULL},
    {"StorageProvider", OZ_SCHEMA_TEXT, 0, NULL},
    OZ_SCHEMA_END};
static const struct oz_schema refresh = {"refresh", refresh_keys, 0, 0};

static const struct oz_schema_key query_refresh_keys[] = {
    {"PeriodMinutes", OZ_SCHEMA_INT, 0, NULL},
    {"CronExpression", OZ_SCHEMA_TEXT, 0, NULL},
    OZ_SCHEMA_END};
static const struct oz_schema query_refresh = {"refresh", query_refresh_keys, 0, 0};

static const struct oz_schema_key associated_keys[] = {
    {"LogType", OZ_SCHEMA_TEXT, REQUIRED, NULL},
    {"Selectors", OZ_SCHEMA_TEXTS, REQUIRED, NULL},
    OZ_SCHEMA_END};
static const struct oz_schema associated = {"log type association", associated_keys, 0,
                                            0};

static const struct oz_schema_key log_type_map_keys[] = {
    {"PrimaryKey", OZ_SCHEMA_TEXT, REQUIRED, NULL},
    {"AssociatedLogTypes", OZ_SCHEMA_MAPS, 0, &associated},
    OZ_SCHEMA_END};
static const struct oz_schema log_type_map = {"log type map", log_type_map_keys, 0, 0};

static const struct oz_schema_key indicator_keys[] = {
    {"Field", OZ_SCHEMA_TEXT, REQUIRED, NULL},
    {"Indicators", OZ_SCHEMA_TEXTS, REQUIRED, NULL},
    OZ_SCHEMA_END};
static const struct oz_schema indicator = {"indicator", indicator_keys, 0, 0};

static const struct oz_schema_key validation_keys[] = {
    {"Field", OZ_SCHEMA_TEXT, REQUIRED, NULL},
    {"Validations", OZ_SCHEMA_TEXTS, REQUIRED, NULL},
    OZ_SCHEMA_END};
static const struct oz_schema validation = {"validation", validation_keys, 0, 0};

#define LOOKUP_KEYS                                                                    \
    {"AnalysisType", OZ_SCHEMA_TEXT, REQUIRED, NULL},                                  \
        {"LookupName", OZ_SCHEMA_TEXT, REQUIRED, NULL},                                \
        {"Enabled", OZ_SCHEMA_BOOL, REQUIRED, NULL},                                   \
        {"LogTypeMap", OZ_SCHEMA_MAP, REQUIRED, &log_type_map},                        \
        {"Description", OZ_SCHEMA_TEXT, 0, NULL},                                      \
        {"Reference", OZ_SCHEMA_TEXT, 0, NULL},                                        \
    {                                                                                  \
        "BaseVersion", OZ_SCHEMA_INT, 0, NULL                                          \
    }

static const struct oz_schema_key lookup_keys[] = {
    LOOKUP_KEYS,
    {"Schema", OZ_SCHEMA_TEXT, REQUIRED, NULL},
    {"Filename", OZ_SCHEMA_TEXT, 0, NULL},
    {"Refresh", OZ_SCHEMA_MAP, 0, &refresh},
    OZ_SCHEMA_END};
static const struct oz_schema lookup = {"lookup table", lookup_keys, 0, 0};

#define QUERY_KEYS                                                                     \
    {"Query", OZ_SCHEMA_TEXT, 0, NULL}, {"AthenaQuery", OZ_SCHEMA_TEXT, 0, NULL},      \
        {"SnowflakeQuery", OZ_SCHEMA_TEXT, 0, NULL},                                   \
    {                                                                                  \
        "DatabricksQuery", OZ_SCHEMA_TEXT, 0, NULL                                     \
    }

static const struct oz_schema_key lookup_query_keys[] = {
    LOOKUP_KEYS,
    QUERY_KEYS,
    {"Refresh", OZ_SCHEMA_MAP, REQUIRED, &query_refresh},
    {"Indicators", OZ_SCHEMA_MAPS, 0, &indicator},
    {"Validations", OZ_SCHEMA_MAPS, 0, &validation},
    OZ_SCHEMA_END};
const struct oz_schema oz_schema_lookup_query = {"lookup table", lookup_query_keys, 0,
                                                 0};

static const struct oz_schema_key definition_keys[] = {
    {"IDs", OZ_SCHEMA_TEXTS, REQUIRED, NULL}, OZ_SCHEMA_END};
static const struct oz_schema definition = {"pack definition", definition_keys, 0, 0};

static const struct oz_schema_key pack_keys[] = {
    {"AnalysisType", OZ_SCHEMA_TEXT, REQUIRED, NULL},
    {"PackID", OZ_SCHEMA_TEXT, REQUIRED | NAME, NULL},
    {"PackDefinition", OZ_SCHEMA_MAP, REQUIRED, &definition},
    {"Description", OZ_SCHEMA_TEXT, 0, NULL},
    {"DisplayName", OZ_SCHEMA_TEXT, NAME, NULL},
    OZ_SCHEMA_END};
static const struct oz_schema pack = {"pack", pack_keys, 0, 0};

#define SAVED_QUERY_KEYS                                                               \
    {"AnalysisType", OZ_SCHEMA_TEXT, REQUIRED, NULL},                                  \
        {"QueryName", OZ_SCHEMA_TEXT, REQUIRED | NAME, NULL}, QUERY_KEYS,              \
        {"Description", OZ_SCHEMA_TEXT, 0, NULL},                                      \
        {"Tags", OZ_SCHEMA_TEXTS, OZ_SCHEMA_FOLDED, NULL},                             \
        {"Lookback", OZ_SCHEMA_BOOL, 0, NULL},                                         \
        {"LookbackWindowSeconds", OZ_SCHEMA_INT, 0, NULL},                             \
    {                                                                                  \
        "BaseVersion", OZ_SCHEMA_INT, 0, NULL                                          \
    }

static const struct oz_schema_key saved_query_keys[] = {SAVED_QUERY_KEYS,
                                                        OZ_SCHEMA_END};
static const struct oz_schema saved_query = {"saved query", saved_query_keys, 0, 0};

static const struct oz_schema_key email_keys[] = {
    {"Recipients", OZ_SCHEMA_TEXTS, REQUIRED, NULL},
    {"SendEmpty", OZ_SCHEMA_BOOL, 0, NULL},
    {"PreferAttachment", OZ_SCHEMA_BOOL, 0, NULL},
    OZ_SCHEMA_END};
static const struct oz_schema email = {"e-mail configuration", email_keys, 0, 0};

static const struct oz_schema_key scheduled_query_keys[] = {
    SAVED_QUERY_KEYS,
    {"Enabled", OZ_SCHEMA_BOOL, REQUIRED, NULL},
    {"Schedule", OZ_SCHEMA_MAP, REQUIRED, &oz_schema_schedule},
    {"EmailConfig", OZ_SCHEMA_MAP, 0, &email},
    OZ_SCHEMA_END};
static const struct oz_schema scheduled_query = {"scheduled query",
                                                 scheduled_query_keys, 0, 0};

static const struct oz_schema_key prompt_keys[] = {
    {"AnalysisType", OZ_SCHEMA_TEXT, REQUIRED, NULL},
    {"PromptName", OZ_SCHEMA_TEXT, REQUIRED, NULL},
    {"DisplayName", OZ_SCHEMA_TEXT, REQUIRED, NULL},
    {"PromptText", OZ_SCHEMA_TEXT, REQUIRED, NULL},
    {"RunAsUser", OZ_SCHEMA_TEXT, REQUIRED, NULL},
    {"Schedule", OZ_SCHEMA_MAP, REQUIRED, &oz_schema_schedule},
    {"Description", OZ_SCHEMA_TEXT, 0, NULL},
    {"OutputLength", OZ_SCHEMA_TEXT, 0, NULL},
    {"Enabled", OZ_SCHEMA_BOOL, 0, NULL},
    {"Private", OZ_SCHEMA_BOOL, 0, NULL},
    OZ_SCHEMA_END};
static const struct oz_schema prompt = {"scheduled prompt", prompt_keys, 0, 0};

const struct oz_item_shape *oz_item_shape(enum oz_item_kind kind)
{
    static const struct oz_item_shape shapes[] = {
        [OZ_ITEM_POLICY] = {"policy", "PolicyID", &policy},
        [OZ_ITEM_CORRELATION] = {"correlation_rule", "RuleID", &correlation},
        [OZ_ITEM_DATAMODEL] = {"datamodel", "DataModelID", &datamodel},
        [OZ_ITEM_GLOBAL] = {"global", "GlobalID", &global},
        [OZ_ITEM_LOOKUP] = {"lookup_table", "LookupName", &lookup},
        [OZ_ITEM_PACK] = {"pack", "PackID", &pack},
        [OZ_ITEM_SAVED_QUERY] = {"saved_query", "QueryName", &saved_query},
        [OZ_ITEM_SCHEDULED_QUERY] = {"scheduled_query", "QueryName", &scheduled_query},
        [OZ_ITEM_PROMPT] = {"scheduled_prompt", "PromptName", &prompt},
    };

    return kind >= OZ_ITEM_POLICY && kind <= OZ_ITEM_PROMPT ? &shapes[kind] : NULL;
}
