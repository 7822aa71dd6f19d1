/* object_record.c — values with named fields: tuples such as urlparse's result, and
 * objects of library classes, which are equal only to themselves.
 */
#include "base/str.h"
#include "object/object.h"

bool oz_record_new(struct oz_work *work, uint32_t kind, ounce_str type,
                   const char *const *names, const ounce_value *fields, size_t count,
                   ounce_value *out)
{
    struct oz_record *record = oz_work_alloc(work, sizeof *record);
    ounce_value *items =
        record == NULL ? NULL : oz_work_alloc(work, (count + 1) * sizeof *items);

    if (items == NULL) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        items[i] = fields[i];
    }
    *record = (struct oz_record){type, names, {items, count, count}};
    *out = oz_none();
    out->kind = kind;
    out->node = record;
    return true;
}

const ounce_value *oz_record_field(const ounce_value *value, ounce_str name)
{
    const struct oz_record *record = value->node;

    if (value->kind != OZ_RECORD && value->kind != OZ_OBJECT) {
        return NULL;
    }
    for (size_t i = 0; i < record->fields.count; i++) {
        if (oz_str_is(name, record->names[i])) {
            return &record->fields.items[i];
        }
    }
    return NULL;
}
