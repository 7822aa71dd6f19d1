"""Values: text, numbers, containers, as they are computed and printed."""


def case_fstring_specs(event):
    number, real, text = 1234567, 3.14159, "ab"
    return [f"{number:,}", f"{real:.2f}", f"{text:>5}|{text:<5}|{text:^6}|", f"{number:x}", f"{real:8.3f}",
            f"{text!r:>6}", f"{number:010d}", f"{0.5:%}", f"{number:+}", f"{True}", f"{{}}{1}",
            f"{text:{5}}|", f"{'nested' + text}", f"{None!s}", f"{1e20}", f"{[1, 'a']}", f"{text=}"]


def case_fstring_bad_spec(event):
    return f"{'a':d}"


def case_fstring_none_spec(event):
    return f"{None:>5}"


def case_percent_and_format(event):
    return ["%s is %d or %.1f %r %%" % ("a", 5, 2.25, "q"), "{} {1}".replace("{1}", "{}").format(1, 2),
            "{0}{1}{0}".format("a", "b"), "{name:>4}".format(name="x"), "{:06.2f}".format(3.14159),
            "{a[0]}{b}".format(a=[1], b=None)]


def case_format_missing(event):
    return "{a}".format(b=1)


def case_slices(event):
    text, items = "abcdef", [0, 1, 2, 3, 4]
    return [text[1:3], text[:-1], text[::2], text[::-1], text[10:], text[-3:-1], items[1:4:2], items[::-2],
            items[-100:2], items[3:1], text[5:0:-2], items[:], (1, 2, 3)[1:]]


def case_slice_by_zero(event):
    return "abc"[::0]


def case_slice_by_text(event):
    return "abc"["a":]


def case_comparisons(event):
    return [1 < 2 < 3, 1 < 3 < 2, "a" < "b" <= "b", 1 == 1.0 == True, [1, 2] < [1, 3], (1,) < (1, 0),
            {1} < {1, 2}, {1, 2} >= {1}, "Z" < "a", not 1 == 2, 1 != 1.0, None == None, [] == (),  # noqa: E711
            {"a": 1, "b": 2} == {"b": 2, "a": 1}, "é" > "z", 3 > 2 == True]  # noqa: E712


def case_compare_kinds(event):
    return "1" < 1


def case_compare_none(event):
    return None >= None


def case_compare_dicts(event):
    return {} < {}


def case_chain_stops_early(event):
    return 2 < 1 < "x"


def case_chain_goes_on(event):
    return 1 < 2 < "x"


def case_in(event):
    return ["b" in "abc", "" in "", 1 in [True], 1.0 in {1}, (1, 2) in [(1, 2)], "k" in {"k": 1}, None in [None],
            [1] in [[1]], "x" not in "abc", 1 in range(3), "a" in {"a", "b"}]


def case_in_unhashable(event):
    return [1] in {1, 2}


def case_in_number(event):
    return 1 in 5


def case_in_none(event):
    return 1 in None


def case_none_in_text(event):
    return None in "abc"


def case_arithmetic(event):
    return [7 // 2, -7 // 2, 7 % 3, -7 % 3, 7 % -3, 2 ** 10, 2 ** -1, 7 / 2, 1 + 2.0, 3 * "ab", [1] * 3, "a" + "b",
            [1] + [2], (1,) + (2,), 5 - 3.5, -(-3), +4, ~5, 6 & 3, 6 | 3, 6 ^ 3, 1 << 5, 33 >> 2, True + True,
            divmod(-7, 2), abs(-2.5), round(2.5), round(3.5), round(2.675, 2), round(-1.5), 10 ** 18, 7.5 // 2, 7.5 % 2,
            -7.5 % 2, 0.1 + 0.2, 1e308 * 10, int(3.9), int(-3.9), float("1.5"), int(" 7 "), int("ff", 16), int(True)]


def case_divide_by_zero(event):
    return 1 / 0


def case_floor_divide_by_zero(event):
    return 1 // 0


def case_modulo_by_zero(event):
    return 1.5 % 0


def case_add_kinds(event):
    return "a" + 1


def case_add_number_and_text(event):
    return 1 + "a"


def case_add_none(event):
    return None + 1


def case_add_list_and_tuple(event):
    return [1] + (2,)


def case_multiply_kinds(event):
    return "a" * "b"


def case_negate_text(event):
    return -"a"


def case_int_of_bad_text(event):
    return int("7.0")


def case_int_of_none(event):
    return int(None)


def case_float_of_bad_text(event):
    return float("x")


