"""Raising, catching, leaving."""


class Problem(Exception):
    pass


class Worse(Problem):
    def __init__(self, code, message="bad"):
        super().__init__(message)
        self.code = code


class Texted(Exception):
    def __str__(self):
        return "texted"


def case_catch(event):
    try:
        return event.get("missing").lower()
    except AttributeError as error:
        return str(error)


def case_catch_one_of_many(event):
    try:
        return {}["x"]
    except (ValueError, KeyError) as error:
        return repr(error)


def case_catch_a_parent(event):
    try:
        return [][1]
    except LookupError as error:
        return type(error).__name__


def case_catch_another(event):
    try:
        return int("x")
    except KeyError:
        return "no"


def case_catch_in_order(event):
    try:
        return int("x")
    except Exception:
        return "first"
    except ValueError:
        return "second"


def case_bare_except(event):
    try:
        return 1 / 0
    except:  # noqa: E722
        return "caught"


def case_else_of_try(event):
    out = []
    try:
        out.append(1)
    except ValueError:
        out.append(2)
    else:
        out.append(3)
    finally:
        out.append(4)
    return out


def case_exception_in_else(event):
    try:
        try:
            pass
        except ValueError:
            return "wrong"
        else:
            int("x")
    except ValueError:
        return "outer"


def case_finally_runs_after_return(event):
    out = []

    def inner():
        try:
            return out.append(1)
        finally:
            out.append(2)

    inner()
    return out


def case_return_in_finally_wins(event):
    try:
        return 1
    finally:
        return 2


def case_return_in_finally_swallows(event):
    try:
        int("x")
    finally:
        return "swallowed"


def case_value_of_return_before_finally(event):
    value = 1
    try:
        return value
    finally:
        value = 2


def case_finally_after_an_uncaught_one(event):
    out = []
    try:
        try:
            int("x")
        finally:
            out.append("finally")
    except ValueError:
        out.append("caught")
    return out


def case_break_in_finally(event):
    out = []
    for item in [1, 2]:
        try:
            int("x")
        finally:
            out.append(item)
            break
    return out


def case_continue_in_try(event):
    out = []
    for item in ["1", "x", "3"]:
        try:
            number = int(item)
        except ValueError:
            continue
        finally:
            out.append("f")
        out.append(number)
    return out


def case_break_in_try(event):
    out = []
    for item in ["1", "x", "3"]:
        try:
            out.append(int(item))
        except ValueError:
            break
    else:
        out.append("else")
    return out


def case_return_in_a_loop_in_try(event):
    for item in ["x", "2"]:
        try:
            return int(item)
        except ValueError:
            pass
    return None


def case_name_from_before_the_exception(event):
    value = "before"
    try:
        value = "half"
        int("x")
        value = "after"
    except ValueError:
        pass
    return value


def case_name_only_in_try(event):
    try:
        value = int("x")
    except ValueError:
        pass
    return value


def case_raise_own(event):
    raise Problem("one", 2)


def case_raise_own_class(event):
    raise Problem


def case_catch_own(event):
    try:
        raise Worse(5)
    except Problem as error:
        return (error.code, str(error), error.args, isinstance(error, Problem))


def case_own_with_text(event):
    try:
        raise Texted("ignored")
    except Texted as error:
        return (str(error), repr(error))


def case_reraise(event):
    try:
        try:
            int("x")
        except ValueError:
            raise
    except ValueError as error:
        return str(error)


def case_reraise_after_another(event):
    try:
        int("x")
    except ValueError:
        try:
            {}["k"]
        except KeyError:
            pass
        raise


def case_raise_from(event):
    try:
        int("x")
    except ValueError as error:
        raise Problem("wrapped") from error


def case_raise_in_a_handler(event):
    try:
        try:
            int("x")
        except ValueError:
            raise KeyError("k")
    except KeyError as error:
        return str(error)


def case_raise_nothing(event):
    raise


def case_raise_a_number(event):
    raise 5


def case_raise_builtin_with_text(event):
    raise ValueError(f"bad {event.get('a')}")


def case_raise_without_arguments(event):
    raise ValueError


def case_exception_texts(event):
    return [str(ValueError()), repr(ValueError()), str(ValueError("a", 1)),
            repr(KeyError("k")), str(KeyError("k")), repr(ValueError("a", 1))]


def case_handler_name_shadows(event):
    error = "outer"
    try:
        int("x")
    except ValueError as error:
        inside = str(error)
    return inside


def case_handler_that_is_no_class(event):
    try:
        int("x")
    except "ValueError":
        return 1


def case_exception_through_helpers(event):
    return outer_helper(event.get("s"))


def outer_helper(value):
    return inner_helper(value) + 1


def inner_helper(value):
    return int(value)


def guarded(value):
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


def case_helper_that_catches(event):
    return [guarded(value) for value in ["1", "x", None, 2.5]]


def case_nested_try_in_loop_with_state(event):
    out = {}
    for key in ["a", "b", "c"]:
        try:
            try:
                if key == "b":
                    raise KeyError(key)
                out[key] = 1
            finally:
                out[key + "!"] = 2
        except KeyError as error:
            out["error"] = error.args[0]
    return out


def case_any_that_raises_is_caught(event):
    try:
        return any(row["tag"] == "none" for row in event.get("rows"))
    except KeyError:
        return "key"


def case_comprehension_that_raises_is_caught(event):
    try:
        return [row["tag"] for row in event.get("rows")]
    except KeyError as error:
        return str(error)


def case_fstring_that_raises_is_caught(event):
    try:
        return f"a{event.get('a')}b{event['missing']}"
    except KeyError as error:
        return f"<{error}>"


def case_recursion(event):
    def down(number):
        return 0 if number == 0 else 1 + down(number - 1)

    return down(30)


def case_endless_recursion(event):
    return endless(1)


def endless(value):
    return endless(value + 1)


def case_stop_iteration(event):
    return next(iter([]))


def case_next_of_a_generator_without_default(event):
    return next(item for item in event.get("list") if item > 9)


def case_next_of_a_generator(event):
    return [next((item for item in event.get("list") if item < 3), None),
            next((item for item in event.get("list") if item > 9), "none")]


def case_next_evaluates_its_default(event):
    return next((item for item in event.get("list")), event["missing"])


def case_text_half_made_is_dropped(event):
    out = {}
    for key in ["a", "b"]:
        try:
            out[key] = "%s|%d" % (key, key)
        except TypeError:
            out[key] = f"<{key}>"
    return str(out) + f"{out}"
