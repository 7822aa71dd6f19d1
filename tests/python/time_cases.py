#!/usr/bin/env python3
"""Cases for tests/native/test_time.c: expressions of datetime, time or dateutil.parser
and what CPython answers.

    TZ=UTC python3.11 time_cases.py time > time_cases.ndjson
    TZ=UTC python3.11 time_cases.py dateutil > dateutil_cases.ndjson    # python-dateutil 2.9
    ... time 20000 7                                            # count, seed

Each line is [expression, answer]. An expression is a JSON scalar, or
{"c": function, "a": [...], "k": {...}}, {"m": method, "s": self, "a", "k"},
{"o": operator, "x": [a, b]}, {"t": [...]} a tuple, {"n": "literal"} any other number.
"""
import datetime
import itertools
import json
import math
import os
import random
import sys
import time
import warnings

os.environ["TZ"] = "UTC"
time.tzset()
warnings.simplefilter("ignore")
NOW = 1717243384123456
R = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)


def now(tz=None):
    aware = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc) + datetime.timedelta(
        microseconds=NOW
    )
    return aware.astimezone(tz) if tz else aware.replace(tzinfo=None)


CLOCK = {
    "datetime.datetime.now": now,
    "datetime.datetime.utcnow": now,
    "datetime.datetime.today": now,
    "datetime.date.today": lambda: now().date(),
    "time.time": lambda: NOW / 1e6,
    "time.gmtime": lambda *a: time.gmtime(*(a or (NOW / 1e6,))),
}


def find(name):
    if name in CLOCK:
        return CLOCK[name]
    parts = name.split(".")
    value = sys.modules[".".join(parts[:2])] if parts[0] == "dateutil" else globals()[parts[0]]
    for part in parts[2 if parts[0] == "dateutil" else 1 :]:
        value = getattr(value, part)
    return value


OPERATORS = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "f": lambda a, b: a // b,
    "%": lambda a, b: a % b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "hash": lambda a, b: hash(a) == hash(b),
}


def evaluate(e):
    if isinstance(e, list):
        return None
    if not isinstance(e, dict):
        return e
    args = [evaluate(a) for a in e.get("a", [])]
    named = {k: evaluate(v) for k, v in e.get("k", {}).items()}
    if "c" in e:
        function = find(e["c"])
        return function(*args, **named) if callable(function) else function
    if "m" in e:
        value = getattr(evaluate(e["s"]), e["m"])
        return value(*args, **named) if callable(value) else value
    if "n" in e:
        return float(e["n"]) if not e["n"].lstrip("-").isdigit() else int(e["n"])
    if "t" in e:
        return tuple(evaluate(x) for x in e["t"])
    x = [evaluate(v) for v in e["x"]]
    if len(x) == 1:
        op = {"-": lambda a: -a, "a": abs, "bool": bool, "str": str}[e["o"]]
        return op(x[0])
    return OPERATORS[e["o"]](*x)


def answer(e):
    try:
        return repr(evaluate(e))
    except Exception as error:  # the answer is the error
        if type(error).__name__ == "ParserError":
            return "!ParserError: " + str(error)
        return "!%s: %s" % (type(error).__name__, error)


def literal(value):
    """A value as an expression."""
    if isinstance(value, float) and (not math.isfinite(value) or "e" in repr(value)):
        return {"n": repr(value)}
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        return {"n": str(value)}
    return value


def c(name, *args, **named):
    e = {"c": name, "a": [literal(a) for a in args]}
    if named:
        e["k"] = {k: literal(v) for k, v in named.items()}
    return e


def m(self, name, *args, **named):
    e = {"m": name, "s": self, "a": [literal(a) for a in args]}
    if named:
        e["k"] = {k: literal(v) for k, v in named.items()}
    return e


def o(op, *x):
    return {"o": op, "x": [literal(v) for v in x]}


DT, DATE, TD, TZ = "datetime.datetime", "datetime.date", "datetime.timedelta", "datetime.timezone"
UTC = c("datetime.timezone.utc")

# ---- pieces ----