def case_text_methods(event):
    return ["aXb".lower(), "ß".upper(), "a b".title(), "abc".capitalize(), " a ".strip(), "xxaxx".strip("x"), "a,b,,c".split(","),
            " a  b ".split(), "".split(","), "".split(), "a,b,c".split(",", 1), "a,b,c".rsplit(",", 1), "-".join(["a", "b"]),
            "abc".replace("b", "X"), "aaa".replace("a", "b", 2), "abc".find("c"), "abc".find("z"), "abcabc".rfind("b"),
            "abc".count(""), "abc".startswith("b", 1), "abc".endswith(("x", "c")), "abc".partition("b"), "abc".rpartition("z"),
            "a\nb\r\nc".splitlines(), "abc".zfill(5), "a".ljust(3, "."), "a".rjust(3), "a".center(4), "12".isdigit(), "ab".isalpha(),
            "A".isupper(), "a1".isalnum(), " ".isspace(), "abc".removeprefix("a"), "abc".removesuffix("c"), "aBc".swapcase(),
            "abc".index("b"), "a\tb".expandtabs(4), "ÄÖ".casefold(), "x".encode(), b"x".decode(), "%".isidentifier()]


def case_join_of_numbers(event):
    return ",".join(["a", 1])


def case_join_of_none(event):
    return ",".join(None)


def case_split_by_nothing(event):
    return "a".split("")


def case_index_of_missing_text(event):
    return "abc".index("z")


def case_replace_with_none(event):
    return "abc".replace("b", None)


def case_unknown_method(event):
    return "abc".shout()


def case_list_methods(event):
    items = [3, 1, 2]
    items.append(5)
    items.extend((6, 7))
    items.insert(1, "x")
    popped = items.pop()
    first = items.pop(0)
    items.remove("x")
    items.reverse()
    copy = items.copy()
    items.sort()
    items.sort(reverse=True)
    return [items, copy, popped, first, items.index(5), items.count(1), sorted([3, 1, 2], reverse=True), list(reversed([1, 2]))]


def case_list_remove_missing(event):
    [1].remove(2)


def case_list_pop_empty(event):
    [].pop()


def case_list_index_missing(event):
    return [1].index(2)


def case_sort_kinds(event):
    return sorted([1, "a"])


def case_dict_methods(event):
    box = {"a": 1, "b": 2}
    box.update({"c": 3}, d=4)
    box.setdefault("e", []).append(1)
    popped = box.pop("a")
    default = box.pop("zz", None)
    last = box.popitem()
    merged = box | {"b": 20}
    box |= {"z": 1}
    return [box, popped, default, last, merged, list(box), list(box.values()), box.get("q"), box.get("q", 5), "b" in box,
            len(box), dict(a=1), dict([("k", "v")]), {**box, "b": 0}, dict.fromkeys(["x"], 1), list(reversed(box))]


def case_dict_keeps_its_order(event):
    box = {"a": 1, "b": 2}
    box["a"] = 3
    del box["b"]
    box["b"] = 4
    box["c"] = 5
    return list(box.items())


def case_dict_key_error(event):
    return {"a": 1}["b"]


def case_dict_pop_missing(event):
    return {}.pop("k")


def case_dict_unhashable(event):
    return {[]: 1}


def case_dict_of_equal_keys(event):
    return {1: "a", True: "b", 1.0: "c"}


def case_dict_of_none(event):
    return dict(None)


def case_set_methods(event):
    items = {3, 1}
    items.add(2)
    items.discard(9)
    items.update([5, 6])
    items.remove(3)
    return [sorted(items), sorted(items & {1, 2, 9}), sorted(items | {0}), sorted(items - {1}), sorted(items ^ {1, 9}),
            items.issubset({1, 2, 5, 6, 7}), items.issuperset({1}), items.isdisjoint({8}), sorted(items.union([7])),
            sorted(items.intersection([1, 2])), sorted(items.difference([1])), len(items), set(), frozenset([1]) == {1}]


def case_set_remove_missing(event):
    {1}.remove(2)


def case_set_of_unhashable(event):
    return {[1]}


def case_comprehensions(event):
    return [[x for x in range(5) if x % 2 if x > 1], {x: x * x for x in range(3)}, sorted({x % 2 for x in range(5)}),
            [(x, y) for x in range(2) for y in "ab"], [y for x in [[1], [2, 3]] for y in x], list(x for x in "ab"),
            {k: v for k, v in [("a", 1), ("b", 2)] if v > 1}, [[y for y in range(x)] for x in range(3)],
            [a + b for a, (b, c) in [(1, (2, 3))]], [x for x in [] for y in missing]]


def case_aliasing(event):
    first = [1, [2]]
    second = first
    third = first.copy()
    fourth = list(first)
    second.append(3)
    third[1].append(4)
    box = {"items": first}
    box["items"].append(5)
    return [first, second, third, fourth, first is second, first == third]


def case_default_list_is_new(event):
    first, second = [[] for _ in range(2)]
    first.append(1)
    third = [[]] * 2
    third[0].append(2)
    return [first, second, third]


