"""Dicts of constants that are only looked into."""

COLORS = {"red": "warm", "orange": "warm", "blue": "cold"}
NUMBERS = {1: "one", 2: "two", "1": "text", None: "none"}
ODD = {1: "int", True: "bool", 0.0: "zero", False: "no", 2.0: "two", 2: "2"}
TWICE = {"a": 1, "b": 2, "a": 3}
FLAGS = {"red": True, "blue": False}
TUPLES = {"red": ("x", "y"), "blue": ()}
MANY = {
    "k0": 0, "k1": 1, "k2": 2, "k3": 3, "k4": 4, "k5": 5, "k6": 6, "k7": 7, "k8": 8, "k9":
    9, "k10": 10, "k11": 11, "k12": 12, "k13": 13, "k14": 14, "k15": 15, "k16": 16, "k17":
    17, "k18": 18, "k19": 19, "k20": 20, "k21": 21, "k22": 22, "k23": 23, "k24": 24, "k25":
    25, "k26": 26, "k27": 27, "k28": 28, "k29": 29, "k30": 30, "k31": 31, "k32": 32, "k33":
    33, "k34": 34, "k35": 35, "k36": 36, "k37": 37, "k38": 38, "k39": 39, "k40": 40, "k41":
    41, "k42": 42, "k43": 43, "k44": 44, "k45": 45, "k46": 46, "k47": 47, "k48": 48, "k49":
    49, "k50": 50, "k51": 51, "k52": 52, "k53": 53, "k54": 54, "k55": 55, "k56": 56, "k57":
    57, "k58": 58, "k59": 59, "k60": 60, "k61": 61, "k62": 62, "k63": 63, "k64": 64, "k65":
    65, "k66": 66, "k67": 67, "k68": 68, "k69": 69}


def shout(value):
    return str(value).upper()


def double(value):
    return value * 2


FUNCTIONS = {"text": shout, "red": double, "blue": lambda value: [value]}


def attempt(function):
    try:
        return function()
    except Exception as error:
        return (type(error).__name__, str(error))


def case_lookup_get(event):
    return [COLORS.get(row.get("tag")) for row in event.get("rows")]


def case_lookup_get_of_a_field(event):
    return (COLORS.get(event.get("s")), COLORS.get(event.get("s"), "none"),
            COLORS.get(event.get("missing")), COLORS.get(event.get("a"), []))


def case_lookup_get_of_constants(event):
    return (COLORS.get("red"), COLORS.get("green"), COLORS.get("green", 7),
            NUMBERS.get(True), NUMBERS.get(1.0), NUMBERS.get(None), NUMBERS.get("1"))


def case_lookup_numbers(event):
    return (NUMBERS.get(event.get("a")), NUMBERS.get(event.get("missing")),
            NUMBERS.get(event.get("s")), NUMBERS.get(event.get("a") == 1),
            NUMBERS.get(event.get("none"), "other"))


def case_lookup_equal_keys(event):
    keys = [0, 1, 2, True, False, 0.0, 1.0, 2.0, "1", None]
    return [ODD.get(key) for key in keys] + [ODD.get(event.get("a"))]


def case_lookup_last_of_equal_keys(event):
    return (TWICE.get("a"), TWICE.get(event.get("words")[0], "x"), TWICE.get(event.get("s")))


def case_lookup_item(event):
    return NUMBERS[event.get("a")] + COLORS["blue"]


def case_lookup_item_missing(event):
    return COLORS[event.get("s")]


def case_lookup_item_missing_number(event):
    return COLORS[event.get("a")]


def case_lookup_item_of_none(event):
    return COLORS[event.get("missing")]


def case_lookup_get_without_a_hash(event):
    return COLORS.get(event.get("list"))


def case_lookup_get_of_a_map(event):
    return COLORS.get(event.get("map"), "other")


def case_lookup_item_without_a_hash(event):
    return COLORS[event.get("list")]


def case_lookup_in_without_a_hash(event):
    return event.get("list") in COLORS


def case_lookup_get_is_checked_where_it_stands(event):
    found = COLORS.get(event.get("list"))
    return 1


def case_lookup_get_of_a_member(event):
    return COLORS.get(event.get("map", {}).get("key"), "other")


def case_lookup_get_of_a_member_of_text(event):
    return COLORS.get(event.get("s", {}).get("key"), "other")


def case_lookup_truth(event):
    if FLAGS.get(event.get("s")):
        return "yes"
    if not COLORS.get(event.get("missing")):
        return "no"
    return "both"


def case_lookup_truth_of_tuples(event):
    return [bool(TUPLES.get(tag)) for tag in ["red", "blue", "green"]] + [
        1 if TUPLES.get(event.get("s"), (0,)) else 2]


def case_lookup_is_none(event):
    found = COLORS.get(event.get("s"))
    return (found is None, found is not None, found == None, found == "warm")


def case_lookup_in_values(event):
    found = COLORS.get(event.get("s"), "cold")
    return (found in ("warm", "cold"), found in {"warm"}, found not in ["cold"])


def case_lookup_function(event):
    make = FUNCTIONS.get(event.get("s"))
    if not make:
        return "none"
    return make(event.get("a"))


def case_lookup_function_missing(event):
    make = FUNCTIONS.get(event.get("missing"))
    if make is None:
        return "none"
    return make(event.get("a"))


