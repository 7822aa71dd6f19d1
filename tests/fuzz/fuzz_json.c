/* fuzz_json.c — any bytes as an event: slots and decoded values, or a reason with a
 * place.
 *
 * The first byte chooses the limits and when memory runs out. Beyond not crashing it is
 * checked that the reader and the checker agree on what is well formed, that what is
 * printed is UTF-8 and reads back equal, and that a decoded value keeps the limits.
 */
#include "base/utf8.h"
#include "event/event_json.h"
#include "event/json_memo.h"

#include <ounce/matcher.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Names that short inputs hit: nested, in two cases, beyond ASCII, empty, with a dot.
 */
static const char *const wanted[][3] = {
    {"a"},
    {"A"},
    {"a", "b"},
    {"a", "B", "c"},
    {"b", "a"},
    {"k"},
    {"\xe2\x84\xaa"},
    {""},
    {"a.b"},
    {"\xc3\xa9"},
    {"b"},
    {"eventName"},
    {"userIdentity", "type"},
};

#define WANTED (sizeof wanted / sizeof wanted[0])
#define SLOTS  (3 * WANTED + 1)

struct memory {
    uint64_t left; /* calls before it runs out */
};

/* All that one input needs. */
struct run {
    struct memory memory;
    ounce_allocator alloc;
    struct oz_arena arena;   /* the projection */
    struct oz_arena scratch; /* the event and what is printed of it */
    struct oz_buf stack;
    struct oz_walk walk;
    struct oz_json_limits limits;
    struct oz_projection projection;
    struct oz_slot slots[SLOTS];
    struct oz_json_memo memo;
};

static void *resize(void *ctx, void *ptr, size_t old_size, size_t new_size)
{
    struct memory *memory = ctx;

    (void)old_size;
    if (new_size == 0) {
        free(ptr);
        return NULL;
    }
    if (memory->left == 0) {
        return NULL;
    }
    memory->left--;
    return realloc(ptr, new_size);
}

static void must(bool truth, const char *what)
{
    if (!truth) {
        fprintf(stderr, "fuzz_json: not true: %s\n", what);
        abort();
    }
}

static bool build(struct run *run)
{
    struct oz_projection_builder *builder = oz_projection_builder_new(&run->arena);

    for (size_t i = 0; builder != NULL && i < WANTED; i++) {
        struct oz_segment segments[3];
        struct oz_path path = {segments, 0, {NULL, 0}, false};

        for (size_t k = 0; k < 3 && wanted[i][k] != NULL; k++) {
            segments[path.count++] = (struct oz_segment){
                OZ_SEGMENT_NAME, 0, {wanted[i][k], strlen(wanted[i][k])}};
        }
        if (oz_projection_add(builder, &path, path.count) == OZ_NONE) {
            return false;
        }
    }
    if (builder == NULL || !oz_projection_build(builder, &run->projection)) {
        return false;
    }
    must(run->projection.count <= SLOTS, "the slots suffice");
    return true;
}

/* Only these may end the decoding of what was read. */
static void check_given_up(const struct run *run)
{
    must(run->walk.reason == OUNCE_REASON_NOMEM ||
             run->walk.reason == OUNCE_REASON_BUDGET,
         "a checked value decodes but for memory and steps");
}

/* Print a value, read the text back, compare. */
static void check_round_trip(struct run *run, const ounce_value *value)
{
    ounce_value again = {0};
    struct oz_buf buf;
    size_t at;

    oz_buf_init(&buf, &run->alloc);
    if (!oz_value_json(&run->walk, value, &buf)) {
        check_given_up(run);
        oz_buf_finish(&buf);
        return;
    }
    if (!buf.failed) {
        const struct oz_json_limits limits = {UINT64_MAX, run->limits.max_depth,
                                              run->limits.max_members};

        must(oz_utf8_valid(buf.data, buf.size) == buf.size, "printed JSON is UTF-8");
        must(memchr(buf.data, '\n', buf.size) == NULL, "printed JSON is one line");
        must(oz_json_check(&limits, (ounce_str){buf.data, buf.size}, &at) == 0,
             "printed JSON is JSON, within the limits of the event");
        again.kind = OUNCE_MAP;
        again.flags = OZ_VALUE_RAW;
        again.text = buf.data;
        again.size = buf.size;
        if (!oz_json_settle(&run->walk, &run->stack, &again) ||
            !oz_value_equal(&run->walk, value, &again) ||
            !oz_value_equal(&run->walk, &again, value)) {
            check_given_up(run);
        }
    }
    oz_buf_finish(&buf);
}