def case_literals_are_made_anew(event):
    out = []
    for _ in range(2):
        items = []
        items.append(1)
        out.append(items)
    return out


def case_repr(event):
    return ["it's", 'say "hi"', "both ' and \"", "tab\t\n\\", "\x00\x7fé\u200b", ("a",), (), set(), {1.0}, {"a": [None, True]},
            b"ab\xff'", 1e16, 1e15, 1e-4, 1e-5, -0.0, float("inf"), 123456789012345680.0, [[]]]


def case_str_of_things(event):
    return [str(1), str(1.0), str(None), str([1, "a"]), str({"a": (1,)}), str(True), str("x"), str(b"x"), str()]


def case_int_beyond_64_bits(event):
    return 2 ** 62 - 1 + 2 ** 62


def case_truth(event):
    return [bool(x) for x in [None, 0, 0.0, "", [], (), {}, set(), "0", " ", [0], {"": 0}, 1, -1, 0.1, range(0), b""]]


def case_is(event):
    one, other = [1], [1]
    return [None is None, True is True, one is other, one is one, (1 == 1) is True, "a" is not None]


def case_len(event):
    return [len("é"), len("👍"), len([1]), len({}), len(range(5)), len(b"ab")]


def case_len_of_number(event):
    return len(5)


def case_min_max(event):
    return [min(3, 1, 2), max([1, 3]), max("ab"), min([], default=None), max(["a", "bb"], key=len), min({2, 1}), sum([1, 2.5]), sum([], 5)]


def case_min_of_nothing(event):
    return min([])


def case_sum_of_text(event):
    return sum(["a"])


def case_text_index(event):
    return ["héllo"[1], "abc"[-1], "👍a"[1], (1, 2)[0], [[1]][0][0]]


def case_text_index_beyond(event):
    return "abc"[3]


def case_index_by_text(event):
    return [1]["a"]


def case_index_of_none(event):
    return None[0]


def case_index_of_a_set(event):
    return {1}[0]


def case_tuple_is_fixed(event):
    items = (1, 2)
    items[0] = 5


def case_range(event):
    return [list(range(3)), list(range(1, 6, 2)), list(range(5, 0, -2)), range(10)[3], len(range(0, 10, 3)), 4 in range(0, 10, 2)]


def case_range_of_text(event):
    return range("a")


def case_numbers_from_text(event):
    return [0x1F, 0b101, 0o17, 1_000, 1e3, .5, 5., 1E-2]


def case_strings_from_source(event):
    return ["a" "b", r"\n", "\u00e9", """x
y""", 'q"', b"\x41", "\101", "line\
joined"]


def case_conditional_values(event):
    return [1 if [] else 2, "a" if "x" else "b", (1, 2) if True else 3]


def case_bool_arithmetic(event):
    return [sum(x > 1 for x in [1, 2, 3]), True * 3, (1 > 0) + 1, [10, 20][True]]


def case_nested_structures(event):
    box = {"a": [{"b": (1, {"c": "d"})}]}
    return [box["a"][0]["b"][1]["c"], box["a"][-1]["b"][0], len(box["a"][0])]


def case_sorted_by_key(event):
    return [sorted(["bb", "a", "cc"], key=len), sorted({"b": 1, "a": 2}.items(), key=lambda pair: pair[1], reverse=True),
            sorted("hello", key=str.lower), sorted([(1, "b"), (1, "a")])]


def case_filters_that_are_constant(event):
    return [[x for x in [1, 2] if False], [x for x in [1, 2] if True], {x for x in [1] if not True},
            any(x for x in [1] if False), [x for x in [1, 2] if all([False, x])], next((x for x in [1] if False), "none")]


def case_dict_comprehension_makes_the_key_first(event):
    return {int(x): {}["value"] for x in ["1", "x"] if x == "x"}


def case_dict_comprehension_whose_value_fails(event):
    return {int(x): {}["value"] for x in ["1", "x"]}


def case_sorted_by_a_bad_reverse(event):
    return sorted([1], reverse="x")


def case_pop_of_an_empty_dict(event):
    out = [{}.pop([], "default"), {}.pop("a", None)]
    for held in ({}, {"a": 1}):
        try:
            held.pop([])
        except (KeyError, TypeError) as error:
            out.append((type(error).__name__, str(error)))
    return out


def case_literals_of_many_digits(event):
    return (
        2111111111111111111111111111111111111111111111111111111111111111.675,
        0.1000000000000000055511151231257827021181583404541015625000000000000000000001,
        1234567890123456789012345678901234567890123456789012345678901234567890e-60,
        000000000000000000000000000000000000000000000000000000000000000000000000001.5,
        1_000_000.000_000_000_000_000_000_000_000_000_000_000_000_000_000_000_000_000_1,
    )


def case_literals_short_of_a_digit(event):
    return (1., .5, 1.e3, .5e-3, 1E5, 0., 1.E0)
