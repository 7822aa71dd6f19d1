"""Statements: which of them run, and in which order."""


def case_for_else(event):
    for item in event.get("list"):
        if item == 99:
            break
    else:
        return "else"
    return "broken"


def case_for_else_broken(event):
    for item in event.get("list"):
        if item == 1:
            break
    else:
        return "else"
    return item


def case_for_over_nothing(event):
    for _ in event.get("empty"):
        return 1
    else:
        return 2


def case_for_over_none(event):
    for _ in event.get("missing"):
        return 1
    return 2


def case_search_over_none(event):
    for item in event.get("missing"):
        if item:
            return True
    return False


def case_search_over_a_number(event):
    for item in event.get("a"):
        if item:
            return True
    return False


def case_search_over_text(event):
    for letter in event.get("s"):
        if letter == "x":
            return True
    return False


def case_search_over_a_map(event):
    for key in event.get("map"):
        if key == "n":
            return True
    return False


def case_search_over_computed(event):
    for word in " ".join(event.get("words")).split(" "):
        if word == "y":
            return True
    return False


def case_search_that_raises_before_it_finds(event):
    for row in event.get("rows"):
        if row.get("tag").startswith("b"):
            return True
        if row.get("tag").upper() == "ZZ":
            return True
    return False


def case_search_that_raises(event):
    for row in event.get("rows"):
        if row["tag"] == "none":
            return True
    return False


def case_search_returning_false(event):
    for item in event.get("list"):
        if item == 1:
            return False
    return True


def case_search_with_continue(event):
    for row in event.get("rows"):
        if not row.get("tag"):
            continue
        if row.get("id") == 3:
            return True
    return False


def case_search_of_nested_ifs(event):
    for row in event.get("rows"):
        if row.get("id") == 2:
            if row.get("tag") == "red":
                return True
        if row.get("id") > 1:
            if row.get("tag") == "blue":
                return True
    return False


def case_search_of_ifs_and_a_continue(event):
    for row in event.get("rows"):
        if row.get("id") == 1:
            if row.get("tag") == "red":
                continue
        if row.get("tag") == "red":
            return True
    return False


def case_search_in_a_search(event):
    for row in event.get("rows"):
        for word in event.get("words"):
            if word == row.get("tag"):
                return True
        if row.get("id") == 3:
            return True
    return False


def case_search_without_a_body(event):
    for _ in event.get("list"):
        return True
    return False


def case_two_searches(event):
    for item in event.get("list"):
        if item == 9:
            return True
    for item in event.get("words"):
        if item == "z":
            return False
    return None


def case_break_out_of_a_nested_loop(event):
    out = []
    for x in range(3):
        for y in range(3):
            if y == 1:
                break
            out.append((x, y))
        else:
            out.append("never")
    return out


def case_continue_and_else(event):
    out = []
    for x in range(4):
        if x % 2:
            continue
        out.append(x)
    else:
        out.append("end")
    return out


def case_while(event):
    count, out = 0, []
    while count < 5:
        count += 1
        if count == 2:
            continue
        if count == 4:
            break
        out.append(count)
    else:
        out.append("else")
    return out


def case_while_else(event):
    count = 0
    while count < 2:
        count += 1
    else:
        count = "done"
    return count


def case_while_true_returns(event):
    count = 0
    while True:
        count += 1
        if count > 3:
            return count


def case_while_walrus(event):
    items = [1, 2, 0, 4]
    out = []
    while item := items.pop(0):
        out.append(item)
    return (out, items, item)


def case_return_from_nested_loops(event):
    for row in event.get("rows"):
        for word in row.get("tag", ""):
            if word == "l":
                return (row.get("id"), word)
    return None


def case_missing_return(event):
    if event.get("a") == 2:
        return True


def case_elif_chain(event):
    value = event.get("a")
    if value == 0:
        out = "zero"
    elif value == 1:
        out = "one"
    else:
        out = "many"
    return out


def case_many_ifs_that_fall_through(event):
    out = []
    if event.get("a"):
        out.append(1)
    if event.get("b"):
        out.append(2)
    if event.get("s"):
        out.append(3)
    return out


def case_ifs_that_change_a_name(event):
    level = "LOW"
    if event.get("a") == 1:
        level = "HIGH"
    if event.get("s") == "other":
        level = "NONE"
    if level == "HIGH":
        level = level + "!"
    return level


def case_code_behind_return(event):
    return 1
    return 2


def case_jump_behind_expression_statements(event):
    if event.get("a"):
        event.get("s") == 1
        return "left"
    else:
        event.get("s") == 2
    event.get("s") == 3
    return "right"


def case_jump_in_two_branches(event):
    out = []
    for item in [1, 2, 3]:
        if item == 2:
            continue
            item == 5
        else:
            out.append(item)
            item == 6
        out.append("-")
    return out


def case_match_constants(event):
    match event.get("a"):
        case 0:
            return "zero"
        case 1 | 2:
            return "small"
        case _:
            return "large"


def case_match_text_and_guard(event):
    match event.get("s"):
        case "text" if event.get("a") == 2:
            return 1
        case "text":
            return 2
    return 3


def case_match_captures(event):
    match event.get("list")[0]:
        case None:
            return "none"
        case other:
            return other


def case_match_true(event):
    match 1:
        case True:
            return "true"
        case 1.0:
            return "one"


def case_match_nothing(event):
    match event.get("s"):
        case "a":
            out = 1
        case "b":
            out = 2
    return out


