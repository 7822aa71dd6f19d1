"""The event: its wrapper, and what hangs below it."""
from collections.abc import Mapping, Sequence

EVENT = {"p_log_type": "Test.Log", "Name": "first", "name": "second", "UPPER": 1,
         "null": None, "zero": 0, "false": False, "empty": "", "items": [1, [2], {"K": 3}],
         "map": {"Inner": {"Deep": [10, 20]}, "null": None, "a.b": 5},
         "rows": [{"id": 1, "tags": ["x", "y"]}, {"id": 2, "tags": ["y", "z"]}, {"id": 2},
                  {"id": None}, 7],
         "nothing": [[], [[]]], "text": "Word", "floats": [1.0, 1e16, 1e-5, 0.1],
         "big": 12345678901234567890, "true": True, "one": 1, "nested": [[{"v": 1}], [{"v": 2}]]}


def case_get(event):
    return [event.get("Name"), event.get("name"), event.get("NAME"), event.get("upper"),
            event.get("missing"), event.get("missing", 5), event.get("null", 5),
            event.get("zero", 5)]


def case_get_default_by_name(event):
    return event.get("missing", default=3)


def case_get_of_a_null(event):
    return event.get("null").get("x")


def case_get_of_text(event):
    return event.get("text").get("x")


def case_get_of_a_list(event):
    return event.get("items").get("x")


def case_get_through_default(event):
    return [event.get("map", {}).get("inner", {}).get("deep", []),
            event.get("gone", {}).get("inner", {}).get("deep", [])]


def case_get_null_through_default(event):
    return event.get("map", {}).get("null", {}).get("x")


def case_get_computed_default(event):
    return [event.get("missing", event.get("name")), event.get("missing", [1]),
            event.get("name", 1 + 1), event.get("missing", "a" + "b")]


def case_get_default_that_raises(event):
    return event.get("name", event["missing"])


def case_get_key_of_another_kind(event):
    return event.get(None)


def case_get_of_an_unhashable(event):
    return event.get(["a"])


def case_get_computed_key(event):
    key = "na" + "me"
    return [event.get(key), event[key.upper()]]


def case_index(event):
    return [event["name"], event["NAME"], event["map"]["inner"]["DEEP"][1],
            event["items"][-1]["k"], event["null"]]


def case_index_missing(event):
    return event["missing"]


def case_index_missing_below(event):
    return event["map"]["missing"]


def case_index_of_null(event):
    return event["null"]["x"]


def case_index_of_number(event):
    return event["zero"][0]


def case_index_of_list_by_text(event):
    return event["items"]["x"]


def case_index_beyond(event):
    return event["items"][3]


def case_index_in_a_predicate(event):
    return event["map"]["null"] is None and event["zero"] == 0


def case_contains(event):
    return ["NAME" in event, "missing" in event, "inner" in event["map"], "a.b" in event["map"],
            1 in event["items"], [2] in event["items"], {"K": 3} in event["items"],
            {"k": 3} in event["items"], "null" not in event]


def case_contains_of_null(event):
    return "x" in event["null"]


def case_contains_of_number(event):
    return "x" in event["zero"]


def case_number_in_text(event):
    return 1 in event["text"]


def case_null_in_text(event):
    return event.get("null") in "abc"


def case_text_in_text(event):
    return ["or" in event["text"], "" in event["text"], "OR" in event["text"]]


def case_equal_containers(event):
    return [event["items"] == [1, [2], {"K": 3}], event["items"] == (1, [2], {"K": 3}),
            event["map"]["inner"] == {"Deep": [10, 20]}, event["map"]["inner"] == {"deep": [10, 20]},
            event["nothing"] == [], event["items"] != [1], event["map"] == event["MAP"]]


def case_equal_to_the_wrong_kind(event):
    return [event["zero"] == False, event["one"] == True, event["one"] is True,  # noqa: E712
            event["true"] is True, event["true"] == 1, event["zero"] == "", event["null"] == 0,
            event["one"] == 1.0, event["one"] == "1", event["text"] == "word"]


def case_equality_of_missing_and_null(event):
    return [event.get("missing") == None, event.get("null") == None,  # noqa: E711
            event.get("missing") is None, event.get("null") is not None,
            event.get("missing") != "x", event.get("missing", "d") == "d",
            event.get("null", "d") == "d", event.get("missing") in [None, 1],
            event.get("null") in (None,), event.get("missing") not in ["a"],
            event.get("missing", "") == "", event.get("missing", "") in ("", "a")]