def zone():
    return R.choice(
        [
            UTC,
            c(TZ, c(TD, hours=R.randint(-23, 23))),
            c(TZ, c(TD, minutes=R.randint(-1439, 1439))),
            c(TZ, c(TD, seconds=R.randint(-86399, 86399))),
            c(TZ, c(TD, seconds=R.randint(-86399, 86399), microseconds=R.randint(0, 999999))),
            c(TZ, c(TD, hours=R.randint(-12, 12)), R.choice(["EST", "Europe/X", "é"])),
            c(TZ, c(TD, 0), "UTC"),
        ]
    )


def ymd():
    y = R.choice([1, 2, 4, 99, 100, 400, 999, 1000, 1582, 1899, 1900, 1904, 1969, 1970, 1999, 2000,
                  2023, 2024, 2025, 2038, 2100, 2400, 9996, 9998, 9999, R.randint(1, 9999)])
    mo = R.choice([1, 2, 2, 3, 12, R.randint(1, 12)])
    d = R.choice([1, 28, 29, 30, 31, R.randint(1, 31)])
    while True:
        try:
            datetime.date(y, mo, d)
            return y, mo, d
        except ValueError:
            d -= 1


def date():
    return c(DATE, *ymd())


def moment(aware=None):
    args = list(ymd()) + [R.choice([0, 23, R.randint(0, 23)]), R.choice([0, 59, R.randint(0, 59)])]
    if R.random() < 0.7:
        args.append(R.choice([0, 59, R.randint(0, 59)]))
        if R.random() < 0.5:
            args.append(R.choice([0, 1, 999999, 500000, 123000, R.randint(0, 999999)]))
    named = {}
    if aware or (aware is None and R.random() < 0.5):
        named["tzinfo"] = zone()
    if R.random() < 0.05:
        named["fold"] = 1
    return c(DT, *args, **named)


def number():
    return R.choice(
        [0, 1, -1, 2, 3, 7, -5, 10, 1000, 86400, 10**6, 10**9, 10**12, 10**18, 2**63 - 1, -(2**63),
         10**19, -(10**25), True, R.randint(-(10**6), 10**6),
         0.0, -0.0, 0.5, 1.5, 2.5, -0.5, 0.1, 1e-7, 1e-300, 1e300, 1e10, 3.3333333333333335, -7.25,
         5e-324, 1 / 3, R.random() * 10 ** R.randint(-8, 12), float("inf"), float("nan"),
         R.uniform(-100, 100)]
    )


def delta():
    form = R.randint(0, 7)
    if form == 0:
        return c(TD, R.choice([0, 1, -1, 30, 365, -999999999, 999999999, R.randint(-10**5, 10**5)]))
    if form == 1:
        return c(TD, seconds=R.choice([0, 1, -1, 86399, 86400, R.randint(-10**7, 10**7)]))
    if form == 2:
        return c(TD, microseconds=R.choice([0, 1, -1, 999999, 10**6, R.randint(-10**12, 10**12)]))
    if form == 3:
        return c(TD, R.randint(-10**6, 10**6), R.randint(0, 86399), R.randint(0, 999999))
    if form == 4:
        names = R.sample(["days", "seconds", "microseconds", "milliseconds", "minutes", "hours",
                          "weeks"], R.randint(1, 5))
        return c(TD, **{n: R.choice([R.randint(-1000, 1000), round(R.uniform(-50, 50), R.randint(0, 8)),
                                     R.uniform(-10, 10), 0.5, 1.5]) for n in names})
    if form == 5:
        return c(R.choice([TD + ".min", TD + ".max", TD + ".resolution"]))
    if form == 6:
        return c(TD, hours=R.choice([12, 720, 24, 1.5]))
    return c(TD, days=R.choice([3, 60, 90]), seconds=R.choice([5, 7]))


def junk():
    return R.choice([None, "x", 1, 1.5, True, "2024-01-01", {"t": [1, 2]}])


def any_time():
    return R.choice([moment, moment, date, delta, delta, zone, junk, number])()


# ---- families ----


