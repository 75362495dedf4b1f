"""JSON parsed so that nothing is smoothed over: names given twice, NaN, numbers out of range."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from api.serving.errors import BrokenRequest

MAX_DIGITS = 400
"""No number of more digits fits a 64-bit float or integer."""


class Twice(dict[str, Any]):
    """An object in which at least one name stood more than once."""

    repeated: tuple[str, ...] = ()


@dataclass(frozen=True)
class NotANumber:
    """The literals NaN, Infinity and -Infinity, or a number beyond the range of a float."""

    text: str


def parse(body: bytes) -> Any:
    """Raises BrokenRequest with the place of the fault, or the kind of nesting or text it is."""
    try:
        return json.loads(
            body.decode("utf-8"),
            object_pairs_hook=_object,
            parse_constant=NotANumber,
            parse_int=_whole,
            parse_float=_float,
        )
    except UnicodeDecodeError as error:
        raise BrokenRequest(f"The body is not UTF-8: byte {error.start} is wrong.") from error
    except RecursionError as error:
        raise BrokenRequest("The body is nested too deeply.") from error
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise BrokenRequest(f"The body is not JSON: {error.msg} at {place}.") from error


def _object(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    listed = list(pairs)
    plain = dict(listed)
    if len(plain) == len(listed):
        return plain
    seen: set[str] = set()
    twice = Twice(plain)
    # dict keeps the order of first sight; a set of the repeated would not.
    twice.repeated = tuple(
        dict.fromkeys(name for name, _ in listed if name in seen or seen.add(name))  # type: ignore[func-returns-value]  # add() is the "first time" branch
    )
    return twice


def _whole(text: str) -> Any:
    return NotANumber(text[:40]) if len(text) > MAX_DIGITS else int(text)


def _float(text: str) -> Any:
    value = float(text)
    return NotANumber(text[:40]) if value in (float("inf"), float("-inf")) else value
