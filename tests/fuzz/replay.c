/* replay.c — a fuzz target run without a fuzzer: over files, and over all files below
 * folders, given as arguments. Link it with one target.
 *
 *     replay_json tests/fuzz/corpus/json crash-1234
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define LARGEST_FILE ((long)1 << 26)
#define DEEPEST      16 /* folders in folders */

/* Returns a block of exactly the file's size, so that a sanitizer guards its end. */
static uint8_t *read_all(FILE *file, size_t *size)
{
    long end = fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
    uint8_t *data;

    if (end < 0 || end > LARGEST_FILE || fseek(file, 0, SEEK_SET) != 0) {
        return NULL;
    }
    *size = (size_t)end;
    data = malloc(*size > 0 ? *size : 1);
    if (data != NULL && fread(data, 1, *size, file) != *size) {
        free(data);
        return NULL;
    }
    return data;
}

static int run_file(const char *path, unsigned long *count)
{
    FILE *file = fopen(path, "rb");
    uint8_t *data;
    size_t size;

    if (file == NULL) {
        perror(path);
        return 1;
    }
    data = read_all(file, &size);
    fclose(file);
    if (data == NULL) {
        fprintf(stderr, "%s: cannot be read\n", path);
        return 1;
    }
    LLVMFuzzerTestOneInput(data, size);
    free(data);
    ++*count;
    return 0;
}

static int run_path(const char *path, unsigned depth, unsigned long *count)
{
    struct dirent *entry;
    struct stat status;
    int failed = 0;
    DIR *dir;

    if (stat(path, &status) != 0) {
        perror(path);
        return 1;
    }
    if (!S_ISDIR(status.st_mode)) {
        return run_file(path, count);
    }
    dir = depth < DEEPEST ? opendir(path) : NULL;
    if (dir == NULL) {
        fprintf(stderr, "%s: cannot be opened\n", path);
        return 1;
    }
    while ((entry = readdir(dir)) != NULL) {
        char *child;

        if (entry->d_name[0] == '.') {
            continue;
        }
        child = malloc(strlen(path) + strlen(entry->d_name) + 2);
        if (child == NULL) {
            failed = 1;
            break;
        }
        sprintf(child, "%s/%s", path, entry->d_name);
        failed |= run_path(child, depth + 1, count);
        free(child);
    }
    closedir(dir);
    return failed;
}

int main(int argc, char **argv)
{
    unsigned long count = 0;
    int failed = 0;

    for (int i = 1; i < argc; i++) {
        failed |= run_path(argv[i], 0, &count);
    }
    printf("%lu inputs\n", count);
    return failed != 0 || count == 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
