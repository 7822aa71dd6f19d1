/* plan_print.c — what a rule was compiled to, for people and for programs.
 *
 *     AWS.VPCFlow.LogsDeleted  Info  AWS.CloudTrail
 *     tried when eventName is "DeleteFlowLogs"
 *     match
 *       all
 *         eq(eventName, "DeleteFlowLogs")
 *         …
 *
 * What was said in Python is followed by where: [r.py:3]. The same walk prints
 * explanations: a watch adds to every predicate the verdict it had
 * on an event, and to every test the value it saw.
 */
#include "plan/plan.h"

#include "rule/rule.h"

#define MOST_GUARDS   8 /* keys of a guard, for people */
#define MOST_ELEMENTS 4 /* elements whose verdicts are spelt out */

struct printer {
    const struct oz_plan *plan;
    const struct oz_program *program;
    const struct oz_plan_watch *watch; /* NULL: no event */
    struct oz_buf *buf;
};

static void print_field_of_slot(const struct oz_plan *plan, uint32_t slot,
                                struct oz_buf *buf)
{
    struct oz_segment names[OZ_PATH_MAX_SEGMENTS];
    uint32_t first = OZ_PATH_MAX_SEGMENTS;

    for (; slot != 0; slot = plan->projection.nodes[slot].parent) {
        names[--first] =
            (struct oz_segment){OZ_SEGMENT_NAME, 0, plan->projection.nodes[slot].name};
    }
    oz_path_print(names + first, 0, OZ_PATH_MAX_SEGMENTS - first, buf);
}

static const struct oz_guard_key *
guard_key(const struct oz_plan *plan, const struct oz_plan_rule *rule, uint32_t index)
{
    return &plan->keys[plan->ids[rule->guard.first + index]];
}

/* Keys of one field stand together, since they come from one predicate; that it is
 * there is said apart. */
static bool begins_field(const struct oz_plan *plan, const struct oz_plan_rule *rule,
                         uint32_t index)
{
    const struct oz_guard_key *key = guard_key(plan, rule, index), *before;

    if (index == 0) {
        return true;
    }
    before = guard_key(plan, rule, index - 1);
    return before->slot != key->slot || before->form != key->form ||
           key->form == OZ_GUARD_KINDS;
}

static const char *const guard_words[] = {
    [OZ_GUARD_EQUAL] = " is ",
    [OZ_GUARD_PREFIX] = " starts with ",
    [OZ_GUARD_SUFFIX] = " ends with ",
    [OZ_GUARD_KINDS] = " is there",
};

static void print_guard(const struct oz_plan *plan, const struct oz_plan_rule *rule,
                        struct oz_buf *buf)
{
    if (!rule->guarded) {
        oz_buf_text(buf, "tried on every event of its log types: it has no guard\n");
        return;
    }
    oz_buf_text(buf, rule->guard.count == 0 ? "never tried: it cannot match"
                                            : "tried when ");
    for (uint32_t i = 0; i < rule->guard.count; i++) {
        const struct oz_guard_key *key = guard_key(plan, rule, i);

        oz_buf_text(buf, i == 0 ? "" : " or ");
        if (i == MOST_GUARDS && rule->guard.count > MOST_GUARDS + 1) {
            oz_buf_text(buf, "one of ");
            oz_buf_uint(buf, rule->guard.count - i);
            oz_buf_text(buf, " more");
            break;
        }
        if (begins_field(plan, rule, i)) {
            print_field_of_slot(plan, key->slot, buf);
            oz_buf_text(buf, guard_words[key->form]);
        }
        if (key->form != OZ_GUARD_KINDS) {
            oz_expr_print_constant(&plan->expr->values[key->value], buf);
        }
    }
    oz_buf_char(buf, '\n');
}

/* A predicate of predicates. */
static bool is_group(const struct oz_expr_node *node)
{
    return oz_expr_is_predicate(node) && node->kind != OZ_EXPR_TEST;
}

/* The test on this line: the node itself, or the one inside a `not`. */
static oz_expr_id test_of(const struct oz_expr *expr, oz_expr_id id)
{
    const struct oz_expr_node *node = oz_expr_node(expr, id);

    if (node->kind == OZ_EXPR_NOT) {
        id = expr->children[node->first];
        node = oz_expr_node(expr, id);
    }
    return node->kind == OZ_EXPR_TEST ? id : OZ_NONE;
}

/* not(test) stays on one line. */
static bool is_line(const struct oz_expr *expr, oz_expr_id id)
{
    return !is_group(oz_expr_node(expr, id)) || test_of(expr, id) != OZ_NONE;
}

