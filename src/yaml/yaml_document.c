/* yaml_document.c — libyaml's events, with exact places, fed to the builder.
 *
 * The event parser and not libyaml's own document loader: that one recurses, copies
 * what is aliased into nothing and knows no limits. Taking events one at a time also
 * means that libyaml never nests deeper than our limit plus its look-ahead of 1,024
 * characters, which matters because its cost grows with the square of the depth.
 *
 * libyaml counts places in code points from the start of the text; a cursor follows
 * them to give bytes as well.
 */
#include "yaml/yaml_document.h"

#include "base/str.h"
#include "base/utf8.h"
#include "yaml/yaml_build.h"
#include "yaml/yaml_source.h"

#include <yaml.h>

struct reader {
    yaml_parser_t parser;
    struct oz_yaml_build build;
    const char *text; /* without the byte-order mark */
    size_t size;
    size_t bom;   /* bytes cut off */
    size_t index; /* the cursor, in code points */
    size_t at;    /* and in bytes */
    uint32_t documents;
    bool done;
};

/* ---- Places ---- */

static bool is_inner_byte(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

/* Move the cursor. Marks come almost in order, so it never goes far. */
static void seek(struct reader *reader, size_t index)
{
    while (reader->index < index && reader->at < reader->size) {
        do {
            reader->at++;
        } while (reader->at < reader->size && is_inner_byte(reader->text[reader->at]));
        reader->index++;
    }
    while (reader->index > index) {
        do {
            reader->at--;
        } while (is_inner_byte(reader->text[reader->at]));
        reader->index--;
    }
}

static struct oz_span place_at(const struct reader *reader, size_t at)
{
    struct oz_span span = oz_yaml_source_place(reader->text, at);

    span.offset += reader->bom;
    return span;
}

static struct oz_span place(struct reader *reader, const yaml_mark_t *mark)
{
    seek(reader, mark->index);
    if (reader->at == reader->size) {
        /* libyaml adds a line end where the last one is missing. At most as many nodes
         * as are open can stand here, so reading the text again is cheap enough. */
        return place_at(reader, reader->at);
    }
    /* A source is smaller than 2^31 bytes, so both fit. */
    return (struct oz_span){(uint32_t)mark->line + 1, (uint32_t)mark->column + 1,
                            reader->bom + reader->at};
}

/* ---- Errors ---- */

/* libyaml's sentences, and ours. A context that begins on another line is told too. */
static const struct {
    const char *problem;
    const char *ours;
    const char *context; /* what the sentence calls the context; NULL: do not tell */
} problems[] = {
    {"mapping values are not allowed in this context",
     "mapping values are not allowed here; put text that holds \": \" in quotes", NULL},
    {"could not find expected ':'", "expected \": \" after a key", "the key"},
    {"did not find expected key", "expected a key; check the indentation", "the map"},
    {"did not find expected '-' indicator", "expected \"- \"; check the indentation",
     "the list"},
    {"did not find expected ',' or ']'", "expected \",\" or \"]\"", "the list"},
    {"did not find expected ',' or '}'", "expected \",\" or \"}\"", "the map"},
    {"did not find expected node content", "expected a value", NULL},
    {"did not find expected <document start>",
     "expected the end of the file; check the indentation", NULL},
    {"did not find expected alphabetic or numeric character",
     "\"&\" and \"*\" begin a name of letters and digits; put other text in quotes",
     NULL},
    {"found character that cannot start any token",
     "text cannot begin with this character; put it in quotes, and indent with spaces",
     NULL},
    {"found a tab character that violates indentation",
     "a tab cannot indent; use spaces", NULL},
    {"found a tab character where an indentation space is expected",
     "a tab cannot indent; use spaces", NULL},
    {"found unexpected end of stream", "the closing quote is missing", "the text"},
    {"found unexpected document indicator", "the closing quote is missing", "the text"},
    {"found unknown escape character",
     "no such escape in double quotes; in single quotes a backslash is a backslash",
     NULL},
    {"block sequence entries are not allowed in this context",
     "a list cannot begin here; put \"- \" on a line of its own", NULL},
    {"block mapping entries are not allowed in this context",
     "a map cannot begin here; put it on a line of its own", NULL},
    {"found unknown directive name", "no such directive; leave the line out", NULL},
    {"found incompatible YAML document", "this is not YAML 1.1 or 1.2", NULL},
    {"mapping keys are not allowed in this context",
     "a key cannot stand here; put text that begins with \"? \" in quotes", NULL},
};

static void report(struct reader *reader, struct oz_span span, const char *ours,
                   const char *context)
{
    const unsigned long line = (unsigned long)reader->parser.context_mark.line + 1;
    struct oz_diags *diags = reader->build.diags;

    if (context != NULL && reader->parser.context != NULL && line < span.line) {
        oz_diag(diags, OUNCE_LEVEL_ERROR, "yaml-syntax", span,
                "%s; %s begins on line %lu", ours, context, line);
    } else {
        oz_diag(diags, OUNCE_LEVEL_ERROR, "yaml-syntax", span, "%s", ours);
    }
}

static ounce_status syntax_error(struct reader *reader)
{
    const yaml_parser_t *parser = &reader->parser;
    const char *problem = parser->problem != NULL ? parser->problem : "malformed YAML";
    struct oz_span span = place(reader, &parser->problem_mark);

    if (parser->error == YAML_MEMORY_ERROR) {
        return OUNCE_ERR_NOMEM;
    }
    for (size_t i = 0; i < sizeof problems / sizeof *problems; i++) {
        if (strcmp(problem, problems[i].problem) == 0) {
            report(reader, span, problems[i].ours, problems[i].context);
            return OUNCE_ERR_RULE;
        }
    }
    report(reader, span, problem, NULL);
    return OUNCE_ERR_RULE;
}

static ounce_status second_document(struct reader *reader, struct oz_span span)
{
    oz_diag(reader->build.diags, OUNCE_LEVEL_ERROR, "yaml-documents", span,
            "a file holds one document, and a second one begins here; split the file");
    return OUNCE_ERR_RULE;
}

/* ---- Events ---- */

/* Is the plain scalar at the cursor tagged `!`, "not to be resolved"? libyaml has the
 * tag but does not tell. It is the only thing that begins with `!` here, behind an
 * anchor at most, as a plain scalar cannot. */
static bool is_marked_as_text(const struct reader *reader)
{
    size_t at = reader->at;

    if (at < reader->size && reader->text[at] == '&') {
        do {
            at++;
        } while (at < reader->size &&
                 oz_yaml_source_blanks(reader->text + at, reader->size - at) == 0);
        at += oz_yaml_source_blanks(reader->text + at, reader->size - at);
    }
    return at < reader->size && reader->text[at] == '!';
}

static ounce_status on_scalar(struct reader *reader, const yaml_event_t *event)
{
    struct oz_yaml_properties properties = {
        place(reader, &event->start_mark),
        (const char *)event->data.scalar.anchor,
        (const char *)event->data.scalar.tag,
    };
    bool plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;

    if (plain && properties.tag == NULL && is_marked_as_text(reader)) {
        plain = false;
    }
    return oz_yaml_build_scalar(
        &reader->build, &properties,
        (ounce_str){(const char *)event->data.scalar.value, event->data.scalar.length},
        plain);
}

static ounce_status on_open(struct reader *reader, const yaml_event_t *event)
{
    struct oz_yaml_properties properties = {place(reader, &event->start_mark), NULL,
                                            NULL};

    if (event->type == YAML_MAPPING_START_EVENT) {
        properties.anchor = (const char *)event->data.mapping_start.anchor;
        properties.tag = (const char *)event->data.mapping_start.tag;
        return oz_yaml_build_open(&reader->build, &properties, OZ_YAML_MAP);
    }
    properties.anchor = (const char *)event->data.sequence_start.anchor;
    properties.tag = (const char *)event->data.sequence_start.tag;
    return oz_yaml_build_open(&reader->build, &properties, OZ_YAML_LIST);
}

/* Directives of a second document must not reach libyaml any more than those of the
 * first; see yaml_source.c. */
static ounce_status on_document_end(struct reader *reader, const yaml_event_t *event)
{
    size_t at;

    seek(reader, event->end_mark.index);
    at = reader->at;
    at += oz_yaml_source_blanks(reader->text + at, reader->size - at);
    if (at < reader->size && reader->text[at] == '%') {
        return second_document(reader, place_at(reader, at));
    }
    return OUNCE_OK;
}

static ounce_status on_event(struct reader *reader, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
        return OUNCE_OK;
    case YAML_STREAM_END_EVENT:
        reader->done = true;
        return OUNCE_OK;
    case YAML_DOCUMENT_START_EVENT:
        if (reader->documents++ == 0) {
            return OUNCE_OK;
        }
        return second_document(reader, place(reader, &event->start_mark));
    case YAML_DOCUMENT_END_EVENT:
        return on_document_end(reader, event);
    case YAML_ALIAS_EVENT:
        return oz_yaml_build_alias(&reader->build, place(reader, &event->start_mark),
                                   (const char *)event->data.alias.anchor);
    case YAML_SCALAR_EVENT:
        return on_scalar(reader, event);
    case YAML_SEQUENCE_START_EVENT:
    case YAML_MAPPING_START_EVENT:
        return on_open(reader, event);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        return oz_yaml_build_close(&reader->build);
    }
    return OUNCE_OK;
}

