"""Functions inside: which names they read, when, and of which call."""


def case_reads_nothing_of_the_outside(event):
    first = event.get("a")
    pick = lambda p: p.get("key")
    if first == 1:
        return pick(event.get("map"))
    return first


def case_parameter_named_as_a_local(event):
    p = event.get("a")
    pick = lambda p: p * 2
    p = p + 1
    return (pick(20), p)


def case_reads_one_of_two(event):
    first = event.get("a")
    second = event.get("s")
    read = lambda: first
    first = "later"
    second = second + "!"
    return (read(), second)


def case_reads_a_branch_that_was_taken(event):
    value = "before"
    read = lambda: value
    if event.get("a") == 1:
        value = "after"
    return read()


def case_default_reads_out_here(event):
    value = event.get("a")
    read = lambda value=value: value
    value = "later"
    return (read(), value)


def case_read_two_functions_deep(event):
    value = event.get("a")
    outer = lambda: lambda: value
    value = "later"
    return outer()()


def case_default_of_the_inner_of_two(event):
    value = 1
    outer = lambda: (lambda kept=value: kept)()
    value = 2
    return outer()


def case_search_whose_variable_is_read_inside(event):
    for item in event.get("list"):
        if (lambda: item == 2)():
            return True
    return False


def case_search_that_binds_what_is_read_inside(event):
    for item in event.get("list"):
        double = item * 2
        if (lambda n: n == double)(4):
            return True
    return False


def case_search_with_a_function_of_its_own(event):
    limit = len(event.get("list"))
    for item in event.get("list"):
        if (lambda n: n > 1)(item):
            return True
    return limit


def case_inside_any(event):
    limit = event.get("a")
    return any((lambda n: n > limit)(item) for item in event.get("list"))


def case_rebound_parameter(event):
    read = lambda: event
    event = event.get("s")
    return read()


def case_unbound_and_read_inside(event):
    if event.get("missing"):
        late = 1
    read = lambda: late
    try:
        read()
    except NameError as error:
        return (type(error).__name__, str(error))
    return late


def maker(amount):
    step = amount + 1
    return lambda value: value + step


def case_each_call_has_its_own(event):
    makers = [maker(amount) for amount in [1, 10, 100]]
    return [one(1) for one in makers]


def turns(items):
    return [lambda value: value + item for item in items]


def case_each_call_has_turns_of_its_own(event):
    makers = [turns([amount, amount * 2]) for amount in [1, 10, 100]]
    return [one(1) for both in makers for one in both]


def of_event(event, name):
    return list(map(lambda row: row.get("id") == event.get("a"), event.get(name)))


def case_reads_the_event(event):
    return [of_event(event, "rows"), of_event(event, "rows")]


def plain(items):
    ordered = sorted(items, key=lambda item: -item)
    return ordered[0]


def case_helper_with_a_function_inside(event):
    return [plain(items) for items in [[1, 3], [7, 5], event.get("list")]]


def case_class_inside_reads(event):
    size = event.get("a")
    other = event.get("s")

    class Box:
        width = size + 1

        def area(self):
            return self.width * size

    size = 10
    return (Box().area(), other)


def case_function_after_a_choice(event):
    limit = event.get("a")
    if limit == 7:
        return "seven"

    def more(value):
        return value > 1

    return [more(item) for item in event.get("list")]


def case_function_is_itself(event):
    f = lambda: 1
    g = f
    return (f == f, f is g, f in [f], {f: 1}.get(g), f != (lambda: 1))


def case_function_is_itself_in_a_dict(event):
    f = lambda: 1
    fs = {"text": f, "other": None}
    return (fs["text"] is f, fs.get(event.get("s")) == f, fs.get("text") is fs["text"])
