/* folder.h — the folder that a site is written to. */
#ifndef CLI_SITE_FOLDER_H
#define CLI_SITE_FOLDER_H

#include "cli/text.h"

struct site_folder {
    const char *path; /* as the user gave it */
    int fd;           /* -1: not open */
    bool failed;      /* something could not be written and was reported */
};

/* Open @path, made with its parents when missing. false after a message. */
bool site_folder_open(struct site_folder *folder, const char *path);

/* Make a folder inside it, unless it is there. */
void site_folder_make(struct site_folder *folder, const char *name);

/* Put a file in place of one that may be there: whoever reads it sees the old one or
 * the new one, whole. @name is relative and ours. After a failure all later ones are
 * dropped. */
void site_folder_write(struct site_folder *folder, const char *name, const char *data,
                       size_t size);

void site_folder_close(struct site_folder *folder);

#endif
