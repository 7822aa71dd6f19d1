"""Write eval_cases.tsv: expressions of the IR, and what CPython 3.11 answers to them.

    python3 tests/python/eval_cases.py > tests/python/eval_cases.tsv

Operators are tried on every pair of values below; integers beyond 64 bits, which Ounce
refuses, and complex numbers are left out.
"""
import operator
import sys

assert sys.version_info[:2] == (3, 11)

OPS = {
    "add": operator.add, "subtract": operator.sub, "multiply": operator.mul,
    "divide": operator.truediv, "floor_divide": operator.floordiv,
    "modulo": operator.mod, "power": operator.pow, "shift_left": operator.lshift,
    "shift_right": operator.rshift, "bit_or": operator.or_, "bit_xor": operator.xor,
    "bit_and": operator.and_, "add_to": operator.iadd, "or_to": operator.ior,
    "equal": operator.eq, "less": operator.lt, "less_equal": operator.le,
    "greater": operator.gt, "greater_equal": operator.ge,
    "inside": lambda a, b: a in b, "item": lambda a, b: a[b],
}
UNARY = {"negate": operator.neg, "positive": operator.pos, "invert": operator.invert}
VALUES = ["None", "True", "False", "0", "1", "-7", "3", "2.5", "-0.5", "0.0", "7.0",
          "1e300", "''", "'ab'", "'b%s'", "[1, 2]", "[]", "('a',)", "()", "(1, 2)",
          "{1, 2}", "{2, 3}", "set()", "{'a': 1}", "{'a': 2, 'b': 3}"]
MORE = ["9223372036854775807", "-9223372036854775807", "62", "-1", "1e-300", "-3.0"]


def ir(value):
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, str):
        return '"%s"' % value
    if isinstance(value, dict):
        return "dict(%s)" % ", ".join(f"{ir(k)}, {ir(v)}" for k, v in value.items())
    return "%s(%s)" % (type(value).__name__, ", ".join(map(ir, value)))


def answer(function, *texts):
    """The answer, and a wrapper for the expression: sets have no order."""
    try:
        value = function(*(eval(text) for text in texts))
    except Exception as error:
        return f"!{type(error).__name__}: {error}", "%s"
    if isinstance(value, complex) or (isinstance(value, int) and not -2**63 <= value < 2**63):
        return None, None
    if isinstance(value, set):
        return repr(sorted(value)), 'apply(native("sorted"), %s)'
    return repr(value), "%s"


errors = [0]


def case(name, function, *texts):
    want, wrapper = answer(function, *texts)
    if want is not None and want.startswith("!TypeError"): # most pairs: a few will do
        errors[0] += 1
        want = want if errors[0] % 7 == 0 else None
    if want is not None:
        text = "%s(%s)" % (name, ", ".join(ir(eval(t)) for t in texts))
        print("%s\t%s" % (wrapper.replace("%s", text, 1), want))


print("# Written by eval_cases.py; answers are CPython's.")
for name, function in OPS.items():
    for a in VALUES:
        for b in VALUES:
            if "%" not in a + b or name == "modulo":
                case(name, function, a, b)
for name in list(OPS)[:12]:
    for a in MORE + ["1", "-7", "2.5", "-0.5"]:
        for b in MORE + ["2", "-7", "2.5", "-0.5"]:
            # what CPython would compute for ever
            if name not in ("shift_left", "power") or "9223" not in a + b:
                case(name, OPS[name], a, b)
for name, function in UNARY.items():
    for a in VALUES + MORE[2:]:
        case(name, function, a)
for a, b, c, d in [("'h\u00e9llo'", "1", "-1", "None"), ("[1, 2, 3]", "None", "None", "-1"),
                   ("(1, 2, 3)", "5", "None", "None"), ("'abc'", "None", "2", "0"), ("5", "1", "2", "None")]:
    case("slice", lambda v, x, y, z: v[x:y:z], a, b, c, d)
FORMATS = [("%s", "('a',)"), ("%d%%", "(5,)"), ("%5.1f|", "(2.25,)"), ("%s %s", "('a',)"), ("%s", "(1, 2)"),
           ("%r", "('a',)"), ("%x", "(255,)"), ("%05d", "(42,)"), ("%-5s|", "('a',)"), ("%5s|", "('a',)"),
           ("%s", "None"), ("%d", "('x',)"), ("%d", "(2.9,)"), ("%s", "[1]"), ("%", "(1,)"), ("%q", "(1,)"),
           ("no", "5"), ("no", "{'a': 1}"), ("no", "[]"), ("%+d", "(3,)"), ("%.2f", "(1,)"), ("%f", "(True,)"),
           ("%x", "(1.5,)"), ("%s", "('\u00e9',)"), ("%.1s|", "('ab',)"), ("%10.3f|", "(3.14159,)")]
for a, b in FORMATS:
    case("modulo", operator.mod, repr(a), b)
