"""How many names a decoded request must have had: the absent ones left their defaults behind."""

from collections.abc import Callable, Sequence
from itertools import chain
from operator import attrgetter
from typing import Any

import numpy as np
from msgspec import UNSET

from api.artifact.schema import Schema
from api.serving.columns import Feed
from api.serving.limits import is_whole
from api.serving.row_types import ABSENT_NUMBER, attribute

_FEW_ROWS = 8
"""Up to here looking at each row is cheaper than asking numpy."""


class Presence:
    def __init__(self, schema: Schema) -> None:
        self._fields = len(schema.fields)
        floats = [
            (field.name, attribute(at))
            for at, field in enumerate(schema.fields)
            if field.nullable and field.kind == "number" and not is_whole(field)
        ]
        others = [
            attribute(at)
            for at, field in enumerate(schema.fields)
            if field.nullable and (field.name, attribute(at)) not in floats
        ]
        self._floats = _getter([name for _, name in floats])
        self._others = _getter(others)
        names = {name for name, _ in floats}
        self._float_inputs = [g.name for g in schema.graph_inputs if names.intersection(g.fields)]

    def names_read(self, request: Any, feed: Feed) -> int:
        """Names in the body: of the envelope and of every row."""
        rows = request.rows
        names = 1 + len(rows) * self._fields
        if request.subject is not UNSET:
            names += 1
        if request.source is not UNSET:
            names += 1
        if request.keys is not UNSET:
            names += 1
        if request.occurred_at is not UNSET:
            names += 1
        return names - self._absent(rows, feed)

    def _absent(self, rows: Sequence[Any], feed: Feed) -> int:
        absent = 0
        if self._floats is not None and (len(rows) <= _FEW_ROWS or self._some_are_missing(feed)):
            absent += _count(self._floats, rows, ABSENT_NUMBER)
        if self._others is not None:
            absent += _count(self._others, rows, UNSET)
        return absent

    def _some_are_missing(self, feed: Feed) -> bool:
        return any(bool(np.isnan(feed[name]).any()) for name in self._float_inputs)


def _count(values: Callable[[Any], tuple[Any, ...]], rows: Sequence[Any], default: Any) -> int:
    if len(rows) == 1:
        return values(rows[0]).count(default)
    return tuple(chain.from_iterable(map(values, rows))).count(default)


def _getter(names: list[str]) -> Callable[[Any], tuple[Any, ...]] | None:
    """The attributes as a tuple, also where there is only one."""
    if not names:
        return None
    getter = attrgetter(*names)
    return getter if len(names) > 1 else lambda row: (getter(row),)