def construct():
    k = R.randint(0, 6)
    if k == 0:
        return moment()
    if k == 1:
        names = R.sample(["hour", "minute", "second", "microsecond", "fold", "tzinfo"], R.randint(0, 3))
        named = {n: R.choice([0, 1, -1, 24, 60, 10**6, 2**31, 2**63, "x", None, 1.0, True]) for n in names}
        return c(DT, R.choice([2024, 0, 10000, -5, 1, 9999, 2**40]), R.choice([0, 1, 2, 12, 13]),
                 R.choice([0, 1, 29, 30, 31, 32]), **named)
    if k == 2:
        return c(DATE, R.choice([2024, 0, 10000, 1, 9999, "x", None]), R.choice([0, 1, 2, 12, 13, 1.0]),
                 R.choice([0, 1, 29, 30, 31, 32]))
    if k == 3:
        names = R.sample(["days", "seconds", "microseconds", "milliseconds", "minutes", "hours",
                          "weeks"], R.randint(1, 4))
        return c(TD, **{n: R.choice([number(), number(), junk()]) for n in names})
    if k == 4:
        return c(TZ, R.choice([delta(), delta(), junk()]), *R.choice([[], ["N"], [None], [5]]))
    if k == 5:
        names = R.sample(["year", "month", "day", "hour", "minute", "second", "microsecond", "fold",
                          "tzinfo"], R.randint(0, 3))
        values = {n: R.choice([0, 1, 2, 12, 28, 29, 59, 2023, 2024, "x"]) for n in names}
        if "tzinfo" in values:
            values["tzinfo"] = R.choice([None, UTC, "x", zone()])
        return m(moment(), "replace", **values)
    names = R.sample(["year", "month", "day"], R.randint(0, 3))
    return m(date(), "replace", **{n: R.choice([0, 1, 2, 12, 28, 29, 31, 2023, 2024]) for n in names})


def attribute():
    k = R.randint(0, 3)
    if k == 0:
        name = R.choice(["year", "month", "day", "hour", "minute", "second", "microsecond", "fold",
                         "tzinfo", "weekday", "isoweekday", "isocalendar", "toordinal", "date",
                         "timestamp", "timestamp", "timestamp", "timetuple", "utctimetuple", "utcoffset",
                         "dst", "tzname", "ctime"])
        return m(moment(), name)
    if k == 1:
        name = R.choice(["year", "month", "day", "weekday", "isoweekday", "isocalendar", "toordinal",
                         "timetuple", "ctime", "isoformat"])
        return m(date(), name)
    if k == 2:
        return m(delta(), R.choice(["days", "seconds", "microseconds", "total_seconds", "total_seconds"]))
    return m(zone(), R.choice(["utcoffset", "tzname"]), R.choice([None, moment(), 5]))


def printing():
    k = R.randint(0, 4)
    if k == 0:
        return o("str", any_time())
    if k == 1:
        return o("str", moment())
    if k == 2:
        return o("str", delta())
    if k == 3:
        named = {}
        if R.random() < 0.5:
            named["sep"] = R.choice([" ", "T", "é", "ab", "", 5, None])
        if R.random() < 0.6:
            named["timespec"] = R.choice(["auto", "hours", "minutes", "seconds", "milliseconds",
                                          "microseconds", "x", 3, None])
        return m(moment(), "isoformat", **named)
    return any_time()


def arithmetic():
    k = R.randint(0, 9)
    op = R.choice("+-*/f%")
    if k <= 1:
        return o(R.choice("+-"), moment(), R.choice([delta, moment])())
    if k == 2:
        return o(R.choice("+-"), date(), R.choice([delta, date])())
    if k == 3:
        return o("+", delta(), R.choice([date, moment])())
    if k == 4:
        return o(R.choice("+-/f%"), delta(), delta())
    if k == 5:
        return o(R.choice("*/f"), delta(), number())
    if k == 6:
        return o("*", number(), delta())
    if k == 7:
        return o(R.choice(["-", "a", "bool"]), delta())
    while True:
        a, b = any_time(), any_time()
        if {"c", "m"} & (set(a if isinstance(a, dict) else ()) | set(b if isinstance(b, dict) else ())):
            if (isinstance(a, str) or str(a)[:4] == "{'t'") and op in "+%":
                continue  # text's own business
            if not (op == "*" and (isinstance(a, str) or isinstance(b, str) or "t" in str(a)[:4] or
                                   "t" in str(b)[:4])) and not (op == "%" and isinstance(a, str)):
                return o(op, a, b)