def case_membership_of_containers(event):
    return [event["items"] in [[1]], event["map"] in [1, 2], event["items"] in ["a"]]


def case_membership_of_a_list_in_a_set(event):
    return event["items"] in {"a", "b"}


def case_membership_of_a_map_in_a_set(event):
    return event.get("map") in {"a", "b"}


def case_true_in_a_list_of_numbers(event):
    return [event["true"] in [1, 2], event["one"] in [True], event["zero"] in {False},
            event["one"] in (1.0,), event["true"] in ["true"]]


def case_truthiness(event):
    return [bool(event[key]) for key in event]


def case_truthiness_of_fields(event):
    out = []
    if event.get("zero"):
        out.append("zero")
    if event.get("empty"):
        out.append("empty")
    if event.get("nothing"):
        out.append("nothing")
    if event.get("missing"):
        out.append("missing")
    if not event.get("false") and event.get("map") and event:
        out.append("good")
    return out


def case_order(event):
    return [event["one"] < 2, event["one"] <= True, event["text"] > "W", event["floats"][0] >= 1,
            event["big"] > 2 ** 40, event["big"] == 12345678901234567890]


def case_order_with_null(event):
    return event.get("null") > 1


def case_order_with_missing(event):
    return event.get("missing") < 1


def case_order_of_text_and_number(event):
    return event["text"] < 5


def case_order_of_lists(event):
    return event["items"] < [2]


def case_iterate(event):
    return [[key for key in event["map"]], [item for item in event["items"]][0],
            list(event["map"].keys()), list(event["map"].items())[2], list(event.keys())[:3],
            len(event["map"].values()), len(event), len(event["items"])]


def case_print(event):
    return [str(event["items"]), str(event["map"]), str(event["text"]), f"{event['items'][2]}",
            f"{event.get('null')} {event.get('missing')} {event['true']} {event['floats'][1]}",
            repr(event["map"]["inner"]), str(event["nothing"])]


def case_print_numbers(event):
    return [str(number) for number in event["floats"]] + [str(event["big"])]


def case_kinds(event):
    return [isinstance(event["map"], dict), isinstance(event["map"], Mapping),
            isinstance(event["items"], list), isinstance(event["items"], Sequence),
            isinstance(event["text"], Sequence), isinstance(event["one"], bool),
            isinstance(event["true"], int), isinstance(event, Mapping),
            isinstance(event["items"][2], Mapping), isinstance(event.get("missing"), str),
            type(event["text"]) == str, type(event["items"]).__name__]


def case_no_append(event):
    event["items"].append(1)


def case_no_update(event):
    event["map"].update({})


def case_no_plus(event):
    return event["items"] + [1]


def case_plus_onto_a_list(event):
    out = [0]
    out += event["items"]
    out.extend(event["items"])
    return len(out)


def case_copies(event):
    copy = event["map"].copy()
    copy["new"] = 1
    copy["Inner"]["Deep"].append(30)
    whole = event.to_dict()
    whole["Name"] = "changed"
    items = event["items"].copy()
    items.append(4)
    return [copy, "INNER" in copy, whole["Name"], event["name"], len(items), event["map"]["inner"],
            isinstance(copy, dict), isinstance(items, list)]


def case_list_of_an_event_list(event):
    items = list(event["items"])
    return [isinstance(items, list), isinstance(items[1], list), set(event["rows"][0]["tags"]) == {"x", "y"},
            dict(event["map"]["inner"]) == {"Deep": [10, 20]}, tuple(event["floats"])]


def case_slices_of_an_event_list(event):
    return [event["items"][:1], event["items"][-1:], event["floats"][::-1], event["items"][5:]]


def case_methods_of_an_event_list(event):
    return [event["floats"].index(0.1), event["floats"].count(1), event["items"].as_list()]


def case_deep_get(event):
    return [event.deep_get("map", "inner", "deep"), event.deep_get("MAP", "Inner"),
            event.deep_get("map", "null", default="d"), event.deep_get("map", "gone", "more", default=1),
            event.deep_get("items", "x", default="list"), event.deep_get("null", "x"),
            event.deep_get("text", "x", default=2), event.deep_get("zero", default=9),
            event.deep_get("map", "a.b")]


def case_deep_get_goes_on_from_the_default(event):
    return event.deep_get("missing", "x", default={"x": 5})


def case_deep_get_computed(event):
    path = ["map", "inner", "deep"]
    return [event.deep_get(*path), event.deep_get(*path[:2], default={})]


