"""The event as a rule sees it, in plain Python: what compare_rules.py runs rules with.

Written from docs/python-subset.md, section "The event"; nothing but the standard
library is used.
"""
import re
from collections.abc import Mapping, Sequence


def wrap(value):
    """What a rule sees of a value of the event: containers are read-only views."""
    if isinstance(value, dict):
        return ImmutableCaseInsensitiveDict(value)
    if isinstance(value, (list, tuple)):
        return ImmutableList(value)
    return value


def plain(value):
    """A deep copy, of the plain types."""
    if isinstance(value, (Mapping, dict)):
        return {key: plain(value[key]) for key in value}
    if isinstance(value, (ImmutableList, list)):
        return [plain(item) for item in value]
    if isinstance(value, tuple):
        return tuple(plain(item) for item in value)
    return value


class ImmutableCaseInsensitiveDict(Mapping):
    def __init__(self, container):
        self._container = container

    def _find(self, key):
        if key in self._container:
            return key
        for other in self._container:
            if other.lower() == key.lower():
                return other
        raise KeyError(key)

    def __getitem__(self, key):
        return wrap(self._container[self._find(key)])

    def __contains__(self, key):
        try:
            self._find(key)
        except KeyError:
            return False
        return True

    def __iter__(self):
        return iter(self._container)

    def __len__(self):
        return len(self._container)

    def __repr__(self):
        return f"{type(self).__name__}({self._container!r})"

    def copy(self):
        return plain(self)

    to_dict = copy


class ImmutableList(Sequence):
    def __init__(self, container):
        self._container = tuple(container)

    def __getitem__(self, index):
        item = self._container[index]
        return item if isinstance(item, tuple) else wrap(item)

    def __len__(self):
        return len(self._container)

    def __eq__(self, other):
        if isinstance(other, ImmutableList):
            return self._container == other._container
        return isinstance(other, (list, tuple)) and \
            [plain(item) for item in self._container] == [plain(item) for item in other]

    __hash__ = None

    def __repr__(self):
        return f"{type(self).__name__}({self._container!r})"

    def copy(self):
        return plain(self)

    as_list = copy


class PantherEvent(ImmutableCaseInsensitiveDict):
    def __init__(self, container, models=()):
        super().__init__(container)
        self._models = models

    def deep_get(self, *keys, default=None):
        return deep_get(self, *keys, default=default)

    def deep_walk(self, *keys, default=None, return_val="all"):
        if not keys:
            return deep_walk(self, default=default, return_val=return_val)
        first = self.get(keys[0])
        if first is None:
            return default
        return deep_walk(plain(first), *keys[1:], default=default, return_val=return_val)

    def udm(self, name, default=None):
        for log_types, mappings, methods in self._models:
            if self.get("p_log_type") in log_types and name in mappings:
                value = path(self._container, mappings[name].get("Path"))
                if value is MISSING and "Method" in mappings[name]:
                    return methods[mappings[name]["Method"]](wrap(self._container))
                return default if value is MISSING else value
        return self.deep_get("p_udm", name) or self.get(name) or default

    def udm_path(self, name):
        models = [mappings for log_types, mappings, _ in self._models
                  if self.get("p_log_type") in log_types]
        if not models:
            raise Exception("a data model hasn't been specified for log type")
        mapping = models[0].get(name, {})
        if path(self._container, mapping.get("Path")) is not MISSING:
            return ".".join(steps(mapping["Path"]))
        return mapping.get("Method")

    def event_time_epoch(self):
        raise NotImplementedError


MISSING = object()


def steps(dotted):
    return re.findall(r"\[\d+\]|[^.\[]+", dotted.removeprefix("$."))


def path(container, dotted):
    if dotted is None:
        return MISSING
    for name in steps(dotted):
        if name[0] == "[":
            name = int(name[1:-1])
            if not isinstance(container, list) or name >= len(container):
                return MISSING
        elif not isinstance(container, dict) or name not in container:
            return MISSING
        container = container[name]
    return wrap(container)


def deep_get(mapping, *keys, default=None):
    at = mapping
    for key in keys:
        at = at.get(key, default) if isinstance(at, Mapping) else default
    return default if at is None else at


def _is_list(value):
    return isinstance(value, Sequence) and not isinstance(value, (str, bytes))


def _all_empty(value):
    return _is_list(value) and all(_all_empty(item) for item in value)


def deep_walk(at, *keys, default=None, return_val="all"):
    if not keys:
        return default if _all_empty(at) else at
    if _is_list(at):
        found = {}
        for item in at:
            value = deep_walk(item, *keys, default=default, return_val=return_val)
            if value is None:
                continue
            for one in value if _is_list(value) else [value]:
                if one is not None:
                    found.setdefault(one)
        found = list(found)
        if not found:
            return default
        if len(found) == 1 or return_val == "first":
            return found[0]
        return found[-1] if return_val == "last" else found
    if not isinstance(at, Mapping) or at.get(keys[0]) is None:
        return default
    return deep_walk(at.get(keys[0]), *keys[1:], default=default, return_val=return_val)
