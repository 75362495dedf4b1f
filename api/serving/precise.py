"""The slow, exact reading of a request: taken only when the fast one refused it.

It accepts the same bodies as the fast path (a property test holds them together) and says for each
fault which row and field it is in, what was expected and what came.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from api.artifact.schema import Schema
from api.serving.errors import MAX_ROW_ERRORS, RowError, RowsRefused
from api.serving.field_rules import FieldRule, described, field_rule, is_text
from api.serving.json_values import Twice, parse
from api.serving.row_types import MAX_KEY_LENGTH, Moment

_SOURCES = ("api", "demo", "replay")
_NAMES = ("rows", "keys", "subject", "occurred_at", "source")


class PreciseDecoder:
    def __init__(self, schema: Schema) -> None:
        self._rules: dict[str, FieldRule] = {f.name: field_rule(f) for f in schema.fields}
        self._max_rows = schema.max_rows

    def check(self, body: bytes) -> None:
        """Raises BrokenRequest or RowsRefused; returns where there is nothing to refuse."""
        request = parse(body)
        errors: list[RowError] = []
        for error in self._faults(request):
            errors.append(error)
            if len(errors) == MAX_ROW_ERRORS:
                break
        if errors:
            raise RowsRefused(errors)

    def check_rows(self, rows: Sequence[Any]) -> None:
        """The same for rows that are Python values already. Raises RowsRefused."""
        errors: list[RowError] = []
        for number, row in enumerate(rows):
            errors.extend(self._row_faults(number, row))
            if len(errors) >= MAX_ROW_ERRORS:
                break
        if errors:
            raise RowsRefused(errors)

    def check_row(self, row: Any) -> None:
        for error in self._row_faults(None, row):
            raise error

    def _faults(self, request: Any) -> Iterator[RowError]:
        if not isinstance(request, dict):
            yield RowError("body", 'an object with "rows"', described(request))
            return
        yield from _name_faults(request, _NAMES, ("rows",), row=None)
        if "rows" not in request:
            return
        rows = request["rows"]
        if not isinstance(rows, list):
            yield RowError("rows", "a list of rows", described(rows))
            return
        if not 1 <= len(rows) <= self._max_rows:
            expected = f"1 to {self._max_rows} rows (more go to a batch prediction)"
            yield RowError("rows", expected, f"{len(rows)} rows")
            return
        yield from _envelope_faults(request, len(rows))
        for number, row in enumerate(rows):
            yield from self._row_faults(number, row)

    def _row_faults(self, number: int | None, row: Any) -> Iterator[RowError]:
        if not isinstance(row, dict):
            yield RowError("rows", "an object of fields", described(row), number)
            return
        required = tuple(name for name, rule in self._rules.items() if not rule.nullable)
        yield from _name_faults(row, tuple(self._rules), required, row=number)
        for name, value in row.items():
            rule = self._rules.get(name)
            fault = None if rule is None else rule.fault(value)
            if fault is not None:
                yield RowError(name, fault.expected, fault.got, number)


def _name_faults(
    given: dict[str, Any], valid: Sequence[str], required: Sequence[str], *, row: int | None
) -> Iterator[RowError]:
    for name in given:
        if name not in valid:
            yield RowError(name[:100], f"one of {', '.join(valid)}"[:300], "an unknown field", row)
    if isinstance(given, Twice):
        for name in given.repeated:
            yield RowError(name[:100], "one value", "the same field twice", row)
    for name in required:
        if name not in given:
            yield RowError(name, "a value", "nothing", row)


def _envelope_faults(request: dict[str, Any], rows: int) -> Iterator[RowError]:
    source = request.get("source", "api")
    if source not in _SOURCES:
        yield RowError("source", f"one of {', '.join(_SOURCES)}", described(source))
    subject = request.get("subject")
    if subject is not None and not _is_key(subject):
        yield RowError("subject", _KEY, described(subject))
    keys = request.get("keys")
    if keys is not None:
        yield from _list_faults("keys", keys, rows, _is_key, _KEY)
    occurred_at = request.get("occurred_at")
    if isinstance(occurred_at, list):
        yield from _list_faults("occurred_at", occurred_at, rows, _is_moment, _MOMENT)
    elif occurred_at is not None and not _is_moment(occurred_at):
        yield RowError("occurred_at", _MOMENT, described(occurred_at))


_KEY = f"a text of 1 to {MAX_KEY_LENGTH} characters"
_MOMENT = "a time with its zone, like 2026-11-22T21:00:00Z"


def _list_faults(
    field: str, values: Any, rows: int, fits: Any, expected: str
) -> Iterator[RowError]:
    if not isinstance(values, list):
        yield RowError(field, "a list with one value a row", described(values))
        return
    if len(values) != rows:
        yield RowError(field, f"{rows} values, one a row", f"{len(values)} values")
    for number, value in enumerate(values):
        if not fits(value):
            yield RowError(field, expected, described(value), number)


def _is_key(value: Any) -> bool:
    return is_text(value, MAX_KEY_LENGTH) and value != ""


def _is_moment(value: Any) -> bool:
    try:
        msgspec.convert(value, Moment)
    except msgspec.ValidationError:
        return False
    return isinstance(value, str)
