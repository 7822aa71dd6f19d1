/* python_dump.c — what our parser makes of Python files, one line for each.
 *
 *     python_dump [FILE...]      without arguments, names are read from standard input
 *
 * A line is the tree with places, or `error LINE:COLUMN [code] message`.
 * tests/python/compare_ast.py compares it with what CPython makes of them.
 */
#include "dump.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH 400

static bool read_file(const char *path, char **data, size_t *size)
{
    FILE *file = fopen(path, "rb");
    long end;

    if (file == NULL) {
        return false;
    }
    end = fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
    *data = end < 0 ? NULL : malloc((size_t)end + 1);
    if (*data == NULL || fseek(file, 0, SEEK_SET) != 0) {
        free(*data);
        fclose(file);
        return false;
    }
    *size = fread(*data, 1, (size_t)end, file);
    fclose(file);
    return true;
}

static void print(ounce_status status, const struct oz_ast *ast,
                  const struct oz_diags *diags)
{
    struct oz_buf buf;

    oz_buf_init(&buf, &oz_alloc_default);
    if (status == OUNCE_OK) {
        dump_tree(ast, true, &buf);
        fwrite(buf.data, 1, buf.size, stdout);
        putchar('\n');
    } else if (diags->count > 0) {
        const ounce_diagnostic *item = &diags->items[0];

        printf("error %u:%u [%.*s] %.*s\n", (unsigned)item->line,
               (unsigned)item->column, (int)item->code.size, item->code.data,
               (int)item->message.size, item->message.data);
    } else {
        printf("error: out of memory\n");
    }
    oz_buf_finish(&buf);
}

static int dump_file(const char *path)
{
    const struct oz_ast_limits limits = {
        .max_bytes = (size_t)1 << 28, .max_depth = DEPTH, .max_nodes = 1U << 26};
    struct oz_arena arena;
    struct oz_diags diags;
    struct oz_ast ast;
    char *data;
    size_t size;
    ounce_status status;

    if (!read_file(path, &data, &size)) {
        printf("error: %s cannot be read\n", path);
        return 1;
    }
    oz_arena_init(&arena, &oz_alloc_default);
    oz_diags_init(&diags, &arena, 10);
    status = oz_ast_parse(&arena, &diags, &limits, (ounce_str){data, size}, &ast);
    print(status, &ast, &diags);
    oz_arena_finish(&arena);
    free(data);
    return status != OUNCE_OK;
}

int main(int argc, char **argv)
{
    int result = 0;
    char line[4096];

    for (int i = 1; i < argc; i++) {
        result |= dump_file(argv[i]);
    }
    while (argc == 1 && fgets(line, sizeof line, stdin) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        result |= dump_file(line);
        fflush(stdout);
    }
    return result;
}
