/* link_python.c — the logic of rules that stands in Python files.
 *
 * A rule may import helpers of any file, and ask data models of any file, so its code
 * is compiled when all are read. A mistake costs the rule that reaches it, and no
 * other.
 */
#include "base/str.h"
#include "expr/lower.h"
#include "link/unit.h"
#include "python/lower.h"

struct linker {
    struct oz_unit *unit;
    struct oz_expr *expr;
    struct oz_diags *diags;
    const ounce_limits *limits;
    struct oz_py_module **modules; /* helpers, NULL where one cannot be read */
    uint32_t module_count;
    struct oz_py_model *models;
    uint32_t model_count;
    struct oz_place *places; /* room for those of a rule */
    uint32_t place_capacity;
    bool nomem;
};

static struct oz_arena *arena_of(const struct linker *linker)
{
    return linker->unit->arena;
}

/* Parse the Python file that another file names. NULL: diagnosed, or out of memory. */
static struct oz_py_module *load(struct linker *linker, ounce_str file,
                                 ounce_str python, ounce_str name, struct oz_span span)
{
    struct oz_ast_limits limits = {linker->limits->max_rule_bytes, 200, 1u << 18};
    struct oz_py_module *module = oz_arena_zero(arena_of(linker), sizeof *module);
    const struct oz_unit_source *source;
    ounce_str own = linker->diags->file, path;
    ounce_status status;

    if (module == NULL || !oz_unit_beside(arena_of(linker), file, python, &path)) {
        linker->nomem = true;
        return NULL;
    }
    source = oz_unit_find_source(linker->unit, path);
    if (source == NULL) {
        oz_diag(linker->diags, OUNCE_LEVEL_ERROR, "py-missing", span,
                "the Python file \"%.*s\" is not there", OZ_STR(path));
        return NULL;
    }
    if (source->refused) {
        return NULL;
    }
    module->name = name;
    linker->diags->file = source->path;
    status = oz_ast_parse(arena_of(linker), linker->diags, &limits, source->text,
                          &module->ast);
    if (status == OUNCE_OK) {
        status = oz_ast_check(arena_of(linker), linker->diags, &module->ast);
    }
    linker->diags->file = own;
    if (status == OUNCE_OK) {
        module->ast.file = source->path;
        if (oz_py_module_scan(arena_of(linker), module)) {
            return module;
        }
    }
    linker->nomem = linker->nomem || status != OUNCE_ERR_RULE;
    return NULL;
}

/* ---- helpers and data models ---- */

static bool load_model(struct linker *linker, const struct oz_item *item)
{
    struct oz_py_model *model = &linker->models[linker->model_count];
    struct oz_py_mapping *mappings =
        oz_arena_array(arena_of(linker), item->mappings.count / 3, sizeof *mappings);

    if (mappings == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < item->mappings.count / 3; i++) {
        const ounce_str *parts = &item->mappings.items[3 * (size_t)i];

        mappings[i] = (struct oz_py_mapping){parts[0], parts[1], parts[2]};
    }
    model->log_types = item->links.items;
    model->log_type_count = item->links.count;
    model->mappings = mappings;
    model->mapping_count = item->mappings.count / 3;
    model->module = item->python.size == 0 ? NULL
                                           : load(linker, item->file, item->python,
                                                  OZ_LIT("data model"), item->span);
    linker->model_count++;
    return !linker->nomem;
}

static bool load_shared(struct linker *linker)
{
    const struct oz_unit *unit = linker->unit;

    linker->modules =
        oz_arena_array(arena_of(linker), unit->item_count, sizeof *linker->modules);
    linker->models =
        oz_arena_array(arena_of(linker), unit->item_count, sizeof *linker->models);
    if (linker->modules == NULL || linker->models == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < unit->item_count; i++) {
        const struct oz_item *item = &unit->items[i];

        if (!oz_unit_place(linker->diags, item->file, item->id)) {
            return false;
        }
        if (item->kind == OZ_ITEM_GLOBAL) {
            struct oz_py_module *module =
                load(linker, item->file, item->python, item->id, item->span);

            if (module != NULL) {
                linker->modules[linker->module_count++] = module;
            }
        } else if (item->kind == OZ_ITEM_DATAMODEL && item->enabled &&
                   !load_model(linker, item)) {
            return false;
        }
        if (linker->nomem) {
            return false;
        }
    }
    return true;
}

/* Globals and what was lowered of a helper belong to one rule. */
static void forget(struct oz_py_module *module)
{
    for (uint32_t i = 0; i < module->count; i++) {
        module->definitions[i].global = OZ_NONE;
        module->definitions[i].busy = false;
    }
}

static void forget_all(struct linker *linker)
{
    for (uint32_t i = 0; i < linker->module_count; i++) {
        forget(linker->modules[i]);
    }
    for (uint32_t i = 0; i < linker->model_count; i++) {
        if (linker->models[i].module != NULL) {
            forget(linker->models[i].module);
        }
    }
}

/* ---- rules ---- */

