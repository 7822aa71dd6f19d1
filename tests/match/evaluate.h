/* evaluate.h — expressions written as canonical text, evaluated on an event.
 *
 *     evaluate(&rows, "apply(function(0), 1)", "{}")   =>  "2", or "!TypeError: …"
 *
 * Functions that are called are rows: a name, parameters as Python writes them ("a",
 * "b=", "*rest", "/name" for keyword-only, "**named"), their slots in that order, and a
 * body. The result is repr() of the value, or what was raised.
 */
#ifndef EVALUATE_H
#define EVALUATE_H

#include "base/str.h"
#include "kit.h"
#include "match/eval_function.h"
#include "rule/rule.h"

#include <ounce/matcher.h>
#include <stdio.h>
#include <string.h>

#define LOCALS 12

struct function_row {
    const char *name, *params;
    uint32_t locals;
    const char *body;
};

struct evaluate {
    struct kit_memory memory;
    struct oz_arena arena;
    struct oz_expr expr;
    struct oz_plan plan;
    struct oz_plan_rule rules[2]; /* of the same program */
    struct ounce_rule rule;
    struct oz_eval eval;
    ounce_limits limits;
    char printed[4096];
};

static inline oz_expr_id evaluate_parse(struct evaluate *set, const char *text)
{
    size_t at;
    const char *problem = NULL;
    oz_expr_id id =
        oz_expr_parse(&set->expr, (ounce_str){text, strlen(text)}, &at, &problem);

    ck_assert_msg(id != OZ_NONE, "%s: %s at %zu", text,
                  problem == NULL ? "out of memory" : problem, at);
    return id;
}

static inline void evaluate_params(struct evaluate *set, const char *text,
                                   struct oz_expr_function *function)
{
    struct oz_expr_param *params = oz_arena_zero(&set->arena, 16 * sizeof *params);

    while (*text != '\0') {
        struct oz_expr_param *param = &params[function->param_count];
        size_t size;

        param->slot = function->param_count++;
        param->kind = strncmp(text, "**", 2) == 0 ? OZ_PARAM_REST_NAMED
                      : *text == '*'              ? OZ_PARAM_REST
                      : *text == '/'              ? OZ_PARAM_NAME_ONLY
                                                  : OZ_PARAM_ANY;
        text += strspn(text, "*/");
        size = strcspn(text, "=,");
        param->name = (ounce_str){text, size};
        text += size;
        param->optional = *text == '=';
        text += strspn(text, "=,");
    }
    function->params = params;
}

static inline void evaluate_init(struct evaluate *set, const struct function_row *rows,
                                 size_t count, const char *text)
{
    memset(set, 0, sizeof *set);
    kit_memory_init(&set->memory);
    oz_arena_init(&set->arena, &set->memory.allocator);
    oz_expr_init(&set->expr, &set->arena);
    set->limits = (ounce_limits)OUNCE_LIMITS_INIT;
    set->expr.global_count = 4;
    set->expr.functions =
        oz_arena_zero(&set->arena, (count + 1) * sizeof *set->expr.functions);
    for (size_t i = 0; i < count; i++) {
        struct oz_expr_function *function = &set->expr.functions[i];

        function->name = (ounce_str){rows[i].name, strlen(rows[i].name)};
        function->locals = rows[i].locals;
        evaluate_params(set, rows[i].params, function);
        function->body = evaluate_parse(set, rows[i].body);
    }
    set->expr.function_count = (uint32_t)count;
    for (size_t i = 0; i < 2; i++) {
        set->rules[i].rule = &set->rule;
        set->rules[i].program = oz_program_empty();
        set->rules[i].program.match = evaluate_parse(set, text);
        set->rules[i].program.locals = LOCALS;
    }
    ck_assert(oz_plan_build(&set->arena, &set->expr, set->rules, 2, &set->plan));
    ck_assert(oz_eval_init(&set->eval, &set->plan, &set->memory.allocator));
}

static inline void evaluate_finish(struct evaluate *set)
{
    oz_eval_finish(&set->eval);
    oz_arena_finish(&set->arena);
    ck_assert_uint_eq(set->memory.live, 0);
}

static inline void evaluate_begin(struct evaluate *set, const char *event)
{
    ounce_event one;
    size_t at;

    ounce_event_init_json(&one, event, strlen(event));
    ck_assert_uint_eq(oz_eval_begin(&set->eval, &set->limits, &one, &at),
                      OUNCE_REASON_NONE);
}

/* What was raised, as a traceback's last line; or the reason it gave up for. */
static inline const char *evaluate_failure(struct evaluate *set)
{
    struct oz_work *work = &set->eval.work;
    size_t base = work->text.size;
    ounce_value failure = work->failure, text;

    if (work->walk.reason != OUNCE_REASON_RULE_ERROR) {
        snprintf(set->printed, sizeof set->printed, "!%s",
                 ounce_reason_text(work->walk.reason));
        return set->printed;
    }
    work->walk.reason = OUNCE_REASON_NONE;
    ck_assert(oz_str(work, &failure) && oz_text_take(work, base, &text));
    snprintf(set->printed, sizeof set->printed, "!%.*s%s%.*s",
             OZ_STR(failure.kind == OZ_INSTANCE
                        ? ((const struct oz_instance *)failure.node)->class_->name
                        : ((ounce_str){oz_type_name(&failure),
                                       strlen(oz_type_name(&failure))})),
             text.size > 0 ? ": " : "", (int)text.size, text.text);
    return set->printed;
}

/* The program of a rule, on the event at hand. */
static inline const char *evaluate_rule(struct evaluate *set, uint32_t rule)
{
    struct oz_work *work = &set->eval.work;
    size_t base = work->text.size;
    ounce_value value, text;

    if (!oz_eval_enter(&set->eval, rule) ||
        !oz_eval_value(&set->eval, set->rules[rule].program.match, &value)) {
        return evaluate_failure(set);
    }
    if (!oz_repr(work, &value) || !oz_text_take(work, base, &text)) {
        return evaluate_failure(set);
    }
    snprintf(set->printed, sizeof set->printed, "%.*s", (int)text.size, text.text);
    ck_assert_uint_eq(work->text.size, base);
    return set->printed;
}

/* All of it, for one expression on one event. */
static inline void evaluate_check(const struct function_row *rows, size_t count,
                                  const char *text, const char *event,
                                  const char *wanted)
{
    struct evaluate set;
    const char *got;

    evaluate_init(&set, rows, count, text);
    evaluate_begin(&set, event);
    got = evaluate_rule(&set, 0);
    ck_assert_msg(strcmp(got, wanted) == 0, "%s on %s\n  gives  %s\n  wanted %s", text,
                  event, got, wanted);
    evaluate_finish(&set);
}

#endif
