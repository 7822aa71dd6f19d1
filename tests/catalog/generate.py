"""generate.py — rules in YAML and Python, and events that have something to say to them.

    write(folder, seed)  =>  the folder of rules, the file of events

One small vocabulary of fields and values feeds both sides. The same seed gives the same
files. Every rule loads; some raise on some events, and some hold what no predicate says.
"""

import json
import random

LOG_TYPES = ["Test.One", "Test.Two", "Test.Three"]
WORDS = ["admin", "Admin", "sysadmin", "root", "ROOT", "x", "xyz", "ab", "abc", "", "403",
         "DeleteVpc", "deletevpc", "Delete", "\u00e9mile", "\u00c9MILE", "quo\"te", " ",
         "\u0130t", "it", "\u03a3o", "10.0.0.1", "a and b", "a) or (b", "] or [\"a"]
NUMBERS = [0, 1, 2, 5, 6, 7, 22, 403, -1, 5.5, 1.0, 9007199254740993, 2**63, 10**20, 1e300]
ADDRESSES = ["10.0.0.1", "10.9.9.9", "8.8.8.8", "172.31.0.9", "172.32.0.1", "203.0.113.9",
             "100.64.0.1", "::1", "2001:db8::1", "2001:4860:4860::8888", "::ffff:10.0.0.1",
             "fe80::1%eth0", "010.0.0.1", "10.0.0.256", "n/a", "10.0.0.0/8", "10.0.0.5/32"]
GOOD_ADDRESSES = ADDRESSES[:11]
NETWORKS = ["10.0.0.0/8", "10.1.2.3/8", "172.16.0.0/255.240.0.0", "8.8.8.8", "0.0.0.0/0",
            "2001:db8::/32", "::/0", "fe80::/10"]
ODD = [None, True, False, 0, "", [], {}, [None], ["admin"], {"b": 1}, "admin", 5, [1, "x"]]

# Where values are: a list of names, `*` an element of a list; and what is there.
FIELDS = [
    (["name"], WORDS), (["action"], WORDS), (["kind"], WORDS), (["port"], NUMBERS),
    (["src"], ADDRESSES), (["net"], ADDRESSES + NETWORKS), (["flag"], [True, False]),
    (["user", "name"], WORDS), (["user", "id"], NUMBERS), (["user", "deep", "leaf"], WORDS),
    (["bytes in"], NUMBERS), (["a.b"], WORDS), (["x eq 1 or y"], WORDS), (["not"], WORDS),
    (["true"], NUMBERS), (["$1"], WORDS), (["caf\u00e9"], WORDS),
]
LISTS = [(["tags"], WORDS), (["nums"], NUMBERS), (["user", "roles"], WORDS), (["ips"], ADDRESSES)]
ITEMS = ["items", "rows"]
MEMBERS = [("type", WORDS), ("n", NUMBERS), ("ok", [True, False]), ("ip", ADDRESSES)]


