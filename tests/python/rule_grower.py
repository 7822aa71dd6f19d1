"""Whole rules from a grammar, as rule authors write them.

What a part of the grammar gives mostly fits where it stands, and now and then does not:
rules that raise are as interesting as those that match. Names are tracked, so that most
are there when they are read. Left out is what docs/python-subset.md names as different:
order of sets, generators that are kept, mutable defaults that are changed.
"""
from rule_events import CLASS
from rule_values import Scope, Values

EXACT = 'event["action"]'


class Grower(Values):
    # ---- statements ----

    def block(self, depth, indent, kind, least=1):
        mark = self.scope.mark()
        out = "".join(self.statement(depth, indent, kind) for _ in range(self.dice.randint(least, 2)))
        if self.chance(0.85):
            self.scope.back(mark)  # else: names that may be unbound
        return out

    def result(self, kind):
        if kind == "bool" and self.scope.plain:
            return self.use(lambda: self.plain_test(2), lambda: self.plain_test(1), lambda: "True", lambda: "False")
        if kind == "bool":
            return self.use(lambda: self.test(2), lambda: "True", lambda: "False", lambda: "True", lambda: "False", lambda: self.test(2),
                            lambda: f"bool({self.any(1)})", lambda: self.simple_test(1))
        if kind == "context":
            return f'{{"a": {self.any(2)}, "m": {self.map(1)}}}'
        return {"text": self.text, "int": self.int, "list": self.list}[kind](2)

    def assign(self, pad):
        kind = self.pick(["text", "text", "int", "list", "map", "rows", "any", "any"])
        value = getattr(self, kind)(2)
        name = self.fresh(kind)
        self.declare(kind, name)
        return f"{pad}{name} = {value}\n"

    def plain_statement(self, pad, kind):
        def ending():
            word = self.pick(["return ", "return ", "x = "])
            return f"{pad}    {word}{self.use(lambda: 'True', lambda: 'False', lambda: self.plain_test(1), lambda: self.plain_test(2))}\n"

        return self.use(lambda: f"{pad}if {self.plain_test(2)}:\n{pad}    return {self.use(lambda: 'True', lambda: 'False', lambda: 'False', lambda: self.plain_test(1))}\n",
                        lambda: f"{pad}if {self.plain_test(1)}:\n{pad}    return False\n", lambda: self.search(pad, kind), lambda: self.assign(pad),
                        lambda: f"{pad}if {self.plain_test(1)}:\n{ending()}{pad}elif {self.plain_test(1)}:\n{ending()}{pad}else:\n{ending()}",
                        lambda: f"{pad}{self.use(lambda: EXACT, lambda: self.plain_test(1))}\n" if self.chance(0.3) else self.assign(pad),
                        lambda: self.table(pad, kind))

    def condition(self):
        if self.scope.plain and self.chance(0.8):
            return self.plain_test(self.pick([0, 1]))
        return self.test(self.pick([1, 1, 2, 2, 3]))

    def statement(self, depth, indent, kind):
        pad = "    " * indent
        simple = [lambda: self.assign(pad)] * 5 + [lambda: self.change(pad), lambda: self.change(pad), lambda: f"{pad}{self.any(1)}\n",
                  lambda: self.unpack(pad), lambda: f"{pad}return {self.result(kind)}\n" if self.chance(0.4) else self.assign(pad),
                  lambda: f"{pad}if {self.condition()}:\n{pad}    return {self.result(kind)}\n", lambda: f"{pad}if {self.condition()}:\n{pad}    return {self.result(kind)}\n"]
        if self.scope.loop:
            simple += [lambda: f"{pad}if {self.condition()}:\n{pad}    {self.pick(['break', 'continue'])}\n"] * 3
        if self.globals and self.chance(0.5):
            simple += [lambda: f"{pad}{self.pick(self.globals)} = {self.any(1)}\n", lambda: f"{pad}{self.pick(self.globals)} = {self.text(1)}\n"]
        if depth <= 0:
            return self.pick(simple)()
        d, i = depth - 1, indent + 1
        compound = [lambda: self.choice(d, i, kind, pad)] * 4 + [lambda: self.early(pad, kind)] * 3 + [lambda: self.search(pad, kind)] * 3 + [
            lambda: self.loop(d, i, kind, pad), lambda: self.loop(d, i, kind, pad), lambda: self.attempt(d, i, kind, pad), lambda: self.attempt(d, i, kind, pad),
            lambda: self.flag(pad, kind), lambda: self.repeat(d, i, kind, pad), lambda: self.inner(pad), lambda: self.matching(d, i, kind, pad), lambda: self.table(pad, kind), lambda: self.table(pad, kind)]
        return self.pick(compound + simple[:8])()

    def early(self, pad, kind):
        return f"{pad}if {self.condition()}:\n{pad}    return {self.result(kind)}\n"

    def choice(self, d, i, kind, pad):
        out = f"{pad}if {self.condition()}:\n{self.block(d, i, kind)}"
        for _ in range(self.pick([0, 0, 1, 2])):
            out += f"{pad}elif {self.condition()}:\n{self.block(d, i, kind)}"
        return out + (f"{pad}else:\n{self.block(d, i, kind)}" if self.chance(0.5) else "")

    def enter(self, over):
        """The target of a loop, and what it goes over."""
        if over == "rows":
            name = self.pick(["row", "item", self.fresh("row")])
            return name, "row", self.rows(1)
        if over == "items":
            return "key, value", "any", f"{self.map(1)}.items()"
        if over == "number":
            return "i, x", "any", f"enumerate({self.list(1)})"
        name = self.pick(["one", self.fresh("text")])
        return name, "text", self.list(1)

    def search(self, pad, kind):
        found = self.pick(["True", "True", "False"]) if kind == "bool" else self.result(kind)
        target, what, over = self.enter(self.pick(["rows", "rows", "list"]))
        mark = self.scope.mark()
        self.declare(what, target)
        out = f"{pad}for {target} in {over}:\n"
        if self.chance(0.3):
            out += f"{pad}    if {self.condition()}:\n{pad}        continue\n"
        if self.chance(0.4):
            out += self.assign(pad + "    ")
        if what == "row" and self.chance(0.2):
            out += f'''{pad}    for part in {self.use(lambda: target + '.get("value", "")', lambda: self.list(1))}:\n{pad}        if {self.use(lambda: 'part == ' + self.constant_text(), self.condition)}:\n''' \
                   f"{pad}            return {found}\n"
        test = self.use(self.condition, lambda: self.row_test().replace("x.", target + ".").replace("x[", target + "[") if what == "row" else self.element_test().replace("x ", target + " ", 1))
        out += f"{pad}    if {test}:\n{pad}        return {found}\n"
        self.scope.back(mark)
        if self.chance(0.2):
            self.declare(what, target)
        return out

    def flag(self, pad, kind):
        name = self.fresh("any")
        target, what, over = self.enter(self.pick(["rows", "list", "items", "number"]))
        self.declare("any", name)
        mark = self.scope.mark()
        for one in target.split(", "):
            self.declare(what, one)
        end = self.use(lambda: f"{pad}        break\n", lambda: "", lambda: f"{pad}        break\n")
        out = f'''{pad}{name} = {self.pick(['False', 'None', '0', '""'])}\n{pad}for {target} in {over}:\n{pad}    if {self.condition()}:\n''' \
              f"{pad}        {name} = {self.use(lambda: 'True', lambda: self.any(1), lambda: target.split(', ')[0])}\n{end}"
        if end and self.chance(0.4):
            out += f"{pad}else:\n{pad}    {self.use(lambda: f'{name} = {self.any(1)}', lambda: f'return {self.result(kind)}')}\n"
        self.scope.back(mark)
        return out

    def loop(self, d, i, kind, pad):
        target, what, over = self.enter(self.pick(["rows", "list", "items", "number", "list"]))
        mark, outer = self.scope.mark(), self.scope.loop
        for one in target.split(", "):
            self.declare(what, one)
        self.scope.loop = True
        out = f"{pad}for {target} in {over}:\n{self.block(d, i, kind)}"
        self.scope.loop = outer
        self.scope.back(mark)
        return out + (f"{pad}else:\n{self.block(d, i, kind)}" if self.chance(0.25) else "")

    def repeat(self, d, i, kind, pad):
        self.scope.count += 1
        name = f"w{self.scope.count}"
        mark, outer = self.scope.mark(), self.scope.loop
        self.scope.loop = True
        out = f"{pad}{name} = 0\n{pad}while {name} < {self.pick('234')}{self.use(lambda: '', lambda: ' and ' + self.simple_test(1))}:\n{pad}    {name} += 1\n{self.block(d, i, kind)}"
        self.scope.loop = outer
        self.scope.back(mark)
        return out + (f"{pad}else:\n{self.block(d, i, kind)}" if self.chance(0.2) else "")

    def attempt(self, d, i, kind, pad):
        out = f"{pad}try:\n{self.block(d, i, kind)}"
        last = self.chance(0.2)
        if not last or self.chance(0.5):
            for class_ in self.dice.sample(["KeyError", "(TypeError, ValueError)", "AttributeError", "IndexError", "ValueError", "LookupError"], self.pick([0, 1, 1, 2])):
                out += f"{pad}except {class_}{self.pick(['', '', ' as error'])}:\n{self.block(d, i, kind)}"
            if "except" not in out.split("try:", 1)[1] or self.chance(0.3):
                out += f"{pad}except Exception{self.pick(['', ' as error'])}:\n{self.block(d, i, kind)}"
            out += f"{pad}else:\n{self.block(d, i, kind)}" if self.chance(0.25) else ""
        else:
            last = True
        return out + (f"{pad}finally:\n{self.block(min(d, 0), i, kind)}" if last else "")

    def entries(self):
        """A dict of constants; what stands in it can be made anew wherever it is looked up."""
        key = [self.constant_text] * 4 + [lambda: self.pick(["1", "True", "None", "0", "2.0", "7"])]
        value = self.pick([[self.constant_text], [lambda: self.pick(["True", "False"])], [lambda: self.pick(["len", "str", "lambda x: x", "lambda x: [x]", "None"])],
                           [self.constant_text, lambda: self.pick(["1", "0", "None", '""', "()", '("a", 1)', "True"])]])
        return "{" + ", ".join(f"{self.use(*key)}: {self.use(*value)}" for _ in range(self.dice.randint(1, 6))) + "}"

    def table(self, pad, kind):
        """A lookup, and what is asked of that which was found."""
        name, out = self.constants.get("table"), ""
        if name is None or self.chance(0.5):
            self.scope.nested += 1
            name = f"table{self.scope.nested}"
            out = f"{pad}{name} = {self.entries()}\n"
            if self.chance(0.1):
                out += f"{pad}{name}[{self.text(0)}] = {self.constant_text()}\n"
        key = self.use(lambda: self.text(0), lambda: self.text(1), lambda: self.int(0), lambda: self.any(1))
        how = self.use(lambda: f"{name}.get({key})", lambda: f"{name}.get({key}, {self.use(self.constant_text, lambda: 'None', lambda: '[]', lambda: self.text(1))})",
                       lambda: f"{name}[{key}]", lambda: f"{key} in {name}")
        target = self.fresh("any")
        self.declare("any", target)
        out += f"{pad}{target} = {how}\n"
        test = self.use(lambda: f"not {target}", lambda: target, lambda: f"{target} is None", lambda: f"{target} == {self.constant_text()}",
                        lambda: f"{target} in ({self.constant_text()}, {self.constant_text()}, 1, None)", lambda: f"callable({target}) and {target}({self.text(1)})")
        return out + (f"{pad}if {test}:\n{pad}    return {self.result(kind)}\n" if self.chance(0.7) else "")

    def inner(self, pad):
        """A function inside, that sees the names around it."""
        self.scope.nested += 1
        name = f"inner{self.scope.nested}"
        mark = self.scope.mark()
        self.declare("text", "part")
        body = f"{pad}    if {self.simple_test(1)}:\n{pad}        return {self.any(1)}\n" if self.chance(0.5) else ""
        out = self.use(lambda: f'''{pad}def {name}(part{self.pick(['', '="x"'])}):\n{body}{pad}    return {self.any(1)}\n''',
                       lambda: f"{pad}{name} = lambda part: {self.any(1)}\n")
        self.scope.back(mark)
        target = self.fresh("any")
        self.declare("any", target)
        return out + f"{pad}{target} = {self.use(lambda: f'{name}({self.text(1)})', lambda: f'[{name}(x) for x in {self.list(1)}]', lambda: f'any({name}(x) for x in {self.list(1)})')}\n"

    def matching(self, d, i, kind, pad):
        inside = "    " * i
        out = f'''{pad}match {self.use(lambda: self.text(1), lambda: self.int(1))}:\n{inside}case {self.pick(['"login"', '"login" | "grant"', '1 | 2', 'None'])}:\n{self.block(d, i + 1, kind)}'''
        if self.chance(0.5):
            out += f'''{inside}case {self.pick(['"Delete"', 'other if other', '"x" | None', '7'])}:\n{self.block(d, i + 1, kind)}'''
        return out + (f"{inside}case _:\n{self.block(d, i + 1, kind)}" if self.chance(0.5) else "")

    def unpack(self, pad):
        first, second = self.fresh("any"), self.fresh("any")
        out = self.use(lambda: f"{pad}{first}, {second} = {self.any(1)}, {self.any(1)}\n", lambda: f"{pad}{first}, *{second} = {self.list(1)}\n",
                       lambda: f"{pad}{first}, {second} = {self.text(1)}.split({self.pick([repr('.'), repr(','), repr('@')])}, 1)\n",
                       lambda: f"{pad}{first}, _, {second} = {self.text(1)}.partition({self.constant_text()})\n" if self.chance(0.9) else f"{pad}{first} = {second} = {self.any(1)}\n")
        if first == second:
            return self.assign(pad)
        self.declare("any", first)
        self.declare("any", second)
        return out

    def change(self, pad):
        """Something local that is changed in its place."""
        name, kind = self.fresh("list"), self.pick(["list", "dict", "set", "int"])
        if self.chance(0.15):
            return self.change_constant(pad)
        if kind == "list":
            self.declare("list", name)
            return f"{pad}{name} = {self.pick(['[]', 'list(' + self.list(1) + ')', '[' + self.text(1) + ']'])}\n{pad}{name}." + self.use(
                lambda: f"append({self.any(1)})\n", lambda: f"extend({self.list(1)})\n", lambda: f"insert(0, {self.text(1)})\n", lambda: f"remove({self.text(1)})\n",
                lambda: "sort()\n", lambda: "pop()\n", lambda: f"extend(x for x in {self.list(1)} if {self.element_test()})\n")
        if kind == "dict":
            name = self.fresh("dict")
            self.declare("dict", name)
            return f'''{pad}{name} = {self.pick(['{}', '{"a": 1}', 'dict(' + self.map(1) + ')'])}\n{pad}''' + self.use(
                lambda: f"{name}[{self.text(1)}] = {self.any(1)}\n", lambda: f"{name}.setdefault({self.text(1)}, []).append({self.any(1)})\n",
                lambda: f"{name}.update({self.map(1)})\n", lambda: f"{name}.pop({self.text(1)}, None)\n", lambda: f'''del {name}["a"]\n''',
                lambda: f"for x in {self.list(1)}:\n{pad}    {name}[x] = {name}.get(x, 0) + 1\n")
        if kind == "set":
            name = self.fresh("set")
            self.declare("set", name)
            return f"{pad}{name} = set({self.pick(['', self.list(1)])})\n{pad}{name}.{self.use(lambda: f'add({self.text(1)})', lambda: f'update({self.list(1)})', lambda: f'discard({self.text(1)})')}\n"
        name = self.known("int")
        return f"{pad}{name} {self.pick(['+=', '-=', '*='])} {self.int(1)}\n" if name else self.assign(pad)

    def change_constant(self, pad):
        """Something of the module, by its name or by another one."""
        known = [kind for kind in ("list", "set", "dict") if kind in self.constants]
        if not known:
            return self.assign(pad)
        kind = self.pick(known)
        name = self.constants[kind]
        if self.chance(0.3):
            pad, name = f"{pad}alias = {name}\n{pad}", "alias"
        how = {"list": [lambda: f"insert(0, {self.text(0)})", lambda: "clear()", lambda: "pop()"], "set": [lambda: f"add({self.text(0)})", lambda: f"discard({self.text(0)})"],
               "dict": [lambda: f"update(a={self.text(0)})", lambda: f"pop({self.text(0)}, None)"]}[kind]
        return f"{pad}{name}.{self.pick(how)()}\n"

    # ---- functions and files ----

    def function(self, name, params, kind, depth, declared):
        self.scope = Scope(helper="event" not in [param for param, _, _ in declared] and name not in ("rule", "title", "severity", "dedup", "alert_context"))
        for param, wanted, _ in declared:
            if wanted in self.scope.names:
                self.declare(wanted, param)
        written = [one for one in self.globals if self.chance(0.5)]
        globals_, self.globals = self.globals, written
        body = f"    global {', '.join(written)}\n" if written else ""
        self.scope.plain = self.chance(0.5)
        one = (lambda: self.plain_statement("    ", kind)) if self.scope.plain and kind == "bool" else (lambda: self.statement(depth, 1, kind))
        body += "".join(one() for _ in range(self.dice.randint(1, 4)))
        if self.chance(0.92):
            body += f"    return {self.result(kind)}\n"
        self.globals = globals_
        body = body.replace("event", "param") if name.startswith("plain_") else body
        return f"def {name}({params}):\n{body}"

    def helper(self, number):
        kind = self.pick(["text", "int", "bool", "bool", "list"])
        params = [("event", "event", None)]
        for i in range(self.pick([0, 1, 1, 2])):
            wanted = self.pick(["text", "int", "list", "any"])
            default = self.pick([None, {"text": '"x"', "int": "1", "list": "()", "any": "None"}[wanted]])
            params.append((f"p{i}", wanted, default if i or len(params) == 1 else None))
        seen = False
        for i, (param, wanted, default) in enumerate(params):
            default = {"text": '"y"', "int": "2", "list": "()", "any": "None"}[wanted] if seen and default is None and wanted != "event" else default
            seen = seen or default is not None
            params[i] = (param, wanted, default)
        text = ", ".join(param if default is None else f"{param}={default}" for param, _, default in params)
        out = self.function(f"helper{number}", text, kind, self.pick([0, 1, 1, 2]), params)
        self.helpers.append((f"helper{number}", params, kind))
        return out

    def module(self):
        """The Python of one rule."""
        self.helpers, self.globals, self.constants = [("is_internal", [("address", "text", None)], "bool"), ("describe", [("event", "event", None), ("key", "text", '"action"')], "text"),
                                                      ("count_of", [("values", "list", None), ("wanted", "any", "None")], "int"), ("see", [("value", "text", None)], "bool")], [], {}
        parts = ["import re\nfrom gen_helpers import SHARED, count_of, deep_get, describe, is_internal, see\n"]
        for kind, value in (("set", "{" + ", ".join(self.constant_text() for _ in range(3)) + "}"), ("tuple", "(" + self.constant_text() + ", " + self.constant_text() + ")"),
                            ("list", "[" + self.constant_text() + ", 1, None]"), ("dict", "{" + self.constant_text() + ": \"high\", " + self.constant_text() + ": [1]}"),
                            ("regex", self.pick(['re.compile(r"^(\\w+)@")', 're.compile(r"\\d+")', 're.compile("LOGIN", re.I)']))):
            if self.chance(0.5):
                self.constants[kind] = kind.upper()
                parts.append(f"{kind.upper()} = {value}\n")
        if self.chance(0.5):
            self.constants["table"] = "TABLE"
            parts.append(f"TABLE = {self.entries()}\n")
        for name in self.dice.sample(["STATE", "SEEN"], self.pick([0, 0, 1, 2])):
            self.globals.append(name)
            parts.append(f'''{name} = {self.pick(['None', '""', '0', '[]'])}\n''')
        text = "".join(parts)
        for number in range(self.pick([0, 1, 1, 2, 3])):
            text += "\n\n" + self.helper(number)
        if self.chance(0.1):
            text += CLASS
            self.helpers.append(("Counter(event).score", [("word", "text", None)], "int"))
        event = [("event", "event", None)]
        text += "\n\n" + self.function("rule", "event", "bool", self.pick([0, 1, 1, 2, 2, 3]), event)
        for name, kind, chance in (("title", "text", 0.5), ("dedup", "text", 0.25), ("alert_context", "context", 0.3)):
            if self.chance(chance):
                text += "\n\n" + self.function(name, "event", kind, self.pick([0, 0, 1]), event)
                if self.globals and self.chance(0.4):
                    text = text.rstrip("\n").rsplit("\n", 1)[0] + f"\n    return {'{' + repr('s') + ': ' + self.globals[0] + '}' if kind == 'context' else 'str(' + self.globals[0] + ')'}\n"
        if self.chance(0.3):
            text += f'''\n\ndef severity(event):\n    if {self.simple_test(1)}:\n        return "{self.pick(['HIGH', 'low', 'bad', 'DEFAULT'])}"\n    return {self.pick(['"INFO"', 'LEVELS', 'None', '"Medium"'])}\n'''
        return text
