/* kit_cases.h — files of cases, a line each, whose answers somebody else gave. */
#ifndef KIT_CASES_H
#define KIT_CASES_H

#include "native/native.h"
#include "object/object.h"

/* Is the line, without its end, answered as it says? `number` counts from 1. */
typedef bool kit_case_fn(void *user, char *line, unsigned number);

/* Check every line of a file of the source tree, but `#` lines and empty ones. The test
 * fails when one differs, or when there are not at least `least`. */
void kit_cases(const char *path, unsigned least, kit_case_fn *check, void *user);

/* Cut the field before `end` off the front of the line. The test fails without one. */
char *kit_cut(char **line, char end);

/* Is `got` what the line wants? What differs is printed, with `what` was asked. */
bool kit_answer(unsigned number, const char *what, const char *want, const char *got);

/* Call a native by its row or its name; `named` is a dict of arguments by name. */
bool kit_call_row(struct oz_work *work, uint32_t id, const ounce_value *args,
                  uint32_t count, ounce_value *out);
bool kit_call(struct oz_work *work, const char *name, const ounce_value *args,
              uint32_t count, ounce_value *out);
bool kit_call_named(struct oz_work *work, uint32_t id, const ounce_value *args,
                    const ounce_value *named, ounce_value *out);

#endif