class Writer:
    def __init__(self, seed):
        self.rng = random.Random(seed)

    def chance(self, percent):
        return self.rng.randrange(100) < percent

    def pick(self, items):
        return self.rng.choice(items)

    # ---- events ----

    def value(self, pool):
        return self.pick(ODD) if self.chance(18) else self.pick(pool)

    def put(self, event, path, value):
        for name in path[:-1]:
            below = event.setdefault(name, {})
            if not isinstance(below, dict):
                return
            event = below
        name = path[-1]
        event[name.upper() if self.chance(2) else name] = value

    def item(self):
        item = {name: self.value(pool) for name, pool in MEMBERS if self.chance(80)}
        if self.chance(30):
            item["inner"] = [{"t": self.value(WORDS)} for _ in range(self.rng.randrange(3))]
        return self.pick(ODD) if self.chance(4) else item

    def event(self):
        event = {}
        for path, pool in FIELDS:
            if self.chance(75):
                self.put(event, path, self.value(pool))
        for path, pool in LISTS:
            if self.chance(75):
                found = [self.value(pool) for _ in range(self.rng.randrange(4))]
                self.put(event, path, self.pick(ODD) if self.chance(8) else found)
        for name in ITEMS:
            if self.chance(75):
                event[name] = [self.item() for _ in range(self.rng.randrange(4))]
            elif self.chance(20):
                event[name] = self.pick(ODD)
        event["p_log_type"] = self.pick(LOG_TYPES)
        return event

    # ---- match expressions ----

    def specifier(self, path):
        if len(path) == 1 and self.chance(40):
            return {"Key": path[0]}
        if self.chance(40):
            return {"DeepKey": path}
        if all(name.isascii() and name.isalnum() for name in path):
            return {"KeyPath": ".".join(path)}
        return {"KeyPath": "".join("[" + json.dumps(name) + "]" for name in path)}

    def scalar(self, pool):
        return self.pick([x for x in (self.pick([pool, WORDS]) if self.chance(15) else pool)])

    def test(self, path, pool, wild=False):
        out = {"KeyPath": f"items[*].{self.pick(MEMBERS)[0]}"} if wild else self.specifier(path)
        kind = self.rng.randrange(9)
        negative = self.chance(40)
        if kind == 0:
            out["Condition"] = self.pick(["Exists", "DoesNotExist", "IsNull", "IsNotNull",
                                          "IsNullOrEmpty", "IsNotNullOrEmpty"])
        elif kind == 1:
            out |= {"Condition": "DoesNotEqual" if negative else "Equals",
                    "Value": self.scalar(pool)}
        elif kind == 2:
            same = [x for x in pool if type(x) is type(pool[0])]
            out |= {"Condition": "IsNotIn" if negative else "IsIn",
                    "Values": self.rng.sample(same, self.rng.randrange(min(4, len(same))))}
        elif kind == 3:
            out |= {"Condition": self.pick(["IEquals", "IDoesNotEqual"]), "Value": self.pick(WORDS)}
        elif kind == 4:
            word = self.pick(["StartsWith", "EndsWith", "Contains"])
            name = ("I" if self.chance(40) else "") + (
                {"StartsWith": "DoesNotStartWith", "EndsWith": "DoesNotEndWith",
                 "Contains": "DoesNotContain"}[word] if negative else word)
            out["Condition"] = name
            if self.chance(40):
                out["Values"] = self.rng.sample(WORDS, self.rng.randrange(1, 4))
            else:
                out["Value"] = self.pick(WORDS)
        elif kind == 5:
            out |= {"Condition": self.pick(["IsGreaterThan", "IsGreaterThanOrEquals",
                                            "IsLessThan", "IsLessThanOrEquals"]),
                    "Value": self.scalar(pool)}
        elif kind == 6:
            out["Condition"] = self.pick(["IsIPAddress", "IsIPv4Address", "IsIPv6Address",
                                          "IsIPAddressPrivate", "IsIPAddressPublic"])
            if self.chance(40):
                out["Value"] = self.chance(50)
        elif kind == 7:
            out |= {"Condition": "IsIPAddressNotInCIDR" if negative else "IsIPAddressInCIDR",
                    "Values": self.rng.sample(NETWORKS, 2)}
        else:
            out |= {"Condition": "CIDRDoesNotContainIPAddresses" if negative
                    else "CIDRContainsIPAddresses", "Value": self.pick(GOOD_ADDRESSES)}
        return out

    def comprehension(self, depth, name=None):
        out = {"KeyPath": name or self.pick(ITEMS),
               "Condition": self.pick(["AnyElement", "AllElements", "OnlyOneElement", "NoElement"])}
        inner = [self.test([n], pool) for n, pool in
                 (self.pick(MEMBERS) for _ in range(self.rng.randrange(3)))]
        if depth > 0 and self.chance(25):
            inner.append({"KeyPath": "inner", "Condition": "AnyElement",
                          "Expressions": [self.test(["t"], WORDS)]})
        if depth > 0 and self.chance(30):
            inner.append({self.pick(["Any", "None", "All", "OnlyOne"]):
                          [self.test(["type"], WORDS), self.test(["n"], NUMBERS)]})
        out["Expressions"] = inner
        return out

    def expression(self, depth):
        if depth > 0 and self.chance(45):
            return {self.pick(["All", "Any", "OnlyOne", "None"]):
                    [self.expression(depth - 1) for _ in range(self.rng.randrange(5))]}
        kind = self.rng.randrange(20)
        if kind < 12:
            return self.test(*self.pick(FIELDS))
        if kind < 14:
            return self.test(*self.pick(LISTS))
        if kind == 14:
            return self.test(*self.pick(FIELDS), wild=True)
        if kind == 15 and self.chance(30):
            return {"Condition": self.pick(["AlwaysTrue", "AlwaysFalse"])}
        return self.comprehension(depth)

    def filters(self):
        path = self.pick(["name", "user.name", "port"])
        return [{"KeyPath": path, "Condition": self.pick(["Equals", "DoesNotEqual"]),
                 "Value": self.pick(WORDS)}]

    # ---- Python ----

    def field(self, pool=None, default=None):
        """An expression that is a field, and what it may be compared with."""
        path, values = self.pick([f for f in FIELDS if pool is None or f[1] is pool])
        default = default if default is not None else self.pick(
            ["''", "'x'", "0", "[]", "{}", "None", "'<none>'"])
        names = ", ".join(map(repr, path))
        if len(path) > 1:
            steps = "".join(f".get({n!r}, {{}})" for n in path[:-1])
            text = self.pick([
                f"event.deep_get({names})", f"event.deep_get({names}, default={default})",
                f"event{steps}.get({path[-1]!r})", f"event{steps}.get({path[-1]!r}, {default})"])
        else:
            text = self.pick([
                f"event.get({names})", f"event.get({names}, {default})",
                f"event.deep_get({names}, default={default})", f"event[{names}]",
                f"event.udm('udm_{self.pick('ab')}')", f"(event.get({names}) or {default})"])
        return text, values

    def simple(self):
        kind = self.rng.randrange(16)
        field, values = self.field()
        value = repr(self.scalar(values))
        several = ", ".join(repr(self.scalar(values)) for _ in range(self.rng.randrange(1, 4)))
        word = repr(self.pick(WORDS))
        text = self.field(WORDS, "''")[0]
        if kind <= 2:
            return f"{field} {self.pick(['==', '!='])} {value}"
        if kind == 3:
            return self.pick([f"{field} in [{several}]", f"{field} in ({several},)",
                              f"{field} not in {{{several}}}", f"{field} in NAMES",
                              f"{field} not in KINDS", f"{field} == ADMIN"])
        if kind == 4:
            return self.pick([f"bool({field})", f"not {field}", f"{field} is None",
                              f"{field} is not None"])
        if kind == 5:
            method = self.pick(["startswith", "endswith"])
            operand = self.pick([word, f"({word}, 'De')", "PREFIXES"])
            return f"{text}.{method}({operand})"
        if kind == 6:
            return f"{word} {self.pick(['in', 'not in'])} {text}"
        if kind == 7:
            return self.pick([f"{text}.lower() == {word.lower()}",
                              f"{text}.lower().startswith({word.lower()})",
                              f"{text}.lower() in [{word.lower()}, 'root']",
                              f"{word.lower()} in {text}.lower()",
                              f"{text}.upper() == {word.upper()}"])
        if kind == 8:
            number = self.field(NUMBERS, "0")[0]
            return f"{number} {self.pick(['<', '<=', '>', '>='])} {self.pick(NUMBERS)!r}"
        if kind == 9:
            return (f"{self.pick(['any', 'all'])}(x {self.pick(['==', '!='])} {word} for x in "
                    f"event.get({self.pick(['tags', 'nums'])!r}, []))")
        if kind == 10:
            name = self.pick(ITEMS)
            source = self.pick([f"event.get({name!r}, [])", f"(event.get({name!r}) or [])",
                                f"event.deep_get({name!r}, default=[])"])
            return (f"{self.pick(['any', 'all'])}(x.get('type'{self.pick(['', ', None'])}) == {word}"
                    f"{self.pick(['', ' and x.get(' + repr('n') + ') != 5'])} for x in {source})")
        if kind == 11:
            return self.pick([f"any(w in {text} for w in ('ad', {word}))",
                              f"all(w in {text} for w in PREFIXES)",
                              f"any({text}.startswith(w) for w in PREFIXES)",
                              f"any({field} == w for w in [{several}])",
                              f"any(w == {field} for w in NAMES)"])
        if kind == 12:
            return self.pick([f"{word} in event.get('tags', [])",
                              f"'b' in event.get('user', {{}})",
                              f"{word} in event.deep_get('user', 'roles', default=[])",
                              f"'Name' in (event.get('user') or {{}})"])
        if kind == 13 and self.chance(50):
            last = self.pick(["'name'", "'name', ''", "'roles', []"])
            return self.pick([
                f"pick(event, 'user').get({last}) == {word}",
                f"(pick(event, 'user') or {{}}).get({last}) == {word}",
                f"pick(event, 'user')['name'] == {word}",
                f"dig(event, 'user', 'name') == {word}", f"dig(event, 'user', 'deep') == {word}",
                f"{field} in TABLE", f"TABLE.get({word}) == {field}",
                f"any(x['type'] == {word} for x in event.get('items', []))",
                f"fnmatch({text}, {self.pick(['*min', 'De*', '?oo[tT]', '*'])!r})",
                f"any(fnmatch({field}, p) for p in ['ad*', '[!x]*', {word}])"])
        if kind == 13:
            return f"event.udm('udm_{self.pick('abc')}') == {word}"
        if kind == 14:
            return self.pick([f"len({text}) > 2", f"isinstance({field}, str)",
                              f"{field} == {self.field()[0]}", f"str({field}) == {word}"])
        return self.pick(["True", "False", f"{value} == {field}", f"is_admin(event)",
                          f"pick(event, 'name') == {word}"])

    def condition(self, depth):
        if depth > 0 and self.chance(50):
            a, b = self.condition(depth - 1), self.condition(depth - 1)
            return self.pick([
                f"({a} and {b})", f"({a} or {b})", f"(not {a})", f"({a} if {b} else {a})",
                f"any([{a}, {b}])", f"all([{a}, {b}])", f"any(({a}, {b}))", f"all(({a}, {b}))"])
        return f"({self.simple()})"

    def loop(self):
        word = repr(self.pick(WORDS))
        body = self.pick([
            f"if x.get('type') == {word}:\n            return {self.chance(50)}",
            f"if x.get('type') != {word}:\n            continue\n"
            f"        if x.get('n') == 5:\n            return {self.chance(50)}"])
        return f"    for x in event.get({self.pick(ITEMS)!r}, []):\n        {body}\n"

    def tricky(self):
        """Names that are changed behind the back of a reader in a hurry."""
        word, other = repr(self.pick(WORDS)), repr(self.pick(WORDS))
        field = self.field(WORDS, "''")[0]
        verdict = self.pick(["True", "False"])
        return self.pick([
            f"    names = [{word}]\n    names.append({other})\n"
            f"    if {field} in names:\n        return {verdict}\n",
            f"    names = [{word}]\n    more = names\n    more += [{other}]\n"
            f"    if {field} in names:\n        return {verdict}\n",
            f"    names = [{word}, {other}]\n    if {field} in names:\n        return {verdict}\n",
            f"    v = {field}\n    if {self.condition(0)}:\n        v = {word}\n"
            f"    if v == {other}:\n        return {verdict}\n",
            f"    v = {field}\n    w = v\n    v = {word}\n"
            f"    if w == {other} or v == {other}:\n        return {verdict}\n",
            f"    v = {field}\n    for v in ['q', {word}]:\n        pass\n"
            f"    if v == {other}:\n        return {verdict}\n",
            f"    names = [{word}]\n    def change():\n        names.append({other})\n"
            f"    if change() or {field} in names:\n        return {verdict}\n",
            f"    names = [{word}]\n    if names.append({other}) is None and {field} in names:\n"
            f"        return {verdict}\n",
            f"    names = [{word}]\n    same = names\n"
            f"    if same.append({other}) is None and {field} in names:\n        return {verdict}\n",
            f"    v = {other}\n    if (v := {field}) == {word} or v == {other}:\n"
            f"        return {verdict}\n",
            f"    if rebind({word}) or {field} == ADMIN:\n        return {verdict}\n",
            f"    if NAMES.append({word}) or {field} in NAMES:\n        return {verdict}\n",
            f"    if (v := {field}) == {word} or v == {other}:\n        return {verdict}\n",
            f"    tags = event.get('none', [])\n    tags.append({word})\n"
            f"    if {word} in tags and {field} == {other}:\n        return {verdict}\n",
            f"    try:\n        if event['none'] == {word}:\n            return True\n"
            f"    except KeyError:\n        return {field} == {other}\n",
            f"    v = {word} if {self.condition(0)} else {field}\n"
            f"    if v.startswith({other}):\n        return {verdict}\n",
            f"    LATE.append({word}) if {self.condition(0)} else None\n"
            f"    if {field} in LATE:\n        return {verdict}\n",
            f"    rebind({word})\n    if {field} == ADMIN:\n        return {verdict}\n",
        ])

    def body(self):
        lines = []
        for _ in range(self.rng.randrange(4)):
            kind = self.rng.randrange(7)
            if kind == 6:
                lines.append(self.tricky())
                continue
            if kind <= 2:
                lines.append(f"    if {self.condition(1)}:\n"
                             f"        return {self.pick(['True', 'False', self.condition(1)])}\n")
            elif kind == 3:
                lines.append(self.loop())
            elif kind == 4:
                field, values = self.field()
                value = repr(self.scalar(values))
                lines.append(f"    v = {field}\n    if v {self.pick(['==', '!='])} {value} "
                             f"{self.pick(['and', 'or'])} {self.condition(0)}:\n"
                             f"        return {self.pick(['True', 'False'])}\n")
            else:
                lines.append(f"    ok = {self.condition(1)}\n    if {self.pick(['', 'not '])}ok:\n"
                             f"        return {self.condition(1)}\n")
        lines.append(f"    return {self.condition(2)}\n")
        return "".join(lines)

    def python(self):
        source = self.body()
        late = "rebind(" in source
        return (f"from fnmatch import fnmatch\n\nADMIN = 'admin'\nNAMES = ['admin', 'root', {self.pick(WORDS)!r}]\n"
                f"KINDS = {{'x', {self.pick(WORDS)!r}}}\nPREFIXES = ('De', 'ad')\nTABLE = {{'admin': 1, 'root': 2}}\nLATE = ['root']\n\n\n"
                + ("def rebind(value):\n    global ADMIN\n    ADMIN = value\n\n\n" * late) +
                "def is_admin(event):\n    return event.get('name') == ADMIN\n\n\n"
                "def pick(event, key):\n    return event.get(key)\n\n\n"
                "def dig(event, a, b):\n    return event.deep_get(a, b, default='root')\n\n\n"
                f"def rule(event):\n{source}")


