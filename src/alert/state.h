/* state.h — windows to a file and back.
 *
 *     {"kind":"ounce alert state","version":1,"sequence":2,"clock":0}
 *     {"kind":"profile","rule_id":"R","severity":"LOW",…}
 *     {"kind":"window","profile":0,"dedup":"a","title":null,"start":…,"end":…,…}
 *     {"kind":"end","lines":3,"checksum":"9ae16a3b2f90404f"}
 *
 * Profiles are numbered as they come. The last line counts those before it and sums
 * their bytes; the same windows give the same file.
 */
#ifndef OZ_STATE_H
#define OZ_STATE_H

#include "alert/tracker.h"

/* `path` has no NUL in it. */
ounce_status oz_state_save(const ounce_tracker *tracker, ounce_str path,
                           ounce_error *err);

/* With `found` NULL, a file that is not there is an error. */
ounce_status oz_state_load(ounce_tracker *tracker, ounce_str path, bool *found,
                           ounce_error *err);

/* Load from an open file; `name` is what errors call it. */
ounce_status oz_state_read(ounce_tracker *tracker, int fd, ounce_str name,
                           ounce_error *err);

#endif