def comparing():
    k = R.randint(0, 5)
    op = R.choice(["<", "<=", ">", ">=", "=="])
    if k == 0:
        return o(op, moment(), moment())
    if k == 1:
        return o(op, date(), date())
    if k == 2:
        return o(op, delta(), delta())
    if k == 3:
        a = moment(aware=True)
        b = m(a, "astimezone", zone())
        return o(R.choice([op, "=="]), a, b)
    if k == 4:
        a = moment()
        return o(R.choice([op, "==", "hash"]), a, a)
    while True:
        a, b = any_time(), any_time()
        if "c" in str(a) + str(b) and not (
            {k(a), k(b)} == {DT, DATE} if (k := lambda x: x.get("c") if isinstance(x, dict) else 0) else 0
        ):
            return o(op, a, b)


def zones():
    k = R.randint(0, 3)
    if k == 0:
        return m(moment(), "astimezone", *R.choice([[], [None], [zone()], [zone()], ["x"]]))
    if k == 1:
        return m(m(moment(aware=True), "astimezone", zone()), "isoformat")
    if k == 2:
        return c(R.choice([DT + ".now", DT + ".now", DT + ".utcnow", DT + ".today", DATE + ".today",
                           "time.time", "time.gmtime"]))
    return c(DT + ".now", R.choice([zone(), zone(), None]))


def stamps():
    value = R.choice([0, 1, -1, 1700000000, 1700000000.5, 1700000000.123456, 253402300799, 253402300800,
                      -62135596800, -62135596801, -62135510400, 1e18, 10**18, 2**63, -1e19,
                      float("inf"), float("nan"), 0.5e-6, 1.5e-6, 2.5e-6, -0.5e-6, -1e-7,
                      1e-9, 0.9999999, 0.9999995, "x", None, True, 1234567890123,
                      R.uniform(-1e9, 3e9), R.uniform(-6e10, 2.5e11), R.randint(-10**10, 10**11)])
    k = R.randint(0, 5)
    if k <= 1:
        return c(DT + ".fromtimestamp", value, *R.choice([[], [None], [zone()]]))
    if k == 2:
        return c(DATE + ".fromtimestamp", value)
    if k == 3:
        return c("time.mktime", R.choice([m(moment(), "timetuple"), m(date(), "timetuple"),
                                          {"t": [2024, R.randint(-20, 40), R.randint(-50, 400), 1, 2, 3, 0, 0, 0]},
                                          {"t": [2024, 1, 1]}, "x"]))
    if k == 4:
        return c(DATE + ".fromordinal", R.choice([0, 1, -1, 3652059, 3652060, R.randint(1, 3652059)]))
    return c(DT + ".utcfromtimestamp", value)


FORMATS = [
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S.%fZ", "%Y-%m-%dT%H:%M:%S*%f%z",
    "%Y %b %d %H:%M:%S.%f %Z", "%b %d %H:%M:%S %z %Y", "%d/%b/%Y:%H:%M:%S %z", "%b %d, %Y %I:%M:%S %p",
    "%b %d %H:%M:%S %Y", "%b %d %H:%M:%S", "%Y-%m-%dT%H:%M:%S%z", "%y-%m-%d %H:%M:%S,%f %z",
    "%y%m%d %H:%M:%S", "%Y%m%d %H:%M:%S.%f", "%m/%d/%y*%H:%M:%S", "%H:%M:%S,%f", "%m%d_%H:%M:%S.%f",
    "%m/%d/%Y %I:%M:%S %p:%f", "%A, %d %B %Y", "%a %d %b %y", "%j %Y", "%Y%j", "%Y %U %w", "%Y-%W-%a",
    "%G-W%V-%u", "%G %V %A", "%c", "%x %X", "%%%Y", "%d%m%Y", "%d%m%y%H%M%S%f", "%I%p", "%Y-%m-%d%z",
    "%d", "%m %d", "%f", "%S", "%b", "%p %I", "%U %Y", "%V", "%G", "%Y %V %u",
]


