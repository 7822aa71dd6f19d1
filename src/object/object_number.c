/* object_number.c — integers beyond 64 bits, and what turns into one. */
#include "base/decimal.h"
#include "base/number.h"
#include "base/str.h"
#include "object/object.h"

/* More digits than any double has before its point. */
#define MOST_DIGITS 310

bool oz_big_real(const ounce_value *big, double *out)
{
    struct oz_decimal decimal;
    bool negative = big->size > 0 && big->text[0] == '-';
    size_t first = negative ? 1 : 0;

    if (big->size - first > MOST_DIGITS) {
        return false;
    }
    oz_decimal_clear(&decimal);
    for (size_t i = first; i < big->size; i++) {
        oz_decimal_push(&decimal, (unsigned)(big->text[i] - '0'));
    }
    decimal.point = (int)(big->size - first);
    oz_decimal_trim(&decimal);
    if (!oz_decimal_to_real(&decimal, out)) {
        return false;
    }
    *out = negative ? -*out : *out;
    return true;
}

bool oz_integer(struct oz_work *work, ounce_str digits, ounce_value *out)
{
    bool negative = digits.size > 0 && digits.data[0] == '-';
    struct oz_number number;
    char *text;

    digits.data += negative;
    digits.size -= negative;
    while (digits.size > 1 && digits.data[0] == '0') {
        digits.data++;
        digits.size--;
    }
    negative = negative && digits.data[0] != '0';
    text = oz_work_alloc(work, digits.size + 1);
    if (text == NULL) {
        return false;
    }
    text[0] = '-';
    memcpy(text + negative, digits.data, digits.size);
    digits = (ounce_str){text, digits.size + negative};
    *out = oz_text(digits);
    out->kind = OUNCE_BIG;
    if (oz_number_parse(digits.data, digits.size, &number) &&
        number.kind == OZ_NUMBER_INT) {
        *out = oz_int(number.integer);
    }
    return oz_walk_step(&work->walk, digits.size / 8);
}

/* 2^63, the first double that no int64 equals. */
#define REAL_LIMIT 9223372036854775808.0

bool oz_integer_of_real(struct oz_work *work, double real, ounce_value *out)
{
    struct oz_decimal decimal;
    char text[MOST_DIGITS + 2];
    uint64_t bits;
    size_t size = 0;

    if (real >= -REAL_LIMIT && real < REAL_LIMIT) {
        *out = oz_int((int64_t)real);
        return true;
    }
    memcpy(&bits, &real, sizeof bits);
    oz_decimal_set(&decimal, (bits & ((UINT64_C(1) << 52) - 1)) | UINT64_C(1) << 52,
                   (int)(bits >> 52 & 0x7FF) - 1075);
    if (real < 0) {
        text[size++] = '-';
    }
    for (int i = 0; i < decimal.point; i++) {
        text[size++] = i < decimal.count ? (char)('0' + decimal.digits[i]) : '0';
    }
    return oz_integer(work, (ounce_str){text, size}, out);
}
