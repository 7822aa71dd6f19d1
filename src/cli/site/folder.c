/* folder.c — the folder that a site is written to: each file new under a name of its
 * own, then renamed. Nothing else in the folder is touched.
 */
#include "cli/site/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/memory.h"
#include "cli/output.h"

static void fail(struct site_folder *folder, const char *name)
{
    if (!folder->failed) {
        cli_say(NULL, "cannot write %s%s%s: %s", folder->path,
                name[0] == '\0' ? "" : "/", name, strerror(errno));
    }
    folder->failed = true;
}

/* mkdir -p: what is there already is no mistake, and open() says the rest. */
static void make_all(const char *path)
{
    size_t size = strlen(path);
    char *part = cli_resize(NULL, size + 1, 1);

    memcpy(part, path, size + 1);
    for (size_t i = 1; i < size; i++) {
        if (part[i] == '/') {
            part[i] = '\0';
            mkdir(part, 0777);
            part[i] = '/';
        }
    }
    mkdir(part, 0777);
    free(part);
}

bool site_folder_open(struct site_folder *folder, const char *path)
{
    *folder = (struct site_folder){path, -1, false};
    make_all(path);
    folder->fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder->fd < 0) {
        fail(folder, "");
    }
    return folder->fd >= 0;
}

void site_folder_make(struct site_folder *folder, const char *name)
{
    if (mkdirat(folder->fd, name, 0777) != 0 && errno != EEXIST) {
        fail(folder, name);
    }
}

static bool write_all(int fd, const char *data, size_t size)
{
    while (size > 0) {
        ssize_t written = write(fd, data, size);

        if (written < 0 && errno != EINTR) {
            return false;
        }
        if (written > 0) {
            data += written;
            size -= (size_t)written;
        }
    }
    return true;
}

void site_folder_write(struct site_folder *folder, const char *name, const char *data,
                       size_t size)
{
    char fresh[64];
    int fd;
    bool fine;

    if (folder->failed) {
        return;
    }
    snprintf(fresh, sizeof fresh, ".ounce-%ld.tmp", (long)getpid());
    fd = openat(folder->fd, fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0) {
        fail(folder, name);
        return;
    }
    fine = write_all(fd, data, size);
    fine = close(fd) == 0 && fine;
    if (!fine || renameat(folder->fd, fresh, folder->fd, name) != 0) {
        fail(folder, name);
        unlinkat(folder->fd, fresh, 0);
    }
}

void site_folder_close(struct site_folder *folder)
{
    if (folder->fd >= 0) {
        close(folder->fd);
    }
}