MODELS = [
    ("Test.One", [("udm_a", "name"), ("udm_b", "user.name")]),
    ("Test.Two", [("udm_a", "action"), ("udm_c", "kind")]),
]


def metadata(writer, number, language):
    count = writer.pick([1, 1, 2, 3])
    return {"AnalysisType": "rule", "RuleID": f"{language}.{number:05}", "Enabled": True,
            "LogTypes": writer.rng.sample(LOG_TYPES, count), "Severity": "Low"}


def write_model(folder, log_type, mappings):
    model = {"AnalysisType": "datamodel", "DataModelID": log_type + ".Model", "Enabled": True,
             "LogTypes": [log_type],
             "Mappings": [{"Name": name, "Path": path} for name, path in mappings]}
    (folder / f"model_{log_type}.yml").write_text(json.dumps(model), encoding="utf-8")


def write(folder, seed, rules=300, events=300):
    writer = Writer(seed)
    where = folder / "rules"
    where.mkdir()
    for model in MODELS:
        write_model(where, *model)
    for number in range(rules):
        rule = metadata(writer, number, "Yaml")
        rule["Detection"] = [writer.expression(3) for _ in range(writer.rng.randrange(1, 4))]
        if writer.chance(10):
            rule["InlineFilters"] = writer.filters()
        (where / f"yaml_{number}.yml").write_text(json.dumps(rule), encoding="utf-8")
        rule = metadata(writer, number, "Python") | {"Filename": f"python_{number}.py"}
        (where / f"python_{number}.yml").write_text(json.dumps(rule), encoding="utf-8")
        (where / f"python_{number}.py").write_text(writer.python(), encoding="utf-8")
    path = folder / "events.ndjson"
    lines = [json.dumps(writer.event(), ensure_ascii=writer.chance(50)) for _ in range(events)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return where, path