def case_match_dotted(event):
    class Color:
        RED = "text"

    match event.get("s"):
        case Color.RED:
            return "red"
    return "no"


def case_assert(event):
    assert event.get("a") == 2, "it is " + str(event.get("a"))


def case_assert_without_message(event):
    assert event.get("a") == 2


def case_pass_and_ellipsis(event):
    if event.get("a"):
        pass
    else:
        ...
    ...
    return True


def case_augmented(event):
    number = 7
    number += 3
    number -= 1
    number *= 4
    number //= 5
    number **= 2
    number %= 13
    number <<= 2
    number |= 1
    number ^= 3
    number &= 30
    number /= 4
    return number


def case_augmented_subscript_and_attribute(event):
    class Box:
        def __init__(self):
            self.items = [1]
            self.count = 1

    box = Box()
    box.items += [2]
    box.count += 5
    box.items[0] += 10
    counts = {}
    for word in ["a", "b", "a"]:
        counts[word] = counts.get(word, 0) + 1
        counts[word] *= 2
    return (box.items, box.count, counts)


def case_augmented_is_evaluated_once(event):
    calls = []

    def index():
        calls.append(1)
        return 0

    items = [5]
    items[index()] += 1
    return (items, calls)


def case_augmented_aliases(event):
    first = [1]
    second = first
    second += [2]
    third = (1,)
    fourth = third
    fourth += (2,)
    fifth = {1}
    sixth = fifth
    sixth |= {2}
    return (first, second, third, fourth, fifth)


def case_augmented_aliases_of_other_operators(event):
    first = {1, 2, 3}
    second = first
    second -= {1}
    third = first
    third &= {2}
    fourth = [1]
    fifth = fourth
    fifth *= 2
    sixth = {"a": 1}
    seventh = sixth
    seventh |= {"b": 2}
    return (first, fourth, sixth)


def case_list_extended_by_text(event):
    items = [1]
    items += "ab"
    return items


def case_chained_assignment(event):
    first = second = []
    first.append(1)
    return (first, second)


def case_assignment_evaluates_the_value_first(event):
    order = []

    def note(what):
        order.append(what)
        return what

    box = {}
    box[note("key")] = note("value")
    return (order, box)


def case_unpack_with_star(event):
    first, *middle, last = [1, 2, 3, 4]
    head, *tail = "abc"
    *start, end = (1,)
    (one, two), three = [1, [2]], 3
    return (first, middle, last, head, tail, start, end, one, two, three)


def case_unpack_too_many(event):
    first, second = event.get("list")
    return first


def case_unpack_too_few(event):
    a, b, c, d = event.get("list")
    return a


def case_unpack_star_too_few(event):
    a, b, *c, d = [1, 2]
    return a


def case_unpack_a_number(event):
    a, b = event.get("a")
    return a


def case_unpack_the_event_map(event):
    first, second = event.get("map").items()
    return first


def case_unpack_in_a_loop(event):
    out = []
    for number, (left, right) in enumerate([("a", "b"), ("c", "d")], start=1):
        out.append(f"{number}{left}{right}")
    return out


def case_unpack_in_a_loop_fails(event):
    for left, right in event.get("rows"):
        return left
    return None


def case_delete_items(event):
    items = [1, 2, 3, 4]
    box = {"a": 1, "b": 2}
    del items[0], box["a"]
    return (items, box)


def case_delete_missing_item(event):
    box = {}
    del box["a"]


def case_store_into_a_slice_of_a_list(event):
    items = [1, 2, 3]
    items[0] = "x"
    items[-1] = "z"
    return items


def case_store_beyond_the_end(event):
    items = [1]
    items[3] = 1


def case_store_into_the_event(event):
    event["a"] = 2
    return event


def case_store_into_text(event):
    text = "abc"
    text[0] = "x"
    return text


def case_list_changed_while_looping(event):
    items = [1, 2, 3]
    out = []
    for item in items:
        out.append(item)
        if item < 3 and len(items) < 6:
            items.append(item + 10)
    return (out, items)


def case_dict_changed_while_looping(event):
    box = {"a": 1}
    for key in box:
        box["b"] = 2
    return box


def case_conditional_of_conditionals(event):
    a = event.get("a")
    return "x" if a == 0 else "y" if a == 1 else "z"


def case_expression_statement_raises(event):
    event.get("missing").lower()
    return 1


def case_unpack_of_what_raises(event):
    try:
        first, second = event.get("a"), event["missing"]
    except KeyError as error:
        return str(error)


def looks_red(tag):
    if not tag:
        return False
    return tag.startswith("r")


def case_checks_behind_a_condition_in_a_list(event):
    none, missing = event.get("none"), event.get("missing")
    return [all([none and none.startswith("x"), event.get("a") == 1]), any([missing and missing.get("x") == 1, True]),
            any([looks_red(event.get("missing")), event.get("a") == 1]), all([looks_red(event.get("missing"))]),
            any([event.get("none") and event.get("none").startswith("x"), event.get("a") == 1])]


def case_checks_at_the_beginning_in_a_list(event):
    return any([event.get("a") == 1, event.get("none").startswith("x")])


def case_all_of_a_list_is_evaluated(event):
    any([(first := event.get("a")) == 1, (second := event.get("s")) == "text"])
    all([(third := event.get("a")) == 2, (fourth := event.get("s")) == "text"])
    return first, second, third, fourth
