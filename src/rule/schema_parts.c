/* schema_parts.c — the tables; docs/rule-format.md says what the keys mean. */
#include "rule/schema_parts.h"

static const struct oz_schema_key mock_keys[] = {
    {"objectName", OZ_SCHEMA_TEXT, 0, NULL},
    {"returnValue", OZ_SCHEMA_ANY, 0, NULL},
    OZ_SCHEMA_END};
static const struct oz_schema mock = {"mock", mock_keys, 0, 0};

static const struct oz_schema_key test_keys[] = {
    {"Name", OZ_SCHEMA_TEXT, OZ_SCHEMA_REQUIRED, NULL},
    {"ExpectedResult", OZ_SCHEMA_BOOL, OZ_SCHEMA_REQUIRED, NULL},
    {"Log", OZ_SCHEMA_MAP, 0, NULL},
    {"Resource", OZ_SCHEMA_MAP, 0, NULL},
    {"LogType", OZ_SCHEMA_TEXT, 0, NULL},
    {"ResourceType", OZ_SCHEMA_TEXT, 0, NULL},
    {"Mocks", OZ_SCHEMA_MAPS, 0, &mock},
    OZ_SCHEMA_END};
const struct oz_schema oz_schema_test = {"test", test_keys, 0, 0};

static const struct oz_schema_key rule_output_keys[] = {
    {"ID", OZ_SCHEMA_TEXT, OZ_SCHEMA_REQUIRED, NULL},
    {"Matches", OZ_SCHEMA_MAP, OZ_SCHEMA_REQUIRED, NULL},
    OZ_SCHEMA_END};
static const struct oz_schema rule_output = {"rule output", rule_output_keys, 0, 0};

static const struct oz_schema_key correlation_test_keys[] = {
    {"Name", OZ_SCHEMA_TEXT, OZ_SCHEMA_REQUIRED, NULL},
    {"ExpectedResult", OZ_SCHEMA_BOOL, OZ_SCHEMA_REQUIRED, NULL},
    {"RuleOutputs", OZ_SCHEMA_MAPS, OZ_SCHEMA_REQUIRED, &rule_output},
    OZ_SCHEMA_END};
const struct oz_schema oz_schema_correlation_test = {"correlation test",
                                                     correlation_test_keys, 0, 0};

static const struct oz_schema_key severity_keys[] = {
    {"ChangeTo", OZ_SCHEMA_TEXT, OZ_SCHEMA_REQUIRED, NULL},
    {"Conditions", OZ_SCHEMA_LIST, OZ_SCHEMA_REQUIRED, NULL},
    OZ_SCHEMA_END};
const struct oz_schema oz_schema_severity = {"entry of DynamicSeverities",
                                             severity_keys, 0, 0};

static const struct oz_schema_key context_keys[] = {
    {"KeyName", OZ_SCHEMA_TEXT, OZ_SCHEMA_REQUIRED, NULL},
    {"KeyValue", OZ_SCHEMA_MAP, OZ_SCHEMA_REQUIRED, NULL},
    OZ_SCHEMA_END};
const struct oz_schema oz_schema_context = {"entry of AlertContext", context_keys, 0,
                                            0};

static const struct oz_schema_key enrichment_keys[] = {
    {"Table", OZ_SCHEMA_TEXT, OZ_SCHEMA_REQUIRED, NULL},
    {"Selector", OZ_SCHEMA_TEXT, OZ_SCHEMA_REQUIRED, NULL},
    {"FieldPath", OZ_SCHEMA_TEXT, OZ_SCHEMA_REQUIRED, NULL},
    OZ_SCHEMA_END};
const struct oz_schema oz_schema_enrichment = {"enrichment specifier", enrichment_keys,
                                               0, 0};

static const struct oz_schema_key schedule_keys[] = {
    {"CronExpression", OZ_SCHEMA_TEXT, 0, NULL},
    {"RateMinutes", OZ_SCHEMA_INT, 0, NULL},
    {"TimeoutMinutes", OZ_SCHEMA_INT, OZ_SCHEMA_REQUIRED, NULL},
    OZ_SCHEMA_END};
const struct oz_schema oz_schema_schedule = {"schedule", schedule_keys, 0, 0};