static void lower_alert(struct oz_py *py, struct oz_py_module *module,
                        struct oz_py_frame *frame, struct oz_program *program)
{
    const struct {
        const char *name;
        oz_expr_id *out;
    } functions[] = {
        {"title", &program->title},         {"description", &program->description},
        {"reference", &program->reference}, {"severity", &program->severity},
        {"runbook", &program->runbook},     {"destinations", &program->destinations},
        {"dedup", &program->dedup},         {"alert_context", &program->context},
    };

    for (size_t i = 0; i < sizeof functions / sizeof *functions && py->fine; i++) {
        oz_expr_id id =
            oz_py_lower_function(py, module, functions[i].name, frame, false);

        if (id != OZ_NONE) {
            *functions[i].out = id;
        }
    }
}

static oz_expr_id lacks(struct oz_py *py, const struct oz_py_module *module,
                        const char *name)
{
    py->at = &module->ast;
    return oz_py_error(py, "py-missing", module->ast.root,
                       "the file has no function '%s': expected def %s(event)", name,
                       name);
}

/* What a policy matches is what does not comply: its function returns False. */
static oz_expr_id non_compliance(struct oz_py *py, struct oz_py_module *module,
                                 struct oz_py_frame *frame)
{
    oz_expr_id id = oz_py_lower_function(py, module, "policy", frame, true);

    if (id == OZ_NONE && py->fine) {
        return lacks(py, module, "policy");
    }
    return py->fine ? oz_py_not(py, id) : OZ_NONE;
}

/* A scheduled rule without rule() takes every row. */
static oz_expr_id verdict(struct oz_py *py, struct oz_py_module *module,
                          struct oz_py_frame *frame, const struct ounce_rule *rule)
{
    oz_expr_id id;

    if (py->plain_event) {
        return non_compliance(py, module, frame);
    }
    id = oz_py_lower_function(py, module, "rule", frame, true);
    if (id != OZ_NONE || !py->fine) {
        return id;
    }
    if (rule->lists[OUNCE_RULE_SCHEDULED_QUERIES].count > 0) {
        return oz_py_built(py, oz_expr_bool(py->expr, true));
    }
    return lacks(py, module, "rule");
}

static bool lower_rule(struct linker *linker, struct oz_unit_rule *rule)
{
    struct oz_py py = {0};
    struct oz_py_frame frame = {NULL, 0, true};
    struct oz_py_module *module;

    rule->program.match = OZ_NONE;
    if (!oz_unit_place(linker->diags, rule->rule->texts[OUNCE_RULE_FILE],
                       rule->rule->texts[OUNCE_RULE_ID])) {
        return false;
    }
    module = load(linker, linker->diags->file, rule->rule->python, (ounce_str){NULL, 0},
                  rule->rule->span);
    if (module == NULL) {
        return !linker->nomem;
    }
    rule->rule->texts[OUNCE_RULE_PYTHON_FILE] = module->ast.file;
    forget(module);
    forget_all(linker);
    py.arena = arena_of(linker);
    py.expr = linker->expr;
    py.diags = linker->diags;
    py.modules = linker->modules;
    py.module_count = linker->module_count;
    py.models = linker->models;
    py.plain_event = rule->rule->kind == OUNCE_RULE_KIND_POLICY;
    py.plain_global = py.plain_event ? linker->expr->global_count++ : 0;
    py.model_count =
        py.plain_event || rule->rule->lists[OUNCE_RULE_SCHEDULED_QUERIES].count > 0
            ? 0
            : linker->model_count;
    py.mocks = rule->rule->mocks.items;
    py.mock_count = rule->rule->mocks.count;
    py.max_nodes = linker->expr->node_count + (1u << 16);
    py.places = linker->places;
    py.place_capacity = linker->place_capacity;
    py.unrolled = 1;
    py.fine = true;
    py.callee = OZ_NONE;
    rule->program.detection = verdict(&py, module, &frame, rule->rule);
    lower_alert(&py, module, &frame, &rule->program);
    rule->program.locals = frame.locals;
    linker->places = py.places;
    linker->place_capacity = py.place_capacity;
    if (py.nomem || (py.fine && !oz_py_keep_places(&py, &rule->program))) {
        return false;
    }
    if (!py.fine) {
        return true;
    }
    oz_py_warn_missing(&py, module->ast.file);
    rule->program.missing = oz_py_missing_call(&py);
    return oz_lower_join(linker->expr, &rule->program);
}

bool oz_unit_link_python(struct oz_unit *unit, struct oz_expr *expr,
                         struct oz_diags *diags, const ounce_limits *limits)
{
    struct linker linker = {unit, expr, diags, limits, NULL, 0,
                            NULL, 0,    NULL,  0,      false};
    bool loaded = false;

    expr->global_count = 0; /* of a call before this one, which ran out of memory */
    expr->function_count = 0;
    for (uint32_t i = 0; i < unit->rule_count; i++) {
        if (unit->rules[i].rule->python.size == 0) {
            continue;
        }
        if (!loaded && !load_shared(&linker)) {
            return false;
        }
        loaded = true;
        if (!lower_rule(&linker, &unit->rules[i])) {
            return false;
        }
    }
    return !diags->failed;
}
