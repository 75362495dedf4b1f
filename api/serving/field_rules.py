"""What one field accepts, and how a value that it refuses is described."""

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite, prod
from typing import Any

from api.artifact.schema import Field
from api.serving.json_values import NotANumber
from api.serving.limits import float_bounds, is_whole, refuses_unknown, whole_bounds

_SHOWN_CHARACTERS = 60
_SHOWN_CHOICES = 300


@dataclass(frozen=True)
class Fault:
    expected: str
    got: str


@dataclass(frozen=True)
class FieldRule:
    expected: str
    nullable: bool
    accepts: Callable[[Any], bool]

    def fault(self, value: Any) -> Fault | None:
        if value is None and self.nullable:
            return None
        return None if self.accepts(value) else Fault(self.expected, described(value))


def field_rule(field: Field) -> FieldRule:
    if field.kind == "tensor":
        rule = _tensor_rule(field)
    elif field.kind == "boolean":
        rule = FieldRule("true or false", field.nullable, lambda value: isinstance(value, bool))
    elif field.kind in ("category", "text"):
        rule = _text_rule(field)
    else:
        rule = _number_rule(field)
    return rule


def described(value: Any) -> str:
    """A value in a few words: enough to find it, never the whole of it."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case NotANumber(text=text):
            return text
        case str():
            return f"the text {_shortened(value)!r}"
        case dict() | list():
            return "an object" if isinstance(value, dict) else f"a list of {len(value)}"
    return f"the number {_shortened(str(value))}"


def _shortened(text: str) -> str:
    clean = text.encode("utf-8", "backslashreplace").decode()
    return clean if len(clean) <= _SHOWN_CHARACTERS else clean[:_SHOWN_CHARACTERS] + "…"


def _text_rule(field: Field) -> FieldRule:
    if refuses_unknown(field):
        choices = frozenset(field.choices)
        listed = ", ".join(field.choices)
        if len(listed) > _SHOWN_CHOICES:
            listed = f"{listed[:_SHOWN_CHOICES]}… ({len(choices)} in all)"
        return FieldRule(
            f"one of {listed}",
            field.nullable,
            lambda value: isinstance(value, str) and value in choices,
        )
    limit = field.max_length
    return FieldRule(
        f"a text of at most {limit} characters, without NUL or broken Unicode",
        field.nullable,
        lambda value: is_text(value, limit),
    )


def is_text(value: Any, limit: int) -> bool:
    if not isinstance(value, str) or len(value) > limit or "\0" in value:
        return False
    # A lone surrogate is no character: nothing can store it.
    return not any("\ud800" <= character <= "\udfff" for character in value)


def _number_rule(field: Field) -> FieldRule:
    unit = f" {field.unit}" if field.unit else ""
    if is_whole(field):
        least, most = whole_bounds(field)
        expected = f"a whole number from {least} to {most}{unit}"
        return FieldRule(
            expected, field.nullable, lambda value: is_whole_number(value, least, most)
        )
    low, high = float_bounds(field)
    bounds = f" from {low:.15g} to {high:.15g}{unit}"
    expected = f"a finite number{bounds}"
    return FieldRule(expected, field.nullable, lambda value: is_number(value, low, high))


def is_whole_number(value: Any, least: int, most: int) -> bool:
    return type(value) is int and least <= value <= most


def is_number(value: Any, low: float, high: float) -> bool:
    if type(value) not in (int, float):
        return False
    return (
        isfinite(value) and low <= value <= high if type(value) is float else low <= value <= high
    )


def _tensor_rule(field: Field) -> FieldRule:
    element = field_rule(_element(field))
    size = prod(field.shape)
    shape = "×".join(str(length) for length in field.shape)
    flat = "" if len(field.shape) == 1 else f", or flat {size}"

    def accepts(value: Any) -> bool:
        is_flat = _fits(value, (size,), element)
        return is_flat or (len(field.shape) > 1 and _fits(value, field.shape, element))

    return FieldRule(
        f"a list of shape {shape}{flat}, each {element.expected}", field.nullable, accepts
    )


def _element(field: Field) -> Field:
    kind = {"BYTES": "text", "BOOL": "boolean"}.get(field.datatype, "number")
    return Field(
        name=field.name,
        kind=kind,  # type: ignore[arg-type]  # one of the three literals above
        datatype=field.datatype,
        minimum=field.minimum,
        maximum=field.maximum,
        max_length=field.max_length,
    )


def _fits(value: Any, shape: tuple[int, ...], element: FieldRule) -> bool:
    if not isinstance(value, list) or len(value) != shape[0]:
        return False
    if len(shape) == 1:
        return all(element.accepts(item) for item in value)
    return all(_fits(item, shape[1:], element) for item in value)
