/* native_difflib.c — difflib.SequenceMatcher(None, a, b).ratio() of two texts.
 *
 *     2 * matching characters / all characters
 *
 * The matching blocks are found as CPython does: the longest block first, then left and
 * right of it, with characters that are too frequent in a long second text passed over
 * when a block begins. That is quadratic and worse, so every step is counted.
 */
#include "base/utf8.h"
#include "native/argument.h"

/* Where the characters of `b` stand: places sorted by character, a run for each. */
struct places {
    uint32_t cp;
    uint32_t at;
};

struct matcher {
    struct oz_work *work;
    uint32_t *a, *b;
    size_t a_count, b_count;
    struct places *places;
    uint32_t *run, *run_size; /* of a[i], in places; size 0 when none or too many */
    /* Lengths of blocks that end at b[j]: of the row before and of this one; valid when
     * the stamp is the row's. */
    uint32_t *length[2];
    uint64_t *stamp[2];
    uint64_t row;
};

struct block {
    size_t a, b, size;
};

static int compare_places(const struct places *x, const struct places *y)
{
    if (x->cp != y->cp) {
        return x->cp < y->cp ? -1 : 1;
    }
    return x->at < y->at ? -1 : x->at > y->at;
}

/* Merge sort, bottom up. */
static void sort_places(struct places *items, struct places *spare, size_t count)
{
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t from = 0; from < count; from += 2 * width) {
            size_t middle = from + width < count ? from + width : count;
            size_t end = from + 2 * width < count ? from + 2 * width : count;
            size_t i = from;
            size_t j = middle;

            for (size_t k = from; k < end; k++) {
                bool left = j == end ||
                            (i < middle && compare_places(&items[i], &items[j]) <= 0);

                spare[k] = left ? items[i++] : items[j++];
            }
        }
        memcpy(items, spare, count * sizeof *items);
    }
}

