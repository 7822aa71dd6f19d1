"""str() and repr() of what holds itself."""


class Box:
    def __init__(self):
        self.held = set()
        self.items = []

    def __repr__(self):
        return f"Box({self.held}, {self.items})"


def case_list_in_itself(event):
    out = [1]
    out.append(out)
    return str(out) + repr(out)


def case_list_in_itself_twice(event):
    out = []
    out.extend([out, [out], 2])
    return [f"{out}", "%s %r" % (out, out), "{!r:>20}".format(out)]


def case_dict_in_itself(event):
    out = {"a": 1}
    out["self"] = out
    return str(out)


def case_dict_in_a_list_in_it(event):
    held = []
    out = {"list": held}
    held.append(out)
    return [str(out), str(held)]


def case_tuple_in_its_list(event):
    held = []
    out = (held, "x")
    held.append(out)
    return [str(out), str(held)]


def case_one_tuple_in_its_list(event):
    held = []
    out = (held,)
    held.append(out)
    return str(out)


def case_values_that_hold_themselves(event):
    out = {}
    out["values"] = out.values()
    return [str(out), str(out.values()), str(out.items())]


def case_twice_is_not_within(event):
    one = [1]
    return str([one, one, {"a": one, "b": (one, one)}])


def case_set_in_what_it_holds(event):
    box = Box()
    box.held.add(box)
    box.items.append(box.items)
    return [str(box.held), repr(box)]


def case_exception_in_its_argument(event):
    held = []
    error = ValueError(held, 1)
    held.append(error)
    return [repr(error), str(error), str(held)]


def case_after_one_that_failed(event):
    deep = []
    for _ in range(100000):
        deep = [deep]
    out = []
    out.append(out)
    try:
        return "long" if len(str(deep)) > 9 else "short"
    except RecursionError:
        return str(out)


def case_raised_with_itself(event):
    held = ["x"]
    held.append(held)
    raise ValueError(held)