def case_deep_get_in_predicates(event):
    return [event.deep_get("map", "inner", "deep") == [10, 20], event.deep_get("map", "null") is None,
            event.deep_get("gone", "x", default="") == "", event.deep_get("map", "null", default=0) in [0, 1],
            event.deep_get("text", "x", default="abc").startswith("a")]


def case_deep_walk(event):
    return [event.deep_walk("rows", "id"), event.deep_walk("rows", "tags"),
            event.deep_walk("rows", "tags", return_val="first"),
            event.deep_walk("rows", "tags", return_val="last"), event.deep_walk("rows", "gone", default="d"),
            event.deep_walk("map", "Inner", "Deep"), event.deep_walk("map", "inner"),
            event.deep_walk("nothing", default="n"), event.deep_walk("null", default="z"),
            event.deep_walk("nested", "v"), event.deep_walk("MAP", "a.b"), event.deep_walk("zero")]


def case_deep_walk_is_plain(event):
    return [isinstance(event.deep_walk("rows", "tags"), list), isinstance(event.deep_walk("map"), dict)]


def case_deep_walk_of_maps_in_lists(event):
    return event.deep_walk("nested")


def case_any_over_rows(event):
    return [any("x" in row.get("tags", []) for row in event.get("rows") if isinstance(row, Mapping)),
            all(isinstance(row, Mapping) for row in event.get("rows")),
            any(row == 7 for row in event.get("rows")),
            [row.get("ID") for row in event["rows"] if row != 7]]


def case_any_over_rows_raises(event):
    return any(row.get("id") == 99 for row in event.get("rows"))


def case_any_over_nested_lists(event):
    return [any(tag == "z" for row in event["rows"][:2] for tag in row.get("tags")),
            any(any(one.get("v") == 2 for one in inner) for inner in event["nested"])]


def case_any_over_a_list_built_here(event):
    rows = [{"Id": 1, "n": {"X": 5}}, {"id": 2}]
    return [any(row.get("id") == 1 for row in rows), any(row.get("id") == 2 for row in rows),
            any(row.get("n", {}).get("x") == 5 for row in rows),
            any(row.get("n", {}).get("X") == 5 for row in rows)]


def case_event_maps_in_a_list_built_here(event):
    rows = [event["map"], event["items"][2]]
    return [any(row.get("INNER") for row in rows), any(row.get("k") == 3 for row in rows),
            [row.get("A.B") for row in rows]]


def case_event_map_in_a_dict_built_here(event):
    box = {"map": event["map"], "items": event["items"]}
    return [box["map"]["INNER"]["deep"], str(box), box.get("MAP"), box["items"] == [1, [2], {"K": 3}]]


def case_lists_of_fields(event):
    return event["one"] in [event["zero"], event["one"]]


def case_text_methods_of_fields(event):
    return [event["text"].lower(), event["text"].startswith("Wo"), event["text"].startswith(("x", "W")),
            event["text"].endswith("rd"), event.get("missing", "").startswith("x"),
            event.get("missing", "none").upper(), event["text"].startswith(""),
            event.get("text").endswith(())]


def case_startswith_of_null(event):
    return event.get("null").startswith("x")


def case_startswith_of_missing(event):
    return event.get("missing").endswith("x")


def case_startswith_of_a_list(event):
    return event["text"].startswith(["W"])


def case_startswith_of_a_number(event):
    return event["one"].startswith("1")


def case_item_of_an_event_text(event):
    return [event["text"][0], event["text"][-1], event["text"][1:3], event["text"][::-1]]


def case_attributes_of_the_event(event):
    return event.Name


def case_fstring_of_a_field_below(event):
    return f"{event.deep_get('map', 'gone', default='<none>')}:{event['map']['a.b']:>4}:{event['text']!r}"


def case_set_of_maps(event):
    return {event["map"]}


def case_map_as_a_key(event):
    return {event["items"]: 1}


def case_hash_of_text_fields(event):
    return {event["text"]: event["one"], event["one"]: "x", event["true"]: "y"}


def case_dict_from_the_event(event):
    return {key: value for key, value in event["map"].items() if value is not None}


def case_event_items_unpacked(event):
    out = {}
    for key, value in event["map"].items():
        out[key.upper()] = str(value)
    return out


def case_conditional_on_a_field(event):
    return "yes" if event.get("NAME") == "first" else "no"


def case_not_in_on_a_missing_field(event):
    return event.get("missing", {}).get("x") not in ("a", "b") and event.get("missing") not in {"a"}
