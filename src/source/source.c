/* source.c — walk folders and read rule files.
 *
 * Hidden names and a few files that look like rules and are none are passed over. Only
 * regular files are opened, so a pipe or a device cannot block the host; a folder that
 * is already on the way down, by way of a symbolic link, is not entered again.
 */
#include "source/source.h"

#include "base/sort.h"
#include "base/str.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define MOST_FOLDERS 64 /* inside each other */

struct folder {
    const struct folder *parent;
    dev_t device;
    ino_t inode;
    uint32_t depth;
};

struct walk {
    const ounce_allocator *alloc;
    const ounce_limits *limits;
    struct oz_diags *diags;
    oz_source_fn *fn;
    void *user;
    struct oz_buf text;
};

static const struct oz_span whole_file = {0, 0, 0};

static ounce_status walk_path(struct walk *walk, const char *path,
                              const struct folder *parent);

/* strerror() may use a shared buffer; strerrordesc_np() is not everywhere. These are
 * the ones people meet. */
static const char *reason(int code)
{
    return code == ENOENT                     ? "there is no such file or folder"
           : code == EACCES                   ? "permission denied"
           : code == EPERM                    ? "not permitted"
           : code == ELOOP                    ? "too many symbolic links"
           : code == ENAMETOOLONG             ? "the name is too long"
           : code == EMFILE || code == ENFILE ? "too many open files"
           : code == EIO                      ? "input/output error"
           : code == ENOTDIR                  ? "a part of the path is not a folder"
                                              : "the system refused";
}

static ounce_status io_error(struct walk *walk, const char *what, int code)
{
    oz_diag(walk->diags, OUNCE_LEVEL_ERROR, "io", whole_file, "%s: %s", what,
            reason(code));
    return OUNCE_OK;
}

static bool has_suffix(const char *name, const char *suffix)
{
    size_t size = strlen(name);
    size_t wanted = strlen(suffix);

    return size > wanted && strcmp(name + (size - wanted), suffix) == 0;
}

static bool is_passed_over(const char *name)
{
    return name[0] == '.' || strcmp(name, "__pycache__") == 0 ||
           strcmp(name, "dependabot.yml") == 0;
}

static bool is_rule_file(const char *name)
{
    return has_suffix(name, ".yml") || has_suffix(name, ".yaml");
}

/* ---- files ---- */

/* Reads hardly more than the limit, so a file that grows is noticed. */
static ounce_status read_all(int fd, uint64_t most, struct oz_buf *text)
{
    char block[16384];
    ssize_t got;

    oz_buf_clear(text);
    do {
        got = read(fd, block, sizeof block);
        if (got > 0) {
            oz_buf_add(text, block, (size_t)got);
        }
    } while (text->size <= most && !text->failed &&
             (got > 0 || (got < 0 && errno == EINTR)));
    if (text->failed) {
        return OUNCE_ERR_NOMEM;
    }
    return got < 0 ? OUNCE_ERR_IO : OUNCE_OK;
}

/* Only regular files: a pipe or a device could block. -1: *why says what is wrong. */
static int open_regular(const char *path, struct stat *info, const char **why)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

    if (fd < 0) {
        *why = reason(errno);
        return -1;
    }
    if (fstat(fd, info) != 0 || !S_ISREG(info->st_mode)) {
        close(fd);
        *why = "it is not a regular file";
        return -1;
    }
    return fd;
}

ounce_status oz_source_read(ounce_str path, uint64_t most, struct oz_buf *text,
                            const char **why)
{
    ounce_status status;
    struct stat info;
    int fd;

    if (memchr(path.data, '\0', path.size) != NULL) {
        *why = "its name holds a NUL character";
        return OUNCE_ERR_IO;
    }
    fd = open_regular(path.data, &info, why);
    if (fd < 0) {
        return OUNCE_ERR_IO;
    }
    status = info.st_size > 0 && (uint64_t)info.st_size > most
                 ? OUNCE_ERR_LIMIT
                 : read_all(fd, most, text);
    *why = status == OUNCE_ERR_IO ? reason(errno) : "it is too large";
    close(fd);
    return status == OUNCE_OK && text->size > most ? OUNCE_ERR_LIMIT : status;
}

static ounce_status read_file(struct walk *walk, const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    struct stat info;
    ounce_status status;
    int code;

    if (fd < 0) {
        return io_error(walk, "the file cannot be opened", errno);
    }
    if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
        close(fd);
        oz_diag(walk->diags, OUNCE_LEVEL_ERROR, "io", whole_file,
                "this is not a regular file; a rule file or a folder is expected");
        return OUNCE_OK;
    }
    if (info.st_size > 0 && (uint64_t)info.st_size > walk->limits->max_rule_bytes) {
        close(fd);
        oz_diag(walk->diags, OUNCE_LEVEL_ERROR, "yaml-size", whole_file,
                "the file has %llu bytes, more than the %llu allowed",
                (unsigned long long)info.st_size,
                (unsigned long long)walk->limits->max_rule_bytes);
        return OUNCE_OK;
    }
    status = read_all(fd, walk->limits->max_rule_bytes, &walk->text);
    code = errno;
    close(fd);
    if (status == OUNCE_ERR_NOMEM) {
        return status;
    }
    if (status != OUNCE_OK) {
        return io_error(walk, "the file cannot be read", code);
    }
    return walk->fn(walk->user, (ounce_str){walk->text.size > 0 ? walk->text.data : "",
                                            walk->text.size});
}

/* ---- folders ---- */

struct listing {
    struct oz_arena arena;
    ounce_str *names;
    uint32_t count, capacity;
};