static ounce_status read_events(struct reader *reader)
{
    ounce_status status = OUNCE_OK;

    while (status == OUNCE_OK && !reader->done) {
        yaml_event_t event;

        if (!yaml_parser_parse(&reader->parser, &event)) {
            return syntax_error(reader);
        }
        status = on_event(reader, &event);
        yaml_event_delete(&event);
    }
    return status;
}

ounce_status oz_yaml_parse(struct oz_arena *arena, const ounce_limits *limits,
                           struct oz_diags *diags, const char *text, size_t size,
                           struct oz_yaml_document *out)
{
    struct reader reader = {0};
    ounce_status status = oz_yaml_source_check(limits, diags, text, size);

    *out = (struct oz_yaml_document){NULL, NULL, OZ_NONE};
    if (status != OUNCE_OK) {
        return diags->failed ? OUNCE_ERR_NOMEM : status;
    }
    if (!yaml_parser_initialize(&reader.parser)) {
        return OUNCE_ERR_NOMEM;
    }
    reader.bom = oz_yaml_source_bom(text, size);
    reader.text = text + reader.bom;
    reader.size = size - reader.bom;
    yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reader.parser, (const unsigned char *)reader.text,
                                 reader.size);
    oz_yaml_build_init(&reader.build, arena, limits, diags);
    status = read_events(&reader);
    if (status == OUNCE_OK) {
        status = oz_yaml_build_take(&reader.build, out);
    }
    oz_yaml_build_finish(&reader.build);
    yaml_parser_delete(&reader.parser);
    return diags->failed ? OUNCE_ERR_NOMEM : status;
}