/* ---- text ---- */

static void begin_line(const struct printer *printer, oz_expr_id id, uint32_t indent)
{
    const struct oz_plan_watch *watch = printer->watch;
    const struct oz_expr_node *node = oz_expr_node(printer->plan->expr, id);

    if (watch != NULL && oz_expr_is_predicate(node)) {
        oz_buf_text(printer->buf, watch->holds(watch->ctx, id) ? "true   " : "false  ");
    } else if (watch != NULL) {
        oz_buf_text(printer->buf, "       ");
    }
    oz_buf_indent(printer->buf, indent);
}

static void print_place(const struct printer *printer, oz_expr_id id)
{
    const struct oz_place *place = oz_program_place(printer->program, id);
    size_t name;

    if (place != NULL) {
        for (name = place->file.size; name > 0 && place->file.data[name - 1] != '/';) {
            name--;
        }
        oz_buf_text(printer->buf, "  [");
        oz_buf_add(printer->buf, place->file.data + name, place->file.size - name);
        oz_buf_char(printer->buf, ':');
        oz_buf_uint(printer->buf, place->line);
        oz_buf_char(printer->buf, ']');
    }
}

/* What the operands of a test were, unless they are constants. */
static void end_line(const struct printer *printer, oz_expr_id id)
{
    const struct oz_expr *expr = printer->plan->expr;
    oz_expr_id test = test_of(expr, id);

    if (printer->watch != NULL && test != OZ_NONE) {
        const struct oz_expr_node *node = oz_expr_node(expr, test);

        for (uint32_t i = 0; i < node->count; i++) {
            oz_buf_text(printer->buf, i == 0 ? "  <- " : ", ");
            printer->watch->saw(printer->watch->ctx, expr->children[node->first + i],
                                printer->buf);
        }
    }
    print_place(printer, id);
    oz_buf_char(printer->buf, '\n');
}

static void text_tree(const struct printer *printer, oz_expr_id id, uint32_t indent);

static void text_elements(const struct printer *printer, oz_expr_id id, uint32_t indent)
{
    const struct oz_expr *expr = printer->plan->expr;
    oz_expr_id body = expr->children[oz_expr_node(expr, id)->first + 1];
    size_t count;

    if (printer->watch == NULL) {
        text_tree(printer, body, indent);
        return;
    }
    count = printer->watch->elements(printer->watch->ctx, id);
    for (size_t i = 0; i < count && i < MOST_ELEMENTS; i++) {
        oz_buf_text(printer->buf, "       ");
        oz_buf_indent(printer->buf, indent);
        oz_buf_text(printer->buf, "element ");
        oz_buf_uint(printer->buf, i);
        oz_buf_char(printer->buf, '\n');
        printer->watch->bind(printer->watch->ctx, id, i);
        text_tree(printer, body, indent + 2);
    }
    if (count > MOST_ELEMENTS) {
        oz_buf_text(printer->buf, "       ");
        oz_buf_indent(printer->buf, indent);
        oz_buf_text(printer->buf, "and ");
        oz_buf_uint(printer->buf, count - MOST_ELEMENTS);
        oz_buf_text(printer->buf, " more elements\n");
    }
}

/* Recursion depth is bounded by limits.max_depth. */
static void text_tree(const struct printer *printer, oz_expr_id id, uint32_t indent)
{
    const struct oz_expr *expr = printer->plan->expr;
    const struct oz_expr_node *node = oz_expr_node(expr, id);

    begin_line(printer, id, indent);
    if (is_line(expr, id)) {
        oz_expr_print(expr, id, printer->buf);
        end_line(printer, id);
        return;
    }
    oz_expr_print_label(expr, id, printer->buf);
    print_place(printer, id);
    oz_buf_char(printer->buf, '\n');
    if (node->kind == OZ_EXPR_ELEMENTS) {
        text_elements(printer, id, indent + 2);
        return;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        text_tree(printer, expr->children[node->first + i], indent + 2);
    }
}

struct part {
    const char *name;
    oz_expr_id id;
};

#define PARTS 9

static void parts_of(const struct oz_program *program, struct part *parts)
{
    parts[0] = (struct part){"match", program->match};
    parts[1] = (struct part){"title", program->title};
    parts[2] = (struct part){"dedup", program->dedup};
    parts[3] = (struct part){"severity", program->severity};
    parts[4] = (struct part){"context", program->context};
    parts[5] = (struct part){"description", program->description};
    parts[6] = (struct part){"reference", program->reference};
    parts[7] = (struct part){"runbook", program->runbook};
    parts[8] = (struct part){"destinations", program->destinations};
}

