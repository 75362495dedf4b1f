"""A CSV cell as the value that its field asks for. Everything in CSV is text; the schema says what
the text means."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from math import isfinite, nan
from typing import Any

from api.artifact.schema import Field

MISSING = frozenset({"", "NA", "N/A", "NaN", "nan", "null", "NULL", "None"})
"""How spreadsheets, R, pandas and SQL write a number that is not there."""
TRUE = frozenset({"true", "1", "yes", "t"})
FALSE = frozenset({"false", "0", "no", "f"})

_INTEGER = re.compile(r"[+-]?\d{1,18}(\.0*)?", re.ASCII)
_SHOWN = 60
MAX_KEY_CHARACTERS = 200

Parser = Callable[[str], Any]


class CellError(Exception):
    """The message says what was expected and what was there."""


def parser(field: Field) -> Parser:
    """Raises CellError for text that is no such value. None stands for a missing one."""
    if field.kind in ("text", "category"):
        return _nullable_text if field.nullable else str
    return {
        "number": _number,
        "integer": _integer,
        "boolean": _boolean,
        "tensor": _tensor,
    }[field.kind]


def parse_time(text: str) -> str | None:
    """RFC 3339 in UTC; a time without a zone is UTC."""
    if text.strip() in MISSING:
        return None
    try:
        time = datetime.fromisoformat(text.strip())
    except ValueError:
        raise CellError(
            f"expected a time such as 2013-01-31T14:05:00Z, got {shown(text)}"
        ) from None
    return rfc3339(time)


def parse_key(text: str) -> str | None:
    """The caller's own key; no key where the cell is empty."""
    if len(text) > MAX_KEY_CHARACTERS or "\0" in text:
        raise CellError(f"expected a key of at most {MAX_KEY_CHARACTERS} characters without NUL")
    return text or None


def rfc3339(time: datetime) -> str:
    aware = time if time.tzinfo else time.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat().replace("+00:00", "Z")


def shown(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")


def _nullable_text(text: str) -> str | None:
    return text or None


def _number(text: str) -> float | None:
    # Most cells of most files are numbers, so the usual case comes first. Python also reads 1_000.
    try:
        number = float(text)
    except ValueError:
        number = nan
    if isfinite(number) and "_" not in text:
        return number
    _require_missing(f"a number, got {shown(text)}", text)
    return None


def _integer(text: str) -> int | None:
    # Tables with gaps are often written by tools that keep their whole numbers as 5.0.
    if _INTEGER.fullmatch(text.strip()):
        return int(text.partition(".")[0])
    _require_missing(f"a whole number, got {shown(text)}", text)
    return None


def _boolean(text: str) -> bool | None:
    word = text.strip().lower()
    if word in TRUE or word in FALSE:
        return word in TRUE
    _require_missing(f"true or false, got {shown(text)}", text)
    return None


def _tensor(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        _require_missing(f"a JSON list of numbers, got {shown(text)}", text)
        return None


def _require_missing(expected: str, text: str) -> None:
    if text.strip() not in MISSING:
        raise CellError(f"expected {expected}")
