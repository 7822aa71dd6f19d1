/* native_host.c — what scripts ask of the process they run in.
 *
 *     os.getenv("REGION", "none")        =>  "none"
 *     logging.getLogger("rule").info(…)  =>  None, and nothing is written
 *
 * The library reads no environment and writes no log: a rule gives the same answer
 * wherever it runs.
 */
#include "base/str.h"
#include "native/argument.h"

bool oz_host_getenv(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    if (args[0].kind != OUNCE_TEXT) {
        return oz_raise(work, OZ_EXC_TYPE, "str expected, not %s",
                        oz_type_name(&args[0]));
    }
    *out = oz_arg_given(&args[1]) ? args[1] : oz_none();
    return true;
}

static const char *const logger_names[] = {"name"};

/* Its methods are rows under "logging.Logger", and do nothing. */
bool oz_host_logger(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    struct oz_record *record = oz_work_alloc(work, sizeof *record);
    ounce_value *name = record == NULL ? NULL : oz_work_alloc(work, sizeof *name);

    if (name == NULL) {
        return false;
    }
    *name = oz_arg_none(&args[0]) ? oz_text(OZ_LIT("root")) : args[0];
    *record = (struct oz_record){OZ_LIT("logging.Logger"), logger_names, {name, 1, 1}};
    *out = oz_none();
    out->kind = OZ_RECORD;
    out->node = record;
    return true;
}
