/* jansson_event.c — events the host has already parsed with jansson.
 *
 * No copy is made and no reference taken: the engine reads the tree where it is, and
 * only the members that rules ask for.
 */
#include <ounce.h>
#include <ounce/jansson.h>

#include <stdio.h>
#include <string.h>

static const char rule[] =
    "AnalysisType: rule\n"
    "RuleID: Console.RootLogin\n"
    "Enabled: true\n"
    "Severity: High\n"
    "LogTypes: [AWS.CloudTrail]\n"
    "AlertTitle: Root login from {sourceIPAddress}\n"
    "Detection:\n"
    "  - {KeyPath: eventName, Condition: Equals, Value: ConsoleLogin}\n"
    "  - {KeyPath: userIdentity.type, Condition: Equals, Value: Root}\n";

static ounce_control print_match(void *user, ounce_match *match)
{
    ounce_error *err = user;
    ounce_str line;

    if (ounce_match_json(match, 0, &line, err) != OUNCE_OK) {
        return OUNCE_STOP;
    }
    printf("%.*s\n", (int)line.size, line.data);
    return OUNCE_CONTINUE;
}

/* Judge one tree, as a host would that gets it from elsewhere. */
static ounce_status judge(ounce_matcher *matcher, const json_t *tree, ounce_error *err)
{
    ounce_event event;

    ounce_event_init_jansson(&event, tree);
    event.log_type = (ounce_str){"AWS.CloudTrail", 14};
    return ounce_matcher_run(matcher, &event, print_match, err, err);
}

int main(void)
{
    ounce_error err = OUNCE_ERROR_INIT;
    ounce_compiler *compiler = NULL;
    ounce_ruleset *ruleset = NULL;
    ounce_matcher *matcher = NULL;
    json_t *root =
        json_pack("{s:s, s:s, s:{s:s}}", "eventName", "ConsoleLogin", "sourceIPAddress",
                  "52.95.4.17", "userIdentity", "type", "Root");
    json_t *list = json_array();

    if (root == NULL || list == NULL) {
        err.code = OUNCE_ERR_NOMEM;
    } else if (ounce_compiler_new(NULL, &compiler, &err) == OUNCE_OK &&
               ounce_compiler_add_text(compiler, "root.yml", 8, rule, strlen(rule),
                                       &err) == OUNCE_OK &&
               ounce_compiler_finish(compiler, &ruleset, &err) == OUNCE_OK &&
               ounce_matcher_new(ruleset, &matcher, &err) == OUNCE_OK &&
               judge(matcher, root, &err) == OUNCE_OK) {
        ounce_error refused = OUNCE_ERROR_INIT;

        /* An event is an object: anything else is an error, not "no match". */
        if (judge(matcher, list, &refused) == OUNCE_ERR_EVENT) {
            printf("refused: %s\n", refused.message);
        }
    }
    if (err.code != OUNCE_OK) {
        fprintf(stderr, "jansson_event: %s: %s\n", ounce_status_text(err.code),
                err.message);
    }
    ounce_matcher_free(matcher);
    ounce_ruleset_unref(ruleset);
    ounce_compiler_free(compiler);
    json_decref(list);
    json_decref(root);
    return err.code != OUNCE_OK;
}