def separate(text):
    """A text near to one that fits."""
    k = R.randint(0, 9)
    if k == 0 and text:
        i = R.randrange(len(text))
        return text[:i] + text[i + 1 :]
    if k == 1:
        i = R.randrange(len(text) + 1)
        return text[:i] + R.choice([" ", "0", "9", ":", "x", "-", "é", "\t", ".", "+"]) + text[i:]
    if k == 2:
        return text.upper()
    if k == 3:
        return text.lower()
    if k == 4:
        return text.replace(" ", "  ").replace("0", "")
    if k == 5:
        return text + R.choice(["Z", " ", "+00:00", "1", ".5", "\n", "+0530"])
    return text


def parsing():
    fmt = R.choice(FORMATS)
    if R.random() < 0.03:
        return c(DT + ".strptime", R.choice([None, 5, "x"]), R.choice([None, 5, "%Y"]))
    if R.random() < 0.05:
        fmt = R.choice(["%", "%Q", "x%", "%Y %*", "% d", "%é", "%E", "%-d", "%Y%"])
    value = evaluate(moment())
    try:
        text = value.strftime(fmt.replace("%Y", "%04d" % value.year).replace("%G", "%04d" % value.isocalendar()[0]))
    except ValueError:
        text = "x"
    if R.random() < 0.15:
        fmt = R.choice(FORMATS)
    return c(DT + ".strptime", separate(text), fmt)


def strptime_zones():
    text = R.choice(["+", "-"]) + "".join(
        R.choice(["%02d" % R.randint(0, 30), "%02d" % R.randint(0, 65), ":", ".", "5"]) for _ in range(R.randint(1, 6)))
    return c(DT + ".strptime", R.choice([text, "Z", "z", "+05:30", "-0330", "+05:30:15", "+053015.5", "+05:3015",
                                         "+24:00", "-23:59:59.999999", "+99:00"]),
             R.choice(["%z", "%z", "%z", "%z%Z"]))


def strptime_digits():
    fmt = "".join(R.sample(["%d", "%m", "%H", "%M", "%S", "%y", "%I", "%j", "%f"], R.randint(1, 4)))
    return c(DT + ".strptime", "".join(R.choice("0123456789 ") for _ in range(R.randint(1, 9))), fmt)


ISO = [
    "2024-01-05", "20240105", "2024-W01", "2024W01", "2024-W01-5", "2024W015", "2024-01-05T10", "2024-01-05T10:30",
    "2024-01-05T1030", "2024-01-05 10:30:05", "20240105T103005", "2024-01-05T10:30:05.123456",
    "2024-01-05T10:30:05,123", "2024-01-05T10:30:05.123456789", "2024-01-05T10:30:05Z", "2024-01-05T10:30:05+05:30",
    "2024-01-05T10:30:05-0530", "2024-01-05T10:30:05+05", "2024-01-05T10:30:05.5+05:30:15.25", "2024-W53-1",
    "2020-W53-7", "2024-02-30", "2024-13-01", "0000-01-01", "2024-01-05T24:00", "2024-01-05T10:60", "2024-01-05T10:30:05+24:00",
    "2024-01-05T10:30:05+00:00", "2024-01-05T10:30:05-00:00:00.5", "2024-01-05T", "2024-01-05T10:", "2024-01-05T10:30:05:5",
    "2024-01-05T10305", "2024-01-05T1030056789", "2024-W01-0000", "2024-W01T10:30", "2024W01T10", "2024W015T10", "2024W01010",
    "2024-1-5", "", "x", "2024", "2024-01", "2024-01-05éé10:30", "2024-01-05é10:30", "2024-01-05T10:30:05.Z", "2024-01-05+05:00",
    "2024-01-05T10:30:05 +05:00", "2024-01-05T10:30Z0", "9999-W53-7", "0001-W01-1", "2024-001", "2024001", "2024-01-05 00:00:00.000",
    "1970-01-01T00:00:00", "2024-01-05 10:30:05.123", "2024-01-05T10.5", "2024-01-05T10:30.5",
]


def iso():
    name = R.choice([DT + ".fromisoformat"] * 4 + [DATE + ".fromisoformat"])
    if R.random() < 0.03:
        return c(name, R.choice([None, 5, 1.5]))
    k = R.random()
    if k < 0.4:
        return c(name, R.choice(ISO))
    if k < 0.6:
        return c(name, evaluate(moment()).isoformat())
    text = R.choice(ISO)
    for _ in range(R.randint(1, 2)):
        i = R.randrange(len(text) + 1)
        text = text[:i] + R.choice(["0", "5", ":", "-", ".", ",", "Z", "+", "W", "T", ""]) + text[i + R.randint(0, 1) :]
    return c(name, text)