static ounce_str log_type(const struct oz_plan *plan, const struct oz_plan_rule *rule,
                          uint32_t index)
{
    return plan->log_types[plan->ids[rule->log_types.first + index]].name;
}

void oz_plan_print_text(const struct oz_plan *plan, uint32_t id,
                        const struct oz_plan_watch *watch, struct oz_buf *buf)
{
    const struct oz_plan_rule *rule = &plan->rules[id];
    struct printer printer = {plan, &rule->program, watch, buf};
    struct part parts[PARTS];

    parts_of(&rule->program, parts);
    oz_buf_str(buf, rule->rule->texts[OUNCE_RULE_ID]);
    oz_buf_text(buf, "  ");
    oz_buf_str(buf, rule->rule->texts[OUNCE_RULE_SEVERITY]);
    for (uint32_t i = 0; i < rule->log_types.count; i++) {
        oz_buf_text(buf, i == 0 ? "  " : ", ");
        oz_buf_str(buf, log_type(plan, rule, i));
    }
    oz_buf_text(buf, rule->rule->enabled ? "\n" : "  (disabled)\n");
    print_guard(plan, rule, buf);
    for (size_t i = 0; i < PARTS; i++) {
        if (parts[i].id != OZ_NONE) {
            oz_buf_text(buf, parts[i].name);
            oz_buf_char(buf, '\n');
            text_tree(&printer, parts[i].id, 2);
        }
    }
}

void oz_plan_print_ir(const struct oz_plan *plan, uint32_t id, struct oz_buf *buf)
{
    struct part parts[PARTS];

    parts_of(&plan->rules[id].program, parts);
    for (size_t i = 0; i < PARTS; i++) {
        if (parts[i].id != OZ_NONE) {
            oz_buf_text(buf, parts[i].name);
            oz_buf_text(buf, " = ");
            oz_expr_print(plan->expr, parts[i].id, buf);
            oz_buf_char(buf, '\n');
        }
    }
}

/* ---- JSON ---- */

static void json_tree(const struct printer *printer, oz_expr_id id);

static void json_verdict(const struct printer *printer, oz_expr_id id)
{
    const struct oz_expr *expr = printer->plan->expr;
    const struct oz_plan_watch *watch = printer->watch;
    oz_expr_id test = test_of(expr, id);

    if (!oz_expr_is_predicate(oz_expr_node(expr, id))) {
        return;
    }
    oz_buf_text(printer->buf, ",\"holds\":");
    oz_buf_text(printer->buf, watch->holds(watch->ctx, id) ? "true" : "false");
    if (test == OZ_NONE) {
        return;
    }
    oz_buf_text(printer->buf, ",\"saw\":[");
    for (uint32_t i = 0; i < oz_expr_node(expr, test)->count; i++) {
        oz_buf_text(printer->buf, i == 0 ? "" : ",");
        watch->saw(watch->ctx, expr->children[oz_expr_node(expr, test)->first + i],
                   printer->buf);
    }
    oz_buf_char(printer->buf, ']');
}

static void json_place(const struct printer *printer, oz_expr_id id)
{
    const struct oz_place *place = oz_program_place(printer->program, id);

    if (place != NULL) {
        oz_buf_text(printer->buf, ",\"file\":");
        oz_buf_json(printer->buf, place->file.data, place->file.size);
        oz_buf_text(printer->buf, ",\"line\":");
        oz_buf_uint(printer->buf, place->line);
        oz_buf_text(printer->buf, ",\"column\":");
        oz_buf_uint(printer->buf, place->column);
    }
}

static void json_elements(const struct printer *printer, oz_expr_id id)
{
    const struct oz_expr *expr = printer->plan->expr;
    oz_expr_id body = expr->children[oz_expr_node(expr, id)->first + 1];
    size_t count;

    if (printer->watch == NULL) {
        oz_buf_text(printer->buf, ",\"body\":");
        json_tree(printer, body);
        return;
    }
    count = printer->watch->elements(printer->watch->ctx, id);
    oz_buf_text(printer->buf, ",\"count\":");
    oz_buf_uint(printer->buf, count);
    oz_buf_text(printer->buf, ",\"elements\":[");
    for (size_t i = 0; i < count && i < MOST_ELEMENTS; i++) {
        oz_buf_text(printer->buf, i == 0 ? "" : ",");
        printer->watch->bind(printer->watch->ctx, id, i);
        json_tree(printer, body);
    }
    oz_buf_char(printer->buf, ']');
}

