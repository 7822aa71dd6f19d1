"""Functions: arguments, defaults, lambdas; and who is evaluated first."""
from functools import reduce

ORDER = []


def note(value):
    ORDER.append(value)
    return value


def positional(a, b=2, *rest, key=None, **more):
    return (a, b, rest, key, more)


def only(a, /, b, *, c=3):
    return [a, b, c]


def plain(a, b, c):
    return [a, b, c]


def case_defaults(event):
    return [positional(1), positional(1, 3, 4, 5, key=6, other=7), positional(b=1, a=2)]


def case_only(event):
    return [only(1, 2), only(1, b=2, c=4)]


def case_keyword_only_by_place(event):
    return only(1, 2, 3)


def case_missing_argument(event):
    return plain(1, c=2)


def case_missing_arguments(event):
    return plain()


def case_too_many_arguments(event):
    return plain(1, 2, 3, 4)


def case_unknown_argument(event):
    return plain(1, 2, 3, d=4)


def case_argument_twice(event):
    return plain(1, 2, 3, a=4)


def case_spread(event):
    items = [1, 2]
    more = {"c": 3}
    return [plain(*items, **more), plain(*items, 9), plain(**{"a": 1, "b": 2, "c": 3})]


def case_spread_none(event):
    try:
        return plain(*event.get("missing"))
    except TypeError:
        return "type"


def case_order_of_arguments(event):
    ORDER.clear()
    plain(note("a"), c=note("c"), b=note("b"))
    return ORDER


def case_order_of_operands(event):
    ORDER.clear()
    note(1) + note(2) * note(3)
    return ORDER


def case_order_of_a_chain(event):
    ORDER.clear()
    note(1) < note(2) < note(3)
    note(3) < note(2) < note(1)
    return ORDER


def case_order_of_a_chain_with_in(event):
    ORDER.clear()
    result = note(1) in note([1]) == note([1])
    return (result, ORDER)


def case_order_of_a_dict(event):
    ORDER.clear()
    {note("k"): note("v"), note("l"): note("w")}
    return ORDER


def case_order_of_a_conditional(event):
    ORDER.clear()
    note("then") if note("condition") else note("else")
    return ORDER


def case_order_of_a_subscript(event):
    ORDER.clear()
    note([1, 2])[note(0)]
    return ORDER


def case_order_of_a_method_call(event):
    ORDER.clear()
    note("a,b").split(note(","))
    return ORDER


def case_unused_argument_is_evaluated(event):
    return ignore(event["missing"])


def case_unused_argument_that_fails_first(event):
    return ignore2(int("x"), event["missing"])


def ignore(_):
    return "ignored"


def ignore2(_first, _second):
    return "ignored"


def case_argument_order_of_failures(event):
    return plain(b=event["one"], a=event["two"], c=1)


def case_lambda(event):
    double = lambda value: value * 2  # noqa: E731
    add = lambda a, b=10, *c, **d: (a, b, c, d)  # noqa: E731
    return [double(4), add(1), add(1, 2, 3, x=4), (lambda: 7)()]


def case_lambda_in_sorted(event):
    rows = sorted(event.get("rows"), key=lambda row: -row.get("id"))
    return [row.get("id") for row in rows]


def case_map_filter_reduce(event):
    return [list(map(lambda x: x + 1, event.get("list"))),
            list(filter(lambda x: x > 1, event.get("list"))),
            list(filter(None, [0, 1, "", "a"])),
            reduce(lambda a, b: a * 10 + b, event.get("list")),
            reduce(lambda a, b: a + b, [], 5)]


def case_function_as_value(event):
    table = {"plain": plain, "only": only}
    return table["plain"](1, 2, c=3)


def case_function_in_a_list(event):
    return [function("ab") for function in [len, str.upper, repr]]


def case_bound_method_as_value(event):
    lower = "ABC".lower
    append = [].append
    return (lower(), append(1))


def case_star_in_displays(event):
    items = [1, 2]
    return [[*items, 3], (*items, *items), {*items, 5}, {**{"a": 1}, "a": 2, **{"b": 3}}]


def case_default_evaluated_where_defined(event):
    base = 1

    def inner(value=base):
        return value

    base = 2
    return inner()


def case_recursive_helper(event):
    return depth_of(event.get("map").to_dict())


def depth_of(value):
    if not isinstance(value, dict):
        return 0
    return 1 + max(depth_of(item) for item in value.values())


def case_mutual_recursion(event):
    return [is_even(4), is_even(3)]


def is_even(number):
    return True if number == 0 else is_odd(number - 1)