DIRECTIVES = list("aAbBcCdDeFgGhHIjklmMnpPrRSstTuUVwWxXyYzZf%") + ["-d", "-m", "_d", "0e", "^a", "#p", "^B", "#Z",
                                                                  "5d", "10Y", "_5H", "-H", "Q", "", "-", "4Y", "08d", "#a", "^p"]


def formatting():
    fmt = "".join(R.choice(["%" + d for d in DIRECTIVES] + ["x", " ", "é", "-"]) for _ in range(R.randint(1, 5)))
    if any(x in fmt for x in ("%Q", "%-%", "%%")) and R.random() < 0.9:
        fmt = "%Y-%m-%d"
    if R.random() < 0.05:
        return m(moment(), "strftime", R.choice([None, 5]))
    if R.random() < 0.1:
        return c("time.strftime", fmt.replace("%f", "").replace("%Z", "").replace("%z", ""), m(moment(), "timetuple"))
    return m(R.choice([moment, moment, date])(), R.choice(["strftime", "strftime", "__format__"]), fmt)


TIME_FAMILIES = [construct, construct, attribute, attribute, printing, arithmetic, arithmetic, comparing, zones,
                 stamps, parsing, parsing, strptime_zones, strptime_digits, iso, iso, formatting]

# ---- dateutil ----

FREE = [
    "2024-01-05T10:30:05Z", "2024-01-05 10:30:05", "20240105T103005", "20240105", "202401051030", "20240105103005",
    "Jan 5 2024 10:00 PM", "Jan 5, 2024 10:00pm", "5 January 2024", "January 5th, 2024", "Fri, 05 Jan 2024 22:00:00 GMT",
    "Fri, 05 Jan 2024 22:00:00 +0530", "Fri Jan  5 22:00:00 UTC 2024", "Fri Jan 5 22:00:00 EST 2024", "2024/01/05", "01/05/2024",
    "13/05/2024", "05.01.2024", "1-5-24", "2024-Jan-05", "05-Jan-2024", "Jan-05-2024", "Jan-2024", "Jan of 24", "2024", "24", "May",
    "Friday", "10:30", "10:30:05.123456789", "10pm", "10 pm", "12 am", "12am", "10h30m5s", "10h 30m", "10 hours", "10.5h", "30.5m",
    "2024-01-05T10:30:05+05:30", "2024-01-05T10:30:05-0800 (PST)", "2024-01-05 10:30 UTC+3", "2024-01-05 10:30 GMT-03:00",
    "2024-01-05 10:30 BRST+3", "2024-01-05T10:30:05.123+00:00", "2024-01-05 10:30:05,123", "990105", "050199", "010203", "01-02-03",
    "13-02-03", "99-01-02", "32-01-02", "Jan 99", "Jan 32", "99 Jan", "1999 Jan 5", "Sept 5 2024", "5 Sep 2024", "05/Jan/2024:22:00:00 +0000",
    "2024-02-30", "2024-13-01", "13/13/2024", "Feb 30", "", " ", "x", "not a date", "5 foo 2024", "2024-01-05T25:00", "2024-01-05T10:60",
    "12:30 pm", "13:30 pm", "0:30 am", "pm", "10:30 a.m.", "2024 W01", "Monday Jan 2024", "Mon 10:00", "5th of January 2024",
    "January of 2024", "1700000000", "1700000000.5", "99999999999", "2024-01-05T10", "2024-01-05T1030", "19990101T23", "19990101T2359",
    "2024-01-05 10", "1.2.3", "10.01.2024 10.30", "10:00 NAN", "nan", "inf", "10:30 Z", "10:30z", "10:30 XYZ", "10:30 -3", "10:30 +99:99",
    "10:30 +999999:00", "10:30 -", "10:30 +abc", "12,5", "1,234", "2024-01-05 10:30:05.5 +0100", "3 5", "32 5", "5 32", "13 2024", "2024 13",
    "4 5 6 7", "Jan Feb", "2024 2023", "31", "32", "100", "99", "00", "0", "0001-01-01", "10000-01-01", "9999-12-31T23:59:59", "00:00",
    "2003-09-25T10:49:41", "20030925T10", "Thu Sep 25 10:36:28 2003", "10h36m28.5s", "Wed, July 10, '96", "1996.07.10 AD at 15:08:56 PDT",
    "Tuesday, April 12, 1952 AD 3:30:42pm PST", "November 5, 1994, 8:15:30 am EST", "3rd of May 2001", "5:50 A.M. on June 13, 1990",
    "2024-01-05T10:30:05.123456789Z", "1/5", "1/5/6/7", "2024-01-05-10", "20240105 1030", "2024.01.05 10:30", "10 30", "a", "t", "am",
    "01 Jan 2024 10:00:00 PM UTC", "Jan 5\u202f2024 10:00\u202fPM", "2024年1月5日", "\u00a05 Jan 2024", "99999999999999999999:00", "2024-01-05 99999999999:00",
    "5 Jan 99999999999", "10 h", "h 10", "10h 30", "10h30", "10:30 h", "5.5", "5.5 Jan", "100.5", "12:30.5", "12:30.51", "10m", "10 m", "10s", "10.25 s",
]


