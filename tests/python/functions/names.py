"""Names that are there without being defined, and names that are not."""


def case_defined_nowhere(event):
    return nowhere_at_all(event)


def case_exception_defined_nowhere(event):
    raise NotMadeError("x")


def case_caught_by_a_class_defined_nowhere(event):
    try:
        return {}["a"]
    except NotMadeError:
        return 1


def case_builtin_classes(event):
    out = []
    for name in ("a", 1):
        try:
            out.append([name][name])
        except (KeyboardInterrupt, SystemExit, UserWarning):
            out.append("other")
        except BaseException as error:
            out.append(type(error).__name__)
    return out


def case_name_error_is_caught(event):
    try:
        return unknown_name
    except NameError as error:
        return str(error)
