"""Names: which value one has where."""

LIMIT = 10
SEEN = None


def case_name_rebound_in_a_loop(event):
    previous = None
    for item in event.get("list", []):
        if previous == 3:
            return True
        previous = item
    return False


def case_loop_variable_after_the_loop(event):
    for item in event.get("list", []):
        if item == 99:
            return True
    return item == 2


def case_name_of_a_loop_after_it(event):
    for row in event.get("rows", []):
        tag = row.get("tag")
        if tag == "green":
            return True
    return tag is None


def case_name_kept_from_an_earlier_turn(event):
    for row in event.get("rows", []):
        if row.get("id") == 1:
            first = row.get("tag")
        if first == "blue":
            return True
    return first == "red"


def case_assigned_in_one_branch_only(event):
    if event.get("a") == 2:
        value = "yes"
    return value


def case_assigned_in_one_branch_hides_the_global(event):
    if event.get("a") == 2:
        LIMIT = 5
    return LIMIT


def case_assigned_in_the_other_branch(event):
    value = "before"
    if event.get("a") == 1:
        value = "after"
    return value


def case_read_before_assignment(event):
    value = LIMIT
    if value == 10:
        value = SEEN
        SEEN = 1
    return value


def case_bound_to_a_name_that_changes(event):
    first = len(event.get("list"))
    second = first
    first = 9
    for _ in range(2):
        first += 1
    return [first, second]


def case_swap(event):
    first, second = event.get("a"), event.get("s")
    first, second = second, first
    return (first, second)


def case_swap_of_computed(event):
    first = len(event.get("s"))
    second = first + 1
    first, second = second, first
    return (first, second)


def case_walrus_in_a_condition(event):
    if (found := event.get("s")) and found == "text":
        return found
    return None


def case_walrus_that_is_skipped_keeps_the_name(event):
    value = event.get("s")
    if event.get("missing") and (value := event.get("a")):
        return 1
    return value


def case_walrus_in_any_is_seen_after(event):
    if any((found := item) == 1 for item in event.get("list")):
        return found
    return "none"


def case_walrus_in_a_list_comprehension(event):
    doubled = [last := item * 2 for item in event.get("list")]
    return (doubled, last)


def case_walrus_without_need(event):
    return 1 if (value := 5) else value


def case_walrus_both_branches_the_same(event):
    value = 1
    if (value := 2):
        pass
    return value


def case_walrus_as_argument(event):
    value = event.get("a")
    return pair(value, (value := 7), value)


def pair(first, second, third):
    return [first, second, third]


def case_comprehension_variable_is_its_own(event):
    item = "outside"
    items = [item for item in event.get("list")]
    return (item, items)


def case_comprehension_sees_the_outside(event):
    factor = len(event.get("list"))
    return [item * factor for item in event.get("list")]


def case_nested_comprehensions(event):
    return [[x * y for x in range(3)] for y in range(2)]


def case_shadowed_in_nested_any(event):
    return any(any(x == 2 for x in event.get("list")) and x == "z" for x in event.get("words"))


def has(items, x):
    return any(x == item for item in items)


def case_any_in_a_helper_inside_any(event):
    return any(has(event.get("list"), item) for item in [7, 2])


def has_row(rows, number):
    for item in rows:
        if item.get("id") == number:
            return True
    return False


def case_search_in_a_helper_inside_a_search(event):
    for item in event.get("list"):
        if has_row(event.get("rows"), item + 10):
            return True
    return all(has_row(event.get("rows"), item) for item in event.get("list"))


def rebinds(value):
    value = value or "default"
    value = value + "!"
    return value


def case_helper_that_rebinds_its_parameter(event):
    text = event.get("s")
    return [rebinds(text), text, rebinds(event.get("missing")), rebinds(text)]


def twice(value):
    total = value * 2
    return total


def case_helper_twice_in_one_expression(event):
    return twice(twice(event.get("a")) + twice(3)) + twice(event.get("a"))


def case_helper_in_a_comprehension(event):
    return [twice(item) for item in event.get("list")]


def maybe(value):
    if value > 1:
        extra = value
        return extra
    return "small"


def case_local_of_an_earlier_call(event):
    return [maybe(item) for item in event.get("list")]


def unbound_later(value):
    if value > 1:
        extra = value
    return extra


def case_local_of_an_earlier_call_is_not_kept(event):
    return [unbound_later(item) for item in event.get("list")]