def free():
    text = R.choice(FREE)
    k = R.random()
    named = {}
    if k < 0.25:
        value = evaluate(moment())
        text = R.choice([value.isoformat(), str(value), value.ctime(), value.strftime("%d/%m/%y %H:%M"),
                         value.strftime("%a, %d %b %Y %H:%M:%S") + R.choice([" GMT", " +0530", ""]),
                         value.strftime("%m/%d/%Y %I:%M:%S %p"), value.strftime("%B %d, %Y"), value.strftime("%d-%b-%y"),
                         value.strftime("%Y%m%d%H%M%S"), value.strftime("%Y%m%dT%H%M%S.%f"), value.strftime("%b %d %H:%M:%S")])
    elif k < 0.6:
        for _ in range(R.randint(1, 3)):
            i = R.randrange(len(text) + 1)
            text = text[:i] + R.choice(["0", "5", "1", ":", "-", ".", ",", "Z", "+", " ", "T", "/", "a", "pm ", "Jan ", "h", "m", "24", "UTC", "(", ""]) + text[i + R.randint(0, 1) :]
    elif k < 0.7:
        words = ["5", "12", "31", "32", "99", "2024", "Jan", "February", " ", " ", " ", "-", "/", ".", ",", ":", "10:30", "pm", "am", "Mon", "UTC", "EST", "+", "-3",
                 "h", "m", "s", "T", "of", "1030", "103005", "20240105", "5.5", "(", ")", "at", "'", "st"]
        text = "".join(R.choice(words) for _ in range(R.randint(1, 8)))
    for name in ("dayfirst", "yearfirst", "fuzzy", "ignoretz"):
        if R.random() < 0.08:
            named[name] = True
    if R.random() < 0.15:
        named["default"] = moment()
    if R.random() < 0.01:
        text = R.choice([None, 5, 1.5])
    e = c("dateutil.parser.parse", text, **named)
    return o("str", e) if R.random() < 0.2 else e


def set_clock():
    import types

    from dateutil import parser

    shim = types.SimpleNamespace(
        datetime=types.SimpleNamespace(now=now), timedelta=datetime.timedelta, tzinfo=datetime.tzinfo)
    parser._parser.datetime = shim
    info = parser._parser.DEFAULTPARSER.info
    info._year, info._century = 2024, 2000


def main():
    which = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else {"time": 1800, "dateutil": 800}[which]
    cases = []
    if which == "dateutil":
        set_clock()
        cases = [c("dateutil.parser.parse", text) for text in FREE]
        make = free
    else:
        cases = [c(DT + ".fromisoformat", text) for text in ISO]
        make = lambda: R.choice(TIME_FAMILIES)()
    seen = set()
    for e in itertools.chain(cases, iter(lambda: literal(make()), main)):
        text = json.dumps(e, ensure_ascii=False)
        if text in seen:
            continue
        seen.add(text)
        print(json.dumps([e, answer(e)], ensure_ascii=False, separators=(",", ":")))
        if len(seen) >= count:
            return


main()
