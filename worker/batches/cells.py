"""A CSV cell as the value that its field asks for. Everything in CSV is text; the schema says what
the text means."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from api.artifact.schema import Field

MISSING = frozenset({"", "NA", "N/A", "NaN", "nan", "null", "NULL", "None"})
"""How spreadsheets, R, pandas and SQL write a number that is not there."""
TRUE = frozenset({"true", "1", "yes", "t"})
FALSE = frozenset({"false", "0", "no", "f"})

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_INTEGER = re.compile(r"[+-]?\d{1,19}(\.0*)?")
_SHOWN = 60
MAX_KEY_CHARACTERS = 200

Parser = Callable[[str], Any]


class CellError(Exception):
    """The message says what was expected and what was there."""


def parser(field: Field) -> Parser:
    """Raises CellError for text that is no such value. None stands for a missing one."""
    if field.kind in ("text", "category"):
        return _nullable_text if field.nullable else str
    parse = {
        "number": _number,
        "integer": _integer,
        "boolean": _boolean,
        "tensor": _tensor,
    }[field.kind]

    def parse_or_missing(text: str) -> Any:
        text = text.strip()
        return None if text in MISSING else parse(text)

    return parse_or_missing


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


def _number(text: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise CellError(f"expected a number, got {shown(text)}")
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise CellError(f"expected a number that fits 64 bits, got {shown(text)}")
    return number


def _integer(text: str) -> int:
    # Tables with gaps are often written by tools that keep their whole numbers as 5.0.
    if not _INTEGER.fullmatch(text):
        raise CellError(f"expected a whole number, got {shown(text)}")
    return int(text.partition(".")[0])


def _boolean(text: str) -> bool:
    if text.lower() in TRUE:
        return True
    if text.lower() in FALSE:
        return False
    raise CellError(f"expected true or false, got {shown(text)}")


def _tensor(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise CellError(f"expected a JSON list of numbers, got {shown(text)}") from None
