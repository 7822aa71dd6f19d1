/* code_text.c — what the codes of diagnostics mean, in a sentence for a list of rules.
 *
 * Lints say themselves what they report. For the rest there is the table below, which
 * docs/rule-format.md has at more length. A code that has no row here yet is legible
 * all the same: codes are words.
 */
#include "cli/code_text.h"

#include <ounce/compiler.h>
#include <string.h>

static const struct {
    const char *code;
    const char *meaning;
} rows[] = {
    {"bad-event", "The event of a test holds an infinite number or NaN"},
    {"bad-expression", "Not a match expression"},
    {"bad-filter", "An expression that cannot stand in InlineFilters"},
    {"bad-name", "A name that is empty or holds a forbidden character"},
    {"bad-operand", "An operand that the condition cannot use"},
    {"bad-path", "A KeyPath or DeepKey that is none"},
    {"bad-shape", "A condition with the wrong keys around it"},
    {"bad-specifier", "Not exactly one of Key, DeepKey, KeyPath"},
    {"bad-text", "A NUL character in metadata"},
    {"bad-title", "Braces in AlertTitle that do not match"},
    {"conflicting-keys", "Keys that exclude each other"},
    {"correlation-cycle", "Correlation rules name each other in a circle"},
    {"derived-chain", "The base of a derived rule is derived"},
    {"duplicate-data-model", "A log type has two enabled data models"},
    {"duplicate-id", "Two items have one id"},
    {"duplicate-item", "A list holds an item twice"},
    {"duplicate-key", "A map holds a key twice"},
    {"duplicate-step", "Two steps of a correlation rule have one id"},
    {"empty-detection", "Detection is empty"},
    {"filter-condition", "A condition that is not published for filters"},
    {"io", "A file or folder cannot be read"},
    {"limit", "A limit on expressions, values, entries or folders is passed"},
    {"log-types-mismatch", "Log types and scheduled queries do not go with the kind"},
    {"metadata", "The metadata of a rule is refused"},
    {"missing-key", "A required key is missing"},
    {"not-evaluated", "A kind of item that this version does not evaluate"},
    {"out-of-range", "A number that is too small or too large"},
    {"severity-case", "A severity in another case"},
    {"table-duplicate", "Two rows of a lookup table have one key"},
    {"table-format", "The file of a lookup table is none"},
    {"table-missing", "The file of a lookup table cannot be read"},
    {"table-query", "A lookup table whose rows this version does not fetch"},
    {"table-row", "A row of a lookup table that is left out"},
    {"too-long", "A list of too many items that must not hold one twice"},
    {"unknown-analysis-type", "An AnalysisType that is none"},
    {"unknown-base", "The base of a derived rule is not loaded"},
    {"unknown-condition", "A condition that is none"},
    {"unknown-id", "An id that no item has"},
    {"unknown-key", "A key that is none in this place"},
    {"unknown-severity", "A severity that is none"},
    {"unknown-step", "A transition names a step that is none"},
    {"py-limit", "a Python file or rule beyond a limit"},
    {"py-missing", "a Python file, or its function rule, is not there"},
    {"py-signature", "a function that must take the event alone"},
    {"py-syntax", "a Python file that is none"},
    {"py-undefined-name", "A name that is defined nowhere"},
    {"py-unsupported", "Python that this version does not compile"},
    {"py-unsupported-function", "A library function that is not there"},
    {"py-unsupported-service", "A call that would ask a service outside"},
    {"wrong-type", "A value of another type than its key has"},
    {"yaml-alias", "An alias without an anchor before it"},
    {"yaml-character", "A character that YAML does not allow"},
    {"yaml-cycle", "An alias inside what it refers to"},
    {"yaml-depth", "Lists and maps are nested too deep"},
    {"yaml-directive", "A %TAG directive"},
    {"yaml-documents", "More than one document in a file"},
    {"yaml-encoding", "Not UTF-8"},
    {"yaml-integer", "An integer of too many digits"},
    {"yaml-key", "A list or a map as a key"},
    {"yaml-merge", "A merge key, <<, with anything but maps"},
    {"yaml-nodes", "Too many nodes in a file, aliases expanded"},
    {"yaml-size", "A file that is too large"},
    {"yaml-syntax", "Not YAML"},
    {"yaml-tag", "A tag that is not supported, or does not fit"},
};

static bool is_code(const char *row, ounce_str code)
{
    return strlen(row) == code.size && memcmp(row, code.data, code.size) == 0;
}

/* NULL when nothing is known but the code. */
static const char *find_meaning(ounce_str code)
{
    const char *name, *sentence;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (is_code(rows[i].code, code)) {
            return rows[i].meaning;
        }
    }
    for (uint32_t i = 0; ounce_lint_info(i, &name, &sentence); i++) {
        if (is_code(name, code)) {
            return sentence;
        }
    }
    return NULL;
}

void cli_code_text(struct cli_text *text, ounce_str code)
{
    const char *meaning = find_meaning(code);
    size_t start = text->size;

    if (meaning != NULL) {
        cli_text_put(text, meaning);
    } else {
        cli_text_add(text, code.data, code.size);
    }
    for (size_t i = start; i < text->size && meaning == NULL; i++) {
        text->data[i] = text->data[i] == '-' ? ' ' : text->data[i];
    }
    if (text->size > start && text->data[start] >= 'a' && text->data[start] <= 'z') {
        text->data[start] = (char)(text->data[start] - 'a' + 'A');
    }
}
