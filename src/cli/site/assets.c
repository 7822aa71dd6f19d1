/* assets.c — the files that are the same in every site, carried by the command. */
#include "cli/site/site.h"

#include "site_assets.h"

void site_assets(struct site *site)
{
    static const struct {
        const char *name;
        const unsigned char *data;
        size_t size;
    } files[] = {
        {"assets/site.css", site_css, sizeof site_css},
        {"assets/site.js", site_js, sizeof site_js},
        {"assets/theme.js", theme_js, sizeof theme_js},
        {"assets/index.js", index_js, sizeof index_js},
        {"assets/icon.svg", icon_svg, sizeof icon_svg},
    };

    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        site_folder_write(&site->folder, files[i].name, (const char *)files[i].data,
                          files[i].size);
    }
}