static void check_slots(struct run *run, uint32_t stamp)
{
    for (uint32_t i = 0; i < run->projection.count && run->walk.reason == 0; i++) {
        struct oz_slot *slot = &run->slots[i];

        if (!oz_json_filled(&run->projection, run->slots, stamp, (uint32_t)i)) {
            continue;
        }
        must(i == 0 || run->projection.nodes[i].parent == 0 ||
                 oz_json_filled(&run->projection, run->slots, stamp,
                                run->projection.nodes[i].parent),
             "below a slot that is filled its parent is filled");
        if (!oz_json_settle(&run->walk, &run->stack, &slot->value)) {
            check_given_up(run);
            return;
        }
        must(slot->value.flags == 0, "a decoded value has no flags");
        check_round_trip(run, &slot->value);
    }
}

/* A slot has what looking its names up one by one in the decoded event finds. */
static void check_lookups(struct run *run, uint32_t stamp)
{
    ounce_value found[SLOTS];

    found[0] = run->slots[0].value;
    for (uint32_t i = 1; i < run->projection.count && run->walk.reason == 0; i++) {
        const struct oz_projection_node *node = &run->projection.nodes[i];
        const bool filled =
            oz_json_filled(&run->projection, run->slots, stamp, (uint32_t)i);

        if (!oz_value_member(&run->walk, &found[node->parent], node->name, &found[i])) {
            check_given_up(run);
            return;
        }
        must(filled == (found[i].kind != OUNCE_MISSING),
             "a slot is filled when it is there");
        if (filled && !oz_value_equal(&run->walk, &found[i], &run->slots[i].value)) {
            check_given_up(run);
        }
    }
}

/* The second time the names are known. */
static uint32_t read_again(struct run *run, uint32_t stamp, ounce_str text, size_t *at)
{
    size_t first_at;
    uint32_t first = oz_json_read(&run->projection, run->slots, &run->memo, stamp - 2,
                                  &run->limits, &run->scratch, text, &first_at);
    uint32_t reason = oz_json_read(&run->projection, run->slots, &run->memo, stamp,
                                   &run->limits, &run->scratch, text, at);

    must(first == OUNCE_REASON_NOMEM || reason == OUNCE_REASON_NOMEM ||
             (first == reason && first_at == *at),
         "an event reads the same when its names are known");
    return reason;
}

static void check_event(struct run *run, ounce_str text)
{
    const uint32_t stamp = 4;
    size_t at, checked_at;
    uint32_t checked = oz_json_check(&run->limits, text, &checked_at);
    uint32_t reason = read_again(run, stamp, text, &at);

    must(at <= text.size && checked_at <= text.size, "the place is inside the text");
    if (reason == OUNCE_REASON_NOMEM) {
        return;
    }
    if (reason == OUNCE_REASON_NOT_OBJECT) {
        must(checked == 0, "what is no object is JSON");
        return;
    }
    must(reason == checked && at == checked_at, "reader and checker agree");
    if (reason == 0) {
        must(run->slots[0].stamp == stamp, "the event is there itself");
        check_slots(run, stamp);
        if (run->walk.reason == 0) {
            check_lookups(run, stamp);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t choice = size > 0 ? data[0] : 0;
    struct run run;

    memset(&run, 0, sizeof run);
    run.memory.left = (choice & 0xc0) == 0xc0 ? choice & 0x3f : UINT64_MAX;
    run.alloc = (ounce_allocator){resize, &run.memory};
    run.limits = (struct oz_json_limits){16777216, 128, 1000000};
    run.walk.steps = 10000000;
    if ((choice & 0xc0) == 0x80) {
        run.limits.max_depth = choice & 7;
        run.limits.max_members = 1u << (choice >> 3 & 7);
    } else if ((choice & 0xc0) == 0x40) {
        run.walk.steps = 3u * (choice & 0x3f);
        run.limits.max_depth = OZ_JSON_MAX_DEPTH;
    }
    run.walk.scratch = &run.scratch;
    run.walk.max_depth = run.limits.max_depth;
    oz_arena_init(&run.arena, &run.alloc);
    oz_arena_init(&run.scratch, &run.alloc);
    oz_buf_init(&run.stack, &run.alloc);
    if (size > 0 && build(&run)) {
        check_event(&run, (ounce_str){(const char *)data + 1, size - 1});
    }
    oz_buf_finish(&run.stack);
    oz_arena_finish(&run.scratch);
    oz_arena_finish(&run.arena);
    return 0;
}