/* Recursion depth is bounded by limits.max_depth. */
static void json_tree(const struct printer *printer, oz_expr_id id)
{
    const struct oz_expr *expr = printer->plan->expr;
    const struct oz_expr_node *node = oz_expr_node(expr, id);
    bool line = is_line(expr, id);

    oz_buf_text(printer->buf, "{\"expr\":");
    oz_buf_quote(printer->buf);
    if (line) {
        oz_expr_print(expr, id, printer->buf);
    } else {
        oz_expr_print_label(expr, id, printer->buf);
    }
    oz_buf_unquote(printer->buf);
    json_place(printer, id);
    if (printer->watch != NULL) {
        json_verdict(printer, id);
    }
    if (node->kind == OZ_EXPR_ELEMENTS) {
        json_elements(printer, id);
    } else if (!line) {
        oz_buf_text(printer->buf, ",\"children\":[");
        for (uint32_t i = 0; i < node->count; i++) {
            oz_buf_text(printer->buf, i == 0 ? "" : ",");
            json_tree(printer, expr->children[node->first + i]);
        }
        oz_buf_char(printer->buf, ']');
    }
    oz_buf_char(printer->buf, '}');
}

static const char *const guard_members[] = {
    [OZ_GUARD_EQUAL] = ",\"values\":[",
    [OZ_GUARD_PREFIX] = ",\"starts_with\":[",
    [OZ_GUARD_SUFFIX] = ",\"ends_with\":[",
    [OZ_GUARD_KINDS] = ",\"present\":true}",
};

/* null: no guard; else a list of fields with the constants one of which it must equal,
 * begin or end with, or with `present` when it must be there. */
static void json_guard(const struct oz_plan *plan, const struct oz_plan_rule *rule,
                       struct oz_buf *buf)
{
    bool values = false; /* are some open? */

    if (!rule->guarded) {
        oz_buf_text(buf, "null");
        return;
    }
    oz_buf_char(buf, '[');
    for (uint32_t i = 0; i < rule->guard.count; i++) {
        const struct oz_guard_key *key = guard_key(plan, rule, i);

        if (begins_field(plan, rule, i)) {
            oz_buf_text(buf, values ? "]}" : "");
            oz_buf_text(buf, i == 0 ? "{\"field\":" : ",{\"field\":");
            oz_buf_quote(buf);
            print_field_of_slot(plan, key->slot, buf);
            oz_buf_unquote(buf);
            values = key->form != OZ_GUARD_KINDS;
            oz_buf_text(buf, guard_members[key->form]);
        } else {
            oz_buf_char(buf, ',');
        }
        if (values) {
            oz_expr_print_constant(&plan->expr->values[key->value], buf);
        }
    }
    oz_buf_text(buf, values ? "]}]" : "]");
}

static void json_text(struct oz_buf *buf, const char *name, ounce_str text)
{
    oz_buf_text(buf, name);
    oz_buf_json(buf, text.data, text.size);
}

void oz_plan_print_json(const struct oz_plan *plan, uint32_t id,
                        const struct oz_plan_watch *watch, struct oz_buf *buf)
{
    const struct oz_plan_rule *rule = &plan->rules[id];
    struct printer printer = {plan, &rule->program, watch, buf};
    struct part parts[PARTS];

    parts_of(&rule->program, parts);
    json_text(buf, "\"rule_id\":", rule->rule->texts[OUNCE_RULE_ID]);
    json_text(buf, ",\"severity\":", rule->rule->texts[OUNCE_RULE_SEVERITY]);
    oz_buf_text(buf, rule->rule->enabled ? ",\"enabled\":true" : ",\"enabled\":false");
    oz_buf_text(buf, ",\"log_types\":[");
    for (uint32_t i = 0; i < rule->log_types.count; i++) {
        json_text(buf, i == 0 ? "" : ",", log_type(plan, rule, i));
    }
    oz_buf_text(buf, "],\"guard\":");
    json_guard(plan, rule, buf);
    oz_buf_text(buf, ",\"expressions\":{");
    for (size_t i = 0; i < PARTS; i++) {
        oz_buf_text(buf, i == 0 ? "\"" : ",\"");
        oz_buf_text(buf, parts[i].name);
        oz_buf_text(buf, "\":");
        if (parts[i].id == OZ_NONE) {
            oz_buf_text(buf, "null");
        } else {
            json_tree(&printer, parts[i].id);
        }
    }
    oz_buf_char(buf, '}');
}
