/* kit_event.c — see kit_event.h. */
#include "kit_event.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "a/b" => the segments a, b. */
static uint32_t split(const char *name, struct oz_segment *segments)
{
    uint32_t count = 0;

    for (;;) {
        const size_t size = strcspn(name, "/");

        segments[count++] = (struct oz_segment){OZ_SEGMENT_NAME, 0, {name, size}};
        if (name[size] == '\0') {
            return count;
        }
        name += size + 1;
    }
}

void kit_event_init(struct kit_event *event, const char *const *names)
{
    struct oz_projection_builder *builder;
    uint32_t tickets[KIT_SLOTS];
    uint32_t count = 0;

    memset(event, 0, sizeof *event);
    kit_memory_init(&event->memory);
    oz_arena_init(&event->arena, &event->memory.allocator);
    oz_arena_init(&event->scratch, &event->memory.allocator);
    oz_buf_init(&event->stack, &event->memory.allocator);
    oz_buf_init(&event->text, &event->memory.allocator);
    event->limits = (struct oz_json_limits){16777216, 128, 1000000};
    event->walk.scratch = &event->scratch;
    builder = oz_projection_builder_new(&event->arena);
    for (; names[count] != NULL; count++) {
        struct oz_segment segments[OZ_PATH_MAX_SEGMENTS];
        const bool exact = names[count][0] == '=';
        struct oz_path path = {segments,
                               split(names[count] + (exact ? 1 : 0), segments),
                               {NULL, 0},
                               exact};

        ck_assert_uint_lt(count, KIT_SLOTS);
        tickets[count] = oz_projection_add(builder, &path, path.count);
    }
    ck_assert(oz_projection_build(builder, &event->projection));
    for (uint32_t i = 0; i < count; i++) {
        event->slot_of[i] = oz_projection_slot(builder, tickets[i]);
    }
    event->slots = calloc(event->projection.count, sizeof *event->slots);
    ck_assert_ptr_nonnull(event->slots);
}

void kit_event_finish(struct kit_event *event)
{
    free(event->slots);
    oz_buf_finish(&event->text);
    oz_buf_finish(&event->stack);
    oz_arena_finish(&event->scratch);
    oz_arena_finish(&event->arena);
    ck_assert_uint_eq(event->memory.live, 0);
}

uint32_t kit_event_read(struct kit_event *event, const char *text, size_t size)
{
    event->stamp += 2;
    event->walk.steps = 10000000;
    event->walk.max_depth = event->limits.max_depth;
    event->walk.reason = 0;
    oz_arena_reset(&event->scratch);
    return oz_json_read(&event->projection, event->slots, &event->memo, event->stamp,
                        &event->limits, &event->scratch, (ounce_str){text, size},
                        &event->at);
}

uint32_t kit_event_read_text(struct kit_event *event, const char *text)
{
    return kit_event_read(event, text, strlen(text));
}

bool kit_event_value(struct kit_event *event, uint32_t name, ounce_value *out)
{
    struct oz_slot *slot = &event->slots[event->slot_of[name]];

    memset(out, 0, sizeof *out);
    if (!oz_json_filled(&event->projection, event->slots, event->stamp,
                        (uint32_t)(slot - event->slots))) {
        return true;
    }
    if (slot->value.flags != 0 &&
        !oz_json_settle(&event->walk, &event->stack, &slot->value)) {
        return false;
    }
    *out = slot->value;
    return true;
}

const char *kit_value_print(struct kit_event *event, const ounce_value *value)
{
    oz_buf_clear(&event->text);
    if (value->kind == OUNCE_MISSING) {
        return "-";
    }
    ck_assert(oz_value_json(&event->walk, value, &event->text));
    oz_buf_char(&event->text, '\0');
    ck_assert(!event->text.failed);
    return event->text.data;
}

const char *kit_event_print(struct kit_event *event, uint32_t name)
{
    ounce_value value;

    ck_assert(kit_event_value(event, name, &value));
    return kit_value_print(event, &value);
}

/* The text lives in the scratch arena, which is not reset: values of several texts can
 * be looked at side by side. */
ounce_value kit_json(struct kit_event *event, const char *text)
{
    const size_t size = strlen(text);
    ounce_value value = {0};
    char *copy = oz_arena_alloc(&event->scratch, size + 1);
    size_t at;

    memcpy(copy, text, size + 1);
    ck_assert_msg(oz_json_check(&event->limits, (ounce_str){copy, size}, &at) == 0,
                  "%s", text);
    value.flags = OZ_VALUE_RAW;
    value.kind = OUNCE_MAP;
    value.text = copy;
    value.size = size;
    if (event->walk.steps == 0) {
        event->walk.steps = 10000000;
        event->walk.max_depth = event->limits.max_depth;
    }
    ck_assert(oz_json_settle(&event->walk, &event->stack, &value));
    return value;
}

struct oz_path kit_path(struct kit_event *event, const char *text)
{
    struct oz_path path;
    const char *problem = "";
    size_t at;

    ck_assert_msg(oz_path_parse(&event->arena, (ounce_str){text, strlen(text)}, &path,
                                &problem, &at) == OZ_PATH_OK,
                  "%s %s", text, problem);
    return path;
}

#define LARGEST_FILE ((size_t)1 << 20)

void kit_each_file(const char *folder, kit_file_fn *fn, void *user)
{
    const char *root = getenv("OUNCE_SOURCE_ROOT");
    char *text = malloc(LARGEST_FILE);
    struct dirent *entry;
    char path[2048];
    DIR *dir;

    ck_assert_ptr_nonnull(root);
    ck_assert_ptr_nonnull(text);
    snprintf(path, sizeof path, "%s/tests/data/%s", root, folder);
    dir = opendir(path);
    ck_assert_msg(dir != NULL, "%s", path);
    while ((entry = readdir(dir)) != NULL) {
        FILE *file;
        size_t size;

        if (entry->d_name[0] == '.') {
            continue;
        }
        snprintf(path, sizeof path, "%s/tests/data/%s/%s", root, folder, entry->d_name);
        file = fopen(path, "rb");
        ck_assert_msg(file != NULL, "%s", path);
        size = fread(text, 1, LARGEST_FILE, file);
        fclose(file);
        fn(user, entry->d_name, text, size);
    }
    closedir(dir);
    free(text);
}