/* ---- The document ---- */

oz_yaml_id oz_yaml_item(const struct oz_yaml_document *doc, oz_yaml_id list,
                        uint32_t index)
{
    return doc->children[doc->nodes[list].as.run.first + index];
}

uint32_t oz_yaml_pairs(const struct oz_yaml_document *doc, oz_yaml_id map)
{
    return doc->nodes[map].as.run.count / 2;
}

oz_yaml_id oz_yaml_key(const struct oz_yaml_document *doc, oz_yaml_id map,
                       uint32_t index)
{
    return doc->children[doc->nodes[map].as.run.first + 2 * index];
}

oz_yaml_id oz_yaml_value(const struct oz_yaml_document *doc, oz_yaml_id map,
                         uint32_t index)
{
    return doc->children[doc->nodes[map].as.run.first + 2 * index + 1];
}

oz_yaml_id oz_yaml_get(const struct oz_yaml_document *doc, oz_yaml_id map,
                       const char *name, oz_yaml_id *key)
{
    const uint32_t count = oz_yaml_pairs(doc, map);

    for (uint32_t i = 0; i < count; i++) {
        const oz_yaml_id id = oz_yaml_key(doc, map, i);

        if (doc->nodes[id].kind == OZ_YAML_TEXT &&
            oz_str_is(doc->nodes[id].text, name)) {
            if (key != NULL) {
                *key = id;
            }
            return oz_yaml_value(doc, map, i);
        }
    }
    return OZ_NONE;
}

const char *oz_yaml_kind_text(enum oz_yaml_kind kind)
{
    switch (kind) {
    case OZ_YAML_NULL:
        return "null";
    case OZ_YAML_BOOL:
        return "a boolean";
    case OZ_YAML_INT:
    case OZ_YAML_BIG:
        return "an integer";
    case OZ_YAML_REAL:
        return "a float";
    case OZ_YAML_TEXT:
        return "text";
    case OZ_YAML_LIST:
        return "a list";
    case OZ_YAML_MAP:
        return "a map";
    }
    return "unknown";
}