static size_t first_place(const struct matcher *m, uint32_t cp)
{
    size_t low = 0;
    size_t high = m->b_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (m->places[middle].cp < cp) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* A long text has characters that say nothing: more than one in a hundred. */
static void find_runs(struct matcher *m, bool autojunk)
{
    size_t most = autojunk && m->b_count >= 200 ? m->b_count / 100 + 1 : SIZE_MAX;

    for (size_t i = 0; i < m->a_count; i++) {
        size_t from = first_place(m, m->a[i]);
        size_t end = first_place(m, m->a[i] + 1);

        m->run[i] = (uint32_t)from;
        m->run_size[i] = end - from > most ? 0 : (uint32_t)(end - from);
    }
}

static bool decode(struct oz_work *work, const ounce_value *text, uint32_t **points,
                   size_t *count)
{
    size_t used;

    *count = 0;
    *points = oz_work_alloc(work, (text->size + 1) * sizeof **points);
    if (*points == NULL) {
        return false;
    }
    for (size_t at = 0; at < text->size; at += used) {
        (*points)[(*count)++] = oz_utf8_decode(text->text + at, text->size - at, &used);
    }
    return true;
}

static void *zeros(struct oz_work *work, size_t count, size_t size)
{
    void *memory = oz_work_alloc(work, (count + 1) * size);

    if (memory != NULL) {
        memset(memory, 0, (count + 1) * size);
    }
    return memory;
}

static bool prepare(struct matcher *m, bool autojunk)
{
    struct places *spare = zeros(m->work, m->b_count, sizeof *spare);

    m->places = zeros(m->work, m->b_count, sizeof *m->places);
    m->run = zeros(m->work, m->a_count, sizeof *m->run);
    m->run_size = zeros(m->work, m->a_count, sizeof *m->run_size);
    for (int i = 0; i < 2; i++) {
        m->length[i] = zeros(m->work, m->b_count, sizeof **m->length);
        m->stamp[i] = zeros(m->work, m->b_count, sizeof **m->stamp);
    }
    if (m->work->walk.reason != 0) {
        return false;
    }
    for (size_t j = 0; j < m->b_count; j++) {
        m->places[j] = (struct places){m->b[j], (uint32_t)j};
    }
    sort_places(m->places, spare, m->b_count);
    find_runs(m, autojunk);
    return true;
}

/* One row: all blocks that end at a[i]. */
static void find_row(struct matcher *m, size_t i, size_t b_from, size_t b_to,
                     struct block *best)
{
    int now = (int)(m->row % 2);
    const struct places *place = m->places + m->run[i];

    for (uint32_t n = 0; n < m->run_size[i] && place[n].at < b_to; n++) {
        size_t j = place[n].at;
        uint32_t size = 1;

        if (j < b_from) {
            continue;
        }
        if (j > 0 && m->stamp[1 - now][j - 1] == m->row - 1) {
            size += m->length[1 - now][j - 1];
        }
        m->length[now][j] = size;
        m->stamp[now][j] = m->row;
        if (size > best->size) {
            *best = (struct block){i + 1 - size, j + 1 - size, size};
        }
    }
}

/* Frequent characters begin no block, but belong to one that they touch. */
static void extend(const struct matcher *m, const struct block *in_a,
                   const struct block *in_b, struct block *best)
{
    while (best->a > in_a->a && best->b > in_b->a &&
           m->a[best->a - 1] == m->b[best->b - 1]) {
        best->a--;
        best->b--;
        best->size++;
    }
    while (best->a + best->size < in_a->b && best->b + best->size < in_b->b &&
           m->a[best->a + best->size] == m->b[best->b + best->size]) {
        best->size++;
    }
}

/* The longest block within a[in_a->a, in_a->b) and b[in_b->a, in_b->b). */
static bool find_longest(struct matcher *m, const struct block *in_a,
                         const struct block *in_b, struct block *best)
{
    *best = (struct block){in_a->a, in_b->a, 0};
    m->row += 2; /* no row before the first */
    for (size_t i = in_a->a; i < in_a->b; i++, m->row++) {
        if (!oz_walk_step(&m->work->walk, 1 + m->run_size[i] / 4)) {
            return false;
        }
        find_row(m, i, in_b->a, in_b->b, best);
    }
    extend(m, in_a, in_b, best);
    return true;
}

struct task {
    struct block in_a, in_b; /* from and to, in a and b; size unused */
};

/* The number of characters in matching blocks. Tasks never overlap, so there are fewer
 * of them than characters. */
static bool count_matches(struct matcher *m, size_t *matches)
{
    size_t most = (m->a_count < m->b_count ? m->a_count : m->b_count) + 2;
    struct task *tasks = zeros(m->work, most, sizeof *tasks);
    size_t count = 1;

    *matches = 0;
    if (tasks == NULL) {
        return false;
    }
    tasks[0].in_a = (struct block){0, m->a_count, 0};
    tasks[0].in_b = (struct block){0, m->b_count, 0};
    while (count > 0) {
        struct task task = tasks[--count];
        struct block best;

        if (!find_longest(m, &task.in_a, &task.in_b, &best)) {
            return false;
        }
        if (best.size == 0) {
            continue;
        }
        *matches += best.size;
        if (task.in_a.a < best.a && task.in_b.a < best.b) {
            tasks[count].in_a = (struct block){task.in_a.a, best.a, 0};
            tasks[count++].in_b = (struct block){task.in_b.a, best.b, 0};
        }
        if (best.a + best.size < task.in_a.b && best.b + best.size < task.in_b.b) {
            tasks[count].in_a = (struct block){best.a + best.size, task.in_a.b, 0};
            tasks[count++].in_b = (struct block){best.b + best.size, task.in_b.b, 0};
        }
    }
    return true;
}

static const char *const names[] = {"a", "b", "autojunk"};

bool oz_sequence_matcher(struct oz_work *work, const ounce_value *args,
                         ounce_value *out)
{
    struct oz_record *record = oz_work_alloc(work, sizeof *record);
    ounce_value *fields;

    if (record == NULL || (fields = oz_work_alloc(work, 3 * sizeof *fields)) == NULL) {
        return false;
    }
    if (!oz_arg_none(&args[0])) {
        return oz_raise(work, OZ_EXC_NOT_IMPLEMENTED,
                        "SequenceMatcher with isjunk is not supported");
    }
    for (int i = 1; i <= 2; i++) {
        fields[i - 1] = oz_arg_given(&args[i]) ? args[i] : oz_text(OZ_LIT(""));
        if (fields[i - 1].kind > OUNCE_TEXT) {
            return oz_raise(work, OZ_EXC_NOT_IMPLEMENTED,
                            "SequenceMatcher of '%.200s' is not supported",
                            oz_type_name(&args[i]));
        }
    }
    /* None is what b was before: nobody looks at it until the ratio is wanted. */
    if (fields[1].kind < OUNCE_TEXT && fields[1].kind != OUNCE_NULL) {
        return oz_raise(work, OZ_EXC_TYPE, "'%.200s' object is not iterable",
                        oz_type_name(&fields[1]));
    }
    fields[2] = oz_bool(!oz_arg_given(&args[3]) || oz_truth(&args[3]));
    record->type = OZ_LIT("SequenceMatcher");
    record->names = names;
    record->fields = (struct oz_array){fields, 3, 3};
    *out = oz_none();
    out->kind = OZ_RECORD;
    out->node = record;
    return true;
}

bool oz_sequence_ratio(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const struct oz_record *record = args[0].node;
    const ounce_value *fields = record->fields.items;
    struct matcher m = {.work = work};
    size_t matches, total;

    for (int i = 0; i < 2; i++) {
        if (fields[i].kind != OUNCE_TEXT) {
            return oz_raise(work, OZ_EXC_TYPE, "object of type '%.200s' has no len()",
                            oz_type_name(&fields[i]));
        }
    }
    if (!oz_charge_bytes(work, fields[0].size) ||
        !oz_walk_step(&work->walk, 1 + fields[1].size) ||
        !decode(work, &fields[0], &m.a, &m.a_count) ||
        !decode(work, &fields[1], &m.b, &m.b_count) ||
        !prepare(&m, fields[2].integer != 0) || !count_matches(&m, &matches)) {
        return false;
    }
    total = m.a_count + m.b_count;
    *out = oz_real(total == 0 ? 1.0 : 2.0 * (double)matches / (double)total);
    return true;
}