static bool add_name(struct listing *listing, const char *name)
{
    void *names = listing->names;

    if (!oz_arena_grow(&listing->arena, &names, listing->count, &listing->capacity,
                       sizeof *listing->names)) {
        return false;
    }
    listing->names = names;
    return oz_arena_text(&listing->arena, name, strlen(name),
                         &listing->names[listing->count++]);
}

static int compare_names(const void *owner, uint32_t a, uint32_t b)
{
    const struct listing *listing = owner;

    return oz_str_compare(listing->names[a], listing->names[b]);
}

/* Ids of the names in byte order; NULL when out of memory. */
static uint32_t *sorted(struct listing *listing)
{
    uint32_t *ids = oz_arena_array(&listing->arena, listing->count, 2 * sizeof *ids);

    if (ids == NULL) {
        return NULL;
    }
    for (uint32_t i = 0; i < listing->count; i++) {
        ids[i] = i;
    }
    oz_sort(ids, ids + listing->count, listing->count, compare_names, listing);
    return ids;
}

static ounce_status list_folder(struct walk *walk, const char *path,
                                struct listing *listing)
{
    DIR *dir = opendir(path);
    ounce_status status = OUNCE_OK;

    if (dir == NULL) {
        return io_error(walk, "the folder cannot be opened", errno);
    }
    for (;;) {
        const struct dirent *entry;

        errno = 0;
        entry = readdir(dir);
        if (entry == NULL) {
            if (errno != 0) {
                io_error(walk, "the folder cannot be read to its end", errno);
            }
            break;
        }
        if (!is_passed_over(entry->d_name) && !add_name(listing, entry->d_name)) {
            status = OUNCE_ERR_NOMEM;
            break;
        }
    }
    closedir(dir);
    return status;
}

/* Folders are entered whatever their name; files only when they look like rules. */
static bool is_wanted(const char *path, const char *name)
{
    struct stat info;

    if (stat(path, &info) != 0) {
        return is_rule_file(name); /* say what is wrong with it */
    }
    return S_ISDIR(info.st_mode) || is_rule_file(name);
}

static ounce_status walk_entry(struct walk *walk, const char *path, ounce_str name,
                               const struct folder *folder)
{
    struct oz_buf joined;
    ounce_status status = OUNCE_OK;

    oz_buf_init(&joined, walk->alloc);
    oz_buf_text(&joined, path);
    if (!has_suffix(path, "/") && strcmp(path, "/") != 0) {
        oz_buf_char(&joined, '/');
    }
    oz_buf_add(&joined, name.data, name.size + 1); /* with its NUL */
    if (joined.failed) {
        status = OUNCE_ERR_NOMEM;
    } else if (is_wanted(joined.data, name.data)) {
        status = walk_path(walk, joined.data, folder);
    }
    oz_buf_finish(&joined);
    return status;
}

static bool is_on_the_way(const struct folder *folder, const struct stat *info)
{
    for (; folder != NULL; folder = folder->parent) {
        if (folder->device == info->st_dev && folder->inode == info->st_ino) {
            return true;
        }
    }
    return false;
}

/* Recursion is bounded by MOST_FOLDERS. */
static ounce_status walk_folder(struct walk *walk, const char *path,
                                const struct stat *info, const struct folder *parent)
{
    struct folder folder = {parent, info->st_dev, info->st_ino,
                            parent == NULL ? 1 : parent->depth + 1};
    struct listing listing = {{0}, NULL, 0, 0};
    ounce_status status;
    uint32_t *ids;

    if (is_on_the_way(parent, info)) {
        return OUNCE_OK;
    }
    if (folder.depth > MOST_FOLDERS) {
        oz_diag(walk->diags, OUNCE_LEVEL_ERROR, "limit", whole_file,
                "folders nest deeper than %d; this one is not entered", MOST_FOLDERS);
        return OUNCE_OK;
    }
    oz_arena_init(&listing.arena, walk->alloc);
    status = list_folder(walk, path, &listing);
    ids = status == OUNCE_OK ? sorted(&listing) : NULL;
    if (ids == NULL) {
        status = OUNCE_ERR_NOMEM;
    }
    for (uint32_t i = 0; status == OUNCE_OK && i < listing.count; i++) {
        status = walk_entry(walk, path, listing.names[ids[i]], &folder);
    }
    oz_arena_finish(&listing.arena);
    return status;
}

static ounce_status walk_path(struct walk *walk, const char *path,
                              const struct folder *parent)
{
    struct stat info;

    if (!oz_arena_text(walk->diags->arena, path, strlen(path), &walk->diags->file)) {
        return OUNCE_ERR_NOMEM;
    }
    walk->diags->rule_id = (ounce_str){NULL, 0};
    if (stat(path, &info) != 0) {
        return io_error(walk, "the path cannot be read", errno);
    }
    return S_ISDIR(info.st_mode) ? walk_folder(walk, path, &info, parent)
                                 : read_file(walk, path);
}

ounce_status oz_source_walk(const ounce_allocator *alloc, const ounce_limits *limits,
                            struct oz_diags *diags, ounce_str path, oz_source_fn *fn,
                            void *user)
{
    struct walk walk = {alloc, limits, diags, fn, user, {0}};
    struct oz_buf name;
    ounce_status status;

    oz_buf_init(&walk.text, alloc);
    oz_buf_init(&name, alloc);
    oz_buf_str(&name, path);
    oz_buf_char(&name, '\0');
    status = name.failed ? OUNCE_ERR_NOMEM : walk_path(&walk, name.data, NULL);
    oz_buf_finish(&name);
    oz_buf_finish(&walk.text);
    return status;
}

bool oz_source_exists(ounce_str path)
{
    struct stat info;

    return stat(path.data, &info) == 0 || (errno != ENOENT && errno != ENOTDIR);
}