def is_odd(number):
    return False if number == 0 else is_even(number - 1)


def case_helper_changes_its_argument(event):
    items = [1]
    extend(items)
    return items


def extend(items):
    items.append(2)
    items = [9]


def case_helper_returns_nothing(event):
    return nothing(event)


def nothing(event):
    if event.get("a") == 5:
        return 1


def case_call_of_a_number(event):
    return event.get("a")()


def case_call_of_none(event):
    return event.get("missing")("x")


def case_short_circuit(event):
    ORDER.clear()
    out = [note(0) and note(1), note("") or note("x"), note(0) or note(None),
           not note(1), note(1) and note(2) and note(0) and note(4)]
    return (out, ORDER)


def case_operands_are_returned(event):
    return ["" or "x", 0 and 1, [] or None, event.get("a") and event.get("s"),
            event.get("none") or {}, event.get("missing") or "d", None or 0 or ""]


def case_all_of_a_list_evaluates_all(event):
    ORDER.clear()
    out = [all([note(0), note(1)]), any([note(1), note(2)]), all((note(""), note(3)))]
    return (out, ORDER)


def case_all_of_a_list_raises(event):
    return all([event.get("a") == 2, event.get("missing").lower() == "x"])


def case_any_of_a_list_raises(event):
    return any([event.get("a") == 1, event["missing"] == "x"])


def case_any_of_a_generator_stops(event):
    ORDER.clear()
    out = any(note(item) == 1 for item in event.get("list"))
    return (out, ORDER)


def case_all_of_a_generator_stops(event):
    ORDER.clear()
    out = all(note(item) != 1 for item in event.get("list"))
    return (out, ORDER)


def case_any_of_others(event):
    return [any([]), all([]), any(""), all("ab"), any({}), any({"": 1}), all({0: 1}),
            any(event.get("list")), all(event.get("words")), any(event.get("map"))]


def case_any_of_none(event):
    return any(event.get("missing"))


def case_any_with_filters(event):
    return [any(row.get("tag") for row in event.get("rows") if row.get("id") > 2),
            all(row.get("tag") for row in event.get("rows") if row.get("id") < 3),
            any(x == y for x in event.get("list") for y in [2, 9]),
            any(a == "b" for a, b in [("b", 1)])]


def case_generator_is_read_once(event):
    items = (item * 2 for item in event.get("list"))
    return [next(items), list(items), list(items)]


def case_sum_min_max_of_generators(event):
    return [sum(item for item in event.get("list")), max(len(w) for w in event.get("words")),
            min((item for item in []), default=3), sum([[1], [2]], [])]


def case_zip_and_enumerate(event):
    return [list(zip(event.get("list"), event.get("words"), [1])),
            list(enumerate(event.get("words"), 5)), dict(zip("ab", [1, 2]))]


def case_print_is_ignored(event):
    return print("x")


def case_isinstance(event):
    class Box:
        pass

    return [isinstance(1, int), isinstance(True, int), isinstance(1, (str, int)),
            isinstance(event.get("list"), list), isinstance(event.get("map"), dict),
            isinstance(Box(), Box), isinstance("a", Box), isinstance(None, type(None)),
            isinstance(1.0, (int, float)), isinstance(event, dict)]


def case_isinstance_of_a_value(event):
    return isinstance(1, "int")


def case_all_of_one_operand(event):
    return [all([event.get("none")]), any([event.get("s")]), all([True, event.get("s")]),
            any([False, event.get("empty")]), all([]), any(())]


def case_set_in_a_set(event):
    return [{1} in {1, 2}, {1} not in {frozenset([1])}, {1} in {frozenset([1])}]


def case_next_begins_before_its_default(event):
    ORDER.clear()
    found = next((item for item in note([3]) if note(item) == 3), note("default"))
    return (found, ORDER)


def case_methods_by_their_class(event):
    return (
        str.lower("A"),
        list.count([1, 2, 1], 1),
        dict.get({"a": 1}, "a"),
        sorted(set.union({1}, {2})),
        list(map(str.strip, [" a", "b "])),
        tuple.index((1, 2), 2),
    )


def case_method_of_text_on_a_number(event):
    return str.lower(7)


def case_method_of_a_list_on_a_set(event):
    return list.count({1}, 1)


def case_method_of_a_set_on_a_dict(event):
    return set.union({}, {1})


def case_method_by_its_class_mapped(event):
    return list(map(str.upper, ["a", None]))


def case_method_by_its_class_without_arguments(event):
    return str.lower()
