/* time_scale.h — spans multiplied and divided. */
#ifndef OZ_TIME_SCALE_H
#define OZ_TIME_SCALE_H

#include "object/object.h"

/* a op b for * / 'f' %, one of the two being an OZ_DELTA. *handled, which is true on
 * entry, becomes false for pairs without meaning. */
bool oz_delta_scale(struct oz_work *work, char op, const ounce_value *a,
                    const ounce_value *b, ounce_value *out, bool *handled);

#endif