def case_lookup_function_called_at_once(event):
    return FUNCTIONS[event.get("s")]("x") + FUNCTIONS.get("text")("y")


def case_lookup_none_is_called(event):
    return FUNCTIONS.get(event.get("missing"))(1)


def case_lookup_local(event):
    names = {"text": "a", "other": "b", "third": "a"}
    found = names.get(event.get("s"))
    if found == "a":
        return "yes " + names["third"]
    return names.get("other")


def case_lookup_local_lambdas(event):
    pick = {"text": lambda e: e.get("list"), "other": lambda e: e.get("words")}
    take = pick.get(event.get("s"))
    if not take:
        return False
    return take(event)


def case_lookup_local_in(event):
    names = {"text": 1, 7: 2}
    return (event.get("s") in names, event.get("a") in names, event.get("a") not in names)


def case_lookup_local_of_values(event):
    value = event.get("a")
    names = {"text": value, "other": event.get("words")}
    value = 9
    return (names.get(event.get("s")), names["other"], value)


def case_lookup_local_of_a_value_that_is_set_again(event):
    value = len(event.get("words"))
    names = {"text": value}
    value = value + 1
    return (names.get(event.get("s")), names.get("text"), value)


def case_lookup_local_is_changed(event):
    others = {"text": 1}
    others["text"] = 2
    return others.get(event.get("s"))


def case_lookup_local_is_changed_by_name(event):
    others = {"text": 1}
    alias = others
    alias["text"] = 2
    return others.get(event.get("s"))


def case_lookup_local_is_updated(event):
    others = {"text": 1}
    others.update({"text": 5})
    return others.get(event.get("s"))


def case_lookup_local_is_bound_again(event):
    others = {"text": 1}
    if event.get("a") == 1:
        others = {"text": 2}
    return others.get(event.get("s"))


def case_lookup_local_of_lists(event):
    others = {"text": []}
    others["text"].append(1)
    others["text"].append(2)
    return others.get(event.get("s"))


def case_lookup_local_that_is_gone_through(event):
    names = {"text": 1, "other": 2}
    return [(name, names.get(name)) for name in names]


def case_lookup_local_read_inside(event):
    names = {"text": 1, "other": 2}
    return list(map(lambda name: names.get(name, name), ["text", "x", "other"]))


def case_lookup_local_of_what_raises(event):
    names = {"text": 1, "other": event["nothing"]}
    return names.get("text")


def case_lookup_local_in_a_search(event):
    names = {1: "red", 2: "blue"}
    for row in event.get("rows"):
        if names.get(row.get("id")) == row.get("tag") and row.get("id") > 1:
            return True
    return False


def case_lookup_key_that_takes_long(event):
    names = {"TEXT": 1, "X": 2}
    return [names.get(event.get("s").upper()), names.get("x".upper(), 3),
            any(names.get(word.upper()) == 2 for word in event.get("words"))]


def case_lookup_key_that_takes_long_and_fails(event):
    names = {"TEXT": 1, "X": 2}
    return names.get(event.get("a").upper(), 4)


def case_lookup_default_that_raises(event):
    return COLORS.get("red", event["nothing"])


def case_lookup_too_many_arguments(event):
    return COLORS.get("red", 1, 2)


def case_lookup_choice_as_a_key(event):
    first = {"text": "red", "x": "blue"}
    return COLORS.get(first.get(event.get("s")), "none")


def case_lookup_choice_used_often(event):
    kind = COLORS.get(event.get("s"), "neutral")
    return f"{kind} {kind} {kind == 'neutral'} {len(kind)}"


def case_lookup_choice_of_a_condition(event):
    kind = "one" if event.get("a") == 1 else "many"
    if kind == "one" or kind is None:
        return kind + "!"
    return kind


def case_lookup_in_a_helper(event):
    return [colored(event.get("s")), colored("red"), attempt(lambda: colored([]))]


def colored(name):
    return COLORS.get(name) or NUMBERS.get(name) or "nothing"


def case_lookup_many_values(event):
    return (MANY.get("k69"), MANY.get(event.get("s"), 1), MANY["k" + str(event.get("a"))])


def case_lookup_member_with_a_default(event):
    found = event.get("map", {})
    gone = event.get("missing", {})
    if not found:
        return "no map"
    return (found.get("Key"), found.get("x", 1), "Key" in found, found["n"], gone.get("x"),
            gone is None, "y" if gone else "n")


def case_lookup_member_of_null(event):
    found = event.deep_get("none", default={})
    other = event.deep_get("map", "n", default={})
    return (found.get("x"), found.get("x", "z"), other.get("deep"), other.get("x"))


def case_lookup_member_of_null_itself(event):
    found = event.get("none", {})
    return found.get("x")


def case_lookup_member_that_is_text(event):
    found = event.get("s", {})
    return found.get("x")


def case_lookup_member_that_is_text_and_deep(event):
    found = event.deep_get("s", default={})
    return found.get("x", 2)


def case_lookup_default_that_is_changed(event):
    made = event.get("missing", {})
    made["x"] = 1
    return made.get("x")


def case_lookup_members_of_a_row(event):
    for row in event.get("rows"):
        inner = row.get("inner", {})
        if inner.get("x") is None and row.get("id") == 3:
            return True
    return False