def adder(amount):
    return lambda value: value + amount


def case_closures_keep_their_own(event):
    adders = [adder(amount) for amount in [1, 10, 100]]
    return [one(1) for one in adders]


def case_closure_sees_the_last_value(event):
    functions = []
    for amount in [1, 10, 100]:
        functions.append(lambda value: value + amount)
    return [one(1) for one in functions]


def case_lambda_before_its_name_is_bound(event):
    get = lambda: later
    later = event.get("s")
    return get()


def case_lambda_with_default(event):
    return [one() for one in [lambda x=x: x for x in event.get("list")]]


def case_nested_function(event):
    base = event.get("a")

    def inner(value, more=5):
        return base + value + more

    base = 100
    return inner(1) + inner(1, more=2)


def case_nested_function_reads_before_assignment(event):
    def inner():
        return later

    value = inner()
    later = 1
    return value


def set_seen(value):
    global SEEN
    SEEN = value


def case_global_between_functions(event):
    set_seen(event.get("s"))
    return SEEN


def case_global_made_by_a_function(event):
    global MADE
    MADE = [1]
    MADE.append(2)
    return MADE


def case_global_as_loop_variable(event):
    global SEEN
    for SEEN in event.get("list"):
        pass
    return SEEN


def case_global_never_made(event):
    global NEVER
    return NEVER


def case_unknown_name(event):
    return missing_name


def case_parameter_named_as_a_builtin(event):
    return shadow([1, 2], "q")


def shadow(list, str):
    return [list, str, len(list)]


def case_rebound_event(event):
    event = event.get("map")
    return event.get("key")


def case_delete_a_name(event):
    value = 1
    del value
    return value


def case_exception_name_is_gone_after(event):
    try:
        raise ValueError("x")
    except ValueError as error:
        pass
    return error


def case_class_variables_see_each_other(event):
    class Box:
        first = 2
        second = first * 3

    return Box.second


def case_import_inside(event):
    import json

    return json.loads("[1]")


def case_loop_over_a_name_that_is_rebound(event):
    items = [1, 2, 3]
    out = []
    for item in items:
        items = ["changed"]
        out.append(item)
    return out + items


def case_loop_rebinding_its_variable(event):
    out = []
    for item in event.get("list"):
        item = item * 10
        out.append(item)
    return (out, item)


def case_search_rebinding_its_variable(event):
    for item in event.get("list"):
        item = item * 10
        if item == 20:
            return True
    return False


def case_unbound_around_a_comprehension(event):
    if event.get("missing"):
        late = 1
    out = []
    for look in (lambda: [late for _ in "ab"], lambda: late):
        try:
            look()
        except NameError as error:
            out.append((type(error).__name__, str(error)))
    try:
        [late for _ in "ab"]
    except NameError as error:
        out.append((type(error).__name__, str(error)))
    try:
        any(late == x for x in "ab")
    except NameError as error:
        out.append((type(error).__name__, str(error)))
    try:
        {x: 1 for x in late}
    except NameError as error:
        out.append((type(error).__name__, str(error)))
    return out


def read_too_early():
    out = [late for _ in "ab"]
    late = 1
    return out


def case_unbound_in_a_comprehension_of_a_helper(event):
    return read_too_early()


def case_unbound_in_a_search(event):
    if event.get("missing"):
        late = 1
    return any(late == x for x in event.get("words"))


def case_deleted_after_it_had_a_value(event):
    n = 1
    for c in event.get("list") or [1, 2]:
        m = n
        del n
        if c == 2:
            n = m
    return n


def case_name_of_a_handler_is_gone(event):
    error = 1
    for text in ("7", "x", "8"):
        try:
            int(text)
        except ValueError as error:
            pass
    return error


def case_value_in_a_branch_only(event):
    for c in (1, 2):
        if c == event.get("a"):
            n = c
    return n


def case_value_in_a_try_only(event):
    try:
        n = int(event.get("a"))
        m = n + 1
    except (TypeError, ValueError):
        return m
    return (n, m)


def case_loop_variable_behind_an_empty_loop(event):
    for c in event.get("none") or []:
        c += 1
    return c


def case_deleted_among_steps(event):
    for c in (1,):
        pass
    n = c
    if event.get("a") == 1:
        del n
    return n


def case_name_of_a_handler_among_steps(event):
    for c in (1,):
        pass
    error = c
    try:
        int("x")
    except ValueError as error:
        pass
    return error
